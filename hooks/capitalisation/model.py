"""The content model: the one definition of every front-matter key.

Everything that must agree about a key reads it here: the checker, the JSON
Schema, the reference page, the templates for new fiches and the search facets.
A key is declared once, with the French label, help and example that a
contributor sees, and the vocabulary that its values come from.

Source of the rules: the content model agreed with the editors
(`/contribuer/modele/` on the site is generated from this module).
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from operator import itemgetter
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from .licences import DU_SITE

#: A fiche identifier: the file name without `.md`, permanent, also its address. Windows keeps
#: a few names for itself: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
IDENTIFIANT = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9]+(?:-[a-z0-9]+)*")
IDENTIFIANT_MAX = 80

SECTIONS_INSPIRACTION = (
    "Contexte et problématique",
    "Objectifs",
    "Déroulement",
    "Partenaires et moyens",
    "Résultats",
    "Pour aller plus loin",
)
#: The first three are required before an Inspir'action can be `publiee`.
SECTIONS_OBLIGATOIRES = SECTIONS_INSPIRACTION[:3]


def champ(
    label: str,
    aide: str,
    exemple: Any,
    *,
    vocabulaire: str | None = None,
    **contraintes: Any,
) -> Any:
    """Declare a front-matter key.

    `vocabulaire` names the referential (file stem in `_referentiels/`) that
    every value must come from; `territoires` names the territorial referential.
    """
    extra: dict[str, JsonValue] | None = {"vocabulaire": vocabulaire} if vocabulaire else None
    return Field(
        title=label,
        description=aide,
        examples=[exemple],
        json_schema_extra=extra,
        **contraintes,
    )


# --- Shapes of a single value -------------------------------------------------


_JOUR = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _date_simple(value: Any) -> Any:
    if isinstance(value, str):
        try:
            # fromisoformat also takes weeks (2026-W03-4), which nobody means.
            return dt.date.fromisoformat(value) if _JOUR.fullmatch(value) else _raise_date(value)
        except ValueError:
            _raise_date(value)
    return value


def _raise_date(value: str) -> None:
    raise PydanticCustomError("date_fr", "date", {"valeur": value})


Jour = Annotated[dt.date, BeforeValidator(_date_simple)]

_DATE_PARTIELLE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


def _date_partielle(value: str) -> str:
    match = _DATE_PARTIELLE.fullmatch(value)
    if match:
        annee, mois, jour = match.groups()
        try:
            dt.date(int(annee), int(mois or 1), int(jour or 1))
            return value
        except ValueError:
            pass
    raise PydanticCustomError("date_partielle_fr", "date", {"valeur": value})


class Forme(str):
    """Names the shape of a text that only a function checks; the form of the site reads it."""


#: `AAAA`, `AAAA-MM` or `AAAA-MM-JJ`, kept as written: its precision is information.
DatePartielle = Annotated[str, AfterValidator(_date_partielle), Forme("date-partielle")]

_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


def _url(value: str) -> str:
    # A dot stands inside, not at an end: looked for apart, so that hostile text stays quick.
    if not _URL.fullmatch(value) or "." not in value.partition("//")[2][1:-1]:
        raise PydanticCustomError("url_fr", "url", {"valeur": value})
    return value


Url = Annotated[str, AfterValidator(_url), Forme("adresse")]


def _identifiant(value: str) -> str:
    if not IDENTIFIANT.fullmatch(value) or len(value) > IDENTIFIANT_MAX:
        raise PydanticCustomError("identifiant_fr", "identifiant", {"valeur": value})
    return value


Identifiant = Annotated[str, AfterValidator(_identifiant), Forme("identifiant")]

Annee = Annotated[int, Field(ge=1900, le=2100)]


def _mots(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("vide_fr", "vide")
    return value


class TexteLibre:
    """Marks a key whose value is prose that readers see."""


#: Free text that readers see; never empty.
Texte = Annotated[str, AfterValidator(_mots), TexteLibre()]


class Bloc(BaseModel):
    """Base of every mapping in a front matter: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    def __reduce__(self) -> tuple[Any, ...]:
        """What goes to another process: the values, without the names of the keys."""
        modele = type(self)
        return refait, (modele, tuple(self.model_fields_set), _valeurs(modele)(vars(self)))


