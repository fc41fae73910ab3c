"""What a rule reads: one file, cut and validated, and the corpus it stands in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from ..body import Corps
from ..fields import Champ, champs
from ..frontmatter import Chemin, Constat, EnTete
from ..model import Bloc
from ..territories import Lieu, TerritoireAmbigu, TerritoireInconnu, Territoires
from ..vocabulary import Vocabulaire


class TexteLu(NamedTuple):
    """A text of the front matter, where it stands, and the key that it belongs to."""

    chemin: Chemin
    ligne: int
    valeur: str
    champ: Champ


class LienLu(NamedTuple):
    """A typed link as the front matter has it, whatever it is worth."""

    type: str
    vers: str
    chemin: Chemin


@dataclass(frozen=True)
class Piece:
    """One file, read once: its text, its front matter (None if unreadable), its body."""

    id: str
    genre: type[Bloc]
    relatif: str  # "inspiractions/x.md"
    chemin: str  # as shown to people
    texte: str
    crlf: bool
    entete: EnTete | None
    meta: Bloc | None
    corps: str
    ligne_corps: int
    analyse: Corps

    @cached_property
    def textes(self) -> list[TexteLu]:
        """Every text value of the front matter that stands at a known key, in its order."""
        if self.entete is None:
            return []
        textes: list[TexteLu] = []
        connus = champs(self.genre)
        for chemin, motif, ligne, valeur in self.entete.textes:
            # A lone text where a list is due was reported; its items are not checked.
            en_liste = motif[-1] == "*"
            champ = connus.get(motif[:-1] if en_liste else motif)
            if champ and champ.liste == en_liste:
                textes.append(TexteLu(chemin, ligne, valeur, champ))
        return textes

    @cached_property
    def termes(self) -> list[TexteLu]:
        """Those that name something known elsewhere: a term, a place, another entry."""
        return [texte for texte in self.textes if texte.champ.vocabulaire]

    @cached_property
    def proses(self) -> list[TexteLu]:
        """Those that readers see as they are."""
        return [t for t in self.textes if t.champ.libre and not t.champ.vocabulaire]

    @cached_property
    def par_chemin(self) -> dict[Chemin, TexteLu]:
        return {texte.chemin: texte for texte in self.textes}

    def ligne(self, chemin: Chemin) -> int:
        """Return the line of a value of the front matter."""
        return self.entete.ligne(chemin) if self.entete else 1

    @property
    def liens(self) -> list[LienLu]:
        """Every typed link of the front matter that has both its ends, in its order."""
        liens = self.entete.valeurs.get("liens") if self.entete else None
        return [
            LienLu(str(lien.get("type")), vers, ("liens", i, "vers"))
            for i, lien in enumerate(liens if isinstance(liens, list) else ())
            if isinstance(lien, dict) and isinstance(vers := lien.get("vers"), str)
        ]

    @property
    def statut(self) -> str:
        if "statut" not in self.genre.model_fields:
            # An editorial is published as it is: it may lead to no draft.
            return "publiee"
        brut = self.entete.valeurs.get("statut") if self.entete else None
        return brut if isinstance(brut, str) else "brouillon"


@dataclass(frozen=True)
class Cadre:
    """What a piece is checked against.

    `pieces` holds the first file of each identifier, in the order of the files;
    `illisibles` the identifiers of files that could not even be opened as text;
    no date may come after `aujourdhui`.
    """

    vocabulaires: dict[str, Vocabulaire]
    lieux: Lieux
    images: Images
    aujourdhui: dt.date
    pieces: dict[str, Piece] = field(default_factory=dict)
    illisibles: set[str] = field(default_factory=set)


class Images:
    """The files under images/: a folder is listed once, a file opened once, and only when asked."""

    def __init__(self, racine: Path) -> None:
        self._racine = racine
        self._tailles: dict[str, dict[str, int]] = {}
        self._debuts: dict[tuple[str, str], bytes] = {}

    def dossiers(self) -> list[Path]:
        """Return what stands in images/, hidden files aside, in a fixed order."""
        return sorted(c for c in _contenu(self._racine) if not c.name.startswith("."))

    def de(self, identifiant: str) -> dict[str, int]:
        """Return the image files of an entry: name → size in bytes."""
        if identifiant not in self._tailles:
            self._tailles[identifiant] = {
                f.name: f.stat().st_size
                for f in sorted(self._fichiers(identifiant))
                if f.is_file() and not f.is_symlink() and not f.name.startswith(".")
            }
        return self._tailles[identifiant]

    def _fichiers(self, identifiant: str) -> list[Path]:
        return [] if self._racine.is_symlink() else _contenu(self._racine / identifiant)

    def premiers_octets(self, identifiant: str, nom: str) -> bytes:
        """Return the first 12 bytes of an image; none of a file that cannot be opened."""
        cherche = (identifiant, nom)
        if cherche not in self._debuts:
            try:
                with (self._racine / identifiant / nom).open("rb") as fichier:
                    self._debuts[cherche] = fichier.read(12)
            except OSError:
                self._debuts[cherche] = b""
        return self._debuts[cherche]


def _contenu(dossier: Path) -> list[Path]:
    """What a folder holds; a link is not followed, and what cannot be listed holds nothing."""
    try:
        return [] if dossier.is_symlink() else list(dossier.iterdir())
    except OSError:
        return []


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

    def resolus(self, textes: Iterable[str]) -> tuple[Lieu, ...]:
        """Return the places of `textes` that a rule has resolved, each once."""
        lieux = (self._connus.get(texte) for texte in textes)
        return tuple(dict.fromkeys(lieu for lieu in lieux if isinstance(lieu, Lieu)))


Regle = Callable[[Piece, Cadre], Iterator[Constat]]
RegleDEnsemble = Callable[[Cadre], Iterator[tuple[Piece, Constat]]]

#: Near names are looked for this many times in a file: text made of thousands of wrong names
#: must not keep the checker busy for hours.
PROPOSITIONS_MAX = 30
