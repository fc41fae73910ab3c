"""The JSON Schemas that editors check a front matter with, and the settings of one editor."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from capitalisation import reference, vocabulary
from capitalisation.cli import main
from capitalisation.corpus import Chargement
from capitalisation.diagnostics import en_texte
from capitalisation.model import GENRES, PAR_DOSSIER, Entree
from tests.conftest import FICHE, PROJET, REFERENTIELS
from tests.unit import petit
from tests.unit.test_mistakes import FAUTES


class _Yaml12(yaml.SafeLoader):
    """YAML 1.2, as editors read it: a date is a text, and `no` is one too."""


_Yaml12.yaml_implicit_resolvers = {
    lettre: [(t, m) for t, m in motifs if not t.endswith((":timestamp", ":bool", ":int"))]
    for lettre, motifs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+$"), list("-+0123456789")
)


def entete(texte: str) -> Any:
    """What an editor makes of the front matter of `texte`."""
    return yaml.load(texte.split("---\n")[1], Loader=_Yaml12)


VOCABULAIRES, _ = vocabulary.charger(REFERENTIELS)


def examen(genre: type[Entree]) -> Any:
    schema = reference.schema_json(genre, VOCABULAIRES)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def complaintes(texte: str, genre: type[Entree] = GENRES[0]) -> list[str]:
    """Where the schema finds fault with a fiche: "themes/0 enum", sorted."""
    return sorted(
        f"{'/'.join(map(str, e.absolute_path))} {e.validator}"
        for e in examen(genre).iter_errors(entete(texte))
    )


# --- What passes ------------------------------------------------------------------------


@pytest.mark.parametrize("dossier", PAR_DOSSIER)
def test_every_entry_of_the_project_passes_its_schema(dossier: str) -> None:
    examinateur = examen(PAR_DOSSIER[dossier])
    fiches = sorted((PROJET / "fiches" / dossier).glob("*.md"))
    assert fiches
    for fiche in fiches:
        fautes = list(examinateur.iter_errors(entete(fiche.read_text(encoding="utf-8"))))
        assert not fautes, f"{fiche.name} : {fautes[0].message}"


@pytest.mark.parametrize("dossier", PAR_DOSSIER)
def test_what_the_checker_takes_the_schema_takes(
    dossier: str, corpus: Callable[..., Chargement]
) -> None:
    texte = petit.texte(
        dossier,
        periode={"debut": 2021, "fin": "2022-12"},
        sources=[{"titre": "Document fictif", "editeur": "Éditeur fictif", "annee": "2022"}],
    ).replace("statut:", "porteur:\nleviers:\nimage:\nconnaissance:\nstatut:")
    charge = corpus({f"{dossier}/x.md": texte})
    assert not charge.diagnostics, en_texte(charge.diagnostics)
    assert complaintes(texte, PAR_DOSSIER[dossier]) == []


# --- What fails -------------------------------------------------------------------------

#: Mistake of tests/unit/test_mistakes.py → where the schema sees it. The others are in the
#: text, in the lines, or need a territory or another file.
VUES = {
    "titre-entre-crochets": "titre type",
    "mois-15": "date pattern",
    "31-juin": "date format",
    "date-a-completer": "date pattern",
    "date-francaise": "date pattern",
    "date-en-lettres": "date pattern",
    "cle-proche": " additionalProperties",
    "cle-inventee": " additionalProperties",
    "virgules-au-lieu-d-une-liste": "publics type",
    "theme-avec-majuscule": "themes/0 enum",
    "theme-avec-accent": "themes/0 enum",
    "theme-inconnu": "themes/0 enum",
    "cle-obligatoire-absente": " required",
    "valeur-vide": "themes type",
    "code-sans-guillemets": "territoires/0 type",
    "titre-court": "titre minLength",
    "statut-accentue": "statut enum",
    "periode-en-un-mot": "periode type",
}


@pytest.mark.parametrize("nom", VUES)
def test_the_mistakes_of_contributors_that_a_schema_can_see_fail(nom: str) -> None:
    assert complaintes(FICHE) == []
    assert VUES[nom] in complaintes(FAUTES[nom][0])


@pytest.mark.parametrize(
    ("cles", "faute"),
    [
        ({"leviers": [{"texte": "Un levier fictif.", "type": "inconnu"}]}, "leviers/0/type enum"),
        ({"leviers": [{"texte": "Un levier fictif."}]}, "leviers/0 required"),
        ({"porteur": "structure-inconnue"}, "porteur enum"),
        ({"periode": {"debut": "2021-13"}}, "periode/debut pattern"),
        ({"liens": [{"type": "prolonge", "vers": "Pas Un Identifiant"}]}, "liens/0/vers pattern"),
        ({"licence": "  "}, "licence pattern"),
        ({"themes": ["precarite"] * 6}, "themes maxItems"),
        ({"resume": "Trop court."}, "resume minLength"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_mistake_inside_a_block_fails_where_it_stands(cles: dict[str, Any], faute: str) -> None:
    assert faute in complaintes(petit.texte(**cles))


def test_a_resource_needs_a_known_nature_and_a_whole_address() -> None:
    ressource = PAR_DOSSIER["ressources"]
    texte = petit.texte("ressources", nature="gadget", url="www.example.org", annee=1800)
    assert complaintes(texte, ressource) == ["annee minimum", "nature enum", "url pattern"]


# --- What editors need ------------------------------------------------------------------


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.GENRE)
def test_terms_come_with_what_they_mean(genre: type[Entree]) -> None:
    themes = reference.schema_json(genre, VOCABULAIRES)["$defs"]["themes"]
    assert themes["enum"] == list(VOCABULAIRES["themes"].termes)
    dits = dict(zip(themes["enum"], themes["enumDescriptions"], strict=True))
    for terme in VOCABULAIRES["themes"].termes.values():
        assert dits[terme.id].startswith(terme.libelle)
        assert terme.definition in dits[terme.id]


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.GENRE)
def test_draft_07_reads_the_same_in_the_schema(genre: type[Entree]) -> None:
    """Several editors stop at draft-07: there, what stands beside a $ref is not read."""

    def visiter(noeud: Any) -> None:
        if isinstance(noeud, dict):
            if "$ref" in noeud:
                assert set(noeud) <= {"$ref", "title", "description", "examples"}
            for valeur in noeud.values():
                visiter(valeur)
        elif isinstance(noeud, list):
            for valeur in noeud:
                visiter(valeur)

    schema = reference.schema_json(genre, VOCABULAIRES)
    visiter({k: v for k, v in schema.items() if k != "examples"})
    jsonschema.Draft7Validator.check_schema(schema)


def test_the_schema_says_where_it_stands_only_when_that_is_known() -> None:
    assert "$id" not in reference.schema_json(GENRES[0])
    schema = reference.schema_json(GENRES[0], None, "https://example.org/base/")
    assert schema["$id"] == "https://example.org/base/donnees/schemas/inspiraction.json"


def test_the_command_takes_the_words_of_another_corpus(tmp_path: Path) -> None:
    petit.ecrire(tmp_path / "fiches", {})
    arguments = ["schema", "inspiraction", "--fiches", str(tmp_path / "fiches")]
    resultat = CliRunner().invoke(main, arguments)
    assert resultat.exit_code == 0
    termes = json.loads(resultat.stdout)["$defs"]["structures"]["enum"]
    assert "asso-fictive" in termes


def test_the_command_gives_no_schema_of_words_that_it_cannot_read(tmp_path: Path) -> None:
    fiches = petit.ecrire(tmp_path / "fiches", {"_referentiels/themes.yml": "- id: [\n"})
    resultat = CliRunner().invoke(main, ["schema", "dossier", "--fiches", str(fiches)])
    assert resultat.exit_code == 1
    assert resultat.stdout == ""
    assert "E070" in resultat.stderr


# --- The settings of the editor ---------------------------------------------------------


def _sans_commentaires(fichier: Path) -> Any:
    return json.loads(re.sub(r"^\s*//.*$", "", fichier.read_text("utf-8"), flags=re.MULTILINE))


def test_the_task_of_the_editor_finds_each_finding_in_what_the_checker_prints(
    corpus: Callable[..., Chargement],
) -> None:
    fautive = FICHE.replace("2026-01-15", "2026-13-15").replace(
        "Texte fictif.", "Texte fictif.   ", 1
    )
    diagnostics = corpus({"inspiractions/x.md": fautive}).diagnostics
    (tache,) = _sans_commentaires(PROJET / ".vscode" / "tasks.json")["tasks"]
    gravites = {"error": "erreur", "warning": "avertissement", "info": "conseil"}
    trouves = [
        (m[1], int(m[2]), m[3], gravites[forme["severity"]])
        for ligne in en_texte(diagnostics).splitlines()
        for forme in tache["problemMatcher"]
        if (m := re.search(forme["pattern"]["regexp"], ligne))
    ]
    assert len({d.gravite for d in diagnostics}) > 1
    assert trouves == [(d.chemin, d.ligne, d.code, d.gravite) for d in diagnostics]


def test_the_editor_knows_the_kinds_of_the_model_and_where_their_schemas_are() -> None:
    reglage = (PROJET / ".vscode" / "remark.mjs").read_text("utf-8")
    genres = dict(re.findall(r'^  (\w+): "(\w+)",$', reglage, flags=re.MULTILINE))
    connus = {genre.DOSSIER: genre.GENRE for genre in GENRES}
    assert {d: genres.get(d) for d in connus} == connus
    assert f"../site/{reference.DOSSIER_DES_SCHEMAS}/" in reglage
