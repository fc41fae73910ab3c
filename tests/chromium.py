"""The browser of the tests and of the benchmark: the system's Chromium, else Playwright's own."""

from __future__ import annotations

import shutil

#: Debian's Chromium phones home at start; on a closed network that only costs time.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def systeme() -> str | None:
    """Return the path of the system's Chromium, None when there is none."""
    noms = ("chromium", "chromium-browser", "google-chrome")
    return next((chemin for nom in noms if (chemin := shutil.which(nom))), None)
