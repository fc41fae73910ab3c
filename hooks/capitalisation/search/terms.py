"""The terms that a search knows: what else they are called, and where their page is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..territories import Lieu
from ..typography import cle
from ..views import Site
from ..vocabulary import VOCABULAIRES, Terme
from .catalogue import signes, tuteur
from .documents import numero, propre
from .words import mots

#: Kinds of terms, in the order in which they are proposed; « lieux » are places.
FAMILLES = (
    "dispositifs", "themes", "lieux", "publics", "demarches", "cadres", "structures", "glossaire",
)  # fmt: skip

RANGS = {nom: rang for rang, nom in enumerate(FAMILLES)}
GRANDS_LIEUX = ("pays", "region", "departement", "province")

Json = dict[str, Any]


def termes(site: Site) -> Json:
    """Return the terms of `site` for the browser, and the places larger than an EPCI.

    A row: rank of the family, label, address of its page, number of entries, forms that
    mean the same (acronym, gendered forms), words that lead to it (synonyms, the number of
    a département or a commune); what is empty at the end of a row is left out.
    """
    grands, _ = places(site)
    return {
        "familles": [_famille(nom) for nom in FAMILLES],
        "termes": [*_termes(site), *(_lieu(site, lieu) for lieu in grands)],
    }


def lieux(site: Site) -> Json:
    """Return the other places, in rows of the same shape: there may be thousands.

    They are in the order of the catalogue, where the larger ones come first. `epci`: the
    rank of each place's EPCI among them plus one, 0 without.
    """
    _, petits = places(site)
    rang = {lieu.code: i for i, lieu in enumerate(petits)}
    epci = ([p for p in lieu.parents if p.type == "epci"] for lieu in petits)
    return {
        "termes": [_lieu(site, lieu) for lieu in petits],
        "epci": signes(rang[siens[-1].code] + 1 if siens else 0 for siens in epci),
    }


def equivalences(site: Site) -> Json:
    """Return the forms that mean the same, and the names of several words, cut into words.

    `termes`: a label and its acronym, or the genders of one noun; `lieux`: the names of
    the larger places. Synonyms are not there: « adolescent » leads to « jeunes », and
    whoever types « jeunes » does not mean it.
    """
    lignes: dict[tuple[str, ...], None] = {}
    for terme in _tous(site):
        lignes[(terme.libelle, terme.sigle) if terme.sigle else (terme.libelle,)] = None
        lignes.update(dict.fromkeys(_genres(terme.feminin)))
    grands, _ = places(site)
    return {
        "termes": [[_couper(nom) for nom in ligne] for ligne in lignes],
        "lieux": [_couper(lieu.nom) for lieu in grands],
    }


def _couper(nom: str) -> str:
    return " ".join(mot.cle for mot in mots(propre(nom)))


def _genres(formes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """« médiateur, médiatrice, médiateur·rice, aidant… »: an inclusive form ends its noun."""
    nom: list[str] = []
    for forme in formes:
        nom.append(forme)
        if "·" in forme:
            yield tuple(nom)
            nom = []


def _tous(site: Site) -> Iterator[Terme]:
    for index in site.index.values():
        yield from (entree.terme for entree in index.values())
    yield from site.corpus.vocabulaires["glossaire"].termes.values()


def places(site: Site) -> tuple[list[Lieu], list[Lieu]]:
    """Return the places of the entries and those that hold them: the larger, the others.

    Those that stand together in a list are together, in the order of their names.
    """
    tous = sorted((index.lieu for index in site.lieux.values()), key=_rang_de_liste)
    grands = [lieu for lieu in tous if lieu.type in GRANDS_LIEUX]
    return grands, [lieu for lieu in tous if lieu.type not in GRANDS_LIEUX]


def _rang_de_liste(lieu: Lieu) -> tuple[str, str, str]:
    dessus = tuteur(lieu)
    return dessus.code if dessus else "", cle(lieu.complet), lieu.code


def definitions(site: Site) -> Json:
    """Return address → definition, for the terms of the glossary and the dispositifs.

    They weigh as much as all the rest, and a search shows two or three of them.
    """
    return {terme.adresse: terme.definition for terme in site.glossaire}


def _famille(nom: str) -> str:
    propres = {"lieux": "Territoire", "glossaire": "Glossaire"}
    return propres.get(nom) or VOCABULAIRES[nom][0]


def _termes(site: Site) -> Iterator[list[Any]]:
    for nom, index in site.index.items():
        for entree in index.values():
            yield _ligne(RANGS[nom], entree.terme, entree.compte)
    for terme in site.corpus.vocabulaires["glossaire"].termes.values():
        if terme.definition:
            yield _ligne(RANGS["glossaire"], terme, 0)


def _lieu(site: Site, lieu: Lieu) -> list[Any]:
    autres = [lieu.nom] if lieu.nom != lieu.complet else []
    menent = [n for n in (numero(lieu),) if n]
    compte = site.lieux[lieu.code].compte
    return _sans_fin_vide([RANGS["lieux"], lieu.complet, lieu.adresse, compte, autres, menent])


def _ligne(rang: int, terme: Terme, compte: int) -> list[Any]:
    egales = [f for f in (terme.sigle, *terme.feminin) if f]
    synonymes = list(terme.synonymes)
    return _sans_fin_vide([rang, terme.libelle, terme.adresse, compte, egales, synonymes])


def _sans_fin_vide(ligne: list[Any]) -> list[Any]:
    while not ligne[-1] and isinstance(ligne[-1], list):
        ligne = ligne[:-1]
    return ligne
