"""Mends one file in memory, and keeps of the mends those that leave nothing worse behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..frontmatter import Constat
from .characters import espaces_de_fin, invisibles
from .decoding import Decode
from .edits import Journal, Retouche, appliquer
from .lines import illisibles, tabulations, tirets
from .prose import images, titres
from .residue import aide_de_l_entete, aide_du_texte, presse_papiers
from .sheet import Feuille
from .values import valeurs

Famille = Callable[[Feuille], Iterator[Retouche]]

#: In an order such that one seldom makes work for an earlier one.
FAMILLES: tuple[Famille, ...] = (
    invisibles,
    tirets,
    tabulations,
    illisibles,
    valeurs,
    titres,
    images,
    presse_papiers,
    aide_du_texte,
    aide_de_l_entete,
    espaces_de_fin,
)
#: A mend may make room for another (a key, then its list, then its terms): never so many.
TOURS_MAX = 12
#: Groups of mends among which the harmful one is looked for by leaving each out in turn.
GROUPES_MAX = 8


@dataclass(frozen=True)
class Essai:
    """A text mended, what was done to it, and the findings that are left."""

    texte: str
    journal: Journal
    constats: list[Constat]

    @property
    def compte(self) -> Counter[str]:
        return Counter(c.code for c in self.constats)


def pas_pire(apres: Counter[str], avant: Counter[str]) -> bool:
    """No more findings than before, and none of a kind that was not there."""
    return apres.total() <= avant.total() and set(apres) <= set(avant)


def essayer(
    decode: Decode, feuille_de: Callable[[str], Feuille], avant: Counter[str]
) -> tuple[Essai, frozenset[str]] | None:
    """Return the text mended as far as it is no worse than `avant`, and what was given up.

    None when even its encoding cannot be mended without showing what it hid.
    """
    laisses: frozenset[str] = frozenset()
    essai = _mender(decode, feuille_de, laisses)
    while not pas_pire(essai.compte, avant):
        faits = essai.journal.groupes - {groupe for _, groupe in decode.faits}
        if not faits:
            return None
        if len(faits) > GROUPES_MAX:
            # Leaving out one after the other would take minutes: what does harm alone goes at once.
            seuls = {g: _mender(decode, feuille_de, laisses | (faits - {g})) for g in faits}
            nuisibles = {g for g in faits if not pas_pire(seuls[g].compte, avant)}
            laisses |= nuisibles or faits
            essai = _mender(decode, feuille_de, laisses)
            continue
        # What does the most harm is given up first; by name, so that each run does the same.
        sans = {g: _mender(decode, feuille_de, laisses | {g}) for g in sorted(faits)}
        pire = min(sans, key=lambda g: _gravite(sans[g].compte, avant))
        laisses |= {pire}
        essai = sans[pire]
    return essai, laisses


def _gravite(apres: Counter[str], avant: Counter[str]) -> tuple[int, int]:
    return len(set(apres) - set(avant)), apres.total()


def _mender(decode: Decode, feuille_de: Callable[[str], Feuille], laisses: frozenset[str]) -> Essai:
    journal = Journal()
    for dit, groupe in decode.faits:
        journal.noter(0, dit, groupe)
    feuille = feuille_de(decode.texte)
    for _ in range(TOURS_MAX):
        avant = feuille.texte
        for famille in FAMILLES:
            retouches = [r for r in famille(feuille) if r.groupe not in laisses]
            texte = appliquer(feuille.texte, retouches, journal) if retouches else feuille.texte
            if texte != feuille.texte:
                feuille = feuille_de(texte)
        if feuille.texte == avant:
            break
    return Essai(feuille.texte, journal, feuille.constats)
