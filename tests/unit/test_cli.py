"""The `capitalisation` command, as people and CI call it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from capitalisation.cli import main
from capitalisation.cli.project import publication
from capitalisation.model import GENRES
from capitalisation.publication import Publication
from tests.conftest import FICHE, JPEG, PROJET
from tests.unit import petit
from tests.unit.ligne import lancer

FAUTIVE = FICHE.replace("2026-01-15", "2026-13-15")
AUTRE = FAUTIVE.replace("Action fictive", "Autre action fictive")
LEGERE = FICHE.replace("Texte fictif.", "Texte fictif.   ", 1)


def ajouter(fiches: Path, chemin: str, texte: str) -> Path:
    fichier = fiches / chemin
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_text(texte, encoding="utf-8")
    return fichier


# --- verifier: exit codes ---------------------------------------------------------------


def test_a_good_corpus_exits_0_and_says_so(fiches: Path) -> None:
    ajouter(fiches, "inspiractions/x.md", FICHE)
    resultat = lancer("verifier")
    assert (resultat.exit_code, resultat.output) == (0, "1 fichier vérifié : rien à signaler.\n")


def test_an_error_exits_1_and_names_the_file_from_here(fiches: Path) -> None:
    ajouter(fiches, "inspiractions/x.md", FAUTIVE)
    resultat = lancer("verifier")
    assert resultat.exit_code == 1
    assert resultat.output.startswith("fiches/inspiractions/x.md:9: E017 date : ")
    assert resultat.output.endswith("\n\n1 fichier vérifié : 1 erreur.\n")


def test_a_warning_or_an_advice_exits_0(fiches: Path) -> None:
    ajouter(fiches, "inspiractions/x.md", LEGERE)
    resultat = lancer("verifier")
    assert resultat.exit_code == 0
    assert "C201" in resultat.output


@pytest.mark.parametrize(
    "arguments",
    [("verifier", "absent"), ("verifier", "fiches/inspiractions/absent.md"),
     ("verifier", "fiches", "absent"), ("verifier", "--format", "xml"), ("verifier", "--inconnu"),
     ("schema",), ("schema", "fiche"), ("verifir",), ("construire", "--fiches", "absent"),
     ("servir", "--fiches", "absent")],
    ids=" ".join,
)  # fmt: skip
def test_a_misuse_exits_2(arguments: tuple[str, ...], fiches: Path) -> None:
    assert lancer(*arguments).exit_code == 2


def test_a_folder_that_does_not_exist_is_named(fiches: Path) -> None:
    assert "« absent » n’existe pas" in lancer("verifier", "absent").output
    assert "absent » n’existe pas" in lancer("construire", "--fiches", "absent").output


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("verifier", "absent"),
        ("verifier", "--format", "xml"),
        ("schema",),
        ("verifir",),
    ],
    ids=" ".join,
)
def test_the_command_speaks_french_even_when_it_is_misused(
    arguments: tuple[str, ...], fiches: Path
) -> None:
    anglais = ("Error:", "Try ", "Invalid", "Missing", "No such", "Options:", "Show this message")
    sortie = lancer(*arguments).output
    assert [mot for mot in anglais if mot in sortie] == []


# --- verifier: what is checked -------------------------------------------------------------


def test_an_empty_folder_is_a_corpus_without_fiche(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fiches").mkdir()
    resultat = lancer("verifier")
    assert (resultat.exit_code, resultat.output) == (0, "0 fichier vérifié : rien à signaler.\n")


def test_a_corpus_with_its_four_folders_empty_is_fine(fiches: Path) -> None:
    for genre in GENRES:
        (fiches / genre.DOSSIER).mkdir(exist_ok=True)
    assert lancer("verifier", fiches).exit_code == 0


def test_a_single_fiche_is_checked_inside_its_corpus(fiches: Path) -> None:
    """Its links lead to the others; what is wrong with the others is not said."""
    liee = FICHE.replace("Texte fictif.", "Voir [[voisine]].", 1)
    fichier = ajouter(fiches, "inspiractions/x.md", liee)
    assert lancer("verifier", fichier).exit_code == 1
    ajouter(fiches, "ressources/voisine.md", petit.texte("ressources", date="2026-13-15"))
    resultat = lancer("verifier", fichier)
    assert (resultat.exit_code, resultat.output) == (0, "1 fichier vérifié : rien à signaler.\n")


def test_a_fiche_is_found_from_wherever_one_stands(
    fiches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ajouter(fiches, "inspiractions/x.md", FAUTIVE)
    monkeypatch.chdir(fiches / "inspiractions")
    assert "x.md:9: E017" in lancer("verifier", "x.md").output
    assert "x.md:9: E017" in lancer("verifier", "../inspiractions/x.md").output
    assert "x.md:9: E017" in lancer("verifier", "../../fiches").output


def test_the_folder_of_one_kind_is_checked_inside_its_corpus(fiches: Path) -> None:
    liee = FICHE.replace("Texte fictif.", "Voir [[voisine]].", 1)
    ajouter(fiches, "inspiractions/x.md", liee)
    ajouter(fiches, "ressources/voisine.md", petit.texte("ressources", date="2026-13-15"))
    assert lancer("verifier", fiches / "inspiractions").exit_code == 0
    assert lancer("verifier", fiches / "ressources").exit_code == 1


def test_several_paths_are_checked_together_and_nothing_is_said_twice(fiches: Path) -> None:
    a = ajouter(fiches, "inspiractions/a.md", FAUTIVE)
    b = ajouter(fiches, "inspiractions/b.md", FAUTIVE)
    assert lancer("verifier", a, b).output.count("E017") == 2
    assert lancer("verifier", a, a).output.count("E017") == 1
    assert lancer("verifier", a, fiches).output.count("E017") == 2
    assert lancer("verifier", fiches, a).output.count("E017") == 2


def test_a_loose_folder_is_read_as_inspiractions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    vrac = petit.ecrire(tmp_path / "vrac", {"x.md": FICHE, "y.md": AUTRE})
    (vrac / "inspiractions").rmdir()
    resultat = lancer("verifier", vrac)
    assert resultat.exit_code == 1
    assert "vrac/y.md:9: E017" in resultat.output
    assert resultat.output.endswith("2 fichiers vérifiés : 1 erreur.\n")
    assert lancer("verifier", vrac / "x.md").exit_code == 0


def test_a_loose_fiche_is_checked_with_the_vocabularies_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.md").write_text(FICHE, encoding="utf-8")
    assert lancer("verifier", "x.md").exit_code == 0
    (tmp_path / "x.md").write_text(FICHE.replace("isolement-social", "zzz"), encoding="utf-8")
    assert "E019" in lancer("verifier", "x.md").output


def test_the_folder_of_the_project_leads_to_its_fiches(fiches: Path) -> None:
    ajouter(fiches, "inspiractions/x.md", FAUTIVE)
    (fiches.parent / "mkdocs.yml").touch()
    assert "fiches/inspiractions/x.md:9: E017" in lancer("verifier", ".").output


@pytest.mark.parametrize("chemin", ["_referentiels", "_referentiels/themes.yml", ""])
def test_a_bad_vocabulary_is_named_wherever_the_corpus_is(
    chemin: str, fiches: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ajouter(fiches, "_referentiels/themes.yml", "- Logement")
    (tmp_path / "ailleurs").mkdir()
    monkeypatch.chdir(tmp_path / "ailleurs")
    resultat = lancer("verifier", "--format", "json", fiches / chemin)
    (constat,) = json.loads(resultat.output)
    assert (resultat.exit_code, constat["code"]) == (1, "E070")
    assert Path(constat["chemin"]).resolve() == fiches / "_referentiels" / "themes.yml"


# --- verifier: formats -----------------------------------------------------------------------


def test_detail_shows_the_line_at_fault(fiches: Path) -> None:
    ajouter(fiches, "inspiractions/x.md", FAUTIVE)
    assert "    | date: 2026-13-15\n" in lancer("verifier", "--detail").output
    assert "    | " not in lancer("verifier").output


def test_json_is_only_json(fiches: Path) -> None:
    assert json.loads(lancer("verifier", "--format", "json").output) == []
    ajouter(fiches, "inspiractions/x.md", FAUTIVE)
    resultat = lancer("verifier", "--format", "json")
    (constat,) = json.loads(resultat.output)
    assert (resultat.exit_code, constat["chemin"], constat["ligne"]) == (
        1, "fiches/inspiractions/x.md", 9,
    )  # fmt: skip


def test_github_gets_only_its_commands(fiches: Path) -> None:
    assert lancer("verifier", "--format", "github").output == ""
    ajouter(fiches, "inspiractions/x.md", FAUTIVE)
    resultat = lancer("verifier", "--format", "github")
    assert resultat.exit_code == 1
    (ligne,) = resultat.output.splitlines()
    assert ligne.startswith("::error file=fiches/inspiractions/x.md,line=9,title=E017::")


def test_gitlab_gets_only_its_report(fiches: Path) -> None:
    assert json.loads(lancer("verifier", "--format", "gitlab").output) == []
    ajouter(fiches, "inspiractions/x.md", FAUTIVE)
    resultat = lancer("verifier", "--format", "gitlab")
    (constat,) = json.loads(resultat.output)
    assert (resultat.exit_code, constat["location"]["path"]) == (1, "fiches/inspiractions/x.md")


def test_a_console_of_another_encoding_is_no_crash(fiches: Path) -> None:
    ajouter(fiches, "inspiractions/x.md", FAUTIVE)
    execution = subprocess.run(
        [sys.executable, "-m", "capitalisation", "verifier", str(fiches)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    )
    assert execution.returncode == 1
    assert "n’existe pas dans le calendrier" in execution.stdout.decode()
    assert execution.stderr == b""


# --- construire --------------------------------------------------------------------------------


def test_errors_stop_the_build_and_leave_the_previous_site_as_it_was(
    fiches: Path, tmp_path: Path
) -> None:
    ajouter(fiches, "inspiractions/x.md", FAUTIVE)
    ajouter(fiches, "inspiractions/y.md", LEGERE)
    sortie = tmp_path / "public"
    sortie.mkdir()
    (sortie / "index.html").write_text("le site précédent")
    date = (sortie / "index.html").stat().st_mtime_ns
    resultat = lancer("construire", "--fiches", fiches, "--sortie", sortie)
    assert resultat.exit_code == 1
    assert "fiches/inspiractions/x.md:9: E017" in resultat.output
    assert "le précédent est intact" in resultat.output
    assert "C201" not in resultat.output
    assert [f.name for f in sortie.iterdir()] == ["index.html"]
    assert (sortie / "index.html").read_text() == "le site précédent"
    assert (sortie / "index.html").stat().st_mtime_ns == date
    assert sorted(e.name for e in tmp_path.iterdir()) == ["fiches", "public"]


def test_errors_create_no_site_where_there_was_none(fiches: Path, tmp_path: Path) -> None:
    ajouter(fiches, "inspiractions/x.md", FAUTIVE)
    assert lancer("construire", "--fiches", fiches, "--sortie", tmp_path / "s").exit_code == 1
    assert [e.name for e in tmp_path.iterdir()] == ["fiches"]


def test_an_engine_that_fails_leaves_the_previous_site_as_it_was(
    fiches: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MkDocs refuses this repository before it writes anything: the real engine, a real failure."""
    ajouter(fiches, "inspiractions/x.md", FICHE)
    sortie = tmp_path / "public"
    sortie.mkdir()
    (sortie / "index.html").write_text("le site précédent")
    monkeypatch.setenv("INSPIRACTION_DEPOT", "pas une adresse")
    resultat = lancer("construire", "--fiches", fiches, "--sortie", sortie)
    assert resultat.exit_code == 1
    assert "le précédent est intact" in resultat.output
    assert (sortie / "index.html").read_text() == "le site précédent"
    assert sorted(e.name for e in tmp_path.iterdir()) == ["fiches", "public"]


