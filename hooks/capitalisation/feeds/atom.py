"""Atom 1.0: https://www.rfc-editor.org/rfc/rfc4287"""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from typing import Any

from feedgenerator import Atom1Feed, Enclosure
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from ..publication import Publication
from .channels import Flux
from .news import Nouvelle

NOM = "flux.xml"
#: Makes the feed readable to whoever opens it in a browser.
STYLE = "assets/css/flux.css"


def fragment(nouvelle: Nouvelle) -> str:
    """Return the element of an entry, the same in all the feeds that hold it."""
    n = nouvelle
    feed = _Atom("", "", "")
    feed.add_item(
        title=n.titre,
        link=n.adresse,
        description=None,
        pubdate=n.publiee,
        updateddate=n.modifiee,
        unique_id=n.id,
        content=n.html,
        categories=n.mots,
        enclosures=[Enclosure(n.image.adresse, str(n.image.taille), n.image.media)]
        if n.image
        else [],
        item_copyright=n.licence.libelle,
        nouvelle=n,
    )
    sortie = StringIO()
    feed.write_items(_ecrivain(sortie))
    return sortie.getvalue()


def composer(flux: Flux, fragments: Iterable[str], en_ligne: Publication) -> str:
    """Return the feed `flux`, made of the elements of its entries."""
    feed = _Atom(
        title=f"{flux.titre} · {en_ligne.nom}",
        link=en_ligne.page(flux.page),
        description="",
        language="fr",
        author_name=en_ligne.nom,
        author_link=en_ligne.page(""),
        feed_url=en_ligne.page(flux.page + NOM),
        feed_guid=flux.id,
        flux=flux,
        fragments=fragments,
    )
    sortie = StringIO()
    feed.write(sortie, "utf-8")
    return sortie.getvalue() + "\n"


def _ecrivain(sortie: StringIO) -> SimplerXMLGenerator:
    return SimplerXMLGenerator(sortie, "utf-8", short_empty_elements=True)


class _Atom(Atom1Feed):  # type: ignore[misc]
    """The library's, but for entries written once, for summaries and authors as they are."""

    def write(self, outfile: StringIO, encoding: str) -> None:
        flux: Flux = self.feed["flux"]
        ecrivain = _ecrivain(outfile)
        ecrivain.startDocument()
        racine = "../" * flux.page.count("/")
        ecrivain.processingInstruction("xml-stylesheet", f'type="text/css" href="{racine}{STYLE}"')
        ecrivain.ignorableWhitespace("\n")
        ecrivain.startElement("feed", self.root_attributes())
        self.add_root_elements(ecrivain)
        for morceau in self.feed["fragments"]:
            # The one public way to write what is already XML.
            ecrivain.ignorableWhitespace(f"\n{morceau}")
        ecrivain.endElement("feed")

    def latest_post_date(self) -> Any:
        """The day of the newest entry: the library would tell the clock of what it has not seen."""
        return self.feed["flux"].fiches[0].mise_a_jour

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        langue = item["nouvelle"].langue
        return {} if langue == "fr" else {"xml:lang": langue}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        nouvelle: Nouvelle = item["nouvelle"]
        # Text, where the library says HTML.
        handler.addQuickElement("summary", nouvelle.resume)
        for nom in nouvelle.auteurs:
            handler.startElement("author", {})
            handler.addQuickElement("name", nom)
            handler.endElement("author")
        if nouvelle.licence.url:
            # https://www.rfc-editor.org/rfc/rfc4946
            handler.addQuickElement("link", "", {"rel": "license", "href": nouvelle.licence.url})
