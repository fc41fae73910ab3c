"""What the real pages give to cite, read by reference readers and compared with the files."""

from __future__ import annotations

import datetime as dt
import json
import re
import warnings
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as ecritures
from citeproc.source.json import CiteProcJSON

from capitalisation.dates import jour
from capitalisation.explore import packs
from capitalisation.search import packing
from capitalisation.territories import Territoires
from tests.site import recompte
from tests.site.conftest import Construction
from tests.site.recompte import Entete

SITE = "Inspir’action"
TERRITOIRES = Territoires()
#: What a page gives to cite its entry weighs no more, in bytes.
POIDS = 10_000
#: Nature of a ressource → type in RIS, in CSL and in Zotero, for the natures of the real corpus.
RAPPORTS = ("guide", "dossier-documentaire", "etude", "livret")
PAGES = ("site", "catalogue", "annuaire", "base-de-donnees", "lettre-d-information")
VIDEOS = ("web-serie", "webinaire")
TYPES = {
    **dict.fromkeys(RAPPORTS, ("RPRT", "report", "report")),
    **dict.fromkeys(PAGES, ("WEB", "webpage", "webpage")),
    **dict.fromkeys(VIDEOS, ("VIDEO", "motion_picture", "videoRecording")),
    "article": ("JOUR", "article-journal", "journalArticle"),
    "revue": ("JFULL", "periodical", "document"),
}
AUTRE = ("GEN", "document", "document")


@dataclass
class Page(HTMLParser):
    """What a page says of itself: its head, its files, its reference, what its lists offer."""

    html: str
    metas: list[tuple[str, str]] = field(default_factory=list)
    schemas: dict[str, str] = field(default_factory=dict)
    fichiers: dict[str, str] = field(default_factory=dict)
    coins: list[str] = field(default_factory=list)
    citation: str = ""
    dedans: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {nom: valeur or "" for nom, valeur in attrs}
        if tag == "meta" and "name" in a:
            self.metas.append((a["name"], a["content"]))
        elif tag == "link" and a.get("rel", "").startswith("schema."):
            self.schemas[a["rel"].removeprefix("schema.")] = a["href"]
        elif tag == "a" and a.get("href", "").startswith("data:"):
            self.fichiers[a["download"]] = unquote(a["href"].partition(",")[2], errors="strict")
        elif a.get("class") == "Z3988":
            assert "hidden" in a
            self.coins.append(a["title"])
        elif "data-citation" in a:
            self.dedans = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self.dedans = False

    def handle_data(self, data: str) -> None:
        self.citation += data if self.dedans else ""

    def tous(self, nom: str) -> list[str]:
        return [contenu for n, contenu in self.metas if n == nom]


@pytest.fixture(scope="module")
def pages(reel: Construction) -> dict[str, Page]:
    return {
        e["id"]: Page(reel.lire(f"{dossier}/{e['id']}/"))
        for e in recompte.entetes()
        for dossier, genre in recompte.DOSSIERS.items()
        if genre == e["genre"]
    }


def plat(texte: str) -> str:
    """A text without what typography changes, nor what BibTeX has no sign for."""
    return re.sub(r"[\s\u00a0\u202f~]+", "", texte.replace("’", "'").replace("…", "..."))


def auteurs(e: Entete) -> list[str]:
    """Who signs what is cited: a notice is not by the person that it presents."""
    if e["genre"] == "ressource":
        return []
    parle = e["genre"] == "interview" and e["statut"] == "publiee"
    return [plat(p["nom"]) for p in e.get("personnes" if parle else "auteurs", [])]


def types(e: Entete) -> tuple[str, str, str]:
    if e["genre"] == "ressource":
        return TYPES.get(e["nature"], AUTRE)
    if e["genre"] == "interview" and e["statut"] == "publiee":
        return ("WEB", "interview", "interview")
    return ("WEB", "webpage", "webpage")


def sorte(e: Entete) -> str:
    """What a reader calls what is cited."""
    if e["genre"] == "ressource":
        return plat(recompte.termes("natures")[e["nature"]]["libelle"])
    if e["statut"] == "notice":
        return "Notice"
    return {"inspiraction": plat(SITE), "interview": "Entretien", "dossier": "Dossier"}[e["genre"]]


def editeur(e: Entete) -> str:
    return plat(e["editeur"] if e["genre"] == "ressource" else SITE)


def date(e: Entete) -> str:
    """The date that is cited, as ISO 8601 writes it; the year alone of a work, or nothing."""
    return str(e.get("annee") or "") if e["genre"] == "ressource" else str(e["date"])


