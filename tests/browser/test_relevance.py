"""The relevance set: what coordinators type, and the entries that they hope for.

The queries are in pertinence.yml. They are typed in the search page of the real corpus,
one after the other; the measures are printed at the end of the test run.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.conftest import Visite
from tests.browser.pages import chercher, resultats

JEU = yaml.safe_load(Path(__file__).with_name("pertinence.yml").read_text(encoding="utf-8"))
MRR_MINIMAL = 0.85
SUCCES_A_3_MINIMAL = 0.95
GENRES = {
    "precise", "vague", "faute", "sigle", "lieu", "question", "synonyme", "ecriture", "syntaxe",
}  # fmt: skip


def test_the_set_is_large_varied_and_true_to_the_corpus() -> None:
    ids = {f.stem for f in (Path(__file__).parents[2] / "fiches").glob("*/*.md")}
    assert len(JEU) >= 80
    assert len({cas["requete"].casefold() for cas in JEU}) == len(JEU)
    assert {cas["genre"] for cas in JEU} == GENRES
    for cas in JEU:
        assert cas["rang"] in (1, 3, 10), cas
        assert cas["attendus"], cas
        assert set(cas["attendus"]) <= ids, cas


def test_what_coordinators_type_gives_what_they_hope_for(
    visite: Visite, record_property: pytest.RecordProperty
) -> None:
    page = visite.aller("recherche/")
    rangs: list[tuple[dict[str, Any], int]] = []
    for cas in JEU:
        chercher(page, cas["requete"])
        trouves = resultats(page)
        rang = next((n for n, i in enumerate(trouves, 1) if i in cas["attendus"]), 0)
        rangs.append((cas, rang))
    mrr, succes = mesures(rangs)
    record_property("bilan", bilan(rangs, mrr, succes))
    assert mrr >= MRR_MINIMAL
    assert succes >= SUCCES_A_3_MINIMAL
    # Each query also names its own rank: most keep it, whatever the averages say.
    tenus = sum(0 < rang <= cas["rang"] for cas, rang in rangs)
    assert tenus >= SUCCES_A_3_MINIMAL * len(rangs)


def mesures(rangs: list[tuple[dict[str, Any], int]]) -> tuple[float, float]:
    """Return the mean reciprocal rank, and the share of queries answered in the first three."""
    mrr = sum(1 / rang for _, rang in rangs if rang) / len(rangs)
    return mrr, sum(0 < rang <= 3 for _, rang in rangs) / len(rangs)


def bilan(rangs: list[tuple[dict[str, Any], int]], mrr: float, succes: float) -> str:
    """Return what is printed: the measures, by kind of query, and the ranks that are missed."""
    lignes = [f"Pertinence, {len(rangs)} requêtes : MRR {mrr:.3f}, success@3 {succes:.3f}"]
    par_genre = defaultdict(list)
    for cas, rang in rangs:
        par_genre[cas["genre"]].append((cas, rang))
    for genre, siens in par_genre.items():
        m, s = mesures(siens)
        lignes.append(f"  {genre:<10} {len(siens):>3} requêtes  MRR {m:.3f}  success@3 {s:.3f}")
    for cas, rang in rangs:
        if not 0 < rang <= cas["rang"]:
            place = f"rang {rang}" if rang else "pas dans la première page"
            lignes.append(f"  manqué : « {cas['requete']} » attendu au rang {cas['rang']}, {place}")
    return "\n".join(lignes)
