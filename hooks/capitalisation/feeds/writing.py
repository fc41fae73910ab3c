"""Every file of every feed, its entries written once per format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from ..corpus import Fiche
from ..publication import Publication
from ..views.site import Site
from . import atom, jsonfeed
from .channels import Flux
from .news import Nouvelle, annoncer

#: Name of the file → what writes an entry, what writes a feed of entries once written.
FORMATS: dict[
    str, tuple[Callable[[Nouvelle], str], Callable[[Flux, Iterable[str], Publication], str]]
] = {
    atom.NOM: (atom.fragment, atom.composer),
    jsonfeed.NOM: (jsonfeed.fragment, jsonfeed.composer),
}


def fichiers(
    site: Site, en_ligne: Publication, formats: Iterable[str] = tuple(FORMATS)
) -> Iterator[tuple[str, Flux, Callable[[], bytes]]]:
    """Yield the address of every feed of `site`, what it follows, and what writes it.

    `en_ligne` names the site in them.
    """
    # One format after the other: the entries of a large base fill memory once, not twice.
    for nom in formats:
        yield from _d_un_format(site, en_ligne, nom)


def _d_un_format(
    site: Site, en_ligne: Publication, nom: str
) -> Iterator[tuple[str, Flux, Callable[[], bytes]]]:
    ecrire, composer = FORMATS[nom]

    @cache
    def fragment(fiche: Fiche) -> str:
        return ecrire(annoncer(site, fiche, en_ligne))

    def contenu(flux: Flux) -> bytes:
        return composer(flux, map(fragment, flux.fiches), en_ligne).encode()

    for flux in site.flux.values():
        yield flux.page + nom, flux, partial(contenu, flux)
