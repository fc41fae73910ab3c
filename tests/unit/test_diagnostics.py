"""How findings are shown: to a person, to a program, on a pull request."""

from __future__ import annotations

import json
import re

import pytest

from capitalisation.diagnostics import (
    Diagnostic,
    en_github,
    en_gitlab,
    en_json,
    en_texte,
    erreurs,
    gravite_du_code,
    resume,
)

ERREUR = Diagnostic(
    "fiches/inspiractions/a.md", 12, "E019", "themes.2", "« x » est inconnu", "Écrivez « y »."
)
AVERTISSEMENT = Diagnostic("fiches/b.md", 3, "A104", "", "un titre de niveau 1", "Écrivez ##")
CONSEIL = Diagnostic("fiches/b.md", 9, "C201", "", "des espaces", "Effacez-les.")
TOUS = [ERREUR, AVERTISSEMENT, CONSEIL]

#: What a contributor can put in a value, a path or a file name to be taken for something else.
HOSTILES = {
    "retour": "a\n::error::pwn",
    "retour-windows": "a\r\n::warning file=x::pwn",
    "retour-seul": "a\r::set-output name=x::pwn",
    "terminal": "a\x1b[2Jb\x07",
    "separateur": "a\u2028::error::pwn",
}


def hostile(texte: str) -> Diagnostic:
    return Diagnostic(f"fiches/{texte}.md", 1, "E030", texte, f"« {texte} »", f"Renommez {texte}")


# --- Order and severity ---------------------------------------------------------------


def test_findings_are_sorted_by_file_then_line_then_code() -> None:
    autre = Diagnostic("fiches/b.md", 3, "A101", "", "x", "y")
    assert sorted([CONSEIL, AVERTISSEMENT, autre, ERREUR]) == [
        autre, AVERTISSEMENT, CONSEIL, ERREUR,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "gravite"), [("E001", "erreur"), ("A101", "avertissement"), ("C201", "conseil")]
)
def test_the_letter_of_a_code_is_its_severity(code: str, gravite: str) -> None:
    assert gravite_du_code(code) == gravite


def test_only_errors_block() -> None:
    assert erreurs(TOUS) == [ERREUR]


# --- Text ---------------------------------------------------------------------------------


def test_a_finding_takes_two_lines_the_mend_indented() -> None:
    assert en_texte([ERREUR, CONSEIL]).split("\n") == [
        "fiches/inspiractions/a.md:12: E019 themes.2 : « x » est inconnu",
        "    → Écrivez « y ».",
        "fiches/b.md:9: C201 des espaces",
        "    → Effacez-les.",
    ]


def test_the_line_at_fault_is_shown_when_it_is_known() -> None:
    lignes = {"fiches/b.md": ["un", "deux", "   # Trois   "]}
    assert en_texte([AVERTISSEMENT, CONSEIL], lignes).split("\n") == [
        "fiches/b.md:3: A104 un titre de niveau 1",
        "    | # Trois",
        "    → Écrivez ##",
        "fiches/b.md:9: C201 des espaces",
        "    → Effacez-les.",
    ]


def test_no_finding_is_no_text() -> None:
    assert (en_texte([]), en_github([])) == ("", "")
    assert (json.loads(en_json([])), json.loads(en_gitlab([]))) == ([], [])


@pytest.mark.parametrize("nom", HOSTILES)
def test_what_a_contributor_wrote_cannot_make_a_line_of_its_own(nom: str) -> None:
    """A CI log obeys any line that begins with `::`, a terminal any escape character."""
    d = hostile(HOSTILES[nom])
    texte = en_texte([d], {d.chemin: [HOSTILES[nom]]})
    assert len(texte.splitlines()) == 3, texte
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", texte)


# --- JSON -----------------------------------------------------------------------------------


def test_json_gives_every_part_of_a_finding_and_keeps_accents() -> None:
    assert json.loads(en_json([ERREUR])) == [
        {
            "chemin": "fiches/inspiractions/a.md",
            "ligne": 12,
            "champ": "themes.2",
            "code": "E019",
            "gravite": "erreur",
            "message": "« x » est inconnu",
            "correction": "Écrivez « y ».",
        }
    ]
    assert "Écrivez" in en_json([ERREUR])


