"""`corriger`: mends what is mechanical in fiches, and says what it did."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from .. import diagnostics as diag
from ..mending import Bilan
from ..mending import corriger as corriger_le_corpus
from ..mending.edits import montrer
from ..typography import pluriel
from .check import par_corpus
from .project import AIDE, referentiels_du_projet


@click.command(context_settings=AIDE)
@click.argument("chemins", nargs=-1, type=click.Path(path_type=Path), metavar="[CHEMIN]...")
@click.option("--a-blanc", is_flag=True, help="N’écrit rien : montre ce qui changerait.")
def corriger(chemins: tuple[Path, ...], a_blanc: bool) -> None:
    """Corrige ce qui est mécanique : noms, dates, guillemets, listes, caractères invisibles…

    CHEMIN : une fiche, un dossier de fiches, ou un corpus entier. Sans CHEMIN, le dossier
    « fiches » d’ici. Rien n’est choisi ni inventé : ce qui a deux réponses possibles reste à
    corriger à la main.
    """
    demandes = chemins or (Path("fiches"),)
    for chemin in demandes:
        if not os.path.exists(chemin):  # Path.exists raises on a name too long
            raise click.UsageError(f"« {chemin} » n’existe pas.")
    restent: set[diag.Diagnostic] = set()
    faits = fichiers = 0
    for racine, garder in par_corpus(demandes):
        bilan = corriger_le_corpus(racine, garder, referentiels_du_projet(), a_blanc=a_blanc)
        restent |= set(bilan.restent)
        faits += len(bilan.faits)
        fichiers += len(bilan.fichiers)
        _raconter(bilan, a_blanc)
    _conclure(faits, fichiers, sorted(diag.erreurs(restent)), a_blanc)
    sys.exit(1 if diag.erreurs(restent) else 0)


def _raconter(bilan: Bilan, a_blanc: bool) -> None:
    for ecart in bilan.ecarts:
        click.echo(ecart)
    # The diff shows what would be done; what was done is told.
    phrases = [] if a_blanc else sorted(bilan.faits)
    phrases += [(chemin, ligne, f"laissé : {dit}") for chemin, ligne, dit in sorted(bilan.laisses)]
    for chemin, ligne, dit in phrases:
        click.echo(montrer(f"{chemin}:{ligne}: {dit}"))
    if bilan.ecarts or phrases:
        click.echo()


def _conclure(faits: int, fichiers: int, erreurs: list[diag.Diagnostic], a_blanc: bool) -> None:
    if erreurs:
        click.echo(diag.en_texte(erreurs))
        click.echo()
    if faits and a_blanc:
        possibles = pluriel(faits, "correction possible", "corrections possibles")
        phrase = f"{possibles} dans {pluriel(fichiers, 'fichier')} ; rien n’a été écrit."
    elif faits:
        phrase = f"{pluriel(faits, 'correction')} dans {pluriel(fichiers, 'fichier')}."
    else:
        phrase = "Rien de mécanique à corriger."
    if erreurs:
        phrase += f" Il reste {pluriel(len(erreurs), 'erreur')} à corriger à la main."
    click.echo(phrase)
