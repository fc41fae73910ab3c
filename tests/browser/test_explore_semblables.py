"""Places alike and the guide, where it takes a browser: a name typed, questions, the address."""

from __future__ import annotations

import math
from itertools import islice, pairwise, product
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from capitalisation.corpus import Corpus, charger
from capitalisation.explore import guide
from capitalisation.explore.alike import profils
from capitalisation.explore.profiles import traits_du_lieu
from capitalisation.territories import Territoires
from tests.browser.conftest import Visite
from tests.conftest import AUJOURDHUI, PROJET

SEMBLABLES = "territoires-semblables/"
OUESSANT = "fr-29155"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return charger(PROJET / "fiches", aujourdhui=AUJOURDHUI).corpus


def montrees(page: Page) -> list[str]:
    return page.locator("[data-entree]").evaluate_all("els => els.map(e => e.dataset.entree)")


def taper_ouessant(page: Page) -> None:
    """By keyboard alone: the first letters, the first proposal."""
    champ = page.get_by_role("combobox", name="Votre commune ou votre intercommunalité")
    champ.focus()
    page.keyboard.type("ouessan")
    expect(page.get_by_role("option", name="Ouessant (29)")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ouessant (29)\u202f: son profil")).to_be_visible()


def ouvrir_le_guide(visite: Visite, adresse: str) -> Page:
    """Open the guide, and wait until it asks its questions by itself.

    Before that, its answers are links to pages already written: whoever is quicker than the
    script lands there, and is answered too.
    """
    page = visite.aller(adresse)
    page.locator("#guide a[data-etape]").first.wait_for()
    return page


def test_a_commune_typed_by_keyboard_gives_its_profile_and_the_entries_most_alike(
    visite: Visite, corpus: Corpus
) -> None:
    page = visite.aller(SEMBLABLES)
    taper_ouessant(page)
    assert urlsplit(page.url).query == f"lieu={OUESSANT}"
    lieu = Territoires().lieu(OUESSANT)
    assert lieu
    siens = set(traits_du_lieu(lieu))

    def ressemblance(identifiant: str) -> tuple[int, float]:
        """Traits in common, at most, and then how far the sizes are, at least."""
        return min(
            (-len(siens & set(traits)), abs(math.log((autre.population or math.inf) / 860)))
            for autre, traits in profils(corpus.fiches[identifiant])
        )

    attendues = {
        f for f in corpus.fiches if any(siens & set(t) for _, t in profils(corpus.fiches[f]))
    }
    liste = montrees(page)
    assert set(liste) <= attendues
    assert len(liste) == min(20, len(attendues))
    rangs = [ressemblance(f) for f in liste]
    # Sizes travel with two digits: who is at the same distance may change places.
    assert [r[0] for r in rangs] == sorted(r[0] for r in rangs)
    assert all(a[1] <= b[1] + 0.1 for a, b in pairwise(rangs) if a[0] == b[0])
    premier = page.locator(".rangee").first
    expect(premier).to_contain_text("Groix (56), comme vous\u202f: île sans pont, plutôt rural.")
    expect(page.locator("#semblables [role=status]").last).to_contain_text(
        f"{len(attendues)} entrées"
    )

    titre = premier.get_by_role("heading").inner_text()
    premier.get_by_role("button", name=f"Ajouter à ma sélection : {titre}").click()
    expect(page.get_by_role("link", name="Ma sélection 1 entrée")).to_be_visible()

    page.get_by_role("checkbox").check()
    page.wait_for_url("**quartier=oui")
    expect(page.get_by_role("checkbox")).to_be_focused()
    assert len(montrees(page)) > len(liste)
    page.go_back()
    page.wait_for_url(f"**?lieu={OUESSANT}")
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    page.go_back()
    expect(page.get_by_role("heading", name="son profil")).to_have_count(0)
    assert montrees(page) == []


def test_a_belgian_commune_is_told_that_its_size_is_not_known(visite: Visite) -> None:
    page = visite.aller(f"{SEMBLABLES}?lieu=be-52011")
    expect(page.get_by_text("ne donne pas la population des communes belges")).to_be_visible()
    for autre in ("zz", "fr-bre"):
        page = visite.aller(f"{SEMBLABLES}?lieu={autre}")
        expect(page.get_by_text("n’est pas une commune ou une intercommunalité")).to_be_visible()


def test_both_work_from_the_archive(hors_ligne: Visite) -> None:
    page = hors_ligne.aller(f"{SEMBLABLES}index.html")
    taper_ouessant(page)
    page.locator(".rangee a").first.click()
    expect(page.locator("article[data-entree]")).to_be_visible()
    page = ouvrir_le_guide(hors_ligne, "guide/index.html")
    page.get_by_role("link", name="L’habitat et le logement").click()
    page.get_by_role("link", name="Une idée d’action").click()
    page.wait_for_url("**/guide/index.html?theme=logement&manque=idee")
    page.locator(".rangee a").first.click()
    expect(page.locator("article[data-entree]")).to_be_visible()


def test_one_question_after_the_other_by_keyboard_and_back(visite: Visite) -> None:
    page = ouvrir_le_guide(visite, "guide/")
    question = page.locator("#question")
    etat = page.locator("#guide [role=status]")
    for lien, suivante in (
        ("L’habitat et le logement", "Qu’est-ce qui vous manque"),
        ("Savoir ce qui risque de gêner", "Avec qui, ou pour qui"),
        ("Peu importe", "Dans quel territoire"),
    ):
        page.get_by_role("link", name=lien).focus()
        page.keyboard.press("Enter")
        expect(question).to_contain_text(suivante)
        expect(question).to_be_focused()
    assert urlsplit(page.url).query == "theme=logement&manque=obstacles&public="
    expect(etat).to_contain_text("répondent à tout")
    avant = montrees(page)
    page.get_by_role("link", name="Une île sans pont").press("Enter")
    # No place alike for this one: the least important question is left aside, and told.
    expect(etat).to_contain_text("sans tenir compte de «\u202fDans quel territoire\u202f?\u202f»")
    assert montrees(page) == avant
    expect(question).to_be_hidden()
    page.go_back()
    expect(question).to_contain_text("Dans quel territoire")
    page.get_by_role("link", name="Changer\u202f: Sur quel sujet").click()
    expect(question).to_contain_text("Sur quel sujet")
    assert urlsplit(page.url).query == "manque=obstacles&public="


def test_the_browser_and_the_pages_make_the_same_lists(visite: Visite, corpus: Corpus) -> None:
    questions, _ = guide.charger(corpus)
    forces = guide.peser(questions)
    lignes = [(fiche.id, forces(fiche)) for fiche in corpus.triees]
    tous = product(*((None, *range(len(q.reponses))) for q in questions.questions))
    # One in twenty-nine: it goes round every answer of every question.
    choix = list(islice(tous, 1, None, 29))
    attendues = [[[list(p.sans), list(p.entrees)] for p in guide.choisir(lignes, c)] for c in choix]
    page = visite.aller("guide/?theme=logement")
    page.locator(".rangee").first.wait_for()
    obtenues = page.evaluate(
        """async (choix) => {
          const { choisir, forces } = inspiraction["explorer/paliers"];
          const tout = await inspiraction["recherche/octets"].lireJson(
            await inspiraction["recherche/transport"].demander("explorer/guide.gz"));
          const lignes = tout.entrees.map((entree) => ({ entree, tenues: forces(entree) }));
          return choix.map((c) => choisir(lignes, c, tout)
            .map(({ sans, entrees }) => [sans, entrees.map(([, id]) => id)]));
        }""",
        [list(c) for c in choix],
    )
    assert obtenues == attendues
    assert montrees(page) == [
        f for p in guide.choisir(lignes, (4, None, None, None)) for f in p.entrees
    ]
