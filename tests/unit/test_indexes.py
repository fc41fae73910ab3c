"""Entries by term, by place and by structure, with their counts."""

from __future__ import annotations

from operator import attrgetter

import pytest

from capitalisation.corpus import FACETTES, Corpus
from capitalisation.indexes import IndexLieu, IndexTerme, par_lieu, par_terme
from capitalisation.model import Inspiraction, Interview, Ressource
from tests.unit import petit

FICHES: dict[str, str | bytes] = {
    "inspiractions/hameaux.md": petit.texte(
        titre="Zones blanches",
        themes=["isolement-social", "alimentation"],
        territoires=["Scaër (29)", "Finistère"],
        porteur="asso-fictive",
        partenaires=["asso-fictive", "ecole-fictive"],
    ),
    "inspiractions/jardins.md": petit.texte(
        titre="Écoles et jardins",
        themes=["alimentation", "lien-social"],
        territoires=["Maurepas, Rennes"],
        partenaires=["ecole-fictive"],
    ),
    "inspiractions/marche.md": petit.texte(
        titre="Ateliers", themes=["alimentation"], territoires=["Échirolles", "Grenoble"]
    ),
    "inspiractions/notice.md": petit.texte(
        titre="Une notice", statut="notice", date="2026-11-22", territoires=["Zoersel"]
    ),
    "inspiractions/brouillon.md": petit.texte(
        titre="Un brouillon", statut="brouillon", territoires=["Marseille"]
    ),
    "interviews/parole.md": petit.texte(
        "interviews",
        date="2020-01-01",
        themes=["lien-social", "isolement-social"],
        territoires=["Rennes"],
    ),
    "dossiers/collection.md": petit.texte(
        "dossiers", themes=["ecologie"], territoires=["France"], coordination="zebre-fictif"
    ),
    "ressources/outil.md": petit.texte("ressources", territoires=["Charleroi"], annee=2011),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    chargement = petit.corpus(tmp_path_factory.mktemp("index") / "fiches", FICHES)
    assert chargement.diagnostics == []
    return chargement.corpus


@pytest.fixture(scope="module")
def themes(corpus: Corpus) -> dict[str, IndexTerme]:
    return par_terme(corpus, "themes", attrgetter("themes"))


@pytest.fixture(scope="module")
def lieux(corpus: Corpus) -> dict[str, IndexLieu]:
    return par_lieu(corpus)


def ids(fiches: list) -> list[str]:
    return [f.id for f in fiches]


# --- Lists -----------------------------------------------------------------------


def test_a_list_shows_told_entries_first_then_the_newest_then_french_alphabetical_order(
    corpus: Corpus,
) -> None:
    assert ids(corpus.du_genre(Inspiraction)) == ["marche", "jardins", "hameaux", "notice"]
    assert ids(corpus.du_genre(Interview)) == ["parole"]
    assert ids(corpus.triees)[-2:] == ["parole", "notice"]


def test_a_draft_is_in_no_list(corpus: Corpus, lieux: dict[str, IndexLieu]) -> None:
    assert "brouillon" not in corpus.fiches
    assert "fr-13055" not in lieux


def test_an_entry_speaks_of_the_years_of_its_period_or_of_its_sources(corpus: Corpus) -> None:
    assert corpus.fiches["hameaux"].annees == (2022,)
    assert corpus.fiches["outil"].annees == (2011,)


@pytest.mark.parametrize(
    ("periode", "annees"),
    [
        ({"debut": "2021", "fin": "2023-05"}, (2021, 2022, 2023)),
        ({"debut": "2024-03"}, (2024, 2025, 2026)),
        ({"debut": "2030"}, (2030,)),
        ({"debut": "2021-06", "fin": "2021-07"}, (2021,)),
    ],
)
def test_a_period_still_running_lasts_until_the_publication(
    periode: dict, annees: tuple[int, ...], tmp_path
) -> None:
    fichier = {"inspiractions/x.md": petit.texte(periode=periode)}
    fiche = petit.corpus(tmp_path / "fiches", dict(fichier)).corpus.fiches["x"]
    assert fiche.annees == annees


# --- Terms ------------------------------------------------------------------------


def test_a_term_lists_its_entries_and_those_of_the_terms_below_once_each(
    themes: dict[str, IndexTerme],
) -> None:
    assert ids(themes["isolement-social"].fiches) == [
        "outil", "hameaux", "parole", "notice",
    ]  # fmt: skip
    assert sorted(ids(themes["lien-social"].fiches)) == [
        "hameaux", "jardins", "notice", "outil", "parole",
    ]  # fmt: skip
    assert themes["lien-social"].compte == 5


def test_every_term_has_its_index_in_the_order_of_the_vocabulary(
    themes: dict[str, IndexTerme],
) -> None:
    assert list(themes) == [
        "lien-social",
        "isolement-social",
        "alimentation",
        "ecologie",
        "sommeil",
    ]
    assert themes["sommeil"].compte == 0


def test_a_term_shows_the_terms_below_with_their_counts(themes: dict[str, IndexTerme]) -> None:
    (enfant,) = themes["lien-social"].enfants
    assert (enfant.libelle, enfant.compte, enfant.adresse) == (
        "Isolement social", 4, "themes/isolement-social/",
    )  # fmt: skip
    assert themes["isolement-social"].enfants == []


def test_a_term_shows_the_terms_met_beside_it_and_never_its_own_family(
    themes: dict[str, IndexTerme],
) -> None:
    voisins = {nom: [v.terme.id for v in index.voisins] for nom, index in themes.items()}
    assert voisins == {
        "lien-social": ["alimentation"],
        "isolement-social": ["alimentation"],
        "alimentation": ["isolement-social", "lien-social"],
        "ecologie": [],
        "sommeil": [],
    }


def test_the_term_met_most_often_comes_first(tmp_path) -> None:
    fichiers: dict[str, str | bytes] = {
        f"inspiractions/{i}.md": petit.texte(themes=["alimentation", theme])
        for i, theme in enumerate(["ecologie", "sommeil", "sommeil"])
    }
    corpus = petit.corpus(tmp_path / "fiches", fichiers).corpus
    index = par_terme(corpus, "themes", attrgetter("themes"))["alimentation"]
    assert [(v.terme.id, v.compte) for v in index.voisins] == [("sommeil", 2), ("ecologie", 1)]


def test_a_structure_lists_what_it_bears_and_what_it_shares_once(corpus: Corpus) -> None:
    index = par_terme(corpus, "structures", attrgetter("structures"))
    comptes = {nom: sorted(ids(i.fiches)) for nom, i in index.items()}
    assert comptes == {
        "asso-fictive": ["hameaux"],
        "zebre-fictif": ["collection"],
        "ecole-fictive": ["hameaux", "jardins"],
        "jamais-citee": [],
    }


def test_every_facet_of_an_entry_can_be_indexed(corpus: Corpus) -> None:
    for nom in FACETTES:
        index = par_terme(corpus, nom, attrgetter(nom))
        assert set(index) == set(corpus.vocabulaires[nom].termes)


# --- Places ------------------------------------------------------------------------


def test_an_entry_is_listed_once_under_its_place_and_every_place_around(
    lieux: dict[str, IndexLieu],
) -> None:
    for code in ("fr-29274", "fr-29", "fr-bre", "fr"):
        assert ids(lieux[code].fiches).count("hameaux") == 1, code
    assert sorted(ids(lieux["fr-bre"].fiches)) == ["hameaux", "jardins", "parole"]
    assert lieux["fr"].compte == 5
    assert ids(lieux["be"].fiches) == ["outil", "notice"]


def test_a_quarter_stands_under_its_commune(lieux: dict[str, IndexLieu]) -> None:
    assert [e.libelle for e in lieux["fr-35238"].enfants] == ["Maurepas"]
    assert ids(lieux["fr-35238"].fiches) == ["jardins", "parole"]


def test_a_commune_is_found_from_its_departement_and_from_its_intercommunalite(
    lieux: dict[str, IndexLieu],
) -> None:
    (epci,) = [p for p in lieux["fr-29274"].lieu.parents if p.type == "epci"]
    assert [e.libelle for e in lieux[epci.code].enfants] == ["Scaër"]
    assert "Scaër" in [e.libelle for e in lieux["fr-29"].enfants]
    assert "Scaër" not in [e.libelle for e in lieux["fr-bre"].enfants]


def test_the_places_below_come_in_french_alphabetical_order(lieux: dict[str, IndexLieu]) -> None:
    communes = [e.libelle for e in lieux["fr-38"].enfants if e.lieu.type == "commune"]
    assert communes == ["Échirolles", "Grenoble"]


def test_a_belgian_commune_stands_under_its_province(lieux: dict[str, IndexLieu]) -> None:
    assert "Charleroi" in [e.libelle for e in lieux["be-wht"].enfants]


def test_a_count_is_what_its_page_lists(lieux: dict[str, IndexLieu]) -> None:
    for index in lieux.values():
        for enfant in index.enfants:
            assert enfant.compte == lieux[enfant.lieu.code].compte
            assert enfant.compte <= index.compte


def test_a_resource_is_an_entry_like_the_others(corpus: Corpus) -> None:
    (outil,) = corpus.du_genre(Ressource)
    assert outil.nature is not None
    assert outil.nature.libelle == "Outil"
