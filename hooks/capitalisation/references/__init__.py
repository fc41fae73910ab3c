"""Entries as bibliographies, reference managers and articles take them."""

from .bibtex import bibtex
from .csl import csl, csl_json
from .embedded import SCHEMAS, coins, metadonnees
from .files import Telechargement, telechargements
from .french import DISPONIBLE, Citation, Morceau, extrait, francaise, origine
from .record import Formes, Reference, referencer, referencer_la_page, signataires
from .ris import ris

__all__ = [
    "DISPONIBLE",
    "SCHEMAS",
    "Citation",
    "Formes",
    "Morceau",
    "Reference",
    "Telechargement",
    "bibtex",
    "coins",
    "csl",
    "csl_json",
    "extrait",
    "francaise",
    "metadonnees",
    "origine",
    "referencer",
    "referencer_la_page",
    "ris",
    "signataires",
    "telechargements",
]
