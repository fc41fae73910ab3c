"""The tables of the observatory and the grids of the blind spots, on small fictional corpora."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from capitalisation.explore import gaps
from capitalisation.explore.tables import COLONNES, Ligne, Tableau, en_csv, pour_cent
from capitalisation.territories import Territoires
from capitalisation.views import Site
from capitalisation.views.explore import observatory
from capitalisation.views.explore.charts import HAUTEUR, barres, histogramme
from tests.conftest import AUJOURDHUI
from tests.unit import petit

FICHES: dict[str, str | bytes] = {
    "inspiractions/hameaux.md": petit.texte(
        themes=["isolement-social", "lien-social"],
        publics=["habitants", "jeunes"],
        territoires=["Scaër (29)"],
        porteur="asso-fictive",
        connaissance="evaluee",
        periode={"debut": "2019-05", "fin": "2021"},
        leviers=[{"texte": "Un levier fictif.", "type": "partenariat"}],
    ),
    "inspiractions/en-cours.md": petit.texte(
        themes=["alimentation"],
        territoires=["Bretagne", "Charleroi"],
        porteur="zebre-fictif",
        periode={"debut": "2025"},
        enseignements=["Un enseignement fictif."],
        publics=["jeunes"],
    ),
    "inspiractions/notice.md": petit.texte(
        themes=["isolement-social"], territoires=["Guyane"], statut="notice", date="2025-11-02"
    ),
    "inspiractions/brouillon.md": petit.texte(
        themes=["ecologie"], territoires=["Corse"], statut="brouillon"
    ),
    "dossiers/collection.md": petit.texte(
        "dossiers", themes=["alimentation"], territoires=["France"], coordination="asso-fictive"
    ),
}


def site(racine: Path, fichiers: Mapping[str, str | bytes], jour: dt.date = AUJOURDHUI) -> Site:
    chargement = petit.corpus(racine / "fiches", dict(fichiers))
    assert [d for d in chargement.diagnostics if d.gravite == "erreur"] == []
    return Site(chargement.corpus, jour)


@pytest.fixture(scope="module")
def petite(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site(tmp_path_factory.mktemp("chiffres"), FICHES)


def tableau(site: Site, nom: str) -> Tableau:
    return next(t for t in observatory.tableaux(site) if t.id == nom)


def comptes(site: Site, nom: str) -> dict[str, tuple[int, int]]:
    """Label → entries and notices, without the lines that count nothing."""
    return {x.libelle: (x.compte, x.notices) for x in tableau(site, nom).lignes if x.compte}


# --- Tables


def test_an_entry_counts_once_for_its_theme_and_for_those_above(petite: Site) -> None:
    assert comptes(petite, "themes") == {"Lien social": (2, 1), "Alimentation": (2, 0)}
    assert comptes(petite, "sous-themes") == {"Isolement social": (2, 1)}
    assert tableau(petite, "sous-themes").lignes[0].precision == "Lien social"
    assert comptes(petite, "publics") == {"Jeunes": (2, 0), "Habitants": (1, 0)}


def test_a_table_holds_what_no_entry_speaks_of_and_a_draft_speaks_of_nothing(petite: Site) -> None:
    vides = [x.libelle for x in tableau(petite, "themes").lignes if not x.compte]
    assert vides == ["Écologie", "Sommeil"]
    assert comptes(petite, "genres") == {"Inspir’actions": (3, 1), "Dossiers": (1, 0)}


def test_the_main_point_names_all_that_are_equal(petite: Site) -> None:
    themes = tableau(petite, "themes").constat
    assert themes == "En tête, à égalité avec 2\u00a0entrées\u202f: Alimentation et Lien social."
    assert tableau(petite, "publics").constat == "En tête\u202f: Jeunes (2\u00a0entrées)."
    assert tableau(petite, "cadres").constat == "Rien encore."


def test_a_place_counts_the_entries_of_those_it_holds(petite: Site) -> None:
    assert comptes(petite, "pays") == {"France": (4, 1), "Belgique": (1, 0)}
    regions = comptes(petite, "regions")
    assert regions == {"Bretagne": (2, 0), "Guyane": (1, 1), "Wallonie": (1, 0)}
    departements = comptes(petite, "departements")
    assert departements == {"Finistère": (1, 0), "Guyane": (1, 1), "Hainaut": (1, 0)}


def test_a_place_without_entry_has_no_page_to_lead_to(petite: Site) -> None:
    lignes = tableau(petite, "regions").lignes
    assert all(bool(x.adresse) == bool(x.compte) for x in lignes)
    noms = {x.libelle for x in tableau(petite, "departements").lignes}
    assert "Île de Clipperton" not in noms
    assert {"Corse-du-Sud", "Mayotte", "Liège"} <= noms


def test_what_is_not_told_is_counted_apart_and_last(petite: Site) -> None:
    porteurs = [(x.libelle, x.compte) for x in tableau(petite, "porteurs").lignes]
    assert porteurs == [
        ("Association", 2),
        ("Type de structure non indiqué", 1),
        ("Sans porteur indiqué", 1),
    ]
    assert comptes(petite, "connaissances") == {"Action évaluée": (1, 0), "Non indiqué": (3, 1)}
    assert "Action évaluée" in tableau(petite, "connaissances").constat


def test_an_action_counts_for_each_of_its_years_and_a_gap_stays_a_gap(petite: Site) -> None:
    annees = tableau(petite, "annees")
    assert annees.total == 2
    assert [(x.libelle, x.compte) for x in annees.lignes] == [
        ("2019", 1), ("2020", 1), ("2021", 1), ("2022", 0), ("2023", 0), ("2024", 0),
        ("2025", 1), ("2026", 1),
    ]  # fmt: skip


def test_publications_go_by_month_then_by_year_when_they_are_many(
    petite: Site, tmp_path: Path
) -> None:
    mois = tableau(petite, "publications")
    assert [(x.libelle, x.compte) for x in mois.lignes] == [
        ("novembre 2025", 1), ("décembre 2025", 0), ("janvier 2026", 3),
    ]  # fmt: skip
    longue = {**FICHES, "inspiractions/ancienne.md": petit.texte(date="2022-12-31")}
    ans = tableau(site(tmp_path, longue), "publications")
    assert [(x.libelle, x.compte) for x in ans.lignes] == [
        ("2022", 1), ("2023", 0), ("2024", 0), ("2025", 1), ("2026", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (dt.date(2026, 1, 14), "Moins de 6 mois"),
        (dt.date(2026, 7, 14), "Moins de 6 mois"),
        (dt.date(2026, 7, 15), "De 6 à 12 mois"),
        (dt.date(2027, 1, 15), "De 12 à 18 mois"),
        (dt.date(2027, 7, 15), "18 mois et plus\u202f: à revoir"),
    ],
)
def test_an_entry_grows_old_from_its_last_review(
    jour: dt.date, attendu: str, tmp_path: Path
) -> None:
    fiches = {
        "inspiractions/a.md": petit.texte(date="2020-01-01", verifiee_le="2026-01-15"),
        "inspiractions/b.md": petit.texte(date="2026-01-15"),
    }
    vieilli = Site(site(tmp_path, fiches).corpus, jour)
    assert comptes(vieilli, "fraicheur") == {attendu: (2, 0)}
    assert "1 entrée" in tableau(vieilli, "fraicheur").constat


def test_completeness_is_that_of_inspiractions(petite: Site) -> None:
    completude = tableau(petite, "completude")
    assert completude.total == 3
    assert comptes(petite, "completude") == {
        "À qui elle s’adresse": (2, 0),
        "Quand l’action a eu lieu": (2, 0),
        "Qui porte l’action": (2, 0),
        "Ce qu’il faut en retenir": (1, 0),
        "Ce qui a aidé (leviers)": (1, 0),
    }


def test_an_empty_base_has_tables_and_no_main_point(tmp_path: Path) -> None:
    vide = site(tmp_path, {})
    assert {t.constat for t in observatory.tableaux(vide)} <= {
        "Rien encore.",
        "Jamais relues depuis leur publication\u202f: 0 entrée.",
    }
    for t in observatory.tableaux(vide):
        barres(t)
        histogramme(t)


@pytest.mark.parametrize(
    ("nombre", "total", "attendu"),
    [(0, 0, "0,0"), (1, 16, "6,3"), (2, 3, "66,7"), (1, 2000, "0,1"), (7, 7, "100,0")],
)
def test_a_share_has_one_decimal(nombre: int, total: int, attendu: str) -> None:
    assert pour_cent(nombre, total) == attendu


# --- Downloads


def _tableau(*lignes: Ligne, precision: str = "", temps: bool = False) -> Tableau:
    return Tableau("fictif", "Fictif", "", "", "Nom", lignes, 10, precision, temps)


@pytest.mark.parametrize("debut", ["=", "+", "-", "@", "  =", "\t@", "\u200b=", "＝"])
def test_no_text_of_a_download_is_a_formula(debut: str) -> None:
    octets = en_csv(_tableau(Ligne(f'{debut}HYPERLINK("http://x";"y")', 3, 1, "", f"{debut}2")))
    lignes = list(csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))
    assert lignes[1][0].startswith("'")


def test_a_download_opens_in_a_french_spreadsheet() -> None:
    hostile = 'Un « nom »; "fictif"\nsur deux lignes\u2028et trois\u200b'
    octets = en_csv(_tableau(Ligne(hostile, 1200, 3, "", "Dessus"), precision="Fait partie de"))
    assert octets.startswith(b"\xef\xbb\xbf")
    assert octets.count(b"\r\n") == octets.count(b"\n") == 2
    texte = io.StringIO(octets.decode("utf-8-sig"), newline="")
    entete, ligne = csv.reader(texte, delimiter=";")
    assert entete == ["Nom", "Fait partie de", *COLONNES]
    assert ligne == [
        'Un « nom »; "fictif" sur deux lignes et trois',
        "Dessus",
        "1200",
        "3",
        "12000,0",
    ]


# --- Charts


def test_bars_are_to_one_scale_and_notices_end_them() -> None:
    grande, petite = barres(_tableau(Ligne("A", 40, 10), Ligne("B", 10, 10)))
    assert (grande.entieres, grande.notices) == ("75.00", "25.00")
    assert (petite.entieres, petite.notices) == ("0.00", "25.00")


@pytest.mark.parametrize("maximum", [1, 2, 4, 5, 6, 11, 44, 170, 499, 501, 20_000])
def test_columns_stand_on_zero_under_a_round_number(maximum: int) -> None:
    courbe = histogramme(_tableau(Ligne("2020", maximum, 0), Ligne("2021", 0, 0), temps=True))
    valeurs = [g.valeur for g in courbe.graduations]
    assert valeurs[0] == 0
    assert maximum <= valeurs[-1] < 2 * maximum + 1
    assert 2 <= len(valeurs) <= 6
    haute, vide = courbe.traits
    assert vide.haut == HAUTEUR
    assert HAUTEUR - haute.haut == round(HAUTEUR * maximum / valeurs[-1])


def test_a_single_month_is_a_column_and_not_a_wall() -> None:
    (trait,) = histogramme(_tableau(Ligne("novembre 2026", 170, 94), temps=True)).traits
    assert float(trait.largeur) <= 12
    assert trait.milieu == "50.00"
    assert trait.etiquette == "partout"


def test_a_phone_shows_fewer_years_and_round_ones() -> None:
    annees = [Ligne(str(annee), 1, 0) for annee in range(1998, 2027)]
    traits = histogramme(_tableau(*annees, temps=True)).traits
    etroites = [t.ligne.libelle for t in traits if t.etiquette in ("etroit", "partout")]
    assert etroites == ["2000", "2005", "2010", "2015", "2020", "2025"]
    larges = [t.ligne.libelle for t in traits if t.etiquette in ("large", "partout")]
    assert larges[:2] == ["1998", "2000"]


# --- Blind spots


def croisements(site: Site) -> dict[str, gaps.Croisement]:
    territoires = gaps.par_territoire(site.index["themes"], site.lieux)
    publics = gaps.par_public(site.index["themes"], site.index["publics"])
    return {c.id: c for c in (*territoires, publics)}


def cases(site: Site, nom: str, theme: str) -> dict[str, int]:
    """Column → entries of a theme, those that have some."""
    grille = croisements(site)[nom].grille([site.index["themes"][theme].terme])
    paires = zip(grille.colonnes, grille.rangees[0].comptes, strict=True)
    return {colonne.id: compte for colonne, compte in paires if compte}


def test_a_cell_counts_an_entry_for_its_themes_its_places_and_those_above(petite: Site) -> None:
    assert cases(petite, "regions", "lien-social") == {"fr-bre": 1}
    assert cases(petite, "regions", "alimentation") == {"fr-bre": 1}
    assert cases(petite, "outre-mer", "isolement-social") == {"fr-973": 1}
    assert cases(petite, "belgique", "alimentation") == {"be-wal": 1, "be-wht": 1}
    assert cases(petite, "publics", "lien-social") == {"habitants": 1, "jeunes": 1}
    assert cases(petite, "publics", "sommeil") == {}


def test_the_columns_are_places_where_people_live_as_a_contributor_writes_them(
    petite: Site,
) -> None:
    tous = croisements(petite)
    colonnes = [c for nom in ("regions", "outre-mer", "belgique") for c in tous[nom].colonnes]
    assert len(colonnes) == len({c.id for c in colonnes})
    assert "fr-cp" not in {c.id for c in colonnes}
    territoires = Territoires()
    for colonne in colonnes:
        assert territoires.resoudre(colonne.ecriture).code == colonne.id


def test_a_belgian_region_is_detailed_once_one_of_its_provinces_has_an_entry(
    petite: Site, tmp_path: Path
) -> None:
    avec = {c.id for c in croisements(petite)["belgique"].colonnes}
    assert {"be-wal", "be-wlg", "be-vlg"} <= avec
    assert "be-van" not in avec
    sans = site(tmp_path, {"inspiractions/a.md": petit.texte(territoires=["Wallonie"])})
    assert {c.id for c in croisements(sans)["belgique"].colonnes} == {"be-bru", "be-vlg", "be-wal"}


def test_the_least_known_theme_comes_first_then_the_order_of_the_vocabulary(petite: Site) -> None:
    themes = [i.terme for i in petite.index["themes"].values() if not i.terme.parent]
    ordre = gaps.du_moins_connu(themes, list(croisements(petite).values()))
    assert [t.id for t in ordre] == ["ecologie", "sommeil", "lien-social", "alimentation"]


def test_what_nobody_has_told_is_listed(petite: Site) -> None:
    assert [t.id for t in gaps.sans_entree(petite.index["themes"])] == ["ecologie", "sommeil"]
    absents, total = gaps.departements_sans_entree(petite.lieux)
    assert total - len(absents) == 3
    assert {"fr-29", "fr-973", "be-wht"}.isdisjoint(lieu.id for lieu in absents)


def test_actions_without_lever_nor_obstacle_wait_those_that_lack_least_first(petite: Site) -> None:
    attente = gaps.a_completer(petite.corpus)
    assert [f.id for f, _ in attente] == ["en-cours", "notice"]
    assert attente[0][1] == ("Ce qu’il faut pour le refaire ailleurs",)
    assert "Quand l’action a eu lieu" in attente[1][1]
