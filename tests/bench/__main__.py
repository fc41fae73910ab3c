"""The benchmark: our build against bare MkDocs + Material, on the same fictional entries.

    python -m tests.bench                       sizes 500, 2,000 and 8,000, three runs each
    python -m tests.bench --tailles 2000 --profil
    python -m tests.bench --help

Runs of the two engines alternate, so that a noisy machine disturbs both alike.
The exit code is 0 unless a build fails: a time is a measure, never a test.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import pstats
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from .fictif import GRAINE, Fabrique
from .mesure import EchecDeConstruction, Execution, executer
from .moteurs import NOUS, NU, PROJET, Construction, Moteur, environnement, profiler
from .tableau import Ligne, Mesures, Site, bilan, croissances, nombre, tableau

REFERENTIELS = PROJET / "fiches" / "_referentiels"
TAILLES = "500,2000,8000"
#: Entries of the small build that comes first: it fails early, and warms the caches.
RODAGE = 60
#: Room that a size needs, by entry: the corpus, one site of each engine, the search's own files.
OCTETS_PAR_ENTREE = 400_000
VERSIONS = ("mkdocs", "mkdocs-material", "markdown", "pagefind_bin", "pydantic", "nh3")


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
              help="Constructions de chaque moteur à chaque taille.")  # fmt: skip
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
    fichier_json: Path | None,
    dossier: Path | None,
    profil: bool,
    generer: Path | None,
) -> None:
    """Mesure notre construction et celle de MkDocs + Material nu, sur des fiches fictives."""
    if generer:
        if generer.exists():
            raise click.UsageError(f"« {generer} » existe déjà.")
        Fabrique(REFERENTIELS).ecrire(generer, tailles[0])
        return
    parent = dossier or _disque(max(tailles))
    with tempfile.TemporaryDirectory(prefix="inspiraction-bench-", dir=parent) as atelier:
        banc = Banc(Path(atelier))
        try:
            if profil:
                click.echo(banc.profil(tailles[0]))
                return
            contexte = _contexte(parent, runs)
            _dire(f"Rodage ({RODAGE} entrées)…")
            banc.comparer(RODAGE, 1)
            lignes = [banc.comparer(taille, runs) for taille in tailles]
        except EchecDeConstruction as exc:
            click.echo(f"\n{exc}", err=True)
            sys.exit(1)
    click.echo(_rapport(lignes, contexte))
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

    def construire(self, moteur: Moteur, corpus: Path) -> tuple[Execution, Site]:
        site, reglages = self.atelier / "site", self.atelier / "reglages"
        try:
            execution = self._executer(moteur.preparer(corpus, reglages, site))
            return execution, _peser(site)
        finally:
            shutil.rmtree(site, ignore_errors=True)
            shutil.rmtree(reglages, ignore_errors=True)

    def profil(self, taille: int) -> str:
        """Profile our build once; what cProfile adds makes small functions look costlier."""
        corpus, _ = self.corpus(taille)
        releve = self.atelier / "profil"
        self._executer(profiler(corpus, self.atelier / "site", releve))
        return _lire_profil(releve, taille)

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
        en_recherche = "pagefind" in Path(dossier).relative_to(site).parts
        for nom in noms:
            taille = os.stat(os.path.join(dossier, nom)).st_size
            octets += taille
            fichiers += 1
            pages += nom.endswith(".html")
            if en_recherche:
                recherche += taille
                fichiers_de_recherche += 1
    return Site(octets, fichiers, pages, recherche or None, fichiers_de_recherche)


# --- What is printed ----------------------------------------------------------


def _contexte(disque: Path, runs: int) -> dict[str, Any]:
    return {
        "date": dt.datetime.now().astimezone().isoformat(timespec="minutes"),
        "graine": GRAINE,
        "runs": runs,
        "disque": str(disque),
        "processeurs": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "processeur": _processeur(),
        "charge": round(os.getloadavg()[0], 2),
        "versions": {
            "python": platform.python_version(),
            **{nom: _version(nom) for nom in VERSIONS},
        },
    }


def _version(nom: str) -> str:
    try:
        return version(nom)
    except PackageNotFoundError:
        return "absent"


def _processeur() -> str:
    try:
        lignes = Path("/proc/cpuinfo").read_text().splitlines()
        return next(x.split(":", 1)[1].strip() for x in lignes if x.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _rapport(lignes: Sequence[Ligne], contexte: dict[str, Any]) -> str:
    charge = contexte["charge"]
    bruit = " : machine occupée, mesures bruitées" if charge > 0.5 else ""
    versions = ", ".join(f"{nom} {v}" for nom, v in contexte["versions"].items())
    textes = [
        "",
        tableau(lignes),
        "",
        bilan(lignes),
        "",
        f"Médiane de {contexte['runs']} construction(s), alternées. Mémoire, tous processus : la "
        "plus haute somme vue à un instant, pages partagées comptées une fois ; plus grand "
        "processus : mesure exacte du noyau.",
        "Nu : mêmes fichiers, hors navigation, sans greffon ni recherche. "
        f"Corpus : tests/bench/fictif.py, graine {contexte['graine']}.",
    ]
    if all(ligne.nous.site.recherche is None for ligne in lignes):
        textes.append("Aucun dossier pagefind/ dans le site : l’index de recherche n’est pas fait.")
    textes += [
        f"{contexte['date']}, {contexte['processeurs']} processeur(s) {contexte['processeur']}, "
        f"sur {contexte['disque']}, charge au départ {nombre(charge, 2)}{bruit}.",
        versions,
    ]
    return "\n".join(textes)


def _lire_profil(releve: Path, taille: int) -> str:
    # pstats describes its tables in an untyped attribute.
    statistiques: dict[Any, Any] = pstats.Stats(str(releve)).stats  # type: ignore[attr-defined]
    total = sum(propre for _, _, propre, _, _ in statistiques.values())
    textes = [f"Profil de notre construction à {nombre(taille)} entrées : {nombre(total, 1)} s "
              "sous cProfile, dans le processus de MkDocs."]  # fmt: skip
    for titre, colonne in (("Avec ce qu’elles appellent", 3), ("En propre", 2)):
        textes += ["", f"{titre} (s), puis l’autre, les appels, la fonction", ""]
        tries = sorted(statistiques.items(), key=lambda x: -x[1][colonne])[:40]
        for (fichier, ligne, nom), mesure in tries:
            premier, second = mesure[colonne], mesure[5 - colonne]
            textes.append(
                f"{nombre(premier, 2):>8} {nombre(second, 2):>8} {nombre(mesure[1]):>11}  "
                f"{_lieu(fichier, ligne)}{nom}"
            )
    return "\n".join(textes)


def _lieu(fichier: str, ligne: int) -> str:
    if not ligne:
        return ""
    chemin = Path(fichier)
    for racine in (PROJET, *map(Path, sorted(sys.path, key=len, reverse=True))):
        if racine != Path() and chemin.is_relative_to(racine):
            return f"{chemin.relative_to(racine)}:{ligne} "
    return f"{chemin.name}:{ligne} "


if __name__ == "__main__":
    main()
