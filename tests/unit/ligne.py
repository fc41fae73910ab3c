"""The command line, as a person calls it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from capitalisation.cli import main


def lancer(*arguments: str | Path) -> Result:
    """Run `capitalisation` with `arguments`; only an exit may end it, never another exception."""
    resultat = CliRunner().invoke(main, [str(a) for a in arguments])
    assert resultat.exception is None or isinstance(resultat.exception, SystemExit)
    return resultat
