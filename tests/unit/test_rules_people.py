"""Phone numbers and mailboxes of people: what is told from other figures and other addresses.

The numbers are among those that the French regulator keeps for fiction (01 99 00 …) or
are made of one figure.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit import petit

NUMEROS = [
    "01 99 00 12 34", "01.99.00.12.34", "01-99-00-12-34", "0199001234",
    "01\u00a099\u00a000\u00a012\u00a034", "+33 1 99 00 12 34", "+33199001234",
    "+33 (0)1 99 00 12 34", "0033 1 99 00 12 34", "(01 99 00 12 34)",
    "Tél.\u00a0: 01 99 00 12 34.", "tél:01 99 00 12 34", "[x](tel:+33199001234)", "02 555 55 55",
    "02/555.55.55", "02 / 555 55 55", "071 55 55 55", "071/55.55.55", "0455 55 55 55",
    "0455/55.55.55", "+32 2 555 55 55", "+32 455 55 55 55", "+32 (0)71 55 55 55",
    "0032 71 55 55 55",
]  # fmt: skip
AUTRES_CHIFFRES = [
    "978-2-00-000000-0", "2 07 036822 X", "ISBN 978 2 07 036822 8", "SIRET 130 025 265 00013",
    "13002526500013", "2019, 2020, 2021, 2022", "2019 2020 2021 2022", "01.02.2021 10 personnes",
    "le 01/02/2021", "2026-01-15", "de 08:30 à 12:00", "10 000 000 000", "0 800 euros", "3114",
    "0800 12 34 56", "08 00 12 34 56", "https://www.example.org/0199001234", "29274", "01001",
    "https://www.example.org/a?tel=01%2099 et 12 34", "10.1000/0199001234",
    "[x](photo-0199001234.jpg)", "0,5 à 0,75", "IBAN FR76 0199 0012 3400 0000",
]  # fmt: skip
PERSONNELLES = [
    "prenom.nom@gmail.com", "prenom+liste@ORANGE.fr", "nom@wanadoo.fr", "nom@free.fr",
    "nom@hotmail.fr", "nom@outlook.com", "nom@laposte.net", "nom@yahoo.fr", "nom@sfr.fr",
    "nom@icloud.com", "nom@proton.me", "nom@skynet.be", "[écrire](mailto:nom@gmail.com)",
    "<nom@live.be>.",
]  # fmt: skip
DE_STRUCTURES = [
    "contact@example.org", "accueil@ville-fictive.fr", "contact@orange.com", "x@libre.fr",
    "x@gmail.com.example.org", "@gmail.com", "equipe@mongmail.com", "x@freefr",
]  # fmt: skip


def codes(tmp_path: Path, **fiche: object) -> list[tuple[int, str, str]]:
    texte = petit.texte("ressources", **fiche)
    constats = petit.corpus(tmp_path / "fiches", {"ressources/x.md": texte}).diagnostics
    return [(d.ligne, d.code, d.champ) for d in constats if d.code in ("A130", "A131")]


CAS = [
    *((n, "A130") for n in NUMEROS),
    *((a, "A131") for a in PERSONNELLES),
    *((n, "") for n in (*AUTRES_CHIFFRES, *DE_STRUCTURES)),
]


@pytest.mark.parametrize(("texte", "code"), CAS, ids=[t for t, _ in CAS])
def test_what_reaches_a_person_is_told_from_what_does_not(
    texte: str, code: str, tmp_path: Path
) -> None:
    trouves = codes(tmp_path, corps=f"Un texte fictif.\n\nSuite {texte} fin.")
    assert trouves == ([(15, code, "")] if code else [])


@pytest.mark.parametrize(("texte", "code"), [("01 99 00 12 34", "A130"), ("nom@gmail.com", "A131")])
def test_a_value_that_readers_see_is_looked_at_too(texte: str, code: str, tmp_path: Path) -> None:
    enseignements = ["Un enseignement fictif.", f"Un autre : {texte}."]
    (constat,) = codes(tmp_path, enseignements=enseignements)
    assert constat[1:] == (code, "enseignements.2")


def test_a_number_that_is_no_text_is_left_alone(tmp_path: Path) -> None:
    assert codes(tmp_path, isbn="0199001234", url="https://www.example.org/?t=0199001234") == []


def test_a_draft_is_public_in_its_proposal(tmp_path: Path) -> None:
    assert codes(tmp_path, statut="brouillon", corps="01 99 00 12 34") == [(13, "A130", "")]


@pytest.mark.parametrize(
    ("accord", "attendus"),
    [
        (None, ["E017", "E061"]), (False, ["E017", "E061"]), ("No", ["E017", "E061"]),
        (True, ["E017"]), ("yes", ["E017"]), ("peut-être", ["E016", "E017"]),
    ],
)  # fmt: skip
def test_a_missing_agreement_is_said_whatever_else_is_wrong(
    accord: object, attendus: list[str], tmp_path: Path
) -> None:
    texte = petit.texte("interviews", accord_personnes=accord, date="2026-13-01")
    constats = petit.corpus(tmp_path / "fiches", {"interviews/x.md": texte}).diagnostics
    assert sorted(d.code for d in constats) == attendus
