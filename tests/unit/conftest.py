"""What the tests of the core share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit import petit


@pytest.fixture
def fiches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty corpus with small vocabularies, seen from the folder that holds it."""
    monkeypatch.chdir(tmp_path)
    return petit.ecrire(tmp_path / "fiches", {})
