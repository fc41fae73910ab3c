"""Rules about what a template or a paste leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import lignes_lues
from ..fields import Champ
from ..frontmatter import Constat, en_pointille
from ..typography import pluriel
from .frame import Cadre, Piece


def restes_de_copie(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Template comments, which a draft may keep, and the marks of a clipboard, which none may."""
    lignes = piece.texte.split("\n") if piece.analyse.commentaires else []
    colles = [n for n in piece.analyse.commentaires if _PRESSE_PAPIERS.search(lignes[n - 1])]
    if colles:
        yield Constat(
            colles[0],
            "A102",
            "",
            "un copier-coller a laissé un commentaire <!--…Fragment-->",
            "Retirez tout ce qui est entre <!-- et -->.",
        )
    if piece.statut == "brouillon":
        return
    for ligne in piece.analyse.commentaires:
        if ligne not in colles:
            yield Constat(
                ligne,
                "A102",
                "",
                "un commentaire <!-- … --> est resté dans le texte",
                "Retirez-le : il n’apparaît pas sur le site.",
            )


_PRESSE_PAPIERS = re.compile(r"<!--\s?(?:Start|End)Fragment")


def restes_du_gabarit(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """What the template asks to write is written; a draft may keep its help."""
    if piece.statut == "brouillon":
        return
    yield from _aides_de_l_en_tete(piece)
    # Nearly every file has none: a few plain searches spare the patterns.
    suspect = any(indice in piece.texte for indice in _INDICES)
    for chemin, ligne, valeur, champ in piece.textes:
        if champ.vocabulaire or not (champ.libre or champ.nom in _REFERENCES):
            continue
        if dit := _residu_de_valeur(valeur.strip(), champ, suspect=suspect):
            yield Constat(
                ligne, "A108", en_pointille(chemin), dit, "Écrivez votre texte à la place."
            )
    for ligne, dit in _residus_du_corps(piece) if suspect else ():
        yield Constat(ligne, "A108", "", dit, "Écrivez votre texte à la place, ou retirez-le.")


def _aides_de_l_en_tete(piece: Piece) -> Iterator[Constat]:
    """Lines that `nouvelle` begins with #? to help; a plain # comment is its author's own."""
    if piece.texte.find("#?", 0, len(piece.texte) - len(piece.corps)) < 0:
        return
    entete = piece.texte.split("\n", piece.ligne_corps)[: piece.ligne_corps]
    aides = [i for i, ligne in enumerate(entete, 1) if ligne.lstrip().startswith("#?")]
    if aides:
        yield Constat(
            aides[0],
            "A108",
            "",
            "une ligne d’aide du gabarit (#?) est restée dans l’en-tête"
            if len(aides) == 1
            else f"{pluriel(len(aides), 'ligne')} d’aide du gabarit (#?) sont restées "
            "dans l’en-tête",
            "Retirez les lignes qui commencent par #?.",
        )


#: Keys whose example may well be true of another entry: a publisher, a role, a place in a report.
_COMMUNS = frozenset(("editeur", "fonction", "structure", "reperage", "licence", "fichier"))
_TITRES_COMMUNS = frozenset((("sources", "*", "titre"), ("elements", "*", "titre")))
_REFERENCES = frozenset(("url", "isbn", "doi"))


def _residu_de_valeur(valeur: str, champ: Champ, *, suspect: bool) -> str:
    """Return what is left over in a value, as a sentence, or ""."""
    if not champ.liste and len(valeur) < (champ.mini or 0):
        return ""  # too short, which was said: whoever completes the text mends both
    if valeur in _POINTS:
        return "les points de suspension du gabarit sont restés"
    if valeur == champ.aide:
        return "l’aide du gabarit est restée à la place du texte"
    exemple = champ.exemple[0] if isinstance(champ.exemple, list) else champ.exemple
    if valeur == exemple and champ.nom not in _COMMUNS and champ.motif not in _TITRES_COMMUNS:
        return "l’exemple du gabarit est resté à la place du texte"
    return _reste(valeur) if suspect else ""


def _residus_du_corps(piece: Piece) -> Iterator[tuple[int, str]]:
    """Yield (line, sentence) for each thing left over in the body."""
    lignes = [
        (numero, ligne.strip())
        for numero, ligne in lignes_lues(piece.corps, piece.ligne_corps)
        if ligne.strip()
    ]
    titres = {titre.ligne for titre in piece.analyse.titres}
    for rang, (numero, ligne) in enumerate(lignes):
        if ligne in _POINTS:
            avant = lignes[rang - 1][0] if rang else 0
            apres = lignes[rang + 1][0] if rang + 1 < len(lignes) else 0
            if (not avant or avant in titres) and (not apres or apres in titres):
                yield numero, "la section ne contient que les points de suspension du gabarit"
        elif dit := _reste(ligne):
            yield numero, dit


_POINTS = frozenset(("…", "...", "[…]", "[...]", "(…)", "(...)"))
#: What a text holds when it holds something left over, and seldom otherwise.
_INDICES = ("TODO", "XXX", "psum", "PSUM", "ompléter", "ompleter", "OMPLÉTER", "OMPLETER",
            "…", "...")  # fmt: skip
#: « un carnet à compléter » is a sentence; « À compléter » alone, after a colon or in brackets is
#: a note to oneself.
_RESTE = re.compile(
    r"(?<![\w/.-])(?:TODO|X{3,})(?![\w/-]|\.\w)|(?i:lorem ipsum)"
    r"|(?:^|[\[(:«*_>-])[ \u00a0\u202f]*(?i:[àa] compl[ée]ter)[ \u00a0\u202f]*(?:$|[\])»*_.…!])"
)


def _reste(texte: str) -> str:
    trouve = _RESTE.search(texte)
    return (
        f"« {trouve.group().strip(' []():*_>-«».…!')} » est resté dans le texte" if trouve else ""
    )
