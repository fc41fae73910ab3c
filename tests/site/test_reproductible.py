"""The same input gives the same bytes: real builds, in conditions that have nothing in common."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import FICHE, JPEG, PROJET
from tests.site.conftest import JOUR, ecrire
from tests.site.test_reuse_papier import se_passer_de_pdf
from tests.unit import petit

MOIS = "2026-01"
FICHES: dict[str, str | bytes] = {
    "inspiractions/action-fictive.md": FICHE.replace(
        "Texte fictif.", "Texte fictif ![Photo fictive](Café.JPG), et [[autre-fictive]].", 1
    ),
    "images/action-fictive/Café.JPG": JPEG,
    "inspiractions/autre-fictive.md": petit.texte(titre="Une autre action fictive"),
    "dossiers/dossier-fictif.md": petit.texte(
        "dossiers",
        titre="Un dossier fictif",
        elements=[{"titre": "Une partie", "entrees": ["action-fictive", "autre-fictive"]}],
    ),
    f"_lettres/{MOIS}.md": "Un éditorial fictif.\n",
}


@dataclass(frozen=True)
class Conditions:
    """Where and how a site is built: nothing of it may be seen in what is written."""

    nom: str
    umask: int
    coeurs: int
    envers: bool
    variables: dict[str, str] = field(default_factory=dict)

    def copier(self, racine: Path) -> Path:
        """Return a copy of the project, which keeps books of its own."""
        projet = racine / self.nom
        for dossier in ("hooks", "overrides", "docs", "fiches/_referentiels"):
            shutil.copytree(PROJET / dossier, projet / dossier)
        shutil.copy(PROJET / "mkdocs.yml", projet)
        # Disks list files in the order in which they were written, or in none.
        ecrire(projet / "corpus", {n: FICHES[n] for n in sorted(FICHES, reverse=self.envers)})
        if self.envers:
            for fichier in projet.rglob("*"):
                os.utime(fichier, (10**9, 10**9))
        return projet

    def batir(self, projet: Path) -> dict[str, bytes]:
        """Build the site, its archive, its books and a letter; return path → bytes of them all."""
        self._lancer(projet, "construire", "--hors-ligne", "--sortie", "sortie/site")
        self._lancer(projet, "lettre", MOIS, "--sortie", "sortie/lettres")
        sortie = projet / "sortie"
        return {
            f.relative_to(sortie).as_posix(): f.read_bytes()
            for f in sortie.rglob("*")
            if f.is_file()
        }

    def _lancer(self, projet: Path, *arguments: str) -> None:
        def a_part() -> None:
            if hasattr(os, "sched_setaffinity"):
                os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: self.coeurs])

        travail = projet / "travail"
        travail.mkdir(exist_ok=True)
        fait = subprocess.run(
            [sys.executable, "-m", "capitalisation", *arguments,
             "--fiches", "corpus", "--url", "https://exemple.test/base/"],
            cwd=projet, umask=self.umask, preexec_fn=a_part, capture_output=True, encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(projet / "hooks"), "TMPDIR": str(travail),
                              "SOURCE_DATE_EPOCH": JOUR, **self.variables},
        )  # fmt: skip
        assert fait.returncode == 0, fait.stdout + fait.stderr


ICI = Conditions(
    "un", umask=0o022, coeurs=64, envers=False,
    variables={"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
)  # fmt: skip
AILLEURS = Conditions(
    "Été #2", umask=0o077, coeurs=1, envers=True,
    variables={"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "fr_FR"},
)  # fmt: skip


def differents(a: dict[str, bytes], b: dict[str, bytes]) -> list[str]:
    return sorted(nom for nom in a.keys() | b.keys() if a.get(nom) != b.get(nom))


@pytest.mark.skipif(os.name != "posix", reason="umask et cœurs : des systèmes Unix")
def test_a_site_owes_nothing_to_where_when_nor_by_how_many_it_is_built(tmp_path: Path) -> None:
    ici, ailleurs = ICI.copier(tmp_path), AILLEURS.copier(tmp_path)
    un = ICI.batir(ici)
    faits = {Path(nom).suffix for nom in un}
    assert {".html", ".zip", ".epub", ".xlsx", ".png", ".pf_index", ".eml"} <= faits
    if ".pdf" not in faits:
        se_passer_de_pdf()
    assert "site/donnees/SHA256SUMS" in un
    assert differents(un, AILLEURS.batir(ailleurs)) == []
    # Books that are kept, a site in whose place it comes: the same again.
    gardes = {f.stat().st_ino for f in (ici / ".cache" / "reserve").rglob("*") if f.is_file()}
    assert {f.stat().st_ino for f in (ici / "sortie").rglob("*.epub")} <= gardes
    assert differents(un, ICI.batir(ici)) == []
