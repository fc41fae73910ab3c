"""Draws again the pictures of the guide: `make captures`. They show this site's own form.

Not a test: it writes `docs/contribuer/images/`. What it types is invented, and says so.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import servir
from tests.chromium import OPTIONS, systeme
from tests.conftest import PROJET
from tests.site.conftest import mkdocs_build

IMAGES = PROJET / "docs" / "contribuer" / "images"
FORMULAIRE = "contribuer/nouvelle-fiche/"
LARGEUR, HAUTEUR = 1120, 770


def captures() -> None:
    """Write the four pictures, as JPEG: they are lighter than PNG, and hold no place."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as dossier, sync_playwright() as playwright:
        site = Path(dossier) / "site"
        construction = mkdocs_build(site)
        assert construction.code == 0, construction.journal
        navigateur = playwright.chromium.launch(executable_path=systeme(), args=OPTIONS)
        with servir(site) as adresse:
            for nom, dessiner in (
                ("essentiel", essentiel), ("photo", photo),
                ("envoyer", envoyer), ("modifier", modifier),
            ):  # fmt: skip
                # Each starts as a first visit: the form keeps what was typed.
                page = navigateur.new_page(
                    viewport={"width": LARGEUR, "height": HAUTEUR}, reduced_motion="reduce"
                )
                haut = dessiner(page, adresse + FORMULAIRE)
                page.evaluate("window.scrollTo(0, 0)")
                page.evaluate("document.activeElement.blur()")
                page.screenshot(
                    path=IMAGES / f"formulaire-{nom}.jpg",
                    type="jpeg",
                    quality=72,
                    full_page=True,
                    clip={"x": 0, "y": haut, "width": LARGEUR, "height": HAUTEUR},
                )
        navigateur.close()


def aller(page: Page, adresse: str, etape: str) -> float:
    """Open a step; return where it begins on the page, in pixels."""
    page.goto("about:blank")
    page.goto(f"{adresse}#etape-{etape}")
    page.wait_for_selector(f"#etape-{etape}:not([hidden])")
    page.evaluate("document.fonts.ready")
    return float(page.evaluate("document.querySelector('.formulaire').offsetTop")) - 24


def essentiel(page: Page, formulaire: str) -> float:
    haut = aller(page, formulaire, "essentiel")
    page.get_by_label("Titre").fill("Exemple inventé : un café santé dans chaque hameau")
    page.get_by_label("Résumé").fill(
        "Exemple inventé : un collectif ouvre un café santé une fois par mois dans trois hameaux."
    )
    return haut


def photo(page: Page, formulaire: str) -> float:
    haut = aller(page, formulaire, "photos")
    dessin = (PROJET / ".github" / "apercu.png").read_bytes()
    page.set_input_files(
        "#f-photo", {"name": "exemple.png", "mimeType": "image/png", "buffer": dessin}
    )
    page.locator(".photo-apercu img").wait_for()
    return haut


def envoyer(page: Page, formulaire: str) -> float:
    for etape, lettres in (("lieu", "Scaër"), ("classement", "isolement social")):
        aller(page, formulaire, etape)
        page.locator(f"#etape-{etape} input").first.type(lettres)
        page.locator("[role=option]").first.click()
    essentiel(page, formulaire)
    aller(page, formulaire, "recit")
    for section in ("Contexte et problématique", "Objectifs", "Déroulement"):
        page.get_by_label(section).fill("Exemple inventé.")
    aller(page, formulaire, "sources")
    page.get_by_role("button", name="Ajouter une source").click()
    for nom, valeur in (("titre", "Exemple inventé"), ("editeur", "Exemple"), ("annee", "2026")):
        page.locator(f"#f-sources-1-{nom}").fill(valeur)
    haut = aller(page, formulaire, "relire")
    page.locator(".bilan", has_text="Rien à corriger").wait_for()
    return haut


def modifier(page: Page, formulaire: str) -> float:
    aller(page, f"{formulaire}?modifier=cafes-papote-scaer", "essentiel")
    return 0


if __name__ == "__main__":
    captures()
