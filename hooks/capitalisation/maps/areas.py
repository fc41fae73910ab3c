"""Areas of the map, and how many entries each holds.

An area is a French département or overseas collectivité, or a Belgian province; Brussels, a
région without province, is one too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ..corpus import Fiche
from ..territories import Lieu, Territoires
from ..typography import cle

BRUXELLES = "be-bru"


@dataclass(frozen=True, slots=True)
class Comptes:
    """Area code → number of its entries, areas that have none left out.

    An entry counts once in each of its areas; `hors` counts those that stand in none: they
    speak of a région, of a country.
    """

    par_aire: dict[str, int]
    hors: int


def est_une_aire(lieu: Lieu) -> bool:
    return lieu.type in ("departement", "province") or lieu.code == BRUXELLES


@cache
def aires() -> tuple[Lieu, ...]:
    """Every area in reading order: France first, by région (overseas last), then by name."""
    trouvees = [lieu for lieu in Territoires().divisions() if est_une_aire(lieu)]
    return tuple(sorted(trouvees, key=_ordre))


def _ordre(lieu: Lieu) -> tuple[bool, bool, str, str]:
    region = next((x.nom for x in (*lieu.parents, lieu) if x.type == "region"), "")
    return lieu.parents[0].code != "fr", not region, cle(region), cle(lieu.nom)


@cache
def aire_de(lieu: Lieu) -> Lieu | None:
    """The area in which a place stands, itself perhaps; `None` for what is larger."""
    return next((x for x in (*lieu.parents, lieu) if est_une_aire(x)), None)


def compter(fiches: Iterable[Fiche]) -> Comptes:
    """Count entries by area."""
    compte: Counter[str] = Counter()
    hors = 0
    for fiche in fiches:
        siennes = {aire.code for lieu in fiche.lieux if (aire := aire_de(lieu))}
        for code in siennes:
            compte[code] += 1
        hors += not siennes
    return Comptes(dict(compte), hors)
