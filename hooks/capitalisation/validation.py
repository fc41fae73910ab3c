"""Front matter → model, with every pydantic complaint turned into a French finding."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from .fields import Champ, champ_de, modele_de
from .frontmatter import Chemin, Constat, EnTete, en_pointille
from .model import Bloc
from .typography import cle, pluriel

Modele = TypeVar("Modele", bound=Bloc)

#: Names that contributors use for our keys, beyond misspellings.
AUTRES_NOMS = {
    "title": "titre",
    "description": "resume",
    "summary": "resume",
    "chapo": "resume",
    "thematique": "themes",
    "thematiques": "themes",
    "thematics": "themes",
    "tags": "themes",
    "mots cles": "themes",
    "lieu": "territoires",
    "lieux": "territoires",
    "ville": "territoires",
    "commune": "territoires",
    "localisation": "territoires",
    "cible": "publics",
    "public cible": "publics",
    "auteur": "auteurs",
    "author": "auteurs",
    "authors": "auteurs",
    "structure": "porteur",
    "obstacles": "freins",
    "lecons": "enseignements",
    "photo": "image",
    "dates": "periode",
    "status": "statut",
}


def valider(genre: type[Modele], entete: EnTete) -> tuple[Modele | None, list[Constat]]:
    """Return what the front matter describes, or None and why not."""
    valeurs, vides = _sans_vides(entete.valeurs) if entete.creux else (entete.valeurs, [])
    constats = [_vide(genre, entete, chemin) for chemin in vides if _est_exige(genre, chemin)]
    try:
        return (genre.model_validate(valeurs), constats)
    except ValidationError as exc:
        details = exc.errors(include_url=False)
    constats += list(_traduire(genre, entete, details, set(vides)))
    return None, constats


def _sans_vides(valeur: Any, chemin: Chemin = ()) -> tuple[Any, list[Chemin]]:
    """Drop empty keys and items: an optional key left empty is an absent key."""
    vides: list[Chemin] = []
    if isinstance(valeur, dict):
        bloc = {}
        for nom, contenu in valeur.items():
            if contenu is None or (isinstance(contenu, str) and not contenu.strip()):
                vides.append((*chemin, nom))
            else:
                bloc[nom], dessous = _sans_vides(contenu, (*chemin, nom))
                vides += dessous
        return bloc, vides
    if isinstance(valeur, list):
        items = []
        for i, contenu in enumerate(valeur):
            if contenu is None:
                vides.append((*chemin, i))
            else:
                item, dessous = _sans_vides(contenu, (*chemin, i))
                items.append(item)
                vides += dessous
        return items, vides
    return valeur, vides


def _est_exige(genre: type[Bloc], chemin: Chemin) -> bool:
    champ = champ_de(genre, chemin)
    return isinstance(chemin[-1], int) or (champ is not None and champ.requis)


def _vide(genre: type[Bloc], entete: EnTete, chemin: Chemin) -> Constat:
    return Constat(
        entete.ligne(chemin),
        "E014",
        en_pointille(chemin),
        "la valeur est vide",
        f"Donnez une valeur, par exemple : {_exemple(genre, chemin)}",
    )


def _traduire(
    genre: type[Bloc], entete: EnTete, details: list[ErrorDetails], vides: set[Chemin]
) -> Iterator[Constat]:
    # A key misspelt is one mistake, not "unknown key" plus "missing key".
    remplaces: set[Chemin] = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            chemin = detail["loc"]
            propositions = cles_proches(modele_de(genre, chemin[:-1]), str(chemin[-1]))
            remplaces.update((*chemin[:-1], p) for p in propositions[:1])
            yield _cle_inconnue(genre, entete, chemin, propositions)
    for detail in details:
        chemin = detail["loc"]
        if detail["type"] == "extra_forbidden":
            continue
        if detail["type"] == "missing" and (chemin in remplaces or chemin in vides):
            continue
        champ = champ_de(genre, chemin)
        if detail["type"] == "identifiant_fr" and champ and champ.vocabulaire:
            continue  # the vocabulary rule says it better: it knows the terms
        code, message, correction = _phrase(genre, chemin, detail)
        yield Constat(entete.ligne(chemin), code, en_pointille(chemin), message, correction)


def _cle_inconnue(
    genre: type[Bloc], entete: EnTete, chemin: Chemin, propositions: list[str]
) -> Constat:
    nom = str(chemin[-1])
    if propositions:
        correction = f"Vouliez-vous écrire « {propositions[0]} » ?"
    else:
        modele = modele_de(genre, chemin[:-1])
        connues = ", ".join(modele.model_fields) if modele else ""
        correction = f"Retirez-la, ou choisissez parmi : {connues}."
    return Constat(
        entete.ligne(chemin),
        "E011",
        en_pointille(chemin),
        f"la clé « {nom} » est inconnue",
        correction,
    )


def cles_proches(modele: type[BaseModel] | None, nom: str) -> list[str]:
    """Return the keys of `modele` that `nom` may mean, best first."""
    if modele is None:
        return []
    recherche = cle(nom)
    if (autre := AUTRES_NOMS.get(recherche)) and autre in modele.model_fields:
        return [autre]
    noms = {cle(champ): champ for champ in modele.model_fields}
    trouves = process.extract(recherche, noms.keys(), scorer=fuzz.ratio, score_cutoff=70, limit=2)
    return [noms[forme] for forme, _, _ in trouves]


# --- One phrase per kind of complaint -----------------------------------------

Phrase = tuple[str, str, str]


def _phrase(genre: type[Bloc], chemin: Chemin, detail: ErrorDetails) -> Phrase:
    sorte = detail["type"]
    exemple = _exemple(genre, chemin)
    contexte = detail.get("ctx", {})
    valeur = str(detail.get("input", ""))
    if sorte == "missing":
        return ("E013", f"la clé obligatoire « {chemin[-1]} » manque", f"Ajoutez {exemple}")
    if sorte in ("string_too_short", "string_too_long"):
        limite = contexte.get("min_length") or contexte.get("max_length")
        sens = "au moins" if sorte.endswith("short") else "au plus"
        return (
            "E012",
            f"{pluriel(len(valeur.strip()), 'caractère')}, il en faut {sens} {limite}",
            "Complétez le texte." if sens == "au moins" else "Raccourcissez le texte.",
        )
    if sorte in ("too_short", "too_long"):
        limite = contexte.get("min_length") or contexte.get("max_length")
        sens = "au moins" if sorte == "too_short" else "au plus"
        return (
            "E028",
            f"{pluriel(contexte.get('actual_length', 0), 'valeur')}, il en faut {sens} {limite}",
            "Gardez les plus importantes." if sens == "au plus" else f"Exemple : {exemple}",
        )
    if sorte in ("list_type", "tuple_type"):
        return _liste_attendue(champ_de(genre, chemin), chemin, detail.get("input"))
    if sorte in ("date_fr", "date_partielle_fr"):
        return _date(valeur, partielle=sorte == "date_partielle_fr")
    if sorte == "url_fr":
        return (
            "E027",
            f"« {_court(valeur)} » n’est pas une adresse complète",
            "Une adresse commence par https:// et ne contient pas d’espace.",
        )
    if sorte == "identifiant_fr":
        return (
            "E023",
            f"« {_court(valeur)} » n’est pas un identifiant",
            "Un identifiant s’écrit en minuscules sans accent, avec des tirets.",
        )
    if sorte == "literal_error":
        return _hors_liste(genre, chemin, valeur)
    if sorte == "vide_fr":
        return ("E014", "la valeur est vide", f"Donnez une valeur, par exemple : {exemple}")
    return (
        "E016",
        _FORMES.get(sorte, "la valeur n’a pas la forme attendue"),
        f"Écrivez par exemple : {exemple}",
    )


_FORMES = {
    "string_type": "un texte est attendu, pas une liste ni un bloc",
    "model_type": "un bloc de clés est attendu ici",
    "model_attributes_type": "un bloc de clés est attendu ici",
    "dict_type": "un bloc de clés est attendu ici",
    "bool_parsing": "true ou false est attendu",
    "bool_type": "true ou false est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_type": "un nombre entier est attendu",
    "greater_than_equal": "le nombre est trop petit",
    "less_than_equal": "le nombre est trop grand",
    "string_pattern_mismatch": "la valeur n’a pas la forme attendue",
}


def _liste_attendue(champ: Champ | None, chemin: Chemin, valeur: Any) -> Phrase:
    nom = chemin[-1]
    if champ and champ.bloc:
        return ("E015", "une liste est attendue", f"Écrivez par exemple : {champ.ligne_exemple}")
    if isinstance(valeur, str):
        items = ", ".join(v.strip() for v in re.split(r"[,;]", valeur) if v.strip())
        return ("E015", "une liste est attendue, pas un texte", f"Écrivez {nom}: [{items}]")
    return ("E015", "une liste est attendue", f"Écrivez {nom}: [valeur, valeur]")


_MOIS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
         "octobre", "novembre", "decembre")  # fmt: skip


def _date(valeur: str, *, partielle: bool) -> Phrase:
    forme = "AAAA, AAAA-MM ou AAAA-MM-JJ" if partielle else "AAAA-MM-JJ"
    proposition = date_devinee(valeur)
    correction = f"Écrivez {proposition}" if proposition else f"Écrivez la date ainsi : {forme}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", valeur):
        return ("E017", f"le {_court(valeur)} n’existe pas dans le calendrier", correction + ".")
    return ("E017", f"« {_court(valeur)} » n’est pas une date", correction + ".")


def date_devinee(valeur: str) -> str:
    """Return the ISO date that `valeur` most likely means, or ""."""
    texte = cle(valeur)
    essais: list[tuple[int, int, int]] = []
    if m := re.fullmatch(r"(\d{4}) (\d{1,2}) (\d{1,2})(?: .*)?", texte):
        essais += [(int(m[1]), int(m[2]), int(m[3])), (int(m[1]), int(m[3]), int(m[2]))]
    elif m := re.fullmatch(r"(\d{1,2}) (\d{1,2}) (\d{4})", texte):
        essais.append((int(m[3]), int(m[2]), int(m[1])))
    elif (m := re.fullmatch(r"(\d{1,2})(?:er)? ([a-z]+) (\d{4})", texte)) and m[2] in _MOIS:
        essais.append((int(m[3]), _MOIS.index(m[2]) + 1, int(m[1])))
    for annee, mois, jour in essais:
        try:
            return dt.date(annee, mois, jour).isoformat()
        except ValueError:
            continue
    return ""


def _hors_liste(genre: type[Bloc], chemin: Chemin, valeur: str) -> Phrase:
    champ = champ_de(genre, chemin)
    choix = champ.choix if champ else ()
    proche = process.extractOne(
        cle(valeur), {c: cle(c) for c in choix}, scorer=fuzz.ratio, score_cutoff=70
    )
    suite = f" Vouliez-vous écrire « {proche[2]} » ?" if proche else ""
    return (
        "E023",
        f"« {_court(valeur)} » n’est pas une valeur possible",
        f"Choisissez parmi : {', '.join(choix)}.{suite}",
    )


def _court(valeur: str) -> str:
    valeur = " ".join(valeur.split())
    return valeur if len(valeur) <= 60 else valeur[:59] + "…"


def _exemple(genre: type[Bloc], chemin: Chemin) -> str:
    champ = champ_de(genre, chemin)
    return champ.ligne_exemple if champ else f"{chemin[-1]}: …"