@cache
def _valeurs(modele: type[Bloc]) -> itemgetter[Any]:
    return itemgetter(*modele.model_fields)


def refait(modele: type[Bloc], ecrits: tuple[str, ...], valeurs: tuple[Any, ...]) -> Bloc:
    """Return a block as it was before its travel; it was valid."""
    bloc = modele.__new__(modele)
    object.__setattr__(bloc, "__dict__", dict(zip(modele.model_fields, valeurs, strict=True)))
    object.__setattr__(bloc, "__pydantic_fields_set__", _ensemble(ecrits))
    object.__setattr__(bloc, "__pydantic_extra__", None)
    object.__setattr__(bloc, "__pydantic_private__", None)
    return bloc


@cache
def _ensemble(ecrits: tuple[str, ...]) -> set[str]:
    """Blocks whose same keys were written share one set: nothing changes them."""
    return set(ecrits)


# --- Mappings inside a front matter -------------------------------------------


class Periode(Bloc):
    debut: DatePartielle = champ("Début", "Année, mois ou jour où l’action a commencé.", "2018")
    fin: DatePartielle | None = champ(
        "Fin",
        "Année, mois ou jour où l’action s’est terminée. À laisser vide si elle est en cours.",
        "2022-12",
        default=None,
    )


class Facteur(Bloc):
    texte: Texte = champ(
        "Texte",
        "Une phrase : ce qui a aidé, ou ce qui a gêné, et comment.",
        "Les formations ont lieu sur place et sont gratuites.",
        max_length=600,
    )
    type: Identifiant = champ(
        "Type de facteur",
        "La sorte de facteur, à choisir dans la liste.",
        "accessibilite",
        vocabulaire="types-de-facteurs",
    )


class Transposition(Bloc):
    prerequis: Texte | None = champ(
        "Prérequis",
        "Ce qui doit être réuni avant de commencer.",
        "Un soutien politique local.",
        default=None,
    )
    moyens_humains: Texte | None = champ(
        "Moyens humains",
        "Qui, et combien de temps.",
        "Une facilitatrice par commune.",
        default=None,
    )
    budget: Texte | None = champ(
        "Budget", "Ordre de grandeur et financeurs.", "Subventions à renouveler.", default=None
    )
    duree: Texte | None = champ(
        "Durée", "Le temps qu’il faut prévoir.", "Trois ans de suivi.", default=None
    )
    partenaires_cles: Texte | None = champ(
        "Partenaires clés",
        "Sans qui l’action ne se ferait pas.",
        "Commune, associations, habitants.",
        default=None,
    )


class Lien(Bloc):
    type: Literal["prolonge", "adapte", "s-inspire-de", "complete", "contraste-avec"] = champ(
        "Type de lien", "La relation entre les deux entrées.", "s-inspire-de"
    )
    vers: Identifiant = champ(
        "Vers", "L’identifiant de l’autre entrée.", "semeurs-de-sante", vocabulaire="entrees"
    )
    note: Texte | None = champ(
        "Note", "Une phrase qui explique le lien.", "Reprend le panel d’actions.", default=None
    )


class Source(Bloc):
    titre: Texte = champ("Titre", "Le titre du document.", "Rapport d’activité 2021")
    editeur: Texte = champ("Éditeur", "Qui l’a publié.", "Fabrique Territoires Santé")
    annee: Annee = champ("Année", "L’année de publication.", 2021)
    url: Url | None = champ(
        "Adresse",
        "Le lien vers le document, s’il existe.",
        "https://www.example.org/rapport.pdf",
        default=None,
    )
    reperage: Texte | None = champ(
        "Repérage",
        "L’endroit du document où se trouvent les faits : titre de partie, page.",
        "Axe 2, « Poursuivre la capitalisation écrite »",
        default=None,
    )


