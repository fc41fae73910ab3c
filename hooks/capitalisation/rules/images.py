"""Rules about images."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from ..frontmatter import Constat
from .frame import Cadre, Piece

IMAGE_MAX = 300 * 1024
IMAGE_FORMATS = (".jpg", ".jpeg", ".png", ".webp")


def images(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """An image is a small file of a known format in the folder of its entry."""
    dossier = _DossierImages(cadre.racine / "images" / piece.id)
    for image in piece.analyse.images:
        yield from _image(image.ligne, "", image.cible, dossier, piece)
        if not image.alt:
            yield Constat(
                image.ligne,
                "A106",
                "",
                "l’image n’a pas de texte alternatif",
                "Écrivez entre les crochets ce que montre l’image.",
            )
    for chemin, ligne, valeur, _ in piece.textes:
        if chemin == ("image", "fichier"):
            yield from _image(ligne, "image.fichier", valeur, dossier, piece)


class _DossierImages:
    """The files of one image folder, listed at most once and only when asked."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier

    @cached_property
    def noms(self) -> dict[str, int]:
        if not self.dossier.is_dir() or self.dossier.is_symlink():
            return {}
        return {
            f.name: f.stat().st_size
            for f in self.dossier.iterdir()
            if f.is_file() and not f.is_symlink()
        }


def _image(
    ligne: int, champ: str, fichier: str, dossier: _DossierImages, piece: Piece
) -> Iterator[Constat]:
    if "/" in fichier or "\\" in fichier or fichier.startswith("."):
        yield Constat(
            ligne,
            "E052",
            champ,
            f"l’image « {fichier[:60]} » n’est pas un simple nom de fichier",
            f"Déposez l’image dans fiches/images/{piece.id}/ et n’écrivez que son nom.",
        )
    elif not fichier.lower().endswith(IMAGE_FORMATS):
        yield Constat(
            ligne,
            "E052",
            champ,
            f"le format de « {fichier[:60]} » n’est pas accepté",
            "Formats possibles : " + ", ".join(IMAGE_FORMATS) + ".",
        )
    elif fichier not in dossier.noms:
        meme = next((n for n in dossier.noms if n.lower() == fichier.lower()), "")
        yield Constat(
            ligne,
            "E050",
            champ,
            f"l’image « {fichier[:60]} » est introuvable dans fiches/images/{piece.id}/",
            f"Le fichier s’appelle {meme} : écrivez-le de même."
            if meme
            else "Déposez-y le fichier, ou corrigez son nom.",
        )
    elif (taille := dossier.noms[fichier]) > IMAGE_MAX:
        yield Constat(
            ligne,
            "E051",
            champ,
            f"l’image pèse {taille // 1024} ko, 300 ko au plus",
            "Réduisez-la à 1 600 pixels de large et enregistrez-la en JPEG ou en WebP.",
        )
