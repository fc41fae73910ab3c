"""Findings → MkDocs: errors stop the build, the rest is logged."""

from __future__ import annotations

import jinja2
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from capitalisation import diagnostics
from capitalisation.corpus import Chargement

log = get_plugin_logger("capitalisation")


def laisser_de_cote(quoi: str) -> None:
    """Say what the build did without, and why: `construire` repeats it."""
    log.info("%s%s", diagnostics.LAISSE, quoi)


def refuser_si_erreurs(chargement: Chargement) -> None:
    """Raise with every error, before MkDocs touches the previous site.

    Warnings and advice do not count in `--strict`: they never block a fiche.
    """
    erreurs = diagnostics.erreurs(chargement.diagnostics)
    autres = len(chargement.diagnostics) - len(erreurs)
    if autres:
        log.info("%d avertissement(s) ou conseil(s) : voir « capitalisation verifier ».", autres)
    if erreurs:
        fichiers = chargement.corpus.fichiers
        raise PluginError(
            f"{diagnostics.INTACT}\n\n"
            + diagnostics.en_texte(erreurs)
            + "\n\n"
            + diagnostics.resume(erreurs, fichiers)
        )


def en_clair(exc: BaseException) -> str:
    """Return what went wrong, for whoever writes a template or a fiche."""
    if isinstance(exc, OSError) and exc.filename:
        return f"« {exc.filename} » : {diagnostics.cause(exc)}."
    if isinstance(exc, jinja2.TemplateSyntaxError):
        return f"{exc.filename}:{exc.lineno}: {exc.message}"
    return str(exc) or type(exc).__name__
