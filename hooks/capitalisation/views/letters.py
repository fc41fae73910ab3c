"""The letters: a page for each month, and by year all those that have something to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby

from markupsafe import Markup

from ..corpus import Fiche
from ..letter.issues import Lettre
from ..letter.months import Mois
from ..model import Entree
from ..typography import typographier
from .pagination import titre_pagine
from .records import ACCUEIL, FicheVue, Miette, Page, Pagination, fixe
from .site import Site

ADRESSE = "lettres/"
TITRE = "Lettres"
#: Entries on one page of a letter.
PAR_PAGE = 200
#: What the ways of coming into a letter are called.
RUBRIQUES = {
    "recits": "À lire",
    "notices": "Notices, à compléter",
    "relues": "Mises à jour",
}


@dataclass(frozen=True, slots=True)
class RubriqueVue:
    ancre: str
    titre: str
    fiches: tuple[FicheVue, ...]


@dataclass(frozen=True, slots=True)
class GroupeDeLettre:
    """The entries of one kind on a page of a letter; `compte` counts them on all its pages."""

    genre: str
    libelle: str
    compte: int
    rubriques: tuple[RubriqueVue, ...]

    @property
    def ancre(self) -> str:
        return f"titre-{self.genre}"

    @property
    def a_des_titres(self) -> bool:
        """False when stories are all there is: their kind says enough."""
        return [r.titre for r in self.rubriques] != [RUBRIQUES["recits"]]


@dataclass(frozen=True, slots=True)
class EditorialVue:
    titre: str
    auteurs: str
    contenu: Markup


@dataclass(frozen=True, slots=True)
class LettreEnBref:
    """A letter in a list; `en_cours`: its month is not over."""

    mois: str
    titre: str
    adresse: str
    bilan: str
    editorial: str
    en_cours: bool


@dataclass(frozen=True, slots=True)
class LettreDuMois:
    """One page of a letter; `editorial` stands on the first."""

    lettre: LettreEnBref
    compte: int
    groupes: tuple[GroupeDeLettre, ...]
    pagination: Pagination
    editorial: EditorialVue | None
    precedente: LettreEnBref | None
    suivante: LettreEnBref | None


@dataclass(frozen=True, slots=True)
class LettresVue:
    """The letters that hold something: year → those of that year, the newest first."""

    annees: tuple[tuple[int, tuple[LettreEnBref, ...]], ...]


def pages(site: Site) -> Iterator[Page]:
    """Yield the page of all letters, then those of each."""
    pleines = [lettre for lettre in site.lettres.values() if not lettre.vide]
    annees = tuple(
        (annee, tuple(en_bref(site, lettre) for lettre in siennes))
        for annee, siennes in groupby(pleines, key=lambda lettre: lettre.mois.annee)
    )
    yield Page(
        adresse=ADRESSE,
        gabarit="lettres.html",
        titre=TITRE,
        description="Mois après mois, ce que la base a publié et ce qu’elle a mis à jour.",
        fil=(ACCUEIL, Miette(TITRE, None)),
        composer=fixe(LettresVue(annees)),
    )
    suivante = None
    avant = iter(pleines)
    precedente = next(avant, None)
    for lettre in site.lettres.values():
        if lettre is precedente:
            precedente = next(avant, None)
        yield from _pages_de_la_lettre(site, lettre, precedente, suivante)
        if not lettre.vide:
            suivante = lettre


def en_bref(site: Site, lettre: Lettre) -> LettreEnBref:
    return LettreEnBref(
        lettre.mois.libelle,
        lettre.titre,
        lettre.adresse,
        lettre.bilan,
        typographier(lettre.editorial.titre) if lettre.editorial else "",
        lettre.mois == Mois.de(site.aujourdhui),
    )


def auteurs(lettre: Lettre) -> str:
    """Return who wrote the editorial, with their function and structure, or ""."""
    if not lettre.editorial:
        return ""
    return typographier(
        " ; ".join(
            ", ".join(dit for dit in (a.nom, a.fonction, a.structure) if dit)
            for a in lettre.editorial.auteurs
        )
    )


_RIEN_ENCORE = "rien n’a encore paru."
#: The page of a letter that may have been sent.
_PLUS_RIEN = (
    "plus aucune entrée. Celles que cette lettre annonçait ont pu être mises à jour depuis ; elles "
    "figurent alors dans une lettre plus récente."
)

#: An entry and where it stands in its letter.
_Place = tuple[type[Entree], str, Fiche]


def _pages_de_la_lettre(
    site: Site, lettre: Lettre, precedente: Lettre | None, suivante: Lettre | None
) -> Iterator[Page]:
    compte = len(lettre.nouvelles) + len(lettre.relues)
    total = max(1, -(-compte // PAR_PAGE))

    @cache
    def places() -> list[_Place]:
        """Laid out when a page is composed, by whoever composes it."""
        return [
            (genre, rubrique.code, fiche)
            for genre, rubriques in lettre.groupes
            for rubrique in rubriques
            for fiche in rubrique.fiches
        ]

    def composer(pagination: Pagination) -> LettreDuMois:
        numero = pagination.courante
        comptes = {genre: sum(len(r.fiches) for r in siennes) for genre, siennes in lettre.groupes}
        return LettreDuMois(
            en_bref(site, lettre),
            compte,
            _groupes(site, places()[(numero - 1) * PAR_PAGE : numero * PAR_PAGE], comptes),
            pagination,
            _editorial(site, lettre) if numero == 1 else None,
            en_bref(site, precedente) if precedente else None,
            en_bref(site, suivante) if suivante else None,
        )

    for numero in range(1, total + 1):
        pagination = Pagination(numero, total, lettre.adresse)
        yield Page(
            adresse=pagination.adresse,
            gabarit="lettre-vide.html" if lettre.vide else "lettre.html",
            titre=titre_pagine(lettre.titre, pagination),
            description=_description(site, lettre),
            fil=(ACCUEIL, Miette(TITRE, ADRESSE), Miette(lettre.mois.libelle.capitalize(), None)),
            composer=partial(composer, pagination),
        )


def _description(site: Site, lettre: Lettre) -> str:
    ouvre = lettre.editorial.titre if lettre.editorial else ""
    dit = f"En {lettre.mois.libelle}"
    if lettre.vide:
        en_cours = lettre.mois == Mois.de(site.aujourdhui)
        return typographier(f"{dit} : {_RIEN_ENCORE if en_cours else _PLUS_RIEN}")
    if lettre.bilan:
        dit += f" : {lettre.bilan}"
    return typographier(f"{ouvre.rstrip('.')}. {dit}." if ouvre else f"{dit}.")


def _groupes(
    site: Site, places: Sequence[_Place], comptes: dict[type[Entree], int]
) -> tuple[GroupeDeLettre, ...]:
    return tuple(
        GroupeDeLettre(
            genre.GENRE,
            genre.LIBELLE_PLURIEL,
            comptes[genre],
            tuple(
                RubriqueVue(
                    f"titre-{genre.GENRE}-{code}",
                    RUBRIQUES[code],
                    tuple(site.vues[fiche.id] for _, _, fiche in entrees),
                )
                for code, entrees in groupby(siennes, key=lambda place: place[1])
            ),
        )
        for genre, siennes in groupby(places, key=lambda place: place[0])
    )


def _editorial(site: Site, lettre: Lettre) -> EditorialVue | None:
    editorial = lettre.editorial
    if editorial is None:
        return None
    # The body is converted for a page two folders below the root, as entries are.
    contenu = Markup(site.convertisseur.convertir(editorial.corps).html)
    return EditorialVue(typographier(editorial.titre), auteurs(lettre), contenu)
