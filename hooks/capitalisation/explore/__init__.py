"""What no list of entries shows: patterns over the whole corpus.

Each module computes one view from the same entries, as plain records: what recurs among
levers and obstacles, numbers over time, empty cells, places alike, chains of actions. Pages
(`views`), files for the browser and downloads all read these records, so that they agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..corpus import Corpus
from ..territories import Territoires
from . import alike, guide, lessons_packs
from .lessons import Citer, Lecons


def paquets(
    corpus: Corpus, lecons: Lecons, questions: guide.Guide, citer: Citer
) -> Iterator[Callable[[], Iterable[tuple[str, Any]]]]:
    """Yield what makes the files that the browser loads: each, when called, gives some of them.

    A file is its name under `explorer/`, and its JSON.
    """
    yield lambda: lessons_packs.paquets(lecons, citer)
    yield lambda: [("semblables.gz", alike.paquet_des_entrees(corpus))]
    yield lambda: [("guide.gz", guide.paquet(corpus, questions))]
    yield lambda: [("profils.gz", alike.paquet_des_lieux(Territoires()))]
