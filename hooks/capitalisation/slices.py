"""What large files say of entries, one after the other: made slice by slice, and kept.

A file that lists all entries changes whenever one of them does, but for a slice of it. So what
each file says is made by slices of entries that follow one another, on all cores, and kept for
the next build under the digest of all that it is made of.

A slice begins where the hash of an identifier says so: an entry that comes or goes moves no other
slice but its own, where slices of so many entries would all move.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar
from zlib import crc32

from .corpus import Corpus, Fiche
from .fingerprint import des_bibliotheques, du_code, empreinte
from .replacing import en_entier

R = TypeVar("R")

#: Entries of a slice, on average: an edit makes again about twice as many.
PAR_TRANCHE = 32
#: Folders of slices that are kept: with an address and without, say, or before a change of ours.
GENERATIONS = 3
#: Size and SHA-256 of what one form says.
_PARTIE = struct.Struct("<Q32s")


class UneFois(Generic[R]):
    """Calls `faire` once an entry, for the forms that ask for it one after the other."""

    def __init__(self, faire: Callable[[Fiche], R]) -> None:
        self._faire = faire
        self._dernier: tuple[Fiche, R] | None = None

    def __call__(self, fiche: Fiche) -> R:
        if self._dernier is None or self._dernier[0] is not fiche:
            self._dernier = (fiche, self._faire(fiche))
        return self._dernier[1]


@dataclass(frozen=True, slots=True)
class Forme:
    """One way to write entries: `ecrire` gives what is said of one, `separateur` stands between.

    What is said depends on nothing but the file of the entry, the vocabularies, our own programs,
    the settings of `Tranches`, and the texts that `depend` gives.
    """

    ecrire: Callable[[Fiche], bytes]
    separateur: bytes = b""
    depend: Callable[[Fiche], Iterable[str]] | None = None


@dataclass(frozen=True, slots=True)
class Tranche:
    """Entries that follow one another, and the digest of all that is said of them."""

    fiches: Sequence[Fiche]
    cle: str


@dataclass(frozen=True)
class Tranches:
    """What `formes` say of the entries of `corpus`, by name; kept under `dossier` if there is one.

    `reglages` tells what they say besides: the name of the site, its address. Whoever empties the
    folder, or damages what it holds, loses time alone.
    """

    corpus: Corpus
    formes: Mapping[str, Forme]
    dossier: Path | None = None
    reglages: str = ""

    def de(self, nom: str) -> Iterator[bytes]:
        """Yield what the form `nom` says of all entries, by identifier, piece by piece."""
        separateur = b""
        for tranche in self.tranches:
            dit = self._prendre(tranche, nom)
            if dit is None:
                dit = self._dire(tranche, nom)
            if dit:
                yield separateur
                yield dit
                separateur = self.formes[nom].separateur

    def sommes(self, nom: str) -> list[bytes] | None:
        """Return the digests of what the form `nom` says, piece by piece; None if some are lost."""
        if self._reserve is None:
            return None
        rang, sommes = list(self.formes).index(nom), []
        try:
            for tranche in self.tranches:
                with (self._reserve / tranche.cle).open("rb") as entree:
                    sommes.append(self._parties(entree)[rang][1])
        except (OSError, IndexError):
            return None
        return sommes

    @property
    def manquantes(self) -> list[Tranche]:
        """The slices that are to be made: they may be by several at once."""
        if self._reserve is None:
            return []
        gardees = set(os.listdir(self._reserve))
        return [tranche for tranche in self.tranches if tranche.cle not in gardees]

    def faire(self, tranche: Tranche) -> None:
        """Make `tranche` in every form, and keep it; where nothing can be, it is made when read."""
        if self._reserve is None:
            return
        formes = list(self.formes.values())
        # Entry by entry: forms share what they make of one.
        par_fiche = [[forme.ecrire(fiche) for forme in formes] for fiche in tranche.fiches]
        dits = [
            _joindre(f, dit) for f, dit in zip(formes, zip(*par_fiche, strict=True), strict=True)
        ]
        gardee = en_entier(self._reserve / tranche.cle, a_l_abri=False)
        with contextlib.suppress(OSError), gardee as sortie:
            for dit in dits:
                sortie.write(_PARTIE.pack(len(dit), hashlib.sha256(dit).digest()))
            sortie.writelines(dits)

    def ranger(self) -> None:
        """Throw away the slices of bases that are no more."""
        if self._reserve is None:
            return
        siennes = {tranche.cle for tranche in self.tranches}
        with contextlib.suppress(OSError):
            os.utime(self._reserve)
            for nom in os.listdir(self._reserve):
                if nom not in siennes:
                    (self._reserve / nom).unlink(missing_ok=True)
            autres = [d for d in self._reserve.parent.iterdir() if d != self._reserve]
            autres.sort(key=lambda d: d.stat().st_mtime, reverse=True)
            for ancien in autres[GENERATIONS - 1 :]:
                shutil.rmtree(ancien, ignore_errors=True)

    @cached_property
    def tranches(self) -> list[Tranche]:
        """All entries, by identifier."""
        lots: list[list[Fiche]] = []
        for identifiant, fiche in sorted(self.corpus.fiches.items()):
            if not lots or crc32(identifiant.encode()) % PAR_TRANCHE == 0:
                lots.append([])
            lots[-1].append(fiche)
        return [Tranche(lot, self._cle(lot) if self.dossier else "") for lot in lots]

    @cached_property
    def _reserve(self) -> Path | None:
        """The folder of slices that owe something to the very same vocabularies and programs."""
        if self.dossier is None:
            return None
        vocabulaires = _vocabulaires(self.corpus)
        commun = empreinte(
            (du_code(), des_bibliotheques(), vocabulaires, self.reglages, *self.formes)
        )
        reserve = self.dossier / commun[:32]
        try:
            reserve.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        return reserve

    def _cle(self, lot: Iterable[Fiche]) -> str:
        dependances = [f.depend for f in self.formes.values() if f.depend]
        return empreinte(
            texte
            for fiche in lot
            for texte in (
                fiche.empreinte,
                *(empreinte(depend(fiche)) for depend in dependances),
            )
        )

    def _dire(self, tranche: Tranche, nom: str) -> bytes:
        forme = self.formes[nom]
        return _joindre(forme, map(forme.ecrire, tranche.fiches))

    def _prendre(self, tranche: Tranche, nom: str) -> bytes | None:
        """Return what is kept; None when nothing is, or when it is not what was written."""
        if self._reserve is None:
            return None
        with contextlib.suppress(OSError), (self._reserve / tranche.cle).open("rb") as entree:
            if parties := self._parties(entree):
                rang = list(self.formes).index(nom)
                entree.seek(sum(taille for taille, _ in parties[:rang]), os.SEEK_CUR)
                taille, somme = parties[rang]
                dit = entree.read(taille)
                if hashlib.sha256(dit).digest() == somme:
                    return dit
        return None

    def _parties(self, entree: BinaryIO) -> list[tuple[int, bytes]]:
        """Return the size and the SHA-256 of what each form says; [] when some of it lacks."""
        taille = _PARTIE.size * len(self.formes)
        tete = entree.read(taille)
        if len(tete) < taille:
            return []
        parties = list(_PARTIE.iter_unpack(tete))
        entiere = taille + sum(taille for taille, _ in parties)
        return parties if entiere == os.fstat(entree.fileno()).st_size else []


def _joindre(forme: Forme, dits: Iterable[bytes]) -> bytes:
    return forme.separateur.join(filter(None, dits))


def _vocabulaires(corpus: Corpus) -> str:
    return empreinte(
        repr(terme)
        for _, vocabulaire in sorted(corpus.vocabulaires.items())
        for terme in vocabulaire.termes.values()
    )
