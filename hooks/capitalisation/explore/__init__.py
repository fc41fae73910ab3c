"""What no list of entries shows: patterns over the whole corpus.

Each module computes one view from the same entries, as plain records: what recurs among
levers and obstacles, numbers over time, empty cells, places alike, chains of actions. Pages
(`views`), files for the browser and downloads all read these records, so that they agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..corpus import Corpus
from ..territories import Territoires
from . import alike, guide, lessons_packs
from .lessons import Citer, Lecons


def paquets(
    corpus: Corpus, lecons: Lecons, questions: guide.Guide, citer: Citer
) -> Iterator[tuple[str, Any]]:
    """Yield what the browser loads: the name of each file under `explorer/`, and its JSON."""
    yield from lessons_packs.paquets(lecons, citer)
    yield "semblables.gz", alike.paquet_des_entrees(corpus)
    yield "guide.gz", guide.paquet(corpus, questions)
    yield "profils.gz", alike.paquet_des_lieux(Territoires())
