"""Our scripts: modules where they are written, one plain script a use where they run.

A page opened from a disk may load no module, and a visit that starts with twenty requests
starts late. Each script that pages load is therefore assembled of its entry module and of
all that it imports, each once, what is imported first. Modules that two scripts of a page
share run once: they are kept in `window.inspiraction`, by name.

Only what our modules use of the syntax is understood (ECMA-262, 16.2): imports and exports
by name, at the start of a line for ours, no `export default`, no cycle, no exported variable
that changes. Anything else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

REGISTRE = "inspiraction"
_IMPORT = re.compile(r'^import (?:\{(?P<noms>[^}]*)\} from )?"\./(?P<module>[\w/-]+)\.js";\n', re.M)
_EXPORT = re.compile(
    r"(?:^|(?<=[;}]))export (?P<sorte>(?:async )?function|class|const) (?P<nom>\w+)", re.M
)
_RESTE = re.compile(r"^\s*(?:import|export)\b.*|\bimport\s*\(.*|\bimport\.meta\b.*", re.M)


class ErreurDAssemblage(ValueError):
    """A module that cannot be assembled; the message is for whoever wrote it."""


def lire(dossier: Path) -> dict[str, str]:
    """Return the modules of a folder: name, without « .js », → source."""
    return {
        fichier.relative_to(dossier).with_suffix("").as_posix(): fichier.read_text("utf-8")
        for fichier in sorted(dossier.rglob("*.js"))
    }


def assembler(modules: Mapping[str, str], entree: str) -> str:
    """Return one script: module `entree` and those that it needs."""
    corps = "".join(_envelopper(nom, modules[nom]) for nom in _ordonner(modules, entree, ()))
    return f'"use strict";\n((modules) => {{\n{corps}}})(window.{REGISTRE} ??= {{}});\n'


def _ordonner(
    modules: Mapping[str, str], nom: str, chemin: tuple[str, ...], vus: set[str] | None = None
) -> Iterator[str]:
    vus = set() if vus is None else vus
    if nom in chemin:
        raise ErreurDAssemblage(f"{' → '.join((*chemin, nom))} : ces modules s’importent en rond.")
    if nom in vus:
        return
    if nom not in modules:
        raise ErreurDAssemblage(f"{chemin[-1] if chemin else '?'}.js importe {nom}.js, qui manque.")
    vus.add(nom)
    for importe in _IMPORT.finditer(modules[nom]):
        yield from _ordonner(modules, importe["module"], (*chemin, nom), vus)
    yield nom


def _envelopper(nom: str, source: str) -> str:
    """A module as a function that runs once and returns what it exports."""
    noms: list[str] = []

    def importer(trouve: re.Match[str]) -> str:
        lies = [n.strip().replace(" as ", ": ") for n in (trouve["noms"] or "").split(",")]
        lies = [n for n in lies if n]
        return f'const {{ {", ".join(lies)} }} = modules["{trouve["module"]}"];\n' if lies else ""

    def exporter(trouve: re.Match[str]) -> str:
        noms.append(trouve["nom"])
        return f"{trouve['sorte']} {trouve['nom']}"

    corps = _EXPORT.sub(exporter, _IMPORT.sub(importer, source))
    if reste := _RESTE.search(corps):
        texte = reste[0].strip()
        ligne = source[: source.index(texte)].count("\n") + 1
        raise ErreurDAssemblage(f"{nom}.js:{ligne} : « {texte[:80]} » ne peut pas être assemblé.")
    return f'modules["{nom}"] ??= (() => {{\n{corps}\nreturn {{ {", ".join(noms)} }};\n}})();\n'
