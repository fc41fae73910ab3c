"""The catalogue as data, on small fictional corpora: nothing forgotten, nothing computed."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import bibtexparser
import jsonschema
import openpyxl
import pytest
import rispy
import xlsxwriter
from lxml import etree

from capitalisation import diagnostics, export, tableur
from capitalisation.diagnostics import en_texte, erreurs
from capitalisation.export import catalogue, schema, table, workbook
from capitalisation.model import GENRES, PAR_DOSSIER, Entree
from capitalisation.publication import Publication
from capitalisation.views import Site
from mkdocs_adapter import export as adaptateur
from mkdocs_adapter import tasks
from tests.conftest import AUJOURDHUI, JPEG
from tests.relecture import lire_csv, relire, sans_ce_que_laissent_les_tableaux
from tests.unit import petit

EN_LIGNE = Publication("Base fictive", "https://example.org/base/")
IMAGE = {"fichier": "une image.jpg", "alt": "Image fictive", "credit": "Crédit fictif"}
PERSONNE = {"nom": "Personne fictive", "fonction": "rôle fictif", "structure": "asso-fictive"}
#: Every key of the model, filled.
TOUT: dict[str, Any] = {
    "dispositifs": ["cls", "asv"],
    "publics": ["habitants"],
    "demarches": ["aller-vers"],
    "cadres": ["plan-axe-1"],
    "periode": {"debut": "2018-03", "fin": "2022"},
    "porteur": "asso-fictive",
    "partenaires": ["ecole-fictive", "zebre-fictif"],
    "leviers": [{"texte": "Un levier fictif.", "type": "partenariat"}],
    "freins": [{"texte": "Un frein fictif.", "type": "partenariat"}],
    "enseignements": ["Un enseignement fictif.", "Un autre, fictif."],
    "transposer": {
        nom: f"Fictif, {nom}."
        for nom in ("prerequis", "moyens_humains", "budget", "duree", "partenaires_cles")
    },
    "connaissance": "evaluee",
    "liens": [{"type": "prolonge", "vers": "autre", "note": "Note fictive."}],
    "sources": [
        {
            "titre": "Document fictif",
            "editeur": "Éditeur fictif",
            "annee": 2022,
            "url": "https://www.example.org/doc",
            "reperage": "page fictive",
        },
        {"titre": "Second document fictif", "editeur": "Éditeur fictif", "annee": 2021},
    ],
    "verifiee_le": "2026-02-01",
    "verifiee_par": "asso-fictive",
    "auteurs": [PERSONNE, {"nom": "Autre personne fictive"}],
    "image": IMAGE,
    "traduction_de": "autre",
    "anciens_identifiants": ["ancien-nom-fictif"],
}
PROPRES: dict[str, dict[str, Any]] = {
    "inspiractions": {},
    "interviews": {"personnes": [PERSONNE], "date_entretien": "2021-05", "accord_personnes": True},
    "dossiers": {
        "numero": 7,
        "elements": [{"titre": "Partie fictive", "entrees": ["autre", "autre-encore"]}],
        "coordination": "ecole-fictive",
    },
    "ressources": {
        "nature": "outil",
        "editeur": "Éditeur fictif",
        "annee": 2020,
        "url": "https://www.example.org/outil",
        "acces": "libre",
        "isbn": "978-2-00-000000-0",
        "doi": "10.1000/fictif",
    },
}
#: What a spreadsheet would compute, cut or refuse; what our own separators would confuse.
HOSTILES = (
    "=1+1",
    "+33 en tête",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "'une apostrophe",
    "''deux",
    " =précédé d’une espace",
    "\u200b=caché",
    'des "guillemets" ; et un point-virgule',
    "A | B",
    "|",
    "\\",
    "fin en barre inversée \\",
    "\\| mêlées |\\",
    "1 < 2 &amp; ]]> 3",
    "une ligne\nune autre",
    "émoji 🧪 fictif",
    "_x0041_ n’est pas A",
)


def construire(
    fiches: Path, fichiers: dict[str, str | bytes], publication: Publication = EN_LIGNE
) -> Site:
    """The site of a small corpus of these files, written in `fiches`."""
    charge = petit.corpus(fiches, fichiers)
    assert not erreurs(charge.diagnostics), en_texte(charge.diagnostics)
    return Site(charge.corpus, AUJOURDHUI, publication=publication)


@pytest.fixture
def fabriquer(tmp_path: Path) -> Callable[..., Site]:
    return partial(construire, tmp_path / "fiches")


@pytest.fixture(scope="module")
def complet(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One entry of each kind that says everything, and two others."""
    fichiers: dict[str, str | bytes] = {
        "inspiractions/autre.md": petit.texte(),
        "inspiractions/autre-encore.md": petit.texte(titre="Action fictive, encore"),
    }
    for dossier, propres in PROPRES.items():
        nom = f"tout-{dossier}"
        cles = TOUT | propres | {"anciens_identifiants": [f"ancien-{dossier}"]}
        fichiers[f"{dossier}/{nom}.md"] = petit.texte(dossier, titre=f"Titre de {nom}", **cles)
        fichiers[f"images/{nom}/{IMAGE['fichier']}"] = JPEG
    return construire(tmp_path_factory.mktemp("complet") / "fiches", fichiers)


