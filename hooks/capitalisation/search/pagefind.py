"""The Pagefind index: the program that makes it, and what we make of it.

Written for Pagefind 1.5.2. Its inverted index is used, not its script: that answers with
whole queries only, cuts a word that it does not know down to a prefix, and cannot say what
a word alone gives. The browser reads the pieces of the index itself, where their form is
described: overrides/assets/recherche/index.js.

Its command numbers pages in the order in which the disk happens to list them: two machines
make two indexes of the same entries. Its service numbers them as they come.
Source: https://pagefind.app/docs/py-api/, pagefind/src/service of its sources
"""

from __future__ import annotations

import base64
import gzip
import importlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
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


class Indexation:
    """Pagefind at work, in a process of its own: documents are ranked as they are given."""

    def __init__(self, sortie: Path) -> None:
        """Start an index that will be written into `sortie`, which is emptied first."""
        self._sortie = sortie.resolve()
        self._messages = 0
        shutil.rmtree(sortie, ignore_errors=True)
        try:
            self._processus = subprocess.Popen(
                [str(_executable()), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as exc:
            raise ErreurPagefind(f"L’index de recherche n’a pas pu être fait : {exc}.") from exc
        self._demander("NewIndex", config=None)

    def ajouter(self, adresse: str, html: str) -> None:
        """Give the next document, and go on: Pagefind reads it meanwhile."""
        self._demander("AddFile", index_id=0, file_path=None, url=adresse, file_contents=html)

    def attendre(self) -> Path:
        """Wait for the end; return the folder of the index."""
        derniere = self._demander("WriteFiles", index_id=0, output_path=str(self._sortie))
        # Pagefind stops as soon as nobody can ask anything more of it: its input stays open.
        for reponse in self._reponses():
            if reponse["payload"]["type"] == "Error":
                raise self._echec(reponse["payload"]["message"])
            if reponse["message_id"] == derniere:
                self._processus.communicate()
                return self._sortie
        raise self._echec()

    def _demander(self, action: str, **contenu: Any) -> int:
        """Send a message, as JSON in base64 and a comma; return its number."""
        self._messages += 1
        message = {"message_id": self._messages, "payload": {"type": action, **contenu}}
        assert self._processus.stdin
        try:
            self._processus.stdin.write(base64.b64encode(json.dumps(message).encode()) + b",")
            self._processus.stdin.flush()
        except OSError as exc:  # Windows has another name for a broken pipe
            raise self._echec() from exc
        return self._messages

    def _reponses(self) -> Iterator[Json]:
        assert self._processus.stdout
        tuyau, reste = self._processus.stdout.fileno(), b""
        while lu := os.read(tuyau, 1 << 16):
            *entieres, reste = (reste + lu).split(b",")
            for reponse in entieres:
                yield json.loads(base64.b64decode(reponse))

    def _echec(self, raison: str = "") -> ErreurPagefind:
        """Stop Pagefind, and say why: what it answered, or what it said as it broke."""
        self._processus.kill()
        _, dit = self._processus.communicate()
        raison = raison or dit.decode(errors="replace").strip()
        return ErreurPagefind(
            "L’index de recherche n’a pas pu être fait. Pagefind dit :\n"
            f"{raison or f'code de sortie {self._processus.returncode}'}\n"
            "Vérifiez la place libre sur le disque et la mémoire, puis recommencez."
        )


def _executable() -> Path:
    try:
        paquet: Any = importlib.import_module("pagefind_bin")
        return Path(paquet.get_executable())
    except (ImportError, FileNotFoundError) as exc:
        raise ErreurPagefind(
            "Le programme « pagefind » manque : la recherche ne peut pas être préparée. "
            "Installez-le avec « pip install pagefind-bin==1.5.2 »."
        ) from exc


def terminer(sortie: Path, documents: Sequence[Document]) -> Json:
    """Write the fragment of each document, named by rank; return the table of the index.

    `documents`: as they were given to be indexed. The table: `edition`, which changes with
    the index and stands in all that goes with it, `total`, how many entries there are, and
    `morceaux`, the first word, the last word and the name of each piece of the index, in
    order.

    The catalogue's rows share these ranks: no table of ids has to be loaded. Pagefind's own
    fragments, named by hash, are left out.
    """
    meta = next(sortie.glob("*.pf_meta"))
    _, pages, morceaux, *_ = cbor2.loads(gzip.decompress(meta.read_bytes())[len(SIGNATURE) :])
    if len(pages) != len(documents):
        raise ErreurPagefind("L’index de recherche n’a pas toutes les entrées.")
    edition = meta.stem.rpartition("_")[2]
    fragments = sortie / "fragment"
    shutil.rmtree(fragments)

    def publier(rang: int) -> None:
        donnees = {"edition": edition, "fragments": [documents[rang].fragment()]}
        packing.ecrire(fragments / f"{rang}.gz", donnees)

    for _ in parallel.appliquer(publier, range(len(documents))):
        pass
    for motif in INUTILES:
        for fichier in sortie.glob(motif):
            fichier.unlink()
    return {"edition": edition, "total": len(documents), "morceaux": morceaux}
