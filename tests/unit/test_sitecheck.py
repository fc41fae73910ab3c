"""Checks of the built HTML, on tiny fictional sites."""

from __future__ import annotations

from pathlib import Path

import pytest

from capitalisation.sitecheck import Defaut, examiner

#: A clean fictional site: two pages, a style, a script, an image.
SITE = {
    "index.html": """\
<!doctype html><html lang="fr"><head><title>Accueil fictif</title>
<link rel="stylesheet" href="assets/style.css?v=1">
<link rel="canonical" href="https://example.org/">
<link rel="alternate" type="application/rss+xml" href="https://example.org/flux.xml">
<link rel="icon" href="data:image/png;base64,AA==">
<script src="assets/site.js" defer></script></head>
<body id="haut"><h1>Accueil</h1><h2 id="suite">Suite</h2><h3>Un détail</h3><h2>Fin</h2>
<a href="a/">A</a> <a href="a/index.html">A</a> <a href="./a/#ici">A</a>
<a href="/a/">A</a> <a href="#suite">Suite</a> <a href="#">Haut</a> <a href="">Ici</a>
<a href="?q=x#suite">Ici</a> <a href="assets/donn%C3%A9es.csv">Données</a>
<a href="https://example.org/x">Ailleurs</a> <a href="HTTPS://example.org">Ailleurs</a>
<a href="mailto:a@example.org">Écrire</a> <a id="ancre">Sans adresse</a>
<img src="assets/photo.jpg" alt="x"><img src="data:image/png;base64,AA==" alt="x">
<form action="a/"><input name="q"></form></body></html>""",
    "a/index.html": """\
<html lang="fr"><body><p id="café"></p><h1 id="ici">A</h1>
<a href="..">Accueil</a> <a href="../">Accueil</a>
<a href="../index.html#suite">Suite</a> <a href="#caf%C3%A9">Café</a>
<img src="../assets/photo.jpg" alt="x"></body></html>""",
    "assets/style.css": "body{}",
    "assets/site.js": "",
    "assets/données.csv": "",
    "assets/photo.jpg": "",
}


def examiner_avec(racine: Path, fichiers: dict[str, str]) -> list[Defaut]:
    for nom, contenu in fichiers.items():
        fichier = racine / nom
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(contenu, encoding="utf-8")
    return examiner(racine)


def page(corps: str, langue: str = 'lang="fr"') -> str:
    return f"<!doctype html><html {langue}><body><h1>Page fictive</h1>{corps}</body></html>"


def test_a_clean_site_has_no_fault(tmp_path: Path) -> None:
    assert examiner_avec(tmp_path, SITE) == []


#: What is put on a page of the clean site → what the fault must say.
DEFAUTS = {
    "lien-mort": ('<a href="absente/">x</a>', "absente/ ne mène à rien"),
    "lien-mort-vers-un-fichier": ('<a href="a/absent.pdf">x</a>', "absent.pdf ne mène à rien"),
    "lien-absolu-mort": ('<a href="/absente/">x</a>', "/absente/ ne mène à rien"),
    "dossier-sans-barre": ('<a href="a">x</a>', "a ne mène à rien"),
    "dossier-sans-page": ('<a href="assets/">x</a>', "assets/ ne mène à rien"),
    "casse-differente": ('<a href="A/">x</a>', "A/ ne mène à rien"),
    "un-niveau-trop-haut": ('<a href="../a/">x</a>', "../a/ ne mène à rien"),
    "deux-niveaux-trop-haut": ('<a href="../../a/">x</a>', "../../a/ ne mène à rien"),
    "trois-niveaux-trop-haut": ('<a href="../../../a/">x</a>', "../../../a/ ne mène à rien"),
    "ancre-morte": ('<a href="#absente">x</a>', "#absente n’existe pas"),
    "ancre-morte-ailleurs": ('<a href="a/#absente">x</a>', "a/#absente n’existe pas"),
    "ancre-d-une-autre-page": ('<a href="#ici">x</a>', "#ici n’existe pas"),
    "formulaire-mort": ('<form action="absente/"></form>', "absente/ ne mène à rien"),
    "lien-javascript": ('<a href="javascript:alert(1)">x</a>', "protocole inattendu"),
    "lien-sans-protocole": ('<a href="//example.org/">x</a>', "protocole inattendu"),
    "lien-fichier": ('<a href="file:///etc/passwd">x</a>', "protocole inattendu"),
    "image-absente": ('<img src="absente.jpg" alt="x">', "absente.jpg ne mène à rien"),
    "script-absent": ('<script src="absent.js"></script>', "absent.js ne mène à rien"),
    "style-absent": ('<link rel="stylesheet" href="absent.css">', "absent.css ne mène à rien"),
    "image-d-ailleurs": ('<img src="https://example.org/a.jpg" alt="x">', "autre hôte"),
    "image-d-ailleurs-sans-protocole": ('<img src="//example.org/a.jpg" alt="x">', "autre hôte"),
    "image-d-ailleurs-en-second": (
        '<img srcset="assets/photo.jpg 1x, https://example.org/a.jpg 2x" alt="x">', "autre hôte",
    ),
    "script-d-ailleurs": ('<script src="https://example.org/a.js"></script>', "autre hôte"),
    "style-d-ailleurs": ('<link rel="stylesheet" href="https://example.org/a.css">', "autre hôte"),
    "connexion-d-avance": ('<link rel="preconnect" href="https://example.org">', "autre hôte"),
    "cadre-d-ailleurs": ('<iframe src="https://example.org/"></iframe>', "autre hôte"),
    "video-d-ailleurs": ('<video poster="https://example.org/a.jpg"></video>', "autre hôte"),
    "son-d-ailleurs": ('<audio><source src="https://example.org/a.ogg"></audio>', "autre hôte"),
    "objet-d-ailleurs": ('<object data="https://example.org/a.svg"></object>', "autre hôte"),
    "identifiant-double": ('<p id="x"></p><p id="x"></p>', "« x » sert 2 fois"),
    "evenement": ('<p onclick="x()">x</p>', "onclick"),
    "evenement-en-majuscules": ('<p ONMOUSEOVER="x()">x</p>', "onmouseover"),
    "deux-h1": ("<h1>Encore</h1>", "2 titres de niveau 1"),
    "niveau-saute": ("<h3>Trop bas</h3>", "un titre de niveau 3 suit un titre de niveau 1"),
}  # fmt: skip


