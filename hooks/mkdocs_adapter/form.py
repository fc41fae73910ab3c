"""What the form for contributors loads, written beside the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import form
from capitalisation.corpus import Fiche
from capitalisation.search import packing
from capitalisation.territories import Territoires

from .chantier import Chantier
from .tasks import Travail

#: Under the site; `archive.search` makes scripts of what stands there.
DOSSIER = "formulaire"


def travaux(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the writing of the model, the places, the list of entries, and their sources."""
    chantier = Chantier.de(config)
    corpus = chantier.site.corpus
    fiches = list(corpus.fiches.values())
    dossier = Path(config.site_dir) / DOSSIER

    def empaqueter(nom: str, donnees: Callable[[], Any], siennes: Sequence[Fiche] = ()) -> None:
        chantier.poser(
            dossier / f"{nom}.gz",
            lambda: packing.comprimer(donnees()),
            *("formulaire", nom, siennes),
        )

    yield Travail(partial(empaqueter, "modele", lambda: form.decrire(corpus.vocabulaires)))
    yield Travail(partial(empaqueter, "lieux", lambda: form.lieux(Territoires())))
    yield Travail(partial(empaqueter, "entrees", lambda: form.entrees(fiches), fiches))
    for rang, lot in enumerate(form.paquets(fiches)):
        yield Travail(partial(empaqueter, f"sources/{rang}", partial(_sources, lot), lot))


def _sources(fiches: Sequence[Fiche]) -> list[dict[str, Any]]:
    return [form.source(fiche) for fiche in fiches]
