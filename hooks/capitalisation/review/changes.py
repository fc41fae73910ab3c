"""Which files a proposal changes, as git knows it."""

from __future__ import annotations

import subprocess


def fichiers_touches(depuis: str) -> frozenset[str] | None:
    """Return the paths that differ from the commit `depuis`, relative to here; None if unknown.

    Unknown: no git, no such commit (a shallow clone, a first commit).
    """
    try:
        # A ref comes from the forge: it may not be read as an option. `-z`: names stay whole.
        resultat = subprocess.run(
            ["git", "diff", "--relative", "--name-only", "-z", "--no-ext-diff",
             "--end-of-options", depuis, "--"],
            capture_output=True,
            timeout=60,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    if resultat.returncode:
        return None
    noms = resultat.stdout.decode("utf-8", "surrogateescape").split("\0")
    return frozenset(nom for nom in noms if nom)
