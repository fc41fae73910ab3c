"""What templates see: the page's record, breadcrumbs, and what all pages share."""

from __future__ import annotations

import contextlib
import os
import posixpath
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from capitalisation import policy, references
from capitalisation.feeds import Flux, de_la_base
from capitalisation.harvest.sitemap import SANS_INTERET
from capitalisation.model import Dossier
from capitalisation.uris import en_uri
from capitalisation.views import ACCUEIL, EntreeVue, FicheVue, Miette, maps, recurrent
from capitalisation.views.data import donnees
from capitalisation.views.explore import hub

from . import sharing
from .chantier import Chantier
from .pages import incorpores

MENU = (
    ("Thèmes", "themes/"),
    ("Territoires", "territoires/"),
    ("Dispositifs", "dispositifs/"),
    ("Dossiers", "dossiers/"),
    ("Inspir’actions", "inspiractions/"),
    ("Explorer", "explorer/"),
    ("Contribuer", "contribuer/"),
)
#: The template of the page that offers the archive.
DONNEES = "donnees.html"
#: Pages of docs/ that others stand below.
_RUBRIQUES = {"contribuer/": "Contribuer", "donnees/": "Données et archive"}
#: Set, pages are those of a preview, which adds a script to them.
VARIABLE_APERCU = "CAPITALISATION_APERCU"
EXEMPLES = ("syndrome de Diogène", "médiation", "Creil", "contrat local de santé")

#: Stands for the way to the root in a card that is drawn for all pages: no text holds it.
_ICI = "\0"


