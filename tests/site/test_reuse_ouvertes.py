"""The open data of the real site, against its files; of a published one, against its address."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from frictionless import Package
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, SKOS
from rdflib.term import Node

from capitalisation.maps import aires, feuilles
from capitalisation.territories import Lieu, Territoires
from capitalisation.typography import taille, typographier
from tests.site import recompte
from tests.site.conftest import ADRESSE, PRECEDENTE, Construction

DCAT = Namespace("http://www.w3.org/ns/dcat#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
DOSSIERS = {genre: dossier for dossier, genre in recompte.DOSSIERS.items()}
#: Vocabulary → what says how many entries stand under a term, as the files have it.
FACETTES = ("themes", "dispositifs", "publics", "demarches", "cadres")
VOCABULAIRES = (
    *FACETTES, "structures", "types-de-facteurs", "types-de-structures", "natures", "glossaire",
)  # fmt: skip


def octets(site: Construction, nom: str) -> bytes:
    return (site.site / "donnees" / nom).read_bytes()


def table(site: Construction, nom: str) -> list[dict[str, str]]:
    texte = io.StringIO(octets(site, nom).decode("utf-8-sig"), newline="")
    return list(csv.DictReader(texte, delimiter=";"))


def graphe(site: Construction, nom: str) -> Graph:
    """A file of linked data; it names no context that would have to be fetched."""
    lu = octets(site, nom)
    assert not isinstance(json.loads(lu)["@context"], str)
    return Graph().parse(data=lu, format="json-ld")


# --- Territories ------------------------------------------------------------------------------


def test_each_territory_counts_its_entries(reel: Construction) -> None:
    attendus: dict[str, Counter[str]] = defaultdict(Counter)
    lieux: dict[str, Lieu] = {}
    for entete in recompte.entetes():
        siens = [Territoires().resoudre(texte) for texte in entete["territoires"]]
        lieux |= {x.code: x for lieu in siens for x in (*lieu.parents, lieu)}
        for code in {x.code for lieu in siens for x in (*lieu.parents, lieu)}:
            attendus[code]["entrees"] += 1
            attendus[code][DOSSIERS[entete["genre"]]] += 1
            attendus[code]["notices"] += entete["statut"] == "notice"
    lu = json.loads(octets(reel, "territoires.geojson"))
    proprietes = {a["id"]: a["properties"] for a in lu["features"]}
    assert len(proprietes) == len(lu["features"])
    cles = ("entrees", *DOSSIERS.values(), "notices")
    assert {c: {k: p[k] for k in cles} for c, p in proprietes.items()} == {
        code: {k: compte[k] for k in cles} for code, compte in attendus.items()
    }
    for code, p in proprietes.items():
        lieu = lieux[code]
        assert (p["code"], p["nom"], p["type"]) == (code, lieu.nom, lieu.type)
        assert p["parents"] == [parent.code for parent in lieu.parents]
        # The page is there, and says the same number.
        assert (reel.site / p["adresse"] / "index.html").is_file()


def test_the_outlines_are_as_rfc_7946_wants_them(reel: Construction) -> None:
    lu = json.loads(octets(reel, "territoires.geojson"))
    assert lu["type"] == "FeatureCollection"
    assert "crs" not in lu
    dessinees = {code for feuille in feuilles() for code in feuille.contours}
    avec_contour = {x.code for a in aires() if a.code in dessinees for x in (*a.parents, a)}
    for feature in lu["features"]:
        geometrie = feature["geometry"]
        assert (geometrie is not None) == (feature["id"] in avec_contour), feature["id"]
        if geometrie is None:
            assert "bbox" not in feature
            continue
        simple = geometrie["type"] == "Polygon"
        polygones = [geometrie["coordinates"]] if simple else geometrie["coordinates"]
        assert simple == (len(polygones) == 1)
        for exterieur, *trous in polygones:
            assert sens(exterieur) > 0, "an outer ring turns anticlockwise"
            assert all(sens(trou) < 0 for trou in trous), "a hole turns clockwise"
        xs, ys = zip(*(p for exterieur, *_ in polygones for p in exterieur), strict=True)
        assert feature["bbox"] == [min(xs), min(ys), max(xs), max(ys)]
        assert lu["bbox"][0] <= min(xs)
        assert max(ys) <= lu["bbox"][3]


def sens(anneau: list[list[float]]) -> float:
    assert anneau[0] == anneau[-1]
    assert len(anneau) >= 4
    assert len({tuple(p) for p in anneau}) == len(anneau) - 1, "a ring never meets itself"
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(anneau))


# --- Vocabularies -----------------------------------------------------------------------------


def comptes(vocabulaire: str) -> Counter[str]:
    """How many entries stand under each term, from the files alone."""
    compte: Counter[str] = Counter()
    for entete in recompte.entetes():
        structures = [entete.get("porteur") or entete.get("coordination")]
        structures += entete.get("partenaires") or []
        match vocabulaire:
            case "structures":
                siens = structures
            case "types-de-structures":
                connues = recompte.termes("structures")
                siens = [connues[s].get("type") for s in structures if s]
            case "types-de-facteurs":
                facteurs = [*(entete.get("leviers") or []), *(entete.get("freins") or [])]
                siens = [facteur["type"] for facteur in facteurs]
            case "natures":
                siens = [entete.get("nature")]
            case _:
                siens = entete.get(vocabulaire) or []
        compte.update(recompte.lignee(vocabulaire, [s for s in siens if s]))
    return compte


@pytest.mark.parametrize("vocabulaire", VOCABULAIRES)
def test_a_table_says_all_that_its_vocabulary_says(vocabulaire: str, reel: Construction) -> None:
    compte = comptes(vocabulaire) if vocabulaire != "glossaire" else Counter()
    lues = table(reel, f"vocabulaire-{vocabulaire}.csv")
    termes = recompte.termes(vocabulaire)
    assert [ligne["id"] for ligne in lues] == list(termes)
    for ligne in lues:
        terme = termes[ligne["id"]]
        for cle in ("libelle", "definition"):
            assert ligne[cle] == typographier(str(terme.get(cle, ""))), ligne["id"]
        for cle in (
            "sigle",
            "parent",
            *(("type", "territoire", "site") if "site" in ligne else ()),
        ):
            assert ligne[cle] == str(terme.get(cle) or ""), ligne["id"]
        synonymes = [typographier(str(mot)) for mot in terme.get("synonymes", ())]
        assert ligne["synonymes"] == " | ".join(synonymes)
        assert ligne["feminin"] == " | ".join(terme.get("feminin", ()))
        assert ligne.get("nombre_entrees", "0") == str(compte[ligne["id"]]), ligne["id"]
        if page := ligne["adresse"].partition("#")[0]:
            assert (reel.site / page / "index.html").is_file(), page


def test_skos_holds_every_term_under_its_parent(reel: Construction) -> None:
    lu = graphe(reel, "vocabulaires.jsonld")
    trouves = 0
    schemas = {str(titre): schema for schema, titre in lu.subject_objects(DCTERMS.title)}
    assert len(schemas) == len(VOCABULAIRES)
    for schema in schemas.values():
        assert (schema, RDF.type, SKOS.ConceptScheme) in lu
        notations = {str(lu.value(c, SKOS.notation)): c for c in lu.subjects(SKOS.inScheme, schema)}
        (termes,) = [t for v in VOCABULAIRES if list(t := recompte.termes(v)) == list(notations)]
        trouves += len(termes)
        for identifiant, concept in notations.items():
            terme = termes[identifiant]
            assert list(lu.objects(concept, SKOS.prefLabel)) == [
                Literal(typographier(str(terme["libelle"])), lang="fr")
            ]
            mots = [terme.get("sigle"), *terme.get("synonymes", ()), *terme.get("feminin", ())]
            assert {str(m) for m in lu.objects(concept, SKOS.altLabel)} == {
                typographier(str(m)) for m in mots if m
            } - {typographier(str(terme["libelle"]))}
            parent = notations.get(terme.get("parent") or "")
            assert list(lu.objects(concept, SKOS.broader)) == ([parent] if parent else [])
            # No orphan: a term without parent is at the top, either way one reads.
            assert ((schema, SKOS.hasTopConcept, concept) in lu) == (parent is None)
            assert ((concept, SKOS.topConceptOf, schema) in lu) == (parent is None)
    assert trouves == len(set(lu.subjects(RDF.type, SKOS.Concept)))
    etroits, larges = lu.subject_objects(SKOS.narrower), lu.subject_objects(SKOS.broader)
    assert set(etroits) == {(parent, enfant) for enfant, parent in larges}
    assert not list(lu.triples((None, SKOS.exactMatch, None)))


# --- What describes them ----------------------------------------------------------------------


def test_frictionless_accepts_the_package_and_every_row(reel: Construction) -> None:
    paquet = Package(str(reel.site / "donnees" / "datapackage.json"))
    rapport = paquet.validate()
    assert rapport.valid, rapport.flatten(["type", "note"])
    dit = json.loads(octets(reel, "datapackage.json"))
    assert [licence["name"] for licence in dit["licenses"]] == ["CC-BY-SA-4.0"]
    assert dit["title"] == "Inspir’action"
    sources = {(s["titre"], s.get("url")) for e in recompte.entetes() for s in e.get("sources", ())}
    assert dit["sources"]
    for source in dit["sources"]:
        assert any(
            source["title"].startswith(f"{titre}, ") and source.get("path") == url
            for titre, url in sources
        ), source
    decrits = {ressource.path: ressource for ressource in paquet.resources}
    assert set(decrits) == {f.name for f in (reel.site / "donnees").glob("*.csv")}
    for nom, ressource in decrits.items():
        contenu = octets(reel, nom)
        assert ressource.hash == f"sha256:{hashlib.sha256(contenu).hexdigest()}"
        assert ressource.bytes == len(contenu)
    for vocabulaire in VOCABULAIRES:
        schema = decrits[f"vocabulaire-{vocabulaire}.csv"].schema
        assert schema.primary_key == ["id"]
        vers = {tuple(cle["fields"]): cle["reference"]["resource"] for cle in schema.foreign_keys}
        assert vers[("parent",)] == ""
        assert (("type",) in vers) == (vocabulaire == "structures")
    lignes = {ligne["id"]: ligne for ligne in decrits["vocabulaire-themes.csv"].read_rows()}
    assert lignes["isolement-social"]["nombre_entrees"] == comptes("themes")["isolement-social"]


def test_a_file_received_can_be_checked(reel: Construction) -> None:
    sommes = dict(
        reversed(ligne.split("  ")) for ligne in octets(reel, "SHA256SUMS").decode().splitlines()
    )
    presents = {f.name for f in (reel.site / "donnees").iterdir() if f.is_file()}
    assert set(sommes) == presents - {"SHA256SUMS", "dcat.jsonld", "index.html"}
    for nom, somme in sommes.items():
        assert hashlib.sha256(octets(reel, nom)).hexdigest() == somme
    (version,) = json.loads(octets(reel, "versions.json"))["versions"]
    donnees = {nom: somme for nom, somme in sommes.items()
               if nom not in ("versions.json", "datapackage.json")}  # fmt: skip
    assert {n: e["sha256"] for n, e in version["fichiers"].items()} == donnees
    assert version["date"] == max(
        str(d) for e in recompte.entetes() for d in (e["date"], e.get("verifiee_le")) if d
    )
    paquet = json.loads(octets(reel, "datapackage.json"))
    assert paquet["version"] == version["version"]
    assert f"<code>{version['version']}</code>" in reel.lire("donnees/")


def test_the_page_offers_every_file_with_its_weight(reel: Construction) -> None:
    page = reel.lire("donnees/")
    liens = dict(re.findall(r'<a href="\.\./donnees/([^"]+)" download>(.*?)</a>', page))
    presents = {f.name for f in (reel.site / "donnees").iterdir() if f.is_file()}
    assert set(liens) == presents - {"index.html", "inspiraction.zip"}
    for nom, texte in liens.items():
        assert f", {taille(len(octets(reel, nom)))})</span>" in texte, nom
    assert re.search(r'href="https://creativecommons\.org/licenses/by-sa/4\.0/[^"]*"', page)
    # A preview is nowhere: no reference leads to the machine that made it.
    assert "127.0.0.1" not in page[page.index('id="citer-les-donnees"') :]


# --- A published site -------------------------------------------------------------------------


def test_the_versions_follow_one_another(publie: Construction) -> None:
    courante, precedente = json.loads(octets(publie, "versions.json"))["versions"]
    assert precedente == PRECEDENTE
    assert set(courante["fichiers"]) > {"territoires.geojson", "vocabulaires.jsonld"}
    page = publie.lire("donnees/")
    precedentes = page[page.index('id="versions-precedentes"') :]
    assert "<code>2025-12-31-0a1b2c3d</code>" in precedentes
    assert courante["version"] not in precedentes
    (citee,) = re.findall(r"<blockquote[^>]* data-citation>(.*?)</blockquote>", page)
    assert f"(version {courante['version']}), licence" in citee
    assert citee.endswith(f" {ADRESSE}donnees/")


def test_a_portal_finds_in_dcat_what_the_profile_requires(publie: Construction) -> None:
    lu = graphe(publie, "dcat.jsonld")

    def une(sujet: Node, propriete: URIRef) -> Node:
        (valeur,) = lu.objects(sujet, propriete)
        return valeur

    (catalogue,) = lu.subjects(RDF.type, DCAT.Catalog)
    jeux = set(lu.objects(catalogue, DCAT.dataset))
    assert jeux == set(lu.subjects(RDF.type, DCAT.Dataset)) != set()
    for sujet in (catalogue, *jeux):
        # Mandatory for a catalogue; title and description for a set too.
        for propriete in (DCTERMS.title, DCTERMS.description):
            texte = une(sujet, propriete)
            assert isinstance(texte, Literal)
            assert texte.language == "fr"
            assert texte
        editeur = une(sujet, DCTERMS.publisher)
        assert (editeur, RDF.type, FOAF.Agent) in lu
        assert une(editeur, FOAF.name)
        assert str(une(sujet, DCTERMS.language)).endswith("/authority/language/FRA")
        assert str(une(sujet, DCTERMS.license)).endswith("/by-sa/4.0/")
        modifie = une(sujet, DCTERMS.modified)
        assert modifie == Literal("2026-12-01", datatype=XSD.date)
    territoires = URIRef(f"{ADRESSE}donnees/#territoires")
    pays = {str(p).rpartition("/")[2] for p in lu.objects(territoires, DCTERMS.spatial)}
    assert pays == {"FRA", "BEL"}
    periode = une(territoires, DCTERMS.temporal)
    assert (str(une(periode, DCAT.startDate)), str(une(periode, DCAT.endDate))) == ("2019", "2023")
    assert str(une(territoires, DCAT.theme)).endswith("/data-theme/HEAL")
    assert {str(m) for m in lu.objects(territoires, DCAT.keyword)} == {"Lien social"}
    # Nothing is invented: neither a contact nor a rhythm.
    assert not set(lu.predicates()) & {DCAT.contactPoint, DCTERMS.accrualPeriodicity}

    distributions = [d for jeu in jeux for d in lu.objects(jeu, DCAT.distribution)]
    offerts = set()
    for distribution in distributions:
        assert une(distribution, DCAT.accessURL) == URIRef(f"{ADRESSE}donnees/")
        telechargement = unquote(str(une(distribution, DCAT.downloadURL)))
        nom = telechargement.removeprefix(f"{ADRESSE}donnees/")
        offerts.add(nom)
        contenu = octets(publie, nom)
        poids = une(distribution, DCAT.byteSize)
        assert poids == Literal(str(len(contenu)), datatype=XSD.nonNegativeInteger)
        somme = une(distribution, URIRef("http://spdx.org/rdf/terms#checksum"))
        assert str(une(somme, URIRef("http://spdx.org/rdf/terms#checksumValue"))) == (
            hashlib.sha256(contenu).hexdigest()
        )
        suffixe = nom.rpartition(".")[2]
        formats = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "geojson": "GEOJSON",
                   "jsonld": "JSON_LD"}  # fmt: skip
        dits = [str(f).rpartition("/")[2] for f in lu.objects(distribution, DCTERMS.format)]
        assert dits == [formats[suffixe]] if suffixe in formats else dits == []
        media = str(une(distribution, DCAT.mediaType))
        assert media.startswith("https://www.iana.org/assignments/media-types/")
        assert str(une(distribution, DCTERMS.license)).endswith("/by-sa/4.0/")
    donnees = json.loads(octets(publie, "versions.json"))["versions"][0]["fichiers"]
    assert offerts == {nom for nom in donnees if not nom.endswith(".schema.json")}


def test_the_archive_takes_the_data_and_leaves_what_portals_read(publie: Construction) -> None:
    with zipfile.ZipFile(publie.site / "donnees" / "inspiraction.zip") as archive:
        dedans = {Path(n).name: archive.read(n) for n in archive.namelist()
                  if Path(n).parent.as_posix() == "donnees"}  # fmt: skip
    for ligne in dedans["SHA256SUMS"].decode().splitlines():
        somme, _, nom = ligne.partition("  ")
        assert hashlib.sha256(dedans[nom]).hexdigest() == somme
    assert "dcat.jsonld" not in dedans
    assert (publie.site / "donnees" / "dcat.jsonld").is_file()
    page = dedans["index.html"].decode()
    assert not re.search(r'href="[^"]*dcat\.jsonld', page)
    assert "DCAT-AP" in page
    assert 'href="../donnees/territoires.geojson" download' in page


def test_no_draft_is_in_the_data(publie: Construction) -> None:
    for fichier in (publie.site / "donnees").iterdir():
        if fichier.is_file() and fichier.suffix != ".zip":
            assert b"rouillon fictif" not in fichier.read_bytes(), fichier.name
    lieux: Any = json.loads(octets(publie, "territoires.geojson"))["features"]
    assert {lieu["properties"]["nom"] for lieu in lieux} >= {"Scaër", "Charleroi"}
    assert "Gourin" not in {lieu["properties"]["nom"] for lieu in lieux}
