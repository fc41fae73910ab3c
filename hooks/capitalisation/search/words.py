"""Text → the words that the index holds: no case, accent, ligature or elision.

The browser cuts its queries and the text that it highlights in the same way, in
overrides/assets/recherche/mots.js; one test gives both the same cases. Plurals and
feminines are left to the browser, which compares the words typed with those of the
index (formes.js): the index keeps the words as they were written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

#: Set before the words that carry no meaning: they keep their place for quoted phrases,
#: and no other search meets them.
MARQUE = "ξ"
_VIDES = (
    "ai as au aux avec ce ces cet cette dans de des du elle elles en est et eu il ils je la le les "
    "leur leurs lui ma mais me mes ne nos notre nous on ont ou par pas pour qu que qui sa sans se "
    "ses si son sont sur ta te tes tu un une vos votre vous "
    "a b c d e f g h i j k l m n o p q r s t u v w x y z"
)
#: The same list stands in mots.js.
MOTS_VIDES = frozenset(_VIDES.split())


class Mot(NamedTuple):
    """A word: `cle` as the index knows it, `forme` as it was written.

    `dit` is true of the words that a suggestion may be made of.
    """

    cle: str
    forme: str
    dit: bool


_SIGNES = str.maketrans(dict.fromkeys("’‘ʼ´`", "'") | dict.fromkeys("‧⋅•", "·"))
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss"})
_ELISION = re.compile(r"(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)", re.I)
#: « habitant·es », « habitant.e.s », « habitant(e)s », « habitant-e-s », « coordinateur/trice ».
_FIN = (
    "(?:e|es|ne|nes|le|les|te|tes|se|ses|ve|ves|ice|ices|rice|rices|trice|trices|teuse|teuses|"
    "euse|euses|ere|eres|ère|ères|iere|ieres|ière|ières|ive|ives|elle|elles|enne|ennes|ale|ales|"
    "esse|esses)"
)
_INCLUSIF = re.compile(
    # Only from the start of a word: a long run of letters is otherwise read again from each.
    rf"(?<![^\W\d_])([^\W\d_]{{2,}})(?:·([^\W\d_]{{1,6}})(?:·([sx]))?|[./]({_FIN})(?:[./]([sx]))?"
    rf"|-({_FIN})-([sx])|\(({_FIN})\)([sx])?)(?![^\W_]|[·./(-][^\W_])"
)
_SIGLE = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}")
#: « 10 000 » is one word.
_MILLIERS = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_CHIFFRE = re.compile(r"\d[ \u00a0\u202f]\d")
_SEPARATEURS = re.compile(r"[\W_]+")


def mots(texte: str) -> list[Mot]:
    """Return the words of `texte`, in order; an empty word carries `MARQUE` in its key."""
    if _CHIFFRE.search(texte):
        texte = _MILLIERS.sub(lambda m: "".join(m[0].split()), texte)
    return [mot for morceau in texte.split() for mot in _MEMOIRE[morceau]]


def cles(texte: str) -> list[str]:
    """Return the keys of the words of `texte`, as they are indexed."""
    return [mot.cle for mot in mots(texte)]


def cle(mot: str) -> str:
    """Return `mot` without case, accent or ligature."""
    decompose = unicodedata.normalize("NFKD", mot.translate(_LIGATURES)).lower()
    if decompose.isascii():
        return decompose
    return "".join(c for c in decompose if unicodedata.category(c)[0] != "M")


def _couper(morceau: str) -> tuple[Mot, ...]:
    texte = unicodedata.normalize("NFC", morceau).translate(_SIGNES)
    # Most words hold none of these signs, and a look is quicker than a pattern.
    if "'" in texte:
        texte = _ELISION.sub("", texte)
    if "." in texte:
        texte = _SIGLE.sub(lambda m: m[0].replace(".", ""), texte)
    if any(signe in texte for signe in "·./-("):
        texte = _INCLUSIF.sub(_masculin, texte)
    trouves = []
    for forme in _SEPARATEURS.split(texte):
        for part in _SEPARATEURS.split(cle(forme)):
            if part in MOTS_VIDES:
                trouves.append(Mot(MARQUE + part, forme, False))
            elif part:
                trouves.append(Mot(part, forme, len(part) > 2 and forme.isalpha()))
    return tuple(trouves)


def _masculin(m: re.Match[str]) -> str:
    """« habitant·es » → « habitants »: the browser knows the feminine of a masculine."""
    base, *groupes = m.groups()
    suffixe, nombre = next(
        (f, n) for f, n in zip(groupes[::2], groupes[1::2], strict=True) if f is not None
    )
    pluriel = nombre or ("s" if len(suffixe) > 1 and suffixe.endswith("s") else "")
    return base + pluriel if base[-1].lower() not in "sx" else base


#: Words that the table keeps before it starts afresh.
MEMOIRE_MAX = 200_000


class _Memoire(dict[str, tuple[Mot, ...]]):
    """The words of each piece of text, kept: the same ones come back in every entry."""

    def __missing__(self, morceau: str) -> tuple[Mot, ...]:
        if len(self) >= MEMOIRE_MAX:
            self.clear()
        self[morceau] = resultat = _couper(morceau)
        return resultat


_MEMOIRE = _Memoire()
