"""The feeds of the real site, read by a feed parser and compared with the files of the base."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import urljoin

import feedparser
import pytest

from capitalisation.territories import Territoires
from tests.site.conftest import Construction
from tests.site.recompte import DOSSIERS, Entete, entetes, lignee, termes

#: Where `reel` says that it is served.
SITE = "http://127.0.0.1:8000/"
MAX = 50
LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
DOSSIER_DE = {genre: dossier for dossier, genre in DOSSIERS.items()}


def nu(texte: str) -> str:
    """A text without what typography changes in it."""
    return re.sub(r"\s", "", texte.replace("’", "'").replace("…", "..."))


def adresse(entete: Entete) -> str:
    return f"{SITE}{DOSSIER_DE[entete['genre']]}/{entete['id']}/"


def mise_a_jour(entete: Entete) -> str:
    return max(str(entete["date"]), str(entete.get("verifiee_le", "")))


def auteurs(e: Entete) -> list[str]:
    """Who signs: those who speak; a notice is not by the person that it presents."""
    parle = e["genre"] == "interview" and e["statut"] == "publiee"
    return [p["nom"] for p in e.get("personnes" if parle else "auteurs", ())] or ["Inspir’action"]


@cache
def lieu(texte: str) -> str:
    return Territoires().resoudre(texte).complet


def mots(e: Entete) -> list[str]:
    """Its kind, its themes, its dispositifs, its places."""
    genre = {"inspiraction": "Inspir’action"}.get(e["genre"], e["genre"].capitalize())
    libelles = [
        termes(nom)[i]["libelle"] for nom in ("themes", "dispositifs") for i in e.get(nom, ())
    ]
    return [nu(m) for m in dict.fromkeys((genre, *libelles, *map(lieu, e["territoires"])))]


@cache
def codes(texte: str) -> tuple[str, ...]:
    lieu = Territoires().resoudre(texte)
    return (lieu.code, *(parent.code for parent in lieu.parents))


@cache
def attendus() -> dict[str, list[Entete]]:
    """What each feed holds, by the address of its page: the newest first, fifty at most."""
    par_id = {e["id"]: e for e in entetes()}
    pages: dict[str, set[str]] = defaultdict(set)
    for e in entetes():
        siennes = {"", f"{DOSSIER_DE[e['genre']]}/"}
        for nom in ("themes", "dispositifs"):
            siennes |= {f"{nom}/{terme}/" for terme in lignee(nom, e.get(nom, ()))}
        siennes |= {f"territoires/{c}/" for texte in e["territoires"] for c in codes(texte)}
        for page in siennes:
            pages[page].add(e["id"])
        if e["genre"] == "dossier":
            elements = {i for partie in e.get("elements", ()) for i in partie["entrees"]}
            pages[f"dossiers/{e['id']}/"] = {e["id"], *(elements & par_id.keys())}

    def ordre(e: Entete) -> tuple[int, int, str]:
        jours = (mise_a_jour(e), str(e["date"]))
        recent, publie = (-dt.date.fromisoformat(jour).toordinal() for jour in jours)
        return recent, publie, e["id"]

    return {page: sorted((par_id[i] for i in ids), key=ordre)[:MAX] for page, ids in pages.items()}


@pytest.fixture(scope="module")
def flux(reel: Construction) -> dict[str, Any]:
    """Every Atom feed as a feed parser reads it, by the address of its page."""
    lus = {}
    for fichier in reel.site.rglob("flux.xml"):
        page = fichier.relative_to(reel.site).as_posix().removesuffix("flux.xml")
        lus[page] = feedparser.parse(fichier.read_bytes(), sanitize_html=False)
    return lus


def test_each_feed_is_where_entries_are_and_nowhere_else(
    reel: Construction, flux: dict[str, Any]
) -> None:
    assert set(flux) == set(attendus())
    assert {"", "inspiractions/", "themes/habitat-et-logement/", "territoires/fr-bre/",
            "dispositifs/cls/", "dossiers/au-dela-des-murs/"} < set(flux)  # fmt: skip
    assert not (reel.site / "themes/sommeil/flux.xml").exists()
    assert {f.with_suffix(".xml") for f in reel.site.rglob("flux.json")} == set(
        reel.site.rglob("flux.xml")
    )


def test_each_feed_tells_its_newest_entries_as_their_files_do(flux: dict[str, Any]) -> None:
    noms: dict[str, str] = {}
    for page, lu in flux.items():
        assert lu.bozo == 0, (page, lu.get("bozo_exception"))
        assert lu.version == "atom10"
        siennes = attendus()[page]
        assert [x.link for x in lu.entries] == [adresse(e) for e in siennes], page
        for x, e in zip(lu.entries, siennes, strict=True):
            assert nu(x.title) == nu(e["titre"])
            assert nu(x.summary) == nu(e["resume"])
            assert x.summary_detail.type == "text/plain"
            assert x.published == f"{e['date']}T00:00:00Z"
            assert x.updated == f"{mise_a_jour(e)}T00:00:00Z"
            assert [nu(t.term) for t in x.tags] == mots(e)
            (contenu,) = x.content
            assert contenu.type == "text/html"
            texte = nu(unescape(re.sub(r"<[^>]*>", "", contenu.value)))
            assert nu(e["resume"]) in texte
            for phrase in e.get("enseignements", ()):
                assert nu(phrase) in texte
            assert [a.name for a in x.get("authors", lu.feed.authors)] == auteurs(e)
            assert x.rights == "CC BY-SA 4.0"
            assert [lien.href for lien in x.links if lien.rel == "license"] == [LICENCE]
            assert x.title_detail.language == e.get("langue", "fr")
            noms.setdefault(e["id"], x.id)
            assert x.id == noms[e["id"]]
    assert len(set(noms.values())) == len(noms) == len(entetes())
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", nom) for nom in noms.values())


def test_each_feed_says_where_it_is_what_it_follows_and_when_it_last_changed(
    flux: dict[str, Any],
) -> None:
    for page, lu in flux.items():
        liens = {lien.rel: lien.href for lien in lu.feed.links}
        assert liens == {"self": f"{SITE}{page}flux.xml", "alternate": f"{SITE}{page}"}
        assert lu.feed.updated == f"{mise_a_jour(attendus()[page][0])}T00:00:00Z"
        assert lu.feed.language == "fr"
    ids = {lu.feed.id for lu in flux.values()}
    assert len(ids) == len(flux)
    titres = {
        "": "Nouveautés",
        "themes/habitat-et-logement/": "Habitat et logement",
        "territoires/fr-29274/": "Scaër (29)",
        "interviews/": "Interviews",
    }
    for page, titre in titres.items():
        assert flux[page].feed.title == f"{titre} · Inspir’action"


def test_the_json_feeds_hold_to_their_standard_and_say_the_same(
    reel: Construction, flux: dict[str, Any]
) -> None:
    for page, lu in flux.items():
        feed = json.loads(reel.lire(f"{page}flux.json"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"] == lu.feed.title
        assert feed["home_page_url"] == f"{SITE}{page}"
        assert feed["feed_url"] == f"{SITE}{page}flux.json"
        assert len(feed["items"]) == len(lu.entries)
        for item, x in zip(feed["items"], lu.entries, strict=True):
            assert item["id"] == x.id
            assert item["url"] == x.link
            assert item["title"] == x.title
            assert item["summary"] == x.summary
            assert item["content_html"] == x.content[0].value
            assert item["date_published"] == x.published
            assert item["date_modified"] == x.updated
            assert item["tags"] == [t.term for t in x.tags]
            assert item["_licence"] == {"name": x.rights, "url": LICENCE}
            assert item["language"] == x.title_detail.language
            auteurs = item.get("authors", feed["authors"])
            assert [a["name"] for a in auteurs] == [
                a.name for a in x.get("authors", lu.feed.authors)
            ]


def test_a_page_announces_the_feeds_that_exist_and_all_feeds_are_announced(
    reel: Construction,
) -> None:
    """The whole base everywhere; a list and a dossier announce theirs too, on all their pages."""
    annonce = re.compile(
        r'<link rel="alternate" type="application/atom\+xml" title="([^"]+)" href="([^"]+xml)">\n'
        r'<link rel="alternate" type="application/feed\+json" title="\1" href="[^"]*flux\.json">'
    )
    vus = set()
    for nom in reel.pages():
        texte = reel.lire(nom)
        page = nom.removesuffix("index.html")
        liste = re.sub(r"page/\d+/$", "", page)
        annonces = {
            urljoin(SITE + page, href).removeprefix(SITE): titre
            for titre, href in annonce.findall(texte)
        }
        siennes = {"", liste} & set(attendus())
        assert set(annonces) == {f"{p}flux.xml" for p in siennes}, nom
        assert texte.count('rel="alternate"') == 2 * len(set(annonces.values()))
        assert len(set(annonces.values())) == len(siennes)
        for href in re.findall(r'feed\+json"[^>]*href="([^"]+)"', texte):
            json_ = urljoin(SITE + page, href).removeprefix(SITE)
            assert json_.replace("flux.json", "flux.xml") in annonces, nom
        vus |= set(annonces)
        visibles = re.findall(r'<p data-en-ligne class="suivre"><a href="([^"]+)"', texte)
        suivis = [urljoin(SITE + page, href).removeprefix(SITE) for href in visibles]
        assert suivis == [f"{p}flux.xml" for p in siennes if p], nom
    assert vus == {f.relative_to(reel.site).as_posix() for f in reel.site.rglob("flux.xml")}


def test_the_page_that_says_how_to_follow_lists_the_feeds_by_kind_theme_and_territory(
    reel: Construction,
) -> None:
    liens = re.findall(r'<a\b[^>]*href="([^"]*flux\.xml)"', reel.lire("suivre/"))
    menes = [urljoin("/suivre/", lien).lstrip("/") for lien in liens]
    assert len(menes) == len(set(menes))
    # The smallest places have theirs on their own page only.
    grands = {
        f"{page}flux.xml"
        for page in attendus()
        if not re.fullmatch(r"territoires/(fr|be)-\d{4,}.*/", page)
    }
    assert set(menes) == grands
    assert 'href="../suivre/"' in reel.lire("a-propos/")
