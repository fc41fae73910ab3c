"""What the form for contributors loads, written beside the site."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import form
from capitalisation.search import packing
from capitalisation.territories import Territoires

from .chantier import Chantier

#: Under the site; `archive.search` makes scripts of what stands there.
DOSSIER = "formulaire"


def ecrire(config: MkDocsConfig) -> None:
    """Write the model, the places, the list of entries, and their sources."""
    corpus = Chantier.de(config).site.corpus
    fiches = list(corpus.fiches.values())
    dossier = Path(config.site_dir) / DOSSIER
    packing.ecrire(dossier / "modele.gz", form.decrire(corpus.vocabulaires))
    packing.ecrire(dossier / "lieux.gz", form.lieux(Territoires()))
    packing.ecrire(dossier / "entrees.gz", form.entrees(fiches))
    for rang, paquet in enumerate(form.paquets(fiches)):
        packing.ecrire(dossier / "sources" / f"{rang}.gz", paquet)
