"""The search page for everyone: the criteria of the RGAA 4.1 that search pages fail.

A 2024 audit of Pagefind's own interface named 7.5, 9.3 and 11.1; the others are those
that it implies for a page with a field, filters, results that change and a dialog.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visite
from tests.browser.pages import avancer, chercher, compte, patienter, pret, resultats
from tests.browser.test_pages import REGLES

TELEPHONE = {"viewport": {"width": 360, "height": 740}}
#: 1280 pixels at 200%.
ZOOM = {"viewport": {"width": 640, "height": 450}}


def ouvrir(visite: Visite, adresse: str) -> Page:
    page = visite.aller(adresse)
    pret(page)
    return page


def test_3_1_nothing_is_said_by_colour_alone(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement&types=ressource")
    # A chosen value is a checked box, a kind is a word, a match is an element of its own.
    assert page.locator('input[value="ressource"]').is_checked()
    assert page.locator("ol#resultats .genre").first.inner_text().startswith("Ressource")
    marque = page.locator("ol#resultats mark").first
    page.emulate_media(forced_colors="active")
    fond = marque.evaluate("e => getComputedStyle(e).backgroundColor")
    autour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fond != autour


@pytest.mark.parametrize("visite", [{"color_scheme": c} for c in ("light", "dark")],
                         ids=["clair", "sombre"], indirect=True)  # fmt: skip
@pytest.mark.parametrize(
    "etat",
    ["recherche/?q=mediatoin", "recherche/?q=jardin+xyzzy", "recherche/?q=logement&themes=sommeil"],
    ids=["corrigee", "partielle", "filtres-sans-resultat"],
)
def test_3_2_contrast_and_the_rest_of_axe_in_every_state(etat: str, visite: Visite) -> None:
    page = ouvrir(visite, etat)
    page.locator(".aide summary").click()
    fautes = [
        (v["id"], n["html"][:160]) for v in Axe().run(page, options=REGLES).response["violations"]
        for n in v["nodes"]
    ]  # fmt: skip
    assert fautes == []


def test_7_1_every_control_has_a_name_and_tells_its_state(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement&types=ressource")
    for nom, role in (("Que cherchez-vous", "searchbox"), ("Trier par", "combobox")):
        assert page.get_by_role(role, name=nom).count() == 1
    bascule = page.locator('fieldset[data-facette="themes"] .facette-bascule').first
    expect(bascule).to_have_attribute("aria-expanded", "false")
    assert (bascule.get_attribute("aria-label") or "").startswith("Préciser")
    bascule.click()
    expect(bascule).to_have_attribute("aria-expanded", "true")
    cible = bascule.get_attribute("aria-controls")
    assert page.locator(f"[id='{cible}']").is_visible()
    sans_nom = page.locator("main :is(input, select, button, summary, a[href])").evaluate_all(
        """es => es.filter((e) => e.getClientRects().length && !(e.ariaLabel || e.textContent.trim()
          || [...(e.labels ?? [])].some((l) => l.textContent.trim()))).map((e) => e.outerHTML)"""
    )
    assert sans_nom == []


def test_7_3_everything_is_done_by_keyboard_and_nothing_traps_it(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/")
    avancer(page, "#q")
    page.keyboard.type("logement")
    patienter(page, "document.querySelector('#recherche').dataset.requete === 'logement'")
    pret(page)
    avancer(page, ".aide summary")
    page.keyboard.press("Enter")
    assert page.locator(".aide li").first.is_visible()
    avancer(page, '[data-facette="types"] input')
    page.keyboard.press("Space")
    page.wait_for_url("**types=**")
    pret(page)
    assert page.evaluate("document.activeElement.matches('[data-facette=types] input')")
    avancer(page, "select[name=tri]")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**tri=date**")
    pret(page)
    avancer(page, "[data-puces] button")
    page.keyboard.press("Enter")
    patienter(page, "!location.search.includes('types')")
    pret(page)
    avancer(page, "ol#resultats a")
    # Out at the other end: the footer comes after the results.
    avancer(page, "footer a", maximum=400)


def test_7_5_the_count_is_announced_once_and_without_moving_the_focus(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement")
    statut = page.locator("#recherche [role=status]")
    assert statut.count() == 1
    avant = statut.inner_text()
    page.get_by_label("Que cherchez-vous").focus()
    chercher(page, "diogène")
    assert statut.inner_text() != avant
    assert str(compte(page)) in statut.inner_text()
    assert page.evaluate("document.activeElement.id") == "q"
    # The same answer again changes nothing in the region: a reader would say it twice.
    page.evaluate(
        "window.changements = 0; new MutationObserver(l => { window.changements += l.length })"
        ".observe(document.querySelector('#recherche [role=status]'),"
        " {childList: true, characterData: true, subtree: true})"
    )
    page.locator("select[name=tri]").select_option("titre")
    page.wait_for_url("**tri=titre**")
    pret(page)
    assert page.evaluate("window.changements") == 0


def test_9_1_headings_make_an_outline(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement")
    niveaux = page.locator("main :is(h1,h2,h3,h4)").evaluate_all(
        "t => t.filter(e => !e.closest('dialog:not([open])')).map(e => Number(e.tagName[1]))"
    )
    assert niveaux[0] == 1
    assert niveaux.count(1) == 1
    assert all(suivant <= niveau + 1 for niveau, suivant in pairwise(niveaux))
    assert niveaux.count(3) == len(resultats(page))


def test_9_3_results_and_filters_are_lists(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement&types=ressource&types=inspiraction")
    assert page.get_by_role("list").filter(has=page.locator("[data-entree]")).count() == 1
    orphelins = page.evaluate(
        "[...document.querySelectorAll('main li')].filter(l => !l.parentElement.matches('ul, ol'))"
        ".length + [...document.querySelectorAll('main :is(ul, ol)')]"
        ".filter(l => [...l.children].some(e => e.tagName !== 'LI')).length"
    )
    assert orphelins == 0


def test_11_1_each_field_has_a_label_of_its_own(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement")
    champs = page.locator("main :is(input, select)").evaluate_all(
        "cs => cs.map(c => [...(c.labels ?? [])].map(l => l.innerText.trim()).join(' '))"
    )
    assert len(champs) > 20
    assert all(champs)


def test_11_5_the_values_of_a_filter_are_grouped_under_its_name(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement")
    for nom in ("Type", "Thème", "Territoire", "Dispositif", "Public", "Démarche", "Année"):
        groupe = page.get_by_role("group", name=nom, exact=True)
        assert groupe.count() == 1, nom
        assert groupe.get_by_role("checkbox").count() > 0, nom


def test_10_7_focus_is_seen_on_every_control(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement&types=ressource")
    page.locator("#q").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        contour = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 })()"
        )
        assert contour, page.evaluate("document.activeElement.outerHTML.slice(0, 120)")


def test_12_8_the_focus_follows_the_order_of_reading(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement&types=ressource")
    page.locator("#q").focus()
    reperes = ["form[role=search]", "[data-colonne]", "[data-puces]", "ol#resultats"]
    vus: list[str] = []
    for _ in range(400):
        if page.evaluate("document.activeElement.closest('footer') !== null"):
            break
        ou = page.evaluate(
            "rs => rs.find(r => document.activeElement.closest('main ' + r))", reperes
        )
        if ou and (not vus or vus[-1] != ou):
            vus.append(ou)
        page.keyboard.press("Tab")
    else:
        raise AssertionError("le pied de page n’est jamais atteint")
    assert vus == reperes


def test_the_focus_is_never_lost_when_what_held_it_goes(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement&types=ressource&types=interview")
    puce = page.locator('[data-puce="types=ressource"]')
    puce.focus()
    page.keyboard.press("Enter")
    patienter(page, "!location.search.includes('ressource')")
    pret(page)
    assert page.evaluate("document.activeElement.closest('[data-puces]') !== null")
    page.keyboard.press("Enter")
    patienter(page, "!location.search.includes('types')")
    pret(page)
    assert page.evaluate("document.activeElement !== document.body")


@pytest.mark.parametrize("visite", [TELEPHONE], ids=["360"], indirect=True)
def test_on_a_phone_the_dialog_holds_the_focus_and_gives_it_back(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement")
    bouton = page.get_by_role("button", name="Filtrer")
    bouton.focus()
    page.keyboard.press("Enter")
    dialogue = page.get_by_role("dialog", name="Filtrer")
    dialogue.wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        # The browser's own bar may take the focus between the last and the first control.
        assert page.evaluate(
            "document.activeElement === document.body"
            " || document.activeElement.closest('dialog') !== null"
        )
    dialogue.locator("input").first.check()
    expect(dialogue.locator("[aria-live=polite]")).to_contain_text("résultat")
    page.keyboard.press("Escape")
    dialogue.wait_for(state="hidden")
    assert bouton.evaluate("b => b === document.activeElement")


@pytest.mark.parametrize("visite", [TELEPHONE], ids=["360"], indirect=True)
def test_10_11_targets_are_large_enough_for_a_finger(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement&types=ressource&types=interview")
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("dialog").wait_for()
    petites = page.locator("dialog :is(button, label)").evaluate_all(
        "es => es.map(e => [e.innerText || e.ariaLabel, e.getBoundingClientRect()])"
        ".filter(([, b]) => b.width && (b.width < 24 || b.height < 24)).map(([t]) => t)"
    )
    assert petites == []


@pytest.mark.parametrize("visite", [ZOOM], ids=["200%"], indirect=True)
def test_10_4_at_200_percent_everything_is_there_and_whole(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement&types=ressource")
    coupes = page.locator("main :is(h1,h2,h3,p,legend,label,button,select):visible").evaluate_all(
        "es => es.filter(e => !e.closest('.hors-vue')"
        " && getComputedStyle(e).overflow !== 'visible'"
        " && e.scrollHeight > e.clientHeight + 2).map(e => e.outerHTML.slice(0, 100))"
    )
    assert coupes == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for nom in ("Filtrer", "Rechercher", "Effacer les filtres"):
        assert page.locator("main").get_by_role("button", name=nom).first.is_visible(), nom
    assert page.get_by_label("Trier par").is_visible()


def test_13_8_nothing_moves_for_those_who_ask_for_stillness(visite: Visite) -> None:
    page = ouvrir(visite, "recherche/?q=logement&types=ressource")
    durees = page.evaluate(
        """[...document.querySelectorAll('main *')].map((e) => getComputedStyle(e))
          .flatMap((s) => `${s.transitionDuration},${s.animationDuration}`.split(','))
          .map(parseFloat)"""
    )
    assert max(durees) <= 0.01
