"""The offline archive: the built site as one zip, that opens from a double click.

`pages` makes links name their file, `search` turns the data of the search into scripts,
`names` keeps to what Windows can unzip, `writing` makes the zip, `checking` checks one.
"""

from .checking import Ecart, Examen, examiner, manifeste
from .writing import Apercu, Archive, ecrire

#: What an archive is called, and where the site offers it.
NOM = "inspiraction.zip"
SUR_LE_SITE = f"donnees/{NOM}"

__all__ = [
    "NOM",
    "SUR_LE_SITE",
    "Apercu",
    "Archive",
    "Ecart",
    "Examen",
    "ecrire",
    "examiner",
    "manifeste",
]
