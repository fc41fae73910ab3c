"""The letter where only a browser can tell: the mail on a phone, the pages on a disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visite
from tests.browser.test_pages import CONTRASTES
from tests.unit.ligne import lancer


@pytest.mark.parametrize("visite", [{"viewport": {"width": 360, "height": 740}}], ids=["360"],
                         indirect=True)  # fmt: skip
def test_the_mail_reads_on_a_phone_and_asks_for_nothing(visite: Visite, tmp_path: Path) -> None:
    resultat = lancer("lettre", "2026-11", "--url", "https://base.example/", "--sortie", tmp_path)
    assert resultat.exit_code == 0, resultat.output
    page = visite.page
    # As a mail client shows it: nowhere, with nothing beside it.
    page.set_content((tmp_path / "lettre-2026-11.html").read_text("utf-8"))
    assert visite.demandes == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    fautes = Axe().run(page, options=CONTRASTES).response["violations"]
    assert fautes == []
    assert page.get_by_role("heading", level=1).inner_text() == "Lettre de novembre 2026"
    page.set_viewport_size({"width": 1200, "height": 800})
    colonne = page.locator("table table").bounding_box()
    assert colonne
    assert colonne["width"] <= 602


def test_the_letters_stand_on_a_disk_without_what_needs_a_server(hors_ligne: Visite) -> None:
    page = hors_ligne.aller("lettres/index.html")
    assert page.get_by_role("link", name="flux").count() == 0
    page.get_by_role("link", name="Novembre 2026").click()
    page.get_by_role("heading", level=1, name="Lettre de novembre 2026").wait_for()
    page.locator(".lettre-groupe .carte a").first.click()
    page.locator("article.entree").wait_for()
