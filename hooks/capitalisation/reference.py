"""Documents made from the model and the catalogue of codes: one definition, no copy.

They are made at each build, so that none can be stale.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from .codes import CODES, Code
from .diagnostics import gravite_du_code
from .fields import Champ, champs, en_yaml
from .frontmatter import Chemin
from .model import (
    GENRES,
    SECTIONS_INSPIRACTION,
    SECTIONS_OBLIGATOIRES,
    Entree,
    Inspiraction,
)
from .vocabulary import VOCABULAIRES, Vocabulaire


def schema_json(genre: type[Entree]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the front matter of `genre`."""
    schema = genre.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = f"{genre.LIBELLE} : en-tête"
    return schema


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
    for nom, (_, pluriel, _) in VOCABULAIRES.items():
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
            ).format(ancre=nom, titre=pluriel, lignes=lignes)
        )
    return Markup("\n").join(morceaux)
