"""Dates as French readers write them."""

from __future__ import annotations

import datetime as dt

from .model import Periode

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def jour(date: dt.date) -> str:
    """Return "22 novembre 2026", "1er mai 2027"."""
    quantieme = "1er" if date.day == 1 else str(date.day)
    return f"{quantieme} {MOIS[date.month - 1]} {date.year}"


def partielle(texte: str) -> str:
    """Return "2018", "mars 2018" or "2 mars 2018" from AAAA, AAAA-MM or AAAA-MM-JJ."""
    morceaux = [int(m) for m in texte.split("-")]
    if len(morceaux) == 1:
        return texte
    if len(morceaux) == 2:
        return f"{MOIS[morceaux[1] - 1]} {morceaux[0]}"
    return jour(dt.date(*morceaux))


def periode(valeur: Periode | None) -> str:
    """Return "2018–2022", "depuis mars 2021", "2 juin 2021", or "" without a period."""
    if valeur is None:
        return ""
    if valeur.fin is None:
        return f"depuis {partielle(valeur.debut)}"
    if valeur.fin == valeur.debut:
        return partielle(valeur.debut)
    if len(valeur.debut) == 4 and len(valeur.fin) == 4:
        return f"{valeur.debut}–{valeur.fin}"
    return f"{partielle(valeur.debut)} – {partielle(valeur.fin)}"
