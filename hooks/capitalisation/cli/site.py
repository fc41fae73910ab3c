"""Have MkDocs write a site, and say in French why it could not."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from .. import diagnostics as diag
from .. import sources
from ..locking import Occupe
from ..orphans import mourir_avec
from ..replacing import Atelier, a_la_place_de
from ..typography import pluriel
from .project import publication

#: The last second of the year 2107, in UTC: a zip knows no later one.
EPOQUE_MAX = 4_354_819_199
#: What asks a command to stop: Ctrl-C, the system, a terminal that is closed.
_ARRETS = [getattr(signal, nom) for nom in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, nom)]
#: Lines that are kept of what MkDocs says during a preview.
_JOURNAL_MAX = 2_000
#: Files that changed during a build, named at most.
_CHANGES_MAX = 10
#: The last line of a traceback: a template that is not there.
_SANS_GABARIT = re.compile(r"jinja2\.exceptions\.TemplateNotFound: '?([^' ]+)")
#: An error of the system, its number, the file.
_ERREUR_DU_SYSTEME = re.compile(r"\w+: \[Errno (\d+)\][^']*(?:'([^']*)')?")


class Refus(Exception):
    """Why there is no site; the message is for people."""


def pour_mkdocs(racine: Path) -> dict[str, str]:
    """What MkDocs is told: the corpus to read, and to spare people its theme's notice."""
    environnement = dict(os.environ)
    # MkDocs takes an empty date for one that it cannot read.
    if epoque := environnement.pop("SOURCE_DATE_EPOCH", ""):
        if not re.fullmatch(r"[0-9]{1,12}", epoque) or int(epoque) > EPOQUE_MAX:
            raise click.UsageError(
                f"SOURCE_DATE_EPOCH vaut « {epoque[:20]} » : c’est un nombre de secondes depuis "
                "1970. Corrigez cette variable, ou retirez-la."
            )
        environnement["SOURCE_DATE_EPOCH"] = epoque
    return environnement | {"CAPITALISATION_FICHES": str(racine), "NO_MKDOCS_2_WARNING": "1"}


