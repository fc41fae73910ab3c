"""A page of a book → XHTML that e-readers take, whatever HTML its entry holds.

The sanitiser closes what a contributor left open; it does not make a paragraph of what no
paragraph may hold. Source: https://html.spec.whatwg.org/multipage/dom.html#content-models
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

import tinyhtml5

ElementTree.register_namespace("epub", "http://www.idpf.org/2007/ops")

#: Elements that HTML never closes.
_SANS_FIN = re.compile(r"<(br|col|hr|img|link|meta)\b((?:[^>\"]|\"[^\"]*\")*?)\s*/?>")
#: What stands in a line and holds nothing else.
_EN_LIGNE = frozenset(
    (
        *("abbr", "b", "br", "cite", "code", "dfn", "em", "i", "img", "kbd", "q", "s", "small"),
        *("strong", "sub", "sup", "u"),
    )
)
#: What holds blocks wherever they may stand.
_TRANSPARENTS = frozenset(("a", "del", "ins"))
_DANS_UNE_LIGNE = _EN_LIGNE | _TRANSPARENTS
#: What no block stands in.
_DE_TEXTE = _EN_LIGNE | {"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
#: What holds these elements alone, in this order, and no text.
_ADMIS = {
    "ul": re.compile("(li )*"),
    "ol": re.compile("(li )*"),
    "dl": re.compile("((dt )+(dd )+)*"),
    "table": re.compile("(thead )?((tbody )*|(tr )*)"),
    "thead": re.compile("(tr )*"),
    "tbody": re.compile("(tr )*"),
    "tr": re.compile("(t[dh] )*"),
}
#: What stands in these alone.
_PLACES = {
    "li": ("ul", "ol"),
    "dt": ("dl",),
    "dd": ("dl",),
    "thead": ("table",),
    "tbody": ("table",),
    "tr": ("table", "thead", "tbody"),
    "td": ("tr",),
    "th": ("tr",),
}
_JAMAIS_DANS_SOI = ("a", "dfn")
_VALEURS = {
    "start": re.compile(r"-?[0-9]+"),
    "colspan": re.compile(r"[1-9][0-9]*"),
    "rowspan": re.compile(r"[0-9]+"),
    "scope": re.compile("(col|row)(group)?"),
}


def en_xhtml(page: str, nom: str) -> bytes:
    """Return the page as XHTML; a link inside the book is led to the file of its chapter."""
    racine = _lire(page)
    racine.set("xmlns", "http://www.w3.org/1999/xhtml")
    if (texte := racine.find(".//div[@class='texte']")) is not None:
        _mettre_en_ordre(texte)
    for lien in racine.iter("a"):
        adresse = lien.get("href", "")
        # The `id` of what a chapter holds begins with its own: « entree-ID_levier-3 ».
        fichier = f"{adresse[1:].partition('_')[0]}.xhtml"
        if adresse.startswith("#") and fichier != nom:
            lien.set("href", fichier + (adresse if "_" in adresse else ""))
    ecrit = ElementTree.tostring(racine, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n{ecrit}\n'.encode()


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


def _mettre_en_ordre(texte: ElementTree.Element) -> None:
    """Make a `div` of what holds what it may not, or stands where it may not.

    A `div` holds anything: what is written, its order and what links lead to are kept.
    """
    elements = list(texte.iter())
    a_blocs: set[ElementTree.Element] = set()
    # What an element holds is looked at once what its children became is known.
    for element in reversed(elements):
        if element.tag in _DE_TEXTE or element.tag in _TRANSPARENTS:
            if all(e.tag in _DANS_UNE_LIGNE and e not in a_blocs for e in element):
                continue
            if element.tag in _TRANSPARENTS:
                a_blocs.add(element)
            else:
                _changer(element, "div")
        elif (admis := _ADMIS.get(element.tag)) and not (
            admis.fullmatch("".join(f"{e.tag} " for e in element)) and _sans_texte(element)
        ):
            _changer(element, "div")
    ids: set[str] = set()
    dans: dict[str, set[ElementTree.Element]] = {nom: set() for nom in _JAMAIS_DANS_SOI}
    for element in elements:
        if (identifiant := element.get("id")) in ids:
            del element.attrib["id"]
        elif identifiant:
            ids.add(identifiant)
        for nom in _VALEURS.keys() & element.attrib.keys():
            if not _VALEURS[nom].fullmatch(element.attrib[nom]):
                del element.attrib[nom]
        for enfant in element:
            if element.tag not in _PLACES.get(enfant.tag, (element.tag,)):
                _changer(enfant, "div")
            for nom, dedans in dans.items():
                if element.tag == nom or element in dedans:
                    dedans.add(enfant)
                    if enfant.tag == nom:
                        _changer(enfant, "div" if enfant in a_blocs else "span")


def _changer(element: ElementTree.Element, nom: str) -> None:
    element.tag = nom
    # The others may be those of what it was alone.
    for autre in element.attrib.keys() - {"id"}:
        del element.attrib[autre]


def _sans_texte(element: ElementTree.Element) -> bool:
    """Whether nothing is written in `element` outside its children."""
    return not any((t or "").strip() for t in (element.text, *(e.tail for e in element)))
