"""The search of a build: documents as entry pages are composed, the index at the end."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from capitalisation.search.catalogue import cataloguer
from capitalisation.search.documents import Document, documenter
from capitalisation.search.pagefind import (
    ErreurPagefind,
    fichier_de,
    indexer,
    rendre_la_typographie,
)
from capitalisation.views import EntreeVue, Site, entries

log = get_plugin_logger("capitalisation")


class Recherche:
    """Gathers one search document an entry, then makes the index and the catalogue."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._dossier = tempfile.TemporaryDirectory(prefix="inspiraction-recherche-")
        self._documents: dict[str, Document] = {}

    def ajouter(self, vue: EntreeVue) -> None:
        """Write the search document of one entry, outside the site."""
        document = documenter(vue)
        fichier = Path(self._dossier.name) / fichier_de(document.adresse)
        fichier.parent.mkdir(exist_ok=True)
        fichier.write_text(document.html, encoding="utf-8")
        self._documents[document.adresse] = replace(document, html="")

    def indexer(self, site_dir: str) -> None:
        """Make `pagefind/` and `recherche/catalogue.json` in the built site."""
        fiches = self._site.corpus.fiches.values()
        for fiche in fiches:
            if fiche.adresse not in self._documents:  # `serve --dirty` composes only some pages
                self.ajouter(entries.composer(self._site, fiche, "../../"))
        resultats: dict[str, str] = {}
        sortie = Path(site_dir) / "pagefind"
        try:
            if self._documents:
                indexer(Path(self._dossier.name), sortie)
                resultats = rendre_la_typographie(sortie, self._documents)
        except ErreurPagefind as exc:
            raise PluginError(str(exc)) from exc
        finally:
            self._dossier.cleanup()
        catalogue = Path(site_dir) / "recherche" / "catalogue.json"
        catalogue.parent.mkdir(exist_ok=True)
        texte = json.dumps(cataloguer(fiches, resultats), ensure_ascii=False, separators=(",", ":"))
        catalogue.write_text(texte, encoding="utf-8")
        log.info("Recherche : %d entrée(s) indexée(s).", len(resultats))
