"""What helped, what got in the way, what is worth keeping: each sentence as an item of its own.

A sentence counts once, however many terms its entry has. It stands under the terms of its
entry and, as everywhere, under the terms above them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

from .. import references
from ..corpus import Corpus, Fiche
from ..references import Reference
from ..typography import cle, typographier
from ..vocabulary import Terme

Sorte = Literal["levier", "frein", "enseignement"]
#: In the order of an entry's page.
SORTES: tuple[Sorte, ...] = ("levier", "frein", "enseignement")
ADRESSE = "enseignements/"
#: Where the lessons stand, which have no type.
A_RETENIR = f"{ADRESSE}a-retenir/"
#: Vocabularies that types of factors are crossed with.
CROISES = ("themes", "dispositifs")


class Item(NamedTuple):
    """One sentence of an entry; `rang` counts from 1, `type` is None for a lesson."""

    fiche: Fiche
    sorte: Sorte
    rang: int
    texte: str
    type: Terme | None

    @property
    def ancre(self) -> str:
        return f"{self.sorte}-{self.rang}"

    @property
    def adresse(self) -> str:
        """Its permanent address: its place on the page of its entry."""
        return f"{self.fiche.adresse}#{self.ancre}"


@dataclass(frozen=True, slots=True)
class Decompte:
    """How many sentences, of which sort, and how many entries say them."""

    leviers: int
    freins: int
    enseignements: int
    entrees: int

    @property
    def phrases(self) -> int:
        return self.leviers + self.freins + self.enseignements


@dataclass(frozen=True)
class Lecons:
    """Every item of a corpus, in the order of lists, and its inverted indexes."""

    items: tuple[Item, ...]

    @classmethod
    def depuis(cls, corpus: Corpus) -> Lecons:
        types = corpus.vocabulaires["types-de-facteurs"].termes
        items: list[Item] = []
        for fiche in corpus.triees:
            items += _items(fiche, types)
        return cls(tuple(items))

    @cached_property
    def types(self) -> tuple[Terme, ...]:
        """Types of factors that a sentence has, the most frequent first."""
        termes = {item.type.id: item.type for item in self.items if item.type}
        return tuple(
            sorted(termes.values(), key=lambda t: (-len(self.par_type[t.id]), cle(t.libelle)))
        )

    @cached_property
    def par_type(self) -> dict[str, list[Item]]:
        index: dict[str, list[Item]] = {}
        for item in self.items:
            if item.type:
                index.setdefault(item.type.id, []).append(item)
        return index

    @cached_property
    def a_retenir(self) -> list[Item]:
        return [item for item in self.items if item.sorte == "enseignement"]

    @cached_property
    def croisements(self) -> dict[str, dict[str, dict[str, list[Item]]]]:
        """Vocabulary → id of term → id of type → items, for those that hold one."""
        index: dict[str, dict[str, dict[str, list[Item]]]] = {nom: {} for nom in CROISES}
        for fiche, items in groupby(self.items, attrgetter("fiche")):
            types = [(item.type.id, item) for item in items if item.type]
            for nom in CROISES if types else ():
                for terme in _lignee(getattr(fiche, nom)):
                    if (par_type := index[nom].get(terme.id)) is None:
                        par_type = index[nom][terme.id] = defaultdict(list)
                    for type_, item in types:
                        par_type[type_].append(item)
        return index


def compter(items: Iterable[Item]) -> Decompte:
    tous = list(items)
    sortes = Counter(map(attrgetter("sorte"), tous))
    fiches = set(map(attrgetter("fiche"), tous))
    return Decompte(sortes["levier"], sortes["frein"], sortes["enseignement"], len(fiches))


#: How to quote a sentence, short of its address.
Citer = Callable[[Item], str]


def citeur(reference: Callable[[Fiche], Reference]) -> Citer:
    """Return what quotes sentences; a page is named once for all those that it says."""

    @cache
    def origine(fiche: Fiche) -> str:
        return references.origine(reference(fiche))

    def citer(item: Item) -> str:
        return references.extrait(typographier(item.texte), origine(item.fiche))

    return citer


def adresse_du_type(terme: Terme) -> str:
    return f"{ADRESSE}{terme.id}/"


def _items(fiche: Fiche, types: dict[str, Terme]) -> Iterator[Item]:
    for rang, facteur in enumerate(fiche.meta.leviers, 1):
        yield Item(fiche, "levier", rang, facteur.texte, types.get(facteur.type))
    for rang, facteur in enumerate(fiche.meta.freins, 1):
        yield Item(fiche, "frein", rang, facteur.texte, types.get(facteur.type))
    for rang, texte in enumerate(fiche.meta.enseignements, 1):
        yield Item(fiche, "enseignement", rang, texte, None)


def _lignee(termes: Iterable[Terme]) -> Iterable[Terme]:
    """These terms and all those above them, each once."""
    return dict.fromkeys(a for t in termes for a in (t, *t.ancetres))
