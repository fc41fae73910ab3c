"""The model, as the form draws it: kinds, steps, keys, vocabularies.

What is said here beside the model is only its place on the page: which step a key belongs to,
and how a few values read. A key of the model that no step names stops the tests.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..fields import Champ, champs
from ..links import LIBELLES_DE_LIENS
from ..model import (
    CONNAISSANCES,
    GENRES,
    IDENTIFIANT,
    IDENTIFIANT_MAX,
    SECTIONS_OBLIGATOIRES,
    Dossier,
    Entree,
    Interview,
    Ressource,
)
from ..template import CORPS
from ..views.entries import ACCES
from ..vocabulary import VOCABULAIRES, Vocabulaire


class Etape(NamedTuple):
    """A step: its title, one sentence, and the keys asked there, of whichever kind has them.

    `recit` tells the step where the body is written.
    """

    id: str
    titre: str
    aide: str
    cles: tuple[str, ...]
    recit: bool = False


ETAPES = (
    Etape(
        "essentiel",
        "L’essentiel",
        "Ce que l’on lit en premier, dans les listes et les résultats de recherche.",
        ("titre", "resume", "nature", "editeur", "annee", "url", "acces", "isbn", "doi", "numero"),
    ),
    Etape(
        "lieu",
        "Où et quand",
        "Les lieux et les dates permettent de retrouver l’action près de chez soi.",
        ("territoires", "periode", "date_entretien"),
    ),
    Etape(
        "acteurs",
        "Avec qui",
        "Les structures engagées, et les personnes qui ont accepté d’être nommées.",
        ("personnes", "accord_personnes", "porteur", "coordination", "partenaires", "auteurs"),
    ),
    Etape(
        "classement",
        "De quoi il s’agit",
        "Des mots choisis dans des listes communes : c’est par eux que la fiche sera trouvée.",
        ("themes", "dispositifs", "publics", "demarches", "cadres"),
    ),
    Etape(
        "composition",
        "Les entrées réunies",
        "Les parties du dossier, et dans chacune les entrées, dans l’ordre de lecture.",
        ("elements",),
    ),
    Etape("recit", "Le récit", "Le cœur de la fiche, avec vos mots.", (), recit=True),
    Etape(
        "retenir",
        "Ce qu’il faut retenir",
        "Ces phrases sont lues à part, comparées d’un territoire à l’autre et citées : chacune "
        "doit se comprendre seule.",
        ("leviers", "freins", "enseignements", "transposer", "connaissance"),
    ),
    Etape(
        "sources",
        "Les sources et les liens",
        "D’où viennent les faits, et ce que la base contient de proche.",
        ("sources", "liens"),
    ),
    Etape("photos", "Les photos", "Rien d’obligatoire : une fiche se passe d’image.", ("image",)),
    Etape(
        "relire",
        "Relire et envoyer",
        "Un dernier regard, puis la fiche part en relecture.",
        (
            "statut", "date", "verifiee_le", "verifiee_par", "licence", "langue",
            "traduction_de", "anciens_identifiants",
        ),
    ),
)  # fmt: skip

#: How the values of short lists read: path of the key → value → words.
LIBELLES: dict[str, dict[str, str]] = {
    "statut": {
        "publiee": "Complète : elle peut paraître après relecture",
        "notice": "Notice : seulement ce qu’une source dit d’une action encore à raconter",
        "brouillon": "Brouillon : à reprendre, elle ne paraît pas",
    },
    "connaissance": CONNAISSANCES,
    "acces": ACCES,
    "langue": {"fr": "Français", "nl": "Néerlandais", "en": "Anglais"},
    "liens.type": {valeur: direct for valeur, (direct, _) in LIBELLES_DE_LIENS.items()},
}

#: What the body of each kind is called, where it is one text.
RECITS: dict[type[Entree], str] = {
    Interview: "L’entretien",
    Dossier: "L’éditorial",
    Ressource: "La présentation",
}

#: Texts that deserve more than one line to write in.
_LONGS = frozenset({"resume", "enseignements", "texte", "note", "reperage", "prerequis",
                    "moyens_humains", "budget", "duree", "partenaires_cles", "alt"})  # fmt: skip


def decrire(vocabulaires: dict[str, Vocabulaire]) -> dict[str, Any]:
    """Return all that the form needs to know of the model, ready for JSON."""
    return {
        "identifiant": {"motif": IDENTIFIANT.pattern, "maxi": IDENTIFIANT_MAX},
        "genres": [_genre(genre) for genre in GENRES],
        "vocabulaires": {
            nom: {
                "nom": VOCABULAIRES[nom][0],
                "termes": [
                    {"id": t.id, "libelle": t.libelle, "definition": t.definition,
                     "formes": list(t.formes)}
                    for t in vocabulaire.termes.values()
                ],
            }
            for nom, vocabulaire in vocabulaires.items()
            if nom != "glossaire"
        },
    }  # fmt: skip


def _genre(genre: type[Entree]) -> dict[str, Any]:
    siens = champs(genre)
    racine = {motif[0]: champ for motif, champ in siens.items() if len(motif) == 1}
    recit = RECITS.get(genre)
    questions = [question for _, siennes in CORPS[genre] for question in siennes]
    return {
        "genre": genre.GENRE,
        "dossier": genre.DOSSIER,
        "libelle": genre.LIBELLE,
        # One text, or the sections that the body is cut into; with what helps to write them.
        "recit": {"titre": recit, "questions": questions} if recit else None,
        "sections": [
            {"titre": titre, "requis": titre in SECTIONS_OBLIGATOIRES, "questions": list(siennes)}
            for titre, siennes in (() if recit else CORPS[genre])
        ],
        # The order of the model is that of the file.
        "champs": [_champ(genre, champ) for champ in racine.values()],
        "etapes": [
            {
                "id": etape.id,
                "titre": etape.titre,
                "aide": etape.aide,
                "recit": etape.recit,
                "cles": [cle for cle in etape.cles if cle in racine],
            }
            for etape in ETAPES
            if etape.recit or any(cle in racine for cle in etape.cles)
        ],
    }


def _champ(genre: type[Entree], champ: Champ) -> dict[str, Any]:
    chemin = ".".join(str(e) for e in champ.motif if e != "*")
    decrit: dict[str, Any] = {
        "nom": champ.nom,
        "label": champ.label,
        "aide": champ.aide,
        "exemple": _exemple(champ),
        "forme": champ.forme,
        "requis": champ.requis,
        "liste": champ.liste,
        "libre": champ.libre,
        "long": champ.nom in _LONGS,
        "vocabulaire": champ.vocabulaire,
        "choix": {valeur: LIBELLES.get(chemin, {}).get(valeur, valeur) for valeur in champ.choix},
        "mini": champ.mini,
        "maxi": champ.maxi,
        "motif": champ.motif_texte,
    }
    if not champ.info.is_required() and champ.info.default is not None:
        decrit["defaut"] = champ.info.default
    if champ.bloc:
        profondeur = len(champ.motif) + (2 if champ.liste else 1)
        decrit["champs"] = [
            _champ(genre, sous)
            for motif, sous in champs(genre).items()
            if len(motif) == profondeur and motif[: len(champ.motif)] == champ.motif
        ]
    return decrit


def _exemple(champ: Champ) -> str:
    """The example of one value; a mapping has none: those of its keys speak for it."""
    exemple = champ.exemple[0] if champ.liste else champ.exemple
    return "" if champ.bloc else str(exemple)
