"""The published base holds to its sources: it cites them where they say it, and copies none.

The five reports are not part of the project. Their folder, as plain text, is named by
the environment variable CAPITALISATION_SOURCES; without it these checks are left out.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from capitalisation.corpus import Fiche, charger
from tests.conftest import PROJET

#: Publisher, as entries name it → how the name of its report's file begins.
RAPPORTS = {
    "Fabrique Territoires Santé": "fabrique-territoires-sante",
    "Institut Renaudot": "institut-renaudot",
    "Plateforme d’Éducation thérapeutique du patient de Lorient (Cap Autonomie Santé)": "semeurs",
    "Centre local de promotion de la santé de Charleroi-Thuin": "clps-charleroi-thuin",
    "Centre de Documentation et de Coordination sociales (CDCS-CMDC)": "cdcs-cmdc",
}
#: A run of so many words that stands in a source is a sentence of it.
PHRASE = 12
#: A title between quotation marks is named, not copied; a longer quotation is a copy.
TITRE_MAX = 20

_CITE = re.compile("«([^«»]*)»")


@pytest.fixture(scope="module")
def dossier() -> Path:
    nom = os.environ.get("CAPITALISATION_SOURCES")
    if not nom:
        pytest.skip("CAPITALISATION_SOURCES n’est pas défini : sources non comparées")
    chemin = Path(nom)
    assert chemin.is_dir(), f"{chemin} n’est pas un dossier"
    return chemin


def mots(texte: str) -> list[str]:
    """The words of `texte`, accents, case, markup and the cuts of a scan aside."""
    texte = re.sub(r"\xad|-\s*\n\s*", "", texte)
    texte = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe"))
    texte = "".join(c for c in texte if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", texte)


@cache
def rapport(dossier: Path, editeur: str) -> str:
    """The words of a report, one space between two and at both ends."""
    (fichier,) = dossier.glob(f"{RAPPORTS[editeur]}*.txt")
    return f" {' '.join(mots(fichier.read_text('utf-8')))} "


def textes(fiche: Fiche) -> Iterator[str]:
    """Every text that the entry says with its own words: all but the places in its sources."""
    meta = fiche.meta
    yield from (meta.titre, meta.resume, fiche.corps, *meta.enseignements)
    yield from (facteur.texte for facteur in (*meta.leviers, *meta.freins))
    yield from (lien.note or "" for lien in meta.liens)
    if meta.transposer:
        yield from (v for v in meta.transposer.model_dump().values() if v)


def copies(texte: str, rapport: str) -> Iterator[str]:
    """The runs of PHRASE words of one sentence of `texte` that stand in `rapport`."""
    texte = re.sub(r"https?://[^\s)>]+", "", texte)
    texte = _CITE.sub(lambda m: " . " if len(mots(m[1])) <= TITRE_MAX else m[0], texte)
    for phrase in re.split(r"[.!?;]\s|\n", texte):
        suite = mots(phrase)
        for debut in range(len(suite) - PHRASE + 1):
            morceau = " ".join(suite[debut : debut + PHRASE])
            if f" {morceau} " in rapport:
                yield morceau


@pytest.fixture(scope="module")
def fiches() -> list[Fiche]:
    return list(charger(PROJET / "fiches").corpus.fiches.values())


def test_every_entry_says_where_it_comes_from(fiches: list[Fiche]) -> None:
    muettes = [f.relatif for f in fiches if not any(s.reperage for s in f.meta.sources)]
    assert muettes == []


def test_every_place_named_in_a_source_stands_there(fiches: list[Fiche], dossier: Path) -> None:
    """A `reperage` quotes at least one heading or phrase, and each that it quotes is there."""
    absents = []
    for fiche in fiches:
        for source in fiche.meta.sources:
            texte = rapport(dossier, source.editeur)
            reperes = _CITE.findall(source.reperage or "")
            if not reperes:
                absents.append((fiche.relatif, source.reperage))
            absents += [
                (fiche.relatif, repere)
                for repere in reperes
                if f" {' '.join(mots(repere))} " not in texte
            ]
    assert not absents, "\n".join(f"{fichier} : {repere}" for fichier, repere in absents)


def test_no_sentence_of_a_source_is_copied(fiches: list[Fiche], dossier: Path) -> None:
    trouvees = []
    for fiche in fiches:
        for editeur in {source.editeur for source in fiche.meta.sources}:
            texte = rapport(dossier, editeur)
            trouvees += [(fiche.relatif, c) for t in textes(fiche) for c in copies(t, texte)]
    assert not trouvees, "\n".join(f"{fichier} : {copie}" for fichier, copie in trouvees)


def test_a_copied_sentence_would_be_seen() -> None:
    source = (
        f" {' '.join(mots('Un texte fictif qui sert à montrer ce que la machine sait voir.'))} "
    )
    copie = "Avant. Un texte fictif qui\nsert à montrer ce que la machine sait voir. Après."
    assert list(copies(copie.replace("\n", " "), source))
    assert list(copies("un TEXTE fictif, qui sert a montrer ce que la machine sait !", source))
    assert not list(copies("Un texte fictif qui sert à montrer ce que l’on sait voir.", source))
