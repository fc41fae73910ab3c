"""Links to other sites: where entries and vocabularies write them, and how they fare.

Any address that a file writes counts, in a key or in a body, drafts included: the text is
searched as it stands. Each is asked once, whatever the number of files that write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..corpus import REFERENTIELS
from ..diagnostics import chemin_affiche
from ..letter.editorials import DOSSIER as LETTRES
from ..model import PAR_DOSSIER
from ..textfile import FICHIER_MAX
from ..typography import FINE, pluriel, typographier
from .asking import Reponse, Sort
from .escape import echapper

#: Where an address is written: a path as people know it, and a line counted from 1.
Place = tuple[str, int]

_ADRESSE = re.compile(
    r"https?://(?=\w)[^\s<>\"'`|\\^{}\[\]\x00-\x20\x7f-\x9f«»“”’]+", re.IGNORECASE
)
_ADRESSE_MAX = 2000
_PLACES_MAX = 3

#: An issue of GitHub holds 65,536 characters.
CARACTERES_MAX = 50_000

#: What the report says of each fate, the most pressing first; the others are only counted.
_TITRES = {
    Sort.DISPARUE: (
        "Pages disparues",
        "La page n’existe plus. Cherchez sa nouvelle adresse, ou retirez le lien.",
    ),
    Sort.DEPLACEE: (
        "Pages déplacées pour de bon",
        "Le site donne une autre adresse : ouvrez-la, puis remplacez l’ancienne.",
    ),
    Sort.INJOIGNABLE: (
        "Sites injoignables",
        "Le site n’a pas répondu, ou a dit qu’il est en panne. S’il est encore là la semaine "
        "prochaine, cherchez une autre adresse.",
    ),
    Sort.REFUSEE: (
        "À ouvrir dans un navigateur",
        "Le site refuse les programmes. Une personne doit voir si la page est là.",
    ),
    Sort.ECARTEE: (
        "Adresses que nous ne demandons pas",
        "Elles mènent à une machine privée, ou sont mal écrites. Corrigez-les.",
    ),
}


def liens(racine: Path) -> dict[str, list[Place]]:
    """Return every http(s) address under `racine`, without its anchor, and where it stands."""
    trouves: dict[str, list[Place]] = {}
    for fichier in _fichiers(racine):
        chemin = chemin_affiche(fichier)
        try:
            with fichier.open("rb") as flux:
                texte = flux.read(FICHIER_MAX).decode("utf-8", "replace")
        except OSError:
            continue  # `verifier` says it
        if "://" not in texte:
            continue
        for numero, ligne in enumerate(texte.split("\n"), 1):
            for adresse in adresses(ligne):
                places = trouves.setdefault(adresse, [])
                if (chemin, numero) not in places[-1:]:
                    places.append((chemin, numero))
    return trouves


def _fichiers(racine: Path) -> Iterator[Path]:
    dossiers = [racine / nom for nom in PAR_DOSSIER if (racine / nom).is_dir()]
    motifs = [(dossier, "*.md") for dossier in dossiers or [racine]]
    for dossier, motif in (*motifs, (racine / LETTRES, "*.md"), (racine / REFERENTIELS, "*.yml")):
        if dossier.is_symlink() and dossier != racine:
            continue
        for fichier in sorted(dossier.glob(motif)):
            if fichier.is_symlink() or not fichier.is_file():
                continue
            if fichier.stat().st_size <= FICHIER_MAX:
                yield fichier


def adresses(ligne: str) -> Iterator[str]:
    """Yield the addresses that one line writes, without the signs that close a sentence."""
    for trouvee in _ADRESSE.findall(ligne):
        # First of all: what follows takes its time on a line made to be long.
        if len(trouvee) > _ADRESSE_MAX:
            continue
        adresse = trouvee.rstrip(".,;:!?*…")
        # A closing bracket belongs to the address only if it opens there: (https://a.fr/b_(c)).
        while adresse.endswith(")") and adresse.count(")") > adresse.count("("):
            adresse = adresse[:-1].rstrip(".,;:!?*…")
        yield adresse.partition("#")[0]


def rapport(trouves: dict[str, list[Place]], reponses: dict[str, Reponse]) -> str:
    """Return the French report, in Markdown; an address without answer was not asked in time."""
    par_sort: dict[Sort, list[str]] = {sort: [] for sort in Sort}
    for adresse in sorted(trouves):
        reponse = reponses.get(adresse)
        par_sort[reponse.sort if reponse else Sort.PAS_VUE].append(adresse)
    blocs = ["## Liens vers d’autres sites", _phrase(par_sort)]
    place = CARACTERES_MAX
    for sort, (titre, conseil) in _TITRES.items():
        if not par_sort[sort]:
            continue
        blocs.append(f"### {titre}\n\n{typographier(conseil)}")
        lignes = []
        for i, adresse in enumerate(par_sort[sort]):
            ligne = _ligne(adresse, reponses[adresse], trouves[adresse])
            place -= len(ligne)
            if place < 0:
                reste = pluriel(len(par_sort[sort]) - i, "autre adresse", "autres adresses")
                lignes.append(f"- Et {reste}, à voir quand celles-ci seront corrigées.")
                break
            lignes.append(ligne)
        blocs.append("\n".join(lignes))
    return "\n\n".join(blocs) + "\n"


def _phrase(par_sort: dict[Sort, list[str]]) -> str:
    total = sum(map(len, par_sort.values()))
    vues = total - len(par_sort[Sort.PAS_VUE])
    a_revoir = sum(len(par_sort[sort]) for sort in _TITRES)
    dit = f"{pluriel(vues, 'adresse demandée', 'adresses demandées')} : "
    dit += f"{a_revoir} à revoir" if a_revoir else "rien à revoir"
    if par_sort[Sort.PAS_VUE]:
        dit += f". Le temps a manqué pour {pluriel(len(par_sort[Sort.PAS_VUE]), 'autre')}"
    return typographier(f"**{dit}.**")


def _ligne(adresse: str, reponse: Reponse, places: Iterable[Place]) -> str:
    ou = [f"{echapper(chemin, 200)}:{ligne}" for chemin, ligne in places]
    dits = ", ".join(ou[:_PLACES_MAX])
    if len(ou) > _PLACES_MAX:
        dits += f" et {len(ou) - _PLACES_MAX} de plus"
    vers = f" → {_lien(reponse.vers)}" if reponse.vers else ""
    return f"- {_lien(adresse)}{vers} ({echapper(reponse.raison)}){FINE}: {dits}"


def _lien(adresse: str) -> str:
    """An address that can be clicked; one that another site gave may hold anything."""
    if _ADRESSE.fullmatch(adresse) and len(adresse) <= _ADRESSE_MAX:
        return f"<{adresse}>"
    return echapper(adresse, 200)
