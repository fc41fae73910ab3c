"""Old addresses for the servers that send visitors on by themselves.

Netlify, GitLab Pages and Cloudflare Pages read `_redirects`; elsewhere the page that stands at
the old address leads on. Source: https://docs.netlify.com/routing/redirects/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from ..publication import Publication
from ..views import Page
from ..views.records import Redirection

NOM = "_redirects"


def regles(pages: Iterable[Page], publication: Publication) -> Iterator[str]:
    """Yield a line for each page of `pages` that stands at an old address."""
    racine = urlsplit(publication.adresse).path or "/"
    for page in pages:
        if page.gabarit == "redirection.html":
            vue = page.composer()
            assert isinstance(vue, Redirection)
            yield f"{racine}{page.adresse} {racine}{vue.vers} 301\n"
