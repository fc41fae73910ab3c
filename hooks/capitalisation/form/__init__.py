"""What the form for contributors is made of: the model, the lists, the entries to change.

Plain records, that the browser reads (overrides/assets/contribution). Nothing about a key is
written here: labels, help, examples, shapes and bounds come from the model.
"""

from ..territories.listing import lieux
from .description import decrire
from .sources import PAR_PAQUET, entrees, paquets, source

__all__ = ["PAR_PAQUET", "decrire", "entrees", "lieux", "paquets", "source"]
