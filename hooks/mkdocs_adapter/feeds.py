"""Feeds of what is new."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation.feeds import writing
from capitalisation.publication import Publication

from .chantier import Chantier


def ecrire(config: MkDocsConfig) -> None:
    """Write every feed beside the page that it follows."""
    chantier = Chantier.de(config)
    # A feed is read out of its page: where the site is not known, its host at least is.
    en_ligne = Publication(chantier.nom, chantier.url or "/")
    for adresse, contenu in writing.fichiers(chantier.site, en_ligne):
        (Path(config.site_dir) / adresse).write_bytes(contenu)
