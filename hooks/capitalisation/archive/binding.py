"""Many small pages in one file, a « cahier »: a stick copies few files far faster than many.

Twenty thousand entries stand in seven thousand communes, and their lists go on over six
thousand pages. In the archive these are leaves of a cahier, which shows one at a time: that
whose name ends the address, after « # ». The folder of a cahier is as deep as those of its
leaves, so that what they lead to from their place remains true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..policy import permettre

#: Communes share a cahier by the start of their code: transport-hors-ligne.js does the same.
_COMMUNE = re.compile(r"territoires/((?:fr|be)-\w{3})\w{2}/index\.html")
_SUITE = re.compile(r"(.+/page/)(\d+)/index\.html")
#: Pages of a list in a cahier, from the second on: a third of a megabyte.
SUITES = 5

_CORPS = re.compile(r"(<main\b[^>]*>)(.*)(</main>)", re.DOTALL)
_TITRE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
#: What the head says of one page only.
_PROPRE = re.compile(
    r'<(?:link rel="canonical"|meta (?:name="(?:description|twitter:card)"|property="og:))[^>]*>\n'
)
#: What the end says of one page only.
_DONNEES = re.compile(r'<script type="application/ld\+json">.*?</script>\n')
_BALISE = re.compile(r"""<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>""")
#: An attribute as our templates and our sanitiser write it: space, name, value.
ATTRIBUT = re.compile(r'(\s)([\w:-]+)="([^"]*)"')
_NOMS = ("id", "for", "aria-labelledby", "aria-describedby", "aria-controls")

#: The address chooses the leaf. A script then keeps it open, names it in the title, and has the
#: link that skips to the content lead to it. Without a script nor a leaf, all are shown.
_STYLE = """
.feuillet{display:none;scroll-margin-top:100vh}
.feuillet:focus{outline:0}
.feuillet:target,.feuillet.ouvert{display:block}
.feuillet:has(:target){display:block}
main:has(>.feuillet:target,>.feuillet :target)>.feuillet:not(:target,:has(:target)){display:none}
html:not(.js) main:not(:has(>.feuillet:target,>.feuillet :target))>.feuillet{display:block}
"""
_SCRIPT = """addEventListener("DOMContentLoaded",function(){var d=document,ouvert;
function ouvrir(){var f=d.getElementById(location.hash.slice(1));
f=f&&f.closest(".feuillet")||!ouvert&&d.querySelector(".feuillet");if(!f)return;
if(ouvert)ouvert.classList.remove("ouvert");ouvert=f;f.classList.add("ouvert");
d.title=f.dataset.titre;d.querySelector(".evitement").hash=f.id}
addEventListener("hashchange",ouvrir);ouvrir()})"""
_TETE = f"<style>{_STYLE}</style>\n<script>{_SCRIPT}</script>\n</head>"


def ordre(nom: str) -> list[str | int]:
    """The key that puts pages in their order: « page 2 » before « page 10 »."""
    return [int(m) if m.isdigit() else m for m in re.split(r"(\d+)", nom)]


def relier(noms: Iterable[str]) -> dict[str, str]:
    """Return page → where it stands in the archive, « cahier#feuillet », for those bound."""
    relies: dict[str, str] = {}
    for nom in noms:
        if commune := _COMMUNE.fullmatch(nom):
            code = nom.split("/")[1]
            relies[nom] = f"territoires/communes-{commune[1]}/index.html#{code}"
        elif suite := _SUITE.fullmatch(nom):
            page = int(suite[2])
            debut = page - (page - 2) % SUITES
            cahier = f"{suite[1]}{debut}-{debut + SUITES - 1}/index.html"
            relies[nom] = f"{cahier}#page-{page}"
    return relies


def composer(feuillets: Sequence[tuple[str, str]]) -> str:
    """Return the page of a cahier; `feuillets`: name and page of each leaf, in order."""
    premiere = feuillets[0][1]
    debut, fin = premiere.index("<main"), premiere.rindex("</main>")
    tete, pied = premiere[:debut], _DONNEES.sub("", premiere[fin:])
    titre, barre, site = _titre(premiere).rpartition(" · ")
    if len(feuillets) > 1:
        autres = len(feuillets) - 1
        titre += f" et {autres} autre{'s' if autres > 1 else ''} page{'s' if autres > 1 else ''}"
    tete = _TITRE.sub(lambda _: f"<title>{titre}{barre}{site}</title>", tete, count=1)
    tete = _PROPRE.sub("", tete).replace("</head>", _TETE, 1)
    tete = permettre(tete, script=_SCRIPT, style=_STYLE)
    ouverture = _CORPS.search(premiere)
    assert ouverture
    return "".join((tete, ouverture[1], "\n", *(_feuillet(*f) for f in feuillets), pied))


def _titre(page: str) -> str:
    trouve = _TITRE.search(page)
    return trouve[1] if trouve else ""


def _feuillet(nom: str, page: str) -> str:
    """One leaf. The ids of two pages may be the same: each takes the name of its leaf."""
    corps = _CORPS.search(page)
    assert corps

    def nommer(trouve: re.Match[str]) -> str:
        espace, attribut, valeur = trouve.groups()
        if attribut in _NOMS:
            valeur = " ".join(ancre(nom, i) for i in valeur.split())
        elif attribut == "href" and valeur.startswith("#"):
            valeur = f"#{ancre(nom, valeur[1:])}"
        return f'{espace}{attribut}="{valeur}"'

    titre = _titre(page).replace('"', "&quot;")
    texte = _BALISE.sub(lambda balise: ATTRIBUT.sub(nommer, balise[0]), corps[2])
    # Focusable: a link that leads to it takes the keyboard and the screen reader there.
    return (
        f'<section class="feuillet" id="{nom}" tabindex="-1" data-titre="{titre}" '
        f'aria-label="{titre.rpartition(" · ")[0] or titre}">{texte}</section>\n'
    )


def ancre(feuillet: str, identifiant: str) -> str:
    """The id, in its cahier, of what bears `identifiant` on a page of its own."""
    return f"{feuillet}--{identifiant}"
