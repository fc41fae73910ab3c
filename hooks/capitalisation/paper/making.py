"""A book in one of its forms, drawn only when it is not kept already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import epub, pdf
from .book import Livre
from .keeping import Reserve
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


def imprimer(livre: Livre, forme: Forme, atelier: Atelier, reserve: Reserve | None) -> bytes:
    """Return the file of `livre`; `reserve` spares drawing it again. Raises `SansPdf`, OSError."""
    textes = forme.textes(livre, atelier)

    def faire() -> bytes:
        return forme.ecrire(livre, textes, atelier)

    if reserve is None:
        return faire()
    fichiers = (*forme.fichiers, *livre.images)
    ingredients = {nom: texte.encode() for nom, texte in textes.items()}
    ingredients |= {nom: atelier.lire(nom) for nom in fichiers}
    return reserve.prendre(forme.suffixe, ingredients, faire)
