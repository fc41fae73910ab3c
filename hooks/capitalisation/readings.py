"""What reading the files of a corpus gave, kept for the next time: what is as it was is not read.

A reading holds for a file of the same bytes, beside the same images, under the same program,
libraries and referentials; one that found something holds for its day only, since a date to come
is one no more the day after.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import io
import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from zlib import crc32

from . import body, fingerprint, frontmatter, model
from .diagnostics import Diagnostic
from .replacing import en_entier
from .rules import Cadre, Lieux, Piece
from .sources import Etat, etat
from .vocabulary import Vocabulaire

if TYPE_CHECKING:
    from .corpus import Fiche

#: Files that readings are kept in: an edit has one of them written again.
PARTS = 32
#: Nanoseconds: a file that changed this shortly before it was looked at may have changed again
#: without its date saying so.
_TROP_FRAIS = 2_000_000_000


@dataclass(slots=True)
class Lecture:
    """What one file gave; without a piece nor a finding, that the known reading of it holds.

    `etat`: its state when it was read, `vu` nanoseconds after 1970; `somme`: the digest of its
    bytes; `images`: the facts of the images beside it, when it shows some; `codes`: those of its
    places, by text. `fiche` is what this program made of it.
    """

    etat: Etat
    vu: int
    somme: bytes
    jour: dt.date
    images: tuple[tuple[str, int, bytes], ...] | None = None
    piece: Piece | None = None
    codes: dict[str, str] = field(default_factory=dict)
    constats: list[Diagnostic] = field(default_factory=list)
    fiche: Fiche | None = field(default=None, compare=False)

    def tient(self, somme: bytes, identifiant: str, cadre: Cadre) -> bool:
        """Whether it says what reading a file of this digest would say today."""
        return (
            self.somme == somme
            and (self.jour == cadre.aujourdhui if self.constats else self.jour <= cadre.aujourdhui)
            and (self.images is None or self.images == cadre.images.faits(identifiant))
        )


class Lectures:
    """The readings of one corpus, by path of the file under it.

    Without `dossier` they live as long as this object; with it, `garder` leaves them there for
    the next program.
    """

    def __init__(self, dossier: Path | None = None) -> None:
        self._dossier = dossier
        self._cle = ""
        self._partagees: tuple[dict[str, Vocabulaire], Lieux] | None = None
        self._connues: dict[str, Lecture] = {}
        self._neuves: set[str] = set()

    def ouvrir(
        self, racine: str, vocabulaires: dict[str, Vocabulaire], lieux: Lieux
    ) -> tuple[dict[str, Vocabulaire], Lieux]:
        """Bring back what holds under these vocabularies, and forget the rest.

        Return the vocabularies and the places to read with: those of the readings of this
        program when they say the same.
        """
        cle = fingerprint.empreinte([racine, _du_programme(), repr(vocabulaires)])
        if cle != self._cle or self._partagees is None:
            self._cle, self._partagees = cle, (vocabulaires, lieux)
            self._connues = dict(self._lire())
            self._neuves = set()
        return self._partagees

    def de(self, relatif: str, fichier: Path, cadre: Cadre) -> Lecture | None:
        """Return the reading of a file whose state alone says that it has not changed."""
        lecture = self._connues.get(relatif)
        if (
            lecture
            and _etat(fichier) == lecture.etat
            and max(lecture.etat[1:3]) < lecture.vu - _TROP_FRAIS
            and lecture.tient(lecture.somme, fichier.stem, cadre)
        ):
            return lecture
        return None

    def connue(self, relatif: str, somme: bytes, identifiant: str, cadre: Cadre) -> bool:
        """Whether a file of this digest has been read already."""
        lecture = self._connues.get(relatif)
        return lecture is not None and lecture.tient(somme, identifiant, cadre)

    def noter(self, relatif: str, lecture: Lecture) -> Lecture:
        """Remember the reading of a file, and return it, or the known one that it says to hold."""
        self._neuves.add(relatif)
        if lecture.piece is None and not lecture.constats:
            connue = self._connues[relatif]
            connue.etat, connue.vu = lecture.etat, lecture.vu
            return connue
        self._connues[relatif] = lecture
        return lecture

    def limiter(self, relatifs: Iterable[str]) -> None:
        """Forget the files that are no longer there."""
        for relatif in self._connues.keys() - set(relatifs):
            del self._connues[relatif]
            self._neuves.add(relatif)

    # --- From one program to the next

    def garder(self) -> None:
        """Write what has changed since it was read; where nothing can be kept, nothing is."""
        if self._dossier is None:
            return
        parts: dict[int, dict[str, Lecture]] = {_part(relatif): {} for relatif in self._neuves}
        for relatif, lecture in self._connues.items():
            if (part := parts.get(_part(relatif))) is not None and lecture.piece:
                part[relatif] = lecture
        with contextlib.suppress(OSError):
            for numero, siennes in parts.items():
                with en_entier(self._dossier / f"{numero}.pickle") as sortie:
                    _ecrire(sortie, self._cle, siennes)

    def _lire(self) -> Iterator[tuple[str, Lecture]]:
        if self._dossier is None:
            return
        for numero in range(PARTS):
            try:
                lues = _relire((self._dossier / f"{numero}.pickle").read_bytes(), self._cle)
            except Exception:  # whatever became of this file, its entries are read again
                continue
            yield from lues


def _etat(fichier: Path) -> Etat | None:
    try:
        return etat(os.stat(fichier))
    except OSError:
        return None


def _part(relatif: str) -> int:
    return crc32(os.fsencode(relatif)) % PARTS


@functools.cache
def _du_programme() -> str:
    """What a reading owes to this program and to its libraries."""
    return f"{fingerprint.du_code()} {fingerprint.des_bibliotheques()}"


# --- The files
#
# They stand in the project, where a fiche that someone proposes might bring its own: what they
# name is looked up in this list alone, and none of it does anything but hold what it is given.

#: What is written of a reading, in this order.
_CHAMPS = ("etat", "vu", "somme", "jour", "images", "piece", "codes", "constats")


def _ecrire(sortie: BinaryIO, cle: str, lectures: Mapping[str, Lecture]) -> None:
    pickle.dump(cle, sortie, protocol=5)
    enregistrements = [(nom, _valeurs(lecture)) for nom, lecture in lectures.items()]
    pickle.dump(enregistrements, sortie, protocol=5)


_valeurs = attrgetter(*_CHAMPS)


class _Relecteur(pickle.Unpickler):
    def find_class(self, module: str, nom: str) -> Any:
        return _permis()[module, nom]


@functools.cache
def _permis() -> dict[tuple[str, str], Any]:
    objets: list[Any] = [model.Bloc]
    for bloc in objets:
        objets += bloc.__subclasses__()
    objets += (Piece, Diagnostic, dt.date, body.refait, model.refait, frontmatter.lire)
    return {(objet.__module__, objet.__qualname__): objet for objet in objets}


def _relire(octets: bytes, cle: str) -> list[tuple[str, Lecture]]:
    """Return the readings of a file that `_ecrire` wrote under `cle`."""
    suite = io.BytesIO(octets)
    if _Relecteur(suite).load() != cle:
        return []
    return [(nom, Lecture(*valeurs)) for nom, valeurs in _Relecteur(suite).load()]
