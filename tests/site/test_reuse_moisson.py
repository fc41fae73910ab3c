"""What robots and portals read of the real base, compared with its files."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from lxml import etree

from capitalisation.corpus import charger
from capitalisation.harvest.oai import Depot
from capitalisation.harvest.oai import notices as deposer
from capitalisation.publication import Publication
from capitalisation.search import packing
from capitalisation.territories import Territoires
from capitalisation.typography import typographier
from capitalisation.views import Site
from tests.conftest import AUJOURDHUI, PROJET
from tests.site.conftest import Construction
from tests.site.recompte import DOSSIERS, Entete, entetes, termes

ICI = Publication("Inspir’action", "https://exemple.org/base/")
#: mkdocs.yml, when nothing says otherwise.
PAR_DEFAUT = "http://127.0.0.1:8000/"
GENRES = {genre: dossier for dossier, genre in DOSSIERS.items()}
PLAN = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DEPOT = "{http://www.openarchives.org/OAI/2.0/static-repository}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
#: https://www.dublincore.org/schemas/xmls/simpledc20021212.xsd
ELEMENTS = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type",
    "format", "identifier", "source", "language", "relation", "coverage", "rights",
}  # fmt: skip

Champs = dict[str, list[str]]


# --- The map of the site ------------------------------------------------------


def plan(reel: Construction) -> dict[str, str]:
    """Address → date, "" without."""
    racine = etree.fromstring(reel.lire("sitemap.xml").encode())
    assert racine.tag == f"{PLAN}urlset"
    lues: dict[str, str] = {}
    for url in racine:
        adresse = url.findtext(f"{PLAN}loc")
        assert adresse.startswith(PAR_DEFAUT)
        assert adresse.removeprefix(PAR_DEFAUT) not in lues
        lues[adresse.removeprefix(PAR_DEFAUT)] = url.findtext(f"{PLAN}lastmod") or ""
    return lues


def test_the_map_holds_every_page_but_those_that_show_only_what_one_asks(
    reel: Construction,
) -> None:
    pages = {page.removesuffix("index.html") for page in reel.pages()}
    assert pages - set(plan(reel)) == {"404.html", "recherche/", "ma-selection/", "comparer/"}
    assert set(plan(reel)) <= pages


def test_entries_bear_their_date_and_nothing_bears_that_of_the_build(reel: Construction) -> None:
    lues = plan(reel)
    jours = {
        f"{GENRES[e['genre']]}/{e['id']}/": max(e["date"], e.get("verifiee_le") or e["date"])
        for e in entetes()
    }
    assert {adresse: lues[adresse] for adresse in jours} == {
        adresse: str(jour) for adresse, jour in jours.items()
    }
    derniere = str(max(jours.values()))
    assert lues[""] == lues["inspiractions/"] == lues["territoires/fr/"] == derniere
    assert set(lues.values()) <= {str(jour) for jour in jours.values()} | {""}
    # Nobody knows when a page of the guide was last changed.
    assert {lues["a-propos/"], lues["contribuer/"], lues["glossaire/"]} == {""}


def test_what_robots_are_led_to_is_there(reel: Construction) -> None:
    assert f"Sitemap: {PAR_DEFAUT}sitemap.xml\n" in reel.lire("robots.txt")
    texte = reel.lire("llms.txt")
    liens = re.findall(rf"\]\({re.escape(PAR_DEFAUT)}([^)]*)\)", texte)
    assert {"inspiractions/", "themes/", "territoires/", "donnees/"} <= set(liens)
    assert [lien for lien in liens if not (reel.site / lien).exists()] == []
    assert str(len(entetes())) in texte


def test_without_a_person_to_write_to_the_repository_says_so(reel: Construction) -> None:
    texte = reel.lire("oai.xml")
    assert "<oai:adminEmail>a-renseigner@contact.invalid</oai:adminEmail>" in texte
    assert texte.count("<oai:record>") == len(entetes())


def test_the_ranks_of_addresses_are_those_of_the_index(reel: Construction) -> None:
    """404.html finds an address in one file, and its title in the other."""
    ids = packing.lire(reel.site / "adresses.gz")["ids"].split(" ")
    for rang, identifiant in enumerate(ids):
        (fragment,) = packing.lire(reel.site / "pagefind" / "fragment" / f"{rang}.gz")["fragments"]
        assert fragment["url"].split("/")[1] == identifiant


def test_no_entry_was_renamed_so_no_server_is_told_anything(reel: Construction) -> None:
    assert not any(e.get("anciens_identifiants") for e in entetes())
    assert not (reel.site / "_redirects").exists()


# --- The static repository ----------------------------------------------------


@pytest.fixture(scope="module")
def depose() -> Any:
    """The repository of the real base, read again."""
    corpus = charger(PROJET / "fiches", aujourdhui=AUJOURDHUI).corpus
    site = Site(corpus, AUJOURDHUI, publication=ICI)
    texte = b"".join(deposer(site, Depot(ICI, "contact@exemple.org")))
    return etree.fromstring(texte)


@pytest.fixture(scope="module")
def notices(depose: Any) -> dict[str, tuple[str, Champs]]:
    """Identifier → datestamp and fields of each record, as a harvester reads them."""
    lues = {}
    for notice in depose.iter(f"{OAI}record"):
        champs: Champs = {}
        for element in notice.find(f"{OAI}metadata")[0]:
            champs.setdefault(element.tag.removeprefix(DC), []).append(element.text)
        identifiant = notice.findtext(f"{OAI}header/{OAI}identifier")
        lues[identifiant] = (notice.findtext(f"{OAI}header/{OAI}datestamp"), champs)
    return lues


def noms(element: Any) -> list[str]:
    return [enfant.tag for enfant in element]


def test_the_repository_has_the_shape_of_its_schema(depose: Any) -> None:
    """http://www.openarchives.org/OAI/2.0/static-repository.xsd, element by element."""
    assert depose.tag == f"{DEPOT}Repository"
    assert noms(depose) == [
        f"{DEPOT}Identify", f"{DEPOT}ListMetadataFormats", f"{DEPOT}ListRecords",
    ]  # fmt: skip
    identite, formats, liste = depose
    assert [(e.tag, e.text) for e in identite] == [
        (f"{OAI}repositoryName", "Inspir’action"),
        (f"{OAI}baseURL", "https://exemple.org/base/oai.xml"),
        (f"{OAI}protocolVersion", "2.0"),
        (f"{OAI}adminEmail", "contact@exemple.org"),
        (f"{OAI}earliestDatestamp", str(min(mise_a_jour(e) for e in entetes()))),
        (f"{OAI}deletedRecord", "no"),
        (f"{OAI}granularity", "YYYY-MM-DD"),
    ]
    (sorte,) = formats
    assert [(e.tag, e.text) for e in sorte] == [
        (f"{OAI}metadataPrefix", "oai_dc"),
        (f"{OAI}schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"),
        (f"{OAI}metadataNamespace", OAI_DC.strip("{}")),
    ]
    assert dict(liste.attrib) == {"metadataPrefix": "oai_dc"}
    for notice in liste:
        assert notice.tag == f"{OAI}record"
        assert noms(notice) == [f"{OAI}header", f"{OAI}metadata"]
        entete, metadonnees = notice
        assert noms(entete) == [f"{OAI}identifier", f"{OAI}datestamp"]
        assert not entete.attrib
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", entete[1].text)
        (dc,) = metadonnees
        assert dc.tag == f"{OAI_DC}dc"
        for champ in dc:
            assert champ.tag.removeprefix(DC) in ELEMENTS
            assert champ.text.strip()
            assert not len(champ)


