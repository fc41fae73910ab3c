"""The vocabularies as tables: one CSV each, as a French spreadsheet opens it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from ..corpus import Fiche
from ..tableur import SEPARATEUR, Cellule, en_csv, exacte, joindre
from ..typography import pluriel, typographier
from ..views.site import Site
from ..vocabulary import VOCABULAIRES, Terme
from .records import Colonne, Fichier

_COLONNES: dict[str, tuple[str, str]] = {
    "id": ("Identifiant", "L’identifiant du terme, que les fiches emploient ; il ne change pas."),
    "libelle": ("Libellé", "Le nom du terme."),
    "definition": ("Définition", "Ce que le terme veut dire ici."),
    "synonymes": ("Synonymes", "Les autres mots de même sens, ou de sens proche."),
    "sigle": ("Sigle", "Le sigle, quand il y en a un."),
    "feminin": ("Formes", "Les formes féminines et masculines du mot."),
    "parent": ("Terme parent", "L’identifiant du terme plus large qui le contient."),
    "type": ("Type de structure", "L’identifiant du type de la structure."),
    "territoire": ("Territoire", "Le territoire où la structure agit ou a son siège."),
    "site": ("Site", "L’adresse du site de la structure."),
    "adresse": ("Page", "L’adresse de la page du terme, quand il en a une."),
    "nombre_entrees": (
        "Nombre d’entrées",
        "Les entrées publiées que le terme classe, avec celles des termes qu’il contient.",
    ),
}
_LISTES = ("synonymes", "feminin")
#: Only a structure has these.
_DE_STRUCTURE = ("type", "territoire", "site")


def nom(vocabulaire: str) -> str:
    return f"vocabulaire-{vocabulaire}.csv"


def fichiers(site: Site) -> Iterator[Fichier]:
    """Yield a table for each vocabulary that has terms."""
    for vocabulaire, (_, pluriel_, _) in VOCABULAIRES.items():
        if termes := site.corpus.vocabulaires[vocabulaire].termes:
            yield Fichier(
                nom(vocabulaire),
                typographier(pluriel_),
                pluriel(len(termes), "terme"),
                "text/csv",
                "vocabulaires",
                partial(_octets, site, vocabulaire),
                _colonnes(vocabulaire),
            )


def _colonnes(vocabulaire: str) -> tuple[Colonne, ...]:
    vers = {"parent": nom(vocabulaire), "type": nom("types-de-structures")}
    return tuple(
        Colonne(
            c,
            titre,
            typographier(description),
            "integer" if c == "nombre_entrees" else "string",
            SEPARATEUR if c in _LISTES else "",
            cle=c == "id",
            vers=vers.get(c, ""),
        )
        for c, (titre, description) in _COLONNES.items()
        if (c not in _DE_STRUCTURE or vocabulaire == "structures")
        and (c != "nombre_entrees" or vocabulaire != "glossaire")
    )


def _octets(site: Site, vocabulaire: str) -> Iterator[bytes]:
    return en_csv(_lignes(site, vocabulaire))


def _lignes(site: Site, vocabulaire: str) -> Iterator[list[str]]:
    noms = [colonne.nom for colonne in _colonnes(vocabulaire)]
    comptes = compter(site, vocabulaire)
    yield noms
    for terme in site.corpus.vocabulaires[vocabulaire].termes.values():
        valeurs: dict[str, Cellule] = {
            "synonymes": joindre(terme.synonymes),
            "feminin": joindre(terme.feminin),
            "parent": terme.parent.id if terme.parent else "",
            "adresse": site.publication.adresse + terme.adresse if terme.adresse else "",
            "nombre_entrees": comptes[terme.id],
        }
        yield [exacte(valeurs[n] if n in valeurs else getattr(terme, n)) for n in noms]


def compter(site: Site, vocabulaire: str) -> Counter[str]:
    """Return how many entries stand under each term, by its identifier; none for the glossary."""
    if vocabulaire in site.index:
        return Counter({i: index.compte for i, index in site.index[vocabulaire].items()})
    compte: Counter[str] = Counter()
    if identifiants := _SANS_PAGE.get(vocabulaire):
        termes = site.corpus.vocabulaires[vocabulaire].termes
        for fiche in site.corpus.fiches.values():
            directs = [termes[i] for i in identifiants(fiche) if i in termes]
            compte.update({t.id for terme in directs for t in _lignee(terme)})
    return compte


def _lignee(terme: Terme) -> Iterable[Terme]:
    return (terme, *terme.ancetres)


#: Vocabularies whose terms have no list of entries → the identifiers that an entry uses.
_SANS_PAGE: dict[str, Callable[[Fiche], Iterable[str]]] = {
    "types-de-facteurs": lambda f: [x.type for x in (*f.meta.leviers, *f.meta.freins)],
    "types-de-structures": lambda f: [s.type for s in f.structures],
    "natures": lambda f: [f.nature.id] if f.nature else [],
}
