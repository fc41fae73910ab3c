"""How the benchmark measures: fictional corpus, engines that cost nothing."""

from __future__ import annotations

import os
import select
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench import controle, moteurs
from tests.bench.banc import Banc, tourner
from tests.bench.constructions import Taille
from tests.bench.mesure import EchecDeConstruction, Execution, TropLong, executer
from tests.bench.moteurs import MOTEURS, Chaine, Construction, Moteur, ProgrammeIntrouvable

# --- One command --------------------------------------------------------------


def lancer(code: str, dossier: Path, delai: float | None = None) -> Execution:
    return executer([sys.executable, "-c", code], dossier, {}, dossier / "journal", delai)


def test_a_command_is_measured(tmp_path: Path) -> None:
    mesuree = lancer("bytearray(300_000_000)", tmp_path)
    assert mesuree.duree > 0
    assert mesuree.processus > 250_000_000


def test_a_command_that_fails_says_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(EchecDeConstruction, match=r"code 3[\s\S]*rien ne va"):
        lancer("print('rien ne va'); raise SystemExit(3)", tmp_path)


def test_what_takes_too_long_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    tube = tmp_path / "tube"
    os.mkfifo(tube)
    bout = os.open(tube, os.O_RDONLY | os.O_NONBLOCK)
    enfant = f"import time; tube = open({str(tube)!r}, 'w'); time.sleep(60)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {enfant!r}])"
    with pytest.raises(TropLong):
        lancer(code, tmp_path, 2)
    # A pipe that nobody holds any more ends at once; the child would hold it for a minute.
    assert select.select([bout], [], [], 20)[0]
    assert os.read(bout, 1) == b""
    os.close(bout)


# --- Engines ------------------------------------------------------------------

HUGO = next(m for m in MOTEURS if m.cle == "hugo")
NOUS = next(m for m in MOTEURS if m.cle == "nous")


@pytest.fixture
def faux_hugo(tmp_path: Path) -> Path:
    faux = tmp_path / "bin" / "hugo"
    faux.parent.mkdir()
    faux.write_text("#!/bin/sh\necho 'hugo v9.8.7-fictif+extended linux/amd64'\n")
    faux.chmod(0o755)
    return faux


def test_an_engine_that_is_not_installed_is_not_found(nulle_part: None) -> None:
    assert HUGO.trouver() is None
    assert NOUS.trouver() == sys.executable


def test_an_engine_is_found_on_the_path_and_gives_its_version(
    nulle_part: None, faux_hugo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(faux_hugo.parent))
    assert HUGO.trouver() == str(faux_hugo)
    assert HUGO.version(str(faux_hugo)) == "9.8.7"


