"""What a preview makes all together when one of its files is asked for: the search, the data…

A room works in a process of its own, so that pages never wait for it.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType

import click
from mkdocs.config.defaults import MkDocsConfig

from capitalisation.export import DOSSIER as DOSSIER_DES_DONNEES
from capitalisation.orphans import mourir_avec
from capitalisation.parallel import OuvrierPerdu

from . import context as contexte
from . import entries, explore, export, feeds, form, harvest
from .chantier import Chantier
from .report import en_clair
from .tasks import executer


def _rechercher(config: MkDocsConfig) -> None:
    recherche = Chantier.de(config).recherche
    recherche.situer(config.site_dir)
    recherche.ouvrir()
    executer(entries.documents(config))
    recherche.terminer()


def _completer(config: MkDocsConfig) -> None:
    """What the search of words and the page of lost addresses read, made in a moment."""
    recherche = Chantier.de(config).recherche
    recherche.situer(config.site_dir)
    recherche.ecrire_annexes()
    harvest.ecrire_adresses(config)


def _publier(config: MkDocsConfig) -> None:
    """What one takes away and what robots read, which names it; then the page that offers it."""
    executer(export.preparer(config))
    executer([*export.travaux(config), *harvest.travaux(config)])
    export.decrire(config)
    harvest.ecrire(config)
    page = Path(config.site_dir) / DOSSIER_DES_DONNEES / "index.html"
    page.write_text(contexte.redessiner_donnees(config), encoding="utf-8")


@dataclass(frozen=True)
class Salle:
    """Files that are made together: `siens` are their addresses, `quoi` what people call them.

    `faire` writes them all. `editoriale`: they speak of the pages of docs/, drawn before.
    """

    quoi: str
    siens: re.Pattern[str]
    faire: Callable[[MkDocsConfig], None]
    editoriale: bool = False


def _par_pieces(salle: ModuleType) -> Callable[[MkDocsConfig], None]:
    return lambda config: executer(salle.travaux(config))


#: An address belongs to the first of them that claims it.
SALLES = (
    Salle(
        "la recherche",
        re.compile(r"recherche/(?:apercu|index|lexique)\.gz|pagefind/.+"),
        _rechercher,
    ),
    Salle(
        "les filtres de la recherche",
        re.compile(rf"recherche/[^/]+\.gz|{re.escape(harvest.ADRESSES)}"),
        _completer,
        editoriale=True,
    ),
    Salle("les flux", re.compile(r"(?:.+/)?flux\.(?:xml|json)"), _par_pieces(feeds)),
    Salle(
        "l’exploration",
        re.compile(rf"{explore.DOSSIER}/.+\.(?:gz|csv)|{re.escape(explore.FOND)}"),
        _par_pieces(explore),
    ),
    Salle("le formulaire", re.compile(rf"{form.DOSSIER}/.+\.gz"), _par_pieces(form)),
    Salle(
        "les données",
        re.compile(
            r"donnees/[^/]+|sitemap\.xml(?:\.gz)?|robots\.txt|llms\.txt|oai\.xml|_redirects|_headers"
        ),
        _publier,
        editoriale=True,
    ),
)


class Ouvrage:
    """A room at work for one state of the corpus, in a process of its own where it can be."""

    def __init__(self, salle: Salle, config: MkDocsConfig) -> None:
        self._salle = salle
        self._debut = time.monotonic()
        self._garde = threading.Lock()
        self._arrete = False
        self.fini = False
        click.echo(f"Préparation : {salle.quoi}…")
        if not sys.platform.startswith("linux"):
            self._finir(_faire(salle, config))
            return
        fourche = multiprocessing.get_context("fork")
        self._tuyau, bout = fourche.Pipe(duplex=False)
        self._processus = fourche.Process(
            target=_enfant, args=(os.getpid(), bout, salle, config), daemon=False
        )
        self._processus.start()
        bout.close()

    def attendre(self) -> None:
        """Wait for its end, whoever asks."""
        with self._garde:
            if self.fini:
                return
            try:
                raison = self._tuyau.recv()
            except (EOFError, OSError):
                raison = None if self._arrete else str(OuvrierPerdu())
            self._processus.join()
            self._finir(raison)

    def arreter(self) -> None:
        """Stop it: nobody wants what it makes any more."""
        self._arrete = True
        if not self.fini:
            self._processus.kill()

    def _finir(self, raison: str | None) -> None:
        """`raison`: why it failed, "" when it did not, None when nobody wants it any more."""
        self.fini = True
        duree = f"{time.monotonic() - self._debut:.1f}".replace(".", ",")
        if raison:
            click.echo(f"N’a pas pu être préparé : {self._salle.quoi}. {raison}")
        elif raison == "":
            click.echo(f"Prêt, en {duree} s : {self._salle.quoi}.")


def _enfant(parent: int, bout: Connection, salle: Salle, config: MkDocsConfig) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    mourir_avec(parent)
    bout.send(_faire(salle, config))


def _faire(salle: Salle, config: MkDocsConfig) -> str:
    """Have `salle` made; return why it could not be, or ""."""
    try:
        Chantier.de(config).site.partager()
        salle.faire(config)
    except Exception as exc:  # whatever it is, it is said where people look
        return en_clair(exc)
    return ""
