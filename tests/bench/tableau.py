"""Measures → one plain text table: a column by size, a line by measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from .mesure import Execution
from .pages import INTERACTIF_MAX, OCTETS_MAX, Page
from .recherche import Releve

RAPPORT_MAX, RAPPORT_A = 2.5, 2_000
CROISSANCE_MAX, CROISSANCE_DE, CROISSANCE_A = 4.6, 2_000, 8_000
MO = 1_000_000
#: Letters of an address that the table shows.
CHEMIN_MAX = 72


@dataclass(frozen=True)
class Site:
    """What a build wrote; `recherche` is the size of its Pagefind index, None without one."""

    octets: int
    fichiers: int
    pages: int
    recherche: int | None
    fichiers_de_recherche: int


@dataclass(frozen=True)
class Mesures:
    """All the runs of one engine at one size, and the site that it wrote."""

    executions: list[Execution]
    site: Site

    @property
    def duree(self) -> float:
        return median(e.duree for e in self.executions)

    @property
    def processeur(self) -> float:
        return median(e.processeur for e in self.executions)

    @property
    def arbre(self) -> float | None:
        vues = [e.arbre for e in self.executions if e.arbre is not None]
        return median(vues) if vues else None

    @property
    def processus(self) -> float:
        return median(e.processus for e in self.executions)

    def en_dict(self) -> dict[str, Any]:
        return {
            "duree_s": self.duree,
            "processeur_s": self.processeur,
            "memoire_arbre_octets": self.arbre,
            "memoire_plus_grand_processus_octets": self.processus,
            "executions": [asdict(e) for e in self.executions],
            "site": asdict(self.site),
        }


@dataclass(frozen=True)
class Ligne:
    """The measures of one size."""

    entrees: int
    verification: float
    nous: Mesures
    nu: Mesures

    @property
    def rapport(self) -> float:
        return self.nous.duree / self.nu.duree

    @property
    def rapport_processeur(self) -> float:
        return self.nous.processeur / self.nu.processeur


def nombre(valeur: float | None, decimales: int = 0) -> str:
    """A number as French readers write it; a dash when there is none."""
    if valeur is None:
        return "–"
    return f"{valeur:,.{decimales}f}".replace(",", " ").replace(".", ",")


def _etendue(mesures: Mesures) -> str:
    durees = [e.duree for e in mesures.executions]
    return f"{nombre(min(durees), 1)} à {nombre(max(durees), 1)}"


def tableau(lignes: Sequence[Ligne]) -> str:
    """The table. Times and memory are medians of the runs."""

    def mo(octets: float | None) -> str:
        return nombre(octets / MO) if octets is not None else "–"

    colonnes = [("", *LIBELLES)] + [
        (
            f"{nombre(x.entrees)} entrées",
            nombre(x.nous.duree, 1),
            _etendue(x.nous),
            nombre(x.nu.duree, 1),
            _etendue(x.nu),
            nombre(x.rapport, 2),
            nombre(x.nous.processeur, 1),
            nombre(x.nu.processeur, 1),
            nombre(x.rapport_processeur, 2),
            nombre(x.verification, 1),
            mo(x.nous.arbre),
            mo(x.nous.processus),
            mo(x.nu.arbre),
            mo(x.nu.processus),
            nombre(x.nous.site.octets / MO, 1),
            nombre(x.nu.site.octets / MO, 1),
            nombre(x.nous.site.fichiers),
            nombre(x.nu.site.fichiers),
            nombre(x.nous.site.pages),
            nombre(x.nu.site.pages),
            nombre(x.nous.site.recherche),
            nombre(x.nous.site.fichiers_de_recherche if x.nous.site.recherche else None),
        )
        for x in lignes
    ]
    return _poser(colonnes)


def _poser(colonnes: Sequence[Sequence[str]]) -> str:
    """Columns as text, a rule below their first line; the first column holds the labels."""
    largeurs = [max(map(len, colonne)) for colonne in colonnes]
    rangs = list(zip(*colonnes, strict=True))
    textes = [
        "  ".join(
            c.ljust(largeur) if i == 0 else c.rjust(largeur)
            for i, (c, largeur) in enumerate(zip(rang, largeurs, strict=True))
        )
        for rang in rangs
    ]
    return "\n".join((textes[0], "-" * len(textes[0]), *textes[1:]))


LIBELLES = (
    "Inspir’action : construction (s)",
    "    la plus rapide à la plus lente",
    "MkDocs + Material nu (s)",
    "    la plus rapide à la plus lente",
    "RAPPORT des durées",
    "Inspir’action : processeur (s)",
    "MkDocs + Material nu : processeur (s)",
    "    rapport des temps de processeur",
    "« verifier » seul (s)",
    "Inspir’action : mémoire, tous processus (Mo)",
    "    son plus grand processus (Mo)",
    "MkDocs + Material nu : mémoire (Mo)",
    "    son plus grand processus (Mo)",
    "Inspir’action : taille du site (Mo)",
    "MkDocs + Material nu : taille du site (Mo)",
    "Inspir’action : fichiers",
    "MkDocs + Material nu : fichiers",
    "Inspir’action : pages HTML",
    "MkDocs + Material nu : pages HTML",
    "Index de recherche (octets)",
    "    en fichiers",
)


# --- Goals --------------------------------------------------------------------


def croissances(lignes: Sequence[Ligne]) -> dict[str, float]:
    """Engine → time at the larger size over time at the smaller one; {} when one is missing."""
    par_taille = {x.entrees: x for x in lignes}
    petite, grande = par_taille.get(CROISSANCE_DE), par_taille.get(CROISSANCE_A)
    if petite is None or grande is None:
        return {}
    return {
        "nous": grande.nous.duree / petite.nous.duree,
        "nu": grande.nu.duree / petite.nu.duree,
        "nous_processeur": grande.nous.processeur / petite.nous.processeur,
        "nu_processeur": grande.nu.processeur / petite.nu.processeur,
    }


def bilan(lignes: Sequence[Ligne]) -> str:
    """Growth, then each goal: kept or not."""
    textes = []
    c = croissances(lignes)
    if c:
        textes.append(
            f"Croissance de {nombre(CROISSANCE_DE)} à {nombre(CROISSANCE_A)} entrées : "
            f"Inspir’action × {nombre(c['nous'], 2)}, nu × {nombre(c['nu'], 2)} "
            f"(processeur : × {nombre(c['nous_processeur'], 2)} et "
            f"× {nombre(c['nu_processeur'], 2)})"
        )
    repere = next((x for x in lignes if x.entrees == RAPPORT_A), None)
    if repere:
        intitule = f"rapport à {nombre(RAPPORT_A)} entrées ≤ {nombre(RAPPORT_MAX, 1)}"
        textes.append(_objectif(intitule, repere.rapport, RAPPORT_MAX))
    if c:
        intitule = (
            f"croissance de {nombre(CROISSANCE_DE)} à {nombre(CROISSANCE_A)} "
            f"≤ {nombre(CROISSANCE_MAX, 1)}"
        )
        textes.append(_objectif(intitule, c["nous"], CROISSANCE_MAX))
    if not textes:
        textes.append(
            f"Objectifs non mesurés : il y faut {nombre(CROISSANCE_DE)} et "
            f"{nombre(CROISSANCE_A)} entrées."
        )
    return "\n".join(textes)


def _objectif(intitule: str, valeur: float, limite: float, decimales: int = 2) -> str:
    etat = "OBJECTIF TENU" if valeur <= limite else "OBJECTIF DÉPASSÉ"
    return f"{etat} : {intitule} ; mesuré {nombre(valeur, decimales)}"


# --- Pages --------------------------------------------------------------------


def tableau_des_pages(entrees: int, pages: Sequence[Page]) -> str:
    """A line a page, the slowest first; then both goals, each by its worst page."""
    rangees = sorted(pages, key=lambda p: -p.interactif)
    colonnes = [
        (f"Pages, {nombre(entrees)} entrées", *(_court(p.chemin) for p in rangees)),
        ("ko reçus", *(nombre(p.octets / 1000) for p in rangees)),
        ("fichiers", *(nombre(p.fichiers) for p in rangees)),
        ("utilisable (ms)", *(nombre(p.interactif) for p in rangees)),
    ]
    lourde = max(p.octets for p in pages) / 1000
    lente = max(p.interactif for p in pages)
    return "\n".join(
        (
            _poser(colonnes),
            "",
            _objectif(f"page la plus lourde ≤ {nombre(OCTETS_MAX / 1000)} ko", lourde,
                      OCTETS_MAX / 1000, 0),
            _objectif(f"page la plus lente ≤ {nombre(INTERACTIF_MAX)} ms", lente,
                      INTERACTIF_MAX, 0),
        )
    )  # fmt: skip


def _court(chemin: str) -> str:
    return chemin if len(chemin) <= CHEMIN_MAX else f"{chemin[: CHEMIN_MAX - 1]}…"


# --- Search -------------------------------------------------------------------

#: A task is long from this many milliseconds on; browsers do not tell the others.
TACHE_LONGUE = 50
_PLUS_LONGUE = "    plus longue tâche (ms)"
_ETENDUE = "    la plus rapide à la plus lente"
#: Label, name of the measure; « … » stands for the extent of a measure.
RANGS_DE_RECHERCHE = (
    ("Page avant toute frappe, sans les données (octets)", "page_octets"),
    ("    données de recherche qu’elle charge (octets)", "ouverture_octets"),
    ("    page peinte (ms)", "ouverture_peinture_ms"),
    ("    premiers résultats, sans mots (ms)", "ouverture_ms"),
    (_PLUS_LONGUE, "ouverture_tache_ms"),
    ("PREMIÈRE REQUÊTE, de la dernière touche (ms)", "premiere_ms"),
    (_ETENDUE, "premiere_ms…"),
    ("    de l’entrée dans le champ, frappe comprise (ms)", "premiere_entree_ms"),
    ("    de la dernière touche aux facettes comptées (ms)", "premiere_facettes_ms"),
    (_PLUS_LONGUE, "premiere_tache_ms"),
    ("    données jusqu’à dix résultats (octets)", "premiere_octets"),
    ("    données en tout, facettes comptées (octets)", "premiere_octets_en_tout"),
    ("ARRIVÉE PAR L’ADRESSE, de la navigation (ms)", "adresse_ms"),
    (_ETENDUE, "adresse_ms…"),
    ("    de la navigation aux facettes comptées (ms)", "adresse_facettes_ms"),
    (_PLUS_LONGUE, "adresse_tache_ms"),
    ("    données jusqu’à dix résultats (octets)", "adresse_octets"),
    ("    données en tout, facettes comptées (octets)", "adresse_octets_en_tout"),
    ("AUTRE REQUÊTE, de la dernière touche (ms)", "autre_ms"),
    (_ETENDUE, "autre_ms…"),
    (_PLUS_LONGUE, "autre_tache_ms"),
    ("CHANGEMENT DE FILTRE, avec des mots (ms)", "filtre_ms"),
    (_ETENDUE, "filtre_ms…"),
    (_PLUS_LONGUE, "filtre_tache_ms"),
    ("SANS MOTS, DEUX FILTRES, de la navigation (ms)", "parcours_ms"),
    (_ETENDUE, "parcours_ms…"),
    (_PLUS_LONGUE, "parcours_tache_ms"),
    ("    données jusqu’aux résultats (octets)", "parcours_octets"),
    ("    changement de filtre (ms)", "parcours_filtre_ms"),
    (_PLUS_LONGUE, "parcours_filtre_tache_ms"),
)
#: What, name of the measure, limite, unit, how many of what is measured make one.
OBJECTIFS_DE_RECHERCHE = (
    ("première requête, dix résultats", "premiere_ms", 500, "ms", 1),
    ("première requête, données jusqu’à dix résultats", "premiere_octets", 300, "ko", 1000),
    ("première requête, données en tout, facettes comptées", "premiere_octets_en_tout", 400, "ko",
     1000),
    ("autre requête, après la dernière touche", "autre_ms", 150, "ms", 1),
    ("changement de filtre, avec des mots", "filtre_ms", 150, "ms", 1),
    ("changement de filtre, sans mots", "parcours_filtre_ms", 150, "ms", 1),
    ("parcours sans mots, de la navigation", "ouverture_ms", 300, "ms", 1),
    ("parcours sans mots, deux filtres, de la navigation", "parcours_ms", 300, "ms", 1),
)  # fmt: skip


def tableau_de_recherche(entrees: int, releves: Sequence[Releve]) -> str:
    """The table of search: a column by engine and speed. Values are medians of the runs."""
    premiere = (
        f"Recherche, {nombre(entrees)} entrées",
        "Données de recherche du site (octets)",
        "    en fichiers",
        *(libelle for libelle, _ in RANGS_DE_RECHERCHE),
    )
    colonnes = [
        (
            _colonne(releve),
            nombre(releve.octets),
            nombre(releve.fichiers),
            *(_case(releve, nom) for _, nom in RANGS_DE_RECHERCHE),
        )
        for releve in releves
    ]
    return _poser((premiere, *colonnes))


def _colonne(releve: Releve) -> str:
    return f"{releve.nom} ÷ {releve.frein}" if releve.frein > 1 else releve.nom


def _case(releve: Releve, nom: str) -> str:
    if nom.endswith("…"):
        valeurs = releve.valeurs.get(nom[:-1])
        return f"{nombre(min(valeurs))} à {nombre(max(valeurs))}" if valeurs else nombre(None)
    mediane = releve.mediane(nom)
    if nom.endswith("_tache_ms") and mediane is not None and mediane < TACHE_LONGUE:
        return f"< {TACHE_LONGUE}"
    # From a disk nothing is sent.
    return nombre(mediane) if mediane or "_octets" not in nom else nombre(None)


@dataclass(frozen=True)
class Archive:
    """The archive of the site that was searched: the zip, what is in it, what it cost to write."""

    entrees: int
    octets: int
    fichiers: int
    secondes: float
    #: Of the search data, over those of the site.
    part: float
    releves: list[Releve]


def bilan_de_l_archive(archive: Archive) -> str:
    """The archive in three lines, then each of its goals, kept or not."""
    par_entree = archive.fichiers / archive.entrees
    textes = [
        f"Archive : {nombre(archive.octets / MO, 1)} Mo, {nombre(archive.fichiers)} fichiers "
        f"({nombre(par_entree, 2)} par entrée), écrite en {nombre(archive.secondes, 1)} s.",
        _objectif("archive, données de recherche sur celles du site ≤ 1,5", archive.part, 1.5),
    ]
    if archive.entrees >= 20_000:
        textes.append(_objectif("archive, fichiers par entrée ≤ 1,3", par_entree, 1.3))
    for quoi, nom in (("par l’adresse", "adresse_ms"), ("après la frappe", "premiere_ms")):
        mediane = archive.releves[0].mediane(nom)
        intitule = f"archive, premiers résultats {quoi} ≤ 400 ms"
        textes.append(
            f"OBJECTIF NON MESURÉ : {intitule}"
            if mediane is None
            else _objectif(intitule, mediane, 400, 0)
        )
    return "\n".join(textes)


def bilan_de_recherche(releves: Sequence[Releve]) -> str:
    """Each goal of search, kept or not, then what could not be measured."""
    notre = releves[0]
    textes = []
    for quoi, nom, limite, unite, combien in OBJECTIFS_DE_RECHERCHE:
        intitule = f"{quoi} ≤ {limite} {unite}"
        mediane = notre.mediane(nom)
        if mediane is None:
            textes.append(f"OBJECTIF NON MESURÉ : {intitule}")
        else:
            textes.append(_objectif(intitule, mediane / combien, limite, 0))
    for releve in releves:
        textes += [f"NON MESURÉ ({_colonne(releve)}) : {x}" for x in releve.echecs.values()]
        peu = [min(v) for nom, v in releve.valeurs.items() if nom.endswith("_resultats")]
        if peu and min(peu) < 10:
            textes.append(
                f"{_colonne(releve)} : une étape n’a montré que {min(peu):.0f} résultats."
            )
    return "\n".join(textes)
