"""From a cell of the blind spots: to the form that is filled with it, to the entries it counts."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Visite
from tests.browser.formulaire import fichier
from tests.browser.pages import compte, pret


def test_an_empty_cell_opens_the_form_filled_with_it(visite: Visite) -> None:
    page = visite.aller("angles-morts/")
    page.get_by_role("link", name="Proposer une fiche : Violences et harcèlement, Corse").click()
    page.wait_for_selector("#formulaire form")
    texte = fichier(page)
    assert "themes: [violences-et-harcelement]\n" in texte
    assert 'territoires: ["Corse"]' in texte
    page = visite.aller("angles-morts/violences-et-harcelement/")
    page.get_by_role("link", name="Proposer une fiche : Violences et harcèlement, Femmes").click()
    page.wait_for_selector("#formulaire form")
    assert "publics: [femmes]" in fichier(page)


@pytest.mark.parametrize("ou", ["visite", "hors_ligne"])
def test_a_cell_counts_what_the_search_finds(ou: str, request: pytest.FixtureRequest) -> None:
    visite = request.getfixturevalue(ou)
    page = visite.aller("angles-morts/index.html")
    case = page.locator(".grille td a", has_text=re.compile(r"^\d\d$")).first
    nombre = int(case.inner_text())
    case.click()
    pret(page)
    assert compte(page) == nombre


@pytest.mark.parametrize("visite", [{"viewport": {"width": 360, "height": 740}}], ids=["360"],
                         indirect=True)  # fmt: skip
def test_a_phone_reads_lists_where_a_wide_screen_reads_grids(visite: Visite) -> None:
    page = visite.aller("angles-morts/sante-mentale/")
    assert not page.locator(".grille").first.is_visible()
    sous_theme = page.get_by_role("group").filter(has_text="Prévention du suicide").first
    sous_theme.locator("summary").click()
    nom = "Proposer une fiche : Prévention du suicide, Corse"
    assert sous_theme.get_by_role("link", name=nom).is_visible()
