"""Work spread over processes: whatever stops one of them, nobody waits for ever."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys

import pytest

ELEMENTS = range(400)

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or len(os.sched_getaffinity(0)) < 2,
    reason="the work is not spread here",
)


def executer(programme: str) -> subprocess.CompletedProcess[str]:
    """Run a program apart: what hangs would hang the tests too."""
    return subprocess.run(
        [sys.executable, "-c", f"from capitalisation import parallel\nimport os\n{programme}"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def test_a_worker_that_the_system_kills_stops_the_work_instead_of_hanging_it() -> None:
    resultat = executer(
        "def faire(rang):\n"
        "    if rang == 150:\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return rang\n"
        f"list(parallel.appliquer(faire, {ELEMENTS!r}))\n"
    )
    assert "OuvrierPerdu: Le système a arrêté un des programmes" in resultat.stderr


def test_who_stops_half_way_does_not_wait_for_ever() -> None:
    """Big answers: workers are in the middle of one when nobody wants it any more."""
    resultat = executer(
        "def faire(rang):\n"
        "    return bytes(1 << 22)\n"
        "for _ in range(5):\n"
        "    try:\n"
        "        for _ in parallel.appliquer(faire, range(9), seuil=2):\n"
        "            raise OSError\n"
        "    except OSError:\n"
        "        pass\n"
    )
    assert resultat.returncode == 0, resultat.stderr


def test_workers_do_not_outlive_whom_they_work_for() -> None:
    programme = (
        "import os, time\n"
        "from capitalisation import parallel\n"
        "def faire(rang):\n"
        "    os.write(1, b'.')\n"
        "    time.sleep(60)\n"
        f"list(parallel.appliquer(faire, {ELEMENTS!r}))\n"
    )
    with subprocess.Popen([sys.executable, "-c", programme], stdout=subprocess.PIPE) as maitre:
        assert maitre.stdout
        assert maitre.stdout.read(1) == b"."
        maitre.send_signal(signal.SIGKILL)
        # The pipe ends when nobody is left who could write into it: a sleeper would hold it.
        while select.select([maitre.stdout], [], [], 20)[0]:
            if not os.read(maitre.stdout.fileno(), 100):
                return
    pytest.fail("a worker is still there")
