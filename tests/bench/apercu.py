"""From an edit to the screen: seconds until the preview shows what was just written."""

from __future__ import annotations

import socket
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen
from tempfile import TemporaryDirectory

from . import controle
from .mesure import TropLong, arreter, echec
from .moteurs import environnement, servir

#: Seconds between two looks at the page.
PAS = 0.02


def mesurer(corpus: Path, atelier: Path, fois: int, delai: float) -> tuple[float, list[float]]:
    """Open the preview of `corpus`, edit an entry `fois` times.

    Return the seconds until its page first came, and those from each edit to its page. Raises
    `EchecDeConstruction` when the preview stops, `TropLong` after `delai` seconds of one wait.
    """
    fiches = list(controle.entrees(corpus))
    fiche = fiches[len(fiches) // 2]
    with TemporaryDirectory(dir=atelier) as dossier:
        adresse = f"127.0.0.1:{_port_libre()}"
        page = f"http://{adresse}/{fiche.parent.name}/{fiche.stem}/"
        construction = servir(corpus, Path(dossier), adresse)
        journal = atelier / "journal"
        with journal.open("wb") as sortie:
            debut = time.perf_counter()
            apercu = Popen(
                construction.commande,
                cwd=construction.dossier,
                env=environnement(construction, atelier),
                stdin=DEVNULL,
                stdout=sortie,
                stderr=STDOUT,
                start_new_session=True,
            )
        try:
            _attendre(apercu, page, "", delai, journal)
            ouverture = time.perf_counter() - debut
            ecran = []
            for n in range(fois):
                texte = f"Ajout fictif {n + 1} : il est là dès que la page le montre."
                controle.modifier(fiche, texte)
                debut = time.perf_counter()
                # The mark and what the typography of pages sets around it are left out.
                _attendre(apercu, page, f"Ajout fictif {n + 1}", delai, journal)
                ecran.append(time.perf_counter() - debut)
            return ouverture, ecran
        finally:
            arreter(apercu.pid)
            apercu.wait()


def _attendre(apercu: Popen[bytes], page: str, texte: str, delai: float, journal: Path) -> None:
    """Ask for `page` until it holds `texte`."""
    fin = time.monotonic() + delai
    while time.monotonic() < fin:
        if apercu.poll() is not None:
            raise echec(list(map(str, apercu.args)), apercu.returncode, journal)
        # Not there yet, or the preview is busy: ask again.
        with suppress(OSError), urllib.request.urlopen(page, timeout=delai) as reponse:
            if texte in reponse.read().decode():
                return
        time.sleep(PAS)
    raise TropLong


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port: int = prise.getsockname()[1]
        return port
