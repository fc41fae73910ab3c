"""Text → YAML nodes, safe against text made to exhaust the machine.

The C parser recurses on the C stack: a few thousand nested brackets kill the
process, without an exception. Its events come one by one, so they tell the depth
before anything is built.
"""

from __future__ import annotations

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Brut(LOADER):  # type: ignore[misc, valid-type]
    """Leaves scalars without a type: nobody here asks for it, and guessing takes time."""

    def resolve(self, kind: type, value: object, implicit: object) -> str:
        return ""


#: Deeper than any fiche, far from a crash.
PROFONDEUR_MAX = 40


class TropProfond(ValueError):
    """The text is nested beyond reason."""


def composer(texte: str) -> yaml.Node | None:
    """Return the root node of `texte`, None when it is empty.

    Raises `yaml.YAMLError` on bad YAML, `TropProfond` on a bomb. An alias gives the
    very node of its anchor: walkers must refuse a node that they have seen.
    """
    if _borne(texte) > PROFONDEUR_MAX and _profondeur(texte) > PROFONDEUR_MAX:
        raise TropProfond
    noeud: yaml.Node | None = yaml.compose(texte, Loader=_Brut)
    return noeud


def _borne(texte: str) -> int:
    """Return a quick upper bound of the depth: most texts need no closer look."""
    crochets = texte.count("[") + texte.count("{")
    lignes = texte.split("\n")
    return crochets + max(
        len(ligne) - len(ligne.lstrip()) + ligne.count("- ") + ligne.count("? ") for ligne in lignes
    )


def _profondeur(texte: str) -> int:
    profondeur = plus_grande = 0
    for evenement in yaml.parse(texte, Loader=LOADER):
        if isinstance(evenement, yaml.CollectionStartEvent):
            profondeur += 1
            plus_grande = max(plus_grande, profondeur)
            if plus_grande > PROFONDEUR_MAX:
                break
        elif isinstance(evenement, yaml.CollectionEndEvent):
            profondeur -= 1
    return plus_grande
