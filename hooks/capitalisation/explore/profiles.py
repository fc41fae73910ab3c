"""What kind of place an action stands in: traits that places of any name can share.

Everything is computed from the official referential (`donnees/territoires/sources.tsv` gives
its source and its year), and from what the entry itself says. The referential does not hold
the density grid of the INSEE: « milieu » is a plain sign of our own, and says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ..corpus import Fiche
from ..territories import Lieu
from ..typography import FINE, typographier


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait of a place; `definition` says exactly when a place has it."""

    id: str
    libelle: str
    famille: str
    definition: str

    @property
    def adresse(self) -> str:
        """Site-relative address of the trait's page."""
        return f"territoires-semblables/{self.id}/"


#: Families of traits, in the order of pages, with their labels.
FAMILLES = {
    "habitants": "Nombre d’habitants",
    "intercommunalite": "Taille de l’intercommunalité",
    "milieu": "Milieu",
    "situation": "Situation",
}

#: First number of inhabitants of each band of communes, and of each band of EPCI.
#: 15 000: Code général des collectivités territoriales (CGCT), article L5210-1-1.
COMMUNES = (0, 2_000, 10_000, 20_000, 50_000, 100_000)
EPCI = (0, 15_000, 50_000, 100_000, 250_000)

#: Inhabitants from which the INSEE speaks of an urban unit, from which the European grid of
#: density sees an urban cluster; from which a commune is a town whatever surrounds it.
UNITE_URBAINE, AGGLOMERATION, VILLE = 2_000, 5_000, 20_000
#: Above it, a communauté de communes is no sign of the countryside.
GRANDE_COMMUNAUTE = 50_000

#: Legal forms (CGCT, articles L5214-1, L5215-1, L5217-1, L5219-2).
_COMMUNAUTE_DE_COMMUNES = "communauté de communes"
_GRANDES_VILLES = ("métropole", "communauté urbaine", "établissement public territorial")

#: Communes that are an island of hexagonal France, lived on all year, without a bridge: INSEE
#: code → name in the referential. Those of the association Les Îles du Ponant that are communes.
ILES = {
    "fr-17004": "Île-d’Aix",
    "fr-22016": "Île-de-Bréhat",
    "fr-29082": "Île-de-Batz",
    "fr-29083": "Île-de-Sein",
    "fr-29084": "Île-Molène",
    "fr-29155": "Ouessant",
    "fr-56009": "Bangor",
    "fr-56069": "Groix",
    "fr-56085": "Hœdic",
    "fr-56086": "Île-d’Houat",
    "fr-56087": "Île-aux-Moines",
    "fr-56088": "Île-d’Arz",
    "fr-56114": "Locmaria",
    "fr-56152": "Le Palais",
    "fr-56241": "Sauzon",
    "fr-85113": "L’Île-d’Yeu",
}

#: What makes an entry speak of a priority quarter: facet → terms.
QUARTIERS = {
    "publics": ("habitants-des-quartiers-populaires",),
    "dispositifs": ("politique-de-la-ville", "renouvellement-urbain"),
}
QUARTIER_PRIORITAIRE = "quartier-prioritaire"


