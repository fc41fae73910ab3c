"""All that one takes away of an entry says the same of it: who signs, which licence, which days.

What the real base has none of stands here: an interview that people speak in, a text in another
language, licences of other kinds, a check after the publication, works with numbers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import bibtexparser
import feedparser
import pytest
import rispy
from lxml import etree

from capitalisation import paper
from capitalisation.export import catalogue
from capitalisation.harvest import oai
from capitalisation.paper import Atelier
from capitalisation.paper.making import EPUB
from capitalisation.publication import Publication
from capitalisation.references import bibtex, csl, francaise, metadonnees, referencer, ris
from capitalisation.sharing import jsonld
from capitalisation.views import Site
from tests.conftest import AUJOURDHUI, PROJET
from tests.unit import petit

ICI = Publication("Base fictive", "https://exemple.test/base/")
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
BY = "https://creativecommons.org/licenses/by/4.0/"
BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
PLUME, VOIX = [{"nom": "Plume Fictive"}], [{"nom": "Voix Fictive"}, {"nom": "Autre Voix"}]


@dataclass(frozen=True)
class Attendu:
    """What is true of an entry; `cite`, `licence_citee`: of what its citations tell."""

    adresse: str
    signent: list[str]
    cite: list[str]
    licence: str
    licence_citee: str
    publiee: str = "2026-01-15"
    modifiee: str = "2026-01-15"
    langue: str = "fr"


FICHES: dict[str, str | bytes] = {
    "inspiractions/signee.md": petit.texte(
        titre="Een fictieve actie", auteurs=PLUME, langue="nl", licence="CC-BY-4.0",
        verifiee_le="2026-03-02",
    ),
    "interviews/entretien.md": petit.texte(
        "interviews", titre="Entretien dit", personnes=VOIX, auteurs=PLUME
    ),
    "interviews/annonce.md": petit.texte(
        "interviews", titre="Entretien annoncé", personnes=VOIX, auteurs=PLUME, statut="notice",
        accord_personnes=None,
    ),
    "ressources/outil.md": petit.texte(
        "ressources", auteurs=PLUME, annee=2019, url="https://ailleurs.test/outil",
        doi="10.1234/fictif", isbn="978-2-00-000000-2", licence="LicenceRef-Fictive",
    ),
    "dossiers/ensemble.md": petit.texte(
        "dossiers", auteurs=PLUME, porteur="asso-fictive",
        elements=[{"titre": "Partie", "entrees": ["signee", "entretien", "annonce", "outil"]}],
    ),
}  # fmt: skip
ATTENDUS = {
    "signee": Attendu(
        "inspiractions/signee/", ["Plume Fictive"], ["Plume Fictive"], BY, BY,
        modifiee="2026-03-02", langue="nl",
    ),
    "entretien": Attendu(
        "interviews/entretien/", ["Voix Fictive", "Autre Voix"], ["Voix Fictive", "Autre Voix"],
        BY_SA, BY_SA,
    ),
    "annonce": Attendu(
        "interviews/annonce/", ["Plume Fictive"], ["Plume Fictive"], BY_SA, BY_SA
    ),
    # Its page is signed; the work that it tells of is by others, under a licence not known.
    "outil": Attendu("ressources/outil/", ["Plume Fictive"], [], "LicenceRef-Fictive", ""),
    "ensemble": Attendu(
        "dossiers/ensemble/", ["Plume Fictive"], ["Plume Fictive"], BY_SA, BY_SA
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The small base, its feeds and its records as their readers read them, by identifier."""
    chargement = petit.corpus(tmp_path_factory.mktemp("accord") / "fiches", FICHES)
    assert [d for d in chargement.diagnostics if d.gravite == "erreur"] == []
    site = Site(chargement.corpus, AUJOURDHUI, publication=ICI)
    flux = petit.flux(site, ICI)

    def par_id(items: list[Any], cle: str) -> dict[str, Any]:
        return {item[cle].rstrip("/").rpartition("/")[2]: item for item in items}

    depot = b"".join(oai.notices(site, oai.Depot(ICI, "contact@exemple.test")))
    notices = {
        n.findtext(f"{OAI}header/{OAI}identifier").rpartition(":")[2]: n
        for n in etree.fromstring(depot).iter(f"{OAI}record")
    }
    return SimpleNamespace(
        site=site,
        atom=par_id(feedparser.parse(flux["flux.xml"]).entries, "link"),
        json=par_id(json.loads(flux["flux.json"])["items"], "url"),
        notices=notices,
    )


