"""Entries along time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ...corpus import Fiche
from ...explore import timeline
from ...explore.timeline import Colonne, Feuillet, Frise
from ...typography import typographier
from ..records import FicheVue, Miette, Page, Pagination
from ..site import Site
from .hub import fil

TITRE = "Frise"
DESCRIPTION = typographier("Quand les actions ont eu lieu, et combien ont cours chaque année.")
#: Share of a column that is left empty on each side of what stands for it.
_MARGE = 0.14
#: Every how many years the axis names one, and how far from these the last one is named too.
_PAS = 5
_ECART = 3
#: The narrowest bar, in % of the axis.
_VISIBLE = 0.6


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of a picture, in % of its width and height, as SVG writes them."""

    x: str
    y: str
    largeur: str
    hauteur: str


@dataclass(frozen=True, slots=True)
class ColonneVue:
    """A column of the picture, and its line of the table.

    `adresse` leads to the entries that begin then, or to the last ones that began before: all
    that is under way then is found there and above. `bande` is the whole column; `fini` what
    gives an end, and `sans_fin_connue`, on top of it, what gives none.
    """

    libelle: str
    annee: str
    en_cours: int
    sans_fin: int
    commencees: int
    adresse: str
    nommee: bool
    milieu: str
    bande: Rectangle
    fini: Rectangle
    sans_fin_connue: Rectangle


@dataclass(frozen=True, slots=True)
class LigneVue:
    """One entry, and its bar on the axis: from `x`, as wide as `largeur`, to `fin`, in %.

    `avant`: it began before the axis does; `ouverte`: it gives no end.
    """

    fiche: FicheVue
    x: str
    largeur: str
    fin: str
    avant: bool
    ouverte: bool


@dataclass(frozen=True, slots=True)
class SectionVue:
    """The entries that begin in one column."""

    ancre: str
    colonne: ColonneVue
    lignes: tuple[LigneVue, ...]


@dataclass(frozen=True, slots=True)
class FriseVue:
    """The whole axis, and the entries that this page lists.

    `ici` is the column of a page that lists one year only, between `precedente` and `suivante`.
    """

    colonnes: tuple[ColonneVue, ...]
    sections: tuple[SectionVue, ...]
    total: int
    sans_periode: int
    inspiractions_sans_periode: int
    ici: ColonneVue | None
    precedente: ColonneVue | None
    suivante: ColonneVue | None
    pagination: Pagination


def pages(site: Site) -> Iterator[Page]:
    """Yield the page, and those of each year when there are many entries."""
    frise = site.frise
    colonnes = _colonnes(frise)
    if frise.feuillets[0].base != timeline.ADRESSE:
        yield _page(site, colonnes, Feuillet((), timeline.ADRESSE))
    for feuillet in frise.feuillets:
        yield _page(site, colonnes, feuillet)


def _page(site: Site, colonnes: dict[str, ColonneVue], feuillet: Feuillet) -> Page:
    annuelle = feuillet.base != timeline.ADRESSE
    ici = colonnes[feuillet.colonnes[0].ancre] if annuelle else None
    titre = TITRE
    milieu: tuple[Miette, ...] = ()
    if ici:
        numero = f" – page {feuillet.courante}" if feuillet.courante > 1 else ""
        titre = typographier(f"{TITRE} : {ici.libelle}{numero}")
        milieu = (Miette(TITRE, timeline.ADRESSE),)
    return Page(
        adresse=feuillet.adresse,
        gabarit="explorer/frise.html",
        titre=titre,
        description=DESCRIPTION,
        fil=fil(ici.libelle if ici else TITRE, *milieu),
        composer=partial(_composer, site, colonnes, feuillet, ici, _ligne),
        # Where a bar stands comes of the columns, and of what its entry says.
        ingredients=partial(_composer, site, colonnes, feuillet, ici, _fiche),
    )


