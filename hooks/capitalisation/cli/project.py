"""What commands share: where the project and its corpus stand."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

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
    """Return the site as mkdocs.yml names it, at `url` when one is given; no preview's address.

    Raises UsageError for what is given as its address and is none, and for settings that cannot
    be read.
    """
    try:
        racine = composer((projet / "mkdocs.yml").read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as exc:
        marque = getattr(exc, "problem_mark", None)
        ou = f"mkdocs.yml:{marque.line + 1}" if marque else "mkdocs.yml"
        raise click.UsageError(f"{ou} ne peut pas être lu : corrigez ce fichier.") from exc
    cles = racine.value if isinstance(racine, yaml.MappingNode) else []
    reglages = {cle.value: _reglage(cle.value, noeud) for cle, noeud in cles}
    nom, _ = reglages.get("site_name", ("", ""))
    adresse, ou = (url, "--url") if url else reglages.get("site_url", ("", ""))
    if adresse and not _est_complete(adresse):
        raise click.UsageError(
            f"{ou} : « {adresse} » n’est pas une adresse complète. Écrivez-la comme "
            "https://exemple.org/, sans « ? » ni « # »."
        )
    return Publication(nom, adresse_publique(adresse))


def _reglage(nom: str, noeud: yaml.Node) -> tuple[str, str]:
    """Return a setting of mkdocs.yml, where `!ENV [NAME, default]` reads the environment.

    Return too where it is set, as people know it.
    Source: https://www.mkdocs.org/user-guide/configuration/#environment-variables
    """
    ici = f"{nom}, dans mkdocs.yml"
    if isinstance(noeud, yaml.ScalarNode):
        return str(noeud.value), ici
    if not isinstance(noeud, yaml.SequenceNode) or not noeud.value:
        return "", ici
    *variables, defaut = [str(element.value) for element in noeud.value]
    return next(((os.environ[v], v) for v in variables if v in os.environ), (defaut, ici))


def _est_complete(adresse: str) -> bool:
    """Tell whether the address of a page can be made by adding its own to `adresse`."""
    try:
        # The parser refuses « http://[ » by an exception.
        return bool(
            re.fullmatch(r"https?://[^\s?#]+", adresse, re.IGNORECASE)
            and urlsplit(adresse).hostname
        )
    except ValueError:
        return False
