"""A page of the site → the same page of the archive, where no server finishes an address.

Only what our templates and our sanitiser write is understood: tags well formed, attributes
between double quotes, `<` escaped everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath, relpath
from urllib.parse import quote, unquote

#: What only a server can serve: data asked for ahead, fonts that a disk would refuse.
_EN_LIGNE = re.compile(
    r'<script data-en-ligne>.*?</script>\n?|<link rel="preload"[^>]*>\n?', re.DOTALL
)
_BALISE = re.compile(r"""<(?:a|form|meta|img|source)\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ADRESSES = re.compile(r'(?<=\s)(href|action|src|content)="([^"]*)"')
_REDIRECTION = re.compile(r"(\d+; url=)(.*)")
#: An address inside the site: the path, then « ?… » or « #… ».
_DEDANS = re.compile(r"(?!/|[a-zA-Z][a-zA-Z0-9+.-]*:)([^?#]+)(.*)", re.DOTALL)


def hors_ligne(html: str, nom: str, avis: str, renommes: Mapping[str, str]) -> str:
    """Return the page of the archive.

    `nom` is its file, `avis` the notice that ends its footer; `renommes`: file of the site →
    its name in the archive, where that is another.
    """
    tete, pied, fin = html.rpartition("</footer>")
    html = _EN_LIGNE.sub("", f"{tete}{avis}{pied}{fin}" if pied else html)

    def changer(trouve: re.Match[str]) -> str:
        attribut, valeur = trouve[1], trouve[2]
        if attribut == "content":
            ailleurs = _REDIRECTION.fullmatch(valeur)
            valeur = ailleurs[1] + adresse(ailleurs[2], nom, renommes) if ailleurs else valeur
        else:
            valeur = adresse(valeur, nom, renommes)
        return f'{attribut}="{valeur}"'

    return _BALISE.sub(lambda balise: _ADRESSES.sub(changer, balise[0]), html)


def adresse(lien: str, nom: str, renommes: Mapping[str, str]) -> str:
    """Return where `lien`, written on page `nom`, leads without a server."""
    dedans = _DEDANS.fullmatch(lien)
    if not dedans:
        return lien
    chemin, suite = dedans[1], dedans[2]
    dernier = chemin.rpartition("/")[2]
    if dernier in ("", ".", ".."):
        chemin = f"{chemin}/index.html" if dernier else f"{chemin}index.html"
    if renommes:
        cible = normpath(join(dirname(nom), unquote(chemin)))
        if cible in renommes:
            chemin = quote(relpath(renommes[cible], dirname(renommes.get(nom, nom)) or "."))
    return chemin + suite
