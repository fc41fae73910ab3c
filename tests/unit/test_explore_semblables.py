"""Places alike: what traits a place has, what an entry tells, who comes first."""

from __future__ import annotations

import json

import pytest

from capitalisation.explore import alike
from capitalisation.explore.profiles import (
    COMMUNES,
    EPCI,
    FAMILLES,
    ILES,
    TRAITS,
    intercommunalite,
    traits,
    traits_du_lieu,
)
from capitalisation.search.packing import comprimer
from capitalisation.territories import Lieu, Territoires
from capitalisation.territories.listing import lieux
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


# --- Entries of places alike


def fiches(**territoires: str) -> dict[str, str | bytes]:
    """Fictional entries by identifier, each with its places."""
    return {
        f"inspiractions/{nom}.md": FICHE.replace(
            '["Scaër (29)"]', f"[{', '.join(json.dumps(t) for t in lieux.split(';'))}]"
        ).replace("Action fictive", f"Action fictive {nom}")
        for nom, lieux in territoires.items()
    }


def test_the_places_of_an_entry_are_compared_one_by_one(corpus) -> None:
    lu = corpus(fiches(a="Ouessant;Paris", b="Bretagne")).corpus
    par_trait, par_paire = alike.comparer(lu)
    index = {t: [f.id for f in fs] for t, fs in par_trait.items()}
    assert list(index) == list(TRAITS)
    for trait in ("moins-de-2000-habitants", "100000-habitants-et-plus", "ile", "urbain"):
        assert index[trait] == ["a"]
    assert index["outre-mer"] == []
    assert {p: [f.id for f in fs] for p, fs in par_paire.items()} == {
        ("moins-de-2000-habitants", "rural"): ["a"],
        ("moins-de-2000-habitants", "ile"): ["a"],
        ("100000-habitants-et-plus", "urbain"): ["a"],
        ("rural", "ile"): ["a"],
    }


def test_the_commonest_pairs_come_first(corpus) -> None:
    lu = corpus(fiches(a="Ouessant", b="Gourin", c="Groix")).corpus
    _, paires = alike.comparer(lu)
    assert [len(f) for f in paires.values()] == sorted(len(f) for f in paires.values())[::-1]
    assert len(paires["2000-a-9999-habitants", "rural"]) == 2


@pytest.mark.parametrize("seuil", [*COMMUNES, *EPCI, 5_000])
def test_a_rounded_population_stays_in_its_band(seuil: int) -> None:
    assert alike.arrondie(seuil) == seuil
    assert alike.arrondie(max(0, seuil - 1)) <= max(0, seuil - 1)
    assert alike.arrondie(None) == 0
    assert alike.arrondie(5_178) == 5_100


def test_the_browser_knows_the_profile_of_every_place() -> None:
    territoires = Territoires()
    noms, paquet = lieux(territoires), alike.paquet_des_lieux(territoires)
    assert list(paquet["communes"]) == list(noms["communes"])
    vus = 0
    for suffixe, colonnes in paquet["communes"].items():
        codes, habitants, rangs = (c.split(" ") for c in colonnes)
        ecrits = noms["communes"][suffixe].split("|")
        assert len(codes) == len(habitants) == len(rangs) == len(ecrits)
        vus += len(codes)
        code = codes[-1] if "-" in codes[-1] else f"fr-{suffixe.lower()}{codes[-1]}"
        lieu = territoires.lieu(code)
        assert lieu
        assert f"{lieu.nom} ({suffixe})" == f"{ecrits[-1]} ({suffixe})"
        ids = list(TRAITS)
        assert tuple(ids[t] for t in paquet["profils"][int(rangs[-1])]) == traits_du_lieu(lieu)
        assert int(habitants[-1]) == alike.arrondie(lieu.population)
    autres = paquet["autres"][0].split(" ")
    assert len(autres) == len(noms["autres"])
    assert vus + len(autres) == len(set(territoires.codes()))


def test_what_the_browser_loads_of_the_places_is_light() -> None:
    assert len(comprimer(alike.paquet_des_lieux(Territoires()))) < 150_000
