"""A file that one takes away: what it is, how it is made, what it weighs once written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column of a table: what it holds, in words, and as the Table Schema types it.

    `type` is one of Table Schema's; `separateur` stands between the values of a cell that holds
    several, "" where it holds one. https://specs.frictionlessdata.io/table-schema/

    `cle`: no two lines have the same value. `vers` names the table whose key it gives, by its
    file, which may be the very table of the column.
    """

    nom: str
    titre: str
    description: str
    type: str = "string"
    separateur: str = ""
    cle: bool = False
    vers: str = ""


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file of the folder of data.

    `famille` groups it on the page; `media` is its media type, charset left out. `octets()` makes
    its bytes piece by piece: a large one never stands whole in memory. `colonnes` describes those
    of a table, in their order. `depend()` says all that they are made of besides our programs, of
    a file that takes longer to make than this to say; None when that cannot be said.
    """

    nom: str
    titre: str
    description: str
    media: str
    famille: str
    octets: Callable[[], Iterable[bytes]]
    colonnes: tuple[Colonne, ...] = ()
    depend: Callable[[], tuple[object, ...] | None] = lambda: None

    @property
    def est_un_schema(self) -> bool:
        """Whether it tells programs the shape of another file, whose name it bears."""
        return self.nom.endswith(".schema.json")


@dataclass(frozen=True, slots=True)
class Ecrit:
    """A file once written: its size in bytes, its SHA-256 in hexadecimal."""

    fichier: Fichier
    taille: int
    empreinte: str


def ecrire(fichier: Fichier, dossier: Path) -> Ecrit:
    """Write `fichier` in `dossier`, which exists. Raises OSError."""
    empreinte, taille = hashlib.sha256(), 0
    with (dossier / fichier.nom).open("wb") as sortie:
        for morceau in fichier.octets():
            sortie.write(morceau)
            empreinte.update(morceau)
            taille += len(morceau)
    return Ecrit(fichier, taille, empreinte.hexdigest())


def relever(fichier: Fichier, dossier: Path) -> Ecrit:
    """Say what `fichier`, which stands in `dossier`, weighs. Raises OSError."""
    with (dossier / fichier.nom).open("rb") as ecrit:
        empreinte = hashlib.file_digest(ecrit, "sha256").hexdigest()
        return Ecrit(fichier, os.fstat(ecrit.fileno()).st_size, empreinte)
