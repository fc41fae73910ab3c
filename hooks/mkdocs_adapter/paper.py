"""Dossiers as PDF and EPUB, beside their pages, which offer them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import paper
from capitalisation.corpus import Fiche
from capitalisation.model import Dossier
from capitalisation.paper import Atelier, SansPdf
from capitalisation.typography import taille
from capitalisation.views import entries

from .chantier import Chantier
from .report import laisser_de_cote

#: Set, it leaves the PDF out: drawing thousands of pages takes longer than all the rest.
VARIABLE_SANS_PDF = "CAPITALISATION_SANS_PDF"
#: Set, it leaves all of them out, as a preview does.
VARIABLE_SANS_LIVRES = "CAPITALISATION_SANS_LIVRES"


@dataclass(frozen=True, slots=True)
class LivreEcrit:
    """A book that a page offers: the address of its file on the site, « PDF », « 1,2 Mo »."""

    adresse: str
    libelle: str
    media: str
    taille: str


def sans_livres() -> None:
    """Draw no book: a preview is made again at every change, and would take too long."""
    os.environ[VARIABLE_SANS_LIVRES] = "1"


class Imprimerie:
    """Writes the books of dossiers, and tells their pages of them: `livres`, dossier → books."""

    def __init__(self, config: MkDocsConfig) -> None:
        chantier = Chantier.de(config)
        self._site = chantier.site
        self._racine = Path(config.site_dir)
        self._atelier = Atelier(chantier.racine_projet / "overrides", chantier.fiches / "images")
        self._chantier = chantier
        self._livres: dict[str, list[LivreEcrit]] = {}
        assert chantier.gabarits
        chantier.gabarits.globals["livres"] = self._livres

    def imprimer(self, dossier: Fiche) -> dict[str, str]:
        """Write the books of `dossier`; return the forms that could not be made, and why."""
        if os.environ.get(VARIABLE_SANS_LIVRES):
            return {"PDF et en EPUB": "un aperçu n’en fait pas"}
        manques: dict[str, str] = {}
        livre = cache(partial(paper.du_dossier, self._site, dossier))
        ingredients = list(self._ingredients(dossier))
        for forme in paper.FORMES:
            if forme.suffixe == "pdf" and os.environ.get(VARIABLE_SANS_PDF):
                manques[forme.libelle] = f"{VARIABLE_SANS_PDF} le demande"
                continue
            adresse = f"{dossier.adresse}{dossier.id}.{forme.suffixe}"
            fichier = self._racine / adresse
            try:
                epreuve = paper.Epreuve(livre, forme, self._atelier)
                cle = self._chantier.retrouver(
                    epreuve.cle, *("livre", forme.suffixe, paper.outils(), ingredients)
                )
                self._chantier.reserve.poser(cle, fichier, epreuve.tirer)
            except SansPdf as exc:
                manques[forme.libelle] = str(exc)
                continue
            self._livres.setdefault(dossier.id, []).append(
                LivreEcrit(adresse, forme.libelle, forme.media, taille(fichier.stat().st_size))
            )
        return manques

    def _ingredients(self, dossier: Fiche) -> Iterator[object]:
        """Yield what tells, before it is put together, that a book would be the same."""
        fiches = self._site.corpus.fiches
        assert isinstance(dossier.meta, Dossier)
        elements = (fiches.get(i) for partie in dossier.meta.elements for i in partie.entrees)
        for fiche in dict.fromkeys((dossier, *filter(None, elements))):
            yield entries.composer(self._site, fiche)
            for nom in sorted(fiche.images):
                octets = self._atelier.lire(f"images/{fiche.id}/{nom}")
                yield nom, hashlib.sha256(octets).digest()

    def finir(self, manques: dict[str, str]) -> None:
        """Say what was left out."""
        for libelle, raison in manques.items():
            laisser_de_cote(f"les dossiers en {libelle} : {raison}.")
