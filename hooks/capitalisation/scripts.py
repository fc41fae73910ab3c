"""Our scripts: modules where they are written, one plain script a use where they run.

A page opened from a disk may load no module, and a visit that starts with twenty requests
starts late. Each script that pages load is therefore assembled of its entry module and of
all that it imports, each once, what is imported first. Modules that two scripts of a page
share run once: they are kept in `window.inspiraction`, by name.

A module is named by its path under `overrides/assets`, and imports others by theirs.

Only what our modules use of the syntax is understood (ECMA-262, 16.2): imports by name at
the start of a line, exports of one name each that never changes, no cycle. The rest is
refused, and so is a name that no module exports.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

REGISTRE = "inspiraction"
_IMPORT = re.compile(
    r'^import (?:\{(?P<noms>[^}]*)\} from )?"(?P<module>\.{1,2}/[\w./-]+)\.js";$', re.M
)
_EXPORT = re.compile(
    r"(?:^|(?<=[;}]))export (?P<sorte>(?:async )?function|class|const) (?P<nom>\w+)", re.M
)
_RESTE = re.compile(r"^[ \t]*(?:import|export)\b.*|\bimport[ \t]*\(.*|\bimport\.meta\b.*", re.M)

#: A comment that stands alone on its lines.
_COMMENTAIRE = re.compile(r"^[ \t]*(?://.*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.M)
_MARGE = re.compile(r"^\s+", re.M)


class ErreurDAssemblage(ValueError):
    """A module that cannot be assembled; the message is for whoever wrote it."""


def lire(assets: Path, *dossiers: str) -> dict[str, str]:
    """Return the modules of some folders of `assets`: name, without « .js », → source."""
    return {
        fichier.relative_to(assets).with_suffix("").as_posix(): fichier.read_text("utf-8")
        for dossier in dossiers
        for fichier in sorted((assets / dossier).rglob("*.js"))
    }


def assembler(modules: Mapping[str, str], entree: str) -> str:
    """Return one script: module `entree` and those that it needs.

    Raises `ErreurDAssemblage`.
    """
    if entree not in modules:
        raise ErreurDAssemblage(f"{entree}.js manque.")
    corps = "".join(_envelopper(modules, nom) for nom in _ordonner(modules, entree, (), set()))
    return f'"use strict";\n((modules) => {{\n{corps}}})(window.{REGISTRE} ??= {{}});\n'


def alleger(script: str) -> str:
    """Return `script` without the lines and the margins that only its authors read.

    The rest is left as it is: minifiers written for Python take spaces out of template literals.
    Ours stand on one line each.
    """
    return _MARGE.sub("", _COMMENTAIRE.sub("", script))


def _ordonner(
    modules: Mapping[str, str], nom: str, chemin: tuple[str, ...], vus: set[str]
) -> Iterator[str]:
    if nom in chemin:
        raise ErreurDAssemblage(f"{' → '.join((*chemin, nom))} : ces modules s’importent en rond.")
    if nom in vus:
        return
    vus.add(nom)
    for trouve in _IMPORT.finditer(modules[nom]):
        importe = _nommer(nom, trouve)
        if importe not in modules:
            raise ErreurDAssemblage(f"{nom}.js importe {importe}.js, qui manque.")
        yield from _ordonner(modules, importe, (*chemin, nom), vus)
    yield nom


def _nommer(nom: str, trouve: re.Match[str]) -> str:
    """The module that module `nom` imports, by its path from there."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(nom), trouve["module"]))


def _envelopper(modules: Mapping[str, str], nom: str) -> str:
    """A module as a function that runs once and returns what it exports."""

    def importer(trouve: re.Match[str]) -> str:
        module = _nommer(nom, trouve)
        lies = [lie.strip().split(" as ") for lie in (trouve["noms"] or "").split(",")]
        lies = [lie for lie in lies if lie[0]]
        for exporte, *_ in lies:
            if exporte not in _exports(modules[module]):
                raise ErreurDAssemblage(
                    f"{nom}.js importe « {exporte} », que {module}.js n’exporte pas."
                )
        # As many lines as before: those of an error are counted below.
        fin = "\n" * trouve[0].count("\n")
        return f'const {{ {", ".join(map(": ".join, lies))} }} = modules["{module}"];{fin}'

    corps = _IMPORT.sub(importer, modules[nom])
    corps = _EXPORT.sub(lambda trouve: f"{trouve['sorte']} {trouve['nom']}", corps)
    if reste := _RESTE.search(corps):
        ligne = corps.count("\n", 0, reste.start()) + 1
        texte = reste[0].strip()[:80]
        raise ErreurDAssemblage(f"{nom}.js:{ligne} : « {texte} » ne peut pas être assemblé.")
    rendus = ", ".join(_exports(modules[nom]))
    return f'modules["{nom}"] ??= (() => {{\n{corps}\nreturn {{ {rendus} }};\n}})();\n'


def _exports(source: str) -> list[str]:
    return [trouve["nom"] for trouve in _EXPORT.finditer(source)]
