"""Charts as shapes: what a template draws, in percent of the width and in pixels of height.

Text is never scaled: labels keep their size on a phone, where fewer of them are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...explore.tables import Ligne, Tableau

#: Of the space of columns, in pixels; above it stands the number of the highest.
HAUTEUR = 180
#: Columns that have room for their number.
NOMBRES_MAX = 12
#: The space of columns on a phone and on a wide screen, and that of a sign, in pixels.
_ETROIT, _LARGE, _SIGNE = 270, 660, 9
_PAS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Barre:
    """A line of a table with its bar: whole entries, then notices, in percent of the width."""

    ligne: Ligne
    valeurs: tuple[str, ...]
    entieres: str
    notices: str


@dataclass(frozen=True, slots=True)
class Graduation:
    y: int
    valeur: int


@dataclass(frozen=True, slots=True)
class Trait:
    """A column: `gauche`, `largeur`, `milieu` in percent; the rest in pixels from the top."""

    ligne: Ligne
    gauche: str
    largeur: str
    milieu: str
    haut: int
    partage: int
    etiquette: str


@dataclass(frozen=True, slots=True)
class Histogramme:
    """Columns in time, from zero. `etiquette` of a column: "", "etroit", "large" or "partout"."""

    hauteur: int
    graduations: tuple[Graduation, ...]
    traits: tuple[Trait, ...]
    nombres: bool


def barres(tableau: Tableau) -> tuple[Barre, ...]:
    """Return the lines of `tableau` with bars; the longest takes the whole width."""
    plus = tableau.maximum or 1
    return tuple(
        Barre(
            ligne,
            tableau.valeurs(ligne),
            _pour_cent(ligne.compte - ligne.notices, plus),
            _pour_cent(ligne.notices, plus),
        )
        for ligne in tableau.lignes
    )


def histogramme(tableau: Tableau) -> Histogramme:
    """Return the columns of `tableau`, whose lines follow one another in time."""
    graduations = _graduations(tableau.maximum)
    sommet = graduations[-1]
    nombre = max(len(tableau.lignes), 1)
    largeur = min(72 / nombre, 12.0)
    etroites, larges = _etiquettes(tableau.lignes, _ETROIT), _etiquettes(tableau.lignes, _LARGE)

    def y(valeur: int) -> int:
        return HAUTEUR - round(HAUTEUR * valeur / sommet)

    traits = []
    for rang, ligne in enumerate(tableau.lignes):
        milieu = 100 * (rang + 0.5) / nombre
        traits.append(
            Trait(
                ligne,
                gauche=f"{milieu - largeur / 2:.2f}",
                largeur=f"{largeur:.2f}",
                milieu=f"{milieu:.2f}",
                haut=y(ligne.compte),
                partage=y(ligne.compte - ligne.notices),
                etiquette=_ou(rang in etroites, rang in larges),
            )
        )
    return Histogramme(
        HAUTEUR,
        tuple(Graduation(y(valeur), valeur) for valeur in graduations),
        tuple(traits),
        nombres=len(traits) <= NOMBRES_MAX,
    )


def _pour_cent(nombre: int, total: int) -> str:
    return f"{100 * nombre / total:.2f}"


def _graduations(maximum: int) -> list[int]:
    """Zero and at most five round numbers, the last one not below `maximum`."""
    pas = 1
    while pas * 5 < maximum:
        # 1, 2, 5, 10, 20, 50…
        pas = pas * 5 // 2 if str(pas).startswith("2") else pas * 2
    return [*range(0, max(maximum, 1) + pas, pas)][: -(-max(maximum, 1) // pas) + 1]


def _etiquettes(lignes: Sequence[Ligne], largeur: int) -> set[int]:
    """Ranks of the columns that have room for their name, at even steps; round years."""
    place = max((len(ligne.libelle) for ligne in lignes), default=1) * _SIGNE
    rangs = [int(x.libelle) if x.libelle.isdecimal() else n for n, x in enumerate(lignes)]
    pas = next((p for p in _PAS if len(rangs) / p * place <= largeur), _PAS[-1])
    return {n for n, rang in enumerate(rangs) if rang % pas == 0}


def _ou(etroit: bool, large: bool) -> str:
    if etroit and large:
        return "partout"
    return "etroit" if etroit else "large" if large else ""
