"""What a page is, in the words of schema.org, for search engines: JSON-LD.

Nothing is said that the page does not show. Addresses are those of `site.publication`; a site
that has none is described without them.

schema.org has no type for an interview: one is an Article whose genre says so, by the people who
speak, as its citations have it. A ressource is a page *about* a work, which has its own type,
publisher and year. VideoObject is left out: engines refuse one without a thumbnail and the day it
was put online, which nobody tells us; a video is a LearningResource of that sort.

Source of the terms: https://schema.org/version/latest
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from ..corpus import Fiche
from ..export import DESCRIPTIONS, DOSSIER, Ecrit
from ..licences import DU_SITE, uri
from ..model import Dossier, Interview, Periode, Personne, Ressource, Source
from ..publication import Publication
from ..references import signataires
from ..territories import Lieu
from ..typography import typographier, une_ligne
from ..uris import en_uri
from ..views.records import (
    GenreVue,
    GlossaireVue,
    Miette,
    Page,
    TermeVue,
    VocabulaireVue,
)
from ..views.site import Site
from ..vocabulary import VOCABULAIRES, Terme
from .picture import HAUTEUR, LARGEUR

Noeud = dict[str, Any]

#: Nature of a ressource → its type; another nature is a LearningResource, of the sort it says.
_NATURES = {
    **dict.fromkeys(("etude", "rapport", "avis-ou-contribution"), "Report"),
    **dict.fromkeys(("site", "annuaire"), "WebSite"),
    **dict.fromkeys(("dossier-documentaire", "exposition", "actes"), "Collection"),
    **dict.fromkeys(("revue", "lettre-d-information"), "Periodical"),
    "catalogue": "DataCatalog",
    "base-de-donnees": "Dataset",
    "ouvrage": "Book",
    "article": "Article",
    "memoire-ou-these": "Thesis",
    "texte-officiel": "Legislation",
    "web-serie": "CreativeWorkSeries",
    "podcast": "PodcastSeries",
}
_AUTRE = "LearningResource"
_LIBRE = {"libre": True, "payant": False}
#: Typed links that say where an entry comes from; the others only speak of another entry.
_D_APRES = ("prolonge", "adapte", "s-inspire-de")


def script(noeuds: Iterable[Noeud]) -> Markup:
    """Return the block of data of a page. No text of a contributor can close it.

    HTML knows no character reference inside a script: what could be read as markup is escaped as
    JSON. https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    """
    texte = _JSON.encode({"@context": "https://schema.org", "@graph": list(noeuds)})
    sur = _A_ECHAPPER.sub(lambda signe: f"\\u{ord(signe[0]):04x}", texte)
    return Markup(f'<script type="application/ld+json">{sur}</script>')


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_A_ECHAPPER = re.compile("[<>&\u2028\u2029]")


def du_fil(fil: Sequence[Miette], adresse: str, publication: Publication) -> Noeud:
    """The breadcrumbs of the page at `adresse`, that page last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            _sans_vides(
                {
                    "@type": "ListItem",
                    "position": rang,
                    "name": miette.libelle,
                    "item": publication.page(adresse if miette.adresse is None else miette.adresse),
                }
            )
            for rang, miette in enumerate(fil, 1)
        ],
    }


# --- Entries


