"""The data of the search, of the form and of exploration → scripts.

A page opened from a disk can read no file, but it runs scripts.

A script registers the bytes of one file, in base64, under its name. The texts of results go
by packs: twenty thousand entries must not make as many scripts.
Read by overrides/assets/recherche/transport-hors-ligne.js.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from ..search import packing

#: Texts of results in a pack, by rank: as many in transport-hors-ligne.js.
PAR_PAQUET = 20
_TEXTES = "pagefind/fragment"


def est_une_donnee(nom: str) -> bool:
    """True of the files of the site that scripts replace."""
    return nom.startswith("pagefind/") or (
        nom.startswith(("recherche/", "formulaire/", "explorer/")) and nom.endswith(".gz")
    )


def scripts(site: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name of each script, and what makes it."""
    for motif in ("recherche/*.gz", "formulaire/**/*.gz", "explorer/**/*.gz", "pagefind/index/*"):
        for fichier in site.glob(motif):
            nom = fichier.relative_to(site).as_posix()
            yield f"{nom}.js", partial(_inscrire, nom, fichier.read_bytes)
    total = sum(1 for _ in site.glob(f"{_TEXTES}/*.gz"))
    for paquet, debut in enumerate(range(0, total, PAR_PAQUET)):
        nom = f"{_TEXTES}/{paquet}.gz"
        rangs = range(debut, min(debut + PAR_PAQUET, total))
        yield f"{nom}.js", partial(_inscrire, nom, partial(_regrouper, site, rangs))


def _regrouper(site: Path, rangs: range) -> bytes:
    lus = [packing.lire(site / _TEXTES / f"{rang}.gz") for rang in rangs]
    fragments = [fragment for lu in lus for fragment in lu["fragments"]]
    return packing.comprimer({"edition": lus[0]["edition"], "fragments": fragments})


def _inscrire(nom: str, lire: Callable[[], bytes]) -> bytes:
    return b'inspiraction.fichiers["%b"]="%b";\n' % (nom.encode(), base64.b64encode(lire()))
