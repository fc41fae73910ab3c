"""Every entry for reference managers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from ..references import Reference, bibtex, csl, ris
from ..slices import Forme, Tranches
from ..views.site import Site
from .records import Fichier

RIS, BIBTEX, CSL = "catalogue.ris", "catalogue.bib", "catalogue.csl.json"


def fichiers(tranches: Tranches) -> Iterator[Fichier]:
    """Yield the bibliographies, one a format."""
    yield Fichier(
        RIS,
        "Références pour Zotero, EndNote et Mendeley",
        "Une référence par entrée, pour la plupart des logiciels de bibliographie.",
        "application/x-research-info-systems",
        "references",
        partial(tranches.de, RIS),
    )
    yield Fichier(
        BIBTEX,
        "Références pour LaTeX et JabRef",
        "Une référence par entrée, pour les logiciels de bibliographie qui lisent BibTeX.",
        "application/x-bibtex",
        "references",
        partial(tranches.de, BIBTEX),
    )
    yield Fichier(
        CSL,
        "Références pour Pandoc et Zotero",
        "Une référence par entrée, en CSL-JSON, que lisent les moteurs de citation.",
        "application/vnd.citationstyles.csl+json",
        "references",
        partial(_csl, tranches),
    )


def formes(site: Site) -> Iterator[tuple[str, Forme]]:
    """Yield how each of them writes an entry."""

    def forme(ecrire: Callable[[Reference], str], separateur: bytes = b"") -> Forme:
        return Forme(lambda fiche: ecrire(site.reference(fiche)).encode(), separateur)

    encoder = json.JSONEncoder(ensure_ascii=False).encode
    yield RIS, forme(lambda reference: f"{ris(reference)}\n")
    yield BIBTEX, forme(lambda reference: f"{bibtex(reference)}\n")
    yield CSL, forme(lambda reference: encoder(csl(reference)), b",\n")


def _csl(tranches: Tranches) -> Iterator[bytes]:
    """Yield a CSL-JSON file, an item a line."""
    if not tranches.corpus.fiches:
        yield b"[]\n"
        return
    yield b"[\n"
    yield from tranches.de(CSL)
    yield b"\n]\n"
