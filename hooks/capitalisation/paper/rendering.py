"""A book → HTML, by our templates: those of the site stand on an engine, these on nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from ..uris import en_uri


@dataclass(frozen=True)
class Atelier:
    """Where books are made: `overrides` holds their templates, style and fonts.

    `images` holds the images of entries, one folder each.
    """

    overrides: Path
    images: Path

    @cached_property
    def _gabarits(self) -> jinja2.Environment:
        env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.overrides),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )
        env.filters["uri"] = en_uri
        return env

    def rendre(self, gabarit: str, **variables: Any) -> str:
        return self._gabarits.get_template(f"papier/{gabarit}").render(variables)

    def lire(self, fichier: str) -> bytes:
        """Return a file that books are made of: of the project, or `images/ID/nom`.

        Nothing else is ever read: raises OSError.
        """
        dossier, _, reste = fichier.partition("/")
        base = self.images if dossier == "images" else self.overrides / dossier
        if dossier not in ("images", "papier", "assets"):
            raise FileNotFoundError(fichier)
        chemin = (base / reste).resolve()
        if not chemin.is_relative_to(base.resolve()):
            raise FileNotFoundError(fichier)
        return chemin.read_bytes()