def de_fiche(site: Site, fiche: Fiche, image: str = "") -> Noeud:
    """Return what the page of `fiche` is; `image` is the site-relative address of its picture."""
    meta, publication = fiche.meta, site.publication
    page = publication.page(fiche.adresse)
    sorte = _type(fiche)
    noeud: Noeud = {
        "@type": sorte,
        **_page(publication, fiche.adresse),
        "headline" if sorte == "Article" else "name": _ligne(meta.titre),
        "abstract": _ligne(meta.resume),
        "author": [_personne(p, site) for p in signataires(meta)],
        "publisher": _editeur(publication),
        "datePublished": meta.date.isoformat(),
        "dateModified": fiche.mise_a_jour.isoformat(),
        "creativeWorkStatus": "Notice" if meta.statut == "notice" else "",
        "inLanguage": meta.langue,
        "license": uri(meta.licence) or meta.licence,
        "isAccessibleForFree": True,
        "image": _image(publication, image),
        "mainEntityOfPage": page,
        "about": [_terme(t, publication) for t in fiche.themes],
        "keywords": [
            _terme(t, publication) for t in (*fiche.dispositifs, *fiche.demarches, *fiche.cadres)
        ],
        "audience": [{"@type": "Audience", "audienceType": t.libelle} for t in fiche.publics],
        "spatialCoverage": [_lieu(lieu) for lieu in fiche.lieux],
        "temporalCoverage": _intervalle(meta.periode),
        "sourceOrganization": fiche.porteur and _structure(fiche.porteur),
        "contributor": [_structure(t) for t in fiche.partenaires],
        "citation": [_source(source) for source in meta.sources],
        "isPartOf": [
            _site(publication),
            *(_autre(a.dossier, publication) for a in site.relations[fiche.id].dossiers),
        ],
        **_liens(site, fiche),
    }
    if isinstance(meta, Interview):
        noeud["genre"] = "Interview"
        if meta.statut == "notice":
            # Their words are still to be published: a notice only speaks of them.
            noeud["about"] = [*(_personne(p, site) for p in meta.personnes), *noeud["about"]]
        else:
            # Whoever speaks is the author; whoever wrote it down helped.
            noeud["contributor"] = [
                *(_personne(p, site) for p in meta.auteurs), *noeud["contributor"],
            ]  # fmt: skip
    elif isinstance(meta, Dossier):
        noeud["position"] = meta.numero
        entrees = (site.corpus.fiches.get(e) for p in meta.elements for e in p.entrees)
        noeud["hasPart"] = [
            {**_autre(element, publication), "position": rang}
            for rang, element in enumerate(filter(None, entrees), 1)
        ]
    elif isinstance(meta, Ressource):
        noeud["mainEntity"] = _oeuvre(fiche, meta)
        del noeud["mainEntityOfPage"]  # which is the work, not what is said of it
    return _sans_vides(noeud)


def _type(fiche: Fiche) -> str:
    if isinstance(fiche.meta, Dossier):
        return "Collection"
    return "WebPage" if isinstance(fiche.meta, Ressource) else "Article"


def _oeuvre(fiche: Fiche, meta: Ressource) -> Noeud:
    """The work that a ressource tells of."""
    sorte = _NATURES.get(meta.nature, _AUTRE)
    noeud = {
        "@type": sorte,
        "name": _ligne(meta.titre),
        "description": _ligne(meta.resume),
        "publisher": _organisation(meta.editeur),
        "datePublished": str(meta.annee or ""),
        "url": en_uri(meta.url or ""),
        "isAccessibleForFree": _LIBRE.get(meta.acces or ""),
        "isbn": meta.isbn if sorte == "Book" else None,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": nom, "value": valeur}
            for nom, valeur in (("DOI", meta.doi), ("ISBN", sorte != "Book" and meta.isbn))
            if valeur
        ],
    }
    if sorte == _AUTRE and fiche.nature:
        noeud["learningResourceType"] = fiche.nature.libelle
    return _sans_vides(noeud)


def _liens(site: Site, fiche: Fiche) -> dict[str, list[Noeud]]:
    """Typed links as the entry declares them, and the text that it translates."""
    liens: dict[str, list[Noeud]] = {"isBasedOn": [], "mentions": [], "translationOfWork": []}
    couples = [
        ("isBasedOn" if lien.type in _D_APRES else "mentions", lien.vers)
        for lien in fiche.meta.liens
    ]
    if fiche.meta.traduction_de:
        couples.append(("translationOfWork", fiche.meta.traduction_de))
    for nom, identifiant in dict.fromkeys(couples):
        autre = site.corpus.fiches.get(identifiant)
        if autre and autre is not fiche:
            liens[nom].append(_autre(autre, site.publication))
    return liens


def _autre(fiche: Fiche, publication: Publication) -> Noeud:
    """Another entry, in short."""
    return {
        "@type": _type(fiche),
        **_page(publication, fiche.adresse),
        "name": _ligne(fiche.meta.titre),
    }