def _composer(
    site: Site,
    colonnes: dict[str, ColonneVue],
    feuillet: Feuillet,
    ici: ColonneVue | None,
    dire: Callable[[Site, Fiche], Any],
) -> FriseVue:
    sans = site.frise.sans_periode
    pleines = [c for c in colonnes.values() if c.commencees]
    rang = pleines.index(ici) if ici else -1
    return FriseVue(
        colonnes=tuple(colonnes.values()),
        sections=tuple(
            SectionVue(c.ancre, colonnes[c.ancre], tuple(dire(site, f) for f in c.commencees))
            for c in feuillet.colonnes
        ),
        total=site.frise.total,
        sans_periode=len(sans),
        inspiractions_sans_periode=sum(f.genre.GENRE == "inspiraction" for f in sans),
        ici=ici,
        precedente=pleines[rang - 1] if rang > 0 else None,
        suivante=pleines[rang + 1] if ici and rang + 1 < len(pleines) else None,
        pagination=Pagination(feuillet.courante, feuillet.total, feuillet.base),
    )


def _colonnes(frise: Frise) -> dict[str, ColonneVue]:
    """Return the columns by anchor, oldest first."""
    listees = {
        colonne.ancre: feuillet.base
        if feuillet.base != timeline.ADRESSE
        else f"{timeline.ADRESSE}#{colonne.ancre}"
        for feuillet in frise.feuillets
        for colonne in feuillet.colonnes
    }
    largeur = 100 / max(len(frise.colonnes), 1)
    maximum = max((c.en_cours for c in frise.colonnes), default=1)
    colonnes: dict[str, ColonneVue] = {}
    adresse = timeline.ADRESSE
    for rang, colonne in enumerate(frise.colonnes):
        adresse = listees.get(colonne.ancre, adresse)
        x = (rang + _MARGE) * largeur
        plein = (1 - 2 * _MARGE) * largeur
        haut = 100 * colonne.en_cours / maximum
        haut_fini = 100 * (colonne.en_cours - colonne.sans_fin) / maximum
        colonnes[colonne.ancre] = ColonneVue(
            libelle=f"Avant {colonne.annee}" if colonne.avant else str(colonne.annee),
            annee="" if colonne.avant else str(colonne.annee),
            en_cours=colonne.en_cours,
            sans_fin=colonne.sans_fin,
            commencees=len(colonne.commencees),
            adresse=adresse,
            nommee=_est_nommee(colonne, frise.colonnes[-1]),
            milieu=_pour_cent((rang + 0.5) * largeur),
            bande=_rectangle(rang * largeur, 0, largeur, 100),
            fini=_rectangle(x, 100 - haut_fini, plein, haut_fini),
            sans_fin_connue=_rectangle(x, 100 - haut, plein, haut - haut_fini),
        )
    return colonnes


def _est_nommee(colonne: Colonne, derniere: Colonne) -> bool:
    if colonne is derniere:
        return colonne.annee % _PAS == 0 or colonne.annee % _PAS >= _ECART
    return not colonne.avant and colonne.annee % _PAS == 0


def _fiche(site: Site, fiche: Fiche) -> FicheVue:
    return site.vues[fiche.id]


def _ligne(site: Site, fiche: Fiche) -> LigneVue:
    barre = site.frise.barre(fiche)
    return LigneVue(
        site.vues[fiche.id],
        _pour_cent(100 * barre.debut),
        # One day of thirty years would not be seen.
        _pour_cent(max(100 * (barre.fin - barre.debut), _VISIBLE)),
        _pour_cent(100 * barre.fin),
        barre.avant,
        barre.ouverte,
    )


def _rectangle(x: float, y: float, largeur: float, hauteur: float) -> Rectangle:
    return Rectangle(_pour_cent(x), _pour_cent(y), _pour_cent(largeur), _pour_cent(hauteur))


def _pour_cent(valeur: float) -> str:
    return f"{valeur:.2f}".rstrip("0").rstrip(".") + "%"
