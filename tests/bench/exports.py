"""What it costs a build to let its content be taken away: seconds of each kind of export.

    python -m tests.bench.exports RELEVE SITE

builds the site as MkDocs does, with a stopwatch on the functions that write exports; the corpus
is that of the environment. One build tells both sides: its exports, and all the rest. Work goes
on in several processes at once: what is counted is the time of processor of all of them. What
templates draw is counted with the rest (`NON_COMPTE`).
"""

from __future__ import annotations

import functools
import importlib
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

#: Exports add at most this much to the build without them, PDF aside, at 20,000 entries.
PART_MAX = 0.25
#: What is timed, by module: each name is called through its module, never imported alone.
CHRONOMETRES = {
    "Images pour les autres sites": {"mkdocs_adapter.sharing": ("preparer", "dessiner")},
    "Données ouvertes": {"capitalisation.export": ("ecrire", "descriptions", "fichiers")},
    "Dossiers en EPUB": {"capitalisation.paper": ("du_dossier", "imprimer")},
    "Flux": {"capitalisation.feeds.writing": ("fichiers",)},
    "Moissonnage": {"mkdocs_adapter.harvest": ("ecrire",)},
    "Données dans les pages": {"mkdocs_adapter.sharing": ("de_page", "de_la_page")},
    "Références dans les pages": {
        "capitalisation.references": (
            "referencer", "referencer_la_page", "francaise", "extrait", "metadonnees",
            "telechargements", "coins",
        ),
    },
    "Lettres et page Suivre": {
        "capitalisation.views.letters": ("pages",), "capitalisation.views.following": ("pages",),
    },
}  # fmt: skip
#: What the report says of the rest.
NON_COMPTE = "Non compté : ce que les gabarits en dessinent dans les pages."


@dataclass(frozen=True)
class Cout:
    """Seconds of processor of a whole build, and of each of its exports."""

    entrees: int
    construction: float
    exports: dict[str, float]

    @property
    def part(self) -> float:
        """What exports add to the build without them: 0.25 is a quarter."""
        total = sum(self.exports.values())
        return total / (self.construction - total)

    def en_dict(self) -> dict[str, Any]:
        return asdict(self) | {"part": self.part}


def lire(releve: Path, entrees: int) -> Cout:
    donnees = json.loads(releve.read_text(encoding="utf-8"))
    return Cout(entrees, donnees["construction"], donnees["exports"])


def _construire(releve: Path, site: str) -> None:
    # Shared with the workers that will be forked.
    rangs = {nom: rang for rang, nom in enumerate(CHRONOMETRES)}
    secondes = multiprocessing.Array("d", len(rangs))
    # Of two that are under way, the outer one counts.
    en_cours: list[str] = []

    def chronometrer(nom: str, fonction: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(fonction)
        def chronometree(*arguments: Any, **nommes: Any) -> Any:
            if en_cours:
                return fonction(*arguments, **nommes)
            en_cours.append(nom)
            depart = time.thread_time()
            try:
                fait = fonction(*arguments, **nommes)
                # What is made piece by piece is made here, not where nobody looks at the time.
                return iter(list(fait)) if isinstance(fait, Iterator) else fait
            finally:
                with secondes.get_lock():
                    secondes[rangs[nom]] += time.thread_time() - depart
                en_cours.pop()

        return chronometree

    for nom, modules in CHRONOMETRES.items():
        for module, fonctions in modules.items():
            charge = importlib.import_module(module)
            for fonction in fonctions:
                setattr(charge, fonction, chronometrer(nom, getattr(charge, fonction)))
    from mkdocs.__main__ import cli

    cli(["build", "--strict", "--quiet", "-d", site], standalone_mode=False)
    usages = [resource.getrusage(q) for q in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    donnees = {
        "construction": sum(u.ru_utime + u.ru_stime for u in usages),
        "exports": dict(zip(CHRONOMETRES, secondes, strict=True)),
    }
    releve.write_text(json.dumps(donnees), encoding="utf-8")


if __name__ == "__main__":
    _construire(Path(sys.argv[1]), sys.argv[2])
