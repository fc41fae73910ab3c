"""Documents made from the model, the codes and the entries: one definition, no copy.

They are made at each build, so that none can be stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from markupsafe import Markup, escape

from .codes import CODES, Code
from .dates import jour
from .diagnostics import gravite_du_code
from .fields import Champ, champs, en_yaml
from .freshness import Relecture, anciennete, relectures
from .frontmatter import Chemin
from .model import (
    GENRES,
    IDENTIFIANT,
    IDENTIFIANT_MAX,
    SECTIONS_INSPIRACTION,
    SECTIONS_OBLIGATOIRES,
    Entree,
    Inspiraction,
)
from .typography import FINE, pluriel
from .views import Site
from .vocabulary import VOCABULAIRES, Vocabulaire

# --- /donnees/schemas/ --------------------------------------------------------

#: Where the site publishes the schemas, one file a kind.
DOSSIER_DES_SCHEMAS = "donnees/schemas"

_MOIS = r"(0[1-9]|1[0-2])"
_JOUR = r"(0[1-9]|[12]\d|3[01])"
#: Shape of a value (`Champ.forme`) → what a schema says of it. Editors read YAML 1.2: a date
#: without quotes is a text there, and a year a number. Patterns are ECMA-262's, and read with its
#: flag u: no needless escape.
_FORMES: dict[str, dict[str, Any]] = {
    "texte": {"type": "string", "pattern": r"\S"},
    "identifiant": {
        "type": "string",
        "pattern": f"^(?:{IDENTIFIANT.pattern})$",
        "maxLength": IDENTIFIANT_MAX,
    },
    "jour": {"type": "string", "format": "date", "pattern": rf"^\d{{4}}-{_MOIS}-{_JOUR}$"},
    "date-partielle": {
        "type": ["string", "integer"],
        "pattern": rf"^\d{{4}}(-{_MOIS}(-{_JOUR})?)?$",
        "minimum": 1000,
        "maximum": 9999,
    },
    "adresse": {
        "type": "string",
        "pattern": r"""^[hH][tT]{2}[pP][sS]?://[^\s<>"']+\.[^\s<>"']+$""",
    },
    "entier": {"type": ["integer", "string"], "pattern": r"^\d+$"},
    "booleen": {"type": "boolean"},
    "choix": {"type": "string"},
}
#: Words for the bounds of a key: those of a list, of a number, of a text.
_BORNES = {
    "liste": ("minItems", "maxItems"),
    "entier": ("minimum", "maximum"),
    "texte": ("minLength", "maxLength"),
}


def schema_json(
    genre: type[Entree], vocabulaires: dict[str, Vocabulaire] | None = None, adresse: str = ""
) -> dict[str, Any]:
    """Return the JSON Schema of the front matter of `genre`, for editors.

    `vocabulaires` gives the terms that a fiche may use; without it, any identifier will do.
    `adresse` is that of the site, "" when it is not known. The schema is of 2020-12, with no
    keyword that means something else in draft-07, where several editors stop;
    `enumDescriptions` is VS Code's, and nothing to the others.
    """
    definitions: dict[str, dict[str, Any]] = {}
    objet = _objet(genre, (), vocabulaires or {}, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **({"$id": f"{adresse}{DOSSIER_DES_SCHEMAS}/{genre.GENRE}.json"} if adresse else {}),
        "title": f"{genre.LIBELLE}{FINE}: en-tête",
        "description": f"L’en-tête d’une fiche du dossier fiches/{genre.DOSSIER}/.",
        **objet,
        "$defs": definitions,
    }


