"""How measures are written: numbers as French readers know them, columns, goals."""

from __future__ import annotations

from collections.abc import Sequence

MO = 1_000_000


def nombre(valeur: float | None, decimales: int = 0) -> str:
    """A number as French readers write it; a dash when there is none."""
    if valeur is None:
        return "–"
    return f"{valeur:,.{decimales}f}".replace(",", " ").replace(".", ",")


def poser(colonnes: Sequence[Sequence[str]]) -> str:
    """Columns as text, a rule below their first line; the first column holds the labels."""
    largeurs = [max(map(len, colonne)) for colonne in colonnes]
    rangs = list(zip(*colonnes, strict=True))
    textes = [
        "  ".join(
            c.ljust(largeur) if i == 0 else c.rjust(largeur)
            for i, (c, largeur) in enumerate(zip(rang, largeurs, strict=True))
        ).rstrip()
        for rang in rangs
    ]
    return "\n".join((textes[0], "-" * len(textes[0]), *textes[1:]))


def objectif(intitule: str, valeur: float, limite: float, decimales: int = 2) -> str:
    etat = "OBJECTIF TENU" if valeur <= limite else "OBJECTIF DÉPASSÉ"
    return f"{etat} : {intitule} ; mesuré {nombre(valeur, decimales)}"


def non_mesure(intitule: str) -> str:
    return f"OBJECTIF NON MESURÉ : {intitule}"
