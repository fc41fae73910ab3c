"""The catalogue of facets: every entry as a few numbers, for the browser to count and sort.

The index answers words with ranks; the catalogue holds, for each rank, the values of
its facets and its date; ranks are in the order of titles. One search is therefore enough
for every count, for the hierarchies and the sorts, and none is needed to browse without
words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from ..corpus import Fiche
from ..model import GENRES
from ..territories import Lieu
from ..typography import cle
from ..vocabulary import Terme

VERSION = 1
#: Columns hold days since this one.
ORIGINE = dt.date(2000, 1, 1)

Json = dict[str, Any]


def ranger(fiches: Iterable[Fiche]) -> list[Fiche]:
    """Return `fiches` in the order of their ranks: by title, as people file them."""
    return sorted(fiches, key=lambda f: (cle(f.meta.titre), f.id))


def cataloguer(lignes: list[Fiche]) -> Json:
    """Return the catalogue of `lignes`, which are in the order of their ranks.

    A row whose facet has one value holds it bare, else a list; a value is its
    rank in the facet's table. Rows hold their own values only: the parents that
    they imply follow from the tables.
    """
    genres = {genre: rang for rang, genre in enumerate(GENRES)}
    return {
        "version": VERSION,
        "notices": "".join("1" if f.meta.statut == "notice" else "0" for f in lignes),
        "dates": [(f.meta.date - ORIGINE).days for f in lignes],
        "facettes": {
            "types": {
                "ids": [g.GENRE for g in GENRES],
                "libelles": [g.LIBELLE_PLURIEL for g in GENRES],
                "lignes": [genres[f.genre] for f in lignes],
            },
            "themes": _termes(lignes, lambda f: f.themes),
            "territoires": _territoires(lignes),
            "dispositifs": _termes(lignes, lambda f: f.dispositifs),
            "publics": _termes(lignes, lambda f: f.publics),
            "demarches": _termes(lignes, lambda f: f.demarches),
            "annees": {"periodes": [_periode(f.annees) for f in lignes]},
        },
    }


def _termes(lignes: list[Fiche], termes_de: Callable[[Fiche], tuple[Terme, ...]]) -> Json:
    table: dict[str, Terme] = {}
    for fiche in lignes:
        for terme in termes_de(fiche):
            for t in (terme, *terme.ancetres):
                table.setdefault(t.id, t)
    rang = {identifiant: i for i, identifiant in enumerate(table)}
    return {
        "ids": list(table),
        "libelles": [f"{t.libelle} ({t.sigle})" if t.sigle else t.libelle for t in table.values()],
        "parents": [rang[t.parent.id] if t.parent else -1 for t in table.values()],
        "lignes": [_compact([rang[t.id] for t in termes_de(f)]) for f in lignes],
    }


def _territoires(lignes: list[Fiche]) -> Json:
    """Places; a commune stands under its département, and counts for its EPCI too.

    `effaces` are the EPCI that no entry names: they can be asked for in an address,
    but the tree does not show them.
    """
    table: dict[str, Lieu] = {}
    nommes: set[str] = set()
    for fiche in lignes:
        nommes.update(lieu.code for lieu in fiche.lieux)
        for lieu in fiche.lieux_et_parents:
            table.setdefault(lieu.code, lieu)
    rang = {code: i for i, code in enumerate(table)}
    return {
        "ids": list(table),
        "libelles": [lieu.complet for lieu in table.values()],
        "parents": [
            _compact([rang[p.code] for p in _tuteurs(lieu)], vide=-1) for lieu in table.values()
        ],
        "effaces": [
            rang[code] for code, lieu in table.items() if lieu.type == "epci" and code not in nommes
        ],
        "lignes": [_compact([rang[lieu.code] for lieu in f.lieux]) for f in lignes],
    }


def _tuteurs(lieu: Lieu) -> list[Lieu]:
    """The place that shows `lieu` below it, then its EPCI if it has one."""
    if not lieu.parents:
        return []
    *autres, proche = lieu.parents
    if proche.type == "epci" and lieu.type == "commune" and autres:
        return [autres[-1], proche]
    return [proche]


def _periode(annees: tuple[int, ...]) -> Any:
    return _compact(sorted({annees[0], annees[-1]}))


def _compact(valeurs: list[int], vide: int | None = None) -> Any:
    if not valeurs and vide is not None:
        return vide
    return valeurs[0] if len(valeurs) == 1 else valeurs
