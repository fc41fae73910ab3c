"""What commands share: where the project and its corpus stand."""

from __future__ import annotations

import os
from pathlib import Path

import click
import yaml

from ..corpus import REFERENTIELS
from ..publication import Publication, adresse_publique
from ..safe_yaml import composer

AIDE = {"help_option_names": ["-h", "--help", "--aide"]}

FICHES = click.option(
    "--fiches",
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Un autre dossier de fiches.",
)
URL = click.option("--url", metavar="ADRESSE", help="L’adresse où le site sera publié.")


def dossier_du_projet() -> Path:
    """The folder of mkdocs.yml: here, above, or the one this package was installed from."""
    ici = Path.cwd()
    for dossier in (ici, *ici.parents, Path(__file__).resolve().parents[3]):
        if (dossier / "mkdocs.yml").is_file() and (dossier / "hooks" / "site_hooks.py").is_file():
            return dossier
    raise click.UsageError("Lancez la commande depuis le dossier du projet (celui de mkdocs.yml).")


def corpus_demande(fiches: Path | None, projet: Path) -> Path:
    racine = fiches.resolve() if fiches else projet / "fiches"
    if not racine.is_dir():
        raise click.UsageError(f"Le dossier de fiches « {racine} » n’existe pas.")
    return racine


def referentiels_du_projet() -> Path:
    """The project's own vocabularies: here, or beside the installed sources."""
    ici = Path("fiches", REFERENTIELS)
    return ici if ici.is_dir() else dossier_du_projet() / "fiches" / REFERENTIELS


def publication(projet: Path, url: str | None) -> Publication:
    """Return the site as mkdocs.yml names it, at `url` when one is given; no preview's address."""
    racine = composer((projet / "mkdocs.yml").read_text(encoding="utf-8"))
    cles = racine.value if isinstance(racine, yaml.MappingNode) else []
    reglages = {cle.value: _reglage(noeud) for cle, noeud in cles}
    adresse = adresse_publique(url or reglages.get("site_url", ""))
    return Publication(reglages.get("site_name", ""), adresse)


def _reglage(noeud: yaml.Node) -> str:
    """Return a setting of mkdocs.yml; `!ENV [NAME, default]` reads the environment.

    Source: https://www.mkdocs.org/user-guide/configuration/#environment-variables
    """
    if isinstance(noeud, yaml.ScalarNode):
        return str(noeud.value)
    if not isinstance(noeud, yaml.SequenceNode) or not noeud.value:
        return ""
    *noms, defaut = [str(element.value) for element in noeud.value]
    return next((os.environ[nom] for nom in noms if nom in os.environ), defaut)
