"""What tells two versions of a text, or of our own programs, apart."""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
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


def des_fichiers(racine: Path) -> str:
    """Return the fingerprint of all that stands under `racine`, names included. Raises OSError."""
    somme = hashlib.sha256()
    for dossier, sous_dossiers, noms in os.walk(racine):
        sous_dossiers[:] = sorted(set(sous_dossiers) - {"__pycache__"})
        for nom in sorted(noms):
            fichier = Path(dossier, nom)
            relatif, octets = str(fichier.relative_to(racine)), fichier.read_bytes()
            somme.update(f"{len(relatif)}:{relatif}{len(octets)}:".encode())
            somme.update(octets)
    return somme.hexdigest()


@cache
def du_code() -> str:
    """Return the fingerprint of this package: all that makes pages of fiches, but its libraries."""
    return des_fichiers(Path(__file__).parent)


@cache
def des_bibliotheques() -> str:
    """Return the fingerprint of Python and of the libraries that are installed, by their names."""
    installees = {
        installee.name
        for dossier in map(Path, sys.path)
        if dossier.is_dir()
        for installee in dossier.glob("*.dist-info")
    }
    return empreinte([sys.version, zlib.ZLIB_RUNTIME_VERSION, *sorted(installees)])
