"""A few questions that lead to a short list."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Page, fixe
from ..site import Site
from .hub import fil


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page(
        adresse="guide/",
        gabarit="explorer/guide.html",
        titre="Guide",
        description="",
        fil=fil("Guide"),
        composer=fixe(None),
    )
