"""The map under the keyboard, without colours of its own, and in the archive."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visite

AIRES = ".atlas-dessin a[aria-label]"


def test_tab_goes_from_area_to_area_and_enter_opens_one(visite: Visite) -> None:
    page = visite.aller("territoires/")
    noms = page.locator(AIRES).evaluate_all("liens => liens.map(a => a.ariaLabel)")
    page.locator(".sauts a").last.focus()
    page.keyboard.press("Tab")
    passer = page.locator(":focus")
    assert passer.text_content() == "Passer la carte"
    assert passer.bounding_box()["width"] > 80
    repos = page.locator(AIRES).first.locator("path").evaluate("e => getComputedStyle(e).fill")
    for nom in noms[:4]:
        page.keyboard.press("Tab")
        visee = page.locator(":focus")
        assert visee.get_attribute("aria-label") == nom
        trait, fond = visee.locator("path").evaluate(
            "e => [parseFloat(getComputedStyle(e).strokeWidth), getComputedStyle(e).fill]"
        )
        assert trait >= 3
        assert fond != repos
        # Its name and its number are written on the map, for those who see it.
        ecrit = visee.locator("text")
        assert ecrit.evaluate("e => getComputedStyle(e).visibility") == "visible"
        assert ecrit.text_content().split("\xa0")[0] in nom.replace("\u202f: ", "")
    adresse = page.locator(":focus").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url("**/" + adresse.removeprefix("../"))
    assert page.locator("h1").inner_text() == noms[3].split("\u202f")[0]


@pytest.mark.parametrize("visite", [{"forced_colors": "active"}], ids=["contraste"], indirect=True)
def test_shades_remain_when_colours_are_forced(visite: Visite) -> None:
    page = visite.aller("territoires/")
    teintes = page.locator(".atlas-cle path").evaluate_all(
        "t => t.map(e => { const s = getComputedStyle(e); return s.fill + s.fillOpacity })"
    )
    assert len(set(teintes)) == len(teintes) >= 4
    assert page.locator(".atlas-chiffres text").first.is_visible()


def test_the_map_leads_to_a_place_in_the_archive(hors_ligne: Visite) -> None:
    page = hors_ligne.aller("territoires/index.html")
    page.locator(AIRES + '[href*="fr-29"]').first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr-29/index.html")
    fond = page.locator(".situation img")
    assert fond.evaluate("e => e.complete && e.naturalWidth") > 0
