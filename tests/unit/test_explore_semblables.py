"""Places alike: what traits a place has, what an entry tells, who comes first."""

from __future__ import annotations

import pytest

from capitalisation.explore.profiles import (
    FAMILLES,
    ILES,
    TRAITS,
    intercommunalite,
    traits,
    traits_du_lieu,
)
from capitalisation.territories import Lieu, Territoires
from tests.conftest import FICHE

FRANCE = Lieu("fr", "France", "pays")
REGION = Lieu("fr-xx", "Région fictive", "region", (FRANCE,), 1_000_000)
DEPARTEMENT = Lieu("fr-00", "Département fictif", "departement", (FRANCE, REGION), 500_000)


def epci(nature: str, population: int | None = 60_000) -> Lieu:
    parents = (FRANCE, REGION, DEPARTEMENT)
    return Lieu("fr-000000000", "Intercommunalité fictive", "epci", parents, population, nature)


def commune(population: int | None, dans: Lieu | None = None, code: str = "fr-00001") -> Lieu:
    parents = (FRANCE, REGION, DEPARTEMENT, *((dans,) if dans else ()))
    return Lieu(code, "Commune fictive", "commune", parents, population)


def de(lieu: Lieu, famille: str) -> list[str]:
    return [t for t in traits_du_lieu(lieu) if TRAITS[t].famille == famille]


@pytest.mark.parametrize(
    ("population", "attendu"),
    [
        (0, "moins-de-2000-habitants"),
        (1_999, "moins-de-2000-habitants"),
        (2_000, "2000-a-9999-habitants"),
        (9_999, "2000-a-9999-habitants"),
        (10_000, "10000-a-19999-habitants"),
        (20_000, "20000-a-49999-habitants"),
        (50_000, "50000-a-99999-habitants"),
        (99_999, "50000-a-99999-habitants"),
        (100_000, "100000-habitants-et-plus"),
    ],
)
def test_a_commune_stands_in_one_band_of_inhabitants(population: int, attendu: str) -> None:
    assert de(commune(population), "habitants") == [attendu]


@pytest.mark.parametrize(
    ("population", "attendu"),
    [
        (14_999, "intercommunalite-moins-de-15000-habitants"),
        (15_000, "intercommunalite-15000-a-49999-habitants"),
        (99_999, "intercommunalite-50000-a-99999-habitants"),
        (100_000, "intercommunalite-100000-a-249999-habitants"),
        (250_000, "intercommunalite-250000-habitants-et-plus"),
    ],
)
def test_an_epci_and_its_communes_share_its_band(population: int, attendu: str) -> None:
    sien = epci("communauté de communes", population)
    assert de(sien, "intercommunalite") == de(commune(50, sien), "intercommunalite") == [attendu]
    assert de(sien, "habitants") == []


@pytest.mark.parametrize(
    ("nature", "population", "attendu"),
    [
        ("communauté de communes", 1_999, "rural"),
        ("communauté de communes", 4_999, "rural"),
        ("communauté de communes", 5_000, "entre-ville-et-campagne"),
        ("communauté de communes", 20_000, "urbain"),
        ("", 4_999, "rural"),
        ("", 5_000, "entre-ville-et-campagne"),
        ("communauté d’agglomération", 1_999, "rural"),
        ("communauté d’agglomération", 2_000, "entre-ville-et-campagne"),
        ("communauté d’agglomération", 19_999, "entre-ville-et-campagne"),
        ("communauté d’agglomération", 20_000, "urbain"),
        ("métropole", 1_999, "entre-ville-et-campagne"),
        ("métropole", 2_000, "urbain"),
        ("communauté urbaine", 2_000, "urbain"),
        ("établissement public territorial", 2_000, "urbain"),
    ],
)
def test_the_milieu_of_a_commune(nature: str, population: int, attendu: str) -> None:
    assert de(commune(population, epci(nature) if nature else None), "milieu") == [attendu]


