"""The files that GitHub and GitLab read: valid, harmless, complete, and one with the project."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from capitalisation.corpus import IMAGES, REFERENTIELS
from capitalisation.model import PAR_DOSSIER
from capitalisation.review import reviewers
from capitalisation.vocabulary import charger
from tests.conftest import PROJET

GITHUB = PROJET / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMULAIRES = sorted(f for f in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if f.name != "config.yml")
GITLAB = PROJET / ".gitlab-ci.yml"


def lire(fichier: Path) -> Any:
    return yaml.safe_load(fichier.read_text(encoding="utf-8"))


def outil(nom: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the development lock; where it is missing the test fails, never skips."""
    chemin = Path(sys.executable).with_name(nom)
    assert chemin.is_file(), f"{nom} is not installed: run `make test`."
    return subprocess.run(
        [str(chemin), *arguments], cwd=PROJET, capture_output=True, text=True, timeout=120
    )


def jobs(workflow: Path) -> dict[str, Any]:
    travaux = lire(workflow)["jobs"]
    assert isinstance(travaux, dict)
    return travaux


def etapes(workflow: Path) -> Iterator[dict[str, Any]]:
    for travail in jobs(workflow).values():
        yield from travail["steps"]


# --- Workflows ----------------------------------------------------------------------------


def test_github_would_take_each_workflow() -> None:
    resultat = outil("actionlint", "-no-color", *map(str, WORKFLOWS))
    assert (resultat.returncode, resultat.stdout) == (0, "")


def test_no_workflow_gives_anything_away() -> None:
    arguments = ("--offline", "--persona=pedantic", "--collect=all", "--strict-collection")
    resultat = outil("zizmor", *arguments, "--no-progress", str(GITHUB))
    assert resultat.returncode == 0, resultat.stdout + resultat.stderr


def test_the_tools_see_what_is_wrong(tmp_path: Path) -> None:
    """A linter that is run badly says that all is well."""
    dossier = tmp_path / ".github" / "workflows"
    dossier.mkdir(parents=True)
    fautif = dossier / "fautif.yml"
    fautif.write_text(
        "on: pull_request_target\njobs:\n  x:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: actions/checkout@v4\n        inconnu: 1\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n",
        encoding="utf-8",
    )
    assert outil("actionlint", str(fautif)).returncode
    assert outil("zizmor", "--offline", str(tmp_path / ".github")).returncode


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda w: w.stem)
def test_each_action_is_pinned_to_a_commit_and_says_its_version(workflow: Path) -> None:
    for ligne in workflow.read_text(encoding="utf-8").splitlines():
        if re.match(r"\s*(- )?uses:", ligne):
            assert re.search(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", ligne), ligne


def test_an_action_has_one_version_everywhere() -> None:
    pris: dict[str, set[str]] = {}
    for workflow in WORKFLOWS:
        for etape in etapes(workflow):
            nom, _, commit = etape.get("uses", "").partition("@")
            pris.setdefault(nom, set()).add(commit)
    assert {nom: commits for nom, commits in pris.items() if len(commits) > 1} == {}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda w: w.stem)
def test_a_workflow_has_no_secret_few_rights_and_an_end(workflow: Path) -> None:
    texte = workflow.read_text(encoding="utf-8")
    assert "secrets." not in texte
    contenu = lire(workflow)
    assert contenu["permissions"] in ({}, {"contents": "read"})
    assert contenu["concurrency"]["group"]
    for nom, travail in jobs(workflow).items():
        assert 0 < travail["timeout-minutes"] <= 60, nom
    for etape in etapes(workflow):
        if etape.get("uses", "").startswith("actions/checkout@"):
            assert etape["with"]["persist-credentials"] is False


def test_what_runs_the_text_of_a_fork_may_write_nothing() -> None:
    for workflow in WORKFLOWS:
        declencheurs = lire(workflow)[True]  # YAML 1.1 reads the key `on` as true
        if "pull_request" in declencheurs:
            assert all("permissions" not in travail for travail in jobs(workflow).values())
        if "pull_request_target" in declencheurs:
            assert [e["uses"].partition("@")[0] for e in etapes(workflow)] == ["actions/labeler"]
            assert not any("run" in etape for etape in etapes(workflow))


def test_the_weekly_look_never_fails() -> None:
    workflow = GITHUB / "workflows" / "entretien.yml"
    assert "schedule" in lire(workflow)[True]
    assert all(e["continue-on-error"] for e in etapes(workflow) if "run" in e)
    for nom in ("entretien", "failles"):
        assert lire(GITLAB)[nom]["allow_failure"] is True
        assert lire(GITLAB)[nom]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}]


