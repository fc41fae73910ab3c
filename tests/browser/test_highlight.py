"""The words searched for, marked in the entry that a result opens."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visite
from tests.browser.pages import avancer, mesurer_les_decalages, patienter
from tests.browser.test_pages import REGLES

DIOGENE = "inspiractions/travail-partenarial-syndrome-de-diogene/"
LOGEMENT = "inspiractions/sante-dans-le-logement-information-mediation/"
SEMEURS = "inspiractions/semeurs-de-sante/"
DOSSIER = "dossiers/au-dela-des-murs/"

TELEPHONE = {"viewport": {"width": 360, "height": 740}}
APPARENCES = [{"color_scheme": "light"}, {"color_scheme": "dark", **TELEPHONE}]


def ouvrir(visite: Visite, chemin: str, saisie: str, reste: str = "") -> Page:
    """Open an entry as a result does, and wait until its words are marked."""
    page = visite.aller(f"{chemin}?surligner={quote(saisie)}{reste}")
    patienter(page, "window.inspiraction?.['recherche/surlignage']")
    page.evaluate("window.inspiraction['recherche/surlignage'].pret")
    return page


def marques(page: Page) -> list[str]:
    return page.locator("mark").all_text_contents()


def bouton(page: Page, nom: str):
    return page.locator(".surlignage").get_by_role("button", name=nom)


def article(page: Page) -> tuple[str, str]:
    lu = page.locator("article[data-entree]").evaluate("a => [a.textContent, a.innerHTML]")
    return lu[0], lu[1]


@pytest.mark.parametrize(
    ("chemin", "saisie", "attendues"),
    [
        (DIOGENE, "diogene", {"diogène"}),
        (DIOGENE, "DIOGÈNE,", {"diogène"}),
        (DIOGENE, "partenariale", {"partenarial"}),
        (DIOGENE, "locaux", {"local"}),
        (DIOGENE, "diog", {"diogène"}),  # the beginning of a word is what the header looks for
        (LOGEMENT, "mediations", {"médiation"}),
        (LOGEMENT, "de l'information", {"information"}),  # « d’information »
        (LOGEMENT, "logement -santé", {"logement"}),
        (SEMEURS, "habitante", {"habitant·es"}),
        (
            SEMEURS,
            "accompagnement",
            {"accompagnement", "accompagner", "accompagne", "accompagnateur·rices"},
        ),
    ],
)
def test_a_word_is_marked_whatever_its_form(
    chemin: str, saisie: str, attendues: set[str], visite: Visite
) -> None:
    page = ouvrir(visite, chemin, saisie)
    assert {m.lower() for m in marques(page)} == attendues


def test_a_phrase_is_marked_whole_or_not_at_all(visite: Visite) -> None:
    page = ouvrir(visite, LOGEMENT, "« santé dans le logement »")
    assert [m.lower() for m in marques(page)] == ["santé dans le logement"] * 2
    page = ouvrir(visite, LOGEMENT, '"logement santé"')
    assert marques(page) == []


def test_a_phrase_runs_through_a_link(visite: Visite) -> None:
    page = ouvrir(visite, LOGEMENT, '"son dossier au-delà des murs"')
    assert "".join(marques(page)) == "son dossier Au-delà des murs"
    expect(page.locator(".texte a mark")).to_have_count(1)
    expect(page.locator(".surlignage")).to_contain_text("1\u00a0passage contient")


def test_words_that_touch_make_one_passage(visite: Visite) -> None:
    page = ouvrir(visite, DIOGENE, "diogene syndrome")
    assert {m.lower() for m in marques(page)} == {"syndrome de diogène"}


@pytest.mark.parametrize("saisie", ["de la", "zzzzzz", '"le"', "-santé", "···", "  "])
def test_nothing_found_shows_nothing(saisie: str, visite: Visite) -> None:
    page = ouvrir(visite, LOGEMENT, saisie)
    assert marques(page) == []
    assert page.locator(".surlignage").count() == 0
    assert not any("surlignage.css" in d for d in visite.demandes)


@pytest.mark.parametrize("chemin", [SEMEURS, DOSSIER])
def test_only_the_entry_itself_is_marked(chemin: str, visite: Visite) -> None:
    page = ouvrir(visite, chemin, "santé recherche dossier contribuer")
    for lieu in (".chapo", ".texte", ".identite dd"):
        assert page.locator(f"article {lieu} mark").count(), lieu
    ailleurs = (
        "nav, header.entete, footer, form, button, code, svg, .voisines, .cartes, .surlignage"
    )
    assert page.locator(f":is({ailleurs}) mark").count() == 0
    assert page.locator("mark").count() == page.locator("article mark").count()


def test_what_is_found_is_said_once(visite: Visite) -> None:
    page = ouvrir(visite, LOGEMENT, "médiation")
    nombre = page.locator("mark").count()
    annonce = page.locator("main [role=status]:not([data-annonce])")
    phrase = f"{nombre}\u00a0passages contiennent «\u202fmédiation\u202f»"
    assert annonce.text_content() == phrase
    # At the head of the text for whoever listens, whatever place the eye gives it.
    assert page.evaluate(
        "document.querySelector('.surlignage').nextElementSibling"
        " === document.querySelector('article')"
    )
    assert page.evaluate("document.activeElement === document.body && scrollY === 0")
    bouton(page, "Passage suivant").click()
    assert annonce.text_content() == phrase
    assert f"1 sur {nombre}" in page.locator(".surlignage").inner_text()
    page = ouvrir(visite, LOGEMENT, '"murs habiter" clcv zzzzzz')
    texte = page.locator("main [role=status]:not([data-annonce])").text_content() or ""
    assert texte.endswith("«\u202fmurs habiter\u202f» ou «\u202fclcv\u202f»"), texte


def test_the_keyboard_goes_from_passage_to_passage(visite: Visite) -> None:
    page = ouvrir(visite, SEMEURS, "hirondelles isolement")
    nombre = page.locator("mark").count()
    assert nombre > 2
    ici = "document.activeElement.matches('mark') ? [...document.querySelectorAll('mark')]" + (
        ".indexOf(document.activeElement) : -1"
    )
    vue = (
        "(() => { const r = document.activeElement.getBoundingClientRect();"
        " const b = document.querySelector('.surlignage').getBoundingClientRect();"
        " return r.height > 0 && r.top >= 0 && r.bottom <= b.top })()"
    )
    avancer(page, ".surlignage button", maximum=20)
    expect(bouton(page, "Passage suivant")).to_be_focused()
    for n in (*range(nombre), 0, 1):
        page.keyboard.press("Enter")
        assert page.evaluate(ici) == n
        assert page.evaluate(vue), n
        contour = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert contour == "solid"
    page.keyboard.press("Shift+Enter")
    assert page.evaluate(ici) == 0
    page.keyboard.press("Shift+Enter")
    assert page.evaluate(ici) == nombre - 1
    page.keyboard.press("Escape")
    expect(bouton(page, "Passage suivant")).to_be_focused()
    assert page.locator("mark[tabindex]").count() == 0


@pytest.mark.parametrize("chemin", [SEMEURS, DOSSIER, "interviews/"])
def test_removing_gives_back_the_page_and_its_address(chemin: str, visite: Visite) -> None:
    if chemin == "interviews/":
        page = visite.aller(chemin)
        lien = page.locator(".carte-titre a").first.get_attribute("href") or ""
        chemin = f"interviews/{lien.strip('./').split('/')[-1]}/"
    page = visite.aller(chemin)
    avant = article(page)
    page = ouvrir(visite, chemin, 'santé habitants "les projets"', "&origine=a%20b#leviers")
    assert len(marques(page)) > 3
    assert article(page)[0] == avant[0]
    bouton(page, "Passage suivant").focus()
    page.keyboard.press("Enter")
    bouton(page, "Retirer le surlignage").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.url == f"{visite.adresse}{chemin}?origine=a+b#leviers"
    assert page.locator(".surlignage").count() == 0
    page.evaluate("document.activeElement.blur()")
    assert article(page) == avant
    assert page.locator("article[data-entree]").evaluate(
        "a => { const n = a.cloneNode(true); n.normalize();"
        " const textes = (e) => { const w = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);"
        " let i = 0; while (w.nextNode()) i += 1; return i };"
        " return textes(a) === textes(n) }"
    )


def test_the_mouse_removes_without_losing_the_place(visite: Visite) -> None:
    page = ouvrir(visite, SEMEURS, "isolement")
    page.evaluate("scrollTo(0, 1200)")
    bouton(page, "Retirer le surlignage").click()
    assert page.evaluate("scrollY") == 1200


@pytest.mark.parametrize(
    "saisie",
    [
        "<img src=x onerror=alert(1)> logement",
        '"><script>alert(1)</script> logement',
        "logement " + "(" * 5000,
        "logement\u0000\ufffd\u202e " + "a·b·" * 400,
        "logement " + '"' * 301,
    ],
)
def test_a_hostile_query_is_only_text(saisie: str, visite: Visite) -> None:
    page = visite.aller(LOGEMENT)
    avant = article(page)[0]
    balises = page.locator("main img, main script").count()
    page = ouvrir(visite, LOGEMENT, saisie)
    assert {m.lower() for m in marques(page)} == {"logement"}
    assert page.locator("main img, main script").count() == balises
    assert article(page)[0] == avant


def test_nothing_is_loaded_without_words_to_mark(visite: Visite) -> None:
    def charges() -> set[str]:
        return {d.split("?")[0].rsplit("/", 1)[-1] for d in visite.demandes if "/base/" in d}

    page = visite.aller(f"{LOGEMENT}?autre=1")
    page.wait_for_load_state("networkidle")
    sans = charges()
    assert not sans & {"surlignage.js", "surlignage.css"}
    # And with words, this and nothing else: neither the index nor the lexicon.
    ouvrir(visite, LOGEMENT, "logement")
    assert charges() - sans == {"surlignage.js", "surlignage.css", "equivalences.gz"}


def test_an_acronym_marks_its_long_form(visite: Visite) -> None:
    page = ouvrir(visite, "inspiractions/atelier-confiance-en-soi-prise-de-decisions/", "CPS")
    marques = page.locator("article mark").all_inner_texts()
    assert any("compétences psychosociales" in m.lower() for m in marques), marques


def test_links_and_definitions_still_work_under_a_mark(visite: Visite) -> None:
    page = ouvrir(visite, LOGEMENT, "murs")
    page.locator(".texte a mark").first.click()
    page.wait_for_url(f"**/{DOSSIER}")
    page = visite.aller(SEMEURS)
    mot = page.locator(".texte a.terme").first.inner_text()
    page = ouvrir(visite, SEMEURS, f'"{mot}"')
    page.locator("a.terme mark").first.hover()
    page.get_by_role("tooltip").wait_for(state="visible")


@pytest.mark.parametrize("visite", [TELEPHONE], ids=["360"], indirect=True)
def test_on_a_phone_the_bar_is_in_reach_and_closed_cards_open(visite: Visite) -> None:
    page = ouvrir(visite, LOGEMENT, "mediation")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for nom in ("Passage suivant", "Retirer le surlignage"):
        boite = bouton(page, nom).bounding_box()
        assert boite
        assert boite["height"] >= 44
        assert boite["width"] >= 44
        assert boite["y"] + boite["height"] <= 740
    carte = page.locator(".identite details")
    assert carte.get_attribute("open") is None
    for _ in range(page.locator("mark").count()):
        bouton(page, "Passage suivant").click()
        assert page.evaluate("document.activeElement.getBoundingClientRect().height > 0")
        expect(page.locator("mark:focus")).to_be_in_viewport()
    assert carte.get_attribute("open") is not None


@pytest.mark.parametrize("visite", APPARENCES, ids=["clair", "sombre-360"],
                         indirect=True)  # fmt: skip
@pytest.mark.parametrize("chemin", [SEMEURS, DOSSIER])
def test_axe_finds_nothing(chemin: str, visite: Visite) -> None:
    page = ouvrir(visite, chemin, "santé habitant")
    bouton(page, "Passage suivant").click()
    resultat = Axe().run(page, options=REGLES)
    assert [(v["id"], v["nodes"][0]["html"]) for v in resultat.response["violations"]] == []


def test_nothing_moves_when_the_words_are_marked(visite: Visite) -> None:
    mesurer_les_decalages(visite.page)
    page = ouvrir(visite, SEMEURS, "santé habitant")
    page.evaluate("new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f)))")
    assert page.evaluate("window.decalage") < 0.02


def test_paper_has_neither_bar_nor_colour(visite: Visite) -> None:
    page = ouvrir(visite, LOGEMENT, "logement")
    page.emulate_media(media="print")
    expect(page.locator(".surlignage")).to_be_hidden()
    fond = page.locator(".chapo mark").first.evaluate("m => getComputedStyle(m).backgroundColor")
    assert fond in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
