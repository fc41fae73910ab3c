"""What the pages of exploration load, written beside the site."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import explore, maps
from capitalisation.search import packing

from .chantier import Chantier

#: Under the site; `archive.search` makes scripts of what stands there.
DOSSIER = "explorer"
#: The background map of every place.
FOND = "assets/cartes/fond.svg"


def ecrire(config: MkDocsConfig) -> None:
    """Write every pack of data, and the background map."""
    dossier = Path(config.site_dir) / DOSSIER
    for nom, donnees in explore.paquets(Chantier.de(config).site.corpus):
        packing.ecrire(dossier / nom, donnees)
    fond = Path(config.site_dir) / FOND
    fond.parent.mkdir(parents=True, exist_ok=True)
    fond.write_text(maps.fond(), encoding="utf-8")
