"""The tables of the catalogue read back as their documentation says, apart from what writes them.

What comes out has the shape of the records of catalogue.json, without what tables leave out:
texts of entries, anchors, and the places that hold a territory.
"""

from __future__ import annotations

import copy
import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

Ligne = Mapping[str, str]

#: Property of terms → its columns: (labels, identifiers).
TERMES = {
    "themes": "Thèmes",
    "dispositifs": "Dispositifs",
    "publics": "Publics",
    "demarches": "Démarches",
    "cadres": "Cadres de référence",
    "partenaires": "Partenaires",
}
TERME = {"porteur": "Porteur", "verifiee_par": "Vérifiée par"}
TEXTES = {
    "id": "Identifiant",
    "genre": "Sorte",
    "adresse": "Page",
    "titre": "Titre",
    "resume": "Résumé",
    "date": "Date",
    "connaissance": "Type de connaissance",
    "statut": "Statut",
    "verifiee_le": "Vérifiée le",
    "licence": "Licence",
    "langue": "Langue",
    "traduction_de": "Traduction de",
    "modifiee_le": "Modifiée le",
}
OBJETS = {
    "periode": ("Période", {"debut": "début", "fin": "fin"}),
    "transposer": (
        "Pour transposer",
        {
            "prerequis": "prérequis",
            "moyens_humains": "moyens humains",
            "budget": "budget",
            "duree": "durée",
            "partenaires_cles": "partenaires clés",
        },
    ),
    "image": (
        "Image",
        {"fichier": "fichier", "alt": "texte alternatif", "credit": "crédit", "adresse": "adresse"},
    ),
}
PERSONNE = {"nom": "nom", "fonction": "fonction", "structure": "structure"}
LISTES = {
    "liens": ("Liens", {"type": "type de lien", "vers": "vers", "note": "note"}),
    "sources": (
        "Sources",
        {
            "titre": "titre",
            "editeur": "éditeur",
            "annee": "année",
            "url": "adresse",
            "reperage": "repérage",
        },
    ),
    "auteurs": ("Auteurs", PERSONNE),
}


def lire_csv(octets: bytes) -> list[dict[str, str]]:
    """The lines of the CSV by column, apostrophes that protect cells taken away."""
    texte = octets.decode("utf-8-sig")
    lignes = csv.DictReader(io.StringIO(texte, newline=""), delimiter=";")
    return [{nom: valeur.removeprefix("'") for nom, valeur in ligne.items()} for ligne in lignes]


def couper(cellule: str) -> list[str]:
    """The values of a cell."""
    if not cellule:
        return []
    return [re.sub(r"\\(.)", r"\1", v, flags=re.DOTALL) for v in cellule.split(" | ")]


def relire(ligne: Ligne) -> dict[str, Any]:
    """The record that a line tells."""
    genre = ligne["Sorte"]
    lu: dict[str, Any] = {cle: ligne[nom] or None for cle, nom in TEXTES.items()}
    lu |= {cle: list(_termes(ligne, nom)) for cle, nom in TERMES.items()}
    lu |= {cle: _terme(ligne, nom) for cle, nom in TERME.items()}
    lu["territoires"] = [
        {"code": code, "libelle": libelle}
        for code, libelle in zip(
            couper(ligne["Territoires (codes)"]), couper(ligne["Territoires"]), strict=True
        )
    ]
    for cle, (nom, dessous) in OBJETS.items():
        objet = {sous: ligne[f"{nom} ({suite})"] or None for sous, suite in dessous.items()}
        lu[cle] = objet if any(objet.values()) else None
    for cle, (nom, dessous) in LISTES.items():
        lu[cle] = list(_objets(ligne, nom, dessous))
    for source in lu["sources"]:
        source["annee"] = int(source["annee"])
    for cle, nom in (("leviers", "Leviers"), ("freins", "Freins")):
        types = zip(
            couper(ligne[f"{nom} (type de facteur, identifiant)"]),
            couper(ligne[f"{nom} (type de facteur)"]),
            strict=True,
        )
        lu[cle] = [
            {"texte": texte, "type": {"id": id_, "libelle": libelle}}
            for texte, (id_, libelle) in zip(couper(ligne[f"{nom} (texte)"]), types, strict=True)
        ]
    lu["enseignements"] = [{"texte": texte} for texte in couper(ligne["Enseignements"])]
    lu["anciens_identifiants"] = couper(ligne["Anciens identifiants"])
    return lu | _propres(ligne, genre)


def _propres(ligne: Ligne, genre: str) -> dict[str, Any]:
    """What only entries of that kind tell."""
    if genre == "interview":
        accord = {"true": True, "false": False}[ligne["Accord des personnes"]]
        return {
            "personnes": list(_objets(ligne, "Personnes interviewées", PERSONNE)),
            "date_entretien": ligne["Date de l’entretien"] or None,
            "accord_personnes": accord,
        }
    if genre == "dossier":
        titres, entrees = couper(ligne["Éléments (titre)"]), couper(ligne["Éléments (entrées)"])
        return {
            "numero": int(ligne["Numéro"]) if ligne["Numéro"] else None,
            "elements": [
                {"titre": titre, "entrees": ids.split(", ")}
                for titre, ids in zip(titres, entrees, strict=True)
            ],
            "coordination": _terme(ligne, "Coordination"),
        }
    if genre == "ressource":
        return {
            "nature": _terme(ligne, "Nature"),
            "editeur": ligne["Éditeur"],
            "annee": int(ligne["Année"]) if ligne["Année"] else None,
            "url": ligne["Adresse"] or None,
            "acces": ligne["Accès"] or None,
            "isbn": ligne["ISBN"] or None,
            "doi": ligne["DOI"] or None,
        }
    return {}


def _terme(ligne: Ligne, nom: str) -> dict[str, str] | None:
    if not ligne[f"{nom} (identifiant)"]:
        return None
    return {"id": ligne[f"{nom} (identifiant)"], "libelle": ligne[nom]}


def _termes(ligne: Ligne, nom: str) -> Iterator[dict[str, str]]:
    ids, libelles = couper(ligne[f"{nom} (identifiants)"]), couper(ligne[nom])
    for id_, libelle in zip(ids, libelles, strict=True):
        yield {"id": id_, "libelle": libelle}


def _objets(ligne: Ligne, nom: str, dessous: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The items of a list; its first column, always filled, says how many there are."""
    colonnes = [couper(ligne[f"{nom} ({suite})"]) for suite in dessous.values()]
    nombre = len(colonnes[0])
    # One item that tells nothing here leaves an empty cell.
    pleines = [c or [""] * min(nombre, 1) for c in colonnes]
    for valeurs in zip(*pleines, strict=True):
        yield {cle: valeur or None for cle, valeur in zip(dessous, valeurs, strict=True)}


def sans_ce_que_laissent_les_tableaux(enregistrement: Mapping[str, Any]) -> dict[str, Any]:
    """A record of catalogue.json as its line tells it."""
    lu = copy.deepcopy(dict(enregistrement))
    del lu["corps"]
    lu["territoires"] = [{k: lieu[k] for k in ("code", "libelle")} for lieu in lu["territoires"]]
    for cle in ("leviers", "freins", "enseignements"):
        for item in lu[cle]:
            del item["adresse"]
    return lu
