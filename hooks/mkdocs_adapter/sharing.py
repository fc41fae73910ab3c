"""What other sites show beside a link to a page, and what search engines read of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page as PageDeDocs

from capitalisation import export
from capitalisation.corpus import Fiche
from capitalisation.sharing import jsonld, picture
from capitalisation.sharing.picture import Sujet
from capitalisation.views import Page
from capitalisation.views.records import GenreVue

from . import report
from .chantier import Chantier
from .tasks import Travail

DOSSIER = "assets/partage"
#: The pictures that pages share stand apart: an entry may be called « site ».
_DU_SITE = f"{DOSSIER}/pages/site.png"


def preparer(config: MkDocsConfig) -> None:
    """Make ready what draws pictures: of each entry, of each kind and of the site."""
    chantier = Chantier.de(config)
    try:
        chantier.atelier = picture.Atelier(
            chantier.racine_projet / "overrides" / "assets" / "fonts", chantier.nom
        )
    except ImportError:
        report.laisser_de_cote(
            "les images que d’autres sites montrent à côté d’un lien, faute de la "
            "bibliothèque Pillow (« pip install --require-hashes -r requirements.txt » l’ajoute)."
        )
        return
    except (OSError, NotImplementedError):
        report.laisser_de_cote(
            "les images que d’autres sites montrent à côté d’un lien\u202f: Pillow, tel qu’il est "
            "installé, ne lit pas les polices du site."
        )
        return
    (Path(config.site_dir) / DOSSIER / "pages").mkdir(parents=True, exist_ok=True)
    chantier.images[_DU_SITE] = Sujet("", "", config.site_description or chantier.nom)
    for genre in chantier.site.genres:
        chantier.images[_du_genre(genre.genre)] = picture.du_genre(genre)


def travaux(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the drawing of the pictures that are not an entry's."""
    chantier, site = Chantier.de(config), Path(config.site_dir)
    for adresse in [_DU_SITE, *(_du_genre(genre.genre) for genre in chantier.site.genres)]:
        yield Travail(partial(dessiner, chantier, site, adresse))


def dessiner(chantier: Chantier, site: Path, adresse: str) -> None:
    """Draw the picture that stands at `adresse`, when pictures are drawn here."""
    if (atelier := chantier.atelier) and (dit := sujet(chantier, adresse)):
        chantier.poser(site / adresse, lambda: atelier.png(dit), "image", dit)


def sujet(chantier: Chantier, adresse: str) -> Sujet | None:
    """Return what the picture at `adresse` says, None when none is drawn there."""
    dossier, _, nom = adresse.rpartition("/")
    fiche = chantier.site.vues.get(nom.removesuffix(".png")) if dossier == DOSSIER else None
    if fiche and nom.endswith(".png") and chantier.atelier and adresse not in chantier.images:
        chantier.images[adresse] = picture.de_fiche(fiche)
    return chantier.images.get(adresse)


def de_fiche(fiche: Fiche) -> str:
    """Return the address of the picture of `fiche`."""
    return f"{DOSSIER}/{fiche.id}.png"


def _du_genre(genre: str) -> str:
    return f"{DOSSIER}/pages/{genre}.png"


def de_la_page(chantier: Chantier, page: Page, vue: Any) -> SimpleNamespace:
    """Return what the head of a page of the core says to engines and to other sites."""
    site, publication = chantier.site, chantier.site.publication
    adresse = _DU_SITE
    if page.fiche:
        adresse = de_fiche(page.fiche)
    elif isinstance(vue, GenreVue):
        adresse = _du_genre(vue.genre)
    if page.fiche:
        dessinee = adresse if sujet(chantier, adresse) else ""
        noeuds = [jsonld.de_fiche(site, page.fiche, dessinee)]
    else:
        noeuds = [jsonld.de_page(site, page, vue)]
    noeuds.append(jsonld.du_fil(page.fil, page.adresse, publication))
    return _partage(chantier, adresse, noeuds, page.fiche)


def de_page(context: dict[str, Any], page: PageDeDocs, config: MkDocsConfig) -> SimpleNamespace:
    """Return the same for a page of docs/."""
    chantier = Chantier.de(config)
    site, publication = chantier.site, chantier.site.publication
    titre, description = str(context["titre_page"]), context["description"]
    if page.is_homepage:
        image = _DU_SITE if _DU_SITE in chantier.images else ""
        noeuds = [jsonld.accueil(publication, description, image)]
    elif page.url == f"{export.DOSSIER}/":
        noeuds = [jsonld.des_donnees(site, titre, description, chantier.donnees)]
    else:
        noeuds = [jsonld.page_web(publication, page.url, titre, description)]
    if context["fil"]:
        noeuds.append(jsonld.du_fil(context["fil"], page.url, publication))
    return _partage(chantier, _DU_SITE, noeuds)


def _partage(
    chantier: Chantier, adresse: str, noeuds: list[dict[str, Any]], fiche: Fiche | None = None
) -> SimpleNamespace:
    """`image` is None where nothing was drawn, or where pages have no address to be shared at."""
    dit = sujet(chantier, adresse)
    return SimpleNamespace(
        fiche=fiche,
        image=SimpleNamespace(
            url=chantier.en_ligne.page(adresse),
            largeur=picture.LARGEUR,
            hauteur=picture.HAUTEUR,
            texte=dit.en_mots,
        )
        if dit and chantier.se_nomme
        else None,
        donnees=jsonld.script(noeuds),
    )
