"""What engines and other sites read of a page: its data, and its picture."""

from __future__ import annotations

import io
import json
import logging
import re
import struct
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from jinja2 import Environment, FileSystemLoader
from PIL import Image, ImageChops

from capitalisation.export import Ecrit, Fichier
from capitalisation.model import Entree
from capitalisation.publication import Publication
from capitalisation.sharing import jsonld, picture
from capitalisation.sharing.picture import Atelier, Sujet
from capitalisation.sharing.typesetting import Police, lignes
from capitalisation.views import Miette, Site, toutes
from mkdocs_adapter import sharing, tasks
from mkdocs_adapter.chantier import Chantier
from tests.conftest import AUJOURDHUI, PROJET
from tests.unit import petit

ADRESSE = "https://exemple.test/base/"
POLICES = PROJET / "overrides" / "assets" / "fonts"
HOSTILE = "Titre fictif </script><script>alert(1)</script><!-- & \u2028 fin"


def site(tmp_path: Path, fiches: dict[str, str | bytes], adresse: str = ADRESSE) -> Site:
    corpus = petit.corpus(tmp_path / "fiches", fiches).corpus
    return Site(corpus, AUJOURDHUI, publication=Publication("Site fictif", adresse))


def decrire(tmp_path: Path, texte: str, dossier: str = "inspiractions") -> Any:
    """The data of the page of one entry, alone in its corpus."""
    sien = site(tmp_path, {f"{dossier}/une.md": texte})
    return jsonld.de_fiche(sien, sien.corpus.fiches["une"], "assets/partage/une.png")


class Blocs(HTMLParser):
    """What a page holds, as a browser cuts it."""

    def __init__(self) -> None:
        super().__init__()
        self.balises: list[str] = []
        self.donnees: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append(tag)

    def handle_data(self, data: str) -> None:
        self.donnees.append(data)


# --- Language


@pytest.mark.parametrize("langue", get_args(Entree.model_fields["langue"].annotation))
def test_other_sites_are_told_the_language_of_an_entry(langue: str) -> None:
    gabarits = Environment(loader=FileSystemLoader(PROJET / "overrides"), autoescape=True)
    gabarit = gabarits.get_template("partials/partage.html")
    fiche = SimpleNamespace(meta=SimpleNamespace(langue=langue))
    (dite,) = re.findall(
        r'"og:locale" content="(\w+)"', gabarit.render(partage=SimpleNamespace(fiche=fiche))
    )
    assert re.fullmatch(rf"{langue}_[A-Z]{{2}}", dite)


def test_a_page_that_is_no_entry_is_in_french() -> None:
    gabarits = Environment(loader=FileSystemLoader(PROJET / "overrides"), autoescape=True)
    gabarit = gabarits.get_template("partials/partage.html")
    for donnees in ({}, {"partage": SimpleNamespace(fiche=None)}):
        assert '<meta property="og:locale" content="fr_FR">' in gabarit.render(**donnees)


# --- Data


def test_no_title_closes_the_block_of_data(tmp_path: Path) -> None:
    fiche = decrire(tmp_path, petit.texte(titre=HOSTILE.replace("\u2028", "")))
    fil = jsonld.du_fil([Miette(HOSTILE, None)], "ici/", Publication("Site fictif", ADRESSE))
    blocs = Blocs()
    blocs.feed(f"<head>{jsonld.script([fiche, fil])}</head>")
    assert blocs.balises == ["head", "script"]
    graphe = json.loads("".join(blocs.donnees))["@graph"]
    assert "</script><script>alert(1)</script>" in graphe[0]["headline"]
    assert graphe[1]["itemListElement"][0]["name"] == HOSTILE
    assert "\u2028" not in "".join(blocs.donnees)


def test_a_site_without_address_gives_none(tmp_path: Path) -> None:
    fiches: dict[str, str | bytes] = {
        "inspiractions/une.md": petit.texte(
            sources=[{"titre": "Document fictif", "editeur": "Éditeur fictif", "annee": 2022}],
            porteur="asso-fictive",
        ),
        "dossiers/deux.md": petit.texte(
            "dossiers", elements=[{"titre": "Partie fictive", "entrees": ["une"]}]
        ),
    }
    muet = site(tmp_path, fiches, adresse="")
    noeuds = [
        *(jsonld.de_fiche(muet, f, "assets/partage/x.png") for f in muet.corpus.fiches.values()),
        *(jsonld.de_page(muet, p, p.composer()) for p in toutes(muet) if not p.fiche),
        jsonld.accueil(muet.publication, "Phrase fictive.", "assets/partage/x.png"),
        jsonld.du_fil([Miette("Accueil", ""), Miette("Ici", None)], "ici/", muet.publication),
    ]
    texte = str(jsonld.script(noeuds))
    for cle in ("@id", "item", "image", "mainEntityOfPage", "potentialAction"):
        assert f'"{cle}":' not in texte
    # What another site holds keeps its address: that of the structure.
    assert texte.count("https://www.example.org/asso") == texte.count('"url":') > 0


