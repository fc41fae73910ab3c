"""The polygons of a place on Earth: those of the areas that it holds, without what divides them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from .areas import aires
from .outlines import Position, degres

Anneau = list[Position]
#: An outer ring, anticlockwise, then its holes, clockwise; each ring ends where it begins.
Polygone = list[Anneau]


@cache
def polygones(code: str) -> list[Polygone]:
    """Return the polygons of the place of that code; [] for one that no area makes up.

    A région or a country is the areas that stand in it, overseas included where they are drawn.
    """
    return reunir(anneau for aire in _membres().get(code, ()) for anneau in degres()[aire])


@cache
def _membres() -> dict[str, list[str]]:
    """Code of a place → codes of the areas drawn in it, itself perhaps."""
    membres: dict[str, list[str]] = defaultdict(list)
    for aire in aires():
        if aire.code in degres():
            for lieu in (*aire.parents, aire):
                membres[lieu.code].append(aire.code)
    return membres


def reunir(anneaux: Iterable[Anneau]) -> list[Polygone]:
    """Return the union of areas that touch but never overlap, from their open rings.

    Two neighbours run along their border in opposite ways: what is run both ways stands inside
    the union. What is left is sewn together again, and cut where it meets itself.
    """
    cotes = {cote for anneau in anneaux for cote in pairwise([*anneau, anneau[0]])}
    suites: dict[Position, list[Position]] = defaultdict(list)
    for a, b in sorted(cotes, reverse=True):
        if (b, a) not in cotes:
            suites[a].append(b)
    return _ranger([anneau for depart in sorted(suites) for anneau in _boucles(depart, suites)])


def _boucles(depart: Position, suites: dict[Position, list[Position]]) -> Iterable[Anneau]:
    """Yield the rings that one walks from `depart`, taking their sides away from `suites`."""
    while suites[depart]:
        marche, rangs = [depart], {depart: 0}
        while rangs:
            point = suites[marche[-1]].pop()
            if (rang := rangs.get(point)) is None:
                rangs[point] = len(marche)
                marche.append(point)
                continue
            yield [*marche[rang:], point]
            for passe in marche[rang + 1 :]:
                del rangs[passe]
            del marche[rang + 1 :]
            if rang == 0:
                break


def _ranger(anneaux: list[Anneau]) -> list[Polygone]:
    """Put each hole with the smallest ring that holds it; the largest polygons come first.

    A ring smaller than the hole is an island in it.
    """
    pleins = sorted((a for a in anneaux if aire(a) > 0), key=aire)
    trous: list[list[Anneau]] = [[] for _ in pleins]
    for trou in (a for a in anneaux if aire(a) < 0):
        x, y = _dedans(trou)
        rangs = (i for i, plein in enumerate(pleins) if aire(plein) > -aire(trou))
        rang = next((i for i in rangs if _contient(pleins[i], x, y)), None)
        if rang is not None:
            trous[rang].append(trou)
    return [[plein, *siens] for plein, siens in zip(pleins, trous, strict=True)][::-1]


def aire(anneau: Anneau) -> float:
    """The area of a closed ring, in square degrees: negative when it turns clockwise."""
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(anneau)) / 2


def _dedans(anneau: Anneau) -> Position:
    """A point inside a ring: half-way between two sides, at a height where no corner stands."""
    hauteurs = sorted({y for _, y in anneau})
    y = (hauteurs[0] + hauteurs[1]) / 2
    coupes = sorted(
        (y - b) / (d - b) * (c - a) + a for (a, b), (c, d) in pairwise(anneau) if (b > y) != (d > y)
    )
    return (coupes[0] + coupes[1]) / 2, y


def _contient(anneau: Anneau, x: float, y: float) -> bool:
    """The even-odd rule."""
    return sum(
        (b > y) != (d > y) and x < (y - b) / (d - b) * (c - a) + a
        for (a, b), (c, d) in pairwise(anneau)
    ) % 2 == 1  # fmt: skip
