"""The model, flattened: one record per key, however deep, by its path.

A path holds key names, and `*` for each item of a list: ("leviers", "*", "type").
Messages, vocabulary rules and the generated documents all read these records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .frontmatter import Chemin
from .model import Entree, TexteLibre


@dataclass(frozen=True, slots=True)
class Champ:
    """One key of a kind.

    `vocabulaire` is "" when any value will do; `libre` tells free text that
    readers see; `choix` lists the only values accepted, if they are few;
    `bloc` is the model of the mapping that stands here or in each item.
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
    info: FieldInfo

    @property
    def nom(self) -> str:
        return next(e for e in reversed(self.motif) if isinstance(e, str) and e != "*")

    @property
    def ligne_exemple(self) -> str:
        """Return the key with its example, as one line of front matter."""
        return f"{self.nom}: {en_yaml(self.exemple)}"


@cache
def champs(genre: type[Entree]) -> dict[Chemin, Champ]:
    """Return every key of `genre` by its path, in the order of the model."""
    return {champ.motif: champ for champ in _parcourir(genre, ())}


def champ_de(genre: type[Entree], chemin: Chemin) -> Champ | None:
    """Return the key that stands at `chemin` (item numbers count as `*`)."""
    motif = tuple("*" if isinstance(e, int) else e for e in chemin)
    connus = champs(genre)
    return connus.get(motif) or (connus.get(motif[:-1]) if motif[-1:] == ("*",) else None)


def modele_de(genre: type[Entree], chemin: Chemin) -> type[BaseModel] | None:
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
            choix=tuple(m for m in morceaux if isinstance(m, str)),
            bloc=bloc,
            info=info,
        )
        yield champ
        if bloc:
            yield from _parcourir(bloc, (*champ.motif, "*") if liste else champ.motif)


def _morceaux(annotation: Any, metadonnees: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Yield the types, literals and annotations that a field's type is made of."""
    yield from metadonnees
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
