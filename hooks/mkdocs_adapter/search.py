"""The search of a build: documents before the pages are drawn, the index beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from capitalisation import parallel
from capitalisation.corpus import Fiche
from capitalisation.markup import Rendu
from capitalisation.search import packing
from capitalisation.search.catalogue import apercu, cataloguer, facettes, parcourir, trier
from capitalisation.search.documents import Document, documenter
from capitalisation.search.lexicon import lexique
from capitalisation.search.pagefind import VIDE, ErreurPagefind, Indexation, terminer
from capitalisation.search.terms import definitions, equivalences, lieux, places, termes
from capitalisation.views import Site, entries

log = get_plugin_logger("capitalisation")

#: Results on a page: overrides/assets/recherche/resultats.js
PAR_PAGE = 10


class Recherche:
    """One search document an entry, then the index and what goes with it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._fiches = list(site.corpus.fiches.values())
        self._documents: list[Document] = []
        self._formes: Counter[str] = Counter()
        self._indexation: Indexation | None = None
        #: What all the files of the search bear, once written: browsers never mix two builds.
        self.edition = ""

    def preparer(self, site_dir: str) -> None:
        """Convert every entry and give its search document to the index.

        The work is spread over the cores; Pagefind goes on while pages are drawn.
        """
        if not self._fiches:
            return
        with _en_erreur_de_construction():
            self._indexation = Indexation(Path(site_dir) / "pagefind")
            faits = parallel.appliquer(self._preparer, self._fiches)
            for fiche, (rendu, document) in zip(self._fiches, faits, strict=True):
                self._site.rendus[fiche.id] = rendu
                self._formes.update(document.formes)
                self._indexation.ajouter(f"/{document.adresse}", document.html)
                self._documents.append(replace(document, html="", formes=frozenset()))

    def _preparer(self, fiche: Fiche) -> tuple[Rendu, Document]:
        vue = entries.composer(self._site, fiche)
        return vue.rendu, documenter(vue)

    def terminer(self, site_dir: str) -> None:
        """Wait for `pagefind/`, give results their published text, write what goes with it."""
        table = VIDE
        if self._indexation:
            with _en_erreur_de_construction():
                table = terminer(self._indexation.attendre(), self._documents)
        self.edition = table["edition"]
        site = self._site
        lignes = self._fiches
        grands, petits = places(site)
        siennes = facettes(lignes, [*grands, *petits], len(grands))
        documents = dict(zip(lignes, self._documents, strict=True))
        premieres = [documents[fiche].debut() for fiche in parcourir(lignes)[:PAR_PAGE]]
        vocabulaires = site.corpus.vocabulaires.values()
        mots_du_champ = (terme for v in vocabulaires for terme in v.termes.values())
        for nom, donnees in (
            ("index", table),
            ("apercu", apercu(lignes, siennes, premieres)),
            ("catalogue", cataloguer(siennes)),
            ("tris", trier(lignes)),
            ("equivalences", equivalences(site)),
            ("termes", termes(site)),
            ("lieux", lieux(site)),
            ("definitions", definitions(site)),
            ("lexique", lexique(self._formes, mots_du_champ)),
        ):
            packing.ecrire(
                Path(site_dir) / "recherche" / f"{nom}.gz", {"edition": self.edition, **donnees}
            )
        log.info("Recherche : %d entrée(s) indexée(s).", len(lignes))


@contextmanager
def _en_erreur_de_construction() -> Iterator[None]:
    """MkDocs shows a PluginError to people, and anything else as a traceback."""
    try:
        yield
    except ErreurPagefind as exc:
        raise PluginError(str(exc)) from exc
