"""Where nothing is known yet, and the entries that wait for their story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ...explore import gaps
from ...explore.gaps import Colonne, Croisement, Rangee
from ...vocabulary import VOCABULAIRES, Terme
from ..pagination import paginer, titre_pagine
from ..records import FicheVue, Miette, Page, Pagination, fixe
from ..site import Site
from .hub import fil

ADRESSE = "angles-morts/"
TITRE = "Angles morts"
A_COMPLETER = "a-completer/"


@dataclass(frozen=True, slots=True)
class CaseVue:
    """A theme in a column: `compte` entries, and where that leads: a search, or the form.

    `objet` names the column.
    """

    objet: str
    compte: int
    adresse: str


@dataclass(frozen=True, slots=True)
class RangeeVue:
    """A theme, its cells, and how many of them have an entry. `adresse`: what is said of it."""

    terme: Terme
    adresse: str
    cases: tuple[CaseVue, ...]
    connues: int

    @property
    def vides(self) -> tuple[CaseVue, ...]:
        return tuple(case for case in self.cases if not case.compte)

    @property
    def pleines(self) -> tuple[CaseVue, ...]:
        return tuple(case for case in self.cases if case.compte)


@dataclass(frozen=True, slots=True)
class GrilleVue:
    id: str
    titre: str
    colonnes: tuple[Colonne, ...]
    rangees: tuple[RangeeVue, ...]


@dataclass(frozen=True, slots=True)
class Bilan:
    """A theme in a line: the columns that have an entry, and all of them."""

    terme: Terme
    adresse: str
    territoires: int
    territoires_total: int
    publics: int
    publics_total: int


@dataclass(frozen=True, slots=True)
class Absents:
    """What nobody has told: a label and the form filled with it, for each."""

    id: str
    titre: str
    liens: tuple[tuple[str, str], ...]
    total: int


@dataclass(frozen=True, slots=True)
class AnglesMortsVue:
    bilans: tuple[Bilan, ...]
    territoires: tuple[GrilleVue, ...]
    publics: GrilleVue
    absents: tuple[Absents, ...]
    a_completer: int


@dataclass(frozen=True, slots=True)
class ThemeVue:
    """One theme: `territoires` and `publics` are its own rows, `sous_themes` the grids below."""

    bilan: Bilan
    territoires: tuple[tuple[str, RangeeVue], ...]
    publics: RangeeVue
    sous_themes: tuple[GrilleVue, ...]


@dataclass(frozen=True, slots=True)
class ACompleter:
    """An entry to complete, what it does not tell, and the form that holds it."""

    fiche: FicheVue
    manques: tuple[str, ...]
    formulaire: str


@dataclass(frozen=True, slots=True)
class ACompleterVue:
    total: int
    entrees: tuple[ACompleter, ...]
    pagination: Pagination


def pages(site: Site) -> Iterator[Page]:
    """Yield the grids of the themes that are part of no other, one page for each, and the list."""
    territoires = gaps.par_territoire(site.index["themes"], site.lieux)
    publics = gaps.par_public(site.index["themes"], site.index["publics"])
    tous = [index.terme for index in site.index["themes"].values()]
    racines = gaps.du_moins_connu((t for t in tous if not t.parent), (*territoires, publics))
    dessous: dict[str, list[Terme]] = {t.id: [] for t in racines}
    for terme in tous:
        *_, racine = (terme, *terme.ancetres)
        if racine is not terme:
            dessous[racine.id].append(terme)

    yield Page(
        adresse=ADRESSE,
        gabarit="explorer/angles-morts.html",
        titre=TITRE,
        description="Ce que la base ne dit pas encore, et que vous savez peut-être.",
        fil=fil(TITRE),
        composer=lambda: AnglesMortsVue(
            tuple(_bilan(terme, territoires, publics) for terme in racines),
            tuple(_grille(c, racines, "territoire") for c in territoires),
            _grille(publics, racines, "public"),
            tuple(_absents(site)),
            len(gaps.a_completer(site.corpus)),
        ),
    )
    for terme in racines:
        yield _page_du_theme(terme, dessous[terme.id], territoires, publics)
    yield from _pages_a_completer(site)


def _page_du_theme(
    terme: Terme, dessous: list[Terme], territoires: Sequence[Croisement], publics: Croisement
) -> Page:
    def composer() -> ThemeVue:
        enfants = gaps.du_moins_connu(dessous, (*territoires, publics))
        grilles = [_grille(c, enfants, "territoire") for c in territoires]
        grilles.append(_grille(publics, enfants, "public"))
        return ThemeVue(
            _bilan(terme, territoires, publics),
            tuple((c.titre, _rangee_seule(c, terme, "territoire")) for c in territoires),
            _rangee_seule(publics, terme, "public"),
            tuple(grilles) if enfants else (),
        )

    return Page(
        adresse=_adresse(terme),
        gabarit="explorer/angle-mort.html",
        titre=f"{TITRE}\u202f: {terme.libelle}",
        description=f"{terme.libelle}\u202f: où, et pour qui, personne n’en a encore parlé ici.",
        fil=fil(terme.libelle, Miette(TITRE, ADRESSE)),
        composer=composer,
    )


def _adresse(terme: Terme) -> str:
    """A theme that is part of another has no page here: its own says what it holds."""
    return terme.adresse if terme.parent else f"{ADRESSE}{terme.id}/"


def _bilan(terme: Terme, territoires: Sequence[Croisement], publics: Croisement) -> Bilan:
    lieux = [c.grille([terme]).rangees[0] for c in territoires]
    siens = publics.grille([terme]).rangees[0]
    return Bilan(
        terme,
        _adresse(terme),
        sum(rangee.connues for rangee in lieux),
        sum(len(rangee.comptes) for rangee in lieux),
        siens.connues,
        len(siens.comptes),
    )


def _grille(croisement: Croisement, termes: Sequence[Terme], cle: str) -> GrilleVue:
    grille = croisement.grille(termes)
    return GrilleVue(
        grille.id,
        grille.titre,
        grille.colonnes,
        tuple(_rangee(rangee, grille.colonnes, cle) for rangee in grille.rangees),
    )


def _rangee_seule(croisement: Croisement, terme: Terme, cle: str) -> RangeeVue:
    return _rangee(croisement.grille([terme]).rangees[0], croisement.colonnes, cle)


def _rangee(rangee: Rangee, colonnes: Sequence[Colonne], cle: str) -> RangeeVue:
    """`cle` is the key of the form; the facet of the search is its plural."""
    terme = rangee.terme
    cases = tuple(
        CaseVue(
            colonne.libelle,
            compte,
            f"recherche/?{urlencode({'themes': terme.id, f'{cle}s': colonne.id})}"
            if compte
            else formulaire(theme=terme.id, **{cle: colonne.ecriture}),
        )
        for colonne, compte in zip(colonnes, rangee.comptes, strict=True)
    )
    return RangeeVue(terme, _adresse(terme), cases, rangee.connues)


def formulaire(**rempli: str) -> str:
    """Return the address of the form for a new Inspir'action, filled with `rempli`."""
    return f"contribuer/nouvelle-fiche/?{urlencode({'genre': 'inspiraction', **rempli})}"


