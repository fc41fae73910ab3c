"""What a Markdown body holds, by line: headings, `[[ ]]` references, links, images, HTML.

One pass, shared by the rules and by the links between entries. Code blocks and
code spans are passed over: what they show is not a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, repeat
from operator import attrgetter
from typing import Any

from .typography import FINE, pluriel

#: `[[identifiant]]` or `[[identifiant|texte du lien]]`.
RENVOI = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")

_CLOTURE = re.compile(r"^\s{0,3}(```+|~~~+)")
_TITRE = re.compile(r"(#{1,6})\s(?=.*\S)")
_TITRE_SANS_TEXTE = re.compile(r"#{1,6}(?:\s[\s#]*)?$")
_CODE = re.compile(r"`+[^`]*`+")
# Each stops at the next bracket: a line full of open ones stays quick to read.
_IMAGE = re.compile(r"""!\[([^\]\[]*)\]\(([^()"]*(?:"[^"]*"[^()"]*)?)\)""")
# What a part has taken it never gives back: what follows could only take it again, in vain.
_LIEN = re.compile(
    r"(?<!!)\[[^\]\[]+\]\(\s*+<?+([^\s()>]*+(?:\([^\s()>]*+\)[^\s()>]*+)?)>?+[^()]*+\)"
)
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]^][^\]]*\]:\s*<?(\S+?)>?(?:\s|$)")
_BALISE = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>]|$)")

#: What no text needs. Markdown and HTML are read in a time, and a memory, that grow as the square
#: of each of these: below, the worst text that a file may hold is read in a second or two.
LIGNE_MAX = 20_000
CITATIONS_MAX = 20
CELLULES_MAX = 50_000
#: Elements that tags left open may make a browser, or a sanitiser, open again in each block.
REPRISES_MAX = 2_000_000

