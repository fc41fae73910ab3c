"""The pages of the site as plain records: what each one shows, ready for a template.

A `Page` has an address, a template, its breadcrumbs and a way to compose its
content. Composing is done page by page, when the page is written, so that a
large corpus never stands in memory as HTML. No engine is named here.
"""

from .pages import des_entrees, listes, redirections, toutes
from .records import ACCUEIL, Annonce, EntreeVue, FicheVue, Miette, Page
from .site import Site

__all__ = [
    "ACCUEIL",
    "Annonce",
    "EntreeVue",
    "FicheVue",
    "Miette",
    "Page",
    "Site",
    "des_entrees",
    "listes",
    "redirections",
    "toutes",
]
