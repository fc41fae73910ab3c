"""Books: what they say, where their links lead, and that nothing comes in from outside."""

from __future__ import annotations

import io
import os
import re
import struct
import sys
import uuid
import zipfile
import zlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from capitalisation import paper
from capitalisation.corpus import Corpus, Fiche
from capitalisation.keeping import Reserve
from capitalisation.paper import Atelier, Forme, Livre, SansPdf, making, pdf
from capitalisation.paper.making import EPUB, PDF
from capitalisation.publication import Publication, adresse_publique
from capitalisation.views import Site
from mkdocs_adapter import paper as adaptateur
from tests.conftest import AUJOURDHUI, PROJET
from tests.unit import petit
from tests.unit.ligne import lancer

ADRESSE = "https://base.example/"
EN_LIGNE = Publication("Base fictive", ADRESSE)
PAS_EN_LIGNE = Publication("Base fictive", "")


def png(largeur: int = 2, hauteur: int = 2) -> bytes:
    """A real picture, all grey."""

    def bloc(nom: bytes, octets: bytes) -> bytes:
        somme = zlib.crc32(nom + octets)
        return struct.pack(">I", len(octets)) + nom + octets + struct.pack(">I", somme)

    lignes = (b"\x00" + b"\x80" * largeur) * hauteur
    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 0, 0, 0, 0)
    debut = b"\x89PNG\r\n\x1a\n" + bloc(b"IHDR", entete)
    return debut + bloc(b"IDAT", zlib.compress(lignes)) + bloc(b"IEND", b"")


CORPS_DU_CHAPITRE = """\
## Contexte et problématique

Voir [[autre-action]], [[hors-du-livre|celle-ci]], [son premier levier](../autre-action/#levier-1),
[un levier absent](../autre-action/#levier-9), [l’accueil](../../), [un site](https://ailleurs.example/a?b=1&c=2),
[le titre](#objectifs), [rien](#nulle-part), [un mail](mailto:fictif@base.example). Une note[^1].

## Objectifs

![Une salle fictive](salle-fictive.png "Crédit fictif")

| Colonne fictive | Autre |
|---|---:|
| Case fictive | 12 |

## Déroulement

Texte fictif.

[^1]: Une note fictive.
"""

PIEGE = """\
<script>alert(1)</script><style>@import url(file:///etc/passwd);</style></style>
<img src="file:///etc/passwd" alt="fichier">
<img src="https://hostile.example/x.png" alt="distante">
<svg><image href="file:///etc/passwd"/></svg> <object data="file:///etc/passwd"></object>
<a href="javascript:alert(1)">clic</a> <a href="file:///etc/passwd">disque</a>
<link rel="attachment" href="file:///etc/passwd"> {{ 7 * 7 }} {% include "x" %}
"""


#: Tags left open, closed too late or out of place: each breaks a rule of what HTML may hold.
MALFAIT = """\
Texte <b>fictif.

## Contexte fictif

Texte <a id="fn-1">fictif</a>[^1].

[^1]: Une note <b>fictive.

<ul>Hors liste<li>Dans la liste</ul> <dl><dt>Sans définition</dl>

<h3><p>Titre fictif</p></h3> <ol start="x"><li>Un</ol>

<table><caption>Légende fictive</caption><tr><th scope="x">Tête<td colspan="x">Case</table>

<table><thead><tr><td>Tête</thead><tfoot><tr><td>Pied</tfoot><tbody><tr><td>Corps</table>

<dfn>Un <dfn>mot</dfn></dfn> <a href="#x">un <object><a href="#y">lien</a></object></a>
"""

#: Over the first entry of the corpus: what a body may hold, mistakes included.
RICHE: dict[str, str | bytes] = {
    "inspiractions/action-fictive.md": petit.texte(
        titre="Première action fictive",
        corps=CORPS_DU_CHAPITRE,
        leviers=[{"texte": "Un levier fictif & bien réel.", "type": "partenariat"}],
    ),
    "images/action-fictive/salle-fictive.png": png(),
}


