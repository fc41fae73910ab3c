"""MkDocs events, a few lines each: the work is done in `mkdocs_adapter`."""

from __future__ import annotations

import gc
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from capitalisation.markup import habiller
from mkdocs_adapter import (
    archive,
    drawing,
    harvest,
    making,
    pages,
    paper,
    report,
    schemas,
)
from mkdocs_adapter import context as contexte
from mkdocs_adapter.chantier import Chantier
from mkdocs_adapter.preview import Apercu

#: The preview under way: it outlives the builds that it asks for.
_apercu: Apercu | None = None


def on_startup(command: str, dirty: bool) -> None:
    # A build makes many records that last until its end: looking through all of
    # them for garbage again and again took a tenth of its time.
    gc.set_threshold(100_000, 50, 100)
    if command == "serve":
        global _apercu
        paper.sans_livres()
        contexte.en_apercu()
        _apercu = Apercu()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    Chantier.ouvrir(config)
    if _apercu:
        _apercu.ouvrir(config)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    report.refuser_si_erreurs(Chantier.de(config).charger())


def on_files(files: Files, config: MkDocsConfig) -> Files:
    pages.retirer_les_fichiers_du_theme(files, config)
    pages.assembler_les_scripts(files, config)
    pages.alleger(files)
    schemas.publier(files, config)
    if _apercu:
        drawing.verifier_les_adresses(files, config)
    else:
        pages.ajouter_images(files, config)
    return files


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    if _apercu:
        _apercu.preparer(env, config, files)
        return env
    contexte.preparer(env, config, files)
    # Before the pages of docs/ are drawn: they say what there is to take away, and how heavy it is.
    making.fabriquer(files, config)
    return env


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return habiller(html)


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any
) -> dict[str, Any]:
    return contexte.de_page(context, page, config)


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    return contexte.de_gabarit(context, config) if template_name == "404.html" else context


def on_post_build(config: MkDocsConfig) -> None:
    if _apercu:
        _apercu.poser(config)
        return
    Chantier.de(config).recherche.terminer()
    harvest.ecrire(config)
    archive.ecrire(config)
    # The program ends here: all that it holds would be looked through for garbage, then again.
    gc.freeze()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    return _apercu.brancher(server, builder) if _apercu else server


def on_build_error(error: Exception) -> None:
    if _apercu:
        _apercu.refuser(error)


def on_shutdown() -> None:
    if _apercu:
        _apercu.fermer()
