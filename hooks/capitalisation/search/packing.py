"""What the browser loads for a search: JSON, compressed beforehand for plain servers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any


def comprimer(donnees: Any) -> bytes:
    """Return `donnees` as gzipped JSON. The same data give the same bytes."""
    return presser(json.dumps(donnees, ensure_ascii=False, separators=(",", ":")).encode())


def presser(octets: bytes) -> bytes:
    """Return `octets` gzipped, the same ones always in the same way."""
    octets = gzip.compress(octets, compresslevel=6, mtime=0)
    # The tenth byte names a system; versions of Python do not agree on it (RFC 1952, « OS »).
    return octets[:9] + b"\xff" + octets[10:]


def ecrire(fichier: Path, donnees: Any) -> None:
    """Write `donnees`, compressed; its folder is made."""
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_bytes(comprimer(donnees))


def lire(fichier: Path) -> Any:
    """Return what `ecrire` wrote."""
    return json.loads(gzip.decompress(fichier.read_bytes()))
