"""A page of the site → the same page of the archive, where no server finishes an address.

Only what our templates and our sanitiser write is understood: tags well formed, attributes
between double quotes, `<` escaped everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from posixpath import dirname, join, normpath, relpath
from urllib.parse import quote, unquote

from ..policy import sur_disque
from .binding import ATTRIBUT, ancre

#: What only a server can serve, sentences that lead there, and what takes the place of scripts.
#: What is marked holds no element of its own kind.
#: A font that a page asks for ahead would be refused on a disk; asked for by its style, it is not.
_EN_LIGNE = re.compile(
    r'<(script|li|p) data-en-ligne\b.*?</\1>\n?|<link rel="(?:preload|alternate)"[^>]*>\n?',
    re.DOTALL,
)
#: A browser compares a hash only with what a server sends: on a disk, it would load nothing.
_INTEGRITE = re.compile(r'(<(?:link|script) [^>]*?) integrity="[^"]*"')
_HORS_LIGNE = '<script type="text/plain" data-hors-ligne>'
_BALISE = re.compile(r"""<(?:a|form|meta|img|source)\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ADRESSES = ("href", "action", "src")
_REDIRECTION = re.compile(r"(\d+; url=)(.*)")
#: An address inside the site: the path, then « ?… » and « #… ».
_DEDANS = re.compile(r"(?!//|[a-zA-Z][a-zA-Z0-9+.-]*:)([^?#]+)(\?[^#]*)?(#.*)?", re.DOTALL)

#: Where an address leads in the archive, seen from a folder: (address, folder) → address.
Suivre = Callable[[str, str], str]


def hors_ligne(html: str, nom: str, avis: str, suivre: Suivre) -> str:
    """Return the page of the archive; `nom` is its file, `avis` the notice that ends its footer."""
    dossier = dirname(nom)
    tete, pied, fin = html.rpartition("</footer>")
    html = _EN_LIGNE.sub("", f"{tete}{avis}{pied}{fin}" if pied else html)
    html = _INTEGRITE.sub(r"\1", sur_disque(html)).replace(_HORS_LIGNE, "<script>")

    def changer(trouve: re.Match[str]) -> str:
        espace, nom, valeur = trouve.groups()
        # A file that its link holds is long, and leads nowhere: it is not kept in mind.
        if nom in _ADRESSES and not valeur.startswith("data:"):
            valeur = suivre(valeur, dossier)
        elif nom == "content" and (ailleurs := _REDIRECTION.fullmatch(valeur)):
            valeur = ailleurs[1] + suivre(ailleurs[2], dossier)
        return f'{espace}{nom}="{valeur}"'

    return _BALISE.sub(lambda balise: ATTRIBUT.sub(changer, balise[0]), html)


def vers(deplaces: Mapping[str, str]) -> Suivre:
    """Return what follows the links of an archive.

    `deplaces`: file of the site → its place in the archive, a name or « cahier#feuillet »,
    where that is another. Folders are those of the archive, as deep as those of the site.
    """

    # The header and the footer alone make most of the links, the same on every page.
    @lru_cache(maxsize=1 << 16)
    def suivre(lien: str, dossier: str) -> str:
        dedans = _DEDANS.fullmatch(lien)
        if not dedans:
            return lien
        chemin, question, fragment = dedans.groups("")
        if chemin.startswith("/"):
            chemin = relpath(chemin, f"/{dossier}") + "/" * chemin.endswith("/")
        dernier = chemin.rpartition("/")[2]
        if dernier in ("", ".", ".."):
            chemin = f"{chemin}/index.html" if dernier else f"{chemin}index.html"
        cible = normpath(join(dossier, unquote(chemin)))
        if cible.startswith("../"):
            return "#"  # out of the archive: on a disk, anywhere
        place = deplaces.get(cible)
        if place is None:
            return chemin + question + fragment
        fichier, _, feuillet = place.partition("#")
        ici = join(dossier, "index.html")
        ici = deplaces.get(ici, ici).partition("#")[0]
        chemin = quote(relpath(fichier, dirname(ici) or "."))
        if feuillet:
            fragment = f"#{ancre(feuillet, fragment[1:]) if fragment else feuillet}"
        return chemin + question + fragment

    return suivre
