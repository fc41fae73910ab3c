"""The tables of `/donnees/format/`: what the files of the catalogue hold, made from their shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from ..model import GENRES, Entree
from ..territories.place import TYPES
from ..typography import FINE, typographier
from ..vocabulary import VOCABULAIRES
from .records import Fichier
from .shape import Propriete, toutes
from .table import colonnes

#: Form of a value → what it is, alone and several.
_FORMES = {
    "texte": ("texte", "textes"),
    "markdown": ("texte en Markdown", "textes en Markdown"),
    "identifiant": ("identifiant", "identifiants"),
    "jour": ("date, AAAA-MM-JJ", "dates, AAAA-MM-JJ"),
    "date-partielle": ("AAAA, AAAA-MM ou AAAA-MM-JJ", "dates, AAAA, AAAA-MM ou AAAA-MM-JJ"),
    "adresse": ("adresse", "adresses"),
    "page": ("adresse", "adresses"),
    "entier": ("nombre entier", "nombres entiers"),
    "booleen": ("true ou false", "true ou false"),
    "choix": ("une valeur de la liste", "valeurs de la liste"),
    "terme": ("terme", "termes"),
    "lieu": ("lieu", "lieux"),
    "bloc": ("objet", "objets"),
}
#: Type of a column → the same, in words.
_TYPES = {
    "string": "texte",
    "integer": "nombre entier",
    "boolean": "true ou false",
    "date": "date, AAAA-MM-JJ",
    "year": "année",
}


def liste_des_fichiers(fichiers: Iterable[Fichier]) -> Markup:
    """Return the files whose columns or properties the page describes, as links from it."""
    lignes = (
        Markup('<li><a href="../{0}">{0}</a>{1}: {2}</li>').format(
            # After a colon, a sentence goes on.
            f.nom,
            FINE,
            typographier(f.description[0].lower() + f.description[1:]),
        )
        for f in fichiers
        if f.nom.startswith("catalogue.")
    )
    return Markup("<ul>{}</ul>").format(Markup("").join(lignes))


def page_des_proprietes() -> Markup:
    """Return every property of a record of the JSON: common ones, then those of each kind."""
    morceaux = [
        Markup('<h3 id="proprietes-communes">Propriétés de toutes les entrées</h3>'),
        _proprietes(p for p, genres in toutes() if genres == GENRES),
    ]
    for genre in GENRES:
        propres = [p for p, genres in toutes() if genres == (genre,)]
        if propres:
            titre = f"Propriétés de plus{FINE}: {genre.LIBELLE.lower()}"
            morceaux += [
                Markup('<h3 id="proprietes-{}">{}</h3>').format(genre.GENRE, titre),
                _proprietes(propres),
            ]
    morceaux += [
        Markup('<h3 id="terme-et-lieu">Un terme, un lieu</h3>'),
        _liste(_rangee(*ligne) for ligne in _TERME_ET_LIEU),
    ]
    return Markup("\n").join(morceaux)


_TERME_ET_LIEU = (
    ("terme › id", "identifiant", "L’identifiant du terme dans son vocabulaire."),
    ("terme › libelle", "texte", "Le terme, en français."),
    (
        "lieu › code",
        "texte",
        "Le code du lieu : le pays, puis le code officiel, en minuscules. fr-29274 est la commune "
        "29274 de l’INSEE ; be-52011, la commune 52011 de l’institut belge de statistique ; "
        "fr-200042174, une intercommunalité par son numéro SIREN ; fr-29 et fr-bre suivent "
        "ISO 3166-2.",
    ),
    ("lieu › nom", "texte", "Le nom officiel."),
    ("lieu › libelle", "texte", "Le nom, avec ce qui le distingue de ses homonymes."),
    ("lieu › type", "une valeur de la liste", f"Valeurs : {', '.join(TYPES)}."),
    (
        "lieu › parents",
        "liste de lieux",
        "Les lieux qui le contiennent, du plus grand au plus petit : code, nom, type.",
    ),
)


def page_des_colonnes() -> Markup:
    """Return every column of the tables."""
    return _liste(
        _rangee(
            c.colonne.nom,
            "plusieurs valeurs" if c.colonne.separateur else _TYPES[c.colonne.type],
            c.colonne.description + _sortes(c.genres),
            code=False,
        )
        for c in colonnes()
    )


def _sortes(genres: tuple[type[Entree], ...]) -> str:
    if genres == GENRES:
        return ""
    return f" Seulement{FINE}: {', '.join(g.LIBELLE.lower() for g in genres)}."


def _proprietes(siennes: Iterable[Propriete]) -> Markup:
    return _liste(ligne for propriete in siennes for ligne in _lignes(propriete, ()))


def _lignes(propriete: Propriete, prefixe: tuple[str, ...]) -> Iterator[Markup]:
    """Yield the row of a property, then those of what stands in it."""
    p, chemin = propriete, (*prefixe, propriete.nom)
    seul, plusieurs = _FORMES[p.forme]
    type_ = f"liste : {plusieurs}" if p.liste else seul
    aide = p.aide
    if not all(choix in aide for choix in p.choix):
        aide = f"{aide} Valeurs : {', '.join(p.choix)}."
    if p.vocabulaire:
        aide = f"{aide} Vocabulaire : {VOCABULAIRES[p.vocabulaire][1].lower()}."
    yield _rangee(" › ".join(chemin), type_ + (", ou null" if p.facultatif else ""), aide)
    for dessous in p.dessous:
        yield from _lignes(dessous, chemin)


def _rangee(nom: str, type_: str, aide: str, *, code: bool = True) -> Markup:
    """A name, what kind of value it has, what it tells: side by side, or below on a phone."""
    return Markup("<div><dt>{}</dt><dd>{}</dd><dd>{}</dd></div>").format(
        Markup("<code>{}</code>").format(nom) if code else nom,
        typographier(type_),
        typographier(aide),
    )


def _liste(lignes: Iterable[Markup]) -> Markup:
    return Markup('<dl class="donnees-proprietes">{}</dl>').format(Markup("").join(lignes))
