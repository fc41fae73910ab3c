"""`_lettres/AAAA-MM.md`: what the editors say at the head of a month's letter.

An editorial is a file like any other: read once, checked by the rules of texts, and never an
exception. It is no entry: it has no address of its own, and nothing leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import rules
from ..frontmatter import Constat, EnTete, Lecture, lire, nouveaux
from ..model import EnTeteDeLettre, Personne
from ..reading import lire_piece
from ..rules import Cadre, Piece
from .months import Mois

DOSSIER = "_lettres"


@dataclass(frozen=True, eq=False)
class Editorial:
    """The text that opens the letter of `mois` (AAAA-MM); `corps` is its Markdown."""

    mois: str
    titre: str
    auteurs: tuple[Personne, ...]
    corps: str
    piece: Piece


def charger(racine: Path, cadre: Cadre) -> Iterator[tuple[Path, Editorial | None, list[Constat]]]:
    """Yield each file under `_lettres`, the editorial that it holds, and what is wrong with it."""
    dossier = racine / DOSSIER
    if dossier.is_symlink():
        # What it leads to may be anywhere on the machine.
        constat = _pas_un_editorial(f"« {DOSSIER} » est un lien, pas un dossier")
        yield dossier, None, [constat]
        return
    if not dossier.is_dir():
        return
    for fichier in sorted(dossier.iterdir(), key=lambda f: f.name):
        if fichier.name.startswith(".") or fichier.name.upper().startswith(("README", "LISEZ")):
            continue
        if fichier.is_symlink() or not fichier.is_file() or fichier.suffix != ".md":
            constat = _pas_un_editorial(f"« {fichier.name} » n’est pas un fichier .md ordinaire")
            yield fichier, None, [constat]
        elif not Mois.lire(fichier.stem):
            message = f"« {fichier.stem[:60]} » n’est pas un mois"
            correction = "Nommez l’éditorial d’après le mois de sa lettre, comme 2026-11.md."
            yield fichier, None, [Constat(1, "E030", "", message, correction)]
        else:
            yield fichier, *_lire(fichier, racine, cadre)


def _pas_un_editorial(message: str) -> Constat:
    correction = f"{DOSSIER} ne contient que des éditoriaux, comme 2026-11.md."
    return Constat(1, "E032", "", message, correction)


def _lire(fichier: Path, racine: Path, cadre: Cadre) -> tuple[Editorial | None, list[Constat]]:
    piece, constats = lire_piece(fichier, EnTeteDeLettre, racine, _couper)
    if piece is None or piece.entete is None:
        return None, constats
    if not piece.corps.strip():
        correction = "Écrivez le texte sous l’en-tête, ou supprimez le fichier."
        vide = Constat(piece.ligne_corps, "E054", "", "l’éditorial est vide", correction)
        return None, [*constats, vide]
    constats += nouveaux(rules.verifier_lettre(piece, cadre), piece.entete)
    # What cannot be read of the keys is said, and stops the build: the text is kept for messages.
    meta = piece.meta if isinstance(piece.meta, EnTeteDeLettre) else EnTeteDeLettre()
    editorial = Editorial(fichier.stem, meta.titre or "", tuple(meta.auteurs), piece.corps, piece)
    return editorial, constats


def _couper(texte: str) -> Lecture:
    """Cut the front matter from the text; an editorial may have none."""
    debut = texte.lstrip().partition("\n")[0].rstrip()
    return lire(texte) if debut == "---" else Lecture(EnTete(), texte, 1, ())
