"""What the benchmark shows of its measures, which are fictional here: tables, goals, page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from tests.bench import moteurs, page, rapport
from tests.bench.__main__ import main
from tests.bench.banc import Banc
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
from tests.bench.mesure import Execution

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
