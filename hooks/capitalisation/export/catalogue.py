"""The corpus as JSON: one record an entry, whole, in the very words of its file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from ..corpus import Corpus, Fiche
from ..licences import DU_SITE
from ..publication import Publication
from ..territories import Lieu
from ..typography import FINE, typographier
from ..views.site import Site
from .records import Fichier
from .shape import CITABLES, VERSION, Propriete, proprietes
from .whole import DOSSIER, jour_de_la_base

#: A record: property → its value, as JSON has them.
Enregistrement = dict[str, Any]

#: The files that name one another.
JSON, SCHEMA = "catalogue.json", "catalogue.schema.json"


def enregistrements(site: Site) -> Iterator[Enregistrement]:
    """Yield the record of each published entry, by identifier."""
    for identifiant in sorted(site.corpus.fiches):
        yield enregistrer(site, site.corpus.fiches[identifiant])


def enregistrer(site: Site, fiche: Fiche) -> Enregistrement:
    """Return the record of `fiche`; addresses start from the root of a site that has none."""
    racine = site.publication.adresse
    calcules: dict[str, Any] = {
        "id": fiche.id,
        "genre": fiche.genre.GENRE,
        "adresse": racine + fiche.adresse,
        "territoires": [_lieu(lieu) for lieu in fiche.lieux],
        "modifiee_le": fiche.mise_a_jour.isoformat(),
        "corps": fiche.corps.strip("\n"),
    }
    lu: Enregistrement = {
        p.nom: calcules[p.nom]
        if p.nom in calcules
        else _valeur(p, getattr(fiche.meta, p.nom), site.corpus)
        for p in proprietes(fiche.genre)
    }
    for nom, ancre in CITABLES.items():
        for rang, item in enumerate(lu[nom], 1):
            item["adresse"] = f"{racine}{fiche.adresse}#{ancre}-{rang}"
    if image := lu["image"]:
        image["adresse"] = f"{racine}images/{fiche.id}/{quote(image['fichier'])}"
    return lu


def _valeur(propriete: Propriete, brut: Any, corpus: Corpus) -> Any:
    if brut is None:
        return None
    if not propriete.liste:
        return _une(propriete, brut, corpus)
    valeurs = [_une(propriete, valeur, corpus) for valeur in brut]
    if propriete.forme == "terme":
        # Said twice, a term counts once, as on the pages.
        return list({terme["id"]: terme for terme in valeurs if terme}.values())
    return valeurs


def _une(propriete: Propriete, brut: Any, corpus: Corpus) -> Any:
    if propriete.forme == "terme":
        terme = corpus.terme(propriete.vocabulaire, brut)
        return {"id": terme.id, "libelle": terme.libelle} if terme else None
    if propriete.forme == "bloc":
        if isinstance(brut, str):
            return {"texte": brut}
        return {
            p.nom: _valeur(p, getattr(brut, p.nom), corpus)
            for p in propriete.dessous
            if p.forme != "page"
        }
    return brut.isoformat() if isinstance(brut, dt.date) else brut


def _lieu(lieu: Lieu) -> dict[str, Any]:
    parents = [{"code": p.code, "nom": p.nom, "type": p.type} for p in lieu.parents]
    return {
        "code": lieu.code,
        "nom": lieu.nom,
        "libelle": lieu.complet,
        "type": lieu.type,
        "parents": parents,
    }


# --- The file -----------------------------------------------------------------


def entete(site: Site) -> dict[str, Any]:
    """Return what the catalogue says of itself, before its entries."""
    return {
        "version": VERSION,
        "date": jour_de_la_base(site).isoformat(),
        "titre": f"{site.publication.nom}{FINE}: catalogue des entrées",
        "adresse": site.publication.adresse,
        "licence": DU_SITE,
        "schema": adresse_du_schema(site.publication),
    }


def adresse_du_schema(publication: Publication) -> str:
    return f"{publication.adresse}{DOSSIER}/{SCHEMA}"


def fichier(site: Site) -> Fichier:
    return Fichier(
        JSON,
        "Catalogue complet",
        typographier(
            "Tout ce que disent les entrées, récit compris, mot pour mot : pour un programme."
        ),
        "application/json",
        "catalogue",
        partial(octets, site),
    )


def octets(site: Site) -> Iterator[bytes]:
    """Yield the file, one entry a line: two versions of it compare entry by entry."""
    tete = json.dumps(entete(site), ensure_ascii=False, indent=1)
    yield f'{tete[:-2]},\n "entrees": ['.encode()
    separateur = "\n"
    for lu in enregistrements(site):
        yield (separateur + json.dumps(lu, ensure_ascii=False)).encode()
        separateur = ",\n"
    yield b"\n ]\n}\n"
