"""A book → PDF, tagged (PDF/UA), by WeasyPrint. It asks for the system's Pango."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import html
import io
import os
import re
from collections.abc import Iterator
from urllib.parse import unquote

from .book import Livre
from .rendering import Atelier

FEUILLE = "papier/papier.css"
PAGE = "livre.html"
_EPOQUE = "SOURCE_DATE_EPOCH"
#: Where files of a book seem to stand while it is drawn: nowhere, and nothing else is fetched.
_ICI = "https://livre.invalid/"
_DEHORS = re.compile(r'<a[^>]* class="dehors" href="([^"]*)">(.*?)</a>', re.DOTALL)


class SansPdf(Exception):
    """PDF cannot be drawn on this machine; the message says why, and what to install."""


def verifier() -> None:
    """Raise `SansPdf` where the library or the system's cannot be loaded."""
    try:
        # It prints its own advice, in English, before it fails.
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint  # noqa: F401
    except ImportError as exc:
        raise SansPdf(
            "il faut WeasyPrint. Installez-le : pip install --require-hashes -r requirements.txt "
            "(« make site » l’installe)"
        ) from exc
    except OSError as exc:
        raise SansPdf(
            "il faut Pango, une bibliothèque du système. Installez-la : "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0, ou brew install pango"
        ) from exc


def textes(livre: Livre, atelier: Atelier) -> dict[str, str]:
    """Return the page that `ecrire` draws."""
    return {PAGE: _DEHORS.sub(_en_note, atelier.rendre(PAGE, livre=livre))}


def ecrire(livre: Livre, textes: dict[str, str], atelier: Atelier) -> bytes:
    """Return the PDF of `livre`, from what `textes` gave: the same gives the same bytes.

    Raises `SansPdf`.
    """
    verifier()
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fichiers(URLFetcher):  # type: ignore[misc]
        """Gives what the book is made of, and nothing from the disk or from the network."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            fichier = unquote(url.removeprefix(_ICI).partition("?")[0])
            if not url.startswith(_ICI):
                raise FileNotFoundError(url)
            return URLFetcherResponse(url, atelier.lire(fichier))

    page = textes[PAGE]
    fichiers, polices = Fichiers(), FontConfiguration()
    feuille = weasyprint.CSS(
        string=atelier.lire(FEUILLE).decode(),
        base_url=_ICI + FEUILLE,
        url_fetcher=fichiers,
        font_config=polices,
    )
    with _a_la_date_de(livre.date):
        octets = weasyprint.HTML(string=page, base_url=_ICI, url_fetcher=fichiers).write_pdf(
            stylesheets=[feuille],
            font_config=polices,
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(page.encode()).hexdigest()[:32].encode(),
        )
    assert isinstance(octets, bytes)
    return octets


@contextlib.contextmanager
def _a_la_date_de(jour: dt.date) -> Iterator[None]:
    """Have the fonts that are embedded bear the day of the book, not the second they were cut.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    avant = os.environ.get(_EPOQUE)
    os.environ[_EPOQUE] = str((jour - dt.date(1970, 1, 1)).days * 86_400)
    try:
        yield
    finally:
        del os.environ[_EPOQUE]
        if avant is not None:
            os.environ[_EPOQUE] = avant


def _en_note(m: re.Match[str]) -> str:
    """On paper, the address of a link stands in a note, unless the text says it already."""
    adresse, texte = html.unescape(m[1]), html.unescape(re.sub(r"<[^>]*>", "", m[2])).strip()
    courte = re.sub(r"^(?:https?://|mailto:)", "", adresse)
    if texte.rstrip("/") in (adresse.rstrip("/"), courte.rstrip("/")):
        return m[0]
    return f'{m[0]}<span class="note">{html.escape(courte)}</span>'
