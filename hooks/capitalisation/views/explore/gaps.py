"""Where nothing is known yet."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Page, fixe
from ..site import Site
from .hub import fil


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page(
        adresse="angles-morts/",
        gabarit="explorer/angles-morts.html",
        titre="Angles morts",
        description="",
        fil=fil("Angles morts"),
        composer=fixe(None),
    )
