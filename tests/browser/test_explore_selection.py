"""Picking entries, keeping them, sharing them, binding them, comparing them."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from capitalisation.explore import packs
from tests.browser.conftest import Visite, visiter
from tests.browser.pages import patienter, pret
from tests.browser.test_pages import fautes
from tests.site.conftest import Construction

SEMEURS, CREIL, COV = "semeurs-de-sante", "depistage-des-cancers-creil", "cov-idees"
ANNIE = "entretien-annie-pourre-droit-au-logement"
TOUTES = (SEMEURS, CREIL, COV, ANNIE)
#: localStorage as a browser that refuses it: reading it throws.
REFUSE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refus') } })"


def choisir(page: Page, *ids: str) -> None:
    page.evaluate("ids => localStorage.setItem('selection', JSON.stringify(ids))", list(ids))


def gardees(page: Page) -> list[str]:
    return page.evaluate("JSON.parse(localStorage.getItem('selection') ?? '[]')")  # type: ignore[no-any-return]


def attendre(page: Page) -> None:
    page.locator("#selection[data-etat=pret], #comparer[data-etat=pret]").wait_for()


def montrees(page: Page) -> list[str]:
    attendre(page)
    return page.locator(".retenues > li").evaluate_all("lis => lis.map(l => l.dataset.entree)")


def ouvrir(visite: Visite, *ids: str, suite: str = "") -> Page:
    page = visite.aller("ma-selection/")
    choisir(page, *ids)
    page.goto(f"{visite.adresse}ma-selection/{suite}")
    attendre(page)
    return page


# --- Pick anywhere ----------------------------------------------------------------


def test_an_entry_is_kept_from_a_card_a_result_and_its_page(visite: Visite) -> None:
    page = visite.aller("ressources/")
    lien = page.get_by_role("banner").get_by_role("link", name="Ma sélection")
    carte = page.locator(f"article[data-carte={COV}]")
    bouton = carte.get_by_role("button", name=re.compile("^Ajouter à ma sélection.*Cov’Idées"))
    boite = bouton.bounding_box()
    assert boite
    assert min(boite["width"], boite["height"]) >= 24
    bouton.click()  # the link that covers the card does not take it
    expect(carte.get_by_role("button", name="Retirer de ma sélection")).to_be_visible()
    expect(lien).to_have_text(re.compile(r"Ma sélection\s+1 entrée"))
    expect(page.locator("body > [role=status]")).to_have_text(re.compile("^Cov’Idées.*1\\sentrée"))

    visite.aller("recherche/?q=creil")
    pret(page)
    page.locator(f"#resultats > li[data-entree={CREIL}]").get_by_role("button").click()
    visite.aller(f"inspiractions/{SEMEURS}/")
    page.locator(".choisir-ici button").focus()
    page.keyboard.press("Enter")
    assert gardees(page) == [COV, CREIL, SEMEURS]
    page.keyboard.press("Enter")
    expect(lien).to_have_text(re.compile(r"Ma sélection\s+2 entrées"))

    lien.click()
    assert montrees(page) == [COV, CREIL]


def test_another_tab_follows(visite: Visite) -> None:
    page = ouvrir(visite, COV)
    autre = page.context.new_page()
    autre.goto(f"{visite.adresse}inspiractions/{SEMEURS}/")
    autre.locator(".choisir-ici button").click()
    expect(page.locator(".retenues > li")).to_have_count(2)
    assert montrees(page) == [COV, SEMEURS]


# --- The list ---------------------------------------------------------------------


def test_the_order_is_changed_by_keyboard_and_the_focus_stays(visite: Visite) -> None:
    page = ouvrir(visite, SEMEURS, CREIL, COV)
    premiere = page.locator(".retenues > li").first
    expect(premiere.get_by_role("button", name="Monter")).to_be_disabled()
    premiere.get_by_role("button", name="Descendre").focus()
    page.keyboard.press("Enter")
    assert montrees(page) == [CREIL, SEMEURS, COV]
    annonce = page.locator("[data-vue=annonce]")
    expect(annonce).to_have_text(re.compile("place 2 sur 3"))
    page.keyboard.press("Enter")
    expect(annonce).to_have_text(re.compile("place 3 sur 3"))
    # What no longer serves gives the focus to its neighbour.
    expect(page.get_by_role("button", name=re.compile("^Monter.*Semeurs"))).to_be_focused()
    page.keyboard.press("Enter")
    assert montrees(page) == gardees(page) == [CREIL, SEMEURS, COV]


def test_what_is_removed_comes_back(visite: Visite) -> None:
    page = ouvrir(visite, SEMEURS, CREIL)
    page.get_by_role("button", name=re.compile("^Retirer.*Semeurs")).click()
    assert montrees(page) == gardees(page) == [CREIL]
    expect(page.get_by_role("button", name=re.compile("^Retirer.*Dépistage"))).to_be_focused()
    page.get_by_role("button", name="Annuler").click()
    assert montrees(page) == [SEMEURS, CREIL]
    page.get_by_role("button", name="Vider la sélection").click()
    expect(page.get_by_text("Votre sélection est vide")).to_be_visible()
    page.keyboard.press("Enter")  # the focus is on « Annuler »
    expect(page.locator(".retenues > li")).to_have_count(2)
    assert gardees(page) == [SEMEURS, CREIL]


def test_an_entry_that_is_gone_is_named_and_can_be_removed(visite: Visite) -> None:
    page = ouvrir(visite, "disparue", COV)
    absente = page.locator("li[data-entree=disparue]")
    expect(absente).to_contain_text("Cette entrée n’est plus dans la base\u202f: disparue.")
    absente.get_by_role("button").click()
    assert montrees(page) == gardees(page) == [COV]


def test_anything_may_stand_under_our_name(visite: Visite) -> None:
    page = visite.aller("ma-selection/")
    for contenu in ("{", '"x"', '[1, null, "<b>", "../x", "cov-idees", "cov-idees"]'):
        page.evaluate("c => localStorage.setItem('selection', c)", contenu)
        page.reload()
        assert montrees(page) == (["cov-idees"] if contenu[0] == "[" else [])


def test_an_address_may_say_anything(visite: Visite) -> None:
    # An object of JavaScript has a « constructor » that nobody wrote.
    page = visite.aller(f"ma-selection/?ids=constructor,{COV}&titre=Pour%0D%0A%0A%23 tous")
    assert montrees(page) == ["constructor", COV]
    expect(page.locator("li[data-entree=constructor]")).to_contain_text("n’est plus dans la base")
    assert page.locator("h1").evaluate("h1 => h1.textContent") == "Pour # tous"
    visite.aller(f"comparer/?ids=constructor,{COV}")
    assert colonnes(page) == [COV]


# --- Share ------------------------------------------------------------------------


def test_an_address_shows_the_selection_elsewhere_and_touches_nothing(visite: Visite) -> None:
    page = ouvrir(visite, SEMEURS, CREIL)
    page.get_by_label("Titre").fill("Pour <b>le comité</b> & moi")
    adresse = page.get_by_label("Adresse à envoyer").input_value()
    choisir(page, COV)
    page.goto(adresse)
    assert montrees(page) == [SEMEURS, CREIL]
    expect(page.locator("h1")).to_have_text("Pour <b>le comité</b> & moi")
    expect(page.get_by_role("button", name=re.compile("Monter|Retirer :"))).to_have_count(0)
    assert gardees(page) == [COV]

    page.get_by_role("button", name="Ajouter à ma sélection").click()
    expect(page.locator("h1")).to_have_text("Ma sélection")
    assert montrees(page) == gardees(page) == [COV, SEMEURS, CREIL]
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(".retenues > li")).to_have_count(1)
    page.go_back()
    expect(page.locator(".retenues > li")).to_have_count(2)
    page.get_by_role("button", name="Remplacer la mienne").click()
    expect(page.locator("h1")).to_have_text("Ma sélection")
    assert montrees(page) == gardees(page) == [SEMEURS, CREIL]


def test_a_browser_that_keeps_nothing_keeps_it_in_the_address(
    navigateur: Browser, adresse: str
) -> None:
    contexte = navigateur.new_context()
    contexte.add_init_script(REFUSE)
    with visiter(contexte.new_page(), adresse) as visite:
        page = visite.aller(f"inspiractions/{SEMEURS}/")
        page.locator(".choisir-ici button").click()
        page.get_by_role("banner").get_by_role("link", name="Ma sélection").click()
        assert montrees(page) == [SEMEURS]
        expect(page.get_by_text("Ce navigateur ne garde rien")).to_be_visible()
        page.goto(f"{adresse}ma-selection/?ids={SEMEURS},{COV}")
        attendre(page)
        page.get_by_role("button", name=re.compile("^Retirer.*Semeurs")).click()
        page.wait_for_url(f"**/ma-selection/?ids={COV}")
        assert montrees(page) == [COV]
    contexte.close()


# --- Take away --------------------------------------------------------------------


def telecharger(page: Page, format_: str) -> str:
    with page.expect_download() as attendu:
        page.get_by_role("button", name=format_, exact=True).click()
    fichier = Path(attendu.value.path())
    assert attendu.value.suggested_filename.startswith("mes-choix.")
    return fichier.read_bytes().decode("utf-8")


def test_the_files_that_one_takes_away_read_back(visite: Visite) -> None:
    page = ouvrir(visite, *TOUTES)
    page.get_by_label("Titre").fill("Mes choix")
    tableau = telecharger(page, "CSV")
    assert tableau.startswith("\ufeff")
    lignes = list(csv.DictReader(io.StringIO(tableau[1:], newline=""), delimiter=";"))
    assert [ligne["Identifiant"] for ligne in lignes] == list(TOUTES)
    assert lignes[0]["Territoires"] == "Gourin (56) | Scaër (29) | Groix (56)"
    assert all(None not in ligne and None not in ligne.values() for ligne in lignes)

    ris = telecharger(page, "RIS")
    assert re.findall(r"^ID  - (.*)\r$", ris, re.M) == list(TOUTES)
    assert ris.count("\r\nER  - \r\n") == len(TOUTES)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", ligne) for ligne in ris.split("\r\n")[:-1])
    bib = telecharger(page, "BibTeX")
    assert re.findall(r"^@\w+\{([\w-]+),$", bib, re.M) == list(TOUTES)
    assert bib.count("{") == bib.count("}")
    markdown = telecharger(page, "Markdown")
    assert markdown.startswith("# Mes choix\n\n## ")
    assert markdown.count("\n## ") == len(TOUTES)


def test_the_booklet_holds_every_text_and_prints_alone(visite: Visite, reel: Construction) -> None:
    page = ouvrir(visite, *TOUTES)
    page.evaluate("void (window.print = () => { window.imprimes = (window.imprimes ?? 0) + 1 })")
    page.get_by_role("button", name="Lire en livret").click()
    livret = page.locator(".livret")
    expect(livret.locator(".livret-couverture")).to_contain_text("4 entrées")
    expect(livret.locator(".livret-sommaire li")).to_have_count(4)
    expect(livret.locator("article")).to_have_count(4)
    # Its identity, its text, its levers: the page says the same.
    semeurs = livret.locator("article").first
    original = page.context.new_page()
    original.goto(f"{visite.adresse}inspiractions/{SEMEURS}/")
    for ici, la in ((".texte", ".texte"), (".livret-leviers li", "#leviers li")):
        expect(semeurs.locator(ici)).to_have_count(original.locator(la).count())
    texte = "e => e.textContent.replace(/\\s+/g, ' ').trim()"
    assert semeurs.locator(".texte").evaluate(texte) == original.locator(".texte").evaluate(texte)
    original.close()
    assert page.evaluate(
        "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
        " return ids.filter((id, n) => ids.indexOf(id) !== n) })()"
    ) == []  # fmt: skip
    # Every address of a text leads where it led from its own page, or stands in the booklet.
    for lien in livret.locator("a").evaluate_all("as => as.map(a => a.href)"):
        chemin, _, ancre = lien.partition("#")
        if ancre.startswith("livret-"):
            assert page.locator(f"[id='{ancre}']").count() == 1, lien
        elif chemin.startswith(visite.adresse):
            assert (reel.site / chemin.removeprefix(visite.adresse) / "index.html").is_file(), lien
    assert fautes(page) == []

    page.get_by_role("button", name="Imprimer le livret").click()
    patienter(page, "window.imprimes === 1")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_hidden()
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(livret).to_be_visible()
    assert semeurs.evaluate("e => getComputedStyle(e).breakBefore") == "page"
    page.emulate_media(media="screen")
    page.go_back()
    expect(livret).to_have_count(0)
    assert montrees(page) == list(TOUTES)


# --- Compare ----------------------------------------------------------------------


def colonnes(page: Page) -> list[str]:
    attendre(page)
    return page.locator(".comparaison th[data-entree]").evaluate_all(
        "ths => ths.map(t => t.dataset.entree)"
    )


def test_ticked_entries_stand_side_by_side(visite: Visite) -> None:
    page = ouvrir(visite, *TOUTES)
    page.get_by_role("checkbox", name=re.compile("Semeurs")).check()
    page.get_by_role("button", name=re.compile("^Comparer")).click()
    expect(page.locator("[data-vue=annonce]")).to_contain_text("Cochez de deux à quatre")
    page.get_by_role("checkbox", name=re.compile("Dépistage")).check()
    page.get_by_role("button", name="Comparer 2 entrées").click()
    page.wait_for_url(f"**/comparer/?ids={SEMEURS},{CREIL}")
    assert colonnes(page) == [SEMEURS, CREIL]
    ligne = page.get_by_role("row", name=re.compile("^Période"))
    assert ligne.get_by_role("cell").all_inner_texts() == ["2018–2022", "non renseigné"]
    type_ = page.get_by_role("row", name=re.compile("^Type Inspir"))
    expect(type_).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("Masquer ce qui est identique")).check()
    page.wait_for_url("**&identiques=masquees")
    expect(type_).to_have_count(0)
    expect(ligne).to_be_visible()
    page.go_back()
    expect(type_).to_be_visible()
    assert fautes(page) == []


def test_entries_are_added_up_to_four_and_removed(visite: Visite) -> None:
    page = visite.aller("ma-selection/")
    choisir(page, COV)
    visite.aller(f"comparer/?ids={SEMEURS}")
    expect(page.get_by_text("Ajoutez au moins une entrée")).to_be_visible()
    champ = page.get_by_role("combobox", name="Un mot de son titre")
    champ.fill("dépistage des cancers à creil")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/comparer/?ids={SEMEURS},{CREIL}")
    page.get_by_role("button", name=re.compile("Ajouter.*Cov’Idées")).click()
    page.wait_for_url(f"**,{COV}")
    assert colonnes(page) == [SEMEURS, CREIL, COV]
    page.get_by_role("button", name=re.compile("Retirer.*Dépistage")).click()
    page.wait_for_url(f"**/comparer/?ids={SEMEURS},{COV}")
    assert colonnes(page) == [SEMEURS, COV]
    visite.aller(f"comparer/?ids={','.join(TOUTES)},disparue")
    assert colonnes(page) == list(TOUTES)
    expect(page.get_by_text("quatre entrées au plus")).to_be_visible()
    expect(champ).to_be_hidden()


@pytest.mark.parametrize("visite", [{"viewport": {"width": 320, "height": 740}}], ids=["320"],
                         indirect=True)  # fmt: skip
def test_on_a_phone_the_table_alone_scrolls(visite: Visite) -> None:
    page = visite.aller(f"comparer/?ids={','.join(TOUTES)}")
    attendre(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    region = page.get_by_role("region", name="Comparaison")
    assert region.evaluate("r => { r.scrollLeft = 300; return r.scrollLeft }") == 300
    libelle = page.get_by_role("rowheader", name="Type", exact=True)
    expect(libelle).to_be_in_viewport()
    ouvrir(visite, *TOUTES, suite="?livret")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


# --- Where the files are ----------------------------------------------------------


def test_the_browser_looks_for_an_entry_where_it_is(visite: Visite) -> None:
    page = visite.aller("ma-selection/")
    attendre(page)
    ids = [*TOUTES, "a", "", "x" * 80]
    trouves = page.evaluate(
        "ids => ids.map(id => [3, 7, 500].map(n =>"
        " window.inspiraction['selection/donnees'].numero(id, n)))",
        ids,
    )
    assert trouves == [[packs.numero(i, n) for n in (3, 7, 500)] for i in ids]


def test_the_archive_keeps_binds_and_compares(hors_ligne: Visite) -> None:
    page = hors_ligne.aller(f"inspiractions/{SEMEURS}/index.html")
    page.locator(".choisir-ici button").click()
    hors_ligne.aller(f"ma-selection/index.html?ids={SEMEURS},{CREIL}")
    assert montrees(page) == [SEMEURS, CREIL]
    assert page.locator(".retenues a").first.get_attribute("href") == (
        f"../inspiractions/{SEMEURS}/index.html"
    )
    page.get_by_role("button", name="Lire en livret").click()
    expect(page.locator(".livret article")).to_have_count(2)
    assert "../territoires/communes-fr-292/index.html#fr-29274" in page.locator(
        ".livret-identite a"
    ).evaluate_all("as => as.map(a => a.getAttribute('href'))")
    hors_ligne.aller("ma-selection/index.html")
    assert montrees(page) == [SEMEURS]
    with page.expect_download() as attendu:
        page.get_by_role("button", name="BibTeX", exact=True).click()
    assert SEMEURS in Path(attendu.value.path()).read_text("utf-8")
    hors_ligne.aller(f"comparer/index.html?ids={SEMEURS},{CREIL}")
    assert colonnes(page) == [SEMEURS, CREIL]
    page.evaluate("localStorage.clear()")
