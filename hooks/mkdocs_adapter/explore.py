"""What the pages of exploration load, written beside the site."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from capitalisation import explore, maps, parallel
from capitalisation.explore import packs
from capitalisation.explore.packs import Paquet
from capitalisation.explore.tables import en_csv
from capitalisation.search import packing
from capitalisation.views.explore import observatory, picked

from .chantier import Chantier

#: Under the site; `archive.search` makes scripts of what stands there.
DOSSIER = "explorer"
#: The background map of every place.
FOND = "assets/cartes/fond.svg"


def publier(files: Files, config: MkDocsConfig) -> None:
    """Add the downloads of the observatory to `files`."""
    for tableau in Chantier.de(config).site.tableaux:
        adresse = observatory.fichier(tableau)
        files.append(File.generated(config, adresse, content=en_csv(tableau)))


def ecrire(config: MkDocsConfig) -> None:
    """Write every pack of data, and the background map."""
    dossier = Path(config.site_dir) / DOSSIER
    site = Chantier.de(config).site
    paquets = explore.paquets(site.corpus, site.lecons, site.guide, site.citer)
    for nom, donnees in paquets:
        packing.ecrire(dossier / nom, donnees)
    fond = Path(config.site_dir) / FOND
    fond.parent.mkdir(parents=True, exist_ok=True)
    fond.write_text(maps.fond(), encoding="utf-8")


def empaqueter(config: MkDocsConfig) -> None:
    """Write the entries as a selection takes them away.

    Called while their bodies are there, between their conversion and the drawing of pages.
    """
    chantier = Chantier.de(config)
    dossier = Path(config.site_dir) / DOSSIER / "entrees"
    dossier.mkdir(parents=True, exist_ok=True)

    def comprimer(paquet: Paquet) -> bytes:
        return packing.comprimer(picked.empaqueter(chantier.site, paquet))

    faits = parallel.appliquer(comprimer, packs.ranger(chantier.site.corpus))
    for numero, octets in enumerate(faits):
        (dossier / f"{numero}.gz").write_bytes(octets)