def test_the_weekly_audit_may_write_nothing_and_takes_a_few_minutes() -> None:
    github = jobs(GITHUB / "workflows" / "entretien.yml")["failles"]
    assert github["permissions"] == {"contents": "read"}
    assert github["timeout-minutes"] <= 10
    assert lire(GITLAB)["failles"]["timeout"] == "10m"
    for travail in (github, lire(GITLAB)["failles"]):
        assert any("make audit" in commande for commande in commandes(travail))


def commandes(noeud: object) -> Iterator[str]:
    """Every command line of a CI file, GitHub's or GitLab's."""
    if isinstance(noeud, dict):
        for cle, valeur in noeud.items():
            if cle in ("run", "script"):
                yield from [valeur] if isinstance(valeur, str) else valeur
            else:
                yield from commandes(valeur)
    elif isinstance(noeud, list):
        for element in noeud:
            yield from commandes(element)


def test_both_forges_run_the_same_commands() -> None:
    """One that is checked on a single forge breaks on the other without anyone seeing it."""

    def appels(fichiers: list[Path]) -> set[str]:
        texte = "\n".join(c for fichier in fichiers for c in commandes(lire(fichier)))
        return set(re.findall(r"make [\w./-]+|bash [\w./-]+|bin/capitalisation [\w-]+", texte))

    assert appels(WORKFLOWS) == appels([GITLAB])
    assert "bin/capitalisation verifier" in appels([GITLAB])


def test_what_is_published_has_its_books() -> None:
    """Without the system's Pango, a build makes no PDF, says it in its log, and goes on."""
    github = [
        e.get("run", "") for e in jobs(GITHUB / "workflows" / "publier.yml")["construire"]["steps"]
    ]
    for suite in (github, lire(GITLAB)["pages"]["script"]):
        (installer,) = [c for c in suite if "libpango-1.0-0 libpangoft2-1.0-0" in c]
        assert suite.index(installer) < suite.index("make build")


def test_both_forges_summarise_what_the_proposal_changes() -> None:
    for fichier in (GITHUB / "workflows" / "verifier.yml", GITLAB):
        verifier = [c for c in commandes(lire(fichier)) if "capitalisation verifier" in c]
        assert len(verifier) == 1, "the corpus is read twice"
        assert "--resume" in verifier[0]
        assert "--depuis" in verifier[0]


def test_a_preview_opens_without_a_server() -> None:
    archive = "site/donnees/inspiraction.zip"
    verifier = GITHUB / "workflows" / "verifier.yml"
    etape = next(e for e in etapes(verifier) if e.get("id") == "apercu")
    assert etape["with"]["path"] == archive
    assert lire(GITLAB)["apercu"]["artifacts"]["paths"] == [archive]


def test_gitlab_takes_the_names_of_what_it_shows() -> None:
    """Source: EXPOSE_AS_REGEX of GitLab, where `\\w` knows no accent."""
    contenu = lire(GITLAB)
    noms = [t["artifacts"].get("expose_as") for t in contenu.values() if "artifacts" in t]
    assert len([nom for nom in noms if nom]) == 2
    assert all(re.fullmatch(r"\w[-\w ]*", nom, re.ASCII) for nom in noms if nom)
    travaux = {t for t in contenu.values() if isinstance(t, str)} | set(contenu)
    for nom, travail in contenu.items():
        if isinstance(travail, dict) and "script" in travail:
            assert travail["stage"] in contenu["stages"], nom
            assert set(travail.get("needs", ())) <= travaux, nom
            assert travail["timeout"], nom


# --- Labels ---------------------------------------------------------------------------------


def test_every_folder_of_the_project_has_a_label() -> None:
    regles = {
        nom: [motif for regle in r for m in regle["changed-files"] for motif in m.popitem()[1]]
        for nom, r in lire(GITHUB / "labeler.yml").items()
    }

    def etiquettes(chemin: str) -> set[str]:
        # `*` stops at a folder for minimatch, not for fnmatch.
        return {
            nom
            for nom, motifs in regles.items()
            if any(fnmatch(chemin, m) and ("/" in m or "/" not in chemin) for m in motifs)
        }

    for dossier, genre in PAR_DOSSIER.items():
        assert etiquettes(f"fiches/{dossier}/x.md") == {genre.LIBELLE.lower()}, dossier
    assert etiquettes(f"fiches/{REFERENTIELS}/themes.yml") == {"vocabulaires"}
    assert etiquettes(f"fiches/{IMAGES}/x/photo.jpg") == {"inspir’action"}
    suivis = outil_git("ls-files", "-z").split("\0")
    assert [c for c in suivis if "/" in c and not etiquettes(c)] == []


