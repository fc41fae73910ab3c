"""The search of a build: documents before the pages are drawn, the index beside them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from capitalisation.corpus import Fiche
from capitalisation.search import packing
from capitalisation.search.catalogue import Facette, apercu, cataloguer, facettes, parcourir, trier
from capitalisation.search.documents import documenter, edition
from capitalisation.search.lexicon import lexique
from capitalisation.search.pagefind import (
    VIDE,
    ErreurPagefind,
    Indexation,
    Json,
    message,
    publier,
)
from capitalisation.search.terms import definitions, equivalences, lieux, places, termes
from capitalisation.views import EntreeVue, Site

from .report import laisser_de_cote

log = get_plugin_logger("capitalisation")

#: Results on a page: overrides/assets/recherche/resultats.js
PAR_PAGE = 10
#: Set, it leaves search out: what it costs a build is known by a build that makes none.
VARIABLE_SANS_RECHERCHE = "CAPITALISATION_SANS_RECHERCHE"


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of some entries for the search, once a worker has read them.

    `documents`: `nombre` messages to Pagefind; `formes`: their words, and in how many entries;
    `debuts`: identifier → what the search page shows first of the entry.
    """

    documents: bytes
    nombre: int
    formes: Counter[str]
    debuts: dict[str, Json]


class Recherche:
    """One search document an entry, then the index and what goes with it.

    Pagefind reads while pages are drawn: entries are given in the order of `fiches`, which is that
    of their ranks.
    """

    def __init__(self, site: Site, fiches: list[Fiche]) -> None:
        self._site = site
        self._fiches = fiches
        self._rangs = {fiche.id: rang for rang, fiche in enumerate(fiches)}
        self._premieres = [fiche.id for fiche in parcourir(fiches)[:PAR_PAGE]]
        self._debuts: dict[str, Json] = {}
        self._formes: Counter[str] = Counter()
        self._indexation: Indexation | None = None
        self._laissee = bool(os.environ.get(VARIABLE_SANS_RECHERCHE))
        self._dossier = Path()
        #: What all the files of the search bear: browsers never mix two builds.
        self.edition = edition(site.corpus) if fiches else ""

    def situer(self, site_dir: str) -> None:
        """Write into the site that stands in `site_dir`."""
        self._dossier = Path(site_dir)

    def ouvrir(self) -> None:
        """Start the index."""
        if self._fiches and not self._laissee:
            with _en_erreur_de_construction():
                self._indexation = Indexation(self._dossier / "pagefind")

    def documenter(self, vues: Iterable[EntreeVue]) -> Lot:
        """Write what readers are shown of each entry that is found; return what the index reads."""
        messages: list[bytes] = []
        formes: Counter[str] = Counter()
        debuts = {}
        for vue in () if self._laissee else vues:
            rang, document = self._rangs[vue.fiche.id], documenter(vue)
            messages.append(message(rang, f"/{document.adresse}", document.html))
            formes.update(document.formes)
            publier(self._dossier / "pagefind", rang, document, self.edition)
            if vue.fiche.id in self._premieres:
                debuts[vue.fiche.id] = document.debut()
        return Lot(b"".join(messages), len(messages), formes, debuts)

    def indexer(self, lot: Lot) -> None:
        """Give the index what a worker made of the next entries."""
        self._formes.update(lot.formes)
        self._debuts |= lot.debuts
        if self._indexation:
            with _en_erreur_de_construction():
                self._indexation.ajouter(lot.documents, lot.nombre)

    def lancer(self) -> None:
        """Have the index written, while there is other work: it has all entries."""
        if self._indexation:
            with _en_erreur_de_construction():
                self._indexation.lancer()

    def terminer(self) -> None:
        """Write what goes with the index, and wait for it."""
        if self._laissee:
            laisser_de_cote(f"la recherche : {VARIABLE_SANS_RECHERCHE} le demande.")
            return
        siennes = self.ecrire_annexes()
        premieres = [self._debuts[identifiant] for identifiant in self._premieres]
        vocabulaires = self._site.corpus.vocabulaires.values()
        mots_du_champ = (terme for v in vocabulaires for terme in v.termes.values())
        self._ecrire("apercu", apercu(self._fiches, siennes, premieres))
        self._ecrire("lexique", lexique(self._formes, mots_du_champ))
        table = VIDE
        if self._indexation:
            with _en_erreur_de_construction():
                table = self._indexation.attendre()
        self._ecrire("index", table)
        log.info("Recherche : %d entrée(s) indexée(s).", len(self._fiches))

    def ecrire_annexes(self) -> dict[str, Facette]:
        """Write what owes nothing to the documents; return the facets."""
        site, lignes = self._site, self._fiches
        grands, petits = places(site)
        siennes = facettes(lignes, [*grands, *petits], len(grands))
        self._ecrire("catalogue", cataloguer(siennes))
        self._ecrire("tris", trier(lignes))
        self._ecrire("equivalences", equivalences(site))
        self._ecrire("termes", termes(site))
        self._ecrire("lieux", lieux(site))
        self._ecrire("definitions", definitions(site))
        return siennes

    def _ecrire(self, nom: str, donnees: Json) -> None:
        fichier = self._dossier / "recherche" / f"{nom}.gz"
        packing.ecrire(fichier, {"edition": self.edition, **donnees})


@contextmanager
def _en_erreur_de_construction() -> Iterator[None]:
    """MkDocs shows a PluginError to people, and anything else as a traceback."""
    try:
        yield
    except ErreurPagefind as exc:
        raise PluginError(str(exc)) from exc
