"""The pages that gather entries: by kind, by term, by structure; and the glossary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ..indexes import Compte, IndexTerme, derniere
from ..model import Entree
from ..territories import Lieu
from ..typography import cle, typographier
from ..vocabulary import VOCABULAIRES, Terme
from .maps import carte
from .pagination import grouper, paginer, titre_pagine
from .records import (
    ACCUEIL,
    Branche,
    GlossaireVue,
    Groupe,
    LettreVue,
    Miette,
    Page,
    Pagination,
    StructureVue,
    TermeVue,
    VocabulaireVue,
    fixe,
)
from .recurrent import sous_un_terme
from .site import DEFINITIONS_DES_GENRES, Site, genre_vue

#: Vocabularies whose terms show where their entries are.
SUR_LA_CARTE = ("themes", "dispositifs")

INTRODUCTIONS = {
    "themes": "De quoi parlent les entrées de la base.",
    "dispositifs": "Les cadres dans lesquels les territoires agissent.",
    "publics": "Les personnes à qui les actions s’adressent, ou avec qui elles se font.",
    "demarches": "Les façons de faire.",
    "cadres": "Les axes et les stratégies des plans officiels auxquels les actions répondent.",
    "structures": "Qui porte les actions, et qui s’y associe.",
}


def pages_de_genre(site: Site, genre: type[Entree]) -> Iterator[Page]:
    """Yield the list of one kind."""
    fiches = site.corpus.du_genre(genre)
    maj = derniere(fiches)
    for pagination, morceau in paginer(f"{genre.DOSSIER}/", fiches):
        vues = tuple(site.vues[f.id] for f in morceau)
        yield Page(
            adresse=pagination.adresse,
            gabarit="genre.html",
            titre=titre_pagine(genre.LIBELLE_PLURIEL, pagination),
            description=DEFINITIONS_DES_GENRES[genre.GENRE],
            fil=(ACCUEIL, Miette(genre.LIBELLE_PLURIEL, None)),
            composer=fixe(genre_vue(genre, len(fiches), vues, pagination)),
            maj=maj,
        )


def page_de_vocabulaire(site: Site, nom: str) -> Page:
    """Return the list of the terms of a vocabulary, with their counts."""
    _, pluriel, dossier = VOCABULAIRES[nom]
    branches = [
        Branche(index.terme, index.compte, tuple(index.enfants))
        for index in site.index[nom].values()
        if not index.terme.parent and _a_une_page(nom, index)
    ]
    if nom == "structures":
        branches.sort(key=lambda b: cle(b.terme.libelle))
    return Page(
        adresse=f"{dossier}/",
        gabarit="vocabulaire.html",
        titre=pluriel,
        description=INTRODUCTIONS[nom],
        fil=(ACCUEIL, Miette(pluriel, None)),
        composer=fixe(VocabulaireVue(pluriel, INTRODUCTIONS[nom], tuple(branches))),
        maj=max((index.maj for index in site.index[nom].values() if index.maj), default=None),
    )


def pages_des_termes(site: Site, nom: str) -> Iterator[Page]:
    """Yield the pages of every term of a vocabulary, even those that still wait for an entry."""
    for index in site.index[nom].values():
        if _a_une_page(nom, index):
            yield from _pages_de_terme(site, nom, index)


def _a_une_page(nom: str, index: IndexTerme) -> bool:
    """A structure is worth a page once an entry names it; a term always is."""
    return nom != "structures" or index.compte > 0


def _pages_de_terme(site: Site, nom: str, index: IndexTerme) -> Iterator[Page]:
    singulier, pluriel, dossier = VOCABULAIRES[nom]
    terme = index.terme
    parent = terme.parent
    fil = (
        ACCUEIL,
        Miette(pluriel, f"{dossier}/"),
        *(Miette(a.libelle, a.adresse) for a in reversed(list(terme.ancetres))),
        Miette(terme.libelle, None),
    )

    def composer(pagination: Pagination, groupes: Callable[[], tuple[Groupe, ...]]) -> TermeVue:
        return TermeVue(
            compte=index.compte,
            groupes=groupes(),
            pagination=pagination,
            terme=terme,
            definition=terme.definition,
            type_libelle=singulier,
            adresse_index=f"{dossier}/",
            libelle_index=pluriel,
            parent=Compte(parent, site.index[nom][parent.id].compte) if parent else None,
            enfants=tuple(index.enfants),
            voisins=tuple(index.voisins),
            structure=_structure(site, terme) if nom == "structures" else None,
            carte=carte(index.fiches, legere=True)
            if nom in SUR_LA_CARTE and pagination.courante == 1
            else None,
            recurrents=sous_un_terme(site, terme) if pagination.courante == 1 else None,
        )

    for pagination, groupes in grouper(site, f"{dossier}/{terme.id}/", index.fiches):
        yield Page(
            adresse=pagination.adresse,
            gabarit="terme.html",
            titre=titre_pagine(terme.libelle, pagination),
            description=terme.definition or typographier(f"{singulier} : {terme.libelle}."),
            fil=fil,
            composer=partial(composer, pagination, groupes),
            maj=index.maj,
        )


def _structure(site: Site, terme: Terme) -> StructureVue:
    sorte = site.corpus.terme("types-de-structures", terme.type)
    return StructureVue(sorte.libelle if sorte else "", _lieu(site, terme), terme.site)


def _lieu(site: Site, terme: Terme) -> Lieu | None:
    """The place of a structure, when an entry stands there too: else it has no page."""
    recherche = cle(terme.territoire)
    return site.lieux_par_nom.get(recherche) if recherche else None


def page_du_glossaire(site: Site) -> Page:
    """Return the glossary, by first letter."""
    lettres: dict[str, list[Terme]] = {}
    for terme in site.glossaire:
        initiale = cle(terme.sigle or terme.libelle)[:1].upper() or "#"
        lettres.setdefault(initiale, []).append(terme)
    vue = GlossaireVue(tuple(LettreVue(nom, tuple(termes)) for nom, termes in lettres.items()))
    return Page(
        adresse="glossaire/",
        gabarit="glossaire.html",
        titre="Glossaire",
        description="Les sigles et les mots de la promotion de la santé, expliqués simplement.",
        fil=(ACCUEIL, Miette("Glossaire", None)),
        composer=fixe(vue),
    )
