"""`_lettres/AAAA-MM.md`: what the editors say at the head of a month's letter.

An editorial is a file like any other: read once, checked by the rules of texts, and never an
exception. It is no entry: it has no address of its own, and nothing leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from .. import rules
from ..body import analyser
from ..diagnostics import chemin_affiche
from ..frontmatter import Constat, EnTete, Lecture, lire, nouveaux
from ..model import EnTeteDeLettre, Entree, Personne
from ..rules import Cadre, Piece
from ..textfile import lire_texte
from ..validation import valider
from .months import Mois

DOSSIER = "_lettres"


class PieceDeLettre(Piece):
    """The file of an editorial, as rules read it."""

    @property
    def statut(self) -> str:
        """It is published, so that it may lead to no draft."""
        return "publiee"


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
    lu = lire_texte(fichier)
    if isinstance(lu, Constat):
        return None, [lu]
    texte, crlf = lu
    lecture = _decouper(texte)
    constats = list(lecture.constats)
    if lecture.entete is None:
        return None, constats
    if not lecture.corps.strip():
        correction = "Écrivez le texte sous l’en-tête, ou supprimez le fichier."
        vide = Constat(lecture.ligne_corps, "E054", "", "l’éditorial est vide", correction)
        return None, [*constats, vide]
    meta, complaintes = valider(EnTeteDeLettre, lecture.entete)
    piece = PieceDeLettre(
        id=fichier.stem,
        # The rules of a letter ask nothing of a kind but its keys.
        genre=cast(type[Entree], EnTeteDeLettre),
        relatif=fichier.relative_to(racine).as_posix(),
        chemin=chemin_affiche(fichier),
        texte=texte,
        crlf=crlf,
        entete=lecture.entete,
        meta=None,
        corps=lecture.corps,
        ligne_corps=lecture.ligne_corps,
        analyse=analyser(lecture.corps, lecture.ligne_corps),
    )
    constats += nouveaux((*complaintes, *rules.verifier_lettre(piece, cadre)), lecture.entete)
    # What cannot be read of the keys is said, and stops the build: the text is kept for messages.
    meta = meta or EnTeteDeLettre()
    editorial = Editorial(fichier.stem, meta.titre or "", tuple(meta.auteurs), lecture.corps, piece)
    return editorial, constats


def _decouper(texte: str) -> Lecture:
    """Cut the front matter from the text; an editorial may have none."""
    debut = texte.lstrip().partition("\n")[0].rstrip()
    return lire(texte) if debut == "---" else Lecture(EnTete(), texte, 1, ())
