"""The bench: writes corpora in a folder, builds them, measures, and tidies after each build."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from capitalisation.archive import SUR_LE_SITE, Apercu, ecrire

from . import apercu, controle, exports, pages
from .constructions import Mesures, Taille
from .fictif import Fabrique
from .mesure import EchecDeConstruction, Execution, TropLong, executer
from .moteurs import (
    NOUS,
    NOUS_ET_ARCHIVE,
    NU_ET_RECHERCHE,
    PROJET,
    Construction,
    Moteur,
    chronometrer,
    environnement,
    profiler,
)
from .rapport import Recherche, lire_profil, temps_vole
from .recherche import CIBLE_ARCHIVE, CIBLE_MATERIAL, CIBLE_NOUS, mesurer, version_du_navigateur
from .tableau import Archive, Releve
from .texte import nombre

REFERENTIELS = PROJET / "fiches" / "_referentiels"
#: What is added to the entry that a second build finds changed.
AJOUT = "Paragraphe fictif, ajouté entre deux constructions."
#: Seconds of age of the newest entry when it is first built: nobody writes thousands and builds at
#: once. The next build reads again a file that was fresher (`capitalisation.readings`).
RASSIS = 3.0


class Banc:
    """Measures in `atelier`. `programmes`: engine → its program, for those that are installed;
    `delai`: seconds that a build may take; `dire`: where progress is told."""

    def __init__(
        self,
        atelier: Path,
        programmes: dict[Moteur, str],
        delai: float,
        dire: Callable[[str], None],
    ) -> None:
        self.atelier = atelier
        self.programmes = programmes
        self.delai = delai
        self.dire = dire
        self.temporaire = atelier / "tmp"
        self.temporaire.mkdir()
        self.fabrique = Fabrique(REFERENTIELS)

    # --- Builds

    def comparer(self, taille: Taille, runs: int, avant: Taille | None = None) -> None:
        """Measure every engine; what took too long in the smaller size `avant` is not tried."""
        corpus, taille.verification = self.corpus(taille.entrees)
        for moteur in self.programmes:
            mesures = taille.moteurs[moteur.cle] = Mesures()
            if avant:
                mesures.trop_long = avant.moteurs[moteur.cle].trop_long
        for run in range(runs):
            # The one that comes second finds warmer caches: take turns.
            for moteur in tourner(list(self.programmes), run):
                mesures = taille.moteurs[moteur.cle]
                if not mesures.arretee:
                    self._mesurer(moteur, corpus, mesures)
                    self.dire(
                        f"  {nombre(taille.entrees)} entrées, {run + 1}/{runs}, {moteur.nom} : "
                        f"{_dernieres(mesures)}"
                    )
        shutil.rmtree(corpus)

    def _mesurer(self, moteur: Moteur, corpus: Path, mesures: Mesures) -> None:
        """Build, edit an entry, build again; note why it could not be done."""
        dossier = self.atelier / "chaine"
        dossier.mkdir()
        try:
            chaine = moteur.monter(self.programmes[moteur], corpus, dossier)
            laisser_reposer(chaine.sources)
            mesures.froides.append(self._executer(chaine.froide))
            if mesures.site is None:
                controle.verifier(chaine.sources, chaine.site)
                mesures.site = controle.peser(chaine.site, moteur.donnees)
            fiches = list(controle.entrees(chaine.sources))
            fiche = fiches[len(fiches) // 2]
            controle.modifier(fiche, AJOUT)
            mesures.secondes.append(self._executer(chaine.seconde))
            controle.montrer(controle.page(chaine.site, fiche), AJOUT)
        except TropLong:
            mesures.trop_long = self.delai
        except EchecDeConstruction as exc:
            mesures.echec = f"{moteur.nom} : {exc}"
        finally:
            shutil.rmtree(dossier, ignore_errors=True)

    def apercevoir(self, taille: Taille, runs: int) -> None:
        """Time the preview: to its first page, then from each edit to its page."""
        corpus, _ = self.corpus(taille.entrees)
        taille.ouverture, taille.ecran = apercu.mesurer(corpus, self.temporaire, runs, self.delai)
        self.dire(
            f"  {nombre(taille.entrees)} entrées, servir : {nombre(median(taille.ecran), 2)} s de "
            "la modification à l’écran"
        )
        shutil.rmtree(corpus)

    # --- What else is measured

    def chronometrer(self, taille: int) -> exports.Cout:
        """Build a site once, with a stopwatch on its exports."""
        with self._chantier(taille) as (corpus, dossier):
            releve = dossier / "releve"
            self._executer(chronometrer(corpus, dossier, releve))
            return exports.lire(releve, taille)

    def profil(self, taille: int) -> str:
        """Profile our build once; what cProfile adds makes small functions look costlier."""
        with self._chantier(taille) as (corpus, dossier):
            releve = dossier / "profil"
            self._executer(profiler(corpus, dossier, releve))
            return lire_profil(releve, taille)

    def peser_les_pages(self, taille: int, runs: int) -> list[pages.Page]:
        """Build a site once and visit its pages. Raises `PasDeNavigateur` before any build."""
        version_du_navigateur()
        corpus, _ = self.corpus(taille)
        with self.batir(NOUS, corpus) as site:
            visitees = pages.mesurer(site, runs, self.dire)
        shutil.rmtree(corpus)
        return visitees

    def chercher(self, taille: int, runs: int) -> Recherche:
        """Build each site once and search in it. Raises `PasDeNavigateur` before any build."""
        navigateur = version_du_navigateur()
        corpus, _ = self.corpus(taille)
        par_moteur: list[list[Releve]] = []
        avant = temps_vole()
        with self.batir(NOUS_ET_ARCHIVE, corpus) as site:
            par_moteur.append(mesurer(site, CIBLE_NOUS, runs, self.dire))
            archive = self.archive(site, taille, runs, par_moteur[0][0].octets)
            par_moteur.append(archive.releves)
        with self.batir(NU_ET_RECHERCHE, corpus) as site:
            par_moteur.append(mesurer(site, CIBLE_MATERIAL, runs, self.dire))
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
            releves = mesurer(dossier, CIBLE_ARCHIVE, runs, self.dire)
        finally:
            shutil.rmtree(dossier)
        # Written once more, alone: within the build it is one part of a whole.
        debut = time.perf_counter()
        contenu = Apercu("banc", dt.date(2026, 1, 1), "", {})
        ecrire(chemin, site, contenu, avis=str, autres={})
        secondes = time.perf_counter() - debut
        part = releves[0].octets / octets_en_ligne
        return Archive(taille, octets, fichiers, secondes, part, releves)

    # --- Corpora and commands

    def corpus(self, taille: int) -> tuple[Path, float]:
        """Write a corpus and check it; return it and the seconds that checking took."""
        corpus = self.atelier / f"fiches-{taille}"
        debut = time.perf_counter()
        self.fabrique.ecrire(corpus, taille)
        ecrites = nombre(time.perf_counter() - debut, 1)
        self.dire(f"{nombre(taille)} entrées écrites en {ecrites} s.")
        commande = [sys.executable, "-m", "capitalisation", "verifier", str(corpus)]
        return corpus, self._executer(Construction(commande, PROJET, {})).duree

    @contextmanager
    def batir(self, moteur: Moteur, corpus: Path) -> Iterator[Path]:
        """A site built by an engine that runs in our interpreter, removed at the end."""
        dossier = self.atelier / "chaine"
        dossier.mkdir()
        try:
            chaine = moteur.monter(sys.executable, corpus, dossier)
            duree = nombre(self._executer(chaine.froide).duree, 1)
            self.dire(f"  {moteur.nom} : construit en {duree} s")
            yield chaine.site
        finally:
            shutil.rmtree(dossier, ignore_errors=True)

    @contextmanager
    def _chantier(self, taille: int) -> Iterator[tuple[Path, Path]]:
        """A corpus, and a folder to build it in; both are removed at the end."""
        corpus, _ = self.corpus(taille)
        dossier = self.atelier / "chaine"
        dossier.mkdir()
        try:
            yield corpus, dossier
        finally:
            shutil.rmtree(dossier, ignore_errors=True)
            shutil.rmtree(corpus)

    def _executer(self, construction: Construction) -> Execution:
        return executer(
            construction.commande,
            construction.dossier,
            environnement(construction, self.temporaire),
            self.atelier / "journal",
            self.delai,
        )


def tourner(moteurs: Sequence[Moteur], run: int) -> list[Moteur]:
    """The engines in the order of a run: each comes first in turn."""
    debut = run % len(moteurs)
    return [*moteurs[debut:], *moteurs[:debut]]


def _dernieres(mesures: Mesures) -> str:
    if mesures.trop_long is not None:
        return f"plus de {nombre(mesures.trop_long)} s"
    if mesures.echec:
        return "échec"
    froide, seconde = mesures.froides[-1].duree, mesures.secondes[-1].duree
    return f"{nombre(froide, 1)} s, puis {nombre(seconde, 1)} s"


def laisser_reposer(sources: Path) -> None:
    """Wait until the newest entry of `sources` is `RASSIS` seconds old."""
    dernier = max(fiche.stat().st_ctime for fiche in controle.entrees(sources))
    time.sleep(max(0.0, dernier + RASSIS - time.time()))
