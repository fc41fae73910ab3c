"""Macros of the editorial pages: counters, and lists of entries by theme or territory."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from capitalisation import reference
from capitalisation.model import GENRES

from .chantier import Chantier


class Macros:
    """What a page of docs/ can call. An unknown name stops the build."""

    def __init__(self, env: Any) -> None:
        self._env = env  # mkdocs-macros-plugin's environment: `conf`, and `page` as it renders

    @property
    def _chantier(self) -> Chantier:
        return Chantier.de(self._env.conf)

    def compte(self, genre: str = "") -> int:
        """Number of entries, of one kind (`inspiraction`, `interview`…) or in all."""
        site = self._chantier.site
        if not genre:
            return len(site.corpus.fiches)
        return {g.genre: g.compte for g in site.genres}[genre]

    def entrees(
        self,
        theme: str = "",
        territoire: str = "",
        dispositif: str = "",
        genre: str = "",
        nombre: int = 12,
    ) -> Markup:
        """List of entries as links, newest first, filtered by what is given.

        `theme` and `dispositif` are ids, `territoire` the code of a place.
        """
        site = self._chantier.site
        listes = []
        if theme:
            listes.append(site.index["themes"][theme].fiches)
        if dispositif:
            listes.append(site.index["dispositifs"][dispositif].fiches)
        if territoire:
            listes.append(site.lieux[territoire].fiches)
        if genre:
            classe = next(g for g in GENRES if genre == g.GENRE)
            listes.append(site.corpus.du_genre(classe))
        if not listes:
            raise ValueError("entrees() attend un thème, un territoire, un dispositif ou un genre")
        communes = set.intersection(*({f.id for f in liste} for liste in listes))
        retenues = [site.vues[f.id] for f in listes[0] if f.id in communes][:nombre]
        racine = "../" * self._env.page.url.count("/")
        lignes = (
            Markup('<li><a href="{}{}">{}</a></li>').format(racine, v.adresse, v.titre)
            for v in retenues
        )
        return Markup("<ul>{}</ul>").format(Markup("").join(lignes))

    def catalogue_des_erreurs(self) -> Markup:
        return reference.page_des_codes()

    def listes_de_mots(self) -> Markup:
        return reference.page_des_listes(self._chantier.site.corpus.vocabulaires)

    def reference_du_modele(self) -> Markup:
        return reference.page_du_modele()
