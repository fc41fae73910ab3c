"""Books that are drawn already: the same ingredients give the same book, so none is drawn twice."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.metadata
import os
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from ..replacing import en_entier

#: Days that a book nobody asked for is kept.
PEREMPTION = 30
#: What draws them: another version may draw another book.
_OUTILS = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "pyphen")
_PANGO = "libpango-1.0.dylib" if sys.platform == "darwin" else "libpango-1.0.so.0"


class Reserve:
    """A folder of books, each under the SHA-256 of all that it is made of."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier

    def prendre(
        self, forme: str, ingredients: Mapping[str, bytes], faire: Callable[[], bytes]
    ) -> bytes:
        """Return the book that is kept, or what `faire` makes, which is kept."""
        empreinte = hashlib.sha256(f"{forme} {_outils()}".encode())
        for nom, octets in ingredients.items():
            empreinte.update(hashlib.sha256(nom.encode()).digest())
            empreinte.update(hashlib.sha256(octets).digest())
        fichier = self.dossier / f"{empreinte.hexdigest()}.{forme}"
        with contextlib.suppress(OSError):
            gardes = fichier.read_bytes()
            os.utime(fichier)
            return gardes
        octets = faire()
        # Where nothing can be kept, the next build draws again.
        with contextlib.suppress(OSError), en_entier(fichier) as sortie:
            sortie.write(octets)
        return octets

    def menage(self) -> None:
        """Throw away what no build has asked for in a month."""
        limite = time.time() - PEREMPTION * 86_400
        with contextlib.suppress(OSError):
            for fichier in self.dossier.iterdir():
                if fichier.stat().st_mtime < limite:
                    fichier.unlink(missing_ok=True)


@cache
def _outils() -> str:
    """The versions of what draws books, this code included."""
    code = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        code.update(module.read_bytes())
    versions = [f"{outil} {_version(outil)}" for outil in _OUTILS]
    return " ".join((*versions, f"pango {_pango()}", code.hexdigest()))


def _version(outil: str) -> str:
    try:
        return importlib.metadata.version(outil)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _pango() -> int:
    """The version of the system's Pango, 0 where there is none; WeasyPrint would take a second."""
    try:
        return int(ctypes.CDLL(_PANGO).pango_version())
    except (OSError, AttributeError):
        return 0
