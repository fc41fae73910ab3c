"""What tells two versions of a text, or of our own programs, apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def empreinte(textes: Iterable[str]) -> str:
    """Return the SHA-256 of `textes`, in hexadecimal; no two lists of texts share one."""
    somme = hashlib.sha256()
    for texte in textes:
        octets = texte.encode("utf-8", "surrogatepass")
        somme.update(b"%d:" % len(octets))
        somme.update(octets)
    return somme.hexdigest()


@cache
def du_code() -> str:
    """Return the fingerprint of this package: all that makes pages of fiches, but its libraries."""
    racine = Path(__file__).parent
    modules = sorted(racine.rglob("*.py"))
    return empreinte(
        texte for m in modules for texte in (str(m.relative_to(racine)), m.read_text("utf-8"))
    )
