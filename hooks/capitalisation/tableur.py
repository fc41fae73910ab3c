"""Tables that a spreadsheet in French opens: text stays text, whoever wrote it.

`cellule` is for people, one line a text. `exacte` loses nothing: whoever reads the cell as
`/donnees/format/` says finds the very values.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from .typography import sans_invisibles, une_ligne
from .xml import sans_interdits

DELIMITEUR = ";"
FIN_DE_LIGNE = "\r\n"
#: What begins a file, so that a spreadsheet takes it for UTF-8.
MARQUE = "\ufeff"
#: Between the values of a cell. In a value, a bar is written `\|`, and a backslash `\\`: this
#: never stands inside.
SEPARATEUR = " | "
#: A spreadsheet would compute what starts so, wide signs included in some languages.
#: Source: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULES = tuple("=+-@＝＋－＠")
#: About how many characters of a file are made before they are written.
_MORCEAU = 1 << 18

#: A cell before it is written; None when nothing is known.
Cellule = str | int | bool | None


# --- Cells --------------------------------------------------------------------


def cellule(texte: str) -> str:
    """Return `texte` on one line, without what nobody sees, protected."""
    return proteger(sans_invisibles(une_ligne(texte)).strip())


def exacte(valeur: Cellule) -> str:
    """Return `valeur` as it is, protected: an unknown one is an empty text."""
    if isinstance(valeur, str):
        return proteger(texte_exact(valeur))
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    return "" if valeur is None else str(valeur)


def joindre(valeurs: Iterable[Any]) -> str:
    """Return one cell of several values; an unknown one is an empty text."""
    textes = ["" if v is None else str(v) for v in valeurs]
    joints = "".join(textes)
    if "|" in joints or "\\" in joints:
        textes = [t.replace("\\", "\\\\").replace("|", "\\|") for t in textes]
    return SEPARATEUR.join(textes)


def texte_exact(texte: str) -> str:
    """Return `texte` as it is, lines included, without what no spreadsheet can hold."""
    if "\r" in texte:
        texte = texte.replace("\r\n", "\n").replace("\r", "\n")
    # A workbook is XML.
    return sans_interdits(texte)


def proteger(texte: str) -> str:
    """Return `texte` behind an apostrophe when a spreadsheet would compute it.

    Also behind one when it begins with one: whoever reads removes the first, and finds what was.
    """
    # Most texts begin with a letter; some spreadsheets skip what nobody sees before a sign.
    if not texte or texte[0].isalnum():
        return texte
    risque = texte.startswith(("'", "\t", "\r", "\n"))
    risque = risque or sans_invisibles(texte).lstrip().startswith(_FORMULES)
    return f"'{texte}" if risque else texte


# --- Files --------------------------------------------------------------------


def ligne(cellules: Iterable[str]) -> str:
    """Return a line of CSV, its end included."""
    sortie = io.StringIO()
    csv.writer(sortie, delimiter=DELIMITEUR, lineterminator=FIN_DE_LIGNE).writerow(cellules)
    return sortie.getvalue()


def en_csv(lignes: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """Yield the CSV piece by piece: UTF-8 with its mark, semicolons, CRLF."""
    sortie = io.StringIO()
    redacteur = csv.writer(sortie, delimiter=DELIMITEUR, lineterminator=FIN_DE_LIGNE)
    sortie.write(MARQUE)
    for cellules in lignes:
        redacteur.writerow(cellules)
        if sortie.tell() > _MORCEAU:
            yield sortie.getvalue().encode()
            sortie.seek(0)
            sortie.truncate()
    yield sortie.getvalue().encode()
