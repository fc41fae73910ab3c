"""`corriger` and `nouvelle`, as people call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from capitalisation.frontmatter import lire
from tests.conftest import FICHE
from tests.unit.ligne import lancer

FAUTIVE = FICHE.replace("2026-01-15", "15/01/2026")


# --- corriger ---------------------------------------------------------------------------------


def test_mending_says_each_change_and_exits_0_when_nothing_is_left(fiches: Path) -> None:
    (fiches / "inspiractions/x.md").write_text(FAUTIVE, encoding="utf-8")
    resultat = lancer("corriger")
    assert resultat.exit_code == 0
    assert resultat.output == (
        "fiches/inspiractions/x.md:9: date «\u202f15/01/2026\u202f» → 2026-01-15\n\n"
        "1 correction dans 1 fichier.\n"
    )
    assert (fiches / "inspiractions/x.md").read_text(encoding="utf-8") == FICHE
    assert lancer("corriger").output == "Rien de mécanique à corriger.\n"


def test_an_error_left_to_people_exits_1_and_is_said(fiches: Path) -> None:
    texte = FAUTIVE.replace("[isolement-social]", "[zzzzzz]")
    (fiches / "inspiractions/x.md").write_text(texte, encoding="utf-8")
    resultat = lancer("corriger", fiches / "inspiractions/x.md")
    assert resultat.exit_code == 1
    assert "x.md:4: E019" in resultat.output
    assert resultat.output.endswith(
        "1 correction dans 1 fichier. Il reste 1 erreur à corriger à la main.\n"
    )


def test_a_warning_left_exits_0(fiches: Path) -> None:
    texte = FICHE.replace("Texte fictif.", "Texte fictif.\n\n<!-- à moi -->", 1)
    (fiches / "inspiractions/x.md").write_text(texte, encoding="utf-8")
    assert lancer("corriger").exit_code == 0


def test_a_dry_run_shows_the_diff_and_writes_nothing(fiches: Path) -> None:
    fichier = fiches / "inspiractions/x.md"
    fichier.write_text(FAUTIVE, encoding="utf-8")
    resultat = lancer("corriger", "--a-blanc")
    assert resultat.exit_code == 0
    assert resultat.output.startswith(
        "--- fiches/inspiractions/x.md (avant)\n+++ fiches/inspiractions/x.md (après)\n"
    )
    assert "\n-date: 15/01/2026\n+date: 2026-01-15\n" in resultat.output
    assert resultat.output.endswith("1 correction possible dans 1 fichier ; rien n’a été écrit.\n")
    assert fichier.read_text(encoding="utf-8") == FAUTIVE


def test_a_dry_run_exits_1_when_an_error_would_be_left(fiches: Path) -> None:
    texte = FAUTIVE.replace("[isolement-social]", "[zzzzzz]")
    (fiches / "inspiractions/x.md").write_text(texte, encoding="utf-8")
    assert lancer("corriger", "--a-blanc").exit_code == 1


@pytest.mark.parametrize("a_blanc", [(), ("--a-blanc",)], ids=["écrit", "à blanc"])
def test_nothing_of_a_contributor_drives_the_terminal(
    a_blanc: tuple[str, ...], fiches: Path
) -> None:
    texte = FAUTIVE.replace("Texte fictif.", "\x1b[2J\u202eTexte\x07 fictif.   ")
    (fiches / "inspiractions" / "x\x1b[2Jé.md").write_text(texte, encoding="utf-8")
    sortie = lancer("corriger", *a_blanc).output
    assert not set(sortie) & set("\x1b\x07\u202e")


@pytest.mark.parametrize("arguments", [("absent",), ("--inconnu",)], ids=" ".join)
def test_a_misuse_of_corriger_exits_2(arguments: tuple[str, ...], fiches: Path) -> None:
    assert lancer("corriger", *arguments).exit_code == 2


# --- nouvelle ---------------------------------------------------------------------------------


def test_a_new_fiche_passes_the_checker_and_its_path_is_printed(fiches: Path) -> None:
    titre = 'Des « cafés » "fictifs" : aller # vers \\ l’autre\u202f! 👩\u200d👧'
    resultat = lancer(
        "nouvelle", "inspiraction", titre, "--theme", "Solitude", "--theme", "ECOLOGIE",
        "--territoire", "scaer",
    )  # fmt: skip
    chemin = "fiches/inspiractions/des-cafes-fictifs-aller-vers-l-autre.md"
    assert (resultat.exit_code, resultat.output) == (0, chemin + "\n")
    octets = Path(chemin).read_bytes()
    assert b"\r" not in octets
    entete = lire(octets.decode("utf-8")).entete
    assert entete is not None
    assert entete.valeurs["titre"] == titre
    assert entete.valeurs["themes"] == ["isolement-social", "ecologie"]
    assert entete.valeurs["territoires"] == ["Scaër (29)"]
    assert lancer("verifier").exit_code == 0


def test_an_identifier_that_exists_in_any_kind_is_never_written_over(fiches: Path) -> None:
    (fiches / "ressources").mkdir()
    ancien = fiches / "ressources" / "Titre-Fictif.md"
    ancien.write_text("ancien", encoding="utf-8")
    resultat = lancer("nouvelle", "inspiraction", "Titre fictif")
    assert resultat.exit_code == 1
    assert "fiches/ressources/Titre-Fictif.md existe déjà" in resultat.output
    assert ancien.read_text(encoding="utf-8") == "ancien"
    assert list((fiches / "inspiractions").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "dit"),
    [
        (("roman", "Titre fictif"), "roman"),
        (("dossier",), "TITRE"),
        (("dossier", "CLS"), "de 5 à 140"),
        (("dossier", "x" * 141), "de 5 à 140"),
        (("dossier", "!!!!!!"), "lettre"),
        (("dossier", "Titre fictif", "--theme", "alimantation"), "alimentation"),
        (("dossier", "Titre fictif", "--theme", "zzzzzz"), "/contribuer/listes/"),
        (("dossier", "Titre fictif", "--territoire", "Saint-Denis"), "Saint-Denis (93)"),
        (("dossier", "Titre fictif", "--territoire", "Scaërr"), "Scaër (29)"),
        (("dossier", "Titre fictif", "--fiches", "absent"), "absent"),
    ],
    ids=lambda x: " ".join(x)[:40] if isinstance(x, tuple) else "",
)
def test_a_misuse_of_nouvelle_exits_2_and_says_what_to_write(
    arguments: tuple[str, ...], dit: str, fiches: Path
) -> None:
    resultat = lancer("nouvelle", *arguments)
    assert resultat.exit_code == 2
    assert dit in resultat.output
    assert list(fiches.rglob("*.md")) == []


def test_another_folder_of_fiches(fiches: Path, tmp_path: Path) -> None:
    (tmp_path / "autres").mkdir()
    resultat = lancer("nouvelle", "dossier", "Titre fictif", "--fiches", "autres")
    assert resultat.output == "autres/dossiers/titre-fictif.md\n"


def test_a_folder_that_cannot_be_written_to_is_a_sentence(fiches: Path) -> None:
    (fiches / "dossiers").write_text("un fichier")
    resultat = lancer("nouvelle", "dossier", "Titre fictif")
    assert resultat.exit_code == 1
    assert "Écrire" in resultat.output


@pytest.mark.parametrize("commande", ["verifier", "corriger"])
def test_a_path_that_no_disk_can_hold_does_not_exist(commande: str, fiches: Path) -> None:
    resultat = lancer(commande, "a" * 5000)
    assert resultat.exit_code == 2
    assert "n’existe pas" in resultat.output


def test_a_place_named_twice_is_written_once(fiches: Path) -> None:
    lieux = ["--territoire", "Scaër", "--territoire", "Scaër (29)"]
    assert lancer("nouvelle", "inspiraction", "Un titre fictif", *lieux).exit_code == 0
    texte = (fiches / "inspiractions/un-titre-fictif.md").read_text(encoding="utf-8")
    assert '\nterritoires: ["Scaër (29)"]\n' in texte
