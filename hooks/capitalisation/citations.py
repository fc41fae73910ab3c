"""An entry as a bibliography takes it: its fields once, then BibTeX and RIS.

A ressource is cited as what it is, under its own publisher, year and address; the other kinds
are texts of this site. Whatever a contributor typed, one entry makes one record: nothing in it
can close it, or open another.

Sources: BibTeX, https://ctan.org/pkg/bibtex (btxdoc) and, for `@online`,
https://ctan.org/pkg/biblatex; RIS, « RIS Format Specifications » (Research Information Systems).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import quote

from .corpus import Fiche
from .model import Dossier, Interview, Personne, Ressource
from .typography import typographier, une_ligne

#: Nature of a ressource → its types in BibTeX and in RIS; another nature is `_AUTRE`.
_NATURES = {
    **dict.fromkeys(
        (
            *("guide", "fiche-pratique", "dossier-documentaire", "etude", "rapport", "livret"),
            *("avis-ou-contribution", "texte-officiel"),
        ),
        ("techreport", "RPRT"),
    ),
    **dict.fromkeys(
        ("site", "catalogue", "annuaire", "base-de-donnees", "lettre-d-information"),
        ("online", "WEB"),
    ),
    **dict.fromkeys(("video", "web-serie", "webinaire"), ("misc", "VIDEO")),
    "podcast": ("misc", "SOUND"),
    "ouvrage": ("book", "BOOK"),
    "article": ("article", "JOUR"),
    "actes": ("proceedings", "CONF"),
    "memoire-ou-these": ("misc", "THES"),
    "revue": ("misc", "JFULL"),
}
_AUTRE = ("misc", "GEN")
#: BibTeX type → where it says who published; the other types have `_EDITEUR`.
_EDITEURS = {
    "techreport": "institution", "online": "organization", "article": "journal",
    "misc": "howpublished",
}  # fmt: skip
_EDITEUR = "publisher"
#: English names that every style of BibTeX knows, unquoted.
_MOIS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Publication:
    """Where entries are published: the name of the site, and its address or ""."""

    nom: str
    adresse: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The fields of a bibliography, typography done; "" and () where there is nothing.

    `bibtex` and `ris` are its types in these formats, `sorte` what a reader calls it. `jour` is
    None when only the year is known; `annee` may be "".
    """

    cle: str
    bibtex: str
    ris: str
    sorte: str
    titre: str
    auteurs: tuple[str, ...]
    editeur: str
    annee: str
    jour: dt.date | None
    numero: str
    resume: str
    mots_cles: tuple[str, ...]
    langue: str
    url: str
    doi: str
    isbn: str
    note: str


def referencer(fiche: Fiche, publication: Publication) -> Reference:
    """Return the reference of `fiche`."""
    meta = fiche.meta
    page = publication.adresse + fiche.adresse if publication.adresse else ""
    types, sorte, editeur = ("online", "WEB"), fiche.genre.LIBELLE, publication.nom
    personnes, annee = meta.auteurs, str(meta.date.year)
    jour: dt.date | None = meta.date
    url, note = page, ""
    if isinstance(meta, Interview):
        # Whoever speaks is the author; who asked is not always known.
        types, sorte, personnes = ("misc", "WEB"), "Entretien", meta.personnes
    elif isinstance(meta, Ressource):
        types = _NATURES.get(meta.nature, _AUTRE)
        sorte = fiche.nature.libelle if fiche.nature else sorte
        editeur, annee, jour = meta.editeur, str(meta.annee or ""), None
        # Whoever wrote the record did not write the work.
        url, personnes = meta.url or "", []
        note = f"Notice : {page}" if page else ""
    return Reference(
        cle=fiche.id,
        bibtex=types[0],
        ris=types[1],
        sorte=_ligne(sorte),
        titre=_ligne(meta.titre),
        auteurs=tuple(map(_nom, personnes)),
        editeur=_ligne(editeur),
        annee=annee,
        jour=jour,
        numero=str(meta.numero or "") if isinstance(meta, Dossier) else "",
        resume=_ligne(meta.resume),
        mots_cles=tuple(_ligne(t.libelle) for t in (*fiche.themes, *fiche.dispositifs)),
        langue=meta.langue,
        url=url,
        doi=(meta.doi or "") if isinstance(meta, Ressource) else "",
        isbn=(meta.isbn or "") if isinstance(meta, Ressource) else "",
        note=_ligne(note),
    )


def _ligne(texte: str) -> str:
    """Return `texte` on one line, as it is published."""
    return typographier(une_ligne(texte))


def _nom(personne: Personne) -> str:
    return _ligne(personne.nom)


# --- BibTeX -------------------------------------------------------------------

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
        _EDITEURS.get(r.bibtex, _EDITEUR): _tex(r.editeur),
        "year": r.annee,
        "number": r.numero,
        "type": _tex(r.sorte) if r.bibtex in ("techreport", "online") else "",
        "note": ". ".join(
            filter(None, (_tex(r.sorte) if r.bibtex == "misc" else "", _tex(r.note)))
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
    return f"@{r.bibtex}{{{r.cle},\n" + ",\n".join(lignes) + "\n}\n"


def _tex(texte: str) -> str:
    return texte.translate(_A_ECHAPPER)


def _auteur(nom: str) -> str:
    """A name as BibTeX cuts it; one that it would cut wrong is kept whole."""
    return f"{{{_tex(nom)}}}" if "," in nom or " and " in nom.lower() else _tex(nom)


def _adresse(url: str) -> str:
    """An address as it is, which styles print untouched, but for what would break the record."""
    return re.sub(r"[{}\\]", lambda m: quote(m[0]), url)


# --- RIS ----------------------------------------------------------------------


def ris(reference: Reference) -> str:
    """Return the RIS record of `reference`, UTF-8, lines ended by CRLF."""
    r = reference
    du_site = r.ris == "WEB"
    etiquettes = (
        ("TY", r.ris),
        ("ID", r.cle),
        ("TI", r.titre),
        *(("AU", auteur) for auteur in r.auteurs),
        ("T2" if du_site or r.ris == "JOUR" else "PB", r.editeur),
        ("PY", r.annee),
        ("DA", r.jour.strftime("%Y/%m/%d/") if r.jour else ""),
        ("M3", r.sorte),
        ("IS", r.numero),
        ("AB", r.resume),
        *(("KW", mot) for mot in r.mots_cles),
        ("LA", r.langue),
        ("UR", r.url),
        ("DO", r.doi),
        ("SN", r.isbn),
        ("N1", r.note),
    )
    lignes = [f"{nom}  - {valeur}" for nom, valeur in etiquettes if valeur]
    return "\r\n".join((*lignes, "ER  - ", ""))
