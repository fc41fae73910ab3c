"""Dossiers as PDF and EPUB, beside their pages, which offer them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import paper, parallel
from capitalisation.corpus import Fiche
from capitalisation.model import Dossier
from capitalisation.paper import Atelier, Forme, Reserve, SansPdf
from capitalisation.typography import taille

from .chantier import Chantier
from .report import laisser_de_cote

#: Where books that are drawn already are kept, in the project.
RESERVE = ".cache/papier"
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


def imprimer(config: MkDocsConfig) -> None:
    """Write the books of the site, and tell its pages of them: `livres`, dossier → books."""
    chantier = Chantier.de(config)
    livres: dict[str, list[LivreEcrit]] = {}
    assert chantier.gabarits
    chantier.gabarits.globals["livres"] = livres
    if os.environ.get(VARIABLE_SANS_LIVRES):
        laisser_de_cote("les dossiers en PDF et en EPUB : un aperçu n’en fait pas.")
        return
    site = chantier.site
    atelier = Atelier(chantier.racine_projet / "overrides", chantier.fiches / "images")
    reserve = Reserve(chantier.racine_projet / RESERVE)
    sans_pdf = bool(os.environ.get(VARIABLE_SANS_PDF))
    formes = [f for f in paper.FORMES if not (sans_pdf and f.suffixe == "pdf")]
    a_faire = [(dossier, forme) for dossier in site.corpus.du_genre(Dossier) for forme in formes]

    def faire(travail: tuple[Fiche, Forme]) -> tuple[bytes, str]:
        """The file, or why there is none."""
        dossier, forme = travail
        try:
            livre = paper.du_dossier(site, dossier)
            return paper.imprimer(livre, forme, atelier, reserve), ""
        except SansPdf as exc:
            return b"", str(exc)

    manques = {}
    # A book is long to draw: two are worth a worker each.
    for (dossier, forme), (octets, raison) in zip(
        a_faire, parallel.appliquer(faire, a_faire, seuil=2), strict=True
    ):
        if raison:
            manques[forme.libelle] = raison
            continue
        adresse = f"{dossier.adresse}{dossier.id}.{forme.suffixe}"
        fichier = Path(config.site_dir) / adresse
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_bytes(octets)
        livres.setdefault(dossier.id, []).append(
            LivreEcrit(adresse, forme.libelle, forme.media, taille(len(octets)))
        )
    if sans_pdf:
        manques["PDF"] = f"{VARIABLE_SANS_PDF} le demande"
    for libelle, raison in manques.items():
        laisser_de_cote(f"les dossiers en {libelle} : {raison}.")
    reserve.menage()
