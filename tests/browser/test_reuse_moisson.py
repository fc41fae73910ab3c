"""Addresses that are no more: old ones lead on, wrong ones are set right."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Visite, servir, visiter
from tests.browser.test_pages import fautes
from tests.site.conftest import Construction, publier

NOUVELLE = "inspiractions/nouveau-nom/"


@dataclass(frozen=True)
class Petite:
    """A site of which an entry has borne another name: where it is, where it is served."""

    site: Path
    archive: Path
    adresse: str


@pytest.fixture(scope="module")
def petite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Petite]:
    publie = publier(tmp_path_factory)
    dossier = tmp_path_factory.mktemp("archive")
    with zipfile.ZipFile(publie.site / "donnees" / "inspiraction.zip") as archive:
        archive.extractall(dossier)
    with servir(publie.site.parent) as hote:
        yield Petite(publie.site, dossier, f"{hote}base/")


def perdre(page: Page, site: Path, adresse: str) -> None:
    """Ask for a page that is not there, as from a host that then serves 404.html."""

    def servir_404(route: Route) -> None:
        # Another code than 200 would be an error in the console, of the visitor's making.
        route.fulfill(path=site / "404.html", content_type="text/html; charset=utf-8")

    page.route(adresse, servir_404, times=1)
    page.goto(adresse)


def premiere(page: Page) -> str:
    """The first address that is proposed, once they are."""
    return page.locator("#proches li a").first.get_attribute("href") or ""


# --- Old addresses ------------------------------------------------------------


def test_an_old_address_leads_on_with_what_follows_it(petite: Petite, onglet: Page) -> None:
    with visiter(onglet, petite.adresse) as visite:
        for dossier in ("inspiractions", "ressources"):
            page = visite.aller(f"{dossier}/nom-d-avant/?surligner=fictif#levier-1")
            page.wait_for_url(f"**/{NOUVELLE}?surligner=fictif#levier-1")
        # Nothing is left to go back through: one goes back to where one came from.
        page.go_back()
        assert page.url.endswith(f"{NOUVELLE}?surligner=fictif#levier-1")


def test_it_leads_on_without_javascript(petite: Petite, navigateur: Browser) -> None:
    contexte = navigateur.new_context(java_script_enabled=False)
    page = contexte.new_page()
    page.goto(f"{petite.adresse}inspiractions/nom-d-avant/")
    page.wait_for_url(f"**/{NOUVELLE}")
    contexte.close()


def test_it_leads_on_in_the_archive(petite: Petite, onglet: Page) -> None:
    with visiter(onglet, petite.archive.as_uri() + "/") as visite:
        page = visite.aller("dossiers/nom-d-avant/index.html#levier-1")
        page.wait_for_url(f"**/{NOUVELLE}index.html#levier-1")


def test_robots_are_told_of_the_new_address_alone(petite: Petite) -> None:
    ancienne = (petite.site / "inspiractions/nom-d-avant/index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="https://exemple.org/base/{NOUVELLE}">' in ancienne
    # A page that is both left out and led from would have the new one left out.
    assert "noindex" not in ancienne
    plan = (petite.site / "sitemap.xml").read_text("utf-8")
    assert f"<loc>https://exemple.org/base/{NOUVELLE}</loc>" in plan
    assert "nom-d-avant" not in plan
    depot = (petite.site / "oai.xml").read_text("utf-8")
    # Whoever harvested it by its first name finds the same record, at its new address.
    assert "oai:exemple.org:nom-d-avant" in re.findall("<oai:identifier>(.*?)<", depot)
    assert f"<dc:identifier>https://exemple.org/base/{NOUVELLE}</dc:identifier>" in depot
    assert depot.count("nom-d-avant") == 1
    assert "cachee" not in plan + depot
    assert len((petite.site / "_redirects").read_text("utf-8").splitlines()) == 4


def test_what_only_a_server_or_a_robot_reads_is_not_in_the_archive(petite: Petite) -> None:
    siens = {"sitemap.xml", "sitemap.xml.gz", "robots.txt", "llms.txt", "oai.xml", "_redirects",
             "_headers", "adresses.gz", "404.html"}  # fmt: skip
    assert siens <= {f.name for f in petite.site.iterdir()}
    restes = [f.name for f in petite.archive.rglob("*")]
    assert siens.isdisjoint(nom.removesuffix(".js") for nom in restes)
    assert [nom for nom in restes if nom.startswith("introuvable")] == []


# --- Wrong addresses ----------------------------------------------------------


@pytest.mark.parametrize(
    ("demandee", "attendue"),
    [
        ("ressources/semeurs-de-sante/", "inspiractions/semeurs-de-sante/"),
        ("Inspiractions/Sèmeurs-de-Santé.html", "inspiractions/semeurs-de-sante/"),
        ("inspiractions/cafes-papo", "inspiractions/cafes-papote-scaer/"),
        ("inspiractions//cafe_papotte-scaer/index.html", "inspiractions/cafes-papote-scaer/"),
        ("theme/logements", "themes/habitat-et-logement/"),
        ("dispositif/cls", "dispositifs/cls/"),
        ("territoires/scaer/", "territoires/fr-29274/"),
        ("inspiraction/", "inspiractions/"),
        ("inspiractions/page/99/", "inspiractions/"),
        ("contribuer/nouvelle-fich", "contribuer/nouvelle-fiche/"),
        ("themes/zzqqzz/", "themes/"),
        ("rss.xml", "suivre/"),
        ("flux/", "suivre/"),
    ],
)
def test_the_nearest_address_comes_first(
    demandee: str, attendue: str, visite: Visite, reel: Construction
) -> None:
    perdre(visite.page, reel.site, visite.adresse + quote(demandee))
    assert premiere(visite.page) == f"/base/{attendue}"
    assert visite.page.locator("#proches li").count() <= 5


@pytest.mark.parametrize(
    "visite", [{"viewport": {"width": 360, "height": 800}}], indirect=True, ids=["360px"]
)
def test_it_is_proposed_politely(visite: Visite, reel: Construction) -> None:
    page = visite.page
    perdre(page, reel.site, f"{visite.adresse}ressources/semeurs-de-sante/")
    ligne = page.locator("#proches li").first
    assert "Semeurs de Santé" in ligne.inner_text()
    assert "Inspir’action" in ligne.inner_text()
    nombre = page.locator("#proches li").count()
    dit = page.locator(".introuvable [role=status]").inner_text()
    assert f"{nombre} propositions" in dit
    assert page.get_by_label("Rechercher", exact=True).input_value() == "semeurs de sante"
    assert page.evaluate("document.activeElement === document.body")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert fautes(page) == []
    # Nobody is led anywhere without asking.
    assert page.url.endswith("ressources/semeurs-de-sante/")


def test_an_old_name_mistyped_is_found_too_and_nothing_is_proposed_of_nothing(
    petite: Petite, onglet: Page
) -> None:
    with visiter(onglet, petite.adresse) as visite:
        perdre(visite.page, petite.site, f"{petite.adresse}inspiractions/nom-davan/")
        assert premiere(visite.page) == f"/base/{NOUVELLE}"
        with visite.page.expect_response("**/adresses.gz"):
            perdre(visite.page, petite.site, f"{petite.adresse}xmlrpc.php?x=%E0%A4%A")
        visite.page.wait_for_load_state("networkidle")
        assert visite.page.locator("#proches").is_hidden()
        assert visite.page.get_by_label("Rechercher", exact=True).is_visible()
