"""The pages that show what no list of entries shows, one module each."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Page
from ..site import Site
from . import alike, chains, gaps, guide, hub, lessons, observatory, selection, timeline

MODULES = (hub, lessons, observatory, gaps, alike, chains, timeline, guide, selection)


def pages(site: Site) -> Iterator[Page]:
    """Yield the pages of exploration."""
    for module in MODULES:
        yield from module.pages(site)
