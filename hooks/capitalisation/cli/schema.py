"""`schema`: the JSON Schema of a kind."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .. import diagnostics as diag
from .. import reference, vocabulary
from ..corpus import REFERENTIELS
from ..model import GENRES
from .project import AIDE, FICHES, corpus_demande, dossier_du_projet, referentiels_du_projet


@click.command(context_settings=AIDE)
@click.argument("genre", type=click.Choice([g.GENRE for g in GENRES]))
@FICHES
def schema(genre: str, fiches: Path | None) -> None:
    """Écrit le schéma JSON de l’en-tête d’une sorte d’entrée, avec les listes de mots."""
    classe = next(g for g in GENRES if genre == g.GENRE)
    repli = referentiels_du_projet()
    dossier = corpus_demande(fiches, dossier_du_projet()) / REFERENTIELS if fiches else repli
    vocabulaires, constats = vocabulary.charger(dossier, repli)
    if constats:
        # A term that cannot be read would be missing from the list, and its fiches look wrong.
        click.echo(diag.en_texte(sorted(constats)), err=True)
        sys.exit(1)
    click.echo(reference.schema_ecrit(classe, vocabulaires), nl=False)
