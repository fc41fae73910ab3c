"""The outlines of départements and provinces, as loaded from their compact files.

`donnees/cartes/*.tsv` are written by `refresh`; LISEZ-MOI.md beside them tells their source and
their columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

DONNEES = Path(__file__).parents[1] / "donnees" / "cartes"

#: Header of each compact file, in the order of its columns.
COLONNES: dict[str, tuple[str, ...]] = {
    "feuilles.tsv": ("feuille", "nom", "largeur", "hauteur"),
    "contours.tsv": ("feuille", "code", "x", "y", "rayon", "trace", "legere"),
    "degres.tsv": ("code", "anneaux"),
}

#: Longitude and latitude in degrees (WGS 84), to four decimals.
Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Contour:
    """One area on one sheet, in the units of the sheet.

    `trace` is SVG path data, `legere` the same in fewer points ("" where there is none); `rayon`
    is that of the largest circle that the area holds, round `x`, `y`.
    """

    code: str
    x: int
    y: int
    rayon: int
    trace: str
    legere: str


@dataclass(frozen=True, slots=True)
class Feuille:
    """One drawing: the large map, or an inset at a scale of its own."""

    code: str
    nom: str
    largeur: int
    hauteur: int
    contours: dict[str, Contour]


@cache
def feuilles() -> tuple[Feuille, ...]:
    """Return the large map, then the insets in the order of pages.

    Raises `OSError` or `ValueError` when a file is missing or not as `COLONNES` says: the files
    are the project's own, so either is a fault of the installation.
    """
    contours: dict[str, dict[str, Contour]] = {}
    for feuille, code, x, y, rayon, trace, legere in _lignes("contours.tsv"):
        contour = Contour(code, int(x), int(y), int(rayon), trace, legere)
        contours.setdefault(feuille, {})[code] = contour
    return tuple(
        Feuille(code, nom, int(largeur), int(hauteur), contours[code])
        for code, nom, largeur, hauteur in _lignes("feuilles.tsv")
    )


@cache
def degres() -> dict[str, list[list[Position]]]:
    """Return the rings of each area by its code, left open, where the Earth has them.

    An outer ring turns anticlockwise, a hole clockwise; neighbours share their positions. Raises
    as `feuilles`.
    """

    def anneau(texte: str) -> list[Position]:
        nombres = [float(nombre) for nombre in texte.split(" ")]
        return list(zip(nombres[::2], nombres[1::2], strict=True))

    return {code: [anneau(a) for a in texte.split(";")] for code, texte in _lignes("degres.tsv")}


def _lignes(fichier: str) -> list[list[str]]:
    lignes = (DONNEES / fichier).read_text(encoding="utf-8").splitlines()
    if lignes[0].split("\t") != list(COLONNES[fichier]):
        raise ValueError(f"{DONNEES / fichier} : colonnes inattendues")
    return [ligne.split("\t") for ligne in lignes[1:]]
