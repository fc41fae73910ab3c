"""Feeds of what is new."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation.feeds import writing
from capitalisation.publication import Publication

from .chantier import Chantier
from .tasks import Travail


def travaux(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the writing of every feed beside the page that it follows, one format at a time."""
    chantier = Chantier.de(config)
    # A feed is read out of its page: where the site is not known, its host at least is.
    en_ligne = Publication(chantier.nom, chantier.url or "/")

    def ecrire(nom: str) -> None:
        for adresse, contenu in writing.fichiers(chantier.site, en_ligne, [nom]):
            fichier = Path(config.site_dir) / adresse
            fichier.parent.mkdir(parents=True, exist_ok=True)
            fichier.write_bytes(contenu)

    for nom in writing.FORMATS:
        yield Travail(partial(ecrire, nom))
