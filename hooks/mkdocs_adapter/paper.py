"""Dossiers as PDF and EPUB, beside their pages, which offer them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import paper
from capitalisation.corpus import Fiche
from capitalisation.paper import Atelier, Reserve, SansPdf
from capitalisation.typography import taille

from .chantier import Chantier
from .report import laisser_de_cote

#: Where books that are drawn already are kept, in the cache of the project.
RESERVE = "papier"
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
        self._reserve = Reserve(chantier.cache / RESERVE)
        self._livres: dict[str, list[LivreEcrit]] = {}
        assert chantier.gabarits
        chantier.gabarits.globals["livres"] = self._livres

    def imprimer(self, dossier: Fiche) -> dict[str, str]:
        """Write the books of `dossier`; return the forms that could not be made, and why."""
        if os.environ.get(VARIABLE_SANS_LIVRES):
            return {"PDF et en EPUB": "un aperçu n’en fait pas"}
        manques: dict[str, str] = {}
        for forme in paper.FORMES:
            if forme.suffixe == "pdf" and os.environ.get(VARIABLE_SANS_PDF):
                manques[forme.libelle] = f"{VARIABLE_SANS_PDF} le demande"
                continue
            livre = paper.du_dossier(self._site, dossier)
            try:
                octets = paper.imprimer(livre, forme, self._atelier, self._reserve)
            except SansPdf as exc:
                manques[forme.libelle] = str(exc)
                continue
            adresse = f"{dossier.adresse}{dossier.id}.{forme.suffixe}"
            fichier = self._racine / adresse
            fichier.parent.mkdir(parents=True, exist_ok=True)
            fichier.write_bytes(octets)
            self._livres.setdefault(dossier.id, []).append(
                LivreEcrit(adresse, forme.libelle, forme.media, taille(len(octets)))
            )
        return manques

    def finir(self, manques: dict[str, str]) -> None:
        """Say what was left out, and tidy up."""
        for libelle, raison in manques.items():
            laisser_de_cote(f"les dossiers en {libelle} : {raison}.")
        self._reserve.menage()
