"""What the benchmark says: of the machine, of what it measured, of a profile."""

from __future__ import annotations

import datetime as dt
import os
import platform
import pstats
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from capitalisation.typography import pluriel

from .constructions import (
    CROISSANCE_A,
    CROISSANCE_DE,
    Constructions,
    Grille,
    constats,
    croissances,
    grilles,
    rapports,
)
from .exports import NON_COMPTE, PART_MAX, Cout
from .fictif import GRAINE
from .moteurs import PROJET
from .pages import Page
from .recherche import (
    FREINS,
    REQUETE,
    Releve,
)
from .tableau import (
    Archive,
    bilan_de_l_archive,
    bilan_de_recherche,
    tableau_de_recherche,
    tableau_des_pages,
)
from .texte import nombre, non_mesure, objectif, poser

VERSIONS = ("mkdocs", "mkdocs-material", "markdown", "pagefind_bin", "pydantic", "nh3")


@dataclass(frozen=True)
class Recherche:
    """Search as it was measured, at one size: first ours at full speed.

    `vol` is the part of the processor's time that a virtual machine asked for and did not get.
    """

    entrees: int
    navigateur: str
    vol: float | None
    releves: list[Releve]
    archive: Archive

    def en_dict(self) -> dict[str, Any]:
        return {
            "entrees": self.entrees,
            "navigateur": self.navigateur,
            "vol": self.vol,
            "releves": [releve.en_dict() for releve in self.releves],
            "archive": {
                "octets": self.archive.octets,
                "fichiers": self.archive.fichiers,
                "secondes": self.archive.secondes,
                "part_des_donnees": self.archive.part,
            },
        }


def decrire_la_machine(disque: Path, runs: int) -> dict[str, Any]:
    return {
        "date": dt.datetime.now().astimezone().isoformat(timespec="minutes"),
        "graine": GRAINE,
        "runs": runs,
        "disque": str(disque),
        "processeurs": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "processeur": _processeur(),
        "charge": round(os.getloadavg()[0], 2),
        "versions": {
            "python": platform.python_version(),
            **{nom: _version(nom) for nom in VERSIONS},
        },
    }


def _version(nom: str) -> str:
    try:
        return version(nom)
    except PackageNotFoundError:
        return "absent"


