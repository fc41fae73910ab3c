"""Text in XML, whatever a contributor pasted in it."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

#: Characters that no XML 1.0 file may hold, even escaped: https://www.w3.org/TR/xml/#charsets
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def sans_interdits(texte: str) -> str:
    """Return `texte` without what XML cannot hold."""
    return _INTERDITS.sub("", texte)


def element(nom: str, texte: str) -> str:
    """Return an element that holds `texte` alone; what XML cannot hold is dropped."""
    return f"<{nom}>{escape(sans_interdits(texte))}</{nom}>"