class Personne(Bloc):
    nom: Texte = champ("Nom", "Prénom et nom.", "Prénom Nom")
    fonction: Texte | None = champ(
        "Fonction", "Son rôle au moment des faits.", "coordinatrice CLS", default=None
    )
    structure: Texte | None = champ(
        "Structure",
        "Sa structure : un identifiant de structure, ou son nom en toutes lettres.",
        "Ville d’Échirolles",
        default=None,
    )


class Image(Bloc):
    fichier: Texte = champ(
        "Fichier",
        "Le nom du fichier, déposé dans fiches/images/IDENTIFIANT/. 300 ko au plus.",
        "atelier.jpg",
    )
    alt: Texte = champ(
        "Texte alternatif",
        "Ce que montre l’image, pour qui ne la voit pas.",
        "Six personnes autour d’une table, dans une salle communale",
    )
    credit: Texte = champ("Crédit", "L’auteur et la licence.", "Commune de Scaër, CC BY 4.0")


class Partie(Bloc):
    titre: Texte = champ("Titre", "Le titre de la partie.", "Inspir’actions")
    entrees: list[Identifiant] = champ(
        "Entrées",
        "Les identifiants des entrées, dans l’ordre de lecture.",
        ["semeurs-de-sante"],
        vocabulaire="entrees",
        min_length=1,
    )


# --- The four kinds -----------------------------------------------------------

Statut = Literal["publiee", "notice", "brouillon"]
#: Values of `connaissance`, in the words of readers.
CONNAISSANCES = {
    "experientielle": "Savoir d’expérience",
    "evaluee": "Action évaluée",
    "probante": "Données probantes",
}