def charger(racine: Path, **autres: str | bytes) -> Corpus:
    fichiers: dict[str, str | bytes] = {
        "inspiractions/action-fictive.md": petit.texte(
            titre="Première action fictive",
            leviers=[{"texte": "Un levier fictif & bien réel.", "type": "partenariat"}],
            liens=[{"type": "complete", "vers": "hors-du-livre"}],
        ),
        "inspiractions/autre-action.md": petit.texte(
            titre="Autre action fictive",
            freins=[{"texte": "Un frein fictif.", "type": "partenariat"}],
            leviers=[{"texte": "Un second levier fictif.", "type": "partenariat"}],
            enseignements=["Un enseignement fictif."],
        ),
        "inspiractions/hors-du-livre.md": petit.texte(titre="Action hors du livre"),
        "interviews/entretien-fictif.md": petit.texte(
            "interviews", titre="Entretien à part", themes=["sommeil"], territoires=["Brest"]
        ),
        "dossiers/dossier-fictif.md": petit.texte(
            "dossiers",
            numero=3,
            elements=[
                {"titre": "Partie fictive", "entrees": ["action-fictive"]},
                {"titre": "Autre partie", "entrees": ["autre-action"]},
            ],
            corps="Un éditorial fictif, qui mène à [[autre-action]].",
        ),
        **autres,
    }
    chargement = petit.corpus(racine / "fiches", fichiers)
    return chargement.corpus


@pytest.fixture
def atelier(tmp_path: Path) -> Atelier:
    return Atelier(PROJET / "overrides", tmp_path / "fiches" / "images")


def livre_de(corpus: Corpus, publication: Publication = EN_LIGNE) -> Livre:
    site = Site(corpus, AUJOURDHUI, publication=publication)
    return paper.du_dossier(site, corpus.fiches["dossier-fictif"])


def liens(html: str) -> dict[str, str | None]:
    """Text → address of every link of a body, None for one that leads nowhere."""
    trouves = re.findall(r"<a([^>]*)>(.*?)</a>", html)
    return {
        texte: (m[1] if (m := re.search(r'href="([^"]*)"', attributs)) else None)
        for attributs, texte in trouves
    }


# --- What a book says --------------------------------------------------------------------


def test_a_dossier_gives_its_editorial_then_its_parts_in_order(tmp_path: Path) -> None:
    livre = livre_de(charger(tmp_path))
    assert livre.ouverture
    assert "Un éditorial fictif" in livre.ouverture.contenu
    assert [(p.titre, [c.fiche.titre for c in p.chapitres]) for p in livre.parties] == [
        ("Partie fictive", ["Première action fictive"]),
        ("Autre partie", ["Autre action fictive"]),
    ]
    assert (livre.mention, livre.numero, livre.compte) == ("Dossier", "3", "2 entrées")


def test_a_dossier_without_entries_yet_does_not_count_them(
    tmp_path: Path, atelier: Atelier
) -> None:
    vide = petit.texte("dossiers", elements=[], corps="Un éditorial fictif.")
    livre = livre_de(charger(tmp_path, **{"dossiers/dossier-fictif.md": vide}))
    assert livre.compte == ""
    imprime = atelier.rendre("livre.html", livre=livre)
    assert "Un éditorial fictif" in imprime
    assert "0 entrée" not in imprime.replace("\u00a0", " ")


def test_links_lead_into_the_book_to_the_site_or_nowhere(tmp_path: Path) -> None:
    corpus = charger(tmp_path, **RICHE)
    action = livre_de(corpus).parties[0].chapitres[0]
    assert liens(action.contenu) | {"": None} == {
        "Autre action fictive": "#entree-autre-action",
        "celle-ci": f"{ADRESSE}inspiractions/hors-du-livre/",
        "son premier levier": "#entree-autre-action_levier-1",
        "un levier absent": "#entree-autre-action",
        "l’accueil": ADRESSE,
        "un site": "https://ailleurs.example/a?b=1&amp;c=2",
        "le titre": "#entree-action-fictive_objectifs",
        "rien": None,
        "un mail": "mailto:fictif@base.example",
        "1": "#entree-action-fictive_fn-1",
        "↩": "#entree-action-fictive_fnref-1",
        "": None,
    }
    sans_site = livre_de(corpus, PAS_EN_LIGNE).parties[0].chapitres[0]
    assert liens(sans_site.contenu)["celle-ci"] is None
    assert liens(sans_site.contenu)["l’accueil"] is None
    assert sans_site.page == ""


def test_no_two_things_of_a_book_share_an_id(tmp_path: Path, atelier: Atelier) -> None:
    livre = livre_de(charger(tmp_path, **RICHE))
    page = PDF.textes(livre, atelier)[pdf.PAGE]
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(ids)


