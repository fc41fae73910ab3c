"""Spelling of place names: the keys under which two ways of writing one name meet.

Two keys, from strict to lenient, so that « Vergné » and « La Vergne » stay two communes
while « la bretagne » still finds Bretagne:

- `cle` sets accents, case, ligatures, hyphens, apostrophes and spaces aside;
- `cle_large` also sets aside the leading article and the spelling « St » of « Saint ».

Both take one name, or many, one a line: a whole column at once is ten times quicker than
`typography.cle` name by name, and the referential has 38,000 names.
"""

from __future__ import annotations

import re
import unicodedata

# Ligatures have no Unicode decomposition; apostrophes and dashes outside ASCII would vanish
# with the accents and glue two words; invisible characters come with pasted text.
_REMPLACEMENTS = {
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    **dict.fromkeys("’‘ʼ′´‐‑‒–—―−", " "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}
_A_REMPLACER = re.compile(f"[{''.join(_REMPLACEMENTS)}]")
# Letters in lower case, digits and ends of lines as they are, all else a space.
_ASCII = bytes(
    ord(lettre) if (lettre := chr(octet).lower()).isascii() and lettre.isalnum() else
    octet if octet == 10 else 32
    for octet in range(256)
)  # fmt: skip

_ARTICLE = re.compile(r"^(?:de la|de l|du|des|de|d|les|le|la|l) (?=\w)", re.MULTILINE)
# « st » is looked for before its beginning of word: a literal head makes the search quick.
_SAINT = re.compile(r"st(?<=\bst)(es?|s)?\b")


def cle(noms: str) -> str:
    """The names without accents, case, ligatures, punctuation: « L’Haÿ » → `l hay`."""
    noms = _A_REMPLACER.sub(lambda signe: _REMPLACEMENTS[signe[0]], noms)
    octets = unicodedata.normalize("NFKD", noms).encode("ascii", "ignore").translate(_ASCII)
    while b"  " in octets:
        octets = octets.replace(b"  ", b" ")
    return octets.replace(b" \n", b"\n").replace(b"\n ", b"\n").strip(b" ").decode("ascii")


def cle_large(cles: str) -> str:
    """Keys without leading article, « st » spelt out: `la ste colombe` → `sainte colombe`."""
    return _SAINT.sub(r"saint\1", _ARTICLE.sub("", cles))
