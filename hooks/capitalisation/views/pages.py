"""Every page of the site: of entries, of lists, and at the addresses of the past."""

from __future__ import annotations

from collections.abc import Iterator

from ..corpus import FACETTES
from ..model import GENRES, PAR_DOSSIER
from . import entries, explore, following, letters, lists, places
from .records import ACCUEIL, Page, Redirection, fixe
from .site import Site


def toutes(site: Site) -> Iterator[Page]:
    """Yield the pages that the corpus gives; no two of them share an address."""
    yield from des_entrees(site)
    yield from listes(site)
    yield from redirections(site)


def des_entrees(site: Site) -> Iterator[Page]:
    """Yield the pages of entries."""
    for fiche in site.corpus.fiches.values():
        yield entries.page(site, fiche)


def listes(site: Site) -> Iterator[Page]:
    """Yield the pages that gather entries: made of front matters, they show no story."""
    for genre in GENRES:
        yield from lists.pages_de_genre(site, genre)
    for nom in (*FACETTES, "structures"):
        yield lists.page_de_vocabulaire(site, nom)
        yield from lists.pages_des_termes(site, nom)
    yield places.page_des_territoires(site)
    yield from places.pages_des_lieux(site)
    yield lists.page_du_glossaire(site)
    yield from explore.pages(site)
    yield from letters.pages(site)
    yield from following.pages(site)


def redirections(site: Site) -> Iterator[Page]:
    """Yield the pages that lead on from where an entry was.

    Addresses never change: a renamed entry still answers at its old ones. It may have been of
    another kind then: the old name answers in the four folders. One that changed of kind alone
    says so by its own name, which no other entry ever bore.
    """
    for fiche in site.corpus.fiches.values():
        for ancien in dict.fromkeys(fiche.meta.anciens_identifiants):
            for dossier in PAR_DOSSIER:
                if (adresse := f"{dossier}/{ancien}/") != fiche.adresse:
                    yield Page(
                        adresse=adresse,
                        gabarit="redirection.html",
                        titre=site.vues[fiche.id].titre,
                        description="",
                        fil=(ACCUEIL,),
                        composer=fixe(Redirection(fiche.adresse)),
                    )
