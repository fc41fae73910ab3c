"""Files replaced whole or left whole, and renamed without ever covering another."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path


def ecrire(fichier: Path, octets: bytes) -> None:
    """Replace the contents of `fichier`, which keeps its permissions.

    Raises `OSError` and leaves the file as it was: full disk, read-only file, link.
    """
    etat = fichier.lstat()
    if not stat.S_ISREG(etat.st_mode):
        raise OSError(errno.ELOOP, "not a regular file")
    # A rename asks nothing of the file itself: one that its owner protects must say no.
    if not etat.st_mode & 0o222 or not os.access(fichier, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only")
    numero, neuf = tempfile.mkstemp(prefix=".corriger-", dir=fichier.parent)
    try:
        with os.fdopen(numero, "wb") as flux:
            flux.write(octets)
            flux.flush()
            os.fsync(flux.fileno())
        os.chmod(neuf, stat.S_IMODE(etat.st_mode))
        os.replace(neuf, fichier)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(neuf)
        raise


def renommer(ancien: Path, nouveau: Path) -> None:
    """Rename a file or a folder. Raises `OSError` when the name is taken or the disk says no."""
    # On a disk that ignores case, « Fiche.md » and « fiche.md » are one file.
    if os.path.lexists(nouveau) and not os.path.samefile(ancien, nouveau):
        raise FileExistsError(errno.EEXIST, "name taken")
    os.rename(ancien, nouveau)
