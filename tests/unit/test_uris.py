"""Addresses and DOIs as links: what a URI refuses is percent-encoded, the rest stays as it is."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from capitalisation import paper, references
from capitalisation.export import datapackage
from capitalisation.harvest import oai
from capitalisation.paper import Atelier
from capitalisation.publication import Publication
from capitalisation.sharing import jsonld
from capitalisation.uris import en_uri, uri_du_doi
from capitalisation.views import Site
from tests.conftest import AUJOURDHUI, PROJET
from tests.unit import petit

#: An address as TYPO3 writes them, and a DOI as Wiley wrote them before 2001.
CROCHETS = "https://exemple.org/index.php?tx_news[news]=12&a=b|c"
DOI = "10.1002/(SICI)1097-4571(1999)50:1<1::AID-ASI2>3.0.CO;2-Q"
CROCHETS_EN_LIEN = "https://exemple.org/index.php?tx_news%5Bnews%5D=12&a=b%7Cc"
DOI_EN_LIEN = "https://doi.org/10.1002/(SICI)1097-4571(1999)50:1%3C1::AID-ASI2%3E3.0.CO;2-Q"


@pytest.mark.parametrize(
    ("adresse", "attendue"),
    [
        (CROCHETS, CROCHETS_EN_LIEN),
        ("https://a.fr/100%/x%zz?y=%C3%A9%20", "https://a.fr/100%25/x%25zz?y=%C3%A9%20"),
        ('https://a.fr/{b}^`\\"<>#c#d', "https://a.fr/%7Bb%7D%5E%60%5C%22%3C%3E#c%23d"),
        ("https://a.fr/é?ü=ß#î", "https://a.fr/é?ü=ß#î"),
        ("http://[::1]:8000/a[1]", "http://[::1]:8000/a%5B1%5D"),
        ("mailto:a b@c.fr", "mailto:a%20b@c.fr"),
        ("", ""),
    ],
)
def test_only_what_a_uri_refuses_is_encoded_and_once(adresse: str, attendue: str) -> None:
    assert en_uri(adresse) == attendue
    assert en_uri(attendue) == attendue


@pytest.mark.parametrize("doi", [DOI, "10.1000/a#b?c", "10.1000/100%", "10.1000/é [x]"])
def test_a_doi_stands_whole_in_the_path_of_its_address(doi: str) -> None:
    parties = urlsplit(uri_du_doi(doi))
    assert unquote(parties.path) == f"/{doi}"
    assert (parties.query, parties.fragment) == ("", "")
    assert en_uri(uri_du_doi(doi)) == uri_du_doi(doi)


def test_links_are_encoded_and_what_is_read_stays_as_it_was_typed(tmp_path: Path) -> None:
    texte = petit.texte(
        "ressources",
        url=CROCHETS,
        doi=DOI,
        sources=[{"titre": "Source fictive", "editeur": "Fictif", "annee": 2020, "url": CROCHETS}],
        corps=f'Un <a href="{CROCHETS}">lien</a> fictif.',
    )
    corpus = petit.corpus(tmp_path / "fiches", {"ressources/une.md": texte}).corpus
    publication = Publication("Base fictive", "https://base.example/")
    site = Site(corpus, AUJOURDHUI, publication=publication)
    fiche = corpus.fiches["une"]

    dublin_core = list(oai.dublin_core(site, fiche, publication))
    assert ("identifier", CROCHETS_EN_LIEN) in dublin_core
    assert ("identifier", DOI_EN_LIEN) in dublin_core
    noeud = jsonld.de_fiche(site, fiche)
    assert noeud["mainEntity"]["url"] == CROCHETS_EN_LIEN
    assert noeud["citation"][0]["url"] == CROCHETS_EN_LIEN
    assert DOI in str(noeud["mainEntity"]["identifier"])
    assert datapackage.decrire(site, "1", [])["sources"][0]["path"] == CROCHETS_EN_LIEN

    reference = references.referencer(fiche, publication)
    assert references.francaise(reference).texte.count(CROCHETS) == 1
    assert references.csl(reference)["DOI"] == DOI

    livre = paper.livret(site, [("", [fiche])], titre="Un livret")
    page = Atelier(PROJET / "overrides", tmp_path).rendre("livre.html", livre=livre)
    # Where it is to be read, in a source, in the body, and in the citation.
    assert page.count(f'href="{CROCHETS_EN_LIEN.replace("&", "&amp;")}"') == 4
    assert CROCHETS.removeprefix("https://").replace("&", "&amp;") in page
    assert f'href="{DOI_EN_LIEN}"' in page
    assert f">{DOI.replace('<', '&lt;').replace('>', '&gt;')}</a>" in page


def test_a_work_that_only_a_doi_leads_to_is_cited_by_its_address(tmp_path: Path) -> None:
    texte = petit.texte("ressources", doi=DOI)
    corpus = petit.corpus(tmp_path / "fiches", {"ressources/une.md": texte}).corpus
    reference = references.referencer(corpus.fiches["une"], Publication("Base fictive", ""))
    adresses = [m.texte for m in references.francaise(reference).morceaux if m.role == "adresse"]
    assert adresses == [DOI_EN_LIEN]
