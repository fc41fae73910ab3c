"""What contributors write about places, and the place or the error that they get."""

from __future__ import annotations

from collections import Counter

import pytest

from capitalisation.territories import (
    Lieu,
    TerritoireAmbigu,
    TerritoireInconnu,
    Territoires,
    en_bref,
)
from capitalisation.territories.place import TYPES

TERRITOIRES = Territoires()


def code(texte: str) -> str:
    return TERRITOIRES.resoudre(texte).code


def ambigu(texte: str) -> TerritoireAmbigu:
    with pytest.raises(TerritoireAmbigu) as erreur:
        TERRITOIRES.resoudre(texte)
    return erreur.value


def inconnu(texte: str) -> TerritoireInconnu:
    with pytest.raises(TerritoireInconnu) as erreur:
        TERRITOIRES.resoudre(texte)
    return erreur.value


@pytest.fixture(scope="module")
def lieux() -> list[Lieu]:
    trouves = [TERRITOIRES.lieu(code) for code in TERRITOIRES.codes()]
    assert None not in trouves
    return [lieu for lieu in trouves if lieu]


# --- Forms that resolve -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Scaër", "fr-29274"),
        ("Scaër (29)", "fr-29274"),
        ("Scaër (Finistère)", "fr-29274"),
        ("Scaër (Bretagne)", "fr-29274"),
        ("Scaër (FR-29)", "fr-29274"),
        ("Scaër, Finistère", "fr-29274"),
        ("Ville de Scaër", "fr-29274"),
        ("29274", "fr-29274"),
        ("fr-29274", "fr-29274"),
        ("Creil", "fr-60175"),
        ("Ajaccio (2A)", "fr-2a004"),
        ("2A004", "fr-2a004"),
        ("Finistère", "fr-29"),
        ("29", "fr-29"),
        ("FR-29", "fr-29"),
        ("Département du Finistère", "fr-29"),
        ("2B", "fr-2b"),
        ("Bretagne", "fr-bre"),
        ("FR-BRE", "fr-bre"),
        ("Région Bretagne", "fr-bre"),
        ("Hauts-de-France", "fr-hdf"),
        ("Corse", "fr-20r"),
        ("FR-20R", "fr-20r"),
        ("PACA", "fr-pac"),
        ("France", "fr"),
        ("Belgique", "be"),
    ],
)
def test_a_french_place_resolves_by_name_code_or_both(texte: str, attendu: str) -> None:
    assert code(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Charleroi", "be-52011"),
        ("Charleroi (Hainaut)", "be-52011"),
        ("Charleroi (Belgique)", "be-52011"),
        ("be-52011", "be-52011"),
        ("Fontaine-l’Evêque", "be-52022"),
        ("Elsene", "be-21009"),
        ("Ixelles (Bruxelles-Capitale)", "be-21009"),
        ("Hainaut", "be-wht"),
        ("Province du Hainaut", "be-wht"),
        ("BE-WHT", "be-wht"),
        ("Henegouwen", "be-wht"),
        ("Luxembourg", "be-wlx"),
        ("Wallonie", "be-wal"),
        ("Région wallonne", "be-wal"),
        ("Flandre", "be-vlg"),
        ("Bruxelles-Capitale", "be-bru"),
        ("Région de Bruxelles-Capitale", "be-bru"),
        ("BE-BRU", "be-bru"),
    ],
)
def test_a_belgian_place_resolves_by_its_french_or_dutch_name_or_its_code(
    texte: str, attendu: str
) -> None:
    assert code(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("scaer", "fr-29274"),
        ("SCAËR ( 29 )", "fr-29274"),
        ("  Scaër\n(29)", "fr-29274"),
        ("Sca\u200bër", "fr-29274"),
        ("la bretagne", "fr-bre"),
        ("hauts de france", "fr-hdf"),
        ("l'haÿ les roses", "fr-94038"),
        ("L’Haÿ-les-Roses", "fr-94038"),
        ("Val-d'Oise", "fr-95"),
        ("Val d’Oise", "fr-95"),
        ("Oeting", "fr-57521"),
        ("Œting", "fr-57521"),
        ("St-Étienne (Loire)", "fr-42218"),
        ("Ste Suzanne (974)", "fr-97420"),
        ("Mans", "fr-72181"),
        ("ville du Mans", "fr-72181"),
        ("FR\u201129", "fr-29"),
    ],
)
def test_accents_case_hyphens_apostrophes_ligatures_articles_and_saint_are_set_aside(
    texte: str, attendu: str
) -> None:
    assert code(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Lorient Agglomération", "fr-200042174"),
        ("CA Lorient Agglomération", "fr-200042174"),
        ("Communauté d’agglomération Lorient Agglomération", "fr-200042174"),
        ("200042174", "fr-200042174"),
        ("fr-200042174", "fr-200042174"),
        ("CC Faucigny - Glières", "fr-200000172"),
        ("Communauté de communes Faucigny-Glières", "fr-200000172"),
        ("Faucigny-Glières", "fr-200000172"),
        ("CINOR", "fr-249740119"),
        ("Agglopolys", "fr-200030385"),
        ("Rennes Métropole", "fr-243500139"),
        ("Métropole de Lyon", "fr-200046977"),
        ("Paris-Saclay", "fr-200056232"),
        ("Plaine Commune", "fr-200057867"),
        ("CC d’Arcis, Mailly, Ramerupt (10)", "fr-200071777"),
    ],
)
def test_an_epci_resolves_with_or_without_its_legal_form(texte: str, attendu: str) -> None:
    assert code(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("La Réunion", "fr-974"),
        ("Réunion", "fr-974"),
        ("974", "fr-974"),
        ("FR-974", "fr-974"),
        ("Région Guadeloupe", "fr-971"),
        ("Guyane", "fr-973"),
        ("Mayotte", "fr-976"),
        ("Saint-Denis (La Réunion)", "fr-97411"),
        ("Nouvelle-Calédonie", "fr-nc"),
        ("988", "fr-nc"),
        ("Wallis-et-Futuna", "fr-wf"),
        ("Polynésie française", "fr-pf"),
        ("FR-PM", "fr-pm"),
        ("FR-MF", "fr-mf"),
        ("TAAF", "fr-tf"),
        ("Nouméa", "fr-98818"),
        ("Papeete (987)", "fr-98735"),
    ],
)
def test_overseas_places_resolve_like_the_others(texte: str, attendu: str) -> None:
    assert code(texte) == attendu


