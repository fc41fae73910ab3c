"""A reference in French, as one writes it at the foot of a report.

ISO 690:2021 (NF ISO 690), full reference: who, what it is, where it stands, when, its identifiers,
where to read it. « et » and not « ; » stands before the last name; « In » names what holds a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from .. import dates
from ..typography import FINE, entre_guillemets
from .record import Reference

Role = Literal["", "titre", "consulte", "adresse"]

DISPONIBLE = f"Disponible à l’adresse{FINE}: "


@dataclass(frozen=True, slots=True)
class Morceau:
    """A piece of a reference: plain text, a title set apart, or an address.

    The piece « consulte » is empty: it stands where a reader writes the day of reading, which
    nobody knows before.
    """

    texte: str
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference in pieces; pages give each its tag, other places take the text."""

    morceaux: tuple[Morceau, ...]

    @property
    def texte(self) -> str:
        return "".join(m.texte for m in self.morceaux)


def francaise(reference: Reference) -> Citation:
    """Return the French reference of a work, then that of the notice which presents it."""
    morceaux = [*_reference(reference)]
    if reference.notice:
        morceaux += [Morceau(f". Notice{FINE}: "), *_sur_le_site(reference.notice)]
    if not morceaux[-1].role:
        morceaux.append(Morceau("."))
    return Citation(tuple(morceaux))


def origine(reference: Reference) -> str:
    """Return what names the page that sentences are quoted from, short of their address."""
    page = reference.notice or reference
    avant = "".join(m.texte for m in _reference(page) if m.role != "adresse")
    return avant if page.url else f"{avant}."


def extrait(phrase: str, origine: str) -> str:
    """Return how one quotes a sentence of the page that `origine` names."""
    return f"{entre_guillemets(phrase.removesuffix('.'))}, extrait de{FINE}: {origine}"


def _reference(r: Reference) -> Iterator[Morceau]:
    if r.auteurs:
        yield Morceau(f"{_enumerer(r.auteurs)}. ")
    # A text within the site stands between guillemets, a work by itself in italics.
    yield Morceau(entre_guillemets(r.titre)) if r.contenant else Morceau(r.titre, "titre")
    genre = f"{r.sorte} n°\u00a0{r.numero}" if r.numero else r.sorte
    en_ligne = "en ligne" if r.url or r.doi else ""
    yield Morceau(f" [{', '.join(filter(None, (genre, en_ligne)))}]. ")
    if r.contenant:
        yield Morceau(f"In{FINE}: ")
        yield from _sur_le_site(r)
    else:
        yield from _ailleurs(r)


def _sur_le_site(r: Reference) -> Iterator[Morceau]:
    """Where and when a page of this site was published, and its address."""
    assert r.jour
    yield Morceau(r.contenant, "titre")
    revue = f" (version vérifiée le {dates.jour(r.revue_le)})" if r.revue_le else ""
    yield Morceau(f", {dates.jour(r.jour)}{revue}")
    yield Morceau("", "consulte")
    yield Morceau(f". {r.licence}")
    if r.url:
        yield from (Morceau(f". {DISPONIBLE}"), Morceau(r.url, "adresse"))


def _ailleurs(r: Reference) -> Iterator[Morceau]:
    """Who published a work and when, its identifiers, and its address."""
    yield Morceau(", ".join(filter(None, (r.editeur, r.annee))))
    adresse = r.url or r.uri_du_doi
    if adresse:
        yield Morceau("", "consulte")
    identifiants = (r.isbn and f"ISBN\u00a0{r.isbn}", r.doi and f"DOI\u00a0{r.doi}")
    yield Morceau("".join(f". {i}" for i in identifiants if i))
    if adresse:
        yield from (Morceau(f". {DISPONIBLE}"), Morceau(adresse, "adresse"))


def _enumerer(noms: Iterable[str]) -> str:
    *premiers, dernier = noms
    return f"{', '.join(premiers)} et {dernier}" if premiers else dernier
