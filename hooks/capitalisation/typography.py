"""French typography for published text, and plain forms for comparing text.

Source of the rules: Lexique des règles typographiques en usage à l'Imprimerie
nationale: a narrow no-break space before ; : ! ? and inside guillemets, the
typographic apostrophe. Only spaces that the author typed are changed, so that
`12:30`, `https://` and `[[id]]` keep their shape.
"""

from __future__ import annotations

import re
import unicodedata

FINE = "\u202f"  # narrow no-break space

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
# The first space of a run, and only it, or a long run would be looked at from each of them.
_AVANT = re.compile(r"[ \u00a0](?<![ \u00a0][ \u00a0])[ \u00a0]*(?=[;:!?»]+(?:[\s\u202f)»…,.<]|$))")
_OUVRANT = re.compile(r"«[ \u00a0]*(?=\S|$)")
_POINTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")


def typographier(texte: str) -> str:
    """Return `texte` with French apostrophes, guillemets, spaces and ellipses."""
    # Most texts hold few of these signs, and a look is quicker than a pattern.
    if "'" in texte:
        texte = _APOSTROPHE.sub("’", texte)
    if "..." in texte:
        texte = _POINTS.sub("…", texte)
    if "«" in texte:
        texte = _OUVRANT.sub("«" + FINE, texte)
    if ":" in texte or "»" in texte or ";" in texte or "!" in texte or "?" in texte:
        texte = _AVANT.sub(FINE, texte)
    return texte


_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
#: The blocks of combining marks, which a decomposition sets after their letter.
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_SEPARATEURS = re.compile(r"[^0-9a-z]+")


def cle(texte: str) -> str:
    """Return a comparison key: no case, no accent, no ligature, single spaces.

    "L’Île-d’Œuvre" and "l'ile d oeuvre" share one key.
    """
    decompose = unicodedata.normalize("NFKD", texte.translate(_LIGATURES).casefold())
    return _SEPARATEURS.sub(" ", _ACCENTS.sub("", decompose)).strip()


def ancre(texte: str) -> str:
    """Return the address form of `texte`: "Résultats" → "resultats"."""
    return cle(texte).replace(" ", "-")


#: What contributors paste without seeing it: zero-width, separators, controls. The joiner that
#: makes one emoji of several is none of these: https://www.unicode.org/reports/tr51/#Emoji_Sequences
_SIGNES = "\u2190-\u2bff\U0001f000-\U0001faff"
# Tags and supplementary selectors write whole sentences that only machines read; fillers, which
# Unicode calls letters, pass for spaces or for nothing.
# The set comes first: a pattern that begins with a condition is ten times slower to look for.
INVISIBLES = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u061c\u115f\u1160\u180b-\u180f\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
    f"(?:(?<!\u200d)|(?<![{_SIGNES}\ufe0f]\u200d)|(?![{_SIGNES}]))"
)


def sans_invisibles(texte: str) -> str:
    """Return `texte` without characters that nobody sees; line separators become spaces."""
    return INVISIBLES.sub(lambda m: " " if m.group() in "\u2028\u2029" else "", texte)


#: Whatever ends a line somewhere, and tabs. Not `\s`: no-break spaces are typography.
_FINS = "\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029"
_FIN_DE_LIGNE = re.compile(f"[{_FINS}]")
_FINS_DE_LIGNE = re.compile(f"[ {_FINS}]+")


def une_ligne(texte: str) -> str:
    """Return `texte` on one line, whatever a contributor typed in it."""
    # Most texts stand on one line already: a look is quicker than one replacement a word.
    if "  " in texte or _FIN_DE_LIGNE.search(texte):
        texte = _FINS_DE_LIGNE.sub(" ", texte)
    return texte.strip()


def taille(octets: int) -> str:
    """Return "812 o", "45 ko", "3,2 Mo": decimal units, as files show them."""
    valeur, unite = float(octets), "o"
    for unite in ("o", "ko", "Mo", "Go"):
        if valeur < 999.5 or unite == "Go":
            break
        valeur /= 1000
    chiffres = 1 if unite in ("Mo", "Go") and valeur < 99.95 else 0
    return f"{valeur:.{chiffres}f}".replace(".", ",") + f"\u00a0{unite}"


def entre_guillemets(texte: str) -> str:
    """Quote what `typographier` gave; guillemets inside become the second kind.

    Lexique des règles typographiques en usage à l’Imprimerie nationale, « guillemets ».
    """
    texte = texte.replace(f"«{FINE}", "“").replace(f"{FINE}»", "”")
    return f"«{FINE}{texte}{FINE}»"


def pluriel(nombre: int, singulier: str, plusieurs: str = "") -> str:
    """Return "1 fichier", "2 000 fichiers"; `plusieurs` when an s is not enough."""
    groupe = f"{nombre:,}".replace(",", FINE)
    return f"{groupe} {(plusieurs or singulier + 's') if nombre > 1 else singulier}"
