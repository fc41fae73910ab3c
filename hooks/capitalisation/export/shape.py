"""The shape of a record of the catalogue, made from the model: a key added there stands here too.

The JSON, its schema, the tables, the spreadsheet and the documentation all read it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from ..fields import Champ, champs
from ..model import CONNAISSANCES, GENRES, Entree
from ..vocabulary import VOCABULAIRES

#: Version of the format, https://semver.org/lang/fr/: the page `/donnees/format/` says what a
#: change of it promises.
VERSION = "1.0.0"

#: Keys whose items have an anchor on the page of their entry → the head of that anchor.
CITABLES = {"leviers": "levier", "freins": "frein", "enseignements": "enseignement"}


@dataclass(frozen=True, slots=True)
class Propriete:
    """A property of a record.

    `forme` is that of a value: one of `fields.Champ`, or "terme" (of `vocabulaire`), "lieu",
    "page" (an address of this site) or "markdown". `liste` tells that there are several, in an
    order that means something. `facultatif`: null when nothing is known. `choix` lists the only
    values, if they are few; `dessous` are the properties of a "bloc", which `bloc` names.
    """

    nom: str
    label: str
    aide: str
    forme: str
    liste: bool = False
    facultatif: bool = False
    vocabulaire: str = ""
    choix: tuple[str, ...] = ()
    bloc: str = ""
    dessous: tuple[Propriete, ...] = ()


def _page(aide: str) -> Propriete:
    return Propriete("adresse", "Adresse", aide, "page")


_AVANT = (
    Propriete(
        "id",
        "Identifiant",
        "Le nom permanent de l’entrée, le même dans tous les fichiers. Il ne change pas, sauf si "
        "l’entrée est renommée : l’ancien passe alors dans anciens_identifiants.",
        "identifiant",
    ),
    Propriete(
        "genre",
        "Sorte",
        "La sorte d’entrée.",
        "choix",
        choix=tuple(genre.GENRE for genre in GENRES),
    ),
    replace(_page("La page de l’entrée."), label="Page"),
)
_APRES = (
    Propriete(
        "modifiee_le",
        "Modifiée le",
        "La plus récente de ses dates : sa publication, ou sa dernière vérification.",
        "jour",
    ),
    Propriete(
        "corps",
        "Texte",
        "Le récit, en Markdown, tel qu’il est écrit. [[identifiant]] y mène à une autre entrée.",
        "markdown",
    ),
)
_STRUCTURE = "Sa structure au moment des faits : un identifiant de structure, ou un nom."
#: What is said to contributors, and must be said otherwise to those who read the data.
_AIDES = {
    ("statut",): "publiee : fiche complète. notice : ce qu’une source dit d’une action encore à "
    "raconter.",
    ("territoires",): "Où cela se passe : les lieux du référentiel officiel, chacun avec ceux qui "
    "le contiennent, du plus grand au plus petit.",
    ("periode", "fin"): "Année, mois ou jour où l’action s’est terminée. Vide si elle est en "
    "cours, ou si on l’ignore.",
    ("image", "fichier"): "Le nom du fichier.",
    ("image", "adresse"): "L’adresse du fichier.",
    ("accord_personnes",): "Vrai quand chaque personne a relu et accepté la publication de ses "
    "propos.",
    ("connaissance",): "D’où vient le savoir. "
    + " ; ".join(f"{code} : {libelle.lower()}" for code, libelle in CONNAISSANCES.items())
    + ".",
    ("dispositifs",): "Les démarches territoriales concernées (ASV, CLS, CLSM, CPTS…).",
    ("cadres",): "Les axes et les stratégies d’un plan officiel auxquels l’action répond, quand "
    "une source le dit.",
    ("titre",): "Le titre de l’entrée.",
    ("date",): "La date de publication.",
    ("sources",): "Les documents d’où viennent les faits.",
    ("verifiee_le",): "Le jour de la dernière relecture.",
    ("auteurs", "structure"): _STRUCTURE,
    ("personnes", "structure"): _STRUCTURE,
    ("isbn",): "Le numéro international du livre (ISBN), s’il existe.",
    ("doi",): "L’identifiant DOI, s’il existe.",
    ("leviers", "type"): "La sorte de facteur.",
    ("freins", "type"): "La sorte de facteur.",
}


@cache
def proprietes(genre: type[Entree]) -> tuple[Propriete, ...]:
    """Return the properties of a record of `genre`, in their order."""
    premiers = (c for c in champs(genre).values() if len(c.motif) == 1)
    return (*_AVANT, *(_propriete(genre, champ) for champ in premiers), *_APRES)


@cache
def toutes() -> tuple[tuple[Propriete, tuple[type[Entree], ...]], ...]:
    """Return every property once, and the kinds that have it: common ones first, texts last."""
    sortes: dict[Propriete, list[type[Entree]]] = {}
    for genre in GENRES:
        for propriete in proprietes(genre):
            sortes.setdefault(propriete, []).append(genre)
    ranges = sorted(sortes, key=lambda p: p in _APRES)
    return tuple((propriete, tuple(sortes[propriete])) for propriete in ranges)


def _propriete(genre: type[Entree], champ: Champ) -> Propriete:
    noms = tuple(str(e) for e in champ.motif if e != "*")
    prefixe = (*champ.motif, "*") if champ.liste else champ.motif
    dessous = tuple(_propriete(genre, c) for c in champs(genre).values() if c.motif[:-1] == prefixe)
    bloc = champ.bloc.__name__ if champ.bloc else ""
    if champ.motif == ("enseignements",):
        texte = Propriete("texte", "Texte", "Une phrase.", "texte")
        dessous, bloc = (texte,), "Enseignement"
    if champ.motif[0] in CITABLES and len(champ.motif) == 1:
        dessous += (_page("Sa place dans la page de l’entrée."),)
    elif champ.motif == ("image",):
        dessous += (_page(_AIDES["image", "adresse"]),)
    if champ.vocabulaire == "territoires":
        forme = "lieu"
    elif champ.vocabulaire in VOCABULAIRES:
        forme = "terme"
    else:
        forme = "bloc" if dessous else champ.forme
    return Propriete(
        nom=champ.nom,
        label=champ.label,
        aide=_AIDES.get(noms, champ.aide),
        forme=forme,
        liste=champ.liste,
        facultatif=not champ.requis and not champ.liste and champ.info.default is None,
        vocabulaire=champ.vocabulaire if forme == "terme" else "",
        # A draft is published nowhere.
        choix=tuple(c for c in champ.choix if c != "brouillon"),
        bloc=bloc,
        dessous=dessous,
    )
