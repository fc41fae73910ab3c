"""Chains of actions: what continues, adapts, inspires what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from ...explore import chains
from ...explore.chains import Chaine, Contraste, Ensemble, Etape, Feuillet
from ...links import LIBELLES_DE_LIENS, Declaration
from ...typography import typographier
from ..pagination import titre_pagine
from ..records import FicheVue, Page, Pagination
from ..site import Site
from .hub import fil

TITRE = "Enchaînements"
DESCRIPTION = typographier(
    "Une action en fait naître d’autres. Ici, chaque lien que les fiches disent entre elles, "
    "avec la phrase qui l’explique."
)
#: Kind of link → in plain words, what the entry that declares it is to the other.
DEFINITIONS = {
    "prolonge": "La suite d’une autre action, ou ce qui en est né.",
    "adapte": "La même action, changée pour un autre lieu ou un autre public.",
    "s-inspire-de": "Une idée ou une façon de faire prise à une autre.",
    "complete": "Une partie d’une autre entrée, en détail, ou ce qui va avec elle.",
    "contraste-avec": "Une entrée voisine, qui fait autrement ou que l’on peut confondre.",
}


@dataclass(frozen=True, slots=True)
class SorteVue:
    """A kind of link: what it means, how many there are, where the first is told, if any."""

    type: str
    libelle: str
    definition: str
    compte: int
    adresse: str


@dataclass(frozen=True, slots=True)
class LienDeclare:
    """A link in the words of `de`; `nomme` when no drawn line shows the entry it leads to."""

    type: str
    libelle: str
    de: FicheVue
    vers: FicheVue
    note: str
    nomme: bool


@dataclass(frozen=True, slots=True)
class EtapeVue:
    """A step; `trait` is the kind of link that leads to what comes next, "" when nothing does."""

    fiche: FicheVue
    liens: tuple[LienDeclare, ...]
    trait: str
    branches: tuple[tuple[EtapeVue, ...], ...]
    complements: int
    adresse_complements: str


@dataclass(frozen=True, slots=True)
class ChaineVue:
    ancre: str
    voies: tuple[tuple[EtapeVue, ...], ...]
    compte: int


@dataclass(frozen=True, slots=True)
class EnsembleVue:
    ancre: str
    fiche: FicheVue
    complements: tuple[LienDeclare, ...]


@dataclass(frozen=True, slots=True)
class ContrasteVue:
    """The two entries, each with what it says of the other, if anything."""

    cotes: tuple[tuple[FicheVue, str], ...]


@dataclass(frozen=True, slots=True)
class SectionVue:
    """One way of telling links: how many there are on all pages, and what this page tells."""

    ancre: str
    titre: str
    compte: int
    adresse: str
    blocs: tuple[ChaineVue | EnsembleVue | ContrasteVue, ...]


@dataclass(frozen=True, slots=True)
class EnchainementsVue:
    sortes: tuple[SorteVue, ...]
    sections: tuple[SectionVue, ...]
    pagination: Pagination


def pages(site: Site) -> Iterator[Page]:
    """Yield the pages."""
    tout = site.enchainements
    total = len(tout.feuillets)
    for n, feuillet in enumerate(tout.feuillets, 1):
        pagination = Pagination(n, total, chains.ADRESSE)
        yield Page(
            adresse=pagination.adresse,
            gabarit="explorer/enchainements.html",
            titre=titre_pagine(TITRE, pagination),
            description=DESCRIPTION,
            fil=fil(TITRE),
            composer=partial(_composer, site, feuillet, pagination),
        )


def _composer(site: Site, feuillet: Feuillet, pagination: Pagination) -> EnchainementsVue:
    sections = _sections(site, feuillet, pagination)
    return EnchainementsVue(_sortes(site, sections), sections, pagination)


def _sections(site: Site, feuillet: Feuillet, pagination: Pagination) -> tuple[SectionVue, ...]:
    """Return the sections that have anything to tell, even where another page tells it."""
    tout = site.enchainements

    def premiere(nom: str) -> str:
        n = next((n for n, f in enumerate(tout.feuillets, 1) if getattr(f, nom)), 1)
        return f"{pagination.adresse_de(n)}#{nom}"

    sections = (
        SectionVue(
            "chaines", "D’une action à l’autre", len(tout.chaines), premiere("chaines"),
            tuple(_chaine(site, c) for c in feuillet.chaines),
        ),
        SectionVue(
            "ensembles", "Autour d’une entrée", len(tout.ensembles), premiere("ensembles"),
            tuple(_ensemble(site, e) for e in feuillet.ensembles),
        ),
        SectionVue(
            "contrastes", "Face à face", len(tout.contrastes), premiere("contrastes"),
            tuple(_contraste(site, c) for c in feuillet.contrastes),
        ),
    )  # fmt: skip
    return tuple(s for s in sections if s.compte)


def _sortes(site: Site, sections: tuple[SectionVue, ...]) -> tuple[SorteVue, ...]:
    ou = {section.ancre: section.adresse for section in sections}
    return tuple(
        SorteVue(
            sorte,
            libelle,
            DEFINITIONS[sorte],
            site.enchainements.comptes[sorte],
            ou.get(
                {"complete": "ensembles", "contraste-avec": "contrastes"}.get(sorte, "chaines"), ""
            )
            if site.enchainements.comptes[sorte]
            else "",
        )
        for sorte, (libelle, _) in LIBELLES_DE_LIENS.items()
    )


def _lien(site: Site, declaration: Declaration, *, nomme: bool = False) -> LienDeclare:
    return LienDeclare(
        declaration.type,
        LIBELLES_DE_LIENS[declaration.type][0],
        site.vues[declaration.de.id],
        site.vues[declaration.vers.id],
        typographier(declaration.note),
        nomme,
    )


def _chaine(site: Site, chaine: Chaine) -> ChaineVue:
    voies = tuple(_voie(site, voie) for voie in chaine.voies)
    return ChaineVue(chaine.ancre, voies, len(chaine.fiches))


def _voie(site: Site, etapes: tuple[Etape, ...]) -> tuple[EtapeVue, ...]:
    suivantes = (*etapes[1:], None)
    return tuple(_etape(site, e, s) for e, s in zip(etapes, suivantes, strict=True))


def _etape(site: Site, etape: Etape, suivante: Etape | None) -> EtapeVue:
    fiche = etape.fiche
    trait = ""
    if etape.branches:
        trait = "branches"
    elif suivante and suivante.precedente is fiche:
        trait = suivante.liens[0].type
    complements = site.enchainements.complements.get(fiche.id, 0)
    return EtapeVue(
        fiche=site.vues[fiche.id],
        liens=tuple(_lien(site, d, nomme=d.vers is not etape.precedente) for d in etape.liens),
        trait=trait,
        branches=tuple(_voie(site, branche) for branche in etape.branches),
        complements=complements,
        adresse_complements=site.enchainements.adresse_de_l_ensemble(fiche) if complements else "",
    )


def _ensemble(site: Site, ensemble: Ensemble) -> EnsembleVue:
    return EnsembleVue(
        ensemble.ancre,
        site.vues[ensemble.fiche.id],
        tuple(_lien(site, d) for d in ensemble.complements),
    )


def _contraste(site: Site, contraste: Contraste) -> ContrasteVue:
    notes = {d.de.id: typographier(d.note) for d in contraste.declarations}
    return ContrasteVue(tuple((site.vues[f.id], notes.get(f.id, "")) for f in contraste.fiches))