@pytest.mark.parametrize("nom", DEFAUTS)
def test_a_fault_is_found_once_on_its_page(nom: str, tmp_path: Path) -> None:
    corps, dit = DEFAUTS[nom]
    (defaut,) = examiner_avec(tmp_path, {**SITE, "z.html": page(corps)})
    assert defaut.page == "z.html"
    assert dit in defaut.message


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        (page("", ""), "langue"),
        (page("", 'lang="en"'), "« en »"),
        ('<html lang="fr"><body><p>x</p></body></html>', "0 titres de niveau 1"),
    ],
)
def test_a_page_has_its_language_and_its_main_heading(texte: str, dit: str, tmp_path: Path) -> None:
    (defaut,) = examiner_avec(tmp_path, {"z.html": texte})
    assert dit in defaut.message


def test_a_page_that_begins_below_level_one_is_named(tmp_path: Path) -> None:
    texte = '<html lang="fr"><body><h2>Sous-titre</h2><h1>Titre</h1></body></html>'
    (defaut,) = examiner_avec(tmp_path, {"z.html": texte})
    assert "niveau 2" in defaut.message


@pytest.mark.parametrize(
    "corps",
    [
        '<img src="assets/photo.jpg" srcset="assets/photo.jpg 1x, a/../assets/photo.jpg 2x">',
        "<h2>Un</h2><h3>Deux</h3><h4>Trois</h4><h2>Quatre</h2>",
        "<!-- <a href='absente/'>x</a> -->",
        '<script>const a = "<a href=absente/>";</script>',
        '<a href="a/?page=2#ici">x</a>',
        '<a href="z.html">moi</a>',
    ],
    ids=["srcset", "titres-en-ordre", "commentaire", "script", "question", "soi"],
)
def test_what_is_right_is_not_a_fault(corps: str, tmp_path: Path) -> None:
    assert examiner_avec(tmp_path, {**SITE, "z.html": page(corps)}) == []


def test_a_page_deep_in_the_site_reaches_the_root_and_no_higher(tmp_path: Path) -> None:
    profonde = page('<a href="../../../a/">bon</a><a href="../../../../a/">trop haut</a>')
    (defaut,) = examiner_avec(tmp_path, {**SITE, "u/v/w/index.html": profonde})
    assert defaut.page == "u/v/w/index.html"
    assert "../../../../a/" in defaut.message


def test_every_fault_of_every_page_comes_sorted(tmp_path: Path) -> None:
    defauts = examiner_avec(
        tmp_path,
        {
            "b.html": page('<a href="absente/">x</a><p id="x" onclick="y"></p><p id="x"></p>'),
            "a.html": page('<a href="absente/">x</a>'),
        },
    )
    assert [d.page for d in defauts] == ["a.html", "b.html", "b.html", "b.html"]
    assert defauts == sorted(defauts)


def test_an_empty_folder_has_no_fault(tmp_path: Path) -> None:
    assert examiner(tmp_path) == []
