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
from .merging import SIGNATURE, Morceau, Partie, reunir

Json = dict[str, Any]
#: The table of an index without entries.
VIDE: Json = {"total": 0, "morceaux": []}
#: Bytes of messages that one Pagefind reads: it takes some thirty times as much memory.
OCTETS_MAX = 64 * 1024 * 1024
#: Numbers of messages; those of documents follow.
_OUVRIR, _ECRIRE, _PREMIER = 1, 2, 3


class ErreurPagefind(RuntimeError):
    """The index could not be made; the message is for whoever builds the site."""


def message(rang: int, adresse: str, html: str) -> bytes:
    """Return what gives Pagefind the document of an entry; ranks begin at 0."""
    return _coder(
        _PREMIER + rang,
        "AddFile",
        {"index_id": 0, "file_path": None, "url": adresse, "file_contents": html},
    )


def _coder(numero: int, action: str, contenu: Json) -> bytes:
    """A message: JSON in base64, and a comma."""
    texte = json.dumps({"message_id": numero, "payload": {"type": action, **contenu}})
    return base64.b64encode(texte.encode()) + b","


class Indexation:
    """The index of a site: documents are ranked as they are given.

    A large base is read by several Pagefinds, one after the other, and made one index of.
    """

    def __init__(self, sortie: Path, octets_max: int = OCTETS_MAX) -> None:
        """Start an index that will be written into `sortie`, which is emptied first.

        One Pagefind is given `octets_max` bytes of messages at most, or one call of `ajouter`.
        """
        self._sortie = sortie.resolve()
        self._octets_max = octets_max
        self._lectures: list[_Lecture] = []
        shutil.rmtree(sortie, ignore_errors=True)
        try:
            (self._sortie / "fragment").mkdir(parents=True)
        except OSError as exc:
            raise ErreurPagefind(f"L’index de recherche n’a pas pu être fait : {exc}.") from exc

    def ajouter(self, messages: bytes, nombre: int) -> None:
        """Give the next `nombre` documents, and go on: Pagefind reads them meanwhile."""
        lecture = self._lectures[-1] if self._lectures else None
        if lecture is None or lecture.octets + len(messages) > self._octets_max:
            self.lancer()
            lecture = _Lecture(self._sortie / f"brut-{len(self._lectures)}")
            self._lectures.append(lecture)
        lecture.ajouter(messages, nombre)

    def lancer(self) -> None:
        """Have the index written: all documents were given."""
        if self._lectures:
            self._lectures[-1].lancer()

    def attendre(self) -> Json:
        """Wait for the end; return the table of the index.

        The table: `total`, how many entries there are, and `morceaux`, the first word, the last
        word and the name of each piece of the index, in order.
        """
        parties: list[Partie] = []
        total = 0
        for lecture in self._lectures:
            parties.append(Partie(lecture.sortie / "index", lecture.attendre(), total))
            total += lecture.nombre
        morceaux = reunir(parties, self._sortie / "index") if parties else []
        for lecture in self._lectures:
            shutil.rmtree(lecture.sortie)
        return {"total": total, "morceaux": morceaux}


class _Lecture:
    """One Pagefind at work, in a process of its own; it writes `sortie`."""

    def __init__(self, sortie: Path) -> None:
        self.sortie = sortie
        self.nombre = self.octets = 0
        try:
            self._processus = subprocess.Popen(
                [str(_executable()), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as exc:
            raise ErreurPagefind(f"L’index de recherche n’a pas pu être fait : {exc}.") from exc
        self._envoyer(_coder(_OUVRIR, "NewIndex", {"config": None}))

    def ajouter(self, messages: bytes, nombre: int) -> None:
        self.octets += len(messages)
        self.nombre += nombre
        self._envoyer(messages)

    def lancer(self) -> None:
        contenu = {"index_id": 0, "output_path": str(self.sortie)}
        self._envoyer(_coder(_ECRIRE, "WriteFiles", contenu))

    def attendre(self) -> list[Morceau]:
        """Wait until all is written; return the pieces of the index in order."""
        # Pagefind stops as soon as nobody can ask anything more of it: its input stays open.
        for reponse in self._reponses():
            if reponse["payload"]["type"] == "Error":
                raise self._echec(reponse["payload"]["message"])
            if reponse["message_id"] == _ECRIRE:
                self._processus.communicate()
                return self._morceaux()
        raise self._echec()

    def _morceaux(self) -> list[Morceau]:
        meta = next(self.sortie.glob("*.pf_meta"))
        _, pages, morceaux, *_ = cbor2.loads(gzip.decompress(meta.read_bytes())[len(SIGNATURE) :])
        if len(pages) != self.nombre:
            raise ErreurPagefind("L’index de recherche n’a pas toutes les entrées.")
        return [(premier, dernier, nom) for premier, dernier, nom in morceaux]

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
