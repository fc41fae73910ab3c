"""Bytes → text with `\\n` line ends. What is not certain is left as it is."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

ENCODAGE = "encodage"

#: All that French, Dutch and their typography put beyond ASCII in Windows-1252. A letter out of
#: this list means another encoding: é is Ž for Mac OS, ‚ for MS-DOS.
_FRANCAIS = frozenset(
    "àâäæçéèêëîïíóôöùûüúáñœÿÀÂÄÆÇÉÈÊËÎÏÔÖÙÛÜŒŸ«»‹›“”‘’…–—·•°€§²³½ªº©®\u00a0\u00ad"
)
#: Two UTF-8 bytes read as Windows-1252: the file mixes encodings, or is cut.
_MELANGE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
#: Mac OS writes « Ç » and « È » for the guillemets: capitals that no letter follows or precedes.
_CAPITALE_SEULE = re.compile(r"(?<![^\W\d_])[ÂÄÆÇÈÊËÎÏÔÖÙÛÜŒŸ](?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class Decode:
    """A text, whether it begins with a byte-order mark, and what was mended: (sentence, group)."""

    texte: str
    faits: tuple[tuple[str, str], ...]


def decoder(octets: bytes) -> Decode | None:
    """Return the text of `octets`, or None when its encoding is not certain."""
    faits: list[tuple[str, str]] = []
    try:
        texte = octets.decode("utf-8")
    except UnicodeDecodeError:
        devine = _utf16(octets) or _windows(octets)
        if devine is None:
            return None
        texte, nom = devine
        faits.append((f"encodage {nom} → UTF-8", ENCODAGE))
    if texte.startswith("\ufeff"):
        texte = texte[1:]
        faits.append(("marque d’encodage (BOM) retirée", "marque d’encodage"))
    if "\r" in texte:
        texte = texte.replace("\r\n", "\n").replace("\r", "\n")
        faits.append(("fins de ligne Windows (CRLF) → LF", "fins de ligne"))
    return Decode(texte, tuple(faits))


def _utf16(octets: bytes) -> tuple[str, str] | None:
    """Windows' « Unicode »; without its mark nothing tells it from noise."""
    if not octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        texte = octets.decode("utf-16")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in texte else (texte, "UTF-16")


def _windows(octets: bytes) -> tuple[str, str] | None:
    if b"\x00" in octets or _MELANGE.search(octets):
        return None
    try:
        texte = octets.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if not all(c < "\x80" or c in _FRANCAIS for c in texte) or _CAPITALE_SEULE.search(texte):
        return None
    return texte, "Windows-1252"
