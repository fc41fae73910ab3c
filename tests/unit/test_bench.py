"""The benchmark's own logic, with fictional measures and engines that cost nothing."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from tests.bench import controle, moteurs, page, rapport
from tests.bench.__main__ import main
from tests.bench.banc import Banc, tourner
from tests.bench.constructions import (
    Constructions,
    Grille,
    Mesures,
    Site,
    Taille,
    constats,
    croissances,
    depuis,
    grilles,
)
from tests.bench.mesure import EchecDeConstruction, Execution, TropLong, executer
from tests.bench.moteurs import MOTEURS, Chaine, Construction, Moteur, ProgrammeIntrouvable

CONTEXTE = {
    "date": "2026-01-15T12:00+00:00", "runs": 3, "disque": "/dev/shm", "processeurs": 2,
    "processeur": "fictif", "charge": 0.1, "graine": 1, "versions": {"hugo": "0.0.0-fictif"},
}  # fmt: skip


def execution(duree: float, processus: int = 1_000_000) -> Execution:
    return Execution(duree, 2 * duree, None, processus)


def mesures(*durees: float, secondes: tuple[float, ...] = (), processus: int = 1) -> Mesures:
    return Mesures(
        [execution(d, processus) for d in durees],
        [execution(d) for d in secondes],
        Site(2_500_000, 30, 20, None, 0),
    )


@pytest.fixture
def fictives() -> Constructions:
    """Two sizes, three engines, one of which is not installed and one that was too slow."""
    return Constructions(
        {"sans-recherche": "Nous, sans recherche", "nu": "Nu", "hugo": "Hugo"},
        ["hugo"],
        [
            Taille(
                500,
                1.0,
                {"sans-recherche": mesures(2, 9, 3, secondes=(1,)), "nu": mesures(6)},
                4.0,
                [0.5, 2.5, 0.75],
            ),
            Taille(
                20_000,
                9.0,
                {
                    "sans-recherche": mesures(60, 50, 70, secondes=(6, 9), processus=3 * 10**9),
                    "nu": mesures(120),
                },
            ),
        ],
    )


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


@pytest.fixture
def nulle_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine where no engine is installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    for moteur in MOTEURS:
        monkeypatch.delenv(f"CAPITALISATION_BENCH_{moteur.programme.upper()}", raising=False)


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


# --- Tables and goals ----------------------------------------------------------


def grille(toutes: list[Grille], debut: str) -> dict[str, list[str]]:
    return dict(next(g for g in toutes if g.titre.startswith(debut)).rangs)


def test_a_table_shows_medians_and_says_what_was_not_measured(fictives: Constructions) -> None:
    fictives.tailles[1].moteurs["nu"] = Mesures(trop_long=600)
    froides = grille(grilles(fictives), "Construction à froid (s)")
    assert froides == {
        "Nous, sans recherche": ["3,0", "60,0"],
        "Nu": ["6,0", "plus de 600"],
        "Hugo": ["absent", "absent"],
    }
    assert grille(grilles(fictives), "Fichiers")["Nu"] == ["30", "–"]
    assert grille(grilles(fictives), "De la modification")["Médiane"] == ["0,75", "–"]


def test_goals_are_kept_missed_or_not_measured(fictives: Constructions) -> None:
    lus = {c.intitule: (c.valeur, c.tenu) for c in constats(fictives)}
    assert lus["sans recherche, sur MkDocs + Material nu, 20 000 entrées"] == (0.5, True)
    assert lus["seconde construction sur la première, sans recherche, 20 000 entrées"] == (
        0.125,
        False,
    )
    assert lus["mémoire du plus grand processus, en Go, 20 000 entrées"] == (3.0, False)
    assert lus["de la modification à l’écran, en secondes, 500 entrées"] == (0.75, True)
    assert lus["de la modification à l’écran, en secondes, 20 000 entrées"] == (None, None)
    assert lus["sans recherche, sur Hugo, 20 000 entrées"] == (None, None)


def test_the_report_says_which_goals_are_kept(fictives: Constructions) -> None:
    texte = rapport.rapport(fictives, CONTEXTE)
    assert "OBJECTIF TENU : sans recherche, sur MkDocs + Material nu" in texte
    assert "OBJECTIF DÉPASSÉ : seconde construction" in texte
    assert "OBJECTIF NON MESURÉ : à froid, sur Zensical" in texte


def test_growth_is_read_between_two_sizes() -> None:
    tailles = [Taille(n, 0, {"nous": mesures(s)}) for n, s in ((2_000, 4), (8_000, 20))]
    c = Constructions({"nous": "Nous"}, [], tailles)
    assert croissances(c) == {"nous": 5}
    assert constats(c)[-1].tenu is False


# --- The page -----------------------------------------------------------------

PAGE = f"# Titre\n\nAvant.\n\n{page.DEBUT}\n\nanciennes mesures\n\n{page.FIN}\n\nAprès.\n"


def test_the_page_is_refreshed_between_its_marks(fictives: Constructions) -> None:
    neuve = page.rafraichir(PAGE, fictives, CONTEXTE)
    assert neuve.startswith("# Titre\n\nAvant.\n\n")
    assert neuve.endswith("\n\nAprès.\n")
    assert "anciennes mesures" not in neuve
    assert "Mesures du 15 janvier 2026" in neuve
    assert "hugo : 0.0.0-fictif" in neuve
    assert page.rafraichir(neuve, fictives, CONTEXTE) == neuve


def test_tables_of_the_page_name_their_rows_and_columns(fictives: Constructions) -> None:
    neuve = page.rafraichir(PAGE, fictives, CONTEXTE)
    tables = re.findall(r"<table>.*?</table>", neuve, re.DOTALL)
    assert len(tables) > 5
    for table in tables:
        assert re.search(r"<caption>[^<]{10,}</caption>", table)
        assert table.count('<th scope="col">') in (2, 4)
        for rang in re.findall(r"<tbody>(.*)</tbody>", table, re.DOTALL)[0].split("<tr>")[1:]:
            assert rang.startswith('<th scope="row">')
    assert "20\u202f000 entrées" in neuve


def ecrire(fichier: Path, c: Constructions) -> Path:
    constructions = TypeAdapter(Constructions).dump_python(c, mode="json")
    fichier.write_text(json.dumps({"contexte": CONTEXTE, "constructions": constructions}))
    return fichier


def test_measures_are_the_same_once_read_back(fictives: Constructions, tmp_path: Path) -> None:
    lues = json.loads(ecrire(tmp_path / "mesures.json", fictives).read_text())
    assert depuis(lues["constructions"]) == fictives


def test_a_page_is_made_of_measures_that_were_kept(fictives: Constructions, tmp_path: Path) -> None:
    gardees, fichier = ecrire(tmp_path / "mesures.json", fictives), tmp_path / "page.md"
    fichier.write_text(PAGE, encoding="utf-8")
    resultat = CliRunner().invoke(main, ["--depuis", str(gardees), "--page", str(fichier)])
    assert resultat.exit_code == 0, resultat.output
    assert fichier.read_text("utf-8") == page.rafraichir(PAGE, fictives, CONTEXTE)


def test_the_command_measures_what_it_is_asked_for(
    nulle_part: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def comparer(self: Banc, taille: Taille, runs: int, avant: Taille | None = None) -> None:
        taille.moteurs = {moteur.cle: mesures(*[2] * runs) for moteur in self.programmes}

    def apercevoir(self: Banc, taille: Taille, runs: int) -> None:
        taille.ouverture, taille.ecran = 4.0, [0.25] * runs

    monkeypatch.setattr(Banc, "comparer", comparer)
    monkeypatch.setattr(Banc, "apercevoir", apercevoir)
    json_, fichier = tmp_path / "mesures.json", tmp_path / "page.md"
    fichier.write_text(PAGE, encoding="utf-8")
    sorties = ["--json", str(json_), "--page", str(fichier), "--dossier", str(tmp_path)]
    tout = CliRunner().invoke(main, ["--tailles", "500", "--moteurs", "nous,nu,hugo", *sorties])
    assert tout.exit_code == 0, tout.output
    assert "Absents, laissés de côté : Hugo" in tout.output
    assert re.search(r"environ \d+ minute", tout.output)
    assert "OBJECTIF TENU : de la modification à l’écran" in tout.stdout
    lues = json.loads(json_.read_text("utf-8"))
    c = depuis(lues["constructions"])
    assert [len(m.froides) for m in c.tailles[0].moteurs.values()] == [3, 3]
    assert fichier.read_text("utf-8") == page.rafraichir(PAGE, c, lues["contexte"])

    seul = CliRunner().invoke(main, ["--servir", "--tailles", "60"])
    assert seul.exit_code == 0, seul.output
    assert "De la modification à l’écran" in seul.stdout
    assert "Construction à froid (s)" not in seul.stdout


@pytest.mark.parametrize(
    ("arguments", "dit"),
    [
        (["--moteurs", "nu,lapin"], "« lapin »"),
        (["--tailles", "500,beaucoup"], "séparés par des virgules"),
        (["--tailles", "0"], "au moins une entrée"),
        (["--depuis", "PAGE"], "n’a pas de constructions"),
        (["--depuis", "MESURES", "--page", "MESURES"], "mesures : début"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], dit: str, fictives: Constructions, tmp_path: Path
) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    ecrire(tmp_path / "mesures.json", fictives)
    noms = {"PAGE": str(tmp_path / "page.md"), "MESURES": str(tmp_path / "mesures.json")}
    resultat = CliRunner().invoke(main, [noms.get(a, a) for a in arguments])
    assert resultat.exit_code == 2
    assert dit in " ".join(resultat.output.split())


def test_the_published_page_has_a_place_for_its_measures(fictives: Constructions) -> None:
    publiee = (moteurs.PROJET / "docs" / "mesures.md").read_text(encoding="utf-8")
    assert page.rafraichir(publiee, fictives, CONTEXTE) != publiee
