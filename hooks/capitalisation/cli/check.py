"""`verifier`: all the findings about fiches and vocabularies, at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from .. import diagnostics as diag
from ..corpus import IMAGES, REFERENTIELS, charger
from ..diagnostics import Diagnostic
from ..explore import guide
from ..letter.editorials import DOSSIER as LETTRES
from ..model import PAR_DOSSIER
from ..review.changes import fichiers_touches
from ..review.summary import en_resume, par_importance
from .project import AIDE, referentiels_du_projet

#: The folders of a corpus whose files are checked with all the others.
DU_CORPUS = (*PAR_DOSSIER, REFERENTIELS, LETTRES)
FORMATS = ("texte", "json", "github", "gitlab")


@click.command(context_settings=AIDE)
@click.argument("chemins", nargs=-1, type=click.Path(path_type=Path), metavar="[CHEMIN]...")
@click.option(
    "--format", "forme", type=click.Choice(FORMATS), default="texte", help="Forme du résultat."
)
@click.option("--detail", is_flag=True, help="Montre aussi la ligne en cause.")
@click.option(
    "--resume",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FICHIER",
    help="Ajoute à ce fichier un résumé en Markdown, pour la page d’une proposition.",
)
@click.option(
    "--depuis", metavar="COMMIT", help="Met en tête les fichiers modifiés depuis ce commit de git."
)
@click.option(
    "--url",
    envvar="INSPIRACTION_URL",
    default="",
    metavar="ADRESSE",
    help="L’adresse du site : le résumé y mène pour chaque code.",
)
def verifier(
    chemins: tuple[Path, ...],
    forme: str,
    detail: bool,
    resume: Path | None,
    depuis: str | None,
    url: str,
) -> None:
    """Vérifie des fiches et leurs vocabulaires : tous les constats en une fois.

    CHEMIN : une fiche, un dossier de fiches, ou un corpus entier. Sans CHEMIN,
    le dossier « fiches » d’ici.
    """
    demandes = chemins or (Path("fiches"),)
    for chemin in demandes:
        if not os.path.exists(chemin):  # Path.exists raises on a name too long
            raise click.UsageError(f"« {chemin} » n’existe pas.")
    constats: list[Diagnostic] = []
    lignes: dict[str, list[str]] = {}
    fichiers = 0
    for racine, garder in par_corpus(demandes):
        chargement = charger(racine, repli=referentiels_du_projet())
        _, du_guide = guide.charger(chargement.corpus)
        retenus = [d for d in (*chargement.diagnostics, *du_guide) if concerne(d, garder)]
        constats += retenus
        lues = chargement.lignes
        lignes |= {d.chemin: lues[d.chemin] for d in retenus if d.chemin in lues}
        fichiers += chargement.corpus.fichiers if garder is None else len(garder)
    constats = sorted(set(constats))
    touches = _touches(depuis) if depuis else None
    if resume:
        _ajouter(resume, en_resume(constats, touches, url))
    _afficher(
        par_importance(constats, touches) if forme == "github" else constats,
        forme,
        lignes if detail else None,
        fichiers,
    )
    sys.exit(1 if diag.erreurs(constats) else 0)


def par_corpus(chemins: Sequence[Path]) -> list[tuple[Path, set[Path] | None]]:
    """Group what is asked by corpus: (root, files to keep, or None for all of it).

    A fiche is always checked inside its corpus: its links lead to the others.
    """
    groupes: dict[Path, set[Path] | None] = {}
    for chemin in chemins:
        chemin = Path(os.path.abspath(chemin))
        garder: set[Path] | None
        if corpus := _corpus_des_images(chemin):
            racine = corpus
            garder = {chemin, *chemin.rglob("*")} if chemin.is_dir() else {chemin}
        elif chemin.is_dir():
            racine, garder = _racine_du_dossier(chemin)
        else:
            dossier = chemin.parent
            racine = dossier.parent if dossier.name in DU_CORPUS else dossier
            garder = {chemin}
        deja = groupes.get(racine, set())
        groupes[racine] = None if deja is None or garder is None else deja | garder
    return list(groupes.items())


def _corpus_des_images(chemin: Path) -> Path | None:
    """The corpus that has `chemin` among its images: an image, their folder, that of an entry."""
    for dossier in (chemin, *chemin.parents[:2]):
        racine = dossier.parent
        if dossier.name == IMAGES and any((racine / nom).is_dir() for nom in PAR_DOSSIER):
            return racine
    return None


def _racine_du_dossier(dossier: Path) -> tuple[Path, set[Path] | None]:
    if dossier.name in DU_CORPUS:
        return dossier.parent, set(dossier.iterdir())
    projet = dossier / "fiches"
    return (projet if (dossier / "mkdocs.yml").is_file() and projet.is_dir() else dossier), None


def concerne(diagnostic: Diagnostic, garder: set[Path] | None) -> bool:
    return garder is None or Path(os.path.abspath(diagnostic.chemin)) in garder


def _touches(depuis: str) -> frozenset[str] | None:
    touches = fichiers_touches(depuis)
    if touches is None:
        # A summary that mixes old and new findings is better than no check at all.
        click.echo(
            "git ne connaît pas ce commit : le résumé ne distingue pas les fichiers modifiés.",
            err=True,
        )
    return touches


def _ajouter(fichier: Path, texte: str) -> None:
    try:
        with fichier.open("a", encoding="utf-8", errors="replace") as flux:
            flux.write(texte)
    except OSError as exc:
        raison = diag.cause(exc)
        raise click.UsageError(f"« {fichier} » ne peut pas être écrit : {raison}.") from exc


def _afficher(
    constats: list[Diagnostic],
    forme: str,
    lignes: dict[str, list[str]] | None,
    fichiers: int,
) -> None:
    if forme == "json":
        click.echo(diag.en_json(constats))
    elif forme == "github":
        if constats:
            click.echo(diag.en_github(constats))
    elif forme == "gitlab":
        click.echo(diag.en_gitlab(constats))
    else:
        if constats:
            click.echo(diag.en_texte(constats, lignes))
            click.echo()
        click.echo(diag.resume(constats, fichiers))
