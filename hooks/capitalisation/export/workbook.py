"""The catalogue as a spreadsheet, for people: a sheet for each kind, and one that explains.

XlsxWriter is optional: `disponible` tells whether it is there.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..dates import jour
from ..licences import DU_SITE, licence
from ..model import GENRES, Entree
from ..tableur import Cellule, texte_exact
from ..typography import FINE, typographier
from ..views.site import Site
from .catalogue import enregistrer
from .records import Fichier
from .shape import VERSION
from .table import ColonneDuCatalogue, colonnes
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
_COUPE = " […] (la suite est dans catalogue.json)"

LISEZ_MOI = "Lisez-moi"
#: Height of a row of entries, in points: four lines of a long text.
_HAUTEUR = 60
_MORCEAU = 1 << 20


def disponible() -> bool:
    return find_spec("xlsxwriter") is not None


def fichier(site: Site) -> Fichier:
    return Fichier(
        NOM,
        "Classeur, une feuille par sorte d’entrée",
        typographier(
            "Pour un tableur : des filtres, des liens, et une feuille qui explique les colonnes. "
            "Sans le récit des entrées."
        ),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "catalogue",
        partial(octets, site),
    )


def octets(site: Site) -> Iterator[bytes]:
    """Yield the file: the same base gives the same bytes."""
    from xlsxwriter import Workbook

    with tempfile.TemporaryFile() as sortie:
        # Row by row, and text is text: nothing that a contributor typed is computed.
        classeur = Workbook(sortie, {"constant_memory": True, "strings_to_formulas": False})
        _presenter(classeur, site)
        styles = _Styles(classeur)
        _lisez_moi(classeur.add_worksheet(LISEZ_MOI), styles, site)
        for genre in GENRES:
            _feuille(classeur.add_worksheet(genre.LIBELLE_PLURIEL), styles, genre, site)
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


def _feuille(feuille: Worksheet, styles: _Styles, genre: type[Entree], site: Site) -> None:
    # The title comes first, and stays in sight with the headers: it is what one looks for.
    siennes = sorted(
        (c for c in colonnes() if genre in c.genres), key=lambda c: c.colonne.nom != "Titre"
    )
    fiches = sorted(
        (f for f in site.corpus.fiches.values() if f.genre is genre), key=lambda f: f.id
    )
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
    liens = 0
    for ligne, fiche in enumerate(fiches, 1):
        lu = enregistrer(site, fiche)
        for rang, c in enumerate(siennes):
            valeur = c.lire(lu)
            if valeur is None or valeur == "":
                continue
            if c.forme in ("page", "adresse") and liens < LIENS_MAX and _mene(valeur):
                liens += 1
                feuille.write_url(ligne, rang, str(valeur), styles.lien, str(valeur))
            else:
                _ecrire(feuille, ligne, rang, c.forme, valeur, styles)


def _mene(valeur: Cellule) -> bool:
    """Whether a spreadsheet can follow this address."""
    adresse = str(valeur)
    return adresse.startswith(("http://", "https://")) and len(adresse) <= ADRESSE_MAX


def _ecrire(
    feuille: Worksheet, ligne: int, rang: int, forme: str, valeur: Cellule, styles: _Styles
) -> None:
    if isinstance(valeur, bool):
        feuille.write_boolean(ligne, rang, valeur, styles.nombre)
    elif isinstance(valeur, int):
        feuille.write_number(ligne, rang, valeur, styles.nombre)
    elif forme == "jour" and (date := dt.date.fromisoformat(str(valeur))) >= _PREMIER_JOUR:
        feuille.write_datetime(ligne, rang, date, styles.jour)
    else:
        feuille.write_string(ligne, rang, couper(texte_exact(str(valeur))), styles.texte)


def couper(texte: str) -> str:
    """Return what fits in a cell, saying where the rest is when there is some."""
    # Excel counts as UTF-16 does: an emoji is two.
    if len(texte) <= SIGNES_MAX // 2 or len(texte.encode("utf-16-le")) <= 2 * SIGNES_MAX:
        return texte
    debut = texte.encode("utf-16-le")[: 2 * (SIGNES_MAX - len(_COUPE))]
    return debut.decode("utf-16-le", "ignore") + _COUPE


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
    site_, date = site.publication, jour(jour_de_la_base(site))
    comptes = " ; ".join(f"{genre.libelle_pluriel} : {genre.compte}" for genre in site.genres)
    feuille.set_column(0, 0, 44)
    feuille.set_column(1, 1, 100)
    feuille.set_column(2, 2, 24)
    feuille.hide_gridlines(2)
    feuille.set_row(0, 24)
    feuille.write_string(0, 0, f"{site_.nom}{FINE}: catalogue des entrées", styles.titre)
    faits = (
        ("Date de la base", date),
        ("Entrées", comptes),
        ("Licence", f"{nom_licence}, sauf mention contraire dans la colonne « Licence »."),
        ("Texte de la licence", adresse_licence),
        ("Source", site_.adresse),
        ("Pour citer", citation(site)),
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
    for nom, valeur in faits:
        if valeur:
            feuille.write_string(ligne, 0, nom, styles.gras)
            if valeur.startswith("http"):
                feuille.write_url(ligne, 1, valeur, styles.lien, valeur)
            else:
                feuille.write_string(ligne, 1, typographier(valeur), styles.texte)
            ligne += 1
    ligne += 1
    for rang, nom in enumerate(("Colonne", "Ce qu’elle contient", "Feuilles")):
        feuille.write_string(ligne, rang, nom, styles.entete)
    for c in colonnes():
        ligne += 1
        toutes = len(c.genres) == len(GENRES)
        noms = "Toutes" if toutes else ", ".join(g.LIBELLE_PLURIEL for g in c.genres)
        for rang, texte in enumerate((c.colonne.nom, c.colonne.description, noms)):
            feuille.write_string(ligne, rang, texte, styles.texte)
