"""A file that a contributor wrote → its text, or why it cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

from .diagnostics import cause
from .frontmatter import Constat

#: Ten times the longest fiche: forty thousand words.
FICHIER_MAX = 256 * 1024


def lire_octets(fichier: Path) -> tuple[bytes, os.stat_result] | Constat:
    """Return what `fichier` holds, and its state as it was read."""
    try:
        with fichier.open("rb") as flux:
            vu = os.fstat(flux.fileno())
            # One byte more than is allowed tells enough, of a film or of a file that grows.
            brut = flux.read(FICHIER_MAX + 1)
    except OSError as exc:
        return _illisible(1, f"le fichier ne peut pas être ouvert : {cause(exc)}")
    if len(brut) > FICHIER_MAX:
        bornes = f"{vu.st_size // 1024} ko, {FICHIER_MAX // 1024} ko au plus"
        return _illisible(1, f"le fichier pèse {bornes}")
    return brut, vu


def decoder(brut: bytes) -> tuple[str, bool] | Constat:
    """Return the text of a file with `\\n` line ends, and whether it had Windows ones."""
    try:
        texte = brut.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        ligne = brut.count(b"\n", 0, exc.start) + 1
        return _illisible(ligne, "le texte n’est pas en UTF-8")
    crlf = "\r" in texte
    return (texte.replace("\r\n", "\n").replace("\r", "\n") if crlf else texte), crlf


def _illisible(ligne: int, message: str) -> Constat:
    return Constat(ligne, "E001", "", message, "Enregistrez le fichier en UTF-8, en texte simple.")
