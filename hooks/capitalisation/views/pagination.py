"""Cutting long lists into pages, each with its own address."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from ..corpus import Fiche
from ..model import GENRES, Entree
from .records import Groupe, Pagination
from .site import Site

PAR_PAGE = 60
_GENRE, _MISE_A_JOUR = attrgetter("genre"), attrgetter("mise_a_jour")
_RANGS = {genre: rang for rang, genre in enumerate(GENRES)}

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
    """Cut `fiches` into pages, kind after kind; what gives its groups comes with each."""

    @cache
    def par_genre() -> tuple[list[Fiche], Counter[type[Entree]]]:
        """Sorted when a page is composed, by whoever composes it."""
        return sorted(fiches, key=lambda f: _RANGS[f.genre]), Counter(map(_GENRE, fiches))

    def groupes(rangs: range) -> tuple[Groupe, ...]:
        triees, comptes = par_genre()
        return tuple(
            Groupe(
                genre.GENRE,
                genre.LIBELLE_PLURIEL,
                tuple(site.vues[f.id] for f in siennes),
                comptes[genre],
            )
            for genre, siennes in groupby(triees[rangs.start : rangs.stop], key=_GENRE)
        )

    for pagination, rangs in paginer(adresse, range(len(fiches))):
        yield pagination, partial(groupes, rangs)


def derniere(fiches: Iterable[Fiche]) -> dt.date | None:
    """Return the day of the latest change among `fiches`: that of the list which they make."""
    return max(map(_MISE_A_JOUR, fiches), default=None)


def titre_pagine(titre: str, pagination: Pagination) -> str:
    """Return a title that no two pages share."""
    return titre if pagination.courante == 1 else f"{titre} – page {pagination.courante}"
