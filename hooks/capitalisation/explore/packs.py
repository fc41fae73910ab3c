"""Which file holds an entry: the browser finds it from the identifier alone, with no list to load.

overrides/assets/selection/donnees.js does the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..corpus import Corpus, Fiche

#: Entries in a file, about: a selection of twenty asks for twenty of them at most, some 20 kB
#: each; an archive of twenty thousand entries has 1,250 more files.
PAR_PAQUET = 16


@dataclass(frozen=True, slots=True)
class Paquet:
    """The entries of one file, and the identifiers that were once those of others: old → new."""

    fiches: list[Fiche] = field(default_factory=list)
    renvois: dict[str, str] = field(default_factory=dict)


def nombre(fiches: Mapping[str, Fiche]) -> int:
    """Return how many files the entries are spread over, one at least."""
    return max(1, -(-len(fiches) // PAR_PAQUET))


def numero(identifiant: str, nombre: int) -> int:
    """Return the file, from 0, of an entry that is in the base, or that was.

    FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    """
    empreinte = 0x811C9DC5
    for octet in identifiant.encode():
        empreinte = (empreinte ^ octet) * 0x01000193 & 0xFFFFFFFF
    return empreinte % nombre


def ranger(corpus: Corpus) -> list[Paquet]:
    """Return every file."""
    total = nombre(corpus.fiches)
    paquets = [Paquet() for _ in range(total)]
    for fiche in corpus.fiches.values():
        paquets[numero(fiche.id, total)].fiches.append(fiche)
        for ancien in fiche.meta.anciens_identifiants:
            if ancien not in corpus.fiches:
                paquets[numero(ancien, total)].renvois.setdefault(ancien, fiche.id)
    return paquets
