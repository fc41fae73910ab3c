"""Anchors, links to oneself, links told twice, dates to come, headings in capitals."""

from __future__ import annotations

from pathlib import Path

import pytest

from capitalisation.diagnostics import Diagnostic
from tests.unit import petit


def constats(
    tmp_path: Path, dossier: str = "ressources", corps: str = "Texte fictif.", **cles: object
) -> list[Diagnostic]:
    """What is said of ressources/x.md (or of its like) beside two other entries."""
    fichiers: dict[str, str | bytes] = {
        f"{dossier}/x.md": petit.texte(dossier, corps=corps, titre="Une entrée fictive", **cles),
        "inspiractions/a.md": petit.texte(titre="Action A"),
        "inspiractions/b.md": petit.texte(titre="Action B"),
    }
    return petit.corpus(tmp_path / "fiches", fichiers).diagnostics


TITRES = (
    "\n\n## Récit d’une année\n\nX.\n\n### Sources\n\nX.\n\nSetext\n------\n\nX[^1].\n\n[^1]: Y."
)


@pytest.mark.parametrize(
    ("ancre", "connue"),
    [
        ("recit-d-une-annee", True),
        ("texte-sources", True),  # a heading that would take the anchor of a block of the page
        ("setext", True),
        ("sources", True),
        ("leviers", True),
        ("levier-1", True),
        ("levier-2", False),
        ("levier-0", False),
        ("partie-1", False),
        ("levier-un", False),
        ("fn-1", True),
        ("Recit-d-une-annee", False),
        ("r%C3%A9cit", False),
        ("nulle-part", False),
        ("", True),
    ],
)
def test_an_anchor_is_a_heading_of_the_text_or_a_block_of_the_page(
    ancre: str, connue: bool, tmp_path: Path
) -> None:
    leviers = [{"texte": "Un levier fictif.", "type": "partenariat"}]
    trouves = constats(tmp_path, corps=f"[ici](#{ancre}){TITRES}", leviers=leviers)
    assert [d.code for d in trouves] == ([] if connue else ["E045"])


def test_an_anchor_written_as_its_heading_is_given_its_form(tmp_path: Path) -> None:
    (constat,) = constats(tmp_path, corps=f"[ici](#Récit%20d’une%20année){TITRES}")
    assert (constat.code, constat.correction) == ("E045", "Écrivez #recit-d-une-annee.")


@pytest.mark.parametrize(
    ("dossier", "cles", "champ"),
    [
        ("ressources", {"liens": [{"type": "complete", "vers": "x"}]}, "liens.1.vers"),
        ("ressources", {"traduction_de": "x"}, "traduction_de"),
        (
            "dossiers",
            {"elements": [{"titre": "P", "entrees": ["a", "x"]}]},
            "elements.1.entrees.2",
        ),
    ],
)
def test_an_entry_that_names_itself_is_told_so_once(
    dossier: str, cles: dict[str, object], champ: str, tmp_path: Path
) -> None:
    trouves = constats(tmp_path, dossier, **cles)
    assert [(d.code, d.champ) for d in trouves] == [("E046", champ)]


def test_an_entry_twice_in_a_dossier_is_named_where_it_comes_back(tmp_path: Path) -> None:
    parties = [{"titre": "P", "entrees": ["a", "b"]}, {"titre": "Q", "entrees": ["b"]}]
    (constat,) = constats(tmp_path, "dossiers", elements=parties)
    assert (constat.code, constat.champ) == ("A113", "elements.2.entrees.1")
    assert "« b »" in constat.message


def test_the_same_link_twice_is_named_and_two_types_are_two_links(tmp_path: Path) -> None:
    liens = [
        {"type": "complete", "vers": "a"},
        {"type": "adapte", "vers": "a"},
        {"type": "complete", "vers": "a", "note": "Une note fictive."},
    ]
    assert [(d.code, d.champ) for d in constats(tmp_path, liens=liens)] == [
        ("A113", "liens.3.vers")
    ]


#: The day of the tests is 2026-11-22.
@pytest.mark.parametrize(
    ("cles", "champ"),
    [
        ({"date": "2026-11-22"}, ""),
        ({"date": "2026-11-23"}, "date"),
        ({"verifiee_le": "2027-01-01"}, "verifiee_le"),
        ({"periode": {"debut": "2026"}}, ""),
        ({"periode": {"debut": "2027"}}, "periode.debut"),
        ({"periode": {"debut": "2026-11"}}, ""),
        ({"periode": {"debut": "2026-12"}}, "periode.debut"),
        ({"periode": {"debut": "2026", "fin": "2029"}}, ""),
        ({"date_entretien": "2028"}, "date_entretien"),
    ],
)
def test_a_date_to_come_is_a_slip(cles: dict[str, object], champ: str, tmp_path: Path) -> None:
    trouves = constats(tmp_path, "interviews", **cles)
    assert [(d.code, d.champ) for d in trouves] == ([("A114", champ)] if champ else [])


def test_a_date_to_come_that_does_not_exist_is_one_mistake(tmp_path: Path) -> None:
    assert [d.code for d in constats(tmp_path, date="2062-15-01")] == ["E017"]


@pytest.mark.parametrize(
    ("titre", "dit"),
    [
        ("DES CAFÉS DANS LES HAMEAUX", True),
        ("Le CLS de Scaër", False),
        ("CLSM, CPTS, ASV", False),
        ("2019-2020-2021 : 15 %", False),
    ],
)
def test_a_title_in_capitals_is_told_from_acronyms(titre: str, dit: bool, tmp_path: Path) -> None:
    fiche = petit.texte("ressources", titre=titre)
    trouves = petit.corpus(tmp_path / "fiches", {"ressources/x.md": fiche}).diagnostics
    assert [(d.code, d.ligne) for d in trouves] == ([("C202", 2)] if dit else [])


@pytest.mark.parametrize(
    ("corps", "lignes"),
    [
        ("## A\n\nX.\n\n### B\n\nX.\n\n#### C\n\nX.\n\n## D\n\nX.", []),
        ("### A\n\nX.\n\n### B\n\nX.", [13]),
        ("## A\n\nX.\n\n#### B\n\nX.\n\n#### C\n\nX.", [17]),
        ("```\n#### du code\n##\n```", []),
        ("##\n\nX.", [13]),
    ],
)
def test_headings_go_down_one_level_at_a_time(
    corps: str, lignes: list[int], tmp_path: Path
) -> None:
    trouves = constats(tmp_path, corps=corps)
    assert [(d.code, d.ligne) for d in trouves] == [("A107", ligne) for ligne in lignes]


def test_a_territory_between_spaces_is_the_place_itself(tmp_path: Path) -> None:
    fiche = petit.texte("ressources", territoires=["  Scaër (29) "])
    chargement = petit.corpus(tmp_path / "fiches", {"ressources/x.md": fiche})
    assert [lieu.code for lieu in chargement.corpus.fiches["x"].lieux] == ["fr-29274"]


def test_past_many_unknown_territories_the_others_wait(tmp_path: Path) -> None:
    """Each near name is looked for among all the communes: a file of them must not take hours."""
    inconnus = [f"Nulle-Part-{i}" for i in range(60)]
    codes = [d.code for d in constats(tmp_path, territoires=inconnus)]
    assert set(codes) == {"E020"}
    assert 0 < len(codes) < len(inconnus)