def test_an_engine_is_found_where_its_variable_says(
    nulle_part: None, faux_hugo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPITALISATION_BENCH_HUGO", str(faux_hugo))
    assert HUGO.trouver() == str(faux_hugo)
    monkeypatch.setenv("CAPITALISATION_BENCH_HUGO", "/nulle/part/hugo")
    with pytest.raises(ProgrammeIntrouvable, match="CAPITALISATION_BENCH_HUGO"):
        HUGO.trouver()


def test_settings_of_the_user_do_not_change_what_is_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CAPITALISATION_SANS_RECHERCHE", "1")
    construction = Construction([], tmp_path, {"CAPITALISATION_CACHE": "ailleurs"})
    environnement = moteurs.environnement(construction, tmp_path)
    assert "CAPITALISATION_SANS_RECHERCHE" not in environnement
    assert environnement["CAPITALISATION_CACHE"] == "ailleurs"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    for dossier, nom in (("inspiractions", "a"), ("ressources", "b")):
        (corpus / dossier).mkdir(parents=True)
        (corpus / dossier / f"{nom}.md").write_text(
            f'---\ntitre: "{nom}"\nurl: "https://{nom}.example/"\n---\n\n*Texte fictif.*\n\n'
            f"L’entrée fictive {nom} parle d’un jardin, d’une école et de rien d’autre.\n",
            encoding="utf-8",
        )
    return corpus


@pytest.mark.parametrize("moteur", MOTEURS, ids=lambda m: m.cle)
def test_each_engine_has_its_own_copy_of_every_entry(
    moteur: Moteur, corpus: Path, tmp_path: Path
) -> None:
    chaine = moteur.monter("programme", corpus, tmp_path / "chaine")
    noms = [fiche.name for fiche in controle.entrees(chaine.sources)]
    assert noms == ["a.md", "b.md"]
    avant = (corpus / "inspiractions" / "a.md").read_bytes()
    controle.modifier(chaine.sources / "inspiractions" / "a.md", "Ajout fictif.")
    assert (corpus / "inspiractions" / "a.md").read_bytes() == avant


def test_two_builds_of_ours_share_a_cache_that_nobody_else_has(
    corpus: Path, tmp_path: Path
) -> None:
    chaines = [NOUS.monter("python", corpus, tmp_path / nom) for nom in ("un", "deux")]
    caches = {
        c.environnement["CAPITALISATION_CACHE"]
        for chaine in chaines
        for c in (chaine.froide, chaine.seconde)
    }
    assert len(caches) == 2


def test_hugo_gets_the_same_text_under_a_key_that_it_accepts(corpus: Path, tmp_path: Path) -> None:
    chaine = HUGO.monter("hugo", corpus, tmp_path / "chaine")
    lue = (chaine.sources / "ressources" / "b.md").read_text(encoding="utf-8")
    assert lue == (corpus / "ressources" / "b.md").read_text("utf-8").replace("\nurl:", "\nlien:")


# --- Whether a build did its work ----------------------------------------------


def mettre_en_page(corpus: Path, site: Path) -> None:
    for fiche in controle.entrees(corpus):
        cible = controle.page(site, fiche)
        cible.parent.mkdir(parents=True)
        corps = fiche.read_text(encoding="utf-8").split("---\n")[2]
        # Another apostrophe, a tag within the words: an engine does so.
        cible.write_text(f"<p>{corps.replace('’', '&rsquo;').replace('fictive', '<b>fictive</b>')}")


def test_a_whole_site_is_accepted_and_weighed(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    mettre_en_page(corpus, site)
    (site / "recherche").mkdir()
    (site / "recherche" / "mots").write_bytes(b"12345")
    (site / "recherche" / "index.html").write_bytes(b"page")
    controle.verifier(corpus, site)
    pese = controle.peser(site, ("recherche/",))
    assert (pese.fichiers, pese.pages, pese.recherche, pese.fichiers_de_recherche) == (4, 3, 5, 1)


def test_a_site_that_skips_an_entry_is_refused(corpus: Path, tmp_path: Path) -> None:
    mettre_en_page(corpus, tmp_path / "site")
    controle.page(tmp_path / "site", corpus / "ressources" / "b.md").unlink()
    with pytest.raises(EchecDeConstruction, match=r"1 entrée\(s\) sur 2 sans page, dont b\.md"):
        controle.verifier(corpus, tmp_path / "site")


def test_a_page_without_its_text_is_refused(corpus: Path, tmp_path: Path) -> None:
    mettre_en_page(corpus, tmp_path / "site")
    controle.page(tmp_path / "site", corpus / "ressources" / "b.md").write_text("<h1>b</h1>")
    with pytest.raises(EchecDeConstruction, match=r"La page de b\.md"):
        controle.verifier(corpus, tmp_path / "site")


# --- The bench ----------------------------------------------------------------

#: Copies each entry as a page, as an engine would.
ENGIN = """
import pathlib, sys
site = pathlib.Path("site")
for fiche in pathlib.Path("fiches").glob("*/*.md"):
    page = site / fiche.parent.name / fiche.stem / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(fiche.read_bytes())
"""


def faux_moteur(cle: str, froide: str = ENGIN, seconde: str = ENGIN) -> Moteur:
    def monter(programme: str, corpus: Path, dossier: Path) -> Chaine:
        shutil.copytree(corpus, dossier / "fiches")
        premiere, autre = (
            Construction([programme, "-c", code], dossier, {}) for code in (froide, seconde)
        )
        return Chaine(dossier / "fiches", dossier / "site", premiere, autre)

    return Moteur(cle, cle, monter)


@pytest.fixture
def banc(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Banc]:
    """Make a bench of these engines, that measures the tiny corpus whatever the size."""

    def copier(self: Banc, taille: int) -> tuple[Path, float]:
        return Path(shutil.copytree(corpus, self.atelier / f"fiches-{taille}")), 0.0

    monkeypatch.setattr(Banc, "corpus", copier)
    monkeypatch.setattr("tests.bench.banc.RASSIS", 0.0)

    def faire(*engins: Moteur, delai: float = 60) -> Banc:
        atelier = tmp_path / "atelier"
        atelier.mkdir()
        return Banc(atelier, dict.fromkeys(engins, sys.executable), delai, lambda _: None)

    return faire


def test_each_run_measures_a_first_build_and_the_next(banc: Callable[..., Banc]) -> None:
    taille = Taille(2)
    banc(faux_moteur("a"), faux_moteur("b")).comparer(taille, 2)
    for cle in ("a", "b"):
        lues = taille.moteurs[cle]
        assert (len(lues.froides), len(lues.secondes), lues.echec) == (2, 2, "")
        assert lues.site
        assert lues.site.pages == 2


def test_entries_are_let_to_rest_before_they_are_built(
    banc: Callable[..., Banc], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that follows their copy would make the next one read some of them again."""
    monkeypatch.setattr("tests.bench.banc.RASSIS", 0.5)
    trop_frais = """
import time
ages = [time.time() - f.stat().st_ctime for f in pathlib.Path("fiches").glob("*/*.md")]
assert min(ages) >= 0.5, ages
"""
    taille = Taille(2)
    banc(faux_moteur("a", froide=ENGIN + trop_frais)).comparer(taille, 1)
    assert taille.moteurs["a"].echec == ""


def test_an_engine_that_fails_does_not_stop_the_others(banc: Callable[..., Banc]) -> None:
    taille = Taille(2)
    inerte = faux_moteur("inerte", seconde="pass")
    banc(faux_moteur("vide", froide="pass"), inerte, faux_moteur("a")).comparer(taille, 1)
    assert "sans page" in taille.moteurs["vide"].echec
    # The edit must be in the page: a second build that does nothing is quick.
    assert "Après la modification" in taille.moteurs["inerte"].echec
    assert not taille.moteurs["a"].echec


def test_an_engine_that_is_too_slow_is_not_tried_again(banc: Callable[..., Banc]) -> None:
    lent = faux_moteur("lent", froide="import time; time.sleep(30)")
    atelier = banc(lent, faux_moteur("a"), delai=1)
    petite, grande = Taille(2), Taille(4)
    atelier.comparer(petite, 3)
    assert petite.moteurs["lent"].trop_long == 1
    debut = time.monotonic()
    atelier.comparer(grande, 1, petite)
    assert time.monotonic() - debut < 20
    assert grande.moteurs["lent"].trop_long == 1
    assert grande.moteurs["a"].froides


def test_engines_take_turns() -> None:
    trois = [faux_moteur(cle) for cle in "abc"]
    assert ["".join(m.cle for m in tourner(trois, run)) for run in range(4)] == [
        "abc", "bca", "cab", "abc",
    ]  # fmt: skip
