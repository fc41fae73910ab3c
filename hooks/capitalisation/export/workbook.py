"""The catalogue as a spreadsheet, for people: a sheet for each kind, and one that explains.

XlsxWriter is optional: `disponible` tells whether it is there.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from ..corpus import Fiche
from ..dates import jour
from ..licences import DU_SITE, licence
from ..model import GENRES, Entree
from ..slices import Forme, Tranches
from ..tableur import Cellule
from ..typography import FINE, typographier
from ..views.site import Site
from .catalogue import enregistrer
from .records import Fichier
from .shape import VERSION
from .table import ColonneDuCatalogue, colonnes, lire
from .whole import citation, jour_de_la_base

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NOM = "catalogue.xlsx"

#: Excel's own limits: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
SIGNES_MAX = 32_767
LIENS_MAX = 65_530
ADRESSE_MAX = 2_079
#: Its days begin there.
_PREMIER_JOUR = dt.date(1900, 3, 1)
_JOUR_ZERO = dt.date(1899, 12, 30)
_COUPE = " […] (la suite est dans catalogue.json)"

LISEZ_MOI = "Lisez-moi"
#: Height of a row of entries, in points: four lines of a long text.
_HAUTEUR = 60
_MORCEAU = 1 << 20


def disponible() -> bool:
    return find_spec("xlsxwriter") is not None


def fichier(site: Site, tranches: Tranches) -> Fichier:
    return Fichier(
        NOM,
        "Classeur, une feuille par sorte d’entrée",
        typographier(
            "Pour un tableur : des filtres, des liens, et une feuille qui explique les colonnes. "
            "Sans le récit des entrées."
        ),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "catalogue",
        partial(octets, site, tranches),
        depend=partial(_depend, site, tranches),
    )


def _depend(site: Site, tranches: Tranches) -> tuple[object, ...] | None:
    """Its rows, and what `_lisez_moi` and `_presenter` say."""
    sommes = [tranches.sommes(_nom(genre)) for genre in GENRES]
    if None in sommes:
        return None
    return (*_dits(site), sommes)


def _dits(site: Site) -> tuple[str, str, str, str, str]:
    """What it says of the base: its name, its address, its day, its counts, how to cite it."""
    comptes = " ; ".join(f"{genre.libelle_pluriel} : {genre.compte}" for genre in site.genres)
    publication, date = site.publication, jour(jour_de_la_base(site))
    return publication.nom, publication.adresse, date, comptes, citation(site)


def octets(site: Site, tranches: Tranches) -> Iterator[bytes]:
    """Yield the file: the same base gives the same bytes."""
    from xlsxwriter import Workbook

    with tempfile.TemporaryFile() as sortie:
        # Row by row, and text is text: nothing that a contributor typed is computed.
        classeur = Workbook(sortie, {"constant_memory": True, "strings_to_formulas": False})
        _presenter(classeur, site)
        styles = _Styles(classeur)
        _lisez_moi(classeur.add_worksheet(LISEZ_MOI), styles, site)
        for genre in GENRES:
            _feuille(classeur, styles, genre, site, tranches)
        classeur.close()
        sortie.seek(0)
        while morceau := sortie.read(_MORCEAU):
            yield morceau


class _Styles:
    """The few formats that cells share."""

    def __init__(self, classeur: Workbook) -> None:
        def style(**proprietes: Any) -> Format:
            return classeur.add_format({"valign": "top", **proprietes})

        self.texte = style(text_wrap=True)
        self.entete = style(bold=True, text_wrap=True, bg_color="#E8EEF4", bottom=1)
        self.titre = style(bold=True, font_size=16)
        self.gras = style(bold=True)
        self.jour = style(num_format="dd/mm/yyyy", align="left")
        self.nombre = style(num_format="0", align="left")
        self.lien = style(font_color="#0B5394", underline=1, text_wrap=True)
        #: What stands for a style in a row → its number in this workbook, once it has one.
        self._numeros: dict[str, str] = {}

    def habiller(self, cellules: str) -> str:
        """Return `cellules` with the number of each style in the place of what stands for it."""
        # XlsxWriter numbers styles in the order in which cells first take them.
        neufs = (s for s in _STYLES if s not in self._numeros and s in cellules)
        for signe in sorted(neufs, key=cellules.index):
            self._numeros[signe] = str(getattr(self, _STYLES[signe])._get_xf_index())
        for signe, numero in self._numeros.items():
            cellules = cellules.replace(signe, numero)
        return cellules


def _presenter(classeur: Workbook, site: Site) -> None:
    jour_base = jour_de_la_base(site)
    classeur.set_properties(
        {
            "title": f"{site.publication.nom}{FINE}: catalogue des entrées",
            "subject": "Santé publique locale francophone",
            "author": site.publication.nom,
            "comments": f"Base du {jour(jour_base)}. Licence {licence(DU_SITE)[0]}.",
            "created": dt.datetime.combine(jour_base, dt.time()),
        }
    )
    classeur.set_custom_property("Licence", DU_SITE)
    classeur.set_custom_property("Version du format", VERSION)


# --- A sheet of entries ---------------------------------------------------------------

#: Stand in a row for what is known once it takes its place: no text of XML holds them.
_LIGNE, _TEXTE, _JOUR, _NOMBRE, _LIEN = "\x00\x01\x02\x03\x04"
_STYLES = {_TEXTE: "texte", _JOUR: "jour", _NOMBRE: "nombre", _LIEN: "lien"}
#: What XlsxWriter would read as a sign of its own: https://xlsxwriter.readthedocs.io/
_COMME_UN_SIGNE = re.compile("(_x[0-9a-fA-F]{4}_)")


@dataclass(frozen=True, slots=True)
class Rangee:
    """The XML of the cells of an entry, and the addresses that they lead to, by column."""

    cellules: str
    liens: list[tuple[int, str]]


def formes(lues: Callable[[Fiche], Sequence[Cellule]]) -> Iterator[tuple[str, Forme]]:
    """Yield how the sheet of each kind writes an entry: on a line of JSON, or not at all."""

    def ecrire(genre: type[Entree], fiche: Fiche) -> bytes:
        if fiche.genre is not genre:
            return b""
        rangee = ranger(genre, lues(fiche))
        return encoder([rangee.cellules, rangee.liens]).encode() + b"\n"

    encoder = json.JSONEncoder(ensure_ascii=False).encode
    for genre in GENRES:
        yield _nom(genre), Forme(partial(ecrire, genre))


def ranger(
    genre: type[Entree], cellules: Sequence[Cellule], liens_max: int | None = None
) -> Rangee:
    """Return the row of `cellules`, one a column of the table, in the sheet of `genre`.

    Past `liens_max` links, addresses are plain text. XlsxWriter takes four times as long to write
    the very same cells.
    """
    ecrites: list[str] = []
    liens: list[tuple[int, str]] = []
    for rang, (n, nom, forme) in enumerate(_places(genre)):
        valeur = cellules[n]
        if valeur is None or valeur == "":
            continue
        debut = f'<c r="{nom}{_LIGNE}" s="'
        if isinstance(valeur, bool):
            ecrites.append(f'{debut}{_NOMBRE}" t="b"><v>{valeur:d}</v></c>')
        elif isinstance(valeur, int):
            ecrites.append(f'{debut}{_NOMBRE}"><v>{valeur:.16G}</v></c>')
        elif forme == "jour" and (date := dt.date.fromisoformat(valeur)) >= _PREMIER_JOUR:
            ecrites.append(f'{debut}{_JOUR}"><v>{(date - _JOUR_ZERO).days}</v></c>')
        else:
            style, texte = _TEXTE, couper(valeur)
            if forme in ("page", "adresse") and _mene(texte) and len(liens) != liens_max:
                style = _LIEN
                liens.append((rang, texte))
            garde = ' xml:space="preserve"' if texte[0].isspace() or texte[-1].isspace() else ""
            if "_x" in texte:
                texte = _COMME_UN_SIGNE.sub(r"_x005F\1", texte)
            ecrites.append(
                f'{debut}{style}" t="inlineStr"><is><t{garde}>{escape(texte)}</t></is></c>'
            )
    return Rangee("".join(ecrites), liens)


def _feuille(
    classeur: Workbook, styles: _Styles, genre: type[Entree], site: Site, tranches: Tranches
) -> None:
    siennes = [colonnes()[n] for n, _, _ in _places(genre)]
    fiches = [f for _, f in sorted(site.corpus.fiches.items()) if f.genre is genre]
    feuille = classeur.add_worksheet(genre.LIBELLE_PLURIEL, _classe_des_feuilles())
    feuille.set_default_row(_HAUTEUR)
    feuille.set_row(0, 45)
    for rang, c in enumerate(siennes):
        feuille.set_column(rang, rang, _largeur(c))
        feuille.write_string(0, rang, c.colonne.nom, styles.entete)
        feuille.write_comment(0, rang, c.colonne.description, {"x_scale": 2.2, "y_scale": 1.3})
    feuille.freeze_panes(1, 1)
    feuille.autofilter(0, 0, max(1, len(fiches)), len(siennes) - 1)
    feuille.set_landscape()
    feuille.repeat_rows(0)
    reste = LIENS_MAX
    lignes = (ligne for dit in tranches.de(_nom(genre)) for ligne in dit.splitlines())
    for rang, (fiche, ligne) in enumerate(zip(fiches, lignes, strict=True), 1):
        rangee = Rangee(*json.loads(ligne))
        if len(rangee.liens) > reste:
            rangee = ranger(genre, lire(fiche, enregistrer(site, fiche)), reste)
        reste -= len(rangee.liens)
        feuille.poser(rang, styles.habiller(rangee.cellules))
        for colonne, adresse in rangee.liens:
            feuille.write_url(rang, colonne, adresse, styles.lien, adresse)


def _nom(genre: type[Entree]) -> str:
    """What the rows of a kind are called among the forms."""
    return f"{NOM}/{genre.GENRE}"


@cache
def _places(genre: type[Entree]) -> list[tuple[int, str, str]]:
    """Return the columns of a sheet: rank in the table, name in a spreadsheet, form."""
    from xlsxwriter.utility import xl_col_to_name

    siennes = [(n, c) for n, c in enumerate(colonnes()) if genre in c.genres]
    # The title comes first, and stays in sight with the headers: it is what one looks for.
    siennes.sort(key=lambda place: place[1].colonne.nom != "Titre")
    return [(n, xl_col_to_name(rang), c.forme) for rang, (n, c) in enumerate(siennes)]


@cache
def _classe_des_feuilles() -> Any:
    """Return what XlsxWriter makes a sheet of, when it is there."""
    from xlsxwriter.worksheet import Worksheet

    class Feuille(Worksheet):  # type: ignore[misc]
        """The library's, but for rows that come written."""

        _posee = ""

        def poser(self, ligne: int, cellules: str) -> None:
            """Write a row, below those that stand there, of cells that are XML already."""
            # Not to be written: it sends the row before to its file.
            self.write_string(ligne, 0, "")
            self._posee = (
                f'<row r="{ligne + 1}" ht="{_HAUTEUR}" customHeight="1">'
                f"{cellules.replace(_LIGNE, str(ligne + 1))}</row>"
            )

        def _write_single_row(self, current_row_num: int = 0) -> None:
            if not self._posee:
                super()._write_single_row(current_row_num)
                return
            self.fh.write(self._posee)
            self._posee = ""
            self.previous_row = current_row_num
            self.table.clear()

    return Feuille