def test_an_overseas_departement_is_one_place_under_france() -> None:
    guyane = TERRITOIRES.resoudre("Guyane")
    assert [parent.code for parent in guyane.parents] == ["fr"]
    assert (guyane.type, guyane.type_libelle) == (
        "departement",
        "département et région d’outre-mer",
    )


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Cherbourg-Octeville", "fr-50129"),
        ("50173", "fr-50129"),
        ("Paris 14e", "fr-75056"),
        ("75114", "fr-75056"),
        ("14e arrondissement de Paris", "fr-75056"),
        ("Lyon 3ème", "fr-69123"),
        ("Marseille 3e Arrondissement", "fr-13055"),
        ("17e arrondissement", "fr-75056"),
    ],
)
def test_a_former_commune_or_an_arrondissement_leads_to_its_commune(
    texte: str, attendu: str
) -> None:
    assert code(texte) == attendu


# --- Quarters ---------------------------------------------------------------------------------


def test_a_quarter_stands_below_its_commune() -> None:
    maurepas = TERRITOIRES.resoudre("Maurepas, Rennes")
    assert (maurepas.code, maurepas.nom, maurepas.type) == (
        "fr-35238-maurepas",
        "Maurepas",
        "quartier",
    )
    assert [parent.nom for parent in maurepas.parents] == [
        "France",
        "Bretagne",
        "Ille-et-Vilaine",
        "Rennes Métropole",
        "Rennes",
    ]
    assert maurepas.complet == "Maurepas, Rennes (35)"
    assert maurepas.adresse == "territoires/fr-35238-maurepas/"
    assert maurepas.population is None


@pytest.mark.parametrize(
    "texte",
    [
        "Le Blosne, Rennes",
        "quartier du Blosne, Rennes",
        "blosne , RENNES (35)",
        "Le Blosne, Rennes, Bretagne",
    ],
)
def test_a_quarter_has_one_address_however_it_is_written(texte: str) -> None:
    assert code(texte) == "fr-35238-blosne"


def test_a_quarter_of_a_commune_that_has_namesakes_is_ambiguous() -> None:
    assert ambigu("Centre, Saint-Denis").ecritures[:2] == [
        "Centre, Saint-Denis (974)",
        "Centre, Saint-Denis (93)",
    ]


def test_a_name_after_which_stands_a_commune_and_a_province_may_be_a_quarter_or_a_commune() -> None:
    assert code("Outremeuse, Liège") == "be-62063-outremeuse"
    assert ambigu("Seraing, Liège").ecritures == ["Seraing, Liège (Liège)", "Seraing (Liège)"]


