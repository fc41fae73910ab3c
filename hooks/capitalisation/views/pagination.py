"""Cutting long lists into pages, each with its own address."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import TypeVar

from ..corpus import Fiche
from ..model import GENRES
from .records import Groupe, Pagination
from .site import Site

PAR_PAGE = 60
_RANGS = {genre: rang for rang, genre in enumerate(GENRES)}

Element = TypeVar("Element")


def paginer(adresse: str, liste: list[Element]) -> Iterator[tuple[Pagination, list[Element]]]:
    """Cut `liste`; there is always a first page, at `adresse` itself."""
    total = max(1, -(-len(liste) // PAR_PAGE))
    for n in range(1, total + 1):
        yield Pagination(n, total, adresse), liste[(n - 1) * PAR_PAGE : n * PAR_PAGE]


def grouper(
    site: Site, adresse: str, fiches: list[Fiche]
) -> Iterator[tuple[Pagination, Callable[[], tuple[Groupe, ...]]]]:
    """Cut `fiches` into pages, kind after kind; what gives its groups comes with each."""
    par_genre = sorted(fiches, key=lambda f: _RANGS[f.genre])
    comptes = Counter(f.genre for f in fiches)

    def groupes(morceau: list[Fiche]) -> tuple[Groupe, ...]:
        return tuple(
            Groupe(
                genre.GENRE,
                genre.LIBELLE_PLURIEL,
                tuple(site.vues[f.id] for f in siennes),
                comptes[genre],
            )
            for genre, siennes in groupby(morceau, key=lambda f: f.genre)
        )

    for pagination, morceau in paginer(adresse, par_genre):
        yield pagination, partial(groupes, morceau)


def derniere(fiches: Iterable[Fiche]) -> dt.date | None:
    """Return the day of the latest change among `fiches`: that of the list which they make."""
    return max((f.mise_a_jour for f in fiches), default=None)


def titre_pagine(titre: str, pagination: Pagination) -> str:
    """Return a title that no two pages share."""
    return titre if pagination.courante == 1 else f"{titre} – page {pagination.courante}"