def _personne(personne: Personne, site: Site) -> Noeud:
    connue = site.corpus.terme("structures", personne.structure)
    return _sans_vides(
        {
            "@type": "Person",
            "name": _ligne(personne.nom),
            "jobTitle": _ligne(personne.fonction or ""),
            "affiliation": _structure(connue) if connue else _organisation(personne.structure),
        }
    )


def _organisation(nom: str | None) -> Noeud | None:
    """An organisation that only its name tells."""
    return {"@type": "Organization", "name": _ligne(nom)} if nom else None


def _structure(terme: Terme) -> Noeud:
    return _sans_vides(
        {
            "@type": "Organization",
            "name": terme.libelle,
            "alternateName": terme.sigle,
            "url": en_uri(terme.site or ""),
        }
    )


def _source(source: Source) -> Noeud:
    return _sans_vides(
        {
            "@type": "CreativeWork",
            "name": _ligne(source.titre),
            "publisher": _organisation(source.editeur),
            "datePublished": str(source.annee),
            "url": en_uri(source.url or ""),
        }
    )


_TYPES_DE_LIEUX = {"pays": "Country", "quartier": "Place"}
#: How the official code of a French place is named; the code is what follows the country.
_CODES = {"epci": "SIREN", "commune": "INSEE"}


def _lieu(lieu: Lieu) -> Noeud:
    """A place with its official code, after the name of the code: « INSEE 29274 »."""
    pays, _, officiel = lieu.code.partition("-")
    if lieu.type in ("pays", "region", "departement", "province"):
        code = f"{'ISO 3166-2' if officiel else 'ISO 3166-1'} {lieu.code.upper()}"
    elif lieu.type == "quartier":
        code = ""  # nobody gives them one
    else:
        code = f"{'NIS' if pays == 'be' else _CODES[lieu.type]} {officiel.upper()}"
    return _sans_vides(
        {
            "@type": _TYPES_DE_LIEUX.get(lieu.type, "AdministrativeArea"),
            "name": lieu.nom,
            "identifier": code,
        }
    )


def _intervalle(periode: Periode | None) -> str:
    """The period as an ISO 8601 interval, each end as precise as it is known; « .. » is open."""
    if periode is None:
        return ""
    if periode.fin == periode.debut:
        return periode.debut
    return f"{periode.debut}/{periode.fin or '..'}"


# --- The other pages


def page_web(publication: Publication, adresse: str, titre: str, description: str) -> Noeud:
    """Return what a page is of which there is no more to say than its title."""
    return _sans_vides(
        {
            "@type": "WebPage",
            **_page(publication, adresse),
            "name": titre,
            "description": description,
            "inLanguage": "fr",
            "isPartOf": _site(publication),
        }
    )


def de_page(site: Site, page: Page, vue: Any) -> Noeud:
    """Return what a page that the corpus gives is, other than that of an entry."""
    publication = site.publication
    noeud = page_web(publication, page.adresse, page.titre, page.description)
    if isinstance(vue, TermeVue):
        noeud |= {"@type": "CollectionPage", "about": _sujet(vue, publication)}
    elif isinstance(vue, GenreVue):
        noeud["@type"] = "CollectionPage"
    elif isinstance(vue, VocabulaireVue):
        noeud["mainEntity"] = _liste(page.adresse, vue.titre, publication)
    elif isinstance(vue, GlossaireVue):
        noeud["mainEntity"] = {
            **_liste(page.adresse, page.titre, publication),
            "hasDefinedTerm": [_mot(terme) for lettre in vue.lettres for terme in lettre.termes],
        }
    return noeud


def accueil(publication: Publication, description: str, image: str = "") -> Noeud:
    """Return what the home page is: the site, and how to search it."""
    return _sans_vides(
        {
            **_site(publication),
            "description": description,
            "inLanguage": "fr",
            "license": uri(DU_SITE),
            "publisher": _editeur(publication),
            "image": _image(publication, image),
            # A search is asked for at an address: without one, nowhere.
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": publication.page("recherche/?q={mots}"),
                },
                "query-input": "required name=mots",
            }
            if publication.adresse
            else None,
        }
    )