def _processeur() -> str:
    try:
        lignes = Path("/proc/cpuinfo").read_text().splitlines()
        return next(x.split(":", 1)[1].strip() for x in lignes if x.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def temps_vole() -> tuple[int, int]:
    """Processor time that was stolen by the host, and that was asked for; 0 when not known."""
    try:
        temps = [int(x) for x in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
        user, nice, systeme, _, _, irq, softirq, vole = temps[:8]
    except (OSError, ValueError):
        return 0, 0
    return vole, user + nice + systeme + irq + softirq + vole


def rapport(c: Constructions, contexte: dict[str, Any]) -> str:
    """The table of builds, the goals, how it was measured."""
    toutes = [*grilles(c), rapports(c)]
    # A measure is a line of its own above its rows.
    colonnes = [["", *_libelles(toutes)]]
    for i, titre in enumerate(toutes[0].colonnes):
        colonnes.append([titre, *(x for g in toutes for x in ("", *(r[1][i] for r in g.rangs)))])
    textes = ["", poser(colonnes), ""]
    for constat in constats(c):
        intitule = f"{constat.intitule} ≤ {nombre(constat.limite, 2)}"
        textes.append(
            non_mesure(intitule)
            if constat.valeur is None
            else objectif(intitule, constat.valeur, constat.limite)
        )
    if croissances(c):
        quotients = (f"{c.moteurs[cle]} × {nombre(x, 2)}" for cle, x in croissances(c).items())
        textes.append(
            f"Croissance de {nombre(CROISSANCE_DE)} à {nombre(CROISSANCE_A)} entrées : "
            f"{', '.join(quotients)}."
        )
    textes += ["", methode(contexte)]
    return "\n".join((*textes, *_machine(contexte)))


def methode(contexte: dict[str, Any]) -> str:
    """Say how builds were measured, for the terminal and for the page."""
    return (
        f"Médiane de {pluriel(contexte['runs'], 'mesure')}, moteurs alternés. À froid : aucun "
        "cache. La seconde construction suit l’ajout d’un paragraphe à une entrée, au même "
        "endroit. Mémoire du plus grand processus : la plus haute de toutes les constructions, "
        "mesure exacte du noyau (au moins celle du banc, une centaine de Mo) ; de tous les "
        "processus : la plus haute somme vue à un instant, pages partagées comptées une fois. "
        "Mêmes fiches fictives pour tous, sans PDF ; nu : hors navigation, sans greffon ni "
        "recherche ; Zensical fait toujours ses données de recherche ; MkDocs ne refait, la "
        "seconde fois, que les pages dont le fichier a changé (--dirty), quoi qu’il en soit des "
        "autres ; Hugo et Eleventy refont tout."
    )


def _libelles(toutes: Sequence[Grille]) -> Iterator[str]:
    for grille in toutes:
        yield grille.titre
        yield from (f"    {nom}" for nom, _ in grille.rangs)


def rapport_de_recherche(recherche: Recherche, contexte: dict[str, Any]) -> str:
    return "\n".join(
        (
            "",
            tableau_de_recherche(recherche.entrees, recherche.releves),
            "",
            bilan_de_recherche(recherche.releves),
            "",
            bilan_de_l_archive(recherche.archive),
            "",
            f"Médiane de {pluriel(contexte['runs'], 'visite')}, cache vide à chacune, requête "
            f"« {REQUETE} » puis d’autres ; serveur local sans compression, connexions gardées, "
            "octets comptés chez lui, en-têtes compris. Un résultat est là quand il est peint ; "
            "une tâche du fil principal est longue dès 50 ms.",
            f"÷ {FREINS[-1]} : fil principal de la page ralenti d’autant. Material : sa propre "
            "recherche, sur les mêmes fichiers, en français ; il n’a ni filtres ni parcours.",
            f"Chromium {recherche.navigateur}{_vol(recherche.vol)}.",
            *_machine(contexte),
        )
    )


def rapport_des_exports(cout: Cout, contexte: dict[str, Any]) -> str:
    largeur = max(map(len, cout.exports))
    lignes = [f"{nom:<{largeur}}  {nombre(s, 1):>8} s" for nom, s in cout.exports.items()]
    tenu = "tenu" if cout.part <= PART_MAX else "dépassé"
    return "\n".join(
        (
            "",
            f"Ce que les exports ajoutent, {nombre(cout.entrees)} entrées (s de processeur)",
            *lignes,
            "",
            f"Construction entière : {nombre(cout.construction, 1)} s ; les exports ajoutent "
            f"{nombre(100 * cout.part, 1)} % au reste (au plus {nombre(100 * PART_MAX)} %, PDF à "
            f"part : {tenu}).",
            NON_COMPTE,
            *_machine(contexte),
        )
    )


def rapport_des_pages(entrees: int, pages: list[Page], contexte: dict[str, Any]) -> str:
    return "\n".join(
        (
            "",
            tableau_des_pages(entrees, pages),
            "",
            f"Médiane de {pluriel(contexte['runs'], 'visite')}, cache vide à chacune, fil "
            f"principal ralenti {FREINS[-1]} fois ; serveur local sans compression. Une page est "
            "utilisable quand tout ce qu’elle demande est là et que nulle tâche longue ne reste. "
            "De chaque dossier du site : sa liste, et la plus lourde de ses pages.",
            *_machine(contexte),
        )
    )


def _vol(part: float | None) -> str:
    if not part:
        return ""
    return f" ; {nombre(100 * part)} % du temps de processeur demandé est allé à d’autres machines"


def _machine(contexte: dict[str, Any]) -> list[str]:
    charge = contexte["charge"]
    bruit = " : machine occupée, mesures bruitées" if charge > 0.5 else ""
    return [
        f"{contexte['date']}, {pluriel(contexte['processeurs'], 'processeur')} "
        f"{contexte['processeur']}, sur {contexte['disque']}, "
        f"charge au départ {nombre(charge, 2)}{bruit}.",
        ", ".join(f"{nom} {v}" for nom, v in contexte["versions"].items()),
    ]


def lire_profil(releve: Path, taille: int) -> str:
    # pstats describes its tables in an untyped attribute.
    statistiques: dict[Any, Any] = pstats.Stats(str(releve)).stats  # type: ignore[attr-defined]
    total = sum(propre for _, _, propre, _, _ in statistiques.values())
    textes = [f"Profil de notre construction à {nombre(taille)} entrées : {nombre(total, 1)} s "
              "sous cProfile, dans le processus de MkDocs."]  # fmt: skip
    for titre, colonne in (("Avec ce qu’elles appellent", 3), ("En propre", 2)):
        textes += ["", f"{titre} (s), puis l’autre, les appels, la fonction", ""]
        tries = sorted(statistiques.items(), key=lambda x: -x[1][colonne])[:40]
        for (fichier, ligne, nom), mesure in tries:
            premier, second = mesure[colonne], mesure[5 - colonne]
            textes.append(
                f"{nombre(premier, 2):>8} {nombre(second, 2):>8} {nombre(mesure[1]):>11}  "
                f"{_lieu(fichier, ligne)}{nom}"
            )
    return "\n".join(textes)


def _lieu(fichier: str, ligne: int) -> str:
    if not ligne:
        return ""
    chemin = Path(fichier)
    for racine in (PROJET, *map(Path, sorted(sys.path, key=len, reverse=True))):
        if racine != Path() and chemin.is_relative_to(racine):
            return f"{chemin.relative_to(racine)}:{ligne} "
    return f"{chemin.name}:{ligne} "
