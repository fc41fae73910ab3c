"""The catalogue as a table: one entry a line, for spreadsheets and whoever counts with them.

Nothing is lost of the JSON but the text of entries and the addresses that follow from others:
whoever cuts the cells again finds the same values (`/donnees/format/` says how).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from ..corpus import Fiche
from ..model import Entree
from ..slices import Forme, Tranches
from ..tableur import MARQUE, SEPARATEUR, Cellule, exacte, joindre, ligne, texte_exact
from ..typography import typographier
from .catalogue import Enregistrement
from .records import Colonne, Fichier
from .shape import CITABLES, Propriete, toutes

NOM = "catalogue.csv"

#: Between the identifiers of one part of a dossier: an identifier holds no comma.
DANS_UNE_PARTIE = ", "


@dataclass(frozen=True, slots=True)
class ColonneDuCatalogue:
    """A column: what is said of it, the kinds that fill it, and how it reads a record.

    `forme` is that of its values (`shape.Propriete`): a spreadsheet draws them accordingly.
    """

    colonne: Colonne
    genres: tuple[type[Entree], ...]
    forme: str
    lire: Callable[[Enregistrement], Cellule]


@cache
def colonnes() -> tuple[ColonneDuCatalogue, ...]:
    """Return the columns of the table, in their order."""
    return tuple(
        ColonneDuCatalogue(colonne, genres, forme, lire)
        for propriete, genres in toutes()
        for colonne, forme, lire in _colonnes(propriete)
    )


def fichier(tranches: Tranches) -> Fichier:
    return Fichier(
        NOM,
        "Tableau de toutes les entrées",
        typographier(
            "Une ligne par entrée, toutes sortes ensemble : UTF-8, points-virgules, une barre "
            "« | » entre les valeurs d’une case. Sans le récit des entrées."
        ),
        "text/csv",
        "catalogue",
        partial(octets, tranches),
        tuple(c.colonne for c in colonnes()),
    )


def lire(fiche: Fiche, lu: Enregistrement) -> list[Cellule]:
    """Return the cells of the record of `fiche`, one a column, texts as a file may hold them."""
    cellules = (c.lire(lu) if fiche.genre in c.genres else None for c in colonnes())
    return [texte_exact(c) if isinstance(c, str) else c for c in cellules]


def forme(lues: Callable[[Fiche], Iterable[Cellule]]) -> Forme:
    """How it writes an entry: on a line."""
    return Forme(lambda fiche: ligne(map(exacte, lues(fiche))).encode())


def octets(tranches: Tranches) -> Iterator[bytes]:
    """Yield the CSV piece by piece."""
    yield (MARQUE + ligne(c.colonne.nom for c in colonnes())).encode()
    yield from tranches.de(NOM)


# --- The columns of a property ------------------------------------------------

#: What `_colonnes` yields: what is said of a column, its form, how it reads a record.
Decrite = tuple[Colonne, str, Callable[[Enregistrement], Cellule]]


def _colonnes(p: Propriete) -> Iterator[Decrite]:
    """Yield the columns of a property of a record."""
    if p.forme == "markdown":
        return
    if p.forme == "lieu":
        yield from _des_lieux(p)
    elif p.forme == "bloc":
        for dessous in p.dessous:
            if dessous.forme == "page" and p.nom in CITABLES:
                continue  # that of the entry, then `#levier-3`
            yield from _du_bloc(p, dessous)
    else:
        suite = " (identifiants)" if p.liste else " (identifiant)"
        for champ, nom, aide in _faces(p, p.label, suite, p.aide, plusieurs=p.liste):
            yield _decrire(nom, aide, p, partial(_lire, p.nom, champ))


def _du_bloc(p: Propriete, dessous: Propriete) -> Iterator[Decrite]:
    """Yield the columns of what stands in a block; those of a list of blocks stay in step."""
    seule = p.nom == "enseignements"
    label = p.label if seule else f"{p.label} ({_minuscule(dessous.label)})"
    aide = p.aide if seule else f"{p.aide} {dessous.aide}"
    suite = f" ({_minuscule(dessous.label)}, identifiant)"

    def lire(champ: str, lu: Enregistrement) -> Cellule:
        blocs = lu[p.nom]
        if not p.liste:
            return _face(blocs[dessous.nom], champ) if blocs else None
        if dessous.liste:
            return joindre(DANS_UNE_PARTIE.join(bloc[dessous.nom]) for bloc in blocs)
        return joindre(_face(bloc[dessous.nom], champ) for bloc in blocs)

    for champ, nom, dit in _faces(dessous, label, suite, aide, p.label, plusieurs=p.liste):
        yield _decrire(nom, dit, dessous, partial(lire, champ), plusieurs=p.liste)


def _faces(
    p: Propriete, label: str, suite: str, aide: str, debut: str = "", *, plusieurs: bool
) -> Iterator[tuple[str, str, str]]:
    """Yield (field, header, description) of the columns of a value: a term has two."""
    if p.forme != "terme":
        yield "", label, aide
        return
    yield "libelle", label, aide
    dit = "Les identifiants" if plusieurs else "L’identifiant"
    ordre = ", dans le même ordre" if plusieurs else ""
    yield "id", f"{debut or label}{suite}", f"{dit} de « {label} »{ordre}."


def _lire(nom: str, champ: str, lu: Enregistrement) -> Cellule:
    cellule: Cellule = _face(lu[nom], champ)
    return cellule


def _face(valeur: Any, champ: str) -> Any:
    """What a column takes of a value, or of each of several."""
    if isinstance(valeur, list):
        return joindre(v[champ] if champ else v for v in valeur)
    return valeur[champ] if champ and valeur else valeur


def _des_lieux(p: Propriete) -> Iterator[Decrite]:
    def lignees(lu: Enregistrement) -> list[list[dict[str, str]]]:
        return [[*lieu["parents"], lieu] for lieu in lu[p.nom]]

    def noms(lieux: Iterable[dict[str, str]]) -> str:
        return joindre({lieu["code"]: lieu["nom"] for lieu in lieux}.values())

    def regions(lu: Enregistrement) -> str:
        # Overseas, a département is a région too: it stands right below the country.
        return noms(
            rangs[1]
            for rangs in lignees(lu)
            if len(rangs) > 1 and rangs[1]["type"] in ("region", "departement")
        )

    def du_type(*types: str) -> Callable[[Enregistrement], str]:
        return lambda lu: noms(
            lieu for rangs in lignees(lu) for lieu in rangs if lieu["type"] in types
        )

    for nom, aide, lire in (
        (
            p.label,
            "Où cela se passe : des lieux du référentiel officiel, chacun avec ce qui le distingue "
            "de ses homonymes.",
            lambda lu: joindre(lieu["libelle"] for lieu in lu[p.nom]),
        ),
        (
            f"{p.label} (codes)",
            "Les codes de « Territoires », dans le même ordre.",
            lambda lu: joindre(lieu["code"] for lieu in lu[p.nom]),
        ),
        ("Pays", "Les pays de ces lieux.", du_type("pays")),
        (
            "Régions",
            "Les régions qui contiennent ces lieux ; outre-mer, le département.",
            regions,
        ),
        (
            "Départements et provinces",
            "Les départements et les provinces qui contiennent ces lieux.",
            du_type("departement", "province"),
        ),
    ):
        yield _decrire(nom, aide, p, lire)


_TYPES = {"jour": "date", "entier": "integer", "booleen": "boolean"}


def _decrire(
    nom: str,
    aide: str,
    p: Propriete,
    lire: Callable[[Enregistrement], Cellule],
    *,
    plusieurs: bool = False,
) -> Decrite:
    plusieurs = plusieurs or p.liste
    type_ = "year" if p.nom == "annee" else _TYPES.get(p.forme, "string")
    if not all(choix in aide for choix in p.choix):
        aide = f"{aide} Valeurs : {', '.join(p.choix)}."
    colonne = Colonne(
        nom=nom,
        titre=nom,
        description=typographier(aide),
        type="string" if plusieurs else type_,
        separateur=SEPARATEUR if plusieurs else "",
        cle=p.nom == "id",
    )
    return colonne, "texte" if plusieurs else p.forme, lire


def _minuscule(texte: str) -> str:
    return texte[:1].lower() + texte[1:]
