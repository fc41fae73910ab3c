"""Open data: polygons, vocabularies, versions, and what builds and CI hand over to one another."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import shutil
import subprocess
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from capitalisation import export
from capitalisation.cli import site as cli_site
from capitalisation.diagnostics import LAISSE
from capitalisation.export import skos, versions
from capitalisation.export.versions import Empreinte, Illisible, Version
from capitalisation.maps.outlines import degres
from capitalisation.maps.polygons import Polygone, aire, polygones, reunir
from capitalisation.publication import Publication
from capitalisation.views import Site
from capitalisation.vocabulary import Terme
from mkdocs_adapter import export as adaptateur
from tests.conftest import AUJOURDHUI, PROJET
from tests.relecture import couper, lire_csv
from tests.unit import petit

ADRESSE = "https://exemple.test/base/"


def site(racine: Path, adresse: str = ADRESSE, **fichiers: str) -> Site:
    """A small fictional site; `fichiers`: vocabulary → its text."""
    fiches: dict[str, str | bytes] = {
        "inspiractions/publiee.md": petit.texte(
            titre="Action fictive publiée",
            territoires=["Scaër (29)", "Mamoudzou"],
            porteur="asso-fictive",
            leviers=[{"texte": "Un levier fictif.", "type": "partenariat"}] * 2,
        ),
        "ressources/notice.md": petit.texte("ressources", statut="notice"),
        "inspiractions/brouillon.md": petit.texte(
            titre="Brouillon fictif", statut="brouillon", territoires=["Charleroi"],
            themes=["sommeil"],
        ),
    }  # fmt: skip
    fiches |= {f"_referentiels/{nom}.yml": texte for nom, texte in fichiers.items()}
    chargement = petit.corpus(racine, fiches)
    assert [d for d in chargement.diagnostics if d.code.startswith("E")] == []
    publication = Publication("Site fictif", adresse)
    return Site(chargement.corpus, AUJOURDHUI, publication=publication)


def ecrire(racine: Path, le_site: Site, suite: tuple[Version, ...] = ()) -> dict[str, bytes]:
    """Everything that the page offers, by the name of its file."""
    racine.mkdir()
    ecrits = [export.ecrire(f, racine) for f in export.fichiers(le_site)]
    suite = versions.suivre(versions.dater(le_site, ecrits), suite)
    for fichier in export.descriptions(le_site, le_site.publication, suite, ecrits):
        ecrits.append(export.ecrire(fichier, racine))
    return {f.name: f.read_bytes() for f in racine.iterdir()}


def table(octets: bytes) -> list[dict[str, str]]:
    assert octets.startswith(b"\xef\xbb\xbf"), "a French spreadsheet would not know UTF-8"
    texte = io.StringIO(octets.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(texte, delimiter=";"))


# --- Polygons ---------------------------------------------------------------------------------


def carre(x: float, y: float, cote: float = 1) -> list[tuple[float, float]]:
    return [(x, y), (x + cote, y), (x + cote, y + cote), (x, y + cote)]


def formes(polygones: list[Polygone]) -> list[list[float]]:
    """The areas of the rings of each polygon."""
    assert all(anneau[0] == anneau[-1] for polygone in polygones for anneau in polygone)
    return [[aire(anneau) for anneau in polygone] for polygone in polygones]


def test_neighbours_become_one_area() -> None:
    assert formes(reunir([carre(0, 0), carre(1, 0), carre(5, 5)])) == [[2], [1]]


def test_areas_that_meet_in_a_point_stay_two() -> None:
    assert formes(reunir([carre(0, 0), carre(1, 1)])) == [[1], [1]]


def test_an_enclave_fills_its_hole_and_a_lake_does_not() -> None:
    perce = [carre(0, 0, 9), carre(2, 2)[::-1], carre(6, 6)[::-1]]
    assert formes(reunir(perce)) == [[81, -1, -1]]
    assert formes(reunir([*perce, carre(2, 2)])) == [[81, -1]]
    # An island in the lake of an island: the hole goes to the nearest ring round it.
    dans_le_lac = [carre(0, 0, 9), carre(1, 1, 7)[::-1], carre(2, 2, 5), carre(3, 3)[::-1]]
    assert formes(reunir(dans_le_lac)) == [[81, -49], [25, -1]]


@pytest.mark.parametrize(
    ("code", "ouest", "sud", "est", "nord"),
    [
        ("fr-976", 44.9, -13.1, 45.4, -12.5),
        ("fr-973", -54.7, 2.0, -51.5, 6.0),
        ("fr-971", -61.9, 15.7, -60.9, 16.6),
        ("fr-29", -5.2, 47.6, -3.3, 48.8),
        ("be-bru", 4.2, 50.7, 4.5, 51.0),
        ("be", 2.5, 49.4, 6.5, 51.6),
    ],
)
def test_a_place_is_where_it_is_on_earth(
    code: str, ouest: float, sud: float, est: float, nord: float
) -> None:
    positions = [p for polygone in polygones(code) for p in polygone[0]]
    assert positions
    assert all(ouest <= x <= est and sud <= y <= nord for x, y in positions)


def test_a_region_is_its_departements_without_what_divides_them() -> None:
    membres = ["fr-22", "fr-29", "fr-35", "fr-56"]
    surfaces = [sum(aire([*a, a[0]]) for a in degres()[code]) for code in membres]
    region = polygones("fr-bre")
    assert sum(aire(a) for polygone in region for a in polygone) == pytest.approx(sum(surfaces))
    assert len(region) < sum(len(degres()[code]) for code in membres)
    assert polygones("fr-29232") == []


# --- Territories and vocabularies -------------------------------------------------------------


def test_only_what_is_published_counts(tmp_path: Path) -> None:
    fichiers = ecrire(tmp_path / "s", site(tmp_path / "f"))
    aires = {a["id"]: a for a in json.loads(fichiers["territoires.geojson"])["features"]}
    assert aires["fr-29"]["properties"] == {
        "code": "fr-29", "nom": "Finistère", "type": "departement", "type_libelle": "département",
        "parents": ["fr", "fr-bre"], "adresse": f"{ADRESSE}territoires/fr-29/", "entrees": 2,
        "inspiractions": 1, "interviews": 0, "dossiers": 0, "ressources": 1, "notices": 1,
    }  # fmt: skip
    assert "fr-976" in aires
    assert not any(code.startswith("be") for code in aires)
    themes = {ligne["id"]: ligne for ligne in table(fichiers["vocabulaire-themes.csv"])}
    assert [themes[i]["nombre_entrees"] for i in ("lien-social", "sommeil")] == ["2", "0"]
    facteurs = table(fichiers["vocabulaire-types-de-facteurs.csv"])
    assert [(x["id"], x["nombre_entrees"]) for x in facteurs] == [("partenariat", "1")]
    (nature,) = table(fichiers["vocabulaire-natures.csv"])
    (association,) = table(fichiers["vocabulaire-types-de-structures.csv"])
    assert (nature["nombre_entrees"], association["nombre_entrees"]) == ("1", "1")
    assert not any(b"rouillon fictif" in octets for octets in fichiers.values())


def test_a_term_never_becomes_a_formula_nor_breaks_a_line(tmp_path: Path) -> None:
    publics = (
        '- id: habitants\n  libelle: "=1+1 fictif; \\"cité\\""\n'
        '  synonymes: ["@un", "deux"]\n  definition: "-deux\\nlignes"\n'
    )
    octets = ecrire(tmp_path / "s", site(tmp_path / "f", publics=publics))
    (ligne,) = table(octets["vocabulaire-publics.csv"])
    assert ligne["libelle"].startswith("'=1+1 fictif")
    assert "cité" in ligne["libelle"]
    assert ligne["synonymes"] == "'@un | deux"
    # Kept as it is written, within its quotes: the line of the table goes on after it.
    assert ligne["definition"] == "'-deux\nlignes"
    # What no spreadsheet opens keeps its words.
    graphe = Graph().parse(data=octets["vocabulaires.jsonld"], format="json-ld")
    assert "@un" in {str(mot) for mot in graphe.objects(None, SKOS.altLabel)}


def test_a_vocabulary_is_read_back_as_the_catalogue_is(tmp_path: Path) -> None:
    publics = (
        '- id: habitants\n  libelle: "\'Apostrophe fictive"\n'
        "  synonymes: ['a | b', 'c\\', \"d\"]\n  feminin: ['=e', '|']\n"
    )
    le_site = site(tmp_path / "f", publics=publics)
    terme = le_site.corpus.vocabulaires["publics"].termes["habitants"]
    (ligne,) = lire_csv(ecrire(tmp_path / "s", le_site)["vocabulaire-publics.csv"])
    assert ligne["libelle"] == terme.libelle
    assert len(terme.synonymes) == 3
    assert couper(ligne["synonymes"]) == list(terme.synonymes)
    assert couper(ligne["feminin"]) == list(terme.feminin) == ["=e", "|"]


def test_a_concept_is_named_by_its_page_or_by_what_never_changes(tmp_path: Path) -> None:
    termes = {
        nom: Terme(nom, "mot-fictif", "Mot fictif") for nom in ("themes", "natures", "glossaire")
    }
    en_ligne, ailleurs = Publication("Site fictif", ADRESSE), Publication("Site fictif", "")
    assert {nom: skos.concept(en_ligne, terme) for nom, terme in termes.items()} == {
        "themes": f"{ADRESSE}themes/mot-fictif/#concept",
        "natures": f"{ADRESSE}donnees/vocabulaires.jsonld#natures/mot-fictif",
        "glossaire": f"{ADRESSE}glossaire/#mot-fictif",
    }
    sans = [skos.concept(ailleurs, terme) for terme in termes.values()]
    assert len(set(sans)) == 3
    assert sans[0] == "urn:uuid:3a2d3619-befb-556c-90b5-b2fdc606c1b9"

    graphe = Graph().parse(
        data=ecrire(tmp_path / "s", site(tmp_path / "f"))["vocabulaires.jsonld"], format="json-ld"
    )
    enfant = URIRef(f"{ADRESSE}themes/isolement-social/#concept")
    parent = URIRef(f"{ADRESSE}themes/lien-social/#concept")
    assert (enfant, SKOS.broader, parent) in graphe
    assert (parent, SKOS.narrower, enfant) in graphe
    assert {str(mot) for mot in graphe.objects(enfant, SKOS.altLabel)} == {"solitude"}


# --- What portals are told --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("periodes", "dite"),
    [
        # As long as it was, years alone.
        ([{"debut": "1950-03", "fin": "2020-01-02"}], ("1950", "2020")),
        ([{"debut": "1998", "fin": "2001"}, {"debut": "2010", "fin": "2012"}], ("1998", "2012")),
        # Some goes on: nobody knows the end of them all.
        ([{"debut": "1998", "fin": "2001"}, {"debut": "2010"}], ("1998", None)),
        # The year of a source that it cites is not its own.
        ([None], None),
        ([None, {"debut": "2010", "fin": "2012"}], ("2010", "2012")),
    ],
)
def test_portals_are_told_the_years_that_entries_give(
    periodes: list[dict[str, str] | None], dite: tuple[str, str | None] | None, tmp_path: Path
) -> None:
    ancienne = [{"titre": "Loi fictive", "editeur": "Éditeur fictif", "annee": 1901}]
    corpus = petit.corpus(
        tmp_path / "fiches",
        {
            f"inspiractions/action-{n}.md": petit.texte(
                titre=f"Action fictive {n}", periode=periode, sources=ancienne
            )
            for n, periode in enumerate(periodes)
        },
    ).corpus
    assert len(corpus.fiches) == len(periodes)
    le_site = Site(corpus, AUJOURDHUI, publication=Publication("Site fictif", ADRESSE))
    lu = json.loads(ecrire(tmp_path / "s", le_site)["dcat.jsonld"])
    for decrit in (lu, next(j for j in lu["dcat:dataset"] if j["@id"].endswith("#catalogue"))):
        periode = decrit.get("dct:temporal")
        assert dite == (periode and (periode["dcat:startDate"], periode.get("dcat:endDate")))
        # Nobody knows the day when the data were first given away.
        assert "dct:issued" not in decrit


# --- Versions ---------------------------------------------------------------------------------


def version(nom: str, **fichiers: str) -> Version:
    return Version(
        version=nom, date=dt.date.fromisoformat(nom[:10]),
        fichiers={n: Empreinte(taille=1, sha256=somme) for n, somme in fichiers.items()},
    )  # fmt: skip


def test_the_same_data_are_the_same_bytes_whatever_the_day(tmp_path: Path) -> None:
    le_site = site(tmp_path / "f")
    premiere = ecrire(tmp_path / "1", le_site)
    assert ecrire(tmp_path / "2", replace(le_site, aujourdhui=dt.date(2027, 5, 1))) == premiere
    suite = versions.lire(tmp_path / "1" / "versions.json")
    assert ecrire(tmp_path / "3", le_site, suite) == premiere
    # Another corpus: another version, and the one before is remembered with its sums.
    autre = site(tmp_path / "g", publics='- id: habitants\n  libelle: "Autre mot fictif"\n')
    ecrire(tmp_path / "4", autre, suite)
    nouvelle, ancienne = versions.lire(tmp_path / "4" / "versions.json")
    assert ancienne == suite[0]
    assert nouvelle.version != ancienne.version
    assert nouvelle.version.startswith("2026-01-15-")
    changes = {n for n, e in nouvelle.fichiers.items() if ancienne.fichiers[n] != e}
    assert changes == {"vocabulaire-publics.csv", "vocabulaires.jsonld"}


def test_a_version_that_comes_back_stands_once_and_the_list_has_an_end() -> None:
    a, b = version("2026-01-01-aaaaaaaa"), version("2026-02-01-bbbbbbbb")
    assert versions.suivre(a, (b, a)) == (a, b)
    longue = [version(f"2026-01-01-{n:08x}") for n in range(versions.VERSIONS_MAX)]
    assert versions.suivre(a, longue) == (a, *longue[:-1])


BONNE = {"version": "2026-01-01-aaaaaaaa", "date": "2026-01-01", "fichiers": {}}


@pytest.mark.parametrize(
    "contenu",
    [
        "",
        "[" * 100_000,
        "<html>Page introuvable</html>",
        {"versions": [{**BONNE, "version": "<script>"}]},
        {"versions": [{**BONNE, "date": "hier"}]},
        {"versions": [{**BONNE, "de plus": 1}]},
        {"versions": [{**BONNE, "fichiers": {"../ailleurs": {"taille": 1, "sha256": "0" * 64}}}]},
        {"versions": [{**BONNE, "fichiers": {"a.csv": {"taille": 1, "sha256": "0" * 63}}}]},
        {"versions": [BONNE] * (versions.VERSIONS_MAX + 1)},
        {"versions": [BONNE], "trop": "x" * versions.TAILLE_MAX},
    ],
)
def test_a_list_that_is_not_one_is_not_believed(contenu: Any, tmp_path: Path) -> None:
    liste = tmp_path / "versions.json"
    texte = contenu if isinstance(contenu, str) else json.dumps(contenu)
    liste.write_text(texte, encoding="utf-8")
    with pytest.raises(Illisible):
        versions.lire(liste)


def test_a_build_says_that_it_does_without_the_previous_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    liste = tmp_path / "versions.json"
    monkeypatch.setenv("CAPITALISATION_VERSIONS", str(liste))
    for contenu in (None, "{}"):
        if contenu is not None:
            liste.write_text(contenu, encoding="utf-8")
        caplog.clear()
        assert adaptateur.precedentes() == ()
        (dit,) = caplog.messages
        assert f"{LAISSE}la liste des versions précédentes" in dit
    liste.write_text(json.dumps({"versions": [BONNE]}), encoding="utf-8")
    caplog.clear()
    assert [v.version for v in adaptateur.precedentes()] == [BONNE["version"]]
    assert caplog.messages == []


# --- From one site to the next ----------------------------------------------------------------


def test_a_build_is_given_the_list_of_the_site_that_it_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Site fictif\n", encoding="utf-8")
    donnes: list[str | None] = []

    def lancer(_: Path, environnement: dict[str, str], *__: Any) -> tuple[int, str]:
        donnes.append(environnement.get("CAPITALISATION_VERSIONS"))
        return 0, ""

    monkeypatch.setattr(cli_site, "_mkdocs", lancer)
    monkeypatch.delenv("CAPITALISATION_VERSIONS", raising=False)

    def batir() -> None:
        precedent = tmp_path / "site"
        cli_site.batir(tmp_path, tmp_path, tmp_path, None, None, verrou=0, precedent=precedent)

    batir()
    liste = tmp_path / "site" / "donnees" / "versions.json"
    liste.parent.mkdir(parents=True)
    liste.touch()
    batir()
    monkeypatch.setenv("CAPITALISATION_VERSIONS", "/une/autre.json")
    batir()
    assert donnes == [None, str(liste), "/une/autre.json"]


LISTE = json.dumps({"versions": [BONNE]}).encode()


def test_ci_brings_the_published_list_before_it_builds() -> None:
    github = yaml.safe_load((PROJET / ".github/workflows/publier.yml").read_text("utf-8"))
    etapes = github["jobs"]["construire"]["steps"]
    (prendre,) = [e for e in etapes if ".ci/versions" in e.get("run", "")]
    (construire,) = [e for e in etapes if e.get("run") == "make build"]
    assert etapes.index(prendre) < etapes.index(construire)
    assert prendre["run"] == 'bash .ci/versions "$SITE" "$VERSIONS"'
    assert prendre["env"]["VERSIONS"] == construire["env"]["CAPITALISATION_VERSIONS"]
    assert f"{prendre['env']['SITE']}/" == construire["env"]["INSPIRACTION_URL"]
    gitlab = yaml.safe_load((PROJET / ".gitlab-ci.yml").read_text("utf-8"))["pages"]
    assert [c for c in gitlab["script"] if ".ci/versions" in c or c == "make build"] == [
        'bash .ci/versions "$INSPIRACTION_URL" "$CAPITALISATION_VERSIONS"', "make build",
    ]  # fmt: skip


@pytest.mark.skipif(not shutil.which("curl"), reason="la CI reprend la liste avec curl")
@pytest.mark.parametrize(
    ("code", "annonce", "sortie", "reprise"),
    [
        (200, len(LISTE), 0, True),
        # The first time.
        (404, len(LISTE), 0, False),
        # What the server may say otherwise one day; it tries again what may be better at once.
        (403, len(LISTE), 1, False),
        (501, len(LISTE), 1, False),
        # Half of the list, or far too much.
        (200, len(LISTE) + 9, 1, False),
        (200, 5_000_000, 1, False),
    ],
)
def test_ci_never_takes_a_trouble_for_the_first_time(
    code: int, annonce: int, sortie: int, reprise: bool, tmp_path: Path
) -> None:
    demandes = []

    class Reponse(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            demandes.append(self.path)
            self.send_response(code)
            self.send_header("Content-Length", str(annonce))
            self.end_headers()
            self.wfile.write(LISTE)

        def log_message(self, format: str, *args: object) -> None:
            pass

    # What an earlier run may have left is not the list of the site.
    liste = tmp_path / "versions.json"
    liste.write_bytes(b"ancienne")
    with HTTPServer(("127.0.0.1", 0), Reponse) as serveur:
        threading.Thread(target=serveur.serve_forever, daemon=True).start()
        fini = reprendre(f"http://127.0.0.1:{serveur.server_port}/base", liste)
        serveur.shutdown()
    assert demandes == ["/base/donnees/versions.json"]
    assert fini.returncode == sortie, fini.stderr
    assert (liste.read_bytes() if liste.exists() else None) == (LISTE if reprise else None)
    assert ("Rien n’est publié" in fini.stderr) is bool(sortie)
    # Nobody answers any more.
    assert reprendre(f"http://127.0.0.1:{serveur.server_port}/", liste).returncode == 1


def reprendre(adresse: str, liste: Path) -> subprocess.CompletedProcess[str]:
    commande = ["bash", str(PROJET / ".ci/versions"), adresse, str(liste)]
    sans_mandataire = os.environ | {"no_proxy": "*", "NO_PROXY": "*"}
    return subprocess.run(
        commande, env=sans_mandataire, capture_output=True, encoding="utf-8", timeout=60
    )
