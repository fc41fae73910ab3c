"""The page of the site that shows the measures of builds: its tables, between two marks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from capitalisation.dates import jour
from capitalisation.typography import pluriel

from .constructions import Constat, Constructions, Grille, constats, grilles
from .rapport import methode
from .texte import nombre

DEBUT, FIN = "<!-- mesures : début -->", "<!-- mesures : fin -->"


class SansMarques(Exception):
    """The page has no place for the measures."""


def rafraichir(page: str, c: Constructions, contexte: dict[str, Any]) -> str:
    """Return the Markdown of the page with these measures in place of those it showed.

    Raises `SansMarques`.
    """
    avant, debut, reste = page.partition(DEBUT)
    _, fin, apres = reste.partition(FIN)
    if not (debut and fin):
        raise SansMarques(f"Il y faut les lignes « {DEBUT} » et « {FIN} ».")
    return "".join((avant, DEBUT, "\n\n", "\n\n".join(_blocs(c, contexte)), "\n\n", FIN, apres))


def _blocs(c: Constructions, contexte: dict[str, Any]) -> Iterator[str]:
    charge = contexte["charge"]
    yield _fine(
        f"Mesures du {jour(dt.date.fromisoformat(contexte['date'][:10]))}, sur une machine de "
        f"{pluriel(contexte['processeurs'], 'processeur')} {contexte['processeur']} ; charge au "
        f"départ : {nombre(charge, 2)}"
        + (" (machine occupée, mesures bruitées)." if charge > 0.5 else ".")
    )
    yield "### Les objectifs"
    yield _objectifs(constats(c))
    yield "### Les mesures"
    yield from (_table(grille) for grille in grilles(c))
    yield methode(contexte)
    yield "### Les versions"
    yield "\n".join(f"- {nom} : {version}" for nom, version in contexte["versions"].items())


def _table(grille: Grille) -> str:
    tetes = "".join(f'<th scope="col">{_fine(escape(x))}</th>' for x in grille.colonnes)
    rangs = "\n".join(
        f'<tr><th scope="row">{_fine(escape(nom))}</th>'
        + "".join(f"<td>{_fine(escape(case))}</td>" for case in cases)
        + "</tr>"
        for nom, cases in grille.rangs
    )
    return _entourer(grille.titre, f"<td></td>{tetes}", rangs)


def _objectifs(tous: list[Constat]) -> str:
    tetes = "".join(f'<th scope="col">{x}</th>' for x in ("Objectif", "Au plus", "Mesuré", "Tenu"))
    rangs = "\n".join(
        f'<tr><th scope="row">{_fine(escape(_majuscule(x.intitule)))}</th>'
        f"<td>{nombre(x.limite, 2)}</td><td>{nombre(x.valeur, 2)}</td>"
        f"<td>{ {True: 'oui', False: 'non', None: 'non mesuré'}[x.tenu] }</td></tr>"
        for x in tous
    )
    return _entourer("Ce que la construction doit tenir, et ce qui est mesuré", tetes, rangs)


def _entourer(legende: str, tetes: str, rangs: str) -> str:
    # A table wider than a phone slides in its own frame, which the keyboard reaches.
    return (
        f'<div class="tableau" role="region" aria-label="{escape(legende)}" tabindex="0"><table>\n'
        f"<caption>{escape(legende)}</caption>\n<thead><tr>{tetes}</tr></thead>\n"
        f"<tbody>\n{rangs}\n</tbody>\n</table></div>"
    )


def _majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


def _fine(texte: str) -> str:
    """Keep thousands together: « 20 000 »."""
    return re.sub(r"(?<=\d) (?=\d{3}\b)", "\u202f", texte)
