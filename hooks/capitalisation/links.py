"""How entries stand to each other: typed links, citations, dossiers, what to read next.

Everything is computed from inverted lists, never from all pairs of entries.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import islice

from .corpus import Corpus, Fiche
from .model import Dossier

#: Type of link → what it says on the entry that declares it, and on the other one.
LIBELLES_DE_LIENS = {
    "prolonge": ("Prolonge", "Prolongée par"),
    "adapte": ("Adapte", "Adaptée par"),
    "s-inspire-de": ("S’inspire de", "A inspiré"),
    "complete": ("Complète", "Complétée par"),
    "contraste-avec": ("Contraste avec", "Contraste avec"),
}
A_LIRE_MAX = 4


@dataclass(frozen=True, slots=True)
class LienType:
    """A typed link as one of its two ends shows it; `note` explains it."""

    libelle: str
    fiche: Fiche
    note: str


@dataclass(frozen=True, slots=True)
class Appartenance:
    """The place of an entry in a dossier, with its neighbours in reading order."""

    dossier: Fiche
    partie: str
    precedent: Fiche | None
    suivant: Fiche | None


@dataclass(slots=True)
class Relations:
    """All that leads from one entry to others."""

    liens: list[LienType] = field(default_factory=list)
    cite_par: list[Fiche] = field(default_factory=list)
    dossiers: list[Appartenance] = field(default_factory=list)
    a_lire_aussi: list[Fiche] = field(default_factory=list)


def relier(corpus: Corpus) -> dict[str, Relations]:
    """Return the relations of every entry of `corpus`, by identifier."""
    relations = {identifiant: Relations() for identifiant in corpus.fiches}
    for fiche in corpus.fiches.values():
        _liens_types(fiche, corpus, relations)
        _citations(fiche, corpus, relations)
        if isinstance(fiche.meta, Dossier):
            _elements(fiche, corpus, relations)
    _a_lire_aussi(corpus, relations)
    return relations


def _liens_types(fiche: Fiche, corpus: Corpus, relations: dict[str, Relations]) -> None:
    for lien in fiche.meta.liens:
        autre = corpus.fiches.get(lien.vers)
        if autre is None or autre is fiche:
            continue
        direct, inverse = LIBELLES_DE_LIENS[lien.type]
        note = lien.note or ""
        _ajouter(relations[fiche.id].liens, LienType(direct, autre, note))
        _ajouter(relations[autre.id].liens, LienType(inverse, fiche, note))


def _ajouter(liens: list[LienType], lien: LienType) -> None:
    """Add a link, once: both ends may tell it, and the one that explains it wins."""
    for i, deja in enumerate(liens):
        if deja.fiche is lien.fiche and deja.libelle == lien.libelle:
            liens[i] = deja if deja.note else lien
            return
    liens.append(lien)


def _citations(fiche: Fiche, corpus: Corpus, relations: dict[str, Relations]) -> None:
    cites = dict.fromkeys(identifiant for _, identifiant in fiche.analyse.renvois)
    if fiche.meta.traduction_de:
        cites[fiche.meta.traduction_de] = None
    for identifiant in cites:
        if identifiant in relations and identifiant != fiche.id:
            relations[identifiant].cite_par.append(fiche)


def _elements(fiche: Fiche, corpus: Corpus, relations: dict[str, Relations]) -> None:
    assert isinstance(fiche.meta, Dossier)
    suite = [
        (partie.titre, corpus.fiches[identifiant])
        for partie in fiche.meta.elements
        for identifiant in partie.entrees
        if identifiant in corpus.fiches
    ]
    for rang, (partie, element) in enumerate(suite):
        relations[element.id].dossiers.append(
            Appartenance(
                fiche,
                partie,
                suite[rang - 1][1] if rang else None,
                suite[rang + 1][1] if rang + 1 < len(suite) else None,
            )
        )


# --- What to read next --------------------------------------------------------

#: How much a shared trait says, before its rarity is taken into account.
_POIDS = {"theme": 3.0, "demarche": 1.5, "dispositif": 1.0, "public": 1.0, "lieu": 2.0}
#: Neighbours looked at on each side in the list of a trait: bounds the work per
#: entry whatever the size of the corpus.
_FENETRE = 16


def _traits(fiche: Fiche) -> Iterator[tuple[str, str]]:
    for terme in fiche.themes:
        yield "theme", terme.id
    for terme in fiche.demarches:
        yield "demarche", terme.id
    for terme in fiche.dispositifs:
        yield "dispositif", terme.id
    for terme in fiche.publics:
        yield "public", terme.id
    for lieu in fiche.lieux_et_parents:
        if lieu.type not in ("pays", "region"):
            yield "lieu", lieu.code


def _a_lire_aussi(corpus: Corpus, relations: dict[str, Relations]) -> None:
    ordre = corpus.triees
    listes: dict[tuple[str, str], list[int]] = defaultdict(list)
    places: list[list[tuple[tuple[str, str], int]]] = []
    for rang, fiche in enumerate(ordre):
        siennes = []
        for trait in _traits(fiche):
            siennes.append((trait, len(listes[trait])))
            listes[trait].append(rang)
        places.append(siennes)
    poids = {
        trait: _POIDS[trait[0]] / math.log2(1 + len(rangs))
        for trait, rangs in listes.items()
        if len(rangs) > 1
    }
    for rang, fiche in enumerate(ordre):
        scores: dict[int, float] = defaultdict(float)
        for trait, place in places[rang]:
            if trait in poids:
                for autre in listes[trait][max(0, place - _FENETRE) : place + _FENETRE + 1]:
                    scores[autre] += poids[trait]
        scores.pop(rang, None)
        deja = {lien.fiche.id for lien in relations[fiche.id].liens}
        candidats = ((-round(score, 6), autre) for autre, score in scores.items())
        meilleurs = nsmallest(A_LIRE_MAX + len(deja), candidats)
        choisis = (ordre[autre] for _, autre in meilleurs if ordre[autre].id not in deja)
        relations[fiche.id].a_lire_aussi = list(islice(choisis, A_LIRE_MAX))
