"""Levers, obstacles and lessons as items of their own: what recurs, where, and who says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from ...explore import profiles
from ...explore.lessons import (
    A_RETENIR,
    ADRESSE,
    Item,
    Lecons,
    adresse_du_type,
    compter,
)
from ...typography import typographier
from ...vocabulary import VOCABULAIRES, Terme
from ..pagination import paginer, titre_pagine
from ..records import FicheVue, Miette, Page, Pagination
from ..site import Site
from .hub import fil
from .lessons_records import (
    CelluleVue,
    CroisementVue,
    EnseignementsVue,
    LigneVue,
    ListeVue,
    PageDeTypeVue,
    PhraseVue,
    TypeVue,
)

TITRE = "Enseignements"
#: Sentences that the first page shows before anything is asked.
PREMIERES = 20
FORCES = 4


def pages(site: Site) -> Iterator[Page]:
    """Yield the page, then one for each type of factor, and one for the lessons."""
    lecons = site.lecons
    types = _types(lecons)
    # Whether some entry that says something stands in a place with traits.
    milieux = any(profiles.traits(item.fiche) for item in lecons.items)
    yield Page(
        adresse=ADRESSE,
        gabarit="explorer/enseignements.html",
        titre=TITRE,
        description=typographier(
            "Ce qui aide, ce qui gêne, ce qu’il faut retenir : chaque phrase, et qui la dit."
        ),
        fil=fil(TITRE),
        composer=lambda: _enseignements(site, types, milieux),
    )
    for vue in types:
        libelle = vue.terme.libelle
        yield from _liste(
            site,
            vue.adresse,
            typographier(f"{libelle} : ce qui aide, ce qui gêne"),
            vue.terme.definition or typographier(f"Type de facteur : {libelle}."),
            lecons.par_type[vue.terme.id],
            {"type": vue.terme.id},
            milieux,
            autres=tuple(t for t in types if t is not vue),
        )
    yield from _liste(
        site,
        A_RETENIR,
        "À retenir",
        "Ce qu’un autre territoire peut garder d’une action.",
        lecons.a_retenir,
        {"sorte": "enseignement"},
        milieux,
        autres=types,
    )


def _enseignements(site: Site, types: tuple[TypeVue, ...], milieux: bool) -> EnseignementsVue:
    lecons = site.lecons
    themes = [index.terme for index in site.index["themes"].values()]
    dispositifs = [index.terme for index in site.index["dispositifs"].values()]
    return EnseignementsVue(
        types=types,
        a_retenir=compter(lecons.a_retenir),
        grands_themes=_croiser(lecons, types, [t for t in themes if not t.parent]),
        themes=_croiser(lecons, types, _en_arbre(themes)),
        dispositifs=_croiser(lecons, types, dispositifs),
        liste=ListeVue(
            compter(lecons.items),
            _phrases(site, lecons.items[:PREMIERES]),
            commun={},
            milieux=milieux,
        ),
    )


def _types(lecons: Lecons) -> tuple[TypeVue, ...]:
    decomptes = [compter(lecons.par_type[t.id]) for t in lecons.types]
    maximum = max((max(d.leviers, d.freins) for d in decomptes), default=1)
    return tuple(
        TypeVue(
            terme,
            adresse_du_type(terme),
            decompte,
            aide=round(100 * decompte.leviers / maximum),
            gene=round(100 * decompte.freins / maximum),
        )
        for terme, decompte in zip(lecons.types, decomptes, strict=True)
    )


def _en_arbre(termes: list[Terme]) -> list[Terme]:
    """Return each term followed by those below it."""
    rangs = {terme.id: n for n, terme in enumerate(termes)}
    return sorted(termes, key=lambda t: [rangs[a.id] for a in (*reversed([*t.ancetres]), t)])


def _croiser(
    lecons: Lecons, types: tuple[TypeVue, ...], termes: list[Terme]
) -> CroisementVue | None:
    """Cross the types with those of `termes`, of one vocabulary, of which something is said."""
    nom = termes[0].vocabulaire if termes else ""
    index = lecons.croisements.get(nom, {})
    retenus = [terme for terme in termes if terme.id in index]
    if not retenus:
        return None
    maximum = max(len(items) for t in retenus for items in index[t.id].values())

    def cellule(terme: Terme, type_: TypeVue) -> CelluleVue | None:
        nombre = len(index[terme.id].get(type_.terme.id, ()))
        adresse = f"{type_.adresse}?{nom}={terme.id}"
        return CelluleVue(nombre, adresse, -(-FORCES * nombre // maximum)) if nombre else None

    return CroisementVue(
        VOCABULAIRES[nom][0],
        types,
        tuple(
            LigneVue(terme, sum(1 for _ in terme.ancetres), tuple(cellule(terme, t) for t in types))
            for terme in retenus
        ),
    )


def _liste(
    site: Site,
    adresse: str,
    titre: str,
    description: str,
    items: list[Item],
    commun: dict[str, str],
    milieux: bool,
    autres: tuple[TypeVue, ...],
) -> Iterator[Page]:
    """Yield the pages of a list; `commun` is what all its sentences share."""
    decompte = compter(items)

    def composer(
        dire: Callable[[Site, Iterable[Item]], tuple[Any, ...]],
        pagination: Pagination,
        siens: list[Item],
    ) -> PageDeTypeVue:
        liste = ListeVue(decompte, dire(site, siens), commun, milieux)
        return PageDeTypeVue(liste, autres, pagination)

    for pagination, siens in paginer(adresse, items):
        yield Page(
            adresse=pagination.adresse,
            gabarit="explorer/enseignements-type.html",
            titre=titre_pagine(titre, pagination),
            description=description,
            fil=fil(titre, Miette(TITRE, ADRESSE)),
            composer=partial(composer, _phrases, pagination, siens),
            ingredients=partial(composer, _origines, pagination, siens),
        )


def _origines(site: Site, items: Iterable[Item]) -> tuple[tuple[FicheVue, str, int], ...]:
    """What `_phrases` is made of: front matters, and which of their sentences."""
    return tuple((site.vues[item.fiche.id], item.sorte, item.rang) for item in items)


def _phrases(site: Site, items: Iterable[Item]) -> tuple[PhraseVue, ...]:
    return tuple(
        PhraseVue(
            sorte=item.sorte,
            texte=typographier(item.texte),
            adresse=item.adresse,
            type_libelle=item.type.libelle if item.type else "",
            type_adresse=adresse_du_type(item.type) if item.type else A_RETENIR,
            fiche=site.vues[item.fiche.id],
            citation=site.citer(item),
        )
        for item in items
    )