def mots_cles(e: Entete) -> list[str]:
    return [
        plat(recompte.termes(vocabulaire)[identifiant]["libelle"])
        for vocabulaire in ("themes", "dispositifs")
        for identifiant in e.get(vocabulaire, [])
    ]


def fichier(pages: dict[str, Page], e: Entete, extension: str) -> str:
    return pages[e["id"]].fichiers[f"{e['id']}.{extension}"]


def test_only_published_entries_are_given_to_cite(
    reel: Construction, pages: dict[str, Page]
) -> None:
    donnees = [nom for nom in reel.pages() if 'href="data:' in reel.lire(nom)]
    assert len(donnees) == len(recompte.entetes())
    for identifiant, page in pages.items():
        assert list(page.fichiers) == [f"{identifiant}.{e}" for e in ("ris", "bib", "csl.json")]


def test_a_reader_of_ris_reads_every_entry(pages: dict[str, Page]) -> None:
    for e in recompte.entetes():
        (lue,) = rispy.loads(fichier(pages, e, "ris"))
        assert lue["id"] == e["id"]
        assert lue["type_of_reference"] == types(e)[0]
        assert plat(lue["type_of_work"]) == sorte(e)
        assert plat(lue["title"]) == plat(e["titre"])
        assert [plat(nom) for nom in lue.get("authors", [])] == auteurs(e)
        assert plat(lue.get("secondary_title") or lue["publisher"]) == editeur(e)
        assert lue.get("year", "") == date(e)[:4]
        assert lue.get("date", "").strip("/").replace("/", "-") == (
            "" if e["genre"] == "ressource" else date(e)
        )
        assert plat(lue["abstract"]) == plat(e["resume"])
        assert [plat(mot) for mot in lue["keywords"]] == mots_cles(e)
        assert lue["language"] == e.get("langue", "fr")
        assert lue.get("urls", []) == [u for u in [e.get("url")] if u]
        assert lue.get("doi") == e.get("doi")
        assert lue.get("issn") == e.get("isbn")
        assert lue.get("number") == (str(e["numero"]) if "numero" in e else None)


def test_a_reader_of_bibtex_reads_every_entry(pages: dict[str, Page]) -> None:
    tout = "".join(fichier(pages, e, "bib") for e in recompte.entetes())
    lus = bibtexparser.parse_string(tout, append_middleware=[LatexDecodingMiddleware()])
    assert lus.failed_blocks == []
    assert len(lus.entries) == len(recompte.entetes())
    for e in recompte.entetes():
        champs = {nom: f.value for nom, f in lus.entries_dict[e["id"]].fields_dict.items()}
        assert plat(champs["title"]) == plat(e["titre"])
        signes = [nom for nom in champs.get("author", "").split(" and ") if nom]
        assert [plat(nom) for nom in signes] == auteurs(e)
        publie = next(
            champs[nom]
            for nom in ("institution", "organization", "publisher", "howpublished")
            if nom in champs
        )
        assert plat(publie) == editeur(e)
        assert champs.get("year", "") == date(e)[:4]
        assert plat(champs["abstract"]) == plat(e["resume"])
        # BibTeX cuts keywords at commas: those of a label become spaces.
        assert plat(champs["keywords"]).replace(",", "") == "".join(mots_cles(e)).replace(",", "")
        genre, note = (plat(champs.get(nom, "")) for nom in ("type", "note"))
        assert genre + note == sorte(e)
        assert champs.get("month", "") == ("" if e["genre"] == "ressource" else mois(e))
        assert champs["language"] == e.get("langue", "fr")
        assert champs.get("url") == e.get("url")
        assert champs.get("doi") == e.get("doi")
        assert champs.get("isbn") == e.get("isbn")
        assert champs.get("number") == (str(e["numero"]) if "numero" in e else None)


def mois(e: Entete) -> str:
    """The month as BibTeX names it."""
    return f"{dt.date.fromisoformat(str(e['date'])):%b}".lower()


@pytest.fixture(scope="module")
def objets(pages: dict[str, Page]) -> dict[str, dict[str, Any]]:
    """The CSL-JSON of every entry."""
    lus = {}
    for e in recompte.entetes():
        (lus[e["id"]],) = json.loads(fichier(pages, e, "csl.json"))
    return lus


