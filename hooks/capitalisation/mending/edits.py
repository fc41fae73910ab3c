"""An edit: a span of a text, what replaces it, and the sentence that says so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from ..typography import FINE, INVISIBLES

COURT = 60


@dataclass(frozen=True, slots=True)
class Retouche:
    """Replaces `texte[debut:fin]` by `neuf`.

    `dit` tells it to people; `groupe` names what is mended together or not at all.
    """

    debut: int
    fin: int
    neuf: str
    dit: str
    groupe: str


class Journal:
    """What was done to one text: each sentence follows its place as later edits move it."""

    def __init__(self) -> None:
        self._places: list[tuple[int, str]] = []
        self.groupes: set[str] = set()

    def noter(self, place: int, dit: str, groupe: str) -> None:
        self._places.append((place, dit))
        self.groupes.add(groupe)

    def suivre(self, retouches: list[Retouche]) -> None:
        """Move what was noted to where it stands once `retouches`, in order, are made."""
        debuts = [r.debut for r in retouches]
        decalages = [0, *accumulate(len(r.neuf) - (r.fin - r.debut) for r in retouches)]
        self._places = [
            (place + decalages[bisect_left(debuts, place)], dit) for place, dit in self._places
        ]

    def phrases(self, texte: str) -> list[tuple[int, str]]:
        """(line, sentence) in the order of the text; the same sentence is said once, counted."""
        premieres: dict[str, int] = {}
        combien: dict[str, int] = {}
        ligne, lu = 1, 0
        for place, dit in sorted(self._places):
            # From the last one on: counting from the beginning each time takes minutes.
            ligne += texte.count("\n", lu, max(lu, place))
            lu = max(lu, place)
            premieres.setdefault(dit, ligne)
            combien[dit] = combien.get(dit, 0) + 1
        return [
            (ligne, dit if combien[dit] == 1 else f"{dit} ({combien[dit]} fois)")
            for dit, ligne in premieres.items()
        ]


def appliquer(texte: str, retouches: Iterable[Retouche], journal: Journal) -> str:
    """Return `texte` with the edits made; of two that overlap, the first one only."""
    faites: list[Retouche] = []
    morceaux: list[str] = []
    place = 0
    for retouche in sorted(retouches, key=lambda r: (r.debut, r.fin)):
        if retouche.debut < place or texte[retouche.debut : retouche.fin] == retouche.neuf:
            continue
        morceaux += (texte[place : retouche.debut], retouche.neuf)
        place = retouche.fin
        faites.append(retouche)
    if not faites:
        return texte
    journal.suivre(faites)
    decalage = 0
    for retouche in faites:
        journal.noter(retouche.debut + decalage, retouche.dit, retouche.groupe)
        decalage += len(retouche.neuf) - (retouche.fin - retouche.debut)
    return "".join(morceaux) + texte[place:]


def montrer(texte: str) -> str:
    """Return `texte` as a terminal may print it, on one line: no command, nothing hidden."""
    return INVISIBLES.sub("�", texte).replace("\r", "�").replace("\n", "�").replace("\t", " ")


def extrait(texte: str) -> str:
    """Return `texte` short, on one line, between guillemets."""
    texte = " ".join(texte.split())
    texte = texte if len(texte) <= COURT else texte[: COURT - 1] + "…"
    return f"«{FINE}{texte}{FINE}»"
