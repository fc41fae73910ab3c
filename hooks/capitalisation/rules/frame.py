"""What a rule reads: one file, cut and validated, and the corpus it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..body import Corps
from ..fields import Champ, champs
from ..frontmatter import Chemin, Constat, EnTete
from ..model import Entree
from ..place import Lieu
from ..territories import TerritoireAmbigu, TerritoireInconnu, Territoires
from ..vocabulary import Vocabulaire


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


def valeurs(piece: Piece, motif: Chemin) -> Iterator[tuple[Chemin, Any]]:
    """Yield (path, raw value) of everything that stands at `motif`."""

    def descendre(valeur: Any, reste: Chemin, chemin: Chemin) -> Iterator[tuple[Chemin, Any]]:
        if not reste:
            yield chemin, valeur
        elif reste[0] == "*":
            if isinstance(valeur, list):
                for i, item in enumerate(valeur):
                    yield from descendre(item, reste[1:], (*chemin, i))
        elif isinstance(valeur, dict) and reste[0] in valeur:
            yield from descendre(valeur[reste[0]], reste[1:], (*chemin, reste[0]))

    if piece.entete:
        yield from descendre(piece.entete.valeurs, motif, ())


def textes(
    piece: Piece, garder: Callable[[Champ], bool]
) -> Iterator[tuple[Chemin, int, str, Champ]]:
    """Yield (path, line, text, field) of each text value whose field `garder` keeps."""
    if piece.entete is None:
        return
    for champ in champs(piece.genre).values():
        if garder(champ):
            motif = (*champ.motif, "*") if champ.liste else champ.motif
            for chemin, valeur in valeurs(piece, motif):
                if isinstance(valeur, str):
                    yield chemin, piece.entete.ligne(chemin), valeur, champ
