"""What a feed says of an entry, the same in every format."""

from __future__ import annotations

import datetime as dt
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from markupsafe import escape

from ..corpus import Fiche
from ..licences import licence, uri
from ..publication import Publication
from ..references import signataires
from ..typography import typographier, une_ligne
from ..views.records import Licence
from ..views.site import Site
from ..xml import sans_interdits
from .channels import identite


@dataclass(frozen=True, slots=True)
class Image:
    """The picture of an entry: its address, its size in bytes, its media type."""

    adresse: str
    taille: int
    media: str


@dataclass(frozen=True, slots=True)
class Nouvelle:
    """An entry as feeds tell it: plain text, typography done, but `html`.

    `auteurs` is empty when nobody signs but the site; `mots` are its kind, its themes, its
    dispositifs, its places.
    """

    id: str
    adresse: str
    titre: str
    resume: str
    html: str
    publiee: dt.date
    modifiee: dt.date
    auteurs: tuple[str, ...]
    mots: tuple[str, ...]
    licence: Licence
    langue: str
    image: Image | None


def annoncer(site: Site, fiche: Fiche, en_ligne: Publication) -> Nouvelle:
    """Return what feeds say of `fiche`, on the site that `en_ligne` names."""
    meta = fiche.meta
    libelle, _ = licence(meta.licence)
    mots = (
        fiche.genre.LIBELLE,
        *(t.libelle for t in (*fiche.themes, *fiche.dispositifs)),
        *(lieu.complet for lieu in fiche.lieux),
    )
    resume = _texte(meta.resume)
    return Nouvelle(
        # A new name does not make it new.
        id=identite("entree", fiche.premier_nom),
        adresse=en_ligne.page(fiche.adresse),
        titre=_texte(meta.titre),
        resume=resume,
        html=_html(site, fiche, resume),
        publiee=meta.date,
        modifiee=fiche.mise_a_jour,
        auteurs=tuple(dict.fromkeys(_texte(p.nom) for p in signataires(meta))),
        mots=tuple(dict.fromkeys(map(_texte, mots))),
        licence=Licence(_texte(libelle), uri(meta.licence)),
        langue=meta.langue,
        image=_image(site, fiche, en_ligne),
    )


def _html(site: Site, fiche: Fiche, resume: str) -> str:
    """What a reader shows: which kind and where, the summary, what to retain."""
    vue = site.vues[fiche.id]
    ou = (fiche.genre.LIBELLE, vue.lieux_en_bref, vue.periode_texte)
    blocs = [
        f"<p>{escape(_texte(' · '.join(filter(None, ou))))}</p>",
        f"<p>{escape(resume)}</p>",
    ]
    if fiche.meta.enseignements:
        lignes = "".join(f"<li>{escape(_texte(e))}</li>" for e in fiche.meta.enseignements)
        blocs.append(f"<h2>À retenir</h2>\n<ul>{lignes}</ul>")
    return "\n".join(blocs)


def _image(site: Site, fiche: Fiche, en_ligne: Publication) -> Image | None:
    vue = site.vues[fiche.id]
    if not vue.image_adresse:
        return None
    return Image(
        en_ligne.page(quote(vue.image_adresse)),
        poids_de_l_image(site, fiche),
        mimetypes.guess_type(vue.image_adresse)[0] or "application/octet-stream",
    )


def poids_de_l_image(site: Site, fiche: Fiche) -> int:
    """Return the size in bytes of the picture of `fiche`, 0 without one. Raises OSError."""
    adresse = site.vues[fiche.id].image_adresse
    return (site.corpus.racine / adresse).stat().st_size if adresse else 0


# Kinds, terms and places come back from one entry to the next.
@lru_cache(maxsize=1 << 14)
def _texte(texte: str) -> str:
    return typographier(une_ligne(sans_interdits(texte)))
