"""The terms that a search knows: what else they are called, and where their page is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..views import Site
from ..vocabulary import VOCABULAIRES, Terme
from .documents import numero

VERSION = 1
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
    a département); what is empty at the end of a row is left out.
    """
    lignes = [*_termes(site), *_lieux(site, grands=True)]
    return {
        "version": VERSION,
        "familles": [_famille(nom) for nom in FAMILLES],
        "termes": lignes,
    }


def _famille(nom: str) -> str:
    propres = {"lieux": "Territoire", "glossaire": "Glossaire"}
    return propres.get(nom) or VOCABULAIRES[nom][0]


def lieux(site: Site) -> Json:
    """Return the other places, in rows of the same shape: there may be thousands."""
    return {"version": VERSION, "termes": list(_lieux(site, grands=False))}


def definitions(site: Site) -> Json:
    """Return address → definition, for the terms of the glossary and the dispositifs.

    They weigh as much as all the rest, and a search shows two or three of them.
    """
    return {terme.adresse: terme.definition for terme in site.glossaire}


def _termes(site: Site) -> Iterator[list[Any]]:
    for nom, index in site.index.items():
        for entree in index.values():
            yield _ligne(RANGS[nom], entree.terme, entree.compte)
    for terme in site.corpus.vocabulaires["glossaire"].termes.values():
        if terme.definition:
            yield _ligne(RANGS["glossaire"], terme, 0)


def _lieux(site: Site, *, grands: bool) -> Iterator[list[Any]]:
    for code in sorted(site.lieux):
        lieu, compte = site.lieux[code].lieu, site.lieux[code].compte
        if (lieu.type in GRANDS_LIEUX) is grands:
            autres = [lieu.nom] if lieu.nom != lieu.complet else []
            menent = [numero(code)] if lieu.type in ("departement", "commune") else []
            ligne = [RANGS["lieux"], lieu.complet, lieu.adresse, compte, autres, menent]
            yield _sans_fin_vide(ligne)


def _ligne(rang: int, terme: Terme, compte: int) -> list[Any]:
    egales = [f for f in (terme.sigle, *terme.feminin) if f]
    synonymes = list(terme.synonymes)
    return _sans_fin_vide([rang, terme.libelle, terme.adresse, compte, egales, synonymes])


def _sans_fin_vide(ligne: list[Any]) -> list[Any]:
    while not ligne[-1] and isinstance(ligne[-1], list):
        ligne = ligne[:-1]
    return ligne
