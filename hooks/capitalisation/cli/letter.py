"""`lettre`: what a month published, as a mail to send."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import NoReturn

import click

from .. import diagnostics as diag
from ..corpus import Corpus, charger
from ..letter import mail
from ..letter.editorials import DOSSIER
from ..letter.issues import Lettre
from ..letter.mail import Courriel
from ..letter.months import Mois
from ..replacing import en_entier
from ..typography import taille
from ..views import Site
from .project import (
    AIDE,
    FICHES,
    URL,
    corpus_demande,
    dossier_du_projet,
    publication,
    referentiels_du_projet,
)
from .site import aujourdhui

_SANS_ADRESSE = """\
La lettre n’a pas été écrite : ce site n’a pas encore d’adresse publique, et les liens d’un
courriel ne mèneraient nulle part chez celles et ceux qui le reçoivent.

Donnez l’adresse où le site est publié : --url https://exemple.org/, la variable
INSPIRACTION_URL, ou site_url dans mkdocs.yml."""


@click.command(context_settings=AIDE)
@click.argument("mois", metavar="AAAA-MM")
@click.option(
    "--sortie",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DOSSIER",
    help="Où écrire la lettre (lettres/).",
)
@FICHES
@URL
def lettre(mois: str, sortie: Path | None, fiches: Path | None, url: str | None) -> None:
    """Écrit la lettre d’un mois : un courriel prêt à relire et à envoyer."""
    demande = Mois.lire(mois)
    if demande is None:
        raise click.UsageError(f"« {mois} » n’est pas un mois. Écrivez-le AAAA-MM, comme 2026-11.")
    projet = dossier_du_projet()
    racine = corpus_demande(fiches, projet)
    jour = aujourdhui(racine)
    ici = publication(projet, url)
    chargement = charger(racine, repli=referentiels_du_projet())
    corpus = chargement.corpus
    if erreurs := diag.erreurs(chargement.diagnostics):
        _refuser(
            f"{diag.en_texte(erreurs)}\n\n{diag.resume(erreurs, corpus.fichiers)}\n"
            "La lettre n’a pas été écrite : corrigez d’abord ces fichiers."
        )
    if not ici.adresse:
        _refuser(_SANS_ADRESSE)
    site = Site(corpus, jour, publication=ici)
    du_mois = site.lettres.get(demande)
    if du_mois is None or du_mois.vide:
        connus = [mois for mois, sienne in site.lettres.items() if not sienne.vide]
        _refuser(_rien(demande, jour, corpus, connus))
    courriel = mail.composer(site, du_mois, projet / "overrides")
    dossier = sortie or projet / "lettres"
    try:
        ecrits = _ecrire(courriel, dossier)
    except OSError as exc:
        _refuser(f"Écrire dans « {dossier} » : {diag.cause(exc)}.")
    for fichier in ecrits:
        click.echo(diag.chemin_affiche(fichier))
    click.echo(f"\n{_bilan(du_mois, courriel)}")
    if demande == Mois.de(jour):
        click.echo("Ce mois n’est pas fini : écrivez la lettre à nouveau avant de l’envoyer.")


def _refuser(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


def _rien(mois: Mois, jour: dt.date, corpus: Corpus, connus: list[Mois]) -> str:
    if mois > Mois.de(jour):
        return f"Le mois {mois.de_libelle} n’a pas commencé : il n’y a rien à en dire encore."
    dernier = f"Le dernier mois qui ait une lettre : {connus[0].code}. " if connus else ""
    editorial = diag.chemin_affiche(corpus.racine / DOSSIER / f"{mois.code}.md")
    return (
        f"Rien n’a été publié ni mis à jour en {mois.libelle} : il n’y a pas de lettre à écrire.\n"
        f"{dernier}Pour une lettre qui n’ait qu’un éditorial, écrivez-le dans {editorial}."
    )


def _ecrire(courriel: Courriel, dossier: Path) -> list[Path]:
    """Write the three files of a letter in place of those of a former try; raise OSError."""
    ecrits = []
    for suffixe, octets in (
        (".html", courriel.html.encode()),
        (".txt", courriel.texte.encode()),
        (".eml", courriel.message.as_bytes()),
    ):
        fichier = dossier / f"lettre-{courriel.mois}{suffixe}"
        with en_entier(fichier) as sortie:
            sortie.write(octets)
        ecrits.append(fichier)
    return ecrits


def _bilan(lettre: Lettre, courriel: Courriel) -> str:
    dit = f"{lettre.titre} : {lettre.bilan or 'un éditorial'}"
    if lettre.editorial and lettre.bilan:
        dit += ", et un éditorial"
    return f"{dit}. Le courriel pèse {taille(courriel.poids)}, 102 au plus."