def outil_git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=PROJET, capture_output=True, text=True, check=True
    ).stdout


# --- Forms and templates -----------------------------------------------------------------------


@pytest.mark.parametrize("formulaire", FORMULAIRES, ids=lambda f: f.stem)
def test_github_would_take_each_form(formulaire: Path) -> None:
    """Source: https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema"""
    contenu = lire(formulaire)
    permises = {"name", "description", "body", "title", "labels", "assignees", "projects", "type"}
    assert {"name", "description", "body"} <= set(contenu) <= permises
    champs = [c for c in contenu["body"] if c["type"] != "markdown"]
    assert champs
    ids = [c["id"] for c in champs]
    assert len(set(ids)) == len(ids)
    libelles = [c["attributes"]["label"] for c in champs]
    assert len(set(libelles)) == len(libelles)
    for champ in contenu["body"]:
        assert set(champ) <= {"type", "id", "attributes", "validations"}
        attributs = champ["attributes"]
        match champ["type"]:
            case "markdown":
                assert set(attributs) == {"value"}
                continue
            case "input" | "textarea":
                assert set(attributs) <= {"label", "description", "placeholder", "value", "render"}
            case "dropdown":
                assert set(attributs) <= {"label", "description", "multiple", "options", "default"}
                assert len(set(attributs["options"])) == len(attributs["options"]) > 0
                assert not {"None", "none"} & set(attributs["options"])
            case "checkboxes":
                assert set(attributs) <= {"label", "description", "options"}
                for option in attributs["options"]:
                    assert set(option) <= {"label", "required"}
                    assert option["label"]
            case autre:
                pytest.fail(f"GitHub knows no field « {autre} »")
        assert re.fullmatch(r"[A-Za-z0-9_-]+", champ["id"])
        assert set(champ.get("validations", {})) <= {"required"}


def test_each_form_has_its_twin_on_gitlab() -> None:
    jumeaux = {f.stem: f for f in (PROJET / ".gitlab" / "issue_templates").glob("*.md")}
    assert {lire(f)["name"] for f in FORMULAIRES} == set(jumeaux)
    for formulaire in FORMULAIRES:
        contenu = lire(formulaire)
        texte = jumeaux[contenu["name"]].read_text(encoding="utf-8")
        questions = [c["attributes"]["label"] for c in contenu["body"] if c.get("validations")]
        assert questions
        assert [q for q in questions if f"### {q}\n" not in texte] == []


def test_a_story_is_told_with_the_questions_of_a_capitalisation_interview() -> None:
    ids = {c.get("id") for c in lire(GITHUB / "ISSUE_TEMPLATE" / "1-raconter.yml")["body"]}
    assert {"quoi", "avec-qui", "aide", "gene", "refaire"} <= ids


def test_a_proposal_asks_for_eight_ticks_at_most_the_same_on_both_forges() -> None:
    github = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    gitlab = PROJET / ".gitlab" / "merge_request_templates" / "Default.md"
    assert 1 <= len(re.findall(r"^\s*[-*] \[[ x]\]", github, re.MULTILINE)) <= 8
    assert gitlab.read_text(encoding="utf-8") == github


def test_no_file_of_a_forge_names_a_real_person_or_an_invented_site() -> None:
    fichiers = [f for d in (".github", ".gitlab") for f in (PROJET / d).rglob("*") if f.is_file()]
    for fichier in (*fichiers, GITLAB):
        if fichier.suffix in (".yml", ".md") or fichier.name == "CODEOWNERS":
            texte = fichier.read_text(encoding="utf-8")
            assert not re.search(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", texte), fichier
            hotes = set(re.findall(r"https?://([\w.$-]+)", texte))
            assert hotes <= {"docs.github.com", "$", "votre-site.example"}, fichier


# --- Who reads what -------------------------------------------------------------------------------


def test_codeowners_is_made_from_the_list_of_reviewers() -> None:
    """Only what depends on no entry: a new one must not fail because of who will read it."""
    dossier = PROJET / "fiches" / REFERENTIELS
    themes = charger(dossier)[0]["themes"].termes
    attendu = reviewers.entete(reviewers.lire(dossier / reviewers.FICHIER, themes))
    assert (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").startswith(attendu)
