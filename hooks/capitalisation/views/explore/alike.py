"""Actions from places alike."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Page, fixe
from ..site import Site
from .hub import fil


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page(
        adresse="territoires-semblables/",
        gabarit="explorer/territoires-semblables.html",
        titre="Territoires comme le mien",
        description="",
        fil=fil("Territoires comme le mien"),
        composer=fixe(None),
    )
