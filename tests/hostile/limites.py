"""A command of the project, run in a process that may use no more than is said."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROJET

#: Processor seconds and bytes of address space: an attack that works takes all there is.
SECONDES = 20
OCTETS = 3 * 1024**3 // 2

#: Said before the system ends what uses too much, with the place in the code where it was.
_AMORCE = """\
import faulthandler, runpy, signal
faulthandler.register(signal.SIGXCPU, chain=True)
runpy.run_module("capitalisation", run_name="__main__")
"""


@dataclass(frozen=True)
class Fin:
    """How a command ended, and what it said."""

    code: int
    sortie: str
    erreur: str


def commande(*arguments: str | Path, dans: Path, secondes: int = SECONDES, **variables: str) -> Fin:
    """Run `capitalisation` with `arguments`; fail when it passes its bounds or crashes.

    Seconds are those of the processor: a busy machine changes nothing.
    """

    def borner() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (secondes, secondes + 2))
        resource.setrlimit(resource.RLIMIT_AS, (OCTETS, OCTETS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    fini = subprocess.run(
        [sys.executable, "-c", _AMORCE, *map(str, arguments)],
        cwd=dans,
        env=os.environ | {"PYTHONPATH": str(PROJET / "hooks"), "PYTHONUTF8": "1"} | variables,
        preexec_fn=borner,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    fin = Fin(fini.returncode, fini.stdout, fini.stderr)
    nom = f"« capitalisation {arguments[0]} »"
    if fin.code < 0:
        pytest.fail(
            f"{nom} a dépassé {secondes} s de processeur ou {OCTETS >> 20} Mio de mémoire "
            f"(signal {-fin.code}) :\n{fin.erreur[-3000:]}"
        )
    for fuite in ("Traceback", "MemoryError", "RecursionError", "panicked at"):
        if fuite in fin.sortie + fin.erreur:
            pytest.fail(f"{nom} s’est interrompue :\n{fin.erreur[-3000:]}")
    return fin
