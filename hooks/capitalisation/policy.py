"""What a page may load and run: its Content-Security-Policy (https://www.w3.org/TR/CSP3/).

It stands in the page itself, before all that it rules: anything may serve the site, or nothing,
from a disk. Only scripts that our templates write may run inside a page, each by its hash: what
would slip in with the text of an entry has none.
"""

from __future__ import annotations

import base64
import hashlib

_SCRIPTS = "script-src 'self'"
_STYLES = "style-src 'self'"
_FORMULAIRES = "form-action 'self'"
_POLITIQUE = (
    f"default-src 'none';{_SCRIPTS}{{scripts}};{_STYLES};img-src 'self' data:{{images}};"
    f"font-src 'self';connect-src 'self';{_FORMULAIRES};base-uri 'none'"
)


def empreinte(contenu: bytes) -> str:
    """Return the hash of a script or a style as browsers compare it: « sha256-… », in base64."""
    return "sha256-" + base64.b64encode(hashlib.sha256(contenu).digest()).decode()


def politique(*scripts: str, images: str = "", apercu: bool = False) -> str:
    """Return the policy of a page.

    `scripts` are the texts of the scripts that it holds; `images` where its images may come from,
    besides the site: « blob: » for those that one has just chosen. A preview adds to each page a
    script that reloads it, whose text is never the same: there, any may run (`apercu`).
    """
    return _POLITIQUE.format(
        scripts=" 'unsafe-inline'" if apercu else _empreintes(*scripts),
        images=f" {images}" if images else "",
    )


def sur_disque(page: str) -> str:
    """Return `page` with the policy of a page read from a disk.

    There « 'self' » holds for what a page loads, not for where its forms lead (Firefox 153).
    """
    return page.replace(_FORMULAIRES, "form-action file:", 1)


def permettre(page: str, *, script: str, style: str) -> str:
    """Return `page` with a policy that lets this script and this style stand in it too."""
    page = page.replace(_SCRIPTS, _SCRIPTS + _empreintes(script), 1)
    return page.replace(_STYLES, _STYLES + _empreintes(style), 1)


def _empreintes(*textes: str) -> str:
    return "".join(f" '{empreinte(texte.encode())}'" for texte in textes)
