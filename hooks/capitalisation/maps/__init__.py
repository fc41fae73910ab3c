"""Maps: where the entries are, département by département and province by province.

`outlines.py` reads the drawings, `areas.py` counts the entries of each area, `classes.py` sorts
the counts into a few shades, `polygons.py` puts areas together where the Earth has them, and
`refresh/` writes the drawings again from their source.
"""

from .areas import Comptes, aire_de, aires, compter
from .background import fond
from .classes import Classe, classer, rang
from .outlines import Contour, Feuille, feuilles

__all__ = [
    "Classe",
    "Comptes",
    "Contour",
    "Feuille",
    "aire_de",
    "aires",
    "classer",
    "compter",
    "feuilles",
    "fond",
    "rang",
]
