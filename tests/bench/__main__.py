"""The benchmark: our build against those of others, on the same fictional entries.

    python -m tests.bench                       builds and preview, 500 to 20,000 entries
    python -m tests.bench --tailles 500,2000 --moteurs nous,nu --runs 1
    python -m tests.bench --servir              only the preview
    python -m tests.bench --exports             only what exports add, 20,000 entries
    python -m tests.bench --pages               only the weight of pages, 2,000 entries
    python -m tests.bench --recherche           only search in a browser, 10,000 entries
    python -m tests.bench --tailles 2000 --profil
    python -m tests.bench --help

Builds of all engines alternate, so that a noisy machine disturbs them alike (`banc.py`). What is
compared stands in `moteurs.py`, what is aimed at in `constructions.py`. The exit code is 0
unless a build fails: a time is a measure, never a test.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from . import page, rapport
from .banc import REFERENTIELS, Banc
from .constructions import Constructions, Taille, croissances, depuis
from .fictif import Fabrique
from .mesure import EchecDeConstruction, TropLong
from .moteurs import MOTEURS, Moteur, ProgrammeIntrouvable
from .recherche import PasDeNavigateur
from .texte import nombre

TAILLES = "500,2000,8000,20000"
#: Entries of the sites whose exports are timed, whose pages are weighed.
ENTREES_DES_EXPORTS, ENTREES_DES_PAGES = 20_000, 2_000
#: Entries of the small build that comes first: it fails early, and warms the caches.
RODAGE = 60
#: Room that a size needs, by entry: the corpus, one site and its caches, the search's own files.
OCTETS_PAR_ENTREE = 400_000


def _liste_de_tailles(_: click.Context, __: click.Parameter, valeur: str) -> list[int]:
    try:
        tailles = sorted({int(morceau) for morceau in valeur.replace(" ", "").split(",")})
    except ValueError:
        raise click.BadParameter("des nombres séparés par des virgules : 500,2000") from None
    if tailles[0] < 1:
        raise click.BadParameter("une taille est d’au moins une entrée")
    return tailles


def _liste_de_moteurs(_: click.Context, __: click.Parameter, valeur: str) -> list[Moteur]:
    demandes = valeur.replace(" ", "").split(",")
    connus = {moteur.cle: moteur for moteur in MOTEURS}
    if inconnus := [cle for cle in demandes if cle not in connus]:
        raise click.BadParameter(f"« {inconnus[0]} » n’en est pas un : {', '.join(connus)}")
    return [moteur for moteur in MOTEURS if moteur.cle in demandes]


@click.command(context_settings={"help_option_names": ["-h", "--help", "--aide"]})
@click.option("--tailles", default=TAILLES, show_default=True, callback=_liste_de_tailles,
              help="Nombres d’entrées, séparés par des virgules.")  # fmt: skip
@click.option("--moteurs", default=",".join(m.cle for m in MOTEURS), show_default=True,
              callback=_liste_de_moteurs,
              help="Ce que l’on construit, séparé par des virgules.")  # fmt: skip
@click.option("--runs", default=3, show_default=True, type=click.IntRange(1),
              help="Mesures de chaque chose.")  # fmt: skip
@click.option("--delai", default=600, show_default=True, type=click.IntRange(1),
              help="Secondes après lesquelles une construction est arrêtée.")  # fmt: skip
@click.option("--servir", "apercu", is_flag=True,
              help="Seulement le temps de la modification à l’écran.")  # fmt: skip
@click.option("--exports", is_flag=True,
              help="Seulement ce que les exports ajoutent à une construction.")  # fmt: skip
@click.option("--pages", is_flag=True,
              help="Seulement le poids des pages dans un navigateur.")  # fmt: skip
@click.option("--recherche", is_flag=True,
              help="Seulement la recherche dans un navigateur.")  # fmt: skip
@click.option("--entrees", default=10_000, show_default=True, type=click.IntRange(1),
              help="Nombre d’entrées où mesurer la recherche.")  # fmt: skip
@click.option("--json", "fichier_json", type=click.Path(path_type=Path, dir_okay=False),
              help="Écrit aussi toutes les mesures dans ce fichier.")  # fmt: skip
@click.option("--depuis", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="Au lieu de mesurer : les mesures que « --json » a écrites.")  # fmt: skip
@click.option("--page", "fichier_page",
              type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="Met les constructions mesurées dans cette page (docs/mesures.md).")  # fmt: skip
@click.option("--dossier", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="Où construire (sinon /dev/shm s’il y a la place).")  # fmt: skip
@click.option("--profil", is_flag=True,
              help="Au lieu de comparer : les 40 fonctions les plus coûteuses de notre "
              "construction, à la première taille.")  # fmt: skip
@click.option("--generer", type=click.Path(path_type=Path, file_okay=False),
              help="Au lieu de comparer : écrit le corpus de la première taille ici.")  # fmt: skip
def main(
    tailles: list[int],
    moteurs: list[Moteur],
    runs: int,
    delai: int,
    apercu: bool,
    exports: bool,
    pages: bool,
    recherche: bool,
    entrees: int,
    fichier_json: Path | None,
    depuis: Path | None,
    fichier_page: Path | None,
    dossier: Path | None,
    profil: bool,
    generer: Path | None,
) -> None:
    """Mesure notre construction, notre aperçu et notre recherche, et les constructions d’autres
    moteurs, sur des fiches fictives."""
    if generer:
        if generer.exists():
            raise click.UsageError(f"« {generer} » existe déjà.")
        Fabrique(REFERENTIELS).ecrire(generer, tailles[0])
        return
    if depuis:
        _remontrer(depuis, fichier_page)
        return
    comparer = not (profil or apercu or exports or pages or recherche)
    constructions, programmes = _preparer(moteurs if comparer else [], tailles)
    if comparer:
        _annoncer(constructions, programmes, runs, delai)
    places = [
        *(tailles if comparer or apercu else tailles[:1] if profil else []),
        *([ENTREES_DES_EXPORTS] if exports else []),
        *([ENTREES_DES_PAGES] if pages else []),
        *([entrees] if recherche else []),
    ]
    parent = dossier or _disque(max(places))
    contexte = rapport.decrire_la_machine(parent, runs)
    contexte["versions"] |= {m.cle: m.version(p) for m, p in programmes.items() if m.programme}
    donnees: dict[str, Any] = {"contexte": contexte}
    with tempfile.TemporaryDirectory(prefix="inspiraction-bench-", dir=parent) as atelier:
        banc = Banc(Path(atelier), programmes, delai, _dire)
        try:
            if profil:
                click.echo(banc.profil(tailles[0]))
            if comparer:
                _comparer(banc, constructions, runs)
            if apercu or (comparer and any(m.cle == "nous" for m in moteurs)):
                for taille in constructions.tailles:
                    banc.apercevoir(taille, runs)
            if comparer or apercu:
                donnees["constructions"] = _en_json(constructions)
                donnees["croissances"] = croissances(constructions)
                click.echo(rapport.rapport(constructions, contexte))
            if exports:
                cout = banc.chronometrer(ENTREES_DES_EXPORTS)
                donnees["exports"] = cout.en_dict()
                click.echo(rapport.rapport_des_exports(cout, contexte))
            if pages:
                pesees = banc.peser_les_pages(ENTREES_DES_PAGES, runs)
                donnees["pages"] = [pesee.en_dict() for pesee in pesees]
                click.echo(rapport.rapport_des_pages(ENTREES_DES_PAGES, pesees, contexte))
            if recherche:
                trouvee = banc.chercher(entrees, runs)
                donnees["recherche"] = trouvee.en_dict()
                click.echo(rapport.rapport_de_recherche(trouvee, contexte))
        except EchecDeConstruction as exc:
            click.echo(f"\n{exc}", err=True)
            sys.exit(1)
        except TropLong:
            click.echo(f"\nUne construction a pris plus de {delai} s (--delai).", err=True)
            sys.exit(1)
        except PasDeNavigateur as exc:
            click.echo(f"\nPages ou recherche non mesurées, aucun navigateur : {exc}")
    if fichier_json:
        texte = json.dumps(donnees, ensure_ascii=False, indent=2)
        fichier_json.write_text(texte + "\n", encoding="utf-8")
    if fichier_page and comparer:
        _mettre_en_page(fichier_page, constructions, contexte)
    if echecs := [m.echec for t in constructions.tailles for m in t.moteurs.values() if m.echec]:
        click.echo("\n" + "\n\n".join(echecs), err=True)
        sys.exit(1)


# --- Before -------------------------------------------------------------------


def _preparer(moteurs: list[Moteur], tailles: list[int]) -> tuple[Constructions, dict[Moteur, str]]:
    """The measures to fill, and the programs of the engines that are installed."""
    try:
        trouves = {moteur: moteur.trouver() for moteur in moteurs}
    except ProgrammeIntrouvable as exc:
        raise click.UsageError(str(exc)) from exc
    noms = {moteur.cle: moteur.nom for moteur in moteurs}
    absents = [moteur.cle for moteur, programme in trouves.items() if not programme]
    constructions = Constructions(noms, absents, [Taille(taille) for taille in tailles])
    return constructions, {m: programme for m, programme in trouves.items() if programme}


def _annoncer(
    constructions: Constructions, programmes: dict[Moteur, str], runs: int, delai: int
) -> None:
    """Say what is missing, and about how long it takes."""
    if absents := [constructions.moteurs[cle] for cle in constructions.absents]:
        _dire(f"Absents, laissés de côté : {', '.join(absents)} (docs/mesures.md).")
    secondes = sum(
        moteur.estimer(taille.entrees, delai) * (1 if _trop_lente(moteur, taille, delai) else runs)
        for taille in constructions.tailles
        for moteur in programmes
    )
    _dire(f"Cela prendra environ {nombre(max(1, secondes / 60))} minute(s).")


def _trop_lente(moteur: Moteur, taille: Taille, delai: int) -> bool:
    """It is stopped at its first build, and no more is asked of it."""
    return moteur.estimer(taille.entrees, delai) >= 2 * delai


def _disque(taille: int) -> Path:
    """A RAM disk when it has room: the time of a folder per page varies too much on a real one."""
    memoire = Path("/dev/shm")
    # What stands on the RAM disk is memory that builds no longer have.
    besoin = 3 * taille * OCTETS_PAR_ENTREE
    if memoire.is_dir() and shutil.disk_usage(memoire).free > besoin < _memoire_libre():
        return memoire
    return Path(tempfile.gettempdir())


def _memoire_libre() -> int:
    try:
        lignes = Path("/proc/meminfo").read_text().splitlines()
        return next(int(x.split()[1]) * 1024 for x in lignes if x.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return 0


def _dire(texte: str) -> None:
    """Progress, on the error output: the table alone stands on the other."""
    click.echo(texte, err=True)


# --- Builds -------------------------------------------------------------------


def _comparer(banc: Banc, constructions: Constructions, runs: int) -> None:
    _dire(f"Rodage ({RODAGE} entrées)…")
    rodage = Taille(RODAGE)
    banc.comparer(rodage, 1)
    if echecs := [m.echec for m in rodage.moteurs.values() if m.echec]:
        raise EchecDeConstruction("\n\n".join(echecs))
    avant = None
    for taille in constructions.tailles:
        banc.comparer(taille, runs, avant)
        avant = taille


def _en_json(constructions: Constructions) -> Any:
    return TypeAdapter(Constructions).dump_python(constructions, mode="json")


def _remontrer(fichier: Path, fichier_page: Path | None) -> None:
    """Print the measures of a file; put them in the page."""
    try:
        donnees = json.loads(fichier.read_text(encoding="utf-8"))
        constructions, contexte = depuis(donnees["constructions"]), donnees["contexte"]
    except (ValueError, KeyError, TypeError, ValidationError) as exc:
        raise click.UsageError(
            f"« {fichier} » n’a pas de constructions que « --json » ait écrites."
        ) from exc
    click.echo(rapport.rapport(constructions, contexte))
    if fichier_page:
        _mettre_en_page(fichier_page, constructions, contexte)


def _mettre_en_page(fichier: Path, constructions: Constructions, contexte: dict[str, Any]) -> None:
    try:
        neuve = page.rafraichir(fichier.read_text(encoding="utf-8"), constructions, contexte)
    except page.SansMarques as exc:
        raise click.UsageError(f"« {fichier} » : {exc}") from exc
    fichier.write_text(neuve, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
