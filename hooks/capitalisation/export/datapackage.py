"""The tables as a Data Package: what each column holds, to the programs that load them.

https://specs.frictionlessdata.io/tabular-data-package/ : it holds tables alone, so the other files
are described in `dcat.py` only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .. import licences
from ..tableur import DELIMITEUR, FIN_DE_LIGNE
from ..typography import typographier
from ..uris import en_uri
from ..views.site import Site
from .families import DESCRIPTIONS, FAMILLES
from .records import Colonne, Ecrit, Fichier
from .whole import DOSSIER

NOM = "datapackage.json"
_LICENCE = {
    "name": licences.DU_SITE,
    "path": licences.uri(licences.DU_SITE),
    "title": "Creative Commons Attribution – Partage dans les mêmes conditions 4.0",
}
#: The documents that the entries cite most: a description is no bibliography.
SOURCES_MAX = 50


def fichier(site: Site, version: str, ecrits: Sequence[Ecrit]) -> Fichier:
    def octets() -> Iterator[bytes]:
        decrit = decrire(site, version, ecrits)
        yield (json.dumps(decrit, ensure_ascii=False, indent=1) + "\n").encode()

    return Fichier(
        NOM,
        "Data Package",
        "Les tableaux CSV colonne par colonne, pour Frictionless et les outils qui le lisent.",
        "application/json",
        DESCRIPTIONS,
        octets,
    )


def decrire(site: Site, version: str, ecrits: Sequence[Ecrit]) -> dict[str, Any]:
    tables = {e.fichier.nom: e for e in ecrits if e.fichier.colonnes}
    publication = site.publication
    return {
        "profile": "tabular-data-package",
        "name": "inspiraction",
        "title": publication.nom,
        "description": typographier(
            "Les tableaux de données de la base : un point-virgule sépare les cellules, la "
            "première ligne nomme les colonnes."
        ),
        **({"homepage": publication.page(f"{DOSSIER}/")} if publication.adresse else {}),
        "version": version,
        "licenses": [_LICENCE],
        "sources": list(_sources(site)),
        "resources": [_ressource(e, tables) for e in tables.values()],
    }


def _sources(site: Site) -> Iterator[dict[str, str]]:
    citees = Counter(
        (f"{s.titre}, {s.editeur}, {s.annee}", en_uri(s.url or ""))
        for fiche in site.corpus.fiches.values()
        for s in fiche.meta.sources
    )
    for (titre, url), _ in sorted(citees.items(), key=lambda c: (-c[1], c[0]))[:SOURCES_MAX]:
        yield {"title": titre, **({"path": url} if url else {})}


def _ressource(ecrit: Ecrit, tables: Mapping[str, Ecrit]) -> dict[str, Any]:
    f = ecrit.fichier
    famille = FAMILLES[f.famille].titre
    return {
        "profile": "tabular-data-resource",
        "name": _nom(f.nom),
        "path": f.nom,
        "title": f"{famille}\u202f: {f.titre}" if f.famille == "vocabulaires" else f.titre,
        "description": f.description,
        "format": "csv",
        "mediatype": f.media,
        # With a byte order mark, without which a spreadsheet would not know it.
        "encoding": "utf-8",
        "bytes": ecrit.taille,
        "hash": f"sha256:{ecrit.empreinte}",
        "dialect": {"delimiter": DELIMITEUR, "lineTerminator": FIN_DE_LIGNE, "quoteChar": '"'},
        "schema": _schema(f, tables),
    }


def _schema(fichier: Fichier, tables: Mapping[str, Ecrit]) -> dict[str, Any]:
    cles = [c.nom for c in fichier.colonnes if c.cle]
    etrangeres = [
        {
            "fields": colonne.nom,
            "reference": {
                # The specification names the very table by an empty text.
                "resource": "" if colonne.vers == fichier.nom else _nom(colonne.vers),
                "fields": next(c.nom for c in tables[colonne.vers].fichier.colonnes if c.cle),
            },
        }
        for colonne in fichier.colonnes
        if colonne.vers in tables
    ]
    return {
        "fields": [_champ(colonne) for colonne in fichier.colonnes],
        **({"primaryKey": cles[0]} if cles else {}),
        **({"foreignKeys": etrangeres} if etrangeres else {}),
    }


def _champ(colonne: Colonne) -> dict[str, Any]:
    description = colonne.description
    if colonne.separateur:
        description += f" Plusieurs valeurs sont séparées par «\u202f{colonne.separateur}\u202f»."
    return {
        "name": colonne.nom,
        "title": colonne.titre,
        "description": description,
        "type": colonne.type,
        **({"separator": colonne.separateur} if colonne.separateur else {}),
        **({"constraints": {"required": True, "unique": True}} if colonne.cle else {}),
    }


def _nom(fichier: str) -> str:
    """The name of a resource: that of its file, without what follows the dot."""
    return fichier.partition(".")[0]
