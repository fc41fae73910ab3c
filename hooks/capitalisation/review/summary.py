"""Findings → the French page that a forge shows under a proposal (Markdown).

A contributor must first see what they can mend: the files of the proposal come first, one
table each. Findings that stood before are counted, save errors: a renamed entry or a
withdrawn term makes them in files that the proposal does not touch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from ..diagnostics import Diagnostic, Gravite, erreurs
from ..typography import pluriel, typographier
from .escape import echapper

GRAVITES: tuple[Gravite, ...] = ("erreur", "avertissement", "conseil")

#: Lines of the tables, of the proposal's files and of the others: GitHub refuses a summary
#: over 1 MiB, and nobody reads more.
LIGNES_MAX = 250

_FIN_ERREURS = (
    "1. Corrigez dans la même proposition : ouvrez le fichier, puis enregistrez.\n"
    "2. La vérification recommence seule, en quelques minutes.\n"
    "3. Sans erreur, une personne de l’équipe relit votre texte et vous répond ici.\n\n"
    "Un message n’est pas clair ? Dites-le dans la discussion : quelqu’un vous aidera, "
    "ou corrigera à votre place."
)
_FIN_SANS = (
    "Vous n’avez rien d’autre à faire : une personne de l’équipe relit votre proposition "
    "et vous répond ici. Avertissements et conseils ne bloquent pas."
)


def par_importance(
    constats: Sequence[Diagnostic], touches: Collection[str] | None = None
) -> list[Diagnostic]:
    """Return findings in the order to show them: errors first, then the proposal's own files.

    GitHub shows ten annotations of a kind and drops the rest.
    """
    rang = {gravite: i for i, gravite in enumerate(GRAVITES)}
    return sorted(
        constats,
        key=lambda d: (rang[d.gravite], touches is not None and d.chemin not in touches, d),
    )


def en_resume(
    constats: Sequence[Diagnostic], touches: Collection[str] | None = None, site: str = ""
) -> str:
    """Return the page, in Markdown.

    `touches` are the paths that the proposal changes; None when nobody knows, and then every
    file counts as its own. `site` is the address of the site, where each code is explained.
    """
    siens = [d for d in constats if touches is None or d.chemin in touches]
    autres = [d for d in constats if not (touches is None or d.chemin in touches)]
    ailleurs = erreurs(autres)
    ou = "" if touches is None else " dans les fichiers de cette proposition"
    blocs = ["## Vérification des fiches", f"**{_phrase(siens)}**{ou}."]
    blocs += _tableaux(siens, site, LIGNES_MAX)
    if ailleurs:
        blocs += [
            "### Des erreurs dans d’autres fichiers",
            typographier(
                f"{pluriel(len(ailleurs), 'erreur')} : votre proposition en est peut-être la "
                "cause (une fiche renommée, un mot retiré d’une liste). Sinon, signalez-le à "
                "l’équipe."
            ),
            *_tableaux(ailleurs, site, LIGNES_MAX),
        ]
    if reste := len(autres) - len(ailleurs):
        fichiers = len({d.chemin for d in autres if d.gravite != "erreur"})
        blocs.append(
            typographier(
                f"{pluriel(reste, 'avertissement ou conseil', 'avertissements et conseils')} dans "
                f"{pluriel(fichiers, 'autre fichier', 'autres fichiers')} : votre proposition "
                "n’y touche pas."
            )
        )
    blocs += ["### Et maintenant", typographier(_FIN_ERREURS if erreurs(constats) else _FIN_SANS)]
    return "\n\n".join(blocs) + "\n"


def _phrase(constats: Sequence[Diagnostic]) -> str:
    compte = Counter(d.gravite for d in constats)
    if not compte:
        return "Rien à signaler"
    dits = [
        pluriel(compte[g], g) + (" à corriger" if g == "erreur" else "")
        for g in GRAVITES
        if compte[g]
    ]
    return ", ".join(dits)


def _tableaux(constats: Sequence[Diagnostic], site: str, place: int) -> list[str]:
    """One table a file, errors first; past `place` lines, only how many are left."""
    par_fichier: dict[str, list[Diagnostic]] = {}
    for d in par_importance(constats)[:place]:
        par_fichier.setdefault(d.chemin, []).append(d)
    blocs = []
    for chemin, siens in par_fichier.items():
        lignes = [
            f"| {d.ligne} | {d.gravite.capitalize()} {_code(d, site)} | {_sujet(d)} "
            f"| {echapper(d.correction)} |"
            for d in siens
        ]
        tete = "| Ligne | Constat | Ce qui ne va pas | Comment corriger |\n|--:|---|---|---|"
        blocs.append(f"#### {echapper(chemin)}\n\n" + "\n".join((tete, *lignes)))
    if (reste := len(constats) - place) > 0:
        dits = pluriel(reste, "autre constat", "autres constats")
        blocs.append(typographier(f"Et {dits} : voyez le journal."))
    return blocs


def _code(d: Diagnostic, site: str) -> str:
    adresse = f"{site.rstrip('/')}/contribuer/erreurs/#{d.code.lower()}"
    return f"[{d.code}]({adresse})" if site else d.code


def _sujet(d: Diagnostic) -> str:
    return echapper(f"{d.champ} : {d.message}" if d.champ else d.message)
