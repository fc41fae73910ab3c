"""What leaves the form: a change to an entry, a proposal, photos; from an archive too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Visite
from tests.browser.formulaire import (
    FORMULAIRE,
    Clavier,
    bilan,
    demander_la_forge,
    etape,
    fichier,
    image_fictive,
    ouvrir,
    proposer_une_modification,
    remplir_au_clavier,
    verifier,
)
from tests.browser.navigateurs import Firefox
from tests.browser.pages import patienter
from tests.conftest import PROJET


@pytest.fixture(autouse=True)
def _presse_papiers(onglet: Page) -> None:
    onglet.context.grant_permissions(["clipboard-read", "clipboard-write"])


# --- Change an entry


def test_a_change_touches_only_its_lines(visite: Visite, tmp_path: Path) -> None:
    chemin = "inspiractions/semeurs-de-sante.md"
    avant = (PROJET / "fiches" / chemin).read_text(encoding="utf-8")
    page = proposer_une_modification(visite, "inspiractions/semeurs-de-sante/")
    assert page.locator("h1").inner_text() == "Proposer une modification"
    assert fichier(page) == avant
    etape(page, "essentiel")
    page.get_by_label("Titre").fill("Un titre fictif, changé : #1")
    apres = fichier(page)
    ecarts = [(a, b) for a, b in zip(avant.split("\n"), apres.split("\n"), strict=True) if a != b]
    assert ecarts == [(avant.split("\n")[1], 'titre: "Un titre fictif, changé : #1"')]
    assert verifier(tmp_path, chemin, apres) == []
    lien = page.locator("a[data-forge]")
    assert str(lien.get_attribute("href")).endswith(f"/edit/main/fiches/{chemin}")


def test_the_text_of_a_change_goes_to_the_clipboard(visite: Visite) -> None:
    page = ouvrir(visite, "?modifier=semeurs-de-sante#etape-relire")
    texte = fichier(page)
    ouvertes = demander_la_forge(page)
    assert ouvertes
    page.locator(".envoi-dit", has_text="est copié").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == texte


def test_an_unknown_entry_cannot_be_changed_and_the_page_says_what_to_do(visite: Visite) -> None:
    page = visite.aller(FORMULAIRE + "?modifier=une-fiche-fictive")
    avis = page.locator("#formulaire [role=alert]")
    avis.wait_for()
    assert "n’existe pas" in avis.inner_text()


def test_each_modification_has_a_draft_of_its_own(visite: Visite) -> None:
    page = ouvrir(visite, "?modifier=semeurs-de-sante#etape-essentiel")
    page.get_by_label("Titre").fill("Un titre fictif changé")
    page = ouvrir(visite, "#etape-essentiel")
    assert page.get_by_label("Titre").input_value() == ""
    page = ouvrir(visite, "?modifier=cafes-papote-scaer#etape-essentiel")
    assert "fictif" not in page.get_by_label("Titre").input_value()
    page = ouvrir(visite, "?modifier=semeurs-de-sante#etape-essentiel")
    assert page.get_by_label("Titre").input_value() == "Un titre fictif changé"
    etape(page, "relire")
    page.once("dialog", lambda boite: boite.accept())
    with page.expect_navigation():
        page.get_by_role("button", name="Abandonner mes modifications").click()
    page.wait_for_selector("#formulaire form")
    assert "fictif" not in fichier(page)


# --- Send


def test_past_the_limit_of_an_address_the_text_is_copied(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-essentiel")
    page.get_by_label("Titre").fill("Une fiche fictive longue")
    etape(page, "recit")
    page.get_by_label("Déroulement").fill("Une phrase fictive, accentuée à l’excès. " * 200)
    texte = fichier(page)
    adresse = str(page.locator("a[data-forge]").get_attribute("href"))
    assert adresse.endswith("/new/main/fiches/inspiractions?filename=une-fiche-fictive-longue.md")
    assert demander_la_forge(page) == [adresse]
    page.locator(".envoi-dit", has_text="est copié").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == texte


def test_on_gitlab_the_name_goes_with_the_address_and_the_text_by_the_clipboard(
    visite: Visite,
) -> None:
    def ailleurs(route: Route) -> None:
        reponse = route.fetch()
        depot = "https://gitlab.example.org/sante/base"
        html = re.sub(r'data-depot="[^"]*"', f'data-depot="{depot}"', reponse.text())
        route.fulfill(response=reponse, body=html.replace('forge="github"', 'forge="gitlab"'))

    visite.page.route(re.compile(r".*/nouvelle-fiche/.*"), ailleurs)
    page = ouvrir(visite, "#etape-essentiel")
    page.get_by_label("Titre").fill("Une fiche fictive")
    texte = fichier(page)
    assert "sur GitLab" in page.locator("a[data-forge]").inner_text()
    assert demander_la_forge(page) == [
        "https://gitlab.example.org/sante/base/-/new/main/fiches/inspiractions"
        "?file_name=une-fiche-fictive.md"
    ]
    page.locator(".envoi-dit", has_text="est copié").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == texte


def test_a_short_fiche_goes_whole_in_a_mail_and_a_long_one_is_to_be_joined(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-essentiel")
    page.get_by_label("Titre").fill("Une fiche fictive & brève")
    texte = fichier(page)
    courriel = page.get_by_role("link", name="Envoyer par courriel")
    adresse = str(courriel.get_attribute("href"))
    assert adresse.startswith("mailto:?subject=Proposition%20de%20fiche")
    assert texte.replace("\n", "\r\n") in unquote(adresse)
    etape(page, "recit")
    page.get_by_label("Déroulement").fill("Une phrase fictive. " * 200)
    etape(page, "relire")
    patienter(page, "!document.querySelector('a[href^=mailto]').href.includes('Une%20phrase')")
    assert "joint" in unquote(str(courriel.get_attribute("href")))


def test_the_text_can_be_copied(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-relire")
    page.get_by_role("button", name="Copier le texte").press("Enter")
    page.locator(".envoi-dit", has_text="est copié").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == fichier(page)


# --- Photos


def test_a_photo_is_made_light_named_and_asked_for_its_words(
    visite: Visite, tmp_path: Path
) -> None:
    page = ouvrir(visite, "#etape-photos")
    octets = image_fictive(page, 1900)
    assert len(octets) > 3_000_000
    page.set_input_files(
        "#f-photo", {"name": "Photo d’Été (1).PNG", "mimeType": "image/png", "buffer": octets}
    )
    page.locator(".photo-apercu img").wait_for()
    with page.expect_download() as telechargement:
        page.get_by_role("link", name="Enregistrer la photo").click()
    assert telechargement.value.suggested_filename == "photo-d-ete-1.jpg"
    prete = Path(telechargement.value.path()).read_bytes()
    assert prete[:3] == b"\xff\xd8\xff"
    assert len(prete) <= 300 * 1024
    assert "Image, texte alternatif\u202f: " in bilan(page)
    etape(page, "photos")
    page.locator('[data-chemin="image.alt"] textarea').fill("Trois formes fictives")
    page.locator('[data-chemin="image.credit"] input').fill("Personne fictive, CC BY 4.0")
    etape(page, "relire")
    patienter(page, "!document.querySelector('.bilan').innerText.includes('Image')")
    assert "fichier: " in fichier(page)
    assert page.locator(".envoi-photos").inner_text().startswith("photo-d-ete-1.jpg")


def test_a_photo_of_the_story_is_written_with_its_alternative_and_its_credit(
    visite: Visite,
) -> None:
    page = ouvrir(visite, "#etape-photos")
    page.get_by_role("button", name="Réduire la photo et l’insérer").click()
    assert "Choisissez d’abord" in page.locator("#f-autre-dit").inner_text()
    page.set_input_files(
        "#f-autre-photo",
        {"name": "vue.png", "mimeType": "image/png", "buffer": image_fictive(page, 40)},
    )
    page.locator("#f-autre-alt").fill('Une "forme" [fictive]')
    page.locator("#f-autre-credit").fill("Personne fictive, CC BY 4.0")
    page.locator("#f-autre-section").select_option("Déroulement")
    page.get_by_role("button", name="Réduire la photo et l’insérer").click()
    page.locator("#f-autre-dit", has_text="insérée").wait_for()
    ligne = '![Une forme fictive](vue.jpg "Personne fictive, CC BY 4.0")'
    assert f"## Déroulement\n\n{ligne}\n" in fichier(page)


def test_what_is_not_an_image_is_refused_in_words(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-photos")
    page.set_input_files(
        "#f-photo", {"name": "bilan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF fictif"}
    )
    page.locator("#f-photo-dit", has_text="ne peut pas être lue").wait_for()
    assert "fichier:" not in fichier(page)
    visite.erreurs.clear()


# --- In the archive


def test_in_the_archive_a_fiche_is_written_up_to_its_download(
    hors_ligne: Visite, tmp_path: Path
) -> None:
    page = ouvrir(hors_ligne, page_=f"{FORMULAIRE}index.html")
    remplir_au_clavier(page)
    with page.expect_download() as telechargement:
        Clavier(page).presser("Télécharger le fichier")
    texte = Path(telechargement.value.path()).read_text(encoding="utf-8")
    nom = telechargement.value.suggested_filename
    assert verifier(tmp_path, f"inspiractions/{nom}", texte) == []


def test_in_the_archive_an_entry_can_be_changed(hors_ligne: Visite) -> None:
    page = proposer_une_modification(hors_ligne, "inspiractions/semeurs-de-sante/index.html")
    avant = (PROJET / "fiches/inspiractions/semeurs-de-sante.md").read_text(encoding="utf-8")
    assert fichier(page) == avant


@pytest.mark.xdist_group("firefox")
def test_in_firefox_an_entry_of_the_archive_is_changed_up_to_its_text(
    marionette: Any, decompressee: str
) -> None:
    nav = Firefox(marionette)
    nav.aller(f"{decompressee}inspiractions/semeurs-de-sante/index.html")
    nav.cliquer('a[href*="modifier=semeurs-de-sante"]')
    nav.attendre("document.querySelector('#etape-essentiel:not([hidden]) #f-titre')")
    avant = (PROJET / "fiches/inspiractions/semeurs-de-sante.md").read_text(encoding="utf-8")
    nav.ecrire("#f-titre", " (fictif)")
    nav.lire("void document.querySelector('.etapes a[href=\"#etape-relire\"]').click()")
    nav.attendre("document.querySelector('.envoi pre')?.textContent.includes('(fictif)')")
    ecarts = [
        (a, b)
        for a, b in zip(
            avant.split("\n"),
            nav.lire("document.querySelector('.envoi pre').textContent").split("\n"),
            strict=True,
        )
        if a != b
    ]
    assert len(ecarts) == 1
    assert ecarts[0][1] == ecarts[0][0].removesuffix('"') + ' (fictif)"'
    assert (
        nav.lire("document.querySelector('[data-telecharger]').download") == "semeurs-de-sante.md"
    )
