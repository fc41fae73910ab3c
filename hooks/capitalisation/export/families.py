"""The families of files, in the order of the page: what each is for, in a coordinator's words."""

from __future__ import annotations

from dataclasses import dataclass

from ..typography import typographier


@dataclass(frozen=True, slots=True)
class Famille:
    """`usage` says on the page when to take it; `objet`, to portals, what it holds."""

    titre: str
    usage: str
    objet: str


_FAMILLES = {
    "catalogue": Famille(
        "Le catalogue",
        "Toutes les entrées, avec leurs thèmes, leurs territoires, leurs leviers et leurs freins : "
        "pour trier, compter, faire un tableau ou alimenter un autre outil.",
        "Toutes les entrées publiées et ce que leurs fiches disent : résumé, thèmes, territoires, "
        "dispositifs, publics, démarches, leviers, freins, enseignements et sources.",
    ),
    "references": Famille(
        "Les références",
        "Les mêmes entrées en références bibliographiques : pour Zotero et les autres "
        "gestionnaires de références.",
        "Les entrées publiées, en références bibliographiques.",
    ),
    "territoires": Famille(
        "Les territoires",
        "Pour poser les entrées sur une carte, avec QGIS, uMap ou un autre outil de cartographie.",
        "Les territoires dont parlent les entrées, du pays à la commune : contours simplifiés des "
        "pays, des régions, des départements et des provinces, et nombre d’entrées de chacun.",
    ),
    "vocabulaires": Famille(
        "Les vocabulaires",
        "Les listes de mots qui classent les entrées, avec leurs définitions et leurs synonymes : "
        "pour indexer vos propres documents de la même façon.",
        "Les vocabulaires contrôlés qui classent les entrées : identifiants, libellés, "
        "définitions, synonymes et hiérarchie.",
    ),
}
FAMILLES = {
    nom: Famille(*(typographier(t) for t in (f.titre, f.usage, f.objet)))
    for nom, f in _FAMILLES.items()
}
#: What describes the others, to programs; `famille` of the files of `descriptions`.
DESCRIPTIONS = "descriptions"
