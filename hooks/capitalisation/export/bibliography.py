"""Every entry for reference managers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from ..references import Reference, bibtex, csl, ris
from ..views.site import Site
from .records import Fichier


def fichiers(site: Site) -> Iterator[Fichier]:
    """Yield the bibliographies, one a format."""
    yield Fichier(
        "catalogue.ris",
        "Références pour Zotero, EndNote et Mendeley",
        "Une référence par entrée, pour la plupart des logiciels de bibliographie.",
        "application/x-research-info-systems",
        "references",
        partial(_octets, site, ris),
    )
    yield Fichier(
        "catalogue.bib",
        "Références pour LaTeX et JabRef",
        "Une référence par entrée, pour les logiciels de bibliographie qui lisent BibTeX.",
        "application/x-bibtex",
        "references",
        partial(_octets, site, bibtex),
    )
    yield Fichier(
        "catalogue.csl.json",
        "Références pour Pandoc et Zotero",
        "Une référence par entrée, en CSL-JSON, que lisent les moteurs de citation.",
        "application/vnd.citationstyles.csl+json",
        "references",
        partial(_csl, site),
    )


def _csl(site: Site) -> Iterator[bytes]:
    """Yield a CSL-JSON file, an item a line."""
    debut = b"["
    for identifiant in sorted(site.corpus.fiches):
        item = csl(site.reference(site.corpus.fiches[identifiant]))
        yield debut + b"\n" + json.dumps(item, ensure_ascii=False).encode()
        debut = b","
    yield b"\n]\n" if debut == b"," else b"[]\n"


def _octets(site: Site, ecrire: Callable[[Reference], str]) -> Iterator[bytes]:
    """Yield the reference of each entry, by identifier, as `ecrire` writes it."""
    for identifiant in sorted(site.corpus.fiches):
        fiche = site.corpus.fiches[identifiant]
        yield f"{ecrire(site.reference(fiche))}\n".encode()
