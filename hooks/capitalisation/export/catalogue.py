"""The corpus as JSON: one record an entry, whole, in the very words of its file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from ..corpus import Corpus, Fiche
from ..licences import DU_SITE
from ..publication import Publication
from ..slices import Forme, Tranches
from ..territories import Lieu
from ..typography import FINE, typographier
from ..views.site import Site
from .records import Fichier
from .shape import CITABLES, VERSION, Propriete, proprietes
from .whole import DOSSIER, jour_de_la_base

#: A record: property → its value, as JSON has them; nobody changes one.
Enregistrement = dict[str, Any]

#: The files that name one another.
JSON, SCHEMA = "catalogue.json", "catalogue.schema.json"


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


def fichier(site: Site, tranches: Tranches) -> Fichier:
    return Fichier(
        JSON,
        "Catalogue complet",
        typographier(
            "Tout ce que disent les entrées, récit compris, mot pour mot : pour un programme."
        ),
        "application/json",
        "catalogue",
        partial(octets, site, tranches),
    )


def forme(lire: Callable[[Fiche], Enregistrement]) -> Forme:
    """How it writes an entry: on a line, so that two versions of it compare entry by entry."""
    encoder = json.JSONEncoder(ensure_ascii=False).encode
    return Forme(lambda fiche: encoder(lire(fiche)).encode(), b",\n")


def octets(site: Site, tranches: Tranches) -> Iterator[bytes]:
    """Yield the file."""
    tete = json.dumps(entete(site), ensure_ascii=False, indent=1)
    yield f'{tete[:-2]},\n "entrees": ['.encode()
    if site.corpus.fiches:
        yield b"\n"
    yield from tranches.de(JSON)
    yield b"\n ]\n}\n"
