"""Rules about the body: sections, what is left over, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz, process

from ..frontmatter import Constat, en_pointille
from ..markup import BALISES
from ..model import SECTIONS_INSPIRACTION, SECTIONS_OBLIGATOIRES, Inspiraction
from ..typography import ancre, cle
from .frame import Cadre, Piece


def sections(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """A published Inspir'action has its sections, complete and in order."""
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


def restes_de_copie(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Template comments and clipboard marks; a draft may keep the template's help."""
    if piece.statut == "brouillon":
        return
    for ligne in piece.analyse.commentaires:
        yield Constat(
            ligne,
            "A102",
            "",
            "un commentaire <!-- … --> est resté dans le texte",
            "Retirez-le : il n’apparaît pas sur le site.",
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


def renvois(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """[[identifiant]] leads to an entry that readers can open."""
    for ligne, identifiant in piece.analyse.renvois:
        if faute := _cible_absente(identifiant, piece, cadre):
            yield Constat(ligne, "E042", "", *faute)


def entrees_citees(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Typed links, members of a dossier and originals of a translation exist."""
    for chemin, ligne, valeur, champ in piece.textes:
        if champ.vocabulaire != "entrees":
            continue
        if faute := _cible_absente(valeur, piece, cadre):
            yield Constat(ligne, "E043", en_pointille(chemin), *faute)


def _cible_absente(identifiant: str, piece: Piece, cadre: Cadre) -> tuple[str, str] | None:
    """Return what is wrong with a target, and the mend; None when readers can open it."""
    cible = cadre.pieces.get(identifiant)
    if cible is None:
        message = f"aucune entrée ne s’appelle « {identifiant[:60]} »"
        return message, _proposer(identifiant, cadre)
    # Of a target that cannot be read, its own file says what is wrong.
    if cible.entete and cible.statut == "brouillon" and piece.statut != "brouillon":
        return (
            f"« {identifiant} » est encore un brouillon, que personne ne verra sur le site",
            "Donnez à cette entrée le statut notice ou publiee, ou retirez le lien.",
        )
    return None


def _proposer(identifiant: str, cadre: Cadre) -> str:
    proches = process.extract(
        ancre(identifiant), cadre.pieces.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=60
    )
    noms = [nom for nom, _, _ in proches if nom != identifiant]
    if noms:
        return "Vouliez-vous dire : " + ", ".join(noms) + " ?"
    return "Un identifiant est le nom du fichier de l’entrée, sans .md."


_LIEN_COMPLET = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)


def liens_relatifs(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """A link in a body is complete; towards another entry it is [[identifiant]]."""
    for ligne, cible in piece.analyse.liens:
        if not _LIEN_COMPLET.match(cible):
            nom = Path(cible.split("#")[0]).stem
            conseil = f"Écrivez [[{nom}]]" if nom in cadre.pieces else "Écrivez [[identifiant]]"
            yield Constat(
                ligne,
                "E044",
                "",
                f"le lien « {cible[:60]} » ne mène nulle part sur le site",
                f"{conseil}, ou une adresse qui commence par https://.",
            )
