"""An entry as one takes it away: to compare it, to bind it in a booklet, to export it.

The browser lays these records out; it decides nothing of what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from ... import references
from ...model import Ressource
from ...publication import Publication
from ...typography import pluriel
from ...vocabulary import Terme
from ..records import EntreeVue, FacteurVue
from . import exports

#: What is said of an entry, in order: key → label. Those of `PROPRES` concern one kind only.
LIBELLES = {
    "genre": "Type",
    "personnes": "Personnes interviewées",
    "reference": "Référence",
    "territoires": "Territoires",
    "habitants": "Habitants",
    "periode": "Période",
    "dispositifs": "Dispositifs",
    "themes": "Thèmes",
    "publics": "Publics",
    "demarches": "Démarches",
    "cadres": "Cadres de référence",
    "porteur": "Porteur",
    "partenaires": "Partenaires",
    "leviers": "Leviers",
    "freins": "Freins",
    "enseignements": "À retenir",
    "transposer": "Pour transposer",
    "elements": "Dans ce dossier",
    "connaissance": "Type de connaissance",
    "sources": "Sources",
    "verifiee": "Vérifiée le",
}
PROPRES = ("personnes", "reference", "elements")

#: A text, its address or "" (of the site, or `http…`), what makes it precise or "".
Valeur = tuple[str, str, str]


def empaqueter(
    vues: Iterable[EntreeVue], renvois: dict[str, str], nombre: int, publication: Publication
) -> dict[str, Any]:
    """Return the JSON of one of `nombre` files: `entrees` by identifier, and `renvois`."""
    return {
        "paquets": nombre,
        "entrees": {vue.fiche.id: emporter(vue, publication) for vue in vues},
        "renvois": renvois,
    }


def emporter(vue: EntreeVue, publication: Publication) -> dict[str, Any]:
    """Return the record of an entry, which names the site as `publication` does.

    `lignes` lists [key, label, values], empty ones too, in the same order for all entries;
    `corps` is the safe HTML of its page, headings one level lower, addresses as they stand there.
    """
    lignes = [(cle, LIBELLES[cle], valeurs) for cle, valeurs in _lignes(vue)]
    f = vue.fiche
    reference = vue.lue.reference
    citation = references.francaise(reference)
    return {
        "id": f.id,
        "genre": f.genre,
        "libelle": f.libelle_genre,
        "notice": f.statut == "notice",
        "langue": f.meta.langue,
        "titre": f.titre,
        "resume": f.resume,
        "adresse": f.adresse,
        "lieu": f.lieux_en_bref,
        "annee": f.periode_texte or (reference.annee if isinstance(f.meta, Ressource) else ""),
        "image": [quote(f.image_adresse), f.meta.image.alt, f.meta.image.credit]
        if f.meta.image
        else None,
        "lignes": lignes,
        "corps": _TITRE.sub(_un_cran, vue.rendu.html),
        "citation": citation.texte,
        "csv": exports.ligne(vue, lignes, publication),
        "bibtex": references.bibtex(reference),
        "ris": references.ris(reference),
        "csl": references.csl(reference),
        "markdown": exports.markdown(vue, lignes, citation),
    }


def _lignes(vue: EntreeVue) -> Iterable[tuple[str, list[Valeur]]]:
    f = vue.fiche
    valeurs: dict[str, list[Valeur]] = {
        "genre": [(f.libelle_genre, "", "notice" if f.statut == "notice" else "")],
        "personnes": [
            (p.nom, "", ", ".join(filter(None, (p.fonction, p.structure))))
            for p in vue.lue.personnes
        ],
        "reference": _reference(vue),
        "territoires": [(lieu.complet, lieu.adresse, "") for lieu in f.lieux],
        "habitants": [
            (pluriel(lieu.population, "habitant"), "", lieu.nom if len(f.lieux) > 1 else "")
            for lieu in f.lieux
            if lieu.population
        ],
        "periode": [(f.periode_texte, "", "")] if f.periode_texte else [],
        "dispositifs": _termes(f.dispositifs),
        "themes": _termes(f.themes),
        "publics": _termes(f.publics),
        "demarches": _termes(f.demarches),
        "cadres": _termes(f.cadres),
        "porteur": _termes((f.porteur,) if f.porteur else ()),
        "partenaires": _termes(f.partenaires),
        "leviers": _facteurs(vue.lue.leviers),
        "freins": _facteurs(vue.lue.freins),
        "enseignements": [(e.texte, "", "") for e in vue.lue.enseignements],
        "transposer": [(t.texte, "", t.libelle) for t in vue.lue.transposer],
        "elements": [(x.titre, x.adresse, p.titre) for p in vue.parties for x in p.fiches],
        "connaissance": [(vue.lue.connaissance, "", "")] if vue.lue.connaissance else [],
        "sources": [
            (s.titre, s.url or "", ", ".join(filter(None, (s.editeur, str(s.annee), s.reperage))))
            for s in vue.lue.sources
        ],
        "verifiee": [
            (vue.lue.verifiee_le, "", vue.lue.verifiee_par.libelle if vue.lue.verifiee_par else "")
        ]
        if vue.lue.verifiee_le
        else [],
    }
    return ((cle, valeurs[cle]) for cle in LIBELLES)


def _termes(termes: Iterable[Terme]) -> list[Valeur]:
    return [(t.libelle, t.adresse, "") for t in termes]


def _facteurs(facteurs: Iterable[FacteurVue]) -> list[Valeur]:
    return [(f.texte, "", f.type.libelle if f.type else "") for f in facteurs]


def _reference(vue: EntreeVue) -> list[Valeur]:
    meta = vue.fiche.meta
    if not isinstance(meta, Ressource):
        return []
    nature = vue.lue.nature.libelle if vue.lue.nature else ""
    precisions = (meta.editeur, str(meta.annee or ""), vue.lue.acces.lower())
    return [(nature, meta.url or "", ", ".join(filter(None, precisions)))]


#: Headings as `markup` writes them: `<` stands for itself nowhere else.
_TITRE = re.compile(r"(</?h)([2-5])(?=[ >])")


def _un_cran(m: re.Match[str]) -> str:
    return f"{m[1]}{int(m[2]) + 1}"
