"""What the tests of the core share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bench.moteurs import MOTEURS
from tests.unit import petit


@pytest.fixture
def fiches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty corpus with small vocabularies, seen from the folder that holds it."""
    monkeypatch.chdir(tmp_path)
    return petit.ecrire(tmp_path / "fiches", {})


@pytest.fixture
def nulle_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine where no engine of the benchmark is installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    for moteur in MOTEURS:
        monkeypatch.delenv(f"CAPITALISATION_BENCH_{moteur.programme.upper()}", raising=False)
