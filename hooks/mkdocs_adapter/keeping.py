"""What a build takes again from the one before: the files whose ingredients are the same.

A file is kept under the digest of all that it depends on: what every file of the site does
(`_communs`), and what whoever writes it adds. An ingredient that is forgotten leaves an old page
in a new site: `tests/site/test_taken_again.py` looks for one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from capitalisation import fingerprint
from capitalisation.views.digests import Empreintes

from .chantier import Chantier, releve
from .context import VARIABLE_APERCU

#: Settings that say where things stand on this machine: pages owe them nothing.
_CHEMINS = ("config_file_path", "docs_dir", "site_dir")


def preparer(config: MkDocsConfig) -> None:
    """Have the files of this build taken again when they are what they would be."""
    chantier = Chantier.de(config)
    chantier.empreintes = Empreintes(chantier.site, *_communs(config))
    assert chantier.gabarits
    # Every page has it.
    chantier.empreintes.connaitre(chantier.gabarits.globals["site"])
    suites = chantier.site.suites
    choisies = chantier.reserve.retrouver(
        chantier.empreintes.de_la_base("suites"), lambda: json.dumps(suites.tout_choisir())
    )
    suites.reprendre(json.loads(choisies))


def finir(config: MkDocsConfig) -> None:
    """Tidy up, and forget what was made while a template or a setting was changing."""
    chantier = Chantier.de(config)
    if releve(chantier.racine_projet) == chantier.fabrique:
        chantier.reserve.menage()
    else:
        chantier.reserve.oublier()


@cache
def _du_code() -> str:
    """What this program runs: a preview goes on with what it read first."""
    return fingerprint.des_fichiers(Path(__file__).parent)


def _communs(config: MkDocsConfig) -> Iterator[str]:
    """Yield what every file depends on: programs, templates, libraries, settings."""
    chantier = Chantier.de(config)
    yield fingerprint.du_code()
    yield _du_code()
    yield fingerprint.des_bibliotheques()
    yield chantier.fabrique
    # What the environment may change of the settings.
    reglages = {nom: valeur for nom, valeur in config.items() if nom not in _CHEMINS}
    reglages |= {f"extra {nom}": valeur for nom, valeur in config.extra.items()}
    for nom, valeur in reglages.items():
        if isinstance(valeur, str | bool | int | None):
            yield f"{nom}={valeur!r}"
    yield repr((chantier.adresse, chantier.se_nomme, chantier.edition, chantier.forge))
    # Whether pages are those of a preview, and whether pictures are drawn.
    yield repr((os.environ.get(VARIABLE_APERCU), chantier.atelier is not None))
