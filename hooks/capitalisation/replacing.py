"""What is written takes its place whole: whatever stops us, nobody is left with half of it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .locking import seul


@contextlib.contextmanager
def en_entier(cible: Path, *, a_l_abri: bool = True) -> Iterator[BinaryIO]:
    """Give a file to fill, to read again too, which then takes the place of `cible`.

    The folder is made when it is missing. Not `a_l_abri`, a power cut may leave a file of that
    name that does not hold what was written: whoever reads it checks. Raises OSError.
    """
    cible.parent.mkdir(parents=True, exist_ok=True)
    # Two of us may be at work at once.
    neuve = cible.with_name(f".{cible.name}.{os.getpid()}.neuve")
    try:
        with neuve.open("w+b") as sortie:
            yield sortie
            sortie.flush()
            if a_l_abri:
                os.fsync(sortie.fileno())
        os.replace(neuve, cible)
    finally:
        with contextlib.suppress(OSError):
            neuve.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Atelier:
    """A folder beside the target, where one alone works: what takes its place goes to `neuf`.

    `verrou` is the descriptor of the lock: helpers that inherit it hold it too, so that nobody
    works here as long as one of them does.
    """

    dossier: Path
    neuf: Path
    verrou: int


@contextlib.contextmanager
def a_la_place_de(cible: Path) -> Iterator[Atelier]:
    """Give where to write a file or a folder, which then takes the place of `cible`.

    What raises leaves `cible` as it was. So does a kill, at any moment: what it leaves beside
    `cible` is put right the next time. Raises Occupe, OSError.
    """
    cible.parent.mkdir(parents=True, exist_ok=True)
    dossier = cible.with_name(f".{cible.name}.neuf")
    ancien = cible.with_name(f".{cible.name}.ancien")
    with seul(cible.with_name(f".{cible.name}.verrou"), cible.name) as verrou:
        if ancien.exists() and not cible.exists():
            ancien.rename(cible)
        for reste in (ancien, dossier):
            if reste.exists():
                shutil.rmtree(reste)
        atelier = Atelier(dossier, dossier / cible.name, verrou)
        try:
            dossier.mkdir()
            yield atelier
            _prendre_la_place(atelier.neuf, cible, ancien)
        finally:
            shutil.rmtree(dossier, ignore_errors=True)


def _prendre_la_place(neuf: Path, cible: Path, ancien: Path) -> None:
    """Put `neuf` in the place of `cible`, which is left at `neuf`, or nowhere."""
    if not (neuf.is_dir() and cible.exists()):
        os.replace(neuf, cible)
        return
    if _echanger(neuf, cible):
        return
    # A kill between these two leaves the previous site in `ancien`.
    cible.rename(ancien)
    try:
        neuf.rename(cible)
    except OSError:
        ancien.rename(cible)
        raise
    shutil.rmtree(ancien, ignore_errors=True)


def _echanger(un: Path, autre: Path) -> bool:
    """Exchange two folders at once; return whether this system, and this disk, know how to.

    Sources: renameat2(2) of Linux, renamex_np(2) of macOS.
    """
    noms = os.fsencode(un), os.fsencode(autre)
    try:
        if sys.platform == "linux":
            ici, echange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
            return not ctypes.CDLL(None).renameat2(ici, noms[0], ici, noms[1], echange)
        if sys.platform == "darwin":
            return not ctypes.CDLL(None).renamex_np(*noms, 2)  # RENAME_SWAP
    except AttributeError:
        pass  # a C library older than the call
    return False
