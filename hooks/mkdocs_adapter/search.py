"""The Pagefind index of a build."""

from __future__ import annotations


class Recherche:
    """Placeholder until the search room is written."""

    def ajouter(self, vue: object) -> None: ...

    def indexer(self, site_dir: str) -> None: ...
