"""The Pagefind index: the command that makes it, and what we do to its fragments.

Written for Pagefind 1.5.2. A fragment is a gzipped JSON behind a signature; its
`content` is split on white space by the browser, and a result names the words
that matched by their rank. Only the text is replaced, word for word.
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

from .. import parallel
from .documents import MARQUE, Document

SIGNATURE = b"pagefind_dcd"
#: What Pagefind writes and none of our pages loads.
INUTILES = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "wasm.unknown.pagefind",
)


class ErreurPagefind(RuntimeError):
    """The index could not be made; the message is for whoever builds the site."""


def fichier_de(adresse: str) -> str:
    """The file where the document of an entry is to be written: one less folder each."""
    return f"{adresse.rstrip('/')}.html"


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
        """Wait for the end; return the folder of the index, without what no page loads."""
        dit, _ = self._processus.communicate()
        code = self._processus.returncode
        if code or not (self._sortie / "pagefind.js").is_file():
            raise ErreurPagefind(
                "L’index de recherche n’a pas pu être fait. Pagefind dit :\n"
                f"{dit.strip() or f'code de sortie {code}'}\n"
                "Vérifiez la place libre sur le disque et la mémoire, puis recommencez."
            )
        for motif in INUTILES:
            for fichier in self._sortie.glob(motif):
                fichier.unlink()
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


def rendre_la_typographie(sortie: Path, documents: Mapping[str, Document]) -> dict[str, str]:
    """Give each fragment its published text; return address → Pagefind's result id.

    `documents` is keyed by address.
    """

    def rendre(fichier: Path) -> tuple[str, str]:
        fragment = json.loads(_lire(fichier))
        adresse = str(fragment["url"]).strip("/").removesuffix(".html") + "/"
        document = documents[adresse]
        mots = len(str(fragment["content"]).split())
        if mots == document.mots:
            fragment["content"] = document.contenu
        else:
            # The words do not stand where we think: better plain text than a wrong excerpt.
            fragment["content"] = str(fragment["content"]).replace(MARQUE, "")
        fragment["url"] = adresse
        fragment["meta"] = document.meta
        _ecrire(fichier, fragment)
        return adresse, fichier.stem

    fichiers = sorted((sortie / "fragment").glob("*.pf_fragment"))
    return dict(parallel.appliquer(rendre, fichiers))


def _lire(fichier: Path) -> bytes:
    return gzip.decompress(fichier.read_bytes()).removeprefix(SIGNATURE)


def _ecrire(fichier: Path, fragment: dict[str, Any]) -> None:
    texte = json.dumps(fragment, ensure_ascii=False, separators=(",", ":"))
    # mtime: the same corpus gives the same bytes.
    fichier.write_bytes(gzip.compress(SIGNATURE + texte.encode(), compresslevel=9, mtime=0))
