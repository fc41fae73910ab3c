"""Where nothing is known yet: themes crossed with places and with publics, and what nobody tells.

An empty cell says that no entry of the base stands there, not that nothing is done there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..corpus import Corpus, Fiche
from ..indexes import IndexLieu, IndexTerme
from ..model import Inspiraction
from ..territories import Lieu, Territoires
from ..typography import cle
from ..vocabulary import Terme
from .observatory import COMPLETUDE, habite

#: What a list of entries without them need not say of each.
_FACTEURS = ("leviers", "freins")


@dataclass(frozen=True, slots=True)
class Colonne:
    """What themes are crossed with. `id` is that of a public or the code of a place.

    `ecriture` is how a contributor writes it: the form reads it as it is.
    """

    id: str
    libelle: str
    ecriture: str


@dataclass(frozen=True, slots=True)
class Rangee:
    """A theme, and how many entries stand in each column."""

    terme: Terme
    comptes: tuple[int, ...]

    @property
    def connues(self) -> int:
        """How many columns have an entry."""
        return sum(1 for n in self.comptes if n)


@dataclass(frozen=True, slots=True)
class Grille:
    """Themes crossed with columns of one kind. `id` names its anchor."""

    id: str
    titre: str
    colonnes: tuple[Colonne, ...]
    rangees: tuple[Rangee, ...]


@dataclass(frozen=True, slots=True)
class Croisement:
    """Theme → column → entries, for every theme, whatever its level."""

    id: str
    titre: str
    colonnes: tuple[Colonne, ...]
    comptes: Mapping[str, Mapping[str, int]]

    def grille(self, termes: Iterable[Terme]) -> Grille:
        """Return the grid of `termes`, in their order."""
        rangees = tuple(
            Rangee(t, tuple(self.comptes[t.id].get(c.id, 0) for c in self.colonnes)) for t in termes
        )
        return Grille(self.id, self.titre, self.colonnes, rangees)


def du_moins_connu(termes: Iterable[Terme], croisements: Sequence[Croisement]) -> list[Terme]:
    """Sort `termes`: first those that have an entry in the fewest columns."""
    termes = list(termes)
    connues = Counter[str]()
    for croisement in croisements:
        for rangee in croisement.grille(termes).rangees:
            connues[rangee.terme.id] += rangee.connues
    return sorted(termes, key=lambda terme: connues[terme.id])


def par_territoire(
    themes: Mapping[str, IndexTerme], lieux: Mapping[str, IndexLieu]
) -> tuple[Croisement, ...]:
    """Cross `themes` with places, a crossing for each group of places that are read together."""
    territoires = Territoires()
    groupes = _groupes(territoires.divisions(), lieux)
    croises = {lieu.code for _, _, siens in groupes for lieu in siens}
    comptes = _croiser(themes, lambda f: (p.code for p in f.lieux_et_parents if p.code in croises))
    return tuple(
        Croisement(
            nom,
            titre,
            tuple(Colonne(p.code, p.nom, territoires.ecriture(p)) for p in siens),
            comptes,
        )
        for nom, titre, siens in groupes
    )


def par_public(themes: Mapping[str, IndexTerme], publics: Mapping[str, IndexTerme]) -> Croisement:
    """Cross `themes` with the publics that are part of no other."""
    comptes = _croiser(themes, lambda f: {a.id for t in f.publics for a in (t, *t.ancetres)})
    colonnes = (
        Colonne(t.id, t.libelle, t.id) for t in (i.terme for i in publics.values()) if not t.parent
    )
    return Croisement("publics", "Publics", tuple(colonnes), comptes)


def _croiser(
    themes: Mapping[str, IndexTerme], colonnes_de: Callable[[Fiche], Iterable[str]]
) -> dict[str, Counter[str]]:
    # Once an entry, which stands under several themes.
    @cache
    def colonnes(fiche: Fiche) -> tuple[str, ...]:
        return tuple(sorted(colonnes_de(fiche)))

    comptes: dict[str, Counter[str]] = {}
    for identifiant, index in themes.items():
        compte = comptes[identifiant] = Counter()
        # Many entries stand in the same columns.
        for siennes, nombre in Counter(map(colonnes, index.fiches)).items():
            for colonne in siennes:
                compte[colonne] += nombre
    return comptes


def _groupes(
    divisions: Iterable[Lieu], lieux: Mapping[str, IndexLieu]
) -> list[tuple[str, str, list[Lieu]]]:
    """Régions of France, overseas, Belgium.

    A Belgian région is followed by its provinces once an entry stands in one of them.
    """
    regions: list[Lieu] = []
    outre_mer: list[Lieu] = []
    belgique: list[Lieu] = []
    provinces: dict[str, list[Lieu]] = {}
    for lieu in divisions:
        if lieu.type == "region":
            (regions if lieu.parents[0].code == "fr" else belgique).append(lieu)
        elif lieu.type == "departement" and len(lieu.parents) == 1 and habite(lieu):
            outre_mer.append(lieu)
        elif lieu.type == "province":
            provinces.setdefault(lieu.parents[-1].code, []).append(lieu)
    detaillees = {
        code for code, siennes in provinces.items() if any(p.code in lieux for p in siennes)
    }
    belgique = [
        p for r in belgique for p in (r, *(provinces[r.code] if r.code in detaillees else ()))
    ]
    return [
        ("regions", "Régions de France", sorted(regions, key=lambda r: cle(r.nom))),
        ("outre-mer", "Outre-mer", outre_mer),
        ("belgique", "Belgique", belgique),
    ]


# --- What nobody has told ---------------------------------------------------------------------


def sans_entree(index: Mapping[str, IndexTerme]) -> tuple[Terme, ...]:
    """Return the terms that no entry bears, in the order of the vocabulary."""
    return tuple(i.terme for i in index.values() if not i.compte)


def departements_sans_entree(lieux: Mapping[str, IndexLieu]) -> tuple[tuple[Colonne, ...], int]:
    """Return the départements and provinces without entry, and how many there are in all."""
    territoires = Territoires()
    tous = [
        lieu
        for lieu in territoires.divisions()
        if lieu.type in ("departement", "province") and habite(lieu)
    ]
    vides = (lieu for lieu in tous if lieu.code not in lieux)
    return tuple(Colonne(v.code, v.nom, territoires.ecriture(v)) for v in vides), len(tous)


def a_completer(corpus: Corpus) -> list[tuple[Fiche, tuple[str, ...]]]:
    """Return the Inspir'actions that tell no lever and no obstacle, and what else each lacks.

    Those that need least come first: they are the quickest to complete.
    """
    autres = [(libelle, dit) for nom, libelle, dit in COMPLETUDE if nom not in _FACTEURS]
    actions = [
        (fiche, tuple(libelle for libelle, dit in autres if not dit(fiche)))
        for fiche in corpus.du_genre(Inspiraction)
        if not fiche.meta.leviers and not fiche.meta.freins
    ]
    return sorted(actions, key=lambda action: len(action[1]))
