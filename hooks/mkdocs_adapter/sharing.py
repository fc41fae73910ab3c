"""What other sites show beside a link to a page, and what search engines read of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from capitalisation import export
from capitalisation.parallel import appliquer
from capitalisation.sharing import jsonld, picture
from capitalisation.sharing.picture import Sujet
from capitalisation.views.records import GenreVue

from . import report
from .chantier import Chantier
from .pages import PageGeneree

DOSSIER = "assets/partage"
#: The pictures that pages share stand apart: an entry may be called « site ».
_DU_SITE = f"{DOSSIER}/pages/site.png"


def dessiner(config: MkDocsConfig) -> None:
    """Draw the picture of each entry, of each kind and of the site."""
    chantier = Chantier.de(config)
    try:
        atelier = picture.Atelier(
            chantier.racine_projet / "overrides" / "assets" / "fonts", chantier.nom
        )
    except ImportError:
        report.laisser_de_cote(
            "les images que d’autres sites montrent à côté d’un lien, faute de la "
            "bibliothèque Pillow (« pip install pillow » l’ajoute)."
        )
        return
    except (OSError, NotImplementedError):
        report.laisser_de_cote(
            "les images que d’autres sites montrent à côté d’un lien\u202f: Pillow, tel qu’il est "
            "installé, ne lit pas les polices du site."
        )
        return
    site = Path(config.site_dir)
    (site / DOSSIER / "pages").mkdir(parents=True, exist_ok=True)

    def dessiner(image: tuple[str, Sujet]) -> None:
        adresse, sujet = image
        (site / adresse).write_bytes(atelier.png(sujet))

    chantier.images = dict(_images(chantier, config.site_description or chantier.nom))
    for _ in appliquer(dessiner, tuple(chantier.images.items())):
        pass


def _images(chantier: Chantier, phrase: str) -> Iterator[tuple[str, Sujet]]:
    yield _DU_SITE, Sujet("", "", phrase)
    for genre in chantier.site.genres:
        yield _du_genre(genre.genre), picture.du_genre(genre)
    for fiche in chantier.site.vues.values():
        yield f"{DOSSIER}/{fiche.id}.png", picture.de_fiche(fiche)


def _du_genre(genre: str) -> str:
    return f"{DOSSIER}/pages/{genre}.png"


def de_page(context: dict[str, Any], page: Page, config: MkDocsConfig) -> SimpleNamespace:
    """Return what the head of `page` says to engines and to other sites.

    `image` is None where nothing was drawn, or where the page has no address to be shared at.
    """
    chantier = Chantier.de(config)
    modele = page.modele if isinstance(page, PageGeneree) else None
    fiche = modele.fiche if modele else None
    adresse = _DU_SITE
    if fiche:
        adresse = f"{DOSSIER}/{fiche.id}.png"
    elif isinstance(context["vue"], GenreVue):
        adresse = _du_genre(context["vue"].genre)
    sujet = chantier.images.get(adresse)
    return SimpleNamespace(
        fiche=fiche,
        image=SimpleNamespace(
            url=chantier.en_ligne.page(adresse),
            largeur=picture.LARGEUR,
            hauteur=picture.HAUTEUR,
            texte=sujet.en_mots,
        )
        if sujet and page.canonical_url
        else None,
        donnees=_donnees(context, page, chantier, adresse if sujet else ""),
    )


def _donnees(context: dict[str, Any], page: Page, chantier: Chantier, image: str) -> Markup:
    """The block of data of a page."""
    site, publication = chantier.site, chantier.site.publication
    titre, description = str(context["titre_page"]), context["description"]
    if isinstance(page, PageGeneree):
        modele = page.modele
        noeuds = [
            jsonld.de_fiche(site, modele.fiche, image)
            if modele.fiche
            else jsonld.de_page(site, modele, context["vue"])
        ]
    elif page.is_homepage:
        noeuds = [jsonld.accueil(publication, description, image)]
    else:
        noeuds = [jsonld.page_web(publication, page.url, titre, description)]
        if page.url == f"{export.DOSSIER}/":
            noeuds = [jsonld.des_donnees(site, titre, description, chantier.donnees)]
    if context["fil"]:
        noeuds.append(jsonld.du_fil(context["fil"], page.url, publication))
    return jsonld.script(noeuds)
