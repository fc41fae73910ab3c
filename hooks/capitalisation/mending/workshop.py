"""The corpus as the mends see it: the pieces that the checker read, made again when asked for."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..corpus import IMAGES, Chargement
from ..diagnostics import chemin_affiche
from ..frontmatter import Constat
from ..model import PAR_DOSSIER, Entree, Inspiraction
from ..reading import decouper
from ..rules import Cadre, Lieux, Piece
from ..rules.frame import Images
from ..territories import Territoires
from ..textfile import FICHIER_MAX
from .sheet import Feuille


class _Pieces(dict[str, Piece]):
    """The pieces of a corpus by identifier; most are never asked for, and never made."""

    def __init__(self, atelier: Atelier, fichiers: dict[str, Path]) -> None:
        super().__init__(dict.fromkeys(fichiers))  # type: ignore[arg-type]
        self._atelier = atelier
        self._fichiers = fichiers

    def __getitem__(self, identifiant: str) -> Piece:
        piece: Piece | None = super().__getitem__(identifiant)
        if piece is None:
            fichier = self._fichiers[identifiant]
            piece = self._atelier.feuille(fichier, self._atelier.texte(fichier)).piece
            self[identifiant] = piece
        return piece

    def get(self, identifiant: str, defaut: Any = None) -> Any:
        try:
            return self[identifiant]
        except KeyError:
            return defaut

    def values(self) -> Any:
        for identifiant in self:
            self[identifiant]  # makes it
        return super().values()

    def renommer(self, ancien: str, nouveau: str, fichier: Path) -> None:
        self._fichiers[nouveau] = fichier
        self[nouveau] = None  # type: ignore[assignment]
        self.pop(ancien, None)


class Atelier:
    """Reads what the checker read: its texts are at hand, no file is read a second time."""

    def __init__(self, racine: Path, chargement: Chargement) -> None:
        self.racine = racine
        self._lignes = chargement.lignes
        self._en_vrac = not any((racine / dossier).is_dir() for dossier in PAR_DOSSIER)
        fichiers: dict[str, Path] = {}
        for chemin in chargement.lignes:
            fichier = Path(os.path.abspath(chemin))
            fichiers.setdefault(fichier.stem, fichier)
        self.pieces = _Pieces(self, fichiers)
        self.cadre = Cadre(
            vocabulaires=chargement.corpus.vocabulaires,
            lieux=Lieux(Territoires()),
            images=Images(racine / IMAGES),
            aujourdhui=dt.date.today(),
            pieces=self.pieces,
            illisibles={Path(d.chemin).stem for d in chargement.diagnostics if d.code == "E001"},
        )

    def fichiers(self) -> Iterator[Path]:
        """Every file that the checker could open as text."""
        return (Path(os.path.abspath(chemin)) for chemin in self._lignes)

    def texte(self, fichier: Path) -> str:
        """Return what the checker read of `fichier`."""
        return "\n".join(self._lignes.get(chemin_affiche(fichier), ()))

    def genre(self, fichier: Path) -> type[Entree]:
        return Inspiraction if self._en_vrac else PAR_DOSSIER[fichier.parent.name]

    def est_une_place(self, fichier: Path) -> bool:
        """Tell whether fiches stand in the folder of `fichier`."""
        if self._en_vrac:
            return fichier.parent == self.racine
        return fichier.parent.parent == self.racine and fichier.parent.name in PAR_DOSSIER

    def feuille(self, fichier: Path, texte: str, *, crlf: bool = False) -> Feuille:
        """Return the sheet of a file that would hold `texte`."""
        piece, constats = decouper(fichier, self.genre(fichier), self.racine, texte, crlf=crlf)
        return Feuille(texte, piece, self.cadre, constats)

    def compter(self, fichier: Path, octets: bytes) -> Counter[str]:
        """Return the codes of what the checker says of a file that holds `octets`."""
        try:
            texte = octets.decode("utf-8-sig")
        except UnicodeDecodeError:
            return Counter(["E001"])
        if len(octets) > FICHIER_MAX:
            return Counter(["E001"])
        crlf = "\r" in texte
        if crlf:
            texte = texte.replace("\r\n", "\n").replace("\r", "\n")
        return codes(self.feuille(fichier, texte, crlf=crlf).constats)


def codes(constats: list[Constat]) -> Counter[str]:
    return Counter(c.code for c in constats)
