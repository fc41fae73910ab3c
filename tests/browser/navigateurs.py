"""What a reader does, in one browser or the other: the same visit is made in both."""

from __future__ import annotations

from typing import Any, Protocol

from tests.browser.conftest import Visite
from tests.browser.pages import patienter


class Navigateur(Protocol):
    """Any browser. Elements are named by CSS selectors; scripts are expressions."""

    def aller(self, adresse: str) -> None: ...
    def ecrire(self, selecteur: str, texte: str) -> None: ...
    def cliquer(self, selecteur: str) -> None: ...
    def reculer(self) -> None: ...
    def lire(self, script: str) -> Any: ...
    def attendre(self, script: str) -> None: ...


class Chromium:
    def __init__(self, visite: Visite) -> None:
        self.page = visite.page

    def aller(self, adresse: str) -> None:
        self.page.goto(adresse)

    def ecrire(self, selecteur: str, texte: str) -> None:
        self.page.locator(selecteur).press_sequentially(texte)

    def cliquer(self, selecteur: str) -> None:
        self.page.locator(selecteur).first.click()

    def reculer(self) -> None:
        self.page.go_back()

    def lire(self, script: str) -> Any:
        return self.page.evaluate(script)

    def attendre(self, script: str) -> None:
        patienter(self.page, script)


class Firefox:
    def __init__(self, marionette: Any) -> None:
        self.marionette = marionette

    def aller(self, adresse: str) -> None:
        self.marionette.navigate(adresse)

    def ecrire(self, selecteur: str, texte: str) -> None:
        self.marionette.find_element("css selector", selecteur).send_keys(texte)

    def cliquer(self, selecteur: str) -> None:
        self.marionette.find_element("css selector", selecteur).click()

    def reculer(self) -> None:
        self.marionette.go_back()

    def lire(self, script: str) -> Any:
        return self.marionette.execute_script(f"return {script}")

    def attendre(self, script: str) -> None:
        from marionette_driver import Wait

        patience = Wait(self.marionette, timeout=15, interval=0.05)
        patience.until(lambda _: self.lire(script), message=script)
