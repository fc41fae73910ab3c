"""A file is whole or as it was: whatever stops us, nobody is left with half of one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def en_entier(cible: Path) -> Iterator[BinaryIO]:
    """Give a file to fill, to read again too, which then takes the place of `cible`.

    The folder is made when it is missing. Raises OSError.
    """
    cible.parent.mkdir(parents=True, exist_ok=True)
    # Two of us may be at work at once.
    neuve = cible.with_name(f".{cible.name}.{os.getpid()}.neuve")
    try:
        with neuve.open("w+b") as sortie:
            yield sortie
            sortie.flush()
            os.fsync(sortie.fileno())
        os.replace(neuve, cible)
    finally:
        with contextlib.suppress(OSError):
            neuve.unlink(missing_ok=True)