def test_csl_json_says_what_the_files_say(objets: dict[str, dict[str, Any]]) -> None:
    for e in recompte.entetes():
        objet = objets[e["id"]]
        attendu = {
            "id": e["id"],
            "type": types(e)[1],
            "genre": sorte(e),
            "title": plat(e["titre"]),
            "author": [{"literal": nom} for nom in auteurs(e)],
            "publisher" if e["genre"] == "ressource" else "container-title": editeur(e),
            "issued": {"date-parts": [[int(n) for n in date(e).split("-")]]} if date(e) else None,
            "abstract": plat(e["resume"]),
            "keyword": ",".join(mots_cles(e)),
            "language": e.get("langue", "fr"),
            "URL": e.get("url"),
            "DOI": e.get("doi"),
            "ISBN": e.get("isbn"),
            "number": str(e["numero"]) if "numero" in e else None,
        }
        lu = dict(objet)
        for nom in ("genre", "title", "container-title", "publisher", "abstract", "keyword"):
            if nom in lu:
                lu[nom] = plat(lu[nom])
        if "author" in lu:
            lu["author"] = [{"literal": plat(nom["literal"])} for nom in lu["author"]]
        assert lu == {nom: valeur for nom, valeur in attendu.items() if valeur}


def test_a_citation_processor_writes_a_reference(objets: dict[str, dict[str, Any]]) -> None:
    # It takes them all; to write one takes it long: one of each type and of each shape is enough.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON(objets.values())
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliographie = CitationStylesBibliography(style, source, ecritures.plain)
        choisis = list(
            {(o["type"], "author" in o, "issued" in o): o for o in objets.values()}.values()
        )
        for objet in choisis:
            bibliographie.register(Citation([CitationItem(objet["id"])]))
        ecrites = "\n".join(map(str, bibliographie.bibliography()))
    assert len(choisis) >= 6
    for objet in choisis:
        assert objet["title"] in ecrites
        for auteur in objet.get("author", []):
            assert auteur["literal"] in ecrites


def test_the_reference_of_a_page_is_written_from_its_file(pages: dict[str, Page]) -> None:
    for e in recompte.entetes():
        citation = plat(pages[e["id"]].citation)
        titre = plat(re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", e["titre"])))
        le = jour(dt.date.fromisoformat(str(e["date"])))
        if e["genre"] == "ressource":
            en_ligne = ",enligne" if "url" in e or "doi" in e else ""
            assert citation.startswith(f"{plat(e['titre'])}[{sorte(e)}{en_ligne}].{editeur(e)}")
            assert citation.endswith(plat(f". Notice : {SITE}, {le}. CC BY-SA 4.0."))
            assert e.get("url", "") in citation
            assert str(e.get("annee", "")) in citation
        else:
            numero = f"n°{e['numero']}" if "numero" in e and e["statut"] != "notice" else ""
            # Several names are joined by commas and « et ».
            debut = ",".join(auteurs(e)[:-1]) + "et" * (len(auteurs(e)) > 1)
            debut += "".join(auteurs(e)[-1:]) + "." * bool(auteurs(e))
            fin = plat(f"In : {SITE}, {le}. CC BY-SA 4.0.")
            assert citation == f"{debut}«{titre}»[{sorte(e)}{numero}].{fin}", e["id"]


def metadonnees(e: Entete) -> dict[str, list[str]]:
    """Everything that the head of an entry says to reference managers."""
    oeuvre, (ris, csl, zotero) = e["genre"] == "ressource", types(e)
    titre, signent, publie = [plat(e["titre"])], auteurs(e), [editeur(e)]
    barres = [date(e).replace("-", "/")] if date(e) else []
    # The preview has no address to give; a work has its own.
    url, doi, isbn = ([e[cle]] if cle in e else [] for cle in ("url", "doi", "isbn"))
    relue = str(e.get("verifiee_le") or "")
    collection = e["genre"] == "dossier" and e["statut"] == "publiee"
    sorte = "Collection" if collection else "MovingImage" if ris == "VIDEO" else "Text"
    attendues = {
        "z.itemType": [zotero],
        "citation_title": titre,
        "citation_author": signent,
        "citation_publication_date": barres,
        "citation_online_date": [] if oeuvre else barres,
        "citation_technical_report_institution": publie if csl == "report" else [],
        "citation_publisher": publie if oeuvre and csl != "report" else [],
        "citation_public_url": url,
        "citation_doi": doi,
        "citation_isbn": isbn,
        "citation_language": [e.get("langue", "fr")],
        "citation_keywords": [";".join(mots_cles(e))],
        "prism.publicationName": publie if not oeuvre or ris == "WEB" else [],
        "DC.title": titre,
        "DC.creator": signent,
        "DC.publisher": publie,
        "DC.date": [date(e)] if date(e) else [],
        "DCTERMS.modified": [relue] if not oeuvre and relue > date(e) else [],
        "DC.type": [sorte],
        "DC.identifier": [*url, *(f"doi:{d}" for d in doi), *(f"urn:ISBN:{i}" for i in isbn)],
        "DC.language": [e.get("langue", "fr")],
        "DC.description": [plat(e["resume"])],
        "DC.subject": mots_cles(e),
        "DC.coverage": [plat(TERRITOIRES.resoudre(nom).complet) for nom in e["territoires"]],
        # Nobody told us the licence of a work.
        "DC.rights": [] if oeuvre else ["https://creativecommons.org/licenses/by-sa/4.0/"],
    }
    return {nom: valeurs for nom, valeurs in attendues.items() if valeurs}


def test_the_head_says_what_the_file_says_and_nothing_else(pages: dict[str, Page]) -> None:
    for e in recompte.entetes():
        page = pages[e["id"]]
        assert page.schemas["DC"] == "http://purl.org/dc/elements/1.1/"
        lues: dict[str, list[str]] = {}
        for nom, contenu in page.metas:
            if re.match(r"(?:z|DC|DCTERMS|prism)\.|citation_", nom):
                lues.setdefault(nom, []).append(plat(contenu))
        assert lues == metadonnees(e), e["id"]


def test_lists_offer_the_entries_that_they_show(reel: Construction, pages: dict[str, Page]) -> None:
    titres = {plat(e["titre"]): e for e in recompte.entetes()}

    @cache
    def offerte(titre: str) -> str:
        """The entry that an element of a list tells; what it says is that of the file."""
        champs = parse_qs(unescape(titre), strict_parsing=True)
        e = titres[plat(champs["rft.title"][0])]
        adresses = [e.get("url"), e.get("doi") and f"info:doi/{e['doi']}"]
        attendus = {
            "ctx_ver": ["Z39.88-2004"],
            "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"],
            "rft_id": [adresse for adresse in adresses if adresse],
            "rft.type": [types(e)[2]],
            "rft.title": [plat(e["titre"])],
            "rft.creator": auteurs(e),
            "rft.publisher" if e["genre"] == "ressource" else "rft.source": [editeur(e)],
            "rft.date": [date(e)] if date(e) else [],
            "rft.language": [e.get("langue", "fr")],
        }
        lus = {
            nom: [plat(v) for v in valeurs] if nom.startswith("rft.") else valeurs
            for nom, valeurs in champs.items()
        }
        assert lus == {nom: valeurs for nom, valeurs in attendus.items() if valeurs}
        return str(e["id"])

    vues = set()
    for nom in reel.pages():
        if nom.split("/")[0] in recompte.DOSSIERS and nom.split("/")[1] in pages:
            continue
        html = reel.lire(nom)
        offertes = [offerte(t) for t in re.findall(r'class="Z3988" title="([^"]*)" hidden', html)]
        if offertes:
            assert offertes == re.findall(r'data-carte="([^"]+)"', html), nom
            vues |= set(offertes)
    assert vues == pages.keys()


