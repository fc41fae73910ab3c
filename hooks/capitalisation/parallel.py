"""The same work on many elements, on all the cores that there are.

Workers are forked: they inherit the corpus as it stands, at no cost, and send
back only their results. Where forking is not safe (Windows, macOS), or for a
few elements, the work is done here, one after the other: the result is the same.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from .orphans import mourir_avec

T = TypeVar("T")
R = TypeVar("R")

#: What a forked worker finds to do: set before forking, read only there.
_travail: Callable[[Any], Any] | None = None
_elements: Sequence[Any] = ()


class OuvrierPerdu(RuntimeError):
    """The system stopped a worker; the message is for whoever builds the site."""

    def __init__(self) -> None:
        super().__init__(
            "Le système a arrêté un des programmes qui construisaient le site, sans doute faute de "
            "mémoire. Fermez d’autres programmes, puis recommencez."
        )


def appliquer(
    travail: Callable[[T], R], elements: Sequence[T], seuil: int = 2, lot: int = 1
) -> Iterator[R]:
    """Yield `travail(element)` for each element, in order, here when they are less than `seuil`.

    `seuil`: below it, starting workers costs more than it saves; `lot`: elements that a worker
    is given at a time. `travail` must not count on what it changes in memory: a worker's changes
    stay in the worker. Files that it writes do remain. Raises what `travail` raises, and
    `OuvrierPerdu`.
    """
    coeurs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(elements) < seuil or coeurs < 2 or not sys.platform.startswith("linux"):
        yield from map(travail, elements)
        return
    global _travail, _elements
    _travail, _elements = travail, elements
    # A worker that collects garbage would touch, and so copy, all that it inherited.
    gc.freeze()
    try:
        fourche = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(coeurs, fourche, _commencer, (os.getpid(),)) as ouvriers:
            yield from ouvriers.map(_un, range(len(elements)), chunksize=lot)
    except BrokenProcessPool as exc:
        raise OuvrierPerdu from exc
    finally:
        gc.unfreeze()
        _travail, _elements = None, ()


def par_lots(travail: Callable[[T], R], elements: Sequence[T], lot: int = 50) -> Iterator[R]:
    """Do as `appliquer` for work so short that handing it over would take as long.

    Elements travel by lots: below ten of these, workers would save nothing. Work that
    short is done here when a worker is lost.
    """
    lots = [elements[rang : rang + lot] for rang in range(0, len(elements), lot)]
    faits = 0
    with contextlib.suppress(OuvrierPerdu):
        for resultats in appliquer(lambda siens: [travail(x) for x in siens], lots, 10):
            faits += 1
            yield from resultats
    for siens in lots[faits:]:
        yield from map(travail, siens)


def _commencer(parent: int) -> None:
    """A worker never outlives the build, however it ends, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    mourir_avec(parent)


def _un(rang: int) -> Any:
    assert _travail is not None
    return _travail(_elements[rang])
