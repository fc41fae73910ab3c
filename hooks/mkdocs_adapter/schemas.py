"""The JSON Schemas of the four kinds, made anew at each build with the terms of the corpus."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from capitalisation import reference
from capitalisation.model import GENRES

from .chantier import Chantier


def publier(files: Files, config: MkDocsConfig) -> None:
    """Add one schema a kind to `files`: editors check a front matter with it."""
    chantier = Chantier.de(config)
    vocabulaires = chantier.charger().corpus.vocabulaires
    for genre in GENRES:
        adresse = f"{reference.DOSSIER_DES_SCHEMAS}/{genre.GENRE}.json"
        texte = reference.schema_ecrit(genre, vocabulaires, chantier.adresse)
        files.append(File.generated(config, adresse, content=texte))
