"""BibTeX. Whatever a contributor typed, one entry makes one record: nothing closes it early.

Sources: https://ctan.org/pkg/bibtex (btxdoc) and, for `@online`, https://ctan.org/pkg/biblatex.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from .record import Reference

#: BibTeX type → where it says who published; the other types have `_EDITEUR`.
_EDITEURS = {
    "techreport": "institution", "online": "organization", "misc": "howpublished",
}  # fmt: skip
_EDITEUR = "publisher"
#: English names that every style of BibTeX knows, unquoted.
_MOIS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

#: Braces are never written by their sign: BibTeX counts them even behind a backslash.
_SIGNES = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{signe: f"\\{signe}" for signe in "&%$#_"},
    # The space that no line ends at; old engines know none of the narrow ones.
    "\u00a0": "~",
    "\u202f": "~",
}
_A_ECHAPPER = str.maketrans(_SIGNES)


def bibtex(reference: Reference) -> str:
    """Return the BibTeX record of `reference`, UTF-8, lines ended by `\\n`."""
    r = reference
    champs = {
        # Twice in braces: a style must not put French titles in lower case.
        "title": f"{{{_tex(r.titre)}}}",
        "author": " and ".join(map(_auteur, r.auteurs)),
        _EDITEURS.get(r.formes.bibtex, _EDITEUR): _tex(r.editeur),
        "year": r.annee,
        "number": r.numero,
        "type": _tex(r.sorte) if r.formes.bibtex in ("techreport", "online") else "",
        "note": ". ".join(
            filter(None, (_tex(r.sorte) if r.formes.bibtex == "misc" else "", _tex(r.note)))
        ),
        "abstract": _tex(r.resume),
        "keywords": ", ".join(_tex(mot).replace(",", " ") for mot in r.mots_cles),
        "language": r.langue,
        "url": _adresse(r.url),
        "doi": _adresse(r.doi),
        "isbn": _tex(r.isbn),
    }
    lignes = [f"  {nom} = {{{valeur}}}" for nom, valeur in champs.items() if valeur]
    if r.jour:
        lignes.append(f"  month = {_MOIS[r.jour.month - 1]}")
    return f"@{r.formes.bibtex}{{{r.cle},\n" + ",\n".join(lignes) + "\n}\n"


def _tex(texte: str) -> str:
    return texte.translate(_A_ECHAPPER)


def _auteur(nom: str) -> str:
    """A name in braces: BibTeX cuts the others at their last space."""
    return f"{{{_tex(nom)}}}"


def _adresse(url: str) -> str:
    """An address as it is, which styles print untouched, but for what would break the record."""
    return re.sub(r"[{}\\]", lambda m: quote(m[0]), url)
