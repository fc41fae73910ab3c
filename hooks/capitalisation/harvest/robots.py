"""What robots ask for at the root of a site: where they may go, and what stands there.

Sources: RFC 9309, https://llmstxt.org
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from ..export import DOSSIER, Ecrit
from ..publication import Publication
from ..typography import pluriel, typographier
from ..views import Site
from . import sitemap


def robots(publication: Publication) -> str:
    """Return robots.txt: all is open, but for the endless answers of the search."""
    racine = urlsplit(publication.adresse).path
    return (
        "User-agent: *\n"
        f"Disallow: {racine}recherche/?\n"
        "\n"
        f"Sitemap: {publication.page(sitemap.NOM)}\n"
    )


def llms(site: Site, publication: Publication, description: str, donnees: Iterable[Ecrit]) -> str:
    """Return llms.txt, in Markdown: what the site is, its doors, its data."""
    return "\n".join(_lignes(site, publication, description, donnees))


def _lignes(
    site: Site, publication: Publication, description: str, donnees: Iterable[Ecrit]
) -> Iterator[str]:
    def ligne(titre: str, adresse: str, texte: str) -> str:
        return typographier(f"- [{titre}]({publication.page(adresse)}) : {texte}")

    yield f"# {publication.nom}\n"
    yield f"> {typographier(description)}\n"
    yield typographier(
        f"Base de connaissances en français de la santé locale : "
        f"{pluriel(len(site.corpus.fiches), 'entrée')}, chacune avec ses sources. Textes sous "
        "licence CC BY-SA 4.0, sauf mention contraire : citez le titre, le nom du site et "
        "l’adresse de l’entrée.\n"
    )
    yield "## Entrées\n"
    for genre in site.genres:
        yield ligne(genre.libelle_pluriel, genre.adresse, genre.definition)
    yield "\n## Portes d’entrée\n"
    for porte in site.portes:
        yield ligne(porte.titre, porte.adresse, pluriel(porte.compte, "page"))
    yield ligne("Explorer", "explorer/", "ce qu’aucune liste d’entrées ne montre.")
    yield ligne("Glossaire", "glossaire/", "les sigles et les mots, expliqués simplement.")
    yield "\n## Données\n"
    yield ligne("Données et archive", "donnees/", "tout ce qui s’emporte du site.")
    for ecrit in donnees:
        fichier = ecrit.fichier
        yield ligne(fichier.titre, f"{DOSSIER}/{fichier.nom}", fichier.description)
    yield ""
