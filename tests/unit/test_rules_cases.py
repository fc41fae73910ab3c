"""The cases of tests/cases/regles.yml, as Python sees them. The browser reads the same ones.

All of them stand in one corpus, which is read once.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from capitalisation.corpus import charger
from capitalisation.diagnostics import Diagnostic
from tests.conftest import REFERENTIELS

CAS = Path(__file__).parents[1] / "cases" / "regles.yml"
AUJOURDHUI = dt.date(2026, 11, 22)

#: What the browser can find too: regles.js names the same ones.
CODES = frozenset(
    (
        *("E011", "E012", "E013", "E016", "E017", "E018", "E019", "E020", "E023", "E026", "E027"),
        *("E028", "E030", "E031", "E040", "E041", "E042", "E043", "E044", "E045", "E046", "E052"),
        *("E060", "E061", "A101", "A102", "A104", "A105", "A106", "A107", "A108", "A109", "A110"),
        *("A113", "A114", "A120", "A130", "A131", "C201", "C202"),
    )
)


@dataclass(frozen=True)
class Cas:
    """A fiche as the form holds it, and the findings that it must have: (code, key)."""

    nom: str
    genre: str
    id: str
    valeurs: dict[str, Any]
    corps: str
    images: list[str]
    attendus: list[tuple[str, str]]

    @property
    def relatif(self) -> str:
        return f"{self.genre}s/{self.id}.md"


def _lire() -> tuple[list[Cas], dict[str, str]]:
    lu = yaml.safe_load(CAS.read_text("utf-8"))
    cas = []
    for rang, ecrit in enumerate(lu["cas"], 1):
        base = lu["bases"][ecrit["genre"]]
        identifiant = ecrit.get("id", f"cas-{rang:03}")
        fiche = {
            "valeurs": {**base["valeurs"], **ecrit.get("valeurs", {})},
            "corps": ecrit.get("corps", base["corps"]),
        }
        # The identifier may stand anywhere: in a title, in a link to oneself.
        fiche = json.loads(json.dumps(fiche).replace("{id}", json.dumps(identifiant)[1:-1]))
        attendus = [(code, champ) for code, champ in ecrit["attendus"]]
        images = ecrit.get("images", [])
        cas.append(
            Cas(
                ecrit["nom"], ecrit["genre"], identifiant, **fiche, images=images, attendus=attendus
            )
        )
    return cas, lu["voisines"]


LES_CAS, VOISINES = _lire()

#: What YAML refuses or reads otherwise, and JSON leaves as it is.
_SPECIAUX = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def fichier(valeurs: dict[str, Any], corps: str) -> str:
    """Return the file of a fiche: JSON is YAML. What is empty is absent, as in the form."""
    lignes = [
        f"{nom}: {json.dumps(nette, ensure_ascii=False)}"
        for nom, valeur in valeurs.items()
        if (nette := _sans_vides(valeur)) is not None
    ]
    entete = _SPECIAUX.sub(lambda m: f"\\u{ord(m[0]):04x}", "\n".join(lignes))
    return f"---\n{entete}\n---\n" + (f"\n{corps}\n" if corps else "")


def _sans_vides(valeur: Any) -> Any:
    if isinstance(valeur, str):
        return valeur if valeur.strip() else None
    if isinstance(valeur, list):
        return [v for item in valeur if (v := _sans_vides(item)) is not None] or None
    if isinstance(valeur, dict):
        nets = {nom: _sans_vides(contenu) for nom, contenu in valeur.items()}
        return {nom: net for nom, net in nets.items() if net is not None} or None
    return valeur


@cache
def constats() -> dict[str, list[Diagnostic]]:
    """Return what Python says of each case, by path under fiches/: one reading for all.

    Findings of the codes that the browser does not know are left out; paths in the
    sentences begin at fiches/; lines of the body are counted from 1, others are 0.
    """
    base = next(iter(yaml.safe_load(CAS.read_text("utf-8"))["bases"].values()))
    with TemporaryDirectory() as dossier:
        racine = Path(dossier) / "fiches"
        textes = {cas.relatif: fichier(cas.valeurs, cas.corps) for cas in LES_CAS}
        for identifiant, titre in VOISINES.items():
            valeurs = {**base["valeurs"], "titre": titre}
            textes[f"inspiractions/{identifiant}.md"] = fichier(valeurs, base["corps"])
        for relatif, texte in textes.items():
            (racine / relatif).parent.mkdir(parents=True, exist_ok=True)
            (racine / relatif).write_text(texte, encoding="utf-8", newline="")
        for cas in LES_CAS:
            for nom in cas.images:
                image = racine / "images" / cas.id / nom
                image.parent.mkdir(parents=True, exist_ok=True)
                image.write_bytes(b"\xff\xd8\xff")
        diagnostics = charger(racine, repli=REFERENTIELS, aujourdhui=AUJOURDHUI).diagnostics
    trouves: dict[str, list[Diagnostic]] = {relatif: [] for relatif in textes}
    for d in diagnostics:
        relatif = next((r for r in textes if d.chemin.endswith(f"fiches/{r}")), "")
        if relatif and d.code in CODES:
            prefixe = d.chemin[: -len(f"fiches/{relatif}")]
            message = d.message.replace(prefixe, "") if prefixe else d.message
            corps = textes[relatif].split("\n").index("---", 1) + 2  # the blank line before it
            ligne = 0 if d.champ or d.ligne < corps else max(1, d.ligne - corps)
            trouves[relatif].append(
                Diagnostic(relatif, ligne, d.code, d.champ, message, d.correction)
            )
    return trouves


@pytest.mark.parametrize("cas", LES_CAS, ids=lambda cas: cas.nom)
def test_python_finds_what_is_expected_and_nothing_else(cas: Cas) -> None:
    trouves = sorted((d.code, d.champ) for d in constats()[cas.relatif])
    assert trouves == sorted(cas.attendus)


def test_every_code_that_the_browser_knows_is_found_in_a_case() -> None:
    assert {code for cas in LES_CAS for code, _ in cas.attendus} == CODES


def test_cases_do_not_share_a_file() -> None:
    assert len({cas.relatif for cas in LES_CAS}) == len(LES_CAS)
