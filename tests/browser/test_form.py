"""The form for contributors, as they use it: with the keyboard, on a phone, checked as they go."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from capitalisation.form.description import ETAPES
from tests.browser.conftest import Visite
from tests.browser.formulaire import (
    FORMULAIRE,
    Clavier,
    bilan,
    etape,
    fichier,
    ouvrir,
    remplir_au_clavier,
    verifier,
)
from tests.browser.pages import patienter
from tests.browser.test_pages import fautes
from tests.site.conftest import mkdocs_build

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
    patienter(page, f"document.querySelector('.bilan').innerText !== {json.dumps(avant)}")
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
    # What was typed is read apart before it is cleaned: the policy already refuses its handlers.
    assert [e for e in visite.erreurs if "inline event handler" not in e] == []
    visite.erreurs.clear()
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
