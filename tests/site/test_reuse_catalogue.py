"""The catalogue of the real site, held against the files of the entries and against itself."""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import bibtexparser
import frontmatter
import jsonschema
import openpyxl
import rispy

from capitalisation.territories import Territoires
from capitalisation.typography import typographier
from tests.conftest import PROJET
from tests.relecture import lire_csv, relire, sans_ce_que_laissent_les_tableaux
from tests.site import recompte
from tests.site.conftest import Construction

#: Key → the vocabulary that its terms come from.
VOCABULAIRES = {
    **{nom: nom for nom in ("themes", "dispositifs", "publics", "demarches", "cadres")},
    "partenaires": "structures",
    "porteur": "structures",
    "verifiee_par": "structures",
    "coordination": "structures",
    "nature": "natures",
}
ANCRES = {"leviers": "levier", "freins": "frein", "enseignements": "enseignement"}
#: What a front matter leaves out means this.
COMMUNES: dict[str, Any] = {
    **{cle: [] for cle in ("dispositifs", "publics", "demarches", "cadres", "partenaires")},
    **{cle: [] for cle in ("leviers", "freins", "enseignements", "liens", "sources", "auteurs")},
    "anciens_identifiants": [],
    **dict.fromkeys(("periode", "porteur", "transposer", "connaissance", "verifiee_le"), None),
    **dict.fromkeys(("verifiee_par", "image", "traduction_de"), None),
    "licence": "CC-BY-SA-4.0",
    "langue": "fr",
}
PROPRES: dict[str, dict[str, Any]] = {
    "inspiraction": {},
    "interview": {"date_entretien": None, "accord_personnes": False},
    "dossier": {"numero": None, "elements": [], "coordination": None},
    "ressource": dict.fromkeys(("annee", "url", "acces", "isbn", "doi")),
}
OBJETS: dict[str, tuple[str, ...]] = {
    "periode": ("debut", "fin"),
    "transposer": ("prerequis", "moyens_humains", "budget", "duree", "partenaires_cles"),
    "liens": ("type", "vers", "note"),
    "sources": ("titre", "editeur", "annee", "url", "reperage"),
    "auteurs": ("nom", "fonction", "structure"),
    "personnes": ("nom", "fonction", "structure"),
}
TERRITOIRES = Territoires()
DOSSIERS = {genre: dossier for dossier, genre in recompte.DOSSIERS.items()}


def terme(vocabulaire: str, identifiant: str) -> dict[str, str]:
    # Words of the site itself, a vocabulary's are written as its pages write them.
    libelle = typographier(recompte.termes(vocabulaire)[identifiant]["libelle"])
    return {"id": identifiant, "libelle": libelle}


def attendu(entete: recompte.Entete) -> dict[str, Any]:
    """The record that a front matter asks for."""
    page = f"{DOSSIERS[entete['genre']]}/{entete['id']}/"
    lu = COMMUNES | PROPRES[entete["genre"]] | propre(entete)
    for cle, vocabulaire in VOCABULAIRES.items():
        if isinstance(lu.get(cle), list):
            lu[cle] = [terme(vocabulaire, i) for i in dict.fromkeys(lu[cle])]
        elif lu.get(cle):
            lu[cle] = terme(vocabulaire, lu[cle])
    for cle, noms in OBJETS.items():
        if isinstance(lu.get(cle), list):
            lu[cle] = [dict.fromkeys(noms) | objet for objet in lu[cle]]
        elif lu.get(cle):
            lu[cle] = dict.fromkeys(noms) | lu[cle]
    for cle, ancre in ANCRES.items():
        lu[cle] = [
            {
                **(
                    {"texte": item}
                    if isinstance(item, str)
                    else {**item, "type": terme("types-de-facteurs", item["type"])}
                ),
                "adresse": f"{page}#{ancre}-{rang}",
            }
            for rang, item in enumerate(lu[cle], 1)
        ]
    lieux = dict.fromkeys(TERRITOIRES.resoudre(nom) for nom in entete["territoires"])
    fichier = PROJET / "fiches" / page.rstrip("/")
    return lu | {
        "adresse": page,
        "territoires": [
            {
                "code": lieu.code,
                "nom": lieu.nom,
                "libelle": lieu.complet,
                "type": lieu.type,
                "parents": [{"code": p.code, "nom": p.nom, "type": p.type} for p in lieu.parents],
            }
            for lieu in lieux
        ],
        "modifiee_le": max(lu["date"], lu["verifiee_le"] or ""),
        "corps": frontmatter.parse(fichier.with_name(f"{fichier.name}.md").read_text("utf-8"))[1],
    }


