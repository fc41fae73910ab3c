"""A place: the record that every index, breadcrumb and export reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

TypeDeLieu = Literal["pays", "region", "departement", "province", "epci", "commune", "quartier"]

LIBELLES: dict[TypeDeLieu, str] = {
    "pays": "pays",
    "region": "région",
    "departement": "département",
    "province": "province",
    "epci": "intercommunalité",
    "commune": "commune",
    "quartier": "quartier",
}

#: From the largest place to the smallest.
TYPES: tuple[TypeDeLieu, ...] = tuple(LIBELLES)

#: One place where the INSEE has two: these départements are régions too.
OUTRE_MER_DEPARTEMENTAL = "département et région d’outre-mer"


@dataclass(frozen=True, slots=True)
class Lieu:
    """One place of the referential, or a quarter of one of its communes.

    `code` is also the address, in lower case: ISO 3166-2 for a country, région,
    département or province (`fr`, `fr-bre`, `fr-29`, `be-wht`), country and official
    code for a commune (`fr-29274` INSEE, `be-52011` NIS), country and SIREN for an
    EPCI (`fr-200042174`), commune and name for a quarter (`fr-35238-maurepas`).
    `parents`, the largest first: pays, région, département, EPCI for a French commune;
    pays, région, province for a Belgian one. `population` counts inhabitants, `None`
    where the source gives none. `nature` is the legal form when `type` is too broad
    (« communauté d’agglomération »). Two places are equal when their codes are.
    """

    code: str
    nom: str = field(compare=False)
    type: TypeDeLieu = field(compare=False)
    parents: tuple[Lieu, ...] = field(default=(), compare=False, repr=False)
    population: int | None = field(default=None, compare=False)
    nature: str = field(default="", compare=False)

    @property
    def type_libelle(self) -> str:
        """What kind of place this is, in French, without capital."""
        return self.nature or LIBELLES[self.type]

    @property
    def complet(self) -> str:
        """The name with what tells it from its namesakes: « Scaër (29) », « Charleroi (Hainaut) ».

        A commune of Brussels, which has no province, is named by its région.
        """
        if self.type == "commune":
            return f"{self.nom} ({self._departement or self.parents[-1].nom})"
        if self.type == "quartier":
            return f"{self.nom}, {self.parents[-1].complet}"
        return self.nom

    @property
    def adresse(self) -> str:
        """Address of its page, relative to the root of the site."""
        return f"territoires/{self.code}/"

    @property
    def _departement(self) -> str:
        """INSEE code of a French commune's département: the head of its own code."""
        pays, _, insee = self.code.partition("-")
        return departement_de(insee) if pays == "fr" else ""


def departement_de(insee: str) -> str:
    """Code of the département of a commune, from its own: `2A004` → `2A`, `97105` → `971`."""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2].upper()


#: Places that a short line names.
_NOMMES = 2


def en_bref(lieux: Sequence[Lieu]) -> str:
    """Return where an entry stands, in a short line: « Gourin (56), Scaër (29) et 1 autre »."""
    noms = [lieu.complet for lieu in lieux]
    reste = len(noms) - _NOMMES
    if reste > 0:
        autres = f"{reste}\u00a0autre{'s' if reste > 1 else ''}"
        return f"{', '.join(noms[:_NOMMES])} et {autres}"
    return " et ".join(noms)
