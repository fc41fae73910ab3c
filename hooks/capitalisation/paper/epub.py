"""A book → EPUB 3.3: one well-formed page a chapter, its navigation, what it is, in a zip.

Source: https://www.w3.org/TR/epub-33/ and, for what readers are told of its accessibility,
https://www.w3.org/TR/epub-a11y-11/
"""

from __future__ import annotations

import io
import textwrap
import uuid
import zipfile
from pathlib import PurePosixPath

from ..archive.writing import entree
from ..xml import sans_interdits
from .book import Livre
from .rendering import Atelier
from .xhtml import en_xhtml

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
        identifiant=uuid.uuid5(uuid.NAMESPACE_URL, livre.cle),
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
        octets = en_xhtml(propre, nom) if nom.endswith(".xhtml") else propre.encode()
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