def _mene(adresse: str) -> bool:
    """Whether a spreadsheet can follow this address."""
    return adresse.startswith(("http://", "https://")) and _poids(adresse) <= ADRESSE_MAX


def couper(texte: str) -> str:
    """Return what fits in a cell, saying where the rest is when there is some."""
    if len(texte) <= SIGNES_MAX // 2 or _poids(texte) <= SIGNES_MAX:
        return texte
    debut = texte.encode("utf-16-le")[: 2 * (SIGNES_MAX - len(_COUPE))]
    return debut.decode("utf-16-le", "ignore") + _COUPE


def _poids(texte: str) -> int:
    """How many signs Excel counts: as UTF-16 does, for which an emoji is two."""
    return len(texte.encode("utf-16-le")) // 2


def _largeur(c: ColonneDuCatalogue) -> int:
    """In characters."""
    nom, forme = c.colonne.nom, c.forme
    if nom in ("Titre", "Résumé") or "texte" in nom.lower() or nom == "Enseignements":
        return 50
    if forme in ("jour", "entier", "booleen", "choix", "date-partielle"):
        return 14
    return 40 if forme in ("page", "adresse") else 28


# --- The sheet that explains ----------------------------------------------------------


def _lisez_moi(feuille: Worksheet, styles: _Styles, site: Site) -> None:
    nom_licence, adresse_licence = licence(DU_SITE)
    nom, adresse, date, comptes, reference = _dits(site)
    feuille.set_column(0, 0, 44)
    feuille.set_column(1, 1, 100)
    feuille.set_column(2, 2, 24)
    feuille.hide_gridlines(2)
    feuille.set_row(0, 24)
    feuille.write_string(0, 0, f"{nom}{FINE}: catalogue des entrées", styles.titre)
    faits = (
        ("Date de la base", date),
        ("Entrées", comptes),
        ("Licence", f"{nom_licence}, sauf mention contraire dans la colonne « Licence »."),
        ("Texte de la licence", adresse_licence),
        ("Source", adresse),
        ("Pour citer", reference),
        (
            "Plusieurs valeurs",
            "Une barre les sépare : A | B. Dans une valeur, la barre s’écrit \\| et la barre "
            "inversée \\\\. Les colonnes d’une même liste (Sources, Leviers…) ont toutes autant de "
            "valeurs, dans le même ordre.",
        ),
        (
            "Ce qui n’est pas ici",
            "Le récit de chaque entrée : il est sur sa page, et dans catalogue.json.",
        ),
        ("Version du format", VERSION),
    )
    ligne = 2
    for fait, valeur in faits:
        if valeur:
            feuille.write_string(ligne, 0, fait, styles.gras)
            if valeur.startswith("http"):
                feuille.write_url(ligne, 1, valeur, styles.lien, valeur)
            else:
                feuille.write_string(ligne, 1, typographier(valeur), styles.texte)
            ligne += 1
    ligne += 1
    for rang, titre in enumerate(("Colonne", "Ce qu’elle contient", "Feuilles")):
        feuille.write_string(ligne, rang, titre, styles.entete)
    for c in colonnes():
        ligne += 1
        toutes = len(c.genres) == len(GENRES)
        noms = "Toutes" if toutes else ", ".join(g.LIBELLE_PLURIEL for g in c.genres)
        for rang, texte in enumerate((c.colonne.nom, c.colonne.description, noms)):
            feuille.write_string(ligne, rang, texte, styles.texte)
