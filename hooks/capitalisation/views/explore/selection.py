"""The pages that the browser fills: a selection of entries, and entries side by side."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Page, fixe
from ..site import Site
from .hub import fil


def pages(site: Site) -> Iterator[Page]:
    """Yield the two pages."""
    for adresse, gabarit, titre in (
        ("ma-selection/", "selection", "Ma sélection"),
        ("comparer/", "comparer", "Comparer"),
    ):
        yield Page(
            adresse=adresse,
            gabarit=f"explorer/{gabarit}.html",
            titre=titre,
            description="",
            fil=fil(titre),
            composer=fixe(None),
        )
