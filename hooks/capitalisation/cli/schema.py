"""`schema`: the JSON Schema of a kind."""

from __future__ import annotations

import json

import click

from .. import reference
from ..model import GENRES
from .project import AIDE


@click.command(context_settings=AIDE)
@click.argument("genre", type=click.Choice([g.GENRE for g in GENRES]))
def schema(genre: str) -> None:
    """Écrit le schéma JSON de l’en-tête d’une sorte d’entrée."""
    classe = next(g for g in GENRES if genre == g.GENRE)
    click.echo(json.dumps(reference.schema_json(classe), ensure_ascii=False, indent=2))
