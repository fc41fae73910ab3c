"""An entry as a line of a spreadsheet, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ... import tableur
from ...publication import Publication
from ...references import Citation, Morceau
from ...typography import FINE, une_ligne
from ..records import EntreeVue

#: What `picked` says of an entry: [key, label, [(text, address, precision), …]].
Lignes = Sequence[tuple[str, str, Sequence[tuple[str, str, str]]]]


# --- CSV ----------------------------------------------------------------------


def entete(libelles: Iterable[str]) -> str:
    """Return the first line, whose columns `ligne` fills."""
    return _csv(["Identifiant", "Titre", "Résumé", *libelles, "Publiée le", "Licence", "Adresse"])


def ligne(vue: EntreeVue, lignes: Lignes, publication: Publication) -> str:
    """Return the line of an entry, CRLF included; several values of a cell are cut by « | »."""
    f = vue.fiche
    adresse = publication.adresse + f.adresse if publication.adresse else ""
    return _csv(
        [
            *(f.id, f.titre, f.resume),
            *(" | ".join(map(_plat, valeurs)) for _, _, valeurs in lignes),
            *(f.date.isoformat(), f.meta.licence, adresse),
        ]
    )


def _plat(valeur: tuple[str, str, str]) -> str:
    texte, adresse, precision = valeur
    lien = f" {adresse}" if adresse.lower().startswith("http") else ""
    return f"{texte}{f' ({precision})' if precision else ''}{lien}"


def _csv(cellules: Iterable[str]) -> str:
    return tableur.ligne(map(tableur.cellule, cellules))


# --- Markdown -----------------------------------------------------------------

_LISTES = ("leviers", "freins", "enseignements", "transposer", "elements", "sources")
#: Signs that CommonMark reads, and a dash or a number that would begin a list.
_SIGNES = re.compile(r"([\\`*_\[\]<>#|~&!])|^([-+=])|^(\d{1,9})(?=[.)])")


def markdown(vue: EntreeVue, lignes: Lignes, citation: Citation) -> str:
    """Return the entry without its text: title, summary, identity, levers and so on, reference."""
    f = vue.fiche
    blocs = [f"## {_md(f.titre)}", _md(f.resume)]
    courtes = [(libelle, v) for cle, libelle, v in lignes if v and cle not in _LISTES]
    blocs.append(
        "\n".join(f"- **{nom}{FINE}:** {', '.join(map(_valeur, v))}" for nom, v in courtes)
    )
    for cle, libelle, valeurs in lignes:
        if valeurs and cle in _LISTES:
            blocs += [f"### {libelle}", "\n".join(f"- {_valeur(v)}" for v in valeurs)]
    blocs.append(f"Référence{FINE}: {''.join(map(_morceau, citation.morceaux))}")
    return "\n\n".join(blocs) + "\n"


def _valeur(valeur: tuple[str, str, str]) -> str:
    texte, adresse, precision = valeur
    ecrit = _md(texte)
    if adresse.lower().startswith("http"):
        ecrit = f"[{ecrit}](<{adresse}>)"
    return f"{ecrit} ({_md(precision)})" if precision else ecrit


def _morceau(morceau: Morceau) -> str:
    if morceau.role == "titre":
        return f"*{_md(morceau.texte)}*"
    if morceau.role == "adresse":
        return f"<{morceau.texte}>"
    return _echapper(morceau.texte)


def _md(texte: str) -> str:
    return _echapper(une_ligne(texte))


def _echapper(texte: str) -> str:
    return _SIGNES.sub(lambda m: f"{m[3]}\\" if m[3] else f"\\{m[0]}", texte)
