"""Dates: which ones a fiche may hold, and how readers read them."""

from __future__ import annotations

import datetime as dt

import pytest

from capitalisation import dates
from capitalisation.frontmatter import lire
from capitalisation.model import Inspiraction, Periode
from capitalisation.validation import valider
from tests.unit import petit


def constats(cle: str, valeur: object) -> list[tuple[str, str]]:
    entete = lire(petit.texte(**{cle: valeur})).entete
    assert entete is not None
    return [(c.code, c.correction) for c in valider(Inspiraction, entete)[1]]


# --- As readers read them -------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "texte"),
    [
        ("2026-11-22", "22 novembre 2026"),
        ("2027-05-01", "1er mai 2027"),
        ("2024-02-29", "29 février 2024"),
        ("2025-08-31", "31 août 2025"),
        ("2025-12-01", "1er décembre 2025"),
    ],
)
def test_a_day_is_written_in_french(date: str, texte: str) -> None:
    assert dates.jour(dt.date.fromisoformat(date)) == texte


@pytest.mark.parametrize(
    ("date", "texte"),
    [("2018", "2018"), ("2018-03", "mars 2018"), ("2018-03-01", "1er mars 2018")],
)
def test_a_date_keeps_the_precision_it_was_given(date: str, texte: str) -> None:
    assert dates.partielle(date) == texte


@pytest.mark.parametrize(
    ("debut", "fin", "texte"),
    [
        ("2018", "2022", "2018–2022"),
        ("2018", "2018", "2018"),
        ("2021-03", None, "depuis mars 2021"),
        ("2021", None, "depuis 2021"),
        ("2021-06-02", "2021-06-02", "2 juin 2021"),
        ("2021-03", "2022", "mars 2021 – 2022"),
        ("2021-03-01", "2021-04", "1er mars 2021 – avril 2021"),
    ],
)
def test_a_period_is_written_in_french(debut: str, fin: str | None, texte: str) -> None:
    assert dates.periode(Periode(debut=debut, fin=fin)) == texte


def test_no_period_is_no_text() -> None:
    assert dates.periode(None) == ""


# --- As fiches hold them ----------------------------------------------------------


@pytest.mark.parametrize("valeur", ["2026-01-15", "2024-02-29", "1999-12-31"])
def test_a_day_of_the_calendar_is_accepted(valeur: str) -> None:
    assert constats("date", valeur) == []


@pytest.mark.parametrize(
    ("valeur", "proposition"),
    [
        ("2026-02-29", "AAAA-MM-JJ"),
        ("2020-15-01", "2020-01-15"),
        ("2020-13-45", "AAAA-MM-JJ"),
        ("15/01/2026", "2026-01-15"),
        ("15.1.2026", "2026-01-15"),
        ("1er août 2026", "2026-08-01"),
        ("2026-1-5", "2026-01-05"),
        ("2026-01-15T10:00", "AAAA-MM-JJ"),
        ("20260115", "AAAA-MM-JJ"),
        ("2026", "AAAA-MM-JJ"),
        ("2026-01", "AAAA-MM-JJ"),
        ("2026-W03-4", "AAAA-MM-JJ"),
        ("demain", "AAAA-MM-JJ"),
        ("31 février 2026", "AAAA-MM-JJ"),
    ],
)
def test_what_is_no_day_is_refused_with_the_day_that_was_meant(
    valeur: str, proposition: str
) -> None:
    (constat,) = constats("date", valeur)
    assert constat[0] == "E017"
    assert proposition in constat[1]


@pytest.mark.parametrize("debut", ["2018", "2018-03", "2018-03-31"])
def test_a_period_begins_with_a_year_a_month_or_a_day(debut: str) -> None:
    assert constats("periode", {"debut": debut}) == []


@pytest.mark.parametrize(
    "debut",
    ["18", "2018-3", "2018-13", "2018-02-30", "2018-00", "0000", "2018/03", "mars 2018",
     "２０１８", "٢٠١٨", "2018-", "2018 -03"],
)  # fmt: skip
def test_a_period_that_begins_at_no_date_is_refused(debut: str) -> None:
    assert [code for code, _ in constats("periode", {"debut": debut})] == ["E017"]


@pytest.mark.parametrize(
    ("debut", "fin", "code"),
    [
        ("2021", "2021", None),
        ("2021", "2021-06", None),
        ("2021-06", "2021", None),
        ("2021-06", "2021-05", "E018"),
        ("2021-06-15", "2021-06", None),
        ("2021-06-15", "2021-06-14", "E018"),
        ("2022", "2021-12-31", "E018"),
    ],
)
def test_a_period_ends_after_its_beginning_at_the_precision_of_both(
    debut: str, fin: str, code: str | None, tmp_path
) -> None:
    fiche = petit.texte(periode={"debut": debut, "fin": fin})
    diagnostics = petit.corpus(tmp_path / "fiches", {"inspiractions/x.md": fiche}).diagnostics
    assert [d.code for d in diagnostics] == ([code] if code else [])
