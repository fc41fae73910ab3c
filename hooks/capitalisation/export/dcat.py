"""What an open-data portal harvests: DCAT-AP 3, in JSON-LD whose context stands in the file.

https://semiceu.github.io/DCAT-AP/releases/3.0.0/ : a catalogue of data sets, one a family of files,
each with its files as distributions. A portal must find them: the file needs the address of the
site, and stays online. Nothing is said that is not known, of a contact or of a rhythm.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from ..corpus import Fiche
from ..licences import DU_SITE, uri
from ..publication import Publication
from ..typography import typographier
from ..views.site import Site
from .families import DESCRIPTIONS, FAMILLES
from .records import Ecrit, Fichier
from .versions import Version
from .whole import DOSSIER

NOM = "dcat.jsonld"
_LICENCE = uri(DU_SITE)
_EU = "http://publications.europa.eu/resource/authority"
_PAYS = {"fr": f"{_EU}/country/FRA", "be": f"{_EU}/country/BEL"}
#: Suffix of a file → its type in the European list, where it has one.
_TYPES = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "json": "JSON",
    "geojson": "GEOJSON",
    "jsonld": "JSON_LD",
}  # fmt: skip
#: Suffix of a file → the standard that it follows.
_NORMES = {
    "geojson": "https://www.rfc-editor.org/rfc/rfc7946",
    "jsonld": "http://www.w3.org/2004/02/skos/core",
}

_CONTEXTE: dict[str, Any] = {
    "@version": 1.1,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dct:modified": {"@type": "xsd:date"},
    **{f"dcat:{n}": {"@type": "xsd:gYear"} for n in ("startDate", "endDate")},
    "dcat:byteSize": {"@type": "xsd:nonNegativeInteger"},
    "spdx:checksumValue": {"@type": "xsd:hexBinary"},
}


def fichier(
    site: Site, en_ligne: Publication, version: Version, ecrits: Sequence[Ecrit]
) -> Fichier:
    def octets() -> Iterator[bytes]:
        decrit = decrire(site, en_ligne, version, ecrits)
        yield (json.dumps(decrit, ensure_ascii=False, indent=1) + "\n").encode()

    return Fichier(
        NOM,
        "DCAT-AP",
        "Pour qu’un portail de données ouvertes moissonne ce catalogue.",
        "application/ld+json",
        DESCRIPTIONS,
        octets,
    )


def decrire(
    site: Site, en_ligne: Publication, version: Version, ecrits: Sequence[Ecrit]
) -> dict[str, Any]:
    """Return the catalogue of data, which holds its sets; `version` is that of the files."""
    page, fiches, date = en_ligne.page(f"{DOSSIER}/"), site.corpus.fiches.values(), version.date
    par_famille: dict[str, list[Ecrit]] = {}
    for ecrit in ecrits:
        par_famille.setdefault(ecrit.fichier.famille, []).append(ecrit)
    editeur = {"@id": f"{page}#editeur", "@type": "foaf:Agent", "foaf:name": _fr(en_ligne.nom)}
    commun = {
        "dct:publisher": editeur,
        "dct:language": _noeud(f"{_EU}/language/FRA", "dct:LinguisticSystem"),
        "dct:license": _noeud(_LICENCE, "dct:LicenseDocument"),
        "dct:modified": date.isoformat(),
    }
    # What the entries speak of; a vocabulary speaks of no place nor time.
    couverture = {
        "dct:spatial": [
            _noeud(uri, "dct:Location") for pays, uri in _PAYS.items() if pays in site.lieux
        ],
        **_periode(fiches),
    }
    jeux = [
        {
            "@id": f"{page}#{nom}",
            "@type": "dcat:Dataset",
            "dct:title": _fr(f"{en_ligne.nom} – {FAMILLES[nom].titre}"),
            "dct:description": _fr(FAMILLES[nom].objet),
            "dct:identifier": f"{page}#{nom}",
            **commun,
            **({} if nom == "vocabulaires" else couverture),
            "dcat:version": version.version,
            "dcat:theme": _noeud(f"{_EU}/data-theme/HEAL", "skos:Concept"),
            "dcat:keyword": [_fr(mot) for mot in _mots(site)],
            "dcat:landingPage": _noeud(page, "foaf:Document"),
            "dct:accessRights": _noeud(f"{_EU}/access-right/PUBLIC", "dct:RightsStatement"),
            "dcat:distribution": [
                _distribution(en_ligne, e, par_famille[nom]) for e in par_famille[nom]
                if not e.fichier.est_un_schema
            ],
        }
        for nom in FAMILLES if nom in par_famille
    ]  # fmt: skip
    catalogue = {
        "@id": f"{page}#jeux-de-donnees",
        "@type": "dcat:Catalog",
        "dct:title": _fr(f"{en_ligne.nom}\u202f: données ouvertes"),
        "dct:description": _fr(
            typographier(
                "Les données ouvertes d’une base de connaissances sur la santé publique locale "
                "francophone : actions, entretiens, dossiers et ressources."
            )
        ),
        "foaf:homepage": _noeud(en_ligne.adresse, "foaf:Document"),
        "dcat:themeTaxonomy": _noeud(f"{_EU}/data-theme", "skos:ConceptScheme"),
        **commun,
        **couverture,
        "dcat:dataset": jeux,
    }
    return {"@context": _CONTEXTE, **catalogue}


def _distribution(en_ligne: Publication, ecrit: Ecrit, siens: Sequence[Ecrit]) -> dict[str, Any]:
    f = ecrit.fichier
    adresse = en_ligne.page(f"{DOSSIER}/{f.nom}")
    suffixe = f.nom.rpartition(".")[2]
    # A schema bears the name of what it describes: catalogue.schema.json, catalogue.json.
    schema = f"{f.nom.rpartition('.')[0]}.schema.{suffixe}"
    norme = _NORMES.get(suffixe, "")
    if any(e.fichier.nom == schema for e in siens):
        norme = en_ligne.page(f"{DOSSIER}/{schema}")
    elif f.colonnes:
        norme = "https://specs.frictionlessdata.io/table-schema/"
    type_ = _TYPES.get(suffixe)
    return {
        "@id": f"{adresse}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _fr(f.titre),
        "dct:description": _fr(f.description),
        "dcat:accessURL": _noeud(en_ligne.page(f"{DOSSIER}/"), "rdfs:Resource"),
        "dcat:downloadURL": _noeud(adresse, "rdfs:Resource"),
        "dcat:mediaType": _noeud(
            f"https://www.iana.org/assignments/media-types/{f.media}", "dct:MediaType"
        ),
        **({"dct:format": _noeud(f"{_EU}/file-type/{type_}", "dct:MediaTypeOrExtent")}
           if type_ else {}),
        **({"dct:conformsTo": _noeud(norme, "dct:Standard")} if norme else {}),
        "dct:license": _noeud(_LICENCE, "dct:LicenseDocument"),
        "dcat:byteSize": str(ecrit.taille),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256",
                               "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": ecrit.empreinte,
        },
    }  # fmt: skip


def _periode(fiches: Collection[Fiche]) -> dict[str, Any]:
    """The years of what entries tell, where they say them; without an end when some goes on."""
    periodes = [f.meta.periode for f in fiches if f.meta.periode]
    if not periodes:
        return {}
    fins = [p.fin[:4] for p in periodes if p.fin]
    return {
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": min(p.debut[:4] for p in periodes),
            **({"dcat:endDate": max(fins)} if len(fins) == len(periodes) else {}),
        }
    }


def _mots(site: Site) -> list[str]:
    """The broadest themes that have entries."""
    return [
        i.terme.libelle for i in site.index["themes"].values() if i.compte and not i.terme.parent
    ]


def _fr(texte: str) -> dict[str, str]:
    return {"@value": texte, "@language": "fr"}


def _noeud(uri: str, type_: str) -> dict[str, str]:
    return {"@id": uri, "@type": type_}
