"""The benchmark: our build against bare MkDocs + Material, on the same fictional entries.

    python -m tests.bench                       sizes 500, 2,000 and 8,000, three runs each
    python -m tests.bench --recherche           only search in a browser, 10,000 entries
    python -m tests.bench --pages               only the weight of pages, 2,000 entries
    python -m tests.bench --exports             only what exports add, 20,000 entries
    python -m tests.bench --tailles 2000 --profil
    python -m tests.bench --help

Builds first, then what exports add to the largest (`exports.py`), what pages weigh
(`pages.py`) and search in a browser, beside that of Material (`recherche.py`).
Builds of the two engines alternate, so that a noisy machine disturbs both alike.
The exit code is 0 unless a build fails: a time is a measure, never a test.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from capitalisation.archive import SUR_LE_SITE, Apercu, ecrire

from . import exports, pages
from .fictif import Fabrique
from .mesure import EchecDeConstruction, Execution, executer
from .moteurs import (
    NOUS,
    NOUS_ET_ARCHIVE,
    NU,
    NU_ET_RECHERCHE,
    PROJET,
    Construction,
    Moteur,
    chronometrer,
    environnement,
    profiler,
)
from .rapport import (
    Recherche,
    decrire_la_machine,
    lire_profil,
    rapport,
    rapport_de_recherche,
    rapport_des_exports,
    rapport_des_pages,
    temps_vole,
)
from .recherche import (
    CIBLE_ARCHIVE,
    CIBLE_MATERIAL,
    CIBLE_NOUS,
    PasDeNavigateur,
    Releve,
    mesurer,
    version_du_navigateur,
)
from .tableau import (
    Archive,
    Ligne,
    Mesures,
    Site,
    croissances,
    nombre,
)

REFERENTIELS = PROJET / "fiches" / "_referentiels"
TAILLES = "500,2000,8000"
ENTREES = 10_000
#: Entries of the site whose exports are timed alone.
ENTREES_DES_EXPORTS = 20_000
#: Entries of the site whose pages are weighed.
ENTREES_DES_PAGES = 2_000
#: Entries of the small build that comes first: it fails early, and warms the caches.
RODAGE = 60
#: Room that a size needs, by entry: the corpus, one site of each engine, the search's own files.
OCTETS_PAR_ENTREE = 400_000


def _liste_de_tailles(_: click.Context, __: click.Parameter, valeur: str) -> list[int]:
    try:
        tailles = sorted({int(morceau) for morceau in valeur.replace(" ", "").split(",")})
    except ValueError:
        raise click.BadParameter("des nombres séparés par des virgules : 500,2000") from None
    if tailles[0] < 1:
        raise click.BadParameter("une taille est d’au moins une entrée")
    return tailles


@click.command(context_settings={"help_option_names": ["-h", "--help", "--aide"]})
@click.option("--tailles", default=TAILLES, show_default=True, callback=_liste_de_tailles,
              help="Nombres d’entrées, séparés par des virgules.")  # fmt: skip
@click.option("--runs", default=3, show_default=True, type=click.IntRange(1),
              help="Constructions de chaque moteur à chaque taille, visites de chaque "
              "recherche.")  # fmt: skip
@click.option("--recherche", "recherche_seule", is_flag=True,
              help="Seulement la recherche dans un navigateur.")  # fmt: skip
@click.option("--pages", "pages_seules", is_flag=True,
              help="Seulement le poids des pages dans un navigateur.")  # fmt: skip
@click.option("--exports", "exports_seuls", is_flag=True,
              help="Seulement ce que les exports ajoutent à une construction.")  # fmt: skip
@click.option("--entrees", default=ENTREES, show_default=True, type=click.IntRange(0),
              help="Nombre d’entrées où mesurer la recherche ; 0 : ne pas la mesurer.")  # fmt: skip
@click.option("--json", "fichier_json", type=click.Path(path_type=Path, dir_okay=False),
              help="Écrit aussi toutes les mesures dans ce fichier.")  # fmt: skip
@click.option("--dossier", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="Où construire (sinon /dev/shm s’il y a la place).")  # fmt: skip
@click.option("--profil", is_flag=True,
              help="Au lieu de comparer : les 40 fonctions les plus coûteuses de notre "
              "construction, à la première taille.")  # fmt: skip
@click.option("--generer", type=click.Path(path_type=Path, file_okay=False),
              help="Au lieu de comparer : écrit le corpus de la première taille ici.")  # fmt: skip
def main(
    tailles: list[int],
    runs: int,
    recherche_seule: bool,
    pages_seules: bool,
    exports_seuls: bool,
    entrees: int,
    fichier_json: Path | None,
    dossier: Path | None,
    profil: bool,
    generer: Path | None,
) -> None:
    """Mesure notre construction et notre recherche, et celles de MkDocs + Material, sur des
    fiches fictives."""
    if generer:
        if generer.exists():
            raise click.UsageError(f"« {generer} » existe déjà.")
        Fabrique(REFERENTIELS).ecrire(generer, tailles[0])
        return
    seul = recherche_seule or pages_seules or exports_seuls
    constructions = [] if seul else tailles
    if pages_seules or exports_seuls:
        entrees = 0
    a_chronometrer = ENTREES_DES_EXPORTS if exports_seuls else max(constructions, default=0)
    parent = dossier or _disque(
        max(tailles if profil else [*constructions, entrees, ENTREES_DES_PAGES, a_chronometrer])
    )
    lignes: list[Ligne] = []
    recherche: Recherche | None = None
    pesees: list[pages.Page] = []
    cout: exports.Cout | None = None
    with tempfile.TemporaryDirectory(prefix="inspiraction-bench-", dir=parent) as atelier:
        banc = Banc(Path(atelier))
        try:
            if profil:
                click.echo(banc.profil(tailles[0]))
                return
            contexte = decrire_la_machine(parent, runs)
            if constructions:
                _dire(f"Rodage ({RODAGE} entrées)…")
                banc.comparer(RODAGE, 1)
                lignes = [banc.comparer(taille, runs) for taille in constructions]
                click.echo(rapport(lignes, contexte))
            if a_chronometrer:
                cout = banc.chronometrer(a_chronometrer)
                click.echo(rapport_des_exports(cout, contexte))
            if pages_seules or not seul:
                pesees = banc.peser_les_pages(ENTREES_DES_PAGES, runs)
                click.echo(rapport_des_pages(ENTREES_DES_PAGES, pesees, contexte))
            if entrees:
                recherche = banc.chercher(entrees, runs)
                click.echo(rapport_de_recherche(recherche, contexte))
        except EchecDeConstruction as exc:
            click.echo(f"\n{exc}", err=True)
            sys.exit(1)
        except PasDeNavigateur as exc:
            click.echo(f"\nPages ou recherche non mesurées, aucun navigateur : {exc}")
    if fichier_json:
        donnees = {
            "contexte": contexte,
            "croissances": croissances(lignes),
            "tailles": [
                {
                    "entrees": ligne.entrees,
                    "rapport": ligne.rapport,
                    "rapport_processeur": ligne.rapport_processeur,
                    "verification_s": ligne.verification,
                    NOUS.cle: ligne.nous.en_dict(),
                    NU.cle: ligne.nu.en_dict(),
                }
                for ligne in lignes
            ],
            "exports": cout.en_dict() if cout else None,
            "pages": [page.en_dict() for page in pesees],
            "recherche": recherche.en_dict() if recherche else None,
        }
        texte = json.dumps(donnees, ensure_ascii=False, indent=2)
        fichier_json.write_text(texte + "\n", encoding="utf-8")


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


def _dire(texte: str, **options: Any) -> None:
    """Progress, on the error output: the table alone stands on the other."""
    click.echo(texte, err=True, **options)


class Banc:
    """Writes corpora in `atelier`, builds them, measures, and tidies after each build."""

    def __init__(self, atelier: Path) -> None:
        self.atelier = atelier
        self.temporaire = atelier / "tmp"
        self.temporaire.mkdir()
        self.fabrique = Fabrique(REFERENTIELS)

    def corpus(self, taille: int) -> tuple[Path, float]:
        """Write a corpus and check it; return it and the seconds that checking took."""
        corpus = self.atelier / f"fiches-{taille}"
        debut = time.perf_counter()
        self.fabrique.ecrire(corpus, taille)
        _dire(f"{nombre(taille)} entrées écrites en {nombre(time.perf_counter() - debut, 1)} s.")
        verifier = Construction(
            [sys.executable, "-m", "capitalisation", "verifier", str(corpus)], PROJET, {}
        )
        return corpus, self._executer(verifier).duree

    def comparer(self, taille: int, runs: int) -> Ligne:
        corpus, verification = self.corpus(taille)
        executions: dict[str, list[Execution]] = {NOUS.cle: [], NU.cle: []}
        sites: dict[str, Site] = {}
        for run in range(runs):
            # The one that comes second finds warmer caches: take turns.
            for moteur in (NOUS, NU) if run % 2 == 0 else (NU, NOUS):
                execution, sites[moteur.cle] = self.construire(moteur, corpus)
                executions[moteur.cle].append(execution)
                _dire(
                    f"  {nombre(taille)} entrées, {run + 1}/{runs}, {moteur.nom} : "
                    f"{nombre(execution.duree, 1)} s"
                )
        shutil.rmtree(corpus)
        nous, nu = (Mesures(executions[m.cle], sites[m.cle]) for m in (NOUS, NU))
        return Ligne(taille, verification, nous, nu)

    def chronometrer(self, taille: int) -> exports.Cout:
        """Build a site once, with a stopwatch on its exports."""
        corpus, _ = self.corpus(taille)
        site, releve = self.atelier / "site", self.atelier / "releve"
        try:
            self._executer(chronometrer(corpus, site, releve))
            return exports.lire(releve, taille)
        finally:
            shutil.rmtree(site, ignore_errors=True)
            shutil.rmtree(corpus)

    def peser_les_pages(self, taille: int, runs: int) -> list[pages.Page]:
        """Build a site once and visit its pages. Raises `PasDeNavigateur` before any build."""
        version_du_navigateur()
        corpus, _ = self.corpus(taille)
        with self.batir(NOUS, corpus) as (execution, site):
            _dire(f"  {NOUS.nom} : construit en {nombre(execution.duree, 1)} s")
            visitees = pages.mesurer(site, runs, _dire)
        shutil.rmtree(corpus)
        return visitees

    def chercher(self, taille: int, runs: int) -> Recherche:
        """Build each site once and search in it. Raises `PasDeNavigateur` before any build."""
        navigateur = version_du_navigateur()
        corpus, _ = self.corpus(taille)
        par_moteur: list[list[Releve]] = []
        avant = temps_vole()
        with self.batir(NOUS_ET_ARCHIVE, corpus) as (execution, site):
            _dire(f"  {NOUS_ET_ARCHIVE.nom} : construit en {nombre(execution.duree, 1)} s")
            par_moteur.append(mesurer(site, CIBLE_NOUS, runs, _dire))
            archive = self.archive(site, taille, runs, par_moteur[0][0].octets)
            par_moteur.append(archive.releves)
        with self.batir(NU_ET_RECHERCHE, corpus) as (execution, site):
            _dire(f"  {NU_ET_RECHERCHE.nom} : construit en {nombre(execution.duree, 1)} s")
            par_moteur.append(mesurer(site, CIBLE_MATERIAL, runs, _dire))
        apres = temps_vole()
        shutil.rmtree(corpus)
        vole, occupe = apres[0] - avant[0], apres[1] - avant[1]
        releves = [releve for paire in zip(*par_moteur, strict=True) for releve in paire]
        vol = vole / occupe if occupe else None
        return Recherche(taille, navigateur, vol, releves, archive)

    def archive(self, site: Path, taille: int, runs: int, octets_en_ligne: int) -> Archive:
        """Unzip the archive of a site as people do, and search in it from the disk."""
        dossier = self.atelier / "Été #1"
        chemin = site / SUR_LE_SITE
        octets = chemin.stat().st_size
        with zipfile.ZipFile(chemin) as ouverte:
            ouverte.extractall(dossier)
            fichiers = len(ouverte.infolist())
        try:
            releves = mesurer(dossier, CIBLE_ARCHIVE, runs, _dire)
        finally:
            shutil.rmtree(dossier)
        # Written once more, alone: within the build it is one part of a whole.
        debut = time.perf_counter()
        apercu = Apercu("banc", dt.date(2026, 1, 1), "", {})
        ecrire(chemin, site, apercu, avis=str, autres={})
        secondes = time.perf_counter() - debut
        part = releves[0].octets / octets_en_ligne
        return Archive(taille, octets, fichiers, secondes, part, releves)

    def construire(self, moteur: Moteur, corpus: Path) -> tuple[Execution, Site]:
        with self.batir(moteur, corpus) as (execution, site):
            return execution, _peser(site)

    @contextmanager
    def batir(self, moteur: Moteur, corpus: Path) -> Iterator[tuple[Execution, Path]]:
        """A built site, removed at the end."""
        site, reglages = self.atelier / "site", self.atelier / "reglages"
        try:
            yield self._executer(moteur.preparer(corpus, reglages, site)), site
        finally:
            shutil.rmtree(site, ignore_errors=True)
            shutil.rmtree(reglages, ignore_errors=True)

    def profil(self, taille: int) -> str:
        """Profile our build once; what cProfile adds makes small functions look costlier."""
        corpus, _ = self.corpus(taille)
        releve = self.atelier / "profil"
        self._executer(profiler(corpus, self.atelier / "site", releve))
        return lire_profil(releve, taille)

    def _executer(self, construction: Construction) -> Execution:
        return executer(
            construction.commande,
            construction.dossier,
            environnement(construction, self.temporaire),
            self.atelier / "journal",
        )


def _peser(site: Path) -> Site:
    octets = fichiers = pages = recherche = fichiers_de_recherche = 0
    for dossier, _, noms in os.walk(site):
        en_recherche = Path(dossier).relative_to(site).parts[:1] in (("pagefind",), ("recherche",))
        for nom in noms:
            taille = os.stat(os.path.join(dossier, nom)).st_size
            octets += taille
            fichiers += 1
            pages += nom.endswith(".html")
            if en_recherche and not nom.endswith(".html"):
                recherche += taille
                fichiers_de_recherche += 1
    return Site(octets, fichiers, pages, recherche or None, fichiers_de_recherche)


if __name__ == "__main__":
    main()
