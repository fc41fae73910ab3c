"""The page that says how to follow the base, and lists its feeds."""

from __future__ import annotations

from collections.abc import Iterator

from ..feeds import MAX
from ..typography import cle, typographier
from .records import ACCUEIL, GroupeDeFlux, Miette, Page, SuivreVue, fixe
from .site import Site

#: Sort of a feed → what its list is called.
_GROUPES = {
    "genres": "Par genre",
    "dossiers": "Par dossier",
    "themes": "Par thème",
    "dispositifs": "Par dispositif",
    "territoires": "Par territoire",
}
#: Smaller places are too many for one page: each has the link on its own.
_LIEUX = ("pays", "region", "departement", "province")


def pages(site: Site) -> Iterator[Page]:
    """Yield the page, when there is something to follow."""
    if not site.flux:
        return
    titre = "Suivre les nouveautés"
    yield Page(
        adresse="suivre/",
        gabarit="suivre.html",
        titre=titre,
        description=typographier(
            "Apprendre ce qui paraît sans revenir voir : sur toute la base, ou sur un "
            "thème, un territoire, un dossier."
        ),
        fil=(ACCUEIL, Miette(titre, None)),
        composer=fixe(SuivreVue(site.flux[""], MAX, tuple(_groupes(site)))),
    )


def _groupes(site: Site) -> Iterator[GroupeDeFlux]:
    petits = {i.lieu.adresse for i in site.lieux.values() if i.lieu.type not in _LIEUX}
    for sorte, titre in _GROUPES.items():
        flux = [f for f in site.flux.values() if f.sorte == sorte and f.page not in petits]
        if sorte != "genres":
            flux.sort(key=lambda f: cle(f.titre))
        if flux:
            yield GroupeDeFlux(sorte, titre, tuple(flux))
