"""Firefox, driven by Marionette: it opens pages from a disk by rules of its own."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Every request that a page makes, as Firefox itself sees it; its own errands left out. And all
#: that it refuses a page because of its policy, or of a file that is not the one it names.
_ECOUTER = """
window.demandes = [];
window.noter = {
  observe(sujet) {
    const canal = sujet.QueryInterface(Ci.nsIHttpChannel);
    if (!canal.loadInfo.loadingPrincipal?.isSystemPrincipal) window.demandes.push(canal.URI.spec);
  },
};
Services.obs.addObserver(window.noter, "http-on-modify-request");
window.refus = [];
window.noterLesRefus = {
  observe(message) {
    if (message instanceof Ci.nsIScriptError && /^CSP|integrity/i.test(message.category)) {
      window.refus.push(message.errorMessage);
    }
  },
};
Services.console.registerListener(window.noterLesRefus);
"""


def systeme() -> str | None:
    """Return the path of the system's Firefox, None when there is none."""
    noms = ("firefox-esr", "firefox")
    return next((chemin for nom in noms if (chemin := shutil.which(nom))), None)


@contextmanager
def ouvrir(journal: Path) -> Iterator[Any]:
    """Start Firefox without a window; yield its Marionette. Its own log goes to `journal`."""
    from marionette_driver.marionette import Marionette

    os.environ["MOZ_HEADLESS"] = "1"
    # A port of its own: two processes of tests may each have their Firefox.
    with socket.create_server(("127.0.0.1", 0)) as libre:
        port = libre.getsockname()[1]
    marionette = Marionette(bin=systeme(), headless=True, port=port, gecko_log=str(journal))
    marionette.start_session()
    marionette.timeout.script = marionette.timeout.page_load = 30
    with marionette.using_context("chrome"):
        marionette.execute_script(_ECOUTER, new_sandbox=False, sandbox="system")
    try:
        yield marionette
    finally:
        marionette.quit()
        marionette.instance.close(clean=True)


def recommencer(marionette: Any) -> None:
    """Forget what pages asked for."""
    _lire(marionette, "window.demandes.splice(0)")


def demandes(marionette: Any) -> list[str]:
    """Return the addresses that pages asked a network for, since `recommencer`."""
    return _lire(marionette, "window.demandes")


def refus(marionette: Any) -> list[str]:
    """Return what Firefox refused the pages that it showed, since this was last asked."""
    return _lire(marionette, "window.refus.splice(0)")


def _lire(marionette: Any, script: str) -> list[str]:
    with marionette.using_context("chrome"):
        return list(
            marionette.execute_script(f"return {script}", new_sandbox=False, sandbox="system")
        )
