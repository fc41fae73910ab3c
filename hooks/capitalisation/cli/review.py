"""`relecteurs` and `liens-externes`: what helps those who review and who look after the base."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .. import diagnostics as diag
from ..corpus import REFERENTIELS, charger
from ..review import asking, outside, reviewers
from ..typography import pluriel
from .project import AIDE, FICHES, corpus_demande, dossier_du_projet

CODEOWNERS = Path(".github", "CODEOWNERS")


@click.command(context_settings=AIDE)
@click.option("--verifier", is_flag=True, help="N’écrit rien : dit si le fichier est à jour.")
def relecteurs(verifier: bool) -> None:
    """Écrit .github/CODEOWNERS : qui relit chaque fiche, selon ses thèmes.

    Les comptes viennent de fiches/_referentiels/relecteurs.yml.
    """
    projet = dossier_du_projet()
    corpus = charger(projet / "fiches").corpus
    source = projet / "fiches" / REFERENTIELS / reviewers.FICHIER
    cible = projet / CODEOWNERS
    try:
        lus = reviewers.lire(source, corpus.vocabulaires["themes"].termes)
    except reviewers.Refus as exc:
        click.echo(str(exc), err=True)
        sys.exit(1)
    texte = reviewers.codeowners(lus, corpus)
    if verifier:
        if not cible.is_file() or cible.read_text(encoding="utf-8", errors="replace") != texte:
            click.echo(f"{CODEOWNERS} n’est plus à jour : lancez « capitalisation relecteurs ».")
            sys.exit(1)
        click.echo(f"{CODEOWNERS} est à jour.")
        return
    try:
        cible.parent.mkdir(exist_ok=True)
        cible.write_text(texte, encoding="utf-8", newline="\n")
    except OSError as exc:
        click.echo(f"{CODEOWNERS} n’a pas été écrit : {diag.cause(exc)}.", err=True)
        sys.exit(1)
    confiees = sum(ligne.startswith("/fiches/") and ".md " in ligne for ligne in texte.split("\n"))
    click.echo(f"{CODEOWNERS} : {pluriel(confiees, 'fiche confiée', 'fiches confiées')} par thème.")


@click.command("liens-externes", context_settings=AIDE)
@FICHES
@click.option(
    "--url",
    envvar="INSPIRACTION_URL",
    default="",
    metavar="ADRESSE",
    help="L’adresse du site, dite à ceux demandés.",
)
@click.option(
    "--duree",
    type=click.IntRange(1, 360),
    default=20,
    show_default=True,
    metavar="MINUTES",
    help="Le temps à ne pas dépasser.",
)
def liens_externes(fiches: Path | None, url: str, duree: int) -> None:
    """Demande aux autres sites si les pages que les fiches citent sont encore là.

    Écrit un rapport en Markdown. Ne signale jamais d’échec : un site en panne
    n’est pas une faute.
    """
    trouves = outside.liens(corpus_demande(fiches, dossier_du_projet()))
    if sys.stderr.isatty():
        click.echo(f"{pluriel(len(trouves), 'adresse')} à demander…", err=True)
    site = f"; +{url}" if url.startswith(("http://", "https://")) and url.isascii() else ""
    demandeur = asking.Demandeur(agent=f"Inspiraction (verification des liens{site})")
    reponses = demandeur.demander_tout(trouves, duree=duree * 60)
    click.echo(outside.rapport(trouves, reponses), nl=False)
