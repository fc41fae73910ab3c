"""A site → an archive: links, names, packs, bytes; and what `examiner` sees."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import json
import os
import random
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from capitalisation import archive
from capitalisation.archive import binding, names, pages, search, writing
from capitalisation.archive.names import LONGUEUR, renommer
from capitalisation.search import packing

APERCU = archive.Apercu("9.9.9", dt.date(2026, 5, 4), "https://exemple.test/", {"dossier": 2})

PAGE = """<!doctype html>
<html lang="fr"><head>
<link rel="preload" href="{r}assets/fonts/a.woff2" as="font" crossorigin>
<script data-en-ligne>fetch("<a href='x/'>")</script>
<link rel="stylesheet" href="{r}assets/site.css?v=1">
</head><body><main><h1>Titre fictif</h1>
<a href="{r}themes/">Thèmes</a> <a class="x" href="{r}recherche/?q=a&amp;b=c/#d">Chercher</a>
<code>&lt;a href="themes/"&gt; href="themes/"</code>
<img alt="Photo « > » fictive" src="{r}images/une/Caf%C3%A9.jpg"></main>
<footer>Pied</footer></body></html>
"""


def site_fictif(racine: Path, fichiers: Mapping[str, str | bytes] = {}) -> Path:
    """A built site in small: two pages, one image, the data of a search of 120 entries."""
    donnees = gzip.compress(b'{"edition":"e"}', mtime=0)
    tout: dict[str, str | bytes] = {
        "index.html": PAGE.format(r=""),
        "404.html": "<html></html>",
        "sitemap.xml": "<x/>",
        "themes/index.html": PAGE.format(r="../"),
        "recherche/index.html": PAGE.format(r="../"),
        "assets/site.css": "a{}",
        "assets/fonts/a.woff2": b"\x00\x01",
        "images/une/Café.jpg": b"image fictive",
        "recherche/index.gz": donnees,
        "pagefind/index/zxx_ab.pf_index": b"\x1f\x8b morceau",
    }
    for rang in range(120):
        textes = {"edition": "e", "fragments": [{"url": f"x/{rang}/"}]}
        tout[f"pagefind/fragment/{rang}.gz"] = gzip.compress(json.dumps(textes).encode())
    for nom, contenu in (tout | dict(fichiers)).items():
        (racine / nom).parent.mkdir(parents=True, exist_ok=True)
        (racine / nom).write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
    return racine


def ecrire(cible: Path, site: Path, **autres: bytes) -> archive.Archive:
    return archive.ecrire(cible, site, APERCU, avis="<p>Avis de {}</p>".format, autres=autres)


@pytest.fixture
def faite(tmp_path: Path) -> Path:
    return ecrire(tmp_path / "faite.zip", site_fictif(tmp_path / "site")).chemin


# --- Links and names


@pytest.mark.parametrize(
    ("lien", "attendu"),
    [
        ("../themes/", "../themes/index.html"),
        ("./", "./index.html"),
        (".", "./index.html"),
        ("..", "../index.html"),
        ("../..", "../../index.html"),
        ("../?q=a/", "../index.html?q=a/"),
        ("recherche/?q=a/b/#c/", "recherche/index.html?q=a/b/#c/"),
        ("glossaire/#cls", "glossaire/index.html#cls"),
        ("#contenu", "#contenu"),
        ("?page=2", "?page=2"),
        ("", ""),
        ("assets/site.css?v=1", "assets/site.css?v=1"),
        ("donnees/catalogue.json", "donnees/catalogue.json"),
        ("https://exemple.test/", "https://exemple.test/"),
        ("mailto:nom@exemple.test", "mailto:nom@exemple.test"),
        ("//exemple.test/", "//exemple.test/"),
        ("/themes/", "../../themes/index.html"),
        ("/", "../../index.html"),
        ("../../../etc/passwd", "#"),
        ("/../x", "../../x"),
    ],
)
def test_a_link_names_its_file(lien: str, attendu: str) -> None:
    assert pages.vers({})(lien, "un/deux") == attendu


def test_a_page_keeps_all_but_what_a_server_would_do() -> None:
    html = pages.hors_ligne(
        PAGE.format(r="../"), "themes/index.html", "<p>Avis</p>",
        pages.vers({"images/une/Café.jpg": "images/une/cafe-1234.jpg"}),
    )  # fmt: skip
    assert html == (
        PAGE.format(r="../")
        .replace('<link rel="preload" href="../assets/fonts/a.woff2" as="font" crossorigin>\n', "")
        .replace("<script data-en-ligne>fetch(\"<a href='x/'>\")</script>\n", "")
        .replace('<a href="../themes/">', '<a href="../themes/index.html">')
        .replace('"../recherche/?q=', '"../recherche/index.html?q=')
        .replace("Caf%C3%A9.jpg", "cafe-1234.jpg")
        .replace("</footer>", "<p>Avis</p></footer>")
    )


def test_what_an_attribute_says_is_not_taken_for_another() -> None:
    lien = '<a title="a href=" href="x/" data-href="y/"><img alt="b src=" src="z/">'
    assert pages.hors_ligne(lien, "index.html", "", pages.vers({})) == (
        '<a title="a href=" href="x/index.html" data-href="y/"><img alt="b src=" '
        'src="z/index.html">'
    )


def test_scripts_that_wait_for_an_archive_are_run_there() -> None:
    tete = (
        "<script data-en-ligne>partir=fetch</script>"
        '<script type="text/plain" data-hors-ligne>partir=lire</script><script>partir()</script>'
    )
    assert pages.hors_ligne(tete, "index.html", "", pages.vers({})) == (
        "<script>partir=lire</script><script>partir()</script>"
    )


def test_a_redirection_leads_to_a_file() -> None:
    tete = '<meta http-equiv="refresh" content="0; url=../../dossiers/x/"><meta content="a/b/">'
    assert pages.hors_ligne(tete, "a/b/index.html", "", pages.vers({})) == (
        '<meta http-equiv="refresh" content="0; url=../../dossiers/x/index.html">'
        '<meta content="a/b/">'
    )


NOMS = [
    "images/une/Café à Creil.JPG", "images/une/photo.jpg", "images/une/Photo.jpg",
    "images/une/" + "long" * 60 + ".png", "images/deux/日本.webp", "images/une/aux.jpg",
    "con/index.html", "images/une/fin..jpg", "images/une/point.", "images/une/.cache",
    "événement/index.html", "événement/deux/index.html", "a/" * 20 + "x" * 120 + "/index.html",
    "été/A.jpg", "été/a.jpg", "été/" + "x" * 150 + ".jpg",
    "/".join(("images", "b" * 38, "c" * 39, "d" * 39, "e" * 39 + ".jpg")),
]  # fmt: skip


def test_names_can_be_unzipped_everywhere() -> None:
    renommes = renommer(NOMS)
    finals = [renommes.get(nom, nom) for nom in NOMS]
    assert len({f.lower() for f in finals}) == len(NOMS)
    for nom, final in zip(NOMS, finals, strict=True):
        assert final.isascii()
        assert len(final) <= LONGUEUR
        assert nom.count("/") == final.count("/")
        assert not any(names._RESERVE.fullmatch(p) or p.endswith(".") for p in final.split("/"))
    assert "images/une/photo.jpg" in finals or "images/une/Photo.jpg" in finals
    assert renommes["images/une/Café à Creil.JPG"].endswith(".jpg")
    dossier = renommes["événement/index.html"].split("/")[0]
    assert renommes["événement/deux/index.html"] == f"{dossier}/deux/index.html"
    assert renommer(["index.html", "themes/a-b/page/2/index.html"]) == {}


def test_links_follow_a_folder_and_a_file_that_change_names(tmp_path: Path) -> None:
    voisin = '<html><a href="../été/">Été</a> <a href="../">Accueil</a> <img src="pré.png"></html>'
    site = site_fictif(
        tmp_path / "site",
        {
            "été/index.html": voisin,
            "été/pré.png": b"image fictive",
            "lien/index.html": '<html><img src="../%C3%A9t%C3%A9/pr%C3%A9.png"></html>',
        },
    )
    with zipfile.ZipFile(ecrire(tmp_path / "a.zip", site).chemin) as zf:
        image = next(n for n in zf.namelist() if "pre-" in n)
        dossier, fichier = image.split("/")
        assert zf.read(f"{dossier}/index.html").decode() == (
            '<html><a href="index.html">Été</a> <a href="../index.html">Accueil</a> '
            f'<img src="{fichier}"></html>'
        )
        assert zf.read("lien/index.html").decode() == f'<html><img src="../{image}"></html>'


# --- Pages that are bound


def liste(nom: str, titre: str) -> str:
    """A page of a list, in small: a title of its own, an id that others have too."""
    r = "../" * nom.count("/")
    return (
        f'<html lang="fr"><head><title>{titre} · Fictif</title>\n'
        f'<link rel="canonical" href="https://exemple.test/{nom}">\n'
        f'<meta property="og:title" content="{titre}">\n<meta name="twitter:card" content="x">\n'
        f'</head><body data-racine="{r}">'
        f'<a href="#contenu">Aller au contenu</a><main id="contenu" tabindex="-1"><h1>{titre}</h1>'
        f'<a href="#dossiers">Dossiers</a><section aria-labelledby="dossiers autre">'
        f'<h2 id="dossiers">Dossiers</h2></section><a href="{r}territoires/fr-29274/">Scaër</a>'
        f'<a href="{r}themes/x/page/3/#dossiers">Page 3</a></main>'
        f'<footer>Pied</footer><script type="application/ld+json">{{"name":"{titre}"}}</script>\n'
        "</body></html>"
    )


def test_communes_and_the_ends_of_lists_are_bound() -> None:
    noms = [
        "index.html", "territoires/fr-29274/index.html", "territoires/fr-29233/index.html",
        "territoires/fr-2a004/index.html", "territoires/be-52011/index.html",
        "territoires/fr-29/index.html", "territoires/fr-200054781/index.html",
        *(f"themes/x/page/{n}/index.html" for n in range(2, 9)),
    ]  # fmt: skip
    relies = binding.relier(noms)
    assert relies == {
        "territoires/fr-29274/index.html": "territoires/communes-fr-292/index.html#fr-29274",
        "territoires/fr-29233/index.html": "territoires/communes-fr-292/index.html#fr-29233",
        "territoires/fr-2a004/index.html": "territoires/communes-fr-2a0/index.html#fr-2a004",
        "territoires/be-52011/index.html": "territoires/communes-be-520/index.html#be-52011",
        **{f"themes/x/page/{n}/index.html": f"themes/x/page/2-6/index.html#page-{n}"
           for n in range(2, 7)},
        **{f"themes/x/page/{n}/index.html": f"themes/x/page/7-11/index.html#page-{n}"
           for n in (7, 8)},
    }  # fmt: skip
    assert all(nom.count("/") == place.count("/") for nom, place in relies.items())


def test_the_leaves_of_a_cahier_keep_what_they_say_and_where_they_lead(tmp_path: Path) -> None:
    noms = [f"themes/x/page/{n}/index.html" for n in (2, 3)]
    noms += [f"territoires/fr-{n}/index.html" for n in ("29274", "29233")]
    site = site_fictif(tmp_path / "site", {nom: liste(nom, f"« {nom} » & Cie") for nom in noms})
    with zipfile.ZipFile(ecrire(tmp_path / "a.zip", site).chemin) as zf:
        assert set(noms).isdisjoint(zf.namelist())
        suite = zf.read("themes/x/page/2-6/index.html").decode()
        communes = zf.read("territoires/communes-fr-292/index.html").decode()
    for cahier in (suite, communes):
        assert cahier.count('<section class="feuillet"') == 2
        assert cahier.count("<main ") == cahier.count("</footer>") == 1
        ids = re.findall(r'\sid="([^"]*)"', cahier)
        assert len(ids) == len(set(ids)) == 5
        assert "canonical" not in cahier
        assert "og:" not in cahier
        assert "twitter:" not in cahier
        assert "ld+json" not in cahier
        assert 'href="#contenu"' in cahier
    titre = "« themes/x/page/3/index.html » & Cie · Fictif"
    assert f'<section class="feuillet" id="page-3" tabindex="-1" data-titre="{titre}"' in suite
    assert f'aria-label="{titre.removesuffix(" · Fictif")}"' in suite
    assert '<a href="#page-3--dossiers">Dossiers</a>' in suite
    assert 'aria-labelledby="page-3--dossiers page-3--autre"' in suite
    assert 'href="../../../../territoires/communes-fr-292/index.html#fr-29274"' in suite
    assert 'href="index.html#page-3--dossiers"' in suite
    assert 'href="index.html#fr-29274"' in communes
    assert "<title>« themes/x/page/2/index.html » & Cie et 1 autre page · Fictif</title>" in suite


# --- What is in it


def test_an_archive_holds_the_site_and_says_what_it_holds(faite: Path) -> None:
    with zipfile.ZipFile(faite) as zf:
        noms = zf.namelist()
        contenus = {nom: zf.read(nom) for nom in noms}
    assert noms[0] == "LISEZ-MOI.txt"
    assert noms[1:-1] == sorted(noms[1:-1])
    assert noms[-1] == "MANIFESTE.json"
    assert {"404.html", "sitemap.xml"}.isdisjoint(noms)
    assert not [n for n in noms if n.endswith((".gz", ".pf_index"))]
    manifeste = json.loads(contenus.pop("MANIFESTE.json"))
    assert manifeste["fichiers"] == {
        nom: hashlib.sha256(contenu).hexdigest() for nom, contenu in contenus.items()
    }
    assert (manifeste["version"], manifeste["date"]) == ("9.9.9", "2026-05-04")
    assert manifeste["entrees"] == {"dossier": 2}
    lisez_moi = contenus["LISEZ-MOI.txt"].decode("utf-8-sig")
    assert "4 mai 2026" in lisez_moi
    assert "https://exemple.test/" in lisez_moi
    assert "\r\n" in lisez_moi
    assert b"<p>Avis de ../</p></footer>" in contenus["themes/index.html"]


def inscrit(script: bytes, nom: str) -> bytes:
    """The bytes that a script registers."""
    debut = f'inspiraction.fichiers["{nom}"]="'.encode()
    assert script.startswith(debut)
    assert script.endswith(b'";\n')
    return base64.b64decode(script[len(debut) : -3])


def test_the_texts_of_results_go_by_packs_in_order(faite: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(faite) as zf:
        paquets = sorted(n for n in zf.namelist() if n.startswith("pagefind/fragment/"))
        assert paquets == [f"pagefind/fragment/{n}.gz.js" for n in range(6)]
        lus = [json.loads(gzip.decompress(inscrit(zf.read(n), n[:-3]))) for n in paquets]
        index = inscrit(zf.read("recherche/index.gz.js"), "recherche/index.gz")
        morceau = inscrit(
            zf.read("pagefind/index/zxx_ab.pf_index.js"), "pagefind/index/zxx_ab.pf_index"
        )
    assert [f["url"] for lu in lus for f in lu["fragments"]] == [f"x/{n}/" for n in range(120)]
    assert {len(lu["fragments"]) for lu in lus[:-1]} == {search.PAR_PAQUET}
    assert index == (tmp_path / "site/recherche/index.gz").read_bytes()
    assert morceau == b"\x1f\x8b morceau"


def test_entries_that_one_takes_away_find_their_images(tmp_path: Path) -> None:
    image, corps = "images/une/Caf%C3%A9.jpg", '<p>Fictif</p><img alt="x" src="{}" width="1">'
    entree = {"adresse": "inspiractions/une/", "image": [image, "Fictive", "Crédit fictif"]}
    autre = {"adresse": "inspiractions/deux/", "image": None, "corps": "<p>Fictif</p>"}
    paquets = [{"entrees": {"une": {**entree, "corps": corps.format(f"../../{image}")}}}]
    paquets.append({"entrees": {"deux": autre}})
    fichiers = {f"explorer/entrees/{n}.gz": packing.comprimer(p) for n, p in enumerate(paquets)}
    faite = ecrire(tmp_path / "f.zip", site_fictif(tmp_path / "site", fichiers)).chemin
    with zipfile.ZipFile(faite) as zf:
        (nom,) = [n for n in zf.namelist() if n.startswith("images/")]
        lus = []
        for fichier in fichiers:
            script = zf.read(f"{fichier}.js").decode()
            lus.append(json.loads(gzip.decompress(base64.b64decode(script.split('"')[3]))))
    une = lus[0]["entrees"]["une"]
    assert une["image"] == [nom, "Fictive", "Crédit fictif"]
    assert une["corps"] == corps.format(f"../../{nom}")
    assert lus[1] == paquets[1]


def test_the_browser_and_the_packs_agree_on_their_size() -> None:
    transport = Path(__file__).parents[2] / "overrides/assets/recherche/transport-hors-ligne.js"
    assert f"PAR_PAQUET = {search.PAR_PAQUET};" in transport.read_text("utf-8")


def test_leaves_stand_in_the_order_of_their_pages(tmp_path: Path) -> None:
    site = site_fictif(
        tmp_path / "site",
        {f"x/page/{n}/index.html": liste(f"x/page/{n}/index.html", f"T{n}") for n in range(7, 12)},
    )
    with zipfile.ZipFile(ecrire(tmp_path / "a.zip", site).chemin) as zf:
        cahier = zf.read("x/page/7-11/index.html").decode()
    assert re.findall(r'class="feuillet" id="page-(\d+)"', cahier) == ["7", "8", "9", "10", "11"]


def test_compressed_data_owe_nothing_to_the_version_of_python() -> None:
    """Byte 9 of a gzip names a system: Python 3.11 writes that of zlib, 3.13 « unknown »."""
    assert packing.comprimer({})[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def test_a_date_that_no_zip_knows_is_brought_back(tmp_path: Path) -> None:
    site = site_fictif(tmp_path / "site")
    for annee in (1066, 2206):
        apercu = archive.Apercu("1", dt.date(annee, 2, 3), "", {})
        faite = archive.ecrire(tmp_path / "a.zip", site, apercu, avis=str, autres={})
        assert archive.examiner(faite.chemin).date == dt.date(annee, 2, 3)


# --- The same bytes, and only whole


def test_the_same_site_gives_the_same_bytes_whatever_the_disk(tmp_path: Path) -> None:
    un = ecrire(tmp_path / "un.zip", site_fictif(tmp_path / "ici"))
    ailleurs = site_fictif(tmp_path / "autre part" / "là")
    for n, fichier in enumerate(sorted(ailleurs.rglob("*"), reverse=True)):
        fichier.chmod(0o700)
        os.utime(fichier, (n * 10**6, n * 10**6))
    deux = ecrire(tmp_path / "deux.zip", ailleurs)
    assert un.chemin.read_bytes() == deux.chemin.read_bytes()
    assert (un.taille, un.empreinte) == (
        un.chemin.stat().st_size, hashlib.sha256(un.chemin.read_bytes()).hexdigest(),
    )  # fmt: skip


def test_an_archive_that_goes_into_the_site_does_not_hold_itself(tmp_path: Path) -> None:
    site = site_fictif(tmp_path / "site")
    dehors = ecrire(tmp_path / "dehors.zip", site).chemin.read_bytes()
    dedans = site / "donnees" / "dedans.zip"
    for _ in range(2):  # the second time, the first archive stands there
        assert ecrire(dedans, site).chemin.read_bytes() == dehors


@pytest.mark.parametrize("erreur", [OSError(28, "Plus de place"), KeyboardInterrupt()])
def test_an_interruption_leaves_the_previous_archive(
    erreur: BaseException, faite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    avant = faite.read_bytes()
    ecrites = []

    def entree(nom: str, date: dt.date) -> zipfile.ZipInfo:
        ecrites.append(nom)
        if len(ecrites) == 5:
            raise erreur
        return zipfile.ZipInfo(nom)

    monkeypatch.setattr(writing, "entree", entree)
    with pytest.raises(type(erreur)):
        ecrire(faite, tmp_path / "site")
    assert len(ecrites) == 5
    assert faite.read_bytes() == avant
    assert [f.name for f in tmp_path.iterdir() if f.is_file()] == ["faite.zip"]


# --- Checking


def refaire(source: Path, cible: Path, **changements: bytes | None) -> Path:
    """Copy an archive, its files changed, left out (None) or added."""
    with zipfile.ZipFile(source) as lue, zipfile.ZipFile(cible, "w") as ecrite:
        contenus: dict[str, bytes | None] = {i.filename: lue.read(i) for i in lue.infolist()}
        for nom, contenu in (contenus | changements).items():
            if contenu is not None:
                ecrite.writestr(writing.entree(nom, APERCU.date), contenu)
    return cible


def test_a_whole_archive_is_whole(faite: Path) -> None:
    examen = archive.examiner(faite)
    assert examen.ecarts == []
    assert (examen.version, examen.date) == ("9.9.9", dt.date(2026, 5, 4))
    with zipfile.ZipFile(faite) as zf:
        assert examen.fichiers == len(zf.namelist())


def test_what_was_changed_removed_and_added_is_named(faite: Path, tmp_path: Path) -> None:
    themes = zipfile.ZipFile(faite).read("themes/index.html")
    autre = refaire(
        faite, tmp_path / "autre.zip",
        **{"themes/index.html": themes[:-1] + b" ", "index.html": None, "ajout/é.txt": b"fictif"},
    )  # fmt: skip
    assert [(e.fichier, e.message) for e in archive.examiner(autre).ecarts] == [
        ("ajout/é.txt", "a été ajouté"),
        ("index.html", "manque"),
        ("themes/index.html", "a été modifié"),
    ]


def test_a_file_that_stands_twice_is_named(faite: Path) -> None:
    with zipfile.ZipFile(faite, "a") as zf, pytest.warns(UserWarning, match="Duplicate"):
        zf.writestr("index.html", b"autre accueil fictif")
    messages = [(e.fichier, e.message) for e in archive.examiner(faite).ecarts]
    assert ("index.html", "figure 2 fois") in messages


@pytest.mark.parametrize(
    "contenu",
    [b"", b"PK", b"fictif" * 1000, b"PK\x05\x06" + b"\0" * 18, b"PK\x05\x06" + b"\xff" * 18],
)
def test_what_is_no_archive_is_said_so(contenu: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(contenu)
    assert len(archive.examiner(tmp_path / "x.zip").ecarts) == 1


@pytest.mark.parametrize(
    "manifeste",
    [
        b"", b"[]", b"{}", b"\xff", b'{"date":"demain","fichiers":{},"version":"1"}',
        b'{"date":"2026-05-04","fichiers":[1],"version":"1"}',
        b'{"date":"2026-05-04","fichiers":{"a":{}},"version":"1"}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_manifest_that_makes_no_sense_is_named(
    manifeste: bytes, faite: Path, tmp_path: Path
) -> None:
    autre = refaire(faite, tmp_path / "autre.zip", **{"MANIFESTE.json": manifeste})
    assert archive.examiner(autre).ecarts


def test_a_file_compressed_otherwise_is_named(faite: Path, tmp_path: Path) -> None:
    """Its reader would raise errors of its own on damaged data."""
    with zipfile.ZipFile(faite) as lue, zipfile.ZipFile(tmp_path / "b.zip", "w") as ecrite:
        for info in lue.infolist():
            sorte = zipfile.ZIP_LZMA if info.filename == "index.html" else zipfile.ZIP_DEFLATED
            ecrite.writestr(info.filename, lue.read(info), compress_type=sorte)
    octets = bytearray((tmp_path / "b.zip").read_bytes())
    octets[octets.index(b"index.html") + len("index.html") + 4] = 0xFF
    (tmp_path / "b.zip").write_bytes(octets)
    messages = [(e.fichier, e.message) for e in archive.examiner(tmp_path / "b.zip").ecarts]
    assert ("index.html", "a été modifié") in messages


def test_no_changed_byte_goes_unseen(tmp_path: Path) -> None:
    """Everywhere in the zip: contents, headers, directory, end, and what is put around."""
    site = tmp_path / "site"
    for nom in ("index.html", "recherche/index.html"):
        (site / nom).parent.mkdir(parents=True, exist_ok=True)
        (site / nom).write_text("<html><p>Page fictive</p></html>")
    chemin = ecrire(tmp_path / "petite.zip", site).chemin
    octets = chemin.read_bytes()
    assert archive.examiner(chemin).ecarts == []
    alea = random.Random(5)
    for place in range(len(octets)):
        autres = bytearray(octets)
        autres[place] ^= 1 << alea.randrange(8)
        chemin.write_bytes(autres)
        assert archive.examiner(chemin).ecarts, place
    for autour in (octets[:-1], octets + b"x", b"x" + octets, octets[: len(octets) // 2]):
        chemin.write_bytes(autour)
        assert archive.examiner(chemin).ecarts
