"""What a build takes again from the one before: the files whose ingredients are the same.

A file is kept under the digest of all that it depends on: what every file of the site does
(`_communs`), and what whoever writes it adds. An ingredient that is forgotten leaves an old page
in a new site: `tests/site/test_taken_again.py` looks for one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import fingerprint
from capitalisation.views.digests import Empreintes

from .chantier import Chantier, releve
from .context import VARIABLE_APERCU
from .tasks import Travail

#: Settings that say where things stand on this machine: pages owe them nothing.
_CHEMINS = ("config_file_path", "docs_dir", "site_dir")

#: Files that a worker takes again at a time.
_PAR_LOT = 500


def preparer(config: MkDocsConfig) -> None:
    """Have the files of this build taken again when they are what they would be."""
    chantier = Chantier.de(config)
    chantier.empreintes = Empreintes(chantier.site, *_communs(config))
    assert chantier.gabarits
    # Every page has it.
    chantier.empreintes.connaitre(chantier.gabarits.globals["site"])
    suites = chantier.site.suites
    choisies = chantier.reserve.retrouver(
        chantier.empreintes.de_la_base("suites"), lambda: json.dumps(suites.tout_choisir())
    )
    suites.reprendre(json.loads(choisies))


def en_bloc(
    config: MkDocsConfig, nom: str, travaux: Callable[[], Iterable[Travail]]
) -> Iterator[Travail]:
    """Yield `travaux()`, or the taking again, all at once, of the files that they would write.

    These all go through `Chantier.poser`, and show nothing of the story of an entry: when no front
    matter has changed since a build, they are the files that it wrote. What `travaux` return is
    nobody's.
    """
    chantier, racine = Chantier.de(config), Path(config.site_dir)
    # A preview takes nothing again.
    cle = chantier.empreintes.de_la_base("bloc", nom) if chantier.empreintes else None
    if cle and (faits := chantier.reserve.lire(cle)):
        yield from _reprendre(chantier, racine, json.loads(faits), travaux)
        return
    poses: list[tuple[str, str | None]] = []
    for travail in travaux():
        yield Travail(partial(_suivre, chantier, travail), poses.extend)

    def noter(_: Any) -> None:
        if cle and all(sienne for _, sienne in poses):
            debut = len(f"{racine}{os.sep}")
            faits = [(fichier[debut:], sienne) for fichier, sienne in poses]
            chantier.reserve.noter(cle, json.dumps(faits))

    yield Travail(recevoir=noter)


def _suivre(chantier: Chantier, travail: Travail) -> list[tuple[str, str | None]]:
    """Do `travail`; return the files that it wrote, and their keys."""
    chantier.poses = poses = []
    try:
        travail.faire()
    finally:
        chantier.poses = None
    return poses


def _reprendre(
    chantier: Chantier,
    racine: Path,
    faits: Sequence[tuple[str, str]],
    travaux: Callable[[], Iterable[Travail]],
) -> Iterator[Travail]:
    """Yield the taking again of `faits`; whoever emptied the reserve has `travaux` done after."""

    def reprendre(lot: Sequence[tuple[str, str]]) -> bool:
        # The reserve stands in the project: whatever came into it, nothing is written elsewhere.
        return all(
            ".." not in fichier
            and not os.path.isabs(fichier)
            and chantier.reserve.reprendre(cle, racine / fichier)
            for fichier, cle in lot
        )

    entiers: list[bool] = []
    for debut in range(0, len(faits), _PAR_LOT):
        yield Travail(partial(reprendre, faits[debut : debut + _PAR_LOT]), entiers.append)

    def finir(_: Any) -> None:
        if not all(entiers):
            chantier.a_refaire.extend(travaux())

    yield Travail(recevoir=finir)


def finir(config: MkDocsConfig) -> None:
    """Tidy up, and forget what was made while a template or a setting was changing."""
    chantier = Chantier.de(config)
    if releve(chantier.racine_projet) == chantier.fabrique:
        chantier.reserve.menage()
    else:
        chantier.reserve.oublier()


@cache
def _du_code() -> str:
    """What this program runs: a preview goes on with what it read first."""
    return fingerprint.des_fichiers(Path(__file__).parent)


def _communs(config: MkDocsConfig) -> Iterator[str]:
    """Yield what every file depends on: programs, templates, libraries, settings."""
    chantier = Chantier.de(config)
    yield fingerprint.du_code()
    yield _du_code()
    yield fingerprint.des_bibliotheques()
    yield chantier.fabrique
    # What the environment may change of the settings.
    reglages = {nom: valeur for nom, valeur in config.items() if nom not in _CHEMINS}
    reglages |= {f"extra {nom}": valeur for nom, valeur in config.extra.items()}
    for nom, valeur in reglages.items():
        if isinstance(valeur, str | bool | int | None):
            yield f"{nom}={valeur!r}"
    yield repr((chantier.adresse, chantier.se_nomme, chantier.edition, chantier.forge))
    # Whether pages are those of a preview, and whether pictures are drawn.
    yield repr((os.environ.get(VARIABLE_APERCU), chantier.atelier is not None))
