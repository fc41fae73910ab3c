"""What the search page knows besides words: facets, the rows to count them, and orders.

The index answers words with ranks; the catalogue holds, for each rank, the values of its
facets, as a few signs. One search is therefore enough for every count and for the
hierarchies, and none is needed to browse without words.

Each part is loaded when it is needed: the page opens with `apercu` alone, the names of the
facets with their counts and the first entries. The columns (`cataloguer`) come with the
first words or the first filter, dates and titles (`trier`) with an order that needs them,
and the names of the communes, of which there may be thousands, when asked for (terms.py).

Columns are text, a sign a number (`signes`): half the bytes of JSON lists.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Any

from ..corpus import Fiche
from ..model import GENRES
from ..territories import Lieu
from ..typography import cle
from ..vocabulary import Terme

#: Columns of dates hold days since this one.
ORIGINE = dt.date(2000, 1, 1)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facette:
    """A facet: its values in order, and those of each row by rank, parents left out.

    `ids` and `libelles` may name the first values only. `parents` are ranks plus one, 0
    without; `lignees`, for each value, it and all that it implies. `effaces` can be asked
    for in an address, but no list shows them.
    """

    ids: Sequence[str]
    libelles: Sequence[str]
    parents: Sequence[int]
    lignees: Sequence[Sequence[int]]
    valeurs: Sequence[Sequence[int]]
    effaces: Sequence[int] = ()

    def en_tete(self) -> Json:
        """Its values, and how many rows have each (`comptes`)."""
        comptes = Counter(
            rang
            for ligne in self.valeurs
            for rang in {implique for valeur in ligne for implique in self.lignees[valeur]}
        )
        tete = {
            "ids": self.ids,
            "libelles": self.libelles,
            "parents": signes(self.parents),
            "comptes": signes(comptes[rang] for rang in range(len(self.parents))),
        }
        return {**tete, "effaces": self.effaces} if self.effaces else tete

    def colonnes(self) -> Json:
        """How many values each row has, the first one's rank, and each gap to the next.

        `premieres` skips rows without value; gaps are small, and compress well.
        """
        lignes = [sorted(ligne) for ligne in self.valeurs]
        return {
            "nombres": signes(map(len, lignes)),
            "premieres": signes(ligne[0] for ligne in lignes if ligne),
            "ecarts": signes(b - a for ligne in lignes for a, b in pairwise(ligne)),
        }


def facettes(lignes: Sequence[Fiche], places: Sequence[Lieu], grandes: int) -> dict[str, Facette]:
    """Return the facets of `lignes`, which are in the order of their ranks.

    `places` are the values of the facet of territories; the first `grandes` are named here.
    """
    return {
        "types": _types(lignes),
        "themes": _termes(lignes, lambda f: f.themes),
        "territoires": _territoires(lignes, places, grandes),
        "dispositifs": _termes(lignes, lambda f: f.dispositifs),
        "publics": _termes(lignes, lambda f: f.publics),
        "demarches": _termes(lignes, lambda f: f.demarches),
        "annees": _annees(lignes),
    }


def apercu(lignes: Sequence[Fiche], siennes: dict[str, Facette], premieres: Sequence[Json]) -> Json:
    """Return what the page shows before anything is asked, `premieres` being its results."""
    return {
        "total": len(lignes),
        "facettes": {nom: facette.en_tete() for nom, facette in siennes.items()},
        "premieres": premieres,
    }


def cataloguer(siennes: dict[str, Facette]) -> Json:
    """Return the columns of the facets."""
    return {nom: facette.colonnes() for nom, facette in siennes.items()}


def parcourir(lignes: Sequence[Fiche]) -> list[Fiche]:
    """Return `lignes` in the order of browsing: told entries, then the latest, then titles."""
    rang = {f.id: n for n, f in enumerate(_par_titre(lignes))}
    return sorted(lignes, key=lambda f: (_notice(f), -_jours(f), rang[f.id]))


def trier(lignes: Sequence[Fiche]) -> Json:
    """Return what orders need: which rows are notices, their dates, their places by title."""
    place = {f.id: n for n, f in enumerate(_par_titre(lignes))}
    return {
        "notices": signes(_notice(f) for f in lignes),
        "dates": signes(_jours(f) for f in lignes),
        "titres": signes(place[f.id] for f in lignes),
    }


def _par_titre(lignes: Sequence[Fiche]) -> list[Fiche]:
    return sorted(lignes, key=attrgetter("cle"))


def _notice(fiche: Fiche) -> int:
    return int(fiche.meta.statut == "notice")


def _jours(fiche: Fiche) -> int:
    return max(0, (fiche.meta.date - ORIGINE).days)


def signes(nombres: Iterable[int]) -> str:
    """Return a sign a number: its rank from « 0 » on, past what text may not hold."""
    return "".join(chr(n + 48 if n + 48 < 0xD800 else n + 48 + 0x800) for n in nombres)


def _types(lignes: Sequence[Fiche]) -> Facette:
    rang = {genre: n for n, genre in enumerate(GENRES)}
    return Facette(
        ids=[g.GENRE for g in GENRES],
        libelles=[g.LIBELLE_PLURIEL for g in GENRES],
        parents=[0] * len(GENRES),
        lignees=[[n] for n in range(len(GENRES))],
        valeurs=[[rang[f.genre]] for f in lignes],
    )


def _termes(lignes: Sequence[Fiche], termes_de: Callable[[Fiche], tuple[Terme, ...]]) -> Facette:
    table = {t.id: t for f in lignes for terme in termes_de(f) for t in (terme, *terme.ancetres)}
    # In the order of labels: values of equal counts are shown in it.
    table = dict(sorted(table.items(), key=lambda item: cle(item[1].libelle)))
    rang = {identifiant: n for n, identifiant in enumerate(table)}
    return Facette(
        ids=list(table),
        libelles=[f"{t.libelle} ({t.sigle})" if t.sigle else t.libelle for t in table.values()],
        parents=[rang[t.parent.id] + 1 if t.parent else 0 for t in table.values()],
        lignees=[[rang[u.id] for u in (t, *t.ancetres)] for t in table.values()],
        valeurs=[[rang[t.id] for t in termes_de(f)] for f in lignes],
    )


def _territoires(lignes: Sequence[Fiche], places: Sequence[Lieu], grandes: int) -> Facette:
    """Places, a commune under its département; the EPCI that no entry names are not shown."""
    rang = {lieu.code: n for n, lieu in enumerate(places)}
    nommes = {lieu.code for fiche in lignes for lieu in fiche.lieux}
    tuteurs = (tuteur(lieu) for lieu in places)
    return Facette(
        ids=[lieu.code for lieu in places[:grandes]],
        libelles=[lieu.complet for lieu in places[:grandes]],
        parents=[rang[t.code] + 1 if t else 0 for t in tuteurs],
        lignees=[[rang[p.code] for p in (lieu, *lieu.parents)] for lieu in places],
        valeurs=[[rang[lieu.code] for lieu in f.lieux] for f in lignes],
        effaces=[
            rang[lieu.code] for lieu in places if lieu.type == "epci" and lieu.code not in nommes
        ],
    )


def _annees(lignes: Sequence[Fiche]) -> Facette:
    """The years of the entries, the latest first."""
    siennes = [f.annees for f in lignes]
    presentes = sorted({annee for annees in siennes for annee in annees}, reverse=True)
    rang = {annee: n for n, annee in enumerate(presentes)}
    return Facette(
        ids=[str(annee) for annee in presentes],
        libelles=[str(annee) for annee in presentes],
        parents=[0] * len(presentes),
        lignees=[[n] for n in range(len(presentes))],
        valeurs=[[rang[annee] for annee in annees] for annees in siennes],
    )


def tuteur(lieu: Lieu) -> Lieu | None:
    """The place that shows `lieu` below it: not the EPCI of a commune, but its département."""
    if not lieu.parents:
        return None
    *autres, proche = lieu.parents
    if proche.type == "epci" and lieu.type == "commune" and autres:
        return autres[-1]
    return proche
