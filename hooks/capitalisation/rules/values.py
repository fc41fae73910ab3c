"""Rules about the values of a front matter."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ..fields import champ_de
from ..frontmatter import Chemin, Constat, en_pointille
from ..territories import TerritoireAmbigu, TerritoireInconnu
from ..vocabulary import VOCABULAIRES
from .frame import PROPOSITIONS_MAX, Cadre, Piece


def termes_de_vocabulaire(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Every term exists in its vocabulary; a near one is proposed."""
    fautes = 0
    for chemin, ligne, valeur, champ in piece.termes:
        if champ.vocabulaire not in cadre.vocabulaires:
            continue
        vocabulaire = cadre.vocabulaires[champ.vocabulaire]
        if valeur in vocabulaire:
            continue
        fautes += 1
        proches = vocabulaire.proches(valeur) if fautes <= PROPOSITIONS_MAX else []
        if len(proches) == 1:
            correction = f"Écrivez « {proches[0]} »."
        elif proches:
            correction = "Vouliez-vous dire : " + ", ".join(proches) + " ?"
        else:
            correction = f"Choisissez un terme de _referentiels/{champ.vocabulaire}.yml."
        singulier = VOCABULAIRES[champ.vocabulaire][0].lower()
        yield Constat(
            ligne,
            "E019",
            en_pointille(chemin),
            f"« {valeur[:60]} » n’est pas un terme du vocabulaire ({singulier})",
            correction,
        )


