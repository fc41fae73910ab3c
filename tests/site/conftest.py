"""Real builds: the project's own corpus, and small fictional ones."""

from __future__ import annotations

import fcntl
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROJET
from tests.unit import petit

#: The day of the tests (`AUJOURDHUI`), at noon in UTC: sites are the same whenever they are built.
JOUR = "1795348800"


@dataclass(frozen=True)
class Construction:
    """A build that has run: where its site is, how it ended, what it said."""

    site: Path
    code: int
    journal: str

    def lire(self, chemin: str) -> str:
        """Return a page of the site: "themes/" reads themes/index.html."""
        fichier = self.site / chemin
        return (fichier / "index.html" if fichier.is_dir() else fichier).read_text("utf-8")

    def pages(self) -> list[str]:
        return sorted(f.relative_to(self.site).as_posix() for f in self.site.rglob("*.html"))


def mkdocs_build(
    site: Path,
    fiches: Path | None = None,
    *,
    projet: Path = PROJET,
    url: str = "",
    archive: Path | None = None,
    **variables: str,
) -> Construction:
    environnement = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": JOUR} | variables
    if url:
        environnement["INSPIRACTION_URL"] = url
    if archive:
        environnement["CAPITALISATION_ARCHIVE"] = str(archive)
    if fiches:
        environnement["CAPITALISATION_FICHES"] = str(fiches)
        # Fictional dossiers are drawn by their own tests, one by one.
        environnement["CAPITALISATION_SANS_PDF"] = "1"
    resultat = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(site)],
        cwd=projet,
        env=environnement,
        capture_output=True,
        encoding="utf-8",
    )
    return Construction(site, resultat.returncode, resultat.stdout + resultat.stderr)


def une_fois(
    usine: pytest.TempPathFactory, nom: str, batir: Callable[[Path], Construction]
) -> Construction:
    """Return what `batir(folder)` built, once for all the processes of a run: tests only read it.

    The first process that asks builds, the others wait for it.
    """
    commun = usine.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        commun = commun.parent
    fait = commun / f"{nom}.fait"
    with (commun / f"{nom}.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        if not fait.exists():
            fait.write_bytes(pickle.dumps(batir(commun / nom)))
    construction = pickle.loads(fait.read_bytes())
    assert isinstance(construction, Construction)
    assert construction.code == 0, construction.journal
    return construction


def ecrire(racine: Path, fichiers: Mapping[str, str | bytes]) -> Path:
    """Write a fictional corpus (path below `racine` → content) in place of what was there."""
    shutil.rmtree(racine, ignore_errors=True)
    (racine / "inspiractions").mkdir(parents=True)
    for chemin, contenu in fichiers.items():
        fichier = racine / chemin
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
    return racine


@pytest.fixture(scope="session")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Construction:
    """The project's own corpus, built once."""
    return une_fois(tmp_path_factory, "reel", lambda dossier: mkdocs_build(dossier / "site"))


#: Where `publie` says that it is served.
ADRESSE = "https://exemple.org/base/"
#: The data that it takes the place of.
PRECEDENTE = {
    "version": "2025-12-31-0a1b2c3d",
    "date": "2025-12-31",
    "fichiers": {"territoires.geojson": {"taille": 12, "sha256": "0" * 64}},
}
_EDITORIAL = (
    '---\ntitre: "Un titre < fictif & hostile : {{ 7 * 7 }}"\n---\n\n## Inspir\'action\n\n'
    "<script>alert(1)</script>Voir [[septembre]].\n\n## Ressource\n\nUn texte[^1].\n\n"
    "[^1]: Une note fictive.\n"
)
_PUBLIEES: dict[str, str | bytes] = {
    "inspiractions/nouveau-nom.md": petit.texte(
        titre="Action fictive renommée", territoires=["Charleroi", "Scaër (29)"],
        periode={"debut": "2019", "fin": "2023"}, anciens_identifiants=["nom-d-avant"],
    ),
    "inspiractions/septembre.md": petit.texte(
        titre="Action fictive de septembre", date="2026-09-30", verifiee_le="2026-10-01"
    ),
    "ressources/octobre.md": petit.texte("ressources", date="2026-10-31"),
    "inspiractions/cachee.md": petit.texte(
        titre="Brouillon fictif caché", date="2026-10-02", statut="brouillon",
        territoires=["Gourin (56)"],
    ),
    "inspiractions/future.md": petit.texte(titre="Action fictive future", date="2026-12-01"),
    "_lettres/2026-10.md": _EDITORIAL,
}  # fmt: skip


def publier(usine: pytest.TempPathFactory) -> Construction:
    """Return a small fictional site that is online: its address, whom to write to, its archive.

    It has letters, an entry that bore another name, and takes the place of another site.
    """

    def batir(dossier: Path) -> Construction:
        fiches = petit.ecrire(dossier / "fiches", _PUBLIEES)
        versions = dossier / "versions.json"
        versions.write_text(json.dumps({"versions": [PRECEDENTE]}), encoding="utf-8")
        site = dossier / "hote" / "base"
        return mkdocs_build(
            site,
            fiches,
            url=ADRESSE,
            archive=site / "donnees" / "inspiraction.zip",
            INSPIRACTION_CONTACT="contact@exemple.org",
            CAPITALISATION_VERSIONS=str(versions),
        )

    return une_fois(usine, "publie", batir)


@pytest.fixture(scope="session")
def publie(tmp_path_factory: pytest.TempPathFactory) -> Construction:
    """The small fictional site that is online, built once for the tests of data and of letters."""
    return publier(tmp_path_factory)


@pytest.fixture
def construire(tmp_path: Path) -> Callable[..., Construction]:
    """Write a fictional corpus (path below fiches/ → content) and build it."""

    def construire(fichiers: dict[str, str | bytes], site: Path | None = None) -> Construction:
        return mkdocs_build(site or tmp_path / "site", ecrire(tmp_path / "fiches", fichiers))

    return construire
