"""The vocabularies as SKOS, in JSON-LD whose context stands in the file: no network to read it.

https://www.w3.org/TR/skos-reference/ and https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ..licences import DU_SITE, uri
from ..publication import Publication
from ..typography import typographier
from ..uris import en_uri
from ..views.site import Site
from ..vocabulary import VOCABULAIRES, Terme
from .records import Fichier
from .whole import DOSSIER

NOM = "vocabulaires.jsonld"
_ICI = f"{DOSSIER}/{NOM}"


def _uri(nom: str) -> dict[str, str]:
    return {"@id": nom, "@type": "@id"}


def _texte(nom: str) -> dict[str, str]:
    return {"@id": nom, "@language": "fr"}


_CONTEXTE: dict[str, Any] = {
    "@version": 1.1,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "id": "@id",
    "type": "@type",
    "ConceptScheme": "skos:ConceptScheme",
    "Concept": "skos:Concept",
    "title": _texte("dct:title"),
    "license": _uri("dct:license"),
    "notation": "skos:notation",
    **{n: _texte(f"skos:{n}") for n in ("prefLabel", "altLabel", "definition")},
    **{
        n: _uri(f"skos:{n}")
        for n in ("inScheme", "topConceptOf", "hasTopConcept", "broader", "narrower")
    },
    "page": _uri("foaf:page"),
    "homepage": _uri("foaf:homepage"),
}


def fichier(site: Site) -> Fichier:
    return Fichier(
        NOM,
        "Tous les vocabulaires, en SKOS",
        typographier(
            "Pour un logiciel documentaire ou un thésaurus : termes, définitions, synonymes et "
            "hiérarchie dans un seul fichier."
        ),
        "application/ld+json",
        "vocabulaires",
        lambda: _octets(site),
    )


def _octets(site: Site) -> Iterator[bytes]:
    """One node a line."""
    yield f'{{"@context":{_json(_CONTEXTE)},\n"@graph":['.encode()
    separateur = "\n"
    for noeud in _noeuds(site):
        yield f"{separateur}{_json(noeud)}".encode()
        separateur = ",\n"
    yield b"\n]}\n"


def _noeuds(site: Site) -> Iterator[dict[str, Any]]:
    for nom, vocabulaire in site.corpus.vocabulaires.items():
        if not vocabulaire.termes:
            continue
        plus_etroits: dict[str | None, list[str]] = defaultdict(list)
        for terme in vocabulaire.termes.values():
            parent = terme.parent.id if terme.parent else None
            plus_etroits[parent].append(concept(site.publication, terme))
        schema = _schema(site.publication, nom)
        yield {
            "id": schema,
            "type": "ConceptScheme",
            "title": typographier(VOCABULAIRES[nom][1]),
            "license": uri(DU_SITE),
            "hasTopConcept": plus_etroits[None],
        }
        for terme in vocabulaire.termes.values():
            yield _noeud(site.publication, terme, schema, plus_etroits.get(terme.id, []))


def _noeud(
    publication: Publication, terme: Terme, schema: str, plus_etroits: list[str]
) -> dict[str, Any]:
    noeud: dict[str, Any] = {
        "id": concept(publication, terme),
        "type": "Concept",
        "notation": terme.id,
        "prefLabel": terme.libelle,
        # A label that is preferred may not be an alternative one too (SKOS, S13).
        "altLabel": [forme for forme in terme.formes if forme != terme.libelle],
        "definition": terme.definition,
        "inScheme": schema,
        "topConceptOf": "" if terme.parent else schema,
        "broader": concept(publication, terme.parent) if terme.parent else "",
        "narrower": plus_etroits,
        "page": publication.page(terme.adresse) if terme.adresse else "",
        "homepage": en_uri(terme.site or ""),
    }
    return {cle: valeur for cle, valeur in noeud.items() if valeur}


def concept(publication: Publication, terme: Terme) -> str:
    """Return what names a term for ever: a fragment of its page, or of this file when it has none.

    A site without address has nothing that others may follow: the name is then a UUID made of the
    vocabulary and the identifier, always the same (RFC 9562, version 5).
    """
    if not publication.adresse:
        return _urn(terme.vocabulaire, terme.id)
    if terme.vocabulaire == "glossaire":
        return publication.page(terme.adresse)
    if terme.adresse:
        return publication.page(f"{terme.adresse}#concept")
    return publication.page(f"{_ICI}#{terme.vocabulaire}/{terme.id}")


def _schema(publication: Publication, vocabulaire: str) -> str:
    if not publication.adresse:
        return _urn(vocabulaire, "")
    return publication.page(f"{_ICI}#{vocabulaire}")


def _urn(vocabulaire: str, identifiant: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"inspiraction:{vocabulaire}/{identifiant}").urn


def _json(valeur: Any) -> str:
    return json.dumps(valeur, ensure_ascii=False, separators=(",", ":"))
