"""The files of the site that MkDocs copies: styles, scripts, images of entries."""

from __future__ import annotations

import rcssmin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from capitalisation import scripts

from .chantier import Chantier

#: The rooms of our modules, under `overrides/assets`.
SALLES = ("recherche", "contribution", "explorer", "selection")
#: The room of the scripts that stand in pages, beside the others: nothing loads them.
INCORPORES = "incorpores"
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
        # What books and pages are made with is not a part of the site.
        outil = file.src_uri.startswith(("papier/", f"assets/{INCORPORES}/"))
        if outil or (file.src_dir and file.src_dir not in notres):
            files.remove(file)


def modules(chantier: Chantier) -> dict[str, str]:
    """The modules that the scripts of pages are assembled of: name → source."""
    return scripts.lire(chantier.racine_projet / "overrides" / "assets", *SALLES)


def incorpores(chantier: Chantier) -> dict[str, str]:
    """The scripts that stand in pages: name → text."""
    siens = scripts.lire(chantier.racine_projet / "overrides" / "assets", INCORPORES)
    return {
        nom.removeprefix(f"{INCORPORES}/"): scripts.alleger(texte) for nom, texte in siens.items()
    }


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
