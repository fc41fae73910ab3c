"""Rules about all the entries at once. Each reads every entry once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from ..fields import champs
from ..frontmatter import Constat
from ..model import Entree
from ..typography import cle
from .frame import Cadre, Piece


def anciens_identifiants(cadre: Cadre) -> Iterator[tuple[Piece, Constat]]:
    """An old address leads to one entry only, and never hides a living one."""
    pris: dict[str, str] = {}
    for piece in cadre.pieces.values():
        meta = piece.meta
        for i, ancien in enumerate(meta.anciens_identifiants if isinstance(meta, Entree) else ()):
            autre = pris.setdefault(ancien, piece.chemin)
            if ancien == piece.id:
                continue  # it was of another kind
            if ancien in cadre.pieces:
                autre = cadre.pieces[ancien].chemin
            elif autre == piece.chemin:
                continue
            yield (
                piece,
                Constat(
                    piece.ligne(("anciens_identifiants", i)),
                    "E033",
                    f"anciens_identifiants.{i + 1}",
                    f"l’adresse « {ancien} » appartient déjà à {autre}",
                    "Retirez cet ancien identifiant.",
                ),
            )


def titres_en_double(cadre: Cadre) -> Iterator[tuple[Piece, Constat]]:
    """Two entries with one title cannot be told apart in a list; a translation may keep it."""
    premiers: dict[str, Piece] = {}
    for piece in cadre.pieces.values():
        titre = piece.demander(titre_compare)
        premier = premiers.setdefault(titre, piece) if titre else piece
        if premier is not piece:
            yield (
                piece,
                Constat(
                    piece.ligne(("titre",)),
                    "A120",
                    "titre",
                    f"ce titre est déjà celui de {premier.chemin}",
                    "Précisez le lieu, l’année ou ce qui distingue les deux entrées.",
                ),
            )


def titre_compare(piece: Piece) -> str:
    """Return the comparison key of a title that no other entry may have, or ""."""
    valeurs = piece.entete.valeurs if piece.entete else {}
    titre = valeurs.get("titre")
    if not isinstance(titre, str) or valeurs.get("traduction_de"):
        return ""
    if len(titre.strip()) < (champs(piece.genre)["titre",].mini or 0):
        return ""  # whoever completes it will no longer share it
    return cle(titre)


# --- prolonge that goes round -------------------------------------------------


def prolongements_en_rond(cadre: Cadre) -> Iterator[tuple[Piece, Constat]]:
    """What prolongs an entry comes after it, so that following `prolonge` comes to an end.

    Entries that lead to each other are one finding, with one way round: the way is
    a shortest one from the entry whose id comes first. Linear in entries and links.
    """
    suivants = {
        piece.id: [
            vers for vers in piece.demander(prolongees) if vers in cadre.pieces and vers != piece.id
        ]
        for piece in cadre.pieces.values()
    }
    for groupe in _groupes({i: vers for i, vers in suivants.items() if vers}):
        premier = min(groupe)
        chaine = _tour(premier, groupe, suivants)
        piece = cadre.pieces[premier]
        lien = next(x for x in piece.liens if x.type == "prolonge" and x.vers == chaine[1])
        noms = chaine if len(chaine) <= _NOMS_MAX else [*chaine[: _NOMS_MAX - 2], "…", premier]
        yield (
            piece,
            Constat(
                piece.ligne(lien.chemin),
                "E047",
                f"liens.{int(lien.chemin[1]) + 1}.vers",
                "les prolongements tournent en rond : " + " → ".join(noms),
                "Retirez l’un de ces liens : une entrée prolonge celle qui est venue avant elle.",
            ),
        )


def prolongees(piece: Piece) -> tuple[str, ...]:
    """Return the identifiers of what `piece` says that it prolongs."""
    return tuple(lien.vers for lien in piece.liens if lien.type == "prolonge")


_NOMS_MAX = 8


def _groupes(suivants: dict[str, list[str]]) -> Iterator[set[str]]:
    """Yield each set of nodes that all lead to each other (two nodes or more).

    Kosaraju's algorithm: the nodes in the order in which a walk leaves them, then, from
    the last, what leads to each. Without recursion: a chain may hold every entry.
    """
    precedents: dict[str, list[str]] = {}
    for noeud, vers in suivants.items():
        for autre in vers:
            precedents.setdefault(autre, []).append(noeud)
    quittes: list[str] = []
    for _ in _parcours(suivants, suivants, quittes):
        pass
    for groupe in _parcours(reversed(quittes), precedents, []):
        if len(groupe) > 1:
            yield groupe


def _parcours(
    departs: Iterable[str], voisins: dict[str, list[str]], quittes: list[str]
) -> Iterator[set[str]]:
    """Walk from each node not seen yet: yield what it reached, note nodes as they are left."""
    vus: set[str] = set()
    for depart in departs:
        if depart in vus:
            continue
        groupe = {depart}
        vus.add(depart)
        pile = [(depart, iter(voisins.get(depart, ())))]
        while pile:
            suivant = next((n for n in pile[-1][1] if n not in vus), None)
            if suivant is None:
                quittes.append(pile.pop()[0])
            else:
                vus.add(suivant)
                groupe.add(suivant)
                pile.append((suivant, iter(voisins.get(suivant, ()))))
        yield groupe


def _tour(premier: str, groupe: set[str], suivants: dict[str, list[str]]) -> list[str]:
    """Return a shortest way from `premier` to itself inside `groupe`, both ends named."""
    venu_de: dict[str, str] = {}
    file = deque([premier])
    while file:
        noeud = file.popleft()
        for suivant in suivants[noeud]:
            if suivant == premier:
                chaine = [premier, noeud]
                while chaine[-1] != premier:
                    chaine.append(venu_de[chaine[-1]])
                return chaine[::-1]
            if suivant in groupe and suivant not in venu_de:
                venu_de[suivant] = noeud
                file.append(suivant)
    raise AssertionError("every node of a group leads to the others")
