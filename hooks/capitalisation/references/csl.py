"""CSL-JSON, which Zotero, Pandoc and citation processors read.

Source: https://github.com/citation-style-language/schema (csl-data.json, 1.0.2).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .record import Reference

Objet = dict[str, Any]


def csl(reference: Reference) -> Objet:
    """Return the CSL-JSON item of `reference`; keys that would be empty are left out."""
    r = reference
    date = [r.jour.year, r.jour.month, r.jour.day] if r.jour else [int(r.annee)] if r.annee else []
    objet = {
        "id": r.cle,
        "type": r.formes.csl,
        "genre": r.sorte,
        "title": r.titre,
        # `literal`: a name that nobody cuts.
        "author": [{"literal": auteur} for auteur in r.auteurs],
        "container-title": r.contenant,
        "publisher": "" if r.contenant else r.editeur,
        "issued": {"date-parts": [date]} if date else None,
        "number": r.numero,
        "abstract": r.resume,
        "keyword": ", ".join(r.mots_cles),
        "language": r.langue,
        "URL": r.url,
        "DOI": r.doi,
        "ISBN": r.isbn,
        "note": r.note,
    }
    return {cle: valeur for cle, valeur in objet.items() if valeur}


def csl_json(references: Iterable[Reference]) -> str:
    """Return a CSL-JSON file, on one line."""
    return json.dumps([csl(r) for r in references], ensure_ascii=False, separators=(",", ":"))
