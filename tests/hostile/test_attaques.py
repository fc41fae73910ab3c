"""Every attack, through every door: it is named, or does nothing, and takes little to be read."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import FICHE, PROJET, REFERENTIELS
from tests.hostile.attaques import CORPS, ENTETES, FICHIERS, IMAGES, LENTS, TEXTES, Attaque
from tests.hostile.limites import commande
from tests.site.apercu import apercevoir, port_libre
from tests.unit import petit

FAMILLES: Mapping[str, Mapping[str, Attaque]] = {
    "corps": CORPS, "textes": TEXTES, "entetes": ENTETES,
}  # fmt: skip


def codes(racine: Path) -> dict[str, set[str]]:
    """File, as `verifier` names it below the corpus → the codes of what it finds there."""
    fin = commande("verifier", racine, "--format", "json", dans=racine.parent)
    trouves: dict[str, set[str]] = {}
    for constat in json.loads(fin.sortie):
        chemin = constat["chemin"].partition(f"{racine.name}/")[2]
        trouves.setdefault(chemin, set()).add(constat["code"])
    return trouves


def ecrire(racine: Path, attaques: Mapping[str, Attaque]) -> Path:
    return petit.ecrire(
        racine, {f"inspiractions/{nom}.md": a.fiche(nom) for nom, a in attaques.items()}
    )


@pytest.fixture(scope="module", params=FAMILLES)
def famille(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Mapping[str, Attaque], Path]:
    attaques = FAMILLES[request.param]
    return attaques, ecrire(tmp_path_factory.mktemp(request.param) / "fiches", attaques)


def ecarts(attendus: Mapping[str, str], trouves: Mapping[str, set[str]]) -> list[str]:
    """What is not as the table says: a finding that lacks, or an error where none is due."""
    return [
        f"{nom} : {code or 'aucune erreur'} attendu, {sorted(sien)} trouvé"
        for nom, code in attendus.items()
        for sien in [trouves.get(nom, set())]
        if (code not in sien if code else any(c.startswith("E") for c in sien))
    ]


def test_each_attack_is_named_or_let_in(famille: tuple[Mapping[str, Attaque], Path]) -> None:
    attaques, racine = famille
    attendus = {f"inspiractions/{nom}.md": a.constat for nom, a in attaques.items()}
    assert ecarts(attendus, codes(racine)) == []


def test_mending_ends_and_writes_nothing_elsewhere(
    famille: tuple[Mapping[str, Attaque], Path], tmp_path: Path
) -> None:
    attaques, origine = famille
    racine = Path(shutil.copytree(origine, tmp_path / "fiches"))
    fin = commande("corriger", racine, dans=tmp_path, secondes=40)
    assert fin.code == 1
    assert [f.name for f in tmp_path.iterdir()] == ["fiches"]
    assert {f.stem for f in (racine / "inspiractions").iterdir()} == set(attaques)


@pytest.mark.parametrize("nom", LENTS)
def test_no_search_grows_as_the_square_of_a_text(nom: str, tmp_path: Path) -> None:
    racine = ecrire(tmp_path / "fiches", {nom: LENTS[nom]})
    (racine / "_referentiels" / "themes.yml").write_bytes(
        (REFERENTIELS / "themes.yml").read_bytes()
    )
    commande("corriger", racine, "--a-blanc", dans=tmp_path, secondes=6)


@pytest.fixture(scope="module")
def fichiers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    racine = tmp_path_factory.mktemp("fichiers") / "fiches"
    montrees = "\n\n".join(f'![Vue fictive {n}]({n} "Commune fictive")' for n in IMAGES)
    petit.ecrire(
        racine,
        {"inspiractions/images.md": FICHE.replace("Texte fictif.", f"{montrees}\n\nTexte.", 1)},
    )
    tous = FICHIERS | {f"images/images/{nom}": image for nom, image in IMAGES.items()}
    for chemin, (fabriquer, _) in tous.items():
        fichier = racine / chemin
        fichier.parent.mkdir(exist_ok=True, parents=True)
        fichier.unlink(missing_ok=True)
        fabriquer(fichier)
    return racine


def test_each_file_that_is_no_fiche_is_named(fichiers: Path) -> None:
    trouves = codes(fichiers)
    assert ecarts({nom: code for nom, (_, code) in FICHIERS.items()}, trouves) == []
    assert {code for _, code in IMAGES.values() if code} <= trouves["inspiractions/images.md"]


def test_each_image_is_named_by_its_own_finding(fichiers: Path) -> None:
    fin = commande("verifier", fichiers, "--format", "json", dans=fichiers.parent)
    dits = {
        nom: {c["code"] for c in json.loads(fin.sortie) if f"« {nom} »" in c["message"]}
        for nom in IMAGES
    }
    # Of one that is too heavy the weight is said, and its line tells which.
    attendus = {nom: code for nom, (_, code) in IMAGES.items() if code != "E051"}
    assert ecarts(attendus, dits) == []


@pytest.mark.parametrize("dossier", ["images", "_referentiels", "_lettres", "ressources"])
def test_a_folder_that_leads_out_of_the_corpus_is_refused_and_not_read(
    dossier: str, tmp_path: Path
) -> None:
    racine = petit.ecrire(tmp_path / "fiches", {"inspiractions/x.md": FICHE})
    dehors = tmp_path / "dehors"
    (dehors / "x").mkdir(parents=True)
    for nom in ("x/secret.jpg", "secret.md", "2026-10.md", "themes.yml"):
        (dehors / nom).write_text("- id: secret\n  libelle: secret\n", encoding="utf-8")
    if (racine / dossier).exists():
        shutil.rmtree(racine / dossier)
    (racine / dossier).symlink_to(dehors)
    fin = commande("verifier", racine, dans=tmp_path)
    assert fin.code == 1
    assert re.search(rf"fiches/{dossier}:1: E032", fin.sortie)
    assert "secret" not in fin.sortie


@pytest.mark.parametrize("porte", [("corriger",), ("verifier", "--detail"), ("liens-externes",)])
def test_other_doors_open_none_of_these_files(porte: tuple[str, ...], fichiers: Path) -> None:
    avant = sorted(f.name for f in fichiers.rglob("*"))
    arguments = ("--fiches", str(fichiers)) if porte[0] == "liens-externes" else (str(fichiers),)
    if porte[0] == "corriger":
        arguments = (*arguments, "--a-blanc")
    fin = commande(*porte, *arguments, dans=PROJET)
    assert fin.code in (0, 1)
    assert "root:" not in fin.sortie
    assert sorted(f.name for f in fichiers.rglob("*")) == avant


def test_a_preview_refuses_what_a_build_refuses(
    famille: tuple[Mapping[str, Attaque], Path],
) -> None:
    _, racine = famille
    adresse = f"127.0.0.1:{port_libre()}"
    fin = commande("servir", "--fiches", racine, "--adresse", adresse, dans=PROJET)
    assert fin.code == 1
    assert re.search(r"inspiractions/[a-z0-9-]+\.md:\d+: E\d+", fin.erreur)


def test_nouvelle_writes_in_its_folder_whatever_the_title(tmp_path: Path) -> None:
    racine = petit.ecrire(tmp_path / "fiches", {})
    for titre in (
        "../../..\\..\\%2e%2e%2fetc/passwd fictif", "{{ 7 * 99991 }} \u202eun titre fictif",
        '"\n---\nstatut: publiee', "a" * 100_000,
    ):  # fmt: skip
        commande("nouvelle", "inspiraction", titre, "--fiches", racine, dans=tmp_path)
    assert {f.parent.name for f in tmp_path.rglob("*.md")} == {"inspiractions"}
    assert all(re.fullmatch(r"[a-z0-9-]+\.md", f.name) for f in tmp_path.rglob("*.md"))


def test_entries_that_are_all_alike_are_compared_in_a_moment(tmp_path: Path) -> None:
    jumelle = petit.texte(corps="## Contexte et problématique\n\n" + "Un texte bien fictif. " * 60)
    racine = petit.ecrire(
        tmp_path / "fiches", {f"inspiractions/x{i}.md": jumelle for i in range(1_200)}
    )
    trouves = codes(racine)
    assert sum("A120" in sien for sien in trouves.values()) == 1_199


# --- What is let in ---------------------------------------------------------------------------


def test_what_is_let_in_is_built_and_runs_nothing(tmp_path: Path) -> None:
    permises = {
        f"{famille}-{nom}": attaque
        for famille, attaques in FAMILLES.items()
        for nom, attaque in attaques.items()
        if not attaque.constat.startswith("E")
    }
    racine = ecrire(tmp_path / "fiches", permises)
    (racine / "_lettres").mkdir()
    editorial = "Lu {{ 7 * 99991 }}\n\n" + "\n\n".join(
        a.corps for a in TEXTES.values() if not a.constat.startswith("E")
    )
    (racine / "_lettres" / "2026-01.md").write_text(editorial, encoding="utf-8")
    site = tmp_path / "site"
    options = ("--fiches", racine, "--url", "https://exemple.org/")
    environnement = {"CAPITALISATION_SANS_PDF": "1", "NO_MKDOCS_2_WARNING": "1"}
    fin = commande(
        "construire", *options, "--sortie", site, dans=PROJET, secondes=40, **environnement
    )
    assert fin.code == 0, fin.erreur
    fin = commande("lettre", "2026-01", *options, "--sortie", tmp_path / "l", dans=PROJET)
    assert fin.code == 0, fin.erreur
    fin = commande(
        "livret", "--selection", ",".join(f"textes-{nom}" for nom in TEXTES
                                          if f"textes-{nom}" in permises),
        *options, "--sortie", tmp_path / "livret.epub", dans=PROJET,
    )  # fmt: skip
    assert fin.code == 0, fin.erreur

    pages = [*(site / "inspiractions").glob("*/index.html"), *(tmp_path / "l").glob("*.html")]
    assert len(pages) > len(permises)
    for page in pages:
        html = page.read_text("utf-8")
        assert "699937" not in html, page  # 7 * 99991: no text is a template
        assert "alert('pris')" not in html, page
        assert "pris.example" not in html, page
        assert not re.search(r"<[^>]* on[a-z]+=", html), page
    assert "{{ 7 * 99991 }}" in (site / "inspiractions/textes-jinja/index.html").read_text("utf-8")
    with apercevoir(racine, tmp_path / "apercu") as apercu:
        for nom in permises:
            html = apercu.lire(f"inspiractions/{nom}/")
            assert "699937" not in html, nom
            assert "alert('pris')" not in html, nom
    csv = (site / "donnees" / "catalogue.csv").read_text("utf-8-sig")
    assert not re.search(r'(?:^|[,;"])\s*=', csv)
    assert os.path.lexists(tmp_path / "livret.epub")
