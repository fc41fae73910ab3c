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


#: Bidirectional overrides and isolates: a reviewer may read another text than the one merged.
_RENVERSE = re.compile("[\u202a-\u202e\u2066-\u2069]")


def caracteres_invisibles(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Zero-width and control characters break search and screen readers."""
    signes = INVISIBLES.findall(piece.texte)
    trouves = [
        (piece.texte.count("\n", 0, premier.start()) + 1, premier.group())
        for motif in (INVISIBLES, _RENVERSE)
        if signes and (premier := motif.search(piece.texte))
    ]
    # An escape is seen in the file ("\\u200b") and no longer on the page.
    for texte in piece.textes if "\\" in piece.texte else ():
        caches = [s for s in INVISIBLES.findall(texte.valeur) if s not in signes]
        trouves += [(texte.ligne, signe) for signe in caches]
        signes += caches
    if not trouves:
        return
    ligne, signe = min(trouves, key=lambda t: (not _RENVERSE.match(t[1]), t[0]))
    nombre = pluriel(len(signes), "caractère invisible", "caractères invisibles")
    ici = f"U+{ord(signe):04X}"
    yield Constat(
        ligne,
        "A101",
        "",
        f"{nombre}, dont un qui renverse le sens de lecture ({ici}) : ce qui s’affiche n’est pas "
        "ce qui est écrit"
        if _RENVERSE.match(signe)
        else f"{nombre}, le premier ici ({ici})",
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
    texte = piece.texte
    if not (texte.endswith(_BLANCS) or any(b in texte and f"{b}\n" in texte for b in _BLANCS)):
        return
    # After a lone #, the heading without words is what is wrong, and is said by `titres`.
    trouves = [
        m
        for m in _FIN_BLANCHE.finditer(piece.texte)
        if m.group() != "  " and piece.texte[m.start() - 1 : m.start()] != "#"
    ]
    if trouves:
        yield Constat(
            piece.texte.count("\n", 0, trouves[0].start()) + 1,
            "C201",
            "",
            f"des espaces à la fin de {pluriel(len(trouves), 'ligne')}",
            "Effacez-les.",
        )
