"""A table of numbers as a page shows it and as a spreadsheet opens it: one record for both."""

from __future__ import annotations

from dataclasses import dataclass

from .. import tableur

#: The headers of the numbers.
COLONNES = ("Entrées", "dont notices", "Part (%)")


@dataclass(frozen=True, slots=True)
class Ligne:
    """What is counted: how many entries, and how many of them are notices.

    `adresse` is that of its page, "" when it has none; `precision` what it stands in.
    """

    libelle: str
    compte: int
    notices: int
    adresse: str = ""
    precision: str = ""


@dataclass(frozen=True, slots=True)
class Tableau:
    """Lines in the order of reading. `id` names the anchor and the file: ASCII.

    `intitule` heads the labels, `precision` what labels stand in ("" when they stand in
    nothing). Shares are those of `total`. `note` says what is counted, `constat` what stands
    out. `temps`: lines follow one another in time.
    """

    id: str
    titre: str
    note: str
    constat: str
    intitule: str
    lignes: tuple[Ligne, ...]
    total: int
    precision: str = ""
    temps: bool = False

    @property
    def maximum(self) -> int:
        """The largest count, 0 without lines: a chart starts from zero and ends there."""
        return max((ligne.compte for ligne in self.lignes), default=0)

    def valeurs(self, ligne: Ligne) -> tuple[str, ...]:
        """The numbers of a line, as they are written."""
        return (str(ligne.compte), str(ligne.notices), pour_cent(ligne.compte, self.total))


def pour_cent(nombre: int, total: int) -> str:
    """Return a share with one decimal, half rounded up: 1 out of 16 is « 6,3 »; 0,0 of nothing."""
    dixiemes = (2000 * nombre + total) // (2 * total) if total else 0
    return f"{dixiemes // 10},{dixiemes % 10}"


def en_csv(tableau: Tableau) -> bytes:
    """Return `tableau` as a spreadsheet in French opens it."""
    precision = (tableau.precision,) if tableau.precision else ()
    lignes = [(tableau.intitule, *precision, *COLONNES)]
    for ligne in tableau.lignes:
        textes = (ligne.libelle, ligne.precision) if precision else (ligne.libelle,)
        lignes.append((*textes, *tableau.valeurs(ligne)))
    return b"".join(tableur.en_csv(map(tableur.cellule, ligne) for ligne in lignes))
