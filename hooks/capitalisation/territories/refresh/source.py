"""What reading a published division takes, whichever country it tells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: One record of a package, as JSON gives it.
Enregistrement = Mapping[str, Any]

#: One line of a compact file, in the order of `referential.COLONNES`.
Ligne = tuple[str, ...]


class SourceInattendue(ValueError):
    """A package does not hold what this command knows how to reduce; the message says what."""


def lire(chemin: Path) -> Any:
    """The JSON document of that file."""
    if not chemin.is_file():
        raise SourceInattendue(f"Fichier introuvable : {chemin}")
    try:
        return json.loads(chemin.read_text(encoding="utf-8"))
    except ValueError as erreur:
        raise SourceInattendue(f"Fichier illisible : {chemin} ({erreur})") from erreur


def iso(table: Mapping[str, str], code: str, quoi: str) -> str:
    """The ISO 3166-2 code of a division, `quoi` being its kind for the message."""
    if code not in table:
        raise SourceInattendue(
            f"{quoi} {code} : son code ISO 3166-2 manque dans {Path(__file__).parent.name}."
        )
    return table[code]
