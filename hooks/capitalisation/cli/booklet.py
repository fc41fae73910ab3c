"""`livret`: some entries as a booklet, on paper or for an e-reader."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qs, urlsplit

import click
from rapidfuzz import fuzz, process

from .. import diagnostics as diag
from .. import paper
from ..corpus import Corpus, Fiche, charger
from ..paper import Atelier, SansPdf
from ..replacing import en_entier
from ..territories import TerritoireErreur, Territoires
from ..typography import ancre, pluriel, taille, typographier, une_ligne
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

_FORMES = {f".{forme.suffixe}": forme for forme in paper.FORMES}


@dataclass(frozen=True, slots=True)
class _Choix:
    """The entries that were asked for, in parts; `page` is the page of the site that lists them."""

    nom: str
    titre: str
    resume: str
    page: str
    parties: Sequence[tuple[str, Sequence[Fiche]]]


@click.command(context_settings=AIDE)
@click.option("--territoire", metavar="CODE", help="Un lieu et tout ce qu’il contient.")
@click.option("--theme", metavar="ID", help="Un thème et ceux qu’il contient.")
@click.option(
    "--selection",
    metavar="ID,ID…",
    help="Des entrées, dans cet ordre, ou l’adresse que donne « Ma sélection ».",
)
@click.option("--titre", metavar="TEXTE", help="Le titre du livret.")
@click.option(
    "--sortie",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Où l’écrire, en .pdf ou en .epub (livret-….pdf).",
)
@FICHES
@URL
def livret(
    territoire: str | None,
    theme: str | None,
    selection: str | None,
    titre: str | None,
    sortie: Path | None,
    fiches: Path | None,
    url: str | None,
) -> None:
    """Écrit un livret : les entrées d’un territoire, d’un thème, ou celles que l’on choisit."""
    if sum(choix is not None for choix in (territoire, theme, selection)) != 1:
        raise click.UsageError("Donnez --territoire, --theme ou --selection : un seul des trois.")
    if sortie and (sortie.suffix.lower() not in _FORMES or sortie.is_dir()):
        raise click.UsageError(
            f"« {sortie} » : donnez le nom d’un fichier qui finit par .pdf ou .epub."
        )
    if titre is not None and not (titre := une_ligne(titre)):
        raise click.UsageError("Le titre est vide.")
    projet = dossier_du_projet()
    ici = publication(projet, url)
    racine = corpus_demande(fiches, projet)
    chargement = charger(racine, repli=referentiels_du_projet())
    if erreurs := diag.erreurs(chargement.diagnostics):
        _refuser(
            f"{pluriel(len(erreurs), 'erreur')} dans ce corpus : il manquerait des entrées au "
            "livret. Corrigez ce que dit « capitalisation verifier »."
        )
    site = Site(chargement.corpus, aujourdhui(racine), publication=ici)
    if territoire is not None:
        choix = _du_territoire(site, territoire)
    elif theme is not None:
        choix = _du_theme(site, theme)
    else:
        choix = _de_la_selection(chargement.corpus, selection or "")
    cible = sortie or Path(f"livret-{choix.nom}.pdf")
    livre = paper.livret(
        site,
        choix.parties,
        titre=typographier(titre or choix.titre),
        resume=typographier(choix.resume),
        page=choix.page,
    )
    if sys.stderr.isatty():
        click.echo(f"{livre.compte} : mise en pages…", err=True)
    try:
        octets = paper.imprimer(
            livre,
            _FORMES[cible.suffix.lower()],
            Atelier(projet / "overrides", racine / "images"),
        )
        with en_entier(cible) as fichier:
            fichier.write(octets)
    except SansPdf as exc:
        _refuser(f"Pour un PDF, {exc}. Un EPUB s’en passe : --sortie {cible.with_suffix('.epub')}")
    except OSError as exc:
        _refuser(f"Écrire « {cible} » : {diag.cause(exc)}.")
    click.echo(f"{cible} : {livre.compte}, {taille(len(octets))}")


def _refuser(raison: str) -> NoReturn:
    click.echo(f"{raison}\nLe livret n’a pas été écrit.", err=True)
    sys.exit(1)


def _du_territoire(site: Site, demande: str) -> _Choix:
    index = site.lieux.get(demande.strip().lower())
    if index is None:
        try:
            lieu = Territoires().resoudre(demande)
        except TerritoireErreur as exc:
            raise click.UsageError(str(exc)) from exc
        index = site.lieux.get(lieu.code)
        if index is None:
            _refuser(f"Aucune entrée ne se passe à « {lieu.complet} ».")
    familles = [t for t in site.corpus.vocabulaires["themes"].termes.values() if not t.parent]
    return _Choix(
        nom=index.lieu.code,
        titre=index.lieu.complet,
        resume="Ce que la base raconte de ce territoire, et de ceux qu’il contient.",
        page=index.lieu.adresse,
        parties=paper.par_theme(index.fiches, familles),
    )


def _du_theme(site: Site, demande: str) -> _Choix:
    vocabulaire = site.corpus.vocabulaires["themes"]
    demande = vocabulaire.identifiant(demande) or demande
    if demande not in vocabulaire:
        proches = vocabulaire.proches(demande)
        suite = (
            f"Vouliez-vous dire : {', '.join(proches)} ?"
            if proches
            else "La liste est à la page /contribuer/listes/ du site."
        )
        raise click.UsageError(f"« {demande} » n’est pas un thème. {suite}")
    index = site.index["themes"][demande]
    if not index.fiches:
        _refuser(f"Aucune entrée ne parle de « {index.terme.libelle} ».")
    return _Choix(
        nom=demande,
        titre=index.terme.libelle,
        resume=index.terme.definition,
        page=index.terme.adresse,
        parties=paper.par_genre(index.fiches),
    )


def _de_la_selection(corpus: Corpus, demande: str) -> _Choix:
    # What « Ma sélection » gives to send is an address: …/ma-selection/?ids=une-fiche,une-autre
    if "://" in demande:
        demande = ",".join(parse_qs(urlsplit(demande).query).get("ids", ()))
    identifiants = list(dict.fromkeys(i.strip() for i in demande.split(",") if i.strip()))
    if not identifiants:
        raise click.UsageError(
            "--selection : donnez des identifiants, séparés par des virgules, ou l’adresse que "
            "donne « Ma sélection »."
        )
    for identifiant in identifiants:
        if identifiant not in corpus.fiches:
            proches = process.extract(
                ancre(identifiant),
                corpus.fiches.keys(),
                scorer=fuzz.ratio,
                limit=3,
                score_cutoff=60,
            )
            noms = [nom for nom, _, _ in proches]
            suite = f" Vouliez-vous dire : {', '.join(noms)} ?" if noms else ""
            raise click.UsageError(f"« {identifiant} » n’est pas une entrée publiée.{suite}")
    return _Choix(
        nom="selection",
        titre="Ma sélection",
        resume="",
        page="",
        parties=[("", [corpus.fiches[i] for i in identifiants])],
    )
