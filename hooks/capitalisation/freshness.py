"""When an entry should be read again: one rule, for its page, the list and the command."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
from dataclasses import dataclass
from functools import cache

from .corpus import Corpus, Fiche
from .dates import jour as en_toutes_lettres
from .model import Entree
from .tableur import cellule
from .typography import pluriel, sans_invisibles, typographier

#: An entry that nobody has verified for so long is to be read again.
REVUE_MOIS = 18
#: How long before that day maintainers hear of it.
PREAVIS_MOIS = 3

COLONNES = (
    "fichier",
    "titre",
    "sorte",
    "dernière date",
    "vérifiée",
    "ancienneté",
    "porteur",
    "site du porteur",
)


@dataclass(frozen=True, slots=True)
class Relecture:
    """An entry, and the day from which it is to be read again."""

    fiche: Fiche
    echeance: dt.date

    @property
    def derniere(self) -> dt.date:
        return derniere_verification(self.fiche.meta)

    @property
    def verifiee(self) -> bool:
        """False when nobody has verified the entry since it was published."""
        return self.fiche.meta.verifiee_le is not None


@dataclass(frozen=True, slots=True)
class Relectures:
    """What is to be read again on day `jour`, and what will be by `horizon`: oldest first."""

    jour: dt.date
    horizon: dt.date
    a_revoir: tuple[Relecture, ...]
    bientot: tuple[Relecture, ...]


def derniere_verification(meta: Entree) -> dt.date:
    """The day when the entry was last known to be right: verified, else published."""
    return meta.verifiee_le or meta.date


def echeance(meta: Entree) -> dt.date:
    """The day from which the entry is to be read again."""
    return plus_mois(derniere_verification(meta), REVUE_MOIS)


def a_revoir(meta: Entree, jour: dt.date) -> bool:
    return echeance(meta) <= jour


def relectures(corpus: Corpus, jour: dt.date) -> Relectures:
    """Return the entries that are due on `jour`, and those of the next three months."""
    horizon = plus_mois(jour, PREAVIS_MOIS)
    toutes = sorted(
        (Relecture(fiche, echeance(fiche.meta)) for fiche in corpus.fiches.values()),
        key=lambda r: (r.derniere, r.fiche.id),
    )
    return Relectures(
        jour,
        horizon,
        tuple(r for r in toutes if r.echeance <= jour),
        tuple(r for r in toutes if jour < r.echeance <= horizon),
    )


# --- Months -------------------------------------------------------------------


@cache
def plus_mois(date: dt.date, mois: int) -> dt.date:
    """Return the same day `mois` months later, or the last of its month: 31 August → 28 February.

    Past the last year that dates know, return the last day of all.
    """
    annees, rang = divmod(date.month - 1 + mois, 12)
    annee = date.year + annees
    if annee > dt.MAXYEAR:
        return dt.date.max
    dernier = calendar.monthrange(annee, rang + 1)[1]
    return dt.date(annee, rang + 1, min(date.day, dernier))


@cache
def anciennete(debut: dt.date, fin: dt.date) -> str:
    """Return the whole months between two days: "19 mois", "2 ans", "3 ans et 1 mois"."""
    mois = (fin.year - debut.year) * 12 + fin.month - debut.month
    if plus_mois(debut, mois) > fin:
        mois -= 1
    annees, reste = divmod(mois, 12)
    if annees < 2:
        return f"{mois} mois"
    return pluriel(annees, "an") + (f" et {reste} mois" if reste else "")


# --- What the command prints --------------------------------------------------


def en_texte(liste: Relectures, total: int, dossier: str) -> str:
    """Format for a terminal; `dossier` is the way to the fiches, `total` how many there are."""
    morceaux = [_en_lignes(relecture, liste.jour, dossier) for relecture in liste.a_revoir]
    nombre = len(liste.a_revoir)
    quand = en_toutes_lettres(liste.jour)
    sur = f"sur {pluriel(total, 'entrée')}"
    if nombre:
        bilan = f"{pluriel(nombre, 'entrée')} à revoir au {quand}, {sur}."
    else:
        bilan = f"Aucune entrée à revoir au {quand}, {sur}."
    if liste.bientot:
        suite = pluriel(len(liste.bientot), "entrée le sera", "entrées le seront")
        bilan += f" {suite} d’ici au {en_toutes_lettres(liste.horizon)}."
    if nombre:
        bilan += "\nUne fois la fiche relue, écrivez la date dans verifiee_le."
    return "\n\n".join([*morceaux, bilan])


def _en_lignes(relecture: Relecture, jour: dt.date, dossier: str) -> str:
    fiche = relecture.fiche
    age = anciennete(relecture.derniere, jour)
    fait = "Vérifiée" if relecture.verifiee else "Publiée"
    jamais = "" if relecture.verifiee else ", jamais vérifiée depuis"
    return "\n".join(
        _une_ligne(ligne)
        for ligne in (
            f"{dossier}/{fiche.relatif}",
            f"    {typographier(fiche.meta.titre)}",
            f"    {fait} le {en_toutes_lettres(relecture.derniere)}, il y a {age}{jamais}.",
            f"    Porteur : {', '.join(_porteur(fiche)) or 'non indiqué'}",
        )
    )


def _porteur(fiche: Fiche) -> list[str]:
    """The name and the site of the bearer: whom to ask."""
    return [p for p in (fiche.porteur.libelle, fiche.porteur.site) if p] if fiche.porteur else []


def _une_ligne(texte: str) -> str:
    """`texte` without what ends a line or drives a terminal."""
    return sans_invisibles(" ".join(texte.splitlines()))


def en_csv(liste: Relectures, dossier: str) -> str:
    """Format for a spreadsheet in French: UTF-8 with its mark, semicolons."""
    sortie = io.StringIO()
    table = csv.writer(sortie, delimiter=";", lineterminator="\n")
    table.writerow(COLONNES)
    for relecture in liste.a_revoir:
        fiche = relecture.fiche
        ligne = (
            f"{dossier}/{fiche.relatif}",
            typographier(fiche.meta.titre),
            fiche.genre.LIBELLE,
            relecture.derniere.isoformat(),
            "oui" if relecture.verifiee else "non",
            anciennete(relecture.derniere, liste.jour),
            fiche.porteur.libelle if fiche.porteur else "",
            fiche.porteur.site if fiche.porteur else "",
        )
        table.writerow(map(cellule, ligne))
    return "\ufeff" + sortie.getvalue()
