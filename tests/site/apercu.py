"""A preview that runs: a process of its own, asked as a browser asks."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import PROJET
from tests.site.conftest import JOUR

#: Seconds that nothing here takes, on any machine.
SANS_FIN = 120


@dataclass
class Apercu:
    """`servir` at work on a corpus, and the file that holds what it says."""

    processus: subprocess.Popen[str]
    port: int
    journal: Path
    temporaire: Path

    @property
    def adresse(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def demander(self, chemin: str, verbe: str = "GET") -> tuple[int, bytes, dict[str, str]]:
        """Ask for `chemin` as it is written; return the code, the body and the headers."""
        liaison = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SANS_FIN)
        try:
            liaison.request(verbe, chemin)
            reponse = liaison.getresponse()
            return reponse.status, reponse.read(), dict(reponse.getheaders())
        finally:
            liaison.close()

    def lire(self, chemin: str) -> str:
        code, corps, _ = self.demander(f"/{chemin}")
        assert code == 200, (chemin, code, self.dit())
        return corps.decode()

    def code(self, chemin: str) -> int:
        return self.demander(f"/{chemin}")[0]

    def epoque(self) -> int:
        """The state that a page is of, as it tells it to the browser."""
        trouvee = re.search(r"livereload\((\d+), \d+\)", self.demander("/404.html")[1].decode())
        assert trouvee
        return int(trouvee[1])

    @contextmanager
    def change(self) -> Iterator[None]:
        """Write in the corpus, then wait until browsers are told to reload."""
        avant = self.epoque()
        yield
        # An answer without news comes after a minute.
        while int(self.demander(f"/livereload/{avant}/1")[1]) <= avant:
            assert self.processus.poll() is None, self.dit()

    def dit(self) -> str:
        return self.journal.read_text("utf-8")

    def finir(self, arret: int = signal.SIGINT) -> int:
        self.processus.send_signal(arret)
        return self.processus.wait(SANS_FIN)


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port: int = prise.getsockname()[1]
        return port


@contextmanager
def apercevoir(fiches: Path, dossier: Path, port: int | None = None) -> Iterator[Apercu]:
    """Start the preview of `fiches`; give it once it answers."""
    port = port or port_libre()
    temporaire = dossier / "tmp"
    temporaire.mkdir(parents=True)
    journal = dossier / "journal"
    variables = {"SOURCE_DATE_EPOCH": JOUR, "TMPDIR": str(temporaire), "PYTHONUTF8": "1"}
    with journal.open("w") as sortie:
        processus = subprocess.Popen(
            [
                *(sys.executable, "-m", "capitalisation", "servir", "--fiches", str(fiches)),
                *("--adresse", f"127.0.0.1:{port}"),
            ],
            cwd=PROJET,
            env=os.environ | variables,
            stdout=sortie,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
    apercu = Apercu(processus, port, journal, temporaire)
    try:
        while True:
            assert processus.poll() is None, apercu.dit()
            try:
                apercu.demander("/404.html")
                break
            except ConnectionError:
                # It ends by itself when it cannot begin.
                continue
        yield apercu
    finally:
        if processus.poll() is None:
            apercu.finir()
