"""Rules about the body: sections, headings, HTML."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from ..frontmatter import Constat
from ..markup import BALISES
from ..model import SECTIONS_INSPIRACTION, SECTIONS_OBLIGATOIRES, Inspiraction
from ..typography import cle
from .frame import Cadre, Piece

#: What to do about a body that is too much to be read, whatever the reason.
_MESURE = (
    "Gardez l’essentiel, en Markdown simple : une image va dans un fichier à côté de la fiche, "
    "un grand tableau dans un document cité parmi les sources."
)


def texte_demesure(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """A body is one that people may read, and programs too: no other rule reads what is not."""
    for ligne, dit in piece.analyse.demesures:
        yield Constat(ligne, "E048", "", dit, _MESURE)


def sections(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """A published Inspir'action has its sections, complete and in order."""
    if piece.analyse.demesures:
        return
    if piece.genre is not Inspiraction or piece.statut != "publiee" or piece.entete is None:
        return
    presentes: list[str] = []
    for titre in piece.analyse.titres:
        if titre.niveau != 2:
            continue
        if titre.texte not in SECTIONS_INSPIRACTION:
            yield _section_inconnue(titre.ligne, titre.texte)
            continue
        rang = SECTIONS_INSPIRACTION.index(titre.texte)
        if titre.texte in presentes:
            yield Constat(
                titre.ligne,
                "E041",
                "",
                f"la section « {titre.texte} » est écrite deux fois",
                "Réunissez les deux textes.",
            )
        elif any(SECTIONS_INSPIRACTION.index(p) > rang for p in presentes):
            yield Constat(
                titre.ligne,
                "E041",
                "",
                f"la section « {titre.texte} » n’est pas à sa place",
                "L’ordre est : " + ", ".join(SECTIONS_INSPIRACTION) + ".",
            )
        presentes.append(titre.texte)
        if titre.vide:
            yield Constat(
                titre.ligne,
                "E040",
                "",
                f"la section « {titre.texte} » est vide",
                "Racontez, ou retirez ce titre s’il n’est pas obligatoire.",
            )
    manquantes = [s for s in SECTIONS_OBLIGATOIRES if s not in presentes]
    if manquantes:
        # A misspelt heading is one mistake: it was said above.
        proches = {_section_proche(t.texte) for t in piece.analyse.titres if t.niveau == 2}
        manquantes = [s for s in manquantes if s not in proches]
    for section in manquantes:
        yield Constat(
            piece.ligne_corps,
            "E040",
            "",
            f"la section obligatoire « {section} » manque",
            f"Ajoutez la ligne ## {section}, puis le texte.",
        )


_FORMES_DES_SECTIONS = {s: cle(s) for s in SECTIONS_INSPIRACTION}


def _section_proche(texte: str) -> str:
    trouve = process.extractOne(
        cle(texte), _FORMES_DES_SECTIONS, scorer=fuzz.WRatio, score_cutoff=75
    )
    return str(trouve[2]) if trouve else ""


def _section_inconnue(ligne: int, texte: str) -> Constat:
    proche = _section_proche(texte)
    correction = (
        f"Écrivez ## {proche}"
        if proche
        else "Sections possibles : " + ", ".join(SECTIONS_INSPIRACTION) + "."
    )
    return Constat(ligne, "E041", "", f"« {texte[:60]} » n’est pas une section connue", correction)


def titre_de_niveau_1(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """The page's only level-1 heading is the entry's title."""
    for titre in piece.analyse.titres:
        if titre.niveau == 1:
            yield Constat(
                titre.ligne,
                "A104",
                "",
                f"« {titre.texte[:60]} » est un titre de niveau 1",
                f"Écrivez ## {titre.texte[:60]}",
            )


def plan_des_titres(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Headings go down one level at a time, and none is empty: screen readers list them."""
    precedent = 1
    for titre in piece.analyse.titres:
        niveau = max(2, titre.niveau)  # of a level 1, `titre_de_niveau_1` has said that it is a 2
        if niveau > precedent + 1:
            apres = f", après un niveau {precedent}" if precedent > 1 else ", le premier du texte"
            yield Constat(
                titre.ligne,
                "A107",
                "",
                f"« {titre.texte[:60]} » est de niveau {niveau}{apres}",
                f"Écrivez {'#' * (precedent + 1)} {titre.texte[:60]}",
            )
        precedent = niveau
    for ligne in piece.analyse.titres_sans_texte:
        yield Constat(
            ligne,
            "A107",
            "",
            "ce titre est vide",
            "Écrivez le titre après les dièses, ou retirez cette ligne.",
        )


#: HTML that Markdown has no sign for, and that readers may need.
HTML_ADMIS = BALISES - {"div", "img", "h1"}


def html_dans_le_texte(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """HTML beyond the simple is taken out of the page; say so to its author."""
    vus: set[str] = set()
    for ligne, balise in piece.analyse.balises:
        if balise not in HTML_ADMIS and balise not in vus:
            vus.add(balise)
            yield Constat(
                ligne,
                "A105",
                "",
                f"la balise <{balise}> sera retirée de la page",
                "Écrivez en Markdown : **gras**, *italique*, - liste.",
            )
