"""`construire` and `servir`: MkDocs writes the site; the previous one stands until it is whole."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import click

from .. import archive
from .. import diagnostics as diag
from .archive import annoncer
from .project import AIDE, FICHES, URL, corpus_demande, dossier_du_projet, publication
from .site import apercevoir, batir, remplacer


@click.command(context_settings=AIDE)
@FICHES
@click.option("--sortie", type=click.Path(path_type=Path), help="Où écrire le site (site/).")
@URL
@click.option(
    "--hors-ligne", is_flag=True, help="Y joint l’archive à emporter, que la page Données propose."
)
def construire(fiches: Path | None, sortie: Path | None, url: str | None, hors_ligne: bool) -> None:
    """Construit le site. S’il y a des erreurs, le site précédent reste intact."""
    projet = dossier_du_projet()
    debut = time.monotonic()
    corpus = corpus_demande(fiches, projet)
    cible = (sortie or projet / "site").resolve()
    _verifier_la_cible(cible, projet, corpus)
    with remplacer(cible, diag.INTACT) as atelier:
        a_joindre = atelier.neuf / archive.SUR_LE_SITE if hors_ligne else None
        batir(projet, corpus, atelier.neuf, url, a_joindre, verrou=atelier.verrou, precedent=cible)
    pages = sum(nom.endswith(".html") for _, _, noms in os.walk(cible) for nom in noms)
    duree = f"{time.monotonic() - debut:.1f}".replace(".", ",")
    click.echo(f"{pages} pages, en {duree} s : {cible}")
    if hors_ligne:
        annoncer(cible / archive.SUR_LE_SITE)


def _verifier_la_cible(cible: Path, projet: Path, corpus: Path) -> None:
    """Refuse to put a site in the place of what is none: it would be lost."""
    if cible.exists() and not cible.is_dir():
        raise click.UsageError(f"« {cible} » est un fichier : donnez un dossier à --sortie.")
    for quoi, dossier in (("les fiches", corpus), ("le projet", projet)):
        if dossier.resolve().is_relative_to(cible):
            raise click.UsageError(
                f"« {cible} » contient {quoi}, que le site remplacerait : donnez un autre dossier "
                "à --sortie."
            )
    if os.path.ismount(cible):
        raise click.UsageError(
            f"« {cible} » est un disque, qu’un site ne peut pas remplacer d’un coup : donnez à "
            "--sortie un dossier de ce disque."
        )
    if cible.is_dir() and any(cible.iterdir()) and not (cible / "index.html").is_file():
        raise click.UsageError(
            f"« {cible} » contient autre chose qu’un site, qui serait effacé : donnez à --sortie "
            "un dossier vide, ou celui d’un site déjà construit."
        )


@click.command(context_settings=AIDE)
@FICHES
@click.option("--adresse", default="127.0.0.1:8000", show_default=True, help="Où écouter.")
def servir(fiches: Path | None, adresse: str) -> None:
    """Montre le site tel qu’il sera, et chaque modification dès qu’elle est enregistrée."""
    projet = dossier_du_projet()
    racine = corpus_demande(fiches, projet)
    # Refused here in French: MkDocs would say it in English, or not at all.
    publication(projet, None)
    _verifier_l_adresse(adresse)
    click.echo("Vérification, puis préparation de l’aperçu…")
    sys.exit(apercevoir(projet, racine, adresse))


def _verifier_l_adresse(adresse: str) -> None:
    """Refuse an address where nobody can listen."""
    hote, _, port = adresse.rpartition(":")
    try:
        if not hote:
            raise ValueError("no host")
        lieux = socket.getaddrinfo(hote.strip("[]"), int(port), type=socket.SOCK_STREAM)
        famille, _, _, _, (lieu, *_) = lieux[0]
        # As the server asks for it: a preview that has just ended does not stand in the way.
        socket.create_server((lieu, int(port)), family=famille).close()
    except (ValueError, OverflowError, UnicodeError, socket.gaierror) as exc:
        raise click.UsageError(
            f"--adresse : « {adresse} » n’est pas une adresse où écouter. Écrivez-la comme "
            "127.0.0.1:8000."
        ) from exc
    except OSError as exc:
        raise click.UsageError(
            f"--adresse : « {adresse} » ne peut pas être prise ({diag.cause(exc)}). Arrêtez ce qui "
            "s’en sert, ou choisissez-en une autre : « --adresse 127.0.0.1:8001 »."
        ) from exc
