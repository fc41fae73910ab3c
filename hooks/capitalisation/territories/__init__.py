"""Territories: from what a contributor writes to one place of the official referential.

`place.py` is the record, `referential.py` reads the compact files, `resolver.py`
finds the place that a text means, `errors.py` says why it cannot, and `refresh/`
writes the files again from a new edition of the official divisions.
"""

from .errors import TerritoireAmbigu, TerritoireErreur, TerritoireInconnu
from .place import Lieu, en_bref
from .referential import Source, sources
from .resolver import Territoires

__all__ = [
    "Lieu",
    "Source",
    "TerritoireAmbigu",
    "TerritoireErreur",
    "TerritoireInconnu",
    "Territoires",
    "en_bref",
    "sources",
]