class GabaritsGardes(jinja2.FileSystemBytecodeCache):
    """Templates that are compiled already: each worker would compile them all again."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        # Where nothing can be kept, the next build compiles again.
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def en_apercu() -> None:
    """Let the preview reload the pages that it shows."""
    os.environ[VARIABLE_APERCU] = "1"


def preparer(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    """Escape everything that a template prints; draw each card and each icon once."""
    env.autoescape = True
    chantier = Chantier.de(config)
    chantier.gabarits = env
    with contextlib.suppress(OSError):
        gardes = chantier.cache / "gabarits"
        gardes.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = GabaritsGardes(str(gardes))
    # Each context lists the globals of its template, and a map of maps is slow to list; none of
    # our templates has any of its own.
    env.make_globals = lambda siens: {**env.globals, **siens} if siens else env.globals  # type: ignore[method-assign]
    env.globals["en_cache"] = cache
    macro = env.get_template("partials/carte.html").module.carte  # type: ignore[attr-defined]
    # By entry and level of heading: what stands between the places of the way to the root. Pages
    # are of four depths.
    cartes: dict[tuple[str, int], list[str]] = {}

    def carte(fiche: FicheVue, racine: str, niveau: int = 3) -> Markup:
        cle = (fiche.id, niveau)
        if cle not in cartes:
            cartes[cle] = str(macro(fiche, _ICI, niveau)).split(_ICI)
        return Markup(racine.join(cartes[cle]))

    morceaux: dict[tuple[Any, ...], Markup] = {}

    def une_fois(gabarit: str, **variables: Any) -> Markup:
        """Render a partial that is the same on many pages, once per set of variables."""
        cle = (gabarit, *sorted(variables.items()))
        if cle not in morceaux:
            html = env.get_template(gabarit).render(variables | {"config": config})
            morceaux[cle] = Markup(html)
        return morceaux[cle]

    @cache
    def citable(identifiant: str) -> Markup:
        """Return what managers of references take of an entry in a list."""
        fiche = chantier.site.corpus.fiches[identifiant]
        coins = references.coins(chantier.site.reference(fiche))
        return Markup('<span class="Z3988" title="{}" hidden></span>').format(coins)

    env.globals["carte_en_cache"] = carte
    env.globals["citable"] = citable
    env.globals["schemas"] = references.SCHEMAS
    env.globals["une_fois"] = une_fois
    env.globals["site"] = _commun(chantier)
    env.globals["version"] = chantier.version
    env.globals.update(_protections(chantier, files))
    env.filters["uri"] = en_uri


def _protections(chantier: Chantier, files: Files) -> dict[str, Callable[..., Markup]]:
    """What templates write of styles, of scripts and of the policy that lets them in.

    A script that does not come from here has no hash in the policy, and does not run.
    """
    textes = incorpores(chantier)
    apercu = bool(os.environ.get(VARIABLE_APERCU))

    @cache
    def attributs(nom: str) -> tuple[str, str]:
        fichier = files.src_uris[f"assets/{nom}"]
        return f"assets/{nom}?v={chantier.version}", policy.empreinte(fichier.content_bytes)

    @cache
    def feuille(nom: str, racine: str, media: str = "all") -> Markup:
        adresse, empreinte = attributs(f"{nom}.css")
        return Markup('<link rel="stylesheet" href="{}{}" integrity="{}"{}>').format(
            racine, adresse, empreinte, Markup(f' media="{media}"') if media != "all" else ""
        )

    @cache
    def script(nom: str, racine: str) -> Markup:
        adresse, empreinte = attributs(f"{nom}.js")
        return Markup('<script src="{}{}" integrity="{}" defer></script>').format(
            racine, adresse, empreinte
        )

    def incorpore(nom: str, attributs: str = "") -> Markup:
        return Markup(f"<script{' ' * bool(attributs)}{attributs}>{textes[nom]}</script>")

    @cache
    def politique(*noms: str, images: str = "") -> Markup:
        siens = (textes[nom] for nom in noms)
        return Markup(policy.politique(*siens, images=images, apercu=apercu))

    return {"feuille": feuille, "script": script, "incorpore": incorpore, "politique": politique}


def _commun(chantier: Chantier) -> SimpleNamespace:
    site = chantier.site
    # Every page is made again when this changes: no count stands in it.
    return SimpleNamespace(
        genres=[Miette(genre.libelle_pluriel, genre.adresse) for genre in site.genres],
        flux=de_la_base(site.corpus),
        depot=chantier.depot,
        adresse=chantier.adresse,
        forge=chantier.forge,
        exploration=hub.TITRES,
        entrees_menu=[Miette(libelle, adresse) for libelle, adresse in MENU],
    )


def de_page(context: dict[str, Any], page: Page, config: MkDocsConfig) -> dict[str, Any]:
    """Complete the context of one page of docs/."""
    chantier = Chantier.de(config)
    if not chantier.se_nomme:
        page.canonical_url = None
    context.update(
        vue=_accueil(chantier) if page.is_homepage else None,
        racine=_racine(page.url),
        fil=_fil_editorial(page),
        titre_page=page.title,
        description=page.meta.get("description", config.site_description or ""),
    )
    if page.meta.get("template") not in SANS_INTERET:
        chantier.editoriales.append((page.url, str(page.title)))
    context["partage"] = sharing.de_page(context, page, config)
    if page.meta.get("template") == DONNEES:
        # A preview writes them when they are asked for, and draws the page again then.
        if chantier.versions:
            context["vue"] = donnees(chantier.site, chantier.donnees, chantier.versions)
        chantier.page_donnees = {**context, "page": page}
    return context


def redessiner_donnees(config: MkDocsConfig) -> str:
    """Return the page « Données » of a preview, once what it offers is written."""
    chantier = Chantier.de(config)
    assert chantier.gabarits
    contexte = chantier.page_donnees
    contexte["vue"] = donnees(chantier.site, chantier.donnees, chantier.versions)
    contexte["partage"] = sharing.de_page(contexte, contexte["page"], config)
    return chantier.gabarits.get_template(DONNEES).render(contexte)


def de_gabarit(context: dict[str, Any], config: MkDocsConfig) -> dict[str, Any]:
    """Complete the context of a page without source: 404.html, read at any address."""
    context.update(
        racine=posixpath.join(context["base_url"] or "", "/" if not context["base_url"] else "")
        or "/",
        fil=(ACCUEIL, Miette("Page introuvable", None)),
        titre_page="Page introuvable",
        description="",
        vue=None,
        page=None,
    )
    return context


def flux(chantier: Chantier, adresse: str, vue: Any) -> Flux | None:
    """The feed that a page announces: the same on all the pages of a long list.

    Of entries, dossiers alone have one: others are shown without knowing of any feed.
    """
    if isinstance(vue, EntreeVue) and vue.fiche.genre != Dossier.GENRE:
        return None
    pagination = getattr(vue, "pagination", None)
    return chantier.site.flux.get(pagination.base if pagination else adresse)


def _racine(url: str) -> str:
    return "../" * url.count("/")


def _accueil(chantier: Chantier) -> SimpleNamespace:
    site = chantier.site
    return SimpleNamespace(
        dossiers=site.premieres("dossier", 4),
        dernieres=site.premieres("inspiraction", 6),
        genres=site.genres,
        portes=site.portes,
        exemples=EXEMPLES,
        carte=maps.carte(site.corpus.triees),
        recurrents=recurrent.partout(site),
    )


def _fil_editorial(page: Page) -> tuple[Miette, ...]:
    if page.is_homepage:
        return ()
    milieu = tuple(
        Miette(libelle, rubrique)
        for rubrique, libelle in _RUBRIQUES.items()
        if page.url.startswith(rubrique) and page.url != rubrique
    )
    return (ACCUEIL, *milieu, Miette(str(page.title), None))
