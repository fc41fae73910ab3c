"""The page « Données et archive »: what there is to take away, and how heavy it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..export import DESCRIPTIONS, DOSSIER, FAMILLES, Ecrit, Famille, Version, citation
from ..typography import taille
from .site import Site

#: What people call a file of that suffix.
_FORMATS = {
    "csv": "CSV",
    "xlsx": "Excel",
    "json": "JSON",
    "csl.json": "CSL-JSON",
    "jsonld": "JSON-LD",
    "geojson": "GeoJSON",
    "ris": "RIS",
    "bib": "BibTeX",
}
#: Versions that the page shows; `versions.json` has them all.
_MONTREES = 10


@dataclass(frozen=True, slots=True)
class FichierVue:
    """A file to download; `format` and `poids` are what a link says of it."""

    nom: str
    titre: str
    description: str
    format: str
    poids: str
    adresse: str


@dataclass(frozen=True, slots=True)
class FamilleVue:
    """A family and its files; `tables` are the many small ones of the vocabularies."""

    id: str
    famille: Famille
    fichiers: tuple[FichierVue, ...]
    tables: tuple[FichierVue, ...]


@dataclass(frozen=True, slots=True)
class VersionVue:
    nom: str
    date: dt.date
    fichiers: int


@dataclass(frozen=True, slots=True)
class DonneesVue:
    """`descriptions` are for programs, schemas included; `precedentes` are the newest of `suite`.

    `citation` is how they are cited.
    """

    version: VersionVue
    familles: tuple[FamilleVue, ...]
    descriptions: tuple[FichierVue, ...]
    precedentes: tuple[VersionVue, ...]
    plus_anciennes: int
    citation: str


def donnees(site: Site, ecrits: Sequence[Ecrit], versions: Sequence[Version]) -> DonneesVue:
    """Return the page of files once written; `versions` begins with theirs."""
    par_famille: dict[str, list[Ecrit]] = {}
    for ecrit in ecrits:
        nom = DESCRIPTIONS if ecrit.fichier.est_un_schema else ecrit.fichier.famille
        par_famille.setdefault(nom, []).append(ecrit)
    courante, *autres = [VersionVue(v.version, v.date, len(v.fichiers)) for v in versions]
    return DonneesVue(
        version=courante,
        familles=tuple(
            _famille(nom, famille, par_famille[nom])
            for nom, famille in FAMILLES.items()
            if nom in par_famille
        ),
        descriptions=tuple(_fichier(e) for e in par_famille.get(DESCRIPTIONS, ())),
        precedentes=tuple(autres[:_MONTREES]),
        plus_anciennes=len(autres[_MONTREES:]),
        citation=citation(site, courante.nom),
    )


def _famille(nom: str, famille: Famille, ecrits: Sequence[Ecrit]) -> FamilleVue:
    a_part = [nom == "vocabulaires" and bool(e.fichier.colonnes) for e in ecrits]
    paires = list(zip(ecrits, a_part, strict=True))
    return FamilleVue(
        nom,
        famille,
        tuple(_fichier(e) for e, part in paires if not part),
        tuple(_fichier(e) for e, part in paires if part),
    )


def _fichier(ecrit: Ecrit) -> FichierVue:
    f = ecrit.fichier
    return FichierVue(
        f.nom,
        f.titre,
        f.description,
        _FORMATS.get(f.nom.partition(".")[2]) or _FORMATS.get(f.nom.rpartition(".")[2], "texte"),
        taille(ecrit.taille),
        f"{DOSSIER}/{f.nom}",
    )
