"""Is an archive whole, and as it was written?"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from .writing import MANIFESTE, SCEAU, empreinte_jusqu_a

#: More than the manifest of two hundred thousand files.
_MANIFESTE_MAX = 32 << 20
#: What zip files are made of; the others have readers, and errors, of their own.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What reading a damaged zip may raise.
_ILLISIBLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Ecart:
    """What differs: the file, and how. `fichier` is "" for the zip itself."""

    fichier: str
    message: str


@dataclass(frozen=True, slots=True)
class Examen:
    """What an archive says of itself, and all that contradicts it."""

    version: str
    date: dt.date | None
    fichiers: int
    ecarts: list[Ecart]


def examiner(chemin: Path) -> Examen:
    """Compare an archive with its manifest. Raises OSError when the file cannot be opened."""
    with chemin.open("rb") as octets:
        try:
            with zipfile.ZipFile(octets) as archive:
                return _examiner(archive, octets)
        except _ILLISIBLE:
            return _refus("", "ce n’est pas une archive zip, ou elle est coupée")


def _refus(fichier: str, message: str) -> Examen:
    return Examen("", None, 0, [Ecart(fichier, message)])


def _examiner(archive: zipfile.ZipFile, octets: BinaryIO) -> Examen:
    presents = Counter(info.filename for info in archive.infolist())
    if MANIFESTE not in presents:
        return _refus(MANIFESTE, "manque : ce n’est pas une archive d’Inspir’action")
    try:
        lu = _lire_le_manifeste(archive)
        date = dt.date.fromisoformat(lu["date"])
        attendus: dict[str, str] = lu["fichiers"]
        version = str(lu["version"])
        if not version.isprintable():
            raise ValueError(MANIFESTE)
        connus = {*attendus, MANIFESTE}
        if not all(isinstance(e, str) for e in attendus.values()):
            raise TypeError(MANIFESTE)
    except (*_ILLISIBLE, LookupError, TypeError, AttributeError):
        return _refus(MANIFESTE, "a été modifié : il ne se lit plus")
    ecarts = [Ecart(n, f"figure {fois} fois") for n, fois in presents.items() if fois > 1]
    ecarts += [Ecart(n, "a été ajouté") for n in presents if n not in connus]
    for nom, empreinte in attendus.items():
        if nom not in presents:
            ecarts.append(Ecart(nom, "manque"))
        elif _empreinte(archive, nom) != empreinte:
            ecarts.append(Ecart(nom, "a été modifié"))
    if not ecarts and not _contenant_intact(octets):
        ecarts = [Ecart("", "le zip a été modifié autour de ses fichiers")]
    return Examen(version, date, len(attendus) + 1, sorted(ecarts))


def manifeste(chemin: Path) -> dict[str, Any]:
    """Return what an archive that was just written says of itself."""
    with zipfile.ZipFile(chemin) as archive:
        return _lire_le_manifeste(archive)


def _lire_le_manifeste(archive: zipfile.ZipFile) -> dict[str, Any]:
    info = archive.getinfo(MANIFESTE)
    if info.file_size > _MANIFESTE_MAX or info.compress_type not in _COMPRESSIONS:
        raise ValueError(MANIFESTE)
    lu = json.loads(archive.read(MANIFESTE))
    if not isinstance(lu, dict):
        raise TypeError(MANIFESTE)
    return lu


def _empreinte(archive: zipfile.ZipFile, nom: str) -> str:
    if archive.getinfo(nom).compress_type not in _COMPRESSIONS:
        return ""
    try:
        with archive.open(nom) as contenu:
            empreinte = hashlib.sha256()
            while morceau := contenu.read(1 << 20):
                empreinte.update(morceau)
            return empreinte.hexdigest()
    except _ILLISIBLE:
        return ""


def _contenant_intact(octets: BinaryIO) -> bool:
    """True when nothing was changed around the files either: headers, directory, padding."""
    fin = octets.seek(0, os.SEEK_END) - SCEAU
    octets.seek(0)
    return empreinte_jusqu_a(octets, fin).hexdigest().encode() == octets.read()
