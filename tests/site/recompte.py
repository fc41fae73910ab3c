"""The published entries as their files say it, read apart from the project's own code.

Tests of numbers count these again, with nothing but YAML: what the core gets wrong is not
got wrong here in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from tests.conftest import PROJET, REFERENTIELS

DOSSIERS = {
    "inspiractions": "inspiraction",
    "interviews": "interview",
    "dossiers": "dossier",
    "ressources": "ressource",
}
Entete = dict[str, Any]


@cache
def entetes(racine: Path = PROJET / "fiches") -> list[Entete]:
    """Every published front matter, dates as texts, with `id` and `genre`."""
    lus = []
    for dossier, genre in DOSSIERS.items():
        for fichier in sorted((racine / dossier).glob("*.md")):
            texte, _ = frontmatter.parse(fichier.read_text("utf-8"))
            if texte.get("statut", "brouillon") != "brouillon":
                lus.append({"id": fichier.stem, "genre": genre, **texte})
    return lus


@cache
def termes(vocabulaire: str) -> dict[str, Entete]:
    """The terms of a vocabulary by identifier."""
    lus = yaml.safe_load((REFERENTIELS / f"{vocabulaire}.yml").read_text("utf-8"))
    return {terme["id"]: terme for terme in lus}


def lignee(vocabulaire: str, identifiants: Iterable[str]) -> set[str]:
    """These terms and all those above them."""
    connus = termes(vocabulaire)

    def monter(identifiant: str | None) -> Iterator[str]:
        while identifiant:
            yield identifiant
            identifiant = connus[identifiant].get("parent")

    return {terme for identifiant in identifiants for terme in monter(identifiant)}
