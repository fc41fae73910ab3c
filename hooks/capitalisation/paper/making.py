"""A book in one of its forms, drawn only when it is not kept already."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.metadata
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from . import epub, pdf
from .book import Livre
from .rendering import Atelier

POLICES = tuple(
    f"assets/fonts/{nom}.woff2" for nom in ("atkinson-romain", "atkinson-italique", "serif-romain")
)


@dataclass(frozen=True, slots=True)
class Forme:
    """`suffixe` ends the name of its files; `media` is their media type.

    `textes` gives what the book says in this form, name → text, and `ecrire` makes a file of it
    and of nothing else but `fichiers` and the images of the book.
    """

    suffixe: str
    libelle: str
    media: str
    textes: Callable[[Livre, Atelier], dict[str, str]]
    ecrire: Callable[[Livre, dict[str, str], Atelier], bytes]
    fichiers: tuple[str, ...]


PDF = Forme("pdf", "PDF", "application/pdf", pdf.textes, pdf.ecrire, (pdf.FEUILLE, *POLICES))
EPUB = Forme("epub", "EPUB", "application/epub+zip", epub.textes, epub.ecrire, (epub.FEUILLE,))
FORMES = (PDF, EPUB)


class Epreuve:
    """A book in one of its forms, put together when something of it is asked for."""

    def __init__(self, livre: Callable[[], Livre], forme: Forme, atelier: Atelier) -> None:
        self._livre = livre
        self._forme = forme
        self._atelier = atelier

    @cached_property
    def _textes(self) -> dict[str, str]:
        return self._forme.textes(self._livre(), self._atelier)

    def cle(self) -> str:
        """Return what tells it from any other: all that it is made of, and what draws it."""
        ingredients = {nom: texte.encode() for nom, texte in self._textes.items()}
        fichiers = (*self._forme.fichiers, *self._livre().images)
        return cle(self._forme, ingredients | {nom: self._atelier.lire(nom) for nom in fichiers})

    def tirer(self) -> bytes:
        """Draw it. Raises `SansPdf`, OSError."""
        return self._forme.ecrire(self._livre(), self._textes, self._atelier)


def imprimer(livre: Livre, forme: Forme, atelier: Atelier) -> bytes:
    """Return the file of `livre`. Raises `SansPdf`, OSError."""
    return Epreuve(lambda: livre, forme, atelier).tirer()


def cle(forme: Forme, ingredients: Mapping[str, bytes]) -> str:
    """Return what tells a book from any other."""
    somme = hashlib.sha256(f"{forme.suffixe} {outils()}".encode())
    for nom, octets in ingredients.items():
        somme.update(hashlib.sha256(nom.encode()).digest())
        somme.update(hashlib.sha256(octets).digest())
    return somme.hexdigest()


#: What draws books: another version may draw another one.
_OUTILS = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "pyphen")
_PANGO = "libpango-1.0.dylib" if sys.platform == "darwin" else "libpango-1.0.so.0"


@cache
def outils() -> str:
    """The versions of what draws books, this code included."""
    code = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        code.update(module.read_bytes())
    versions = [f"{outil} {_version(outil)}" for outil in _OUTILS]
    return " ".join((*versions, f"pango {_pango()}", code.hexdigest()))


def _version(outil: str) -> str:
    try:
        return importlib.metadata.version(outil)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _pango() -> int:
    """The version of the system's Pango, 0 where there is none; WeasyPrint would take a second."""
    try:
        return int(ctypes.CDLL(_PANGO).pango_version())
    except (OSError, AttributeError):
        return 0
