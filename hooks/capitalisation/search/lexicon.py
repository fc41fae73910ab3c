"""The words of the corpus and the vocabularies, from which a mistyped word is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ..vocabulary import Terme
from .documents import propre
from .words import cle, mots

Json = dict[str, Any]


def lexique(nombres: Counter[str], termes: Iterable[Terme]) -> Json:
    """Return every word once, as it is most often written, with how common it is.

    `nombres`: written form → entries that hold it. The words of `termes` are there even
    when no entry holds them. `poids`: a digit a word, the number of bits of its entries
    (0 none, 1 one, 2 two or three, 3 four to seven … 9 at most); an entry counts once for
    each way that it writes the word.
    """
    nombres = nombres.copy()
    for terme in termes:
        for forme in terme.formes:
            for mot in mots(propre(forme)):
                if mot.dit:
                    nombres.setdefault(mot.forme, 0)
    meilleures: dict[str, str] = {}
    totaux: Counter[str] = Counter()
    for forme, nombre in nombres.items():
        sans_accent = cle(forme)
        totaux[sans_accent] += nombre
        rivale = meilleures.setdefault(sans_accent, forme)
        # At equal use, the form that comes first: the same corpus gives the same file.
        if (nombre, rivale) > (nombres[rivale], forme):
            meilleures[sans_accent] = forme
    ordre = sorted(meilleures)
    return {
        "mots": " ".join(meilleures[m] for m in ordre),
        "poids": "".join(str(min(9, totaux[m].bit_length())) for m in ordre),
    }
