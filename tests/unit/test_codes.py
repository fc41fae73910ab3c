"""The catalogue of codes: complete, stable, and its examples true."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from capitalisation.codes import CODES, Code
from capitalisation.reference import page_des_codes
from tests.conftest import FICHE, JPEG, PROJET, REFERENTIELS
from tests.unit import petit

NOYAU = PROJET / "hooks" / "capitalisation"


def codes_des_sources() -> dict[str, set[str]]:
    """Code → the modules of the core where it is written as a value."""
    trouves: dict[str, set[str]] = {}
    for module in sorted(NOYAU.rglob("*.py")):
        if module.name == "codes.py":
            continue
        for noeud in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if (
                isinstance(noeud, ast.Constant)
                and isinstance(noeud.value, str)
                and re.fullmatch(r"[A-Z]\d{3}", noeud.value)
            ):
                trouves.setdefault(noeud.value, set()).add(module.name)
    return trouves


def test_every_code_that_can_be_raised_is_in_the_catalogue() -> None:
    assert sorted(set(codes_des_sources()) - set(CODES)) == []


def test_every_code_of_the_catalogue_can_be_raised() -> None:
    assert sorted(set(CODES) - set(codes_des_sources())) == []


@pytest.mark.parametrize("code", CODES.values(), ids=lambda c: c.code)
def test_a_code_says_what_it_means_why_and_how_to_mend_it(code: Code) -> None:
    assert re.fullmatch(r"[EAC]\d{3}", code.code)
    assert code.titre[0].isupper()
    assert not code.titre.endswith(".")
    assert code.pourquoi.endswith((".", "…"))
    assert code.avant.strip()
    assert code.apres.strip()
    assert code.avant != code.apres


def test_the_page_of_the_codes_has_one_anchor_a_code_and_escapes_its_examples() -> None:
    page = str(page_des_codes())
    for code in CODES.values():
        assert page.count(f'id="{code.ancre}"') == 1
    assert page.index('id="erreur"') < page.index('id="e001"') < page.index('id="avertissement"')
    assert "<!-- Racontez" not in page
    assert '<div style="color:red">' not in page


# --- The examples themselves --------------------------------------------------------------

Fichiers = dict[str, str | bytes]
FICHIER = "inspiractions/ma-fiche.md"
#: Other entries that examples lead to.
VOISINES: Fichiers = {
    f"inspiractions/{nom}.md": re.sub(r"(?m)^titre:.*$", f'titre: "{titre}"', FICHE)
    for nom, titre in {
        "semeurs-de-sante": "Les semeurs fictifs",
        "cafes-mortels-groix": "Les cafés fictifs d’une voisine",
    }.items()
}


def remplacer(cle: str, lignes: str) -> str:
    """FICHE with the lines of a top-level key replaced."""
    return re.sub(rf"(?m)^{cle}:.*\n(?:(?: |- ).*\n)*", lambda _: lignes + "\n", FICHE, count=1)


def a_la_place_de(cle: str) -> Callable[[str], Fichiers]:
    return lambda exemple: {FICHIER: remplacer(cle, exemple)}


def en_plus(exemple: str) -> Fichiers:
    return {FICHIER: FICHE.replace("statut:", f"{exemple}\nstatut:", 1)}


def dans_une_source(exemple: str) -> Fichiers:
    return {FICHIER: FICHE.replace("    annee: 2022", f"    annee: 2022\n    {exemple}")}


def dans_un_lien(exemple: str) -> Fichiers:
    return en_plus(f"liens:\n  - type: prolonge\n    {exemple}")


def dans_le_texte(exemple: str) -> Fichiers:
    texte = exemple.replace("\\u200b", "\u200b").replace("␠", " ")
    images = re.findall(r"\]\(([^\s()/:]+\.jpg)", exemple)
    return {
        FICHIER: FICHE.replace("Texte fictif.", texte, 1),
        **{f"images/ma-fiche/{image}": JPEG for image in images},
    }


def sections(exemple: str) -> Fichiers:
    entete, _, _ = FICHE.partition("## Contexte")
    suite = "" if "Déroulement" in exemple else "\n…\n## Déroulement"
    return {FICHIER: entete + (exemple + suite + "\n…\n").replace("…", "Texte fictif.")}


def titre_de_section(exemple: str) -> Fichiers:
    return {FICHIER: FICHE.replace("## Contexte et problématique", exemple)}


def fichier_entier(exemple: str) -> Fichiers:
    return {FICHIER: exemple}


def titre_et_resume(exemple: str) -> Fichiers:
    sans_resume = re.sub(r"(?m)^resume:.*\n", "", FICHE)
    return {FICHIER: re.sub(r"(?m)^titre:.*$", lambda _: exemple, sans_resume)}


def noms(exemple: str) -> Fichiers:
    chemins = exemple.removeprefix("fiches/").split(" et ")
    genres = {"ressources": 'nature: outil\nediteur: "Fictif"\nstatut:'}
    fichiers: Fichiers = {}
    for chemin in chemins:
        dossier = chemin.split("/")[0]
        texte = FICHE.replace("statut:", genres.get(dossier, "statut:"), 1)
        texte = texte.replace("Action fictive", f"Action fictive de {chemin}", 1)
        fichiers[chemin if "/" in chemin else f"inspiractions/{chemin}"] = texte
    return fichiers


def image(exemple: str) -> Fichiers:
    cle = f'image:\n  {exemple}\n  alt: "Un atelier"\n  credit: "Fictif"'
    return {**en_plus(cle), "images/ma-fiche/atelier.jpg": JPEG}


def editorial(exemple: str) -> Fichiers:
    return {"_lettres/2026-11.md": f"Un éditorial fictif.\n\n{exemple}\n"}


def editorial_entier(exemple: str) -> Fichiers:
    return {"_lettres/2026-11.md": f"{exemple}\n"}


def poids(exemple: str) -> Fichiers:
    trouve = re.fullmatch(r"(\S+) \(([\d,]+) (ko|Mo)\)", exemple)
    assert trouve
    taille = float(trouve[2].replace(",", ".")) * {"ko": 1024, "Mo": 1024**2}[trouve[3]]
    return {
        **dans_le_texte(f'![Une liste de dates]({trouve[1]} "Fictif")'),
        f"images/ma-fiche/{trouve[1]}": JPEG + b"0" * int(taille - len(JPEG)),
    }


def oubliee(exemple: str) -> Fichiers:
    return {**dans_le_texte('![Une table](atelier.jpg "Fictif")'), exemple: JPEG}


def prolongements(exemple: str) -> Fichiers:
    """« a prolonge b, b prolonge a »: the entries that it names, and their links."""
    liens = dict(phrase.split(" prolonge ") for phrase in exemple.split(", "))
    return {
        f"inspiractions/{nom}.md": petit.texte(
            titre=f"Action fictive {nom}",
            liens=[{"type": "prolonge", "vers": liens[nom]}] if nom in liens else None,
        )
        for nom in ("premiere", "deuxieme")
    }


def dossier(exemple: str) -> Fichiers:
    entete = FICHE[: FICHE.index("## Contexte")]
    elements = f'elements:\n  - titre: "Une partie"\n    {exemple}\nstatut:'
    return {"dossiers/x.md": entete.replace("statut:", elements, 1)}


def jumelles(exemple: str) -> Fichiers:
    texte = " ".join(f"Le mot fictif {i} suit le précédent." for i in range(30))
    autre = texte.replace("fictif 7", "inventé 7") if exemple.startswith("(") else "Un autre texte."
    return {
        f"ressources/{nom}.md": petit.texte("ressources", corps=corps, titre=f"Guide {nom}")
        for nom, corps in (("premier", texte), ("second", autre))
    }


def entretien(exemple: str) -> Fichiers:
    entete = FICHE[: FICHE.index("## Contexte")].replace("statut: publiee", exemple)
    return {"interviews/x.md": entete.replace("date:", "personnes: [{nom: Fictif}]\ndate:", 1)}


def themes(exemple: str) -> Fichiers:
    """A vocabulary: a term whose example shows only its id gets a label."""
    termes = re.sub(r"(?m)^(- id: (\S+))$(?!\n  libelle)", r"\1\n  libelle: \2", exemple)
    if exemple.startswith("parent"):
        termes = f"- id: x\n  libelle: X\n  {exemple}\n- id: habitat-et-logement\n  libelle: Y"
    return {"_referentiels/themes.yml": termes}


def encodage(exemple: str) -> Fichiers:
    return {FICHIER: FICHE.encode("cp1252" if "1252" in exemple else "utf-8")}


def fins_de_ligne(exemple: str) -> Fichiers:
    return {FICHIER: FICHE.replace("\n", "\r\n") if "CRLF" in exemple else FICHE}


def sans_source(exemple: str) -> Fichiers:
    return {FICHIER: remplacer("sources", "").replace("statut: publiee", exemple)}


#: Code → how its example becomes files.
MISES_EN_PLACE: dict[str, Callable[[str], Fichiers]] = {
    "E001": encodage,
    "E002": fichier_entier,
    "E003": fichier_entier,
    "E004": a_la_place_de("titre"),
    "E005": lambda e: a_la_place_de("periode")(e.replace("⇥", "\t")),
    "E006": a_la_place_de("titre"),
    "E007": a_la_place_de("titre"),
    "E008": a_la_place_de("titre"),
    "E009": a_la_place_de("themes"),
    "E010": fichier_entier,
    "E011": a_la_place_de("themes"),
    "E012": a_la_place_de("titre"),
    "E013": titre_et_resume,
    "E014": a_la_place_de("resume"),
    "E015": a_la_place_de("themes"),
    "E016": a_la_place_de("periode"),
    "E017": a_la_place_de("date"),
    "E018": a_la_place_de("periode"),
    "E019": a_la_place_de("themes"),
    "E020": a_la_place_de("territoires"),
    "E021": a_la_place_de("territoires"),
    "E023": a_la_place_de("statut"),
    "E024": a_la_place_de("territoires"),
    "E025": a_la_place_de("titre"),
    "E026": a_la_place_de("titre"),
    "E027": dans_une_source,
    "E028": a_la_place_de("themes"),
    "E030": noms,
    "E031": noms,
    "E032": noms,
    "E033": en_plus,
    "E034": noms,
    "E040": sections,
    "E041": sections,
    "E042": dans_le_texte,
    "E043": dans_un_lien,
    "E044": dans_le_texte,
    "E045": dans_le_texte,
    "E046": dans_un_lien,
    "E047": prolongements,
    "E048": dans_le_texte,
    "E050": image,
    "E051": poids,
    "E052": dans_le_texte,
    "E053": editorial,
    "E054": editorial_entier,
    "E060": sans_source,
    "E061": entretien,
    "E070": themes,
    "E071": themes,
    "E072": themes,
    "A101": dans_le_texte,
    "A102": dans_le_texte,
    "A103": fins_de_ligne,
    "A104": titre_de_section,
    "A105": dans_le_texte,
    "A106": dans_le_texte,
    "A107": titre_de_section,
    "A108": dans_le_texte,
    "A109": dans_le_texte,
    "A110": dans_le_texte,
    "A111": oubliee,
    "A113": dossier,
    "A114": a_la_place_de("date"),
    "A120": a_la_place_de("titre"),
    "A121": jumelles,
    "A130": dans_le_texte,
    "A131": dans_le_texte,
    "C201": dans_le_texte,
    "C202": a_la_place_de("titre"),
}


def codes_de(racine: Path, fichiers: Fichiers) -> set[str]:
    """The codes that these files raise beside the neighbours, with the project's themes."""
    propres = {"_referentiels/themes.yml": (REFERENTIELS / "themes.yml").read_bytes()}
    chargement = petit.corpus(racine / "fiches", {**VOISINES, **propres, **fichiers})
    return {d.code for d in chargement.diagnostics}


@pytest.mark.parametrize("code", CODES.values(), ids=lambda c: c.code)
def test_the_example_before_raises_its_code_and_the_one_after_does_not(
    code: Code, tmp_path: Path
) -> None:
    mettre = MISES_EN_PLACE[code.code]
    assert code.code in codes_de(tmp_path / "avant", mettre(code.avant))
    assert code.code not in codes_de(tmp_path / "apres", mettre(code.apres))


#: Examples cut short on purpose, or that stand for a whole file: nothing more is asked of them.
ABREGES = {"E002", "E003", "E010", "E070", "E071", "E072"}


@pytest.mark.parametrize("code", sorted(set(MISES_EN_PLACE) - ABREGES))
def test_the_example_after_is_a_fiche_without_any_finding(code: str, tmp_path: Path) -> None:
    assert codes_de(tmp_path, MISES_EN_PLACE[code](CODES[code].apres)) == set()
