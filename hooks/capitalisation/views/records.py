"""Records that templates read: plain, frozen, typography done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from .. import references
from ..corpus import Fiche
from ..explore.lessons import Decompte
from ..explore.profiles import Trait
from ..feeds import Flux
from ..indexes import Compte
from ..markup import Rendu, TitreRendu
from ..model import Entree, Personne, Source
from ..territories import Lieu, en_bref
from ..typography import entre_guillemets
from ..vocabulary import Terme
from .maps import CarteVue, SituationVue


@dataclass(frozen=True, slots=True)
class Miette:
    """One step of the breadcrumbs; `adresse` is None for the page itself."""

    libelle: str
    adresse: str | None


@dataclass(frozen=True, slots=True)
class Annonce:
    """What is said of a page elsewhere than on it: on the map of the site, to whoever is lost."""

    adresse: str
    gabarit: str
    titre: str
    maj: dt.date | None = None
    fiche: None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page to write. `adresse` is site-relative and ends with `/` ("" is home).

    `composer()` returns the record given to the template as `vue`, and `ingredients()`, where
    that record is long to make, all that it is made of; `racine` is the relative path from the
    page to the site's root; `maj`, the day of the latest entry that the page lists, None when
    it lists none or when nobody counted.
    """

    adresse: str
    gabarit: str
    titre: str
    description: str
    fil: tuple[Miette, ...]
    composer: Callable[[], Any]
    fiche: Fiche | None = None
    maj: dt.date | None = None
    ingredients: Callable[[], Any] | None = None

    @property
    def racine(self) -> str:
        return "../" * self.adresse.count("/")


@dataclass(frozen=True, slots=True)
class FicheVue:
    """An entry as lists and cards show it, typography done."""

    id: str
    genre: str
    libelle_genre: str
    libelle_genre_pluriel: str
    adresse: str
    titre: str
    resume: str
    themes: tuple[Terme, ...]
    lieux: tuple[Lieu, ...]
    dispositifs: tuple[Terme, ...]
    publics: tuple[Terme, ...]
    demarches: tuple[Terme, ...]
    cadres: tuple[Terme, ...]
    porteur: Terme | None
    partenaires: tuple[Terme, ...]
    nature: Terme | None
    periode_texte: str
    date: dt.date
    date_texte: str
    statut: str
    meta: Entree
    image_adresse: str

    @property
    def lieux_en_bref(self) -> str:
        """Where it stands, in a short line; "" when it says nothing of it."""
        return en_bref(self.lieux)

    @property
    def titre_cite(self) -> str:
        """The title as a reference quotes it."""
        return entre_guillemets(self.titre)


@dataclass(frozen=True, slots=True)
class FacteurVue:
    ancre: str
    texte: str
    type: Terme | None


@dataclass(frozen=True, slots=True)
class EnseignementVue:
    ancre: str
    texte: str


@dataclass(frozen=True, slots=True)
class Couple:
    """A label and a text."""

    libelle: str
    texte: str


@dataclass(frozen=True, slots=True)
class LienVue:
    fiche: FicheVue
    note: str
    rapporte: bool


@dataclass(frozen=True, slots=True)
class AppartenanceVue:
    dossier: FicheVue
    partie: str
    precedent: FicheVue | None
    suivant: FicheVue | None


@dataclass(frozen=True, slots=True)
class PartieVue:
    titre: str
    ancre: str
    fiches: tuple[FicheVue, ...]


@dataclass(frozen=True, slots=True)
class Licence:
    libelle: str
    url: str


@dataclass(frozen=True, slots=True)
class FicheLue:
    """What the file of an entry alone says, but for its body."""

    leviers: tuple[FacteurVue, ...]
    freins: tuple[FacteurVue, ...]
    enseignements: tuple[EnseignementVue, ...]
    transposer: tuple[Couple, ...]
    sources: tuple[Source, ...]
    personnes: tuple[Personne, ...]
    nature: Terme | None
    acces: str
    connaissance: str
    licence: Licence
    reference: references.Reference
    verifiee_le: str
    verifiee_par: Terme | None
    manques: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntreeVue:
    """Everything on the page of one entry.

    `convertir` gives its body, `lire` what its front matter tells, both made the first time: a
    page that is kept needs neither.
    """

    fiche: FicheVue
    convertir: Callable[[], Rendu]
    lire: Callable[[], FicheLue]
    liens: tuple[tuple[str, tuple[LienVue, ...]], ...]
    adresse_enchainement: str
    adresse_frise: str
    cite_par: tuple[FicheVue, ...]
    a_lire_aussi: tuple[FicheVue, ...]
    dossiers: tuple[AppartenanceVue, ...]
    parties: tuple[PartieVue, ...]
    fichier: str
    lien_edition: str
    a_revoir: bool
    anciennete: str

    @property
    def lue(self) -> FicheLue:
        return self.lire()

    @property
    def rendu(self) -> Rendu:
        return self.convertir()

    @property
    def contenu(self) -> Markup:
        return Markup(self.rendu.html)

    @property
    def sommaire(self) -> tuple[TitreRendu, ...]:
        return self.rendu.sommaire

    @property
    def citation(self) -> references.Citation:
        return references.francaise(self.lue.reference)

    @property
    def metadonnees(self) -> tuple[tuple[str, str], ...]:
        return tuple(references.metadonnees(self.lue.reference))

    @property
    def telechargements(self) -> tuple[references.Telechargement, ...]:
        return references.telechargements(self.lue.reference)


