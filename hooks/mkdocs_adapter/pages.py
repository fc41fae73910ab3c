"""Core pages → MkDocs files and pages, all outside MkDocs' navigation."""

from __future__ import annotations

import rcssmin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from capitalisation import scripts
from capitalisation.views import Page as PageDuSite
from capitalisation.views import toutes

from .chantier import Chantier

#: The rooms of our modules, under `overrides/assets`.
SALLES = ("recherche", "contribution", "explorer", "selection")
#: The modules that pages load; the others are parts of them.
ENTREES = (
    "recherche/entete",
    "recherche/page",
    "recherche/propositions",
    "recherche/surlignage",
    "recherche/introuvable",
    "contribution/formulaire",
    "explorer/enseignements",
    "selection/boutons",
    "selection/selection",
    "selection/comparer",
    "selection/citer",
    "explorer/semblables",
    "explorer/guide",
)


class PageGeneree(Page):
    """A page whose content comes from the core: there is no Markdown file to read.

    Contributors' text therefore never meets MkDocs' Markdown, nor any plugin
    that would render it as a template.
    """

    def __init__(self, modele: PageDuSite, file: File, config: MkDocsConfig) -> None:
        super().__init__(modele.titre, file, config)
        self.modele = modele
        self.meta = {"template": modele.gabarit, "description": modele.description}

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = ""
        self.toc = TableOfContents([])


def ajouter(files: Files, config: MkDocsConfig) -> None:
    """Add every page of the corpus to `files`."""
    chantier = Chantier.de(config)
    prises = {f.dest_uri: f.src_uri for f in files.documentation_pages()}
    for modele in toutes(chantier.site):
        source = _source(modele)
        file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        if file.dest_uri in prises:
            # MkDocs would overwrite one page with the other without a word.
            raise PluginError(
                f"Deux pages ont la même adresse « {modele.adresse} » : {prises[file.dest_uri]} "
                f"et {source}. Renommez l’une des deux."
            )
        prises[file.dest_uri] = source
        if modele.fiche and chantier.edition:
            file.edit_uri = chantier.edition + modele.fiche.relatif
        files.append(file)
        chantier.pages.append(PageGeneree(modele, file, config))


def ajouter_images(files: Files, config: MkDocsConfig) -> None:
    """Add the images of published entries, and of them only."""
    chantier = Chantier.de(config)
    for fiche in chantier.site.corpus.fiches.values():
        dossier = chantier.fiches / "images" / fiche.id
        for nom in sorted(fiche.images):
            files.append(
                File.generated(
                    config,
                    f"images/{fiche.id}/{nom}",
                    abs_src_path=str(dossier / nom),
                    inclusion=InclusionLevel.NOT_IN_NAV,
                )
            )


def retirer_les_fichiers_du_theme(files: Files, config: MkDocsConfig) -> None:
    """Leave out what Material brings: our pages load none of it."""
    # Not « of the project »: the theme is often installed inside, in .venv.
    notres = (config.docs_dir, str(Chantier.de(config).racine_projet / "overrides"))
    for file in list(files):
        # What books are made with is not a part of the site.
        papier = file.src_uri.startswith("papier/")
        if papier or (file.src_dir and file.src_dir not in notres):
            files.remove(file)


def modules(chantier: Chantier) -> dict[str, str]:
    """The modules that the scripts of pages are assembled of: name → source."""
    return scripts.lire(chantier.racine_projet / "overrides" / "assets", *SALLES)


def assembler_les_scripts(files: Files, config: MkDocsConfig) -> None:
    """Publish the scripts that pages load in place of the modules that they are made of."""
    siens = modules(Chantier.de(config))
    for nom in siens:
        if module := files.get_file_from_path(f"assets/{nom}.js"):
            files.remove(module)
    for nom in ENTREES:
        try:
            assemble = scripts.alleger(scripts.assembler(siens, nom))
        except scripts.ErreurDAssemblage as exc:
            raise PluginError(str(exc)) from exc
        files.append(File.generated(config, f"assets/{nom}.js", content=assemble))


def alleger(files: Files) -> None:
    """Publish our styles, and scripts that stand alone, without what only their authors read."""
    for file in files:
        if file.src_uri.startswith("assets/") and not file.src_uri.startswith("assets/tiers/"):
            if file.src_uri.endswith(".css"):
                file.content_string = rcssmin.cssmin(file.content_string)
            elif file.src_uri.startswith("assets/js/"):
                file.content_string = scripts.alleger(file.content_string)


def _source(modele: PageDuSite) -> str:
    """Return the source path whose address MkDocs makes `modele.adresse` of."""
    if modele.adresse.count("/") == 1:
        return f"{modele.adresse}index.md"
    return f"{modele.adresse.rstrip('/')}.md"
