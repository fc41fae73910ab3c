"""What reference managers read in a page: its head, and one empty element for each card of a list.

In the head, Highwire's names (https://scholar.google.com/intl/fr/scholar/inclusion.html#indexing)
and Dublin Core (DCMI, DC-HTML). Zotero's « Embedded Metadata » takes a page that bears
`citation_title` for an article of a review; `z.itemType` is what it obeys first. In lists, COinS:
OpenURL 1.0 (ANSI/NISO Z39.88-2004), Dublin Core format. As in the catalogue of a library, the page
of a ressource describes the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from .record import Reference

#: Prefix → what it means, which a head must say.
SCHEMAS = {
    "DC": "http://purl.org/dc/elements/1.1/",
    "DCTERMS": "http://purl.org/dc/terms/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
    "z": "http://www.zotero.org/namespaces/export#",
}


def metadonnees(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of each element of the head, none empty."""
    r = reference
    oeuvre_de = "" if r.contenant else r.editeur
    rapport = r.formes.csl == "report"
    barres = r.jour.strftime("%Y/%m/%d") if r.jour else ""
    for nom, valeur in (
        ("z.itemType", r.formes.zotero),
        ("citation_title", r.titre),
        *(("citation_author", auteur) for auteur in r.auteurs),
        ("citation_publication_date", barres or r.annee),
        ("citation_online_date", barres),
        ("citation_technical_report_institution", oeuvre_de if rapport else ""),
        ("citation_publisher", "" if rapport else oeuvre_de),
        ("citation_public_url", r.url),
        ("citation_abstract_html_url", r.page),
        ("citation_doi", r.doi),
        ("citation_isbn", r.isbn),
        ("citation_language", r.langue),
        ("citation_keywords", "; ".join(r.mots_cles)),
        # A web page has no publisher for Zotero, but a site.
        ("prism.publicationName", r.contenant or (r.editeur if r.formes.ris == "WEB" else "")),
        ("DC.title", r.titre),
        *(("DC.creator", auteur) for auteur in r.auteurs),
        ("DC.publisher", r.editeur),
        ("DC.date", r.jour.isoformat() if r.jour else r.annee),
        ("DCTERMS.modified", r.revue_le.isoformat() if r.revue_le else ""),
        ("DC.type", r.formes.dcmi),
        *(("DC.identifier", identifiant) for identifiant in _identifiants(r, "doi:")),
        ("DC.language", r.langue),
        ("DC.description", r.resume),
        *(("DC.subject", mot) for mot in r.mots_cles),
        *(("DC.coverage", lieu) for lieu in r.lieux),
        ("DC.rights", r.licence_url or r.licence),
    ):
        if valeur:
            yield nom, valeur


def coins(reference: Reference) -> str:
    """Return the ContextObject of `reference`, to stand in the title of an element Z3988."""
    r = reference
    champs = (
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        *(("rft_id", identifiant) for identifiant in _identifiants(r, "info:doi/")),
        ("rft.type", r.formes.zotero),
        ("rft.title", r.titre),
        *(("rft.creator", auteur) for auteur in r.auteurs),
        ("rft.source", r.contenant),
        ("rft.publisher", "" if r.contenant else r.editeur),
        ("rft.date", r.jour.isoformat() if r.jour else r.annee),
        ("rft.language", r.langue),
    )
    pleins = [(nom, valeur) for nom, valeur in champs if valeur]
    return urlencode(pleins, safe=":/", quote_via=quote)


def _identifiants(r: Reference, doi: str) -> Iterator[str]:
    """Yield what names the work, "" where it has no address; `doi` opens a DOI."""
    yield r.url
    if r.doi:
        yield f"{doi}{r.doi}"
    if r.isbn:
        yield f"urn:ISBN:{r.isbn}"
