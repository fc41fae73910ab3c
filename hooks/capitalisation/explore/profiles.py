"""What kind of place an action stands in: traits that places of any name can share.

Everything is computed from the official referential (`donnees/territoires/sources.tsv` gives
its source and its year), and from what the entry itself says.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..corpus import Fiche
from ..territories import Lieu


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait of a place; `definition` says exactly when a place has it."""

    id: str
    libelle: str
    famille: str
    definition: str


#: Families of traits, in the order of pages, with their labels.
FAMILLES = {"habitants": "Nombre d’habitants", "milieu": "Milieu", "situation": "Situation"}

TRAITS = {
    t.id: t
    for t in (
        Trait("rural", "Rural", "milieu", "À définir."),
        Trait("urbain", "Urbain", "milieu", "À définir."),
    )
}


def traits_du_lieu(lieu: Lieu) -> tuple[str, ...]:
    """Return the ids of the traits of `lieu`, in the order of `TRAITS`; none above an EPCI."""
    return ()


def traits(fiche: Fiche) -> tuple[str, ...]:
    """Return the traits of the places of `fiche`, and those that the entry itself tells."""
    siens = {t for lieu in fiche.lieux for t in traits_du_lieu(lieu)}
    return tuple(t for t in TRAITS if t in siens)