@pytest.mark.parametrize("nom", HOSTILES)
def test_json_gives_back_exactly_what_was_written(nom: str) -> None:
    d = hostile(HOSTILES[nom])
    assert json.loads(en_json([d]))[0]["message"] == d.message
    assert json.loads(en_gitlab([d]))[0]["location"]["path"] == d.chemin


# --- GitHub -----------------------------------------------------------------------------------


def test_github_gets_one_command_a_finding_with_its_severity() -> None:
    assert en_github(TOUS).split("\n") == [
        "::error file=fiches/inspiractions/a.md,line=12,title=E019::"
        "themes.2 : « x » est inconnu → Écrivez « y ».",
        "::warning file=fiches/b.md,line=3,title=A104::un titre de niveau 1 → Écrivez ##",
        "::notice file=fiches/b.md,line=9,title=C201::des espaces → Effacez-les.",
    ]


@pytest.mark.parametrize(
    ("ecrit", "chemin", "message"),
    [
        ("a%0Ab", "a%250Ab", "a%250Ab"),
        ("a\nb", "a%0Ab", "a%0Ab"),
        ("a\r\nb", "a%0D%0Ab", "a%0D%0Ab"),
        ("a,line=1::b", "a%2Cline=1%3A%3Ab", "a,line=1::b"),
        ("100 %", "100 %25", "100 %25"),
    ],
)
def test_github_reads_every_sign_as_text(ecrit: str, chemin: str, message: str) -> None:
    sortie = en_github([Diagnostic(ecrit, 1, "E001", "", ecrit, ecrit)])
    assert sortie == f"::error file={chemin},line=1,title=E001::{message} → {message}"


@pytest.mark.parametrize("nom", ["retour", "retour-windows", "retour-seul"])
def test_a_value_cannot_give_an_order_to_github(nom: str) -> None:
    sortie = en_github([hostile(HOSTILES[nom])])
    assert "\n" not in sortie
    assert "\r" not in sortie
    assert sortie.startswith("::error file=")


# --- GitLab -----------------------------------------------------------------------------------


def test_gitlab_gets_a_code_quality_report() -> None:
    rapport = json.loads(en_gitlab(TOUS))
    assert [r["severity"] for r in rapport] == ["critical", "minor", "info"]
    assert {k: v for k, v in rapport[0].items() if k != "fingerprint"} == {
        "description": "themes.2 : « x » est inconnu → Écrivez « y ».",
        "check_name": "E019",
        "severity": "critical",
        "location": {"path": "fiches/inspiractions/a.md", "lines": {"begin": 12}},
    }


def test_gitlab_tells_apart_two_findings_of_one_line() -> None:
    """GitLab shows only one of the findings that share a fingerprint."""
    deux = [Diagnostic("a.md", 1, "E042", "", f"« {x} » est inconnu", "z") for x in "ab"]
    empreintes = [r["fingerprint"] for r in json.loads(en_gitlab(deux))]
    assert len(set(empreintes)) == 2
    assert [r["fingerprint"] for r in json.loads(en_gitlab(deux))] == empreintes


# --- Closing sentence ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constats", "fichiers", "phrase"),
    [
        ([], 0, "0 fichier vérifié : rien à signaler."),
        ([], 1, "1 fichier vérifié : rien à signaler."),
        ([], 58, "58 fichiers vérifiés : rien à signaler."),
        ([ERREUR], 2, "2 fichiers vérifiés : 1 erreur."),
        (TOUS, 1, "1 fichier vérifié : 1 erreur, 1 avertissement, 1 conseil."),
        ([CONSEIL, CONSEIL, ERREUR, ERREUR], 3, "3 fichiers vérifiés : 2 erreurs, 2 conseils."),
    ],
)
def test_the_closing_sentence_counts_files_and_findings(
    constats: list[Diagnostic], fichiers: int, phrase: str
) -> None:
    assert resume(constats, fichiers) == phrase
