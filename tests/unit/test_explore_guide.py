"""The guide: what its file may say, which entries meet an answer, and the short list."""

from __future__ import annotations

from pathlib import Path

import pytest

from capitalisation.explore.guide import ASSEZ, MAXIMUM, Guide, charger, choisir, paquet, peser
from capitalisation.views import Site, toutes
from tests.conftest import AUJOURDHUI, FICHE, REFERENTIELS
from tests.unit import petit
from tests.unit.ligne import lancer

QUESTIONS = """\
- id: theme
  question: "Sur quel sujet fictif ?"
  reponses:
    - id: lien
      libelle: "Le lien fictif"
      raison: "parle de lien"
      themes: [lien-social]
    - id: table
      libelle: "La table fictive"
      raison: "parle de table"
      themes: [alimentation]
- id: manque
  question: "Que manque-t-il ?"
  reponses:
    - id: obstacles
      libelle: "Ce qui gêne"
      raison: "dit ce qui a gêné"
      sections: [freins]
    - id: appuis
      libelle: "Ce qui aide"
      raison: "dit ce qui a aidé"
      sections: [leviers]
      facteurs: [partenariat]
"""


def lire(tmp_path: Path, texte: str | bytes, **fiches: str) -> tuple[Guide, list, dict]:
    fichiers = {f"inspiractions/{nom}.md": contenu for nom, contenu in fiches.items()}
    chargement = petit.corpus(tmp_path, {"_referentiels/guide.yml": texte, **fichiers})
    guide, diagnostics = charger(chargement.corpus)
    return guide, diagnostics, chargement.corpus.fiches


def test_a_guide_is_read_in_the_order_of_its_file(tmp_path: Path) -> None:
    guide, diagnostics, _ = lire(tmp_path, QUESTIONS)
    assert diagnostics == []
    assert [(q.id, [r.id for r in q.reponses]) for q in guide.questions] == [
        ("theme", ["lien", "table"]),
        ("manque", ["obstacles", "appuis"]),
    ]
    # French typography is done: a narrow no-break space.
    assert guide.questions[0].libelle == "Sur quel sujet fictif\u202f?"


@pytest.mark.parametrize(
    ("ancien", "nouveau", "attendu"),
    [
        ("[lien-social]", "[lien-sociale]", (7, "E019", "themes")),
        ("[freins]", "[frein]", (18, "E019", "sections")),
        ("[partenariat]", "[partenaire]", (23, "E019", "facteurs")),
        ("sections: [freins]", "traits: [ruralite]", (18, "E019", "traits")),
        ("sections: [freins]", "section: [freins]", (18, "E011", "section")),
        ("- id: manque", "- id: theme", (12, "E071", "id")),
        ("id: table", "id: lien", (8, "E071", "id")),
        ("id: table", "id: Là", (8, "E070", "id")),
        ('      raison: "parle de table"\n', "", (8, "E070", "raison")),
        ('"parle de table"', '"  "', (8, "E070", "raison")),
        ('"parle de table"', "[parle, de, table]", (8, "E070", "raison")),
        ("      sections: [freins]\n", "", (15, "E070", "")),
        (
            "  reponses:\n    - id: lien",
            "  reponses: {}\n  autre:\n    - id: lien",
            (1, "E070", "reponses"),
        ),
    ],
)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, ancien: str, nouveau: str, attendu: tuple[int, str, str]
) -> None:
    assert ancien in QUESTIONS
    _, diagnostics, _ = lire(tmp_path, QUESTIONS.replace(ancien, nouveau, 1))
    assert attendu in [(d.ligne, d.code, d.champ) for d in diagnostics]
    assert all(d.chemin.endswith("_referentiels/guide.yml") for d in diagnostics)
    assert all(d.message and d.correction for d in diagnostics)


def test_a_mistyped_key_is_one_finding(tmp_path: Path) -> None:
    _, diagnostics, _ = lire(tmp_path, QUESTIONS.replace("themes: [lien-social]", "thèmes: [x]"))
    assert [(d.ligne, d.code, d.champ) for d in diagnostics] == [(7, "E011", "thèmes")]


@pytest.mark.parametrize(
    "texte", ["- : [", "a: b", "- Logement", b"- id: \xe9", "x" * (1024**2 + 1), "[" * 5000]
)
def test_a_file_that_is_no_guide_is_an_error_and_not_a_crash(
    tmp_path: Path, texte: str | bytes
) -> None:
    guide, diagnostics, _ = lire(tmp_path, texte)
    assert guide == Guide()
    assert [d.code for d in diagnostics] == ["E070"]


def test_aliases_make_no_bomb(tmp_path: Path) -> None:
    valeurs = ", ".join(["x"] * 5000)
    bombe = f"- &a {{id: a, question: q, reponses: &b [{valeurs}]}}\n" + "- *a\n" * 5000
    _, diagnostics, _ = lire(tmp_path, bombe)
    # Once for each alias, and not once for each value of each alias.
    assert 5000 <= len(diagnostics) <= 10_001


