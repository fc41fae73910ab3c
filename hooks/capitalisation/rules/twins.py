"""The rule about entries that tell the same story twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from zlib import crc32

from ..frontmatter import Constat
from ..model import Entree
from ..typography import cle
from .frame import Cadre, Piece

MOTS = 8
#: Characters that the sample is taken from: texts that are alike are alike from the start.
DEBUT = 4_000
#: Shorter texts share their words by chance.
MOTS_MIN = 60
MOT_LONG = 8
ECHANTILLON = 24
PARTAGE_MAX = 20
CANDIDATS = 3
#: Part of the shingles of both texts together that they must share to be called alike.
RESSEMBLANCE = 0.6


def textes_jumeaux(cadre: Cadre) -> Iterator[tuple[Piece, Constat]]:
    """Name each entry whose text is that of an earlier one but for a little.

    A text is seen as its runs of 8 words (shingles), and represented by a sample: the
    24 smallest hashes of those that begin at a long word of its first pages. Two texts
    that share most shingles share most of their samples. An inverted list, hash →
    entries, gives the few that share at least a third of it, and only the best three are
    compared in full. A shingle that more than 20 entries share is boilerplate and is
    passed over, so no list grows with the corpus: the whole is linear.

    Source: A. Broder, « On the resemblance and containment of documents », 1997.
    """
    pieces = [
        piece for piece in cadre.pieces.values() if piece.meta and piece.statut != "brouillon"
    ]
    echantillons = [piece.demander(echantillon) for piece in pieces]
    nombre = Counter(chain.from_iterable(echantillons))
    # Most runs of words stand in one text alone: no list is made for them.
    porteurs: dict[int, list[int]] = {e: [] for e, n in nombre.items() if 1 < n <= PARTAGE_MAX}
    for rang, piece in enumerate(pieces):
        listes = [porteurs[e] for e in echantillons[rang] if e in porteurs]
        partages = Counter(chain.from_iterable(listes))
        for liste in listes:
            liste.append(rang)
        for autre, communs in partages.most_common(CANDIDATS):
            if communs * 3 >= len(echantillons[rang]) and _se_repetent(piece, pieces[autre]):
                yield piece, _jumeau(piece, pieces[autre])
                break


def _mots(corps: str) -> list[str]:
    mots = re.findall(r"\w+", corps.lower())
    return mots if len(mots) >= MOTS_MIN else []


def echantillon(piece: Piece) -> list[int]:
    """Return the sample of the text of `piece`, in order; none of a text that is too short."""
    # One octet a letter: four times quicker to cut into words than the text itself. What this
    # code has no letter for becomes its number, which tells it as well.
    octets = piece.corps[:DEBUT].replace("\u202f", " ").encode(_CODE, "xmlcharrefreplace")
    mots = octets.translate(_LETTRES).split()
    if len(mots) < MOTS_MIN:
        return []
    debuts = (i for i, mot in enumerate(mots[: 1 - MOTS]) if len(mot) >= MOT_LONG)
    return sorted({crc32(b" ".join(mots[i : i + MOTS])) for i in debuts})[:ECHANTILLON]


_CODE = "cp1252"
#: Letters in lower case, digits as they are, all else a space.
_LETTRES = b"".join(
    signe.lower().encode(_CODE) if re.match(r"\w", signe) else b" "
    for signe in (bytes([octet]).decode(_CODE, "replace") for octet in range(256))
)


def _se_repetent(piece: Piece, autre: Piece) -> bool:
    """Whether the two texts are alike, and no other finding or key says why."""
    assert isinstance(piece.meta, Entree)
    assert isinstance(autre.meta, Entree)
    if piece.meta.langue != autre.meta.langue or cle(piece.meta.titre) == cle(autre.meta.titre):
        return False
    siens, leurs = (
        {tuple(mots[i : i + MOTS]) for i in range(len(mots) - MOTS + 1)}
        for mots in (_mots(piece.corps), _mots(autre.corps))
    )
    return len(siens & leurs) >= RESSEMBLANCE * len(siens | leurs)


def _jumeau(piece: Piece, autre: Piece) -> Constat:
    blancs = len(piece.corps) - len(piece.corps.lstrip())
    return Constat(
        piece.ligne_corps + piece.corps.count("\n", 0, blancs),
        "A121",
        "",
        f"ce texte est presque celui de {autre.chemin}",
        "Gardez une seule des deux entrées, ou écrivez ce que celle-ci a de propre.",
    )
