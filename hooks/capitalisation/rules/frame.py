"""What a rule reads: one file, cut and validated, and the corpus it stands in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ..body import Corps
from ..fields import Champ, champs
from ..frontmatter import Chemin, Constat, EnTete, Lecture
from ..model import Bloc
from ..territories import Lieu, TerritoireAmbigu, TerritoireInconnu, Territoires
from ..vocabulary import Vocabulaire

T = TypeVar("T")

#: What cuts the front matter of a file from its text.
Coupe = Callable[[str], Lecture]


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
    debut: str  # the front matter as it is written, hyphens included
    corps: str
    ligne_corps: int
    crlf: bool
    lisible: bool  # whether the front matter is
    meta: Bloc | None
    analyse: Corps
    couper: Coupe

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process, and what a copy keeps: not what its own rules alone read.

        Twenty thousand pieces stay light so; a front matter is cut again if it is asked for.
        """
        statut = self.statut
        garde = {nom: valeur for nom, valeur in vars(self).items() if nom in _GARDES}
        return garde | {"statut": statut}

    @cached_property
    def texte(self) -> str:
        return self.debut + self.corps

    @cached_property
    def entete(self) -> EnTete | None:
        return self.couper(self.texte).entete if self.lisible else None

    @cached_property
    def _reponses(self) -> dict[str, Any]:
        return {}

    @property
    def visible(self) -> bool:
        """Whether readers will see it; of what cannot be read, its own file says what is wrong."""
        return self.statut != "brouillon" or not self.lisible

    def demander(self, question: Callable[[Piece], T]) -> T:
        """Return what `question` says of this piece; it is asked once, wherever the piece goes."""
        nom = question.__name__
        if nom not in self._reponses:
            self._reponses[nom] = question(self)
        reponse: T = self._reponses[nom]
        return reponse

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

    @cached_property
    def statut(self) -> str:
        if "statut" not in self.genre.model_fields:
            # An editorial is published as it is: it may lead to no draft.
            return "publiee"
        brut = self.entete.valeurs.get("statut") if self.entete else None
        return brut if isinstance(brut, str) else "brouillon"


_GARDES = frozenset((*(f.name for f in fields(Piece)), "_reponses"))


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

    def faits(self, identifiant: str) -> tuple[tuple[str, int, bytes], ...]:
        """Return what rules look at of the images of an entry: name, size in bytes, beginning."""
        return tuple(
            (nom, poids, self.premiers_octets(identifiant, nom))
            for nom, poids in self.de(identifiant).items()
        )

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

    def codes(self, textes: Iterable[str]) -> dict[str, str]:
        """Return the codes of the places of `textes` that a rule has resolved, by text."""
        lieux = {texte: self._connus.get(texte) for texte in textes}
        return {texte: lieu.code for texte, lieu in lieux.items() if isinstance(lieu, Lieu)}

    def retrouves(self, codes: dict[str, str]) -> tuple[Lieu, ...]:
        """Return the places that `codes` gave, maybe in another process, each once."""
        for texte, code in codes.items():
            if texte not in self._connus:
                # The code alone does not name a quarter.
                lieu = self._referentiel.lieu(code)
                self._connus[texte] = lieu or self._referentiel.resoudre(texte)
        lieux = (self._connus[texte] for texte in codes)
        return tuple(dict.fromkeys(lieu for lieu in lieux if isinstance(lieu, Lieu)))


Regle = Callable[[Piece, Cadre], Iterator[Constat]]
RegleDEnsemble = Callable[[Cadre], Iterator[tuple[Piece, Constat]]]

#: Near names are looked for this many times in a file: text made of thousands of wrong names
#: must not keep the checker busy for hours.
PROPOSITIONS_MAX = 30
