"""The form when things go wrong: drafts from elsewhere, two tabs, no network, hostile text."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visite
from tests.browser.formulaire import FORMULAIRE, bilan, etape, fichier, image_fictive, ouvrir
from tests.browser.pages import patienter

LARGE = [{"viewport": {"width": 1500, "height": 900}}]


def saisir(page: Page, selecteur: str, texte: str) -> None:
    """Put in a control a text that no keyboard gives."""
    page.locator(selecteur).evaluate(
        "(saisie, texte) => { saisie.value = JSON.parse(texte);"
        " saisie.dispatchEvent(new Event('input', { bubbles: true })) }",
        json.dumps(texte),
    )


# --- Drafts


def brouillon(visite: Visite, fiche: Any, **autres: Any) -> Page:
    """Open the form on a draft that something else left in the browser."""
    visite.aller("contribuer/")
    garde = json.dumps({"version": 1, "le": "2026-01-15T10:00:00Z", "fiche": fiche, **autres})
    visite.page.evaluate(
        "(texte) => localStorage.setItem('brouillon-de-fiche:nouvelle', texte)", garde
    )
    return ouvrir(visite)


@pytest.mark.parametrize(
    "fiche",
    [
        {"nom": "inspiraction"},
        {"nom": "inspiraction", "valeurs": None, "corps": 5, "signales": "x", "id": {"a": 1}},
        {"nom": "dossier", "valeurs": ["x"], "signales": [3, None, {"texte": 1}]},
        {"nom": "une-sorte-fictive", "valeurs": {}},
        None,
    ],
)
def test_a_draft_of_any_shape_leaves_the_form_usable(fiche: Any, visite: Visite) -> None:
    page = brouillon(visite, fiche, le="hier")
    assert "Invalid" not in page.locator(".formulaire-garde").inner_text()
    for nom in page.locator(".etape").evaluate_all("s => s.map((e) => e.id.replace('etape-', ''))"):
        etape(page, nom)
    assert fichier(page).startswith("---\n")


def test_an_older_draft_keeps_what_the_model_still_knows(visite: Visite) -> None:
    valeurs = {
        "titre": ["Un titre fictif"], "themes": "isolement-social", "leviers": "x",
        "periode": "2018",
        "sources": [None, {"titre": "Document fictif", "annee": 2020, "page": "3"}],
        "cle_fictive": "y", "image": "a.jpg", "elements": [1],
    }  # fmt: skip
    page = brouillon(visite, {"nom": "inspiraction", "valeurs": valeurs, "corps": "Texte fictif."})
    assert fichier(page) == (
        '---\ntitre: "Un titre fictif"\nthemes: [isolement-social]\nsources:\n'
        '  - titre: "Document fictif"\n    annee: 2020\n---\n\nTexte fictif.\n'
    )
    assert "inconnue" not in bilan(page)


def test_another_tab_that_writes_the_same_fiche_is_told(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-essentiel")
    autre = page.context.new_page()
    autre.goto(visite.adresse + FORMULAIRE + "#etape-essentiel")
    autre.get_by_label("Titre").fill("Un titre fictif, dans un autre onglet")
    page.locator(".formulaire-garde", has_text="autre onglet").wait_for()


# --- Moving about


def test_the_skip_link_does_not_change_the_step(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-lieu")
    page.locator('a[href="#contenu"]').first.press("Enter")
    page.wait_for_url(re.compile(r"#contenu$"))
    assert page.locator(".etape:visible").get_attribute("id") == "etape-lieu"
    etape(page, "recit")
    page.go_back()
    page.go_back()
    page.wait_for_selector("#etape-lieu:not([hidden])")


def test_what_another_kind_asked_is_neither_written_nor_blamed(visite: Visite) -> None:
    page = ouvrir(visite, "?genre=ressource#etape-essentiel")
    page.get_by_label("Éditeur").fill("Éditeur fictif")
    etape(page, "sorte")
    page.locator("input[name=genre][value=inspiraction]").check()
    assert "inconnue" not in bilan(page)
    assert "editeur" not in fichier(page)
    etape(page, "sorte")
    page.locator("input[name=genre][value=ressource]").check()
    assert 'editeur: "Éditeur fictif"' in fichier(page)


def test_focus_stays_where_something_was_withdrawn(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-acteurs")
    for mot in ("Un nom fictif", "Un autre"):
        page.locator("#f-partenaires").fill(mot)
        page.locator("[role=option]", has_text="manque à la liste").click()
    etape(page, "relire")
    for reste in ("Ce que vous signalez", "Relire et envoyer"):
        page.locator("#etape-relire .choisis button").first.press("Enter")
        assert page.evaluate("document.activeElement.textContent").startswith(reste)


# --- Lists


def test_enter_answers_to_what_was_just_typed(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-classement")
    page.locator("#f-themes").press_sequentially("isolement")
    page.locator("[role=option]", has_text="Isolement social").wait_for()
    page.keyboard.press("ArrowDown")
    # Within the same instant: the list still shows the other word.
    page.locator("#f-themes").evaluate(
        "(champ) => { champ.value = 'habitat et logement';"
        " champ.dispatchEvent(new Event('input', { bubbles: true }));"
        " champ.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true })) }"
    )
    choisi = page.locator('[data-chemin="themes"] .choisi-nom')
    choisi.first.wait_for()
    assert choisi.all_inner_texts() == ["Habitat et logement"]


def test_the_names_that_one_sees_come_before_the_other_names_of_a_term(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-classement")
    page.locator("#f-themes").press_sequentially("san")
    patienter(page, "document.querySelectorAll('[role=option]').length > 2")
    patienter(page, "document.querySelector('[role=option]').textContent.startsWith('San')")


def test_a_word_typed_and_left_is_said_not_to_be_chosen(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-acteurs")
    page.locator("#f-porteur").fill("renaudot")
    page.locator("#f-partenaires").focus()
    reste = page.locator('[data-chemin="porteur"] .choix-reste')
    assert "n’est pas encore choisi" in reste.inner_text()
    page.locator("#f-porteur").fill("")
    assert not reste.is_visible()


def test_a_list_that_is_slow_to_come_says_so(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-lieu")
    retenues: list[Any] = []
    page.route("**/formulaire/lieux.gz", lambda route: retenues.append(route))
    page.locator("#f-territoires").press_sequentially("scaer")
    liste = page.locator("#f-territoires-liste")
    liste.get_by_text("se charge").wait_for()
    retenues[0].continue_()
    liste.locator("[role=option]", has_text="Scaër (29)").wait_for()


@pytest.mark.parametrize(
    ("lieu", "connu"),
    [("Creil (60)", True), ("Un hameau, Rennes (35)", True), ("29274", True), ("st malo", True),
     ("la bretagne", True), ("<script>alert(1)</script>", False), ("Zzqwx", False)],
)  # fmt: skip
def test_a_place_that_comes_with_the_address_is_checked(
    lieu: str, connu: bool, visite: Visite
) -> None:
    with visite.page.expect_response("**/formulaire/lieux.gz"):
        page = ouvrir(visite, f"?territoire={lieu}&territoire=&territoire={lieu}#etape-relire")
    faute = page.locator(".bilan li", has_text="n’est pas un territoire connu")
    if connu:
        page.locator(".bilan h3").wait_for()
        assert faute.count() == 0
    else:
        faute.wait_for()
    assert f'territoires: ["{lieu}"]' in fichier(page)


# --- Text


def test_the_summary_names_the_very_field(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-retenir")
    page.get_by_role("button", name="Ajouter un levier").click()
    page.locator("#f-leviers-1-texte").fill("Un levier fictif, assez long pour les règles.")
    assert "Leviers 1, type de facteur\u202f: " in bilan(page)


def test_half_a_sign_stops_nothing(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-essentiel")
    saisir(page, "#f-titre", "Un titre fictif \ud83d assez long")
    saisir(page, "#f-identifiant", "nom-\ud83d")
    etape(page, "acteurs")
    saisir(page, "#f-partenaires", "Structure \udc00 fictive")
    page.locator("#f-partenaires").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert "Un titre fictif \ufffd assez long" in fichier(page)
    assert page.locator("a[data-forge]").get_attribute("href")
    assert str(page.locator(".envoi-boutons a[href^=mailto]").get_attribute("href"))


def test_a_title_that_gives_no_name_is_said(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-essentiel")
    assert "Nom du fichier" not in bilan(page)
    etape(page, "essentiel")
    page.get_by_label("Titre").fill("عنوان خيالي طويل")
    assert "Nom du fichier" in bilan(page)


def test_a_name_that_is_cleared_comes_from_the_title_again(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-essentiel")
    page.get_by_label("Titre").fill("Un titre fictif")
    page.get_by_label("Nom du fichier").fill("autre")
    page.get_by_label("Nom du fichier").fill("")
    page.get_by_label("Résumé").focus()
    assert page.get_by_label("Nom du fichier").input_value() == "un-titre-fictif"


# --- Preview


@pytest.mark.parametrize("visite", LARGE, ids=["large"], indirect=True)
def test_the_preview_survives_another_kind_and_odd_addresses(visite: Visite) -> None:
    page = ouvrir(visite, "?titre=Un titre fictif")
    apercu = page.frame_locator(".apercu-cadre")
    apercu.locator("h1", has_text="Un titre fictif").wait_for()
    page.locator("input[name=genre][value=interview]").check()
    apercu.locator(".genre", has_text="Interview").wait_for()
    assert apercu.locator("h1").inner_text() == "Un titre fictif"
    etape(page, "recit")
    page.locator("#f-corps").fill('<img src="%E9.jpg" alt="une photo"> **fictif**')
    apercu.locator("strong", has_text="fictif").wait_for()
    assert "une photo" in apercu.locator(".texte").inner_text()


@pytest.mark.parametrize("visite", LARGE, ids=["large"], indirect=True)
def test_a_preview_that_cannot_come_says_so_until_it_can(visite: Visite) -> None:
    visite.page.route("**/assets/tiers/**", lambda route: route.abort())
    page = ouvrir(visite, "#etape-essentiel")
    page.locator(".apercu", has_text="n’a pas pu se charger").wait_for()
    page.unroute_all()
    page.get_by_label("Titre").fill("Un titre fictif")
    page.frame_locator(".apercu-cadre").locator("h1", has_text="Un titre fictif").wait_for()
    assert "n’a pas pu" not in page.locator(".apercu").inner_text()
    visite.erreurs.clear()


# --- Photos


def test_two_photos_of_one_name_are_two_photos(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-photos")
    photo = {"name": "image.png", "mimeType": "image/png", "buffer": image_fictive(page, 20)}
    page.set_input_files("#f-photo", photo)
    page.locator(".photo-apercu img").wait_for()
    page.set_input_files("#f-photo", photo)  # chosen again: the same photo
    for n in (2, 3):
        page.set_input_files("#f-autre-photo", photo)
        page.locator("#f-autre-alt").fill("Des formes fictives")
        page.locator("#f-autre-credit").fill("Personne fictive, CC BY 4.0")
        page.get_by_role("button", name="Réduire la photo et l’insérer").click()
        page.locator("#f-autre-dit", has_text=f"image-{n}.jpg").wait_for()
    texte = fichier(page)
    assert re.findall(r"image(?:-\d)?\.jpg", texte) == ["image.jpg", "image-2.jpg", "image-3.jpg"]
    noms = page.locator(".envoi-photos a").evaluate_all("liens => liens.map((l) => l.download)")
    assert sorted(noms) == ["image-2.jpg", "image-3.jpg", "image.jpg"]


def test_a_photo_of_a_telephone_that_is_not_read_says_what_to_do(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-photos")
    page.set_input_files(
        "#f-photo", {"name": "IMG_1.HEIC", "mimeType": "image/heic", "buffer": b"fictive"}
    )
    page.locator("#f-photo-dit", has_text="HEIC").wait_for()
    visite.erreurs.clear()


# --- From the guide


@pytest.mark.parametrize("genre", ["inspiraction", "interview", "dossier", "ressource"])
def test_the_guide_of_a_kind_opens_the_form_of_that_kind(genre: str, visite: Visite) -> None:
    page = visite.aller(f"contribuer/{genre}/")
    page.get_by_role("link", name=re.compile("^Commencer un")).click()
    page.wait_for_selector("#formulaire form")
    assert page.locator("input[name=genre]:checked").get_attribute("value") == genre
