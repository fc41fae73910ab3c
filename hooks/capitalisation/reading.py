"""A file → the piece that rules read, whatever model its front matter follows."""

from __future__ import annotations

from pathlib import Path

from .body import analyser
from .diagnostics import chemin_affiche
from .frontmatter import Constat, lire, nouveaux
from .model import Bloc
from .rules import Coupe, Piece
from .textfile import decoder, lire_octets
from .validation import valider


def lire_piece(
    fichier: Path, genre: type[Bloc], racine: Path, couper: Coupe = lire
) -> tuple[Piece | None, list[Constat]]:
    """Read `fichier`, which stands under `racine`, once.

    Return the piece, None when the file cannot be opened as text, and what reading it found.
    """
    lu = lire_octets(fichier)
    if isinstance(lu, Constat):
        return None, [lu]
    return ouvrir(fichier, genre, racine, lu[0], couper)


def ouvrir(
    fichier: Path, genre: type[Bloc], racine: Path, octets: bytes, couper: Coupe = lire
) -> tuple[Piece | None, list[Constat]]:
    """Do the same for `octets`, which `fichier` holds."""
    lu = decoder(octets)
    if isinstance(lu, Constat):
        return None, [lu]
    texte, crlf = lu
    return decouper(fichier, genre, racine, texte, crlf=crlf, couper=couper)


def decouper(
    fichier: Path, genre: type[Bloc], racine: Path, texte: str, *, crlf: bool, couper: Coupe = lire
) -> tuple[Piece, list[Constat]]:
    """Cut and validate `texte`, with `\\n` line ends, as that of `fichier`, which is not read.

    Return the piece, and what reading it found.
    """
    lecture = couper(texte)
    constats = list(lecture.constats)
    meta = None
    if lecture.entete is not None:
        meta, complaintes = valider(genre, lecture.entete)
        constats += nouveaux(complaintes, lecture.entete)
    piece = Piece(
        id=fichier.stem,
        genre=genre,
        relatif=fichier.relative_to(racine).as_posix(),
        chemin=chemin_affiche(fichier),
        debut=texte.removesuffix(lecture.corps),
        corps=lecture.corps,
        ligne_corps=lecture.ligne_corps,
        crlf=crlf,
        lisible=lecture.entete is not None,
        meta=meta,
        analyse=analyser(lecture.corps, lecture.ligne_corps),
        couper=couper,
    )
    vars(piece).update(texte=texte, entete=lecture.entete)  # at hand: not to be made again
    return piece, constats