class Entree(Bloc):
    """Keys shared by the four kinds of entry."""

    #: Folder, page title in the plural, and address of the kind. Set by each kind.
    GENRE: ClassVar[str]
    DOSSIER: ClassVar[str]
    LIBELLE: ClassVar[str]
    LIBELLE_PLURIEL: ClassVar[str]

    titre: Texte = champ(
        "Titre",
        "Ce que la personne qui cherche lira en premier. De 5 à 140 caractères.",
        "Les Cafés Papote : aller vers les hameaux pour rompre l’isolement",
        min_length=5,
        max_length=140,
    )
    resume: Texte = champ(
        "Résumé",
        "Qui a fait quoi, où, pour qui et avec quel effet. De 50 à 400 caractères.",
        "À Scaër, un collectif local ouvre des espaces de convivialité dans les hameaux.",
        min_length=50,
        max_length=400,
    )
    themes: list[Identifiant] = champ(
        "Thèmes",
        "De un à cinq thèmes, du plus important au moins important.",
        ["isolement-social"],
        vocabulaire="themes",
        min_length=1,
        max_length=5,
    )
    territoires: list[Texte] = champ(
        "Territoires",
        "Où cela se passe : une commune, une intercommunalité, un département, une région, "
        "une province, un pays, par son nom ou son code.",
        ["Scaër (29)"],
        vocabulaire="territoires",
        min_length=1,
    )
    dispositifs: list[Identifiant] = champ(
        "Dispositifs",
        "Les démarches territoriales concernées (ASV, CLS, CLSM, CPTS…). Peut rester vide.",
        ["cls"],
        vocabulaire="dispositifs",
        default=[],
    )
    publics: list[Identifiant] = champ(
        "Publics",
        "Les personnes à qui l’action s’adresse.",
        ["habitants"],
        vocabulaire="publics",
        default=[],
    )
    demarches: list[Identifiant] = champ(
        "Démarches", "Les façons de faire.", ["aller-vers"], vocabulaire="demarches", default=[]
    )
    cadres: list[Identifiant] = champ(
        "Cadres de référence",
        "Les axes et les stratégies d’un plan officiel auxquels l’action répond, quand une source "
        "le dit. Peut rester vide.",
        ["wapps-axe-2-2"],
        vocabulaire="cadres",
        default=[],
    )
    date: Jour = champ("Date", "La date de publication de la fiche : AAAA-MM-JJ.", "2026-11-22")
    periode: Periode | None = champ(
        "Période", "Quand l’action a eu lieu.", {"debut": "2018", "fin": "2022"}, default=None
    )
    porteur: Identifiant | None = champ(
        "Porteur",
        "La structure qui porte l’action.",
        "institut-renaudot",
        vocabulaire="structures",
        default=None,
    )
    partenaires: list[Identifiant] = champ(
        "Partenaires",
        "Les autres structures engagées.",
        ["ars-bretagne"],
        vocabulaire="structures",
        default=[],
    )
    leviers: list[Facteur] = champ(
        "Leviers",
        "Ce qui a aidé.",
        [{"texte": "Un leader reconnu par les habitants.", "type": "participation"}],
        default=[],
    )
    freins: list[Facteur] = champ(
        "Freins",
        "Ce qui a gêné.",
        [{"texte": "La crise sanitaire a démobilisé les acteurs.", "type": "contexte"}],
        default=[],
    )
    enseignements: list[Texte] = champ(
        "Enseignements",
        "Ce qu’un autre territoire peut en retenir. Une phrase par enseignement.",
        ["Prendre le temps de l’interconnaissance avant de choisir l’action."],
        default=[],
    )
    transposer: Transposition | None = champ(
        "Pour transposer",
        "Ce qu’il faut réunir pour le refaire ailleurs.",
        {"duree": "Trois ans de suivi."},
        default=None,
    )
    connaissance: Literal["experientielle", "evaluee", "probante"] | None = champ(
        "Type de connaissance",
        "D’où vient le savoir : l’expérience des acteurs, une évaluation, des données probantes.",
        "evaluee",
        default=None,
    )
    liens: list[Lien] = champ(
        "Liens",
        "Les entrées que celle-ci prolonge, adapte, complète ou contredit.",
        [{"type": "s-inspire-de", "vers": "semeurs-de-sante"}],
        default=[],
    )
    sources: list[Source] = champ(
        "Sources",
        "Les documents d’où viennent les faits. Au moins une pour être publiée.",
        [{"titre": "Rapport d’activité 2021", "editeur": "Institut Renaudot", "annee": 2021}],
        default=[],
    )
    statut: Statut = champ(
        "Statut",
        "publiee : fiche complète. notice : ce qu’une source dit d’une action encore à raconter. "
        "brouillon : n’apparaît nulle part.",
        "publiee",
        default="brouillon",
    )
    verifiee_le: Jour | None = champ(
        "Vérifiée le", "La dernière relecture : AAAA-MM-JJ.", "2026-11-22", default=None
    )
    verifiee_par: Identifiant | None = champ(
        "Vérifiée par",
        "La structure qui a relu.",
        "fabrique-territoires-sante",
        vocabulaire="structures",
        default=None,
    )
    auteurs: list[Personne] = champ(
        "Auteurs", "Qui a écrit la fiche.", [{"nom": "Prénom Nom"}], default=[]
    )
    licence: Texte = champ("Licence", "L’identifiant SPDX de la licence.", DU_SITE, default=DU_SITE)
    image: Image | None = champ(
        "Image",
        "Une photo ou un dessin, avec son texte alternatif et son crédit.",
        {"fichier": "atelier.jpg", "alt": "…", "credit": "…"},
        default=None,
    )
    langue: Literal["fr", "nl", "en"] = champ("Langue", "La langue du texte.", "fr", default="fr")
    traduction_de: Identifiant | None = champ(
        "Traduction de",
        "L’identifiant de l’entrée d’origine.",
        "semeurs-de-sante",
        vocabulaire="entrees",
        default=None,
    )
    anciens_identifiants: list[Identifiant] = champ(
        "Anciens identifiants",
        "Les noms que la fiche a portés, du plus ancien au plus récent : leurs adresses mènent "
        "ici. Si elle a changé de genre sans changer de nom, son nom d’aujourd’hui aussi.",
        ["cafes-papote"],
        default=[],
    )


