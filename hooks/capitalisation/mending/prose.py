"""The body: headings that miss a section by a little, images that differ by case."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from ..model import SECTIONS_INSPIRACTION, Inspiraction
from ..typography import cle
from .edits import Retouche, extrait
from .sheet import Feuille
from .values import PROCHE


def titres(feuille: Feuille) -> Iterator[Retouche]:
    """Give a heading the level and the words of the only section that it may be."""
    if feuille.piece.genre is not Inspiraction or feuille.piece.entete is None:
        return
    presentes = {t.texte for t in feuille.piece.analyse.titres if t.niveau == 2}
    for titre in feuille.piece.analyse.titres:
        if titre.niveau > 2 or (titre.niveau == 2 and titre.texte in SECTIONS_INSPIRACTION):
            continue
        section = _section(titre.texte)
        if not section or section in presentes:
            continue
        presentes.add(section)
        debut, ligne = feuille.ligne(titre.ligne)
        neuf = f"## {section}"
        dit = f"titre {extrait(ligne)} → {neuf}"
        yield Retouche(debut, debut + len(ligne), neuf, dit, "titres du texte")


def _section(texte: str) -> str:
    """Return the only section that `texte` may be: no word of it is lost, save its spelling."""
    ecrit = cle(texte)
    mots = set(ecrit.split())
    candidates = [
        section
        for section in SECTIONS_INSPIRACTION
        if fuzz.ratio(ecrit, cle(section)) >= PROCHE
        or (mots <= set(cle(section).split()) and any(len(mot) > 5 for mot in mots))
    ]
    return candidates[0] if len(candidates) == 1 else ""


def images(feuille: Feuille) -> Iterator[Retouche]:
    """Write the name of an image as the file has it on the disk, capitals included."""
    lignes = {c.ligne for c in feuille.constats if c.code == "E050" and not c.champ}
    valeur = feuille.valeurs.get("image.fichier")
    en_tete = valeur and any(c.code == "E050" and c.champ for c in feuille.constats)
    if not lignes and not en_tete:
        return
    noms = _noms(feuille)
    for image in feuille.piece.analyse.images:
        neuf = noms.get(image.cible.lower(), "")
        if image.ligne not in lignes or not neuf:
            continue
        debut, ligne = feuille.ligne(image.ligne)
        place = ligne.find(f"({image.cible}")
        if place >= 0:
            place += debut + 1
            dit = f"image {extrait(image.cible)} → {neuf}"
            yield Retouche(place, place + len(image.cible), neuf, dit, "images")
    if valeur and en_tete:
        neuf = noms.get(str(valeur.noeud.value).lower(), "")
        debut, fin = feuille.place(valeur.noeud)
        source = feuille.texte[debut:fin]
        if neuf and source.strip("\"'") == valeur.noeud.value:
            ecrit = source.replace(str(valeur.noeud.value), neuf)
            dit = f"image.fichier {extrait(str(valeur.noeud.value))} → {neuf}"
            yield Retouche(debut, fin, ecrit, dit, "image")


def _noms(feuille: Feuille) -> dict[str, str]:
    """Lower-case name → name, "" when two files differ by case alone."""
    noms: dict[str, str] = {}
    for nom in feuille.cadre.images.de(feuille.piece.id):
        bas = nom.lower()
        noms[bas] = "" if bas in noms else nom
    return noms
