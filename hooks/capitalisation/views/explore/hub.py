"""The door to the pages of exploration."""

from __future__ import annotations

from collections.abc import Iterator

from ...typography import typographier
from ..records import ACCUEIL, ExplorerVue, Miette, Page, PorteDExploration, fixe
from ..site import Site

TITRE = "Explorer"
ADRESSE = "explorer/"

_PORTES = (
    (
        "Je cherche",
        (
            ("Guide", "guide/", "Quelques questions, et une courte liste qui y répond."),
            (
                "Enseignements",
                "enseignements/",
                "Ce qui aide, ce qui gêne, ce qu’il faut retenir : chaque phrase, et qui la dit.",
            ),
            (
                "Territoires comme le mien",
                "territoires-semblables/",
                "Ce que font des communes et des intercommunalités qui vous ressemblent.",
            ),
        ),
    ),
    (
        "Je prends du recul",
        (
            (
                "Carte",
                "territoires/",
                "Où sont les entrées, département par département, province par province.",
            ),
            ("Frise", "frise/", "Quand les actions ont eu lieu."),
            (
                "Enchaînements",
                "enchainements/",
                "Une action, celles qui l’ont inspirée, celles qui l’ont adaptée ou prolongée.",
            ),
            ("Observatoire", "observatoire/", "La base en chiffres, avec les tableaux."),
            (
                "Angles morts",
                "angles-morts/",
                "Ce que la base ne dit pas encore, et que vous savez peut-être.",
            ),
        ),
    ),
    (
        "Je garde",
        (
            (
                "Ma sélection",
                "ma-selection/",
                "Vos entrées, dans votre ordre : à imprimer en livret, à partager, à citer.",
            ),
            ("Comparer", "comparer/", "De deux à quatre entrées côte à côte."),
        ),
    ),
)


#: Address → title, of every page that another of exploration may lead to.
TITRES = {
    **{adresse: titre for _, portes in _PORTES for titre, adresse, _ in portes},
    "a-completer/": "À compléter",
    "donnees/": "Données et archive",
    "recherche/": "Recherche",
}


def fil(titre: str, *milieu: Miette) -> tuple[Miette, ...]:
    """Return the breadcrumbs of a page of exploration."""
    return (ACCUEIL, Miette(TITRE, ADRESSE), *milieu, Miette(titre, None))


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    groupes = tuple(
        (groupe, tuple(PorteDExploration(t, a, typographier(phrase)) for t, a, phrase in portes))
        for groupe, portes in _PORTES
    )
    yield Page(
        adresse=ADRESSE,
        gabarit="explorer/explorer.html",
        titre=TITRE,
        description=typographier(
            "Au-delà des listes : ce qui se répète, ce qui se ressemble, ce qui manque."
        ),
        fil=(ACCUEIL, Miette(TITRE, None)),
        composer=fixe(ExplorerVue(groupes)),
    )
