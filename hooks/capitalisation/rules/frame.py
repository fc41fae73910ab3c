"""What a rule reads: one file, cut and validated, and the corpus it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from ..body import Corps
from ..fields import Champ, champs
from ..frontmatter import Chemin, Constat, EnTete
from ..model import Entree
from ..territories import Lieu, TerritoireAmbigu, TerritoireInconnu, Territoires
from ..vocabulary import Vocabulaire


class TexteLu(NamedTuple):
    """A text of the front matter, where it stands, and the key that it belongs to."""

    chemin: Chemin
    ligne: int
    valeur: str
    champ: Champ


@dataclass(frozen=True)
class Piece:
    """One file, read once: its text, its front matter (None if unreadable), its body."""

    id: str
    genre: type[Entree]
    relatif: str  # "inspiractions/x.md"
    chemin: str  # as shown to people
    texte: str
    crlf: bool
    entete: EnTete | None
    meta: Entree | None
    corps: str
    ligne_corps: int
    analyse: Corps

    @cached_property
    def textes(self) -> list[TexteLu]:
        """Every text value of the front matter that stands at a known key, in its order."""
        if self.entete is None:
            return []
        textes: list[TexteLu] = []
        connus, ligne = champs(self.genre), self.entete.ligne

        def parcourir(valeur: Any, chemin: Chemin, motif: Chemin) -> None:
            if isinstance(valeur, str):
                # A lone text where a list is due was reported; its items are not checked.
                en_liste = motif[-1:] == ("*",)
                champ = connus.get(motif[:-1] if en_liste else motif)
                if champ and champ.liste == en_liste:
                    textes.append(TexteLu(chemin, ligne(chemin), valeur, champ))
            elif isinstance(valeur, dict):
                for nom, contenu in valeur.items():
                    parcourir(contenu, (*chemin, nom), (*motif, nom))
            elif isinstance(valeur, list):
                for i, contenu in enumerate(valeur):
                    parcourir(contenu, (*chemin, i), (*motif, "*"))

        parcourir(self.entete.valeurs, (), ())
        return textes

    @property
    def statut(self) -> str:
        brut = self.entete.valeurs.get("statut") if self.entete else None
        return brut if isinstance(brut, str) else "brouillon"


@dataclass(frozen=True)
class Cadre:
    """What a piece is checked against. `pieces` holds the first file of each identifier."""

    racine: Path
    vocabulaires: dict[str, Vocabulaire]
    lieux: Lieux
    pieces: dict[str, Piece]


class Lieux:
    """Resolves the territories of a corpus, each spelling once."""

    def __init__(self, referentiel: Territoires) -> None:
        self._referentiel = referentiel
        self._connus: dict[str, Lieu | TerritoireInconnu | TerritoireAmbigu] = {}

    def __call__(self, texte: str) -> Lieu | TerritoireInconnu | TerritoireAmbigu:
        if texte not in self._connus:
            try:
                self._connus[texte] = self._referentiel.resoudre(texte)
            except (TerritoireInconnu, TerritoireAmbigu) as exc:
                self._connus[texte] = exc
        return self._connus[texte]


Regle = Callable[[Piece, Cadre], Iterator[Constat]]
