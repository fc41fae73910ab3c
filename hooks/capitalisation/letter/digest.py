"""A letter, cut to what a mail can hold: whole summaries, then titles, then how many are left."""

from __future__ import annotations

from dataclasses import dataclass

from ..typography import FINE, sans_invisibles, une_ligne
from ..views.letters import RUBRIQUES
from ..views.records import FicheVue
from ..views.site import Site
from .issues import Lettre

#: The colours of the four kinds on white, as on the site in light.
COULEURS = {
    "inspiraction": "#B83A1B",
    "interview": "#6A2B63",
    "dossier": "#0B5351",
    "ressource": "#7A4E00",
}


@dataclass(frozen=True, slots=True)
class Palier:
    """How much a mail says: entries with a summary, then by title alone, for each rubric."""

    resumees: int
    nommees: int
    editorial: bool = True


#: From the fullest to the lightest, which weighs the same whatever the month: one of them fits.
#: An editorial so long that hardly an entry would stand beside it is read on the site.
PALIERS = (
    *(Palier(n, 2 * n) for n in (12, 9, 7, 5, 3)),
    *(Palier(n, 2 * n, editorial=False) for n in (12, 9, 7, 5, 3, 2, 1, 0)),
)


@dataclass(frozen=True, slots=True)
class Entree:
    """An entry in a mail; `reperes` says where and when, `adresse` is complete."""

    titre: str
    resume: str
    reperes: str
    adresse: str


@dataclass(frozen=True, slots=True)
class Rubrique:
    """`titre` is "" when the kind says enough; `reste` counts the entries left to the site."""

    titre: str
    resumees: tuple[Entree, ...]
    nommees: tuple[Entree, ...]
    reste: int


@dataclass(frozen=True, slots=True)
class Groupe:
    libelle: str
    couleur: str
    compte: int
    rubriques: tuple[Rubrique, ...]


def groupes(site: Site, lettre: Lettre, palier: Palier) -> tuple[Groupe, ...]:
    """Return the entries of `lettre` by kind, as many as `palier` allows."""
    fin = palier.resumees + palier.nommees
    return tuple(
        Groupe(
            genre.LIBELLE_PLURIEL,
            COULEURS[genre.GENRE],
            sum(len(r.fiches) for r in rubriques),
            tuple(
                Rubrique(
                    "" if [r.code for r in rubriques] == ["recits"] else RUBRIQUES[rubrique.code],
                    _entrees(site, rubrique.code, vues[: palier.resumees]),
                    _entrees(site, rubrique.code, vues[palier.resumees : fin]),
                    max(0, len(vues) - fin),
                )
                for rubrique in rubriques
                for vues in [[site.vues[f.id] for f in rubrique.fiches]]
            ),
        )
        for genre, rubriques in lettre.groupes
    )


def _entrees(site: Site, code: str, vues: list[FicheVue]) -> tuple[Entree, ...]:
    return tuple(
        Entree(
            en_clair(vue.titre),
            en_clair(vue.resume),
            en_clair(_reperes(vue, code)),
            site.publication.page(vue.adresse),
        )
        for vue in vues
    )


def _reperes(vue: FicheVue, code: str) -> str:
    # Among what was verified again, a notice still says that it is one.
    notice = "Notice" if code == "relues" and vue.statut == "notice" else ""
    return " · ".join(dit for dit in (notice, vue.lieux_en_bref, vue.periode_texte) if dit)


def en_clair(texte: str) -> str:
    """Return a text that a mail may hold: on one line, without the signs that nobody sees."""
    return une_ligne(sans_invisibles(texte))


def autres(reste: int) -> str:
    """Return "Et une autre", "Et 1 284 autres"."""
    return "Et une autre" if reste == 1 else f"Et {reste:,} autres".replace(",", FINE)
