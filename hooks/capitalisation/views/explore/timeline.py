"""Entries along time."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Page, fixe
from ..site import Site
from .hub import fil


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page(
        adresse="frise/",
        gabarit="explorer/frise.html",
        titre="Frise",
        description="",
        fil=fil("Frise"),
        composer=fixe(None),
    )
