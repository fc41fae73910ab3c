"""Every page of the site, entries first."""

from __future__ import annotations

from collections.abc import Iterator

from ..corpus import FACETTES
from ..model import GENRES
from . import entries, explore, lists, places
from .records import ACCUEIL, Page, Redirection, fixe
from .site import Site


def toutes(site: Site) -> Iterator[Page]:
    """Yield the pages that the corpus gives; no two of them share an address."""
    for fiche in site.corpus.fiches.values():
        yield entries.page(site, fiche)
    for genre in GENRES:
        yield from lists.pages_de_genre(site, genre)
    for nom in (*FACETTES, "structures"):
        yield lists.page_de_vocabulaire(site, nom)
        yield from lists.pages_des_termes(site, nom)
    yield places.page_des_territoires(site)
    yield from places.pages_des_lieux(site)
    yield lists.page_du_glossaire(site)
    yield from explore.pages(site)
    yield from _redirections(site)


def _redirections(site: Site) -> Iterator[Page]:
    """Addresses never change: a renamed entry still answers at its old ones."""
    for fiche in site.corpus.fiches.values():
        for ancien in dict.fromkeys(fiche.meta.anciens_identifiants):
            yield Page(
                adresse=f"{fiche.genre.DOSSIER}/{ancien}/",
                gabarit="redirection.html",
                titre=site.vues[fiche.id].titre,
                description="",
                fil=(ACCUEIL,),
                composer=fixe(Redirection(fiche.adresse)),
            )
