"""Simplifying areas that touch, so that they still touch.

Rings are cut where three areas meet; what two areas share is one arc, simplified once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

Point = tuple[float, float]
Anneau = list[Point]
#: The rings of an area, islands and holes alike: they are filled by the even-odd rule.
Contours = list[Anneau]


def simplifier(aires: dict[str, Contours], seuil: float) -> dict[str, Contours]:
    """Drop the points that change the drawing by less than `seuil`, an area.

    Islands, enclaves and holes of less than four times that go too, save the largest ring of an
    area.
    """
    voisins: dict[Point, set[frozenset[Point]]] = defaultdict(set)
    ouverts = {code: [_ouvrir(a) for a in contours] for code, contours in aires.items()}
    for contours in ouverts.values():
        for anneau in contours:
            for i, point in enumerate(anneau):
                voisins[point].add(frozenset((anneau[i - 1], anneau[(i + 1) % len(anneau)])))
    noeuds = {point for point, paires in voisins.items() if len(paires) > 1}
    reduits: dict[tuple[Point, ...], list[Point]] = {}
    simples: dict[str, Contours] = {}
    for code, contours in ouverts.items():
        au_moins = min(4 * seuil, max(map(surface, contours)))
        simples[code] = [
            _recoudre(_arcs(anneau, noeuds), reduits, seuil)
            for anneau in contours
            if surface(anneau) >= au_moins
        ]
    return simples


def surface(anneau: Anneau) -> float:
    """The area of a ring, closed or not."""
    return abs(surface_signee(anneau))


def surface_signee(anneau: Anneau) -> float:
    """The same, negative when the ring turns clockwise on a plane whose y goes up."""
    paires = zip(anneau, anneau[1:] + anneau[:1], strict=True)
    return sum(x * v - u * y for (x, y), (u, v) in paires) / 2


def _ouvrir(anneau: Anneau) -> Anneau:
    """Without the points that repeat the one before, the last among them."""
    return [point for i, point in enumerate(anneau) if point != anneau[i - 1]]


def _arcs(anneau: Anneau, noeuds: set[Point]) -> Iterable[Anneau]:
    """Cut a ring at its nodes; a ring that has none begins at its lowest point."""
    coupes = [i for i, point in enumerate(anneau) if point in noeuds]
    if not coupes:
        coupes = [anneau.index(min(anneau))]
    tour = anneau + anneau
    fins = [*coupes[1:], coupes[0] + len(anneau)]
    return [tour[debut : fin + 1] for debut, fin in zip(coupes, fins, strict=True)]


def _recoudre(
    arcs: Iterable[Anneau], reduits: dict[tuple[Point, ...], list[Point]], seuil: float
) -> Anneau:
    anneau: Anneau = []
    for arc in arcs:
        # Two areas run along their border in opposite ways: one way stands for both.
        a_l_endroit = tuple(arc) <= tuple(reversed(arc))
        cle = tuple(arc if a_l_endroit else reversed(arc))
        if cle not in reduits:
            reduits[cle] = _visvalingam(list(cle), seuil)
        anneau += (reduits[cle] if a_l_endroit else reduits[cle][::-1])[:-1]
    return anneau


def _visvalingam(arc: Anneau, seuil: float) -> Anneau:
    """Visvalingam and Whyatt: drop the point whose triangle is the smallest, again and again."""
    au_moins = 4 if arc[0] == arc[-1] else 2
    while len(arc) > au_moins:
        triangles = [surface(arc[i - 1 : i + 2]) for i in range(1, len(arc) - 1)]
        petit = min(triangles)
        if petit >= seuil:
            break
        del arc[triangles.index(petit) + 1]
    return arc
