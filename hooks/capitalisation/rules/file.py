"""Rules about the file itself: its name, its characters, its line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..frontmatter import Constat
from ..model import IDENTIFIANT, IDENTIFIANT_MAX
from ..typography import INVISIBLES, ancre, pluriel
from .frame import Cadre, Piece


def nom_de_fichier(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """The name becomes the address: lower case, no accent, digits and hyphens."""
    if not IDENTIFIANT.fullmatch(piece.id) or len(piece.id) > IDENTIFIANT_MAX:
        propose = ancre(piece.id)[:IDENTIFIANT_MAX].strip("-") or "ma-fiche"
        if not IDENTIFIANT.fullmatch(propose):
            propose = f"fiche-{propose}"
        yield Constat(
            1,
            "E030",
            "",
            f"le nom de fichier « {piece.id}.md » ne peut pas devenir une adresse",
            f"Renommez le fichier : {propose}.md",
        )


def caracteres_invisibles(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Zero-width and control characters break search and screen readers."""
    trouves = list(INVISIBLES.finditer(piece.texte))
    if trouves:
        ligne = piece.texte.count("\n", 0, trouves[0].start()) + 1
        combien = pluriel(len(trouves), "caractère invisible", "caractères invisibles")
        yield Constat(
            ligne,
            "A101",
            "",
            f"{combien}, le premier ici (U+{ord(trouves[0].group()):04X})",
            "Effacez ce qui entoure cet endroit et retapez-le.",
        )


def fins_de_ligne(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """One kind of line end, so that a review shows only what changed."""
    if piece.crlf:
        yield Constat(
            1,
            "A103",
            "",
            "le fichier a des fins de ligne Windows (CRLF)",
            "Choisissez « LF » comme fin de ligne dans l’éditeur.",
        )


_BLANCS = (" ", "\t", "\u00a0")
_FIN_BLANCHE = re.compile(r"(?<![ \t\u00a0])[ \t\u00a0]+$", re.MULTILINE)


def espaces_de_fin(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Trailing spaces do not show; two of them are a Markdown line break and are kept."""
    # Nearly every file has none, and a look is quicker than the pattern.
    if not (piece.texte.endswith(_BLANCS) or any(f"{b}\n" in piece.texte for b in _BLANCS)):
        return
    trouves = [m for m in _FIN_BLANCHE.finditer(piece.texte) if m.group() != "  "]
    if trouves:
        yield Constat(
            piece.texte.count("\n", 0, trouves[0].start()) + 1,
            "C201",
            "",
            f"des espaces à la fin de {pluriel(len(trouves), 'ligne')}",
            "Effacez-les.",
        )
