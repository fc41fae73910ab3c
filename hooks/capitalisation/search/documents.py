"""What the index reads of an entry, and what the reader is shown of it.

The index reads words only (see words.py), in elements whose weights say how much
they matter; Pagefind is given no language, so that it changes none of them. The
reader is shown the published text, typography kept, in the fragment of the result.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from ..corpus import Corpus
from ..fingerprint import du_code, empreinte
from ..territories import Lieu
from ..typography import sans_invisibles, typographier
from ..views import EntreeVue, FicheVue
from ..vocabulary import Terme
from .words import MARQUE, Mot, mots

# Pagefind weights go from 0 to 10.
#: A word of a short title says more of it: 8 and more, 10 in a title of three words or less.
POIDS_TITRE = 8.0
POIDS_TITRE_COURT = 2.0
MOTS_D_UN_TITRE_COURT = 3
POIDS_RESUME = 5.0
POIDS_ENSEIGNEMENTS = 4.0
POIDS_FACTEURS = 2.0
POIDS_CORPS = 1.0
POIDS_TERMES = 5.0
POIDS_LIEUX = 3.0
#: Whoever types « 60 » means the département rather than a quantity.
POIDS_NUMEROS = 10.0
POIDS_PARENTS = 1.0
POIDS_SYNONYMES = 0.4


#: What a notice weighs beside a told entry that says the same.
PART_D_UNE_NOTICE = 0.9


@dataclass(frozen=True, slots=True)
class Document:
    """One entry for the index: the page that Pagefind reads, and the fragment readers get.

    `formes` are its words as they were written, each once: suggestions are drawn from them.
    """

    adresse: str
    html: str
    contenu: str
    meta: dict[str, Any]
    formes: frozenset[str]

    def fragment(self) -> dict[str, Any]:
        """What the browser shows a result from."""
        return {"url": self.adresse, "content": self.contenu, "meta": self.meta}

    def debut(self) -> dict[str, Any]:
        """The same, its text cut after what a result shows when no word was asked for."""
        titre, saut, texte = self.contenu.partition("\n")
        montre = _MOTS_MONTRES.match(texte)
        return {**self.fragment(), "content": f"{titre}{saut}{montre[0] if montre else ''}"}


def edition(corpus: Corpus) -> str:
    """Return the name of what the search shows and finds: another corpus, or code, has another."""
    vocabulaires = (
        repr(terme) for v in corpus.vocabulaires.values() for terme in v.termes.values()
    )
    fiches = (fiche.empreinte for fiche in corpus.fiches.values())
    return empreinte(chain([du_code()], vocabulaires, fiches))[:16]


def documenter(vue: EntreeVue) -> Document:
    """Return the search document of an entry."""
    fiche = vue.fiche
    part = PART_D_UNE_NOTICE if fiche.statut == "notice" else 1.0
    montres = [(poids, propre(texte)) for poids, texte in _montres(vue)]
    montres = [(poids, texte) for poids, texte in montres if texte]
    blocs: list[tuple[float, Sequence[Mot]]] = [(poids, mots(texte)) for poids, texte in montres]
    longueur = sum(not mot.cle.startswith(MARQUE) for mot in blocs[0][1])
    court = min(1.0, MOTS_D_UN_TITRE_COURT / max(1, longueur))
    blocs[0] = (POIDS_TITRE + POIDS_TITRE_COURT * court, blocs[0][1])
    for poids, noms in _caches(vue):
        blocs.extend((poids, _mots_du_nom(nom)) for nom in noms)
    deja = {mot.cle for _, suite in blocs for mot in suite}
    blocs.append((POIDS_SYNONYMES, list(_nouveaux(_synonymes(vue), deja))))
    return Document(
        adresse=fiche.adresse,
        html=_page((poids * part, suite) for poids, suite in blocs if suite),
        contenu="\n".join(texte for _, texte in montres),
        meta={
            "title": montres[0][1],
            "genre": fiche.genre,
            "genre_libelle": fiche.libelle_genre,
            "statut": fiche.statut,
            "lieux": [lieu.complet for lieu in fiche.lieux],
            "dispositifs": [terme.sigle or terme.libelle for terme in fiche.dispositifs],
            "annees": fiche.periode_texte or str(getattr(fiche.meta, "annee", None) or ""),
        },
        formes=frozenset([mot.forme for _, suite in blocs for mot in suite if mot.dit]),
    )


def _montres(vue: EntreeVue) -> Iterator[tuple[float, str]]:
    """The texts that an excerpt may show, the title first, the summary next."""
    fiche = vue.fiche
    yield POIDS_TITRE, fiche.titre
    yield POIDS_RESUME, fiche.resume
    for lecon in vue.lue.enseignements:
        yield POIDS_ENSEIGNEMENTS, lecon.texte
    for bloc in blocs_de_texte(vue.rendu.html):
        yield POIDS_CORPS, bloc
    for facteur in (*vue.lue.leviers, *vue.lue.freins):
        yield POIDS_FACTEURS, facteur.texte
    for couple in vue.lue.transposer:
        yield POIDS_CORPS, couple.texte
    for personne in vue.lue.personnes:
        morceaux = (personne.nom, personne.fonction, personne.structure)
        yield POIDS_RESUME, ", ".join(typographier(m) for m in morceaux if m)


def _caches(vue: EntreeVue) -> Iterator[tuple[float, list[str]]]:
    """Names that lead to the entry without standing in its text; no excerpt shows them."""
    fiche = vue.fiche
    structures = [t for t in (fiche.porteur, *fiche.partenaires) if t]
    yield POIDS_TERMES, [f for t in _classes(fiche) for f in (t.libelle, t.sigle) if f]
    yield POIDS_LIEUX, [lieu.nom for lieu in fiche.lieux]
    yield POIDS_LIEUX, [f for t in structures for f in (t.libelle, t.sigle) if f]
    parents = {p.code: p for lieu in fiche.lieux for p in lieu.parents}
    numeros = dict.fromkeys(numero(lieu) for lieu in (*parents.values(), *fiche.lieux))
    yield POIDS_NUMEROS, [n for n in numeros if n]
    ancetres = dict.fromkeys(a.libelle for t in _classes(fiche) for a in t.ancetres)
    yield POIDS_PARENTS, [*(p.nom for p in parents.values()), fiche.libelle_genre, *ancetres]


def _synonymes(vue: EntreeVue) -> Iterator[str]:
    """Other words for what the entry says: they find it, and weigh little."""
    fiche = vue.fiche
    structures = [t for t in (fiche.porteur, *fiche.partenaires) if t]
    for terme in (*_classes(fiche), *structures):
        yield from terme.formes[1:]
    for source in vue.lue.sources:
        yield from (source.titre, source.editeur)


def _classes(fiche: FicheVue) -> tuple[Terme, ...]:
    nature = (fiche.nature,) if fiche.nature else ()
    facettes = (fiche.themes, fiche.dispositifs, fiche.publics, fiche.demarches, fiche.cadres)
    return (*(terme for facette in facettes for terme in facette), *nature)


def _nouveaux(textes: Iterable[str], deja: set[str]) -> Iterator[Mot]:
    """The words of `textes` that are not in `deja` nor empty, each once."""
    for texte in textes:
        for mot in _mots_du_nom(texte):
            if mot.cle not in deja and not mot.cle.startswith(MARQUE):
                deja.add(mot.cle)
                yield mot


@lru_cache(maxsize=1 << 15)
def _mots_du_nom(nom: str) -> tuple[Mot, ...]:
    """The words of a name that many entries bear, or of a source that many cite."""
    return tuple(mots(propre(nom)))


def numero(lieu: Lieu) -> str:
    """The number of a département or a commune, « fr-60 » → « 60 »: nobody types another."""
    return lieu.code.split("-")[1] if lieu.type in ("departement", "commune") else ""


def _page(blocs: Iterable[tuple[float, Sequence[Mot]]]) -> str:
    """One element a block; an empty word ends it, so that no phrase runs into the next."""
    lignes = []
    for poids, suite in blocs:
        texte = " ".join([mot.cle for mot in suite])
        lignes.append(f'<p data-pagefind-weight="{poids:g}">{html.escape(texte)} {MARQUE}</p>')
    # « zxx » is no language: Pagefind would otherwise cut French words down to its own stems.
    return '<!doctype html>\n<html lang="zxx"><body>\n' + "\n".join(lignes) + "\n</body></html>\n"


# --- Text ---------------------------------------------------------------------

#: More words than an excerpt has: overrides/assets/recherche/extrait.js
_MOTS_MONTRES = re.compile(r"(?:\S+\s*){0,40}")
#: Spaces that JavaScript, Rust and Python do not all see as spaces.
_ESPACES = re.compile(r"[^\S\u00a0\u202f]{2,}|[^\S \u00a0\u202f]")
_BLOC = re.compile(
    r"</?(?:p|h[1-6]|li|ul|ol|div|table|thead|tbody|tr|t[dh]|dl|dt|dd|blockquote|pre|hr)\b[^>]*>"
)
_SAUT = re.compile(r"<br\b[^>]*>")
_BALISE = re.compile(r"<[^>]*>")


def propre(texte: str) -> str:
    """Return `texte` on one line, typography kept, without what nobody sees."""
    return _ESPACES.sub(" ", sans_invisibles(texte)).strip()


def blocs_de_texte(source: str) -> list[str]:
    """Return the text of safe HTML, one item a block."""
    morceaux = _BLOC.split(_SAUT.sub(" ", source))
    textes = (html.unescape(_BALISE.sub("", m)).strip() for m in morceaux)
    return [t for t in textes if t]
