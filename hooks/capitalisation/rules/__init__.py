"""The rules of a good fiche: one small generator per rule, one finding per mistake.

A rule reads a `Piece` (one file, already cut and validated) and the `Cadre` it
stands in (vocabularies, territories, the other entries); it yields what is
wrong and how to mend it, and never stops at the first mistake. A few rules read
all the entries together.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..frontmatter import Constat
from .body import (
    html_dans_le_texte,
    plan_des_titres,
    sections,
    texte_demesure,
    titre_de_niveau_1,
)
from .file import caracteres_invisibles, espaces_de_fin, fins_de_ligne, nom_de_fichier
from .frame import Cadre, Coupe, Images, Lieux, Piece, Regle, RegleDEnsemble
from .images import (
    IMAGE_FORMATS,
    images,
    images_sans_entree,
    montre_des_images,
    noms_cites,
    sans_image,
)
from .links import (
    ancres,
    ancres_et_renvois,
    entrees_citees,
    entrees_citees_deux_fois,
    entrees_visees,
    liens_relatifs,
    renvois,
)
from .people import accord_des_personnes, courriels, telephones
from .residue import restes_de_copie, restes_du_gabarit
from .together import (
    anciens_identifiants,
    prolongees,
    prolongements_en_rond,
    titre_compare,
    titres_en_double,
)
from .twins import echantillon, textes_jumeaux
from .values import (
    codes_sans_guillemets,
    dates_passees,
    periode_dans_l_ordre,
    sources_presentes,
    termes_de_vocabulaire,
    territoires_connus,
    texte_simple,
    titre_en_capitales,
    valeurs_coupees,
)

__all__ = [
    "IMAGE_FORMATS",
    "Cadre",
    "Coupe",
    "Images",
    "Lieux",
    "Piece",
    "images_sans_entree",
    "interroger",
    "montre_des_images",
    "nom_de_fichier",
    "verifier",
    "verifier_ensemble",
    "verifier_lettre",
    "verifier_liens",
    "verifier_seule",
]

#: The rules of what leads from an entry to others: they look at these.
REGLES_DE_LIENS: tuple[Regle, ...] = (
    renvois,
    entrees_citees,
    liens_relatifs,
    ancres_et_renvois,
)

#: The rules of any text with a front matter, which look at no other.
REGLES_DE_TEXTE: tuple[Regle, ...] = (
    caracteres_invisibles,
    fins_de_ligne,
    espaces_de_fin,
    codes_sans_guillemets,
    valeurs_coupees,
    texte_simple,
    titre_en_capitales,
    texte_demesure,
    titre_de_niveau_1,
    plan_des_titres,
    restes_de_copie,
    restes_du_gabarit,
    html_dans_le_texte,
    ancres,
    telephones,
    courriels,
)

#: Every rule about one entry that looks at no other.
REGLES: tuple[Regle, ...] = (
    *REGLES_DE_TEXTE,
    nom_de_fichier,
    termes_de_vocabulaire,
    territoires_connus,
    dates_passees,
    periode_dans_l_ordre,
    sources_presentes,
    accord_des_personnes,
    sections,
    entrees_citees_deux_fois,
    images,
)

#: Every rule about all the entries together.
REGLES_D_ENSEMBLE: tuple[RegleDEnsemble, ...] = (
    anciens_identifiants,
    titres_en_double,
    textes_jumeaux,
    prolongements_en_rond,
)

#: What these rules ask of every entry.
QUESTIONS = (titre_compare, prolongees, echantillon, noms_cites, entrees_visees)

#: Those about the editorial of a letter, which is no entry.
REGLES_DE_LETTRE: tuple[Regle, ...] = (*REGLES_DE_TEXTE, *REGLES_DE_LIENS, sans_image)


def verifier(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Yield what every rule finds in `piece`."""
    yield from verifier_seule(piece, cadre)
    yield from verifier_liens(piece, cadre)


def verifier_seule(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Yield what the rules find in `piece` that need no other entry."""
    for regle in REGLES:
        yield from regle(piece, cadre)


def interroger(piece: Piece) -> None:
    """Have `piece` answer what the rules about several entries will ask of it."""
    for question in QUESTIONS:
        piece.demander(question)


def verifier_liens(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Yield what is wrong with what leads from `piece` to the entries of `cadre`."""
    visees = piece.demander(entrees_visees)
    # Most lead to entries that readers can open: none of these rules has anything to say.
    if visees is None or not all(i in cadre.pieces and cadre.pieces[i].visible for i in visees):
        for regle in REGLES_DE_LIENS:
            yield from regle(piece, cadre)


def verifier_ensemble(cadre: Cadre) -> Iterator[tuple[Piece, Constat]]:
    """Yield what is wrong between entries, each with the one to mend."""
    for regle in REGLES_D_ENSEMBLE:
        yield from regle(cadre)


def verifier_lettre(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Yield what is wrong with the editorial of a letter."""
    for regle in REGLES_DE_LETTRE:
        yield from regle(piece, cadre)
