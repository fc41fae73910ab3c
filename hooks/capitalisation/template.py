"""A new fiche, ready to fill: every key of its kind, in the order of the model, with help.

Help in the front matter is a comment that begins with `#?`; help in the body is an HTML comment.
The checker lets a draft keep both, and asks a published entry to drop them; `corriger` does it.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from .fields import Champ, champs, en_yaml
from .licences import DU_SITE
from .model import (
    IDENTIFIANT,
    IDENTIFIANT_MAX,
    SECTIONS_INSPIRACTION,
    Dossier,
    Entree,
    Inspiraction,
    Interview,
    Ressource,
)
from .typography import ancre
from .vocabulary import VOCABULAIRES

#: What begins a line of help in a front matter. A plain # is a comment that people keep.
AIDE = "#?"
LARGEUR = 90
A_COMPLETER = "À compléter"

#: Body of each kind: heading ("" without one), and the questions that help to write what follows.
CORPS: dict[type[Entree], tuple[tuple[str, tuple[str, ...]], ...]] = {
    Inspiraction: tuple(
        zip(
            SECTIONS_INSPIRACTION,
            (
                (
                    "Où cela se passe-t-il ? Qu’est-ce qui n’allait pas, et qui l’a remarqué ?",
                    "Qu’est-ce qui a tout déclenché ? Qu’existait-il déjà ?",
                ),
                ("Que vouliez-vous changer, et pour qui ? Deux à quatre objectifs suffisent.",),
                (
                    "Qu’avez-vous fait, étape par étape ? Comment avez-vous rencontré les gens ?",
                    "Qu’avez-vous essayé, arrêté, changé, et pourquoi ?",
                    "Qu’est-ce qui vous a aidés ? Qu’est-ce qui vous a gênés ? Notez-le aussi "
                    "dans « leviers » et « freins », une phrase par idée.",
                ),
                (
                    "Avec qui l’avez-vous fait ? Qui a apporté quoi : temps, locaux, argent, "
                    "savoir-faire ?",
                ),
                (
                    "Qu’est-ce qui a changé, et comment le savez-vous ? Un effet inattendu, ou "
                    "décevant, est précieux.",
                    "Que referiez-vous, et que feriez-vous autrement ? Notez-le aussi dans "
                    "« enseignements ».",
                ),
                (
                    "Documents, outils, suites prévues. Vers une autre entrée de la base : son "
                    "identifiant entre doubles crochets.",
                ),
            ),
            strict=True,
        )
    ),
    Interview: (
        (
            "",
            (
                "Avant l’entretien : dites à chaque personne où ses propos paraîtront, et qu’elle "
                "les relira.",
                "Après : écrivez « accord_personnes: true » seulement quand chacune a relu et "
                "accepté. Elle peut changer d’avis plus tard.",
                "En quelques lignes : qui sont ces personnes, et pourquoi les avoir interrogées ?",
            ),
        ),
        (
            f"{A_COMPLETER} : première question",
            (
                "Une question par titre, la réponse dessous. Par exemple : qu’avez-vous fait, "
                "et avec qui ? Qu’est-ce qui a aidé ? Qu’est-ce qui a gêné ? Que referiez-vous ?",
            ),
        ),
    ),
    Dossier: (
        (
            "",
            (
                "L’éditorial : de quoi ce dossier parle-t-il, pourquoi maintenant, et pour qui ?",
                "Les parties et leurs entrées s’écrivent dans « elements », dans l’ordre de "
                "lecture. Dites ici ce qui relie les parties, et ce que l’on retient de "
                "l’ensemble.",
            ),
        ),
    ),
    Ressource: (
        (
            "",
            (
                "À quoi sert cette ressource ? À qui, et à quel moment d’une action ?",
                "Que contient-elle, et comment s’en servir ? Quelles sont ses limites ?",
            ),
        ),
    ),
}


@cache
def questions() -> frozenset[str]:
    """Return the help comments that bodies are given: what `corriger` may take away."""
    return frozenset(q for parties in CORPS.values() for _, qs in parties for q in qs)


def identifiant(titre: str) -> str:
    """Return the identifier that `titre` gives, cut at a word; "" when it has no letter.

    >>> identifiant("Les Cafés Papote : aller vers les hameaux")
    'les-cafes-papote-aller-vers-les-hameaux'
    """
    propose = ancre(titre)
    if len(propose) > IDENTIFIANT_MAX:
        mot_entier = propose[: IDENTIFIANT_MAX + 1].rpartition("-")[0]
        propose = mot_entier or propose[:IDENTIFIANT_MAX]
    return propose if not propose or IDENTIFIANT.fullmatch(propose) else f"fiche-{propose}"


def gabarit(
    genre: type[Entree], valeurs: Mapping[str, Any] | None = None, *, aide: bool = True
) -> str:
    """Return the text of a new fiche of `genre`: a draft with `valeurs` (key → value) in it.

    Keys without a value are there, empty, ready to fill. `aide` adds what helps to do so.
    """
    donnees = _par_defaut(genre) | dict(valeurs or {})
    lignes = ["---"]
    if aide:
        lignes += [
            f"{AIDE} Les lignes qui commencent par {AIDE} aident à remplir. Rien à craindre :",
            f"{AIDE} un brouillon n’apparaît nulle part, et « capitalisation corriger » les retire",
            f"{AIDE} quand le statut n’est plus « brouillon ». Laissez vide ce qui ne sert pas.",
        ]
    for champ in _de_premier_rang(genre):
        if aide:
            lignes += _aide(champ)
        lignes += _cle(champ.nom, donnees.get(champ.nom))
    return "\n".join([*lignes, "---", "", *_corps(genre, aide)])


def _par_defaut(genre: type[Entree]) -> dict[str, Any]:
    """What every new fiche says of itself, so that the checker finds only what one must choose."""
    donnees: dict[str, Any] = {
        "titre": f"{A_COMPLETER} : un titre qui dit l’essentiel",
        "resume": f"{A_COMPLETER} : qui a fait quoi, où, pour qui et avec quel effet.",
        "date": dt.date.today(),
        "statut": "brouillon",
        "langue": "fr",
        "licence": DU_SITE,
    }
    if genre is Interview:
        donnees |= {"personnes": [{"nom": A_COMPLETER}], "accord_personnes": False}
    if genre is Ressource:
        donnees |= {"nature": "outil", "editeur": A_COMPLETER}
    return donnees


def _de_premier_rang(genre: type[Entree]) -> Iterator[Champ]:
    return (champ for champ in champs(genre).values() if len(champ.motif) == 1)


# --- Front matter -----------------------------------------------------------------------------

#: Characters that would break a quoted text, or hide in it: written as YAML escapes them.
_A_ECHAPPER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _ecrire(valeur: Any) -> str:
    return _A_ECHAPPER.sub(lambda m: f"\\u{ord(m.group()):04X}", en_yaml(valeur))


def _cle(nom: str, valeur: Any) -> list[str]:
    """Lines of a key: a list of blocks has one item a line, all else stands on one line."""
    if valeur is None or valeur == []:
        return [f"{nom}:"]
    if isinstance(valeur, list) and isinstance(valeur[0], dict):
        return [f"{nom}:", *(ligne for bloc in valeur for ligne in _item(bloc))]
    return [f"{nom}: {_ecrire(valeur)}"]


def _item(bloc: Mapping[str, Any]) -> Iterator[str]:
    marge = "  - "
    for cle, valeur in bloc.items():
        yield f"{marge}{cle}: {_ecrire(valeur)}"
        marge = "    "


def _phrase(texte: str) -> list[str]:
    marge = f"{AIDE} "
    return textwrap.wrap(texte, LARGEUR, initial_indent=marge, subsequent_indent=marge)


def _aide(champ: Champ) -> Iterator[str]:
    exige = " (obligatoire)" if champ.requis else ""
    yield AIDE
    yield from _phrase(f"{champ.label}{exige}. {champ.aide}")
    if champ.vocabulaire in VOCABULAIRES:
        yield f"{AIDE} Mots possibles : /contribuer/listes/ ({VOCABULAIRES[champ.vocabulaire][1]})."
    elif champ.choix:
        yield f"{AIDE} Valeurs possibles : {', '.join(champ.choix)}."
    if not champ.choix:
        exemple = _cle(champ.nom, champ.exemple)
        debut = f"{AIDE} Exemple : "
        if len(exemple) == 1:
            yield debut + exemple[0]
        else:
            yield debut.rstrip()
            yield from (f"{AIDE}   {ligne}" for ligne in exemple)


# --- Body -------------------------------------------------------------------------------------


def _corps(genre: type[Entree], aide: bool) -> Iterator[str]:
    for titre, aides in CORPS[genre]:
        if titre:
            yield f"## {titre}"
            yield ""
        if aide:
            for question in aides:
                yield f"<!-- {question} -->"
            yield ""
