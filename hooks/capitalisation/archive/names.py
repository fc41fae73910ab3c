"""Names that every system can unzip: plain ASCII, short, and not Windows' own.

Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from ..typography import ancre

#: Windows stops at 260 characters, those of the folder where people unzip included.
LONGUEUR = 150
_SIMPLE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?<!\.)")
_RESERVE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_SUFFIXE = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def renommer(noms: Iterable[str]) -> dict[str, str]:
    """Return file of the site → its name in the archive, for those that need another.

    A name stays as deep as it was: what a page says from its place remains true.
    """
    renommes: dict[str, str] = {}
    pris: set[str] = set()
    for nom in sorted(noms):
        morceaux = [p if _convient(p) else _autre(p) for p in nom.split("/")]
        if "/".join(morceaux).lower() in pris:
            # « A.jpg » and « a.jpg » are one file on Windows.
            morceaux[-1] = _autre(nom.rpartition("/")[2])
        # The longest first, until the whole is short enough.
        for rang in sorted(range(len(morceaux)), key=lambda r: -len(morceaux[r])):
            if len("/".join(morceaux)) > LONGUEUR:
                morceaux[rang] = _autre(nom.split("/")[rang])
        nouveau = "/".join(morceaux)
        pris.add(nouveau.lower())
        if nouveau != nom:
            renommes[nom] = nouveau
    return renommes


def _convient(morceau: str) -> bool:
    return _SIMPLE.fullmatch(morceau) is not None and not _RESERVE.fullmatch(morceau)


def _autre(morceau: str) -> str:
    """A name made of what can be kept, and of a hash: two never meet."""
    empreinte = hashlib.sha256(morceau.encode()).hexdigest()[:8]
    suffixe = _SUFFIXE.search(morceau)
    fin = suffixe[0] if suffixe else ""
    debut = ancre(morceau.removesuffix(fin))[:20].strip("-") or "fichier"
    return f"{debut}-{empreinte}{fin.lower()}"