def aujourdhui(racine: Path) -> dt.date:
    """The day of a command: SOURCE_DATE_EPOCH says another than the clock's.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    if epoque := pour_mkdocs(racine).get("SOURCE_DATE_EPOCH"):
        return dt.datetime.fromtimestamp(int(epoque), dt.UTC).date()
    return dt.date.today()


@contextlib.contextmanager
def remplacer(cible: Path, intact: str) -> Iterator[Atelier]:
    """Give where to write what takes the place of `cible`.

    When anything stops it, say what, then `intact`, and end with 1: `cible` is as it was.
    """
    arrets = [s for s in _ARRETS if signal.getsignal(s) not in (signal.SIG_IGN, None)]
    avant = {arret: signal.signal(arret, signal.default_int_handler) for arret in arrets}
    try:
        with a_la_place_de(cible) as atelier:
            try:
                yield atelier
            finally:
                # What is left to do is short: taking its place, and removing what is in the way.
                for arret in arrets:
                    signal.signal(arret, signal.SIG_IGN)
        return
    except (Refus, Occupe) as exc:
        raison = str(exc)
    except OSError as exc:
        raison = _du_systeme(exc, cible.parent)
    except KeyboardInterrupt:
        raison = "La construction a été interrompue."
    finally:
        for arret, disposition in avant.items():
            signal.signal(arret, disposition)
    click.echo(f"{raison}\n\n{intact}", err=True)
    sys.exit(1)


def batir(
    projet: Path,
    corpus: Path,
    site: Path,
    url: str | None,
    a_joindre: Path | None,
    *,
    verrou: int,
    precedent: Path | None = None,
) -> None:
    """Have MkDocs write the site, and the archive to `a_joindre`. Raises Refus, OSError.

    `precedent` is the site that this one takes the place of: it remembers the versions of its data.
    """
    environnement = pour_mkdocs(corpus)
    # MkDocs would say in English, or not at all, that its address is none.
    publication(projet, url)
    if url:
        environnement["INSPIRACTION_URL"] = url
    if a_joindre:
        environnement["CAPITALISATION_ARCHIVE"] = str(a_joindre)
    # CI builds on a clean machine, and brings the list from the published site.
    if precedent and (liste := precedent / "donnees" / "versions.json").is_file():
        environnement.setdefault("CAPITALISATION_VERSIONS", str(liste))
    if sys.stderr.isatty():
        click.echo("Vérification, puis construction…", err=True)
    # MkDocs reads each file when its turn comes, images last.
    siennes = (corpus, *(projet / nom for nom in sources.DU_PROJET))
    avant = sources.relever(*siennes)
    code, journal = _mkdocs(projet, environnement, site, verrou)
    if changes := sources.changements(avant, sources.relever(*siennes)):
        raise Refus(_ont_change(changes))
    if code:
        raise Refus(_raison(code, journal, site))
    for ligne in journal.splitlines():
        _, laisse, quoi = ligne.partition(diag.LAISSE)
        if laisse:
            click.echo(f"{laisse}{quoi}")


def _mkdocs(
    projet: Path, environnement: dict[str, str], site: Path, verrou: int
) -> tuple[int, str]:
    """Run MkDocs; return its code, and what it said."""
    with subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=projet,
        env=environnement,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        # Windows lets none be chosen.
        pass_fds=() if sys.platform == "win32" else (verrou,),
        preexec_fn=partial(mourir_avec, os.getpid()) if sys.platform == "linux" else None,
    ) as mkdocs:
        try:
            _, journal = mkdocs.communicate()
        except BaseException:
            mkdocs.kill()
            # Its workers have this pipe in hand: they are dead when it ends.
            mkdocs.communicate()
            raise
    return mkdocs.returncode, journal


def apercevoir(projet: Path, corpus: Path, adresse: str) -> int:
    """Have MkDocs show the site at `adresse` until one stops it; return the code to end with.

    The preview speaks for itself; what MkDocs logs is read when it could not begin.
    """
    for arret in _ARRETS:
        signal.signal(arret, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", adresse],
        cwd=projet,
        env=pour_mkdocs(corpus),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        preexec_fn=partial(mourir_avec, os.getpid()) if sys.platform == "linux" else None,
        # A terminal would tell it to stop as it tells us: once is enough, it tidies up then.
        process_group=None if sys.platform == "win32" else 0,
    ) as mkdocs:
        assert mkdocs.stderr
        journal: deque[str] = deque(maxlen=_JOURNAL_MAX)
        try:
            journal.extend(mkdocs.stderr)
        except KeyboardInterrupt:
            for arret in _ARRETS:
                signal.signal(arret, signal.SIG_IGN)
            if sys.platform != "win32":  # there, both are told
                mkdocs.send_signal(signal.SIGINT)
            mkdocs.communicate()
            click.echo("Aperçu arrêté.")
            return 0
    if mkdocs.returncode:
        click.echo(_raison(mkdocs.returncode, "".join(journal), corpus), err=True)
    return 1 if mkdocs.returncode else 0


def _du_systeme(exc: OSError, defaut: Path) -> str:
    fichier = exc.filename or defaut
    return f"Lire ou écrire « {fichier} » : {diag.cause(exc)}. Remédiez-y, puis recommencez."


def _ont_change(changes: dict[str, str]) -> str:
    dits = [f"  {diag.chemin_affiche(Path(c))} ({quoi})" for c, quoi in changes.items()]
    reste = len(dits) - _CHANGES_MAX
    if reste > 0:
        dits[_CHANGES_MAX:] = [f"  … et {pluriel(reste, 'autre', 'autres')}"]
    return (
        f"{pluriel(len(changes), 'fichier a changé', 'fichiers ont changé')} pendant la "
        "construction, qui aurait publié un mélange d’avant et d’après\u202f:\n"
        + "\n".join(dits)
        + "\nRecommencez quand plus personne n’y touche."
    )


def _raison(code: int, journal: str, site: Path) -> str:
    """Return what MkDocs' log says of a failure: findings, warnings, or an internal error."""
    lignes = journal.strip().splitlines()
    en_panne = "Traceback (most recent call last):" in lignes
    if code < 0 or (en_panne and lignes[-1].startswith("MemoryError")):
        return (
            "Le système a arrêté la construction, sans doute faute de mémoire. Fermez d’autres "
            "programmes, puis recommencez."
        )
    if en_panne:
        if gabarit := _SANS_GABARIT.match(lignes[-1]):
            return (
                f"Le gabarit « overrides/{gabarit[1]} » manque, ou ne peut pas être lu. "
                "Remettez-le, puis recommencez."
            )
        if erreur := _ERREUR_DU_SYSTEME.match(lignes[-1]):
            return _du_systeme(OSError(int(erreur[1]), "", erreur[2]), site)
        return (
            f"Le programme s’est arrêté sur une erreur interne : {lignes[-1]}\n"
            "Ce n’est pas la faute d’une fiche. Signalez-le dans les tickets du dépôt du projet, "
            "avec ce que montre « mkdocs build --strict »."
        )
    graves = ("WARNING", "ERROR", "Abort")
    debut = next((i for i, ligne in enumerate(lignes) if ligne.startswith(graves)), 0)
    dites = [ligne for ligne in lignes[debut:] if not ligne.startswith("INFO")]
    texte = "\n".join(dites).removeprefix("ERROR   -  ")
    return texte.removeprefix(f"{diag.INTACT}\n\n")
