"""What a site is made from, as it stood: a build must not mix two states of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

#: What a site is made from besides its corpus, in the project.
DU_PROJET = ("mkdocs.yml", "docs", "fiches/_referentiels", "overrides")
#: Size in bytes, last changes of what it holds and of what is known of it in nanoseconds, inode:
#: another one is another state.
Etat = tuple[int, int, int, int]


def etat(vu: os.stat_result) -> Etat:
    """Return the state of a file, as the system sees it."""
    return vu.st_size, vu.st_mtime_ns, vu.st_ctime_ns, vu.st_ino


def relever(*racines: str | os.PathLike[str]) -> dict[str, Etat]:
    """Return the state of each file at or under `racines`: path → state.

    Names that begin with a dot are left out, as they are of a corpus: editors keep theirs there.
    """
    etats = {}
    for chemin in _fichiers(racines):
        try:
            etats[chemin] = etat(os.stat(chemin))
        except OSError:
            continue
    return etats


def _fichiers(racines: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
    for racine in racines:
        if os.path.isfile(racine):
            yield os.fspath(racine)
        for dossier, sous_dossiers, noms in os.walk(racine):
            sous_dossiers[:] = [nom for nom in sous_dossiers if not nom.startswith(".")]
            yield from (os.path.join(dossier, nom) for nom in noms if not nom.startswith("."))


def changements(avant: dict[str, Etat], apres: dict[str, Etat]) -> dict[str, str]:
    """Return, sorted by path, what became of the files that are not as they were."""
    return {
        chemin: "ajouté"
        if chemin not in avant
        else "supprimé"
        if chemin not in apres
        else "modifié"
        for chemin in sorted(avant.keys() | apres.keys())
        if avant.get(chemin) != apres.get(chemin)
    }