@pytest.mark.parametrize(
    ("nature", "population", "attendu"),
    [
        ("communauté de communes", 49_999, "rural"),
        ("communauté de communes", 50_000, "entre-ville-et-campagne"),
        ("communauté d’agglomération", 60_000, "entre-ville-et-campagne"),
        ("métropole", 60_000, "urbain"),
    ],
)
def test_the_milieu_of_an_epci(nature: str, population: int, attendu: str) -> None:
    assert de(epci(nature, population), "milieu") == [attendu]


def test_every_natural_form_of_the_referential_is_one_that_the_rule_names() -> None:
    formes = {lieu.nature for lieu in Territoires().divisions() if lieu.type == "epci"}
    assert formes == {
        "communauté de communes",
        "communauté d’agglomération",
        "communauté urbaine",
        "métropole",
        "établissement public territorial",
    }


def test_the_islands_are_those_of_the_referential() -> None:
    territoires = Territoires()
    for code, nom in ILES.items():
        lieu = territoires.lieu(code)
        assert lieu
        assert lieu.nom == nom
        assert {"ile", "rural"} <= set(traits_du_lieu(lieu))


def test_a_quarter_has_the_traits_of_its_commune() -> None:
    territoires = Territoires()
    quartier = territoires.resoudre("Maurepas, Rennes")
    assert traits_du_lieu(quartier) == traits_du_lieu(territoires.resoudre("Rennes"))
    assert "urbain" in traits_du_lieu(quartier)


def test_above_an_epci_only_what_is_overseas_has_a_trait() -> None:
    territoires = Territoires()
    for code in ("fr", "fr-bre", "fr-29", "fr-20r", "fr-2a", "fr-75c", "be", "be-wht", "be-52011"):
        lieu = territoires.lieu(code)
        assert lieu
        assert traits_du_lieu(lieu) == (), code
    for code in ("fr-974", "fr-pf", "fr-bl", "fr-tf"):
        lieu = territoires.lieu(code)
        assert lieu
        assert traits_du_lieu(lieu) == ("outre-mer",), code
    for code in ("fr-97411", "fr-98735", "fr-249740119"):
        lieu = territoires.lieu(code)
        assert lieu
        assert "outre-mer" in traits_du_lieu(lieu), code


def test_the_nearest_intercommunality_counts() -> None:
    bagnolet = Territoires().resoudre("Bagnolet")
    proche = intercommunalite(bagnolet)
    assert proche
    assert proche.nom == "Est Ensemble"


def test_a_place_without_population_has_neither_band_nor_milieu() -> None:
    assert traits_du_lieu(commune(None, epci("métropole", None))) == ()


@pytest.mark.parametrize(
    ("remplacement", "attendu"),
    [
        ("dispositifs: [cls]", False),
        ("dispositifs: [politique-de-la-ville]", True),
        ("dispositifs: [renouvellement-urbain]", True),
        ("publics: [habitants-des-quartiers-populaires]\ndispositifs: []", True),
    ],
)
def test_the_entry_tells_that_it_speaks_of_a_priority_quarter(
    corpus, remplacement: str, attendu: bool
) -> None:
    texte = FICHE.replace("dispositifs: [cls]", remplacement)
    if "publics" in remplacement:
        texte = texte.replace("publics: [habitants]\n", "")
    fiche = corpus({"inspiractions/a.md": texte}).corpus.fiches["a"]
    assert ("quartier-prioritaire" in traits(fiche)) is attendu
    assert "2000-a-9999-habitants" in traits(fiche)


def test_traits_come_in_the_order_of_the_families(corpus) -> None:
    texte = FICHE.replace('["Scaër (29)"]', '["Paris", "Ouessant", "La Réunion"]')
    siens = traits(corpus({"inspiractions/a.md": texte}).corpus.fiches["a"])
    rangs = [(list(FAMILLES).index(TRAITS[t].famille), list(TRAITS).index(t)) for t in siens]
    assert rangs == sorted(rangs)
    assert {"ile", "outre-mer", "urbain", "rural"} <= set(siens)
