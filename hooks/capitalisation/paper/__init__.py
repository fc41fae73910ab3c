"""Entries as books: a dossier, or a booklet that one asks for, as PDF and as EPUB.

`book` puts a book together, `rendering` holds what it is made with, `pdf` and `epub` give it a
form, `keeping` spares drawing again what has not changed.
"""

from .book import Livre, du_dossier, livret, par_genre, par_theme
from .keeping import Reserve
from .making import FORMES, Forme, imprimer
from .pdf import SansPdf
from .rendering import Atelier

__all__ = [
    "FORMES",
    "Atelier",
    "Forme",
    "Livre",
    "Reserve",
    "SansPdf",
    "du_dossier",
    "imprimer",
    "livret",
    "par_genre",
    "par_theme",
]
