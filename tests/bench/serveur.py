"""A server for the benchmark: a folder as it is, and the bytes that it sends, counted."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Serveur(ThreadingHTTPServer):
    """Serves a folder as it is, and notes the bytes that it sends, headers included."""

    daemon_threads = True
    # A page asks for many files at once: a full queue would cost a whole second.
    request_queue_size = 128

    def __init__(self, dossier: Path) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(_Requete, directory=str(dossier)))
        self.adresse = f"http://127.0.0.1:{self.server_address[1]}/"
        #: Moment, path without its query, bytes.
        self.envois: list[tuple[float, str, int]] = []
        self.en_cours: set[int] = set()

    def oublier(self) -> None:
        self.envois = []

    def attendre(self, calme: float, delai: float) -> bool:
        """Wait for `calme` seconds of silence; False when there is none after `delai`."""
        fin = time.monotonic() + delai
        while (reste := calme - self.silence()) > 0:
            if time.monotonic() > fin:
                return False
            time.sleep(reste)
        return True

    def silence(self) -> float:
        """Seconds since the last byte, 0 while an answer is on its way."""
        if self.en_cours:
            return 0
        return time.time() - self.envois[-1][0] if self.envois else float("inf")

    def total(
        self,
        garder: Callable[[str], bool],
        apres: float = 0,
        jusqua: float = float("inf"),
    ) -> int:
        return sum(
            octets
            for instant, chemin, octets in self.envois
            if apres < instant <= jusqua and garder(chemin)
        )


class Disque:
    """A folder that pages are opened from, without a server: there is nothing to count."""

    def __init__(self, dossier: Path) -> None:
        self.adresse = f"{dossier.resolve().as_uri()}/"

    def oublier(self) -> None:
        pass

    def attendre(self, calme: float, delai: float) -> bool:
        return True

    def total(self, garder: Callable[[str], bool], apres: float = 0, jusqua: float = 0) -> int:
        return 0


class _Requete(SimpleHTTPRequestHandler):
    server: Serveur
    # Connections are kept, and what is small is sent at once, as any server of today does.
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        ecrire = self.wfile.write

        def compter(morceau: Any) -> int:
            chemin = getattr(self, "path", "/").split("?")[0].lstrip("/")
            self.server.envois.append((time.time(), chemin, len(morceau)))
            return ecrire(morceau)

        self.wfile.write = compter  # type: ignore[method-assign]

    def do_GET(self) -> None:
        self.server.en_cours.add(id(self))
        try:
            super().do_GET()
        except ConnectionError:
            pass  # the visit ended first
        finally:
            self.server.en_cours.discard(id(self))

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def servir(dossier: Path) -> Iterator[Serveur]:
    with Serveur(dossier) as serveur:
        threading.Thread(target=serveur.serve_forever, daemon=True).start()
        try:
            yield serveur
        finally:
            serveur.shutdown()
