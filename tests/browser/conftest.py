"""A real browser on the real site, served from this machine."""

from __future__ import annotations

import functools
import os
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    sync_playwright,
)

from tests import firefox
from tests.chromium import OPTIONS, systeme
from tests.site.conftest import Construction, mkdocs_build, une_fois


class _Muet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Construction:
    def batir(dossier: Path) -> Construction:
        archive = dossier / "site" / "donnees" / "inspiraction.zip"
        return mkdocs_build(dossier / "site", url="http://127.0.0.1/base/", archive=archive)

    return une_fois(tmp_path_factory, "visite", batir)


@contextmanager
def servir(dossier: Path) -> Iterator[str]:
    """Serve a folder; yield its address."""
    serveur = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Muet, directory=str(dossier))
    )
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    yield f"http://127.0.0.1:{serveur.server_address[1]}/"
    serveur.shutdown()


@pytest.fixture(scope="session")
def adresse(reel: Construction, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of the real corpus under a path of its own, as on a shared host."""
    racine = tmp_path_factory.mktemp("hote")
    (racine / "base").symlink_to(reel.site)
    with servir(racine) as hote:
        yield hote + "base/"


@pytest.fixture(scope="session")
def decompressee(reel: Construction, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The archive of the real corpus, unzipped as people do; the address of its folder."""
    dossier = tmp_path_factory.mktemp("Bureau") / "Été 2026 #1"
    with zipfile.ZipFile(reel.site / "donnees" / "inspiraction.zip") as archive:
        archive.extractall(dossier)
    return dossier.as_uri() + "/"


@pytest.fixture(scope="session")
def navigateur() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=systeme(), args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def firefox_ouvert(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Firefox, for all the tests of a process."""
    if firefox.systeme() is None and not os.environ.get("CI"):
        pytest.skip("Firefox n’est pas installé ici")
    with firefox.ouvrir(tmp_path_factory.mktemp("firefox") / "gecko.log") as ouvert:
        yield ouvert


@pytest.fixture
def marionette(firefox_ouvert: Any) -> Iterator[Any]:
    """Firefox; at the end, it refused nothing to the pages that it showed.

    The tests that ask for it stand in the group « firefox », so that it opens once.
    """
    firefox.recommencer(firefox_ouvert)
    yield firefox_ouvert
    assert firefox.refus(firefox_ouvert) == []


@dataclass
class Visite:
    """A page under watch: what it asked for, of other hosts too, and what broke in it."""

    page: Page
    adresse: str
    dehors: list[str] = field(default_factory=list)
    demandes: list[str] = field(default_factory=list)
    erreurs: list[str] = field(default_factory=list)

    def aller(self, chemin: str) -> Page:
        self.page.goto(self.adresse + chemin)
        return self.page


@pytest.fixture(scope="session")
def onglet(navigateur: Browser) -> Iterator[Page]:
    """One tab for all the visits of a process: a new window costs a second, a new page nothing."""
    contexte = navigateur.new_context()
    yield contexte.new_page()
    contexte.close()


@pytest.fixture
def visite(onglet: Page, adresse: str, request: pytest.FixtureRequest) -> Iterator[Visite]:
    """Open the tab as new; at the end, nothing was asked of another host and no script failed.

    Indirect parameters: `viewport`, `color_scheme`, `reduced_motion`, `forced_colors`.
    """
    with visiter(onglet, adresse, getattr(request, "param", {})) as visite:
        yield visite


@pytest.fixture
def hors_ligne(onglet: Page, decompressee: str, request: pytest.FixtureRequest) -> Iterator[Visite]:
    """The same on the archive: at the end, nothing was asked of anything but the disk."""
    with visiter(onglet, decompressee, getattr(request, "param", {})) as visite:
        yield visite


def quitter(page: Page) -> None:
    """Leave the page for an empty one, once the navigation that a test may have asked for is over.

    Chromium answers that a departure was « interrupted » while such a navigation is on its way.
    """
    for reste in reversed(range(5)):
        try:
            page.goto("about:blank")
            return
        except Error as erreur:
            if "is interrupted by another navigation" not in str(erreur) or not reste:
                raise
            page.wait_for_load_state()


@contextmanager
def visiter(
    page: Page, adresse: str, demandees: Mapping[str, Any] = MappingProxyType({})
) -> Iterator[Visite]:
    """A visit in an open tab, whose requests and errors are watched."""
    options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
    options.update(demandees)
    quitter(page)
    page.set_viewport_size(options.pop("viewport"))
    page.emulate_media(
        **({"media": "screen", "color_scheme": "light", "forced_colors": "none"} | options)
    )
    page.set_default_timeout(15_000)
    visite = Visite(page, adresse)
    chez_nous = (adresse[: adresse.index("/", len("http://")) + 1], "blob:", "data:", "about:")

    def noter(requete: Request) -> None:
        visite.demandes.append(requete.url)
        if not requete.url.startswith(chez_nous):
            visite.dehors.append(requete.url)

    def noter_l_erreur(erreur: Error) -> None:
        visite.erreurs.append(str(erreur))

    def noter_la_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            visite.erreurs.append(message.text)

    ecoutes = (("request", noter), ("pageerror", noter_l_erreur))
    for evenement, ecouter in ecoutes:
        page.on(evenement, ecouter)
    # What the policy of a page refuses is said there too, and of the tabs that it opens.
    page.context.on("console", noter_la_console)
    try:
        yield visite
    finally:
        for evenement, ecouter in ecoutes:
            page.remove_listener(evenement, ecouter)
        page.context.remove_listener("console", noter_la_console)
        page.unroute_all(behavior="ignoreErrors")
        for autre in page.context.pages[1:]:
            autre.close()
        # A page that closes may still keep what was typed in it.
        quitter(page)
        outils = page.context.new_cdp_session(page)
        outils.send("Storage.clearDataForOrigin", {"origin": adresse, "storageTypes": "all"})
        outils.send("Network.clearBrowserCache")
        outils.detach()
    assert visite.dehors == []
    assert visite.erreurs == []
