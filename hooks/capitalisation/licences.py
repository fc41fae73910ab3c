"""Licences of entries, by SPDX identifier: how readers call them, and where they are told."""

from __future__ import annotations

#: That of our texts, unless an entry says another.
DU_SITE = "CC-BY-SA-4.0"

_LICENCES = {
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.fr"),
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.fr"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.fr"),
}


def licence(identifiant: str) -> tuple[str, str]:
    """Return the name of a licence and its address, "" when it is not known."""
    return _LICENCES.get(identifiant, (identifiant, ""))


def uri(identifiant: str) -> str:
    """Return the address that names a licence to programs, "" when it is not known."""
    return licence(identifiant)[1].removesuffix("deed.fr")