COMMANDES_DU_SITE = [
    ["construire"],
    ["archiver"],
    ["lettre", "2026-01"],
    ["livret", "--theme", "sommeil"],
]


@pytest.mark.parametrize(
    "adresse",
    [
        *("pas une adresse", "exemple.org", "ftp://exemple.org/", "http://[", "https:///base/"),
        *("https://exemple.org/base?x=1", "https://exemple.org/base#y", "https://exemple.org/ /"),
    ],
)
@pytest.mark.parametrize("commande", COMMANDES_DU_SITE, ids=lambda c: c[0])
def test_what_is_no_address_of_a_site_is_refused_wherever_it_is_set(
    commande: list[str],
    adresse: str,
    fiches: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commande = [*commande, "--fiches", str(fiches), "--sortie", str(tmp_path / "ici.zip")]
    if commande[0] == "livret":
        commande[-1] = str(tmp_path / "ici.epub")
    monkeypatch.setenv("INSPIRACTION_URL", adresse)
    dite = f" : « {adresse} » n’est pas une adresse complète."
    for resultat, ou in (
        (lancer(*commande), "INSPIRACTION_URL"),
        (lancer(*commande, "--url", adresse), "--url"),
    ):
        assert resultat.exit_code == 2
        assert f"{ou}{dite}" in resultat.output.replace("\u202f", " ")
    assert [f.name for f in tmp_path.iterdir()] == ["fiches"]


def test_an_address_set_in_mkdocs_yml_is_named_by_its_key(tmp_path: Path) -> None:
    reglages = tmp_path / "mkdocs.yml"
    reglages.write_text("site_name: Site fictif\nsite_url: exemple.org\n")
    with pytest.raises(click.UsageError, match=r"^site_url, dans mkdocs\.yml : « exemple\.org »"):
        publication(tmp_path, None)
    assert publication(tmp_path, "https://exemple.org/a") == Publication(
        "Site fictif", "https://exemple.org/a/"
    )
    reglages.write_text("site_name: Site fictif\nsite_url: ''\n")
    assert publication(tmp_path, None) == Publication("Site fictif", "")


def test_a_preview_is_not_started_at_what_is_no_address(
    fiches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPIRACTION_URL", "http://[")
    assert lancer("servir", "--fiches", fiches).exit_code == 2


@pytest.mark.parametrize(
    ("ou", "dit"),
    [
        ("notes.txt", "est un fichier"),
        ("documents", "autre chose qu’un site"),
        (".", "contient les fiches"),
        ("fiches", "contient les fiches"),
        ("fiches/inspiractions", "autre chose qu’un site"),
    ],
)
def test_a_site_takes_the_place_of_a_site_alone(
    fiches: Path, tmp_path: Path, ou: str, dit: str
) -> None:
    ajouter(fiches, "inspiractions/x.md", FICHE)
    (tmp_path / "notes.txt").write_text("à garder")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "rapport.txt").write_text("à garder")
    avant = {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()}
    resultat = lancer("construire", "--fiches", fiches, "--sortie", tmp_path / ou)
    assert resultat.exit_code == 2
    assert dit in resultat.output
    assert {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()} == avant


def test_a_site_never_takes_the_place_of_the_project(fiches: Path, tmp_path: Path) -> None:
    for dossier in (PROJET, PROJET / "overrides", PROJET / "docs", PROJET.parent):
        assert lancer("construire", "--fiches", fiches, "--sortie", dossier).exit_code == 2


# --- schema and help -----------------------------------------------------------------------------


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.GENRE)
def test_schema_writes_the_json_schema_of_a_kind(genre: type) -> None:
    resultat = lancer("schema", genre.GENRE)
    schema = json.loads(resultat.output)
    assert resultat.exit_code == 0
    assert genre.LIBELLE in schema["title"]
    assert "titre" in schema["required"]


