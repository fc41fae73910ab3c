"""What every test shares: a valid fictional fiche, small corpora, the project's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from capitalisation.corpus import Chargement, charger

PROJET = Path(__file__).resolve().parents[1]
REFERENTIELS = PROJET / "fiches" / "_referentiels"

#: The day of the tests: what they say of dates is the same whenever they run.
AUJOURDHUI = dt.date(2026, 11, 22)
#: The first bytes of a photograph: enough for a checker that looks no further.
JPEG = b"\xff\xd8\xff image fictive"

#: A complete fictional Inspir'action: tests change one thing in it.
FICHE = """\
---
titre: "Action fictive : des cafés dans les hameaux"
resume: "Action inventée pour les tests : un collectif fictif ouvre des cafés dans des hameaux."
themes: [isolement-social]
territoires: ["Scaër (29)"]
dispositifs: [cls]
publics: [habitants]
demarches: [aller-vers]
date: 2026-01-15
periode: {debut: "2021", fin: "2022"}
leviers:
  - texte: "Un levier fictif."
    type: partenariat
sources:
  - titre: "Document fictif"
    editeur: "Éditeur fictif"
    annee: 2022
statut: publiee
---

## Contexte et problématique

Texte fictif.

## Objectifs

Texte fictif.

## Déroulement

Texte fictif.
"""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured, at the end of the run, whichever process measured it."""
    for rapport in (*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")):
        for nom, valeur in rapport.user_properties:
            if nom == "bilan":
                terminalreporter.write_line(str(valeur))


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., Chargement]:
    """Write files (path below fiches/ → content) and load them as a corpus."""

    def ecrire(fichiers: dict[str, str | bytes]) -> Chargement:
        racine = tmp_path / "fiches"
        (racine / "inspiractions").mkdir(parents=True, exist_ok=True)
        for chemin, contenu in fichiers.items():
            fichier = racine / chemin
            fichier.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(contenu, bytes):
                fichier.write_bytes(contenu)
            else:
                fichier.write_text(contenu, encoding="utf-8", newline="")
        return charger(racine, repli=REFERENTIELS, aujourdhui=AUJOURDHUI)

    return ecrire
