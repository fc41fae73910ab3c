"""The JSON Schema of the catalogue, for whoever checks it or writes a program that reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any

from ..model import GENRES, IDENTIFIANT, IDENTIFIANT_MAX
from ..publication import Publication
from ..territories.place import TYPES
from ..typography import FINE, typographier
from ..views.site import Site
from .catalogue import SCHEMA, adresse_du_schema
from .records import Fichier
from .shape import VERSION, Propriete, proprietes

_TEXTE = {"type": "string"}
_IDENTIFIANT = {
    "type": "string",
    "pattern": f"^(?:{IDENTIFIANT.pattern})$",
    "maxLength": IDENTIFIANT_MAX,
}
_CODE = {"type": "string", "pattern": "^[a-z]{2}(-[a-z0-9]+)*$"}
#: Form of a value → what it is in JSON. Patterns are ECMA-262's.
_FORMES: dict[str, dict[str, Any]] = {
    "texte": _TEXTE,
    "markdown": {**_TEXTE, "contentMediaType": "text/markdown"},
    "identifiant": _IDENTIFIANT,
    "jour": {"type": "string", "format": "date"},
    "date-partielle": {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"},
    # An address may hold letters that are not of ASCII, and be that of a page of this site.
    "adresse": {"type": "string", "pattern": "^[hH][tT]{2}[pP][sS]?://", "format": "iri"},
    "page": {"type": "string", "format": "iri-reference"},
    "entier": {"type": "integer"},
    "booleen": {"type": "boolean"},
    "choix": _TEXTE,
}


def _objet(titre: str, description: str, champs: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """An object that has all these properties, and no other."""
    return {
        "title": titre,
        **({"description": description} if description else {}),
        "type": "object",
        "properties": champs,
        "required": list(champs),
        "additionalProperties": False,
    }


def _dit(titre: str, description: str, valeur: dict[str, Any]) -> dict[str, Any]:
    return {"title": titre, "description": description, **valeur}


_LIEU = {
    "code": _dit(
        "Code",
        "Le code du lieu dans cette base, en minuscules : pays, puis code officiel (INSEE pour une "
        "commune de France, SIREN pour une intercommunalité, NIS pour une commune de Belgique, "
        "ISO 3166-2 pour les autres).",
        _CODE,
    ),
    "nom": _dit("Nom", "Le nom officiel.", _TEXTE),
    "type": _dit("Type", "La sorte de lieu.", {**_TEXTE, "enum": list(TYPES)}),
}
_COMMUNS = {
    "Terme": _objet(
        "Terme",
        "Un terme d’un vocabulaire de la base : ceux-ci sont publiés à côté du catalogue.",
        {
            "id": _dit("Identifiant", "L’identifiant du terme, qui ne change pas.", _IDENTIFIANT),
            "libelle": _dit("Libellé", "Le terme, en français.", _TEXTE),
        },
    ),
    "Contenant": _objet("Contenant", "Un lieu qui en contient un autre.", _LIEU),
    "Lieu": _objet(
        "Lieu",
        "Un lieu du référentiel officiel, et ceux qui le contiennent.",
        {
            "code": _LIEU["code"],
            "nom": _LIEU["nom"],
            "libelle": _dit(
                "Libellé", "Le nom, avec ce qui le distingue de ses homonymes.", _TEXTE
            ),
            "type": _LIEU["type"],
            "parents": _dit(
                "Contenants",
                "Les lieux qui le contiennent, du plus grand au plus petit.",
                {"type": "array", "items": {"$ref": "#/$defs/Contenant"}},
            ),
        },
    ),
}


def schema(publication: Publication) -> dict[str, Any]:
    """Return the JSON Schema, 2020-12, of the whole file; its texts are for readers."""
    definitions: dict[str, Any] = {}
    for genre in GENRES:
        objet = _objet(
            genre.LIBELLE,
            f"Une entrée du dossier « {genre.LIBELLE_PLURIEL} ».",
            _proprietes(proprietes(genre), definitions),
        )
        objet["properties"]["genre"]["const"] = genre.GENRE
        definitions[genre.GENRE] = objet
    definitions |= _COMMUNS
    entete = {
        "version": _dit(
            "Version du format",
            "Trois nombres. Le premier ne change que si un programme qui lit le fichier peut "
            "cesser de le comprendre ; le deuxième, quand une propriété s’ajoute.",
            {"type": "string", "pattern": rf"^{VERSION.split('.')[0]}\.\d+\.\d+$"},
        ),
        "date": _dit(
            "Date de la base", "Le jour de l’entrée modifiée en dernier.", _FORMES["jour"]
        ),
        "titre": _dit("Titre", "Le titre de ce jeu de données.", _TEXTE),
        "adresse": _dit(
            "Adresse du site",
            "Vide quand le site n’est pas publié : les adresses partent alors de sa racine.",
            _FORMES["page"],
        ),
        "licence": _dit(
            "Licence",
            "L’identifiant SPDX de la licence de l’ensemble. Celle d’une entrée peut différer.",
            _TEXTE,
        ),
        "schema": _dit("Schéma", "L’adresse de ce schéma.", _FORMES["page"]),
        "entrees": _dit(
            "Entrées",
            "Toutes les entrées publiées, dans l’ordre des identifiants.",
            {
                "type": "array",
                "items": {"oneOf": [{"$ref": f"#/$defs/{genre.GENRE}"} for genre in GENRES]},
            },
        ),
    }
    description = (
        f"Version {VERSION} du format. Toutes les propriétés sont toujours là : une liste sans "
        "valeur est vide, une propriété inconnue vaut null."
    )
    fait = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **({"$id": adresse_du_schema(publication)} if publication.adresse else {}),
        **_objet(f"{publication.nom}{FINE}: catalogue des entrées", description, entete),
        "$defs": dict(sorted(definitions.items())),
    }
    soigne: dict[str, Any] = _typographier(fait)
    return soigne


def fichier(site: Site) -> Fichier:
    return Fichier(
        SCHEMA,
        "Schéma du catalogue",
        typographier(
            "Ce que contient catalogue.json, propriété par propriété, et de quoi le vérifier : "
            "JSON Schema 2020-12."
        ),
        "application/schema+json",
        "catalogue",
        partial(octets, site.publication),
    )


def octets(publication: Publication) -> Iterable[bytes]:
    """Yield the file."""
    yield (json.dumps(schema(publication), ensure_ascii=False, indent=2) + "\n").encode()


def _proprietes(
    siennes: Iterable[Propriete], definitions: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    return {p.nom: _dit(p.label, p.aide, _schema(p, definitions)) for p in siennes}


def _schema(propriete: Propriete, definitions: dict[str, Any]) -> dict[str, Any]:
    """What a property holds; the objects that it names go to `definitions`."""
    p = propriete
    valeur: dict[str, Any]
    if p.forme == "bloc":
        if p.bloc not in definitions:
            definitions[p.bloc] = _objet(p.bloc, "", _proprietes(p.dessous, definitions))
        valeur = {"$ref": f"#/$defs/{p.bloc}"}
    elif p.forme in ("terme", "lieu"):
        valeur = {"$ref": f"#/$defs/{p.forme.capitalize()}"}
    else:
        valeur = dict(_FORMES[p.forme])
    if p.choix:
        valeur["enum"] = list(p.choix)
    if p.liste:
        return {"type": "array", "items": valeur}
    if not p.facultatif:
        return valeur
    if "$ref" in valeur:
        return {"anyOf": [valeur, {"type": "null"}]}
    if "enum" in valeur:
        valeur["enum"].append(None)
    return {**valeur, "type": [valeur["type"], "null"]}


def _typographier(noeud: Any) -> Any:
    """Set the typography of what is said; names, patterns and values stay as they are."""
    if isinstance(noeud, dict):
        return {
            nom: typographier(v)
            if nom in ("title", "description") and isinstance(v, str)
            else _typographier(v)
            for nom, v in noeud.items()
        }
    return [_typographier(v) for v in noeud] if isinstance(noeud, list) else noeud