@pytest.mark.parametrize("option", ["-h", "--help", "--aide"])
@pytest.mark.parametrize("commande", [None, *main.commands])
def test_every_command_explains_itself(commande: str | None, option: str) -> None:
    resultat = lancer(*([commande] if commande else []), option)
    assert resultat.exit_code == 0
    aide = (main.commands[commande] if commande else main).help
    assert isinstance(aide, str)
    assert click.unstyle(resultat.output).count(aide.split()[0]) >= 1


def test_what_the_project_publishes_passes_its_own_check() -> None:
    resultat = lancer("verifier", PROJET / "fiches")
    assert resultat.exit_code == 0, resultat.output


@pytest.mark.parametrize(
    ("arguments", "dit"),
    [
        (["verifier", "--zut"], "L’option «\u202f--zut\u202f» n’existe pas."),
        (["verifier", "--format", "xml"], "«\u202fxml\u202f» n’est pas possible"),
        (["verifier", "--resume", "."], "«\u202f.\u202f» est un dossier."),
        (["liens-externes", "--duree", "zut"], "«\u202fzut\u202f» n’est pas un nombre."),
        (["liens-externes", "--duree", "0"], "0 n’est pas dans ces bornes"),
        (["nouvelle", "zut", "Un titre"], "«\u202fzut\u202f» n’est pas possible"),
        (["lettre"], "Il manque un argument «\u202fAAAA-MM\u202f»"),
        (
            ["lettre", "2026-11", "--sortie", "mkdocs.yml"],
            "«\u202fmkdocs.yml\u202f» est un fichier",
        ),
        (["livret", "--them", "a"], "(peut-être\u202f: "),
        ([], "Emploi\u202f: "),
        (["verifier", "--help"], "--url ADRESSE"),
    ],
)
def test_a_misused_command_is_told_in_french(arguments: list[str], dit: str) -> None:
    sortie = lancer(*arguments).output
    assert dit in sortie
    assert not re.search(r"\b(Usage|COMMAND|TEXT|PATH|not|valid|such|range)\b|['\"]", sortie)


def test_what_stands_among_the_images_is_no_fiche_out_of_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    petit.ecrire(tmp_path / "fiches", {"images/x/oubliee.jpg": JPEG, "images/y/autre.jpg": JPEG})
    for demande, attendus in {
        "fiches/images/x/oubliee.jpg": [],
        "fiches/images/x": [("fiches/images/x", "A111")],
        "fiches/images": [("fiches/images/x", "A111"), ("fiches/images/y", "A111")],
    }.items():
        constats = json.loads(lancer("verifier", demande, "--format", "json").output)
        assert [(c["chemin"], c["code"]) for c in constats] == attendus


def test_a_name_cannot_turn_the_line_of_a_finding_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    petit.ecrire(tmp_path / "fiches", {"inspiractions/x\u202edm.md": petit.texte()})
    assert "\u202e" not in lancer("verifier", "--detail").output
