"""What is compared: each engine says how to build a corpus, as its user would.

Only ours and MkDocs are dependencies of the project. The others are measured when they are
installed: a program is looked for where its variable says (`CAPITALISATION_BENCH_HUGO`), then on
the PATH, then beside our interpreter.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

PROJET = Path(__file__).resolve().parents[2]


class ProgrammeIntrouvable(Exception):
    """A variable names a program that is not there."""


@dataclass(frozen=True)
class Construction:
    """A command that builds a site, where it runs, and what it adds to the environment."""

    commande: list[str]
    dossier: Path
    environnement: dict[str, str]


@dataclass(frozen=True)
class Chaine:
    """An engine set up to build one corpus.

    Its own copy of the entries is in `sources`, to edit; `seconde` builds again in the same place.
    """

    sources: Path
    site: Path
    froide: Construction
    seconde: Construction


@dataclass(frozen=True)
class Moteur:
    """An engine. `monter(programme, corpus, dossier)` writes all that it needs in `dossier`.

    `programme` is the name of its command, "" for what runs in our own interpreter; `donnees`
    are the paths of what only its search loads; `debut`, `par_millier` and `exposant` tell about
    how many seconds its builds take, before any is made.
    """

    cle: str
    nom: str
    monter: Callable[[str, Path, Path], Chaine]
    programme: str = ""
    donnees: tuple[str, ...] = ()
    debut: float = 1
    par_millier: float = 5
    exposant: int = 1

    def trouver(self) -> str | None:
        """Return the path of its program, None when it is not installed.

        Raises `ProgrammeIntrouvable` when its variable names nothing that runs.
        """
        if not self.programme:
            return sys.executable
        variable = f"CAPITALISATION_BENCH_{self.programme.upper()}"
        if nomme := os.environ.get(variable):
            # Builds run in folders of their own.
            if trouve := shutil.which(nomme):
                return os.path.abspath(trouve)
            raise ProgrammeIntrouvable(f"{variable} : « {nomme} » n’est pas un programme.")
        voisins = str(Path(sys.executable).parent)
        return shutil.which(self.programme) or shutil.which(self.programme, path=voisins)

    def version(self, programme: str) -> str:
        """Return the version that `programme` gives of itself."""
        option = "version" if self.programme == "hugo" else "--version"
        dit = subprocess.run(
            [programme, option], capture_output=True, encoding="utf-8", errors="replace"
        ).stdout
        trouvee = re.search(r"\bv?(\d+\.\d+[.\w]*)", dit)
        return trouvee[1] if trouvee else "version inconnue"

    def estimer(self, entrees: int, delai: float) -> float:
        """About how many seconds a build and the next take, at most `delai` each."""
        froide = self.debut + self.par_millier * (entrees / 1000) ** self.exposant
        return min(2 * froide, 2 * delai)


# --- Ours ---------------------------------------------------------------------


def _nous(programme: str, corpus: Path, dossier: Path, *options: str, **variables: str) -> Chaine:
    """Our whole build, as people ask for it; its caches are empty."""
    sources, site = dossier / "fiches", dossier / "site"
    shutil.copytree(corpus, sources)
    construire = ["-m", "capitalisation", "construire", "--fiches", str(sources)]
    construction = Construction(
        [programme, *construire, "--sortie", str(site), *options],
        PROJET,
        {"CAPITALISATION_CACHE": str(dossier / "cache"), **variables},
    )
    return Chaine(sources, site, construction, construction)


def _nous_et_archive(programme: str, corpus: Path, dossier: Path) -> Chaine:
    return _nous(programme, corpus, dossier, "--hors-ligne")


def servir(corpus: Path, dossier: Path, adresse: str) -> Construction:
    """The preview of `corpus`, at « hôte:port »; its caches are in `dossier`."""
    commande = [sys.executable, "-m", "capitalisation", "servir", "--fiches", str(corpus)]
    variables = {"CAPITALISATION_CACHE": str(dossier / "cache")}
    return Construction([*commande, "--adresse", adresse], PROJET, variables)


def profiler(corpus: Path, dossier: Path, releve: Path) -> Construction:
    """Our build under cProfile."""
    commande = [sys.executable, "-m", "cProfile", "-o", str(releve), "-m", "mkdocs", "build"]
    return _dans_mkdocs([*commande, "--strict", "-d", str(dossier / "site")], corpus, dossier)


def chronometrer(corpus: Path, dossier: Path, releve: Path) -> Construction:
    """Our build, with a stopwatch on its exports."""
    commande = [sys.executable, "-m", "tests.bench.exports", str(releve), str(dossier / "site")]
    return _dans_mkdocs(commande, corpus, dossier)


def _dans_mkdocs(commande: list[str], corpus: Path, dossier: Path) -> Construction:
    variables = {
        "CAPITALISATION_FICHES": str(corpus),
        "CAPITALISATION_CACHE": str(dossier / "cache"),
    }
    return Construction(commande, PROJET, variables)


# --- The others ---------------------------------------------------------------


def _de_la_famille(corpus: Path, dossier: Path, reglages: dict[str, Any]) -> Path:
    """Write a project that MkDocs and Zensical both read; return the folder of its pages.

    What a page of ours costs is not what Markdown extensions cost: those of MkDocs are named,
    since Zensical has many more where none is.
    """
    pages = dossier / "docs"
    shutil.copytree(corpus, pages)
    (pages / "index.md").write_text("# Corpus fictif\n", encoding="utf-8")
    reglages = {
        "site_name": "Corpus fictif",
        "theme": {"name": "material", "language": "fr", "font": False},
        "markdown_extensions": ["toc", "tables", "fenced_code"],
        "plugins": [],
        **reglages,
    }
    # JSON is YAML.
    (dossier / "mkdocs.yml").write_text(json.dumps(reglages, indent=1), encoding="utf-8")
    return pages


def _hors_navigation(corpus: Path) -> dict[str, Any]:
    dossiers = sorted(d.name for d in corpus.iterdir() if d.is_dir())
    return {"nav": ["index.md"], "not_in_nav": "\n".join(f"/{nom}/" for nom in dossiers)}


def _mkdocs(programme: str, corpus: Path, dossier: Path, reglages: dict[str, Any]) -> Chaine:
    pages = _de_la_famille(corpus, dossier, reglages)
    commande = [programme, "-m", "mkdocs", "build"]
    return Chaine(
        pages,
        dossier / "site",
        Construction([*commande, "--strict"], dossier, {}),
        # Only the pages whose file is newer than theirs; it warns that menus may be wrong.
        Construction([*commande, "--dirty"], dossier, {}),
    )


def _nu(programme: str, corpus: Path, dossier: Path) -> Chaine:
    """Bare MkDocs + Material on the same files: no plugin, no search, entries outside the nav."""
    return _mkdocs(programme, corpus, dossier, _hors_navigation(corpus))


def _nu_et_recherche(programme: str, corpus: Path, dossier: Path) -> Chaine:
    """The same, with the search that Material brings."""
    recherche = {"plugins": [{"search": {"lang": "fr"}}]}
    return _mkdocs(programme, corpus, dossier, _hors_navigation(corpus) | recherche)


def _en_navigation(programme: str, corpus: Path, dossier: Path) -> Chaine:
    """The same without search, every entry in the menu of every page, as MkDocs does by itself."""
    return _mkdocs(programme, corpus, dossier, {})


def _zensical(programme: str, corpus: Path, dossier: Path) -> Chaine:
    """The settings of bare MkDocs; it always makes the data of its search."""
    pages = _de_la_famille(corpus, dossier, _hors_navigation(corpus))
    construction = Construction([programme, "build"], dossier, {})
    return Chaine(pages, dossier / "site", construction, construction)


#: Three templates, nothing but the text: what Hugo takes at the very least.
_HUGO = {
    "baseof": '<!doctype html>\n<html lang="fr">\n<head><meta charset="utf-8">'
    "<title>{{ .Params.titre }}</title></head>\n"
    '<body>{{ block "main" . }}{{ end }}</body>\n</html>\n',
    "single": '{{ define "main" }}<main><h1>{{ .Params.titre }}</h1>\n{{ .Content }}</main>'
    "{{ end }}\n",
    "list": '{{ define "main" }}<main><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">'
    "{{ .Params.titre }}</a></li>{{ end }}</ul></main>{{ end }}\n",
}


def _hugo(programme: str, corpus: Path, dossier: Path) -> Chaine:
    pages, gabarits = dossier / "content", dossier / "layouts" / "_default"
    # Hugo takes the key « url » for the address of the page, and refuses that of another site.
    shutil.copytree(corpus, pages, copy_function=_sans_url)
    gabarits.mkdir(parents=True)
    for nom, texte in _HUGO.items():
        (gabarits / f"{nom}.html").write_text(texte, encoding="utf-8")
    reglages = {
        "title": "Corpus fictif",
        "baseURL": "/",
        "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "robotsTXT"],
        # An entry dated after today is a page like the others.
        "buildFuture": True,
    }
    (dossier / "hugo.json").write_text(json.dumps(reglages, indent=1), encoding="utf-8")
    commande = [programme, "--destination", str(dossier / "site"), "--noBuildLock"]
    construction = Construction(commande, dossier, {"HUGO_CACHEDIR": str(dossier / "cache")})
    return Chaine(pages, dossier / "site", construction, construction)


def _sans_url(source: str, cible: str) -> None:
    texte = Path(source).read_text(encoding="utf-8")
    Path(cible).write_text(re.sub(r"(?m)^url:", "lien:", texte, count=1), encoding="utf-8")


_ELEVENTY = """export default (config) => {
  config.addGlobalData("layout", "base.liquid");
  return { dir: { input: "pages", output: "site" }, markdownTemplateEngine: false };
};
"""
_LIQUID = (
    '<!doctype html>\n<html lang="fr">\n<head><meta charset="utf-8"><title>{{ titre }}</title>'
    "</head>\n<body><main><h1>{{ titre }}</h1>\n{{ content }}</main></body>\n</html>\n"
)


def _eleventy(programme: str, corpus: Path, dossier: Path) -> Chaine:
    """Its incremental build is for its own server alone: a second build is a whole one."""
    pages = dossier / "pages"
    shutil.copytree(corpus, pages)
    (pages / "_includes").mkdir()
    (pages / "_includes" / "base.liquid").write_text(_LIQUID, encoding="utf-8")
    (dossier / "eleventy.config.mjs").write_text(_ELEVENTY, encoding="utf-8")
    commande = [programme, "--config=eleventy.config.mjs", "--quiet"]
    construction = Construction(commande, dossier, {})
    return Chaine(pages, dossier / "site", construction, construction)


# --- All of them --------------------------------------------------------------

NOUS = Moteur(
    "nous", "Inspir’action", _nous, donnees=("pagefind/", "recherche/"), debut=3, par_millier=10
)
SANS_RECHERCHE = Moteur(
    "sans-recherche", "Inspir’action, sans recherche",
    partial(_nous, CAPITALISATION_SANS_RECHERCHE="1"), debut=5, par_millier=6,
)  # fmt: skip
NOUS_ET_ARCHIVE = Moteur(
    "nous-et-archive", "Inspir’action et son archive", _nous_et_archive, donnees=NOUS.donnees
)
NU = Moteur("nu", "MkDocs + Material nu", _nu, par_millier=3)
NU_ET_RECHERCHE = Moteur(
    "nu-et-recherche", "MkDocs + Material et sa recherche", _nu_et_recherche
)  # fmt: skip
EN_NAVIGATION = Moteur(
    "navigation", "Material, tout en navigation", _en_navigation, par_millier=30, exposant=2
)
ZENSICAL = Moteur(
    "zensical", "Zensical", _zensical, "zensical", donnees=("search.json",), par_millier=9
)
HUGO = Moteur("hugo", "Hugo, gabarit minimal", _hugo, "hugo", par_millier=0.8)
ELEVENTY = Moteur("eleventy", "Eleventy, gabarit minimal", _eleventy, "eleventy", par_millier=2)

#: In the order of the table.
MOTEURS = (NOUS, SANS_RECHERCHE, NU, EN_NAVIGATION, ZENSICAL, HUGO, ELEVENTY)


def environnement(construction: Construction, temporaire: Path) -> dict[str, str]:
    """The user's environment, without what would change our builds.

    Temporary files stay on the disk of the benchmark. Hundreds of PDF would be all that is
    measured: they are left out.
    """
    herite = {
        nom: valeur
        for nom, valeur in os.environ.items()
        if not nom.startswith(("CAPITALISATION_", "INSPIRACTION_"))
    }
    propre = {"TMPDIR": str(temporaire), "CAPITALISATION_SANS_PDF": "1"}
    return herite | propre | construction.environnement
