"""The base in numbers: how many entries, of what, where, by whom, when, and how complete.

Everything is counted from the indexes that pages are made of, so that a number is that of the
page it leads to: a term counts the entries of the terms below it, a place those of the places
it holds.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from .. import freshness
from ..corpus import Corpus, Fiche
from ..dates import MOIS
from ..indexes import IndexLieu, IndexTerme
from ..model import CONNAISSANCES, GENRES, Inspiraction
from ..territories import Lieu, Territoires
from ..typography import cle, pluriel, typographier
from ..vocabulary import VOCABULAIRES
from .tables import Ligne, Tableau

Index = Mapping[str, Mapping[str, IndexTerme]]

#: Past so many months of publication, years tell more.
MOIS_MAX = 36
NON_INDIQUE = "Non indiqué"

#: What an Inspir'action may tell besides its story: identifier, label, whether one tells it.
COMPLETUDE: tuple[tuple[str, str, Callable[[Fiche], bool]], ...] = (
    ("leviers", "Ce qui a aidé (leviers)", lambda f: bool(f.meta.leviers)),
    ("freins", "Ce qui a gêné (freins)", lambda f: bool(f.meta.freins)),
    ("enseignements", "Ce qu’il faut en retenir", lambda f: bool(f.meta.enseignements)),
    (
        "transposer",
        "Ce qu’il faut pour le refaire ailleurs",
        lambda f: f.meta.transposer is not None,
    ),
    ("periode", "Quand l’action a eu lieu", lambda f: f.meta.periode is not None),
    ("porteur", "Qui porte l’action", lambda f: f.porteur is not None),
    ("publics", "À qui elle s’adresse", lambda f: bool(f.publics)),
)

#: Vocabulary → header of its terms, and what a count means.
_TERMES = {
    "publics": ("Public", "Une entrée compte une fois pour chacun de ses publics."),
    "demarches": ("Démarche", "Une entrée compte une fois pour chacune de ses démarches."),
    "dispositifs": ("Dispositif", "Une entrée peut relever de plusieurs dispositifs, ou d’aucun."),
    "cadres": ("Cadre", "Une entrée peut répondre à plusieurs cadres, ou à aucun."),
}

#: From how many months on an entry is of that age.
_AGES = (
    (0, "Moins de 6 mois"),
    (6, "De 6 à 12 mois"),
    (12, "De 12 à 18 mois"),
    (freshness.REVUE_MOIS, "18 mois et plus : à revoir"),
)


def tableaux(
    corpus: Corpus, index: Index, lieux: Mapping[str, IndexLieu], jour: dt.date
) -> tuple[Tableau, ...]:
    """Return every table, on day `jour`. `index`: vocabulary → id → entries; `lieux`: by code."""
    return (
        _genres(corpus),
        *_themes(corpus, index["themes"]),
        *(_termes(corpus, index[nom], nom, *textes) for nom, textes in _TERMES.items()),
        *_territoires(corpus, lieux),
        _porteurs(corpus),
        _connaissances(corpus),
        _publications(corpus),
        _annees(corpus),
        _completude(corpus),
        _fraicheur(corpus, jour),
    )


# --- What entries are about -------------------------------------------------------------------


def _genres(corpus: Corpus) -> Tableau:
    lignes = [
        _ligne(genre.LIBELLE_PLURIEL, corpus.du_genre(genre), f"{genre.DOSSIER}/")
        for genre in GENRES
    ]
    return _tableau(
        "genres",
        "Genres d’entrées",
        "Chaque entrée compte une fois.",
        "Genre",
        _par_compte(lignes),
        len(corpus.fiches),
    )


def _themes(corpus: Corpus, index: Mapping[str, IndexTerme]) -> Iterable[Tableau]:
    """Two levels apart: together, the largest themes would hide all that stands below."""
    parts = {False: "themes", True: "sous-themes"}
    titres = {False: "Thèmes", True: "Sous-thèmes"}
    notes = {
        False: "Une entrée compte une fois pour chacun de ses thèmes, et un sous-thème compte "
        "aussi pour son thème : le total dépasse le nombre d’entrées.",
        True: "Une entrée compte une fois pour chacun de ses sous-thèmes.",
    }
    for dessous in (False, True):
        siens = [i for i in index.values() if bool(i.terme.parent) is dessous]
        yield _tableau(
            parts[dessous],
            titres[dessous],
            notes[dessous],
            "Sous-thème" if dessous else "Thème",
            _par_compte(_du_terme(i) for i in siens),
            len(corpus.fiches),
            precision="Thème" if dessous else "",
        )


def _termes(
    corpus: Corpus, index: Mapping[str, IndexTerme], nom: str, intitule: str, note: str
) -> Tableau:
    emboites = any(i.terme.parent for i in index.values())
    if emboites:
        note += " Ce qui fait partie d’un autre compte aussi pour lui."
    return _tableau(
        nom,
        VOCABULAIRES[nom][1],
        f"{note} Les parts ne s’additionnent pas.",
        intitule,
        _par_compte(_du_terme(i) for i in index.values()),
        len(corpus.fiches),
        precision="Fait partie de" if emboites else "",
    )


def _du_terme(index: IndexTerme) -> Ligne:
    terme = index.terme
    libelle = f"{terme.libelle} ({terme.sigle})" if terme.sigle else terme.libelle
    parent = terme.parent.libelle if terme.parent else ""
    return _ligne(libelle, index.fiches, terme.adresse, parent)


# --- Where ------------------------------------------------------------------------------------


def _territoires(corpus: Corpus, lieux: Mapping[str, IndexLieu]) -> Iterable[Tableau]:
    """Countries, régions, départements and provinces, those without an entry too."""
    divisions = [lieu for lieu in Territoires().divisions() if habite(lieu) or lieu.code in lieux]
    seuls = [d for d in divisions if d.type == "departement" and len(d.parents) == 1]
    de_type = {
        t: [d for d in divisions if d.type == t]
        for t in ("pays", "region", "departement", "province")
    }

    def tableau(
        nom: str, titre: str, note: str, intitule: str, siens: Iterable[Lieu], precision: str
    ) -> Tableau:
        return _tableau(
            nom,
            titre,
            f"{note} Une entrée compte pour ses territoires et pour ceux qui les contiennent.",
            intitule,
            _par_compte(_du_lieu(lieu, lieux, precision) for lieu in siens),
            len(corpus.fiches),
            precision=precision,
        )

    yield tableau(
        "pays",
        "Pays",
        "Une entrée peut parler de plusieurs pays, ou d’un pays entier.",
        "Pays",
        de_type["pays"],
        "",
    )
    yield tableau(
        "regions",
        "Régions et outre-mer",
        "Une entrée qui parle de tout un pays n’est dans aucune région.",
        "Région",
        [*de_type["region"], *seuls],
        "Pays",
    )
    yield tableau(
        "departements",
        "Départements et provinces",
        "Une entrée qui parle de toute une région n’est dans aucun département.",
        "Département ou province",
        [*de_type["departement"], *de_type["province"]],
        "Région",
    )


def habite(lieu: Lieu) -> bool:
    """False for Clipperton and the lands of the far south: no one is there to act.

    The Belgian source gives no population; its places all have people.
    """
    return lieu.type != "departement" or lieu.population is not None


def _du_lieu(lieu: Lieu, lieux: Mapping[str, IndexLieu], precision: str) -> Ligne:
    # A place without entry has no page.
    index = lieux.get(lieu.code)
    dessus = lieu.parents[-1].nom if precision else ""
    if index is None:
        return Ligne(lieu.nom, 0, 0, "", dessus)
    return _ligne(lieu.nom, index.fiches, lieu.adresse, dessus)


# --- Who, and what is known -------------------------------------------------------------------


def _porteurs(corpus: Corpus) -> Tableau:
    types = corpus.vocabulaires["types-de-structures"].termes
    par_type: dict[str, list[Fiche]] = {identifiant: [] for identifiant in types}
    sans_type: list[Fiche] = []
    sans_porteur: list[Fiche] = []
    for fiche in corpus.triees:
        if fiche.porteur is None:
            sans_porteur.append(fiche)
        else:
            par_type.get(fiche.porteur.type, sans_type).append(fiche)
    connus = _par_compte(_ligne(types[i].libelle, fiches) for i, fiches in par_type.items())
    return _tableau(
        "porteurs",
        "Types de structures qui portent",
        "Chaque entrée compte une fois, pour la structure qui la porte ou qui la coordonne.",
        "Type de structure",
        [
            *connus,
            _ligne("Type de structure non indiqué", sans_type),
            _ligne("Sans porteur indiqué", sans_porteur),
        ],
        len(corpus.fiches),
        inconnus=2,
    )


def _connaissances(corpus: Corpus) -> Tableau:
    groupes: dict[str, list[Fiche]] = {libelle: [] for libelle in CONNAISSANCES.values()}
    groupes[NON_INDIQUE] = []
    for fiche in corpus.triees:
        groupes[CONNAISSANCES.get(fiche.meta.connaissance or "", NON_INDIQUE)].append(fiche)
    return _tableau(
        "connaissances",
        "Types de connaissance",
        "D’où vient le savoir : l’expérience de celles et ceux qui agissent, une évaluation, "
        "des données probantes. Chaque entrée compte une fois.",
        "Type de connaissance",
        [_ligne(libelle, fiches) for libelle, fiches in groupes.items()],
        len(corpus.fiches),
        inconnus=1,
    )


# --- When -------------------------------------------------------------------------------------


def _publications(corpus: Corpus) -> Tableau:
    par_mois: dict[int, list[Fiche]] = defaultdict(list)
    par_an: dict[int, list[Fiche]] = defaultdict(list)
    for fiche in corpus.triees:
        date = fiche.meta.date
        par_mois[date.year * 12 + date.month - 1].append(fiche)
        par_an[date.year].append(fiche)
    en_mois = not par_mois or max(par_mois) - min(par_mois) < MOIS_MAX
    return _tableau(
        "publications",
        "Entrées publiées ici",
        "La date à laquelle l’entrée a rejoint la base, et non celle de l’action. Chaque entrée "
        "compte une fois.",
        "Mois" if en_mois else "Année",
        _dans_le_temps(par_mois, _mois) if en_mois else _dans_le_temps(par_an, str),
        len(corpus.fiches),
        temps=True,
    )


def _mois(rang: int) -> str:
    return f"{MOIS[rang % 12]} {rang // 12}"


def _annees(corpus: Corpus) -> Tableau:
    datees = [f for f in corpus.triees if f.meta.periode]
    groupes: dict[int, list[Fiche]] = defaultdict(list)
    for fiche in datees:
        for annee in fiche.annees:
            groupes[annee].append(fiche)
    return _tableau(
        "annees",
        "Années des actions",
        f"Sur {pluriel(len(datees), 'entrée')} dont la période est connue. Chacune compte pour "
        "toutes les années de sa période ; une action en cours, jusqu’à l’année de sa "
        "publication.",
        "Année",
        _dans_le_temps(groupes, str),
        len(datees),
        temps=True,
    )


def _dans_le_temps(
    groupes: Mapping[int, Sequence[Fiche]], nommer: Callable[[int], str]
) -> list[Ligne]:
    """One line a year or a month, those without an entry too: a gap is seen as a gap."""
    if not groupes:
        return []
    return [
        _ligne(nommer(rang), groupes.get(rang, ()))
        for rang in range(min(groupes), max(groupes) + 1)
    ]


# --- How complete, how fresh ------------------------------------------------------------------


def _completude(corpus: Corpus) -> Tableau:
    actions = corpus.du_genre(Inspiraction)
    groupes: dict[str, list[Fiche]] = {libelle: [] for _, libelle, _ in COMPLETUDE}
    for fiche in actions:
        for _, libelle, dit in COMPLETUDE:
            if dit(fiche):
                groupes[libelle].append(fiche)
    return _tableau(
        "completude",
        "Ce que disent les Inspir’actions",
        f"Sur {pluriel(len(actions), 'Inspir’action')} : combien répondent à chaque question. "
        "Une notice n’en dit souvent que peu.",
        "Ce qui est dit",
        _par_compte(_ligne(libelle, fiches) for libelle, fiches in groupes.items()),
        len(actions),
    )


def _fraicheur(corpus: Corpus, jour: dt.date) -> Tableau:
    groupes: dict[str, list[Fiche]] = {libelle: [] for _, libelle in _AGES}
    jamais = 0

    @cache
    def age(derniere: dt.date) -> str:
        """The latest age whose first day has come; an entry of tomorrow is as fresh as any."""
        venus = [libelle for mois, libelle in _AGES if freshness.plus_mois(derniere, mois) <= jour]
        return venus[-1] if venus else _AGES[0][1]

    for fiche in corpus.triees:
        groupes[age(freshness.derniere_verification(fiche.meta))].append(fiche)
        jamais += fiche.meta.verifiee_le is None
    return _tableau(
        "fraicheur",
        "Dernière relecture",
        "Depuis combien de temps l’entrée a été relue ou, si elle ne l’a pas été, publiée. "
        "Chaque entrée compte une fois.",
        "Ancienneté",
        [_ligne(libelle, fiches) for libelle, fiches in groupes.items()],
        len(corpus.fiches),
        constat=f"Jamais relues depuis leur publication : {pluriel(jamais, 'entrée')}.",
    )


# --- Lines ------------------------------------------------------------------------------------


def _tableau(
    nom: str,
    titre: str,
    note: str,
    intitule: str,
    lignes: Sequence[Ligne],
    total: int,
    *,
    precision: str = "",
    temps: bool = False,
    inconnus: int = 0,
    constat: str = "",
) -> Tableau:
    """`inconnus`: how many of the last lines say that something is not known: no main point."""
    tete = lignes[: len(lignes) - inconnus]
    return Tableau(
        id=nom,
        titre=titre,
        note=typographier(note),
        constat=typographier(constat or _constat(tete)),
        intitule=intitule,
        lignes=tuple(lignes),
        total=total,
        precision=precision,
        temps=temps,
    )


def _constat(lignes: Sequence[Ligne]) -> str:
    """The main point of a chart, in a sentence."""
    haut = max((ligne.compte for ligne in lignes), default=0)
    if not haut:
        return "Rien encore."
    premiers = [ligne.libelle for ligne in lignes if ligne.compte == haut]
    combien = pluriel(haut, "entrée").replace(" ", "\u00a0")
    if len(premiers) == 1:
        return f"En tête : {premiers[0]} ({combien})."
    if len(premiers) > 3:
        premiers = [premiers[0], f"{len(premiers) - 1} autres"]
    noms = f"{', '.join(premiers[:-1])} et {premiers[-1]}"
    return f"En tête, à égalité avec {combien} : {noms}."


def _ligne(libelle: str, fiches: Sequence[Fiche], adresse: str = "", precision: str = "") -> Ligne:
    """`fiches` are in the order of `Corpus.triees`, where notices come last."""
    racontees = bisect_left(fiches, True, key=lambda fiche: fiche.meta.statut == "notice")
    nombre = len(fiches)
    return Ligne(typographier(libelle), nombre, nombre - racontees, adresse, precision)


def _par_compte(lignes: Iterable[Ligne]) -> list[Ligne]:
    """The largest first, then by label."""
    return sorted(lignes, key=lambda ligne: (-ligne.compte, cle(ligne.libelle)))
