"""A few questions that lead to a short list: one page an answer to the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from ...corpus import Fiche
from ...explore.guide import Forces, Guide, Question, Reponse, choisir, peser
from ...typography import typographier
from ..records import FicheVue, Miette, Page
from ..site import Site
from .hub import fil

ADRESSE = "guide/"
TITRE = "Guide"
CHAPO = typographier(
    "Quelques questions, puis une courte liste pour commencer, et pourquoi chaque entrée y est."
)


#: An entry, and which answers it meets.
Ligne = tuple[Fiche, Forces]


@dataclass(frozen=True, slots=True)
class ReponseVue:
    """An answer to the first question: `adresse` is its page."""

    libelle: str
    adresse: str
    compte: int


@dataclass(frozen=True, slots=True)
class GuideVue:
    question: str
    reponses: tuple[ReponseVue, ...]


@dataclass(frozen=True, slots=True)
class RangeeVue:
    """An entry of a short list; `pourquoi` says what put it there."""

    fiche: FicheVue
    pourquoi: str


@dataclass(frozen=True, slots=True)
class ListeVue:
    """What answers lead to; `compte` entries meet them all, `rangees` are the first."""

    id: str
    titre: str
    compte: int
    rangees: tuple[RangeeVue, ...]


@dataclass(frozen=True, slots=True)
class ReponsesVue:
    """The page of an answer to the first question.

    `suite` completes the guide's address, where the next question is asked; "" without any.
    """

    question: str
    suite: str
    listes: tuple[ListeVue, ...]


def pages(site: Site) -> Iterator[Page]:
    """Yield the first question, even when there is none, and the page of each of its answers."""
    guide = site.guide
    premiere = guide.questions[0] if guide.questions else Question("", "", ())

    @cache
    def lignes() -> list[list[Ligne]]:
        """The entries that meet each answer, weighed by whoever composes a first page."""
        forces = peser(guide)
        pesees = ((fiche, forces(fiche)) for fiche in site.corpus.triees)
        return _par_reponse(pesees, 0, premiere)

    def composer() -> GuideVue:
        return GuideVue(
            premiere.libelle,
            tuple(
                ReponseVue(
                    reponse.libelle,
                    f"{ADRESSE}{reponse.id}/",
                    len(lignes()[rang]),
                )
                for rang, reponse in enumerate(premiere.reponses)
            ),
        )

    def repondre(rang: int) -> ReponsesVue:
        return _reponses(site, guide, rang, lignes()[rang])

    yield Page(
        adresse=ADRESSE,
        gabarit="explorer/guide.html",
        titre=TITRE,
        description=CHAPO,
        fil=fil(TITRE),
        composer=composer,
    )
    for rang, reponse in enumerate(premiere.reponses):
        yield Page(
            adresse=f"{ADRESSE}{reponse.id}/",
            gabarit="explorer/guide-reponse.html",
            titre=reponse.libelle,
            description=typographier(f"Par où commencer : {reponse.libelle}."),
            fil=fil(reponse.libelle, Miette(TITRE, ADRESSE)),
            composer=partial(repondre, rang),
        )


def _par_reponse(lignes: Iterable[Ligne], rang: int, question: Question) -> list[list[Ligne]]:
    """Return for each answer to the question of that rank the entries that meet it."""
    siennes: list[list[Ligne]] = [[] for _ in question.reponses]
    for ligne in lignes:
        for reponse in ligne[1][rang]:
            siennes[reponse].append(ligne)
    return siennes


def _reponses(site: Site, guide: Guide, rang: int, lignes: list[Ligne]) -> ReponsesVue:
    """The lists of an answer to the first question: one an answer to the second, if any."""
    premiere = guide.questions[0]
    reponse = premiere.reponses[rang]
    if len(guide.questions) < 2:
        rangees = _rangees(site, lignes, (rang,), (reponse,))
        seule = ListeVue("entrees", "Pour commencer", len(lignes), rangees)
        return ReponsesVue(premiere.libelle, "", (seule,))
    seconde = guide.questions[1]
    listes = tuple(
        ListeVue(
            autre.id,
            autre.libelle,
            len(siennes),
            _rangees(site, siennes, (rang, n), (reponse, autre)),
        )
        for n, (autre, siennes) in enumerate(
            zip(seconde.reponses, _par_reponse(lignes, 1, seconde), strict=True)
        )
    )
    return ReponsesVue(seconde.libelle, f"?{premiere.id}={reponse.id}", listes)


def _rangees(
    site: Site,
    lignes: list[Ligne],
    choix: tuple[int, ...],
    reponses: tuple[Reponse, ...],
) -> tuple[RangeeVue, ...]:
    """The first of `lignes`, which meet all `reponses`."""
    pourquoi = typographier(" ; ".join(reponse.raison for reponse in reponses))
    pourquoi = pourquoi[0].upper() + pourquoi[1:]
    return tuple(
        RangeeVue(site.vues[fiche.id], pourquoi)
        for palier in choisir(lignes, choix)
        for fiche in palier.entrees
    )
