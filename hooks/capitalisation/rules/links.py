"""Rules about what leads from an entry to another, or to a place of its own page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from rapidfuzz import fuzz, process

from ..frontmatter import Chemin, Constat, en_pointille
from ..markup import ANCRES_RESERVEES, Convertisseur, Glossaire
from ..model import Entree
from ..typography import ancre
from .frame import PROPOSITIONS_MAX, Cadre, Piece


def renvois(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """[[identifiant]] leads to an entry that readers can open."""
    fautes = 0
    for ligne, identifiant in piece.analyse.renvois:
        if faute := _cible_absente(identifiant, piece, cadre, proposer=fautes < PROPOSITIONS_MAX):
            fautes += 1
            yield Constat(ligne, "E042", "", *faute)


def entrees_citees(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Typed links, members of a dossier and originals of a translation are other entries."""
    fautes = 0
    for chemin, ligne, valeur, champ in piece.termes:
        if champ.vocabulaire != "entrees":
            continue
        if valeur == piece.id:
            yield Constat(
                ligne,
                "E046",
                en_pointille(chemin),
                f"« {valeur} » est l’entrée elle-même",
                "Donnez l’identifiant d’une autre entrée, ou retirez cette ligne.",
            )
        elif faute := _cible_absente(valeur, piece, cadre, proposer=fautes < PROPOSITIONS_MAX):
            fautes += 1
            yield Constat(ligne, "E043", en_pointille(chemin), *faute)


def entrees_visees(piece: Piece) -> frozenset[str] | None:
    """Return the identifiers that these rules look for; None when they ask for more than that."""
    analyse = piece.analyse
    if not all(_LIEN_COMPLET.match(cible) for _, cible in analyse.liens):
        return None
    if analyse.renvois and any(cible[:1] == "#" for _, cible in analyse.liens):
        return None
    citees = {texte.valeur for texte in piece.termes if texte.champ.vocabulaire == "entrees"}
    if piece.id in citees:
        return None
    return frozenset((*citees, *(identifiant for _, identifiant in analyse.renvois)))


def _cible_absente(
    identifiant: str, piece: Piece, cadre: Cadre, *, proposer: bool
) -> tuple[str, str] | None:
    """Return what is wrong with a target, and the mend; None when readers can open it."""
    cible = cadre.pieces.get(identifiant)
    if cible is None:
        message = f"aucune entrée ne s’appelle « {identifiant[:60]} »"
        return message, _proposer(identifiant if proposer else "", cadre)
    if not cible.visible and piece.statut != "brouillon":
        return (
            f"« {identifiant} » est encore un brouillon, que personne ne verra sur le site",
            "Donnez à cette entrée le statut notice ou publiee, ou retirez le lien.",
        )
    return None


def _proposer(identifiant: str, cadre: Cadre) -> str:
    recherche = ancre(identifiant)
    if recherche:
        proches = process.extract(
            recherche, cadre.pieces.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=60
        )
        if noms := [nom for nom, _, _ in proches if nom != identifiant]:
            return "Vouliez-vous dire : " + ", ".join(noms) + " ?"
    return "Un identifiant est le nom du fichier de l’entrée, sans .md."


def entrees_citees_deux_fois(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """An entry stands once in a dossier, and once under each type of link."""
    deja: dict[tuple[str, str], int] = {}

    def seconde(genre: str, ou: str, vers: str, chemin: Chemin, ligne: int) -> Iterator[Constat]:
        premiere = deja.get((genre, vers))
        if premiere is None:
            deja[genre, vers] = ligne
            return
        yield Constat(
            ligne,
            "A113",
            en_pointille(chemin),
            f"« {vers[:60]} » est déjà {ou}, ligne {premiere}",
            "Gardez une seule des deux.",
        )

    for chemin, ligne, valeur, champ in piece.termes:
        if chemin[0] == "elements" and champ.vocabulaire == "entrees":
            yield from seconde("", "dans ce dossier", valeur, chemin, ligne)
    for lien in piece.liens:
        ou = f"citée comme « {lien.type[:20]} »"
        yield from seconde(lien.type, ou, lien.vers, lien.chemin, piece.ligne(lien.chemin))


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


def ancres(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """`[…](#ancre)` leads to a heading of this body, or to a block that the page draws."""
    if not piece.analyse.renvois:
        yield from _ancres(piece, cadre)


def ancres_et_renvois(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """The same where `[[ ]]` stand: an anchor may be made of the title of another entry."""
    if piece.analyse.renvois:
        yield from _ancres(piece, cadre)


def _ancres(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    internes = [
        (ligne, unquote(cible[1:]))
        for ligne, cible in piece.analyse.liens
        if cible.startswith("#") and len(cible) > 1
    ]
    if not internes:
        return
    connues = _ancres_du_texte(piece, cadre)
    for ligne, nom in internes:
        if nom in connues or nom in ANCRES_RESERVEES or _est_un_bloc(nom, piece):
            continue
        proche = ancre(nom)
        titres = [t.texte for t in piece.analyse.titres]
        yield Constat(
            ligne,
            "E045",
            "",
            f"aucun titre du texte n’a l’ancre « #{nom[:60]} »",
            f"Écrivez #{proche}."
            if proche in connues
            else f"L’ancre d’un titre est son texte en minuscules, sans accent, avec des tirets : "
            f"#{ancre(titres[0]) if titres else 'deroulement'}.",
        )


_ID = re.compile(r'\sid="([^"]+)"')


def _ancres_du_texte(piece: Piece, cadre: Cadre) -> set[str]:
    """The anchors that the body has once on its page: only the page can tell them all."""

    def trouver(identifiant: str) -> tuple[str, str] | None:
        cible = cadre.pieces.get(identifiant)
        if cible is None:
            return None
        return "", cible.meta.titre if isinstance(cible.meta, Entree) else identifiant

    page = Convertisseur(trouver, Glossaire([]), "").convertir(piece.corps)
    return set(_ID.findall(page.html))


#: Anchor of an item that the page numbers (`levier-2`) → the key that holds the items.
_NUMEROTES = {"levier": "leviers", "frein": "freins", "enseignement": "enseignements",
              "partie": "elements"}  # fmt: skip


def _est_un_bloc(nom: str, piece: Piece) -> bool:
    bloc, _, numero = nom.rpartition("-")
    if bloc not in _NUMEROTES or not piece.entete or not re.fullmatch(r"[1-9]\d{0,3}", numero):
        return False
    items = piece.entete.valeurs.get(_NUMEROTES[bloc])
    return isinstance(items, list) and int(numero) <= len(items)
