"""What a Markdown body holds, by line: headings, `[[ ]]` references, links, images, HTML.

One pass, shared by the rules and by the links between entries. Code blocks and
code spans are passed over: what they show is not a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: `[[identifiant]]` or `[[identifiant|texte du lien]]`.
RENVOI = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")

_CLOTURE = re.compile(r"^\s{0,3}(```+|~~~+)")
_TITRE = re.compile(r"(#{1,6})\s(?=.*\S)")
_CODE = re.compile(r"`+[^`]*`+")
# Each stops at the next bracket: a line full of open ones stays quick to read.
_IMAGE = re.compile(r"!\[([^\]\[]*)\]\(\s*<?([^\s()>]*)>?[^()]*\)")
_LIEN = re.compile(r"(?<!!)\[[^\]\[]+\]\(\s*<?([^\s()>]*(?:\([^\s()>]*\)[^\s()>]*)?)>?[^()]*\)")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]^][^\]]*\]:\s*<?(\S+?)>?(?:\s|$)")
_BALISE = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>]|$)")


@dataclass(frozen=True, slots=True)
class Titre:
    """A heading. `vide` is true when nothing stands under it."""

    ligne: int
    niveau: int
    texte: str
    vide: bool


@dataclass(frozen=True, slots=True)
class Image:
    ligne: int
    alt: str
    cible: str


@dataclass(frozen=True, slots=True)
class Corps:
    """The parts of a body, with file lines counted from 1."""

    titres: tuple[Titre, ...] = ()
    renvois: tuple[tuple[int, str], ...] = ()
    liens: tuple[tuple[int, str], ...] = ()
    images: tuple[Image, ...] = ()
    balises: tuple[tuple[int, str], ...] = ()
    commentaires: tuple[int, ...] = ()


def analyser(corps: str, premiere_ligne: int) -> Corps:
    """Return the parts of `corps`, whose first line is `premiere_ligne` of its file."""
    titres: list[list[int | str | bool]] = []
    renvois: list[tuple[int, str]] = []
    liens: list[tuple[int, str]] = []
    images: list[Image] = []
    balises: list[tuple[int, str]] = []
    commentaires: list[int] = []
    cloture = ""
    en_commentaire = False
    for numero, ligne in enumerate(corps.split("\n"), premiere_ligne):
        if bord := _CLOTURE.match(ligne):
            if not cloture:
                cloture = bord[1]
            elif bord[1].startswith(cloture):
                cloture = ""
            continue
        if cloture:
            _remplir(titres)
            continue
        if en_commentaire:
            _, fin, ligne = ligne.partition("-->")
            if not fin:
                continue
            en_commentaire = False
        if titre := _TITRE.match(ligne):
            niveau = len(titre[1])
            if titres and (niveau == 1 or niveau > int(titres[-1][1])):
                _remplir(titres)
            texte = ligne[titre.end() :].strip().rstrip("#").rstrip()
            titres.append([numero, niveau, texte, True])
            continue
        if not ligne or ligne.isspace():
            continue
        if "<!--" in ligne:
            commentaires.append(numero)
            ligne, en_commentaire = _sans_commentaires(ligne)
        if ligne.strip():
            _remplir(titres)
        # Most lines hold none of these: one cheap look spares five searches.
        if "[" not in ligne and "<" not in ligne:
            continue
        texte = _CODE.sub("", ligne)
        renvois += [(numero, m[1].strip()) for m in RENVOI.finditer(texte)]
        images += [Image(numero, m[1].strip(), m[2]) for m in _IMAGE.finditer(texte)]
        liens += [(numero, m[1]) for m in _LIEN.finditer(texte)]
        liens += [(numero, m[1]) for m in _DEFINITION.finditer(texte)]
        balises += [(numero, m[1].lower()) for m in _BALISE.finditer(texte)]
    return Corps(
        tuple(Titre(int(a), int(b), str(c), bool(d)) for a, b, c, d in titres),
        tuple(renvois),
        tuple(liens),
        tuple(images),
        tuple(balises),
        tuple(commentaires),
    )


def _sans_commentaires(ligne: str) -> tuple[str, bool]:
    """Return the line without its comments, and whether the last one is still open."""
    garde, place = "", 0
    while (debut := ligne.find("<!--", place)) >= 0:
        garde += ligne[place:debut]
        fin = ligne.find("-->", debut + 4)
        if fin < 0:
            return garde, True
        place = fin + 3
    return garde + ligne[place:], False


def _remplir(titres: list[list[int | str | bool]]) -> None:
    """Note that the last heading, and those it stands under, have something below them."""
    if titres and titres[-1][3]:
        niveau = 7
        for titre in reversed(titres):
            if int(titre[1]) < niveau:
                titre[3] = False
                niveau = int(titre[1])
