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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cbor2

from . import packing
from .documents import Document

SIGNATURE = b"pagefind_dcd"
Json = dict[str, Any]
#: The table of an index without entries.
VIDE: Json = {"total": 0, "morceaux": []}
#: The first message opens the index, the others follow in the order of ranks.
_PREMIER = 1


class ErreurPagefind(RuntimeError):
    """The index could not be made; the message is for whoever builds the site."""


def message(rang: int, adresse: str, html: str) -> bytes:
    """Return what gives Pagefind the document of an entry; ranks begin at 0."""
    return _coder(
        _PREMIER + 1 + rang,
        "AddFile",
        {"index_id": 0, "file_path": None, "url": adresse, "file_contents": html},
    )


def _coder(numero: int, action: str, contenu: Json) -> bytes:
    """A message: JSON in base64, and a comma."""
    texte = json.dumps({"message_id": numero, "payload": {"type": action, **contenu}})
    return base64.b64encode(texte.encode()) + b","


class Indexation:
    """Pagefind at work, in a process of its own: documents are ranked as they are given."""

    def __init__(self, sortie: Path) -> None:
        """Start an index that will be written into `sortie`, which is emptied first."""
        self._sortie = sortie.resolve()
        #: What Pagefind writes, of which our pages load the pieces of the index alone.
        self._brut = self._sortie / "brut"
        self._total = 0
        shutil.rmtree(sortie, ignore_errors=True)
        try:
            (self._sortie / "fragment").mkdir(parents=True)
            self._processus = subprocess.Popen(
                [str(_executable()), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as exc:
            raise ErreurPagefind(f"L’index de recherche n’a pas pu être fait : {exc}.") from exc
        self._envoyer(_coder(_PREMIER, "NewIndex", {"config": None}))

    def ajouter(self, messages: bytes) -> None:
        """Give the next documents, and go on: Pagefind reads them meanwhile."""
        self._envoyer(messages)

    def lancer(self, total: int) -> None:
        """Have the index written: `total` documents were given."""
        self._total = total
        contenu = {"index_id": 0, "output_path": str(self._brut)}
        self._envoyer(_coder(_PREMIER + 1 + total, "WriteFiles", contenu))

    def attendre(self) -> Json:
        """Wait for the end; return the table of the index.

        The table: `total`, how many entries there are, and `morceaux`, the first word, the last
        word and the name of each piece of the index, in order.
        """
        # Pagefind stops as soon as nobody can ask anything more of it: its input stays open.
        for reponse in self._reponses():
            if reponse["payload"]["type"] == "Error":
                raise self._echec(reponse["payload"]["message"])
            if reponse["message_id"] == _PREMIER + 1 + self._total:
                self._processus.communicate()
                return self._ranger()
        raise self._echec()

    def _ranger(self) -> Json:
        """Keep the pieces of the index: the catalogue's rows share their ranks."""
        meta = next(self._brut.glob("*.pf_meta"))
        _, pages, morceaux, *_ = cbor2.loads(gzip.decompress(meta.read_bytes())[len(SIGNATURE) :])
        if len(pages) != self._total:
            raise ErreurPagefind("L’index de recherche n’a pas toutes les entrées.")
        (self._brut / "index").rename(self._sortie / "index")
        shutil.rmtree(self._brut)
        return {"total": self._total, "morceaux": morceaux}

    def _envoyer(self, messages: bytes) -> None:
        assert self._processus.stdin
        try:
            self._processus.stdin.write(messages)
            self._processus.stdin.flush()
        except OSError as exc:  # Windows has another name for a broken pipe
            raise self._echec() from exc

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


def publier(sortie: Path, rang: int, document: Document, edition: str) -> None:
    """Write what readers are shown of an entry, named by its rank, with the index of `sortie`."""
    packing.ecrire(
        sortie / "fragment" / f"{rang}.gz",
        {"edition": edition, "fragments": [document.fragment()]},
    )


def _executable() -> Path:
    try:
        paquet: Any = importlib.import_module("pagefind_bin")
        return Path(paquet.get_executable())
    except (ImportError, FileNotFoundError) as exc:
        raise ErreurPagefind(
            "Le programme « pagefind » manque : la recherche ne peut pas être préparée. "
            "Installez-le avec « pip install --require-hashes -r requirements.txt »."
        ) from exc
