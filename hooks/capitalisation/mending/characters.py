"""Characters that nobody sees, and spaces at the ends of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..typography import INVISIBLES
from .edits import Retouche
from .sheet import Feuille

#: Controls that stand for a space or an end of line where people typed them (Word, old systems).
_ESPACES = "\u2028\u2029\x0b\x0c\x1c\x1d\x1e\x1f"


def invisibles(feuille: Feuille) -> Iterator[Retouche]:
    """Remove what nobody sees, except where it shapes a script."""
    texte = feuille.texte
    for trouve in INVISIBLES.finditer(texte):
        signe, place = trouve.group(), trouve.start()
        if signe in "\u200c\u200d" and _entre_lettres(texte, place):
            continue
        neuf, quoi = "", "caractère invisible"
        if signe in _ESPACES:
            neuf = " "
        elif "\x80" <= signe <= "\x9f":
            # A Windows character under the number that it had there, as browsers read it:
            # https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state
            neuf = signe.encode("latin-1").decode("cp1252", "ignore")
        suite = f"→ {'espace' if neuf == ' ' else neuf}" if neuf else "retiré"
        yield Retouche(
            place, place + 1, neuf, f"{quoi} U+{ord(signe):04X} {suite}", "caractères invisibles"
        )


def _entre_lettres(texte: str, place: int) -> bool:
    """Between letters of some scripts, a joiner is a letter of its own."""
    avant, apres = texte[max(0, place - 1) : place], texte[place + 1 : place + 2]
    if not avant or not apres:
        return False
    return min(avant, apres) > "\u0600" and avant.isalpha() and apres.isalpha()


_FIN_BLANCHE = re.compile(r"(?<![ \t\u00a0])[ \t\u00a0]+$", re.MULTILINE)


def espaces_de_fin(feuille: Feuille) -> Iterator[Retouche]:
    """Remove spaces at the ends of lines; a Markdown line break keeps its two."""
    texte = feuille.texte
    for trouve in _FIN_BLANCHE.finditer(texte):
        debut, fin = trouve.span()
        blancs = trouve.group()
        if blancs == "  ":
            continue
        dans_le_corps = debut >= feuille.debut_corps
        apres = texte[fin + 1 : fin + 2]
        coupure = blancs.startswith("  ") and dans_le_corps and apres not in ("", "\n")
        debut_de_ligne = debut == 0 or texte[debut - 1] == "\n"
        neuf = "  " if coupure and not debut_de_ligne else ""
        yield Retouche(debut, fin, neuf, "espaces en fin de ligne retirées", "espaces de fin")
