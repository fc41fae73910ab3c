"""Entries as books: a dossier, or a booklet that one asks for, as PDF and as EPUB.

`book` puts a book together, `rendering` holds what it is made with, `pdf` and `epub` give it a
form, and `making` draws again only what has changed.
"""

from .book import Livre, du_dossier, livret, par_genre, par_theme
from .making import FORMES, Epreuve, Forme, imprimer, outils
from .pdf import SansPdf
from .rendering import Atelier

__all__ = [
    "FORMES",
    "Atelier",
    "Epreuve",
    "Forme",
    "Livre",
    "SansPdf",
    "du_dossier",
    "imprimer",
    "livret",
    "outils",
    "par_genre",
    "par_theme",
]
