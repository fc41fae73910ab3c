"""What it costs a build to let its content be taken away: seconds of each kind of export.

    python -m tests.bench.exports RELEVE SITE

builds the site as MkDocs does, with a stopwatch on the functions that write exports; the corpus
is that of the environment. One build tells both sides: its exports, and all the rest. What other
processes do, and what templates draw, is timed with the rest (`NON_COMPTE`).
"""

from __future__ import annotations

import functools
import importlib
import json
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
    "Images pour les autres sites": {"mkdocs_adapter.sharing": ("dessiner",)},
    "Données ouvertes": {"mkdocs_adapter.export": ("ecrire",)},
    "Dossiers en EPUB": {"mkdocs_adapter.paper": ("imprimer",)},
    "Flux": {"mkdocs_adapter.feeds": ("ecrire",)},
    "Moissonnage": {"mkdocs_adapter.harvest": ("ecrire",)},
    "Données dans les pages": {"mkdocs_adapter.sharing": ("de_page",)},
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
NON_COMPTE = (
    "Non compté : ce que les gabarits en dessinent dans les pages, et les références des entrées "
    "à emporter, faites dans d’autres processus."
)


@dataclass(frozen=True)
class Cout:
    """Seconds of a whole build, and of each of its exports."""

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
    debut = time.perf_counter()
    exports = dict.fromkeys(CHRONOMETRES, 0.0)
    # Of two that are under way, the outer one counts.
    en_cours: list[str] = []

    def chronometrer(nom: str, fonction: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(fonction)
        def chronometree(*arguments: Any, **nommes: Any) -> Any:
            if en_cours:
                return fonction(*arguments, **nommes)
            en_cours.append(nom)
            depart = time.perf_counter()
            try:
                fait = fonction(*arguments, **nommes)
                # What is made piece by piece is made here, not where nobody looks at the time.
                return iter(list(fait)) if isinstance(fait, Iterator) else fait
            finally:
                exports[nom] += time.perf_counter() - depart
                en_cours.pop()

        return chronometree

    for nom, modules in CHRONOMETRES.items():
        for module, fonctions in modules.items():
            charge = importlib.import_module(module)
            for fonction in fonctions:
                setattr(charge, fonction, chronometrer(nom, getattr(charge, fonction)))
    from mkdocs.__main__ import cli

    cli(["build", "--strict", "--quiet", "-d", site], standalone_mode=False)
    donnees = {"construction": time.perf_counter() - debut, "exports": exports}
    releve.write_text(json.dumps(donnees), encoding="utf-8")


if __name__ == "__main__":
    _construire(Path(sys.argv[1]), sys.argv[2])