def des_donnees(site: Site, titre: str, description: str, ecrits: Iterable[Ecrit]) -> Noeud:
    """Return the data set that the page « Données » offers, files in the order of the page."""
    publication = site.publication
    derniere = site.corpus.derniere_date
    return _sans_vides(
        {
            "@type": "Dataset",
            **_page(publication, f"{DOSSIER}/"),
            "name": typographier(f"{publication.nom} : {titre}"),
            "description": description,
            "inLanguage": "fr",
            "license": uri(DU_SITE),
            "isAccessibleForFree": True,
            "creator": _editeur(publication),
            "dateModified": derniere.isoformat() if derniere else "",
            "isPartOf": _site(publication),
            "distribution": [
                _sans_vides(
                    {
                        "@type": "DataDownload",
                        "name": ecrit.fichier.titre,
                        "description": ecrit.fichier.description,
                        "encodingFormat": ecrit.fichier.media,
                        "contentSize": f"{ecrit.taille} B",
                        "sha256": ecrit.empreinte,
                        "contentUrl": publication.page(f"{DOSSIER}/{ecrit.fichier.nom}"),
                    }
                )
                for ecrit in ecrits
                # What describes the data to programs is not the data.
                if ecrit.fichier.famille != DESCRIPTIONS
            ],
        }
    )


def _sujet(vue: TermeVue, publication: Publication) -> Noeud | None:
    """What the page of a term, a structure or a place is about."""
    if vue.lieu:
        parents = [_lieu(parent) for parent in reversed(vue.lieu.parents)]
        return _sans_vides({**_lieu(vue.lieu), "containedInPlace": parents})
    if vue.terme is None:
        return None
    if vue.terme.vocabulaire == "structures":
        return _structure(vue.terme)
    return {**_terme(vue.terme, publication), **_mot(vue.terme)}


def _terme(terme: Terme, publication: Publication) -> Noeud:
    """A term of one of our lists, in short.

    Its page names it by its address, and is not it: `url`, and no `@id`.
    """
    _, _, dossier = VOCABULAIRES[terme.vocabulaire]
    return _sans_vides(
        {
            "@type": "DefinedTerm",
            "name": terme.libelle,
            "termCode": terme.id,
            "url": publication.page(terme.adresse),
            "inDefinedTermSet": publication.page(f"{dossier}/"),
        }
    )


def _liste(adresse: str, titre: str, publication: Publication) -> Noeud:
    return _sans_vides({"@type": "DefinedTermSet", "name": titre, "url": publication.page(adresse)})


def _mot(terme: Terme) -> Noeud:
    """A term with what it means and its other forms."""
    return _sans_vides(
        {
            "@type": "DefinedTerm",
            "name": terme.libelle,
            "termCode": terme.id,
            "description": terme.definition,
            "alternateName": list(terme.formes[1:]),
        }
    )


# --- What all of them share


def _site(publication: Publication) -> Noeud:
    return {"@type": "WebSite", **_page(publication, ""), "name": publication.nom}


def _editeur(publication: Publication) -> Noeud:
    return _sans_vides(
        {"@type": "Organization", "name": publication.nom, "url": publication.adresse}
    )


def _image(publication: Publication, image: str) -> Noeud | None:
    if not (image and publication.adresse):
        return None
    return {
        "@type": "ImageObject",
        "url": publication.page(image),
        "width": LARGEUR,
        "height": HAUTEUR,
    }


def _page(publication: Publication, adresse: str) -> Noeud:
    page = publication.page(adresse)
    return {"@id": page, "url": page} if page else {}


def _sans_vides(noeud: Noeud) -> Noeud:
    """Leave out what nobody told: JSON-LD has no use for an empty list nor for ""."""
    return {nom: valeur for nom, valeur in noeud.items() if valeur not in (None, "", [], {})}


def _ligne(texte: str) -> str:
    return typographier(une_ligne(texte))
