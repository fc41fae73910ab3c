"""The pages that the browser fills: a selection of entries, and entries side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...explore import packs
from ...typography import typographier
from ..records import Page, fixe
from ..site import Site
from . import exports, picked
from .hub import fil

_PAGES = (
    (
        "ma-selection/",
        "selection",
        "Ma sélection",
        "Des entrées choisies, dans l’ordre voulu : à partager, à imprimer en livret, à emporter.",
    ),
    (
        "comparer/",
        "comparer",
        "Comparer",
        "De deux à quatre entrées côte à côte, sur les mêmes points.",
    ),
)


@dataclass(frozen=True, slots=True)
class SelectionVue:
    """What the browser must know beforehand.

    How many files hold the entries, the columns of the CSV, the keys of `picked` that concern one
    kind of entry only.
    """

    paquets: int
    entete_csv: str
    propres: tuple[str, ...]


def pages(site: Site) -> Iterator[Page]:
    """Yield the two pages."""
    vue = SelectionVue(
        packs.nombre(site.corpus.fiches),
        exports.entete(picked.LIBELLES.values()).strip(),
        picked.PROPRES,
    )
    for adresse, gabarit, titre, description in _PAGES:
        yield Page(
            adresse=adresse,
            gabarit=f"explorer/{gabarit}.html",
            titre=titre,
            description=typographier(description),
            fil=fil(titre),
            composer=fixe(vue),
        )
