"""What a build gives its workers to do, one piece at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mkdocs.exceptions import PluginError

from capitalisation import parallel
from capitalisation.parallel import OuvrierPerdu


def _rien(_: Any = None) -> None:
    """Nothing to do."""


@dataclass(frozen=True, slots=True)
class Travail:
    """`faire` runs in a worker, and may write files; `recevoir` gets what it returns, here."""

    faire: Callable[[], Any] = _rien
    recevoir: Callable[[Any], None] = _rien


def executer(travaux: Iterable[Travail]) -> None:
    """Do all of `travaux` on the cores that there are; their results come back in order."""
    liste = list(travaux)
    try:
        faits = parallel.appliquer(lambda travail: travail.faire(), liste)
        for travail, fait in zip(liste, faits, strict=True):
            travail.recevoir(fait)
    except OuvrierPerdu as exc:
        raise PluginError(str(exc)) from exc
