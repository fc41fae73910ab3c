"""Text → YAML nodes, safe against text made to exhaust the machine.

The C parser recurses on the C stack: a few thousand nested brackets kill the
process, without an exception. It calls back at each node, so the depth is told
before it is reached.
"""

from __future__ import annotations

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Collections inside one another: deeper than any fiche, far from a crash.
PROFONDEUR_MAX = 40


class TropProfond(ValueError):
    """The text is nested beyond reason."""


class _Brut(LOADER):  # type: ignore[misc, valid-type]
    """Counts the levels, and leaves scalars without a type.

    Nobody here asks for a type, and guessing takes time.
    """

    niveau = 0

    def descend_resolver(self, parent: yaml.Node | None, index: object) -> None:
        self.niveau += 1
        if self.niveau > PROFONDEUR_MAX + 1:  # a value stands one level below its collection
            raise TropProfond

    def ascend_resolver(self) -> None:
        self.niveau -= 1

    def resolve(self, kind: type, value: object, implicit: object) -> str:
        return ""


def composer(texte: str) -> yaml.Node | None:
    """Return the root node of `texte`, None when it is empty.

    Raises `yaml.YAMLError` on bad YAML, `TropProfond` on a bomb. An alias gives the
    very node of its anchor: walkers must refuse a node that they have seen.
    """
    noeud: yaml.Node | None = yaml.compose(texte, Loader=_Brut)
    return noeud
