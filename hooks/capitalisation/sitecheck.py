"""Checks of the built HTML, which MkDocs does not make: links in templates and raw HTML.

Reads every page once; needs no network and no browser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Attributes that make a browser fetch something as it shows the page.
_CHARGES = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
}
#: `rel` of a <link> that loads nothing; `schema.…` says what a prefix of names means.
_LIENS_MUETS = re.compile(r"(?:^|\s)(?:canonical|alternate|license|author|schema\.\S+)(?:\s|$)")


@dataclass(frozen=True, slots=True, order=True)
class Defaut:
    """One fault of the built site: the page (site-relative file), and what is wrong."""

    page: str
    message: str


@dataclass(slots=True)
class _PageLue:
    liens: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    charges: list[str] = field(default_factory=list)
    titres: list[int] = field(default_factory=list)
    langue: str = ""
    evenements: list[str] = field(default_factory=list)


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = _PageLue()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = {nom: valeur or "" for nom, valeur in attrs}
        page = self.page
        if "id" in attributs:
            page.ids[attributs["id"]] += 1
        if tag == "html":
            page.langue = attributs.get("lang", "")
        elif tag == "a" and "href" in attributs:
            # A link that holds the file that it downloads leads nowhere.
            if not ("download" in attributs and attributs["href"].startswith("data:")):
                page.liens.append(attributs["href"])
        elif tag == "form" and "action" in attributs:
            page.liens.append(attributs["action"])
        elif tag == "link" and not _LIENS_MUETS.search(attributs.get("rel", "")):
            page.charges.append(attributs.get("href", ""))
        elif tag in _CHARGES:
            for nom in _CHARGES[tag]:
                if nom == "srcset":
                    candidats = attributs.get(nom, "").split(",")
                    page.charges += [c.split()[0] for c in candidats if c.split()]
                elif nom in attributs:
                    page.charges.append(attributs[nom])
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            page.titres.append(int(tag[1]))
        page.evenements += [nom for nom in attributs if nom.startswith("on")]


def examiner(site: Path) -> list[Defaut]:
    """Return every fault of the site in `site`, sorted.

    Dead links and anchors, ids used twice, requests to another host, event
    attributes, missing language, anything but one h1, heading levels skipped.
    """
    pages = {f.relative_to(site).as_posix(): _lire(f) for f in sorted(site.rglob("*.html"))}
    return sorted(d for nom, page in pages.items() for d in _defauts(nom, page, pages, site))


def _lire(fichier: Path) -> _PageLue:
    lecteur = _Lecteur()
    lecteur.feed(fichier.read_text(encoding="utf-8"))
    return lecteur.page


def _defauts(nom: str, page: _PageLue, pages: dict[str, _PageLue], site: Path) -> Iterator[Defaut]:
    for identifiant, nombre in page.ids.items():
        if nombre > 1:
            yield Defaut(nom, f"l’identifiant « {identifiant} » sert {nombre} fois")
    if page.langue != "fr":
        yield Defaut(nom, f"la langue de la page est « {page.langue} »")
    if page.titres.count(1) != 1:
        yield Defaut(nom, f"{page.titres.count(1)} titres de niveau 1")
    for avant, apres in zip([0, *page.titres], page.titres, strict=False):
        if apres > avant + 1:
            yield Defaut(nom, f"un titre de niveau {apres} suit un titre de niveau {avant}")
    for evenement in page.evenements:
        yield Defaut(nom, f"un attribut {evenement} dans la page")
    for cible in page.charges:
        if urlsplit(cible).netloc:
            yield Defaut(nom, f"la page demande {cible} à un autre hôte")
        elif not cible.startswith("data:"):
            yield from _cible(nom, cible, pages, site)
    for cible in page.liens:
        parties = urlsplit(cible)
        if parties.scheme in ("http", "https", "mailto"):
            continue
        if parties.scheme or parties.netloc:
            yield Defaut(nom, f"le lien {cible} a un protocole inattendu")
            continue
        yield from _cible(nom, cible, pages, site)


def _cible(nom: str, cible: str, pages: dict[str, _PageLue], site: Path) -> Iterator[Defaut]:
    parties = urlsplit(cible)
    fichier = _fichier(nom, unquote(parties.path))
    if fichier in pages:
        ancre = unquote(parties.fragment)
        if ancre and ancre not in pages[fichier].ids:
            yield Defaut(nom, f"l’ancre de {cible} n’existe pas")
    elif not (site / fichier).is_file():
        yield Defaut(nom, f"le lien {cible} ne mène à rien")


def _fichier(nom: str, chemin: str) -> str:
    """Return the site-relative file that `chemin`, written on page `nom`, asks for."""
    if chemin.startswith("/"):
        morceaux: list[str] = []
    elif chemin:
        morceaux = nom.split("/")[:-1]
    else:
        return nom
    for morceau in chemin.split("/"):
        if morceau == "..":
            if not morceaux:
                return "hors du site"  # above the root there is nothing: the link is dead
            morceaux = morceaux[:-1]
        elif morceau not in ("", "."):
            morceaux.append(morceau)
    if chemin.endswith(("/", ".", "..")) or not morceaux:
        morceaux.append("index.html")
    return "/".join(morceaux)
