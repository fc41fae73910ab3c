"""What all the pages of the site share: entries as views, indexes, glossary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass, field
from functools import cache, cached_property, partial
from operator import attrgetter

from .. import indexes, links, references
from ..corpus import FACETTES, Corpus, Fiche
from ..explore.chains import Enchainements, enchainer
from ..explore.guide import Guide
from ..explore.lessons import Citer, Lecons, citeur
from ..explore.timeline import Frise, derouler
from ..feeds import Flux
from ..feeds import tous as tous_les_flux
from ..indexes import Compte, IndexLieu, IndexTerme
from ..letter import issues
from ..letter.issues import Lettre
from ..letter.months import Mois
from ..links import Relations, Suites
from ..markup import Convertisseur, Glossaire, Rendu
from ..model import GENRES, Entree
from ..publication import Publication
from ..references import Reference
from ..territories import Lieu
from ..typography import cle, typographier
from ..vocabulary import Terme
from .cards import fiche_vue
from .records import FicheVue, GenreVue, Pagination, Porte

_DEFINITIONS = {
    "inspiraction": "Une action locale, racontée par celles et ceux qui l’ont portée : comment "
    "elle s’est faite, ce qui a aidé, ce qui a gêné.",
    "interview": "Un entretien avec une ou plusieurs personnes qui agissent, cherchent ou "
    "décident.",
    "dossier": "Une collection sur un thème : un éditorial, puis des entrées à lire dans l’ordre.",
    "ressource": "Un outil, un guide, une étude, un site : où le trouver et à quoi il sert.",
}
DEFINITIONS_DES_GENRES = {genre: typographier(texte) for genre, texte in _DEFINITIONS.items()}

_SANS_QUESTION = Guide()
_SANS_ADRESSE = Publication("Inspir’action", "")


@dataclass(frozen=True)
class Site:
    """A corpus, and what its pages share; each part is computed once, when first asked.

    `edition` is the address under which the forge edits a file of `fiches/`, or "";
    `publication` names the site in what one takes away from it.
    """

    corpus: Corpus = field(repr=False)
    aujourdhui: dt.date
    _: KW_ONLY
    edition: str = ""
    guide: Guide = _SANS_QUESTION
    publication: Publication = _SANS_ADRESSE

    def partager(self) -> None:
        """Compute every shared part now: workers forked later inherit them all."""
        for nom, partie in vars(type(self)).items():
            if isinstance(partie, cached_property):
                getattr(self, nom)

    # --- Shared records

    @cached_property
    def relations(self) -> dict[str, Relations]:
        return links.relier(self.corpus)

    @cached_property
    def suites(self) -> Suites:
        return Suites(self.corpus, self.relations)

    @cached_property
    def vues(self) -> dict[str, FicheVue]:
        return {f.id: fiche_vue(f) for f in self.corpus.fiches.values()}

    @cached_property
    def index(self) -> dict[str, dict[str, IndexTerme]]:
        """Vocabulary → id of term → its entries."""
        par_facette = {
            nom: indexes.par_terme(self.corpus, nom, attrgetter(nom)) for nom in FACETTES
        }
        par_facette["structures"] = indexes.par_terme(
            self.corpus, "structures", attrgetter("structures")
        )
        return par_facette

    @cached_property
    def lieux(self) -> dict[str, IndexLieu]:
        return indexes.par_lieu(self.corpus)

    @cached_property
    def enchainements(self) -> Enchainements:
        return enchainer(self.corpus)

    @cached_property
    def frise(self) -> Frise:
        return derouler(self.corpus)

    @cached_property
    def flux(self) -> dict[str, Flux]:
        """The feeds by the address of the page that each one follows."""
        return tous_les_flux(self.corpus, self.index, self.lieux)

    @cached_property
    def lecons(self) -> Lecons:
        return Lecons.depuis(self.corpus)

    @cached_property
    def reference(self) -> Callable[[Fiche], Reference]:
        """What makes the reference of an entry, once for all that holds it."""
        return cache(partial(references.referencer, publication=self.publication))

    @cached_property
    def citer(self) -> Citer:
        return citeur(self.reference)

    @cached_property
    def lettres(self) -> dict[Mois, Lettre]:
        """The letters of past months and of this one, the newest first."""
        return issues.lettres(self.corpus, self.aujourdhui)

    @cached_property
    def glossaire(self) -> list[Terme]:
        """Terms with a definition that tooltips and the glossary page share, by label."""
        termes = [
            *self.corpus.vocabulaires["glossaire"].termes.values(),
            *self.corpus.vocabulaires["dispositifs"].termes.values(),
        ]
        uniques = {t.id: t for t in reversed(termes) if t.definition}
        return sorted(uniques.values(), key=lambda t: cle(t.sigle or t.libelle))

    @cached_property
    def genres(self) -> tuple[GenreVue, ...]:
        comptes = dict.fromkeys(GENRES, 0)
        for fiche in self.corpus.fiches.values():
            comptes[fiche.genre] += 1
        return tuple(genre_vue(genre, compte) for genre, compte in comptes.items())

    @cached_property
    def portes(self) -> tuple[Porte, ...]:
        """The three doors of the home page."""

        def premiers(index: Iterable[IndexTerme]) -> tuple[Compte, ...]:
            tries = sorted(index, key=lambda i: (-i.compte, cle(i.terme.libelle)))
            return tuple(Compte(i.terme, i.compte) for i in tries if i.compte)

        themes = premiers(self.index["themes"].values())
        dispositifs = premiers(self.index["dispositifs"].values())
        regions = sorted(
            (i for i in self.lieux.values() if _est_grand(i.lieu)),
            key=lambda i: (-i.compte, cle(i.lieu.nom)),
        )
        lieux = tuple(Compte(i.lieu, i.compte) for i in regions)
        return (
            Porte("Par thème", "themes/", len(themes), themes[:8]),
            Porte("Par territoire", "territoires/", len(self.lieux), lieux[:8]),
            Porte("Par dispositif", "dispositifs/", len(dispositifs), dispositifs[:8]),
        )

    def premieres(self, genre: str, nombre: int) -> list[FicheVue]:
        """Return the first entries of a kind, as its list shows them."""
        classe = next(g for g in GENRES if genre == g.GENRE)
        return [self.vues[f.id] for f in self.corpus.du_genre(classe)[:nombre]]

    @cached_property
    def convertisseur(self) -> Convertisseur:
        def trouver(identifiant: str) -> tuple[str, str] | None:
            vue = self.vues.get(identifiant)
            return (f"../../{vue.adresse}", vue.titre) if vue else None

        return Convertisseur(trouver, Glossaire(self.glossaire), racine="../../")

    def rendre(self, fiche: Fiche) -> Rendu:
        """Convert the body of `fiche` for its own page, two folders below the root."""
        return self.convertisseur.convertir(fiche.corps, f"../../images/{fiche.id}/", fiche.images)

    @cached_property
    def lieux_par_nom(self) -> dict[str, Lieu]:
        par_nom: dict[str, Lieu] = {}
        for index in self.lieux.values():
            par_nom.setdefault(cle(index.lieu.complet), index.lieu)
            par_nom.setdefault(cle(index.lieu.nom), index.lieu)
        return par_nom


def genre_vue(
    genre: type[Entree],
    compte: int,
    fiches: tuple[FicheVue, ...] = (),
    pagination: Pagination | None = None,
) -> GenreVue:
    return GenreVue(
        genre.GENRE,
        genre.LIBELLE,
        genre.LIBELLE_PLURIEL,
        f"{genre.DOSSIER}/",
        DEFINITIONS_DES_GENRES[genre.GENRE],
        compte,
        fiches,
        pagination,
    )


def _est_grand(lieu: Lieu) -> bool:
    """A place that the home page may name: a région, or an overseas département."""
    return lieu.type == "region" or (
        lieu.type == "departement" and all(p.type == "pays" for p in lieu.parents)
    )
