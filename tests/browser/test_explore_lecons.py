"""Sentences filtered in the browser: the keyboard, the address, the counts, the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visite
from tests.browser.pages import avancer, patienter
from tests.site.recompte import termes
from tests.site.test_explore_lecons import Phrase, bilan, phrases

FREINS_CLS = "enseignements/?sorte=frein&dispositifs=cls"


def ouvrir(visite: Visite, chemin: str) -> Page:
    page = visite.aller(chemin)
    patienter(page, "document.querySelector('[data-phrases]').dataset.etat === 'pret'")
    return page


def annonce(page: Page, garder: Callable[[Phrase], bool]) -> None:
    """The page announces as many sentences and entries as the files hold."""
    attendu = bilan(p for p in phrases() if garder(p))
    expect(page.locator(".phrases-compte")).to_have_text(attendu)


def liens(page: Page) -> list[str]:
    return page.locator(".phrase-texte a").evaluate_all(
        "liens => liens.map(l => l.pathname.split('/').slice(-3).join('/') + l.hash)"
    )


def comptes(page: Page, nom: str) -> dict[str, int]:
    """What a filter offers: value → count."""
    return page.locator(f"select[name={nom}] option:enabled[data-rang]").evaluate_all(
        "options => Object.fromEntries("
        "options.map(o => [o.value, Number(o.textContent.match(/\\((\\d+)\\)$/)[1])]))"
    )


def test_a_choice_by_the_keyboard_is_in_the_address_and_history_undoes_it(visite: Visite) -> None:
    page = ouvrir(visite, "enseignements/partenariat/")
    avant = liens(page)
    annonce(page, lambda p: p.type == "partenariat")
    avancer(page, "select[name=sorte]")
    page.keyboard.type("Frein")
    page.wait_for_url("**/enseignements/partenariat/?sorte=frein")
    annonce(page, lambda p: p.type == "partenariat" and p.sorte == "frein")
    assert page.evaluate("document.activeElement.name") == "sorte"
    freins = liens(page)
    assert freins == [lien for lien in avant if "#frein-" in lien]

    page.go_back()
    annonce(page, lambda p: p.type == "partenariat")
    assert liens(page) == avant
    page.go_forward()
    annonce(page, lambda p: p.type == "partenariat" and p.sorte == "frein")
    assert liens(page) == freins

    page.get_by_role("button", name="Effacer les filtres").click()
    annonce(page, lambda p: p.type == "partenariat")
    assert page.url.endswith("/enseignements/partenariat/")
    # What had the focus is gone: it is not lost.
    assert page.evaluate("document.activeElement.id") == "phrases"


def test_an_address_gives_its_sentences_and_each_filter_what_it_would_give(visite: Visite) -> None:
    page = ouvrir(visite, FREINS_CLS)

    def cls(p: Phrase) -> bool:
        return "cls" in p.sous("dispositifs")

    siennes = [p for p in phrases() if p.sorte == "frein" and cls(p)]
    annonce(page, lambda p: p in siennes)
    assert sorted(liens(page)) == sorted(p.adresse for p in siennes)
    assert comptes(page, "sorte") == Counter(p.sorte for p in phrases() if cls(p))
    assert comptes(page, "type") == Counter(p.type for p in siennes)
    for facette in ("themes", "publics"):
        attendus = Counter(t for p in siennes for t in p.sous(facette))
        assert comptes(page, facette) == attendus
    freins = [p for p in phrases() if p.sorte == "frein"]
    assert comptes(page, "dispositifs") == Counter(t for p in freins for t in p.sous("dispositifs"))


def test_the_browser_counts_and_draws_as_the_page_does(visite: Visite) -> None:
    page = ouvrir(visite, "enseignements/partenariat/")
    dessinees = (
        # White space between tags is that of the template.
        "() => [...document.querySelectorAll('.phrase')]"
        ".map(p => p.outerHTML.replace(/\\n\\s*/g, ''))"
    )
    statiques = page.evaluate(dessinees)
    croisements = "a[href*='enseignements/partenariat/?themes=']"
    page.locator("select[name=sorte]").select_option("levier")
    annonce(page, lambda p: p.type == "partenariat" and p.sorte == "levier")
    assert page.evaluate(dessinees) == [s for s in statiques if 'phrase levier"' in s]
    page.locator("select[name=sorte]").select_option("")
    annonce(page, lambda p: p.type == "partenariat")
    offerts = comptes(page, "themes")
    page = ouvrir(visite, "enseignements/")
    cellules = page.locator(croisements).evaluate_all(
        "liens => Object.fromEntries(liens.map(l => "
        "[new URL(l.href).searchParams.get('themes'), Number(l.textContent)]))"
    )
    assert cellules == offerts


def test_more_sentences_come_when_asked_for(visite: Visite) -> None:
    page = ouvrir(visite, "enseignements/?sorte=levier")
    premieres = liens(page)
    assert len(premieres) == 20
    page.get_by_role("button", name="Voir plus de phrases").press("Enter")
    expect(page.locator(".phrase")).to_have_count(40)
    assert liens(page)[:20] == premieres
    # The focus goes on where the new ones begin.
    assert page.evaluate(
        "document.activeElement === document.querySelectorAll('.phrase-texte a')[20]"
    )
    assert "40" in page.locator("[data-annonce]").inner_text()


def test_when_nothing_answers_the_page_says_what_to_loosen(visite: Visite) -> None:
    theme = next(
        t for t in termes("themes")
        if any(t in p.sous("themes") for p in phrases())
        and not any(t in p.sous("themes") and p.type == "technique" for p in phrases())
    )  # fmt: skip
    page = ouvrir(visite, f"enseignements/?type=technique&themes={theme}&themes=inconnu")
    expect(page.locator(".phrases-compte")).to_have_text("Aucune phrase")
    assert page.locator(".phrase").count() == 0
    technique = [p for p in phrases() if p.type == "technique"]
    pistes = page.locator(".vide li").all_inner_texts()
    assert pistes[-1] == f"Sans aucun filtre {len(phrases())} phrases"
    nom = termes("themes")[theme]["libelle"]
    assert f"Sans «\u202f{nom}\u202f» {len(technique)} phrases" in pistes
    page.locator(".vide").get_by_role("link", name=nom).press("Enter")
    annonce(page, lambda p: p in technique)
    assert page.url.endswith("/enseignements/?type=technique")


def test_a_sentence_and_its_address_can_be_copied(visite: Visite) -> None:
    page = ouvrir(visite, FREINS_CLS)
    page.evaluate("navigator.clipboard.writeText = async (texte) => { window.copie = texte }")
    phrase = page.locator(".phrase").first
    adresse = visite.adresse + liens(page)[0]
    phrase.locator("summary").press("Enter")
    phrase.get_by_role("button", name="Copier le lien").press("Enter")
    expect(page.locator("[data-annonce]")).to_have_text("Lien copié.")
    assert page.evaluate("window.copie") == adresse
    phrase.get_by_role("button", name="Copier la citation").press("Enter")
    expect(page.locator("[data-annonce]")).to_have_text("Citation copiée.")
    citation = page.evaluate("window.copie")
    assert citation.startswith("«\u202f")
    assert citation.endswith(adresse)


def test_the_filters_work_from_the_disk(hors_ligne: Visite) -> None:
    page = ouvrir(hors_ligne, "enseignements/partenariat/index.html?sorte=levier")
    annonce(page, lambda p: p.type == "partenariat" and p.sorte == "levier")
    page.locator(".phrase-texte a").first.click()
    page.wait_for_url("**/index.html#levier-*")
    assert page.locator("li:target").is_visible()
    page.go_back()
    annonce(page, lambda p: p.type == "partenariat" and p.sorte == "levier")


@pytest.mark.parametrize("fichier", ["enseignements.gz", "enseignements/0.gz"])
def test_what_cannot_be_loaded_can_be_asked_for_again(visite: Visite, fichier: str) -> None:
    page = visite.page
    page.route(f"**/explorer/{fichier}", lambda route: route.abort())
    visite.aller("enseignements/?sorte=frein")
    reessayer = page.get_by_role("button", name="Réessayer")
    reessayer.wait_for()
    page.unroute_all()
    reessayer.press("Enter")
    annonce(page, lambda p: p.sorte == "frein")
    visite.erreurs.clear()
