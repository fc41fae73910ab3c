"""The entries as an OAI-PMH static repository: one file, that a gateway serves to portals.

Source: http://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm. It was thought for
5,000 records; beyond, a gateway may refuse the file, which stays valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..corpus import Fiche
from ..model import Dossier, Ressource, Source
from ..publication import Publication
from ..slices import Forme, Tranches
from ..typography import typographier, une_ligne
from ..uris import en_uri
from ..views import Site
from ..xml import element

NOM = "oai.xml"
#: Whom to write to is asked for by the norm. « .invalid » is nobody's, and seen at once (RFC 2606).
SANS_CONTACT = "a-renseigner@contact.invalid"
#: What the schema takes for the address of a person.
_COURRIEL = re.compile(r"\S+@(?:\S+\.)+\S+")

_OAI = "http://www.openarchives.org/OAI/2.0/"
_DC = f"{_OAI}oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TETE = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<Repository xmlns="{_OAI}static-repository" xmlns:oai="{_OAI}" xmlns:xsi="{_XSI}"
 xsi:schemaLocation="{_OAI}static-repository {_OAI}static-repository.xsd">
"""
_FORMATS = f"""\
<ListMetadataFormats><oai:metadataFormat><oai:metadataPrefix>oai_dc</oai:metadataPrefix>\
<oai:schema>{_OAI}oai_dc.xsd</oai:schema>\
<oai:metadataNamespace>{_DC}</oai:metadataNamespace></oai:metadataFormat></ListMetadataFormats>
<ListRecords metadataPrefix="oai_dc">
"""
_OUVRIR = (
    f'<oai:metadata><oai_dc:dc xmlns:oai_dc="{_DC}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    f'xmlns:xsi="{_XSI}" xsi:schemaLocation="{_DC} {_OAI}oai_dc.xsd">'
)
_FERMER = "</oai_dc:dc></oai:metadata></oai:record>\n"


@dataclass(frozen=True, slots=True)
class Depot:
    """A repository: where it stands, whom to write to, and the gateway that serves it, or ""."""

    publication: Publication
    contact: str
    passerelle: str = ""

    @property
    def manque(self) -> str:
        """Why it names nobody to write to, in the words of a person; "" when it does."""
        if not self.contact:
            return "le réglage « contact » est vide"
        if not _COURRIEL.fullmatch(self.contact):
            return f"« {self.contact} » n’est pas une adresse de courriel"
        return ""

    @property
    def base(self) -> str:
        """Where harvesters ask: the gateway, then the file, its protocol left out (§ 3.2)."""
        fichier = self.publication.page(NOM)
        if not self.passerelle:
            return fichier
        return f"{self.passerelle.rstrip('/')}/{fichier.partition('://')[2]}"


def forme(site: Site, publication: Publication) -> Forme:
    """How the file of `publication` writes an entry: as a record, on a line."""
    hote = urlsplit(publication.adresse).hostname

    def ecrire(fiche: Fiche) -> bytes:
        # A harvester that found it by another name would keep both.
        identifiant = element("oai:identifier", f"oai:{hote}:{fiche.premier_nom}")
        jour = element("oai:datestamp", fiche.mise_a_jour.isoformat())
        champs = dublin_core(site, fiche, publication)
        dit = "".join(element(f"dc:{nom}", valeur) for nom, valeur in champs if valeur)
        tete = f"<oai:record><oai:header>{identifiant}{jour}</oai:header>{_OUVRIR}"
        return f"{tete}{dit}{_FERMER}".encode()

    return Forme(ecrire, depend=lambda fiche: (f.adresse for f in _liees(site, fiche)))


def notices(site: Site, depot: Depot, tranches: Tranches | None = None) -> Iterator[bytes]:
    """Yield the file of `depot` piece by piece: a large base never stands whole in memory.

    The base holds an entry at least. Where `depot` lacks a contact, it says so in its place.
    `tranches` holds what `forme` says of entries, when some of it is kept.
    """
    tranches = tranches or Tranches(site.corpus, {NOM: forme(site, depot.publication)})
    fiches = site.corpus.fiches.values()
    yield _TETE.encode()
    identite = (
        ("repositoryName", depot.publication.nom),
        ("baseURL", depot.base),
        ("protocolVersion", "2.0"),
        ("adminEmail", SANS_CONTACT if depot.manque else depot.contact),
        ("earliestDatestamp", min(f.mise_a_jour for f in fiches).isoformat()),
        ("deletedRecord", "no"),
        ("granularity", "YYYY-MM-DD"),
    )
    champs = (element(f"oai:{nom}", valeur) for nom, valeur in identite)
    yield f"<Identify>{''.join(champs)}</Identify>\n{_FORMATS}".encode()
    yield from tranches.de(NOM)
    yield b"</ListRecords>\n</Repository>\n"


def dublin_core(site: Site, fiche: Fiche, publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry in simple Dublin Core, as it is cited; some may be "".

    https://www.dublincore.org/specifications/dublin-core/dces/
    """
    meta = fiche.meta
    reference = site.reference(fiche)
    oeuvre = isinstance(meta, Ressource)
    yield "title", reference.titre
    for auteur in reference.auteurs:
        yield "creator", auteur
    for terme in (*fiche.themes, *fiche.dispositifs, *fiche.publics):
        yield "subject", terme.libelle
    yield "description", reference.resume
    yield "publisher", reference.editeur
    for structure in fiche.structures:
        yield "contributor", structure.libelle
    yield "date", reference.jour.isoformat() if reference.jour else reference.annee
    yield "type", fiche.genre.LIBELLE
    if fiche.nature:
        yield "type", fiche.nature.libelle
    # The format of what stands at the identifier: our page, whatever the work is made of.
    yield "format", "text/html"
    yield "identifier", publication.page(fiche.adresse)
    if oeuvre:
        yield "identifier", en_uri(reference.url)
        yield "identifier", reference.uri_du_doi
        yield "identifier", f"urn:isbn:{reference.isbn}" if reference.isbn else ""
    for source in meta.sources:
        yield "source", _source(source)
    yield "language", meta.langue
    for autre in _liees(site, fiche):
        yield "relation", publication.page(autre.adresse)
    for lieu in fiche.lieux:
        yield "coverage", lieu.complet
    if meta.periode:
        # An interval of ISO 8601-2, « .. » for one that goes on.
        yield "coverage", f"{meta.periode.debut}/{meta.periode.fin or '..'}"
    yield "rights", reference.licence_url or reference.licence


def _liees(site: Site, fiche: Fiche) -> Iterable[Fiche]:
    """The entries that a record names: it is told again when one of them moves."""
    relations = site.relations[fiche.id]
    autres = [lien.fiche for lien in relations.liens]
    autres += [appartenance.dossier for appartenance in relations.dossiers]
    if isinstance(fiche.meta, Dossier):
        connues = site.corpus.fiches
        autres += [connues[e] for p in fiche.meta.elements for e in p.entrees if e in connues]
    return dict.fromkeys(autres)


def _source(source: Source) -> str:
    texte = f"{source.titre}. {source.editeur}, {source.annee}"
    return typographier(une_ligne(texte)) + (f". {en_uri(source.url)}" if source.url else "")
