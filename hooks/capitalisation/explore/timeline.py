"""Entries along time, by their period: how many are under way each year, and which begin.

An entry stands on the years that the search gives it (`Fiche.annees`): one that gives no end
counts up to the year of its publication, for nothing later is known of it. Entries without a
period are left out: the year of a source does not say when an action took place.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from ..corpus import Corpus, Fiche

ADRESSE = "frise/"
#: Years drawn one by one; those before stand together, so that a column stays wide enough.
ANNEES_MAX = 30
#: Entries listed on one page. Beyond, each year has pages of its own.
PAR_PAGE = 200


@dataclass(frozen=True, slots=True)
class Colonne:
    """One year, or all those before `annee` when `avant`.

    `en_cours` counts the entries under way, of which `sans_fin` give no end; `commencees` are
    those that begin then, in order.
    """

    annee: int
    avant: bool
    en_cours: int
    sans_fin: int
    commencees: tuple[Fiche, ...]

    @property
    def ancre(self) -> str:
        return f"avant-{self.annee}" if self.avant else f"annee-{self.annee}"


@dataclass(frozen=True, slots=True)
class Barre:
    """Where an entry stands on the axis, from 0 (its beginning) to 1 (its end).

    `avant`: it began before the axis does; `ouverte`: it gives no end.
    """

    debut: float
    fin: float
    avant: bool
    ouverte: bool


@dataclass(frozen=True, slots=True)
class Feuillet:
    """One page of entries: columns cut to what it lists; `courante` of `total` for one year."""

    colonnes: tuple[Colonne, ...]
    base: str
    courante: int = 1
    total: int = 1

    @property
    def adresse(self) -> str:
        return self.base if self.courante == 1 else f"{self.base}page/{self.courante}/"


@dataclass(frozen=True)
class Frise:
    """The columns of the axis, oldest first, each year without a gap; () without any period.

    `feuillets` holds the pages that list entries; `sans_periode`, the entries that say nothing.
    """

    colonnes: tuple[Colonne, ...]
    feuillets: tuple[Feuillet, ...]
    sans_periode: tuple[Fiche, ...]
    total: int
    adresses: dict[str, str]

    @property
    def debut(self) -> int:
        """The year that the axis begins with, after the years that stand together."""
        return self.colonnes[0].annee

    def adresse_de(self, fiche: Fiche) -> str:
        """Address of the line of `fiche`, or "" when it has no period."""
        return self.adresses.get(fiche.id, "")

    def barre(self, fiche: Fiche) -> Barre:
        """Place the period of `fiche`, to the day when it gives the day."""
        periode = fiche.meta.periode
        assert periode is not None
        avant = self.colonnes[0].avant
        annees = len(self.colonnes)
        # The column of the years before is as wide as a year, whatever it holds.
        origine = self.debut - avant
        debut = debut_exact(periode.debut)
        fin = fin_exacte(periode.fin) if periode.fin else fiche.annees[-1] + 1.0

        def placer(instant: float) -> float:
            return min(max((instant - origine) / annees, 0.0), 1.0)

        anterieur = avant and debut < self.debut
        # What ended before the axis begins still shows, in the column of the years before.
        terme = max(placer(fin), 1 / annees) if anterieur else placer(fin)
        return Barre(
            0.0 if anterieur else placer(debut), terme, anterieur, ouverte=periode.fin is None
        )


def debut_exact(date: str) -> float:
    """Return the instant, in years, at which `date` begins: "2018-07" → 2018.5."""
    annee, mois, jour = _parties(date)
    if jour:
        return annee + (dt.date(annee, mois, jour).timetuple().tm_yday - 1) / _jours(annee)
    return annee + (mois - 1) / 12 if mois else float(annee)


def fin_exacte(date: str) -> float:
    """Return the instant, in years, at which `date` is over: "2018" → 2019."""
    annee, mois, jour = _parties(date)
    if jour:
        return annee + dt.date(annee, mois, jour).timetuple().tm_yday / _jours(annee)
    return annee + mois / 12 if mois else annee + 1.0


def _parties(date: str) -> tuple[int, int, int]:
    annee, mois, jour = (*map(int, date.split("-")), 0, 0)[:3]
    return annee, mois, jour


def _jours(annee: int) -> int:
    return 366 if calendar.isleap(annee) else 365


def derouler(corpus: Corpus) -> Frise:
    """Lay the entries of `corpus` along time. Linear in entries, but for sorting."""
    datees = sorted((f for f in corpus.triees if f.meta.periode), key=_ordre)
    sans = tuple(f for f in corpus.triees if not f.meta.periode)
    if not datees:
        return Frise((), (Feuillet((), ADRESSE),), sans, 0, {})
    colonnes = _colonnes(datees)
    feuillets = _feuillets(colonnes, len(datees))
    adresses = {
        fiche.id: f"{feuillet.adresse}#entree-{fiche.id}"
        for feuillet in feuillets
        for colonne in feuillet.colonnes
        for fiche in colonne.commencees
    }
    return Frise(colonnes, feuillets, sans, len(datees), adresses)


def _ordre(fiche: Fiche) -> tuple[str, str, tuple[str, str]]:
    """Sort by beginning, then by end, those without end last."""
    periode = fiche.meta.periode
    assert periode is not None
    return periode.debut, periode.fin or "9999", fiche.cle


def _colonnes(datees: list[Fiche]) -> tuple[Colonne, ...]:
    derniere = max(f.annees[-1] for f in datees)
    premiere = datees[0].annees[0]
    debut = max(premiere, derniere - ANNEES_MAX + 1)
    if premiere < debut:
        # The column of the years before takes the place of one year.
        debut += 1
    en_cours: Counter[int] = Counter()
    sans_fin: Counter[int] = Counter()
    commencees: dict[int, list[Fiche]] = defaultdict(list)
    durees: Counter[tuple[tuple[int, ...], bool]] = Counter()
    for fiche in datees:
        assert fiche.meta.periode is not None
        durees[fiche.annees, fiche.meta.periode.fin is None] += 1
        commencees[max(fiche.annees[0], debut - 1)].append(fiche)
    for (annees, ouverte), nombre in durees.items():
        # The year just before the axis stands for all those before.
        for annee in {max(annee, debut - 1) for annee in annees}:
            en_cours[annee] += nombre
            sans_fin[annee] += nombre if ouverte else 0
    return tuple(
        Colonne(
            max(annee, debut), annee < debut,
            en_cours[annee], sans_fin[annee], tuple(commencees[annee]),
        )
        for annee in range(debut - (premiere < debut), derniere + 1)
    )  # fmt: skip


def _feuillets(colonnes: tuple[Colonne, ...], total: int) -> tuple[Feuillet, ...]:
    pleines = tuple(c for c in colonnes if c.commencees)
    if total <= PAR_PAGE:
        return (Feuillet(pleines, ADRESSE),)
    return tuple(
        Feuillet((_couper(colonne, n),), f"{ADRESSE}{_nom(colonne)}/", n, pages)
        for colonne in pleines
        for pages in [-(-len(colonne.commencees) // PAR_PAGE)]
        for n in range(1, pages + 1)
    )


def _nom(colonne: Colonne) -> str:
    return f"avant-{colonne.annee}" if colonne.avant else str(colonne.annee)


def _couper(colonne: Colonne, page: int) -> Colonne:
    siennes = colonne.commencees[(page - 1) * PAR_PAGE : page * PAR_PAGE]
    return Colonne(colonne.annee, colonne.avant, colonne.en_cours, colonne.sans_fin, siennes)
