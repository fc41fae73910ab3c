"""What robots and portals read, on a small fictional corpus."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from capitalisation.corpus import Chargement
from capitalisation.harvest import moved, robots, sitemap
from capitalisation.harvest.oai import Depot
from capitalisation.harvest.oai import notices as deposer
from capitalisation.harvest.sitemap import Adresse
from capitalisation.publication import Publication
from capitalisation.search.addresses import adresses
from capitalisation.views import Page, Site, toutes
from capitalisation.xml import element
from tests.conftest import AUJOURDHUI
from tests.unit import petit

ICI = Publication("Base fictive", "https://exemple.org/base/")
PLAN = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LIEN = "{http://www.w3.org/1999/xhtml}link"


def charger(racine: Path, **fiches: str) -> Chargement:
    """A corpus of fiches named « dossier/identifiant », `__` standing for the slash."""
    noms = {f"{nom.replace('__', '/').replace('_', '-')}.md": t for nom, t in fiches.items()}
    return petit.corpus(racine / "fiches", {**noms})


def site_de(chargement: Chargement) -> Site:
    return Site(chargement.corpus, AUJOURDHUI, publication=ICI)


def pages_de(chargement: Chargement) -> dict[str, Page]:
    return {page.adresse: page for page in toutes(site_de(chargement))}


# --- Dates of lists -----------------------------------------------------------


def test_a_list_is_of_the_day_of_the_latest_entry_that_it_lists(tmp_path: Path) -> None:
    pages = pages_de(
        charger(
            tmp_path,
            inspiractions__une=petit.texte(date="2025-02-01", verifiee_le="2026-03-04"),
            inspiractions__deux=petit.texte(
                titre="Autre action fictive", date="2025-12-31", themes=["sommeil"],
                territoires=["Marseille"],
            ),
            inspiractions__secret=petit.texte(
                titre="Brouillon fictif", date="2026-11-20", statut="brouillon"
            ),
        )
    )  # fmt: skip
    relue, autre = dt.date(2026, 3, 4), dt.date(2025, 12, 31)
    assert {adresse: pages[adresse].maj for adresse in (
        "inspiractions/", "themes/", "territoires/", "themes/isolement-social/",
        "themes/lien-social/", "themes/sommeil/", "territoires/fr-bre/", "territoires/fr-13/",
        "themes/ecologie/", "interviews/",
    )} == {
        "inspiractions/": relue, "themes/": relue, "territoires/": relue,
        "themes/isolement-social/": relue, "themes/lien-social/": relue,
        "themes/sommeil/": autre, "territoires/fr-bre/": relue, "territoires/fr-13/": autre,
        "themes/ecologie/": None, "interviews/": None,
    }  # fmt: skip


# --- The map ------------------------------------------------------------------


def locs(fichier: Path) -> list[str]:
    return [loc.text or "" for loc in etree.parse(fichier).iter(f"{PLAN}loc")]


def test_a_small_map_is_one_file_the_same_compressed(tmp_path: Path) -> None:
    plan = [Adresse("a/", dt.date(2026, 1, 2)), Adresse("été/")]
    sitemap.ecrire(tmp_path, plan, ICI)
    assert [f.name for f in sorted(tmp_path.iterdir())] == ["sitemap.xml", "sitemap.xml.gz"]
    octets = (tmp_path / "sitemap.xml").read_bytes()
    assert gzip.decompress((tmp_path / "sitemap.xml.gz").read_bytes()) == octets
    assert locs(tmp_path / "sitemap.xml") == [
        "https://exemple.org/base/a/", "https://exemple.org/base/%C3%A9t%C3%A9/",
    ]  # fmt: skip
    # No date is better than a false one.
    assert [e.text for e in etree.fromstring(octets).iter(f"{PLAN}lastmod")] == ["2026-01-02"]


@pytest.mark.parametrize(("limites", "parties"), [({"nombre": 2}, 3), ({"poids": 400}, None)])
def test_a_large_map_is_cut_and_nothing_is_lost(
    limites: dict[str, int], parties: int | None, tmp_path: Path
) -> None:
    plan = [Adresse(f"page-{n}/") for n in range(5)]
    sitemap.ecrire(tmp_path, plan, ICI, **limites)
    noms = [loc.removeprefix(ICI.adresse) for loc in locs(tmp_path / "sitemap.xml")]
    assert len(noms) > 1
    assert len(noms) == (parties or len(noms))
    assert [loc for nom in noms for loc in locs(tmp_path / nom)] == [
        ICI.page(adresse.adresse) for adresse in plan
    ]
    for nom in noms:
        assert (tmp_path / nom).stat().st_size <= limites.get("poids", 10_000)
    racine = etree.parse(tmp_path / "sitemap.xml").getroot()
    assert racine.tag == f"{PLAN}sitemapindex"


def test_each_translation_names_all_of_them(tmp_path: Path) -> None:
    chargement = charger(
        tmp_path,
        inspiractions__origine=petit.texte(),
        inspiractions__vertaling=petit.texte(
            titre="Fictieve vertaling", langue="nl", traduction_de="origine"
        ),
        inspiractions__translation=petit.texte(
            titre="Fictional translation", langue="en", traduction_de="vertaling"
        ),
        inspiractions__seule=petit.texte(titre="Action fictive seule"),
        inspiractions__cachee=petit.texte(
            titre="Brouillon fictif", langue="en", traduction_de="seule", statut="brouillon"
        ),
    )
    plan = sitemap.adresses(pages_de(chargement).values(), chargement.corpus)
    sitemap.ecrire(tmp_path, plan, ICI)
    attendues = {
        ("fr", ICI.page("inspiractions/origine/")),
        ("nl", ICI.page("inspiractions/vertaling/")),
        ("en", ICI.page("inspiractions/translation/")),
    }
    lues = {}
    for url in etree.parse(tmp_path / "sitemap.xml").getroot():
        if liens := url.findall(LIEN):
            lues[url.findtext(f"{PLAN}loc")] = {(x.get("hreflang"), x.get("href")) for x in liens}
    assert lues == {adresse: attendues for _, adresse in attendues}


def test_translations_that_go_round_come_to_an_end(tmp_path: Path) -> None:
    chargement = charger(
        tmp_path,
        inspiractions__une=petit.texte(traduction_de="deux"),
        inspiractions__deux=petit.texte(titre="Autre fictive", traduction_de="une"),
    )
    assert set(sitemap.versions(chargement.corpus)) == {"une", "deux"}


# --- Moved entries ------------------------------------------------------------


def rediriger(chargement: Chargement) -> dict[str, str]:
    return {
        adresse: page.composer().vers
        for adresse, page in pages_de(chargement).items()
        if page.gabarit == "redirection.html"
    }


def test_an_old_name_answers_whatever_kind_the_entry_was_of(tmp_path: Path) -> None:
    chargement = charger(
        tmp_path, inspiractions__neuve=petit.texte(anciens_identifiants=["ancienne"])
    )
    assert rediriger(chargement) == {
        f"{dossier}/ancienne/": "inspiractions/neuve/"
        for dossier in ("inspiractions", "interviews", "dossiers", "ressources")
    }


def test_an_entry_that_only_changed_of_kind_says_so_by_its_own_name(tmp_path: Path) -> None:
    chargement = charger(
        tmp_path, ressources__x=petit.texte("ressources", anciens_identifiants=["x"])
    )
    assert [d for d in chargement.diagnostics if d.gravite == "erreur"] == []
    assert rediriger(chargement) == {
        f"{dossier}/x/": "ressources/x/" for dossier in ("inspiractions", "interviews", "dossiers")
    }


def test_the_name_of_another_entry_is_still_refused(tmp_path: Path) -> None:
    chargement = charger(
        tmp_path,
        inspiractions__x=petit.texte(),
        ressources__y=petit.texte("ressources", anciens_identifiants=["x", "y"]),
    )
    assert [d.code for d in chargement.diagnostics if d.gravite == "erreur"] == ["E033"]


def test_servers_are_told_of_old_addresses_under_the_path_of_the_site(tmp_path: Path) -> None:
    chargement = charger(
        tmp_path, dossiers__neuf=petit.texte("dossiers", anciens_identifiants=["vieux"])
    )
    regles = list(moved.regles(pages_de(chargement).values(), ICI))
    assert len(regles) == 4
    assert "/base/dossiers/vieux/ /base/dossiers/neuf/ 301\n" in regles
    assert all(len(regle.split()) == 3 for regle in regles)
    # A site whose address nobody knows stands at the root of its host.
    sans = list(moved.regles(pages_de(chargement).values(), Publication("x", "")))
    assert "/dossiers/vieux/ /dossiers/neuf/ 301\n" in sans


def test_no_old_address_is_in_the_map(tmp_path: Path) -> None:
    chargement = charger(
        tmp_path, inspiractions__neuve=petit.texte(anciens_identifiants=["ancienne"])
    )
    plan = list(sitemap.adresses(pages_de(chargement).values(), chargement.corpus))
    assert "inspiractions/neuve/" in [a.adresse for a in plan]
    assert [a.adresse for a in plan if "ancienne" in a.adresse] == []


# --- The static repository ----------------------------------------------------


@pytest.mark.parametrize(
    ("contact", "valide"),
    [
        ("contact@exemple.org", True),
        ("", False),
        ("contact", False),
        ("contact@exemple", False),
        ("nom prenom@exemple.org", False),
    ],
)
def test_nobody_is_made_up_to_write_to(contact: str, valide: bool) -> None:
    assert (Depot(ICI, contact).manque == "") is valide


def test_harvesters_ask_the_gateway_when_there_is_one() -> None:
    assert Depot(ICI, "c@exemple.org").base == "https://exemple.org/base/oai.xml"
    for passerelle in ("https://porte.example/oai", "https://porte.example/oai/"):
        base = Depot(ICI, "c@exemple.org", passerelle).base
        assert base == "https://porte.example/oai/exemple.org/base/oai.xml"


def test_what_xml_cannot_hold_is_dropped_and_the_rest_is_escaped() -> None:
    texte = "a\x00\x0b\x1f\ufffe\ud800b <i> & ]]> é \U0001f331"
    assert etree.fromstring(element("x", texte)).text == "ab <i> & ]]> é \U0001f331"


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    titre = 'Fictif </dc:title><dc:rights>à moi</dc:rights> & "co" <!-- '
    chargement = charger(tmp_path, inspiractions__x=petit.texte(titre=titre))
    lu = etree.fromstring(b"".join(deposer(site_de(chargement), Depot(ICI, "c@d.fr"))))
    (trouve,) = lu.iter("{http://purl.org/dc/elements/1.1/}title")
    assert trouve.text == titre.strip()
    assert len(list(lu.iter("{http://purl.org/dc/elements/1.1/}rights"))) == 1


def test_a_dossier_and_what_it_holds_name_each_other(tmp_path: Path) -> None:
    chargement = charger(
        tmp_path,
        inspiractions__x=petit.texte(),
        dossiers__d=petit.texte(
            "dossiers", elements=[{"titre": "Partie fictive", "entrees": ["x"]}]
        ),
    )
    lu = etree.fromstring(b"".join(deposer(site_de(chargement), Depot(ICI, "c@d.fr"))))
    relations = [e.text for e in lu.iter("{http://purl.org/dc/elements/1.1/}relation")]
    assert sorted(filter(None, relations)) == [
        ICI.page("dossiers/d/"), ICI.page("inspiractions/x/"),
    ]  # fmt: skip


def test_an_entry_that_is_renamed_stays_the_same_record(tmp_path: Path) -> None:
    def identifiants(racine: Path, nom: str, **cles: Any) -> list[str | None]:
        site = site_de(charger(racine, **{f"inspiractions__{nom}": petit.texte(**cles)}))
        lu = etree.fromstring(b"".join(deposer(site, Depot(ICI, "c@d.fr"))))
        return [e.text for e in lu.iter("{http://www.openarchives.org/OAI/2.0/}identifier")]

    avant = identifiants(tmp_path / "a", "tres_ancien")
    une_fois = identifiants(tmp_path / "b", "ancien", anciens_identifiants=["tres-ancien"])
    deux_fois = identifiants(tmp_path / "c", "neuf", anciens_identifiants=["tres-ancien", "ancien"])
    assert avant == une_fois == deux_fois == ["oai:exemple.org:tres-ancien"]


# --- The rest -----------------------------------------------------------------


def test_robots_are_kept_from_the_answers_of_the_search_alone() -> None:
    assert robots.robots(ICI).splitlines() == [
        "User-agent: *", "Disallow: /base/recherche/?", "",
        "Sitemap: https://exemple.org/base/sitemap.xml",
    ]  # fmt: skip


def test_the_page_that_is_not_there_knows_where_each_entry_stands(tmp_path: Path) -> None:
    chargement = charger(
        tmp_path,
        dossiers__a=petit.texte("dossiers"),
        ressources__b=petit.texte("ressources", anciens_identifiants=["vieux-b", "b"]),
        inspiractions__c=petit.texte(statut="brouillon", anciens_identifiants=["vieux-c"]),
    )
    fiches = list(chargement.corpus.fiches.values())
    lues = adresses(fiches, [("themes/", "Thèmes"), ("suivre/", "Nouveautés")])

    def entrees() -> Iterator[str]:
        for identifiant, signe in zip(lues["ids"].split(" "), lues["dans"], strict=True):
            yield f"{lues['dossiers'][ord(signe) - 48][0]}/{identifiant}/"

    assert (
        list(entrees()) == [fiche.adresse for fiche in fiches] == ["dossiers/a/", "ressources/b/"]
    )
    assert lues["anciens"] == {"vieux-b": 1}
    themes, (page, _, *autres) = lues["pages"]
    assert themes == ["themes/", "Thèmes"]
    assert page == "suivre/"
    assert "rss" in autres