def _absents(site: Site) -> Iterator[Absents]:
    for nom, cle in (
        ("themes", "theme"),
        ("publics", "public"),
        ("demarches", "demarche"),
        ("dispositifs", "dispositif"),
    ):
        liens = tuple(
            (t.libelle, formulaire(**{cle: t.id})) for t in gaps.sans_entree(site.index[nom])
        )
        if liens:
            yield Absents(nom, VOCABULAIRES[nom][1], liens, len(site.index[nom]))
    absents, total = gaps.departements_sans_entree(site.lieux)
    liens = tuple((lieu.libelle, formulaire(territoire=lieu.ecriture)) for lieu in absents)
    if liens:
        yield Absents("departements", "Départements et provinces", liens, total)


def _pages_a_completer(site: Site) -> Iterator[Page]:
    titre = "Inspir’actions à compléter"
    manques = dict(gaps.a_completer(site.corpus))
    for pagination, morceau in paginer(A_COMPLETER, list(manques)):
        entrees = tuple(
            ACompleter(
                site.vues[fiche.id],
                manques[fiche],
                f"contribuer/nouvelle-fiche/?{urlencode({'modifier': fiche.id})}",
            )
            for fiche in morceau
        )
        yield Page(
            adresse=pagination.adresse,
            gabarit="explorer/a-completer.html",
            titre=titre_pagine(titre, pagination),
            description="Elles ne disent pas encore ce qui a aidé, ni ce qui a gêné.",
            fil=fil(titre, Miette(TITRE, ADRESSE)),
            composer=fixe(ACompleterVue(len(manques), entrees, pagination)),
        )
