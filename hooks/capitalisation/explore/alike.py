"""Entries by what their places are like, and what the browser needs to compare any place.

Places are compared one by one: an entry that tells of a village and of a large town is like
neither a village in a métropole nor a large town in the countryside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Any

from ..corpus import Corpus, Fiche
from ..model import GENRES
from ..territories import Lieu, Territoires
from ..territories.listing import lieux as lieux_du_formulaire
from ..typography import typographier
from .profiles import QUARTIER_PRIORITAIRE, TRAITS, dit_un_quartier, traits_du_lieu

Paire = tuple[str, str]


def profils(fiche: Fiche) -> Iterator[tuple[Lieu, tuple[str, ...]]]:
    """Yield each place of `fiche` that has traits, with them."""
    for lieu in fiche.lieux:
        if siens := traits_du_lieu(lieu):
            yield lieu, siens


def comparer(corpus: Corpus) -> tuple[dict[str, list[Fiche]], dict[Paire, list[Fiche]]]:
    """Return the entries that have each trait, and those of which one place has two, in list order.

    Every trait is there, and the most frequent pair comes first.
    """
    par_trait: dict[str, list[Fiche]] = {t: [] for t in TRAITS}
    par_paire: dict[Paire, list[Fiche]] = {}
    connus: dict[str, tuple[str, ...]] = {}
    for fiche in corpus.triees:
        quartier = (QUARTIER_PRIORITAIRE,) if dit_un_quartier(fiche) else ()
        siens, siennes = set(quartier), set[Paire]()
        for lieu in fiche.lieux:
            if (traits := connus.get(lieu.code)) is None:
                traits = connus[lieu.code] = traits_du_lieu(lieu)
            siens.update(traits)
            if traits:
                siennes.update(_paires((*traits, *quartier)))
        for trait in siens:
            par_trait[trait].append(fiche)
        for paire in siennes:
            par_paire.setdefault(paire, []).append(fiche)
    rangs = {t: rang for rang, t in enumerate(TRAITS)}
    triees = sorted(par_paire, key=lambda p: (-len(par_paire[p]), *map(rangs.__getitem__, p)))
    return par_trait, {paire: par_paire[paire] for paire in triees}


@cache
def _paires(traits: tuple[str, ...]) -> tuple[Paire, ...]:
    """Return the pairs of the traits of one place; many places have the same.

    The size of the intercommunality is left out: it goes with the number of inhabitants and
    with the milieu, and would make three quarters of the pairs.
    """
    return tuple(combinations((t for t in traits if TRAITS[t].famille != "intercommunalite"), 2))


# --- For the browser --------------------------------------------------------------------------


def arrondie(population: int | None) -> int:
    """Inhabitants to two digits, downwards: enough to tell who is near; 0 when unknown."""
    n = population or 0
    pas: int = 10 ** max(0, len(str(n)) - 2)
    return n // pas * pas


def paquet_des_entrees(corpus: Corpus) -> dict[str, Any]:
    """Return the traits, and the entries of places that have some, in list order.

    An entry: [rank of its kind, id, title, 1 for a notice, 1 when it tells of a priority
    quarter, [[name of a place, inhabitants, ranks of its traits]…]].
    """
    rangs = {t: rang for rang, t in enumerate(TRAITS)}
    genres = {genre: rang for rang, genre in enumerate(GENRES)}
    entrees = []
    for fiche in corpus.triees:
        places = [
            [lieu.complet, _habitants(lieu), [rangs[t] for t in traits]]
            for lieu, traits in profils(fiche)
        ]
        quartier = dit_un_quartier(fiche)
        if places or quartier:
            meta = fiche.meta
            titre = typographier(meta.titre)
            notice = int(meta.statut == "notice")
            genre = genres[fiche.genre]
            entrees.append([genre, fiche.id, titre, notice, int(quartier), places])
    return {
        "traits": [[t.id, t.libelle, t.definition] for t in TRAITS.values()],
        "quartier": rangs[QUARTIER_PRIORITAIRE],
        "genres": [[genre.GENRE, genre.LIBELLE, genre.DOSSIER] for genre in GENRES],
        "entrees": entrees,
    }


@cache
def paquet_des_lieux(territoires: Territoires) -> Mapping[str, Any]:
    """Return the profile of every place, in the order of the names of `formulaire/lieux.gz`.

    Made once per process: no entry changes it.

    `profils`: each combination of ranks of traits, once. `communes`: suffix → columns, and
    `autres`: columns, of as many values as there are names, which are not written twice. The
    columns: codes (without what the suffix tells: `fr-29`), inhabitants, ranks in `profils`.
    """
    rangs = {t: rang for rang, t in enumerate(TRAITS)}
    connus: dict[tuple[str, ...], int] = {}

    def colonnes(codes: Iterable[str], entendu: str = "") -> list[str]:
        lignes = []
        for code in codes:
            lieu = territoires.lieu(code)
            assert lieu
            profil = connus.setdefault(traits_du_lieu(lieu), len(connus))
            lignes.append((code.removeprefix(entendu), str(_habitants(lieu)), str(profil)))
        return [" ".join(colonne) for colonne in zip(*lignes, strict=True)]

    noms = lieux_du_formulaire(territoires)
    codes = {(nom, suffixe): code for code, nom, suffixe, _ in territoires.communes()}
    communes = {
        suffixe: colonnes(
            (codes[nom, suffixe] for nom in liste.split("|")), f"fr-{suffixe.lower()}"
        )
        for suffixe, liste in noms["communes"].items()
    }
    autres = colonnes(territoires.resoudre(ecriture).code for ecriture, _ in noms["autres"])
    return {
        "profils": [[rangs[t] for t in p] for p in connus],
        "communes": communes,
        "autres": autres,
    }


def _habitants(lieu: Lieu) -> int:
    return arrondie((lieu.parents[-1] if lieu.type == "quartier" else lieu).population)
