"""What slips into a page does nothing there: the policy of pages, in both browsers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests import firefox
from tests.browser.conftest import Visite
from tests.browser.navigateurs import Chromium, Firefox, Navigateur
from tests.browser.pages import patienter

ENTREE = "inspiractions/cafes-papote-scaer/"
#: As if all that cleans the text of an entry had failed; what each would do, were it let.
HOSTILE = """
<script>window.passe.push("script")</script>
<script type="module">window.passe.push("module")</script>
<script src="data:text/javascript,window.passe.push('data')"></script>
<img src="data:image/png,x" alt="" onerror="window.passe.push('onerror')">
<svg><script>window.passe.push("svg")</script></svg>
<iframe title="x" srcdoc="<script>parent.passe.push('srcdoc')</script>"></iframe>
<a id="piege" href="javascript:window.passe.push('javascript:')">Piège</a>
<p id="habille" style="position:fixed">Texte</p><style>h1{display:none}</style>
<base href="https://example.org/"><link rel="stylesheet" href="https://example.org/a.css">
<script src="https://example.org/a.js"></script><object data="https://example.org/"></object>
<img src="https://example.org/pixel.png" alt=""><iframe title="x" src="//example.org"></iframe>
<form action="https://example.org/"><input type="submit" id="envoi"></form>
"""
ENVOYER = """new Promise((dire) => {
  addEventListener("securitypolicyviolation", (refus) => dire(refus.effectiveDirective));
  document.querySelector("#envoi").click();
})"""
#: What runs without a policy, and is a script.
SCRIPTS = {"script", "module", "data", "onerror", "svg", "srcdoc", "javascript:"}


def glisser(page: Page, changer: Callable[[str], str]) -> None:
    """From now on, the page of the entry comes with hostile text in it."""

    def repondre(route: Route) -> None:
        reponse = route.fetch()
        route.fulfill(response=reponse, body=changer(reponse.text()))

    page.route(f"**/{ENTREE}", repondre)


def ouvrir(visite: Visite) -> set[str]:
    """Open the entry and do all that a reader may; return what ran."""
    page = visite.page
    page.add_init_script("window.passe ??= []")
    visite.aller(ENTREE)
    page.locator("#piege").evaluate("(lien) => lien.click()")
    patienter(page, "document.readyState === 'complete'")
    # A task of its own: what a click or an error asked for has had its turn.
    page.evaluate("() => new Promise((suite) => setTimeout(suite, 50))")
    return set(page.evaluate("window.passe"))


def test_no_script_that_slips_into_a_page_runs(visite: Visite) -> None:
    page = visite.page
    manquees: list[tuple[str, str | None]] = []
    page.on("requestfailed", lambda requete: manquees.append((requete.url, requete.failure)))
    glisser(page, lambda html: html.replace("<h1", f"{HOSTILE}<h1", 1))
    assert ouvrir(visite) == set()
    # The page is as it was: its style, its addresses, its own scripts.
    assert page.locator("h1").is_visible()
    assert page.locator("#habille").evaluate("e => getComputedStyle(e).position") == "static"
    assert page.evaluate("document.baseURI") == visite.adresse + ENTREE
    assert page.locator("html.js").count() == 1
    # Playwright waits for a form that leaves, whatever becomes of it: the page itself tells.
    assert page.evaluate(ENVOYER) == "form-action"
    # What was meant for others never left, and each refusal was said.
    assert visite.dehors == [adresse for adresse, raison in manquees if raison == "csp"]
    visite.dehors.clear()
    assert len(visite.erreurs) >= 10
    assert [e for e in visite.erreurs if "Content Security Policy" not in e] == []
    visite.erreurs.clear()


def test_without_the_policy_all_of_them_would(visite: Visite) -> None:
    """The test above tests something."""
    debut = HOSTILE.partition("<base")[0]
    glisser(
        visite.page,
        lambda html: html.replace("http-equiv", "data-sans", 1).replace("<h1", f"{debut}<h1", 1),
    )
    assert ouvrir(visite) == SCRIPTS


@pytest.mark.parametrize("nom", ["chromium", "firefox"])
@pytest.mark.parametrize("lieu", ["adresse", "decompressee"])
@pytest.mark.xdist_group("firefox")
def test_a_script_that_a_page_makes_up_is_refused_on_a_server_and_on_a_disk(
    nom: str, lieu: str, request: pytest.FixtureRequest
) -> None:
    racine = request.getfixturevalue(lieu)
    visite: Any = request.getfixturevalue("visite" if lieu == "adresse" else "hors_ligne")
    marionette = request.getfixturevalue("marionette") if nom == "firefox" else None
    nav: Navigateur = Firefox(marionette) if marionette else Chromium(visite)
    nav.aller(f"{racine}{ENTREE}index.html")
    nav.lire(
        "(() => { const script = document.createElement('script');"
        " script.textContent = 'document.documentElement.dataset.passe = 1';"
        " document.body.append(script) })()"
    )
    assert nav.lire("document.documentElement.dataset.passe ?? null") is None
    assert nav.lire("document.documentElement.className") == "js"
    # It is said where all the tests look for it.
    if marionette:
        assert any("inline script" in refus for refus in firefox.refus(marionette))
    else:
        assert len(visite.erreurs) == 1
        visite.erreurs.clear()


def test_a_file_that_is_not_the_one_that_pages_name_does_not_run(visite: Visite) -> None:
    page = visite.page
    page.route("**/citer.js*", lambda route: route.fulfill(body="document.title = 'autre'"))
    visite.aller(ENTREE)
    assert page.title() != "autre"
    assert [e for e in visite.erreurs if "integrity" not in e] == []
    assert len(visite.erreurs) == 1
    visite.erreurs.clear()
