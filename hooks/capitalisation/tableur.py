"""Cells that a spreadsheet reads as what they are: text stays text, whoever wrote it."""

from __future__ import annotations

from .typography import sans_invisibles, une_ligne
from .xml import sans_interdits

#: A spreadsheet would compute what starts so, wide signs included in some languages.
#: Source: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULES = tuple("=+-@＝＋－＠")


def cellule(texte: str) -> str:
    """Return `texte` on one line, behind an apostrophe when a spreadsheet would compute it."""
    texte = sans_invisibles(une_ligne(texte)).strip()
    return f"'{texte}" if texte.startswith(_FORMULES) else texte


def texte_exact(texte: str) -> str:
    """Return `texte` as it is, lines included, without what no spreadsheet can hold."""
    if "\r" in texte:
        texte = texte.replace("\r\n", "\n").replace("\r", "\n")
    # A workbook is XML.
    return sans_interdits(texte)


def proteger(texte: str) -> str:
    """Return `texte` behind an apostrophe when a spreadsheet would compute it.

    Also behind one when it begins with one: whoever reads removes the first, and finds what was.
    """
    # Most texts begin with a letter; some spreadsheets skip what nobody sees before a sign.
    if texte[:1].isalnum():
        return texte
    risque = texte.startswith(("'", "\t", "\r", "\n"))
    risque = risque or sans_invisibles(texte).lstrip().startswith(_FORMULES)
    return f"'{texte}" if risque else texte