@dataclass(frozen=True, slots=True)
class Groupe:
    """The entries of one kind on a page; `compte` counts them on all its pages."""

    genre: str
    libelle: str
    fiches: tuple[FicheVue, ...]
    compte: int


@dataclass(frozen=True, slots=True)
class NumeroDePage:
    numero: int
    adresse: str


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where a page stands in a long list; `base` is the address of the first page."""

    courante: int
    total: int
    base: str

    def adresse_de(self, numero: int) -> str:
        return self.base if numero == 1 else f"{self.base}page/{numero}/"

    @property
    def adresse(self) -> str:
        return self.adresse_de(self.courante)

    @property
    def precedente(self) -> str | None:
        return self.adresse_de(self.courante - 1) if self.courante > 1 else None

    @property
    def suivante(self) -> str | None:
        return self.adresse_de(self.courante + 1) if self.courante < self.total else None

    @property
    def pages(self) -> list[NumeroDePage | None]:
        """The first page, the last, and those around this one; None where some are left out.

        A few links whatever the length of the list, which has as many pages as it likes.
        """
        proches = {1, self.total, *range(self.courante - 2, self.courante + 3)}
        pages: list[NumeroDePage | None] = []
        for numero in sorted(n for n in proches if 1 <= n <= self.total):
            dernier = pages[-1].numero if pages and pages[-1] else 0
            if numero > dernier + 1:
                pages.append(None)
            pages.append(NumeroDePage(numero, self.adresse_de(numero)))
        return pages


@dataclass(frozen=True, slots=True)
class Branche:
    """A term, or a place, with what stands below it."""

    objet: Any
    compte: int
    enfants: tuple[Any, ...]

    @property
    def terme(self) -> Any:
        return self.objet

    @property
    def lieu(self) -> Any:
        return self.objet

    @property
    def adresse(self) -> str:
        return str(self.objet.adresse)


@dataclass(frozen=True, slots=True)
class StructureVue:
    type: str
    territoire: Lieu | None
    site: str


@dataclass(frozen=True, slots=True)
class Porte:
    """A door of the home page: a way in, its size, its first terms."""

    titre: str
    adresse: str
    compte: int
    termes: tuple[Compte, ...]


@dataclass(frozen=True, slots=True)
class GenreVue:
    genre: str
    libelle: str
    libelle_pluriel: str
    adresse: str
    definition: str
    compte: int
    fiches: tuple[FicheVue, ...] = ()
    pagination: Pagination | None = None


@dataclass(frozen=True, slots=True)
class Recurrent:
    """A type of factor, how many sentences name it, and the address of their list."""

    libelle: str
    nombre: int
    adresse: str


@dataclass(frozen=True, slots=True)
class Recurrents:
    """The types that help the most, and those that hinder the most; `adresse` leads to all."""

    aide: tuple[Recurrent, ...]
    gene: tuple[Recurrent, ...]
    decompte: Decompte
    adresse: str


@dataclass(frozen=True, slots=True)
class TermeVue:
    """The page of a term, a structure or a place."""

    compte: int
    groupes: tuple[Groupe, ...]
    pagination: Pagination
    terme: Terme | None = None
    lieu: Lieu | None = None
    definition: str = ""
    type_libelle: str = ""
    adresse_index: str = ""
    libelle_index: str = ""
    parent: Compte | None = None
    parents: tuple[Compte, ...] = ()
    enfants: tuple[Any, ...] = ()
    voisins: tuple[Compte, ...] = ()
    structure: StructureVue | None = None
    carte: CarteVue | None = None
    situation: SituationVue | None = None
    recurrents: Recurrents | None = None
    traits: tuple[Trait, ...] = ()


@dataclass(frozen=True, slots=True)
class FratrieVue:
    """Places of one type below a place."""

    titre: str
    lieux: tuple[Compte, ...]


@dataclass(frozen=True, slots=True)
class VocabulaireVue:
    titre: str
    introduction: str
    branches: tuple[Branche, ...]


@dataclass(frozen=True, slots=True)
class LettreVue:
    lettre: str
    termes: tuple[Terme, ...]


@dataclass(frozen=True, slots=True)
class GlossaireVue:
    lettres: tuple[LettreVue, ...]


@dataclass(frozen=True, slots=True)
class TerritoiresVue:
    pays: tuple[Branche, ...]
    carte: CarteVue | None


@dataclass(frozen=True, slots=True)
class PorteDExploration:
    """A page of exploration: what it is called, where it is, what one finds there."""

    titre: str
    adresse: str
    phrase: str


@dataclass(frozen=True, slots=True)
class ExplorerVue:
    groupes: tuple[tuple[str, tuple[PorteDExploration, ...]], ...]


@dataclass(frozen=True, slots=True)
class GroupeDeFlux:
    """Feeds of one sort, in the order of their list."""

    sorte: str
    titre: str
    flux: tuple[Flux, ...]


@dataclass(frozen=True, slots=True)
class SuivreVue:
    """The feed of the whole base and those of its parts; each holds `maximum` entries at most."""

    base: Flux
    maximum: int
    groupes: tuple[GroupeDeFlux, ...]


@dataclass(frozen=True, slots=True)
class Redirection:
    """An old address and where it leads."""

    vers: str


ACCUEIL = Miette("Accueil", "")


def fixe(vue: Any) -> Callable[[], Any]:
    """Return a way to compose a page whose record is ready."""
    return lambda: vue