def territoires_connus(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Every territory resolves to exactly one place.

    Near names are many to look through: past a number of unknown ones, the others wait.
    """
    fautes = 0
    for chemin, ligne, valeur, champ in piece.termes:
        if champ.vocabulaire != "territoires":
            continue
        if _est_un_code(valeur) and chemin in _sans_guillemets(piece):
            continue  # said by `codes_sans_guillemets`
        if fautes == PROPOSITIONS_MAX:
            return
        lieu = cadre.lieux(valeur.strip())
        fautes += isinstance(lieu, TerritoireInconnu)
        if isinstance(lieu, TerritoireAmbigu):
            noms = lieu.ecritures[:8]
            yield Constat(
                ligne,
                "E021",
                en_pointille(chemin),
                f"« {valeur} » désigne plusieurs lieux",
                "Précisez : " + ", ".join(noms) + ".",
            )
        elif isinstance(lieu, TerritoireInconnu):
            noms = lieu.candidats[:5]
            yield Constat(
                ligne,
                "E020",
                en_pointille(chemin),
                f"« {valeur[:60]} » n’est pas un territoire connu",
                "Vouliez-vous dire : " + ", ".join(noms) + " ?"
                if noms
                else "Écrivez un nom officiel, comme Scaër (29), Finistère ou Bretagne.",
            )


_CODE = re.compile(r"0\d+")


def _est_un_code(valeur: str) -> bool:
    return valeur[:1] == "0" and _CODE.fullmatch(valeur) is not None


def _sans_guillemets(piece: Piece) -> frozenset[Chemin]:
    return piece.entete.sans_guillemets if piece.entete else frozenset()


def codes_sans_guillemets(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """01001 without quotes is 513 to most YAML readers."""
    for chemin, ligne, valeur, champ in piece.textes:
        if not (_est_un_code(valeur) and (champ.libre or champ.vocabulaire)):
            continue
        if chemin in _sans_guillemets(piece):
            yield Constat(
                ligne,
                "E024",
                en_pointille(chemin),
                f"{valeur} sans guillemets peut être lu comme un autre nombre",
                f'Écrivez "{valeur}", entre guillemets.',
            )


def valeurs_coupees(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """An unquoted ` #` throws the end of a text away."""
    for chemin, perdu in piece.entete.coupes.items() if piece.entete else ():
        champ = champ_de(piece.genre, chemin)
        if champ and champ.libre and piece.entete:
            yield Constat(
                piece.entete.ligne(chemin),
                "E025",
                en_pointille(chemin),
                f"« {perdu[:40]} » serait perdu : le dièse ouvre un commentaire",
                "Entourez toute la valeur de guillemets.",
            )


#: Each closes within what a value may hold: a text full of open signs stays quick to read.
_MARKDOWN = re.compile(
    r"\*\*|__|<!--|(?<!\w)\*\w[^*]*\w\*(?!\w)|^#{1,6}\s|!?\[[^\]]{1,600}\]\([^)]{0,600}\)|`"
    r"|</?[a-zA-Z][^>]{0,600}>|\[\["
)
#: One of these stands in all of them, and in few texts.
_SIGNE = re.compile(r"[*_<#\[`]")


def texte_simple(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Values are plain text: Markdown and HTML belong to the body."""
    for chemin, ligne, valeur, _ in piece.proses:
        if _SIGNE.search(valeur) and (trouve := _MARKDOWN.search(valeur)):
            yield Constat(
                ligne,
                "E026",
                en_pointille(chemin),
                f"de la mise en forme dans une valeur : {trouve.group()[:30]}",
                "Écrivez du texte simple ; la mise en forme va dans le corps de la fiche.",
            )


def periode_dans_l_ordre(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """fin ≥ debut, at the precision that both have; of what is no date, the model says why."""
    bornes = (piece.par_chemin.get(("periode", borne)) for borne in ("debut", "fin"))
    debut, fin = (borne.valeur.strip() if borne else "" for borne in bornes)
    if not (_existe(debut) and _existe(fin)):
        return
    commun = min(len(debut), len(fin))
    if fin[:commun] < debut[:commun]:
        yield Constat(
            piece.ligne(("periode", "fin")),
            "E018",
            "periode.fin",
            f"la période finit ({fin}) avant de commencer ({debut})",
            "Échangez les deux dates, ou corrigez celle qui est fausse.",
        )


def sources_presentes(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Everything published says where its facts come from."""
    if piece.entete and piece.statut in ("publiee", "notice"):
        sources = piece.entete.valeurs.get("sources")
        if not sources:
            yield Constat(
                piece.entete.ligne(
                    ("sources",) if "sources" in piece.entete.valeurs else ("statut",)
                ),
                "E060",
                "sources",
                "aucune source n’est donnée",
                "Ajoutez sources avec titre, editeur et annee du document.",
            )


_JOURS: tuple[Chemin, ...] = (
    ("date",),
    ("verifiee_le",),
    ("date_entretien",),
    ("periode", "debut"),
)


def dates_passees(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """What is told has happened: a later date is a slip, in the year most often."""
    for jour in _JOURS:
        if (texte := piece.par_chemin.get(jour)) is None or not _existe(texte.valeur):
            continue
        chemin, ligne, valeur, _ = texte
        # At the precision of the value: 2026 is not later than a day of 2026.
        if valeur > cadre.aujourdhui.isoformat()[: len(valeur)]:
            yield Constat(
                ligne,
                "A114",
                en_pointille(chemin),
                f"cette date est dans le futur : {valeur}",
                "Vérifiez l’année, puis le mois et le jour.",
            )


_JOUR = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


def _existe(valeur: str) -> bool:
    """Whether `valeur` is a year, a month or a day of the calendar; the model says why not."""
    if not (lu := _JOUR.fullmatch(valeur)):
        return False
    try:
        dt.date(*(int(nombre or 1) for nombre in lu.groups()))
    except ValueError:
        return False
    return True


#: Letters of a title: fewer may all belong to acronyms (ASV, CLSM, CPTS).
_CAPITALES_MIN = 12


def titre_en_capitales(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """Capitals are slower to read, lose their accents, and some voices spell them out."""
    titre = piece.par_chemin.get(("titre",))
    if titre and titre.valeur.isupper() and sum(map(str.isalpha, titre.valeur)) >= _CAPITALES_MIN:
        yield Constat(
            titre.ligne,
            "C202",
            "titre",
            "le titre est tout en capitales",
            "Écrivez-le en minuscules, avec une majuscule au début, aux noms propres "
            "et aux sigles.",
        )
