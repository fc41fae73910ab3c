"""The `capitalisation` command: check fiches, build, preview and archive their site.

One module a family of commands. Exit codes: 0 all is well, 1 the corpus has errors, 2 the
command was misused.
"""

from __future__ import annotations

import sys

import click

from ..french_click import traduire
from .archive import archiver
from .booklet import livret
from .build import construire, servir
from .check import verifier
from .freshness import revoir
from .letter import lettre
from .mend import corriger
from .new import nouvelle
from .project import AIDE
from .review import liens_externes, relecteurs
from .schema import schema

traduire()


@click.group(context_settings=AIDE, subcommand_metavar="COMMANDE [ARGUMENT]...")
def main() -> None:
    """Inspir’action : vérifier des fiches et construire le site."""
    # Messages are French whatever the machine's locale: an old console must not crash on « é ».
    for flux in (sys.stdout, sys.stderr):
        if hasattr(flux, "reconfigure"):
            flux.reconfigure(encoding="utf-8", errors="replace")


for commande in (
    verifier,
    corriger,
    nouvelle,
    construire,
    servir,
    archiver,
    lettre,
    livret,
    schema,
    revoir,
    relecteurs,
    liens_externes,
):
    main.add_command(commande)
