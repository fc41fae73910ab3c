"""Cutting long lists into pages, each with its own address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeVar

from ..corpus import Fiche
from ..model import GENRES
from .records import Groupe, Pagination
from .site import Site

PAR_PAGE = 60

Element = TypeVar("Element")


def paginer(adresse: str, liste: list[Element]) -> Iterator[tuple[Pagination, list[Element]]]:
    """Cut `liste`; there is always a first page, at `adresse` itself."""
    total = max(1, -(-len(liste) // PAR_PAGE))
    for n in range(1, total + 1):
        yield Pagination(n, total, adresse), liste[(n - 1) * PAR_PAGE : n * PAR_PAGE]


def grouper(
    site: Site, adresse: str, fiches: list[Fiche]
) -> Iterator[tuple[Pagination, tuple[Groupe, ...]]]:
    """Cut `fiches` into pages, kind after kind."""
    par_genre = [f for genre in GENRES for f in fiches if f.genre is genre]
    comptes = {genre: sum(f.genre is genre for f in fiches) for genre in GENRES}
    for pagination, morceau in paginer(adresse, par_genre):
        groupes = tuple(
            Groupe(
                genre.GENRE,
                genre.LIBELLE_PLURIEL,
                vues,
                comptes[genre],
            )
            for genre in GENRES
            if (vues := tuple(site.vues[f.id] for f in morceau if f.genre is genre))
        )
        yield pagination, groupes


def derniere(fiches: Iterable[Fiche]) -> dt.date | None:
    """Return the day of the latest change among `fiches`: that of the list which they make."""
    return max((f.mise_a_jour for f in fiches), default=None)


def titre_pagine(titre: str, pagination: Pagination) -> str:
    """Return a title that no two pages share."""
    return titre if pagination.courante == 1 else f"{titre} – page {pagination.courante}"
