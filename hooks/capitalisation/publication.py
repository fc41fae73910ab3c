"""Where entries are published: what is written of the site in all that one takes away from it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

#: Hosts that lead nowhere from another machine.
_ICI = (None, "localhost", "127.0.0.1", "::1", "0.0.0.0")


def adresse_publique(url: str) -> str:
    """Return `url`, ended by `/`; "" for an address of this very machine."""
    return "" if urlsplit(url).hostname in _ICI else url.rstrip("/") + "/"


@dataclass(frozen=True, slots=True)
class Publication:
    """The name of the site, its address (ends with `/`) or "" when it is not known."""

    nom: str
    adresse: str

    def page(self, adresse: str) -> str:
        """Return the absolute address of a page of the site; "" when the site has none."""
        return self.adresse + adresse if self.adresse else ""
