"""What the page « Données » offers: the same records in the form that each habit asks for.

`fichiers` lists every file, in the order of the page; the adapter writes them, and what describes
them to a portal is made from the same list, once they are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ..publication import Publication
from ..slices import Forme, Tranches, UneFois
from ..typography import typographier
from ..views.site import Site
from . import (
    bibliography,
    catalogue,
    datapackage,
    dcat,
    schema,
    skos,
    table,
    territories,
    versions,
    vocabularies,
    workbook,
)
from .families import DESCRIPTIONS, FAMILLES, Famille
from .records import Colonne, Ecrit, Fichier, ecrire, relever
from .versions import Version
from .whole import DOSSIER, citation

__all__ = [
    "DESCRIPTIONS",
    "DOSSIER",
    "FAMILLES",
    "Colonne",
    "Ecrit",
    "Famille",
    "Fichier",
    "Version",
    "citation",
    "descriptions",
    "ecrire",
    "fichiers",
    "formes",
    "manques",
    "relever",
]


def formes(site: Site) -> dict[str, Forme]:
    """Return how files write entries, by name: those that list them all are made of slices."""
    enregistrer = UneFois(partial(catalogue.enregistrer, site))
    lire = UneFois(lambda fiche: table.lire(fiche, enregistrer(fiche)))
    classeur = workbook.formes(lire) if workbook.disponible() else ()
    return {
        catalogue.JSON: catalogue.forme(enregistrer),
        table.NOM: table.forme(lire),
        **dict(classeur),
        **dict(bibliography.formes(site)),
    }


def fichiers(site: Site, tranches: Tranches | None = None) -> Iterator[Fichier]:
    """Yield the files of data; none is made before it is written.

    `tranches` holds what `formes` say of entries, when some of it is kept.
    """
    tranches = tranches or Tranches(site.corpus, formes(site))
    if workbook.disponible():
        yield workbook.fichier(site, tranches)
    yield table.fichier(tranches)
    yield catalogue.fichier(site, tranches)
    yield schema.fichier(site)
    yield from bibliography.fichiers(tranches)
    yield territories.fichier(site)
    yield skos.fichier(site)
    yield from vocabularies.fichiers(site)


def manques() -> Iterator[str]:
    """Yield what cannot be made here, and why, for whoever builds."""
    if not workbook.disponible():
        yield typographier(
            f"le classeur {workbook.NOM}, faute de la bibliothèque XlsxWriter "
            "(« pip install --require-hashes -r requirements.txt » l’ajoute)."
        )


def descriptions(
    site: Site, en_ligne: Publication, suite: Sequence[Version], ecrits: Sequence[Ecrit]
) -> Iterator[Fichier]:
    """Yield what describes the files of `ecrits`, to be written in this order and added to it.

    `suite` begins with the version that they are. The sums leave out what follows them: it stays
    online, and they are checked on a disk.
    """
    donnees = tuple(ecrits)
    yield datapackage.fichier(site, suite[0].version, donnees)
    yield versions.fichier(suite)
    yield versions.sommes(ecrits)
    if en_ligne.adresse:
        yield dcat.fichier(site, en_ligne, suite[0], donnees)
