"""The catalogue of facets: every entry as a few signs, for the browser to count and filter.

The index answers words with ranks; the catalogue holds, for each rank, the values of
its facets. One search is therefore enough for every count and for the hierarchies, and
none is needed to browse without words. What few readers need is apart, and loaded when
they ask for it: the order of dates and titles (`trier`), and the names of the communes,
of which there may be thousands (places.py).

Columns are text, a sign a number (`signes`): half the bytes of JSON lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..corpus import Fiche
from ..model import GENRES
from ..territories import Lieu
from ..typography import cle
from ..vocabulary import Terme

VERSION = 2
#: Columns of dates hold days since this one.
ORIGINE = dt.date(2000, 1, 1)

Json = dict[str, Any]


def cataloguer(lignes: Sequence[Fiche], places: Sequence[Lieu], grandes: int) -> Json:
    """Return the catalogue of `lignes`, which are in the order of their ranks.

    A facet: `ids` and `libelles` of its values, `parents` (rank of the parent plus one, 0
    without), `nombres`, how many values each row has, and `valeurs`, their ranks, row after
    row. Rows hold their own values only: the parents that they imply follow from the table.
    `places` are the values of the facet of territories; the first `grandes` are named here.
    """
    genres = {genre: rang for rang, genre in enumerate(GENRES)}
    annees = [(f.annees[0], f.annees[-1]) for f in lignes]
    premiere = min((debut for debut, _ in annees), default=0)
    return {
        "version": VERSION,
        "total": len(lignes),
        "notices": "".join("1" if f.meta.statut == "notice" else "0" for f in lignes),
        "facettes": {
            "types": {
                "ids": [g.GENRE for g in GENRES],
                "libelles": [g.LIBELLE_PLURIEL for g in GENRES],
                "parents": signes([0] * len(GENRES)),
                **_colonnes([[genres[f.genre]] for f in lignes]),
            },
            "themes": _termes(lignes, lambda f: f.themes),
            "territoires": _territoires(lignes, places, grandes),
            "dispositifs": _termes(lignes, lambda f: f.dispositifs),
            "publics": _termes(lignes, lambda f: f.publics),
            "demarches": _termes(lignes, lambda f: f.demarches),
            "annees": {
                "premiere": premiere,
                "debuts": signes([debut - premiere for debut, _ in annees]),
                "durees": signes([fin - debut for debut, fin in annees]),
            },
        },
    }


def trier(lignes: Sequence[Fiche]) -> Json:
    """Return what sorting needs: the date of each row, and its place among the titles."""
    par_titre = sorted(range(len(lignes)), key=lambda n: (cle(lignes[n].meta.titre), lignes[n].id))
    places = [0] * len(lignes)
    for place, rang in enumerate(par_titre):
        places[rang] = place
    return {
        "version": VERSION,
        "dates": signes([max(0, (f.meta.date - ORIGINE).days) for f in lignes]),
        "titres": signes(places),
    }


def signes(nombres: Iterable[int]) -> str:
    """Return a sign a number: its rank from « 0 » on, past what text may not hold."""
    return "".join(chr(n + 48 if n + 48 < 0xD800 else n + 48 + 0x800) for n in nombres)


def _colonnes(valeurs: Sequence[Sequence[int]]) -> Json:
    return {
        "nombres": signes(map(len, valeurs)),
        "valeurs": signes(v for ligne in valeurs for v in ligne),
    }


def _termes(lignes: Sequence[Fiche], termes_de: Callable[[Fiche], tuple[Terme, ...]]) -> Json:
    table: dict[str, Terme] = {}
    for fiche in lignes:
        for terme in termes_de(fiche):
            for t in (terme, *terme.ancetres):
                table.setdefault(t.id, t)
    rang = {identifiant: i for i, identifiant in enumerate(table)}
    return {
        "ids": list(table),
        "libelles": [f"{t.libelle} ({t.sigle})" if t.sigle else t.libelle for t in table.values()],
        "parents": signes(rang[t.parent.id] + 1 if t.parent else 0 for t in table.values()),
        **_colonnes([[rang[t.id] for t in termes_de(f)] for f in lignes]),
    }


def _territoires(lignes: Sequence[Fiche], places: Sequence[Lieu], grandes: int) -> Json:
    """Places, a commune under its département.

    `effaces` are the EPCI that no entry names: they can be asked for in an address,
    but the tree does not show them.
    """
    rang = {lieu.code: i for i, lieu in enumerate(places)}
    nommes = {lieu.code for fiche in lignes for lieu in fiche.lieux}
    tuteurs = (tuteur(lieu) for lieu in places)
    return {
        "ids": [lieu.code for lieu in places[:grandes]],
        "libelles": [lieu.complet for lieu in places[:grandes]],
        "parents": signes(rang[t.code] + 1 if t else 0 for t in tuteurs),
        "effaces": [
            rang[lieu.code] for lieu in places if lieu.type == "epci" and lieu.code not in nommes
        ],
        **_colonnes([[rang[lieu.code] for lieu in f.lieux] for f in lignes]),
    }


def tuteur(lieu: Lieu) -> Lieu | None:
    """The place that shows `lieu` below it: not the EPCI of a commune, but its département."""
    if not lieu.parents:
        return None
    *autres, proche = lieu.parents
    if proche.type == "epci" and lieu.type == "commune" and autres:
        return autres[-1]
    return proche
