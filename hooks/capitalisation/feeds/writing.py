"""Every file of every feed, its entries written once per format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

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
) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the content of every feed of `site`; `en_ligne` names it in them."""
    # One format after the other: the entries of a large base fill memory once, not twice.
    for nom in formats:
        ecrire, composer = FORMATS[nom]
        ecrites: dict[str, str] = {}
        for flux in site.flux.values():
            for fiche in flux.fiches:
                if fiche.id not in ecrites:
                    ecrites[fiche.id] = ecrire(annoncer(site, fiche, en_ligne))
            siennes = (ecrites[fiche.id] for fiche in flux.fiches)
            yield flux.page + nom, composer(flux, siennes, en_ligne).encode()
