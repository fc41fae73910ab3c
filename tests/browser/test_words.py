"""The browser cuts text into the same words as the index, and knows their forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from capitalisation.search.words import MARQUE, cles
from tests.browser.conftest import Visite
from tests.browser.pages import dans_les_modules
from tests.unit.test_search_words import CAS

FICHES = Path(__file__).parents[2] / "fiches"


def dans_la_page(visite: Visite, fonction: str, argument: object) -> list[object]:
    """Run a function of the search modules on a page of the site."""
    page = visite.aller("a-propos/")
    avec = f"(a, m) => ({fonction})(a, {{ ...m.mots, ...m.formes, ...m.requete }})"
    trouves: list[object] = dans_les_modules(page, avec, argument)
    return trouves


def test_both_sides_cut_the_same_words(visite: Visite) -> None:
    textes = [texte for texte, _ in CAS]
    textes += [f.read_text(encoding="utf-8") for f in sorted(FICHES.rglob("*.*ml")) if f.is_file()]
    textes += [f.read_text(encoding="utf-8") for f in sorted(FICHES.glob("*/*.md"))]
    assert len(textes) > 100
    trouves = dans_la_page(visite, "(textes, { mots }) => textes.map((t) => mots(t))", textes)
    for texte, mots in zip(textes, trouves, strict=True):
        assert mots == cles(texte), texte[:80]


def test_a_word_without_end_is_only_a_word(visite: Visite) -> None:
    textes = ["a" * 200_000 + signe for signe in ("", ".", "·", "/", "-", "(")]
    longueurs = dans_la_page(
        visite, "(textes, { mots }) => textes.map((t) => mots(t).map((m) => m.length))", textes
    )
    assert longueurs == [[200_000]] * len(textes)


@pytest.mark.parametrize(
    "memes",
    [
        "habitant habitants habitante habitantes",
        "mediateur mediateurs mediatrice mediatrices",
        "coordinateur coordinatrice coordinatrices",
        "chercheur chercheuse chercheuses",
        "infirmier infirmiere infirmiers infirmieres",
        "citoyen citoyenne citoyennes",
        "professionnel professionnelle professionnels",
        "social sociale sociaux sociales",
        "reseau reseaux",
        "travail travaux",
        "sportif sportive sportives",
        "age ages agee agees",
        "soin soins",
        "elu elus elue elues",
    ],
)
def test_plural_and_gender_are_one_form(memes: str, visite: Visite) -> None:
    formes = dans_la_page(visite, "(mots, { forme }) => mots.map(forme)", memes.split())
    assert len(set(formes)) == 1, dict(zip(memes.split(), formes, strict=True))
    # Only the pieces of the index where these stand are loaded.
    ecrites = dans_la_page(visite, "(mots, { variantes }) => mots.map(variantes)", memes.split())
    irreguliers = {"travail", "travaux"}
    for suite in ecrites:
        assert set(memes.split()) - irreguliers <= set(suite), suite  # type: ignore[call-overload]


def test_other_words_are_other_forms(visite: Visite) -> None:
    mots = [
        "habitant",
        "habitat",
        "mediation",
        "media",
        "sante",
        "sain",
        "logement",
        "logique",
        "cls",
        "clsm",
        "2020",
        "2021",
    ]
    formes = dans_la_page(visite, "(mots, { forme }) => mots.map(forme)", mots)
    assert len(set(formes)) == len(mots)
    racines = dans_la_page(visite, "(mots, { racine }) => mots.map(racine)", mots)
    assert len(set(racines)) == len(mots)


def test_a_family_shares_a_root_and_every_form_its_beginning(visite: Visite) -> None:
    familles = [
        "accompagner accompagnement accompagne accompagnants",
        "mediation mediateur mediatrice",
        "isole isolement isolees",
        "social sociaux sociale",
        "participer participation participants",
    ]
    for famille in familles:
        mots = famille.split()
        racines = dans_la_page(visite, "(mots, { racine }) => mots.map(racine)", mots)
        souches = dans_la_page(visite, "(mots, { souche }) => mots.map(souche)", mots)
        assert len(set(racines)) == 1, dict(zip(mots, racines, strict=True))
        # The words of a family are looked for in the index from this beginning.
        assert all(mot.startswith(str(s)) for mot in mots for s in souches), souches


@pytest.mark.parametrize(
    ("saisie", "parties", "exclues"),
    [
        ("santé mentale", ["sante", "mentale"], []),
        ("comment mobiliser les habitants ?", ["mobiliser", "habitants"], []),
        ("comment faire", ["comment", "faire"], []),
        ("à la", [], []),
        ('"à la"', [f"{MARQUE}a {MARQUE}la"], []),
        ("porte-à-porte", ["porte porte"], []),
        ('"contrat local de santé"', [f"contrat local {MARQUE}de sante"], []),
        ("« santé mentale » jeunes", ["sante mentale", "jeunes"], []),
        ('"santé mentale', ["sante", "mentale"], []),
        ("logement -étudiant", ["logement"], ["etudiant"]),
        ('logement -"santé mentale"', ["logement"], ["sante mentale"]),
        ("2018 – 2022", ["2018", "2022"], []),
        ("10 000 habitants", ["10000", "habitants"], []),
        ("habitant.es", ["habitants"], []),
        ("- ? …", [], []),
        ("-", [], []),
    ],
)
def test_a_query_is_read(
    saisie: str, parties: list[str], exclues: list[str], visite: Visite
) -> None:
    lue = dans_la_page(
        visite,
        "(saisie, { analyser }) => { const { parties, exclues } = analyser(saisie);"
        " const dire = (p) => p.mots.map((m) => m.texte).join(' ');"
        " return [parties.map(dire), exclues.map(dire)] }",
        saisie,
    )
    assert lue == [parties, exclues]