# --- One name, several places -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Bretagne", "fr-bre"),
        ("Bretagne (36)", "fr-36024"),
        ("La Réunion", "fr-974"),
        ("La Réunion (47)", "fr-47222"),
        ("Bruxelles", "be-bru"),
        ("Bruxelles (commune)", "be-21004"),
        ("Ville de Bruxelles", "be-21004"),
        ("Paris", "fr-75056"),
        ("Paris (75)", "fr-75056"),
        ("Paris (département)", "fr-75c"),
        ("75", "fr-75c"),
        ("FR-75", "fr-75c"),
        ("FR-75C", "fr-75c"),
        ("Arras", "fr-62041"),
        ("CU d’Arras", "fr-200033579"),
        ("Saint-Barthélemy (977)", "fr-97701"),
        ("Saint-Barthélemy (collectivité d’outre-mer)", "fr-bl"),
        ("Corrèze (19)", "fr-19062"),
        ("Vienne (38)", "fr-38544"),
        ("Vienne, Isère", "fr-38544"),
        ("Vienne (86)", "fr-86"),
        ("Vienne (département)", "fr-86"),
        ("département de la Vienne", "fr-86"),
        ("FR-86", "fr-86"),
        ("Province de Namur", "be-wna"),
        ("Namur (province)", "be-wna"),
        ("Namur (commune)", "be-92094"),
        ("Namur (Namur)", "be-92094"),
        ("Vergné", "fr-17464"),
        ("La Vergne", "fr-17465"),
    ],
)
def test_the_expected_namesake_is_chosen(texte: str, attendu: str) -> None:
    assert code(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("Vienne", ["Vienne (département)", "Vienne (38)"]),
        ("Mayenne", ["Mayenne (département)", "Mayenne (53)"]),
        ("Namur", ["Namur (commune)", "Province de Namur"]),
        ("Liège", ["Liège (commune)", "Province de Liège"]),
        (
            "Saint-Denis",
            ["Saint-Denis (974)", "Saint-Denis (93)", "Saint-Denis (11)", "Saint-Denis (30)"],
        ),
        ("14e arrondissement", ["Paris (75)", "Marseille (13)"]),
        ("Lens", ["Lens (Hainaut)", "Lens (62)"]),
        ("Château-Chinon", ["Château-Chinon (Ville) (58)", "Château-Chinon (Campagne) (58)"]),
        (
            "CC des Quatre Rivières",
            [
                "Communauté de communes des Quatre Rivières (Haute-Savoie)",
                "Communauté de communes des Quatre Rivières (Haute-Saône)",
            ],
        ),
    ],
)
def test_an_ambiguous_name_lists_its_candidates_the_most_peopled_first(
    texte: str, attendus: list[str]
) -> None:
    assert ambigu(texte).ecritures == attendus


@pytest.mark.parametrize(
    "texte", ["Vienne", "Namur", "Saint-Denis", "Saint-Martin", "Mons", "Saint-Aubin", "Anvers"]
)
def test_each_candidate_of_an_ambiguity_resolves_to_that_candidate(texte: str) -> None:
    erreur = ambigu(texte)
    assert [TERRITOIRES.resoudre(ecriture) for ecriture in erreur.ecritures] == erreur.candidats


def test_five_digits_that_are_a_french_and_a_belgian_commune_are_ambiguous() -> None:
    assert ambigu("52011").ecritures == ["Charleroi (Hainaut)", "Annéville-la-Prairie (52)"]


def test_a_message_shows_eight_candidates_and_the_exception_holds_them_all() -> None:
    erreur = ambigu("Sainte-Colombe")
    assert len(erreur.candidats) == len(erreur.ecritures) > 8
    assert str(erreur).count("«") == 1 + 8
    assert f"(et {len(erreur.candidats) - 8} autres)" in str(erreur)
    assert erreur.ecritures[8] not in str(erreur)


# --- Unknown ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("Scaërr", ["Scaër (29)"]),
        ("Scaër (56)", ["Scaër (29)"]),
        ("Scaërr, Finistère", ["Scaër (29)"]),
        ("Saint-Dennis (93)", ["Saint-Denis (93)"]),
        ("Hauts de Frnace", ["Hauts-de-France"]),
        ("Bruxelles-capital", ["Bruxelles-Capitale"]),
        ("Rhône-Alpes", ["Auvergne-Rhône-Alpes"]),
        ("Inzinzac", ["Inzinzac-Lochrist (56)"]),
        ("Maurepas, Marseile", ["Maurepas, Marseille (13)"]),
    ],
)
def test_an_unknown_name_suggests_the_close_ones(texte: str, attendus: list[str]) -> None:
    assert inconnu(texte).candidats == attendus


