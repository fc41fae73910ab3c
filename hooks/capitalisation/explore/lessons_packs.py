"""What the browser loads to filter the sentences, and to show those that answer.

An index holds what is filtered and counted, by ranks: entries that say something, in the
order of lists, with their sentences and the values of their facets. Texts go by packs, of
which only those that are shown are loaded. Read by overrides/assets/explorer/phrases.js.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any

from .. import dates
from ..corpus import Fiche
from ..territories import Lieu
from ..typography import cle, typographier
from ..vocabulary import Terme
from . import profiles
from .lessons import SORTES, Citer, Item, Lecons

Json = dict[str, Any]

INDEX = "enseignements.gz"
TEXTES = "enseignements/{}.gz"
#: Sentences in a pack of texts.
PAR_PAQUET = 100
#: Places that one may choose; smaller ones have a page of their own.
GRANDS = ("pays", "region", "departement", "province")
#: Places and dispositifs that a list names; the entry names the others.
MONTRES = 2


@dataclass(frozen=True, slots=True)
class Facette:
    """Values in the order of a tree read from top to bottom, and those of each entry by rank.

    `parents` are ranks, -1 without; a value implies those above it, which `valeurs` leaves
    out. `groupes`, where there are any, name the group of each value.
    """

    ids: list[str]
    libelles: list[str]
    parents: list[int]
    valeurs: list[list[int]]
    groupes: list[str] = field(default_factory=list)


def paquets(lecons: Lecons, citer: Citer) -> Iterator[tuple[str, Callable[[], Json], Any]]:
    """Yield the name of each file, what gives its JSON, and all that this depends on."""
    entrees = {item.fiche.id: item.fiche.meta for item in lecons.items}
    yield INDEX, partial(indexer, lecons), list(entrees.values())
    for numero, debut in enumerate(range(0, len(lecons.items), PAR_PAQUET)):
        siens = lecons.items[debut : debut + PAR_PAQUET]
        dits = [(item.fiche.meta, item.ancre) for item in siens]
        yield TEXTES.format(numero), partial(textes, siens, citer), dits


def indexer(lecons: Lecons) -> Json:
    """Return the index; the sentences of an entry are three lists of types, by sort."""
    types = sorted(lecons.types, key=lambda t: cle(t.libelle))
    rangs = {t.id: n for n, t in enumerate(types)}
    par_fiche: dict[str, list[list[int]]] = {}
    for item in lecons.items:
        siennes = par_fiche.setdefault(item.fiche.id, [[] for _ in SORTES])
        # -1: a lesson has no type.
        siennes[SORTES.index(item.sorte)].append(rangs[item.type.id] if item.type else -1)
    return {
        "par_paquet": PAR_PAQUET,
        "types": {"ids": [t.id for t in types], "libelles": [t.libelle for t in types]},
        "phrases": list(par_fiche.values()),
        "facettes": {
            # `asdict` would copy each of their lists.
            nom: {champ.name: getattr(facette, champ.name) for champ in fields(facette)}
            for nom, facette in facettes(lecons).items()
        },
    }


def facettes(lecons: Lecons) -> dict[str, Facette]:
    """Return the facets of the entries that say something, in the order of lists."""
    fiches = list({item.fiche.id: item.fiche for item in lecons.items}.values())
    return {
        "themes": _termes(fiches, lambda f: f.themes),
        "dispositifs": _termes(fiches, lambda f: f.dispositifs),
        "publics": _termes(fiches, lambda f: f.publics),
        "territoires": _territoires(fiches),
        "milieu": _milieux(fiches),
    }


def textes(items: Iterable[Item], citer: Citer) -> Json:
    """Return a pack: sentences with the rank of their entry, and these entries."""
    fiches: dict[str, int] = {}
    decrites: list[Json] = []
    phrases: list[list[Any]] = []
    for item in items:
        rang = fiches.setdefault(item.fiche.id, len(fiches))
        if rang == len(decrites):
            decrites.append(_decrire(item.fiche))
        phrases.append([rang, item.ancre, typographier(item.texte), citer(item)])
    return {"fiches": decrites, "phrases": phrases}


def _decrire(fiche: Fiche) -> Json:
    return {
        "adresse": fiche.adresse,
        "titre": typographier(fiche.meta.titre),
        "lieux": [[lieu.complet, lieu.adresse] for lieu in fiche.lieux[:MONTRES]],
        "autres": max(0, len(fiche.lieux) - MONTRES),
        "dispositifs": [[d.sigle or d.libelle, d.adresse] for d in fiche.dispositifs[:MONTRES]],
        "periode": dates.periode(fiche.meta.periode),
    }


def _termes(fiches: list[Fiche], termes_de: Callable[[Fiche], tuple[Terme, ...]]) -> Facette:
    return _arbre(
        [[(t, *t.ancetres) for t in termes_de(f)] for f in fiches],
        lambda t: t.id,
        lambda t: f"{t.libelle} ({t.sigle})" if t.sigle else t.libelle,
    )


def _territoires(fiches: list[Fiche]) -> Facette:
    return _arbre(
        [[_grands(lieu) for lieu in f.lieux] for f in fiches],
        lambda lieu: lieu.code,
        lambda lieu: lieu.nom,
    )


def _grands(lieu: Lieu) -> tuple[Lieu, ...]:
    """The places that one may choose among `lieu` and its parents, the smallest first."""
    return tuple(p for p in (lieu, *reversed(lieu.parents)) if p.type in GRANDS)


def _milieux(fiches: list[Fiche]) -> Facette:
    traits = [profiles.traits(f) for f in fiches]
    presents = [t for t in profiles.TRAITS.values() if any(t.id in siens for siens in traits)]
    rangs = {t.id: n for n, t in enumerate(presents)}
    return Facette(
        ids=[t.id for t in presents],
        libelles=[t.libelle for t in presents],
        parents=[-1] * len(presents),
        valeurs=[[rangs[t] for t in siens] for siens in traits],
        groupes=[profiles.FAMILLES[t.famille] for t in presents],
    )


def _arbre(
    lignees: list[list[tuple[Any, ...]]],
    id_de: Callable[[Any], str],
    libelle_de: Callable[[Any], str],
) -> Facette:
    """Return the facet of the `lignees` of each entry: a value, then those above it."""
    noeuds: dict[str, tuple[Any, ...]] = {}
    for siennes in lignees:
        for lignee in siennes:
            for n, valeur in enumerate(lignee):
                noeuds.setdefault(id_de(valeur), lignee[n:])
    chemins = {
        i: [(cle(libelle_de(v)), id_de(v)) for v in reversed(lignee)]
        for i, lignee in noeuds.items()
    }
    ids = sorted(noeuds, key=chemins.__getitem__)
    rangs = {i: n for n, i in enumerate(ids)}
    return Facette(
        ids=ids,
        libelles=[libelle_de(noeuds[i][0]) for i in ids],
        parents=[rangs[id_de(noeuds[i][1])] if noeuds[i][1:] else -1 for i in ids],
        valeurs=[
            sorted({rangs[id_de(lignee[0])] for lignee in siennes if lignee}) for siennes in lignees
        ],
    )
