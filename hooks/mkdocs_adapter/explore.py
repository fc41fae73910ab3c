"""What the pages of exploration load, written beside the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import explore, maps
from capitalisation.explore.tables import en_csv
from capitalisation.search import packing
from capitalisation.views.explore import observatory

from . import keeping
from .chantier import Chantier
from .tasks import Travail

#: Under the site; `archive.search` makes scripts of what stands there.
DOSSIER = "explorer"
#: The background map of every place.
FOND = "assets/cartes/fond.svg"


def travaux(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the writing of every pack, of the downloads of the observatory, of the map."""
    return keeping.en_bloc(config, "exploration", partial(_ecriture, config))


def _ecriture(config: MkDocsConfig) -> Iterator[Travail]:
    dossier = Path(config.site_dir) / DOSSIER
    chantier = Chantier.de(config)
    site = chantier.site

    def empaqueter(paquets: Iterable[tuple[str, Callable[[], Any], Any]]) -> None:
        for nom, donnees, depend in paquets:
            chantier.poser(
                dossier / nom, partial(_comprimer, donnees), *("exploration", nom, depend)
            )

    for paquets in explore.paquets(site.corpus, site.lecons, site.guide, site.citer):
        yield Travail(partial(empaqueter, paquets))

    def compter() -> None:
        for tableau in observatory.tableaux(site):
            octets = en_csv(tableau)
            fichier = Path(config.site_dir) / observatory.fichier(tableau)
            chantier.poser(fichier, lambda octets=octets: octets, "observatoire", octets)

    yield Travail(compter)

    def dessiner() -> None:
        fond = Path(config.site_dir) / FOND
        chantier.poser(fond, lambda: maps.fond().encode(), "fond")

    yield Travail(dessiner)


def _comprimer(donnees: Callable[[], Any]) -> bytes:
    return packing.comprimer(donnees())
