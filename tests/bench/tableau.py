"""What was measured of pages and of search → plain text tables, goals kept or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .pages import INTERACTIF_MAX, OCTETS_MAX, Page
from .recherche import Releve
from .texte import MO, nombre, non_mesure, objectif, poser

#: Letters of an address that the table shows.
CHEMIN_MAX = 72


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
            poser(colonnes),
            "",
            objectif(f"page la plus lourde ≤ {nombre(OCTETS_MAX / 1000)} ko", lourde,
                      OCTETS_MAX / 1000, 0),
            objectif(f"page la plus lente ≤ {nombre(INTERACTIF_MAX)} ms", lente,
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
    return poser((premiere, *colonnes))


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
        objectif("archive, données de recherche sur celles du site ≤ 1,5", archive.part, 1.5),
    ]
    if archive.entrees >= 20_000:
        textes.append(objectif("archive, fichiers par entrée ≤ 1,3", par_entree, 1.3))
    for quoi, nom in (("par l’adresse", "adresse_ms"), ("après la frappe", "premiere_ms")):
        mediane = archive.releves[0].mediane(nom)
        intitule = f"archive, premiers résultats {quoi} ≤ 400 ms"
        textes.append(
            non_mesure(intitule) if mediane is None else objectif(intitule, mediane, 400, 0)
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
            textes.append(non_mesure(intitule))
        else:
            textes.append(objectif(intitule, mediane / combien, limite, 0))
    for releve in releves:
        textes += [f"NON MESURÉ ({_colonne(releve)}) : {x}" for x in releve.echecs.values()]
        peu = [min(v) for nom, v in releve.valeurs.items() if nom.endswith("_resultats")]
        if peu and min(peu) < 10:
            textes.append(
                f"{_colonne(releve)} : une étape n’a montré que {min(peu):.0f} résultats."
            )
    return "\n".join(textes)
