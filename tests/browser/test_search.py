"""Search, as a coordinator uses it: by keyboard, with filters, with the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visite
from tests.browser.pages import compte, pret, resultats


def avancer_jusqu_a(page: Page, selecteur: str, maximum: int = 120) -> None:
    """Press Tab until an element that matches has the focus: the keyboard alone."""
    for _ in range(maximum):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selecteur):
            return
    raise AssertionError(f"{selecteur} ne reçoit jamais le focus")


def test_from_home_to_a_result_by_keyboard_alone(visite: Visite) -> None:
    page = visite.aller("")
    avancer_jusqu_a(page, 'main a[href="themes/isolement-social/"], main a[href="themes/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/themes/**")
    if page.url.endswith("/themes/"):
        avancer_jusqu_a(page, 'a[href="../themes/isolement-social/"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/themes/isolement-social/")
    avancer_jusqu_a(page, 'a[href$="inspiractions/cafes-papote-scaer/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/inspiractions/cafes-papote-scaer/")
    avancer_jusqu_a(page, 'a[href$="territoires/fr-29274/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires/fr-29274/")
    avancer_jusqu_a(page, "#q-entete")
    page.keyboard.type("diogène")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=*")
    pret(page)
    avancer_jusqu_a(page, "ol#resultats a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inspiractions/travail-partenarial-syndrome-de-diogene/**")


def test_the_header_lists_the_first_results_as_one_types(visite: Visite) -> None:
    page = visite.aller("dossiers/")
    champ = page.locator("#q-entete")
    expect(champ).to_have_attribute("role", "combobox")
    champ.focus()
    page.keyboard.type("creil")
    option = page.get_by_role("option", name=re.compile("Creil"))
    option.first.wait_for()
    expect(champ).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    actif = champ.get_attribute("aria-activedescendant")
    assert actif
    assert page.locator(f"#{actif}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    expect(champ).to_have_attribute("aria-expanded", "false")
    assert page.url.endswith("/dossiers/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(champ).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("(territoires|inspiractions|ressources|recherche)/"))


@pytest.mark.parametrize(
    ("requete", "attendu"),
    [
        ("syndrome de Diogène", "travail-partenarial-syndrome-de-diogene"),
        ("DIOGENE", "travail-partenarial-syndrome-de-diogene"),
        ("l’isolement social semeurs", "semeurs-de-sante"),
        ("cafés papote", "cafes-papote-scaer"),
        ("Creil", "depistage-des-cancers-creil"),
        ("cov'idées", "cov-idees"),
        ("Emotika", "emotika"),
        ("Groix", "cafes-mortels-groix"),
    ],
)
def test_what_is_typed_finds_what_is_meant(requete: str, attendu: str, visite: Visite) -> None:
    page = visite.aller("recherche/")
    page.get_by_label("Que cherchez-vous").fill(requete)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    pret(page)
    assert attendu in resultats(page)[:3], resultats(page)


def test_a_filter_tells_the_truth_before_it_is_chosen(visite: Visite) -> None:
    page = visite.aller("recherche/?q=sant%C3%A9")
    pret(page)
    total = compte(page)
    for facette in ("types", "themes", "territoires", "dispositifs", "publics", "demarches",
                    "annees"):  # fmt: skip
        groupe = page.locator(f'fieldset[data-facette="{facette}"]')
        premier = groupe.locator("input").first
        valeur = premier.get_attribute("value")
        annonce = int(re.sub(r"\D", "", groupe.locator("[data-compte]").first.inner_text()) or 0)
        visite.aller(f"recherche/?q=sant%C3%A9&{facette}={valeur}")
        pret(page)
        assert compte(page) == annonce <= total, (facette, valeur)
        # Another value of the same facet still shows what it would bring: OR, not zero.
        autres = page.locator(f'fieldset[data-facette="{facette}"] [data-compte]').all()
        if len(autres) > 1:
            assert any(int(re.sub(r"\D", "", a.inner_text()) or 0) > 0 for a in autres[1:])
        visite.aller("recherche/?q=sant%C3%A9")
        pret(page)


def test_values_add_up_inside_a_facet_and_narrow_across_facets(visite: Visite) -> None:
    page = visite.aller("recherche/?types=interview")
    pret(page)
    interviews = compte(page)
    visite.aller("recherche/?types=interview&types=dossier")
    pret(page)
    ensemble = compte(page)
    visite.aller("recherche/?types=dossier")
    pret(page)
    assert ensemble == interviews + compte(page)
    visite.aller("recherche/?types=dossier&territoires=fr-bre")
    pret(page)
    assert resultats(page) == ["semeurs-de-sante-lorient-quimperle"]


def test_the_address_is_the_state_and_back_undoes_it(visite: Visite) -> None:
    page = visite.aller("recherche/?q=logement")
    pret(page)
    avant = resultats(page)
    case = page.locator('fieldset[data-facette="types"] input[value="interview"]')
    case.check()
    page.wait_for_url("**types=interview**")
    pret(page)
    filtres = resultats(page)
    assert filtres != avant
    page.go_back()
    page.wait_for_function("!location.search.includes('types')")
    page.wait_for_function(
        "n => document.querySelectorAll('ol#resultats > li').length === n", arg=len(avant)
    )
    assert resultats(page) == avant
    page.go_forward()
    page.wait_for_url("**types=interview**")
    page.reload()
    pret(page)
    assert resultats(page) == filtres


def test_sorting_by_title_follows_french_order(visite: Visite) -> None:
    page = visite.aller("recherche/?types=ressource&tri=titre")
    pret(page)
    assert page.locator('select[name="tri"]').input_value() == "titre"
    titres = [t.inner_text() for t in page.locator("ol#resultats > li a").all()]
    # Word by word, as in a catalogue: « Cov’Idées » comes before « Covid ».
    ordre = page.evaluate(
        """titres => {
          const mots = (t) => t.replace(/[^\\p{L}\\p{N}]+/gu, " ").trim();
          const { compare } = new Intl.Collator("fr");
          return [...titres].sort((a, b) => compare(mots(a), mots(b)));
        }""",
        titres,
    )
    assert titres == ordre
    assert len(titres) > 5


def test_nothing_found_says_what_to_do_next(visite: Visite) -> None:
    page = visite.aller("recherche/?q=azertyuiop&types=dossier")
    pret(page)
    assert resultats(page) == []
    zone = page.locator("main")
    expect(zone).to_contain_text(re.compile("[Aa]ucun résultat"))


def test_a_hostile_query_is_only_text(visite: Visite) -> None:
    page = visite.aller("recherche/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    pret(page)
    assert page.locator("main img").count() == 0
    assert page.get_by_label("Que cherchez-vous").input_value() == "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("visite", [{"viewport": {"width": 360, "height": 740}}], ids=["360"],
                         indirect=True)  # fmt: skip
def test_on_a_phone_filters_open_in_a_dialog_that_gives_the_count(visite: Visite) -> None:
    page = visite.aller("recherche/?q=logement")
    pret(page)
    page.get_by_role("button", name=re.compile("Filtrer")).click()
    dialogue = page.get_by_role("dialog")
    dialogue.wait_for()
    dialogue.locator('input[value="interview"]').check()
    bouton = dialogue.get_by_role("button", name=re.compile(r"Voir les? .*résultats?"))
    bouton.click()
    dialogue.wait_for(state="hidden")
    assert "types=interview" in page.url
    assert compte(page) == len(resultats(page)) > 0
