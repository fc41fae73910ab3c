"""Records of the pages of lessons."""

from __future__ import annotations

from dataclasses import dataclass

from ...explore.lessons import Decompte
from ...vocabulary import Terme
from ..records import FicheVue, Pagination


@dataclass(frozen=True, slots=True)
class PhraseVue:
    """One sentence in a list; `type_adresse` is that of the list of its type."""

    sorte: str
    texte: str
    adresse: str
    type_libelle: str
    type_adresse: str
    fiche: FicheVue
    citation: str


@dataclass(frozen=True, slots=True)
class TypeVue:
    """A type of factor: what it counts; `aide` and `gene` are lengths of bars, 0 to 100."""

    terme: Terme
    adresse: str
    decompte: Decompte
    aide: int
    gene: int


@dataclass(frozen=True, slots=True)
class CelluleVue:
    """A cell of a crossing; `force`, 1 to 4, says how near the largest one it is."""

    nombre: int
    adresse: str
    force: int


@dataclass(frozen=True, slots=True)
class LigneVue:
    """A term, how deep it stands, and a cell for each type, None where there is nothing."""

    terme: Terme
    niveau: int
    cellules: tuple[CelluleVue | None, ...]


@dataclass(frozen=True, slots=True)
class CroisementVue:
    """Types across, terms down; `libelle` says what the terms are."""

    libelle: str
    colonnes: tuple[TypeVue, ...]
    lignes: tuple[LigneVue, ...]


@dataclass(frozen=True, slots=True)
class ListeVue:
    """A list of sentences: what it counts on all its pages, and those that this page shows.

    `commun` is what they all share, in the words of the address: {"type": "partenariat"}.
    `milieux` tells whether they can be filtered by traits of places.
    """

    decompte: Decompte
    phrases: tuple[PhraseVue, ...]
    commun: dict[str, str]
    milieux: bool


@dataclass(frozen=True, slots=True)
class EnseignementsVue:
    """The first page; a crossing is None where there is nothing to cross."""

    types: tuple[TypeVue, ...]
    a_retenir: Decompte
    grands_themes: CroisementVue | None
    themes: CroisementVue | None
    dispositifs: CroisementVue | None
    liste: ListeVue


@dataclass(frozen=True, slots=True)
class PageDeTypeVue:
    """The sentences of one type, or the lessons, and the other types."""

    liste: ListeVue
    autres: tuple[TypeVue, ...]
    pagination: Pagination