def _bandes(seuils: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Yield what ends the id of each band, and its label; the smallest first."""
    yield f"moins-de-{seuils[1]}-habitants", f"moins de {_nombre(seuils[1])} habitants"
    for bas, suivant in pairwise(seuils[1:]):
        haut = suivant - 1
        yield f"{bas}-a-{haut}-habitants", f"de {_nombre(bas)} à {_nombre(haut)} habitants"
    yield f"{seuils[-1]}-habitants-et-plus", f"{_nombre(seuils[-1])} habitants et plus"


def _nombre(n: int) -> str:
    return f"{n:,}".replace(",", FINE)


def _traits() -> Iterator[Trait]:
    for identifiant, libelle in _bandes(COMMUNES):
        yield Trait(
            identifiant,
            libelle[0].upper() + libelle[1:],
            "habitants",
            "Communes françaises de cette taille, d’après les populations légales de l’Insee. La "
            "population des communes belges n’est pas connue de notre référentiel.",
        )
    for identifiant, libelle in _bandes(EPCI):
        yield Trait(
            f"intercommunalite-{identifiant}",
            f"Intercommunalité de {libelle.removeprefix('de ')}",
            "intercommunalite",
            "Intercommunalités françaises de cette taille, et les communes qui en sont membres. "
            "Dans le Grand Paris, c’est l’établissement public territorial qui compte.",
        )
    yield Trait(
        "rural",
        "Plutôt rural",
        "milieu",
        "Repère, et non classement officiel. Une commune de moins de 2 000 habitants, hors "
        "métropole, communauté urbaine et établissement public territorial ; une commune de moins "
        "de 5 000 habitants dans une communauté de communes, sans intercommunalité ou sur une île "
        "sans pont ; une communauté de communes de moins de 50 000 habitants.",
    )
    yield Trait(
        "entre-ville-et-campagne",
        "Entre ville et campagne",
        "milieu",
        "Repère, et non classement officiel. Les communes et les intercommunalités françaises qui "
        "ne sont ni « plutôt rurales » ni « plutôt urbaines » : petites villes, communes moyennes "
        "d’une communauté d’agglomération, petites communes d’une métropole ; les communautés "
        "d’agglomération, et les communautés de communes de 50 000 habitants et plus.",
    )
    yield Trait(
        "urbain",
        "Plutôt urbain",
        "milieu",
        "Repère, et non classement officiel. Une commune de 20 000 habitants et plus ; une commune "
        "de 2 000 habitants et plus dans une métropole, une communauté urbaine ou un établissement "
        "public territorial ; ces intercommunalités elles-mêmes.",
    )
    yield Trait(
        "outre-mer",
        "Outre-mer",
        "situation",
        "Départements, régions et collectivités français d’outre-mer, leurs intercommunalités et "
        "leurs communes.",
    )
    yield Trait(
        "ile",
        "Île sans pont",
        "situation",
        "Communes qui sont une île de France hexagonale habitée toute l’année, ou une partie "
        "d’une telle île, et qu’aucun pont ne relie au continent : celles des îles du Ponant. La "
        "Corse, les îles d’outre-mer et les îles qui ne sont qu’une partie d’une commune du "
        "continent n’y sont pas.",
    )
    yield Trait(
        QUARTIER_PRIORITAIRE,
        "Quartier prioritaire ou populaire",
        "situation",
        "C’est l’entrée qui le dit : son public est « Habitant·es des quartiers populaires », ou "
        "son dispositif est « Politique de la ville » ou « Renouvellement urbain ». La liste "
        "officielle des quartiers prioritaires n’est pas dans notre référentiel.",
    )


_MILLIERS = re.compile(r"(?<=\d) (?=\d{3}\b)")
TRAITS = {
    t.id: Trait(
        t.id, typographier(t.libelle), t.famille, _MILLIERS.sub(FINE, typographier(t.definition))
    )
    for t in _traits()
}
_PAR_FAMILLE = {
    famille: tuple(t.id for t in TRAITS.values() if t.famille == famille) for famille in FAMILLES
}


def traits_du_lieu(lieu: Lieu) -> tuple[str, ...]:
    """Return the ids of the traits of `lieu`, in the order of `TRAITS`; none above an EPCI.

    A quarter has those of its commune; what is overseas is so at every level.
    """
    if lieu.type == "quartier":
        lieu = lieu.parents[-1]
    epci = intercommunalite(lieu)
    siens = [*_traits_de_taille(lieu, epci), *_milieu(lieu, epci)]
    if _est_outre_mer(lieu) or _sont_outre_mer(lieu.parents):
        siens.append("outre-mer")
    if lieu.code in ILES:
        siens.append("ile")
    return tuple(siens)


def traits(fiche: Fiche) -> tuple[str, ...]:
    """Return the traits of the places of `fiche`, and those that the entry itself tells."""
    siens = {t for lieu in fiche.lieux for t in traits_du_lieu(lieu)}
    if dit_un_quartier(fiche):
        siens.add(QUARTIER_PRIORITAIRE)
    return tuple(t for t in TRAITS if t in siens)


def dit_un_quartier(fiche: Fiche) -> bool:
    """True when `fiche` itself says that it tells of a priority quarter."""
    for facette, termes in QUARTIERS.items():
        for terme in getattr(fiche, facette):
            if terme.id in termes or any(a.id in termes for a in terme.ancetres):
                return True
    return False


def intercommunalite(lieu: Lieu) -> Lieu | None:
    """The EPCI that `lieu` is, or the nearest one that it stands in."""
    if lieu.type == "epci":
        return lieu
    return next((p for p in reversed(lieu.parents) if p.type == "epci"), None)


def _traits_de_taille(lieu: Lieu, epci: Lieu | None) -> Iterator[str]:
    if lieu.type == "commune" and lieu.population is not None:
        yield _bande("habitants", COMMUNES, lieu.population)
    if epci and epci.population is not None:
        yield _bande("intercommunalite", EPCI, epci.population)


def _bande(famille: str, seuils: tuple[int, ...], population: int) -> str:
    return _PAR_FAMILLE[famille][bisect_right(seuils, population) - 1]


def _milieu(lieu: Lieu, epci: Lieu | None) -> Iterator[str]:
    population = lieu.population
    if population is None or not (epci or lieu.type == "commune"):
        return
    grande_ville = epci is not None and epci.nature in _GRANDES_VILLES
    communaute = epci is None or epci.nature == _COMMUNAUTE_DE_COMMUNES
    if lieu is epci:
        urbain, rural = grande_ville, communaute and population < GRANDE_COMMUNAUTE
    else:
        communaute |= lieu.code in ILES
        urbain = population >= (UNITE_URBAINE if grande_ville else VILLE)
        rural = not grande_ville and population < (AGGLOMERATION if communaute else UNITE_URBAINE)
    yield "urbain" if urbain else "rural" if rural else "entre-ville-et-campagne"


def _est_outre_mer(lieu: Lieu) -> bool:
    """Overseas, a département stands in no région: it is one, or a collectivity of its own."""
    return lieu.type == "departement" and all(p.type == "pays" for p in lieu.parents)


@cache
def _sont_outre_mer(parents: tuple[Lieu, ...]) -> bool:
    """Asked of 37,000 communes, which stand in 1,300 EPCI."""
    return any(_est_outre_mer(parent) for parent in parents)
