"""Addresses as links take them: what contributors type is what they see, not always a URI.

Source: RFC 3986, and RFC 3987 for letters outside ASCII, which stand as they are.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_ORIGINE = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
#: What no part of a URI holds as it is, but for the « # » that opens its fragment.
_INTERDITS = re.compile(r"%(?![0-9A-Fa-f]{2})|[\x00-\x20\x7f-\x9f\"#<>\[\\\]^`{|}\ufff0-\uffff]")
#: What may stand in the path of a URI as it is, letters and digits apart (RFC 3986, `pchar`).
_DANS_UN_CHEMIN = "/:@!$&'()*+,;=~"


def en_uri(adresse: str) -> str:
    """Return `adresse` with what a URI may not hold percent-encoded; a URI stays as it is."""
    debut = _ORIGINE.match(adresse)
    origine = debut[0] if debut else ""
    chemin, diese, fragment = adresse[len(origine) :].partition("#")
    return f"{origine}{_coder(chemin)}{diese}{_coder(fragment)}"


def uri_du_doi(doi: str) -> str:
    """Return where a DOI leads: https://www.doi.org/doi-handbook/HTML/encoding-rules.html"""
    return f"https://doi.org/{quote(doi, safe=_DANS_UN_CHEMIN)}"


def _coder(partie: str) -> str:
    return _INTERDITS.sub(lambda m: quote(m[0]), partie)
