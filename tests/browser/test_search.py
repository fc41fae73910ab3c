"""Search, as a coordinator uses it: by keyboard, with filters, with the address."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visite
from tests.browser.pages import (
    avancer,
    chercher,
    compte,
    comptes,
    patienter,
    pret,
    remarques,
    resultats,
)


def test_from_home_to_a_result_by_keyboard_alone(visite: Visite) -> None:
    page = visite.aller("")
    avancer(page, 'main a[href="themes/isolement-social/"], main a[href="themes/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/themes/**")
    if page.url.endswith("/themes/"):
        avancer(page, 'a[href="../themes/isolement-social/"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/themes/isolement-social/")
    avancer(page, 'a[href$="inspiractions/cafes-papote-scaer/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/inspiractions/cafes-papote-scaer/")
    avancer(page, 'a[href$="territoires/fr-29274/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires/fr-29274/")
    avancer(page, "#q-entete")
    page.keyboard.type("diogène")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=*")
    pret(page)
    avancer(page, "ol#resultats a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inspiractions/travail-partenarial-syndrome-de-diogene/**")


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
    patienter(page, "!location.search.includes('types')")
    pret(page)
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


def test_a_mistyped_word_is_mended_and_said(visite: Visite) -> None:
    page = visite.aller("recherche/?q=mediatoin")
    pret(page)
    assert "sante-dans-le-logement-information-mediation" in resultats(page)[:3]
    assert "Aucune entrée ne contient « mediatoin »" in remarques(page).replace("\u202f", " ")
    expect(page.locator("#recherche [role=status]")).to_contain_text("médiation")
    # The address keeps what was typed; the link leads to what was meant.
    avant = resultats(page)
    page.get_by_role("link", name="médiation", exact=True).click()
    page.wait_for_url("**q=m%C3%A9diation")
    pret(page)
    assert resultats(page) == avant
    assert remarques(page) == ""
    assert page.get_by_label("Que cherchez-vous").input_value() == "médiation"
    page.go_back()
    page.wait_for_url("**q=mediatoin")
    pret(page)
    assert "Vouliez-vous dire" in remarques(page)


def test_a_mistake_that_still_finds_is_only_asked_about(visite: Visite) -> None:
    page = visite.aller("recherche/?q=diogenne")
    pret(page)
    assert resultats(page)[0] == "travail-partenarial-syndrome-de-diogene"
    assert re.search(r"Vouliez-vous dire\s+Diogène", remarques(page))


@pytest.mark.parametrize("juste", ["habitantes", "médiateurs", "accompagnerait", "jeune", "CLS"])
def test_a_word_that_is_right_is_never_mended(juste: str, visite: Visite) -> None:
    page = visite.aller("recherche/")
    chercher(page, juste)
    assert resultats(page)
    assert remarques(page) == ""


def test_most_of_the_words_answer_when_none_has_all(visite: Visite) -> None:
    page = visite.aller("recherche/?q=dioxine+creil+cancers")
    pret(page)
    assert resultats(page)[0] == "depistage-des-cancers-creil"
    assert "dioxine" in remarques(page)
    visite.aller("recherche/?q=diog%C3%A8ne+creil")
    pret(page)
    assert set(resultats(page)) == {
        "depistage-des-cancers-creil", "travail-partenarial-syndrome-de-diogene",
    }  # fmt: skip
    assert "Aucune entrée ne réunit tous ces mots" in remarques(page)


def test_a_phrase_is_exact_and_a_dash_excludes(visite: Visite) -> None:
    page = visite.aller("recherche/")
    chercher(page, "santé communautaire")
    libres = compte(page)
    chercher(page, '"santé communautaire"')
    assert 0 < compte(page) <= libres
    chercher(page, "« la santé communautaire »")
    assert 0 < compte(page) < libres
    chercher(page, '"communautaire santé"')
    assert compte(page) == 0
    chercher(page, "logement")
    tous = compte(page)
    chercher(page, "logement jeunes")
    avec = compte(page)
    chercher(page, "logement -jeunes")
    assert 0 < compte(page) < tous
    assert compte(page) >= tous - avec
    chercher(page, "-logement")
    sans = compte(page)
    chercher(page, "")
    assert compte(page) == tous + sans


@pytest.mark.parametrize(
    ("lieu", "code"), [("Creil", "fr-60175"), ("60", "fr-60"), ("Hauts-de-France", "fr-hdf"),
                       ("hauts de france", "fr-hdf"), ("Finistère", "fr-29")],
)  # fmt: skip
def test_a_place_finds_what_stands_in_it(lieu: str, code: str, visite: Visite) -> None:
    page = visite.aller(f"recherche/?territoires={code}")
    pret(page)
    la = set(resultats(page))
    assert la
    chercher(visite.aller("recherche/"), lieu)
    assert la <= set(resultats(page))


def test_nothing_found_says_what_to_do_next(visite: Visite) -> None:
    page = visite.aller("recherche/?q=azertyuiop&types=dossier")
    pret(page)
    assert resultats(page) == []
    zone = page.locator("[data-message]")
    expect(page.locator("#recherche [role=status]")).to_contain_text("Aucun résultat")
    expect(zone).to_contain_text("azertyuiop")
    expect(zone.get_by_role("link", name="Proposez une fiche")).to_have_attribute(
        "href", re.compile(r"contribuer/$")
    )
    sans = zone.get_by_role("link", name=re.compile("Sans les mots cherchés"))
    annonce = int(re.search(r"\d+", sans.inner_text())[0])  # type: ignore[index]
    sans.click()
    page.wait_for_url("**/recherche/?types=dossier")
    pret(page)
    assert compte(page) == annonce == comptes(page, "types")["dossier"]


def test_filters_that_leave_nothing_are_lifted_one_by_one(visite: Visite) -> None:
    adresse = "recherche/?q=diog%C3%A8ne&types=dossier&themes=habitat-et-logement"
    page = visite.aller(adresse)
    pret(page)
    assert resultats(page) == []
    pistes = page.locator("[data-message] .pistes a")
    assert pistes.count() >= 2
    for n in range(pistes.count()):
        annonce = int(re.findall(r"\d+", pistes.nth(n).inner_text())[-1])
        pistes.nth(n).click()
        patienter(page, "!location.href.endsWith(argument)", adresse)
        pret(page)
        assert compte(page) == annonce > 0
        page.go_back()
        page.wait_for_url(f"**/{adresse}")
        pret(page)


def test_nothing_found_proposes_what_comes_near(visite: Visite) -> None:
    page = visite.aller("recherche/?q=logementerie")
    pret(page)
    assert resultats(page) == []
    proche = page.locator('[data-message] a[href$="themes/habitat-et-logement/"]')
    proche.click()
    page.wait_for_url("**/themes/habitat-et-logement/")


def test_a_commune_is_named_when_asked_for(visite: Visite) -> None:
    """The names of communes are loaded for those who open a département, or come from a link."""
    page = visite.aller("recherche/")
    pret(page)
    assert not [d for d in visite.demandes if "lieux.gz" in d]
    groupe = page.locator('fieldset[data-facette="territoires"]')
    for code in ("fr-bre", "fr-29"):
        groupe.locator(
            f'li:has(> .facette-valeur input[value="{code}"]) > .facette-valeur button'
        ).first.click()
    scaer = groupe.locator('li:has(> .facette-valeur input[value="fr-29274"])')
    scaer.wait_for()
    assert "Scaër" in scaer.inner_text()
    annonce = int(scaer.locator("[data-compte]").first.get_attribute("data-compte") or 0)
    scaer.locator("input").check()
    page.wait_for_url("**territoires=fr-29274**")
    pret(page)
    assert compte(page) == annonce > 0
    visite.aller("recherche/?territoires=fr-29274")
    pret(page)
    assert compte(page) == annonce
    expect(page.locator("[data-puces]")).to_contain_text("Scaër (29)")


def test_the_page_opens_with_little_and_says_the_same_as_the_whole(visite: Visite) -> None:
    """Its first results and counts are made beforehand; the whole catalogue must agree."""
    page = visite.aller("recherche/")
    pret(page)
    charges = {
        d.split("/")[-1].split("?")[0] for d in visite.demandes if d.split("?")[0].endswith(".gz")
    }
    assert charges == {"apercu.gz"}
    facettes = ("types", "themes", "territoires", "dispositifs", "publics", "demarches", "annees")
    avant = {facette: comptes(page, facette) for facette in facettes}
    lignes = page.locator("ol#resultats > li")
    (premiers, textes, total) = (resultats(page), lignes.all_inner_texts(), compte(page))
    page.locator("[data-pagination] a[rel=next]").click()
    page.wait_for_url("**page=2**")
    pret(page)
    seconds = resultats(page)
    assert len(premiers) == len(seconds) == 10
    assert not set(premiers) & set(seconds)
    assert any("catalogue.gz" in d for d in visite.demandes)
    assert {facette: comptes(page, facette) for facette in facettes} == avant
    page.locator("[data-pagination] a[rel=prev]").click()
    page.wait_for_url(lambda url: "page=" not in url)
    pret(page)
    assert (resultats(page), compte(page)) == (premiers, total)
    # The same entries, ordered in the browser, are in the order that the build gave them.
    types = ("inspiraction", "interview", "dossier", "ressource")
    visite.aller("recherche/?" + "&".join(f"types={genre}" for genre in types))
    pret(page)
    assert (resultats(page), compte(page)) == (premiers, total)
    # Made from the start of their text, they show what whole entries show.
    assert lignes.all_inner_texts() == textes


def test_words_that_mean_nothing_alone_leave_the_filters_at_work(visite: Visite) -> None:
    page = visite.aller("recherche/?q=de+la&types=dossier")
    pret(page)
    assert compte(page) == comptes(page, "types")["dossier"] > 2
    expect(page.locator("[data-puces]")).to_contain_text("Dossiers")


def test_two_publications_are_never_mixed(visite: Visite) -> None:
    """A page open since before the site was published again: its ranks name other entries."""
    page = visite.page

    def autre_edition(route: Route) -> None:
        donnees = json.loads(gzip.decompress(route.fetch().body()))
        route.fulfill(body=json.dumps({**donnees, "edition": "autre"}))

    page.route("**/recherche/catalogue.gz", autre_edition)
    visite.aller("recherche/?types=interview")
    page.wait_for_selector("#recherche[data-etat=erreur]")
    assert resultats(page) == []
    page.unroute("**/recherche/catalogue.gz")
    page.get_by_role("button", name="Réessayer").click()
    pret(page)
    assert resultats(page)
    assert compte(page) == comptes(page, "types")["interview"]
    visite.erreurs.clear()  # the page itself reports what it refused


def test_results_are_links_that_open_elsewhere(visite: Visite) -> None:
    page = visite.aller("recherche/?q=logement")
    pret(page)
    lien = page.locator("ol#resultats a").first
    with page.context.expect_page() as ouverte:
        lien.click(modifiers=["Control"])
    ouverte.value.wait_for_load_state()
    assert "/recherche/" not in ouverte.value.url
    assert "/recherche/" in page.url


def test_a_page_open_since_before_a_publication_starts_afresh(visite: Visite) -> None:
    """Without a word of it: what the pointer asks for in advance belongs to another edition."""
    page = visite.aller("recherche/?q=logement")
    pret(page)
    avant = resultats(page)

    def autre_edition(route: Route) -> None:
        donnees = json.loads(gzip.decompress(route.fetch().body()))
        route.fulfill(body=json.dumps({**donnees, "edition": "autre"}))

    for chemin in ("recherche/*.gz", "pagefind/fragment/*"):
        page.route(f"**/{chemin}", autre_edition)
    with page.expect_response("**/tris.gz"):
        page.locator("[data-filtres]").hover()
    debut = len(visite.demandes)
    page.locator("[data-pagination] a[rel=next]").click()
    page.wait_for_url("**page=2**")
    pret(page)
    assert len(resultats(page)) == 10
    assert not set(resultats(page)) & set(avant)
    # Ranks were asked for again, in the index of the new edition.
    nouvelles = visite.demandes[debut:]
    assert any("recherche/index.gz" in d for d in nouvelles)
    assert [d for d in nouvelles if "fragment/" in d]
    assert all(d.endswith("?autre") for d in nouvelles if "fragment/" in d)
    page.unroute_all()


def test_results_stay_when_only_the_filters_cannot_be_loaded(visite: Visite) -> None:
    page = visite.page
    page.route("**/recherche/catalogue.gz", lambda route: route.abort())
    visite.aller("recherche/?q=logement")
    filtres = page.locator("[data-filtres]")
    expect(filtres).to_contain_text("Les filtres n’ont pas pu se charger.")
    assert len(resultats(page)) == 10
    page.unroute("**/recherche/catalogue.gz")
    filtres.get_by_role("button", name="Réessayer").click()
    page.wait_for_selector('[data-facette="types"] input')
    assert len(resultats(page)) == 10
    visite.erreurs.clear()  # the browser itself reports the request that was cut


def test_nothing_says_that_it_searches_once_results_are_there(visite: Visite) -> None:
    page = visite.page
    retenues: list[Route] = []
    page.route("**/recherche/catalogue.gz", lambda route: retenues.append(route))
    visite.aller("recherche/?q=logement")
    expect(page.locator("ol#resultats > li")).to_have_count(10)
    # It would say so 400 ms after the start: a later timer fires after its own.
    page.evaluate("new Promise((fait) => setTimeout(fait, 450))")
    assert not page.locator("[data-attente]").is_visible()
    assert page.locator("[aria-busy=true]").count() == 0
    assert retenues
    for route in retenues:
        route.continue_()
    pret(page)
    page.unroute_all()


def test_going_back_while_filters_load_keeps_the_page_of_the_address(visite: Visite) -> None:
    page = visite.aller("recherche/?q=sant%C3%A9&page=3")
    pret(page)
    attendus = resultats(page)
    retenues: list[Route] = []
    page.route("**/recherche/catalogue.gz", lambda route: retenues.append(route))
    visite.aller("recherche/?q=sant%C3%A9&page=3")
    expect(page.locator("ol#resultats > li")).to_have_count(10)
    page.evaluate("history.pushState(null, '', '?q=diog%C3%A8ne&types=dossier')")
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    page.go_back()
    page.wait_for_url("**page=3")
    for route in retenues:
        route.continue_()
    pret(page)
    page.unroute_all()
    assert resultats(page) == attendus
    expect(page.locator("#recherche [role=status]").first).to_contain_text("page\u00a03")


def test_what_is_being_typed_is_not_lost_to_a_filter(visite: Visite) -> None:
    page = visite.aller("recherche/?q=logement&types=ressource")
    pret(page)
    # Three letters wait longer than others for the rest of their word.
    page.get_by_label("Que cherchez-vous").fill("cls")
    page.locator("[data-puces] button").first.click()
    page.wait_for_url(lambda url: "types" not in url)
    pret(page)
    assert page.get_by_label("Que cherchez-vous").input_value() == "cls"
    assert re.search(r"\?q=cls$", page.url)


@pytest.mark.parametrize(
    ("saisie", "sans"), [("CLS -en milieu", "CLS milieu"), ("logement -à", "logement")]
)
def test_a_dash_before_an_empty_word_excludes_nothing(
    saisie: str, sans: str, visite: Visite
) -> None:
    page = visite.aller("recherche/")
    chercher(page, sans)
    attendus, total = resultats(page), compte(page)
    assert total > 1
    chercher(page, saisie)
    assert (resultats(page), compte(page)) == (attendus, total)


def test_a_search_whose_answers_are_all_excluded_says_so(visite: Visite) -> None:
    page = visite.aller("recherche/")
    chercher(page, "diogène -diogène")
    assert resultats(page) == []
    assert "ce que vous écartez" in remarques(page)


def test_a_failure_is_told_and_can_be_tried_again(visite: Visite) -> None:
    page = visite.page
    page.route("**/recherche/index.gz", lambda route: route.abort())
    visite.aller("recherche/?q=logement")
    page.wait_for_selector('#recherche[data-etat="erreur"]')
    page.unroute("**/recherche/index.gz")
    page.get_by_role("button", name="Réessayer").click()
    pret(page)
    assert resultats(page)
    visite.erreurs.clear()  # the browser itself reports the request that was cut


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
    pret(page)
    bouton = dialogue.get_by_role("button", name=re.compile(r"Voir les? .*résultats?"))
    bouton.click()
    dialogue.wait_for(state="hidden")
    assert "types=interview" in page.url
    assert compte(page) == len(resultats(page)) > 0
