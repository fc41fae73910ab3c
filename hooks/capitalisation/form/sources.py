"""The entries that a contributor may cite or change, as their files are written.

A change must show in review as what it is: the form gives back, untouched, every line of the
file that nobody changed. It is therefore given the front matter cut by key, in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..corpus import Fiche

#: Entries in a file: a visit asks for one, some 100 kB; an archive of twenty thousand entries has
#: two hundred more files, not a thousand.
PAR_PAQUET = 100

_CLE = re.compile(r"""["']?([a-z_]+)["']? ?:(?:[ \n]|$)""")


def entrees(fiches: Sequence[Fiche]) -> list[list[str]]:
    """Return [identifier, kind, title] of each entry, in the order of the packs."""
    return [[fiche.id, fiche.genre.GENRE, fiche.meta.titre] for fiche in fiches]


def paquets(fiches: Sequence[Fiche]) -> list[Sequence[Fiche]]:
    """Return the entries whose sources go together, `PAR_PAQUET` at a time."""
    return [fiches[debut : debut + PAR_PAQUET] for debut in range(0, len(fiches), PAR_PAQUET)]


def source(fiche: Fiche) -> dict[str, Any]:
    """Return the file of `fiche`, cut: joined again, its pieces are the file.

    `ouverture` and `fermeture` are the lines of three hyphens, `morceaux` the front matter as
    [key, lines], `corps` the body; `valeurs` is what the keys hold.
    """
    valeurs = fiche.meta.model_dump(mode="json", exclude_unset=True)
    lignes = re.findall(r"[^\n]*\n|[^\n]+", fiche.entete)
    fin = max(rang for rang, ligne in enumerate(lignes) if ligne.startswith("---"))
    morceaux: list[list[str]] = []
    ouverture = lignes[0]
    for ligne in lignes[1:fin]:
        trouve = _CLE.match(ligne)
        if trouve and trouve[1] in valeurs and all(trouve[1] != nom for nom, _ in morceaux):
            morceaux.append([trouve[1], ligne])
        elif morceaux:
            morceaux[-1][1] += ligne
        else:
            ouverture += ligne
    return {
        "id": fiche.id,
        "genre": fiche.genre.GENRE,
        "ouverture": ouverture,
        "morceaux": morceaux,
        "fermeture": "".join(lignes[fin:]),
        "valeurs": valeurs,
        "corps": fiche.corps,
    }
