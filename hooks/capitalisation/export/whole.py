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


def citation(site: Site, version: str = "") -> str:
    """Return how the catalogue is cited, on a line; a file does not know its own `version`."""
    libelle, _ = licence(DU_SITE)
    precision = f" (version {version})" if version else ""
    phrase = (
        f"{site.publication.nom}, catalogue des entrées, base du {jour(jour_de_la_base(site))}"
        f"{precision}, licence {libelle}."
    )
    return f"{phrase} {site.publication.page(f'{DOSSIER}/')}".strip()
