"""A site whose optional libraries are all missing: whole, and saying what it did without."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from capitalisation.sitecheck import examiner
from tests.site.conftest import Construction, mkdocs_build
from tests.unit import petit

#: Python runs it first: these are then as on a machine where nobody installed them.
ABSENTES = """\
import sys
from importlib.machinery import PathFinder


class Sans(PathFinder):
    @classmethod
    def find_spec(cls, nom, path=None, target=None):
        if nom.partition(".")[0] in ("xlsxwriter", "weasyprint", "PIL"):
            return None
        return PathFinder.find_spec(nom, path, target)


sys.meta_path[:] = [Sans if f is PathFinder else f for f in sys.meta_path]
"""


@pytest.fixture(scope="module")
def nue(tmp_path_factory: pytest.TempPathFactory) -> Construction:
    racine = tmp_path_factory.mktemp("nue")
    (racine / "python").mkdir()
    (racine / "python" / "sitecustomize.py").write_text(ABSENTES, encoding="utf-8")
    parties = [{"titre": "Partie fictive", "entrees": ["a"]}]
    fiches = petit.ecrire(
        racine / "fiches",
        {
            "inspiractions/a.md": petit.texte(),
            "dossiers/d.md": petit.texte("dossiers", elements=parties),
        },
    )
    chemins = (str(racine / "python"), os.environ.get("PYTHONPATH", ""))
    return mkdocs_build(
        racine / "site",
        CAPITALISATION_FICHES=str(fiches),
        PYTHONPATH=os.pathsep.join(filter(None, chemins)),
    )


def test_a_build_without_the_optional_libraries_says_what_it_leaves_out(nue: Construction) -> None:
    assert nue.code == 0, nue.journal
    laisses = [ligne for ligne in nue.journal.splitlines() if "Laissé de côté" in ligne]
    for bibliotheque in ("XlsxWriter", "WeasyPrint", "Pillow"):
        assert sum(bibliotheque in ligne for ligne in laisses) == 1, laisses
    assert len(laisses) == 3


def test_nothing_leads_to_what_is_not_there(nue: Construction) -> None:
    assert examiner(nue.site) == []
    presents = {f.suffix for f in Path(nue.site).rglob("*") if f.is_file()}
    assert not presents & {".pdf", ".xlsx"}
    dossier = nue.lire("dossiers/d/")
    assert "d.epub" in dossier
    assert "d.pdf" not in dossier
    assert "og:image" not in dossier
    assert "catalogue.xlsx" not in nue.lire("donnees/")
