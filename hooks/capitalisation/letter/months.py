"""A month, as its letter names it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..dates import MOIS

_MOIS = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class Mois(NamedTuple):
    """A month of the calendar; months sort as time does."""

    annee: int
    mois: int

    @classmethod
    def lire(cls, texte: str) -> Mois | None:
        """Return the month that AAAA-MM names, or None."""
        trouve = _MOIS.fullmatch(texte)
        if not trouve:
            return None
        annee, mois = int(trouve[1]), int(trouve[2])
        return cls(annee, mois) if annee and 1 <= mois <= 12 else None

    @classmethod
    def de(cls, date: dt.date) -> Mois:
        return cls(date.year, date.month)

    @property
    def code(self) -> str:
        """ "2026-11": the name of its editorial, and the end of its address."""
        return f"{self.annee:04}-{self.mois:02}"

    @property
    def nom(self) -> str:
        return MOIS[self.mois - 1]

    @property
    def libelle(self) -> str:
        return f"{self.nom} {self.annee}"

    @property
    def de_libelle(self) -> str:
        """ "de novembre 2026", "d’avril 2026"."""
        return f"d’{self.libelle}" if self.nom[0] in "ao" else f"de {self.libelle}"

    def jusqu_a(self, dernier: Mois) -> Iterator[Mois]:
        """Yield this month and those that follow, to `dernier`; none when it is earlier."""
        for rang in range(self.annee * 12 + self.mois - 1, dernier.annee * 12 + dernier.mois):
            yield Mois(rang // 12, rang % 12 + 1)
