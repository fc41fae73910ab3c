"""What the form for contributors loads, written beside the site."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import form, parallel
from capitalisation.corpus import Fiche
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
    (dossier / "sources").mkdir(exist_ok=True)
    for rang, octets in enumerate(parallel.appliquer(_empaqueter, form.paquets(fiches))):
        (dossier / "sources" / f"{rang}.gz").write_bytes(octets)


def _empaqueter(fiches: Sequence[Fiche]) -> bytes:
    return packing.comprimer([form.source(fiche) for fiche in fiches])
