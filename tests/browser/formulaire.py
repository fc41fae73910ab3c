"""The form for contributors, as tests drive it: its steps, its text, the keyboard alone."""

from __future__ import annotations

import base64
import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, Route

from capitalisation.corpus import charger
from tests.browser.conftest import Visite
from tests.browser.pages import patienter
from tests.conftest import PROJET, REFERENTIELS

FORMULAIRE = "contribuer/nouvelle-fiche/"
TITRE = 'Été fictif : l’« aller-vers » #1, "mieux" à l\'œuvre 🌻'
RESUME = "Texte fictif : une équipe imaginaire ouvre un café, le mardi, dans un hameau inventé."
SECTIONS = ("Contexte et problématique", "Objectifs", "Déroulement")


def ouvrir(visite: Visite, suite: str = "", page_: str = FORMULAIRE) -> Page:
    page = visite.aller(page_ + suite)
    page.wait_for_selector("#formulaire form")
    return page


def etape(page: Page, nom: str) -> None:
    """Go to a step, wherever its list is folded."""
    page.locator(f'.etapes a[href="#etape-{nom}"]').evaluate("lien => lien.click()")
    page.wait_for_selector(f"#etape-{nom}:not([hidden])")


def fichier(page: Page) -> str:
    """The text that the form would send now."""
    etape(page, "relire")
    return str(page.locator(".envoi pre").text_content())


def bilan(page: Page) -> str:
    etape(page, "relire")
    patienter(page, "document.querySelector('.bilan h3')?.textContent")
    return page.locator(".bilan").inner_text()


def verifier(tmp_path: Path, chemin: str, texte: str) -> list[str]:
    """What the checker of the project says of that file, among the published entries."""
    racine = tmp_path / "fiches"
    if not racine.exists():
        shutil.copytree(PROJET / "fiches", racine)
    (racine / chemin).write_text(texte, encoding="utf-8", newline="")
    nom = Path(chemin).name
    return [
        f"{d.ligne} {d.code} {d.champ} {d.message}"
        for d in charger(racine, repli=REFERENTIELS).diagnostics
        if d.chemin.endswith(nom)
    ]


class Clavier:
    """The keyboard alone: Tab until a control bears the name looked for."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def nom(self) -> str:
        return str(
            self.page.evaluate(
                "(() => { const e = document.activeElement;"
                " return (e.labels?.[0]?.innerText || e.getAttribute('aria-label')"
                " || e.innerText || '').replace(/\\s+/g, ' ').trim() })()"
            )
        )

    def vers(self, debut: str, pas: int = 80) -> None:
        for _ in range(pas):
            if self.nom().startswith(debut):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"« {debut} » ne reçoit jamais le focus ; ici : {self.nom()}")

    def presser(self, debut: str) -> None:
        self.vers(debut)
        self.page.keyboard.press("Enter")

    def ecrire(self, debut: str, texte: str) -> None:
        self.vers(debut)
        self.page.keyboard.insert_text(texte)

    def choisir(self, debut: str, texte: str, attendu: str) -> None:
        self.vers(debut)
        self.page.keyboard.type(texte)
        option = self.page.locator("[role=option]", has_text=attendu)
        option.first.wait_for()
        for _ in range(15):
            self.page.keyboard.press("ArrowDown")
            active = self.page.locator("[role=option][aria-selected=true]")
            if attendu in active.inner_text():
                break
        self.page.keyboard.press("Enter")


def remplir_au_clavier(page: Page) -> None:
    """A complete fictional Inspir'action, without a mouse."""
    clavier = Clavier(page)
    page.locator("input[name=genre]").first.focus()
    clavier.presser("Continuer : L’essentiel")
    clavier.ecrire("Titre", TITRE)
    clavier.ecrire("Résumé", RESUME)
    clavier.presser("Continuer : Où et quand")
    clavier.choisir("Territoires", "scae", "Scaër (29)")
    clavier.choisir("Territoires", "Maurepas, renn", "Maurepas, Rennes (35)")
    clavier.ecrire("Début", "mars 2021")
    clavier.presser("Continuer : Avec qui")
    clavier.choisir("Porteur", "renaudot", "Institut Renaudot")
    clavier.presser("Continuer : De quoi il s’agit")
    clavier.choisir("Thèmes", "logement", "Habitat et logement")
    clavier.choisir("Thèmes", "isolement", "Isolement social")
    clavier.choisir("Dispositifs", "CLS", "Contrat local de santé")
    clavier.presser("Continuer : Le récit")
    for section in SECTIONS:
        clavier.ecrire(section, f"Récit fictif : {section}.\n\n- « un »\n- **deux** # trois")
    clavier.presser("Continuer : Ce qu’il faut retenir")
    clavier.presser("Ajouter un levier")
    page.keyboard.insert_text("Un levier fictif : « ça » aide #vraiment.")
    page.keyboard.press("Tab")
    page.keyboard.type("Gouvernance")
    clavier.presser("Ajouter un enseignement")
    page.keyboard.insert_text('Un enseignement fictif, avec des "guillemets" et un \\ antislash.')
    clavier.presser("Continuer : Les sources et les liens")
    clavier.presser("Ajouter une source")
    page.keyboard.insert_text("Document fictif : le bilan")
    clavier.ecrire("Éditeur", "Éditeur fictif")
    clavier.ecrire("Année", "2024")
    clavier.ecrire("Adresse", "www.example.org/bilan")
    clavier.presser("Continuer : Les photos")
    clavier.presser("Continuer : Relire et envoyer")


def proposer_une_modification(visite: Visite, entree: str) -> Page:
    page = visite.aller(entree)
    page.get_by_role("link", name="Proposer une modification").click()
    page.wait_for_selector("#formulaire form")
    return page


def demander_la_forge(page: Page) -> list[str]:
    """Click the button of the forge, which answers nothing here; return the address asked for."""
    demandes: list[str] = []

    def repondre(route: Route) -> None:
        demandes.append(route.request.url)
        route.fulfill(body="forge", content_type="text/plain")

    page.context.route(re.compile(r"https://(?:github|gitlab)\..*"), repondre)
    try:
        with page.expect_popup() as ouverte:
            page.locator("a[data-forge]").click()
        ouverte.value.wait_for_load_state()
        ouverte.value.close()
    finally:
        page.context.unroute_all(behavior="ignoreErrors")
    return demandes


def image_fictive(page: Page, cote: int) -> bytes:
    """A noisy PNG of `cote` pixels, far too heavy."""
    code = page.evaluate(
        """async (cote) => {
          const toile = new OffscreenCanvas(cote, cote);
          const dessin = toile.getContext("2d");
          const points = dessin.createImageData(cote, cote);
          let n = 1;
          for (let i = 0; i < points.data.length; i += 1) {
            n = (n * 1103515245 + 12345) % 2147483648;
            points.data[i] = i % 4 === 3 ? 255 : 128 + (n >> 24) % 64;
          }
          dessin.putImageData(points, 0, 0);
          const octets = new Uint8Array(await (await toile.convertToBlob()).arrayBuffer());
          let texte = "";
          for (let i = 0; i < octets.length; i += 8192)
            texte += String.fromCharCode(...octets.subarray(i, i + 8192));
          return btoa(texte);
        }""",
        cote,
    )
    return base64.b64decode(code)
