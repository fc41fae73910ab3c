"""The map of the site: every page that a search engine may show, and when it last changed.

A page whose day nobody knows has none: a false one makes robots doubt all the others.
Source: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from ..corpus import Corpus, Fiche
from ..publication import Publication
from ..views import Annonce, Page
from ..xml import element

NOM = "sitemap.xml"
#: What one file may hold.
NOMBRE_MAX = 50_000
POIDS_MAX = 50 * 1024 * 1024
#: Old addresses, letters without anything left, and what shows only what a visitor asks or keeps.
SANS_INTERET = frozenset(
    {
        *("redirection.html", "lettre-vide.html", "recherche.html"),
        *("explorer/selection.html", "explorer/comparer.html"),
    }
)

_ESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
_TETE = '<?xml version="1.0" encoding="UTF-8"?>\n'

#: An address, and the language of what stands there.
Version = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Adresse:
    """A page by its address; `maj` is None when nobody knows when it changed.

    `versions`: the same text in other languages and in its own, or ().
    """

    adresse: str
    maj: dt.date | None = None
    versions: tuple[Version, ...] = ()


def adresses(pages: Iterable[Page | Annonce], corpus: Corpus) -> Iterator[Adresse]:
    """Yield those of the pages of `corpus` that a search engine may show."""
    groupes = versions(corpus)
    for page in pages:
        if page.gabarit in SANS_INTERET:
            continue
        if page.fiche:
            siennes = groupes.get(page.fiche.id, ())
            yield Adresse(page.adresse, page.fiche.mise_a_jour, siennes)
        else:
            yield Adresse(page.adresse, page.maj)


def versions(corpus: Corpus) -> Mapping[str, tuple[Version, ...]]:
    """Return the entries that are the same text in several languages: id → all of them."""
    groupes: dict[str, list[Fiche]] = {}
    for fiche in corpus.fiches.values():
        if (originale := _originale(fiche, corpus)) is not fiche:
            groupes.setdefault(originale.id, [originale]).append(fiche)
    return {
        fiche.id: tuple((f.adresse, f.meta.langue) for f in groupe)
        for groupe in groupes.values()
        for fiche in groupe
    }


def _originale(fiche: Fiche, corpus: Corpus) -> Fiche:
    """The text that `fiche` translates, be it through another translation; itself without one."""
    vues = {fiche.id}
    while (de := corpus.fiches.get(fiche.meta.traduction_de or "")) and de.id not in vues:
        vues.add(de.id)
        fiche = de
    return fiche


def ecrire(
    dossier: Path,
    plan: Iterable[Adresse],
    publication: Publication,
    *,
    nombre: int = NOMBRE_MAX,
    poids: int = POIDS_MAX,
) -> None:
    """Write the map in `dossier`, plain and compressed: in parts, listed, when one is too much.

    `nombre` addresses and `poids` bytes at most in a file. Raises OSError.
    """
    lots = list(_lots((_url(adresse, publication) for adresse in plan), nombre, poids))
    if len(lots) == 1:
        contenu = _urlset(lots[0])
    else:
        noms = [f"sitemap-{rang}.xml" for rang in range(1, len(lots) + 1)]
        for nom, lot in zip(noms, lots, strict=True):
            (dossier / nom).write_bytes(_urlset(lot))
        parties = (f"<sitemap>{element('loc', publication.page(nom))}</sitemap>\n" for nom in noms)
        contenu = f"{_TETE}<sitemapindex {_ESPACES}>\n{''.join(parties)}</sitemapindex>\n".encode()
    (dossier / NOM).write_bytes(contenu)
    (dossier / f"{NOM}.gz").write_bytes(gzip.compress(contenu, mtime=0))


def _lots(urls: Iterable[bytes], nombre: int, poids: int) -> Iterator[list[bytes]]:
    """Cut `urls` into files that are small enough; there is always a first one."""
    vide = len(_urlset([]))
    lot: list[bytes] = []
    pese = vide
    for url in urls:
        if lot and (len(lot) == nombre or pese + len(url) > poids):
            yield lot
            lot, pese = [], vide
        lot.append(url)
        pese += len(url)
    yield lot


def _urlset(lot: list[bytes]) -> bytes:
    return b"".join((f"{_TETE}<urlset {_ESPACES}>\n".encode(), *lot, b"</urlset>\n"))


def _url(adresse: Adresse, publication: Publication) -> bytes:
    def absolue(relative: str) -> str:
        return publication.page(quote(relative))

    jour = element("lastmod", adresse.maj.isoformat()) if adresse.maj else ""
    autres = "".join(
        f'<xhtml:link rel="alternate" hreflang="{langue}" href={quoteattr(absolue(page))}/>'
        for page, langue in adresse.versions
    )
    return f"<url>{element('loc', absolue(adresse.adresse))}{jour}{autres}</url>\n".encode()
