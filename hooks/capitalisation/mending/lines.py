"""Lines that keep a front matter from being read: hyphens out of place, tabs, quotes missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from ..frontmatter import ESSAIS_MAX, TAILLE_MAX, Constat, expliquer
from ..safe_yaml import composer
from .edits import Retouche, extrait
from .sheet import Feuille

_AVEC_TABULATION = re.compile(r"^[^\t\n]*\t.*", re.MULTILINE)
_OUVERTURE = re.compile(r"\s+(?=-{3,}[ \t]*\n)")
_FERMETURE = re.compile(r"^[ \t]+(?=-{3,}[ \t]*$)", re.MULTILINE)


def tirets(feuille: Feuille) -> Iterator[Retouche]:
    """Bring the three hyphens to the beginning of the file, and of their line."""
    texte = feuille.texte
    if ouverture := _OUVERTURE.match(texte):
        quoi = "lignes vides" if "\n" in ouverture.group() else "espace"
        dit = f"{quoi} avant les tirets de l’en-tête : retirées"
        if quoi == "espace":
            dit = "espace avant les tirets de l’en-tête : retirée"
        yield Retouche(0, ouverture.end(), "", dit, "tirets de l’en-tête")
    elif any(c.code == "E003" for c in feuille.constats) and (
        fermeture := _FERMETURE.search(texte)
    ):
        yield Retouche(
            fermeture.start(),
            fermeture.end(),
            "",
            "espace avant les tirets qui ferment l’en-tête : retirée",
            "tirets de l’en-tête",
        )


def tabulations(feuille: Feuille) -> Iterator[Retouche]:
    """Two spaces for a tab that indents a line, one elsewhere."""
    debut, fin = feuille.entete
    for ligne in _AVEC_TABULATION.finditer(feuille.texte, debut, fin):
        marge = len(ligne.group()) - len(ligne.group().lstrip())
        for rang, signe in enumerate(ligne.group()):
            if signe == "\t":
                place = ligne.start() + rang
                espaces = "  " if rang < marge else " "
                yield Retouche(place, place + 1, espaces, "tabulation → espaces", "tabulations")


def illisibles(feuille: Feuille) -> Iterator[Retouche]:
    """Mend the lines that YAML cannot read and whose mistake is a known one."""
    debut, fin = feuille.entete
    brut = feuille.texte[debut:fin]
    if "\t" in brut or not brut.strip() or len(brut) > TAILLE_MAX:
        return
    try:
        noeud = composer(brut)
    except (yaml.YAMLError, ValueError) as exc:
        lignes = brut.split("\n")
        _, copie, constats = expliquer(lignes, 0, exc)
        if len(constats) >= ESSAIS_MAX:
            return  # no front matter at all, most likely: nothing here is certain
    else:
        # Without one space, a front matter of a single word: only its own lines tell.
        if noeud is None or isinstance(noeud, yaml.MappingNode):
            return
        lignes = brut.split("\n")
        premiere = feuille.texte.count("\n", 0, debut) + 1
        constats = [
            Constat(c.ligne - premiere, c.code, c.champ, c.message, c.correction)
            for c in feuille.constats
            if c.code == "E007"
        ]
        copie = lignes
    place = debut
    mendes = {c.ligne: c for c in constats if c.code in ("E006", "E007", "E008")}
    for numero, ligne in enumerate(lignes):
        if constat := mendes.get(numero):
            yield from _ligne(place, ligne, copie[numero], constat)
        place += len(ligne) + 1


def _ligne(place: int, ligne: str, copie: str, constat: Constat) -> Iterator[Retouche]:
    groupe = constat.champ or "en-tête"
    if constat.code == "E007":
        # The value is left as it is: once apart from its key, it may be a list or a date.
        apres = ligne.index(":") + 1
        dit = f"{constat.champ} : espace ajoutée après les deux-points"
        yield Retouche(place + apres, place + apres, " ", dit, groupe)
    elif ligne != copie:
        sujet = f"{constat.champ} : " if constat.champ else ""
        valeur = copie[copie.index('"') :]
        dit = f"{sujet}guillemets ajoutés autour de {extrait(valeur.strip(chr(34)))}"
        yield Retouche(place, place + len(ligne), copie, dit, groupe)
