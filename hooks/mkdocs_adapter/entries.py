"""The work on an entry, all at once: its body is converted one single time at most.

Its page, its picture, its search document and what a selection takes away of it come out of the
same record. Entries go by the packs of the selection, which also say their order in the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from capitalisation.explore import packs
from capitalisation.explore.packs import Paquet
from capitalisation.model import Dossier
from capitalisation.search import packing
from capitalisation.views import EntreeVue, entries
from capitalisation.views.explore import picked

from . import keeping, paper, sharing
from .chantier import Chantier
from .drawing import Presse
from .explore import DOSSIER
from .search import Lot
from .tasks import Travail

#: The packs of the selection, under the site.
PAQUETS = f"{DOSSIER}/entrees"


def travaux(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the work on every entry, dossiers and their books with it."""
    chantier = Chantier.de(config)
    site, recherche, empreintes = chantier.site, chantier.recherche, chantier.empreintes
    assert empreintes
    presse, imprimerie = Presse(config), paper.Imprimerie(config)
    racine = Path(config.site_dir)
    pages = {page.fiche.id: page for page in chantier.entrees if page.fiche}
    manques: dict[str, str] = {}

    def faire(numero: int, paquet: Paquet) -> tuple[Lot, dict[str, str]]:
        """Return what the index reads of them, and the forms of books that could not be made."""
        composer = cache(partial(entries.composer, site))
        siens: dict[str, str] = {}
        for fiche in paquet.fiches:
            if fiche.genre is Dossier:
                # Before its page, which offers them.
                siens |= imprimerie.imprimer(fiche)

        def ecrire() -> None:
            for fiche in paquet.fiches:
                presse.imprimer(pages[fiche.id], composer(fiche))
                sharing.dessiner(chantier, racine, sharing.de_fiche(fiche))
            emporter(config, numero, [composer(fiche) for fiche in paquet.fiches])

        livres = [imprimerie.livres.get(fiche.id) for fiche in paquet.fiches]
        cle = empreintes.des_entrees(paquet.fiches, "paquet", numero, livres)
        keeping.d_un_coup(config, cle, ecrire)
        return recherche.documenter(map(composer, paquet.fiches)), siens

    def recevoir(fait: tuple[Lot, dict[str, str]]) -> None:
        lot, siens = fait
        recherche.indexer(lot)
        manques.update(siens)

    def finir(_: Any) -> None:
        recherche.lancer()
        imprimerie.finir(manques)

    for numero, paquet in enumerate(chantier.paquets):
        yield Travail(partial(faire, numero, paquet), recevoir)
    yield Travail(recevoir=finir)


def emporter(config: MkDocsConfig, numero: int, vues: Sequence[EntreeVue]) -> None:
    """Write pack `numero`, whose entries are `vues`: what a selection takes away of them."""
    chantier = Chantier.de(config)
    nombre = packs.nombre(chantier.site.corpus.fiches)
    renvois = chantier.paquets[numero].renvois
    chantier.poser(
        Path(config.site_dir) / PAQUETS / f"{numero}.gz",
        lambda: packing.comprimer(
            picked.empaqueter(vues, renvois, nombre, chantier.site.publication)
        ),
        *("emportees", vues, renvois, nombre),
    )


def documents(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the work on what the search reads of entries, without their pages."""
    chantier = Chantier.de(config)
    site, recherche = chantier.site, chantier.recherche

    def faire(paquet: Paquet) -> Lot:
        return recherche.documenter(entries.composer(site, fiche) for fiche in paquet.fiches)

    for paquet in chantier.paquets:
        yield Travail(partial(faire, paquet), recherche.indexer)
    yield Travail(recevoir=lambda _: recherche.lancer())
