"""The territorial referential as loaded from its compact files.

`donnees/territoires/*.tsv` are written by `refresh`; LISEZ-MOI.md beside them
tells their source, licence and columns. Whole columns are handled at once, an index is made
when a name first needs it, and a commune becomes a `Lieu` only when asked for: that is what
keeps 35,000 communes under a tenth of a second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from .names import cle, cle_large
from .place import TYPES, Lieu, TypeDeLieu, departement_de

DONNEES = Path(__file__).parents[1] / "donnees" / "territoires"

#: Header of each compact file, in the order of its columns.
COLONNES: dict[str, tuple[str, ...]] = {
    "divisions.tsv": (
        "code", "type", "nature", "parent", "insee", "population", "nom", "autres_noms",
    ),
    "epci.tsv": ("siren", "nature", "division", "epci_englobant", "population", "nom"),
    "france.tsv": ("insee", "nom", "departement", "epci", "population"),
    "france-rattachees.tsv": ("insee", "nom", "commune"),
    "belgique.tsv": ("nis", "nom", "division", "autre_nom"),
    "sources.tsv": ("pays", "source", "millesime", "licence", "credit", "adresse"),
}  # fmt: skip

#: Key of a name → codes of the places that bear it, separated by a space: 35,000 lists would
#: keep the garbage collector busy three times longer than the rest of the loading takes.
Index = dict[str, str]

_FORME_EPCI = re.compile(
    r"^(?:communaute(?: de communes| d agglomeration| urbaine)?|metropole) (?=\w)", re.MULTILINE
)
_PRECISION = re.compile(r"[(«]\s*([^()«»]+?)\s*[)»]")
_ARRONDISSEMENT = re.compile(r"(.+) (\d+)(er?) arrondissement")
# « Sud » never means the « CA du Sud » (La Réunion): these words are too vague for a name.
_TROP_VAGUES = frozenset({"nord", "sud", "est", "ouest", "centre"})


class Source(NamedTuple):
    """Where the places of one country come from; `millesime` is a year or a day."""

    pays: str
    source: str
    millesime: str
    licence: str
    credit: str
    adresse: str


def sources(dossier: Path = DONNEES) -> tuple[Source, ...]:
    """Return where the places come from, as the pages say it."""
    return tuple(Source(*ligne) for ligne in _Table(dossier / "sources.tsv").lignes())


class Referentiel:
    """Every place of the compact files, by code and by name.

    Raises `OSError` when a file is missing and `ValueError` when its columns are not those of
    `COLONNES`: the files are the project's own, so either is a fault of the installation.
    """

    def __init__(self, dossier: Path = DONNEES) -> None:
        self._francaises = _Table(dossier / "france.tsv")
        self._belges = _Table(dossier / "belgique.tsv")
        self._rattachees = _Table(dossier / "france-rattachees.tsv")
        self._autres_noms: dict[str, list[str]] = {}
        #: INSEE code of a département → its ISO code, which is its address.
        self.departements: dict[str, str] = {}
        self._divisions = self._lire_divisions(_Table(dossier / "divisions.tsv"))
        self._epci = self._lire_epci(_Table(dossier / "epci.tsv"))

    def _lire_divisions(self, table: _Table) -> dict[str, Lieu]:
        lieux: dict[str, Lieu] = {}
        # A parent comes before its children: pays, région, then département or province.
        for code, type_, nature, parent, insee, population, nom, autres in sorted(
            table.lignes(), key=lambda ligne: TYPES.index(_type(ligne[1]))
        ):
            parents = _lignee(lieux[parent]) if parent else ()
            lieux[code] = Lieu(code, nom, _type(type_), parents, _nombre(population), nature)
            self._autres_noms[code] = autres.split(";") if autres else []
            if insee:
                self.departements[insee] = code
        return lieux

    def _lire_epci(self, table: _Table) -> dict[str, Lieu]:
        lieux: dict[str, Lieu] = {}
        # An EPT comes after the Métropole du Grand Paris, in which it stands.
        for siren, nature, division, englobant, population, nom in sorted(
            table.lignes(), key=lambda ligne: bool(ligne[3])
        ):
            parents = _lignee(self._divisions[division])
            if englobant:
                parents += (lieux[englobant],)
            lieux[siren] = Lieu(f"fr-{siren}", nom, "epci", parents, _nombre(population), nature)
        return lieux

    # --- By code ------------------------------------------------------------------------------

    def lieu(self, code: str) -> Lieu | None:
        """The country, division, EPCI or commune of that code (`fr-29274`), or `None`."""
        if code in self._divisions:
            return self._divisions[code]
        pays, _, officiel = code.partition("-")
        if pays == "be":
            return self._belge(officiel)
        return self._epci.get(officiel) or self._francaise(officiel.upper())

    def _francaise(self, insee: str) -> Lieu | None:
        if (ligne := self._francaises.ligne(insee)) is None:
            return None
        _, nom, departement, siren, population = ligne
        parents = _lignee(self._divisions[self.departements[departement]])
        if siren:
            epci = self._epci[siren]
            parents += (*(p for p in epci.parents if p.type == "epci"), epci)
        return Lieu(f"fr-{insee.lower()}", nom, "commune", parents, _nombre(population))

    def _belge(self, nis: str) -> Lieu | None:
        if (ligne := self._belges.ligne(nis)) is None:
            return None
        _, nom, division, _ = ligne
        return Lieu(f"be-{nis}", nom, "commune", _lignee(self._divisions[division]))

    @cached_property
    def rattachees(self) -> dict[str, str]:
        """INSEE code of a déléguée, associée or arrondissement → code of its commune."""
        insee, _, communes = self._rattachees.colonnes
        return dict(zip(insee, _codes(communes), strict=True))

    def codes(self) -> Iterator[str]:
        """Code of every place: divisions, EPCI, French communes, Belgian communes."""
        yield from self._divisions
        yield from (lieu.code for lieu in self._epci.values())
        yield from _codes(self._francaises.colonnes[0])
        yield from (f"be-{nis}" for nis in self._belges.colonnes[0])

    def divisions(self) -> Iterator[Lieu]:
        """Every place that is not a commune."""
        yield from self._divisions.values()
        yield from self._epci.values()

    def communes(self) -> Iterator[tuple[str, str, str, int]]:
        """Code, name, what tells it from its namesakes (`29`, `Hainaut`), inhabitants (0 unknown).

        As `Lieu.complet` says it, twenty times quicker than place by place.
        """
        insee, noms, *_, habitants = self._francaises.colonnes
        suffixes = map(departement_de, insee)
        yield from zip(_codes(insee), noms, suffixes, (int(n or 0) for n in habitants), strict=True)
        for nis in self._belges.colonnes[0]:
            lieu = self._belge(nis)
            assert lieu
            yield lieu.code, lieu.nom, lieu.parents[-1].nom, 0

    # --- By name ------------------------------------------------------------------------------

    def autres_noms(self, code: str) -> list[str]:
        """Other names of a division, the official one first: `be-wal` → « Région wallonne », …"""
        return self._autres_noms.get(code, [])

    @cached_property
    def noms(self) -> Index:
        """Countries, divisions and communes of today, by the key of each of their names."""
        divisions = [(nom, c) for c, noms in self._autres_noms.items() for nom in noms]
        divisions += ((lieu.nom, code) for code, lieu in self._divisions.items())
        belges = [
            (nom, f"be-{ligne[0]}") for ligne in self._belges.lignes() for nom in ligne[1::2] if nom
        ]
        insee, francaises = self._francaises.colonnes[:2]
        noms = [*(nom for nom, _ in (*divisions, *belges)), *francaises]
        codes = [*(code for _, code in (*divisions, *belges)), *_codes(insee)]
        return _index(zip(_cles(noms), codes, strict=True))

    @cached_property
    def noms_larges(self) -> Index:
        """The same by a lenient key, where it differs, and without what is in parentheses."""
        cles = list(self.noms)
        larges = cle_large("\n".join(cles)).split("\n")
        paires = [
            (large, self.noms[stricte])
            for large, stricte in zip(larges, cles, strict=True)
            if large != stricte
        ]
        for insee, nom in zip(*self._francaises.colonnes[:2], strict=True):
            if "(" in nom:
                paires.append((cle(_PRECISION.sub("", nom)), f"fr-{insee.lower()}"))
        return _index(paires)

    @cached_property
    def noms_epci(self) -> Index:
        """EPCI by every name one may give them: with or without form, article, acronym."""
        ecritures, codes = [], []
        for lieu in self._epci.values():
            autres = _PRECISION.findall(lieu.nom)
            autres += [_PRECISION.sub("", lieu.nom)] if autres else []
            ecritures += [lieu.nom, *autres]
            codes += [lieu.code] * (1 + len(autres))
        strictes = cle("\n".join(ecritures))
        sans_forme = _FORME_EPCI.sub("", strictes)
        paires = {
            (c, code): None
            for cles in (strictes, sans_forme, cle_large(sans_forme))
            for c, code in zip(cles.split("\n"), codes, strict=True)
            if c not in _TROP_VAGUES
        }
        return _index(paires)

    @cached_property
    def noms_rattaches(self) -> Index:
        """Communes by the names of their déléguées, associées and arrondissements.

        « Marseille 3e Arrondissement » is also « Marseille 3e », « 3e arrondissement de
        Marseille » and, when one does not say of which city, « 3e arrondissement ».
        """
        _, noms, communes = self._rattachees.colonnes
        codes = _codes(communes)
        strictes = _cles(noms)
        larges = cle_large("\n".join(strictes)).split("\n")
        paires = list(zip(strictes, codes, strict=True))
        for stricte, large, code in zip(strictes, larges, codes, strict=True):
            if large != stricte:
                paires.append((large, code))
            if stricte.endswith(" arrondissement"):
                paires += ((ecriture, code) for ecriture in _ecritures_d_arrondissement(stricte))
        return _index(paires)

    @cached_property
    def departements_d_une_commune(self) -> frozenset[str]:
        """Codes of the départements that are one commune, under one name: Paris, Saint-Martin."""
        communes = Counter(self._francaises.colonnes[2])
        return frozenset(self.departements[insee] for insee, n in communes.items() if n == 1)


class _Table:
    """One compact file, cut into columns; a line is put together only when asked for."""

    def __init__(self, chemin: Path) -> None:
        texte = chemin.read_text(encoding="utf-8")
        noms = COLONNES[chemin.name]
        if texte.partition("\n")[0] != "\t".join(noms):
            raise ValueError(f"{chemin} : colonnes inattendues")
        cases = texte.replace("\n", "\t").removesuffix("\t").split("\t")
        #: Every column, in the order of the header.
        self.colonnes = [cases[len(noms) + i :: len(noms)] for i in range(len(noms))]
        if len({len(colonne) for colonne in self.colonnes}) != 1:
            raise ValueError(f"{chemin} : une ligne n’a pas toutes ses colonnes")

    def lignes(self) -> Iterator[tuple[str, ...]]:
        return zip(*self.colonnes, strict=True)

    def ligne(self, code: str) -> tuple[str, ...] | None:
        """The line of that code, which stands in the first column."""
        rang = self._rangs.get(code)
        return None if rang is None else tuple(colonne[rang] for colonne in self.colonnes)

    @cached_property
    def _rangs(self) -> dict[str, int]:
        codes = self.colonnes[0]
        return dict(zip(codes, range(len(codes)), strict=True))


def _codes(insee: list[str]) -> list[str]:
    """Codes of the French communes of those INSEE codes: `2A004` → `fr-2a004`."""
    return ["fr-" + code for code in "\n".join(insee).lower().split("\n")]


def _cles(noms: list[str]) -> list[str]:
    return cle("\n".join(noms)).split("\n")


def _index(paires: Iterable[tuple[str, str]]) -> Index:
    index: Index = {}
    for c, code in paires:
        index[c] = f"{index[c]} {code}" if c in index else code
    return index


def _ecritures_d_arrondissement(cle: str) -> list[str]:
    """Other keys of an arrondissement municipal, given as `marseille 3e arrondissement`."""
    if not (trouve := _ARRONDISSEMENT.fullmatch(cle)):
        return []
    ville, numero, rang = trouve.groups()
    ecritures = [f"{ville} {numero}"]
    for ordinal in (f"{numero}{rang}", f"{numero}eme"):
        long = f"{ordinal} arrondissement"
        ecritures += [f"{ville} {ordinal}", long, f"{long} de {ville}", f"{long} {ville}"]
    return [*ecritures, f"{ville} {numero}eme arrondissement"]


def _lignee(lieu: Lieu) -> tuple[Lieu, ...]:
    return (*lieu.parents, lieu)


def _nombre(texte: str) -> int | None:
    return int(texte) if texte else None


def _type(texte: str) -> TypeDeLieu:
    match texte:
        case "pays" | "region" | "departement" | "province":
            return texte
    raise ValueError(f"divisions.tsv : type inattendu ({texte!r})")
