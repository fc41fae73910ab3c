"""Who stands where: entries by term, by place and by structure, with counts.

A term lists its own entries and those of the terms below it; a place lists its
own and those of the places it holds.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, permutations
from operator import attrgetter

from .corpus import Corpus, Fiche
from .territories import Lieu
from .typography import cle
from .vocabulary import Terme

VOISINS_MAX = 6

_MISE_A_JOUR = attrgetter("mise_a_jour")


@dataclass(frozen=True, slots=True)
class Compte:
    """Something that has a page, and how many entries stand under it."""

    objet: Terme | Lieu
    compte: int

    @property
    def libelle(self) -> str:
        return self.objet.libelle if isinstance(self.objet, Terme) else self.objet.nom

    @property
    def adresse(self) -> str:
        return self.objet.adresse

    @property
    def terme(self) -> Terme | Lieu:
        return self.objet

    @property
    def lieu(self) -> Terme | Lieu:
        return self.objet


@dataclass
class IndexTerme:
    """One term: its entries in list order, the terms below it and beside it."""

    terme: Terme
    fiches: list[Fiche] = field(default_factory=list)
    enfants: list[Compte] = field(default_factory=list)
    voisins: list[Compte] = field(default_factory=list)

    @property
    def compte(self) -> int:
        return len(self.fiches)

    @cached_property
    def maj(self) -> dt.date | None:
        """The day of the latest change among its entries."""
        return derniere(self.fiches)


@dataclass(slots=True)
class IndexLieu:
    """One place: its entries in list order, and the places just below it."""

    lieu: Lieu
    fiches: list[Fiche] = field(default_factory=list)
    enfants: list[Compte] = field(default_factory=list)

    @property
    def compte(self) -> int:
        return len(self.fiches)


def derniere(fiches: Iterable[Fiche]) -> dt.date | None:
    """Return the day of the latest change among `fiches`: that of the list which they make."""
    return max(map(_MISE_A_JOUR, fiches), default=None)


def par_terme(
    corpus: Corpus, vocabulaire: str, termes_de: Callable[[Fiche], Iterable[Terme]]
) -> dict[str, IndexTerme]:
    """Index the entries of `corpus` by the terms that `termes_de` gives, in vocabulary order."""
    termes = corpus.vocabulaires[vocabulaire].termes.values()
    index = {t.id: IndexTerme(t) for t in termes}
    listes = {t.id: [index[a.id].fiches for a in (t, *t.ancetres)] for t in termes}
    paires: dict[str, Counter[str]] = defaultdict(Counter)
    for fiche in corpus.triees:
        directs = [terme.id for terme in termes_de(fiche)]
        for identifiant in directs:
            for liste in listes[identifiant]:
                # Two terms may stand below one: what they listed there already came last.
                if not liste or liste[-1] is not fiche:
                    liste.append(fiche)
        for un, autre in permutations(directs, 2):
            paires[un][autre] += 1
    for terme in termes:
        if terme.parent:
            index[terme.parent.id].enfants.append(Compte(terme, index[terme.id].compte))
    for identifiant, compte in paires.items():
        parente = {t.id for t in index[identifiant].terme.ancetres}
        parente |= {
            str(e.objet.id) for e in index[identifiant].enfants if isinstance(e.objet, Terme)
        }
        proches = sorted(compte.items(), key=lambda c: (-c[1], c[0]))
        voisins = (index[autre] for autre, _ in proches if autre not in parente)
        index[identifiant].voisins = [
            Compte(voisin.terme, voisin.compte) for voisin in islice(voisins, VOISINS_MAX)
        ]
    return index


def par_lieu(corpus: Corpus) -> dict[str, IndexLieu]:
    """Index the entries of `corpus` by place and by every place that holds it."""
    index: dict[str, IndexLieu] = {}
    for fiche in corpus.triees:
        for lieu in fiche.lieux_et_parents:
            if (sien := index.get(lieu.code)) is None:
                sien = index[lieu.code] = IndexLieu(lieu)
            sien.fiches.append(fiche)
    for code in sorted(index, key=lambda c: (cle(index[c].lieu.nom), c)):
        lieu = index[code].lieu
        for parent in _tuteurs(lieu):
            index[parent.code].enfants.append(Compte(lieu, index[code].compte))
    return index


def _tuteurs(lieu: Lieu) -> list[Lieu]:
    """Return the places that show `lieu` among their children.

    A commune stands under its EPCI and under its département: readers look for it
    by either road.
    """
    if not lieu.parents:
        return []
    proche = lieu.parents[-1]
    if proche.type == "epci":
        departement = next((p for p in reversed(lieu.parents) if p.type == "departement"), None)
        return [proche, *([departement] if departement else [])]
    return [proche]
