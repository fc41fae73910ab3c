"""The form for contributors, as they use it: with the keyboard, on a phone, from an archive."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page, Route

from capitalisation.corpus import charger
from capitalisation.form.description import ETAPES
from tests.browser.conftest import Visite
from tests.browser.navigateurs import Firefox
from tests.browser.test_pages import fautes
from tests.conftest import PROJET, REFERENTIELS
from tests.site.conftest import mkdocs_build

FORMULAIRE = "contribuer/nouvelle-fiche/"
TITRE = 'Été fictif : l’« aller-vers » #1, "mieux" à l\'œuvre 🌻'
RESUME = "Texte fictif : une équipe imaginaire ouvre un café, le mardi, dans un hameau inventé."
SECTIONS = ("Contexte et problématique", "Objectifs", "Déroulement")


@pytest.fixture(autouse=True)
def _presse_papiers(onglet: Page) -> None:
    onglet.context.grant_permissions(["clipboard-read", "clipboard-write"])


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
    page.wait_for_function("document.querySelector('.bilan h3')?.textContent")
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


# --- The whole way, by keyboard


def test_a_fiche_by_keyboard_alone_passes_the_checker_builds_and_survives_a_reload(
    visite: Visite, tmp_path: Path
) -> None:
    page = ouvrir(visite)
    remplir_au_clavier(page)
    assert bilan(page).startswith("Rien à corriger")
    with page.expect_download() as telechargement:
        Clavier(page).presser("Télécharger le fichier")
    nom = telechargement.value.suggested_filename
    assert nom == "ete-fictif-l-aller-vers-1-mieux-a-l-oeuvre.md"
    texte = Path(telechargement.value.path()).read_bytes().decode("utf-8")
    assert verifier(tmp_path, f"inspiractions/{nom}", texte) == []

    lien = page.locator("a[data-forge=github]")
    adresse = str(lien.get_attribute("href"))
    assert len(adresse) <= 7500
    champs = parse_qs(urlsplit(adresse).query, keep_blank_values=True)
    assert champs["value"] == [texte]
    assert champs["filename"] == [nom]
    assert urlsplit(adresse).path.endswith("/new/main/fiches/inspiractions")

    page.reload()
    page.wait_for_selector("#etape-relire:not([hidden])")
    assert "est retrouvé" in page.locator(".formulaire-garde").inner_text()
    assert fichier(page) == texte

    site = tmp_path / "site"
    construction = mkdocs_build(site, fiches=tmp_path / "fiches")
    assert construction.code == 0, construction.journal
    html = (site / "inspiractions" / nom.removesuffix(".md") / "index.html").read_text("utf-8")
    assert "🌻" in html
    assert "depuis mars 2021" in html
    assert "Maurepas" in html


def test_focus_goes_to_the_title_of_the_step_and_back_returns(visite: Visite) -> None:
    page = ouvrir(visite)
    clavier = Clavier(page)
    page.locator("input[name=genre]").first.focus()
    clavier.presser("Continuer : L’essentiel")
    assert page.evaluate("document.activeElement.id") == "titre-essentiel"
    clavier.presser("Continuer : Où et quand")
    assert page.evaluate("document.activeElement.id") == "titre-lieu"
    page.go_back()
    page.wait_for_selector("#etape-essentiel:not([hidden])")
    courante = page.locator('.etapes a[aria-current="step"]')
    assert courante.get_attribute("href") == "#etape-essentiel"


def test_a_list_opens_moves_and_closes_by_keyboard(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-classement")
    champ = page.locator("#f-themes")
    champ.focus()
    page.keyboard.press("ArrowDown")
    page.locator("[role=option]").first.wait_for()
    assert champ.get_attribute("aria-expanded") == "true"
    premiere = champ.get_attribute("aria-activedescendant")
    assert page.locator(f"#{premiere}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert champ.get_attribute("aria-expanded") == "false"
    assert champ.get_attribute("aria-activedescendant") is None
    for libelle in ("Addictions", "Habitat et logement", "Isolement social"):
        Clavier(page).choisir("Thèmes", libelle.split()[0].lower(), libelle)
    choisis = page.locator("ol.choisis .choisi-nom")
    assert choisis.all_inner_texts() == ["Addictions", "Habitat et logement", "Isolement social"]
    page.get_by_role("button", name="Monter « Isolement social »").press("Enter")
    assert choisis.all_inner_texts() == ["Addictions", "Isolement social", "Habitat et logement"]
    page.get_by_role("button", name="Retirer « Addictions »").press("Enter")
    assert choisis.all_inner_texts() == ["Isolement social", "Habitat et logement"]
    assert "themes: [isolement-social, habitat-et-logement]" in fichier(page)


def test_a_word_that_is_missing_from_a_list_is_said_to_the_review(
    visite: Visite, tmp_path: Path
) -> None:
    page = ouvrir(visite, "#etape-acteurs")
    Clavier(page).choisir("Partenaires", "Association fictive --- # x", "manque à la liste")
    texte = fichier(page)
    assert "\n# À ajouter (structure) : Association fictive --- # x\n---\n" in texte
    assert "Association fictive" in page.locator("#etape-relire .choisis").first.inner_text()
    fautes = verifier(tmp_path, "inspiractions/fictive.md", texte)
    assert not [f for f in fautes if f.split()[1] in ("E004", "E011")]


# --- Checking as one goes


def test_nothing_is_blamed_before_it_is_left_and_everything_is_in_the_end(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-essentiel")
    assert page.locator(".constat:visible").count() == 0
    page.get_by_label("Titre").fill("CLS")
    page.get_by_label("Résumé").focus()
    constat = page.locator('[data-chemin="titre"] .constat')
    constat.wait_for()
    assert "3 caractères" in constat.inner_text()
    assert page.get_by_label("Titre").get_attribute("aria-invalid") == "true"
    assert page.locator('[data-chemin="resume"] .constat').count() == 0
    dit = bilan(page)
    for attendu in ("Titre", "Résumé", "Thèmes", "Territoires", "Objectifs", "Sources"):
        assert attendu in dit
    page.locator(".bilan a", has_text="Objectifs").click()
    assert page.evaluate("document.activeElement.labels[0].innerText").startswith("Objectifs")
    assert page.locator('[data-section="Objectifs"] .constat').inner_text().startswith("À corriger")


def test_a_draft_asks_for_less(visite: Visite) -> None:
    page = ouvrir(visite)
    avant = bilan(page)
    page.get_by_label("Brouillon").check()
    page.wait_for_function(f"document.querySelector('.bilan').innerText !== {json.dumps(avant)}")
    assert "Objectifs" in avant
    assert "Objectifs" not in bilan(page)
    assert "statut: brouillon" in fichier(page)


def test_the_review_is_told_what_the_form_cannot_check(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-relire")
    page.locator("summary", has_text="Ce que la relecture regardera encore").click()
    assert "300" in page.locator("#etape-relire details ul").first.inner_text()


@pytest.mark.parametrize(
    ("saisie", "ecrite"),
    [("mars 2018", "2018-03"), ("3/2018", "2018-03"), ("1er mai 2019", "2019-05-01"),
     ("12/03/2018", "2018-03-12"), ("2018", "2018"), ("2018-03-12", "2018-03-12")],
)  # fmt: skip
def test_a_date_is_understood_as_people_write_it(saisie: str, ecrite: str, visite: Visite) -> None:
    page = ouvrir(visite, "#etape-lieu")
    page.get_by_label("Début").fill(saisie)
    page.get_by_label("Début").blur()
    assert f'debut: "{ecrite}"' in fichier(page)


# --- Kinds


@pytest.mark.parametrize("genre", ["interview", "dossier", "ressource"])
def test_changing_the_kind_keeps_what_was_written(genre: str, visite: Visite) -> None:
    page = ouvrir(visite, "#etape-essentiel")
    page.get_by_label("Titre").fill("Un titre fictif assez long")
    etape(page, "recit")
    page.get_by_label("Objectifs").fill("Un but fictif.")
    etape(page, "sorte")
    page.locator(f"input[name=genre][value={genre}]").check()
    texte = fichier(page)
    assert 'titre: "Un titre fictif assez long"' in texte
    assert "## Objectifs\n\nUn but fictif." in texte
    assert page.locator("a[data-forge]").get_attribute("href").split("?")[0].endswith(f"/{genre}s")
    etape(page, "sorte")
    page.locator("input[name=genre][value=inspiraction]").check()
    etape(page, "recit")
    assert page.get_by_label("Objectifs").input_value() == "Un but fictif."


def test_an_interview_is_not_ready_without_the_consent_of_the_people(visite: Visite) -> None:
    page = ouvrir(visite, "?genre=interview")
    assert "Accord des personnes" in bilan(page)
    etape(page, "acteurs")
    page.get_by_label("Accord des personnes").check()
    assert "Accord des personnes" not in bilan(page)
    assert "accord_personnes: true" in fichier(page)


def test_the_address_fills_the_form(visite: Visite) -> None:
    page = ouvrir(
        visite,
        "?genre=ressource&theme=habitat-et-logement&theme=nimporte&public=habitants"
        "&territoire=Creil%20(60)&titre=Un%20titre%20%22fictif%22",
    )
    texte = fichier(page)
    assert "themes: [habitat-et-logement]\n" in texte
    assert "publics: [habitants]" in texte
    assert 'territoires: ["Creil (60)"]' in texte
    assert 'titre: "Un titre \\"fictif\\""' in texte
    assert page.locator("a[data-forge]").get_attribute("href").split("?")[0].endswith("/ressources")


# --- Change an entry


def proposer_une_modification(visite: Visite, entree: str) -> Page:
    page = visite.aller(entree)
    page.get_by_role("link", name="Proposer une modification").click()
    page.wait_for_selector("#formulaire form")
    return page


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
    page.wait_for_function(
        "!document.querySelector('a[href^=mailto]').href.includes('Une%20phrase')"
    )
    assert "joint" in unquote(str(courriel.get_attribute("href")))


def test_the_text_can_be_copied(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-relire")
    page.get_by_role("button", name="Copier le texte").press("Enter")
    page.locator(".envoi-dit", has_text="est copié").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == fichier(page)


# --- Photos


def image_fictive(page: Page, cote: int) -> bytes:
    """A noisy PNG of `cote` pixels, far too heavy."""
    import base64

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
    page.wait_for_function("!document.querySelector('.bilan').innerText.includes('Image')")
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


# --- Preview


def test_the_preview_follows_and_runs_nothing(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-recit")
    page.locator("details.apercu").evaluate("volet => { volet.open = true }")
    page.get_by_label("Déroulement").fill(
        "Un texte **fictif** qui renvoie à [[semeurs-de-sante]].\n\n"
        '<img src=x onerror="parent.touche=1"><script>parent.touche=1</script>\n'
        '<img src="https://example.org/espion.png" alt="espion">\n'
        "![ailleurs](https://example.org/espion2.png)\n"
        "[piège](javascript:parent.touche=1) <svg onload=alert(1)> "
        '<a href="data:text/html,x" onclick="parent.touche=1">autre</a> <iframe src=//example.org>'
    )
    apercu = page.frame_locator(".apercu-cadre")
    apercu.locator("strong", has_text="fictif").wait_for()
    assert apercu.locator("a", has_text="Semeurs de Santé").count() == 1
    interdits = apercu.locator("script, iframe, svg, img, [onerror], [onclick], [onload]")
    assert interdits.count() == 0
    assert apercu.locator('a[href^="javascript"], a[href^="data"]').count() == 0
    assert page.evaluate("window.touche") is None
    # `visite` also fails when anything was asked of another host.


# --- Everyone


#: Every step of an Inspir'action; of the other kinds, those that are theirs.
ETAPES_PROPRES = {
    "inspiraction": ["sorte", *(e.id for e in ETAPES if e.id != "composition")],
    "interview": ["acteurs"],
    "dossier": ["composition"],
    "ressource": ["essentiel", "recit"],
}


@pytest.mark.parametrize("genre", ETAPES_PROPRES)
def test_axe_finds_nothing_on_any_step(genre: str, visite: Visite) -> None:
    page = ouvrir(visite, f"?genre={genre}&theme=habitat-et-logement&territoire=Creil%20(60)")
    bilan(page)  # everything is seen: every finding shows
    trouvees = []
    for nom in ETAPES_PROPRES[genre]:
        etape(page, nom)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        for bouton in page.locator(f"#etape-{nom} .suite-champ > .bouton").all():
            bouton.click()
        # The preview is another page, and the list of steps is the same all along.
        ou = "#formulaire" if nom == "sorte" else f"#etape-{nom}"
        trouvees += [(nom, *faute) for faute in fautes(page, ou)]
    assert trouvees == []


@pytest.mark.parametrize("visite", [{"viewport": {"width": 360, "height": 740}}], ids=["360"],
                         indirect=True)  # fmt: skip
def test_nothing_scrolls_sideways_on_a_phone(visite: Visite) -> None:
    page = ouvrir(visite, "?modifier=semeurs-de-sante")
    for nom in page.locator(".etape").evaluate_all("s => s.map((e) => e.id.replace('etape-', ''))"):
        etape(page, nom)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, nom


def test_every_step_of_the_description_is_drawn(visite: Visite) -> None:
    page = ouvrir(visite)
    dessinees = set()
    for genre in ("inspiraction", "interview", "dossier", "ressource"):
        etape(page, "sorte")
        page.locator(f"input[name=genre][value={genre}]").check()
        dessinees |= set(page.locator(".etape").evaluate_all("s => s.map((e) => e.id)"))
    assert dessinees == {"etape-sorte", *(f"etape-{e.id}" for e in ETAPES)}


def test_a_browser_that_keeps_nothing_says_so(visite: Visite) -> None:
    page = ouvrir(visite, "#etape-essentiel")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('plein') } }")
    page.get_by_label("Titre").fill("Une fiche fictive")
    page.locator(".formulaire-garde", has_text="téléchargez le fichier").wait_for()


def test_when_the_model_does_not_come_one_can_ask_again(visite: Visite) -> None:
    page = visite.page
    page.route("**/formulaire/modele.gz", lambda route: route.abort())
    visite.aller(FORMULAIRE)
    bouton = page.get_by_role("button", name="Réessayer")
    bouton.wait_for()
    page.unroute_all()
    bouton.press("Enter")
    page.wait_for_selector("#formulaire form")
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
