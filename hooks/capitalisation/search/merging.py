"""Several indexes of Pagefind made into one, as if it had read all entries at once.

Pagefind holds all that it reads in memory, some 350 kB for an entry of a thousand words: a large
base is read in parts, one process each. A browser that had to look into each part would load as
many pieces as there are parts for every word; here it costs the build a little, and it nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import cbor2

from .. import parallel
from . import packing

SIGNATURE = b"pagefind_dcd"
#: Places in a piece of the index, at least, as Pagefind has about.
PLACES = 15_000
#: Pieces of the largest part that a worker merges at a time.
PAR_PLAGE = 20

#: The first word of a piece, its last word, its name.
Morceau = tuple[str, str, str]
#: A word, its pages as `[gap since the last rank, places, …]`, and what Pagefind adds to them.
Mot = list[Any]


@dataclass(frozen=True, slots=True)
class Partie:
    """An index: the folder of its pieces, those in order, the rank of its first entry."""

    dossier: Path
    morceaux: Sequence[Morceau]
    debut: int


def reunir(parties: Sequence[Partie], sortie: Path) -> Sequence[Morceau]:
    """Make `sortie`, the folder of the pieces of one index; return these in order."""
    if len(parties) == 1:
        parties[0].dossier.rename(sortie)
        return parties[0].morceaux
    sortie.mkdir()
    grande = max((p.morceaux for p in parties), key=len)
    bornes = ["", *(m[0] for m in grande[PAR_PLAGE::PAR_PLAGE])]
    plages = list(pairwise([*bornes, None]))
    faites = parallel.appliquer(partial(_ecrire, parties, sortie), plages)
    return [morceau for faite in faites for morceau in faite]


def lire(fichier: Path) -> list[Mot]:
    """Return the words of a piece, in order."""
    octets = gzip.decompress(fichier.read_bytes())[len(SIGNATURE) :]
    mots: list[Mot] = cbor2.loads(octets)[0]
    return mots


def _ecrire(
    parties: Sequence[Partie], sortie: Path, plage: tuple[str, str | None]
) -> list[Morceau]:
    """Write the pieces of the words from the first of `plage` to before the second."""
    faits: list[Morceau] = []
    mots: list[Mot] = []
    places = 0
    for mot in _mots(parties, *plage):
        mots.append(mot)
        places += sum(len(page[1]) for page in mot[1])
        if places >= PLACES:
            faits.append(_morceau(mots, sortie))
            mots, places = [], 0
    if mots:
        faits.append(_morceau(mots, sortie))
    return faits


def _morceau(mots: list[Mot], sortie: Path) -> Morceau:
    octets = SIGNATURE + cbor2.dumps([mots])
    nom = f"zxx_{hashlib.sha256(octets).hexdigest()[:10]}"
    (sortie / f"{nom}.pf_index").write_bytes(packing.presser(octets))
    return mots[0][0], mots[-1][0], nom


def _mots(parties: Sequence[Partie], premier: str, apres: str | None) -> Iterator[Mot]:
    """Yield the words of all parts, each once, in the order of their codes."""
    flux = [_mots_d_une(partie, premier, apres) for partie in parties]
    for mot, siens in groupby(heapq.merge(*flux, key=itemgetter(0)), key=itemgetter(0)):
        pages: list[Any] = []
        suite: list[Any] = []
        dernier = 0
        for _, debut, siennes, *plus in siens:
            (ecart, *reste), *autres = siennes
            pages += [debut + ecart - dernier, *reste], *autres
            dernier = debut + sum(page[0] for page in siennes)
            suite = plus
        yield [mot, pages, *suite]


def _mots_d_une(partie: Partie, premier: str, apres: str | None) -> Iterator[tuple[Any, ...]]:
    """Yield the words of one part, the rank of its first entry set in them."""
    rang = max(0, bisect_right(partie.morceaux, premier, key=itemgetter(0)) - 1)
    for debut, _, nom in partie.morceaux[rang:]:
        if apres is not None and debut >= apres:
            return
        for mot, *suite in lire(partie.dossier / f"{nom}.pf_index"):
            if mot >= premier and (apres is None or mot < apres):
                yield (mot, partie.debut, *suite)