_CITATIONS = re.compile(r"(?:[ \t]*+(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))*+")
_BALISE_OUVERTE = re.compile(r"<[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Titre:
    """A heading. `vide` is true when nothing stands under it."""

    ligne: int
    niveau: int
    texte: str
    vide: bool


@dataclass(frozen=True, slots=True)
class Image:
    """`![alt](cible "credit")`: the title of a Markdown image is its credit here."""

    ligne: int
    alt: str
    cible: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Corps:
    """The parts of a body, with file lines counted from 1.

    `demesures` says, by line, what makes a body too much to be read: it then has no other part.
    """

    titres: tuple[Titre, ...] = ()
    renvois: tuple[tuple[int, str], ...] = ()
    liens: tuple[tuple[int, str], ...] = ()
    images: tuple[Image, ...] = ()
    balises: tuple[tuple[int, str], ...] = ()
    commentaires: tuple[int, ...] = ()
    titres_sans_texte: tuple[int, ...] = ()
    demesures: tuple[tuple[int, str], ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """What goes to another process, without the name of every part of every heading."""
        parties = {nom: getattr(self, nom) for nom in self.__slots__}
        titres = tuple(map(attrgetter(*Titre.__slots__), parties.pop("titres")))
        images = tuple(map(attrgetter(*Image.__slots__), parties.pop("images")))
        return refait, (titres, images, parties)


def refait(titres: tuple[Any, ...], images: tuple[Any, ...], parties: dict[str, Any]) -> Corps:
    return Corps(
        titres=tuple(Titre(*titre) for titre in titres),
        images=tuple(Image(*image) for image in images),
        **parties,
    )


def analyser(corps: str, premiere_ligne: int) -> Corps:
    """Return the parts of `corps`, whose first line is `premiere_ligne` of its file."""
    if trop := tuple(_demesures(corps, premiere_ligne)):
        return Corps(demesures=trop)
    titres: list[list[int | str | bool]] = []
    ouverts: list[list[int | str | bool]] = []  # the last heading, below those it stands under
    renvois: list[tuple[int, str]] = []
    liens: list[tuple[int, str]] = []
    images: list[Image] = []
    balises: list[tuple[int, str]] = []
    commentaires: list[int] = []
    sans_texte: list[int] = []
    for numero, ligne, en_code, commentaire in _lignes(corps, premiere_ligne):
        if en_code:
            _remplir(ouverts)
            continue
        if commentaire:
            commentaires.append(numero)
        if not ligne or ligne.isspace():
            continue
        diese = ligne[0] == "#"
        if diese and _TITRE_SANS_TEXTE.match(ligne):
            sans_texte.append(numero)
            continue
        if diese and (titre := _TITRE.match(ligne)):
            niveau = len(titre[1])
            if ouverts and (niveau == 1 or niveau > int(ouverts[-1][1])):
                _remplir(ouverts)
            while ouverts and int(ouverts[-1][1]) >= niveau:
                ouverts.pop()
            texte = ligne[titre.end() :].strip().rstrip("#").rstrip()
            ouverts.append([numero, niveau, texte, True])
            titres.append(ouverts[-1])
            continue
        if ouverts and ouverts[-1][3]:
            _remplir(ouverts)
        # Most lines hold none of these: one cheap look spares five searches.
        if "[" not in ligne and "<" not in ligne:
            continue
        texte = _CODE.sub("", ligne)
        renvois += [(numero, m[1].strip()) for m in RENVOI.finditer(texte)]
        images += [
            Image(numero, m[1].strip(), *_cible_et_credit(m[2])) for m in _IMAGE.finditer(texte)
        ]
        liens += [(numero, m[1]) for m in _LIEN.finditer(texte)]
        liens += [(numero, m[1]) for m in _DEFINITION.finditer(texte)]
        # `![…](<un nom.jpg>)` holds no tag.
        balises += [(numero, m[1].lower()) for m in _BALISE.finditer(_IMAGE.sub("", texte))]
    return Corps(
        tuple(Titre(int(a), int(b), str(c), bool(d)) for a, b, c, d in titres),
        tuple(renvois),
        tuple(liens),
        tuple(images),
        tuple(balises),
        tuple(commentaires),
        tuple(sans_texte),
    )


def _demesures(corps: str, premiere_ligne: int) -> Iterator[tuple[int, str]]:
    """Yield (line, sentence) for each bound that `corps` exceeds, once a bound."""
    lignes = corps.split("\n")
    longueurs = list(map(len, lignes))
    if (longueur := max(longueurs)) > LIGNE_MAX:
        dit = f"cette ligne a {pluriel(longueur, 'caractère')}"
        dit += f", {LIGNE_MAX // 1000}{FINE}000 au plus"
        yield premiere_ligne + longueurs.index(longueur), dit
    if corps.count(">") > CITATIONS_MAX:
        citations = list(map(_citations, lignes))
        if (niveaux := max(citations)) > CITATIONS_MAX:
            dit = f"{niveaux} citations l’une dans l’autre, {CITATIONS_MAX} au plus"
            yield premiere_ligne + citations.index(niveaux), dit
    if "|" in corps and (rang := _trop_de_cellules(lignes)) is not None:
        yield premiere_ligne + rang, f"les tableaux ont plus de {pluriel(CELLULES_MAX, 'case')}"
    balises = len(_BALISE_OUVERTE.findall(corps)) if "<" in corps else 0
    if balises * (balises + len(lignes)) > REPRISES_MAX:
        place = next(i for i, ligne in enumerate(lignes) if _BALISE_OUVERTE.search(ligne))
        yield premiere_ligne + place, f"le texte contient {pluriel(balises, 'balise')} HTML"


def _citations(ligne: str) -> int:
    debut = _CITATIONS.match(ligne)
    return debut[0].count(">") if debut else 0


def _trop_de_cellules(lignes: list[str]) -> int | None:
    """Return the line where tables pass the bound: a row has the cells of the longest."""
    cellules = larges = rangs = 0
    for i, ligne in enumerate(lignes):
        if not ligne.strip():
            cellules, larges, rangs = cellules + larges * rangs, 0, 0
            continue
        rangs += 1
        larges = max(larges, ligne.count("|"))
        if cellules + larges * rangs > CELLULES_MAX:
            return i
    return None


def lignes_lues(corps: str, premiere_ligne: int) -> Iterator[tuple[int, str]]:
    """Yield (number, text) of the lines that readers see as prose: no code, no comment."""
    for numero, ligne, en_code, _ in _lignes(corps, premiere_ligne):
        if not en_code:
            yield numero, ligne


def _lignes(corps: str, premiere_ligne: int) -> Iterator[tuple[int, str, bool, bool]]:
    """Return (number, text without comments, in a code block?, begins a comment?) of each line."""
    if any(s[0] in corps and s in corps for s in ("```", "~~~", "<!--")):
        return _sans_code_ni_commentaire(corps, premiere_ligne)
    return zip(count(premiere_ligne), corps.split("\n"), repeat(False), repeat(False))


def _sans_code_ni_commentaire(
    corps: str, premiere_ligne: int
) -> Iterator[tuple[int, str, bool, bool]]:
    cloture = ""
    en_commentaire = False
    for numero, ligne in enumerate(corps.split("\n"), premiere_ligne):
        if cloture:
            bord = _CLOTURE.match(ligne)
            if bord and bord[1].startswith(cloture):
                cloture = ""
            else:
                yield numero, ligne, True, False
            continue
        if en_commentaire:
            _, fin, ligne = ligne.partition("-->")
            if not fin:
                continue
            en_commentaire = False
        elif bord := _CLOTURE.match(ligne):
            cloture = bord[1]
            continue
        commentaire = "<!--" in ligne
        if commentaire:
            ligne, en_commentaire = _sans_commentaires(ligne)
        yield numero, ligne, False, commentaire


def _cible_et_credit(parenthese: str) -> tuple[str, str]:
    """Cut `atelier.jpg "Commune de Scaër"`; a name with spaces is kept whole, to be named."""
    cible, credit = parenthese.strip(), ""
    guillemet = cible[-1:]
    if guillemet in ('"', "'") and (debut := cible.find(f" {guillemet}")) >= 0:
        credit = cible[debut + 2 : -1].strip() if debut + 2 < len(cible) else ""
        cible = cible[:debut].rstrip()
    if cible.startswith("<") and cible.endswith(">"):
        cible = cible[1:-1].strip()
    return cible, credit


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


def _remplir(ouverts: list[list[int | str | bool]]) -> None:
    """Note that the last heading, and those it stands under, have something below them."""
    for titre in reversed(ouverts):
        if not titre[3]:
            break  # those above it are filled too
        titre[3] = False
