"""Levers, obstacles and lessons as items of their own."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Page, fixe
from ..site import Site
from .hub import fil


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page(
        adresse="enseignements/",
        gabarit="explorer/enseignements.html",
        titre="Enseignements",
        description="",
        fil=fil("Enseignements"),
        composer=fixe(None),
    )
