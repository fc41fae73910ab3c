"""From degrees to what the site draws: integer coordinates, path data, room for a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from .projection import Projection
from .topology import Anneau, Contours, Point, simplifier, surface

#: Points that change the drawing by less are dropped: square units, of a map 1,000 wide.
FINE, LEGERE = 2.0, 30.0
#: Degrees are rounded to a dozen metres, so that neighbours meet at the very same points.
_PRECISION = 4
#: Left around a drawing, for the thickness of its lines.
_MARGE = 4
#: Steps of the search for the middle of an area, across it.
_PAS = 30


@dataclass(frozen=True, slots=True)
class Dessin:
    """Areas drawn in a box; each line is code, x, y, radius, path, lighter path."""

    largeur: int
    hauteur: int
    lignes: list[tuple[str, ...]]


def dessiner(
    aires: dict[str, Contours],
    projeter: Projection,
    largeur: int,
    hauteur: int | None = None,
    *,
    legere: bool = False,
) -> Dessin:
    """Draw `aires` as large as the box allows; without `hauteur`, it is as high as it must.

    x, y and the radius tell the largest circle that the area holds.
    """
    plan = {
        code: [[projeter((round(x, _PRECISION), round(y, _PRECISION))) for x, y in anneau]
               for anneau in contours]
        for code, contours in aires.items()
    }  # fmt: skip
    xs, ys = zip(*(p for contours in plan.values() for a in contours for p in a), strict=True)
    envergure, chute = max(xs) - min(xs), max(ys) - min(ys)
    echelle = (largeur - 2 * _MARGE) / envergure
    if hauteur is None:
        hauteur = round(chute * echelle) + 2 * _MARGE
    echelle = min(echelle, (hauteur - 2 * _MARGE) / chute)
    a_gauche = (largeur - envergure * echelle) / 2 - min(xs) * echelle
    en_haut = (hauteur - chute * echelle) / 2 - min(ys) * echelle

    def poser(point: Point) -> Point:
        return point[0] * echelle + a_gauche, point[1] * echelle + en_haut

    posees = {code: [[poser(p) for p in a] for a in contours] for code, contours in plan.items()}
    fines = _arrondir(simplifier(posees, FINE))
    legeres = _arrondir(simplifier(posees, LEGERE)) if legere else {}
    return Dessin(largeur, hauteur, [
        (code, *map(str, _milieu(fines[code])), _trace(fines[code]), _trace(legeres.get(code, [])))
        for code in sorted(aires)
    ])  # fmt: skip


def _arrondir(aires: dict[str, Contours]) -> dict[str, Contours]:
    arrondies: dict[str, Contours] = {
        code: [[(round(x), round(y)) for x, y in anneau] for anneau in contours]
        for code, contours in aires.items()
    }
    return {
        code: [a for a in contours if surface(a)] or contours
        for code, contours in arrondies.items()
    }


def _trace(contours: Contours) -> str:
    """The path data of rings, in relative steps: `M4 5l3-2 1 7z`."""
    morceaux = []
    for anneau in contours:
        pas = [(round(u - x), round(v - y)) for (x, y), (u, v) in pairwise(anneau)]
        suite = " ".join(f"{dx} {dy}" for dx, dy in pas if (dx, dy) != (0, 0))
        x, y = anneau[0]
        morceaux.append(f"M{x:.0f} {y:.0f}l{suite}z".replace(" -", "-"))
    return "".join(morceaux)


def _milieu(contours: Contours) -> tuple[int, int, int]:
    """The centre and the radius of about the largest circle inside the largest ring."""
    grand = max(contours, key=surface)
    xs, ys = [x for x, _ in grand], [y for _, y in grand]
    cotes = [cote for anneau in contours for cote in _cotes(anneau)]
    grille = (
        (min(xs) + (max(xs) - min(xs)) * i / _PAS, min(ys) + (max(ys) - min(ys)) * j / _PAS)
        for i in range(1, _PAS)
        for j in range(1, _PAS)
    )
    dedans = (point for point in grille if _contient(cotes, point))
    rayon, point = max(((_eloignement(cotes, p), p) for p in dedans), default=(0.0, grand[0]))
    return round(point[0]), round(point[1]), int(rayon)


def _cotes(anneau: Anneau) -> Iterator[tuple[Point, Point]]:
    return zip(anneau, anneau[1:] + anneau[:1], strict=True)


def _contient(cotes: list[tuple[Point, Point]], point: Point) -> bool:
    """The even-odd rule."""
    x, y = point
    croises = (
        (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
        for a, b in cotes
    )
    return sum(croises) % 2 == 1


def _eloignement(cotes: list[tuple[Point, Point]], point: Point) -> float:
    """The distance from a point to the nearest side."""
    x, y = point

    def distance(a: Point, b: Point) -> float:
        dx, dy = b[0] - a[0], b[1] - a[1]
        carre = dx * dx + dy * dy
        t = max(0.0, min(1.0, ((x - a[0]) * dx + (y - a[1]) * dy) / carre)) if carre else 0.0
        return hypot(x - a[0] - t * dx, y - a[1] - t * dy)

    return min(distance(a, b) for a, b in cotes)
