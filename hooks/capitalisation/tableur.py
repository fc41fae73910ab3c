"""Cells that a spreadsheet reads as what they are: text stays text, whoever wrote it."""

from __future__ import annotations


def sans_formule(texte: str) -> str:
    """Return `texte`, behind an apostrophe when a spreadsheet would compute it.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{texte}" if texte.lstrip().startswith(("=", "+", "-", "@")) else texte
