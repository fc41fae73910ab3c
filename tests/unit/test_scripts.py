"""Modules as they are written → the script that a page loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from capitalisation.scripts import ErreurDAssemblage, alleger, assembler, lire
from mkdocs_adapter.pages import ENTREES, SALLES

OVERRIDES = Path(__file__).parents[2] / "overrides"
TRANSPORT, HORS_LIGNE = "recherche/transport", "recherche/transport-hors-ligne"


def test_each_module_stands_once_after_what_it_imports() -> None:
    modules = {
        "page": 'import { a } from "./a.js";\nimport { b } from "./b.js";\na(b);\n',
        "a": 'import {\n  c,\n} from "./sous/c.js";\nexport function a() { return c; }\n',
        "b": 'import { c as autre } from "./sous/c.js";\nexport const b = autre;\n',
        "sous/c": 'import { d } from "../autre/d.js";\nf();export const c = d;\n',
        "autre/d": "export const d = 1;\n",
        "inutile": "export const e = 2;\n",
    }
    script = assembler(modules, "page")
    ordre = [
        script.index(f'modules["{nom}"] ??=') for nom in ("autre/d", "sous/c", "a", "b", "page")
    ]
    assert ordre == sorted(ordre)
    assert script.count('modules["sous/c"] ??=') == 1
    assert "inutile" not in script
    assert 'const { c: autre } = modules["sous/c"];' in script
    assert "return { c };" in script
    assert "import" not in script
    assert "export" not in script


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ({}, r"^page\.js manque"),
        ({"page": 'import { a } from "./a.js";\n'}, r"page\.js importe a\.js, qui manque"),
        (
            {"page": 'import { b } from "./a.js";\n', "a": "export const a = 1, b = 2;\n"},
            r"page\.js importe « b », que a\.js n’exporte pas",
        ),
        (
            {
                "page": 'import { a } from "./a.js";\n',
                "a": 'import { b } from "./page.js";\nexport const a = b;\n',
            },
            "page → a → page",
        ),
        (
            {
                "page": 'import {\n  a,\n} from "./a.js";\n'
                "// export default a;\nexport default a;\n",
                "a": "export const a = 1;\n",
            },
            r"page\.js:5 : « export default a",
        ),
        ({"page": "export default f;export const x = 1;\n"}, r"page\.js:1 : « export default f"),
        ({"page": "export let compte = 1;\n"}, "export let compte"),
        ({"page": 'export { a } from "./a.js";\n', "a": ""}, "export { a }"),
        ({"page": 'import * as a from "./a.js";\n', "a": ""}, r"import \* as a"),
        ({"page": 'if (tard) import("./a.js");\n', "a": ""}, r'import\("\./a\.js"\)'),
        ({"page": "fetch(import.meta.url);\n"}, r"import\.meta"),
    ],
)
def test_what_cannot_be_assembled_is_refused(modules: dict[str, str], message: str) -> None:
    with pytest.raises(ErreurDAssemblage, match=message):
        assembler(modules, "page")


def test_every_module_of_the_project_is_in_a_script_and_every_script_is_loaded() -> None:
    modules = lire(OVERRIDES / "assets", *SALLES)
    hors_ligne = modules | {TRANSPORT: modules[HORS_LIGNE]}
    scripts = [assembler(m, nom) for m in (modules, hors_ligne) for nom in ENTREES]
    # Of the two transports, one takes the place of the other.
    for nom in modules.keys() - {HORS_LIGNE}:
        assert any(f'modules["{nom}"] ??=' in script for script in scripts), nom
    textes = [f.read_text(encoding="utf-8") for f in OVERRIDES.rglob("*.html")]
    for nom in ENTREES:
        demandes = (f'script("{nom}", racine)', f'script("{nom.removeprefix("recherche/")}")')
        assert any(d in texte for d in demandes for texte in (*textes, *modules.values())), nom


def test_both_transports_render_the_same_services() -> None:
    modules = lire(OVERRIDES / "assets", *SALLES)
    rendus = [
        set(re.findall(r"^export (?:async )?(?:const|function) (\w+)", modules[nom], re.M))
        for nom in (TRANSPORT, HORS_LIGNE)
    ]
    assert rendus[0] == rendus[1] >= {"adresse", "demander", "PAR_PAQUET"}


def test_a_published_script_loses_what_only_its_authors_read_and_no_text() -> None:
    ecrit = (
        "// Seule.\n"
        "/** Sur\n * deux lignes. */\n"
        "  const a = `place ${n} sur ${total}`; // à la fin\n"
        '\n  const b = "https://exemple.org/*"; /* ici */ const c = 1;\n'
    )
    assert alleger(ecrit) == (
        "const a = `place ${n} sur ${total}`; // à la fin\n"
        'const b = "https://exemple.org/*"; /* ici */ const c = 1;\n'
    )