def lire(site: Site, nom: str) -> bytes:
    fichiers = {f.nom: f for f in export.fichiers(site)}
    return b"".join(fichiers[nom].octets())


def entrees(site: Site) -> dict[str, dict[str, Any]]:
    lues = json.loads(lire(site, "catalogue.json"))["entrees"]
    return {lue["id"]: lue for lue in lues}


def examiner(site: Site, donnees: Any) -> list[str]:
    """Where the schema finds fault."""
    examinateur = jsonschema.Draft202012Validator(
        json.loads(lire(site, "catalogue.schema.json")),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    return [e.json_path for e in examinateur.iter_errors(donnees)]


def feuille(site: Site, nom: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(lire(site, "catalogue.xlsx")))[nom]


# --- Nothing is forgotten ---------------------------------------------------------------


@pytest.mark.parametrize("dossier", PAR_DOSSIER)
def test_what_an_entry_says_is_in_its_record_key_by_key(complet: Site, dossier: str) -> None:
    lu = entrees(complet)[f"tout-{dossier}"]
    dites = TOUT | PROPRES[dossier] | {"anciens_identifiants": [f"ancien-{dossier}"]}
    genre = PAR_DOSSIER[dossier]
    communes = {"titre", "resume", "themes", "territoires", "date", "statut", "licence", "langue"}
    # A key that is added to the model must be filled here, and so be seen in each file.
    assert set(genre.model_fields) == set(dites) | communes
    for cle, valeur in dites.items():
        assert contient(lu[cle], valeur), cle
    assert lu["themes"] == [{"id": "isolement-social", "libelle": "Isolement social"}]
    assert lu["modifiee_le"] == "2026-02-01"
    assert not examiner(complet, json.loads(lire(complet, "catalogue.json")))


def contient(lu: Any, dit: Any) -> bool:
    """Whether `lu` says all that `dit` does; a term is said by its identifier."""
    if isinstance(dit, dict):
        return all(contient(lu[cle], valeur) for cle, valeur in dit.items())
    if isinstance(dit, list):
        return len(lu) == len(dit) and all(map(contient, lu, dit))
    if isinstance(lu, dict):
        return dit in (lu.get("id"), lu.get("texte"))
    return bool(lu == dit)


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.GENRE)
def test_each_key_has_a_column_of_its_own(complet: Site, genre: type[Entree]) -> None:
    lu = entrees(complet)[f"tout-{genre.DOSSIER}"]
    siennes = [c for c in table.colonnes() if genre in c.genres]
    avant = [c.lire(lu) for c in siennes]
    assert all(valeur not in (None, "") for valeur in avant)
    for ou, autre in variantes(lu):
        dite = ou != "corps" and not (ou.endswith(".adresse") and ou != "image.adresse")
        assert ([c.lire(autre) for c in siennes] != avant) == dite, ou


