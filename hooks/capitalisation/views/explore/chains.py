"""Chains of actions: what continues, adapts, inspires what."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Page, fixe
from ..site import Site
from .hub import fil


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page(
        adresse="enchainements/",
        gabarit="explorer/enchainements.html",
        titre="Enchaînements",
        description="",
        fil=fil("Enchaînements"),
        composer=fixe(None),
    )