@pytest.mark.parametrize(
    "texte", ["Renes", "Brabant", "Villeneuv", "Saint-Dennis", "Lyon Metropol"]
)
def test_suggestions_are_five_at_most_and_each_resolves(texte: str) -> None:
    erreur = inconnu(texte)
    assert 1 <= len(erreur.candidats) <= 5
    for candidat in erreur.candidats:
        assert TERRITOIRES.resoudre(candidat)
        assert f"« {candidat} »" in str(erreur)


def test_a_postal_code_is_told_from_an_insee_code() -> None:
    assert "pas un code postal" in str(inconnu("35000"))


@pytest.mark.parametrize(
    "texte", ["", " ", ",", "()", ", ,", "fr-99999", "x" * 500, "\u200b", "Sud"]
)
def test_what_names_nothing_is_an_error_and_never_a_crash(texte: str) -> None:
    assert inconnu(texte).candidats == []


# --- The place --------------------------------------------------------------------------------


def test_a_french_commune_has_its_parents_from_the_country_to_the_epci() -> None:
    scaer = TERRITOIRES.resoudre("Scaër")
    assert [(parent.type, parent.nom) for parent in scaer.parents] == [
        ("pays", "France"),
        ("region", "Bretagne"),
        ("departement", "Finistère"),
        ("epci", "Quimperlé Communauté"),
    ]


def test_a_belgian_commune_has_its_parents_from_the_country_to_the_province() -> None:
    charleroi = TERRITOIRES.resoudre("Charleroi")
    assert [(parent.type, parent.nom) for parent in charleroi.parents] == [
        ("pays", "Belgique"),
        ("region", "Wallonie"),
        ("province", "Hainaut"),
    ]


def test_a_commune_of_brussels_has_no_province() -> None:
    assert [p.code for p in TERRITOIRES.resoudre("Ixelles").parents] == ["be", "be-bru"]


def test_a_commune_of_grand_paris_is_in_its_ept_and_in_the_metropole() -> None:
    assert [p.nom for p in TERRITOIRES.resoudre("Aubervilliers").parents][-2:] == [
        "Métropole du Grand Paris",
        "Plaine Commune",
    ]
    assert [p.nom for p in TERRITOIRES.resoudre("Paris").parents][-1] == "Métropole du Grand Paris"


def test_an_epci_stands_where_most_of_its_inhabitants_live() -> None:
    lorient, redon, grand_paris = (
        [parent.code for parent in TERRITOIRES.resoudre(nom).parents]
        for nom in ("Lorient Agglomération", "Redon Agglomération", "Métropole du Grand Paris")
    )
    assert lorient == ["fr", "fr-bre", "fr-56"]
    # Three départements, none with more than half of them; two thirds in Bretagne.
    assert redon == ["fr", "fr-bre"]
    assert grand_paris == ["fr", "fr-idf"]


@pytest.mark.parametrize(
    ("texte", "complet", "type_libelle", "adresse"),
    [
        ("Scaër", "Scaër (29)", "commune", "territoires/fr-29274/"),
        ("Nouméa", "Nouméa (988)", "commune", "territoires/fr-98818/"),
        ("Ajaccio", "Ajaccio (2A)", "commune", "territoires/fr-2a004/"),
        ("Charleroi", "Charleroi (Hainaut)", "commune", "territoires/be-52011/"),
        ("Ixelles", "Ixelles (Bruxelles-Capitale)", "commune", "territoires/be-21009/"),
        ("Finistère", "Finistère", "département", "territoires/fr-29/"),
        ("Hainaut", "Hainaut", "province", "territoires/be-wht/"),
        ("Bretagne", "Bretagne", "région", "territoires/fr-bre/"),
        ("France", "France", "pays", "territoires/fr/"),
        ("Mayotte", "Mayotte", "département et région d’outre-mer", "territoires/fr-976/"),
        ("FR-WF", "Wallis et Futuna", "collectivité d’outre-mer", "territoires/fr-wf/"),
        (
            "CA Lorient Agglomération",
            "Lorient Agglomération",
            "communauté d’agglomération",
            "territoires/fr-200042174/",
        ),
        (
            "CC Faucigny - Glières",
            "Communauté de communes Faucigny - Glières",
            "communauté de communes",
            "territoires/fr-200000172/",
        ),
        (
            "Plaine Commune",
            "Plaine Commune",
            "établissement public territorial",
            "territoires/fr-200057867/",
        ),
    ],
)
def test_a_place_tells_its_full_name_its_kind_and_its_address(
    texte: str, complet: str, type_libelle: str, adresse: str
) -> None:
    lieu = TERRITOIRES.resoudre(texte)
    assert (lieu.complet, lieu.type_libelle, lieu.adresse) == (complet, type_libelle, adresse)


