"""The model, flattened: one record per key, however deep, by its path.

A path holds key names, and `*` for each item of a list: ("leviers", "*", "type").
Messages, vocabulary rules and the generated documents all read these records.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .frontmatter import Chemin
from .model import Bloc, Forme, TexteLibre


@dataclass(frozen=True, slots=True)
class Champ:
    """One key of a kind.

    `vocabulaire` is "" when any value will do; `libre` tells free text that
    readers see; `choix` lists the only values accepted, if they are few;
    `bloc` is the model of the mapping that stands here or in each item.
    `forme` is the shape of one value: "texte", "jour", "date-partielle", "adresse",
    "identifiant", "entier", "booleen", "choix" or "bloc". `mini` and `maxi` bound the number
    of items of a list, the characters of a text, or a number; None without a bound.
    `motif_texte` is the pattern (ECMA-262 too) of a text that has one, or "".
    """

    motif: Chemin
    label: str
    aide: str
    exemple: Any
    requis: bool
    liste: bool
    libre: bool
    vocabulaire: str
    choix: tuple[str, ...]
    bloc: type[BaseModel] | None
    forme: str
    mini: int | None
    maxi: int | None
    motif_texte: str
    info: FieldInfo

    @property
    def nom(self) -> str:
        return str(self.motif[-1])

    @property
    def ligne_exemple(self) -> str:
        """Return the key with its example, as one line of front matter."""
        return f"{self.nom}: {en_yaml(self.exemple)}"


@cache
def champs(genre: type[Bloc]) -> dict[Chemin, Champ]:
    """Return every key of `genre` by its path, in the order of the model."""
    return {champ.motif: champ for champ in _parcourir(genre, ())}


def champ_de(genre: type[Bloc], chemin: Chemin) -> Champ | None:
    """Return the key that stands at `chemin` (item numbers count as `*`)."""
    motif = tuple("*" if isinstance(e, int) else e for e in chemin)
    connus = champs(genre)
    return connus.get(motif) or (connus.get(motif[:-1]) if motif[-1:] == ("*",) else None)


def modele_de(genre: type[Bloc], chemin: Chemin) -> type[BaseModel] | None:
    """Return the model of the mapping at `chemin`; the kind itself for ()."""
    if not chemin:
        return genre
    champ = champ_de(genre, chemin)
    return champ.bloc if champ else None


def _parcourir(modele: type[BaseModel], prefixe: Chemin) -> Iterator[Champ]:
    for nom, info in modele.model_fields.items():
        morceaux = list(_morceaux(info.annotation, tuple(info.metadata)))
        liste = any(m is list for m in morceaux)
        bloc = next((m for m in morceaux if isinstance(m, type) and issubclass(m, BaseModel)), None)
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        champ = Champ(
            motif=(*prefixe, nom),
            label=info.title or nom,
            aide=info.description or "",
            exemple=info.examples[0] if info.examples else "…",
            requis=info.is_required(),
            liste=liste,
            libre=any(isinstance(m, TexteLibre) for m in morceaux),
            vocabulaire=str(extra.get("vocabulaire", "")),
            choix=tuple(m for m in morceaux if type(m) is str),
            bloc=bloc,
            forme=_forme(morceaux, bloc),
            mini=_borne(morceaux, ("min_length", "ge")),
            maxi=_borne(morceaux, ("max_length", "le")),
            motif_texte=next((p for m in morceaux if (p := getattr(m, "pattern", None))), ""),
            info=info,
        )
        yield champ
        if bloc:
            yield from _parcourir(bloc, (*champ.motif, "*") if liste else champ.motif)


_FORMES = {dt.date: "jour", int: "entier", bool: "booleen"}


def _forme(morceaux: list[Any], bloc: type[BaseModel] | None) -> str:
    if bloc:
        return "bloc"
    for morceau in morceaux:
        if isinstance(morceau, Forme):
            return str(morceau)
        if isinstance(morceau, type) and morceau in _FORMES:
            return _FORMES[morceau]
    return "choix" if any(type(m) is str for m in morceaux) else "texte"


def _borne(morceaux: list[Any], noms: tuple[str, ...]) -> int | None:
    """The bound of that name, of the key itself first: a list's, then its items'."""
    bornes = (getattr(m, nom, None) for m in morceaux for nom in noms)
    return next((b for b in bornes if isinstance(b, int)), None)


def _morceaux(annotation: Any, metadonnees: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Yield the types, literals and annotations that a field's type is made of."""
    for metadonnee in metadonnees:
        # A bound declared inside a type (`Annee`) waits in a field of its own.
        yield from metadonnee.metadata if isinstance(metadonnee, FieldInfo) else (metadonnee,)
    origine = get_origin(annotation)
    if origine is Annotated:
        interieur, *annotations = get_args(annotation)
        yield from _morceaux(interieur, tuple(annotations))
    elif origine is Literal:
        yield from get_args(annotation)
    elif origine in (Union, UnionType):
        for argument in get_args(annotation):
            yield from _morceaux(argument)
    elif origine is list:
        yield list
        for argument in get_args(annotation):
            yield from _morceaux(argument)
    else:
        yield annotation


_MOT_SIMPLE = re.compile(r"[a-z][a-z0-9-]*|\d{4}-\d{2}-\d{2}|[1-9]\d*")


def en_yaml(valeur: Any) -> str:
    """Return `valeur` as one line of YAML; texts between double quotes unless plain words."""
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    if isinstance(valeur, list):
        return "[" + ", ".join(en_yaml(v) for v in valeur) + "]"
    if isinstance(valeur, dict):
        return "{" + ", ".join(f"{k}: {en_yaml(v)}" for k, v in valeur.items()) + "}"
    texte = str(valeur)
    if _MOT_SIMPLE.fullmatch(texte) and texte not in ("true", "false", "null", "yes", "no"):
        return texte
    return '"' + texte.replace("\\", "\\\\").replace('"', '\\"') + '"'
