"""Contributors' text inside the Markdown that a forge shows: it stays text.

Source: https://github.github.com/gfm/ (backslash escapes, autolinks), and what GitHub does
after rendering: it looks for `@someone` and `#12` in what is left.
"""

from __future__ import annotations

import re

from ..typography import INVISIBLES

_BLANCS = re.compile(r"\s+")
#: What means something inside a line of Markdown, or in the cell of a table.
_SIGNES = re.compile(r"[\\`*_\[\]|~!$<>&]")
_ENTITES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
#: What becomes a link by itself, even escaped; an empty comment cuts it, and nobody sees it.
_LIENS = re.compile(r"://|www(?=\.)|[@#]", re.IGNORECASE)


def echapper(texte: str, longueur: int = 400) -> str:
    """Return `texte` on one line, cut at `longueur`, that shows as it was written."""
    texte = INVISIBLES.sub("�", _BLANCS.sub(" ", texte)).strip()
    if len(texte) > longueur:
        texte = texte[: longueur - 1] + "…"
    texte = _SIGNES.sub(lambda m: _ENTITES.get(m[0], "\\" + m[0]), texte)
    return _LIENS.sub(lambda m: m[0] + "<!-- -->", texte)
