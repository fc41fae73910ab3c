"""One at a time: whoever writes a site or an archive holds a file beside it.

The system lets go of the file when its holder dies, however that happens: the lock of a killed
process stops nobody.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .dates import jour

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

#: Seconds that the helpers of a killed process are given to die after it.
PATIENCE = 2.0
#: What is held on Windows, where nobody may read it: far from what the file says.
_LOIN = 1 << 30
#: A file system that locks nothing does not stop a build.
_SANS_VERROU = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}


class Occupe(Exception):
    """Somebody else holds the lock; the message says who, since when, and what to do."""


@contextlib.contextmanager
def seul(verrou: Path, quoi: str) -> Iterator[int]:
    """Hold the file `verrou` alone, then remove it; give its descriptor, for helpers to inherit.

    `quoi` is what is written, for the message. Raises Occupe, OSError.
    """
    descripteur = _prendre(verrou, quoi)
    try:
        os.ftruncate(descripteur, 0)
        quand = dt.datetime.now().isoformat(timespec="minutes")
        os.write(descripteur, f"{os.getpid()} {quand} {platform.node()}\n".encode())
        yield descripteur
    finally:
        # Windows removes no file that is open. Elsewhere it must go while it is held: one that
        # is waiting for it would otherwise have it in hand as we remove it.
        with contextlib.suppress(OSError):
            verrou.unlink()
        os.close(descripteur)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                verrou.unlink()


def _prendre(verrou: Path, quoi: str) -> int:
    limite = time.monotonic() + PATIENCE
    while True:
        descripteur = os.open(verrou, os.O_RDWR | os.O_CREAT, 0o644)
        if _tenir(descripteur):
            if _est_toujours_la(verrou, descripteur):
                return descripteur
            os.close(descripteur)
            continue
        dit = os.read(descripteur, 1000).decode("utf-8", "replace")
        os.close(descripteur)
        if time.monotonic() > limite:
            raise Occupe(_message(quoi, dit))
        time.sleep(0.05)


def _tenir(descripteur: int) -> bool:
    """Hold the file if nobody does."""
    try:
        if sys.platform == "win32":
            os.lseek(descripteur, _LOIN, os.SEEK_SET)
            msvcrt.locking(descripteur, msvcrt.LK_NBLCK, 1)
            os.lseek(descripteur, 0, os.SEEK_SET)
        else:
            fcntl.flock(descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        return exc.errno in _SANS_VERROU
    return True


def _est_toujours_la(verrou: Path, descripteur: int) -> bool:
    """Tell whether what is held is the file of that name: who held it may have removed it."""
    try:
        return os.path.samestat(verrou.stat(), os.fstat(descripteur))
    except FileNotFoundError:
        return False


def _message(quoi: str, dit: str) -> str:
    try:
        processus, quand, machine = dit.strip().split(" ", 2)
        debut = dt.datetime.fromisoformat(quand)
        depuis = f"depuis {debut:%H h %M}"
        if debut.date() != dt.date.today():
            depuis = f"depuis le {jour(debut.date())} à {debut:%H h %M}"
        qui = f" {depuis} (processus {int(processus)}, sur la machine « {machine} »)"
    except ValueError:
        # It holds the file, and has not said yet who it is.
        qui = ""
    return (
        f"« {quoi} » est déjà en cours d’écriture{qui}. "
        "Attendez que ce soit fini, puis recommencez."
    )
