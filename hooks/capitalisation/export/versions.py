"""The version of the data, and those before it: what a file that one kept can be compared with.

A version is the day of the base and the beginning of a hash of the files: the same data have the
same version, whenever they are built. The site keeps no previous file, only what it was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..views.site import Site
from .families import DESCRIPTIONS
from .records import Ecrit, Fichier
from .whole import jour_de_la_base

NOM = "versions.json"
SOMMES = "SHA256SUMS"
#: Versions that the list keeps, and bytes that it may weigh to be read again.
VERSIONS_MAX = 100
TAILLE_MAX = 4_000_000


class _Bloc(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Empreinte(_Bloc):
    taille: Annotated[int, Field(ge=0, le=1 << 40)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Version(_Bloc):
    """The files of one version by name."""

    version: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{8}$")]
    date: dt.date
    fichiers: Annotated[
        dict[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,79}$")], Empreinte],
        Field(max_length=200),
    ]


class _Liste(_Bloc):
    """What versions.json holds, the newest first."""

    versions: Annotated[tuple[Version, ...], Field(strict=False, max_length=VERSIONS_MAX)]


class Illisible(ValueError):
    """A list of versions that is not one; the message says why, in French."""


def lire(chemin: Path) -> tuple[Version, ...]:
    """Return the versions of a published list, the newest first.

    Raises `Illisible` for what is not such a list, whoever served it, and OSError.
    """
    with chemin.open("rb") as flux:
        octets = flux.read(TAILLE_MAX + 1)
    if len(octets) > TAILLE_MAX:
        raise Illisible("elle pèse plus de 4 Mo")
    try:
        return _Liste.model_validate_json(octets).versions
    except ValidationError as exc:
        ou = ".".join(map(str, exc.errors()[0]["loc"])) or "le début"
        raise Illisible(f"elle n’a pas la forme attendue (à « {ou[:60]} »)") from exc


def dater(site: Site, donnees: Sequence[Ecrit]) -> Version:
    """Return the version that files of data are."""
    date = jour_de_la_base(site)
    noms = "".join(f"{e.empreinte}  {e.fichier.nom}\n" for e in donnees)
    return Version(
        version=f"{date.isoformat()}-{hashlib.sha256(noms.encode()).hexdigest()[:8]}",
        date=date,
        fichiers={e.fichier.nom: Empreinte(taille=e.taille, sha256=e.empreinte) for e in donnees},
    )


def suivre(version: Version, precedentes: Sequence[Version]) -> tuple[Version, ...]:
    """Return the list that `version` begins; one that comes back stands there once."""
    autres = (v for v in precedentes if v.version != version.version)
    return (version, *autres)[:VERSIONS_MAX]


def fichier(versions: Sequence[Version]) -> Fichier:
    def octets() -> Iterator[bytes]:
        liste = _Liste(versions=tuple(versions)).model_dump(mode="json")
        yield (json.dumps(liste, ensure_ascii=False, indent=1) + "\n").encode()

    return Fichier(
        NOM,
        "Liste des versions",
        "Cette version et les précédentes, avec l’empreinte de chaque fichier.",
        "application/json",
        DESCRIPTIONS,
        octets,
    )


def sommes(ecrits: Sequence[Ecrit]) -> Fichier:
    """The list that `sha256sum -c` reads, of all that is written when its bytes are made."""
    return Fichier(
        SOMMES,
        "Empreintes SHA-256",
        "Pour vérifier d’un coup tous les fichiers reçus, avec «\u202fsha256sum -c\u202f».",
        "text/plain",
        DESCRIPTIONS,
        lambda: (f"{e.empreinte}  {e.fichier.nom}\n".encode() for e in ecrits),
    )