class Inspiraction(Entree):
    """One local action told by those who carried it."""

    GENRE = "inspiraction"
    DOSSIER = "inspiractions"
    LIBELLE = "Inspir’action"
    LIBELLE_PLURIEL = "Inspir’actions"


class Interview(Entree):
    """One conversation with one or more named people."""

    GENRE = "interview"
    DOSSIER = "interviews"
    LIBELLE = "Interview"
    LIBELLE_PLURIEL = "Interviews"

    personnes: list[Personne] = champ(
        "Personnes interviewées",
        "Nom, fonction et structure de chaque personne.",
        [{"nom": "Prénom Nom", "fonction": "coordinatrice CLS", "structure": "Ville d’Échirolles"}],
        min_length=1,
    )
    date_entretien: DatePartielle | None = champ(
        "Date de l’entretien", "Année, mois ou jour.", "2021", default=None
    )
    accord_personnes: bool = champ(
        "Accord des personnes",
        "true quand chaque personne a relu et accepté la publication de ses propos.",
        True,
        default=False,
    )


class Dossier(Entree):
    """A thematic collection with an editorial, that orders other entries."""

    GENRE = "dossier"
    DOSSIER = "dossiers"
    LIBELLE = "Dossier"
    LIBELLE_PLURIEL = "Dossiers"

    numero: Annotated[int, Field(ge=1, le=999)] | None = champ(
        "Numéro", "Le rang du dossier dans la collection.", 7, default=None
    )
    elements: list[Partie] = champ(
        "Éléments",
        "Les parties du dossier, et les entrées de chacune dans l’ordre de lecture.",
        [{"titre": "Inspir’actions", "entrees": ["semeurs-de-sante"]}],
        default=[],
    )
    coordination: Identifiant | None = champ(
        "Coordination",
        "La structure qui coordonne le dossier.",
        "fabrique-territoires-sante",
        vocabulaire="structures",
        default=None,
    )


class Ressource(Entree):
    """A tool, guide, study, site…: a bibliographic record."""

    GENRE = "ressource"
    DOSSIER = "ressources"
    LIBELLE = "Ressource"
    LIBELLE_PLURIEL = "Ressources"

    nature: Identifiant = champ("Nature", "La sorte de ressource.", "outil", vocabulaire="natures")
    editeur: Texte = champ("Éditeur", "Qui la publie.", "Institut Renaudot")
    annee: Annee | None = champ("Année", "L’année de parution.", 2021, default=None)
    url: Url | None = champ(
        "Adresse", "Où la consulter.", "https://www.example.org/outil", default=None
    )
    acces: Literal["libre", "sur-demande", "payant"] | None = champ(
        "Accès", "Comment se la procurer.", "libre", default=None
    )
    isbn: Annotated[str, Field(pattern=r"^[0-9Xx -]{10,17}$")] | None = champ(
        "ISBN", "S’il existe.", "978-2-00-000000-0", default=None
    )
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}/\S+$")] | None = champ(
        "DOI", "S’il existe.", "10.1000/exemple", default=None
    )


class EnTeteDeLettre(Bloc):
    """What may stand above the editorial of a letter."""

    # The bound stands first, so that it counts the signs of a text, not the items of a list.
    titre: Annotated[str, Field(max_length=140), AfterValidator(_mots), TexteLibre()] | None = (
        champ(
            "Titre",
            "Le titre de l’éditorial. 140 caractères au plus.",
            "Ce que l’été nous a appris",
            default=None,
        )
    )
    auteurs: list[Personne] = champ(
        "Auteurs", "Qui a écrit l’éditorial.", [{"nom": "Prénom Nom"}], default=[]
    )


#: The kinds, in the order of the menus.
GENRES: tuple[type[Entree], ...] = (Inspiraction, Interview, Dossier, Ressource)
PAR_DOSSIER: dict[str, type[Entree]] = {genre.DOSSIER: genre for genre in GENRES}
