"""Maps as templates draw them: areas with their shade and number, legend, table.

A drawing is a group of links, one for each area that has entries; everything that it shows is
in the table too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot

from ..corpus import Fiche
from ..maps import (
    Classe,
    Comptes,
    Contour,
    Feuille,
    aire_de,
    aires,
    classer,
    compter,
    feuilles,
    rang,
)
from ..territories import Lieu, Territoires
from ..typography import cle

#: A map of fewer located entries shows nothing that the list beside it does not.
AU_MOINS = 2
#: Size of the numbers, in units of the drawing: on a wide map, on a narrow one.
_CORPS_LARGE, _CORPS_ETROIT = 22, 40
#: Sides of a figure, and how far a number may stand out of the circle that its area holds.
_CHASSE, _HAUTEUR, _DEBORD = 0.58, 0.72, 1.9


@dataclass(frozen=True, slots=True)
class AireVue:
    """One area with entries, as it is drawn; `rang` is that of its class.

    `chiffre` says where its number has room: "partout", "large" (on a wide map alone) or "".
    `double`: an inset draws it again, larger, and has the link that the keyboard reaches.
    """

    nom: str
    adresse: str
    compte: int
    rang: int
    trace: str
    x: int
    y: int
    chiffre: str
    double: bool


@dataclass(frozen=True, slots=True)
class DessinVue:
    """The large map, or an inset. `vides`: name and path of the areas that have no entry."""

    nom: str
    largeur: int
    hauteur: int
    aires: tuple[AireVue, ...]
    vides: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LigneVue:
    """One line of the table; `region` is the région of the area, or its country."""

    nom: str
    region: str
    adresse: str
    compte: int


@dataclass(frozen=True, slots=True)
class VideVue:
    """An area that has no entry yet, and the text that the form takes for it.

    Lands without inhabitants wait for none.
    """

    nom: str
    ecriture: str


@dataclass(frozen=True, slots=True)
class CarteVue:
    """A map and its table.

    `lignes`: every area with entries, the most first; `sans_dessin`: those among them that no
    drawing shows. `hors` counts the entries that stand in no area.
    """

    ensemble: DessinVue
    encarts: tuple[DessinVue, ...]
    sans_dessin: tuple[LigneVue, ...]
    classes: tuple[Classe, ...]
    lignes: tuple[LigneVue, ...]
    sans_entree: tuple[VideVue, ...]
    hors: int


@dataclass(frozen=True, slots=True)
class SituationVue:
    """Where a place stands: what to highlight, over the background map when there is one."""

    libelle: str
    largeur: int
    hauteur: int
    trace: str
    fond: bool


def carte(fiches: Iterable[Fiche], *, legere: bool = False) -> CarteVue | None:
    """Return the map of `fiches`, or None when too few of them stand in an area.

    A lighter map has fewer points, and leaves out the insets that have no entry.
    """
    comptes = compter(fiches)
    if sum(comptes.par_aire.values()) < AU_MOINS:
        return None
    classes = classer(comptes.par_aire.values())
    ensemble, *encarts = feuilles()
    en_encart = {code for encart in encarts for code in encart.contours}
    dessines = [
        _dessin(encart, comptes, classes)
        for encart in encarts
        if not legere or any(code in comptes.par_aire for code in encart.contours)
    ]
    lignes = {
        lieu.code: _ligne(lieu, comptes.par_aire[lieu.code])
        for lieu in aires()
        if lieu.code in comptes.par_aire
    }
    return CarteVue(
        ensemble=_dessin(ensemble, comptes, classes, doubles=en_encart, legere=legere),
        encarts=tuple(dessines),
        sans_dessin=tuple(
            ligne
            for code, ligne in lignes.items()
            if code not in ensemble.contours and code not in en_encart
        ),
        classes=classes,
        lignes=tuple(sorted(lignes.values(), key=lambda ligne: (-ligne.compte, cle(ligne.nom)))),
        sans_entree=tuple(
            VideVue(lieu.nom, Territoires().ecriture(lieu))
            for lieu in aires()
            if lieu.code not in comptes.par_aire and _habite(lieu)
        )
        if not legere
        else (),
        hors=comptes.hors,
    )


def _dessin(
    feuille: Feuille,
    comptes: Comptes,
    classes: tuple[Classe, ...],
    *,
    doubles: Iterable[str] = (),
    legere: bool = False,
) -> DessinVue:
    vues, vides = [], []
    for lieu in aires():
        if not (contour := feuille.contours.get(lieu.code)):
            continue
        trace = contour.legere if legere else contour.trace
        if compte := comptes.par_aire.get(lieu.code):
            vues.append(
                AireVue(
                    nom=lieu.nom,
                    adresse=lieu.adresse,
                    compte=compte,
                    rang=rang(classes, compte),
                    trace=trace,
                    x=contour.x,
                    y=contour.y,
                    chiffre=_chiffre(contour, compte),
                    double=lieu.code in doubles,
                )
            )
        else:
            vides.append((lieu.nom, trace))
    return DessinVue(feuille.nom, feuille.largeur, feuille.hauteur, tuple(vues), tuple(vides))


def _chiffre(contour: Contour, compte: int) -> str:
    """Where there is room for the number of an area."""
    demi_diagonale = hypot(_CHASSE * len(str(compte)), _HAUTEUR) / 2
    if demi_diagonale * _CORPS_ETROIT <= contour.rayon * _DEBORD:
        return "partout"
    return "large" if demi_diagonale * _CORPS_LARGE <= contour.rayon * _DEBORD else ""


def _habite(lieu: Lieu) -> bool:
    """The French source counts the inhabitants of all that has any; the Belgian one, of none."""
    return lieu.population is not None or lieu.parents[0].code != "fr"


def _ligne(lieu: Lieu, compte: int) -> LigneVue:
    region = next((x for x in lieu.parents if x.type == "region"), lieu.parents[0])
    return LigneVue(lieu.nom, region.nom, lieu.adresse, compte)


def situation(lieu: Lieu) -> SituationVue | None:
    """Return where `lieu` stands: its area, or all those that it holds.

    None when no drawing has it. Overseas, the area is drawn alone: the background map has none.
    """
    aire = aire_de(lieu)
    siennes = {aire.code} if aire else {x.code for x in aires() if lieu in x.parents}
    noms = dict.fromkeys((lieu.complet, *([aire.nom] if aire else []), _pays(lieu).nom))
    for feuille in feuilles():
        if dessinees := sorted(feuille.contours.keys() & siennes):
            fond = feuille is feuilles()[0]
            contours = [feuille.contours[code] for code in dessinees]
            trace = "".join(c.legere if fond else c.trace for c in contours)
            return SituationVue(", ".join(noms), feuille.largeur, feuille.hauteur, trace, fond)
    return None


def _pays(lieu: Lieu) -> Lieu:
    return lieu.parents[0] if lieu.parents else lieu
