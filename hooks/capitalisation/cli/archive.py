"""`archiver`: the site as one file, to take away."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from pathlib import Path

import click

from .. import archive
from .. import diagnostics as diag
from ..dates import jour
from ..typography import pluriel, taille
from .project import AIDE, FICHES, URL, corpus_demande, dossier_du_projet
from .site import batir, remplacer


@click.command(context_settings=AIDE)
@FICHES
@click.option(
    "--sortie", type=click.Path(path_type=Path), help="Où écrire l’archive (inspiraction.zip)."
)
@URL
@click.option(
    "--verifier",
    "a_verifier",
    type=click.Path(path_type=Path),
    metavar="FICHIER.zip",
    help="N’écrit rien : dit si cette archive est intacte.",
)
def archiver(
    fiches: Path | None, sortie: Path | None, url: str | None, a_verifier: Path | None
) -> None:
    """Écrit l’archive du site : un fichier zip qui s’ouvre et se fouille sans connexion."""
    if a_verifier:
        if fiches or sortie or url:
            raise click.UsageError("--verifier s’emploie seul.")
        _verifier_l_archive(a_verifier)
        return
    projet = dossier_du_projet()
    corpus = corpus_demande(fiches, projet)
    cible = (sortie or projet / archive.NOM).resolve()
    if cible.suffix.lower() != ".zip" or cible.is_dir():
        raise click.UsageError(f"« {cible} » : donnez le nom d’un fichier qui finit par .zip.")
    with remplacer(cible, "L’archive n’a pas été écrite, la précédente est intacte.") as atelier:
        site = atelier.dossier / "site"
        batir(projet, corpus, site, url, atelier.neuf, verrou=atelier.verrou)
    annoncer(cible)


def annoncer(chemin: Path) -> None:
    """Say what was written, and what only its maker can mend."""
    dit = archive.manifeste(chemin)
    with chemin.open("rb") as octets:
        empreinte = hashlib.file_digest(octets, "sha256").hexdigest()
    click.echo(
        f"Archive du {jour(dt.date.fromisoformat(dit['date']))} : {chemin} "
        f"({taille(chemin.stat().st_size)}, {pluriel(len(dit['fichiers']) + 1, 'fichier')})\n"
        f"SHA-256 : {empreinte}"
    )
    if not dit["adresse"]:
        click.echo(
            "Elle ne dit pas où est le site à jour : donnez l’adresse du site avec --url, "
            "ou dans mkdocs.yml (site_url)."
        )


def _verifier_l_archive(chemin: Path) -> None:
    if not chemin.is_file():
        raise click.UsageError(f"« {chemin} » n’existe pas, ou n’est pas un fichier.")
    try:
        examen = archive.examiner(chemin)
    except OSError as exc:
        raise click.UsageError(f"« {chemin} » ne peut pas être lu : {diag.cause(exc)}.") from exc
    for ecart in examen.ecarts:
        # The names come from the zip: none may write on the terminal what it likes.
        nom = "".join(c if c.isprintable() else "�" for c in ecart.fichier or chemin.name)
        click.echo(f"{nom} : {ecart.message}")
    if examen.ecarts:
        click.echo(f"\n{chemin.name} n’est pas intacte : {pluriel(len(examen.ecarts), 'écart')}.")
        sys.exit(1)
    assert examen.date
    click.echo(
        f"{chemin.name} est intacte : {pluriel(examen.fichiers, 'fichier')}, "
        f"base du {jour(examen.date)}, version {examen.version}."
    )
