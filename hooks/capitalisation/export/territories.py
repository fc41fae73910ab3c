"""The territories as GeoJSON (RFC 7946), with what is told of each.

Outlines are those of the maps (`donnees/cartes/LISEZ-MOI.md`): countries, régions, départements
and provinces have one. An EPCI, a commune and a quarter have none, and a null geometry, as
RFC 7946 (3.2) has it of a feature without a place.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ..indexes import IndexLieu
from ..licences import DU_SITE
from ..maps.outlines import Position
from ..maps.polygons import Polygone, polygones
from ..model import GENRES
from ..territories.place import TYPES
from ..typography import cle, typographier
from ..views.site import Site
from .records import Fichier

NOM = "territoires.geojson"
CREDIT = "Contours\u202f: Natural Earth, domaine public"


def fichier(site: Site) -> Fichier:
    return Fichier(
        NOM,
        "Territoires sur une carte",
        typographier(
            "Chaque territoire cité, avec son nombre d’entrées par genre. Les pays, les régions, "
            "les départements et les provinces y ont leur contour, simplifié (Natural Earth) ; les "
            "intercommunalités, les communes et les quartiers n’en ont pas."
        ),
        "application/geo+json",
        "territoires",
        lambda: _octets(site),
    )


def _octets(site: Site) -> Iterator[bytes]:
    """One feature a line, the largest places first."""
    indexes = sorted(
        site.lieux.values(),
        key=lambda i: (TYPES.index(i.lieu.type), cle(i.lieu.nom), i.lieu.code),
    )
    membres: dict[str, Any] = {
        "type": "FeatureCollection",
        "credit": CREDIT,
        "licence": DU_SITE,
    }
    if cadre := _cadre(p for i in indexes for p in polygones(i.lieu.code)):
        membres["bbox"] = cadre
    yield f'{_json(membres)[:-1]},"features":['.encode()
    separateur = "\n"
    for index in indexes:
        yield f"{separateur}{_json(_aire(site, index))}".encode()
        separateur = ",\n"
    yield b"\n]}\n"


def _aire(site: Site, index: IndexLieu) -> dict[str, Any]:
    lieu, contours = index.lieu, polygones(index.lieu.code)
    genres = Counter(fiche.genre for fiche in index.fiches)
    geometrie: dict[str, Any] | None = None
    if len(contours) == 1:
        geometrie = {"type": "Polygon", "coordinates": contours[0]}
    elif contours:
        geometrie = {"type": "MultiPolygon", "coordinates": contours}
    return {
        "type": "Feature",
        "id": lieu.code,
        **({"bbox": _cadre(contours)} if contours else {}),
        "properties": {
            "code": lieu.code,
            "nom": lieu.nom,
            "type": lieu.type,
            "type_libelle": lieu.type_libelle,
            "parents": [parent.code for parent in lieu.parents],
            "adresse": site.publication.adresse + lieu.adresse,
            "entrees": index.compte,
            **{genre.DOSSIER: genres[genre] for genre in GENRES},
            "notices": sum(fiche.meta.statut == "notice" for fiche in index.fiches),
        },
        "geometry": geometrie,
    }


def _cadre(contours: Iterable[Polygone]) -> list[float]:
    """West, south, east and north of some polygons; [] when there is none."""
    positions: list[Position] = [p for polygone in contours for p in polygone[0]]
    if not positions:
        return []
    xs, ys = zip(*positions, strict=True)
    return [min(xs), min(ys), max(xs), max(ys)]


def _json(valeur: Any) -> str:
    return json.dumps(valeur, ensure_ascii=False, separators=(",", ":"))
