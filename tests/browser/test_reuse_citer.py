"""Citing an entry by the keyboard: the reference copied, its file downloaded, from a disk too."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import rispy
from playwright.sync_api import Page, expect

from capitalisation.dates import jour
from tests.browser.conftest import Visite

SEMEURS = "inspiractions/semeurs-de-sante/"
ENTREES = ("semeurs-de-sante", "cov-idees")


def citer(page: Page) -> None:
    page.evaluate("navigator.clipboard.writeText = async (texte) => { window.copie = texte }")
    page.get_by_role("link", name="Proposer une modification").focus()
    for _ in ("CSL-JSON", "BibTeX", "RIS", "Copier"):
        page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Copier la référence")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".colophon [role=status]")).to_have_text("Référence copiée.")
    copie = page.evaluate("window.copie")
    # A visit at midnight reads on either day.
    jours = {jour(dt.date.today() - dt.timedelta(days=n)) for n in (0, 1)}
    assert copie.startswith("«\u202fSemeurs de Santé")
    assert any(f" [consulté le {le}]. CC BY-SA 4.0." in copie for le in jours)
    assert "\n" not in copie

    page.keyboard.press("Tab")
    with page.expect_download() as attendu:
        page.keyboard.press("Enter")
    assert attendu.value.suggested_filename == "semeurs-de-sante.ris"
    (lue,) = rispy.loads(attendu.value.path().read_text("utf-8"))
    assert lue["id"] == "semeurs-de-sante"
    assert lue["title"].startswith("Semeurs de Santé")


def test_a_reference_is_copied_and_its_file_is_downloaded(visite: Visite) -> None:
    citer(visite.aller(SEMEURS))


def test_a_reference_is_taken_from_the_disk(hors_ligne: Visite) -> None:
    citer(hors_ligne.aller(f"{SEMEURS}index.html"))


@pytest.mark.parametrize("visite", [{"media": "print"}], indirect=True)
def test_on_paper_the_reference_stays_and_its_buttons_go(visite: Visite) -> None:
    page = visite.aller(SEMEURS)
    expect(page.locator(".colophon .citation")).to_be_visible()
    expect(page.locator(".citer-gestes")).to_be_hidden()


def test_a_selection_is_taken_as_csl_json(visite: Visite) -> None:
    page = visite.aller(f"ma-selection/?ids={','.join(ENTREES)}")
    page.locator("#selection[data-etat=pret]").wait_for()
    with page.expect_download() as attendu:
        page.get_by_role("button", name="CSL-JSON").click()
    assert attendu.value.suggested_filename == "selection-partagee.csl.json"
    lus = json.loads(attendu.value.path().read_text("utf-8"))
    assert [objet["id"] for objet in lus] == list(ENTREES)
