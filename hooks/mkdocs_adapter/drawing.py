"""The pages of the core, drawn and written: MkDocs knows none of them.

Contributors' text therefore never meets MkDocs' Markdown, nor any plugin that would render it as
a template; and fifty thousand pages cost what their templates do, no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from capitalisation.views import Page
from capitalisation.views.records import Redirection

from . import keeping, sharing
from .chantier import Chantier
from .context import flux
from .tasks import Travail

#: Pages that a worker draws at a time.
PAR_LOT = 25


@dataclass(frozen=True, slots=True)
class PageDessinee:
    """What templates see as `page`, when it does not come from docs/."""

    canonical_url: str | None
    is_homepage: bool = False


class Presse:
    """Draws the pages of one build into its site."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._chantier = Chantier.de(config)
        self._config = config
        self._site = Path(config.site_dir)
        assert self._chantier.gabarits
        self._globales = self._chantier.gabarits.globals

    def imprimer(self, page: Page, vue: Any = None) -> None:
        """Write `page`, which shows `vue`, or what it composes, if its ingredients are new."""
        fiche = page.fiche
        dite = vue or (page.ingredients or page.composer)()
        composer = page.composer if page.ingredients else lambda: dite
        self._chantier.poser(
            self._site / f"{page.adresse}index.html",
            lambda: self.dessiner(page, composer()).encode("utf-8", "xmlcharrefreplace"),
            *("page", page.adresse, page.gabarit, page.titre, page.description, page.fil, dite),
            flux(self._chantier, page.adresse, dite),
            # What all pages share, and the books of a dossier.
            self._globales["site"],
            fiche and self._globales["livres"].get(fiche.id),
        )

    def dessiner(self, page: Page, vue: Any) -> str:
        """Return the HTML of `page`, which shows `vue`."""
        chantier = self._chantier
        assert chantier.gabarits
        vers = vue.vers if isinstance(vue, Redirection) else page.adresse
        dessinee = PageDessinee(chantier.en_ligne.page(vers) if chantier.se_nomme else None)
        contexte = {
            "config": self._config,
            "page": dessinee,
            "vue": vue,
            "racine": page.racine,
            "fil": page.fil,
            "titre_page": page.titre,
            "description": page.description,
            "flux": flux(chantier, page.adresse, vue),
            "partage": sharing.de_la_page(chantier, page, vue),
        }
        return chantier.gabarits.get_template(page.gabarit).render(contexte)


def travaux(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the drawing of all the pages but those of entries."""
    chantier, presse = Chantier.de(config), Presse(config)

    def imprimer(lot: Sequence[Page]) -> None:
        for page in lot:
            presse.imprimer(page)

    def dessiner(pages: Sequence[Page]) -> Iterator[Travail]:
        for debut in range(0, len(pages), PAR_LOT):
            yield Travail(partial(imprimer, pages[debut : debut + PAR_LOT]))

    yield from keeping.en_bloc(config, "listes", lambda: dessiner(chantier.listes))
    yield from dessiner(chantier.redirections)


def verifier_les_adresses(files: Files, config: MkDocsConfig) -> None:
    """Refuse two pages at one address: one would overwrite the other without a word."""
    prises = {file.url: file.src_uri for file in files.documentation_pages()}
    for page in Chantier.de(config).annonces:
        source = f"fiches/{page.fiche.relatif}" if page.fiche else f"« {page.titre} »"
        if autre := prises.get(page.adresse):
            raise PluginError(
                f"Deux pages ont la même adresse « {page.adresse} » : {autre} et {source}. "
                "Renommez l’une des deux."
            )
        prises[page.adresse] = source
