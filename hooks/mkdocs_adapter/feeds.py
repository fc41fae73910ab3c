"""Feeds of what is new."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation.feeds import news, writing
from capitalisation.publication import Publication

from .chantier import Chantier
from .tasks import Travail


def travaux(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the writing of every feed beside the page that it follows, one format at a time."""
    chantier = Chantier.de(config)
    site = chantier.site
    # A feed is read out of its page: where the site is not known, its host at least is.
    en_ligne = Publication(chantier.nom, chantier.url or "/")

    def ecrire(nom: str) -> None:
        # Feeds tell the weight of pictures.
        poids = cache(partial(news.poids_de_l_image, site))
        for adresse, flux, contenu in writing.fichiers(site, en_ligne, [nom]):
            siennes = [(site.vues[fiche.id], poids(fiche)) for fiche in flux.fiches]
            chantier.poser(
                Path(config.site_dir) / adresse, contenu, *("flux", adresse, flux, siennes)
            )

    for nom in writing.FORMATS:
        yield Travail(partial(ecrire, nom))
