"""Our scripts: modules where they are written, one plain script a use where they run.

A page opened from a disk may load no module, and a visit that starts with twenty requests
starts late. Each script that pages load is therefore assembled of its entry module and of
all that it imports, each once, what is imported first. Modules that two scripts of a page
share run once: they are kept in `window.inspiraction`, by name.

Only what our modules use of the syntax is understood (ECMA-262, 16.2): imports by name at
the start of a line, exports of one name each that never changes, no cycle. The rest is
refused, and so is a name that no module exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

REGISTRE = "inspiraction"
_IMPORT = re.compile(r'^import (?:\{(?P<noms>[^}]*)\} from )?"\./(?P<module>[\w/-]+)\.js";$', re.M)
_EXPORT = re.compile(
    r"(?:^|(?<=[;}]))export (?P<sorte>(?:async )?function|class|const) (?P<nom>\w+)", re.M
)
_RESTE = re.compile(r"^[ \t]*(?:import|export)\b.*|\bimport[ \t]*\(.*|\bimport\.meta\b.*", re.M)


class ErreurDAssemblage(ValueError):
    """A module that cannot be assembled; the message is for whoever wrote it."""


def lire(dossier: Path) -> dict[str, str]:
    """Return the modules of a folder: name, without « .js », → source."""
    return {
        fichier.relative_to(dossier).with_suffix("").as_posix(): fichier.read_text("utf-8")
        for fichier in sorted(dossier.rglob("*.js"))
    }


def assembler(modules: Mapping[str, str], entree: str) -> str:
    """Return one script: module `entree` and those that it needs.

    Raises `ErreurDAssemblage`.
    """
    if entree not in modules:
        raise ErreurDAssemblage(f"{entree}.js manque.")
    corps = "".join(_envelopper(modules, nom) for nom in _ordonner(modules, entree, (), set()))
    return f'"use strict";\n((modules) => {{\n{corps}}})(window.{REGISTRE} ??= {{}});\n'


def _ordonner(
    modules: Mapping[str, str], nom: str, chemin: tuple[str, ...], vus: set[str]
) -> Iterator[str]:
    if nom in chemin:
        raise ErreurDAssemblage(f"{' → '.join((*chemin, nom))} : ces modules s’importent en rond.")
    if nom in vus:
        return
    vus.add(nom)
    for importe in _IMPORT.finditer(modules[nom]):
        if importe["module"] not in modules:
            raise ErreurDAssemblage(f"{nom}.js importe {importe['module']}.js, qui manque.")
        yield from _ordonner(modules, importe["module"], (*chemin, nom), vus)
    yield nom


def _envelopper(modules: Mapping[str, str], nom: str) -> str:
    """A module as a function that runs once and returns what it exports."""

    def importer(trouve: re.Match[str]) -> str:
        module = trouve["module"]
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
