"""Sorting counts into a few classes with round bounds, for as many shades."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

#: How many shades an eye tells apart without effort.
CLASSES_MAX = 4
_RONDS = (1, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class Classe:
    """Counts from `debut` to `fin`, both included; `aires` counts the areas that have them.

    `rang` begins at 1, the lightest shade.
    """

    rang: int
    debut: int
    fin: int
    aires: int


def classer(comptes: Iterable[int]) -> tuple[Classe, ...]:
    """Return the classes of positive counts, none of them empty; () when there is no count.

    Of all the round bounds, those that share out the areas most evenly, the smallest first: the
    same counts always give the same classes.
    """
    effectifs = Counter(comptes)
    if not effectifs:
        return ()
    valeurs = sorted(effectifs)

    def repartir(bornes: tuple[int, ...]) -> list[int]:
        parts = [0] * (len(bornes) + 1)
        for valeur, aires in effectifs.items():
            parts[bisect_right(bornes, valeur)] += aires
        return parts

    utiles = [r for r in _ronds(valeurs[-1]) if r > valeurs[0]]
    choix = (b for n in range(CLASSES_MAX) for b in combinations(utiles, n))
    pleins = ((b, parts) for b in choix if all(parts := repartir(b)))
    bornes, parts = min(pleins, key=lambda c: (sum(p * p for p in c[1]), len(c[0]), c[0]))
    debuts = (valeurs[0], *bornes)
    fins = (*(b - 1 for b in bornes), valeurs[-1])
    return tuple(
        Classe(rang, *classe)
        for rang, classe in enumerate(zip(debuts, fins, parts, strict=True), start=1)
    )


def rang(classes: tuple[Classe, ...], compte: int) -> int:
    """Return the rank of the class of a count, 0 for none."""
    return next((c.rang for c in classes if c.debut <= compte <= c.fin), 0)


def _ronds(maximum: int) -> list[int]:
    """1, 2, 3, 5, 10, 20, 30, 50… up to `maximum`."""
    puissances = range(len(str(maximum)))
    return [n for p in puissances for r in _RONDS if (n := r * 10**p) <= maximum]