def test_an_action_says_what_its_file_says(tmp_path: Path) -> None:
    fiches: dict[str, str | bytes] = {
        "inspiractions/une.md": petit.texte(
            titre="Une action : fictive",
            themes=["isolement-social", "alimentation"],
            dispositifs=["cls"],
            demarches=["aller-vers"],
            cadres=["plan-axe-1"],
            publics=["jeunes"],
            periode={"debut": "2021-03"},
            porteur="asso-fictive",
            partenaires=["ecole-fictive"],
            auteurs=[{"nom": "Autrice fictive", "structure": "asso-fictive"}],
            verifiee_le="2026-10-01",
            liens=[
                {"type": "s-inspire-de", "vers": "deux"},
                {"type": "complete", "vers": "trois"},
                {"type": "adapte", "vers": "brouillon"},
            ],
            traduction_de="trois",
            langue="nl",
            licence="CC0-1.0",
        ),
        "inspiractions/deux.md": petit.texte(titre="Action d’origine fictive"),
        "inspiractions/trois.md": petit.texte(titre="Troisième action fictive"),
        "inspiractions/brouillon.md": petit.texte(titre="Brouillon fictif", statut="brouillon"),
        "dossiers/recueil.md": petit.texte(
            "dossiers",
            numero=7,
            elements=[
                {"titre": "Partie fictive", "entrees": ["trois", "brouillon"]},
                {"titre": "Autre partie fictive", "entrees": ["une"]},
            ],
        ),
    }
    sien = site(tmp_path, fiches)
    une = jsonld.de_fiche(sien, sien.corpus.fiches["une"], "assets/partage/une.png")
    assert une["@type"] == "Article"
    assert une["@id"] == une["url"] == une["mainEntityOfPage"] == f"{ADRESSE}inspiractions/une/"
    assert une["headline"] == "Une action\u202f: fictive"
    assert (une["datePublished"], une["dateModified"]) == ("2026-01-15", "2026-10-01")
    assert une["inLanguage"] == "nl"
    assert une["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert une["temporalCoverage"] == "2021-03/.."
    assert [t["termCode"] for t in une["about"]] == ["isolement-social", "alimentation"]
    assert [t["termCode"] for t in une["keywords"]] == ["cls", "aller-vers", "plan-axe-1"]
    assert une["about"][0]["url"] == f"{ADRESSE}themes/isolement-social/"
    assert une["about"][0]["inDefinedTermSet"] == f"{ADRESSE}themes/"
    assert [a["audienceType"] for a in une["audience"]] == ["Jeunes"]
    assert une["sourceOrganization"]["name"] == "Association fictive"
    assert [c["name"] for c in une["contributor"]] == ["École fictive"]
    assert une["author"][0]["affiliation"]["name"] == "Association fictive"
    assert une["citation"][0]["name"] == "Document fictif"
    assert une["citation"][0]["datePublished"] == "2022"
    assert [x["@id"] for x in une["isBasedOn"]] == [f"{ADRESSE}inspiractions/deux/"]
    assert [x["@id"] for x in une["mentions"]] == [f"{ADRESSE}inspiractions/trois/"]
    assert [x["name"] for x in une["translationOfWork"]] == ["Troisième action fictive"]
    assert [x["@type"] for x in une["isPartOf"]] == ["WebSite", "Collection"]
    assert une["image"]["url"] == f"{ADRESSE}assets/partage/une.png"
    recueil = jsonld.de_fiche(sien, sien.corpus.fiches["recueil"])
    assert recueil["@type"] == "Collection"
    assert recueil["position"] == 7
    assert [(x["position"], x["@id"]) for x in recueil["hasPart"]] == [
        (1, f"{ADRESSE}inspiractions/trois/"),
        (2, f"{ADRESSE}inspiractions/une/"),
    ]
    assert "Brouillon fictif" not in str(jsonld.script([une, recueil]))


@pytest.mark.parametrize(
    ("periode", "attendu"),
    [
        ({"debut": "2018", "fin": "2022-12"}, "2018/2022-12"),
        ({"debut": "2018-02-03", "fin": "2018-02-03"}, "2018-02-03"),
        ({"debut": "2018"}, "2018/.."),
        (None, None),
    ],
)
def test_a_period_is_an_interval_as_precise_as_it_is_known(
    tmp_path: Path, periode: dict[str, str] | None, attendu: str | None
) -> None:
    assert decrire(tmp_path, petit.texte(periode=periode)).get("temporalCoverage") == attendu


@pytest.mark.parametrize(
    ("ecrit", "sorte", "nom", "code"),
    [
        ("Scaër (29)", "AdministrativeArea", "INSEE", "29274"),
        ("fr-2a004", "AdministrativeArea", "INSEE", "2A004"),
        ("Charleroi", "AdministrativeArea", "NIS", "52011"),
        ("Hainaut", "AdministrativeArea", "ISO 3166-2", "BE-WHT"),
        ("Finistère", "AdministrativeArea", "ISO 3166-2", "FR-29"),
        ("Quimperlé Communauté", "AdministrativeArea", "SIREN", "242900694"),
        ("France", "Country", "ISO 3166-1", "FR"),
    ],
)
def test_a_place_bears_the_code_that_its_country_gives_it(
    tmp_path: Path, ecrit: str, sorte: str, nom: str, code: str
) -> None:
    (lieu,) = decrire(tmp_path, petit.texte(territoires=[ecrit]))["spatialCoverage"]
    assert lieu["@type"] == sorte
    assert lieu["identifier"] == f"{nom} {code}"


def test_who_speaks_is_the_author_once_their_words_are_published(tmp_path: Path) -> None:
    qui = [{"nom": "Personne fictive", "fonction": "coordinatrice", "structure": "Ville fictive"}]
    autrice = [{"nom": "Autrice fictive"}]
    dite = decrire(
        tmp_path, petit.texte("interviews", personnes=qui, auteurs=autrice), "interviews"
    )
    assert (dite["@type"], dite["genre"]) == ("Article", "Interview")
    assert dite["author"] == [
        {
            "@type": "Person",
            "name": "Personne fictive",
            "jobTitle": "coordinatrice",
            "affiliation": {"@type": "Organization", "name": "Ville fictive"},
        }
    ]
    assert [c["name"] for c in dite["contributor"]] == ["Autrice fictive"]
    notice = petit.texte(
        "interviews", personnes=qui, auteurs=autrice, statut="notice", corps="Texte fictif."
    )
    a_dire = decrire(tmp_path / "b", notice, "interviews")
    assert [a["name"] for a in a_dire["author"]] == ["Autrice fictive"]
    assert a_dire["about"][0]["name"] == "Personne fictive"
    assert a_dire["creativeWorkStatus"] == "Notice"


@pytest.mark.parametrize(
    ("nature", "sorte"),
    [
        ("outil", "LearningResource"),
        ("video", "LearningResource"),
        ("rapport", "Report"),
        ("ouvrage", "Book"),
        ("site", "WebSite"),
        ("inconnue-du-module", "LearningResource"),
    ],
)
def test_a_ressource_is_a_page_about_a_work(tmp_path: Path, nature: str, sorte: str) -> None:
    texte = petit.texte(
        "ressources",
        nature=nature,
        editeur="Éditeur : fictif",
        annee=2021,
        url="https://www.example.org/oeuvre",
        acces="payant",
        isbn="978-2-00-000000-0",
        doi="10.1000/fictif",
    )
    natures = f'- id: {nature}\n  libelle: "Nature fictive"\n'
    sien = site(tmp_path, {"ressources/une.md": texte, "_referentiels/natures.yml": natures})
    page = jsonld.de_fiche(sien, sien.corpus.fiches["une"])
    assert page["@type"] == "WebPage"
    assert page["isAccessibleForFree"] is True
    oeuvre = page["mainEntity"]
    assert oeuvre["@type"] == sorte
    assert oeuvre["url"] == "https://www.example.org/oeuvre"
    assert oeuvre["publisher"]["name"] == "Éditeur\u202f: fictif"
    assert oeuvre["datePublished"] == "2021"
    assert oeuvre["isAccessibleForFree"] is False
    assert "10.1000/fictif" in str(oeuvre["identifier"])
    assert "978-2-00-000000-0" in str(oeuvre)
    assert oeuvre.get("learningResourceType") == (
        "Nature fictive" if sorte == "LearningResource" else None
    )


def test_the_data_set_lists_its_files_and_the_home_page_says_how_to_search(tmp_path: Path) -> None:
    sien = site(tmp_path, {"inspiractions/une.md": petit.texte()})
    fichier = Fichier("fictif.csv", "Table fictive", "Phrase.", "text/csv", "fictive", lambda: ())
    jeu: Any = jsonld.des_donnees(
        sien, "Données", "Phrase fictive.", [Ecrit(fichier, 12, "ab" * 32)]
    )
    assert jeu["dateModified"] == "2026-01-15"
    assert jeu["distribution"] == [
        {
            "@type": "DataDownload",
            "name": "Table fictive",
            "description": "Phrase.",
            "encodingFormat": "text/csv",
            "contentSize": "12 B",
            "sha256": "ab" * 32,
            "contentUrl": f"{ADRESSE}donnees/fictif.csv",
        }
    ]
    accueil: Any = jsonld.accueil(sien.publication, "Phrase fictive.")
    cible = accueil["potentialAction"]["target"]["urlTemplate"]
    assert cible == f"{ADRESSE}recherche/?q={{mots}}"


# --- Pictures


@pytest.fixture(scope="module")
def atelier() -> Atelier:
    return Atelier(POLICES, "Site fictif")


def lire(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def sujet(titre: str, **autres: str) -> Sujet:
    return Sujet(**{"genre": "inspiraction", "mention": "Fictive", "titre": titre, **autres})


def test_a_picture_has_its_size_few_bytes_and_always_the_same(atelier: Atelier) -> None:
    png = atelier.png(sujet("Un titre fictif"))
    assert struct.unpack(">II", png[16:24]) == (picture.LARGEUR, picture.HAUTEUR)
    assert lire(png).size == (picture.LARGEUR, picture.HAUTEUR)
    assert len(png) < 30_000
    assert png == Atelier(POLICES, "Site fictif").png(sujet("Un titre fictif"))


def test_pictures_differ_by_kind_title_and_foot(atelier: Atelier) -> None:
    sujets = [
        *(sujet("Un titre fictif", genre=g) for g in ("inspiraction", "interview", "dossier", "")),
        sujet("Un autre titre fictif"),
        sujet("Un titre fictif", pied="Ville fictive · 2021"),
        sujet("Un titre fictif", mention="Autre"),
    ]
    assert len({atelier.png(s) for s in sujets}) == len(sujets)


@pytest.mark.parametrize(
    ("titre", "comme"),
    [
        ("Łódź et Škofja fictives", "Lódz et Skofja fictives"),
        ("Fête 🎉 fictive 👩‍🔬", "Fête fictive"),
        ("E\u0301te\u0301 fictif", "Été fictif"),
        ("Titre\u200b fictif\u2003ici", "Titre fictif ici"),
        ("عنوان", "Fictive"),
    ],
)
def test_what_the_fonts_lack_is_never_drawn_as_a_box(
    atelier: Atelier, titre: str, comme: str
) -> None:
    assert atelier.png(sujet(titre)) == atelier.png(sujet(comme))


@pytest.mark.parametrize(
    "titre",
    ["m" * 140, "W " * 70, "anticonstitutionnellement " * 5, "Le\u202f»\u00a0" * 30, "ÀÉÎ " * 35],
)
def test_no_title_leaves_its_place(atelier: Atelier, titre: str) -> None:
    plein = atelier.png(sujet(titre, pied=titre, mention=titre))
    vide = atelier.png(sujet(" ", mention=""))
    ecart = ImageChops.difference(lire(plein), lire(vide)).getbbox()
    assert ecart is not None
    gauche, haut, droite, bas = ecart
    assert gauche > 60
    assert droite < picture.LARGEUR - 50
    assert haut > 40
    assert bas < picture.HAUTEUR - 20


def test_lines_break_at_plain_spaces_alone_and_say_when_they_stop() -> None:
    police = Police(POLICES / picture.SERIF, 44, 600)
    titre = (
        "Une action fictive\u202f: 18\u00a0communes fictives, un titre que rien ne presse de finir"
    )
    siennes, entier = lignes(titre, police, 520, 4)
    assert entier
    assert " ".join(siennes) == titre
    assert all(police.mesurer(ligne) <= 520 for ligne in siennes)
    coupees, entier = lignes(titre, police, 520, 2)
    assert not entier
    assert len(coupees) == 2
    assert coupees[-1].endswith("…")
    assert titre.startswith(" ".join(coupees).removesuffix("…"))


def test_the_subject_of_a_picture_is_what_the_entry_says(tmp_path: Path) -> None:
    fiches: dict[str, str | bytes] = {
        "inspiractions/une.md": petit.texte(
            titre="Une action : fictive",
            dispositifs=["cls"],
            periode={"debut": "2021", "fin": "2022"},
        ),
        "ressources/deux.md": petit.texte("ressources", annee=2019, statut="notice"),
        "dossiers/trois.md": petit.texte("dossiers", numero=7, territoires=["France"]),
    }
    vues = site(tmp_path, fiches).vues
    une = picture.de_fiche(vues["une"])
    assert une == Sujet(
        "inspiraction", "Inspir’action", "Une action\u202f: fictive", "Scaër (29) · CLS · 2021–2022"
    )
    assert une.en_mots.startswith("Inspir’action\u202f: Une action\u202f: fictive. Scaër")
    assert picture.de_fiche(vues["deux"]).mention == "Ressource · Outil · notice"
    assert picture.de_fiche(vues["deux"]).pied.endswith(" · 2019")
    assert picture.de_fiche(vues["trois"]).mention == "Dossier n°\u00a07"


# --- Without the library


def chantier(tmp_path: Path) -> tuple[Chantier, Any]:
    fiches = petit.ecrire(
        tmp_path / "fiches",
        {
            "inspiractions/une.md": petit.texte(),
            "inspiractions/brouillon.md": petit.texte(statut="brouillon"),
        },
    )
    sien = Chantier(
        racine_projet=PROJET,
        fiches=fiches,
        nom="Site fictif",
        url=ADRESSE,
        adresse=ADRESSE,
        depot="",
        forge="",
        edition="",
        archive=None,
    )
    config = SimpleNamespace(
        extra={"capitalisation": sien},
        site_dir=str(tmp_path / "site"),
        site_description="Phrase fictive.",
    )
    return sien, config


def page_de(config: Any, sien: Chantier) -> SimpleNamespace:
    """What the head of an editorial page holds."""
    page = SimpleNamespace(url="ici/", canonical_url=f"{ADRESSE}ici/", is_homepage=False, meta={})
    contexte = {"vue": None, "fil": (), "titre_page": "Ici", "description": ""}
    return sharing.de_page(contexte, page, config)  # type: ignore[arg-type]


def dessiner(sien: Chantier, config: Any) -> None:
    """Draw what a build draws."""
    sharing.preparer(config)
    tasks.executer(sharing.travaux(config))
    for fiche in sien.site.corpus.fiches.values():
        sharing.dessiner(sien, Path(config.site_dir), sharing.de_fiche(fiche))


def test_entries_kinds_and_the_site_are_drawn_and_no_brouillon(tmp_path: Path) -> None:
    sien, config = chantier(tmp_path)
    dessiner(sien, config)
    dessinees = {f.relative_to(config.site_dir).as_posix() for f in tmp_path.rglob("*.png")}
    assert dessinees == {
        "assets/partage/une.png",
        *(
            f"assets/partage/pages/{nom}.png"
            for nom in ("site", "inspiraction", "interview", "dossier", "ressource")
        ),
    }
    assert page_de(config, sien).image.url == f"{ADRESSE}assets/partage/pages/site.png"


def test_without_pillow_nothing_is_drawn_and_the_build_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sien, config = chantier(tmp_path)
    monkeypatch.setitem(sys.modules, "PIL", None)
    with caplog.at_level(logging.INFO):
        dessiner(sien, config)
    assert "Laissé de côté" in caplog.text
    assert "Pillow" in caplog.text
    assert not list(tmp_path.rglob("*.png"))
    tete = page_de(config, sien)
    assert tete.image is None
    assert '"@type":"WebPage"' in tete.donnees


def test_fonts_that_pillow_cannot_read_stop_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sien, config = chantier(tmp_path)
    sien.racine_projet = tmp_path
    with caplog.at_level(logging.INFO):
        dessiner(sien, config)
    assert "polices" in caplog.text
    assert page_de(config, sien).image is None


def test_a_base_without_entries_has_no_day(tmp_path: Path) -> None:
    vide: Any = jsonld.des_donnees(site(tmp_path, {}), "Données", "Phrase fictive.", ())
    assert "dateModified" not in vide
