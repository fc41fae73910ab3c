"""The letters of a corpus: what each month published, and what it brought up to date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..corpus import Corpus, Fiche
from ..model import GENRES, Entree
from ..typography import pluriel
from .editorials import Editorial
from .months import Mois

#: For so many years, a month that holds nothing keeps its place: mails lead to it.
#: A slip in the year of an entry makes no more pages than that.
MEMOIRE = 10


@dataclass(frozen=True, slots=True)
class Rubrique:
    """Entries of one kind that came in one way: `code` is "recits", "notices" or "relues"."""

    code: str
    fiches: tuple[Fiche, ...]


@dataclass(frozen=True)
class Lettre:
    """One month: entries that it published, entries of earlier months that it verified again.

    Stories come before notices, the newest first; each entry stands once in a letter.
    Only the last verification of an entry counts: a letter loses what is verified again later,
    and may be left without anything.
    """

    mois: Mois
    nouvelles: tuple[Fiche, ...]
    relues: tuple[Fiche, ...]
    editorial: Editorial | None

    @property
    def vide(self) -> bool:
        return not (self.nouvelles or self.relues or self.editorial)

    @property
    def adresse(self) -> str:
        return f"lettres/{self.mois.code}/"

    @property
    def titre(self) -> str:
        return f"Lettre {self.mois.de_libelle}"

    @property
    def bilan(self) -> str:
        """Return "12 nouvelles entrées et 1 mise à jour", no-break spaces after numbers; or ""."""
        dits = [
            pluriel(len(fiches), *mots).replace(" ", "\u00a0", 1)
            for fiches, mots in (
                (self.nouvelles, ("nouvelle entrée", "nouvelles entrées")),
                (self.relues, ("mise à jour", "mises à jour")),
            )
            if fiches
        ]
        return " et ".join(dits)

    @cached_property
    def groupes(self) -> tuple[tuple[type[Entree], tuple[Rubrique, ...]], ...]:
        """The entries by kind, in the order of the menus, then by the way they came."""
        par_genre: dict[type[Entree], dict[str, list[Fiche]]] = {genre: {} for genre in GENRES}
        for code, fiche in self._rangees():
            par_genre[fiche.genre].setdefault(code, []).append(fiche)
        return tuple(
            (genre, tuple(Rubrique(code, tuple(fiches)) for code, fiches in rubriques.items()))
            for genre, rubriques in par_genre.items()
            if rubriques
        )

    def _rangees(self) -> Iterator[tuple[str, Fiche]]:
        for fiche in self.nouvelles:
            yield ("notices" if fiche.meta.statut == "notice" else "recits"), fiche
        for fiche in self.relues:
            yield "relues", fiche


def lettres(corpus: Corpus, aujourdhui: dt.date) -> dict[Mois, Lettre]:
    """Return the letter of each month from the first to this one, empty ones too, newest first."""
    nouvelles: dict[Mois, list[Fiche]] = defaultdict(list)
    relues: dict[Mois, list[Fiche]] = defaultdict(list)
    for fiche in corpus.triees:
        publiee, relue = Mois.de(fiche.meta.date), Mois.de(fiche.mise_a_jour)
        nouvelles[publiee].append(fiche)
        if relue > publiee:
            relues[relue].append(fiche)
    editoriaux = {Mois.lire(code): editorial for code, editorial in corpus.editoriaux.items()}
    ce_mois = Mois.de(aujourdhui)
    connus = {*nouvelles, *relues, *(mois for mois in editoriaux if mois)}
    if connus:
        premier = max(min(connus), ce_mois._replace(annee=ce_mois.annee - MEMOIRE))
        connus.update(premier.jusqu_a(ce_mois))
    return {
        mois: Lettre(
            mois,
            tuple(nouvelles.get(mois, ())),
            tuple(_les_dernieres_d_abord(relues.get(mois, ()))),
            editoriaux.get(mois),
        )
        for mois in sorted(connus, reverse=True)
        if mois <= ce_mois
    }


def _les_dernieres_d_abord(fiches: Iterable[Fiche]) -> list[Fiche]:
    return sorted(fiches, key=lambda f: f.mise_a_jour, reverse=True)
