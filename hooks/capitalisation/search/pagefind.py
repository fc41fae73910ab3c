"""The Pagefind index: the command that makes it, and what we make of it.

Written for Pagefind 1.5.2. Its inverted index is used, not its script: that answers with
whole queries only, cuts a word that it does not know down to a prefix, and cannot say what
a word alone gives. The browser reads the pieces of the index itself, where their form is
described: overrides/assets/recherche/index.js.

Pagefind names fragments by hash; we name them by the rank of the page in the index, which
the rows of the catalogue share: no table of ids has to be loaded.
"""

from __future__ import annotations

import gzip
import importlib
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cbor2

from .. import parallel
from . import packing
from .documents import Document

SIGNATURE = b"pagefind_dcd"
#: What Pagefind writes and none of our pages loads, once the table is made of it.
INUTILES = ("*.js", "*.css", "wasm.*.pagefind", "pagefind-entry.json", "*.pf_meta")
Json = dict[str, Any]
#: The table of an index without entries.
VIDE: Json = {"edition": "", "total": 0, "morceaux": []}


class ErreurPagefind(RuntimeError):
    """The index could not be made; the message is for whoever builds the site."""


def fichier_de(adresse: str) -> str:
    """The file where the document of an entry is to be written: one less folder each."""
    return f"{adresse.rstrip('/')}.html"


def adresse_de(url: str) -> str:
    """The address of the entry whose document Pagefind found at `url`."""
    return url.strip("/").removesuffix(".html") + "/"


class Indexation:
    """Pagefind at work, in a process of its own."""

    def __init__(self, source: Path, sortie: Path) -> None:
        """Start to index the HTML files of `source` into `sortie`, which is emptied first."""
        self._sortie = sortie.resolve()
        shutil.rmtree(sortie, ignore_errors=True)
        commande = [str(_executable()), "--site", str(source)]
        commande += ["--output-path", str(self._sortie), "--silent"]
        try:
            # Run from `source`: a pagefind.yml of the current folder would change the index.
            self._processus = subprocess.Popen(
                commande, cwd=source, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
        except OSError as exc:
            raise ErreurPagefind(f"L’index de recherche n’a pas pu être fait : {exc}.") from exc

    def attendre(self) -> Path:
        """Wait for the end; return the folder of the index."""
        dit, _ = self._processus.communicate()
        code = self._processus.returncode
        if code or not (self._sortie / "pagefind-entry.json").is_file():
            raise ErreurPagefind(
                "L’index de recherche n’a pas pu être fait. Pagefind dit :\n"
                f"{dit.strip() or f'code de sortie {code}'}\n"
                "Vérifiez la place libre sur le disque et la mémoire, puis recommencez."
            )
        return self._sortie


def _executable() -> Path:
    try:
        paquet: Any = importlib.import_module("pagefind_bin")
        return Path(paquet.get_executable())
    except (ImportError, FileNotFoundError) as exc:
        raise ErreurPagefind(
            "Le programme « pagefind » manque : la recherche ne peut pas être préparée. "
            "Installez-le avec « pip install pagefind-bin==1.5.2 »."
        ) from exc


def terminer(sortie: Path, documents: Mapping[str, Document]) -> tuple[Json, list[str]]:
    """Put the published text in each fragment; return the table of the index and its order.

    `documents` is keyed by address; the order is that of addresses by rank. The table:
    `edition`, which changes with the index and stands in all that goes with it, `total`, how
    many entries there are, and `morceaux`, the first word, the last word and the name of
    each piece of the index, in order.
    """
    meta = next(sortie.glob("*.pf_meta"))
    _, pages, morceaux, *_ = cbor2.loads(gzip.decompress(meta.read_bytes())[len(SIGNATURE) :])
    edition = meta.stem.rpartition("_")[2]

    def publier(rang: int) -> str:
        fichier = sortie / "fragment" / f"{pages[rang][0]}.pf_fragment"
        indexe = json.loads(gzip.decompress(fichier.read_bytes())[len(SIGNATURE) :])
        document = documents[adresse_de(indexe["url"])]
        donnees = {"edition": edition, **document.fragment()}
        packing.ecrire(fichier.with_name(f"{rang}.gz"), donnees)
        fichier.unlink()
        return document.adresse

    ordre = list(parallel.appliquer(publier, range(len(pages))))
    if len(ordre) != len(documents):
        raise ErreurPagefind("L’index de recherche n’a pas toutes les entrées.")
    for motif in INUTILES:
        for fichier in sortie.glob(motif):
            fichier.unlink()
    return {"edition": edition, "total": len(ordre), "morceaux": morceaux}, ordre
