"""What tells two versions of a text, or of our own programs, apart."""

from __future__ import annotations

import hashlib
import os
import sys
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
    somme = hashlib.sha256()
    for dossier, sous_dossiers, noms in os.walk(Path(__file__).parent):
        sous_dossiers[:] = sorted(set(sous_dossiers) - {"__pycache__"})
        for nom in sorted(noms):
            octets = Path(dossier, nom).read_bytes()
            somme.update(f"{len(nom)}:{nom}{len(octets)}:".encode())
            somme.update(octets)
    return somme.hexdigest()


@cache
def des_bibliotheques() -> str:
    """Return the fingerprint of Python and of the libraries that are installed, by their names."""
    installees = {
        installee.name
        for dossier in map(Path, sys.path)
        if dossier.is_dir()
        for installee in dossier.glob("*.dist-info")
    }
    return empreinte([sys.version, *sorted(installees)])
