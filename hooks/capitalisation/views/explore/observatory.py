"""Numbers about the corpus, as charts and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ...explore import observatory
from ...explore.tables import COLONNES, Tableau
from ...typography import typographier
from ..records import Page
from ..site import Site
from .charts import Barre, Histogramme, barres, histogramme
from .hub import fil

ADRESSE = "observatoire/"
#: Lines of a table that are seen at once; the others unfold.
EN_VUE = 10

_RUBRIQUES = (
    (
        "sujets",
        "De quoi parlent les entrées",
        ("genres", "themes", "sous-themes", "publics", "demarches", "dispositifs", "cadres"),
    ),
    ("lieux", "Où cela se passe", ("pays", "regions", "departements")),
    ("savoirs", "Qui porte, et d’où vient le savoir", ("porteurs", "connaissances")),
    ("temps", "Quand", ("publications", "annees")),
    ("etat", "Ce qui est dit, ce qui est relu", ("completude", "fraicheur")),
)


@dataclass(frozen=True, slots=True)
class Chiffre:
    """A figure of the head of the page; `adresse` leads to what it counts, or is ""."""

    nombre: int
    singulier: str
    pluriel: str
    adresse: str


@dataclass(frozen=True, slots=True)
class TableauVue:
    """A table and its chart: bars in its lines, or columns (`courbe`) when it goes in time."""

    tableau: Tableau
    fichier: str
    tete: tuple[Barre, ...]
    suite: tuple[Barre, ...]
    courbe: Histogramme | None


@dataclass(frozen=True, slots=True)
class Rubrique:
    id: str
    titre: str
    tableaux: tuple[TableauVue, ...]


@dataclass(frozen=True, slots=True)
class ObservatoireVue:
    """`jour` is that of the latest entry, None in an empty base."""

    jour: dt.date | None
    colonnes: tuple[str, ...]
    chiffres: tuple[Chiffre, ...]
    rubriques: tuple[Rubrique, ...]


def tableaux(site: Site) -> tuple[Tableau, ...]:
    """Return the tables, which the page shows and its downloads hold."""
    return observatory.tableaux(site.corpus, site.index, site.lieux, site.aujourdhui)


def fichier(tableau: Tableau) -> str:
    """Return the address of the download of `tableau`."""
    return f"{ADRESSE}{tableau.id}.csv"


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page(
        adresse=ADRESSE,
        gabarit="explorer/observatoire.html",
        titre="Observatoire",
        description=typographier(
            "La base en chiffres : ce qu’elle contient, où, porté par qui, quand, et ce qui lui "
            "manque."
        ),
        fil=fil("Observatoire"),
        composer=lambda: _composer(site),
    )


def _composer(site: Site) -> ObservatoireVue:
    vues = {tableau.id: _vue(tableau) for tableau in tableaux(site)}
    return ObservatoireVue(
        site.corpus.derniere_date,
        COLONNES,
        tuple(_chiffres(site)),
        tuple(
            Rubrique(identifiant, titre, tuple(vues[nom] for nom in noms if _parle(vues[nom])))
            for identifiant, titre, noms in _RUBRIQUES
        ),
    )


def _parle(vue: TableauVue) -> bool:
    """A vocabulary without terms, or years that no entry tells, make no table."""
    return bool(vue.tete)


def _vue(tableau: Tableau) -> TableauVue:
    lignes = barres(tableau)
    # To unfold two lines is more work than to read them.
    coupe = EN_VUE if len(lignes) > EN_VUE + 3 and not tableau.temps else len(lignes)
    return TableauVue(
        tableau,
        fichier(tableau),
        lignes[:coupe],
        lignes[coupe:],
        histogramme(tableau) if tableau.temps else None,
    )


def _chiffres(site: Site) -> Iterator[Chiffre]:
    fiches = site.corpus.fiches.values()
    notices = sum(fiche.meta.statut == "notice" for fiche in fiches)
    structures = sum(index.compte > 0 for index in site.index["structures"].values())
    yield Chiffre(len(fiches), "entrée", "entrées", "recherche/")
    yield Chiffre(len(fiches) - notices, "fiche complète", "fiches complètes", "")
    yield Chiffre(notices, "notice", "notices", "")
    yield Chiffre(len(site.lieux), "territoire", "territoires", "territoires/")
    yield Chiffre(structures, "structure", "structures", "structures/")
