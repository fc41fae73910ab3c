"""The template of a new fiche: complete, without error, easy to fill."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capitalisation import template
from capitalisation.fields import champs
from capitalisation.frontmatter import lire
from capitalisation.model import (
    GENRES,
    IDENTIFIANT,
    IDENTIFIANT_MAX,
    SECTIONS_INSPIRACTION,
    Entree,
    Inspiraction,
    Interview,
)
from capitalisation.template import gabarit, identifiant
from tests.conftest import AUJOURDHUI
from tests.unit.test_hostile import REGLAGES

VALEURS = {
    "titre": "Action fictive",
    "themes": ["isolement-social"],
    "territoires": ["Scaër (29)"],
    "date": AUJOURDHUI,
}


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.GENRE)
@pytest.mark.parametrize("aide", [True, False], ids=["avec aide", "sans aide"])
def test_a_draft_is_without_error_whatever_its_kind(
    genre: type[Entree], aide: bool, corpus
) -> None:
    chargement = corpus({f"{genre.DOSSIER}/x.md": gabarit(genre, VALEURS, aide=aide)})
    assert chargement.diagnostics == []
    assert chargement.corpus.fiches == {}


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.GENRE)
def test_without_theme_nor_place_the_keys_to_fill_are_the_only_errors(
    genre: type[Entree], corpus
) -> None:
    constats = corpus({f"{genre.DOSSIER}/x.md": gabarit(genre, {"date": AUJOURDHUI})}).diagnostics
    assert [(d.code, d.champ) for d in constats] == [("E014", "themes"), ("E014", "territoires")]


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.GENRE)
def test_every_key_of_the_kind_is_there_in_the_order_of_the_model(genre: type[Entree]) -> None:
    entete = lire(gabarit(genre, VALEURS)).entete
    assert entete is not None
    assert list(entete.valeurs) == list(genre.model_fields)


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.GENRE)
def test_help_tells_the_label_and_the_list_of_words_of_each_key(genre: type[Entree]) -> None:
    texte = gabarit(genre)
    aide = " ".join(
        ligne.removeprefix("#?").strip() for ligne in texte.split("\n") if ligne.startswith("#?")
    )
    for champ in champs(genre).values():
        if len(champ.motif) == 1:
            assert f"{champ.label}{' (obligatoire)' if champ.requis else ''}. {champ.aide}" in aide
    assert "/contribuer/listes/ (Thèmes)" in aide
    assert not any("#?" in ligne for ligne in gabarit(genre, aide=False).split("\n"))
    assert "<!--" not in gabarit(genre, aide=False)


def test_a_published_entry_is_asked_to_drop_the_help(corpus) -> None:
    publiee = gabarit(Inspiraction, VALEURS).replace("statut: brouillon", "statut: publiee")
    codes = {d.code for d in corpus({"inspiractions/x.md": publiee}).diagnostics}
    assert {"A102", "A108"} <= codes


def test_the_body_holds_the_sections_and_the_questions_of_a_capitalisation() -> None:
    texte = gabarit(Inspiraction)
    places = [texte.index(f"\n## {section}\n") for section in SECTIONS_INSPIRACTION]
    assert places == sorted(places)
    for question in ("Qu’avez-vous fait", "Avec qui", "vous a aidés", "vous a gênés", "referiez"):
        assert question in texte
    assert "accord_personnes: true" in gabarit(Interview).split("\n---\n")[1]


def test_every_question_can_be_taken_away() -> None:
    for genre in GENRES:
        corps = gabarit(genre).split("\n---\n")[1]
        poses = {ligne[5:-4] for ligne in corps.split("\n") if ligne.startswith("<!--")}
        assert poses
        assert poses <= template.questions()


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
@settings(REGLAGES, max_examples=200)
def test_any_title_is_read_back_as_it_was(titre: str) -> None:
    entete = lire(gabarit(Inspiraction, {"titre": titre}, aide=False)).entete
    assert entete is not None
    assert entete.valeurs["titre"] == titre


@given(st.text(max_size=200))
@settings(REGLAGES, max_examples=200)
def test_any_title_gives_an_address_or_none(titre: str) -> None:
    nom = identifiant(titre)
    assert nom == "" or (IDENTIFIANT.fullmatch(nom) and len(nom) <= IDENTIFIANT_MAX)


def test_a_long_title_is_cut_at_a_word() -> None:
    nom = identifiant("Un très long titre fictif " * 6)
    assert len(nom) <= IDENTIFIANT_MAX
    assert set(nom.split("-")) == {"un", "tres", "long", "titre", "fictif"}
    assert identifiant("con") == "fiche-con"
    assert identifiant("!!!") == ""