def propre(valeur: Any) -> Any:
    """What YAML read, as JSON has it, without keys left empty."""
    if isinstance(valeur, dict):
        return {cle: propre(v) for cle, v in valeur.items() if v not in (None, "")}
    if isinstance(valeur, list):
        return [propre(v) for v in valeur]
    if isinstance(valeur, str):
        return valeur.strip()
    return valeur if isinstance(valeur, bool | int) else str(valeur)


@cache
def catalogue(site: Path) -> dict[str, Any]:
    lu: dict[str, Any] = json.loads((site / "donnees/catalogue.json").read_text("utf-8"))
    return lu


def test_the_catalogue_tells_every_entry_as_its_file_does(reel: Construction) -> None:
    lues = catalogue(reel.site)["entrees"]
    attendues = sorted(map(attendu, recompte.entetes()), key=lambda e: e["id"])
    assert len(lues) == len(attendues) > 100
    assert [e["id"] for e in lues] == [e["id"] for e in attendues]
    for lue, attendue in zip(lues, attendues, strict=True):
        assert lue == attendue, lue["id"]


def test_it_says_what_it_is_and_names_no_machine(reel: Construction) -> None:
    lu = catalogue(reel.site)
    dates = [e[cle] for e in recompte.entetes() for cle in ("date", "verifiee_le") if e.get(cle)]
    assert {cle: lu[cle] for cle in lu if cle != "entrees"} == {
        "version": "1.0.0",
        "date": max(map(str, dates)),
        "titre": "Inspir’action\u202f: catalogue des entrées",
        "adresse": "",
        "licence": "CC-BY-SA-4.0",
        "schema": "donnees/catalogue.schema.json",
    }
    for fichier in reel.site.glob("donnees/catalogue.*"):
        assert b"127.0.0.1" not in fichier.read_bytes(), fichier.name


def test_its_schema_takes_it(reel: Construction) -> None:
    schema = json.loads(reel.lire(catalogue(reel.site)["schema"]))
    jsonschema.Draft202012Validator.check_schema(schema)
    examinateur = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    fautes = list(examinateur.iter_errors(catalogue(reel.site)))
    assert not fautes, fautes[0].json_path


def test_the_csv_reads_back_equal_to_the_json(reel: Construction) -> None:
    lignes = lire_csv((reel.site / "donnees/catalogue.csv").read_bytes())
    lues = catalogue(reel.site)["entrees"]
    assert len(lignes) == len(lues)
    for ligne, lue in zip(lignes, lues, strict=True):
        assert relire(ligne) == sans_ce_que_laissent_les_tableaux(lue), lue["id"]


def test_the_spreadsheet_reads_back_equal_to_the_json(reel: Construction) -> None:
    classeur = openpyxl.load_workbook(reel.site / "donnees/catalogue.xlsx")
    assert classeur.sheetnames == [
        "Lisez-moi",
        "Inspir’actions",
        "Interviews",
        "Dossiers",
        "Ressources",
    ]
    lues = {e["id"]: e for e in catalogue(reel.site)["entrees"]}
    vues = []
    for feuille, genre in zip(classeur.worksheets[1:], PROPRES, strict=True):
        lignes = list(feuille.iter_rows())
        noms = [c.value for c in lignes[0]]
        assert feuille.freeze_panes == "B2"
        assert feuille.auto_filter.ref == feuille.dimensions
        assert all(c.comment and c.comment.text for c in lignes[0])
        for ligne in lignes[1:]:
            cellules = {nom: en_texte(c) for nom, c in zip(noms, ligne, strict=True)}
            lue = lues[cellules["Identifiant"]]
            assert lue["genre"] == genre
            assert relire(cellules) == sans_ce_que_laissent_les_tableaux(lue), lue["id"]
            vues.append(lue["id"])
            par_nom = dict(zip(noms, ligne, strict=True))
            assert par_nom["Date"].is_date
            if lue.get("url"):
                assert par_nom["Adresse"].hyperlink.target == lue["url"]
    assert sorted(vues) == list(lues)


