"""When an entry is to be read again, and the command that lists those that are."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from capitalisation import reference
from capitalisation.corpus import Corpus
from capitalisation.freshness import anciennete, echeance, plus_mois, relectures
from capitalisation.views import Site
from tests.unit import petit
from tests.unit.ligne import lancer

JOUR = dt.date(2026, 11, 22)


def corpus(racine: Path, **fiches: dict[str, object]) -> Corpus:
    return petit.corpus(
        racine, {f"inspiractions/{i}.md": petit.texte(**cles) for i, cles in fiches.items()}
    ).corpus


# --- Months -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("debut", "mois", "fin"),
    [
        ("2025-05-22", 18, "2026-11-22"),
        ("2025-08-31", 18, "2027-02-28"),
        ("2026-08-31", 18, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-31", 3, "2027-03-31"),
        ("2026-11-30", 3, "2027-02-28"),
        ("9999-01-15", 18, "9999-12-31"),
    ],
)
def test_months_are_those_of_the_calendar(debut: str, mois: int, fin: str) -> None:
    assert plus_mois(dt.date.fromisoformat(debut), mois) == dt.date.fromisoformat(fin)


@pytest.mark.parametrize(
    ("debut", "fin", "dit"),
    [
        ("2025-05-22", "2026-11-22", "18 mois"),
        ("2025-05-23", "2026-11-22", "17 mois"),
        ("2025-08-31", "2027-02-28", "18 mois"),
        ("2024-11-23", "2026-11-22", "23 mois"),
        ("2024-11-22", "2026-11-22", "2 ans"),
        ("2023-10-22", "2026-11-22", "3 ans et 1 mois"),
        ("2026-11-22", "2026-11-22", "0 mois"),
    ],
)
def test_an_age_is_said_in_whole_months(debut: str, fin: str, dit: str) -> None:
    assert anciennete(dt.date.fromisoformat(debut), dt.date.fromisoformat(fin)) == dit


# --- What is due ------------------------------------------------------------------------


def test_an_entry_is_due_eighteen_months_to_the_day_after_it_was_last_known_right(
    tmp_path: Path,
) -> None:
    base = corpus(
        tmp_path,
        due={"date": "2025-05-22"},
        demain={"date": "2025-05-23"},
        relue={"date": "2020-01-01", "verifiee_le": "2026-01-01"},
        notice={"date": "2024-01-01", "statut": "notice"},
        brouillon={"date": "2020-01-01", "statut": "brouillon"},
        horizon={"date": "2020-01-01", "verifiee_le": "2025-08-22"},
        lointaine={"date": "2025-08-23"},
    )
    liste = relectures(base, JOUR)
    assert [r.fiche.id for r in liste.a_revoir] == ["notice", "due"]
    assert [r.fiche.id for r in liste.bientot] == ["demain", "horizon"]
    assert echeance(base.fiches["relue"].meta) == dt.date(2027, 7, 1)


def test_the_page_escapes_what_it_shows_and_stops_before_it_is_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titre = "Action fictive <b onclick=alert(1)>"
    site = Site(
        corpus(tmp_path, une={"titre": titre, "date": "2020-01-01"}, deux={"date": "2021-01-01"}),
        JOUR,
    )
    page = str(reference.page_a_revoir(site, "../../"))
    assert page.count("<tr><td>") == 2
    assert "Action fictive &lt;b onclick" in page
    monkeypatch.setattr(reference, "LIGNES_MAX", 1)
    page = str(reference.page_a_revoir(site, "../../"))
    assert "inspiractions/une/" in page
    assert "inspiractions/deux/" not in page
    assert "2 entrées</caption>" in page
    assert "<code>capitalisation revoir</code>" in page


# --- The command ------------------------------------------------------------------------


@pytest.fixture
def fiches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return petit.ecrire(
        tmp_path / "fiches",
        {
            "inspiractions/ancienne.md": petit.texte(
                titre="Action fictive ancienne", date="2024-11-22", porteur="asso-fictive"
            ),
            "inspiractions/relue.md": petit.texte(
                titre="Action fictive relue", date="2020-01-01", verifiee_le="2025-03-01"
            ),
            "inspiractions/recente.md": petit.texte(titre="Action fictive", date="2025-06-22"),
        },
    )


def test_the_list_names_the_file_the_age_and_whom_to_ask_oldest_first(fiches: Path) -> None:
    resultat = lancer("revoir", "--fiches", fiches, "--le", "2026-11-22")
    assert resultat.exit_code == 0
    assert resultat.output == (
        "fiches/inspiractions/ancienne.md\n"
        "    Action fictive ancienne\n"
        "    Publiée le 22 novembre 2024, il y a 2 ans, jamais vérifiée depuis.\n"
        "    Porteur : Association fictive, https://www.example.org/asso\n"
        "\n"
        "fiches/inspiractions/relue.md\n"
        "    Action fictive relue\n"
        "    Vérifiée le 1er mars 2025, il y a 20 mois.\n"
        "    Porteur : non indiqué\n"
        "\n"
        "2 entrées à revoir au 22 novembre 2026, sur 3 entrées. "
        "1 entrée le sera d’ici au 22 février 2027.\n"
        "Une fois la fiche relue, écrivez la date dans verifiee_le.\n"
    )


def test_a_fresh_corpus_says_so(fiches: Path) -> None:
    resultat = lancer("revoir", "--fiches", fiches, "--le", "2025-01-01")
    assert resultat.exit_code == 0
    assert resultat.output == "Aucune entrée à revoir au 1er janvier 2025, sur 3 entrées.\n"


def test_the_day_is_that_of_the_build_when_one_is_given(
    fiches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")  # 1 January 2025
    assert "au 1er janvier 2025" in lancer("revoir", "--fiches", fiches).output
    assert (
        "au 22 novembre 2026" in lancer("revoir", "--fiches", fiches, "--le", "2026-11-22").output
    )


@pytest.mark.parametrize(
    "le", ["demain", "2026-02-30", "22/11/2026", "2026-W03-4", "20261122", "", "\x1b[2J"]
)
def test_a_day_that_is_none_is_a_misuse(le: str, fiches: Path) -> None:
    resultat = lancer("revoir", "--fiches", fiches, "--le", le)
    assert resultat.exit_code == 2
    assert "AAAA-MM-JJ" in resultat.output
    assert "\x1b" not in resultat.output


def test_a_corpus_with_errors_is_not_taken_for_whole(fiches: Path) -> None:
    fautive = petit.texte(date="2024-13-01")
    (fiches / "inspiractions" / "fautive.md").write_text(fautive, encoding="utf-8")
    resultat = lancer("revoir", "--fiches", fiches, "--le", "2026-11-22")
    assert resultat.exit_code == 1
    assert "ancienne.md" in resultat.stdout
    assert "capitalisation verifier" in resultat.stderr


def test_text_of_a_fiche_cannot_drive_the_terminal(fiches: Path) -> None:
    hostile = petit.texte(titre="Action\x1b[2J fictive\nautre\u202eligne", date="2024-01-01")
    (fiches / "inspiractions" / "ancienne.md").write_text(hostile, encoding="utf-8")
    sortie = lancer("revoir", "--fiches", fiches, "--le", "2026-11-22").stdout
    assert "ancienne.md" in sortie
    assert "\x1b" not in sortie
    assert "\u202e" not in sortie
    assert "\nautre" not in sortie


# --- CSV --------------------------------------------------------------------------------


def lignes(sortie: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sortie.removeprefix("\ufeff")), delimiter=";"))


def test_the_csv_opens_in_a_french_spreadsheet(fiches: Path) -> None:
    resultat = lancer("revoir", "--fiches", fiches, "--le", "2026-11-22", "--format", "csv")
    assert resultat.stdout_bytes.startswith(b"\xef\xbb\xbffichier;titre;")
    assert lignes(resultat.stdout)[1:] == [
        ["fiches/inspiractions/ancienne.md", "Action fictive ancienne", "Inspir’action",
         "2024-11-22", "non", "2 ans", "Association fictive", "https://www.example.org/asso"],
        ["fiches/inspiractions/relue.md", "Action fictive relue", "Inspir’action",
         "2025-03-01", "oui", "20 mois", "", ""],
    ]  # fmt: skip


@pytest.mark.parametrize("signe", ["=", "+", "-", "@", " =", "\t="])
def test_no_cell_is_a_formula(signe: str, fiches: Path) -> None:
    titre = f'{signe}HYPERLINK("https://example.org";"fictif")'
    texte = petit.texte(titre=titre, date="2024-01-01")
    (fiches / "inspiractions" / "ancienne.md").write_text(texte, encoding="utf-8")
    sortie = lancer("revoir", "--fiches", fiches, "--le", "2026-11-22", "--format", "csv").stdout
    cellules = [c for ligne in lignes(sortie) for c in ligne]
    assert any("HYPERLINK" in c for c in cellules)
    assert not [c for c in cellules if c.strip()[:1] in ("=", "+", "-", "@")]