def test_names_carry_the_typographic_apostrophe(lieux: list[Lieu]) -> None:
    assert TERRITOIRES.resoudre("Val-d'Oise").nom == "Val-d’Oise"
    assert [lieu.nom for lieu in lieux if "'" in lieu.nom] == []


def test_a_code_that_is_no_place_gives_none() -> None:
    assert TERRITOIRES.lieu("fr-99999") is None
    assert TERRITOIRES.lieu("be-99999") is None
    assert TERRITOIRES.lieu("xx") is None


# --- The whole referential --------------------------------------------------------------------


def test_the_referential_is_complete(lieux: list[Lieu]) -> None:
    comptes = Counter((lieu.code[:2], lieu.type) for lieu in lieux)
    francaises = comptes.pop(("fr", "commune"))
    assert 34_900 <= francaises < 35_000
    assert comptes.pop(("fr", "epci")) > 1_200
    assert comptes == {
        ("fr", "pays"): 1,
        ("fr", "region"): 13,
        ("fr", "departement"): 96 + 5 + 8,
        ("be", "pays"): 1,
        ("be", "region"): 3,
        ("be", "province"): 10,
        ("be", "commune"): 565,
    }


def test_every_departement_resolves_by_its_number() -> None:
    metropole = [f"{n:02}" for n in range(1, 96) if n != 20] + ["2A", "2B"]
    for numero in [*metropole, "971", "972", "973", "974", "976"]:
        lieu = TERRITOIRES.resoudre(numero)
        assert lieu.type == "departement"
        assert TERRITOIRES.resoudre(f"FR-{numero}") == lieu


def test_no_two_places_share_a_code_or_an_address(lieux: list[Lieu]) -> None:
    assert len({lieu.code for lieu in lieux}) == len(lieux)
    assert len({lieu.adresse for lieu in lieux}) == len(lieux)


def test_every_code_resolves_to_its_place(lieux: list[Lieu]) -> None:
    assert [lieu.code for lieu in lieux if code(lieu.code) != lieu.code] == []


def test_every_insee_code_resolves_or_names_the_belgian_commune_of_the_same_number(
    lieux: list[Lieu],
) -> None:
    for lieu in lieux:
        if lieu.type != "commune":
            continue
        pays, _, officiel = lieu.code.partition("-")
        autre = TERRITOIRES.lieu(f"{'be' if pays == 'fr' else 'fr'}-{officiel}")
        if autre:
            assert lieu in ambigu(officiel).candidats
        elif pays == "fr":
            assert TERRITOIRES.resoudre(officiel) == lieu


def test_parents_go_from_the_largest_to_the_smallest(lieux: list[Lieu]) -> None:
    for lieu in lieux:
        rangs = [TYPES.index(parent.type) for parent in (*lieu.parents, lieu)]
        assert rangs == sorted(rangs)
        assert (lieu.type == "pays") == (lieu.parents == ())
        assert not lieu.parents or lieu.parents[0].code == lieu.code[:2]


def test_the_full_name_of_every_commune_resolves_to_it(lieux: list[Lieu]) -> None:
    communes = [lieu for lieu in lieux if lieu.type == "commune"]
    assert [c.complet for c in communes if TERRITOIRES.resoudre(c.complet) != c] == []


def test_every_other_place_has_a_text_that_resolves_to_it(lieux: list[Lieu]) -> None:
    for lieu in lieux:
        if lieu.type != "commune":
            ecriture = TERRITOIRES.ecriture(lieu)
            assert TERRITOIRES.resoudre(ecriture) == lieu
            assert ecriture != lieu.code.upper()


@pytest.mark.parametrize(
    ("noms", "attendu"),
    [
        ([], ""),
        (["Scaër (29)"], "Scaër (29)"),
        (["Scaër (29)", "Bretagne"], "Scaër (29) et Bretagne"),
        (["Bretagne", "Scaër (29)", "France"], "Bretagne, Scaër (29) et 1\u00a0autre"),
        (["Bretagne", "Corse", "Normandie", "France"], "Bretagne, Corse et 2\u00a0autres"),
    ],
)
def test_places_are_named_in_a_short_line(noms: list[str], attendu: str) -> None:
    assert en_bref([TERRITOIRES.resoudre(nom) for nom in noms]) == attendu
