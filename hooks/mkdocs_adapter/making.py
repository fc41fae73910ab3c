"""Everything that is made of the corpus, on all the cores that there are.

What pages share is computed first, unless they are taken again; then each worker is given a piece
of the site at a time, from entries, which the search index waits for, to lists, data and feeds.
"""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from . import drawing, entries, explore, export, feeds, form, harvest, keeping, sharing
from .chantier import Chantier
from .tasks import Travail, executer


def fabriquer(files: Files, config: MkDocsConfig) -> None:
    """Write all that the corpus gives, but what needs the pages of docs/ to be drawn."""
    chantier = Chantier.de(config)
    sharing.preparer(config)
    keeping.preparer(config)
    drawing.verifier_les_adresses(files, config)
    chantier.recherche.situer(config.site_dir)
    chantier.recherche.ouvrir()
    salles = (
        *(entries.travaux, export.preparer, explore.travaux, feeds.travaux, form.travaux),
        # What was prepared is there by now, or is made by whoever misses it.
        *(export.travaux, harvest.travaux, sharing.travaux, drawing.travaux),
    )
    travaux = [travail for salle in salles for travail in salle(config)]
    executer([*travaux, Travail(chantier.lectures.garder)])
    executer(chantier.a_refaire)
    keeping.finir(config)
    export.decrire(config)
