"""What the index reads of an entry, and what the reader is shown of it.

They are two forms of one text, word for word. The indexed form is smoothed so
that what French readers type is found: straight apostrophes, no elision, « oe »
for œ, the masculine of an inclusive form. The shown form keeps its typography.
Both have the same words at the same places, which is all that an excerpt needs.

The browser smooths a query in the same way: overrides/assets/recherche/requete.js.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..typography import cle, sans_invisibles, typographier
from ..views import EntreeVue, FicheVue
from ..vocabulary import Terme

#: A letter that nobody types, set before the words that carry no meaning: they stay in
#: their place for phrases, but no search falls back on them (« azerty » found « à »).
MARQUE = "ξ"
_VIDES = (
    "ai as au aux avec ce ces cet cette dans de des du elle elles en est et eu il ils je la le les "
    "leur leurs lui ma mais me mes ne nos notre nous on ont ou par pas pour qu que qui sa sans se "
    "ses si son sont sur ta te tes tu un une vos votre vous "
    "a b c d e f g h i j k l m n o p q r s t u v w x y z"
)
#: The same list stands in requete.js; a test compares them.
MOTS_VIDES = frozenset(_VIDES.split())

# Pagefind weights go from 0 to 10; the title is weighed once more as metadata.
POIDS_TITRE = 10.0
POIDS_RESUME = 5.0
POIDS_ENSEIGNEMENTS = 4.0
POIDS_FACTEURS = 2.0
POIDS_CORPS = 1.0
POIDS_TERMES = 5.0
POIDS_LIEUX = 3.0
POIDS_PARENTS = 1.0
POIDS_SYNONYMES = 0.4


@dataclass(frozen=True, slots=True)
class Document:
    """One entry for the index: the page that Pagefind reads, and the fragment readers get.

    `mots` counts the words of the page, shown and not, so that a fragment is only
    given back its typography when both agree.
    """

    adresse: str
    html: str
    contenu: str
    meta: dict[str, Any]
    mots: int


def documenter(vue: EntreeVue) -> Document:
    """Return the search document of an entry."""
    montres = [(poids, propre(texte)) for poids, texte in _montres(vue)]
    montres = [(poids, texte) for poids, texte in montres if texte]
    contenu = "\n".join(texte for _, texte in montres)
    caches = [(poids, " ".join(formes)) for poids, formes in _caches(vue)]
    blocs = [(poids, _lisses(texte)) for poids, texte in (*montres, *caches)]
    deja = {forme for _, mots in blocs for forme in map(_CLES.__getitem__, mots)}
    blocs.append((POIDS_SYNONYMES, list(_nouveaux(_synonymes(vue, contenu), deja))))
    blocs = [(poids, mots) for poids, mots in blocs if mots]
    fiche = vue.fiche
    return Document(
        adresse=fiche.adresse,
        html=_page(blocs),
        contenu=contenu,
        meta={
            "title": montres[0][1],
            "genre": fiche.genre,
            "genre_libelle": fiche.libelle_genre,
            "statut": fiche.statut,
            "lieux": [lieu.complet for lieu in fiche.lieux],
            "dispositifs": [terme.sigle or terme.libelle for terme in fiche.dispositifs],
            "annees": fiche.periode_texte or str(getattr(fiche.meta, "annee", None) or ""),
            "resume": propre(fiche.resume),
        },
        mots=sum(len(mots) for _, mots in blocs),
    )


def _montres(vue: EntreeVue) -> Iterator[tuple[float, str]]:
    """The texts that an excerpt may show, the title first, the summary next."""
    fiche = vue.fiche
    yield POIDS_TITRE, fiche.titre
    yield POIDS_RESUME, fiche.resume
    for lecon in vue.enseignements:
        yield POIDS_ENSEIGNEMENTS, lecon.texte
    for bloc in blocs_de_texte(vue.rendu.html):
        yield POIDS_CORPS, bloc
    for facteur in (*vue.leviers, *vue.freins):
        yield POIDS_FACTEURS, facteur.texte
    for couple in vue.transposer:
        yield POIDS_CORPS, couple.texte
    for personne in vue.personnes:
        morceaux = (personne.nom, personne.fonction, personne.structure)
        yield POIDS_RESUME, ", ".join(typographier(m) for m in morceaux if m)


def _caches(vue: EntreeVue) -> Iterator[tuple[float, list[str]]]:
    """Names that lead to the entry without standing in its text; no excerpt shows them."""
    fiche = vue.fiche
    structures = [t for t in (fiche.porteur, *fiche.partenaires) if t]
    yield POIDS_TERMES, [f for t in _classes(fiche) for f in (t.libelle, t.sigle) if f]
    yield POIDS_LIEUX, [lieu.nom for lieu in fiche.lieux]
    yield POIDS_LIEUX, [f for t in structures for f in (t.libelle, t.sigle) if f]
    parents = {p.code: p.nom for lieu in fiche.lieux for p in lieu.parents}
    codes = [_code(code) for code in (*parents, *(lieu.code for lieu in fiche.lieux))]
    yield POIDS_LIEUX, [code for code in codes if code]
    ancetres = dict.fromkeys(a.libelle for t in _classes(fiche) for a in t.ancetres)
    yield POIDS_PARENTS, [*parents.values(), fiche.libelle_genre, *ancetres]


def _synonymes(vue: EntreeVue, contenu: str) -> Iterator[str]:
    """Other words for what the entry says: they find it, and weigh little."""
    fiche = vue.fiche
    structures = [t for t in (fiche.porteur, *fiche.partenaires) if t]
    for terme in (*_classes(fiche), *structures):
        yield from terme.formes[1:]
    for source in vue.sources:
        yield from (source.titre, source.editeur)
    yield from feminins(contenu)
    if _MILLIER.search(contenu):
        for milliers in _MILLIERS.findall(contenu):
            yield re.sub(r"\s", "", milliers)


def _classes(fiche: FicheVue) -> tuple[Terme, ...]:
    nature = (fiche.nature,) if fiche.nature else ()
    facettes = (fiche.themes, fiche.dispositifs, fiche.publics, fiche.demarches, fiche.cadres)
    return (*(terme for facette in facettes for terme in facette), *nature)


def _nouveaux(textes: Iterable[str], deja: set[str]) -> Iterator[str]:
    """The words of `textes` that are not in `deja` nor empty, each once."""
    for texte in textes:
        for mot, forme in _mots(texte):
            if forme not in deja:
                deja.add(forme)
                yield mot


@lru_cache(maxsize=20_000)
def _mots(texte: str) -> tuple[tuple[str, str], ...]:
    """The smoothed words of a term, empty ones left out, each with its key."""
    mots = ((mot, _CLES[mot]) for mot in _lisses(propre(texte)))
    return tuple((mot, forme) for mot, forme in mots if forme and not mot.startswith(MARQUE))


def _code(code: str) -> str:
    """« fr-60 » → « 60 », as people type it; a quarter has none."""
    morceaux = code.split("-")
    return morceaux[1] if len(morceaux) == 2 else ""


def _page(blocs: Iterable[tuple[float, list[str]]]) -> str:
    """Every block stands in an element of its own, so that words never fuse."""
    lignes = []
    for rang, (poids, mots) in enumerate(blocs):
        balise = 'h1 data-pagefind-meta="title"' if rang == 0 else "p"
        fin = balise[:2].strip()
        texte = html.escape(" ".join(mots), quote=False)
        lignes.append(f'<{balise} data-pagefind-weight="{poids:g}">{texte}</{fin}>')
    return '<!doctype html>\n<html lang="fr"><body>\n' + "\n".join(lignes) + "\n</body></html>\n"


# --- Text ---------------------------------------------------------------------

#: Spaces that JavaScript, Rust and Python do not all see as spaces.
_ESPACES = re.compile(r"[^\S\u00a0\u202f]{2,}|[^\S \u00a0\u202f]")
_BLOC = re.compile(
    r"</?(?:p|h[1-6]|li|ul|ol|div|table|thead|tbody|tr|t[dh]|dl|dt|dd|blockquote|pre|hr)\b[^>]*>"
)
_SAUT = re.compile(r"<br\b[^>]*>")
_BALISE = re.compile(r"<[^>]*>")
#: What most texts lack, found sooner than the whole.
_MILLIER = re.compile(r"\d[ \u00a0\u202f]\d{3}")
_MILLIERS = re.compile(r"(?<![\d,.])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")


def propre(texte: str) -> str:
    """Return `texte` on one line, typography kept, without what nobody sees."""
    return _ESPACES.sub(" ", sans_invisibles(texte)).strip()


def blocs_de_texte(source: str) -> list[str]:
    """Return the text of safe HTML, one item a block."""
    morceaux = _BLOC.split(_SAUT.sub(" ", source))
    textes = (html.unescape(_BALISE.sub("", m)).strip() for m in morceaux)
    return [t for t in textes if t]


#: Words that a table keeps before it starts afresh.
MEMOIRE_MAX = 200_000


class _Memoire(dict[str, str]):
    """What becomes of each word, kept: the same ones come back in every entry."""

    def __init__(self, calculer: Callable[[str], str]) -> None:
        super().__init__()
        self._calculer = calculer

    def __missing__(self, mot: str) -> str:
        if len(self) >= MEMOIRE_MAX:
            self.clear()
        self[mot] = resultat = self._calculer(mot)
        return resultat


_CLES = _Memoire(cle)


# --- Smoothing ----------------------------------------------------------------

_FORMES = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...",
        "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff",
        "‧": "·", "⋅": "·", "•": "·",
    }
)  # fmt: skip
_ELISION = re.compile(r"^(\W*)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)", re.IGNORECASE)
_INCLUSIF = re.compile(r"([^\W\d_]{2,})·([^\W\d_]{1,6})(?:·([sx]))?(?![\w·])")
#: A run of letters short enough to be an empty word, elisions left out.
_SUITE = re.compile(r"(?<![^\W_])[^\W\d_]{1,6}(?![^\W_])(?!')")
#: Pagefind's own marks are made of three underscores.
_SOULIGNES = re.compile(r"_{2,}")


def lisser(texte: str) -> str:
    """Return `texte` as it is indexed: as many words, separated by single spaces."""
    return " ".join(_lisses(texte))


def _lisses(texte: str) -> list[str]:
    return list(map(_MOTS.__getitem__, texte.split()))


def _mot(mot: str) -> str:
    lisse = _SOULIGNES.sub("_", mot.translate(_FORMES))
    if "'" in lisse:
        lisse = _ELISION.sub(r"\1", lisse)
    if "·" in lisse:
        lisse = _INCLUSIF.sub(_masculin, lisse)
    # In compounds too: « porte-à-porte » would make « à » a word of its own.
    return _SUITE.sub(_marquer, lisse)


_MOTS = _Memoire(_mot)


def _marquer(m: re.Match[str]) -> str:
    return MARQUE + m[0] if cle(m[0]) in MOTS_VIDES else m[0]


def _masculin(m: re.Match[str]) -> str:
    """« habitant·es » → « habitants »."""
    pluriel = m[3] or ("s" if len(m[2]) > 1 and m[2].endswith("s") else "")
    return m[1] if not pluriel or m[1].endswith(("s", "x")) else m[1] + pluriel


#: The end of an inclusive form, without its s → what it replaces in the masculine.
_SUFFIXES: dict[str, tuple[str, ...]] = {
    "rice": ("eur",), "trice": ("teur",), "euse": ("eur", "eux"), "se": ("r", "x"),
    "ère": ("er",), "ive": ("if",), "ve": ("f",), "elle": ("el",), "enne": ("en",),
    "ale": ("aux", "al"), "esse": ("e",),
}  # fmt: skip


#: Dots that people type for a middle dot.
_POINTS = "‧⋅•"


def feminins(texte: str) -> Iterator[str]:
    """Yield the feminine of every inclusive form, each once: « coordinatrices »."""
    vus: set[str] = set()
    for point in _POINTS:
        texte = texte.replace(point, "·")
    if "·" not in texte:
        return
    points = (mot.translate(_FORMES) for mot in texte.split() if "·" in mot)
    for m in (m for mot in points for m in _INCLUSIF.finditer(mot)):
        suffixe = m[2][:-1] if len(m[2]) > 1 and m[2].endswith("s") else m[2]
        base = m[1].lower()
        retires = _SUFFIXES.get(suffixe.lower(), ())
        retire = next((r for r in retires if base.endswith(r)), "")
        forme = base[: len(base) - len(retire)] + suffixe
        if m[3] or suffixe != m[2]:
            forme += "s"
        if forme not in vus:
            vus.add(forme)
            yield forme