def en_texte(cellule: Any) -> str:
    """A cell as the CSV writes it."""
    if cellule.value is None:
        return ""
    if cellule.data_type == "b":
        return str(cellule.value).lower()
    return cellule.value.date().isoformat() if cellule.is_date else str(cellule.value)


def test_the_sheet_that_explains_names_each_column_the_licence_and_how_to_cite(
    reel: Construction,
) -> None:
    classeur = openpyxl.load_workbook(reel.site / "donnees/catalogue.xlsx")
    lignes = list(classeur["Lisez-moi"].iter_rows(values_only=True))
    debut = next(rang for rang, ligne in enumerate(lignes) if ligne[0] == "Colonne")
    faits = {ligne[0]: ligne[1] for ligne in lignes[:debut]}
    dites = {ligne[0]: ligne[1] for ligne in lignes[debut:]}
    assert "CC BY-SA 4.0" in faits["Licence"]
    assert faits["Pour citer"].startswith("Inspir’action, catalogue des entrées, base du ")
    for feuille in classeur.worksheets[1:]:
        for cellule in feuille[1]:
            assert dites[cellule.value] == cellule.comment.text
    assert classeur.properties.title == catalogue(reel.site)["titre"]
    assert classeur.properties.created.date().isoformat() == catalogue(reel.site)["date"]


def test_the_references_are_those_of_the_entries_one_each(reel: Construction) -> None:
    lues = {e["id"]: e for e in catalogue(reel.site)["entrees"]}
    ris = rispy.loads(reel.lire("donnees/catalogue.ris"))
    assert [r["id"] for r in ris] == list(lues)
    bib = bibtexparser.parse_string(reel.lire("donnees/catalogue.bib"))
    assert not bib.failed_blocks
    csl = json.loads(reel.lire("donnees/catalogue.csl.json"))
    assert [r["id"] for r in csl] == list(lues)
    assert [nu(r["title"]) for r in csl] == [nu(e["titre"]) for e in lues.values()]
    assert [e.key for e in bib.entries] == list(lues)
    for reference, entree in zip(ris, bib.entries, strict=True):
        lue, champs = lues[reference["id"]], entree.fields_dict
        assert nu(reference["title"]) == nu(champs["title"].value) == nu(lue["titre"])
        assert nu(reference["abstract"]) == nu(champs["abstract"].value) == nu(lue["resume"])
        attendus = [t["libelle"] for t in (*lue["themes"], *lue["dispositifs"])]
        assert [nu(mot) for mot in reference["keywords"]] == [nu(mot) for mot in attendus]
        if lue["genre"] == "ressource":
            annee = str(lue["annee"] or "")
            assert reference.get("doi", "") == (lue["doi"] or "")
        else:
            annee = lue["date"][:4]
        assert reference.get("year", "") == annee
        assert (("year" in champs and champs["year"].value) or "") == annee


def nu(texte: str) -> str:
    """The letters and the numbers of a text, whatever its typography."""
    return re.sub(r"[\W_]+", "", texte)


def test_the_page_that_documents_it_names_each_property_and_each_column(
    reel: Construction,
) -> None:
    page = unescape(reel.lire("donnees/format/"))
    dites = set(re.findall(r"<dt>(?:<code>)?(.+?)(?:</code>)?</dt>", page))
    for entree in catalogue(reel.site)["entrees"]:
        assert set(entree) <= dites
        for cle, valeur in entree.items():
            for item in valeur if isinstance(valeur, list) else [valeur]:
                if isinstance(item, dict) and cle in (*OBJETS, *ANCRES, "elements", "image"):
                    assert {f"{cle} › {dessous}" for dessous in item} <= dites
    (entete, *_) = lire_csv((reel.site / "donnees/catalogue.csv").read_bytes())
    assert set(entete) <= dites
    fichiers = {f.name for f in reel.site.glob("donnees/catalogue.*")}
    assert fichiers == {
        f"catalogue.{suite}"
        for suite in ("json", "schema.json", "csv", "xlsx", "ris", "bib", "csl.json")
    }
    for nom in fichiers:
        assert f'href="../{nom}"' in page
    assert 'href="format/"' in reel.lire("donnees/")
