"""The pages of places: the tree of territories, and each place with what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from ..explore.profiles import TRAITS, traits_du_lieu
from ..indexes import Compte, IndexLieu, derniere
from ..territories import Lieu
from ..typography import cle, typographier
from .maps import carte, situation
from .pagination import grouper, titre_pagine
from .records import (
    ACCUEIL,
    Branche,
    FratrieVue,
    Groupe,
    Miette,
    Page,
    Pagination,
    TermeVue,
    TerritoiresVue,
)
from .site import Site

FRATRIES = {
    "region": "Régions",
    "departement": "Départements",
    "province": "Provinces",
    "epci": "Intercommunalités",
    "commune": "Communes",
    "quartier": "Quartiers",
}


def page_des_territoires(site: Site) -> Page:
    """Return the tree: countries, régions, then départements, provinces, communes that have none.

    An EPCI would stand beside the départements of its communes.
    """

    def branche(lieu: Lieu, compte: int, profondeur: int) -> Branche:
        enfants = site.lieux[lieu.code].enfants if profondeur else []
        return Branche(
            lieu,
            compte,
            tuple(
                branche(e.objet, e.compte, profondeur - 1)
                for e in enfants
                if isinstance(e.objet, Lieu) and e.objet.type != "epci"
            ),
        )

    pays = [i for i in site.lieux.values() if i.lieu.type == "pays"]
    pays.sort(key=lambda i: (-i.compte, cle(i.lieu.nom)))
    return Page(
        adresse="territoires/",
        gabarit="territoires.html",
        titre="Territoires",
        description=typographier(
            "Où cela se passe : pays, régions, départements et provinces, communes."
        ),
        fil=(ACCUEIL, Miette("Territoires", None)),
        composer=lambda: TerritoiresVue(
            tuple(branche(i.lieu, i.compte, 2) for i in pays), carte(site.corpus.triees)
        ),
        maj=derniere(site.corpus.fiches.values()),
    )


def pages_des_lieux(site: Site) -> Iterator[Page]:
    """Yield the pages of every place where an entry stands."""
    # A place is on the way to all those that it holds.
    miettes = {
        code: Miette(index.lieu.nom, index.lieu.adresse) for code, index in site.lieux.items()
    }
    for index in site.lieux.values():
        yield from _pages_de_lieu(site, index, miettes)


def _pages_de_lieu(site: Site, index: IndexLieu, miettes: Mapping[str, Miette]) -> Iterator[Page]:
    lieu = index.lieu
    maj = derniere(index.fiches)
    fil = (
        ACCUEIL,
        Miette("Territoires", "territoires/"),
        *[miettes[parent.code] for parent in lieu.parents],
        Miette(lieu.nom, None),
    )

    def composer(pagination: Pagination, groupes: Callable[[], tuple[Groupe, ...]]) -> TermeVue:
        return TermeVue(
            compte=index.compte,
            groupes=groupes(),
            pagination=pagination,
            lieu=lieu,
            parents=tuple(Compte(p, site.lieux[p.code].compte) for p in lieu.parents),
            enfants=_fratries(index),
            situation=situation(lieu) if pagination.courante == 1 else None,
            traits=tuple(TRAITS[t] for t in traits_du_lieu(lieu)),
        )

    for pagination, groupes in grouper(site, lieu.adresse, index.fiches):
        yield Page(
            adresse=pagination.adresse,
            gabarit="territoire.html",
            titre=titre_pagine(lieu.nom, pagination),
            description=f"Les actions, interviews, dossiers et ressources de {lieu.complet}.",
            fil=fil,
            composer=partial(composer, pagination, groupes),
            maj=maj,
        )


def _fratries(index: IndexLieu) -> tuple[FratrieVue, ...]:
    """Group the places below by type, so that a région does not mix with a commune."""
    par_type: dict[str, list[Compte]] = {}
    for enfant in index.enfants:
        if isinstance(enfant.objet, Lieu):
            par_type.setdefault(enfant.objet.type, []).append(enfant)
    return tuple(
        FratrieVue(titre, tuple(par_type[sorte]))
        for sorte, titre in FRATRIES.items()
        if sorte in par_type
    )
