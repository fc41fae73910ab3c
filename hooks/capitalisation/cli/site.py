"""Have MkDocs write a site, and say in French why it could not."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

import click

from .. import diagnostics as diag
from .project import publication

#: The last second of the year 2107, in UTC: a zip knows no later one.
EPOQUE_MAX = 4_354_819_199


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


def batir(
    projet: Path,
    corpus: Path,
    site: Path,
    url: str | None,
    a_joindre: Path | None,
    precedent: Path | None = None,
) -> str:
    """Have MkDocs write the site, and the archive to `a_joindre`; return why it failed, or "".

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
    # MkDocs reads and checks the corpus itself: one reading is enough.
    resultat = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=projet,
        env=environnement,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    if resultat.returncode:
        return _raison(resultat.stderr)
    for ligne in resultat.stderr.splitlines():
        _, laisse, quoi = ligne.partition(diag.LAISSE)
        if laisse:
            click.echo(f"{laisse}{quoi}")
    return ""


def _raison(journal: str) -> str:
    """Return what MkDocs' log says of a failure: findings, warnings, or an internal error."""
    lignes = journal.strip().splitlines()
    if lignes and "No space left on device" in lignes[-1]:
        return "Il n’y a plus de place sur le disque. Libérez-en, puis recommencez."
    if "Traceback (most recent call last):" in lignes:
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
