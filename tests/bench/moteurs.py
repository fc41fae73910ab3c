"""What is compared: each engine says how to build a corpus, as its user would."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from capitalisation.archive import SUR_LE_SITE

PROJET = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Construction:
    """A command that builds a site, where it runs, and what it adds to the environment."""

    commande: list[str]
    dossier: Path
    environnement: dict[str, str]


@dataclass(frozen=True)
class Moteur:
    """An engine. `preparer(corpus, atelier, site)` may write its settings in `atelier`."""

    cle: str
    nom: str
    preparer: Callable[[Path, Path, Path], Construction]


def _mkdocs(site: Path, *options: str) -> list[str]:
    return [sys.executable, *options, "-m", "mkdocs", "build", "--strict", "-d", str(site)]


def _nous(corpus: Path, atelier: Path, site: Path) -> Construction:
    """Our whole build: checks, pages, indexes by term and place, search index."""
    return Construction(_mkdocs(site), PROJET, {"CAPITALISATION_FICHES": str(corpus)})


def _nous_et_archive(corpus: Path, atelier: Path, site: Path) -> Construction:
    """The same, with the archive that the site offers."""
    variables = {
        "CAPITALISATION_FICHES": str(corpus),
        "CAPITALISATION_ARCHIVE": str(site / SUR_LE_SITE),
    }
    return Construction(_mkdocs(site), PROJET, variables)


def profiler(corpus: Path, site: Path, releve: Path) -> Construction:
    """The same build under cProfile."""
    commande = _mkdocs(site, "-m", "cProfile", "-o", str(releve))
    return Construction(commande, PROJET, {"CAPITALISATION_FICHES": str(corpus)})


def chronometrer(corpus: Path, site: Path, releve: Path) -> Construction:
    """The same build, with a stopwatch on its exports."""
    commande = [sys.executable, "-m", "tests.bench.exports", str(releve), str(site)]
    return Construction(commande, PROJET, {"CAPITALISATION_FICHES": str(corpus)})


def _nu(corpus: Path, atelier: Path, site: Path, **ajouts: Any) -> Construction:
    """Bare MkDocs + Material on the same files: no plugin, no search, entries outside the nav."""
    pages = atelier / "docs"
    pages.mkdir(parents=True)
    for dossier in sorted(corpus.iterdir()):
        (pages / dossier.name).symlink_to(dossier, target_is_directory=True)
    (pages / "index.md").write_text("# Corpus fictif\n", encoding="utf-8")
    reglages = {
        "site_name": "Corpus fictif",
        "docs_dir": str(pages),
        "theme": {"name": "material"},
        "plugins": [],
        "nav": ["index.md"],
        "not_in_nav": "\n".join(f"/{d.name}/" for d in sorted(corpus.iterdir())),
        **ajouts,
    }
    # JSON is YAML.
    (atelier / "mkdocs.yml").write_text(json.dumps(reglages, indent=1), encoding="utf-8")
    return Construction(_mkdocs(site), atelier, {})


def _nu_et_recherche(corpus: Path, atelier: Path, site: Path) -> Construction:
    """The same, with the search that Material brings."""
    theme = {"name": "material", "language": "fr"}
    return _nu(corpus, atelier, site, theme=theme, plugins=[{"search": {"lang": "fr"}}])


NOUS = Moteur("nous", "Inspir’action", _nous)
NOUS_ET_ARCHIVE = Moteur("nous_et_archive", "Inspir’action et son archive", _nous_et_archive)
NU = Moteur("nu", "MkDocs + Material nu", _nu)
NU_ET_RECHERCHE = Moteur("nu_et_recherche", "MkDocs + Material et sa recherche", _nu_et_recherche)


def environnement(construction: Construction, temporaire: Path) -> dict[str, str]:
    """The user's environment; temporary files stay on the disk of the benchmark.

    Hundreds of PDF would be all that is measured: they are left out.
    """
    propre = {"TMPDIR": str(temporaire), "CAPITALISATION_SANS_PDF": "1"}
    return os.environ | construction.environnement | propre