def test_the_check_says_what_is_wrong_with_the_guide(tmp_path: Path) -> None:
    petit.corpus(tmp_path, {"_referentiels/guide.yml": QUESTIONS.replace("[freins]", "[frein]")})
    resultat = lancer("verifier", tmp_path)
    assert resultat.exit_code == 1
    assert "guide.yml:18: E019 sections" in resultat.output
    assert "freins" in resultat.output


def test_a_corpus_without_a_guide_takes_that_of_the_project_for_what_it_knows(
    tmp_path: Path,
) -> None:
    corpus = petit.corpus(tmp_path, {"inspiractions/a.md": FICHE}).corpus
    guide, diagnostics = charger(corpus, REFERENTIELS)
    assert diagnostics == []
    themes = guide.questions[0]
    # Its vocabulary has no addictions: an answer that nothing could meet is not offered.
    assert "lien-social" in {r.id for r in themes.reponses}
    assert "addictions" not in {r.id for r in themes.reponses}
    assert charger(corpus) == (Guide(), [])


def test_a_term_counts_for_those_above_it_and_each_key_adds_to_the_force(tmp_path: Path) -> None:
    guide, _, fiches = lire(tmp_path, QUESTIONS, a=FICHE)
    # FICHE is about isolement-social, and has one lever, of partnership.
    assert peser(guide)(fiches["a"]) == ({0: 1}, {1: 2})


def test_a_guide_of_one_question_leads_to_the_entries_of_each_answer(tmp_path: Path) -> None:
    seule, _, _ = QUESTIONS.partition("- id: manque")
    guide, diagnostics, _ = lire(tmp_path, seule, a=FICHE)
    assert diagnostics == []
    site = Site(petit.corpus(tmp_path, {}).corpus, AUJOURDHUI, guide=guide)
    vues = {p.adresse: p.composer() for p in toutes(site) if p.adresse.startswith("guide/")}
    (liste,) = vues["guide/lien/"].listes
    assert (liste.compte, [r.fiche.id for r in liste.rangees]) == (1, ["a"])
    assert liste.rangees[0].pourquoi == "Parle de lien"
    # There is nothing more to ask.
    assert not vues["guide/lien/"].suite


# --- The short list


def lignes(*forces_: tuple[int, int]) -> list:
    """Fictional entries, by rank, with the force of answer 0 to each of two questions."""
    return [
        (rang, tuple({0: force} if force else {} for force in couple))
        for rang, couple in enumerate(forces_)
    ]


def liste(lignes_: list, choix: tuple[int | None, ...]) -> list[tuple[tuple[int, ...], list[int]]]:
    return [(p.sans, list(p.entrees)) for p in choisir(lignes_, choix)]


def test_entries_that_meet_every_answer_come_first_then_those_that_miss_the_last() -> None:
    connues = lignes((1, 0), (1, 1), (0, 1), (1, 2))
    assert liste(connues, (0, 0)) == [((), [3, 1]), ((1,), [0])]


def test_a_question_that_does_not_matter_asks_nothing() -> None:
    connues = lignes((1, 0), (0, 1))
    assert liste(connues, (None, 0)) == [((), [1])]
    assert liste(connues, (None, None)) == []


def test_the_list_is_short_and_is_not_made_longer_when_it_is_long_enough() -> None:
    assert liste(lignes(*[(1, 1)] * 20, (1, 0)), (0, 0)) == [((), list(range(MAXIMUM)))]
    assert liste(lignes(*[(1, 1)] * ASSEZ, (1, 0)), (0, 0)) == [((), list(range(ASSEZ)))]
    presque = [(1, 1)] * (ASSEZ - 1) + [(1, 0)] * 20
    assert [len(entrees) for _, entrees in liste(lignes(*presque), (0, 0))] == [4, MAXIMUM - 4]


def test_the_first_answer_is_given_up_only_when_nothing_meets_it() -> None:
    assert liste(lignes((0, 1)), (0, 0)) == [((0,), [0])]
    assert liste(lignes((0, 0)), (0, 0)) == []


def test_the_browser_gets_the_questions_and_what_each_entry_meets(tmp_path: Path) -> None:
    guide, _, _ = lire(tmp_path, QUESTIONS, a=FICHE)
    corpus = petit.corpus(tmp_path, {"inspiractions/a.md": FICHE}).corpus
    donnees = paquet(corpus, guide)
    assert [q[0] for q in donnees["questions"]] == ["theme", "manque"]
    assert donnees["entrees"][0][1:2] + donnees["entrees"][0][3:] == [
        "a",
        0,
        "Scaër (29)",
        [0, 1],
        [1, 2],
    ]
