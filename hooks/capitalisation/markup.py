"""Markdown body → safe HTML for a page, its headings, and its plain text.

Contributors' text is hostile until cleaned: Markdown and raw HTML go through
one sanitiser (nh3), and only then are anchors, typography and glossary links
added. Nothing here ever renders Jinja.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

import nh3
from comrak import ExtensionOptions, ParseOptions, RenderOptions, render_markdown

from .typography import ancre, sans_invisibles, typographier
from .vocabulary import Terme

BALISES = frozenset(
    (
        *("a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "dfn", "div", "dl"),
        *("dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li"),
        *("ol", "p", "pre", "q", "s", "small", "strong", "sub", "sup", "table", "tbody", "td"),
        *("th", "thead", "tr", "u", "ul"),
    )
)
ATTRIBUTS = {
    "a": {"href", "title", "id"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "li": {"id"},
    "sup": {"id"},
    "ol": {"start"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
}
#: Anchors of our own page blocks: a body heading never takes them.
ANCRES_RESERVEES = frozenset(
    (
        *("contenu", "leviers", "freins", "enseignements", "transposer", "sources", "citer"),
        "citer-formats",
        *("a-lire-aussi", "cite-par", "carte-identite", "recherche", "resultats", "menu"),
        *("liens", "notice", "reference", "a-revoir", "sommaire", "dossiers", "parties"),
    )
)
_ANCRE_DE_BLOC = re.compile(
    r"(?:levier|frein|enseignement|partie)-\d+$|fn-|fnref-|titre-|dans-|q-|.*-entete$|inspir"
)


@dataclass(frozen=True, slots=True)
class TitreRendu:
    """A level-2 heading of the page, for its table of contents."""

    ancre: str
    titre: str


@dataclass(frozen=True, slots=True)
class Rendu:
    """A converted body: safe HTML, and its level-2 headings."""

    html: str
    sommaire: tuple[TitreRendu, ...]


class Convertisseur:
    """Converts bodies.

    `trouver` maps an identifier to (address from the page, title), or None.
    `glossaire` maps each form to its term; the first occurrence of a term in a
    body becomes a link to the glossary that carries its definition.
    """

    def __init__(
        self,
        trouver: Callable[[str], tuple[str, str] | None],
        glossaire: Glossaire,
        racine: str,
    ) -> None:
        self._trouver = trouver
        self._glossaire = glossaire
        self._racine = racine
        self._nettoyeur = nh3.Cleaner(
            tags=set(BALISES),
            attributes={balise: set(noms) for balise, noms in ATTRIBUTS.items()},
            attribute_filter=_filtrer,
            url_schemes={"http", "https", "mailto"},
            # Neither « nofollow » nor « ugc »: editors read all that is published.
            link_rel="noopener",
            strip_comments=True,
        )

    def convertir(
        self, corps: str, dossier_images: str = "", images: Collection[str] = ()
    ) -> Rendu:
        """Convert `corps`.

        `images` names the files that the page may show, `dossier_images` is their
        address; any other image becomes its alternative text.
        """
        if not corps.strip():
            return Rendu("", ())
        source = _en_html(corps)
        if "data-wikilink" in source:
            source = _RENVOI.sub(self._renvoyer, source)
        propre = _aplatir(self._nettoyeur.clean(source))
        if "<img" in propre:
            propre = _IMG.sub(lambda m: _image(m, dossier_images, images), propre)
        propre, sommaire = _titres(propre)
        if "<table" in propre:
            propre = _tableaux(propre)
        faits: set[str] = set()
        propre = habiller(propre, lambda t: self._glossaire.marquer(t, self._racine, faits))
        return Rendu(propre, sommaire)

    def _renvoyer(self, m: re.Match[str]) -> str:
        """Turn `[[identifiant|texte]]` into a link; one that leads nowhere stays as typed."""
        ecrit, texte = unquote(html.unescape(m[1])), html.unescape(m[2])
        cible = self._trouver(ecrit.strip())
        if cible is None:
            return html.escape(f"[[{ecrit}]]" if texte == ecrit else f"[[{ecrit}|{texte}]]")
        adresse, titre = cible
        if texte.strip() == ecrit.strip():
            texte = titre
        return f'<a href="{html.escape(adresse)}">{html.escape(texte.strip())}</a>'


def cibles(corps: str) -> set[str] | None:
    """Return all that `[[ ]]` may name in `corps`, more than it does rather than less.

    None when only converting it would tell: a name in disguise, a link of that sort in HTML.
    """
    # Most bodies have neither, whatever stands between two brackets without being seen.
    if "<" not in corps and not _DEUX_CROCHETS.search(corps):
        return set()
    texte = sans_invisibles(corps)
    if "[[" not in texte and "data-wikilink" not in texte:
        return set()
    trouvees = _CIBLE.findall(texte)
    if len(trouvees) < len(_OUVERTURE.findall(texte)) or "data-wikilink" in texte:
        return None
    return {cible.strip() for cible in trouvees}


def habiller(source: str, marquer: Callable[[str], str] = str) -> str:
    """Apply French typography to the text of some HTML, never inside tags or code.

    `marquer` receives each piece of running text outside links and headings, and
    returns what replaces it.
    """
    morceaux = _BALISE.split(source)
    code = reserve = 0
    for i, morceau in enumerate(morceaux):
        if i % 2:
            sorte, sens = _porte(morceau)
            code += sens if sorte == "code" else 0
            reserve += sens if sorte == "reserve" else 0
        elif morceau and not code and not morceau.isspace():
            texte = typographier(morceau)
            if i + 1 < len(morceaux) and texte.endswith(("'", "'\n")):
                texte = _ELISION.sub("’", texte)
            morceaux[i] = texte if reserve else marquer(texte)
    return "".join(morceaux)


@lru_cache(maxsize=1 << 8)
def _porte(balise: str) -> tuple[str, int]:
    """Return what a tag opens (1) or closes (-1): "code", "reserve", or "" for running text.

    Nearly all the tags of a body are the same twenty.
    """
    nom = _NOM.match(balise)
    sens = -1 if balise.startswith("</") else 1
    if nom and nom[1] in ("code", "pre", "script", "style"):
        return "code", sens
    return "reserve" if nom and nom[1] in _SANS_GLOSSAIRE else "", sens


class Glossaire:
    """Finds the terms and acronyms of the glossary in running text."""

    def __init__(self, termes: list[Terme]) -> None:
        self._par_forme: dict[str, Terme] = {}
        for terme in termes:
            if not terme.definition:
                continue
            # An acronym is matched with its case, a term without.
            formes = [terme.sigle] if terme.sigle else [terme.libelle.lower()]
            for forme in formes:
                self._par_forme.setdefault(forme, terme)
        # By initial, so that most words are passed over at their first letter.
        par_initiale: dict[str, list[str]] = {}
        for forme in sorted(self._par_forme, key=len, reverse=True):
            initiale, reste = _motif(forme)
            par_initiale.setdefault(initiale, []).append(reste)
        groupes = (f"{i}(?:{'|'.join(restes)})" for i, restes in par_initiale.items())
        self._motif = (
            re.compile(rf"(?<![\w-])(?:{'|'.join(groupes)})(?![\w-])") if par_initiale else None
        )

    def marquer(self, texte: str, racine: str, faits: set[str]) -> str:
        """Return HTML text with the first occurrence of each term linked to the glossary."""
        if self._motif is None:
            return texte

        def lien(m: re.Match[str]) -> str:
            mot = m[0]
            terme = (
                self._par_forme.get(mot)
                or self._par_forme.get(mot[:1].lower() + mot[1:].replace("’", "'"))
                or self._par_forme.get(mot[:1].lower() + mot[1:])
            )
            if terme is None or terme.id in faits:
                return mot
            faits.add(terme.id)
            long = f"{terme.libelle}. " if terme.sigle else ""
            definition = html.escape(long + terme.definition, quote=True)
            return (
                f'<a class="terme" href="{racine}{_ancre_glossaire(terme)}" '
                f'data-definition="{definition}">{mot}</a>'
            )

        return self._motif.sub(lien, texte)


def _ancre_glossaire(terme: Terme) -> str:
    return f"glossaire/#{terme.id}"


def _motif(forme: str) -> tuple[str, str]:
    """Regexes of a form, its first letter and the rest.

    Either apostrophe will do, and a capital at the start of a sentence.
    """
    initiale, reste = forme[0], re.escape(forme[1:])
    des_deux = f"[{initiale}{initiale.upper()}]"
    initiale = des_deux if initiale.islower() else re.escape(initiale)
    return initiale, reste.replace("'", "['’]").replace("’", "['’]")


# --- Markdown -----------------------------------------------------------------

_EXTENSIONS = ExtensionOptions()
_EXTENSIONS.table = _EXTENSIONS.footnotes = _EXTENSIONS.description_lists = True
_EXTENSIONS.strikethrough = _EXTENSIONS.autolink = True
_EXTENSIONS.wikilinks_title_after_pipe = True
_LECTURE = ParseOptions()
_ECRITURE = RenderOptions()
_ECRITURE.unsafe_ = True  # the sanitiser comes after, and knows more

_RETOUR_DE_NOTE = re.compile(r'(?<= )aria-label="Back to reference ([^"]*)"')
#: How a cell is aligned: the policy of pages (policy.py) refuses styles in the tags themselves.
_ALIGNE = re.compile(r'(?<=<t[dh]) (?:align="|style="text-align: ?)(left|center|right);?"')


def _en_html(corps: str) -> str:
    """Return the HTML of GitHub's Markdown, as contributors see it in their pull request."""
    source = render_markdown(sans_invisibles(corps), _EXTENSIONS, _LECTURE, _ECRITURE).strip()
    if "data-footnote" in source:
        source = source.replace('<section class="footnotes" data-footnotes>', "<hr>")
        source = _RETOUR_DE_NOTE.sub(r'title="Revenir à l’appel de la note \1"', source)
    if "<table" in source:
        source = _ALIGNE.sub(r' class="aligne-\1"', source)
    return source


