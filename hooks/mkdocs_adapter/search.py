"""The search of a build: documents before the pages are drawn, the index beside them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from capitalisation import parallel
from capitalisation.corpus import Fiche
from capitalisation.markup import Rendu
from capitalisation.search.catalogue import cataloguer
from capitalisation.search.documents import Document, documenter
from capitalisation.search.pagefind import (
    ErreurPagefind,
    Indexation,
    fichier_de,
    rendre_la_typographie,
)
from capitalisation.views import Site, entries

log = get_plugin_logger("capitalisation")


class Recherche:
    """One search document an entry, then the index and the catalogue."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._dossier = tempfile.TemporaryDirectory(prefix="inspiraction-recherche-")
        self._documents: dict[str, Document] = {}
        self._indexation: Indexation | None = None

    def preparer(self, site_dir: str) -> None:
        """Convert every entry, write its search document, and start the index.

        The work is spread over the cores; Pagefind then runs while pages are drawn.
        """
        fiches = list(self._site.corpus.fiches.values())
        for fiche, (rendu, document) in zip(
            fiches, parallel.appliquer(self._preparer, fiches), strict=True
        ):
            self._site.rendus[fiche.id] = rendu
            self._documents[document.adresse] = document
        if self._documents:
            with _en_erreur_de_construction():
                self._indexation = Indexation(Path(self._dossier.name), Path(site_dir) / "pagefind")

    def _preparer(self, fiche: Fiche) -> tuple[Rendu, Document]:
        vue = entries.composer(self._site, fiche)
        document = documenter(vue)
        fichier = Path(self._dossier.name) / fichier_de(document.adresse)
        fichier.parent.mkdir(exist_ok=True)
        fichier.write_text(document.html, encoding="utf-8")
        return vue.rendu, replace(document, html="")

    def terminer(self, site_dir: str) -> None:
        """Wait for `pagefind/`, give excerpts their typography, write the catalogue."""
        resultats: dict[str, str] = {}
        if self._indexation:
            with _en_erreur_de_construction():
                sortie = self._indexation.attendre()
                resultats = rendre_la_typographie(sortie, self._documents)
        self._dossier.cleanup()
        catalogue = Path(site_dir) / "recherche" / "catalogue.json"
        catalogue.parent.mkdir(exist_ok=True)
        fiches = self._site.corpus.fiches.values()
        texte = json.dumps(cataloguer(fiches, resultats), ensure_ascii=False, separators=(",", ":"))
        catalogue.write_text(texte, encoding="utf-8")
        log.info("Recherche : %d entrée(s) indexée(s).", len(resultats))


@contextmanager
def _en_erreur_de_construction() -> Iterator[None]:
    """MkDocs shows a PluginError to people, and anything else as a traceback."""
    try:
        yield
    except ErreurPagefind as exc:
        raise PluginError(str(exc)) from exc
