"""Actions from places alike: traits, pairs of traits, and the entries of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ...corpus import Fiche
from ...explore.alike import Paire, comparer
from ...explore.profiles import FAMILLES, TRAITS, Trait
from ...territories import Source, sources
from ...typography import typographier
from ..pagination import grouper, titre_pagine
from ..records import Groupe, Miette, Page, Pagination, fixe
from ..site import Site
from .hub import fil

ADRESSE = "territoires-semblables/"
TITRE = "Territoires comme le mien"
CHAPO = typographier(
    "Ce que font des communes et des intercommunalités de même taille, à la ville ou à la "
    "campagne, sur une île ou outre-mer."
)
#: Pairs of traits on the page; each trait has all of its own on its page.
PAIRES_MAX = 12


@dataclass(frozen=True, slots=True)
class Decompte:
    """A trait or a pair of traits: where its page is, and how many entries it has."""

    libelle: str
    adresse: str
    compte: int


@dataclass(frozen=True, slots=True)
class FamilleVue:
    id: str
    titre: str
    traits: tuple[Decompte, ...]


@dataclass(frozen=True, slots=True)
class SemblablesVue:
    familles: tuple[FamilleVue, ...]
    paires: tuple[Decompte, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class TraitsVue:
    """The page of a trait, or of two: `traits` are its definitions."""

    compte: int
    groupes: tuple[Groupe, ...]
    pagination: Pagination
    traits: tuple[Trait, ...]
    paires: tuple[Decompte, ...]
    sources: tuple[Source, ...]


def pages(site: Site) -> Iterator[Page]:
    """Yield the page, that of each trait, and that of each pair that an entry has."""
    index, paires = comparer(site.corpus)
    origines = tuple(s._replace(credit=typographier(s.credit)) for s in sources())
    familles = tuple(
        FamilleVue(
            famille,
            titre,
            tuple(
                Decompte(t.libelle, t.adresse, len(index[t.id]))
                for t in TRAITS.values()
                if t.famille == famille
            ),
        )
        for famille, titre in FAMILLES.items()
    )
    premieres = tuple(_decompte(p, f) for p, f in list(paires.items())[:PAIRES_MAX])
    yield Page(
        adresse=ADRESSE,
        gabarit="explorer/territoires-semblables.html",
        titre=TITRE,
        description=CHAPO,
        fil=fil(TITRE),
        composer=fixe(SemblablesVue(familles, premieres, origines)),
    )
    par_membre: dict[str, list[Decompte]] = {t: [] for t in TRAITS}
    for paire, fiches in paires.items():
        for un, autre in (paire, paire[::-1]):
            libelle = TRAITS[autre].libelle
            par_membre[un].append(Decompte(libelle, _adresse(paire), len(fiches)))
    for trait in TRAITS.values():
        avec = tuple(par_membre[trait.id])
        yield from _pages(site, trait.adresse, (trait,), index[trait.id], avec, origines)
    for (un, autre), fiches in paires.items():
        yield from _pages(
            site, _adresse((un, autre)), (TRAITS[un], TRAITS[autre]), fiches, (), origines
        )


def _pages(
    site: Site,
    adresse: str,
    traits: tuple[Trait, ...],
    fiches: list[Fiche],
    paires: tuple[Decompte, ...],
    origines: tuple[Source, ...],
) -> Iterator[Page]:
    titre = _nommer(traits)

    def composer(pagination: Pagination, groupes: Callable[[], tuple[Groupe, ...]]) -> TraitsVue:
        return TraitsVue(len(fiches), groupes(), pagination, traits, paires, origines)

    for pagination, groupes in grouper(site, adresse, fiches):
        yield Page(
            adresse=pagination.adresse,
            gabarit="explorer/trait.html",
            titre=titre_pagine(titre, pagination),
            description=typographier(f"Les entrées de territoires semblables : {titre}."),
            fil=fil(titre, Miette(TITRE, ADRESSE)),
            composer=partial(composer, pagination, groupes),
        )


def _decompte(paire: Paire, fiches: list[Fiche]) -> Decompte:
    un, autre = paire
    return Decompte(_nommer((TRAITS[un], TRAITS[autre])), _adresse(paire), len(fiches))


def _nommer(traits: tuple[Trait, ...]) -> str:
    """« Plutôt rural, île sans pont »"""
    premier, *autres = (t.libelle for t in traits)
    return ", ".join((premier, *(a[0].lower() + a[1:] for a in autres)))


def _adresse(paire: Paire) -> str:
    un, autre = paire
    return f"{TRAITS[un].adresse}{autre}/"
