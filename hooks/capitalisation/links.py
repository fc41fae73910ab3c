"""How entries stand to each other: typed links, citations, dossiers, what to read next.

Everything is computed from inverted lists, never from all pairs of entries.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice

from .corpus import Corpus, Fiche
from .model import Dossier
from .parallel import par_lots

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
class Declaration:
    """A typed link as its entry tells it: `de` prolongs `vers`, say, and how; `note` may be ""."""

    type: str
    de: Fiche
    vers: Fiche
    note: str


@dataclass(frozen=True, slots=True)
class LienType:
    """A typed link as one of its two ends shows it; `note` explains it.

    `rapporte`: the note is in the words of the other end, which may say « ici » of itself.
    """

    libelle: str
    fiche: Fiche
    note: str
    rapporte: bool


@dataclass(frozen=True, slots=True)
class Appartenance:
    """The place of an entry in a dossier, with its neighbours in reading order."""

    dossier: Fiche
    partie: str
    precedent: Fiche | None
    suivant: Fiche | None


@dataclass(slots=True)
class Relations:
    """All that leads from one entry to others because an entry says so."""

    liens: list[LienType] = field(default_factory=list)
    cite_par: list[Fiche] = field(default_factory=list)
    dossiers: list[Appartenance] = field(default_factory=list)


def declarations(corpus: Corpus) -> Iterator[Declaration]:
    """Yield the typed links between published entries, by the entry that tells them.

    A link to oneself or to nothing is no link; one that is told twice is told once, with
    its sentence when either has one.
    """
    for fiche in corpus.fiches.values():
        siennes: dict[tuple[str, str], Declaration] = {}
        for lien in fiche.meta.liens:
            autre = corpus.fiches.get(lien.vers)
            cle = (lien.type, lien.vers)
            if autre and autre is not fiche and not (cle in siennes and siennes[cle].note):
                siennes[cle] = Declaration(lien.type, fiche, autre, lien.note or "")
        yield from siennes.values()


def relier(corpus: Corpus) -> dict[str, Relations]:
    """Return the relations of every entry of `corpus`, by identifier."""
    relations = {identifiant: Relations() for identifiant in corpus.fiches}
    for declaration in declarations(corpus):
        _lien_type(declaration, relations)
    for fiche in corpus.fiches.values():
        _citations(fiche, corpus, relations)
        if isinstance(fiche.meta, Dossier):
            _elements(fiche, corpus, relations)
    return relations


def _lien_type(d: Declaration, relations: dict[str, Relations]) -> None:
    direct, inverse = LIBELLES_DE_LIENS[d.type]
    ici = LienType(direct, d.vers, d.note, rapporte=False)
    la_bas = LienType(inverse, d.de, d.note, rapporte=True)
    for fiche, lien in ((d.de, ici), (d.vers, la_bas)):
        liens = relations[fiche.id].liens
        # Both ends may tell the one symmetric kind. Kinds with an inverse are never looked up:
        # an entry that hundreds complete would be read again for each of them.
        if direct == inverse and (deja := _deja(liens, lien)) is not None:
            liens[deja] = max(liens[deja], lien, key=lambda x: (bool(x.note), not x.rapporte))
        else:
            liens.append(lien)


def _deja(liens: list[LienType], lien: LienType) -> int | None:
    memes = (i for i, x in enumerate(liens) if x.fiche is lien.fiche and x.libelle == lien.libelle)
    return next(memes, None)


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


@dataclass(slots=True)
class Partages:
    """What entries share: by trait, the ranks of those that have it; by rank, its own places there.

    `poids`: how much each trait says, the rarer the more; none where one entry alone has it.
    """

    listes: dict[tuple[str, str], list[int]]
    places: list[list[tuple[tuple[str, str], int]]]
    poids: dict[tuple[str, str], float]

    @classmethod
    def depuis(cls, fiches: Sequence[Fiche]) -> Partages:
        """Return what `fiches` share, whose ranks are their own."""
        listes: dict[tuple[str, str], list[int]] = defaultdict(list)
        places: list[list[tuple[tuple[str, str], int]]] = []
        for rang, fiche in enumerate(fiches):
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
        return cls(listes, places, poids)


class Suites:
    """What to read after each entry: those that share the most, and the rarest, with it.

    What they share is listed at once, the choice for an entry made when it is asked for; those that
    a typed link leads to already are left out.
    """

    def __init__(self, corpus: Corpus, relations: Mapping[str, Relations]) -> None:
        self._relations = relations
        self._ordre = corpus.triees
        self._rangs = {fiche.id: rang for rang, fiche in enumerate(self._ordre)}
        self._choisis: dict[int, list[int]] = {}

    @cached_property
    def _partages(self) -> Partages:
        return Partages.depuis(self._ordre)

    def apres(self, fiche: Fiche) -> list[Fiche]:
        """Return what to read after `fiche`, the nearest first."""
        rang = self._rangs[fiche.id]
        if rang not in self._choisis:
            self._choisis[rang] = self._choisir(self._partages, rang)
        return [self._ordre[autre] for autre in self._choisis[rang]]

    def tout_choisir(self) -> list[list[int]]:
        """Return what to read after every entry, chosen on all the cores that there are.

        By rank among sorted entries, for `reprendre`: a base whose front matters and links are
        the same makes the same choices.
        """
        choisir = partial(self._choisir, self._partages)
        return list(par_lots(choisir, range(len(self._ordre)), 200))

    def reprendre(self, choisis: Sequence[list[int]]) -> None:
        """Go by what `tout_choisir` returned."""
        self._choisis = dict(enumerate(choisis))

    def _choisir(self, partages: Partages, rang: int) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        for trait, place in partages.places[rang]:
            if pese := partages.poids.get(trait):
                for autre in partages.listes[trait][
                    max(0, place - _FENETRE) : place + _FENETRE + 1
                ]:
                    scores[autre] += pese
        scores.pop(rang, None)
        deja = {lien.fiche.id for lien in self._relations[self._ordre[rang].id].liens}
        # Most are far below the best: only those that may be among them are looked at closely.
        notes = sorted(scores.values(), reverse=True)[: A_LIRE_MAX + len(deja)]
        assez = notes[-1] - 1e-6 if notes else 0.0
        tries = sorted((-round(s, 6), autre) for autre, s in scores.items() if s >= assez)
        choisis = (autre for _, autre in tries[: len(notes)] if self._ordre[autre].id not in deja)
        return list(islice(choisis, A_LIRE_MAX))