def test_the_page_of_an_entry_is_taken_for_it_and_a_dossier_with_what_it_holds(
    pages: dict[str, Page],
) -> None:
    publies = {e["id"]: e for e in recompte.entetes()}
    for e in recompte.entetes():
        elements = [i for p in e.get("elements", []) for i in p["entrees"] if i in publies]
        attendus = [e["id"], *elements] if elements else []
        titres = [dict(parse_qsl(c))["rft.title"] for c in pages[e["id"]].coins]
        assert [plat(t) for t in titres] == [plat(publies[i]["titre"]) for i in attendus]


def test_the_selection_cites_as_the_page_does(
    reel: Construction, pages: dict[str, Page], objets: dict[str, dict[str, Any]]
) -> None:
    dossier = reel.site / "explorer" / "entrees"
    nombre = len(list(dossier.iterdir()))
    paquets = [packing.lire(dossier / f"{n}.gz")["entrees"] for n in range(nombre)]
    for identifiant, page in pages.items():
        emportee = paquets[packs.numero(identifiant, nombre)][identifiant]
        assert emportee["citation"] == page.citation.strip()
        assert emportee["csl"] == objets[identifiant]
        assert [emportee["ris"], emportee["bibtex"]] == list(page.fichiers.values())[:2]


def test_what_a_page_gives_to_cite_stays_light(pages: dict[str, Page]) -> None:
    for page in pages.values():
        gestes = re.search(r'<div class="citer-gestes">.*?</div>', page.html, re.DOTALL)
        tete = re.findall(r'<(?:meta name="\w+[._]|link rel="schema)[^>]+>', page.html)
        assert gestes
        assert len((gestes[0] + "".join(tete)).encode()) < POIDS