# --- Details of the HTML ------------------------------------------------------

_BALISE = re.compile(r"(<[^>]*>)")
#: An elision whose word stands in the next tag: l'**atelier**.
_ELISION = re.compile(r"(?<=[cdjlmnstuCDJLMNSTU])'$")
_NOM = re.compile(r"</?([a-z][a-z0-9]*)")
_SANS_GLOSSAIRE = frozenset(("a", "h1", "h2", "h3", "h4", "h5", "h6", "abbr", "dfn"))
_TITRE = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_RENVOI = re.compile(r'<a href="([^"]*)" data-wikilink="true">([^<]*)</a>')
#: A reference as it is typed, up to what ends its target: « \\| » does in a table.
_DEUX_CROCHETS = re.compile(r"\[[^!-~]*\[")
_OUVERTURE = re.compile(r"\[(?=\[)")
_CIBLE = re.compile(r"\[(?=\[([^\[\]|\\&%\n]*+)(?:[\[\]|]|\\\|))")
_IMG = re.compile(r"<img\b([^>]*)>")
_SRC = re.compile(r'\bsrc="([^"]*)"')
_NOTE = re.compile(r"fn(?:ref)?-[\w.%-]+")
_ALIGNEMENT = re.compile(r"aligne-(?:left|right|center)")


