"""The rules of a good fiche: one small generator per rule, one finding per mistake.

A rule reads a `Piece` (one file, already cut and validated) and the `Cadre` it
stands in (vocabularies, territories, the other entries); it yields what is
wrong and how to mend it, and never stops at the first mistake.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..frontmatter import Constat
from .body import (
    entrees_citees,
    html_dans_le_texte,
    liens_relatifs,
    renvois,
    restes_de_copie,
    sections,
    titre_de_niveau_1,
)
from .file import caracteres_invisibles, espaces_de_fin, fins_de_ligne, nom_de_fichier
from .frame import Cadre, Lieux, Piece, Regle
from .images import IMAGE_FORMATS, images
from .values import (
    accord_des_personnes,
    codes_sans_guillemets,
    periode_dans_l_ordre,
    sources_presentes,
    termes_de_vocabulaire,
    territoires_connus,
    texte_simple,
    valeurs_coupees,
)

__all__ = ["IMAGE_FORMATS", "Cadre", "Lieux", "Piece", "nom_de_fichier", "verifier"]

#: Every rule, in the order of the file.
REGLES: tuple[Regle, ...] = (
    nom_de_fichier,
    caracteres_invisibles,
    fins_de_ligne,
    espaces_de_fin,
    codes_sans_guillemets,
    valeurs_coupees,
    texte_simple,
    termes_de_vocabulaire,
    territoires_connus,
    periode_dans_l_ordre,
    sources_presentes,
    accord_des_personnes,
    sections,
    titre_de_niveau_1,
    restes_de_copie,
    html_dans_le_texte,
    renvois,
    entrees_citees,
    liens_relatifs,
    images,
)


def verifier(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Yield what every rule finds in `piece`."""
    for regle in REGLES:
        yield from regle(piece, cadre)
