"""Open data, written under `/donnees/`."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import export, parallel
from capitalisation.diagnostics import cause
from capitalisation.export import versions

from .chantier import Chantier
from .report import laisser_de_cote

#: The list of versions that the site published so far offers, as a file.
VARIABLE_VERSIONS = "CAPITALISATION_VERSIONS"


def ecrire(config: MkDocsConfig) -> None:
    """Write the data that the page « Données » offers, before that page is drawn."""
    chantier = Chantier.de(config)
    site = chantier.site
    dossier = Path(config.site_dir) / export.DOSSIER
    dossier.mkdir(parents=True, exist_ok=True)
    fichiers = tuple(export.fichiers(site))

    def ecrire(fichier: export.Fichier) -> tuple[int, str]:
        ecrit = export.ecrire(fichier, dossier)
        return ecrit.taille, ecrit.empreinte

    # The spreadsheet takes as long as all the others: on a large base, each file is worth a worker.
    seuil = 2 if len(site.corpus.fiches) >= parallel.SEUIL else len(fichiers) + 1
    faits = parallel.appliquer(ecrire, fichiers, seuil)
    ecrits = [export.Ecrit(f, *fait) for f, fait in zip(fichiers, faits, strict=True)]
    chantier.versions = versions.suivre(versions.dater(site, ecrits), precedentes())
    for fichier in export.descriptions(site, chantier.en_ligne, chantier.versions, ecrits):
        ecrits.append(export.ecrire(fichier, dossier))
    chantier.donnees = tuple(ecrits)
    for manque in export.manques():
        laisser_de_cote(manque)


def precedentes() -> tuple[export.Version, ...]:
    """Return the versions that were published before, the newest first; say it when one cannot."""
    if not (chemin := os.environ.get(VARIABLE_VERSIONS)):
        return ()
    try:
        return versions.lire(Path(chemin))
    except FileNotFoundError:
        raison = "il n’y en a pas encore"
    except versions.Illisible as exc:
        raison = str(exc)
    except OSError as exc:
        raison = cause(exc)
    laisser_de_cote(
        f"la liste des versions précédentes des données n’a pas été reprise\u202f: {raison}."
    )
    return ()
