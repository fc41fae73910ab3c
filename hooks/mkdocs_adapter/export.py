"""Open data, written under `/donnees/`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import export
from capitalisation.diagnostics import cause
from capitalisation.export import Ecrit, Fichier, versions

from .chantier import Chantier
from .report import laisser_de_cote
from .tasks import Travail

#: The list of versions that the site published so far offers, as a file.
VARIABLE_VERSIONS = "CAPITALISATION_VERSIONS"


def preparer(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the making of what files say of entries, where none is kept."""
    tranches = Chantier.de(config).tranches
    for tranche in tranches.manquantes:
        yield Travail(partial(tranches.faire, tranche))
    yield Travail(recevoir=lambda _: tranches.ranger())


def travaux(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the writing of each file of data, before the page « Données » that offers them."""
    chantier = Chantier.de(config)
    dossier = Path(config.site_dir) / export.DOSSIER
    dossier.mkdir(parents=True, exist_ok=True)

    def ecrire(fichier: Fichier) -> tuple[int, str]:
        if quoi := fichier.depend():
            octets = partial(b"".join, fichier.octets())
            chantier.poser(dossier / fichier.nom, octets, "donnees", fichier.nom, quoi)
            ecrit = export.relever(fichier, dossier)
        else:
            ecrit = export.ecrire(fichier, dossier)
        return ecrit.taille, ecrit.empreinte

    def recevoir(fichier: Fichier, fait: tuple[int, str]) -> None:
        chantier.donnees.append(Ecrit(fichier, *fait))

    for fichier in export.fichiers(chantier.site, chantier.tranches):
        yield Travail(partial(ecrire, fichier), partial(recevoir, fichier))


def decrire(config: MkDocsConfig) -> None:
    """Write what describes the data, once they are written."""
    chantier = Chantier.de(config)
    site, ecrits = chantier.site, chantier.donnees
    dossier = Path(config.site_dir) / export.DOSSIER
    chantier.versions = versions.suivre(versions.dater(site, ecrits), precedentes())
    for fichier in export.descriptions(site, chantier.en_ligne, chantier.versions, ecrits):
        ecrits.append(export.ecrire(fichier, dossier))
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