@pytest.fixture(params=list(ATTENDUS))
def identifiant(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_feeds_tell_the_page(base: SimpleNamespace, identifiant: str) -> None:
    a, x, item = ATTENDUS[identifiant], base.atom[identifiant], base.json[identifiant]
    assert x.link == item["url"] == ICI.page(a.adresse)
    assert [p.name for p in x.authors] == [p["name"] for p in item["authors"]] == a.signent
    assert (x.published[:10], x.updated[:10]) == (a.publiee, a.modifiee)
    assert (item["date_published"][:10], item["date_modified"][:10]) == (a.publiee, a.modifiee)
    assert item["language"] == (x.title_detail.language or "fr") == a.langue
    connue = a.licence.startswith("https://")
    assert [li.href for li in x.links if li.rel == "license"] == ([a.licence] if connue else [])
    assert item["_licence"]["url"] == (a.licence if connue else "")
    assert connue or x.rights == item["_licence"]["name"] == a.licence


def test_engines_are_told_the_page(base: SimpleNamespace, identifiant: str) -> None:
    a = ATTENDUS[identifiant]
    dit = jsonld.de_fiche(base.site, base.site.corpus.fiches[identifiant])
    assert dit["url"] == ICI.page(a.adresse)
    assert [p["name"] for p in dit["author"]] == a.signent
    assert (dit["datePublished"], dit["dateModified"]) == (a.publiee, a.modifiee)
    assert (dit["inLanguage"], dit["license"]) == (a.langue, a.licence)


def test_the_catalogue_tells_the_page(base: SimpleNamespace, identifiant: str) -> None:
    a = ATTENDUS[identifiant]
    lu = catalogue.enregistrer(base.site, base.site.corpus.fiches[identifiant])
    assert lu["adresse"] == ICI.page(a.adresse)
    assert (lu["date"], lu["modifiee_le"], lu["langue"]) == (a.publiee, a.modifiee, a.langue)
    # Both are told apart there: who speaks, who wrote.
    parlent = [p["nom"] for p in lu.get("personnes", [])]
    assert a.signent in ([p["nom"] for p in lu["auteurs"]], parlent)


def test_what_is_cited_is_told_alike_in_every_format(
    base: SimpleNamespace, identifiant: str
) -> None:
    a = ATTENDUS[identifiant]
    reference = referencer(base.site.corpus.fiches[identifiant], ICI)
    oeuvre = identifiant == "outil"
    adresse = "https://ailleurs.test/outil" if oeuvre else ICI.page(a.adresse)
    jour = "2019" if oeuvre else a.publiee
    (lue,) = rispy.loads(ris(reference))
    assert lue.get("authors", []) == a.cite
    assert lue["urls"] == [adresse]
    assert lue["year"] == jour[:4]
    assert lue["language"] == a.langue
    assert oeuvre == (ICI.page(a.adresse) in "".join(lue.get("notes", [])))
    champs = bibtexparser.parse_string(bibtex(reference)).entries[0].fields_dict
    signes = champs["author"].value if "author" in champs else ""
    assert [nom.strip("{}") for nom in signes.split(" and ") if nom] == a.cite
    assert (champs["url"].value, champs["year"].value) == (adresse, jour[:4])
    objet = csl(reference)
    assert [p["literal"] for p in objet.get("author", [])] == a.cite
    assert "-".join(f"{n:02}" for n in objet["issued"]["date-parts"][0]) == jour
    assert (objet["URL"], objet["language"]) == (adresse, a.langue)
    metas: dict[str, list[str]] = {}
    for nom, contenu in metadonnees(reference):
        metas.setdefault(nom, []).append(contenu)
    assert metas.get("DC.creator", []) == metas.get("citation_author", []) == a.cite
    assert metas["DC.date"] == [jour]
    assert metas.get("DCTERMS.modified", []) == ([a.modifiee] if a.modifiee != a.publiee else [])
    assert metas["DC.identifier"][0] == adresse
    assert metas.get("DC.rights", []) == ([a.licence_citee] if a.licence_citee else [])


def test_portals_are_told_what_is_cited(base: SimpleNamespace, identifiant: str) -> None:
    a, notice = ATTENDUS[identifiant], base.notices[identifiant]
    assert notice.findtext(f"{OAI}header/{OAI}datestamp") == a.modifiee

    def tous(nom: str) -> list[str]:
        return [element.text for element in notice.iter(f"{DC}{nom}")]

    assert tous("creator") == a.cite
    assert tous("rights") == ([a.licence_citee] if a.licence_citee else [])
    assert tous("language") == [a.langue]
    assert tous("date") == ["2019" if identifiant == "outil" else a.publiee]
    oeuvre = [
        "https://ailleurs.test/outil", "https://doi.org/10.1234/fictif",
        "urn:isbn:978-2-00-000000-2",
    ]  # fmt: skip
    assert tous("identifier") == [
        ICI.page(a.adresse), *(oeuvre if identifiant == "outil" else [])
    ]  # fmt: skip


def test_a_book_cites_its_chapters_as_their_pages_do(base: SimpleNamespace) -> None:
    livre = paper.du_dossier(base.site, base.site.corpus.fiches["ensemble"])
    atelier = Atelier(PROJET / "overrides", Path())
    textes = EPUB.textes(livre, atelier)
    for identifiant in ATTENDUS:
        page = etree.HTML(textes[f"entree-{identifiant}.xhtml"])
        (dite,) = page.xpath("//footer[@class='citer']/p[1]")
        reference = referencer(base.site.corpus.fiches[identifiant], ICI)
        attendue = francaise(reference).texte.replace("https://", "")
        assert "".join(dite.itertext()).partition("\u202f: ")[2] == attendue, identifiant
    # A licence that has no page is named, and leads nowhere.
    (suite,) = etree.HTML(textes["entree-outil.xhtml"]).xpath("//footer[@class='citer']/p[2]")
    assert "LicenceRef-Fictive" in "".join(suite.itertext())
    assert not suite.findall(".//a")
    # Whoever signs the dossier signs the book, not the structure that carries it.
    assert livre.auteurs == ("Plume Fictive",)
