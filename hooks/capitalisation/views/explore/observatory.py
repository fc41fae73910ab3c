"""Numbers about the corpus, as charts and tables."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Page, fixe
from ..site import Site
from .hub import fil


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page(
        adresse="observatoire/",
        gabarit="explorer/observatoire.html",
        titre="Observatoire",
        description="",
        fil=fil("Observatoire"),
        composer=fixe(None),
    )
