"""Cells that a spreadsheet reads as what they are: text stays text, whoever wrote it."""

from __future__ import annotations

from .typography import sans_invisibles, une_ligne

#: A spreadsheet would compute what starts so, wide signs included in some languages.
#: Source: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULES = tuple("=+-@＝＋－＠")


def cellule(texte: str) -> str:
    """Return `texte` on one line, behind an apostrophe when a spreadsheet would compute it."""
    texte = sans_invisibles(une_ligne(texte)).strip()
    return f"'{texte}" if texte.startswith(_FORMULES) else texte