def test_a_draft_never_stands_in_a_book(tmp_path: Path, atelier: Atelier) -> None:
    brouillon = petit.texte(titre="Brouillon à taire", statut="brouillon")
    livre = livre_de(charger(tmp_path, **{"inspiractions/autre-action.md": brouillon}))
    assert [c.fiche.id for c in livre.chapitres] == ["dossier-fictif", "action-fictive"]
    for forme in paper.FORMES:
        assert "Brouillon à taire" not in "".join(forme.textes(livre, atelier).values())


def test_on_paper_the_address_of_a_link_stands_in_a_note(tmp_path: Path, atelier: Atelier) -> None:
    page = PDF.textes(livre_de(charger(tmp_path, **RICHE)), atelier)[pdf.PAGE]
    notes = re.findall(r'<span class="note">(.*?)</span>', page)
    assert "ailleurs.example/a?b=1&amp;c=2" in notes
    assert "base.example/inspiractions/hors-du-livre/" in notes


# --- The files -----------------------------------------------------------------------------


def test_the_epub_holds_every_chapter_and_its_pictures(tmp_path: Path, atelier: Atelier) -> None:
    livre = livre_de(charger(tmp_path, **RICHE))
    octets = EPUB.ecrire(livre, EPUB.textes(livre, atelier), atelier)
    archive = zipfile.ZipFile(io.BytesIO(octets))
    noms = archive.namelist()
    assert noms[0] == "mimetype"
    assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
    assert archive.read("EPUB/images/action-fictive/salle-fictive.png") == png()
    page = archive.read("EPUB/entree-action-fictive.xhtml").decode()
    assert 'href="entree-autre-action.xhtml#entree-autre-action_levier-1"' in page
    assert 'src="images/action-fictive/salle-fictive.png"' in page
    assert "Un levier fictif &amp; bien réel." in page


def test_no_page_holds_only_how_to_cite(tmp_path: Path, atelier: Atelier) -> None:
    pytest.importorskip("weasyprint")
    # A line more each time: one of them leaves no room for the last block.
    fichiers = {
        f"inspiractions/ligne-fictive-{n:02}.md": petit.texte(
            titre=f"Action fictive {n}",
            enseignements=["Enseignement fictif."] * (7 + n),
            sources=[{"titre": "Source fictive", "editeur": "Éditeur fictif", "annee": 2020}],
        )
        for n in range(12)
    }
    corpus = charger(tmp_path, **fichiers)
    site = Site(corpus, AUJOURDHUI, publication=PAS_EN_LIGNE)
    choisies = [f for f in corpus.triees if f.id.startswith("ligne-")]
    livre = paper.livret(site, [("", choisies)], titre="Un livret fictif")
    pages = [
        page.extract_text().lstrip()
        for page in PdfReader(
            io.BytesIO(PDF.ecrire(livre, PDF.textes(livre, atelier), atelier))
        ).pages
    ]
    citees = [page for page in pages if "Pour citer" in page]
    assert len(citees) == len(choisies)
    # The last block stands on the first page of some, on the second of others.
    assert {"Contexte" in page for page in citees} == {True, False}
    assert [page for page in citees if re.match("Pour citer|Sources?\n", page)] == []


def test_a_book_with_one_thing_to_list_has_no_contents_to_read(
    tmp_path: Path, atelier: Atelier
) -> None:
    vide = petit.texte("dossiers", elements=[], corps="Un éditorial fictif.")
    corpus = charger(tmp_path, **{"dossiers/dossier-fictif.md": vide})
    site = Site(corpus, AUJOURDHUI, publication=EN_LIGNE)
    une, autre = corpus.fiches["action-fictive"], corpus.fiches["autre-action"]
    for livre, seul in (
        (livre_de(corpus), True),
        (paper.livret(site, [("Partie fictive", [une])], titre="Un livret"), True),
        (paper.livret(site, [("", [une, autre])], titre="Un livret"), False),
    ):
        assert ("Sommaire" not in PDF.textes(livre, atelier)[pdf.PAGE]) is seul
        textes = EPUB.textes(livre, atelier)
        # E-readers open it from their own menu.
        assert livre.chapitres[0].ancre in textes["sommaire.xhtml"]
        assert (
            'href="sommaire.xhtml" media-type="application/xhtml+xml" properties="nav"'
            in (textes["livre.opf"])
        )
        assert ('<itemref idref="sommaire" linear="no"/>' in textes["livre.opf"]) is seul


