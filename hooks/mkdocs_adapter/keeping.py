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
#: A file that was written, under the site, and the key that it is kept under, if any.
Pose = tuple[str, str | None]


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
    config: MkDocsConfig, nom: str, travaux: Callable[[], Iterable[Travail]], *quoi: object
) -> Iterator[Travail]:
    """Yield `travaux()`, or the taking again, all at once, of the files that they would write.

    These all go through `Chantier.poser`, and show nothing of the story of an entry: when no front
    matter has changed since a build, nor `quoi`, they are the files that it wrote. What `travaux`
    return is nobody's.
    """
    chantier, racine = Chantier.de(config), Path(config.site_dir)
    # A preview takes nothing again.
    cle = chantier.empreintes.de_la_base("bloc", nom, *quoi) if chantier.empreintes else None
    if poses := _lire(chantier, cle):
        yield from _repartir(chantier, racine, poses, travaux)
        return
    # Whatever these share, workers that are forked later inherit.
    chantier.site.partager()
    faites: list[Pose] = []
    for travail in travaux():
        yield Travail(partial(_suivre, chantier, racine, travail.faire), faites.extend)
    yield Travail(recevoir=lambda _: _noter(chantier, cle, faites))


def d_un_coup(config: MkDocsConfig, cle: str | None, ecrire: Callable[[], object]) -> None:
    """Have `ecrire` write its files, or take again, all at once, those that it wrote under `cle`.

    These all go through `Chantier.poser`.
    """
    chantier, racine = Chantier.de(config), Path(config.site_dir)
    poses = _lire(chantier, cle)
    if not poses or not _reprendre(chantier, racine, poses):
        _noter(chantier, cle, _suivre(chantier, racine, ecrire))


def _repartir(
    chantier: Chantier,
    racine: Path,
    poses: Sequence[Pose],
    travaux: Callable[[], Iterable[Travail]],
) -> Iterator[Travail]:
    """Yield the taking again of `poses`; whoever emptied the reserve has `travaux` done after."""
    entieres: list[bool] = []
    for debut in range(0, len(poses), _PAR_LOT):
        lot = poses[debut : debut + _PAR_LOT]
        yield Travail(partial(_reprendre, chantier, racine, lot), entieres.append)

    def finir(_: Any) -> None:
        if not all(entieres):
            chantier.a_refaire.extend(travaux())

    yield Travail(recevoir=finir)


def _suivre(chantier: Chantier, racine: Path, ecrire: Callable[[], object]) -> list[Pose]:
    """Have `ecrire` write its files; return which ones, and their keys."""
    chantier.poses = poses = []
    try:
        ecrire()
    finally:
        chantier.poses = None
    debut = len(f"{racine}{os.sep}")
    return [(fichier[debut:], cle) for fichier, cle in poses]


def _noter(chantier: Chantier, cle: str | None, poses: Sequence[Pose]) -> None:
    """Keep the list of `poses`, when all of them are kept."""
    if cle and all(sienne for _, sienne in poses):
        chantier.reserve.noter(cle, json.dumps(poses))


def _lire(chantier: Chantier, cle: str | None) -> list[Pose] | None:
    texte = chantier.reserve.lire(cle) if cle else None
    return json.loads(texte) if texte else None


def _reprendre(chantier: Chantier, racine: Path, poses: Sequence[Pose]) -> bool:
    """Write again what was written; say whether all of it was there, and whole."""
    # The reserve stands in the project: whatever came into it, nothing is written elsewhere.
    return all(
        cle
        and ".." not in fichier
        and not os.path.isabs(fichier)
        and chantier.reserve.reprendre(cle, f"{racine}{os.sep}{fichier}")
        for fichier, cle in poses
    )


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
