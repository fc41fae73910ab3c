"""The timeline in a browser: its picture, its links, the line that an entry leads to."""

from __future__ import annotations

from tests.browser.conftest import Visite


def test_from_an_entry_to_its_line_and_from_the_picture_to_a_year(visite: Visite) -> None:
    page = visite.aller("inspiractions/cafes-mortels-inzinzac/")
    page.get_by_role("link", name="sur la frise").click()
    page.wait_for_url("**/frise/#entree-cafes-mortels-inzinzac")
    ligne = page.locator("#entree-cafes-mortels-inzinzac")
    assert ligne.is_visible()
    # The bars of the lines and the columns of the picture share one axis.
    colonne = page.locator(".frise-image a", has_text="2022").locator(".frise-cible").bounding_box()
    barre = ligne.locator(".frise-barre rect").bounding_box()
    assert colonne
    assert barre
    assert abs(colonne["x"] - barre["x"]) < 2
    # Without a start in 2024, its column leads to the last entries that began before.
    page.locator(".frise-image a", has_text="2024").click()
    page.wait_for_url("**/frise/#annee-2023")


def test_the_chains_work_from_the_disk(hors_ligne: Visite) -> None:
    page = hors_ligne.aller("inspiractions/cafes-papote-scaer/index.html")
    page.get_by_role("link", name="Voir l’enchaînement").click()
    bloc = page.locator("#chaine-semeurs-de-sante")
    bloc.wait_for()
    assert bloc.get_by_role("heading").count() == 1
    assert bloc.get_by_role("listitem").count() == 5
