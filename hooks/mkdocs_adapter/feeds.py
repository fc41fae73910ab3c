"""Feeds of what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation.feeds import news, writing
from capitalisation.publication import Publication

from . import keeping
from .chantier import Chantier
from .tasks import Travail


def travaux(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the writing of every feed beside the page that it follows, one format at a time."""
    site = Chantier.de(config).site
    # Feeds tell the weight of pictures, which no front matter does.
    poids = {
        fiche.id: news.poids_de_l_image(site, fiche)
        for fiche in site.corpus.fiches.values()
        if fiche.meta.image
    }
    return keeping.en_bloc(config, "flux", partial(_ecriture, config, poids), poids)


def _ecriture(config: MkDocsConfig, poids: Mapping[str, int]) -> Iterator[Travail]:
    chantier = Chantier.de(config)
    site = chantier.site
    # A feed is read out of its page: where the site is not known, its host at least is.
    en_ligne = Publication(chantier.nom, chantier.url or "/")

    def ecrire(nom: str) -> None:
        for adresse, flux, contenu in writing.fichiers(site, en_ligne, [nom]):
            siennes = [(site.vues[fiche.id], poids.get(fiche.id, 0)) for fiche in flux.fiches]
            chantier.poser(
                Path(config.site_dir) / adresse, contenu, *("flux", adresse, flux, siennes)
            )

    for nom in writing.FORMATS:
        yield Travail(partial(ecrire, nom))
