"""`nouvelle`: a new fiche, from the template."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import click

from .. import diagnostics as diag
from .. import vocabulary
from ..corpus import REFERENTIELS
from ..fields import champs
from ..model import GENRES, PAR_DOSSIER, Entree
from ..template import gabarit, identifiant
from ..territories import TerritoireErreur, Territoires
from ..typography import cle, pluriel
from ..vocabulary import Vocabulaire
from .project import AIDE, FICHES, dossier_du_projet, referentiels_du_projet

#: What ends a line, drives a terminal or is no character at all.
_COMMANDES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@click.command(context_settings=AIDE)
@click.argument("genre", type=click.Choice([g.GENRE for g in GENRES]))
@click.argument("titre")
@click.option("--theme", "themes", multiple=True, metavar="ID", help="Un thème ; répétable.")
@click.option(
    "--territoire", "territoires", multiple=True, metavar="NOM", help="Un lieu ; répétable."
)
@FICHES
def nouvelle(
    genre: str,
    titre: str,
    themes: tuple[str, ...],
    territoires: tuple[str, ...],
    fiches: Path | None,
) -> None:
    """Écrit une nouvelle fiche à remplir, avec de l’aide à chaque ligne."""
    classe = next(g for g in GENRES if genre == g.GENRE)
    racine = _racine(fiches)
    titre = _titre(titre, classe)
    vocabulaires, _ = vocabulary.charger(racine / REFERENTIELS, referentiels_du_projet())
    valeurs = {
        "titre": titre,
        "themes": _themes(themes, classe, vocabulaires["themes"]),
        "territoires": _territoires(territoires),
    }
    nom = identifiant(titre)
    if not nom:
        raise click.UsageError("Le titre n’a ni lettre ni chiffre : il faut un nom au fichier.")
    fichier = racine / classe.DOSSIER / f"{nom}.md"
    if existant := _existant(racine, nom):
        click.echo(
            f"{diag.chemin_affiche(existant)} existe déjà, et rien n’a été écrit.\n"
            "Complétez cette fiche, ou donnez un autre titre.",
            err=True,
        )
        sys.exit(1)
    try:
        fichier.parent.mkdir(parents=True, exist_ok=True)
        # "x": never over a file that came meanwhile, nor through a link.
        with fichier.open("x", encoding="utf-8", newline="\n") as flux:
            try:
                flux.write(gabarit(classe, valeurs))
                flux.flush()
            except OSError:
                # A half of a template would stand in the way of the next attempt.
                fichier.unlink(missing_ok=True)
                raise
    except OSError as exc:
        click.echo(f"Écrire « {diag.chemin_affiche(fichier)} » : {diag.cause(exc)}.", err=True)
        sys.exit(1)
    click.echo(diag.chemin_affiche(fichier))


def _racine(fiches: Path | None) -> Path:
    if fiches is None:
        ici = Path("fiches")
        fiches = ici if ici.is_dir() else dossier_du_projet() / "fiches"
    racine = Path(os.path.abspath(fiches))
    if not racine.is_dir():
        raise click.UsageError(f"Le dossier de fiches « {racine} » n’existe pas.")
    return racine


def _titre(titre: str, classe: type[Entree]) -> str:
    """The title as it was given, on one line, if it has a good length."""
    propre = _COMMANDES.sub(" ", titre).strip()
    bornes = champs(classe)[("titre",)]
    if not (bornes.mini or 0) <= len(propre) <= (bornes.maxi or len(propre)):
        raise click.UsageError(
            f"Le titre a {pluriel(len(propre), 'caractère')} : il en faut de {bornes.mini} "
            f"à {bornes.maxi}."
        )
    return propre


def _themes(themes: tuple[str, ...], classe: type[Entree], connus: Vocabulaire) -> list[str]:
    trouves: list[str] = []
    for theme in themes:
        proches = [theme] if theme in connus else connus.proches(theme)
        formes = {cle(f) for i in proches[:1] for f in (i, *connus.termes[i].formes)}
        if cle(theme) not in formes:
            suite = (
                "Vouliez-vous dire : " + ", ".join(proches) + " ?"
                if proches
                else "La liste est à la page /contribuer/listes/ du site."
            )
            raise click.UsageError(f"« {theme} » n’est pas un thème. {suite}")
        trouves.append(proches[0])
    return list(dict.fromkeys(trouves))


def _territoires(territoires: tuple[str, ...]) -> list[str]:
    referentiel = Territoires()
    try:
        trouves = [referentiel.ecriture(referentiel.resoudre(t)) for t in territoires]
        return list(dict.fromkeys(trouves))
    except TerritoireErreur as exc:
        raise click.UsageError(str(exc)) from exc


def _existant(racine: Path, nom: str) -> Path | None:
    """The file that has this identifier, whatever its kind and its capitals."""
    for dossier in (racine / d for d in PAR_DOSSIER):
        if dossier.is_dir():
            for entree in os.scandir(dossier):
                if Path(entree.name).stem.casefold() == nom:
                    return dossier / entree.name
    return None