def identifiant(livre: Livre, atelier: Atelier) -> str:
    trouve = re.search(r"urn:uuid:[^<]*", EPUB.textes(livre, atelier)["livre.opf"])
    assert trouve
    return trouve[0]


def test_two_booklets_are_told_apart_by_what_they_hold(tmp_path: Path, atelier: Atelier) -> None:
    corpus = charger(tmp_path)
    une, autre = corpus.fiches["action-fictive"], corpus.fiches["autre-action"]

    def livret_de(
        *fiches: Fiche, page: str = "", publication: Publication = PAS_EN_LIGNE, titre: str = "Un"
    ) -> str:
        site = Site(corpus, AUJOURDHUI, publication=publication)
        livre = paper.livret(site, [("", fiches)], titre=titre, page=page)
        return identifiant(livre, atelier)

    assert (
        len({livret_de(une), livret_de(autre), livret_de(une, autre), livret_de(autre, une)}) == 4
    )
    # The same entries give the same book, under another title too.
    assert livret_de(une, autre, titre="Un autre titre") == livret_de(une, autre)
    # That of a page of the site is the same book once the page holds one entry more.
    page = "themes/sommeil/"
    assert livret_de(une, page=page) != livret_de(autre, page=page)
    assert livret_de(une, page=page, publication=EN_LIGNE) == livret_de(
        une, autre, page=page, publication=EN_LIGNE
    )


@pytest.mark.parametrize("publication", [EN_LIGNE, PAS_EN_LIGNE])
def test_a_dossier_that_is_renamed_stays_the_same_book(
    tmp_path: Path, atelier: Atelier, publication: Publication
) -> None:
    dossiers = {
        f"dossiers/{nom}.md": petit.texte("dossiers", elements=[], **anciens)
        for nom, anciens in {
            "dossier-fictif": {},
            "dossier-renomme": {"anciens_identifiants": ["dossier-premier", "dossier-second"]},
        }.items()
    }
    corpus = charger(tmp_path, **dossiers)
    site = Site(corpus, AUJOURDHUI, publication=publication)
    fictif, renomme = (
        identifiant(paper.du_dossier(site, corpus.fiches[nom]), atelier)
        for nom in ("dossier-fictif", "dossier-renomme")
    )
    assert fictif != renomme
    racine = publication.adresse or "inspiraction:"
    premier = uuid.uuid5(uuid.NAMESPACE_URL, f"{racine}dossiers/dossier-premier/")
    assert renomme == f"urn:uuid:{premier}"


def test_an_entry_made_wrong_keeps_its_words_in_the_epub(tmp_path: Path, atelier: Atelier) -> None:
    malfait = petit.texte(titre="Action fictive", corps=MALFAIT)
    livre = livre_de(charger(tmp_path, **{"inspiractions/action-fictive.md": malfait}))
    octets = EPUB.ecrire(livre, EPUB.textes(livre, atelier), atelier)
    page = zipfile.ZipFile(io.BytesIO(octets)).read("EPUB/entree-action-fictive.xhtml").decode()
    # What was in bold by mistake is no longer; no heading nor paragraph stands in a bold.
    assert re.search(r"Texte <b>fictif\.</b></p><div>\s*<h2 id=[^>]*>Contexte fictif</h2>", page)
    for mot in re.findall(r"[A-ZÉ]\w+", re.sub(r"<[^>]*>", " ", MALFAIT)):
        assert mot in page, mot


