"""The HTML of an editorial → what a mail client shows: styles on each tag, or plain text.

What comes in is what our sanitiser gave (markup.py): tags well formed, none of them dangerous.
"""

from __future__ import annotations

import re
import textwrap
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

#: Columns of the plain text: a reply quotes it without breaking its lines.
LARGEUR = 76

_TEXTE = "margin:0 0 16px;font-size:17px;line-height:1.6;color:#1B2426"
_TITRE = "margin:28px 0 10px;line-height:1.3;color:#1B2426"
_CASE = "padding:6px 10px 6px 0;border-bottom:1px solid #D9D2C6;text-align:left;vertical-align:top"
#: Every tag that a mail keeps, with its style: mail clients drop style sheets.
_STYLES = {
    "p": _TEXTE,
    "h2": f"{_TITRE};font-size:21px",
    "h3": f"{_TITRE};font-size:18px",
    **dict.fromkeys(("h4", "h5", "h6"), f"{_TITRE};font-size:17px"),
    "a": "color:#0B5351;text-decoration:underline",
    "ul": "margin:0 0 16px;padding:0 0 0 22px",
    "ol": "margin:0 0 16px;padding:0 0 0 22px",
    "li": "margin:0 0 6px;font-size:17px;line-height:1.6;color:#1B2426",
    "blockquote": "margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #0B5351",
    "pre": "margin:0 0 16px;white-space:pre-wrap;font-family:Consolas,monospace;font-size:15px",
    "hr": "margin:24px 0;border:0;border-top:1px solid #D9D2C6",
    "table": "margin:0 0 16px;border-collapse:collapse;font-size:16px;line-height:1.5",
    "th": _CASE,
    "td": _CASE,
    "dt": "font-weight:bold",
    "dd": "margin:0 0 10px",
    **dict.fromkeys(
        (
            *("abbr", "b", "br", "cite", "code", "del", "dfn", "dl", "em", "i", "ins", "kbd", "q"),
            *("s", "small", "strong", "sub", "sup", "tbody", "thead", "tr", "u"),
        ),
        "",
    ),
}
_ATTRIBUTS = ("title", "start", "colspan", "rowspan", "scope")
#: The class of a cell that is aligned (markup.py).
_ALIGNE = re.compile(r"aligne-(\w+)")
_BLOCS = frozenset(
    (
        *("p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "hr", "dt", "dd"),
        *("ul", "ol", "table", "dl"),
    )
)
#: What underlines a title in plain text.
_TRAITS = {"h2": "-", **dict.fromkeys(("h3", "h4", "h5", "h6"), "~")}


def en_courriel(html: str, page: str) -> str:
    """Return `html` with its styles on its tags; links are complete, seen from `page`."""
    lecteur = _EnCourriel(page)
    lecteur.feed(html)
    lecteur.close()
    return "".join(lecteur.morceaux)


class _EnCourriel(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self._page = page
        self.morceaux: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _STYLES:
            return
        recus = {nom: valeur or "" for nom, valeur in attrs}
        gardes = {nom: recus[nom] for nom in _ATTRIBUTS if nom in recus}
        if "href" in recus:
            gardes["href"] = urljoin(self._page, recus["href"])
        alignement = _ALIGNE.fullmatch(recus.get("class", ""))
        if style := _STYLES[tag] + (f";text-align:{alignement[1]}" if alignement else ""):
            gardes["style"] = style
        ecrits = "".join(f' {nom}="{escape(valeur)}"' for nom, valeur in gardes.items())
        self.morceaux.append(f"<{tag}{ecrits}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _STYLES and tag not in ("br", "hr"):
            self.morceaux.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.morceaux.append(escape(data, quote=False))


def en_texte(html: str, page: str) -> str:
    """Return `html` as plain text, folded; the links of a paragraph follow it, one a line."""
    lecteur = _EnTexte(page)
    lecteur.feed(html)
    lecteur.close()
    lecteur.finir()
    return "\n\n".join(lecteur.blocs)


class _EnTexte(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self._page = page
        self._lu = ""
        self._liens: list[str] = []
        #: A link inside the page: the call of a note, or the way back to it.
        self._interne = ""
        self._dans_une_liste = False
        #: What opens the next line: the mark of an item, of a quotation.
        self._marque = ""
        #: What underlines the paragraph that is being read: it is a title.
        self._trait = ""
        #: The cells of the row that is being read, None outside of one.
        self._cases: int | None = None
        self._cite = 0
        self._tel_quel = 0
        #: Lists that are open: the number of the next item, None where they are not numbered.
        self._listes: list[int | None] = []
        self.blocs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        recus = dict(attrs)
        if tag in _BLOCS:
            self.finir()
        self._trait = _TRAITS.get(tag, self._trait)
        if tag in ("ul", "ol"):
            debut = recus.get("start") or "1"
            numero = int(debut) if debut.isdecimal() and len(debut) < 9 else 1
            self._listes.append(numero if tag == "ol" else None)
        elif tag == "li":
            numero_courant = self._listes[-1] if self._listes else None
            self._marque = "  " * (len(self._listes) - 1) + (
                "- " if numero_courant is None else f"{numero_courant}. "
            )
            if numero_courant is not None:
                self._listes[-1] = numero_courant + 1
        elif tag == "blockquote":
            self._cite += 1
        elif tag == "pre":
            self._tel_quel += 1
        elif tag == "br":
            self._lu += "\n" if self._cases is None else " "
        elif tag == "tr":
            # The rows of a table are lines of one paragraph.
            self._lu = f"{lu}\n" if (lu := self._lu.rstrip()) else ""
            self._cases = 0
        elif tag in ("td", "th"):
            self._lu = self._lu.rstrip(" ") + (" | " if self._cases else "")
            self._cases = (self._cases or 0) + 1
        elif tag == "a" and (adresse := recus.get("href")):
            if adresse.startswith("#"):
                self._interne = adresse
                self._lu += "" if self._est_un_retour else "["
            else:
                self._liens.append(urljoin(self._page, adresse))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCS:
            self.finir()
        if tag == "tr":
            self._cases = None
        elif tag in ("ul", "ol") and self._listes:
            self._listes.pop()
        elif tag == "blockquote":
            self._cite = max(0, self._cite - 1)
        elif tag == "pre":
            self._tel_quel = max(0, self._tel_quel - 1)
        elif tag == "a" and self._interne:
            self._lu += "" if self._est_un_retour else "]"
            self._interne = ""

    @property
    def _est_un_retour(self) -> bool:
        return self._interne.startswith("#fnref-")

    def handle_data(self, data: str) -> None:
        if self._est_un_retour:
            return
        # Only <br> and <pre> end a line.
        self._lu += data if self._tel_quel else data.replace("\n", " ")

    def finir(self) -> None:
        """Close the paragraph that was being read."""
        lignes = [ligne for ligne in self._lu.split("\n") if ligne.strip()]
        liens = [lien for lien in dict.fromkeys(self._liens) if lien not in self._lu]
        trait = self._trait
        self._lu, self._liens, self._trait = "", [], ""
        if not lignes and not liens:
            return
        citation = "> " * min(self._cite, 5)
        suite = citation + " " * len(self._marque)
        ecrites: list[str] = []
        for ligne in lignes:
            ecrites += plier(ligne, suite if ecrites else citation + self._marque, suite)
        if trait and ecrites:
            ecrites = souligner(ecrites, trait, suite)
        bloc = "\n".join((*ecrites, *(f"{suite}{lien}" for lien in liens)))
        if self._marque and self._dans_une_liste:
            # The items of a list stand close.
            self.blocs[-1] += f"\n{bloc}"
        else:
            self.blocs.append(bloc)
        self._dans_une_liste = bool(self._listes)
        self._marque = ""


def plier(texte: str, premiere: str = "", suite: str = "") -> list[str]:
    """Fold `texte` into lines; an address or a no-break space is never cut."""
    return textwrap.wrap(
        texte,
        LARGEUR,
        initial_indent=premiere,
        subsequent_indent=suite,
        break_long_words=False,
        break_on_hyphens=False,
    )


def souligner(titre: list[str], trait: str, marge: str = "") -> list[str]:
    """Return the lines of `titre`, folded after `marge`, and the one that underlines them."""
    largeur = max(map(len, titre), default=0) - len(marge)
    return [*titre, marge + trait * largeur]
