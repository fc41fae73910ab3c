"""A site that is online says the same of an entry wherever it is read: where it is, and when.

The entries of the real base were all published on the day that they were checked, and its tests
build it without an address: what this leaves unseen is looked at here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree

import feedparser
import openpyxl
import pytest
import rispy

from tests.site.conftest import ADRESSE, Construction

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"

#: Address → title, day of its publication, day of what readers should hear of last.
ATTENDUES = {
    f"{ADRESSE}inspiractions/nouveau-nom/": ("Action fictive renommée", "2026-01-15", "2026-01-15"),
    f"{ADRESSE}inspiractions/septembre/": (
        "Action fictive de septembre", "2026-09-30", "2026-10-01",
    ),
    f"{ADRESSE}ressources/octobre/": ("Ressource fictive", "2026-10-31", "2026-10-31"),
    f"{ADRESSE}inspiractions/future/": ("Action fictive future", "2026-12-01", "2026-12-01"),
}  # fmt: skip
Lues = dict[str, tuple[str, str, str]]


def du_json(publie: Construction) -> Lues:
    entrees = json.loads(publie.lire("donnees/catalogue.json"))["entrees"]
    return {e["adresse"]: (e["titre"], e["date"], e["modifiee_le"]) for e in entrees}


def du_csv(publie: Construction) -> Lues:
    texte = (publie.site / "donnees/catalogue.csv").read_bytes().decode("utf-8-sig")
    lignes = csv.DictReader(io.StringIO(texte, newline=""), delimiter=";")
    return {e["Page"]: (e["Titre"], e["Date"], e["Modifiée le"]) for e in lignes}


def du_classeur(publie: Construction) -> Lues:
    lues: Lues = {}
    for feuille in openpyxl.load_workbook(publie.site / "donnees/catalogue.xlsx").worksheets[1:]:
        noms, *lignes = feuille.iter_rows()
        for ligne in lignes:
            e = {nom.value: cellule for nom, cellule in zip(noms, ligne, strict=True)}
            if e["Titre"].value:
                lues[e["Page"].hyperlink.target] = (
                    e["Titre"].value,
                    *(e[nom].value.date().isoformat() for nom in ("Date", "Modifiée le")),
                )
    return lues


def du_flux_atom(publie: Construction) -> Lues:
    lu = feedparser.parse((publie.site / "flux.xml").read_bytes())
    return {x.link: (x.title, x.published[:10], x.updated[:10]) for x in lu.entries}


def du_flux_json(publie: Construction) -> Lues:
    return {
        x["url"]: (x["title"], x["date_published"][:10], x["date_modified"][:10])
        for x in json.loads(publie.lire("flux.json"))["items"]
    }


def des_pages(publie: Construction) -> Lues:
    """What heads say to other sites; what the block of data says is the same."""
    lues: Lues = {}
    for adresse in ATTENDUES:
        page = publie.lire(adresse.removeprefix(ADRESSE))
        metas = {
            nom: unescape(contenu)
            for nom, contenu in re.findall(
                r'<meta[^>]*property="([^"]+)"[^>]*content="([^"]*)"', page
            )
        }
        (bloc,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        dit = json.loads(bloc)["@graph"][0]
        lue = (metas["og:title"], *(metas[f"article:{n}_time"] for n in ("published", "modified")))
        assert f'<link rel="canonical" href="{metas["og:url"]}">' in page
        assert dit["url"] == metas["og:url"]
        titre = dit.get("headline") or dit["name"]
        assert (titre, dit["datePublished"], dit["dateModified"]) == lue
        lues[metas["og:url"]] = lue
    return lues


@pytest.mark.parametrize(
    "lire", [du_json, du_csv, du_classeur, du_flux_atom, du_flux_json, des_pages]
)
def test_an_entry_has_one_address_one_title_and_the_same_days(
    lire: Callable[[Construction], Lues], publie: Construction
) -> None:
    assert lire(publie) == ATTENDUES


def test_portals_and_robots_read_the_same(publie: Construction) -> None:
    plan = {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod")
        for url in ElementTree.fromstring(publie.lire("sitemap.xml"))
    }
    assert {a: plan[a] for a in ATTENDUES} == {a: fin for a, (_, _, fin) in ATTENDUES.items()}
    assert {ADRESSE, f"{ADRESSE}contribuer/", f"{ADRESSE}donnees/"} <= plan.keys()
    notices = {}
    for notice in ElementTree.fromstring(publie.lire("oai.xml")).iter(f"{OAI}record"):
        adresse = notice.findtext(f".//{DC}identifier")
        titre = notice.findtext(f".//{DC}title")
        notices[adresse] = (titre, notice.findtext(f"{OAI}header/{OAI}datestamp"))
    assert notices == {a: (titre, fin) for a, (titre, _, fin) in ATTENDUES.items()}


def test_references_lead_to_the_same_pages(publie: Construction) -> None:
    """A work whose address nobody knows has none of its own: its notice is told apart."""
    lues = {}
    for reference in rispy.loads(publie.lire("donnees/catalogue.ris")):
        (adresse,) = reference.get("urls") or reference["notes"]
        lues[adresse.rpartition(" ")[2]] = reference["title"]
    assert lues == {a: titre for a, (titre, _, _) in ATTENDUES.items()}
    citees = publie.lire("inspiractions/septembre/")
    assert f'<span class="adresse">{ADRESSE}inspiractions/septembre/</span>' in citees
    assert "30 septembre 2026 (version vérifiée le 1er octobre 2026)" in re.sub(
        r"[\s\u00a0\u202f]+", " ", re.sub(r"</?sup>", "", citees)
    )


def test_the_archive_carries_the_same_data(publie: Construction) -> None:
    with zipfile.ZipFile(publie.site / "donnees" / "inspiraction.zip") as archive:
        (nom,) = (n for n in archive.namelist() if n.endswith("donnees/catalogue.json"))
        assert archive.read(nom) == (publie.site / "donnees/catalogue.json").read_bytes()
