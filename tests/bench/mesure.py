"""One measured command: wall time, processor time, peak memory of its process tree."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen

#: Seconds between two looks at the memory of the process tree, at least.
PAS = 0.2
#: Looking takes the processor at most one part in this many: a big process is slow to look at.
DISCRETION = 50
_COMPTEUR = "smaps_rollup"
#: ru_maxrss counts kilobytes on Linux, bytes on macOS.
_UNITE_MAXRSS = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Execution:
    """What a command took.

    `arbre`: highest sum of the memory of all its processes at one moment, shared pages
    counted once (PSS, seen now and then); None where there is no /proc.
    `processus`: highest memory of its largest process (exact, from the kernel).
    `processeur`: seconds of processor, user and system, of all its processes.
    """

    duree: float
    processeur: float
    arbre: int | None
    processus: int


class EchecDeConstruction(Exception):
    """A measured command failed; the message ends with its last lines."""


class TropLong(Exception):
    """A measured command was stopped after the seconds that it was given."""


def executer(
    commande: Sequence[str],
    dossier: Path,
    environnement: Mapping[str, str],
    journal: Path,
    delai: float | None = None,
) -> Execution:
    """Run `commande` in `dossier`, its output in `journal`, and measure it.

    Raises `EchecDeConstruction` when it fails, `TropLong` when `delai` seconds did not suffice.
    """
    with journal.open("wb") as sortie:
        debut = time.perf_counter()
        # In a group of its own: what it started ends with it.
        processus = Popen(
            commande,
            cwd=dossier,
            env=environnement,
            stdin=DEVNULL,
            stdout=sortie,
            stderr=STDOUT,
            start_new_session=True,
        )
        veilleur = _Veilleur(processus.pid)
        passe = threading.Event()
        minuteur = threading.Timer(delai or 0, lambda: (passe.set(), arreter(processus.pid)))
        try:
            veilleur.start()
            if delai:
                minuteur.start()
            _, statut, usage = os.wait4(processus.pid, 0)
            duree = time.perf_counter() - debut
        except BaseException:
            arreter(processus.pid)
            raise
        finally:
            minuteur.cancel()
            veilleur.arreter()
    processus.returncode = os.waitstatus_to_exitcode(statut)
    if passe.is_set():
        raise TropLong
    plus_grand = usage.ru_maxrss * _UNITE_MAXRSS
    if processus.returncode:
        raise echec(commande, processus.returncode, journal)
    return Execution(
        duree=duree,
        processeur=usage.ru_utime + usage.ru_stime,
        arbre=max(veilleur.pointe, plus_grand) if veilleur.voit else None,
        processus=plus_grand,
    )


def arreter(groupe: int) -> None:
    """Stop a process that leads a group, and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(groupe, signal.SIGKILL)


def echec(commande: Sequence[str], code: int, journal: Path) -> EchecDeConstruction:
    fin = journal.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
    return EchecDeConstruction(f"{' '.join(commande)}\na échoué (code {code}) :\n" + "\n".join(fin))


class _Veilleur(threading.Thread):
    """Looks at the memory of a process and its descendants until told to stop.

    A process that stands alone is not looked at: the kernel knows its top exactly.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.pointe = 0
        self.voit = Path("/proc/self", _COMPTEUR).exists()
        self._fin = threading.Event()

    def run(self) -> None:
        attente = PAS
        while self.voit and not self._fin.wait(attente):
            debut = time.thread_time()
            arbre = _arbre(self.pid)
            if len(arbre) > 1:
                self.pointe = max(self.pointe, sum(map(_memoire, arbre)))
            attente = max(PAS, DISCRETION * (time.thread_time() - debut))

    def arreter(self) -> None:
        self._fin.set()
        if self.is_alive():
            self.join()


def _arbre(pid: int) -> list[int]:
    """Return `pid` and its descendants, as /proc shows them now."""
    trouves, a_voir = [], [pid]
    while a_voir:
        courant = a_voir.pop()
        trouves.append(courant)
        for fichier in Path(f"/proc/{courant}/task").glob("*/children"):
            try:
                a_voir += map(int, fichier.read_text().split())
            except OSError:
                continue  # it ended while we looked
    return trouves


def _memoire(pid: int) -> int:
    try:
        for ligne in Path("/proc", str(pid), _COMPTEUR).read_text().splitlines():
            if ligne.startswith("Pss:"):
                return int(ligne.split()[1]) * 1024
    except OSError:
        pass  # ended, or no /proc
    return 0