def schema_ecrit(
    genre: type[Entree], vocabulaires: dict[str, Vocabulaire], adresse: str = ""
) -> str:
    """Return the text of the schema, as it is published and printed."""
    schema = schema_json(genre, vocabulaires, adresse)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _objet(
    genre: type[Entree],
    prefixe: Chemin,
    vocabulaires: dict[str, Vocabulaire],
    definitions: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    """The mapping at `prefixe`; the blocks and the terms that it names go to `definitions`."""
    siens = [c for c in champs(genre).values() if c.motif[:-1] == prefixe]
    proprietes = {}
    for champ in siens:
        if champ.bloc:
            nom = champ.bloc.__name__
            if nom not in definitions:
                dessous = (*champ.motif, "*") if champ.liste else champ.motif
                definitions[nom] = _objet(genre, dessous, vocabulaires, definitions)
        elif termes := _termes(champ, vocabulaires):
            nom = champ.vocabulaire
            definitions.setdefault(nom, termes)
        else:
            nom = ""
        proprietes[champ.nom] = _propriete(champ, nom)
        if not champ.requis:
            # An optional key left empty is an absent key. « This or null » would say of one
            # mistake that it is three: what takes null is the value itself.
            seul = definitions[nom] if nom and not champ.liste else proprietes[champ.nom]
            _accepter_le_vide(seul)
    return {
        "type": "object",
        "properties": proprietes,
        "required": [c.nom for c in siens if c.requis],
        "additionalProperties": False,
    }


def _propriete(champ: Champ, definition: str) -> dict[str, Any]:
    """What is said of a key; `definition` names the definition of its values, "" without one."""
    propriete: dict[str, Any] = {
        "title": champ.label,
        "description": champ.aide,
        "examples": [champ.exemple],
    }
    if not champ.requis and champ.info.default not in (None, []):
        propriete["default"] = champ.info.default
    valeur: dict[str, Any] = (
        {"$ref": f"#/$defs/{definition}"} if definition else deepcopy(_FORMES[champ.forme])
    )
    if champ.choix:
        valeur["enum"] = list(champ.choix)
    if champ.motif_texte:
        valeur["pattern"] = champ.motif_texte
    sorte = "liste" if champ.liste else champ.forme if champ.forme in _BORNES else "texte"
    bornes = {
        mot: borne
        for mot, borne in zip(_BORNES[sorte], (champ.mini, champ.maxi), strict=True)
        if borne is not None
    }
    if champ.liste:
        return {**propriete, "type": "array", "items": valeur, **bornes}
    return {**propriete, **valeur, **bornes}


def _termes(champ: Champ, vocabulaires: dict[str, Vocabulaire]) -> dict[str, Any] | None:
    """The terms that `champ` may hold, with what they mean; None when any will do."""
    termes = vocabulaires[champ.vocabulaire].termes if champ.vocabulaire in vocabulaires else {}
    if not termes:
        return None
    return {
        "type": "string",
        "enum": list(termes),
        "enumDescriptions": [
            f"{t.libelle}{FINE}: {t.definition}" if t.definition else t.libelle
            for t in termes.values()
        ],
    }


def _accepter_le_vide(schema: dict[str, Any]) -> None:
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if "null" in types:
        return
    schema["type"] = [*types, "null"]
    if "enum" in schema:
        schema["enum"].append(None)
    if "enumDescriptions" in schema:
        schema["enumDescriptions"].append("À compléter")


# --- /contribuer/erreurs/ -----------------------------------------------------

_GRAVITES = {
    "erreur": ("Erreurs", "Elles bloquent la publication."),
    "avertissement": ("Avertissements", "La fiche peut être publiée ; mieux vaut corriger."),
    "conseil": ("Conseils", "Un détail, pour des fichiers propres."),
}


def page_des_codes() -> Markup:
    """Return the catalogue of codes as HTML: one anchored section a code, by severity."""
    morceaux = [Markup('<div class="codes">')]
    for gravite, (titre, phrase) in _GRAVITES.items():
        morceaux.append(Markup('<h2 id="{}">{}</h2><p>{}</p>').format(gravite, titre, phrase))
        morceaux += [_code(c) for c in CODES.values() if gravite_du_code(c.code) == gravite]
    morceaux.append(Markup("</div>"))
    return Markup("\n").join(morceaux)


def _code(code: Code) -> Markup:
    return Markup(
        '<section class="code" aria-labelledby="{ancre}">'
        '<h3 id="{ancre}"><span class="code-nom">{code}</span> {titre}</h3><p>{pourquoi}</p>'
        '<div class="avant-apres"><figure><figcaption>Avant</figcaption>'
        '<pre tabindex="0"><code>{avant}</code></pre></figure>'
        "<figure><figcaption>Après</figcaption>"
        '<pre tabindex="0"><code>{apres}</code></pre></figure></div></section>'
    ).format(
        ancre=code.ancre,
        code=code.code,
        titre=code.titre,
        pourquoi=code.pourquoi,
        avant=code.avant,
        apres=code.apres,
    )


# --- /contribuer/modele/ ------------------------------------------------------


def page_du_modele() -> Markup:
    """Return the reference of every key as HTML: common keys, then those of each kind."""
    communs = {c.motif for c in champs(Entree).values()}
    morceaux = [
        Markup('<h2 id="cles-communes">Clés communes aux quatre sortes d’entrées</h2>'),
        _tableau(champs(Entree).values(), "Clés communes"),
    ]
    for genre in GENRES:
        propres = [c for c in champs(genre).values() if c.motif not in communs]
        morceaux.append(
            Markup('<h2 id="{}">{}</h2><p>Fichiers du dossier <code>fiches/{}/</code>.</p>').format(
                genre.GENRE, genre.LIBELLE, genre.DOSSIER
            )
        )
        if genre is Inspiraction:
            morceaux.append(_sections())
        if propres:
            morceaux.append(_tableau(propres, f"Clés propres : {genre.LIBELLE}"))
    return Markup("\n").join(morceaux)


def _sections() -> Markup:
    lignes = Markup("").join(
        Markup("<li>{}{}</li>").format(s, " (obligatoire)" if s in SECTIONS_OBLIGATOIRES else "")
        for s in SECTIONS_INSPIRACTION
    )
    return Markup(
        "<p>Le texte suit ces sections, dans cet ordre. Les leviers, les freins et les "
        "enseignements viennent de l’en-tête.</p><ol>{}</ol>"
    ).format(lignes)


def _tableau(lignes: Iterable[Champ], nom: str) -> Markup:
    corps = Markup("").join(
        Markup(
            '<tr><th scope="row"><code>{cle}</code></th><td>{label}{requis}</td>'
            "<td>{aide}{suite}</td><td><code>{exemple}</code></td></tr>"
        ).format(
            cle=_cle(champ.motif),
            label=champ.label,
            requis=Markup(" <strong>(obligatoire)</strong>") if champ.requis else "",
            aide=champ.aide,
            suite=_suite(champ),
            exemple=en_yaml(champ.exemple),
        )
        for champ in lignes
    )
    return Markup(
        '<div class="tableau" role="region" aria-label="{nom}" tabindex="0"><table>'
        '<thead><tr><th scope="col">Clé</th><th scope="col">Nom</th><th scope="col">À quoi elle '
        'sert</th><th scope="col">Exemple</th></tr></thead><tbody>{corps}</tbody></table></div>'
    ).format(nom=nom, corps=corps)


def _cle(motif: Chemin) -> str:
    return " › ".join(str(e) for e in motif if e != "*")


def _suite(champ: Champ) -> Markup:
    if champ.choix:
        return escape(" Valeurs : " + ", ".join(champ.choix) + ".")
    if champ.vocabulaire in VOCABULAIRES:
        return escape(f" Vocabulaire : {VOCABULAIRES[champ.vocabulaire][1].lower()}.")
    return Markup("")


# --- /contribuer/listes/ ------------------------------------------------------


def page_des_listes(vocabulaires: dict[str, Vocabulaire]) -> Markup:
    """Return every term that a fiche may use as HTML: the word to write, and what it means."""
    morceaux = []
    for nom, (_, titre, _) in VOCABULAIRES.items():
        termes = vocabulaires[nom].termes.values()
        if nom == "glossaire" or not termes:
            continue
        lignes = Markup("").join(
            Markup('<tr><th scope="row"><code>{}</code></th><td>{}</td><td>{}</td></tr>').format(
                t.id, t.libelle, t.definition
            )
            for t in termes
        )
        morceaux.append(
            Markup(
                '<h2 id="{ancre}">{titre}</h2><div class="tableau" role="region" '
                'aria-label="{titre}" tabindex="0"><table><thead><tr><th scope="col">À écrire</th>'
                '<th scope="col">Nom</th><th scope="col">Définition</th></tr></thead>'
                "<tbody>{lignes}</tbody></table></div>"
            ).format(ancre=nom, titre=titre, lignes=lignes)
        )
    return Markup("\n").join(morceaux)


# --- /contribuer/a-revoir/ ----------------------------------------------------

#: Rows that a page can bear; the command lists them all.
LIGNES_MAX = 300


def page_a_revoir(site: Site, racine: str) -> Markup:
    """Return what maintainers should read again as HTML: now, then in the next three months.

    `racine` is the way from the page to the root of the site.
    """
    liste = relectures(site.corpus, site.aujourdhui)
    return Markup("\n").join(
        (
            Markup('<h2 id="maintenant">À revoir maintenant</h2>'),
            _relectures(liste.a_revoir, f"À revoir au {jour(liste.jour)}", site, racine)
            or Markup("<p>Aucune entrée n’est à revoir au {}.</p>").format(jour(liste.jour)),
            Markup('<h2 id="bientot">À revoir dans les trois prochains mois</h2>'),
            _relectures(liste.bientot, f"À revoir d’ici au {jour(liste.horizon)}", site, racine)
            or Markup("<p>Aucune autre entrée ne sera à revoir d’ici au {}.</p>").format(
                jour(liste.horizon)
            ),
        )
    )


def _relectures(lignes: Sequence[Relecture], nom: str, site: Site, racine: str) -> Markup:
    """One row an entry, oldest first; "" without any."""
    if not lignes:
        return Markup("")
    suite = Markup("")
    if len(lignes) > LIGNES_MAX:
        suite = Markup(
            "<p>Ce tableau s’arrête aux {} plus anciennes. La commande "
            "<code>capitalisation revoir</code> les donne toutes.</p>"
        ).format(LIGNES_MAX)
    return Markup(
        '<div class="tableau" role="region" aria-label="{nom}" tabindex="0"><table>'
        '<caption>{titre}</caption><thead><tr><th scope="col">Entrée</th>'
        '<th scope="col">Dernière vérification</th><th scope="col">Structure porteuse</th>'
        "</tr></thead><tbody>{corps}</tbody></table></div>{suite}"
    ).format(
        nom=nom,
        titre=f"{nom}{FINE}: {pluriel(len(lignes), 'entrée')}",
        corps=Markup("").join(_relecture(r, site, racine) for r in lignes[:LIGNES_MAX]),
        suite=suite,
    )


def _relecture(relecture: Relecture, site: Site, racine: str) -> Markup:
    fiche = relecture.fiche
    porteur = fiche.porteur and _lien(racine + fiche.porteur.adresse, fiche.porteur.libelle)
    return Markup(
        "<tr><td>{entree}</td><td>{fait} le {date}, il y a {age}</td><td>{porteur}</td></tr>"
    ).format(
        entree=_lien(racine + fiche.adresse, site.vues[fiche.id].titre),
        fait="Vérifiée" if relecture.verifiee else "Jamais vérifiée, publiée",
        date=jour(relecture.derniere),
        age=anciennete(relecture.derniere, site.aujourdhui),
        porteur=porteur or "Non indiquée",
    )


def _lien(adresse: str, texte: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(adresse, texte)
