"""The addresses of the site, for the page that is shown where there is none.

Terms and places have a list of their own (terms.py). The titles of entries would weigh three
times as much as their identifiers: the fragments of the index, which share these ranks, hold
the few that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..corpus import Fiche
from ..model import PAR_DOSSIER
from .catalogue import signes

Json = dict[str, Any]

#: Other words that people type for a page: address → words.
AUTRES_NOMS = {
    "suivre/": ("flux", "feed", "rss", "atom", "newsletter"),
    "donnees/": ("telecharger", "archive", "open data"),
    "contribuer/": ("participer", "proposer"),
    "a-propos/": ("contact", "about"),
}


def adresses(lignes: Sequence[Fiche], pages: Iterable[tuple[str, str]]) -> Json:
    """Return the identifiers of `lignes` in the order of their ranks, and where they stand.

    `pages` are the other pages: address, title, other names. `dossiers` are [folder, what one of
    its entries is called]; `dans`, a sign an entry: the rank of its folder. `anciens`: an
    identifier that an entry bore → the rank of that entry.
    """
    rang = {dossier: n for n, dossier in enumerate(PAR_DOSSIER)}
    return {
        "dossiers": [[dossier, genre.LIBELLE] for dossier, genre in PAR_DOSSIER.items()],
        "ids": " ".join(fiche.id for fiche in lignes),
        "dans": signes(rang[fiche.genre.DOSSIER] for fiche in lignes),
        "anciens": {
            ancien: n
            for n, fiche in enumerate(lignes)
            for ancien in fiche.meta.anciens_identifiants
            if ancien != fiche.id
        },
        "pages": [[page, titre, *AUTRES_NOMS.get(page, ())] for page, titre in pages],
    }
