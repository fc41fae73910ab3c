"""The search page as tests drive it."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import Error, Page

#: Seconds that a page may take to show what a test waits for.
PATIENCE = 15


def dans_les_modules(page: Page, fonction: str, argument: object) -> Any:
    """Run a function with the modules of the search by name, on any page of the site."""
    return page.evaluate(
        "async (argument) => {"
        " await window.inspiraction['recherche/acces'].script('propositions');"
        " const siens = Object.entries(window.inspiraction)"
        ".map(([nom, module]) => [nom.replace('recherche/', ''), module]);"
        f" return ({fonction})(argument, Object.fromEntries(siens)) }}",
        argument,
    )


def mesurer_les_decalages(page: Page) -> None:
    """From the next page on, `window.decalage` sums what moves without being asked to."""
    # The tab is that of all the tests: the script may already be there.
    page.add_init_script(
        "if (window.decalage === undefined) {"
        "window.decalage = 0; new PerformanceObserver(l => l.getEntries().forEach(e => {"
        "if (!e.hadRecentInput) window.decalage += e.value}))"
        ".observe({type: 'layout-shift', buffered: true})}"
    )


def patienter(page: Page, condition: str, argument: object = None) -> None:
    """Wait for a page to be whole and for `condition`, an expression that may use `argument`.

    Playwright's own `wait_for_function` has the page evaluate text, which its policy refuses.
    """
    suivre = (
        "async ([argument, patience]) => { const fin = performance.now() + patience;"
        f" while (document.readyState === 'loading' || !({condition})) {{"
        " if (performance.now() > fin) return false;"
        " await new Promise((suite) => setTimeout(suite, 20)) } return true }"
    )
    fin = time.monotonic() + PATIENCE
    while True:
        try:
            assert page.evaluate(suivre, [argument, (fin - time.monotonic()) * 1000]), condition
            return
        except Error as erreur:
            # The page was left: the one that takes its place is asked.
            if "context was destroyed" not in str(erreur) or time.monotonic() > fin:
                raise
            page.wait_for_load_state()


def pret(page: Page) -> None:
    """Wait until the search page shows the answer to what its address asks."""
    patienter(
        page,
        "['pret', 'vide'].includes(document.querySelector('#recherche')?.dataset.etat)",
    )


def chercher(page: Page, requete: str) -> None:
    """Type a query in the search page, and wait for its answer."""
    page.get_by_label("Que cherchez-vous").fill(requete)
    patienter(
        page,
        "(({ requete, etat }) => requete === argument && ['pret', 'vide'].includes(etat))"
        "(document.querySelector('#recherche').dataset)",
        requete.strip(),
    )


def resultats(page: Page) -> list[str]:
    """Return the ids of the results shown, in order."""
    return page.locator("ol#resultats > li").evaluate_all("lis => lis.map(l => l.dataset.entree)")


def compte(page: Page) -> int:
    """Return the number of results that the page announces."""
    texte = page.locator("#recherche [role=status]").first.inner_text()
    trouve = re.search(r"\d+", texte.replace("\u202f", ""))
    return int(trouve[0]) if trouve else 0


def comptes(page: Page, facette: str) -> dict[str, int]:
    """Return value → announced count, for the values of a facet that are shown."""
    return page.locator(f'fieldset[data-facette="{facette}"] li').evaluate_all(
        """lis => Object.fromEntries(lis
          .filter(li => li.querySelector('input').getClientRects().length)
          .map(li => [li.querySelector('input').value,
                      Number(li.querySelector('[data-compte]').dataset.compte)]))"""
    )


def remarques(page: Page) -> str:
    """Return what the page says of its results, before them."""
    return page.locator("[data-message]").inner_text()


def avancer(page: Page, selecteur: str, maximum: int = 150) -> None:
    """Press Tab until an element that matches has the focus: the keyboard alone."""
    for _ in range(maximum):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selecteur):
            return
    raise AssertionError(f"{selecteur} ne reçoit jamais le focus")
