"""One file at work: its text, and what it means once read, when an edit asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import yaml

from .. import rules
from ..fields import Champ, champ_de
from ..frontmatter import LIMITE, Chemin, Constat, en_pointille, nouveaux
from ..rules import Cadre, Piece
from ..safe_yaml import composer


class Valeur(NamedTuple):
    """A value of the front matter: its path, its key's node (None in a list), its own node."""

    chemin: Chemin
    cle: yaml.Node | None
    noeud: yaml.Node
    champ: Champ | None


@dataclass(frozen=True)
class Feuille:
    """The text of a file, with `\\n` line ends, in its corpus.

    `lecture` holds what reading it found. Nothing is computed that is not asked for.
    """

    texte: str
    piece: Piece
    cadre: Cadre
    lecture: list[Constat]

    @cached_property
    def constats(self) -> list[Constat]:
        """All that the checker says of this file alone."""
        entete = self.piece.entete
        if entete is None:
            return self.lecture + list(rules.nom_de_fichier(self.piece, self.cadre))
        trouves = rules.verifier(self.piece, self.cadre)
        return self.lecture + nouveaux(trouves, entete)

    @cached_property
    def debut_corps(self) -> int:
        """Where the body begins; the end of the text when its front matter is not closed."""
        return len(self.texte) - len(self.piece.corps)

    @cached_property
    def entete(self) -> tuple[int, int]:
        """Where the YAML begins and ends, its hyphens left out; (0, 0) without front matter."""
        ouverture = LIMITE.match(self.texte)
        fermeture = LIMITE.search(self.texte, ouverture.end()) if ouverture else None
        return (ouverture.end(), fermeture.start()) if ouverture and fermeture else (0, 0)

    @cached_property
    def debuts(self) -> list[int]:
        """Where each line of the text begins."""
        debuts = [0]
        for ligne in self.texte.split("\n"):
            debuts.append(debuts[-1] + len(ligne) + 1)
        return debuts

    def ligne(self, numero: int) -> tuple[int, str]:
        """Return where line `numero` begins, counted from 1, and its text."""
        debut = self.debuts[numero - 1]
        return debut, self.texte[debut : self.debuts[numero] - 1]

    @cached_property
    def valeurs(self) -> dict[str, Valeur]:
        """Every value by the path that findings give (`leviers.2.type`); {} when unreadable."""
        debut, fin = self.entete
        try:
            racine = composer(self.texte[debut:fin])
        except (yaml.YAMLError, ValueError):
            return {}
        return {en_pointille(v.chemin): v for v in self._parcourir(racine, (), set())}

    def _parcourir(
        self, noeud: yaml.Node | None, chemin: Chemin, vus: set[int]
    ) -> Iterator[Valeur]:
        if noeud is None or id(noeud) in vus:  # an alias: the checker refuses it
            return
        vus.add(id(noeud))
        enfants: list[tuple[str | int, yaml.Node | None, yaml.Node]] = []
        if isinstance(noeud, yaml.MappingNode):
            enfants = [
                (str(c.value), c, v) for c, v in noeud.value if isinstance(c, yaml.ScalarNode)
            ]
        elif isinstance(noeud, yaml.SequenceNode):
            enfants = [(i, None, v) for i, v in enumerate(noeud.value)]
        faits: set[str | int] = set()
        for nom, cle, valeur in enfants:
            if nom in faits:  # a key written twice: only the first is read
                continue
            faits.add(nom)
            dessous = (*chemin, nom)
            yield Valeur(dessous, cle, valeur, champ_de(self.piece.genre, dessous))
            yield from self._parcourir(valeur, dessous, vus)

    def place(self, noeud: yaml.Node) -> tuple[int, int]:
        """Return the span of `noeud` in the text."""
        debut = self.entete[0]
        return debut + noeud.start_mark.index, debut + noeud.end_mark.index
