"""Cutting long lists into pages, each with its own address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any, TypeVar

from ..corpus import Fiche
from ..model import GENRES, Entree
from .records import Groupe, Pagination
from .site import Site

PAR_PAGE = 60

#: What can be cut.
Suite = TypeVar("Suite", list[Any], range)


def paginer(adresse: str, liste: Suite) -> Iterator[tuple[Pagination, Suite]]:
    """Cut `liste`; there is always a first page, at `adresse` itself."""
    total = max(1, -(-len(liste) // PAR_PAGE))
    for n in range(1, total + 1):
        yield Pagination(n, total, adresse), liste[(n - 1) * PAR_PAGE : n * PAR_PAGE]


def grouper(
    site: Site, adresse: str, fiches: list[Fiche]
) -> Iterator[tuple[Pagination, Callable[[], tuple[Groupe, ...]]]]:
    liste = _ParGenre(site, fiches)
    for pagination, rangs in paginer(adresse, range(len(fiches))):
        yield pagination, partial(liste.groupes, rangs)


class _ParGenre:
    """A list kind after kind, sorted when a page is composed, by whoever composes it."""

    def __init__(self, site: Site, fiches: list[Fiche]) -> None:
        self._site = site
        self._fiches = fiches

    @cached_property
    def _rangees(self) -> dict[type[Entree], list[Fiche]]:
        rangees: dict[type[Entree], list[Fiche]] = {genre: [] for genre in GENRES}
        for fiche in self._fiches:
            rangees[fiche.genre].append(fiche)
        return rangees

    def groupes(self, rangs: range) -> tuple[Groupe, ...]:
        """Return what a page shows of each kind, where it shows some."""
        groupes = []
        debut = 0
        for genre, toutes in self._rangees.items():
            siennes = toutes[max(0, rangs.start - debut) : max(0, rangs.stop - debut)]
            debut += len(toutes)
            if siennes:
                vues = tuple([self._site.vues[fiche.id] for fiche in siennes])
                groupes.append(Groupe(genre.GENRE, genre.LIBELLE_PLURIEL, vues, len(toutes)))
        return tuple(groupes)


def titre_pagine(titre: str, pagination: Pagination) -> str:
    """Return a title that no two pages share."""
    return titre if pagination.courante == 1 else f"{titre} – page {pagination.courante}"
