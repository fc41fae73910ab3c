"""What was measured of builds: the records, the grids that show them, the goals.

Terminal and page draw the same grids; the JSON holds the records.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from .mesure import Execution
from .texte import MO, nombre


@dataclass(frozen=True)
class Site:
    """What a build wrote; `recherche` is the size of its search data in bytes, None without."""

    octets: int
    fichiers: int
    pages: int
    recherche: int | None
    fichiers_de_recherche: int


@dataclass
class Mesures:
    """All the runs of one engine at one size: first builds, then builds after one edit.

    `trop_long` is the number of seconds after which a build was stopped, `echec` why one failed:
    the engine was not measured any further.
    """

    froides: list[Execution] = field(default_factory=list)
    secondes: list[Execution] = field(default_factory=list)
    site: Site | None = None
    trop_long: float | None = None
    echec: str = ""

    @property
    def arretee(self) -> bool:
        return bool(self.echec) or self.trop_long is not None


@dataclass
class Taille:
    """The measures of one size.

    `verification` is the seconds of `verifier` alone, `moteurs` the measures by engine,
    `ouverture` the seconds that the preview took to show a page, `ecran` those from each edit to
    the screen.
    """

    entrees: int
    verification: float | None = None
    moteurs: dict[str, Mesures] = field(default_factory=dict)
    ouverture: float | None = None
    ecran: list[float] = field(default_factory=list)


@dataclass
class Constructions:
    """All of it. `moteurs`: names by key, in order; `absents`: those that are not installed."""

    moteurs: dict[str, str]
    absents: list[str]
    tailles: list[Taille]

    def taille(self, entrees: int) -> Taille | None:
        return next((t for t in self.tailles if t.entrees == entrees), None)


# --- Grids --------------------------------------------------------------------


@dataclass(frozen=True)
class Grille:
    """One measure: a row by engine, a column by size, cells as they are shown."""

    titre: str
    colonnes: list[str]
    rangs: list[tuple[str, list[str]]]


def _mediane(executions: Sequence[Execution], nom: str) -> float | None:
    vues = [v for e in executions if (v := getattr(e, nom)) is not None]
    return median(vues) if vues else None


def froide(m: Mesures) -> float | None:
    return _mediane(m.froides, "duree")


def seconde(m: Mesures) -> float | None:
    return _mediane(m.secondes, "duree")


def _processus(m: Mesures) -> float | None:
    """The largest process of all the builds, in bytes."""
    return max((e.processus for e in (*m.froides, *m.secondes)), default=None)


def _du_site(nom: str) -> Callable[[Mesures], float | None]:
    return lambda m: getattr(m.site, nom) if m.site else None


#: Title, what is read of an engine's measures, unit it is divided by, decimals.
GRILLES: tuple[tuple[str, Callable[[Mesures], float | None], float, int], ...] = (
    ("Construction à froid (s)", froide, 1, 1),
    ("Seconde construction, une entrée modifiée (s)", seconde, 1, 1),
    ("Temps de processeur à froid (s)", lambda m: _mediane(m.froides, "processeur"), 1, 1),
    ("Temps de processeur de la seconde (s)", lambda m: _mediane(m.secondes, "processeur"), 1, 1),
    ("Mémoire du plus grand processus (Mo)", _processus, MO, 0),
    ("Mémoire de tous les processus (Mo)", lambda m: _mediane(m.froides, "arbre"), MO, 0),
    ("Taille du site (Mo)", _du_site("octets"), MO, 1),
    ("Fichiers du site", _du_site("fichiers"), 1, 0),
    ("Pages HTML", _du_site("pages"), 1, 0),
    ("Données de recherche (ko)", _du_site("recherche"), 1000, 0),
)
ETENDUE = "Construction à froid, de la plus rapide à la plus lente (s)"
APERCU = "De la modification à l’écran, avec « servir » (s)"


def grilles(c: Constructions) -> list[Grille]:
    """All the grids that hold something."""
    toutes = [
        _grille(c, titre, lambda m, lire=lire, u=unite, d=decimales: _case(lire(m), u, d))
        for titre, lire, unite, decimales in GRILLES
    ]
    toutes.insert(1, _grille(c, ETENDUE, _etendue))
    toutes.append(_apercu(c))
    return [g for g in toutes if any(case[:1].isdigit() for _, cases in g.rangs for case in cases)]


def _case(valeur: float | None, unite: float, decimales: int) -> str:
    return nombre(None if valeur is None else valeur / unite, decimales)


def _etendue(m: Mesures) -> str:
    durees = [e.duree for e in m.froides]
    # One measure has no range.
    plusieurs = len(durees) > 1
    return f"{nombre(min(durees), 1)} à {nombre(max(durees), 1)}" if plusieurs else nombre(None)


def _grille(c: Constructions, titre: str, case: Callable[[Mesures], str]) -> Grille:
    def celle_de(taille: Taille, cle: str) -> str:
        if cle in c.absents:
            return "absent"
        mesures = taille.moteurs.get(cle)
        if mesures is None:
            return nombre(None)
        if mesures.trop_long is not None:
            # Of what was stopped, only the time is known.
            return f"plus de {nombre(mesures.trop_long)}" if "(s)" in titre else nombre(None)
        return "échec" if mesures.echec else case(mesures)

    rangs = [(nom, [celle_de(t, cle) for t in c.tailles]) for cle, nom in c.moteurs.items()]
    return Grille(titre, _colonnes(c), rangs)


def _apercu(c: Constructions) -> Grille:
    medianes = [nombre(median(t.ecran) if t.ecran else None, 2) for t in c.tailles]
    pires = [nombre(max(t.ecran, default=None), 2) for t in c.tailles]
    ouvertures = [nombre(t.ouverture, 1) for t in c.tailles]
    return Grille(
        APERCU,
        _colonnes(c),
        [
            ("Médiane", medianes),
            ("La plus lente", pires),
            ("Du lancement à la première page", ouvertures),
        ],
    )


def _colonnes(c: Constructions) -> list[str]:
    return [f"{nombre(t.entrees)} entrées" for t in c.tailles]


# --- Goals --------------------------------------------------------------------

#: Growth is looked at between these two sizes.
CROISSANCE_DE, CROISSANCE_A = 2_000, 8_000
Lire = Callable[[Taille], float | None]


@dataclass(frozen=True)
class Objectif:
    """At `entrees` entries, `lire` gives at most `limite`."""

    intitule: str
    limite: float
    entrees: int
    lire: Lire


@dataclass(frozen=True)
class Constat:
    """A goal and what was measured; None when it was not."""

    intitule: str
    limite: float
    valeur: float | None

    @property
    def tenu(self) -> bool | None:
        return None if self.valeur is None else self.valeur <= self.limite


def _de(cle: str, lire: Callable[[Mesures], float | None]) -> Lire:
    return lambda t: lire(t.moteurs[cle]) if cle in t.moteurs else None


def _quotient(haut: Lire, bas: Lire) -> Lire:
    def lire(t: Taille) -> float | None:
        h, b = haut(t), bas(t)
        return h / b if h is not None and b else None

    return lire


def _plus_grand_processus(t: Taille) -> float | None:
    notres = [_de(cle, _processus)(t) for cle in ("nous", "sans-recherche")]
    vus = [v for v in notres if v is not None]
    return max(vus) / 1e9 if vus else None


def _ecran(t: Taille) -> float | None:
    return median(t.ecran) if t.ecran else None


_NOUS, _SANS, _NU = (_de(cle, froide) for cle in ("nous", "sans-recherche", "nu"))
OBJECTIFS = (
    Objectif("à froid, sur MkDocs + Material nu", 2.5, 2_000, _quotient(_NOUS, _NU)),
    Objectif("à froid, sur MkDocs + Material nu", 1.3, 20_000, _quotient(_NOUS, _NU)),
    Objectif("à froid, sur Zensical", 0.6, 20_000, _quotient(_NOUS, _de("zensical", froide))),
    Objectif("sans recherche, sur MkDocs + Material nu", 0.6, 20_000, _quotient(_SANS, _NU)),
    Objectif("sans recherche, sur Hugo", 4, 20_000, _quotient(_SANS, _de("hugo", froide))),
    Objectif("seconde construction sur la première, sans recherche", 0.12, 20_000,
             _quotient(_de("sans-recherche", seconde), _SANS)),
    Objectif("mémoire du plus grand processus, en Go", 2.5, 20_000, _plus_grand_processus),
    Objectif("de la modification à l’écran, en secondes", 1, 500, _ecran),
    Objectif("de la modification à l’écran, en secondes", 3, 20_000, _ecran),
)  # fmt: skip
CROISSANCE_MAX = 4.6


def constats(c: Constructions) -> list[Constat]:
    """Each goal at its size, then that of growth."""
    tous = []
    for o in OBJECTIFS:
        taille = c.taille(o.entrees)
        intitule = f"{o.intitule}, {nombre(o.entrees)} entrées"
        tous.append(Constat(intitule, o.limite, o.lire(taille) if taille else None))
    intitule = f"croissance de {nombre(CROISSANCE_DE)} à {nombre(CROISSANCE_A)} entrées"
    return [*tous, Constat(intitule, CROISSANCE_MAX, croissances(c).get("nous"))]


def croissances(c: Constructions) -> dict[str, float]:
    """Engine → time at the larger size over time at the smaller one, where both were measured."""
    petite, grande = c.taille(CROISSANCE_DE), c.taille(CROISSANCE_A)
    if petite is None or grande is None:
        return {}
    quotients = {}
    for cle in c.moteurs:
        de, a = _de(cle, froide)(petite), _de(cle, froide)(grande)
        if de and a:
            quotients[cle] = a / de
    return quotients


def rapports(c: Constructions) -> Grille:
    """What goals are about, at every size: a row each, when something is measured."""
    lus: dict[str, Lire] = {o.intitule: o.lire for o in OBJECTIFS}
    rangs = [
        (intitule, [nombre(lire(t), 2) for t in c.tailles])
        for intitule, lire in lus.items()
        if any(lire(t) is not None for t in c.tailles)
    ]
    return Grille("Ce que visent les objectifs", _colonnes(c), rangs)


def depuis(donnees: Any) -> Constructions:
    """Read the JSON back. Raises `pydantic.ValidationError` when it is something else."""
    from pydantic import TypeAdapter

    return TypeAdapter(Constructions).validate_python(donnees)
