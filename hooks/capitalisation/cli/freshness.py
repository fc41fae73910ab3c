"""`revoir`: the entries that nobody has verified for eighteen months."""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path

import click

from .. import diagnostics as diag
from .. import freshness
from ..corpus import charger
from ..typography import pluriel
from .project import AIDE, FICHES, corpus_demande, dossier_du_projet, referentiels_du_projet
from .site import aujourdhui

_JOUR = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@click.command(context_settings=AIDE)
@FICHES
@click.option("--le", metavar="AAAA-MM-JJ", help="Le jour dont on parle (aujourd’hui).")
@click.option(
    "--format",
    "forme",
    type=click.Choice(["texte", "csv"]),
    default="texte",
    help="Forme du résultat ; csv s’ouvre dans un tableur.",
)
def revoir(fiches: Path | None, le: str | None, forme: str) -> None:
    """Liste les entrées à revoir : celles que personne n’a vérifiées depuis dix-huit mois."""
    racine = corpus_demande(fiches, dossier_du_projet())
    jour = _jour(le, racine)
    chargement = charger(racine, repli=referentiels_du_projet())
    liste = freshness.relectures(chargement.corpus, jour)
    dossier = diag.chemin_affiche(racine)
    if forme == "csv":
        click.echo(freshness.en_csv(liste, dossier), nl=False)
    else:
        click.echo(freshness.en_texte(liste, len(chargement.corpus.fiches), dossier))
    if erreurs := diag.erreurs(chargement.diagnostics):
        # A fiche that cannot be read is in no list: people must not take this one for whole.
        click.echo(
            f"\n{pluriel(len(erreurs), 'erreur')} dans ce corpus : il manque peut-être des fiches "
            "à cette liste. Corrigez ce que dit « capitalisation verifier ».",
            err=True,
        )
        sys.exit(1)


def _jour(le: str | None, racine: Path) -> dt.date:
    if le is not None:
        try:
            if _JOUR.fullmatch(le):
                return dt.date.fromisoformat(le)
        except ValueError:
            pass
        raise click.UsageError(f"--le : « {le} » n’est pas une date. Écrivez-la AAAA-MM-JJ.")
    return aujourdhui(racine)
