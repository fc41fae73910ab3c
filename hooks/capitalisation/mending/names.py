"""Names of files: the address that a fiche will have, its images beside, its citations after."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..body import RENVOI
from ..corpus import IMAGES
from ..model import IDENTIFIANT, IDENTIFIANT_MAX, PAR_DOSSIER
from ..typography import ancre
from .edits import Retouche
from .sheet import Feuille
from .workshop import Atelier

#: What people or their editor put after the name of a fiche.
_EXTENSIONS = re.compile(r"(?:\.(?:md|markdown|txt))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Renommage:
    """A file, or a folder of images, and the path that it should have."""

    ancien: Path
    nouveau: Path


def identifiant_pour(nom: str) -> str:
    """Return the identifier that a file name means, or "" when one would have to be invented.

    >>> identifiant_pour("Cafés Papote !.MD")
    'cafes-papote'
    """
    propose = ancre(_EXTENSIONS.sub("", nom))
    if not propose or len(propose) > IDENTIFIANT_MAX:
        return ""
    return propose if IDENTIFIANT.fullmatch(propose) else f"fiche-{propose}"


class Noms:
    """The names that are taken, in the four folders, case aside."""

    def __init__(self, racine: Path, atelier: Atelier) -> None:
        self.racine = racine
        self._pris = {piece.casefold() for piece in atelier.pieces}
        for dossier in (racine, *(racine / nom for nom in PAR_DOSSIER)):
            if dossier.is_dir() and not dossier.is_symlink():
                self._pris |= {Path(e.name).stem.casefold() for e in os.scandir(dossier)}
        self._anciens: set[str] | None = None
        self._atelier = atelier

    def fiche(self, fichier: Path) -> Renommage | str | None:
        """Return how to rename a fiche, why it cannot be, or None when its name tells nothing."""
        identifiant = identifiant_pour(fichier.name)
        nouveau = fichier.with_name(f"{identifiant}.md")
        if not identifiant or fichier.name == nouveau.name:
            return None
        libre = identifiant == fichier.stem.casefold() or identifiant not in self._pris
        if not libre or identifiant in self._d_avant():
            return f"le nom {nouveau.name} est déjà pris : renommez l’un des deux fichiers"
        self._pris.add(identifiant)
        return Renommage(fichier, nouveau)

    def _d_avant(self) -> set[str]:
        """Names that entries bore: their addresses still lead to them."""
        if self._anciens is None:
            self._anciens = set()
            for fichier in self._atelier.fichiers():
                texte = self._atelier.texte(fichier)
                if "anciens_identifiants" in texte:
                    entete = self._atelier.feuille(fichier, texte).piece.entete
                    anciens = entete.valeurs.get("anciens_identifiants") if entete else None
                    self._anciens |= (
                        {str(a) for a in anciens} if isinstance(anciens, list) else set()
                    )
        return self._anciens


def dossiers_d_images(racine: Path, identifiants: Iterable[str]) -> Iterator[Renommage]:
    """Yield the folders of images that differ from their entry by case, accents or spaces."""
    images = racine / IMAGES
    if not images.is_dir() or images.is_symlink():
        return
    noms = {e.name for e in os.scandir(images) if e.is_dir(follow_symlinks=False)}
    par_adresse: dict[str, list[str]] = defaultdict(list)
    for nom in noms:
        par_adresse[ancre(nom)].append(nom)
    for identifiant in identifiants:
        candidats = par_adresse.get(identifiant, [])
        if len(candidats) == 1 and candidats[0] != identifiant:
            yield Renommage(images / candidats[0], images / identifiant)


def citations(feuille: Feuille, noms: dict[str, str]) -> Iterator[Retouche]:
    """Have what cites an entry follow its new name (old → new)."""
    cites = {ligne for ligne, identifiant in feuille.piece.analyse.renvois if identifiant in noms}
    for numero in sorted(cites):
        debut, ligne = feuille.ligne(numero)
        for trouve in RENVOI.finditer(ligne):
            if neuf := noms.get(trouve[1].strip()):
                place, fin = debut + trouve.start(1), debut + trouve.end(1)
                dit = f"renvoi [[{trouve[1]}]] → [[{neuf}]]"
                yield Retouche(place, fin, neuf, dit, "citations")
    for lu in feuille.piece.textes:
        neuf = noms.get(lu.valeur, "")
        if not neuf or lu.champ.vocabulaire != "entrees":
            continue
        for valeur in feuille.valeurs.values():
            if valeur.chemin == lu.chemin:
                place, fin = feuille.place(valeur.noeud)
                yield Retouche(place, fin, neuf, f"entrée {lu.valeur} → {neuf}", "citations")
