"""A book → EPUB 3.3: one well-formed page a chapter, its navigation, what it is, in a zip.

Source: https://www.w3.org/TR/epub-33/ and, for what readers are told of its accessibility,
https://www.w3.org/TR/epub-a11y-11/
"""

from __future__ import annotations

import io
import re
import textwrap
import uuid
import zipfile
from pathlib import PurePosixPath
from xml.etree import ElementTree

import tinyhtml5

from ..archive.writing import entree
from ..xml import sans_interdits
from .book import Livre
from .rendering import Atelier

FEUILLE = "papier/epub/livre.css"
#: Everything but what says where everything is.
DOSSIER = "EPUB/"
_MEDIAS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
#: Letters in a line of the title on the cover.
_LARGEUR = 19
#: Elements that HTML never closes.
_SANS_FIN = re.compile(r"<(br|col|hr|img|link|meta)\b((?:[^>\"]|\"[^\"]*\")*?)\s*/?>")
ElementTree.register_namespace("epub", "http://www.idpf.org/2007/ops")
_CONTENEUR = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/livre.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def textes(livre: Livre, atelier: Atelier) -> dict[str, str]:
    """Return every text of the book by its name; the pages are HTML, which `ecrire` makes XHTML."""
    pages = {"couverture": "couverture", "titre": "titre"}
    faites = {
        f"{nom}.xhtml": atelier.rendre(f"epub/{gabarit}.html", livre=livre)
        for nom, gabarit in pages.items()
    }
    if livre.ouverture:
        faites[f"{livre.ouverture.ancre}.xhtml"] = atelier.rendre(
            "epub/entree.html", livre=livre, chapitre=livre.ouverture
        )
    for partie in livre.parties:
        if partie.titre:
            faites[f"{partie.ancre}.xhtml"] = atelier.rendre(
                "epub/partie.html", livre=livre, partie=partie
            )
        for chapitre in partie.chapitres:
            faites[f"{chapitre.ancre}.xhtml"] = atelier.rendre(
                "epub/entree.html", livre=livre, chapitre=chapitre
            )
    paquet = atelier.rendre(
        "epub/livre.opf",
        livre=livre,
        identifiant=uuid.uuid5(uuid.NAMESPACE_URL, livre.page or f"inspiraction:{livre.nom}"),
        lecture=[nom.removesuffix(".xhtml") for nom in faites],
        images=[(nom, _MEDIAS[PurePosixPath(nom).suffix.lower()]) for nom in livre.images],
    )
    couverture = atelier.rendre(
        "epub/couverture.svg", livre=livre, lignes=textwrap.wrap(livre.titre, _LARGEUR)
    )
    return {
        **faites,
        "sommaire.xhtml": atelier.rendre("epub/sommaire.html", livre=livre),
        "couverture.svg": couverture,
        "livre.opf": paquet,
    }


def ecrire(livre: Livre, textes: dict[str, str], atelier: Atelier) -> bytes:
    """Return the EPUB of `livre`, from what `textes` gave: the same gives the same bytes."""
    fichiers = {"META-INF/container.xml": _CONTENEUR.encode()}
    for nom, texte in textes.items():
        propre = sans_interdits(texte)
        octets = _en_xhtml(propre, nom) if nom.endswith(".xhtml") else propre.encode()
        fichiers[f"{DOSSIER}{nom}"] = octets
    fichiers[f"{DOSSIER}livre.css"] = atelier.lire(FEUILLE)
    fichiers |= {f"{DOSSIER}{nom}": atelier.lire(nom) for nom in livre.images}

    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        # A reader knows the file by its first bytes.
        premier = entree("mimetype", livre.date)
        premier.compress_type = zipfile.ZIP_STORED
        archive.writestr(premier, "application/epub+zip")
        for nom, octets in fichiers.items():
            archive.writestr(entree(nom, livre.date), octets)
    return sortie.getvalue()


def _lire(page: str) -> ElementTree.Element:
    """Read a page of our templates, whose text our sanitiser wrote: nearly XML already.

    Read as such, it takes a fiftieth of what an HTML parser in Python asks for.
    """
    try:
        presque = page.replace("&nbsp;", "&#160;")
        return ElementTree.fromstring(_SANS_FIN.sub(r"<\1\2/>", presque))
    except ElementTree.ParseError:
        racine: ElementTree.Element = tinyhtml5.parse(page, namespace_html_elements=False)
        return racine


def _en_xhtml(page: str, nom: str) -> bytes:
    """Return the page as XHTML; a link inside the book is led to the file of its chapter."""
    racine = _lire(page)
    racine.set("xmlns", "http://www.w3.org/1999/xhtml")
    for lien in racine.iter("a"):
        adresse = lien.get("href", "")
        # The `id` of what a chapter holds begins with its own: « entree-ID_levier-3 ».
        fichier = f"{adresse[1:].partition('_')[0]}.xhtml"
        if adresse.startswith("#") and fichier != nom:
            lien.set("href", fichier + (adresse if "_" in adresse else ""))
    ecrit = ElementTree.tostring(racine, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n{ecrit}\n'.encode()
