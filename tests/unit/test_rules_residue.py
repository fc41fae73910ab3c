"""What a template leaves in a published entry, told from what people write."""

from __future__ import annotations

from pathlib import Path

import pytest

from capitalisation.fields import champs
from capitalisation.model import Ressource
from tests.unit import petit


def trouves(tmp_path: Path, **fiche: object) -> list[tuple[str, str]]:
    texte = petit.texte("ressources", **fiche)
    constats = petit.corpus(tmp_path / "fiches", {"ressources/x.md": texte}).diagnostics
    return [(d.code, d.champ) for d in constats]


RESTES = [
    "À compléter", "**à compléter**", "Budget : à compléter.", "Le nombre (à compléter) de places.",
    "À COMPLÉTER", "[à compléter]", "- A completer", "TODO", "TODO : le budget", "XXX habitants",
    "XXXX", "Lorem ipsum dolor sit amet",
]  # fmt: skip
PROSE = [
    "Un questionnaire à compléter par les habitants.", "Il reste à compléter la liste.",
    "Le 06 XX XX XX XX", "Todos juntos", "todo el mundo", "https://www.example.org/TODO/x",
    "Un long silence…", "… puis la suite.", "`TODO.md`", "AXXXB", "Louis XX",
]  # fmt: skip


@pytest.mark.parametrize("texte", RESTES)
def test_a_note_to_oneself_is_a_residue_in_the_text_and_in_a_value(
    texte: str, tmp_path: Path
) -> None:
    assert trouves(tmp_path / "corps", corps=f"Un texte fictif.\n\n{texte}") == [("A108", "")]
    if "*" not in texte:
        valeur = trouves(tmp_path / "valeur", enseignements=[texte])
        assert valeur == [("A108", "enseignements.1")]


@pytest.mark.parametrize("texte", PROSE)
def test_a_sentence_that_looks_like_one_is_none(texte: str, tmp_path: Path) -> None:
    assert trouves(tmp_path, corps=f"Un texte fictif.\n\n{texte}") == []


@pytest.mark.parametrize(
    ("corps", "dit"),
    [
        ("…", True),
        ("## A\n\n...\n", True),
        ("## A\n\n[…]\n\n## B\n\nTexte fictif.", True),
        ("## A\n\nTexte fictif.\n\n…\n\nSuite.", False),
        ("## A\n\nTexte fictif.\n\n…", False),
        ("```\n…\n```", False),
    ],
)
def test_points_alone_are_a_section_still_to_be_written(
    corps: str, dit: bool, tmp_path: Path
) -> None:
    assert trouves(tmp_path, corps=corps) == ([("A108", "")] if dit else [])


@pytest.mark.parametrize("cle", ["titre", "resume", "url", "doi"])
def test_the_example_of_the_model_is_no_value(cle: str, tmp_path: Path) -> None:
    exemple = champs(Ressource)[(cle,)].exemple
    assert ("A108", cle) in trouves(tmp_path, **{cle: exemple})


def test_the_help_of_the_model_is_no_value(tmp_path: Path) -> None:
    aide = champs(Ressource)["transposer", "budget"].aide
    assert trouves(tmp_path, transposer={"budget": aide}) == [("A108", "transposer.budget")]


def test_an_example_that_may_be_true_of_others_is_a_value(tmp_path: Path) -> None:
    source = {"titre": "Rapport d’activité 2021", "editeur": "Institut Renaudot", "annee": 2021}
    assert trouves(tmp_path, sources=[source], editeur="Institut Renaudot") == []


def test_a_residue_too_short_for_its_key_is_one_mistake(tmp_path: Path) -> None:
    assert trouves(tmp_path, resume="À compléter") == [("E012", "resume")]
    assert trouves(tmp_path, titre="…") == [("E012", "titre")]


@pytest.mark.parametrize("statut", ["publiee", "notice", "brouillon"])
def test_a_draft_keeps_the_help_of_its_template(statut: str, tmp_path: Path) -> None:
    fiche = petit.texte("ressources", statut=statut, corps="<!-- Racontez -->\n\nTODO")
    fiche = fiche.replace("themes:", "#? De un à cinq thèmes.\nthemes:", 1)
    constats = petit.corpus(tmp_path / "fiches", {"ressources/x.md": fiche}).diagnostics
    codes = [(d.code, d.ligne) for d in constats]
    assert codes == ([] if statut == "brouillon" else [("A108", 4), ("A102", 14), ("A108", 16)])


def test_the_marks_of_a_clipboard_are_named_in_a_draft_too(tmp_path: Path) -> None:
    corps = "<!--StartFragment-->Un texte<!--EndFragment-->"
    assert trouves(tmp_path, statut="brouillon", corps=corps) == [("A102", "")]


def test_a_comment_hides_no_residue_twice(tmp_path: Path) -> None:
    corps = "Un texte.\n\n<!-- À compléter -->"
    assert trouves(tmp_path, corps=corps) == [("A102", "")]
