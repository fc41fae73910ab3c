"""The archive, unzipped into a folder with spaces, accents and « # », opened from the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests import firefox
from tests.browser.conftest import Visite, visiter
from tests.browser.navigateurs import Chromium, Firefox, Navigateur
from tests.browser.pages import (
    chercher,
    compte,
    comptes,
    dans_les_modules,
    patienter,
    pret,
    remarques,
    resultats,
)  # fmt: skip
from tests.browser.test_pages import REGLES

JEU = yaml.safe_load(Path(__file__).with_name("pertinence.yml").read_text(encoding="utf-8"))
DIOGENE = "inspiractions/travail-partenarial-syndrome-de-diogene/index.html"
PRET = "['pret', 'vide'].includes(document.querySelector('#recherche')?.dataset.etat)"
RESULTATS = "[...document.querySelectorAll('ol#resultats > li')].map((li) => li.dataset.entree)"


Enquete = Callable[[Visite, str], Any]
LesDeux = Callable[[Enquete], tuple[Any, Any]]


# --- A whole visit


def test_a_visit_from_the_disk_in_chromium(hors_ligne: Visite) -> None:
    se_promener(Chromium(hors_ligne), hors_ligne.adresse)
    assert len(hors_ligne.demandes) > 30
    assert {d.split(":")[0] for d in hors_ligne.demandes} <= {"file", "blob", "data"}


@pytest.mark.xdist_group("firefox")
def test_a_visit_from_the_disk_in_firefox(marionette: Any, decompressee: str, adresse: str) -> None:
    se_promener(Firefox(marionette), decompressee)
    assert firefox.demandes(marionette) == []
    # It would have been seen.
    marionette.navigate(f"{adresse}a-propos/")
    assert f"{adresse}a-propos/" in firefox.demandes(marionette)


def se_promener(nav: Navigateur, adresse: str) -> None:
    """Header, search, filter, sort, back, result, theme, territory, dossier, data."""
    assert "%20%231/" in adresse
    nav.aller(f"{adresse}index.html")
    nav.attendre("document.fonts.status === 'loaded'")
    polices = nav.lire("[...document.fonts].map((police) => police.status)")
    assert "loaded" in polices
    assert "error" not in polices

    nav.ecrire("#q-entete", "diogene")
    nav.attendre("document.querySelector('#recherche-entete').dataset.etat === 'pret'")
    options = "[...document.querySelectorAll('#propositions a')].map((a) => a.href)"
    proposees = nav.lire(options)
    assert f"{adresse}themes/incurie-et-syndrome-de-diogene/index.html" in proposees
    assert any(lien.startswith(adresse + DIOGENE) for lien in proposees)

    nav.cliquer("#recherche-entete [type=submit]")
    nav.attendre("location.search === '?q=diogene'")
    nav.attendre(PRET)
    assert nav.lire("location.pathname").endswith("/recherche/index.html")
    assert nav.lire(RESULTATS) == ["travail-partenarial-syndrome-de-diogene"]

    nav.aller(f"{adresse}recherche/index.html")
    nav.attendre(PRET)
    nav.ecrire("#q", "logement")
    nav.attendre(f"location.search === '?q=logement' && {PRET}")
    trouves = nav.lire(RESULTATS)
    assert len(trouves) == 10
    annonce = "document.querySelector('#recherche [role=status]').textContent"
    total = nav.lire(annonce)
    assert total.startswith("33 résultats")
    nav.cliquer("[data-facette=types] input[value=dossier]")
    nav.attendre(f"location.search.includes('types=dossier') && {PRET}")
    filtres = nav.lire(RESULTATS)
    assert 0 < len(filtres) < 10
    nav.lire(
        "void (tri => { tri.value = 'titre'; tri.dispatchEvent(new Event('change')) })"
        "(document.querySelector('select[name=tri]'))"
    )
    nav.attendre(f"location.search.includes('tri=titre') && {PRET}")
    assert sorted(nav.lire(RESULTATS)) == sorted(filtres)
    nav.reculer()
    nav.attendre(f"!location.search.includes('tri=') && {PRET}")
    nav.reculer()
    nav.attendre(f"!location.search.includes('types=') && {PRET}")
    assert (nav.lire(RESULTATS), nav.lire(annonce)) == (trouves, total)

    nav.cliquer("ol#resultats a")
    nav.attendre("document.querySelector('article[data-entree] mark')")
    assert nav.lire("document.querySelector('article').dataset.entree") == trouves[0]
    for debut in ("themes/", "territoires/"):
        nav.cliquer(f"article a[href*='/{debut}']")
        nav.attendre(
            f"location.pathname.includes('/{debut}') && document.readyState === 'complete'"
        )
        assert nav.lire("document.querySelector('h1').textContent.trim()")
        nav.reculer()
        nav.attendre("document.querySelector('article[data-entree]')")
    nav.cliquer("header a[href$='dossiers/index.html']")
    nav.attendre("location.pathname.endsWith('/dossiers/index.html')")
    nav.cliquer("main a[href*='au-dela-des-murs']")
    nav.attendre("document.querySelector('article[data-entree=au-dela-des-murs]')")
    nav.cliquer("footer a[href$='donnees/index.html']")
    nav.attendre("location.pathname.endsWith('/donnees/index.html')")
    assert "Vous lisez une archive" in nav.lire("document.body.textContent")
    assert "Archive du" in nav.lire("document.querySelector('footer').textContent")


# --- Several pages in one file


@pytest.mark.parametrize("nom", ["chromium", "firefox"])
@pytest.mark.xdist_group("firefox")
def test_a_commune_shows_alone_among_those_that_share_its_file(
    nom: str, request: pytest.FixtureRequest, decompressee: str
) -> None:
    nav: Navigateur = (
        Chromium(request.getfixturevalue("hors_ligne"))
        if nom == "chromium"
        else Firefox(request.getfixturevalue("marionette"))
    )
    titres = (
        "[...document.querySelectorAll('h1')].filter((h) => h.getClientRects().length)"
        ".map((h) => h.textContent.trim())"
    )
    # By a link, of an entry.
    nav.aller(f"{decompressee}inspiractions/cafes-papote-scaer/index.html")
    lien = nav.lire("document.querySelector(\"article a[href*='communes-']\").textContent.trim()")
    nav.cliquer("article a[href*='communes-']")
    nav.attendre("location.pathname.includes('/territoires/communes-')")
    (titre,) = nav.lire(titres)
    assert titre in lien
    assert nav.lire("document.title").startswith(titre)
    assert nav.lire("scrollY") == 0
    # By the header, from one leaf to another of the same file.
    nav.aller(f"{decompressee}territoires/communes-fr-601/index.html#fr-60175")
    assert nav.lire(titres) == ["Creil"]
    nav.ecrire("#q-entete", "creil")
    nav.attendre("document.querySelector('#recherche-entete').dataset.etat === 'pret'")
    options = "[...document.querySelectorAll('#propositions a')].map((a) => a.href)"
    assert f"{decompressee}territoires/communes-fr-601/index.html#fr-60175" in nav.lire(options)
    # The anchors of the page around leave it open; that to the content is its own.
    saut = "document.querySelector('.evitement').href"
    assert nav.lire(saut).endswith("/index.html#fr-60175")
    nav.lire("void (location.hash = 'contenu')")
    nav.attendre("location.hash === '#contenu'")
    assert nav.lire(titres) == ["Creil"]


def test_the_keyboard_reads_a_leaf_and_comes_back_to_it(hors_ligne: Visite) -> None:
    page = hors_ligne.aller("territoires/communes-be-520/index.html#be-52011")
    titre = page.locator("h1:visible").inner_text()
    assert titre == "Charleroi"
    page.keyboard.press("Tab")
    page.locator(".evitement").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.feuillet').id") == "be-52011"
    page.reload()
    assert page.locator("h1:visible").inner_text() == titre
    page.locator(".feuillet:visible article a, .feuillet:visible .carte a").first.click()
    page.wait_for_selector("article[data-entree]")
    page.go_back()
    page.wait_for_url("**/communes-be-520/**")
    assert page.locator("h1:visible").inner_text() == titre
    # By the header, to another commune of the same file: at its top, and said so.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate("location.hash = 'be-52015'")
    patienter(page, "document.activeElement.id === 'be-52015'")
    assert page.evaluate("scrollY") == 0
    assert page.locator("h1:visible").count() == 1


@pytest.mark.parametrize("ancre", ["", "#100%", "#rien"])
def test_an_address_without_a_leaf_still_shows_one(ancre: str, hors_ligne: Visite) -> None:
    page = hors_ligne.aller(f"territoires/communes-be-520/index.html{ancre}")
    assert page.locator("h1:visible").count() == 1


def test_the_leaves_of_a_list_follow_each_other(hors_ligne: Visite) -> None:
    page = hors_ligne.aller("inspiractions/index.html")
    page.get_by_role("link", name="Suivante").click()
    page.wait_for_url("**/inspiractions/page/2-6/index.html#page-2")
    assert page.title().startswith("Inspir’actions – page 2")
    premiers = page.locator("main a.carte-titre, main .carte a").all_inner_texts()
    page.get_by_role("link", name="Suivante").click()
    page.wait_for_url("**#page-3")
    patienter(page, "document.title.includes('page 3')")
    assert page.locator(".feuillet:visible").count() == 1
    assert page.evaluate("scrollY") == 0
    page.go_back()
    patienter(page, "document.title.includes('page 2')")
    assert page.locator("main a.carte-titre, main .carte a").all_inner_texts() == premiers
    assert page.locator(".feuillet:visible").count() == 1


def test_without_script_the_address_alone_opens_a_leaf(
    navigateur: Browser, decompressee: str
) -> None:
    with navigateur.new_context(java_script_enabled=False) as contexte:
        page = contexte.new_page()
        page.goto(f"{decompressee}inspiractions/page/2-6/index.html#page-3")
        assert page.locator(".feuillet:visible").count() == 1
        assert "page 3" in page.locator(".feuillet:visible").get_attribute("data-titre")
        # Whatever else the address says, nothing is lost: all the leaves are there.
        for autre in ("#contenu", ""):
            page.goto(f"{decompressee}inspiractions/page/2-6/index.html{autre}")
            assert page.locator(".feuillet:visible").count() == page.locator(".feuillet").count()


# --- The same answers as online

QUESTIONS = """async (requetes, { trouver, acces }) => {
  const reponses = {};
  for (const q of requetes) {
    const { resultats, partiel, absents, ecartees, correction } = await trouver.trouver(q);
    const premiers = await Promise.all([...resultats.slice(0, 10)].map(acces.fragment));
    reponses[q] = JSON.stringify({
      resultats: [...resultats], partiel, absents, ecartees, correction,
      premiers: premiers.map(({ url, content, meta }) => [url, content, meta]),
    });
  }
  return reponses;
}"""


@pytest.fixture
def les_deux(onglet: Page, adresse: str, decompressee: str) -> LesDeux:
    """Ask the same of the site and of its archive."""

    def demander(enquete: Enquete) -> tuple[Any, Any]:
        with visiter(onglet, adresse) as visite:
            en_ligne = enquete(visite, "")
        with visiter(onglet, decompressee) as visite:
            return en_ligne, enquete(visite, "index.html")

    return demander


def test_each_query_of_the_relevance_set_gives_the_same(les_deux: LesDeux) -> None:
    requetes = [cas["requete"] for cas in JEU]
    en_ligne, hors_ligne = les_deux(
        lambda visite, fin: dans_les_modules(visite.aller(f"a-propos/{fin}"), QUESTIONS, requetes)
    )
    assert len(en_ligne) == len(requetes) >= 80
    assert sum('"premiers":[[' in reponse for reponse in en_ligne.values()) > 80
    for requete in requetes:
        assert hors_ligne[requete] == en_ligne[requete], requete


@pytest.mark.parametrize(
    "etat",
    [
        "",
        "page=3",
        "q=mediatoin",
        "q=sant%C3%A9&page=2",
        "q=logement&types=inspiraction&types=dossier&tri=date",
        "territoires=FR-HDF&tri=titre&page=2",
        "q=azertyuiop&themes=isolement-social",
    ],
)
def test_an_address_shows_the_same(etat: str, les_deux: LesDeux) -> None:
    def lire(visite: Visite, fin: str) -> Any:
        page = visite.aller(f"recherche/{fin}?{etat}")
        pret(page)
        facettes = ("types", "themes", "territoires", "dispositifs", "publics", "annees")
        liens = page.locator("#recherche a").evaluate_all(
            "(liens, racine) => liens.map((a) => a.href.slice(racine.length))", visite.adresse
        )
        return (
            resultats(page), compte(page), remarques(page), page.title(),
            {facette: comptes(page, facette) for facette in facettes},
            page.locator("ol#resultats").inner_text(), page.locator("[data-puces]").inner_text(),
            [lien.replace("/index.html", "/") for lien in liens],
        )  # fmt: skip

    en_ligne, hors_ligne = les_deux(lire)
    assert en_ligne[-1]
    assert hors_ligne == en_ligne


def test_a_query_loads_only_the_packs_that_it_needs(hors_ligne: Visite) -> None:
    page = hors_ligne.aller("recherche/index.html")
    pret(page)
    avant = len(hors_ligne.demandes)
    chercher(page, "diogène")
    charges = [d for d in hors_ligne.demandes[avant:] if "/pagefind/" in d]
    assert len([d for d in charges if "/fragment/" in d]) == 1
    dossier = Path(unquote(urlsplit(hors_ligne.adresse).path), "pagefind")
    assert len([d for d in charges if "/index/" in d]) < len(list((dossier / "index").iterdir()))
    chercher(page, "diogene")
    assert [d for d in hors_ligne.demandes[avant:] if "/pagefind/" in d] == charges


def test_a_damaged_archive_says_that_the_search_does_not_load(
    hors_ligne: Visite, tmp_path: Path
) -> None:
    """A script that is missing: a copy that was cut, a file that an antivirus took away."""
    page = hors_ligne.page
    page.route("**/recherche/index.gz.js", lambda route: route.abort())
    hors_ligne.aller("recherche/index.html?q=logement")
    page.wait_for_selector('#recherche[data-etat="erreur"]')
    assert "Un fichier de l’archive manque" in page.locator("[data-message]").inner_text()
    page.unroute("**/recherche/index.gz.js")
    page.get_by_role("button", name="Réessayer").click()
    pret(page)
    assert resultats(page)
    hors_ligne.erreurs.clear()  # the browser itself reports the file that was missing


def test_a_home_page_opened_alone_says_to_unzip(
    hors_ligne: Visite, decompressee: str, tmp_path: Path
) -> None:
    """As Windows opens it, inside the zip: without its style sheets."""
    page = hors_ligne.aller("index.html")
    consigne = page.get_by_text("Décompressez d’abord tout le fichier")
    assert not consigne.is_visible()
    (tmp_path / "index.html").write_bytes(
        Path(unquote(urlsplit(decompressee).path), "index.html").read_bytes()
    )
    page.goto((tmp_path / "index.html").as_uri())
    assert consigne.is_visible()
    hors_ligne.erreurs.clear()  # the files that are missing


# --- Every page of the archive


def test_pages_of_the_archive_are_accessible(hors_ligne: Visite) -> None:
    # Without « preload », axe itself reads no style sheet: a disk would refuse.
    for chemin in ("index.html", "donnees/index.html", DIOGENE):
        page = hors_ligne.aller(chemin)
        page.emulate_media(color_scheme="dark")
        fautes = Axe().run(page, options=REGLES | {"preload": False}).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:160]) for v in fautes] == [], chemin
