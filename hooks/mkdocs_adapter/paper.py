"""Dossiers as PDF and EPUB, beside their pages, which offer them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import paper
from capitalisation.corpus import Fiche
from capitalisation.model import Dossier
from capitalisation.paper import Atelier, Epreuve, SansPdf
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
        self.livres: dict[str, list[LivreEcrit]] = {}
        assert chantier.gabarits
        chantier.gabarits.globals["livres"] = self.livres

    def imprimer(self, dossier: Fiche) -> dict[str, str]:
        """Write the books of `dossier`; return the forms that could not be made, and why."""
        if os.environ.get(VARIABLE_SANS_LIVRES):
            return {"PDF et en EPUB": "un aperçu n’en fait pas"}
        manques: dict[str, str] = {}
        livre = cache(partial(paper.du_dossier, self._site, dossier))
        fiches = self._fiches(dossier)
        images = list(self._images(fiches))
        for forme in paper.FORMES:
            if forme.suffixe == "pdf" and os.environ.get(VARIABLE_SANS_PDF):
                manques[forme.libelle] = f"{VARIABLE_SANS_PDF} le demande"
                continue
            adresse = f"{dossier.adresse}{dossier.id}.{forme.suffixe}"
            fichier = self._racine / adresse
            try:
                epreuve = Epreuve(livre, forme, self._atelier)
                cle = self._cle(epreuve, fiches, "livre", forme.suffixe, paper.outils(), images)
                self._chantier.reserve.poser(cle, fichier, epreuve.tirer)
            except SansPdf as exc:
                manques[forme.libelle] = str(exc)
                continue
            self.livres.setdefault(dossier.id, []).append(
                LivreEcrit(adresse, forme.libelle, forme.media, taille(fichier.stat().st_size))
            )
        return manques

    def _fiches(self, dossier: Fiche) -> list[Fiche]:
        """Return the entries of a book, that of the dossier first."""
        fiches = self._site.corpus.fiches
        assert isinstance(dossier.meta, Dossier)
        elements = (fiches.get(i) for partie in dossier.meta.elements for i in partie.entrees)
        return list(dict.fromkeys((dossier, *filter(None, elements))))

    def _cle(self, epreuve: Epreuve, fiches: Sequence[Fiche], *quoi: object) -> str:
        """Return the key of a book of `fiches`, which is put together only when it may be new."""

        def relire() -> str:
            # The base has changed, these entries maybe not.
            vues = [entries.composer(self._site, fiche) for fiche in fiches]
            return self._chantier.retrouver(epreuve.cle, *quoi, vues)

        empreintes = self._chantier.empreintes
        dit = empreintes.des_entrees(fiches, *quoi) if empreintes else None
        return self._chantier.reserve.retrouver(dit, relire)

    def _images(self, fiches: Iterable[Fiche]) -> Iterator[tuple[str, bytes]]:
        for fiche in fiches:
            for nom in sorted(fiche.images):
                octets = self._atelier.lire(f"images/{fiche.id}/{nom}")
                yield nom, hashlib.sha256(octets).digest()

    def finir(self, manques: dict[str, str]) -> None:
        """Say what was left out."""
        for libelle, raison in manques.items():
            laisser_de_cote(f"les dossiers en {libelle} : {raison}.")
