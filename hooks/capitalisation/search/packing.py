"""What the browser loads for a search: JSON, compressed beforehand for plain servers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any


def ecrire(fichier: Path, donnees: Any) -> None:
    """Write `donnees` as gzipped JSON; its folder is made. The same data give the same bytes."""
    texte = json.dumps(donnees, ensure_ascii=False, separators=(",", ":"))
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_bytes(gzip.compress(texte.encode(), compresslevel=9, mtime=0))


def lire(fichier: Path) -> Any:
    """Return what `ecrire` wrote."""
    return json.loads(gzip.decompress(fichier.read_bytes()))
