"""Every kind of page in a real browser: accessible, whole at any width, readable in print."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visite
from tests.browser.pages import mesurer_les_decalages, pret
from tests.site.conftest import Construction

#: One page of each kind, in the states that differ.
PAGES = {
    "accueil": "",
    "inspiraction": "inspiractions/semeurs-de-sante/",
    "notice": "inspiractions/travail-partenarial-syndrome-de-diogene/",
    "interview": "interviews/entretien-annie-pourre-droit-au-logement/",
    "dossier": "dossiers/au-dela-des-murs/",
    "ressource": "ressources/cov-idees/",
    "liste": "inspiractions/",
    "themes": "themes/",
    "theme": "themes/habitat-et-logement/",
    "theme-vide": "themes/sommeil/",
    "territoires": "territoires/",
    "region": "territoires/fr-bre/",
    "commune": "territoires/fr-29274/",
    "dispositif": "dispositifs/cls/",
    "structures": "structures/",
    "structure": "structures/institut-renaudot/",
    "glossaire": "glossaire/",
    "observatoire": "observatoire/",
    "angles-morts": "angles-morts/",
    "angle-mort": "angles-morts/sante-mentale/",
    "a-completer": "a-completer/",
    "recherche": "recherche/?q=logement",
    "recherche-vide": "recherche/?q=zzzzzzzz",
    "enchainements": "enchainements/",
    "frise": "frise/",
    "lettre": "lettres/2026-11/",
    "lettres": "lettres/",
    "donnees": "donnees/",
    "format-des-donnees": "donnees/format/",
    "suivre": "suivre/",
    "editorial": "contribuer/",
    "formulaire": "contribuer/nouvelle-fiche/",
    "a-revoir": "contribuer/a-revoir/",
    "modele": "contribuer/modele/",
    "erreurs": "contribuer/erreurs/",
    "selection": "ma-selection/?ids=semeurs-de-sante,cov-idees,disparue&titre=Essai",
    "comparer": "comparer/?ids=semeurs-de-sante,depistage-des-cancers-creil",
    "semblables": "territoires-semblables/?lieu=fr-56069",
    "trait": "territoires-semblables/rural/ile/",
    "guide": "guide/?theme=logement&manque=obstacles",
    "guide-reponse": "guide/logement/",
    "introuvable": "404.html",
    "enseignements": "enseignements/",
    "enseignements-type": "enseignements/partenariat/",
}
#: WCAG 2.2 AA, and good practice short of what only people can judge.
#: To tell everything that passes takes axe longer than to look.
SEULES_LES_FAUTES = {"resultTypes": ["violations"]}
REGLES = SEULES_LES_FAUTES | {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
#: What depends on the colours alone.
CONTRASTES = SEULES_LES_FAUTES | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def fautes(page: Page, contexte: str = "html") -> list[tuple[str, str, str, str]]:
    """What axe finds, in light and then, of colours, in dark: (scheme, rule, element, why)."""
    trouvees = []
    for schema, options in (("light", REGLES), ("dark", CONTRASTES)):
        page.emulate_media(color_scheme=schema)
        violations = Axe().run(page, context=contexte, options=options).response["violations"]
        trouvees += [
            (schema, v["id"], n["html"][:160], n.get("failureSummary", "")[:200])
            for v in violations
            for n in v["nodes"]
        ]
    page.emulate_media(color_scheme="light")
    return trouvees


def charger(visite: Visite, nom: str) -> None:
    page = visite.aller(PAGES[nom])
    if nom.startswith("recherche"):
        pret(page)
    elif nom in ("selection", "comparer"):
        page.locator(f"#{nom}[data-etat=pret]").wait_for()
    elif nom in ("semblables", "guide"):
        page.locator(".rangee").first.wait_for()


@pytest.mark.parametrize("visite", [{"viewport": {"width": 360, "height": 740}}], ids=["360"],
                         indirect=True)  # fmt: skip
@pytest.mark.parametrize("nom", PAGES)
def test_nothing_scrolls_sideways_on_a_phone_and_axe_finds_nothing(
    nom: str, visite: Visite
) -> None:
    """One visit for both: to load forty pages twice takes half a minute."""
    charger(visite, nom)
    page = visite.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 900})
    assert fautes(page) == []


@pytest.mark.parametrize("visite", [{"viewport": {"width": 640, "height": 450}}], ids=["200%"],
                         indirect=True)  # fmt: skip
@pytest.mark.parametrize("nom", ["accueil", "inspiraction", "dossier", "recherche"])
def test_at_200_percent_nothing_is_lost(nom: str, visite: Visite) -> None:
    """1280 pixels at 200% are 640: the title, the menu and the search stay in reach."""
    charger(visite, nom)
    page = visite.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.locator("h1").is_visible()
    assert page.locator("main").is_visible()


@pytest.mark.parametrize("visite", [{"viewport": {"width": 1600, "height": 1000}}], ids=["1600"],
                         indirect=True)  # fmt: skip
def test_lines_stay_readable_on_a_wide_screen(visite: Visite) -> None:
    page = visite.aller(PAGES["inspiraction"])
    paragraphe = page.locator(".texte p").first
    taille = paragraphe.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    boite = paragraphe.bounding_box()
    assert boite is not None
    # About half an em a letter: 75 letters at most.
    assert boite["width"] / (taille * 0.5) <= 76
    assert 17 <= taille <= 19


def test_the_page_reads_without_javascript(navigateur, adresse: str) -> None:
    contexte = navigateur.new_context(java_script_enabled=False)
    page = contexte.new_page()
    page.goto(adresse + PAGES["inspiraction"])
    assert page.locator("#leviers").is_visible()
    assert page.get_by_role("link", name="Thèmes").first.is_visible()
    contexte.close()


def test_without_javascript_the_search_page_leads_to_the_lists(reel: Construction) -> None:
    sans_script = re.search(r"<noscript>(.*?)</noscript>", reel.lire("recherche/"), re.DOTALL)
    assert sans_script
    for liste in ("themes/", "territoires/", "dispositifs/"):
        assert f'href="../{liste}"' in sans_script[1]


def test_print_puts_the_identity_card_first_and_drops_the_chrome(visite: Visite) -> None:
    page = visite.aller(PAGES["inspiraction"])
    page.emulate_media(media="print")
    carte = page.locator('aside[aria-label="Carte d\'identité"]').bounding_box()
    texte = page.locator(".texte").first.bounding_box()
    assert carte
    assert texte
    assert carte["y"] < texte["y"]
    assert not page.get_by_role("navigation", name="Menu principal").is_visible()
    assert not page.locator("#recherche-entete").is_visible()


@pytest.mark.parametrize(
    ("nom", "replie"),
    [
        ("theme", ".atlas-detail table"),
        ("observatoire", ".mesure-suite table"),
        ("enseignements", ".lecons-plus table"),
        ("frise", ".frise-tableau table"),
        ("semblables", ".profil dl"),
    ],
)
def test_what_is_folded_prints_unfolded(nom: str, replie: str, visite: Visite) -> None:
    charger(visite, nom)
    page = visite.page
    assert not page.locator(replie).first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(replie).first.is_visible()


def test_nothing_moves_while_the_page_settles(visite: Visite) -> None:
    page = visite.page
    mesurer_les_decalages(page)
    for nom in ("accueil", "inspiraction", "dossier"):
        visite.aller(PAGES[nom])
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate("window.decalage") < 0.02, nom


def test_the_first_tab_skips_to_the_text(visite: Visite) -> None:
    page = visite.aller(PAGES["inspiraction"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_focus_is_always_seen(visite: Visite) -> None:
    page = visite.aller("")
    for _ in range(25):
        page.keyboard.press("Tab")
        contour = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, parseFloat(s.outlineWidth), s.boxShadow] })()"
        )
        assert (contour[0] != "none" and contour[1] >= 2) or contour[2] != "none", page.evaluate(
            "document.activeElement.outerHTML.slice(0, 120)"
        )


def test_a_term_of_the_glossary_explains_itself(visite: Visite) -> None:
    page = visite.aller(PAGES["inspiraction"])
    terme = page.locator("a.terme").first
    terme.focus()
    bulle = page.get_by_role("tooltip")
    bulle.wait_for(state="visible")
    assert terme.get_attribute("data-definition") in bulle.inner_text()
    assert terme.get_attribute("aria-describedby") == bulle.get_attribute("id")
    page.keyboard.press("Escape")
    bulle.wait_for(state="hidden")
    terme.hover()
    bulle.wait_for(state="visible")
    terme.click()
    page.wait_for_url("**/glossaire/#*")


def test_the_appearance_is_chosen_and_kept(visite: Visite) -> None:
    page = visite.aller("")
    bouton = page.get_by_role("button", name="Apparence")
    fonds = set()
    for _ in range(3):
        fonds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        bouton.click()
    assert len(fonds) == 2
    while page.evaluate("document.documentElement.dataset.apparence") != "sombre":
        bouton.click()
    sombre = page.evaluate("getComputedStyle(document.body).backgroundColor")
    visite.aller(PAGES["dossier"])
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == sombre
