"""A page of the preview that is open in a browser follows what one writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import visiter
from tests.site.apercu import apercevoir
from tests.unit import petit

pytestmark = pytest.mark.xdist_group("apercu")


def test_a_page_reloads_by_itself_and_the_search_finds_what_was_written(
    onglet: Page, tmp_path: Path
) -> None:
    fiches = petit.ecrire(
        tmp_path / "fiches", {"inspiractions/x.md": petit.texte(titre="Action fictive d’avant")}
    )
    with apercevoir(fiches, tmp_path / "travail") as apercu, visiter(onglet, apercu.adresse) as v:
        page = v.aller("inspiractions/x/")
        expect(page.locator("h1")).to_have_text("Action fictive d’avant")
        fiche = fiches / "inspiractions" / "x.md"
        fiche.write_text(petit.texte(titre="Action fictive de citrouille"), "utf-8")
        expect(page.locator("h1")).to_have_text("Action fictive de citrouille", timeout=60_000)
        page = v.aller("recherche/?q=citrouille")
        expect(page.locator("main")).to_contain_text("Action fictive de", timeout=60_000)
        expect(page.get_by_role("link", name="Action fictive de citrouille")).to_be_visible()
