"""What the clipboard and our own template leave behind. A comment of a person is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..frontmatter import lire
from ..template import AIDE, questions
from .edits import Retouche
from .sheet import Feuille

_PRESSE_PAPIERS = re.compile(r"<!--\s*(?:Start|End)Fragment\s*-->")
_COMMENTAIRE = re.compile(r"<!--(.*?)-->", re.DOTALL)
_LIGNE_D_AIDE = re.compile(rf"^[ \t]*{re.escape(AIDE)}.*(?:\n|\Z)", re.MULTILINE)


def presse_papiers(feuille: Feuille) -> Iterator[Retouche]:
    """Remove the marks that a browser puts around what it copies."""
    for trouve in _PRESSE_PAPIERS.finditer(feuille.texte):
        dit = f"marque du presse-papiers {trouve.group()} retirée"
        yield Retouche(trouve.start(), trouve.end(), "", dit, "presse-papiers")


def aide_du_texte(feuille: Feuille) -> Iterator[Retouche]:
    """Remove the questions of the template from a body that is no draft."""
    if feuille.piece.entete is None or feuille.piece.statut == "brouillon":
        return
    texte = feuille.texte
    suite = -1  # where the last question ended, its empty line with it
    for numero in feuille.piece.analyse.commentaires:
        debut_ligne, ligne = feuille.ligne(numero)
        place = debut_ligne + max(0, ligne.find("<!--"))
        trouve = _COMMENTAIRE.match(texte, place)
        if not trouve or " ".join(trouve[1].split()) not in questions():
            continue
        debut, fin = trouve.span()
        if not texte[debut_ligne:debut].strip() and texte[fin : fin + 1] in ("", "\n"):
            # Its line goes with it, and one of the two empty lines that would be left.
            debut, fin = debut_ligne, min(fin + 1, len(texte))
            apres_vide = debut == suite or texte[max(0, debut - 2) : debut] == "\n\n"
            suite = fin if apres_vide else -1
            if apres_vide and texte[fin : fin + 1] == "\n":
                fin += 1
        yield Retouche(debut, fin, "", "aide du gabarit retirée du texte", "aide du gabarit")


def aide_de_l_entete(feuille: Feuille) -> Iterator[Retouche]:
    """Remove the help lines of a front matter that is no draft, never a line of a value."""
    entete = feuille.piece.entete
    debut, fin = feuille.entete
    brut = feuille.texte[debut:fin]
    if entete is None or feuille.piece.statut == "brouillon" or AIDE not in brut:
        return
    sans = _LIGNE_D_AIDE.sub("", brut)
    relu = lire(feuille.texte[:debut] + sans + feuille.texte[fin:]).entete
    if relu is None or relu.valeurs != entete.valeurs:
        return
    for trouve in _LIGNE_D_AIDE.finditer(brut):
        yield Retouche(
            debut + trouve.start(),
            debut + trouve.end(),
            "",
            "ligne d’aide du gabarit (#?) retirée de l’en-tête",
            "aide du gabarit",
        )
