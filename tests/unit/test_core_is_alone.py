"""The core outlives the engine: nothing in it knows MkDocs."""

from __future__ import annotations

import ast
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import capitalisation
from tests.conftest import PROJET

#: What the core may never reach, directly or through what it imports.
INTERDITS = ("mkdocs", "material", "mkdocs_adapter", "mkdocs_macros", "site_hooks", "macros_env")

#: `__main__` modules run when they are imported.
MODULES = sorted(
    m.name
    for m in pkgutil.walk_packages(capitalisation.__path__, "capitalisation.")
    if not m.name.endswith("__main__")
)


def test_importing_the_whole_core_brings_no_engine() -> None:
    programme = (
        "import importlib, json, sys\n"
        f"for module in {MODULES!r}: importlib.import_module(module)\n"
        "print(json.dumps(sorted({m.partition('.')[0] for m in sys.modules})))"
    )
    sortie = subprocess.run(
        [sys.executable, "-c", programme], capture_output=True, text=True, check=True
    ).stdout
    charges = set(json.loads(sortie))
    assert "capitalisation" in charges
    assert charges & set(INTERDITS) == set()


def importes(module: Path) -> set[str]:
    """Top-level packages that a module names in any import, at its head or inside a function."""
    noms: set[str] = set()
    for noeud in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.Import):
            noms |= {alias.name for alias in noeud.names}
        elif isinstance(noeud, ast.ImportFrom) and noeud.level == 0:
            noms.add(noeud.module or "")
    return {nom.partition(".")[0] for nom in noms}


NOYAU = Path(capitalisation.__file__).parent


@pytest.mark.parametrize(
    "module", sorted(NOYAU.rglob("*.py")), ids=lambda m: m.relative_to(NOYAU).as_posix()
)
def test_no_module_of_the_core_imports_the_engine_even_late(module: Path) -> None:
    assert importes(module) & set(INTERDITS) == set()


@pytest.mark.parametrize(
    ("fichier", "refuse"),
    [
        ("hooks/capitalisation/nouveau.py", True),
        ("hooks/capitalisation/views/nouveau.py", True),
        ("hooks/mkdocs_adapter/nouveau.py", False),
        ("hooks/site_hooks.py", False),
    ],
)
@pytest.mark.parametrize("ligne", ["import mkdocs", "from mkdocs.config import base"])
def test_the_linter_refuses_the_engine_in_the_core_only(
    ligne: str, fichier: str, refuse: bool
) -> None:
    execution = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--no-cache",
         "--output-format", "json", "--stdin-filename", fichier, "-"],
        input=f"{ligne}\n", cwd=PROJET, capture_output=True, text=True,
    )  # fmt: skip
    assert [c["code"] for c in json.loads(execution.stdout)] == (["TID251"] if refuse else [])
