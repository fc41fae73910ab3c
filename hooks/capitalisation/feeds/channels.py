"""Which pages can be followed: the whole base, a kind, a theme, a dispositif, a place, a dossier.

Only those that hold an entry: a feed without one would be announced for nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from ..corpus import Corpus, Fiche
from ..indexes import IndexLieu, IndexTerme
from ..model import GENRES, Dossier
from ..typography import typographier

#: Entries of a feed at most: whoever reads it comes back before fifty have been published.
MAX = 50
#: Vocabularies whose terms can be followed.
VOCABULAIRES = ("themes", "dispositifs")
#: What identifiers are made from; another would make every entry new again.
_ESPACE = uuid.UUID("369c0d58-f380-41f0-a6c2-8f89ac6bae15")


@dataclass(frozen=True, slots=True)
class Flux:
    """The feed of one page: its newest entries, the newest first, `MAX` at most.

    `page` is the address of that page, under which the feed stands; `sorte` is "base", "genres",
    a vocabulary, "territoires" or "dossiers"; `id` never changes, wherever the site is.
    """

    page: str
    sorte: str
    titre: str
    id: str
    fiches: tuple[Fiche, ...]


def identite(*quoi: str) -> str:
    """Return a permanent identifier, which owes nothing to the address of the site."""
    return f"urn:uuid:{uuid.uuid5(_ESPACE, ':'.join(quoi))}"


def de_la_base(corpus: Corpus) -> Flux | None:
    """Return the feed of all entries, which every page announces; None when there is no entry."""
    return _base(nsmallest(MAX, corpus.fiches.values(), key=_recence))


def _base(fiches: Sequence[Fiche]) -> Flux | None:
    return Flux("", "base", "Nouveautés", identite("flux", ""), tuple(fiches)) if fiches else None


def tous(
    corpus: Corpus, index: Mapping[str, Mapping[str, IndexTerme]], lieux: Mapping[str, IndexLieu]
) -> dict[str, Flux]:
    """Return every feed by the address of the page that it follows."""
    ordre = sorted(corpus.fiches.values(), key=_recence)
    base = _base(ordre[:MAX])
    rangs = {fiche: rang for rang, fiche in enumerate(ordre)}
    autres = {
        page: Flux(
            page,
            sorte,
            titre,
            identite("flux", cle),
            tuple(ordre[rang] for rang in sorted(map(rangs.__getitem__, fiches))[:MAX]),
        )
        for page, sorte, titre, cle, fiches in _pages(corpus, index, lieux)
        if fiches
    }
    return {base.page: base, **autres} if base else autres


def _recence(fiche: Fiche) -> tuple[int, int, str]:
    """What feeds sort by. A total order: the same corpus gives the same feeds."""
    return -fiche.mise_a_jour.toordinal(), -fiche.meta.date.toordinal(), fiche.id


def _pages(
    corpus: Corpus, index: Mapping[str, Mapping[str, IndexTerme]], lieux: Mapping[str, IndexLieu]
) -> Iterator[tuple[str, str, str, str, list[Fiche]]]:
    """Yield address, sort, title, what never changes of it, entries; of all but the whole base."""
    for genre in GENRES:
        page = f"{genre.DOSSIER}/"
        yield page, "genres", genre.LIBELLE_PLURIEL, page, corpus.du_genre(genre)
    for fiche in corpus.du_genre(Dossier):
        titre, cle = typographier(fiche.meta.titre), f"dossiers/{fiche.premier_nom}/"
        yield fiche.adresse, "dossiers", titre, cle, [fiche, *_elements(fiche, corpus)]
    for nom in VOCABULAIRES:
        for terme in index[nom].values():
            adresse = terme.terme.adresse
            yield adresse, nom, terme.terme.libelle, adresse, terme.fiches
    for lieu in lieux.values():
        adresse = lieu.lieu.adresse
        yield adresse, "territoires", lieu.lieu.complet, adresse, lieu.fiches


def _elements(dossier: Fiche, corpus: Corpus) -> Iterable[Fiche]:
    assert isinstance(dossier.meta, Dossier)
    ids = dict.fromkeys(i for partie in dossier.meta.elements for i in partie.entrees)
    return (corpus.fiches[i] for i in ids if i in corpus.fiches and i != dossier.id)