def variantes(lu: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The record without one of its values, each in turn, and where that stood."""
    vides: dict[type, Any] = {list: [], dict: {"id": "", "libelle": ""}}
    for cle, valeur in lu.items():
        yield cle, {**lu, cle: [] if isinstance(valeur, list) else None}
        premier = valeur[0] if isinstance(valeur, list) else valeur
        if isinstance(premier, dict) and cle != "territoires":
            for dessous, contenu in premier.items():
                autre = {**premier, dessous: vides.get(type(contenu))}
                autres = [autre, *valeur[1:]] if isinstance(valeur, list) else autre
                yield f"{cle}.{dessous}", {**lu, cle: autres}


def test_columns_are_named_once_and_described_in_the_order_of_the_file(complet: Site) -> None:
    (csv_,) = (f for f in export.fichiers(complet) if f.nom == "catalogue.csv")
    noms = [c.nom for c in csv_.colonnes]
    assert len(noms) == len(set(noms))
    assert lire(complet, "catalogue.csv").decode("utf-8-sig").split("\r\n")[0] == ";".join(noms)
    assert all(c.titre and c.description for c in csv_.colonnes)


# --- The schema -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cle", "valeur"),
    [
        ("statut", "brouillon"),
        ("date", "22/11/2026"),
        ("themes", ["isolement-social"]),
        ("leviers", None),
        ("inconnue", "x"),
        ("genre", "dossier"),
        ("periode", {"debut": "2018"}),
    ],
)
def test_the_schema_refuses_what_is_no_record(complet: Site, cle: str, valeur: Any) -> None:
    donnees = json.loads(lire(complet, "catalogue.json"))
    fautive = next(e for e in donnees["entrees"] if e["id"] == "autre")
    rang = donnees["entrees"].index(fautive)
    fautive[cle] = valeur
    assert examiner(complet, donnees) == [f"$.entrees[{rang}]"]


def test_a_missing_property_is_refused(complet: Site) -> None:
    donnees = json.loads(lire(complet, "catalogue.json"))
    del donnees["entrees"][0]["freins"]
    assert examiner(complet, donnees) == ["$.entrees[0]"]


def test_each_property_is_described_in_french_for_those_who_read(complet: Site) -> None:
    publie = json.loads(lire(complet, "catalogue.schema.json"))

    def visiter(noeud: Any) -> None:
        for valeur in noeud.get("properties", {}).values():
            assert valeur["title"]
            assert valeur["description"]
        for definition in noeud.get("$defs", {}).values():
            visiter(definition)

    visiter(publie)
    assert "laisser vide" not in json.dumps(publie, ensure_ascii=False)


# --- Where it stands --------------------------------------------------------------------


def test_addresses_are_whole_on_a_published_site(complet: Site) -> None:
    donnees = json.loads(lire(complet, "catalogue.json"))
    assert donnees["schema"] == schema.schema(EN_LIGNE)["$id"]
    assert donnees["schema"] == "https://example.org/base/donnees/catalogue.schema.json"
    lu = entrees(complet)["tout-dossiers"]
    page = "https://example.org/base/dossiers/tout-dossiers/"
    assert lu["adresse"] == page
    assert lu["enseignements"][1]["adresse"] == f"{page}#enseignement-2"
    assert lu["leviers"][0]["adresse"] == f"{page}#levier-1"
    image = "https://example.org/base/images/tout-dossiers/une%20image.jpg"
    assert lu["image"]["adresse"] == image


def test_they_start_from_the_root_of_a_site_that_has_none(fabriquer: Callable[..., Site]) -> None:
    site = fabriquer({"inspiractions/x.md": petit.texte()}, Publication("Base fictive", ""))
    assert entrees(site)["x"]["adresse"] == "inspiractions/x/"
    assert "$id" not in schema.schema(site.publication)
    assert not examiner(site, json.loads(lire(site, "catalogue.json")))
    cellule = next(c for c in feuille(site, "Inspir’actions")[2] if c.value == "inspiractions/x/")
    assert cellule.hyperlink is None


def test_the_same_base_gives_the_same_bytes_on_another_day(complet: Site) -> None:
    demain = replace(complet, aujourdhui=AUJOURDHUI + dt.timedelta(days=400))
    noms = [f.nom for f in export.fichiers(complet)]
    assert {nom: lire(complet, nom) for nom in noms} == {nom: lire(demain, nom) for nom in noms}
    assert json.loads(lire(complet, "catalogue.json"))["date"] == "2026-02-01"


def test_a_draft_is_in_no_file(fabriquer: Callable[..., Site]) -> None:
    site = fabriquer(
        {
            "inspiractions/vue.md": petit.texte(),
            "inspiractions/cachee.md": petit.texte(titre="Motsecret fictif", statut="brouillon"),
        }
    )
    for fichier in export.fichiers(site):
        octets = b"".join(fichier.octets())
        assert b"cachee" not in octets
        assert b"Motsecret" not in octets
    assert list(entrees(site)) == ["vue"]
    assert [c.value for c in feuille(site, "Inspir’actions")["B"]] == ["Identifiant", "vue"]


def test_a_base_without_entries_has_its_files_all_the_same(fabriquer: Callable[..., Site]) -> None:
    site = fabriquer({})
    donnees = json.loads(lire(site, "catalogue.json"))
    assert donnees["entrees"] == []
    assert not examiner(site, donnees)
    assert lire_csv(lire(site, "catalogue.csv")) == []
    assert feuille(site, "Dossiers").max_row == 1


# --- Hostile text -----------------------------------------------------------------------


@pytest.fixture
def hostile(fabriquer: Callable[..., Site]) -> Site:
    sources = [
        {"titre": texte, "editeur": "Éditeur fictif", "annee": 2022, "reperage": texte}
        for texte in HOSTILES
    ]
    return fabriquer(
        {
            "inspiractions/hostile.md": petit.texte(
                titre="=HYPERLINK(1)",
                enseignements=list(HOSTILES),
                sources=sources,
                transposer={"prerequis": "-2+3", "budget": "'=1", "duree": "@x"},
                auteurs=[{"nom": "=1", "structure": "|"}, {"nom": "seul"}],
            ),
            "inspiractions/seule.md": petit.texte(
                titre="Action fictive, un seul auteur", auteurs=[{"nom": "seul"}]
            ),
        }
    )


def test_the_csv_tells_hostile_text_as_it_is_and_computes_none(hostile: Site) -> None:
    octets = lire(hostile, "catalogue.csv")
    assert octets.startswith(b"\xef\xbb\xbf")
    assert octets.count(b"\r\n") == 3
    connues = entrees(hostile)
    assert [e["texte"] for e in connues["hostile"]["enseignements"]] == [
        # What stands at the ends of a value is no part of it.
        t.strip()
        for t in HOSTILES
    ]
    lignes = lire_csv(octets)
    assert [relire(ligne) for ligne in lignes] == [
        sans_ce_que_laissent_les_tableaux(connues[ligne["Identifiant"]]) for ligne in lignes
    ]
    # A spreadsheet sees the cell before anything is taken away.
    brutes = octets.decode("utf-8-sig").replace('"', "").replace("\r\n", ";").split(";")
    assert "'=HYPERLINK(1)" in brutes
    assert "''=1" in brutes
    assert not [c for c in brutes if c.startswith(("=", "+", "-", "@"))]


def test_the_spreadsheet_tells_it_too_and_holds_no_formula(hostile: Site) -> None:
    lignes = list(feuille(hostile, "Inspir’actions").iter_rows())
    noms = [c.value for c in lignes[0]]
    (valeurs,) = (ligne for ligne in lignes if ligne[1].value == "hostile")
    assert {c.data_type for c in valeurs} <= {"s", "n", "d", "b"}
    cellules = dict(zip(noms, (c.value for c in valeurs), strict=True))
    assert cellules["Titre"] == "=HYPERLINK(1)"
    assert cellules["Pour transposer (budget)"] == "'=1"
    assert cellules["Enseignements"].startswith("=1+1 | +33 en tête | -1 | @SUM(A1)")


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Texte", "Texte"),
        ("", ""),
        ("=1", "'=1"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n", "'\n"),
        ("\u200b\u00a0=1", "'\u200b\u00a0=1"),
        ("＠x", "'＠x"),
        ("'x", "''x"),
        ("« x »", "« x »"),
    ],
)
def test_an_apostrophe_protects_a_cell(texte: str, attendu: str) -> None:
    assert tableur.proteger(texte) == attendu


def test_a_cell_loses_only_what_no_spreadsheet_can_hold() -> None:
    assert tableur.texte_exact("a\x00b\x1fc\r\nd\re\tf\u202f:\ufffe") == "abc\nd\ne\tf\u202f:"


def test_control_signs_break_no_table(fabriquer: Callable[..., Site]) -> None:
    site = fabriquer({"inspiractions/x.md": petit.texte(titre="Action\x00 fictive\x1b[31m")})
    assert entrees(site)["x"]["titre"] == "Action\x00 fictive\x1b[31m"
    assert lire_csv(lire(site, "catalogue.csv"))[0]["Titre"] == "Action fictive[31m"
    assert feuille(site, "Inspir’actions")["A2"].value == "Action fictive[31m"


def test_hostile_text_opens_no_other_reference(hostile: Site) -> None:
    ris = rispy.loads(lire(hostile, "catalogue.ris").decode())
    assert [r["id"] for r in ris] == ["hostile", "seule"]
    bib = bibtexparser.parse_string(lire(hostile, "catalogue.bib").decode())
    assert [e.key for e in bib.entries] == ["hostile", "seule"]
    assert not bib.failed_blocks


# --- The spreadsheet and its limits -----------------------------------------------------


def test_a_text_that_no_cell_holds_is_cut_and_says_so() -> None:
    assert workbook.couper("x" * workbook.SIGNES_MAX) == "x" * workbook.SIGNES_MAX
    for signe, poids in (("x", 1), ("🧪", 2)):
        coupe = workbook.couper(signe * (workbook.SIGNES_MAX + 1))
        assert coupe.endswith("(la suite est dans catalogue.json)")
        assert workbook.SIGNES_MAX - poids < len(coupe.encode("utf-16-le")) // 2
        assert len(coupe.encode("utf-16-le")) // 2 <= workbook.SIGNES_MAX


def test_past_the_links_that_a_sheet_holds_addresses_are_plain_text(
    complet: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "LIENS_MAX", 1)
    cellules = [c for ligne in feuille(complet, "Ressources").iter_rows() for c in ligne]
    adresses = [c for c in cellules if str(c.value).startswith("https://") and " " not in c.value]
    assert len(adresses) > 2
    assert [bool(c.hyperlink) for c in adresses].count(True) == 1


def test_rows_are_those_that_the_library_would_write(
    fabriquer: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    dites = TOUT | {
        "sources": [{"titre": t, "editeur": t, "annee": 2022} for t in HOSTILES],
        "enseignements": list(HOSTILES),
        **dict.fromkeys(("image", "liens", "traduction_de")),
    }
    fichiers: dict[str, str | bytes] = {
        f"{dossier}/hostile-{dossier}.md": petit.texte(
            dossier, **dites | PROPRES[dossier] | {"elements": None, "anciens_identifiants": None}
        )
        for dossier in PAR_DOSSIER
    }
    site = fabriquer(fichiers)
    ecrit = lire(site, "catalogue.xlsx")

    class Feuille(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]
        def poser(self, ligne: int, cellules: str) -> None:
            rangee = etree.fromstring(f"<r>{cellules.replace(workbook._LIGNE, '1')}</r>")
            for cellule in rangee:
                assert cellule.tag == "c"
                colonne = xlsxwriter.utility.xl_cell_to_rowcol(cellule.get("r"))[1]
                style = next(f for f in styles if f.xf_index == int(cellule.get("s")))
                texte = "".join(cellule.itertext())
                if cellule.get("t") == "inlineStr":
                    texte = re.sub("_x005F(_x[0-9a-fA-F]{4}_)", r"\1", texte)
                    self.write_string(ligne, colonne, texte, style)
                elif cellule.get("t") == "b":
                    self.write_boolean(ligne, colonne, texte == "1", style)
                else:
                    self.write_number(ligne, colonne, float(texte), style)

    styles: list[Any] = []
    ajouter = xlsxwriter.Workbook.add_format
    monkeypatch.setattr(
        xlsxwriter.Workbook, "add_format", lambda s, p: styles.append(ajouter(s, p)) or styles[-1]
    )
    monkeypatch.setattr(workbook, "_classe_des_feuilles", lambda: Feuille)
    assert lire(site, "catalogue.xlsx") == ecrit


def test_without_its_library_the_spreadsheet_is_left_out_and_that_is_said(
    complet: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tous = [f.nom for f in export.fichiers(complet)]
    monkeypatch.setattr(workbook, "find_spec", lambda nom: None)
    en_ligne = Publication("Site fictif", "")
    chantier = SimpleNamespace(site=complet, tranches=None, en_ligne=en_ligne, donnees=[])
    monkeypatch.setattr(adaptateur.Chantier, "de", lambda config: chantier)
    config: Any = SimpleNamespace(site_dir=str(tmp_path))
    with caplog.at_level(logging.INFO):
        tasks.executer(adaptateur.travaux(config))
        adaptateur.decrire(config)
    ecrits = [e.fichier.nom for e in chantier.donnees]
    assert ecrits[: len(tous) - 1] == [n for n in tous if n != "catalogue.xlsx"]
    assert "catalogue.xlsx" not in ecrits
    (dit,) = (m for m in caplog.messages if diagnostics.LAISSE in m)
    assert "catalogue.xlsx" in dit
    assert "XlsxWriter" in dit


def test_regions_and_departements_hold_the_places_of_an_entry(
    fabriquer: Callable[..., Site],
) -> None:
    lieux = ["Scaër (29)", "Quimper", "La Réunion", "Charleroi", "Maurepas, Rennes", "France"]
    site = fabriquer({"inspiractions/x.md": petit.texte(territoires=lieux)})
    (ligne,) = lire_csv(lire(site, "catalogue.csv"))
    assert ligne["Pays"] == "France | Belgique"
    assert ligne["Régions"] == "Bretagne | La Réunion | Wallonie"
    assert (
        ligne["Départements et provinces"] == "Finistère | La Réunion | Hainaut | Ille-et-Vilaine"
    )
    lu = entrees(site)["x"]["territoires"][0]
    assert (lu["code"], lu["nom"], lu["libelle"], lu["type"]) == (
        "fr-29274",
        "Scaër",
        "Scaër (29)",
        "commune",
    )
    assert lu["parents"][0] == {"code": "fr", "nom": "France", "type": "pays"}
    assert lu["parents"][2] == {"code": "fr-29", "nom": "Finistère", "type": "departement"}


def test_one_entry_stands_on_one_line(complet: Site) -> None:
    lignes = lire(complet, "catalogue.json").decode().split("\n")
    debut = lignes.index(' "entrees": [') + 1
    ids = [json.loads(ligne.rstrip(","))["id"] for ligne in lignes[debut:-3]]
    assert ids == sorted(complet.corpus.fiches)


def test_the_records_are_those_of_the_file(complet: Site) -> None:
    fiches = sorted(complet.corpus.fiches.values(), key=lambda f: f.id)
    lues = [catalogue.enregistrer(complet, fiche) for fiche in fiches]
    assert lues == list(entrees(complet).values())