#: Elements inside one another: far more than any text needs, few enough for the programs that
#: read a page by recursion (those of books do).
PROFONDEUR_MAX = 40
_FERMANTE = re.compile(r"<(/(?=[a-z]))?[^>]*>")
_SANS_CONTENU = frozenset(("br", "hr", "img"))


def _aplatir(source: str) -> str:
    """Leave out the tags that stand deeper than `PROFONDEUR_MAX`: what they hold stays."""
    # As if no tag stood alone, as « <br> » does: more than it is rather than less.
    sens = (-1 if fermante else 1 for fermante in _FERMANTE.findall(source))
    if max(itertools.accumulate(sens), default=0) <= PROFONDEUR_MAX:
        return source
    profondeur = 0

    def garder(m: re.Match[str]) -> str:
        nonlocal profondeur
        nom = _NOM.match(m[0])
        if nom is None or nom[1] in _SANS_CONTENU:
            return m[0]
        fermante = m[0].startswith("</")
        profondeur += not fermante
        gardee = profondeur <= PROFONDEUR_MAX
        profondeur -= fermante
        return m[0] if gardee else ""

    return _BALISE.sub(garder, source)


def _filtrer(balise: str, attribut: str, valeur: str) -> str | None:
    """Keep only the ids of footnotes and the alignment of table cells."""
    if attribut == "id":
        return valeur if _NOTE.fullmatch(valeur) else None
    if attribut == "class":
        return valeur if _ALIGNEMENT.fullmatch(valeur) else None
    return valeur


