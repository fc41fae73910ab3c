"""Findings about fiches: what is wrong, where, and how to mend it.

A `Diagnostic` is for a person who does not code: French, one sentence for what
is wrong, one for the mend, the file and the line. The catalogue of codes is in
`codes.py`; a code never changes its meaning.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .typography import pluriel

Gravite = Literal["erreur", "avertissement", "conseil"]

#: What opens a line that says what a build did without.
LAISSE = "Laissé de côté : "
#: What a build that refuses a corpus says first; the site that stands is not touched.
INTACT = "Le site n’a pas été construit, le précédent est intact."

_PAR_LETTRE: dict[str, Gravite] = {"E": "erreur", "A": "avertissement", "C": "conseil"}

#: What a system says of a file, in French: its own words are those of the machine's language.
_CAUSES = {
    errno.ENOSPC: "il n’y a plus de place sur le disque",
    errno.EDQUOT: "il n’y a plus de place sur le disque",
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’accès est refusé",
    errno.EROFS: "ce disque est en lecture seule",
    errno.EFBIG: "ce disque n’admet pas un fichier aussi gros",
    errno.ENOMEM: "il n’y a plus de mémoire",
    errno.ENOENT: "ce fichier ou ce dossier n’existe pas",
    errno.EISDIR: "un dossier se trouve là où il faudrait un fichier",
    errno.ENOTDIR: "un fichier se trouve là où il faudrait un dossier",
    errno.EEXIST: "un fichier se trouve là où il faudrait un dossier",
    errno.EIO: "le disque ne répond pas",
}


def cause(exc: OSError) -> str:
    """Return why a file could not be read or written, as people say it."""
    return _CAUSES.get(exc.errno or 0, f"erreur {exc.errno} du système")


def gravite_du_code(code: str) -> Gravite:
    """Return the severity that the first letter of `code` stands for (E, A or C)."""
    return _PAR_LETTRE[code[0]]


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One finding. Sorted by path, then line, then code.

    `chemin` is relative to the folder that holds the corpus, with `/`;
    `ligne` counts from 1; `champ` is a front-matter key (`leviers.2.type`) or "".
    """

    chemin: str
    ligne: int
    code: str
    champ: str
    message: str
    correction: str

    @property
    def gravite(self) -> Gravite:
        return gravite_du_code(self.code)


def erreurs(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return only the findings that block a build."""
    return [d for d in diagnostics if d.gravite == "erreur"]


def chemin_affiche(fichier: Path) -> str:
    """Return the path as people know it: relative to where they stand when they can."""
    texte = os.fspath(fichier)
    if ".." not in texte:  # else, or elsewhere, the long way
        if not os.path.isabs(texte):
            return fichier.as_posix()
        if texte.startswith(ici := os.getcwd() + os.sep):
            return fichier.as_posix()[len(ici) :]
    relatif = os.path.relpath(fichier)
    return Path(fichier if relatif.startswith("..") else relatif).as_posix()


# --- Formats ------------------------------------------------------------------


def en_texte(diagnostics: Sequence[Diagnostic], lignes: dict[str, list[str]] | None = None) -> str:
    """Format for a terminal: one finding in two lines, the mend indented.

    With `lignes` (path → lines of the file), the line at fault is shown too.
    """
    blocs: list[str] = []
    for d in diagnostics:
        sujet = f"{d.champ} : " if d.champ else ""
        bloc = [f"{d.chemin}:{d.ligne}: {d.code} {sujet}{d.message}"]
        if lignes and 0 < d.ligne <= len(lignes.get(d.chemin, ())):
            bloc.append(f"    | {lignes[d.chemin][d.ligne - 1].strip()}")
        bloc.append(f"    → {d.correction}")
        blocs += map(_sur_une_ligne, bloc)
    return "\n".join(blocs)


#: What ends a line, drives a terminal or turns its text round: no name and no value may do that.
_COMMANDES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _sur_une_ligne(texte: str) -> str:
    return _COMMANDES.sub("�", texte)


def en_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Format for other programs: a list of objects, stable keys."""
    return json.dumps(
        [
            {
                "chemin": d.chemin,
                "ligne": d.ligne,
                "champ": d.champ,
                "code": d.code,
                "gravite": d.gravite,
                "message": d.message,
                "correction": d.correction,
            }
            for d in diagnostics
        ],
        ensure_ascii=False,
        indent=2,
    )


_GITHUB = {"erreur": "error", "avertissement": "warning", "conseil": "notice"}


def en_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Format as GitHub workflow commands, which annotate the lines of a pull request.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    Values come from contributors: every character with a meaning is escaped.
    """

    def data(texte: str) -> str:
        return texte.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def propriete(texte: str) -> str:
        return data(texte).replace(":", "%3A").replace(",", "%2C")

    return "\n".join(
        f"::{_GITHUB[d.gravite]} file={propriete(d.chemin)},line={d.ligne},"
        f"title={propriete(d.code)}::{data(_phrase(d))}"
        for d in diagnostics
    )


_GITLAB = {"erreur": "critical", "avertissement": "minor", "conseil": "info"}


def en_gitlab(diagnostics: Sequence[Diagnostic]) -> str:
    """Format as a GitLab code-quality report.

    Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    """
    return json.dumps(
        [
            {
                "description": _phrase(d),
                "check_name": d.code,
                "fingerprint": _empreinte(d),
                "severity": _GITLAB[d.gravite],
                "location": {"path": d.chemin, "lines": {"begin": d.ligne}},
            }
            for d in diagnostics
        ],
        ensure_ascii=False,
        indent=2,
    )


def _empreinte(d: Diagnostic) -> str:
    """A name for the finding that stays the same from one check to the next."""
    texte = "\n".join((d.chemin, d.code, d.champ, str(d.ligne), d.message))
    return hashlib.sha256(texte.encode("utf-8", "replace")).hexdigest()


def _phrase(d: Diagnostic) -> str:
    sujet = f"{d.champ} : " if d.champ else ""
    return f"{sujet}{d.message} → {d.correction}"


def resume(diagnostics: Sequence[Diagnostic], fichiers: int) -> str:
    """Return the closing sentence of a check: how many files, how many findings of each kind."""
    compte = dict.fromkeys(_PAR_LETTRE.values(), 0)
    for d in diagnostics:
        compte[d.gravite] += 1
    lus = pluriel(fichiers, "fichier vérifié", "fichiers vérifiés")
    if not diagnostics:
        return f"{lus} : rien à signaler."
    mots = ", ".join(pluriel(n, mot, f"{mot}s") for mot, n in compte.items() if n)
    return f"{lus} : {mots}."
