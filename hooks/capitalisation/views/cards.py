"""An entry as lists and cards show it."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from .. import dates
from ..corpus import Fiche
from ..typography import typographier
from .records import FicheVue

#: A view says nothing but what its entry does: a preview makes those of entries that changed.
_vues: WeakKeyDictionary[Fiche, FicheVue] = WeakKeyDictionary()


def fiche_vue(fiche: Fiche) -> FicheVue:
    """Return the view of `fiche` that every list shares."""
    if (vue := _vues.get(fiche)) is None:
        vue = _vues[fiche] = _composer(fiche)
    return vue


def _composer(fiche: Fiche) -> FicheVue:
    meta = fiche.meta
    image = f"images/{fiche.id}/{meta.image.fichier}" if meta.image else ""
    return FicheVue(
        id=fiche.id,
        genre=fiche.genre.GENRE,
        libelle_genre=fiche.genre.LIBELLE,
        libelle_genre_pluriel=fiche.genre.LIBELLE_PLURIEL,
        adresse=fiche.adresse,
        titre=typographier(meta.titre),
        resume=typographier(meta.resume),
        themes=fiche.themes,
        lieux=fiche.lieux,
        dispositifs=fiche.dispositifs,
        publics=fiche.publics,
        demarches=fiche.demarches,
        cadres=fiche.cadres,
        porteur=fiche.porteur,
        partenaires=fiche.partenaires,
        nature=fiche.nature,
        periode_texte=dates.periode(meta.periode),
        date=meta.date,
        date_texte=dates.jour(meta.date),
        statut=meta.statut,
        meta=meta,
        image_adresse=image,
    )