def _image(trouve: re.Match[str], dossier: str, images: Collection[str]) -> str:
    """Point an image to the entry's folder; one from elsewhere becomes its own alt text."""
    attributs = trouve[1]
    source = _SRC.search(attributs)
    # An address in HTML: « Café.jpg » stands there as « Caf%C3%A9.jpg ».
    nom = unquote(html.unescape(source[1])) if source else ""
    if not source or nom not in images:
        alt = re.search(r'\balt="([^"]*)"', attributs)
        return f"<em>{alt[1]}</em>" if alt else ""
    attributs = attributs.replace(source[0], f'src="{dossier}{quote(nom)}"').rstrip(" /")
    if "alt=" not in attributs:
        attributs += ' alt=""'
    return f'<img{attributs} loading="lazy" decoding="async">'


def _titres(source: str) -> tuple[str, tuple[TitreRendu, ...]]:
    sommaire: list[TitreRendu] = []
    #: Anchor → the last number that it was given: counting from 2 each time takes minutes.
    pris: dict[str, int] = {}

    def titre(m: re.Match[str]) -> str:
        niveau = max(2, int(m[1]))
        base, texte = _intituler(m[2])
        nom = base
        while nom in pris:
            pris[base] += 1
            nom = f"{base}-{pris[base]}"
        pris[nom] = 1
        if niveau == 2:
            sommaire.append(TitreRendu(nom, texte))
        return f'<h{niveau} id="{nom}">{m[2]}</h{niveau}>'

    return _TITRE.sub(titre, source), tuple(sommaire)


@lru_cache(maxsize=1 << 8)
def _intituler(source: str) -> tuple[str, str]:
    """Return the anchor that a heading asks for, and its text: « Contexte » is that of many."""
    texte = _texte(source)
    base = ancre(texte) or "section"
    if base in ANCRES_RESERVEES or _ANCRE_DE_BLOC.match(base):
        base = f"texte-{base}"
    return base, typographier(texte)


_OUVRANT = '<div class="tableau" role="region" aria-label="Tableau {}" tabindex="0"><table>'


def _tableaux(source: str) -> str:
    """A wide table scrolls in its own box, which the keyboard can reach."""
    numeros = itertools.count(1)
    source = re.sub("<table>", lambda _: _OUVRANT.format(next(numeros)), source)
    source = source.replace("</table>", "</table></div>")
    return re.sub(r"<th(?=[ >])", '<th scope="col"', source)


def _texte(source: str) -> str:
    """Return the text of some HTML, blocks kept apart by a space."""
    return " ".join(html.unescape(_BALISE.sub(_espace, source)).split())


_EN_LIGNE = frozenset(
    (
        *("a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "q", "s"),
        *("small", "strong", "sub", "sup", "u"),
    )
)


def _espace(m: re.Match[str]) -> str:
    nom = m[0].strip("</>").split(None, 1)
    return "" if nom and nom[0].lower() in _EN_LIGNE else " "
