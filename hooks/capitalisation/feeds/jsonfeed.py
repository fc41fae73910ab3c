"""JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from ..publication import Publication
from .channels import Flux
from .news import Nouvelle

NOM = "flux.json"
VERSION = "https://jsonfeed.org/version/1.1"


def fragment(nouvelle: Nouvelle) -> str:
    """Return the object of an entry, the same in all the feeds that hold it."""
    n = nouvelle
    objet: dict[str, Any] = {
        "id": n.id,
        "url": n.adresse,
        "title": n.titre,
        "summary": n.resume,
        "content_html": n.html,
        "date_published": _instant(n.publiee),
        "date_modified": _instant(n.modifiee),
        "tags": n.mots,
        "language": n.langue,
        # The format has no word for it, and leaves names that begin so to whoever needs one.
        "_licence": {"name": n.licence.libelle, "url": n.licence.url},
    }
    if n.auteurs:
        objet["authors"] = [{"name": nom} for nom in n.auteurs]
    if n.image:
        objet["image"] = n.image.adresse
    return _ecrire(objet)


def composer(flux: Flux, fragments: Iterable[str], en_ligne: Publication) -> str:
    """Return the feed `flux`, made of the objects of its entries."""
    tete = _ecrire(
        {
            "version": VERSION,
            "title": f"{flux.titre} · {en_ligne.nom}",
            "home_page_url": en_ligne.page(flux.page),
            "feed_url": en_ligne.page(flux.page + NOM),
            "language": "fr",
            "authors": [{"name": en_ligne.nom, "url": en_ligne.page("")}],
        }
    )
    return f'{tete[:-1]},"items":[\n' + ",\n".join(fragments) + "\n]}\n"


def _ecrire(objet: dict[str, Any]) -> str:
    return json.dumps(objet, ensure_ascii=False, separators=(",", ":"))


def _instant(jour: dt.date) -> str:
    """A day as both formats write an instant: https://www.rfc-editor.org/rfc/rfc3339"""
    return f"{jour.isoformat()}T00:00:00Z"
