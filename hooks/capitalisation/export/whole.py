"""What all the files say of the whole: where it stands, its day, its licence, how it is cited."""

from __future__ import annotations

import datetime as dt

from ..dates import jour
from ..licences import DU_SITE, licence
from ..views.site import Site

#: Where the files stand on the site.
DOSSIER = "donnees"


def jour_de_la_base(site: Site) -> dt.date:
    """The latest date of an entry: what is written does not change with the day of the build."""
    return site.corpus.derniere_date or site.aujourdhui


def citation(site: Site) -> str:
    """Return how the catalogue is cited, on a line."""
    libelle, _ = licence(DU_SITE)
    phrase = (
        f"{site.publication.nom}, catalogue des entrées, base du {jour(jour_de_la_base(site))}, "
        f"licence {libelle}."
    )
    return f"{phrase} {site.publication.adresse}".strip()
