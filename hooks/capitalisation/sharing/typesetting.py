"""Letters of our fonts on a picture: which there are, how wide, how they look, and lines of them.

A glyph is drawn once for all the texts that hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category, name, normalize

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

#: Steps of a letter's edge, from the background to the ink.
DEGRES = 4
ELLIPSE = "…"

#: Spaces that mean something to a line; the others are plain ones.
_ESPACES = " \u00a0\u202f"
#: « LATIN SMALL LETTER L WITH STROKE »: Unicode takes ł for a letter of its own, readers for an l.
_LETTRE = re.compile(r"LATIN (CAPITAL|SMALL) LETTER ([A-Z])\b")


#: What covers the background is ink of any colour.
_COUVRE = [0] + [255] * 255

#: Colours, where they cover the background, and where they stand from the pen, on baseline.
Dessin = tuple["Image", "Image", int, int]


class Police:
    """A font at one size: which characters it has, how wide, how they look."""

    def __init__(self, fichier: Path, taille: int, graisse: int) -> None:
        from PIL import ImageFont

        self.taille = taille
        self._police: FreeTypeFont = ImageFont.truetype(fichier, taille)
        self._police.set_variation_by_axes([graisse])
        self._inconnu = bytes(self._police.getmask("\uffff"))
        self.avance = cache(self._avance)
        self.approche = cache(self._approche)
        self.connait = cache(self._connait)
        self.glyphe = cache(self._glyphe)
        # Titles share most of their words.
        self.dessin = lru_cache(maxsize=1 << 12)(self._dessin)
        self.mesurer = lru_cache(maxsize=1 << 14)(self._mesurer)

    def _connait(self, caractere: str) -> bool:
        """Whether it is drawn as itself, and not as the box of what a font lacks."""
        if category(caractere)[0] in "CZ":
            return caractere in _ESPACES
        return bytes(self._police.getmask(caractere)) != self._inconnu

    def _avance(self, caractere: str) -> float:
        return self._police.getlength(caractere)

    def _approche(self, paire: str) -> float:
        """What brings two characters closer, in pixels, mostly negative."""
        return self._police.getlength(paire) - self.avance(paire[0]) - self.avance(paire[1])

    def _glyphe(self, caractere: str, rampe: int) -> Dessin | None:
        """How a character looks, None for one that leaves no ink."""
        from PIL import Image, ImageDraw

        gauche, haut, droite, bas = map(int, self._police.getbbox(caractere, anchor="ls"))
        if droite <= gauche or bas <= haut:
            return None
        # A pixel more on each side: what is smoothed goes beyond the box of the outline.
        encre = Image.new("L", (droite - gauche + 2, bas - haut + 2))
        ImageDraw.Draw(encre).text(
            (1 - gauche, 1 - haut), caractere, fill=255, font=self._police, anchor="ls"
        )
        degres = [round(v * DEGRES / 255) for v in range(256)]
        return (
            encre.point([rampe + d if d else 0 for d in degres], "P"),
            encre.point([255 if d else 0 for d in degres]),
            gauche - 1,
            haut - 1,
        )

    def _dessin(self, mot: str, rampe: int) -> Dessin | None:
        """The same of a whole word."""
        from PIL import Image

        places = [
            (dessin, round(x)) for c, x in self.placer(mot) if (dessin := self.glyphe(c, rampe))
        ]
        if not places:
            return None
        gauche = min(x + dx for (_, _, dx, _), x in places)
        haut = min(dy for (_, _, _, dy), _ in places)
        droite = max(x + dx + encre.width for (encre, _, dx, _), x in places)
        bas = max(dy + encre.height for (encre, _, _, dy), _ in places)
        encre = Image.new("P", (droite - gauche, bas - haut))
        for (lettre, sienne, dx, dy), x in places:
            encre.paste(lettre, (x + dx - gauche, dy - haut), sienne)
        return encre, encre.point(_COUVRE, "L"), gauche, haut

    def mots(self, texte: str) -> Iterator[tuple[str, float]]:
        """Yield each word between plain spaces, and where the pen then stands."""
        x, avant = 0.0, ""
        for mot in texte.split(" "):
            if avant:
                x += self.approche(f"{avant} ") + self.avance(" ")
                x += self.approche(f" {mot[0]}") if mot else 0
            if mot:
                yield mot, x
                x += self.mesurer(mot)
            avant = mot[-1:] or " "

    def placer(self, texte: str) -> Iterator[tuple[str, float]]:
        """Yield each character, and where the pen then stands."""
        x, avant = 0.0, ""
        for caractere in texte:
            if avant:
                x += self.approche(avant + caractere)
            yield caractere, x
            x += self.avance(caractere)
            avant = caractere

    def _mesurer(self, texte: str) -> float:
        if not texte:
            return 0.0
        *_, (dernier, x) = self.placer(texte)
        return x + self.avance(dernier)

    def lisible(self, texte: str) -> str:
        """Return `texte` with what the font can draw: L for Ł, nothing for 🎉."""
        lus = (c if self.connait(c) else self._proche(c) for c in normalize("NFC", texte))
        # Plain spaces alone: where a line may not end is typography.
        return " ".join(filter(None, "".join(lus).split(" ")))

    def _proche(self, caractere: str) -> str:
        """What stands for a character that the font lacks, or ""."""
        if category(caractere) == "Zs":
            return " "
        if lettre := _LETTRE.match(name(caractere, "")):
            proche = lettre[2] if lettre[1] == "CAPITAL" else lettre[2].lower()
        else:
            proche = normalize("NFKD", caractere)
        return "".join(c for c in proche if self.connait(c))


def lignes(texte: str, police: Police, largeur: float, maximum: int) -> tuple[list[str], bool]:
    """Cut `texte` at its plain spaces into lines of like widths; True when it holds whole.

    No-break spaces stay inside their line. A word wider than a line is cut where it must be.
    """
    mots = list(_mots(texte, police, largeur))
    naturelles = _remplir(mots, police, largeur)
    entier = len(naturelles) <= maximum
    if not entier:
        naturelles = naturelles[:maximum]
        dernier = naturelles[-1]
        while dernier and police.mesurer(dernier + ELLIPSE) > largeur:
            dernier = dernier[:-1].rstrip()
        naturelles[-1] = dernier.rstrip(" ,;:.\u202f\u00a0") + ELLIPSE
        return naturelles, False
    # The narrowest block of as many lines: no word alone on the last one.
    bas, haut = max(map(police.mesurer, mots), default=0), largeur
    while haut - bas > 8:
        milieu = (bas + haut) / 2
        if len(_remplir(mots, police, milieu)) > len(naturelles):
            bas = milieu
        else:
            haut = milieu
    return _remplir(mots, police, haut), True


def _mots(texte: str, police: Police, largeur: float) -> Iterator[str]:
    for mot in filter(None, texte.split(" ")):
        while police.mesurer(mot) > largeur:
            coupe = len(mot) - 1
            while coupe > 1 and police.mesurer(mot[:coupe]) > largeur:
                coupe -= 1
            yield mot[:coupe]
            mot = mot[coupe:]
        yield mot


def _remplir(mots: Sequence[str], police: Police, largeur: float) -> list[str]:
    espace = police.avance(" ")
    faites: list[list[str]] = []
    reste = 0.0
    for mot in mots:
        place = police.mesurer(mot)
        if faites and espace + place <= reste:
            faites[-1].append(mot)
            reste -= espace + place
        else:
            faites.append([mot])
            reste = largeur - place
    return [" ".join(ligne) for ligne in faites]
