"""The field of the header: terms, then entries by kind, as one types."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Visite
from tests.browser.pages import patienter
from tests.browser.test_pages import REGLES

GENRES = {"Inspir’actions", "Interviews", "Dossiers", "Ressources"}
TERMES = "Aller à"


def proposer(page: Page, saisie: str) -> Locator:
    """Type in the field of the header, by keyboard, and wait for what it proposes."""
    page.locator("#q-entete").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(saisie)
    patienter(
        page, "['pret', 'aucun'].includes(document.querySelector('#recherche-entete').dataset.etat)"
    )
    return page.get_by_role("listbox", name="Propositions").get_by_role("option")


def groupes(page: Page) -> list[str]:
    """The accessible names of the groups, in order."""
    return [
        page.evaluate(
            "g => document.getElementById(g.getAttribute('aria-labelledby')).textContent",
            groupe.element_handle(),
        )
        for groupe in page.locator("#propositions").get_by_role("group").all()
    ]


def groupe(page: Page, nom: str) -> Locator:
    return page.locator("#propositions").get_by_role("group", name=nom, exact=True)


def active(page: Page) -> Locator:
    """The option that the field points at: seen, selected, and the only one."""
    expect(page.locator("#q-entete")).to_be_focused()
    nom = page.locator("#q-entete").get_attribute("aria-activedescendant")
    assert nom
    choisies = page.locator("#propositions [aria-selected=true]")
    expect(choisies).to_have_count(1)
    expect(choisies).to_have_id(nom)
    expect(choisies).to_be_in_viewport(ratio=0.9)
    return choisies


def descendre_a(page: Page, selecteur: str) -> Locator:
    for _ in range(20):
        page.keyboard.press("ArrowDown")
        if active(page).evaluate("(o, s) => o.matches(s)", selecteur):
            return active(page)
    raise AssertionError(f"les flèches ne mènent jamais à {selecteur}")


def annonce(page: Page) -> Locator:
    return page.locator("#recherche-entete [aria-live=polite]")


def test_an_acronym_shows_its_definition_before_the_entries(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    options = proposer(page, "CLSM")
    premiere = options.first
    expect(premiere).to_have_accessible_name(
        re.compile(
            r"^Conseil local de santé mentale \(CLSM\) ?, Dispositif · \d+ entrées ?\. .{40,}"
        )
    )
    definition = premiere.locator(".proposition-definition").inner_text()
    hauteur = premiere.locator(".proposition-definition").evaluate(
        "e => e.clientHeight / parseFloat(getComputedStyle(e).lineHeight)"
    )
    assert 1 <= hauteur < 2.1
    assert page.locator(".proposition-definition").count() == 1
    assert groupes(page)[0] == TERMES
    assert len(groupes(page)) > 1
    premiere.click()
    page.wait_for_url("**/dispositifs/clsm/")
    expect(page.locator("main")).to_contain_text(definition)


def test_the_name_of_a_place_proposes_its_page_and_its_entries(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    proposer(page, "creil")
    premier = groupe(page, TERMES).get_by_role("option").first
    expect(premier).to_have_accessible_name(re.compile(r"^Creil \(60\) ?, Territoire · 1 entrée$"))
    expect(premier.locator("mark")).to_have_text("Creil")
    entree = groupe(page, "Inspir’actions").locator('[href*="depistage-des-cancers-creil"]')
    expect(entree).to_have_accessible_name(re.compile("Creil.*Creil"))


@pytest.mark.parametrize("saisie", ["logement", "santé", "CLSM", "inter"])
def test_entries_are_grouped_by_kind_under_a_name(saisie: str, visite: Visite) -> None:
    page = visite.aller("dossiers/")
    options = proposer(page, saisie)
    noms = groupes(page)
    assert set(noms) <= GENRES | {TERMES}
    assert len(set(noms)) == len(noms)
    termes = groupe(page, TERMES).get_by_role("option").count()
    entrees = sum(groupe(page, n).get_by_role("option").count() for n in noms if n in GENRES)
    assert termes <= 4
    assert 1 <= entrees <= 6
    # All the results come last.
    assert options.count() == termes + entrees + 1
    fin = options.last
    expect(fin).to_have_accessible_name(
        re.compile(r"^Voir (les [\d\u202f]+ résultats|le résultat)")
    )
    lus = [options.nth(n).get_attribute("id") for n in range(options.count())]
    assert lus == [f"proposition-{n}" for n in range(len(lus))]


@pytest.mark.parametrize(
    ("saisie", "premier"),
    [
        ("cls", "Contrat local de santé (CLS)"),  # exact, before CLSM and CLSS
        ("contrats locaux de santé", "Contrat local de santé"),
        ("ptsm", "Projet territorial de santé mentale (PTSM)"),  # no entry: the glossary
        ("SANTE MENTAL", "Santé mentale"),
        ("habitat", "Habitat et logement"),  # the most entries first
        ("hlm", "Habitat et logement (HLM)"),  # by a synonym
        ("aménageuse", "Professionnel·les de l’aménagement et de l’habitat (aménageuse)"),
    ],
)
def test_terms_are_known_by_any_of_their_names(saisie: str, premier: str, visite: Visite) -> None:
    page = visite.aller("dossiers/")
    proposer(page, saisie)
    titre = groupe(page, TERMES).locator(".proposition-titre").first
    expect(titre).to_have_text(premier)


def test_a_term_that_leads_nowhere_is_not_proposed(visite: Visite) -> None:
    page = visite.aller("themes/")
    proposer(page, "habitat indigne")
    adresses = [a.get_attribute("href") for a in page.locator(".proposition-terme").all()]
    assert "../glossaire/#habitat-indigne" in adresses
    assert "../themes/habitat-indigne/" not in adresses  # no entry, no definition


def test_the_keyboard_reaches_a_term_and_an_entry(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    champ = page.locator("#q-entete")
    expect(champ).to_have_attribute("role", "combobox")
    proposer(page, "creil")
    expect(champ).to_have_attribute("aria-expanded", "true")
    descendre_a(page, ".proposition-terme")
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires/fr-60175/")
    proposer(page, "creil")
    descendre_a(page, '[href*="/depistage-des-cancers-creil/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/inspiractions/depistage-des-cancers-creil/?*")
    assert parse_qs(urlsplit(page.url).query) == {"surligner": ["creil"]}
    # Up from the field: the last option, every result.
    proposer(page, "creil")
    page.keyboard.press("ArrowUp")
    assert active(page).inner_text() in ("Voir le résultat", "Voir les 2 résultats")
    page.keyboard.press("ArrowDown")
    assert champ.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=creil")


def test_control_enter_opens_another_tab(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    proposer(page, "creil")
    page.keyboard.press("ArrowDown")
    with page.context.expect_page() as autre:
        page.keyboard.press("Control+Enter")
    autre.value.wait_for_url("**/territoires/fr-60175/")
    assert page.url.endswith("/dossiers/")
    expect(page.locator("#q-entete")).to_be_focused()


def test_escape_closes_and_keeps_what_was_typed(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    champ = page.locator("#q-entete")
    liste = page.get_by_role("listbox", name="Propositions")
    proposer(page, "creil")
    expect(liste).to_be_visible()
    # Home and End stay in the text.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert champ.evaluate("c => c.selectionStart") == 0
    page.keyboard.press("End")
    assert champ.evaluate("c => c.selectionStart") == 5
    page.keyboard.press("Escape")
    expect(liste).to_be_hidden()
    expect(champ).to_have_attribute("aria-expanded", "false")
    assert champ.get_attribute("aria-activedescendant") is None
    expect(champ).to_have_value("creil")
    page.keyboard.press("ArrowDown")
    expect(liste).to_be_visible()
    active(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(champ).to_have_value("")
    expect(annonce(page)).to_be_empty()
    proposer(page, "creil")
    expect(liste).to_be_visible()
    page.keyboard.press("Tab")
    expect(liste).to_be_hidden()


def test_a_typing_mistake_is_mended_and_said(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    proposer(page, "mediatoin")
    remarque = page.locator(".proposition-remarque")
    expect(remarque).to_have_text("Résultats pour «\u202fmédiation\u202f».")
    expect(annonce(page)).to_have_text(
        re.compile(r"^Résultats pour «\u202fmédiation\u202f»\. .* flèches pour choisir\.$")
    )
    expect(groupe(page, TERMES).locator(".proposition-titre").first).to_have_text("Médiation")
    descendre_a(page, ".proposition-entree")
    page.keyboard.press("Enter")
    page.wait_for_url("**surligner=*")
    assert parse_qs(urlsplit(page.url).query) == {"surligner": ["médiation"]}
    proposer(page, "médiation")
    expect(remarque).to_be_hidden()


def test_a_likely_mistake_that_has_results_is_an_option(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    premiere = proposer(page, "actionn").first
    expect(premiere).to_have_text("Vouliez-vous dire «\u202faction\u202f»\u202f?")
    expect(annonce(page)).to_have_text(
        re.compile("^Vouliez-vous dire «\u202faction\u202f»\u202f\\? ")
    )
    page.keyboard.press("ArrowDown")
    active(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=action")


@pytest.mark.parametrize(
    ("saisie", "attendu"),
    [
        ("clsm", r"4 termes et 6 entrées proposés"),
        ("ptsm", r"Aucune entrée pour «\u202fptsm\u202f»\. 1 terme proposé"),
        ("cov'idées", r"\d entrées? proposées?"),
        ("creil", r"2 termes et (1 entrée|\d entrées) proposés"),
    ],
)
def test_the_number_is_said_in_french(saisie: str, attendu: str, visite: Visite) -> None:
    page = visite.aller("dossiers/")
    proposer(page, saisie)
    expect(annonce(page)).to_have_text(re.compile(f"^{attendu}, flèches pour choisir\\.$"))


def test_what_has_not_changed_is_not_said_twice(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    proposer(page, "clsm")
    annonce(page).evaluate(
        "a => { window.dites = 0; new MutationObserver(() => { window.dites += 1; })"
        ".observe(a, { childList: true, characterData: true, subtree: true }) }"
    )
    proposer(page, "CLSM")
    assert page.evaluate("window.dites") == 0
    proposer(page, "creil")
    assert page.evaluate("window.dites") == 1


def test_a_word_nobody_uses_still_leads_to_the_search_page(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    options = proposer(page, "azertyuiop")
    expect(page.locator("#recherche-entete")).to_have_attribute("data-etat", "aucun")
    expect(options).to_have_count(1)
    rien = "Aucun résultat pour «\u202fazertyuiop\u202f»."
    expect(page.locator(".proposition-remarque")).to_have_text(rien)
    expect(annonce(page)).to_have_text(rien)
    page.keyboard.press("ArrowDown")
    active(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=azertyuiop")
    proposer(page, "azertyuiop")
    # The address is already that one: only the navigation itself tells that it was asked for.
    with page.expect_navigation(url="**/recherche/?q=azertyuiop"):
        page.keyboard.press("Enter")


def test_the_number_of_results_is_that_of_the_search_page(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    # « mal » also proposes « maladie », which the page leaves out.
    for saisie in ("logement", "mal", "cafés papote"):
        fin = proposer(page, saisie).last
        nombre = re.search(r"\d+", fin.inner_text())
        fin.click()
        page.wait_for_url("**/recherche/?q=*")
        compte = page.locator("main [role=status]").first
        expect(compte).to_have_text(re.compile(f"^{nombre[0] if nombre else 1} résultats? "))


def test_terms_do_not_wait_for_slow_entries(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    retenues: list[Route] = []
    page.route("**/pagefind/index/**", lambda route: retenues.append(route))
    page.locator("#q-entete").focus()
    page.keyboard.type("clsm")
    expect(groupe(page, TERMES)).to_be_visible()
    expect(page.locator("#recherche-entete")).to_have_attribute("data-etat", "chargement")
    assert groupes(page) == [TERMES]
    expect(annonce(page)).to_be_empty()
    page.keyboard.press("ArrowDown")
    choisie = active(page).get_attribute("href")
    page.route("**/pagefind/index/**", lambda route: route.continue_())
    for route in retenues:
        route.continue_()
    expect(page.locator("#recherche-entete")).to_have_attribute("data-etat", "pret")
    assert len(groupes(page)) > 1
    # The choice made meanwhile is kept.
    assert active(page).get_attribute("href") == choisie


def test_the_list_stays_while_the_next_one_loads(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    proposer(page, "creil")
    page.evaluate(
        """() => {
          window.vides = 0;
          const boite = document.querySelector('.propositions');
          const noter = () => {
            if (boite.hidden || !boite.querySelector('[role=option]')) window.vides += 1;
          };
          const tout = { childList: true, subtree: true, attributes: true };
          new MutationObserver(noter).observe(boite, tout);
        }"""
    )
    proposer(page, "diogène")
    assert groupe(page, "Inspir’actions").locator('[href*="diogene"]').count()
    assert page.evaluate("window.vides") == 0


@pytest.mark.parametrize(
    "visite",
    [{"viewport": {"width": 360, "height": 740}}, {"viewport": {"width": 640, "height": 450}}],
    ids=["360", "200%"],
    indirect=True,
)
@pytest.mark.parametrize("saisie", ["santé mentale", "azertyuiop", "mediatoin"])
def test_the_list_fits_a_small_screen(saisie: str, visite: Visite) -> None:
    page = visite.aller("inspiractions/semeurs-de-sante/")
    ecran = page.viewport_size
    assert ecran
    options = proposer(page, saisie)
    boite = page.locator(".propositions").bounding_box()
    assert boite
    assert boite["x"] >= 0
    assert boite["x"] + boite["width"] <= ecran["width"]
    assert boite["y"] + boite["height"] <= ecran["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= ecran["width"]
    # All the results stay in reach, and every option comes into view.
    expect(options.last).to_be_in_viewport(ratio=1)
    for _ in range(options.count()):
        page.keyboard.press("ArrowDown")
        fin = options.last.bounding_box()
        choisie = active(page).bounding_box()
        assert fin
        assert choisie
        assert choisie == fin or choisie["y"] + choisie["height"] <= fin["y"] + 1


@pytest.mark.parametrize("visite", [{"color_scheme": c} for c in ("light", "dark")],
                         ids=["clair", "sombre"], indirect=True)  # fmt: skip
@pytest.mark.parametrize("saisie", ["CLSM", "mediatoin", "azertyuiop"])
def test_axe_finds_nothing_in_the_open_list(saisie: str, visite: Visite) -> None:
    page = visite.aller("dossiers/")
    proposer(page, saisie)
    page.keyboard.press("ArrowDown")
    active(page)
    resultat = Axe().run(page, context="header", options=REGLES)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in resultat.response["violations"]] == []


@pytest.mark.parametrize("visite", [{"forced_colors": "active"}], indirect=True)
def test_the_choice_is_seen_in_forced_colours(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    proposer(page, "clsm")
    page.keyboard.press("ArrowDown")
    fond = "o => getComputedStyle(o).backgroundColor"
    suivante = page.locator("#propositions [aria-selected=false]").first
    assert active(page).evaluate(fond) != suivante.evaluate(fond)


def test_a_load_that_failed_is_tried_again_at_the_next_key(visite: Visite) -> None:
    page = visite.page
    page.route("**/propositions.js*", lambda route: route.abort())
    visite.aller("dossiers/")
    champ = page.locator("#q-entete")
    with page.expect_event("requestfailed"):
        champ.focus()
    page.unroute("**/propositions.js*")
    page.wait_for_load_state("networkidle")
    page.keyboard.type("creil")
    page.get_by_role("option").first.wait_for()
    visite.erreurs.clear()  # the browser itself reports the request that was cut
