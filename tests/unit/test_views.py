"""The pages of the site as records: their addresses, breadcrumbs, lists and contents."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from capitalisation.typography import typographier
from capitalisation.views import EntreeVue, Page, Site, toutes
from capitalisation.views.pagination import PAR_PAGE
from tests.conftest import JPEG
from tests.unit import petit

AUJOURDHUI = dt.date(2026, 11, 22)
EDITION = "https://example.org/edit/main/fiches/"

FICHES: dict[str, str | bytes] = {
    "inspiractions/hameaux.md": petit.texte(
        titre="Des cafés : l'essai",
        territoires=["Scaër (29)"],
        porteur="asso-fictive",
        dispositifs=["cls"],
        cadres=["plan-axe-1"],
        periode={"debut": "2021-03"},
        leviers=[{"texte": "L'appui : fictif.", "type": "partenariat"}] * 2,
        freins=[{"texte": "Un frein fictif.", "type": "partenariat"}],
        enseignements=["Un enseignement : fictif."],
        transposer={"duree": "Trois ans : fictifs.", "prerequis": "Un appui fictif."},
        liens=[{"type": "complete", "vers": "outil", "note": "C'est : dit."}],
        connaissance="evaluee",
        image={"fichier": "photo.jpg", "alt": "Un atelier", "credit": "Fictif"},
        anciens_identifiants=["cafes"],
        verifiee_le="2026-10-01",
        verifiee_par="asso-fictive",
    ),
    "images/hameaux/photo.jpg": JPEG,
    "inspiractions/notice.md": petit.texte(statut="notice", titre="Une notice", corps=""),
    "inspiractions/brouillon.md": petit.texte(titre="Un brouillon", statut="brouillon"),
    "interviews/parole.md": petit.texte("interviews", titre="Une parole", statut="notice"),
    "dossiers/collection.md": petit.texte(
        "dossiers",
        elements=[
            {"titre": "Partie : une", "entrees": ["outil", "hameaux"]},
            {"titre": "Partie deux", "entrees": ["notice"]},
        ],
        corps="Voir [[hameaux]].\n\n## L'édito\n\nTexte sur le CLS.",
    ),
    "ressources/outil.md": petit.texte(
        "ressources",
        titre="Un outil",
        territoires=["Maurepas, Rennes", "Charleroi"],
        acces="sur-demande",
        licence="MIT",
        date="2025-05-22",
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    chargement = petit.corpus(tmp_path_factory.mktemp("vues") / "fiches", FICHES)
    assert chargement.diagnostics == []
    return Site(chargement.corpus, AUJOURDHUI, edition=EDITION)


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Page]:
    return {page.adresse: page for page in toutes(site)}


def vue(page: Page) -> EntreeVue:
    composee = page.composer()
    assert isinstance(composee, EntreeVue)
    return composee


# --- Which pages there are ---------------------------------------------------------


def test_every_entry_kind_term_place_and_old_address_has_its_page(pages: dict[str, Page]) -> None:
    assert {
        "inspiractions/hameaux/", "inspiractions/notice/", "interviews/parole/",
        "dossiers/collection/", "ressources/outil/",
        "inspiractions/", "interviews/", "dossiers/", "ressources/",
        "themes/", "themes/isolement-social/", "themes/sommeil/", "dispositifs/cls/",
        "publics/jeunes/", "demarches/formation/", "cadres/", "cadres/plan-axe-1/",
        "structures/", "structures/asso-fictive/",
        "territoires/", "territoires/fr-29274/", "territoires/fr-bre/", "territoires/be/",
        "territoires/fr-35238-maurepas/", "glossaire/", "inspiractions/cafes/",
    } <= set(pages)  # fmt: skip


@pytest.mark.parametrize(
    "adresse",
    ["inspiractions/brouillon/", "structures/jamais-citee/", "territoires/fr-13055/",
     "natures/outil/", "types-de-facteurs/partenariat/"],
)  # fmt: skip
def test_a_draft_and_what_no_reader_looks_for_have_no_page(
    adresse: str, pages: dict[str, Page]
) -> None:
    assert adresse not in pages


def test_no_two_pages_share_an_address(site: Site) -> None:
    adresses = [page.adresse for page in toutes(site)]
    assert len(adresses) == len(set(adresses))


def test_an_old_address_given_twice_makes_one_page(tmp_path: Path) -> None:
    fiche = petit.texte(anciens_identifiants=["ancienne", "ancienne"])
    chargement = petit.corpus(tmp_path / "fiches", {"inspiractions/x.md": fiche})
    adresses = [p.adresse for p in toutes(Site(chargement.corpus, AUJOURDHUI))]
    refusee = any(d.gravite == "erreur" for d in chargement.diagnostics)
    assert refusee or adresses.count("inspiractions/ancienne/") == 1


def test_every_page_has_what_a_browser_and_a_search_engine_show(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert page.adresse.endswith("/")
        assert page.titre
        assert page.description or page.gabarit == "redirection.html", page.adresse
        assert page.racine == "../" * page.adresse.count("/")
        assert page.description == typographier(page.description)


def test_no_two_pages_of_the_same_kind_share_a_title(pages: dict[str, Page]) -> None:
    for gabarit in {"terme.html", "territoire.html", "genre.html"}:
        titres = [
            (p.adresse.split("/")[0], p.titre) for p in pages.values() if p.gabarit == gabarit
        ]
        assert len(titres) == len(set(titres))


def test_breadcrumbs_lead_to_pages_that_exist_and_end_on_the_page_itself(
    pages: dict[str, Page],
) -> None:
    for page in pages.values():
        *chemin, ici = page.fil
        assert [m.adresse for m in chemin if m.adresse and m.adresse not in pages] == []
        if page.gabarit != "redirection.html":
            assert ici.adresse is None
            assert chemin[0].adresse == ""


def test_an_old_address_leads_to_the_entry(pages: dict[str, Page]) -> None:
    assert pages["inspiractions/cafes/"].composer().vers == "inspiractions/hameaux/"


def test_the_breadcrumbs_of_a_place_name_the_places_around_it(pages: dict[str, Page]) -> None:
    libelles = [m.libelle for m in pages["territoires/fr-35238-maurepas/"].fil]
    assert libelles[:4] == ["Accueil", "Territoires", "France", "Bretagne"]
    assert libelles[-2:] == ["Rennes", "Maurepas"]


def test_the_breadcrumbs_of_a_term_name_its_parents(pages: dict[str, Page]) -> None:
    assert [m.libelle for m in pages["themes/isolement-social/"].fil] == [
        "Accueil", "Thèmes", "Lien social", "Isolement social",
    ]  # fmt: skip


# --- An entry -------------------------------------------------------------------------


def test_the_page_of_an_entry_shows_its_front_matter_in_french_typography(
    pages: dict[str, Page],
) -> None:
    v = vue(pages["inspiractions/hameaux/"])
    assert v.fiche.titre == "Des cafés\u202f: l’essai"
    assert v.fiche.periode_texte == "depuis mars 2021"
    assert v.fiche.date_texte == "15 janvier 2026"
    assert [(f.ancre, f.texte, f.type.libelle) for f in v.lue.leviers if f.type] == [
        ("levier-1", "L’appui\u202f: fictif.", "Partenariat"),
        ("levier-2", "L’appui\u202f: fictif.", "Partenariat"),
    ]
    assert [f.ancre for f in v.lue.freins] == ["frein-1"]
    assert [(e.ancre, e.texte) for e in v.lue.enseignements] == [
        ("enseignement-1", "Un enseignement\u202f: fictif.")
    ]
    assert [(c.libelle, c.texte) for c in v.lue.transposer] == [
        ("Prérequis", "Un appui fictif."),
        ("Durée", "Trois ans\u202f: fictifs."),
    ]
    assert [
        (libelle, [(lien.fiche.id, lien.note, lien.rapporte) for lien in liens])
        for libelle, liens in v.liens
    ] == [("Complète", [("outil", "C’est\u202f: dit.", False)])]
    assert v.lue.connaissance == "Action évaluée"
    assert v.fiche.image_adresse == "images/hameaux/photo.jpg"


def test_the_page_of_an_entry_says_where_to_mend_it(pages: dict[str, Page]) -> None:
    v = vue(pages["inspiractions/hameaux/"])
    assert v.fichier == "fiches/inspiractions/hameaux.md"
    assert v.lien_edition == EDITION + "inspiractions/hameaux.md"


def test_without_a_forge_no_link_to_edit_is_given(site: Site) -> None:
    sans = Site(site.corpus, AUJOURDHUI)
    page = next(p for p in toutes(sans) if p.adresse == "inspiractions/hameaux/")
    assert vue(page).lien_edition == ""


def test_the_body_of_an_entry_leads_to_other_entries_and_to_the_glossary(
    pages: dict[str, Page],
) -> None:
    v = vue(pages["dossiers/collection/"])
    assert 'href="../../inspiractions/hameaux/"' in v.contenu
    assert 'href="../../glossaire/#cls"' in v.contenu
    assert [t.titre for t in v.sommaire] == ["L’édito"]


def test_a_dossier_shows_its_parts_and_its_entries_know_their_place(
    pages: dict[str, Page],
) -> None:
    parties = vue(pages["dossiers/collection/"]).parties
    assert [(p.titre, p.ancre, [f.id for f in p.fiches]) for p in parties] == [
        ("Partie\u202f: une", "partie-1", ["outil", "hameaux"]),
        ("Partie deux", "partie-2", ["notice"]),
    ]
    (place,) = vue(pages["inspiractions/hameaux/"]).dossiers
    assert (place.dossier.id, place.precedent, place.suivant) == (
        "collection",
        vue(pages["ressources/outil/"]).fiche,
        vue(pages["inspiractions/notice/"]).fiche,
    )


def test_a_citation_is_shown_on_the_entry_that_is_cited(pages: dict[str, Page]) -> None:
    assert [f.id for f in vue(pages["inspiractions/hameaux/"]).cite_par] == ["collection"]


def test_a_known_licence_has_its_page_and_another_is_named(pages: dict[str, Page]) -> None:
    assert vue(pages["inspiractions/hameaux/"]).lue.licence.url.startswith(
        "https://creativecommons.org"
    )
    assert (vue(pages["ressources/outil/"]).lue.licence.libelle,) == ("MIT",)


def test_a_resource_says_what_it_is_and_how_to_get_it(pages: dict[str, Page]) -> None:
    v = vue(pages["ressources/outil/"])
    assert v.lue.nature is not None
    assert (v.lue.nature.libelle, v.lue.acces) == ("Outil", "Sur demande")
    assert vue(pages["inspiractions/hameaux/"]).lue.acces == ""


def test_a_notice_says_what_is_still_to_be_told_and_a_told_entry_does_not(
    pages: dict[str, Page],
) -> None:
    manques = vue(pages["inspiractions/notice/"]).lue.manques
    assert len(manques) == 6
    assert any("leviers" in m for m in manques)
    assert vue(pages["interviews/parole/"]).lue.manques == (
        "Les propos recueillis pendant l’entretien",
    )
    assert vue(pages["ressources/outil/"]).lue.manques == ()


@pytest.mark.parametrize(
    ("aujourdhui", "a_revoir"),
    [("2026-11-21", False), ("2026-11-22", True), ("2027-01-01", True), ("2025-05-22", False)],
)
def test_an_entry_is_to_be_reviewed_after_eighteen_months(
    aujourdhui: str, a_revoir: bool, site: Site
) -> None:
    autre_jour = Site(site.corpus, dt.date.fromisoformat(aujourdhui))
    page = next(p for p in toutes(autre_jour) if p.adresse == "ressources/outil/")
    assert vue(page).a_revoir is a_revoir


def test_the_last_review_counts_more_than_the_publication(site: Site) -> None:
    autre_jour = Site(site.corpus, dt.date(2027, 8, 1))
    page = next(p for p in toutes(autre_jour) if p.adresse == "inspiractions/hameaux/")
    v = vue(page)
    assert v.a_revoir is False
    assert v.lue.verifiee_le == "1er octobre 2026"
    assert v.lue.verifiee_par is not None
    assert v.lue.verifiee_par.id == "asso-fictive"


# --- Lists ------------------------------------------------------------------------------


def test_the_page_of_a_term_groups_its_entries_by_kind(pages: dict[str, Page]) -> None:
    v = pages["themes/lien-social/"].composer()
    assert v.compte == 5
    assert [(g.genre, g.compte, [f.id for f in g.fiches]) for g in v.groupes] == [
        ("inspiraction", 2, ["hameaux", "notice"]),
        ("interview", 1, ["parole"]),
        ("dossier", 1, ["collection"]),
        ("ressource", 1, ["outil"]),
    ]


def test_the_page_of_a_term_still_waiting_for_an_entry_is_empty(pages: dict[str, Page]) -> None:
    v = pages["themes/sommeil/"].composer()
    assert (v.compte, v.groupes) == (0, ())


def test_the_page_of_a_structure_says_its_kind_its_place_and_its_site(
    pages: dict[str, Page],
) -> None:
    structure = pages["structures/asso-fictive/"].composer().structure
    assert (structure.type, structure.territoire.code, structure.site) == (
        "Association", "fr-29274", "https://www.example.org/asso",
    )  # fmt: skip


def test_the_page_of_a_place_sorts_what_it_holds_by_type(pages: dict[str, Page]) -> None:
    v = pages["territoires/fr-29/"].composer()
    assert [f.titre for f in v.enfants] == ["Intercommunalités", "Communes"]
    assert [p.lieu.nom for p in v.parents] == ["France", "Bretagne"]


def test_the_tree_of_places_goes_from_countries_to_departements(pages: dict[str, Page]) -> None:
    pays = pages["territoires/"].composer().pays
    assert [(p.lieu.code, p.compte) for p in pays] == [("fr", 5), ("be", 1)]
    (bretagne,) = pays[0].enfants
    assert bretagne.lieu.code == "fr-bre"
    assert [d.lieu.code for d in bretagne.enfants] == ["fr-29", "fr-35"]


def test_the_list_of_terms_shows_the_roots_with_what_stands_below(pages: dict[str, Page]) -> None:
    branches = pages["themes/"].composer().branches
    assert [b.terme.id for b in branches] == ["lien-social", "alimentation", "ecologie", "sommeil"]
    assert [e.terme.id for e in branches[0].enfants] == ["isolement-social"]


def test_the_list_of_structures_shows_those_that_an_entry_names(pages: dict[str, Page]) -> None:
    assert [b.terme.id for b in pages["structures/"].composer().branches] == ["asso-fictive"]


def test_the_glossary_holds_what_has_a_definition_by_letter_of_the_acronym_or_of_the_name(
    site: Site,
) -> None:
    page = next(p for p in toutes(site) if p.adresse == "glossaire/")
    lettres = [(x.lettre, [t.id for t in x.termes]) for x in page.composer().lettres]
    assert lettres == [("C", ["cls"]), ("L", ["litteratie"])]


def test_the_doors_of_the_home_page_show_only_what_holds_entries(site: Site) -> None:
    themes, lieux, dispositifs = site.portes
    assert {c.terme.id for c in themes.termes} == {"lien-social", "isolement-social"}
    assert lieux.termes[0].lieu.code == "fr-bre"
    assert [c.terme.id for c in dispositifs.termes] == ["cls"]
    assert (themes.compte, dispositifs.compte) == (2, 1)


def test_the_kinds_are_counted(site: Site) -> None:
    assert {g.genre: g.compte for g in site.genres} == {
        "inspiraction": 2, "interview": 1, "dossier": 1, "ressource": 1,
    }  # fmt: skip
    assert [f.id for f in site.premieres("inspiraction", 1)] == ["hameaux"]


# --- Long lists ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def longue(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """A list of one entry more than a page holds."""
    fichiers: dict[str, str | bytes] = {
        f"inspiractions/n{i:03}.md": petit.texte(titre=f"Action {i:03}") for i in range(PAR_PAGE)
    }
    fichiers["ressources/derniere.md"] = petit.texte("ressources", titre="Dernière")
    corpus = petit.corpus(tmp_path_factory.mktemp("longue") / "fiches", fichiers).corpus
    return {page.adresse: page for page in toutes(Site(corpus, AUJOURDHUI))}


def test_a_long_list_is_cut_into_pages_with_their_own_addresses_and_titles(
    longue: dict[str, Page],
) -> None:
    premiere, seconde = longue["territoires/fr/"], longue["territoires/fr/page/2/"]
    assert "territoires/fr/page/3/" not in longue
    une, deux = premiere.composer(), seconde.composer()
    assert (une.pagination.precedente, une.pagination.suivante) == (None, seconde.adresse)
    assert (deux.pagination.precedente, deux.pagination.suivante) == (premiere.adresse, None)
    assert premiere.titre != seconde.titre
    assert seconde.racine == "../../../../"


def test_nothing_is_lost_or_shown_twice_between_the_pages(longue: dict[str, Page]) -> None:
    vues = [longue[a].composer() for a in ("territoires/fr/", "territoires/fr/page/2/")]
    montrees = [f.id for v in vues for g in v.groupes for f in g.fiches]
    assert len(montrees) == len(set(montrees)) == PAR_PAGE + 1
    assert montrees[-1] == "derniere"
    assert [(g.genre, g.compte) for g in vues[1].groupes] == [("ressource", 1)]


def test_a_list_that_fits_has_one_page(longue: dict[str, Page]) -> None:
    assert "inspiractions/page/2/" not in longue
    assert longue["inspiractions/"].composer().pagination.total == 1


def test_an_entry_stands_under_the_axis_of_a_plan_and_under_the_plan(
    pages: dict[str, Page],
) -> None:
    for adresse in ("cadres/plan-axe-1/", "cadres/plan-axes/"):
        vue = pages[adresse].composer()
        assert [f.id for groupe in vue.groupes for f in groupe.fiches] == ["hameaux"]
    assert [t.id for t in pages["inspiractions/hameaux/"].composer().fiche.cadres] == ["plan-axe-1"]