def test_a_hostile_entry_brings_nothing_in(
    tmp_path: Path, atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    lus: list[str] = []
    lire = Atelier.lire

    def noter(ici: Atelier, nom: str) -> bytes:
        octets = lire(ici, nom)
        lus.append(nom)
        return octets

    monkeypatch.setattr(Atelier, "lire", noter)
    autre = petit.texte(titre="Action piégée fictive", corps=PIEGE)
    livre = livre_de(charger(tmp_path, **RICHE, **{"inspiractions/autre-action.md": autre}))
    page = PDF.textes(livre, atelier)
    assert not re.search(r"<(script|style|svg|object|link|iframe)\b", page[pdf.PAGE])
    assert "{{ 7 * 7 }}" in page[pdf.PAGE]
    # Even a page that did ask for them would get nothing.
    page[pdf.PAGE] = page[pdf.PAGE].replace(
        "</body>",
        '<img src="file:///etc/passwd" alt=""><img src="https://hostile.example/x.png" alt="">'
        '<img src="/images/../../secret.png" alt=""></body>',
    )
    lecteur = PdfReader(io.BytesIO(PDF.ecrire(livre, page, atelier)))
    assert len({image.data for p in lecteur.pages for image in p.images}) == 1
    assert "root:" not in "".join(p.extract_text() for p in lecteur.pages)
    assert "/EmbeddedFiles" not in lecteur.trailer["/Root"].get("/Names", {})
    assert {nom.partition("/")[0] for nom in lus} <= {"assets", "papier", "images"}


@pytest.mark.parametrize(
    "nom",
    ["images/../../secret.png", "../secret.png", "/etc/passwd", "etc/passwd", "images//etc/passwd",
     "partials/outils.html", "images/lien.png"],
)  # fmt: skip
def test_a_book_reads_nothing_but_what_it_is_made_of(
    nom: str, tmp_path: Path, atelier: Atelier
) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    atelier.images.mkdir(parents=True)
    (atelier.images / "lien.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(FileNotFoundError):
        atelier.lire(nom)


# --- Without WeasyPrint ----------------------------------------------------------------------


def sans_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)


def test_without_the_library_a_build_keeps_the_epub_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sans_weasyprint(monkeypatch)
    corpus = charger(tmp_path)
    (tmp_path / "overrides").symlink_to(PROJET / "overrides")
    chantier = SimpleNamespace(
        gabarits=SimpleNamespace(globals={}),
        site=Site(corpus, AUJOURDHUI),
        racine_projet=tmp_path,
        fiches=tmp_path / "fiches",
        reserve=Reserve(tmp_path / "cache"),
        empreintes=None,
        retrouver=lambda dire, *quoi: dire(),
    )
    dits: list[str] = []
    monkeypatch.setattr(adaptateur.Chantier, "de", lambda _: chantier)
    monkeypatch.setattr(adaptateur, "laisser_de_cote", dits.append)
    reglages = SimpleNamespace(site_dir=str(tmp_path / "site"))
    imprimerie = adaptateur.Imprimerie(reglages)  # type: ignore[arg-type]
    imprimerie.finir(imprimerie.imprimer(corpus.fiches["dossier-fictif"]))
    livres = chantier.gabarits.globals["livres"]
    assert [livre.libelle for livre in livres["dossier-fictif"]] == ["EPUB"]
    assert (tmp_path / "site" / livres["dossier-fictif"][0].adresse).is_file()
    assert not list((tmp_path / "site").rglob("*.pdf"))
    assert len(dits) == 1
    assert "PDF" in dits[0]
    assert "WeasyPrint" in dits[0]
    assert "pip install --require-hashes -r requirements.txt" in dits[0]


# --- What is kept ----------------------------------------------------------------------------


@pytest.mark.parametrize("corps", ["> " * 3_000 + "Au fond.", "<ul><li>" * 800 + "Au fond."])
@pytest.mark.parametrize("forme", [EPUB, PDF], ids=lambda forme: forme.suffixe)
def test_nesting_without_end_stops_no_book(
    corps: str, forme: Forme, tmp_path: Path, atelier: Atelier
) -> None:
    """One fiche would keep the whole site from being published."""
    entree = {"inspiractions/action-fictive.md": petit.texte(corps=f"## Objectifs\n\n{corps}\n")}
    livre = livre_de(charger(tmp_path, **entree))
    try:
        assert paper.imprimer(livre, forme, atelier)
    except SansPdf:
        if os.environ.get("CI"):
            raise
        pytest.skip("WeasyPrint ou Pango manque ici")


def test_a_book_is_drawn_again_only_when_something_in_it_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cles = [
        making.cle(PDF, {"page": b"a", "image": b"1"}),
        making.cle(PDF, {"page": b"a", "image": b"2"}),
        making.cle(PDF, {"page": b"b", "image": b"1"}),
        making.cle(EPUB, {"page": b"a", "image": b"1"}),
    ]
    assert making.cle(PDF, {"page": b"a", "image": b"1"}) == cles[0]
    monkeypatch.setattr(making, "outils", lambda: "une autre version")
    cles.append(making.cle(PDF, {"page": b"a", "image": b"1"}))
    assert len(set(cles)) == 5


# --- livret ------------------------------------------------------------------------------------


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    charger(tmp_path)
    monkeypatch.delenv("INSPIRACTION_URL", raising=False)
    return tmp_path


def livret(base: Path, *arguments: str) -> tuple[int, str]:
    resultat = lancer("livret", "--fiches", str(base / "fiches"), *arguments)
    return resultat.exit_code, resultat.output


def chapitres(fichier: Path) -> list[str]:
    """The titles of an EPUB in reading order, those of its parts between stars."""
    archive = zipfile.ZipFile(fichier)
    sommaire = archive.read("EPUB/sommaire.xhtml").decode().partition("landmarks")[0]
    return [
        f"*{titre}*" if "partie-" in adresse else titre
        for adresse, titre in re.findall(r'<a href="([^"]*)">([^<]*)</a>', sommaire)
        if adresse != "titre.xhtml"
    ]


@pytest.mark.parametrize(
    ("demande", "attendus"),
    [
        (("--selection", "autre-action, action-fictive"),
         ["Autre action fictive", "Première action fictive"]),
        (("--selection", f"{ADRESSE}ma-selection/?ids=autre-action,action-fictive"),
         ["Autre action fictive", "Première action fictive"]),
        (("--theme", "Lien social"),
         ["*Inspir’actions*", "Action hors du livre", "Autre action fictive",
          "Première action fictive", "*Dossiers*", "Dossier fictif"]),
        (("--territoire", "fr-29"),
         ["*Lien social*", "Action hors du livre", "Autre action fictive", "Dossier fictif",
          "Première action fictive", "*Sommeil*", "Entretien à part"]),
        (("--territoire", "Brest (29)"), ["*Sommeil*", "Entretien à part"]),
    ],
)  # fmt: skip
def test_a_booklet_holds_what_was_asked_for_and_all_that_is_under_it(
    base: Path, demande: tuple[str, ...], attendus: list[str]
) -> None:
    sortie = base / "livret.epub"
    code, dit = livret(base, *demande, "--sortie", str(sortie))
    assert code == 0, dit
    assert chapitres(sortie) == attendus


def test_a_booklet_bears_its_title_and_the_address_of_the_site(base: Path) -> None:
    sortie = base / "livret.epub"
    livret(base, "--theme", "sommeil", "--titre", "Dormir : le livret", "--url", ADRESSE[:-1],
           "--sortie", str(sortie))  # fmt: skip
    page = zipfile.ZipFile(sortie).read("EPUB/titre.xhtml").decode()
    assert "Dormir\u202f: le livret" in page
    assert f"{ADRESSE}themes/sommeil/" in page


@pytest.mark.parametrize(
    ("arguments", "code", "dit"),
    [
        ((), 2, "un seul des trois"),
        (("--theme", "sommeil", "--territoire", "fr"), 2, "un seul des trois"),
        (("--theme", "someil"), 2, "Vouliez-vous dire : sommeil ?"),
        (("--territoire", "Scaert"), 2, "« Scaër (29) »"),
        (("--selection", "autre-acton"), 2, "Vouliez-vous dire : autre-action"),
        (("--selection", " , "), 2, "séparés par des virgules"),
        (("--selection", f"{ADRESSE}ma-selection/"), 2, "ou l’adresse que donne"),
        (("--theme", "sommeil", "--sortie", "livret.doc"), 2, ".pdf ou .epub"),
        (("--theme", "sommeil", "--url", "ici"), 2, "n’est pas une adresse"),
        (("--theme", "ecologie"), 1, "Aucune entrée ne parle de « Écologie »"),
        (("--territoire", "fr-56"), 1, "Aucune entrée ne se passe à « Morbihan »"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_said_in_french(
    base: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, dit: str
) -> None:
    monkeypatch.chdir(PROJET)
    assert (resultat := livret(base, *arguments))[0] == code
    assert dit in resultat[1]


def test_without_the_library_the_booklet_that_stood_there_is_left_alone(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sans_weasyprint(monkeypatch)
    sortie = base / "livret.pdf"
    sortie.write_bytes(b"le livret d'avant")
    code, dit = livret(base, "--theme", "sommeil", "--sortie", str(sortie))
    assert code == 1
    assert "WeasyPrint" in dit
    assert "pip install --require-hashes -r requirements.txt" in dit
    assert "livret.epub" in dit
    assert sortie.read_bytes() == b"le livret d'avant"


@pytest.mark.parametrize(
    ("url", "publique"),
    [("https://base.example", "https://base.example/"), ("https://base.example/a/",) * 2,
     ("http://127.0.0.1:8000/", ""), ("http://localhost/", ""), ("", "")],
)  # fmt: skip
def test_the_address_of_this_machine_is_not_given_to_readers(url: str, publique: str) -> None:
    assert adresse_publique(url) == publique
