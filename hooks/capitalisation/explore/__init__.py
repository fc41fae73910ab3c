"""What no list of entries shows: patterns over the whole corpus.

Each module computes one view from the same entries, as plain records: what recurs among
levers and obstacles, numbers over time, empty cells, places alike, chains of actions. Pages
(`views`), files for the browser and downloads all read these records, so that they agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from ..corpus import Corpus
from ..territories import Territoires
from . import alike, guide, lessons_packs
from .lessons import Citer, Lecons


def paquets(
    corpus: Corpus, lecons: Lecons, questions: guide.Guide, citer: Citer
) -> Iterator[Iterable[tuple[str, Callable[[], Any], Any]]]:
    """Yield the files that the browser loads, those that go together at once.

    A file is its name under `explorer/`, what gives its JSON, and all that this depends on: of
    entries, no more than their front matters.
    """
    metas = [fiche.meta for fiche in corpus.triees]
    yield lessons_packs.paquets(lecons, citer)
    yield [("semblables.gz", partial(alike.paquet_des_entrees, corpus), metas)]
    yield [("guide.gz", partial(guide.paquet, corpus, questions), (questions, metas))]
    yield [("profils.gz", lambda: alike.paquet_des_lieux(Territoires()), ())]
