"""Real builds: the project's own corpus, and small fictional ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROJET


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
) -> Construction:
    environnement = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    if url:
        environnement["INSPIRACTION_URL"] = url
    if archive:
        environnement["CAPITALISATION_ARCHIVE"] = str(archive)
    if fiches:
        environnement["CAPITALISATION_FICHES"] = str(fiches)
    resultat = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(site)],
        cwd=projet,
        env=environnement,
        capture_output=True,
        encoding="utf-8",
    )
    return Construction(site, resultat.returncode, resultat.stdout + resultat.stderr)


@pytest.fixture(scope="session")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Construction:
    """The project's own corpus, built once per test process."""
    construction = mkdocs_build(tmp_path_factory.mktemp("reel") / "site")
    assert construction.code == 0, construction.journal
    return construction


@pytest.fixture
def construire(tmp_path: Path) -> Callable[..., Construction]:
    """Write a fictional corpus (path below fiches/ → content) and build it."""

    def construire(fichiers: dict[str, str | bytes], site: Path | None = None) -> Construction:
        racine = tmp_path / "fiches"
        shutil.rmtree(racine, ignore_errors=True)
        (racine / "inspiractions").mkdir(parents=True)
        for chemin, contenu in fichiers.items():
            fichier = racine / chemin
            fichier.parent.mkdir(parents=True, exist_ok=True)
            octets = contenu.encode() if isinstance(contenu, str) else contenu
            fichier.write_bytes(octets)
        return mkdocs_build(site or tmp_path / "site", racine)

    return construire