def mise_a_jour(entete: Entete) -> Any:
    return max(entete["date"], entete.get("verifiee_le") or entete["date"])


@cache
def libelle(vocabulaire: str, identifiant: str) -> str:
    return str(termes(vocabulaire)[identifiant]["libelle"])


def ligne(texte: str) -> str:
    # Not `split()`: no-break spaces are typography.
    return typographier(re.sub("[ \n]+", " ", texte).strip())


@cache
def en_relation() -> dict[str, set[str]]:
    """Identifier → those that it names, or that name it: links, parts of dossiers."""
    connues = {e["id"] for e in entetes()}
    voisines: dict[str, set[str]] = {identifiant: set() for identifiant in connues}
    for entete in entetes():
        nommees = [lien["vers"] for lien in entete.get("liens", [])]
        nommees += [e for p in entete.get("elements", []) for e in p["entrees"]]
        for autre in set(nommees) & connues - {entete["id"]}:
            voisines[entete["id"]].add(autre)
            voisines[autre].add(entete["id"])
    return voisines


@cache
def page(identifiant: str) -> str:
    (entete,) = (e for e in entetes() if e["id"] == identifiant)
    return f"https://exemple.org/base/{GENRES[entete['genre']]}/{identifiant}/"


def attendus(e: Entete) -> dict[str, set[str]]:
    """The fields of a record, from the file of its entry."""
    ressource = e["genre"] == "ressource"
    parle = e["genre"] == "interview" and e["statut"] == "publiee"
    qui = [] if ressource else e.get("personnes" if parle else "auteurs", [])
    structures = [e.get("porteur") or e.get("coordination"), *e.get("partenaires", [])]
    periode = e.get("periode")
    lieux = Territoires()
    sortes = {"inspiraction": "Inspir’action"}.get(e["genre"], e["genre"].capitalize())
    return {
        "title": {ligne(e["titre"])},
        "creator": {ligne(personne["nom"]) for personne in qui},
        "subject": {
            libelle(nom, identifiant)
            for nom in ("themes", "dispositifs", "publics")
            for identifiant in e.get(nom, [])
        },
        "description": {ligne(e["resume"])},
        "publisher": {ligne(e["editeur"]) if ressource else "Inspir’action"},
        "contributor": {libelle("structures", s) for s in structures if s},
        "date": {str(e["annee"]) if e.get("annee") else ""} if ressource else {str(e["date"])},
        "type": {sortes} | ({libelle("natures", e["nature"])} if ressource else set()),
        "format": {"text/html"},
        "identifier": {
            page(e["id"]),
            e.get("url") or "",
            f"https://doi.org/{e['doi']}" if e.get("doi") else "",
            f"urn:isbn:{e['isbn']}" if e.get("isbn") else "",
        },
        "source": {
            ligne(f"{s['titre']}. {s['editeur']}, {s['annee']}")
            + (f". {s['url']}" if s.get("url") else "")
            for s in e.get("sources", [])
        },
        "language": {e.get("langue", "fr")},
        "relation": {page(autre) for autre in en_relation()[e["id"]]},
        "coverage": {lieux.resoudre(nom).complet for nom in e["territoires"]}
        | ({f"{periode['debut']}/{periode.get('fin') or '..'}"} if periode else set()),
        # What a ressource tells of is under a licence that nobody told us.
        "rights": set() if ressource else {"https://creativecommons.org/licenses/by-sa/4.0/"},
    }


def test_every_published_entry_has_its_record_and_no_other(
    notices: dict[str, tuple[str, Champs]],
) -> None:
    assert {identifiant: jour for identifiant, (jour, _) in notices.items()} == {
        f"oai:exemple.org:{e['id']}": str(mise_a_jour(e)) for e in entetes()
    }


def test_every_field_of_every_record_is_that_of_its_file(
    notices: dict[str, tuple[str, Champs]],
) -> None:
    for entete in entetes():
        _, lus = notices[f"oai:exemple.org:{entete['id']}"]
        for nom, valeurs in attendus(entete).items():
            assert set(lus.get(nom, [])) == valeurs - {""}, (entete["id"], nom)
            assert len(lus.get(nom, [])) == len(valeurs - {""}), (entete["id"], nom)
