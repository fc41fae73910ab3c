"""Referentials: what a file of terms gives, and what is said of a bad one."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from capitalisation.territories import Territoires
from capitalisation.vocabulary import (
    FICHIER_MAX,
    NIVEAUX_MAX,
    VOCABULAIRES,
    Terme,
    Vocabulaire,
    charger,
)
from tests.conftest import REFERENTIELS


def lire(tmp_path: Path, texte: str | bytes, nom: str = "themes") -> tuple[Vocabulaire, list]:
    dossier = tmp_path / "_referentiels"
    dossier.mkdir(exist_ok=True)
    contenu = texte if isinstance(texte, bytes) else texte.encode()
    (dossier / f"{nom}.yml").write_bytes(contenu)
    vocabulaires, diagnostics = charger(dossier)
    return vocabulaires[nom], diagnostics


# --- Terms ------------------------------------------------------------------------

SIGNES = """\
- id: zebre
  libelle: "Zèbre fictif"
- id: mediation
  libelle: "Médiation"
  sigle: NO
  definition: "Définition fictive : l'une."
  synonymes: ["l’entremise", "01001", Médiation]
  feminin: [médiateur, médiatrice]
  parent: lien
- id: lien
  libelle: "Lien"
  parent: racine
- id: racine
  libelle: "Racine"
"""


def test_terms_come_in_the_order_of_the_file_with_their_words_as_written(tmp_path: Path) -> None:
    vocabulaire, diagnostics = lire(tmp_path, SIGNES)
    assert diagnostics == []
    assert list(vocabulaire.termes) == ["zebre", "mediation", "lien", "racine"]
    terme = vocabulaire.termes["mediation"]
    assert (terme.libelle, terme.sigle, terme.definition) == (
        "Médiation", "NO", "Définition fictive\u202f: l’une.",
    )  # fmt: skip
    assert terme.synonymes == ("l’entremise", "01001", "Médiation")


def test_the_words_of_a_term_get_french_typography(tmp_path: Path) -> None:
    """Readers see them as headings, and in lists."""
    source = '- id: axe\n  libelle: "Axe 1 : l\'eau"\n  synonymes: ["l\'eau : tout"]\n'
    terme = lire(tmp_path, source)[0].termes["axe"]
    assert terme.libelle == "Axe 1\u202f: l’eau"
    assert terme.synonymes == ("l’eau\u202f: tout",)


def test_a_term_knows_its_ancestors_nearest_first(tmp_path: Path) -> None:
    vocabulaire, _ = lire(tmp_path, SIGNES)
    assert [t.id for t in vocabulaire.termes["mediation"].ancetres] == ["lien", "racine"]
    assert list(vocabulaire.termes["racine"].ancetres) == []


def test_the_ways_to_write_a_term_come_once_each(tmp_path: Path) -> None:
    vocabulaire, _ = lire(tmp_path, SIGNES)
    assert vocabulaire.termes["mediation"].formes == (
        "Médiation", "NO", "l’entremise", "01001", "médiateur", "médiatrice",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("nom", "adresse"),
    [
        ("themes", "themes/x/"),
        ("structures", "structures/x/"),
        ("glossaire", "glossaire/#x"),
        ("natures", ""),
        ("types-de-facteurs", ""),
    ],
)
def test_a_term_has_an_address_when_its_vocabulary_has_pages(nom: str, adresse: str) -> None:
    assert Terme(nom, "x", "X").adresse == adresse


# --- Did you mean ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ecrit", "compris"),
    [
        ("Médiation", ["mediation"]),
        ("MEDIATION", ["mediation"]),
        ("médiatrice", ["mediation"]),
        ("L'entremise", ["mediation"]),
        ("no", ["mediation"]),
        ("mediaton", ["mediation"]),
        ("zebre fictif", ["zebre"]),
        ("qwxk", []),
        ("", []),
    ],
)
def test_what_is_written_is_understood_by_any_word_of_the_term(
    ecrit: str, compris: list[str], tmp_path: Path
) -> None:
    assert lire(tmp_path, SIGNES)[0].proches(ecrit) == compris


def test_several_near_terms_are_all_proposed_up_to_three(tmp_path: Path) -> None:
    texte = "".join(f'- id: sante-{n}\n  libelle: "Santé {n}"\n' for n in ("au", "bu", "cu", "du"))
    proches = lire(tmp_path, texte)[0].proches("santé zu")
    assert len(proches) == 3
    assert len(set(proches)) == 3


@pytest.mark.parametrize("ecrit", ["Logemant", "logements insalubre", "LOGMENT"])
def test_a_word_inside_a_label_is_nearer_than_letters_inside_a_word(
    ecrit: str, tmp_path: Path
) -> None:
    """« gem » stands in « logemant » letter for letter, and means something else."""
    texte = (
        '- id: psy\n  libelle: "Troubles psychiques"\n  synonymes: [GEM]\n'
        '- id: habitat\n  libelle: "Habitat et logement"\n  synonymes: [logement insalubre]\n'
    )
    assert lire(tmp_path, texte)[0].proches(ecrit) == ["habitat"]


# --- Files ------------------------------------------------------------------------------

MAUVAIS = {
    "illisible": ('- id: a\n  libelle: "A\n', "E070", 3),
    "pas-une-liste": ("a: b", "E070", 1),
    "vide": ("", "E070", 1),
    "une-phrase": ("- Logement", "E070", 1),
    "sans-libelle": ('- id: a\n  libelle: "A"\n- id: b', "E070", 3),
    "libelle-vide": ('- id: a\n  libelle: ""', "E070", 1),
    "cle-inconnue": ('- id: a\n  libelle: "A"\n  couleur: bleu', "E070", 1),
    "identifiant-accentue": ('- id: é\n  libelle: "A"', "E070", 1),
    "site-sans-protocole": ('- id: a\n  libelle: "A"\n  site: www.example.org', "E070", 1),
    "en-double": ('- id: a\n  libelle: "A"\n- id: a\n  libelle: "B"', "E071", 3),
    "parent-absent": ('- id: a\n  libelle: "A"\n  parent: zzz', "E072", 1),
    "parent-de-soi": ('- id: a\n  libelle: "A"\n  parent: a', "E072", 1),
    "pas-en-utf8": ('- id: a\n  libelle: "Santé"'.encode("cp1252"), "E070", 1),
}


@pytest.mark.parametrize("nom", MAUVAIS)
def test_a_bad_vocabulary_gives_one_finding_on_its_line(nom: str, tmp_path: Path) -> None:
    texte, code, ligne = MAUVAIS[nom]
    _, diagnostics = lire(tmp_path, texte)
    assert [(d.code, d.ligne) for d in diagnostics] == [(code, ligne)], diagnostics
    assert diagnostics[0].chemin.endswith("_referentiels/themes.yml")


def test_a_type_of_factor_never_takes_the_page_of_lessons(tmp_path: Path) -> None:
    dossier = tmp_path / "_referentiels"
    dossier.mkdir()
    texte = '- id: methode\n  libelle: "Méthode"\n- id: a-retenir\n  libelle: "À retenir"'
    (dossier / "types-de-facteurs.yml").write_text(texte, encoding="utf-8")
    lus, diagnostics = charger(dossier)
    assert [(d.code, d.ligne) for d in diagnostics] == [("E071", 3)]
    assert list(lus["types-de-facteurs"].termes) == ["methode"]


def test_a_bad_term_leaves_the_others_in_place(tmp_path: Path) -> None:
    vocabulaire, diagnostics = lire(
        tmp_path, '- id: a\n  libelle: "A"\n- id: b\n- id: c\n  libelle: C'
    )
    assert [d.ligne for d in diagnostics] == [3]
    assert list(vocabulaire.termes) == ["a", "c"]


def test_parents_in_a_circle_are_cut_and_named(tmp_path: Path) -> None:
    texte = "".join(f'- id: {a}\n  libelle: "{a}"\n  parent: {b}\n' for a, b in ("ab", "bc", "ca"))
    vocabulaire, diagnostics = lire(tmp_path, texte)
    assert [d.code for d in diagnostics] == ["E072"]
    for terme in vocabulaire.termes.values():
        assert len(list(terme.ancetres)) <= 2


def test_a_duplicate_says_where_the_first_one_is(tmp_path: Path) -> None:
    texte, _, _ = MAUVAIS["en-double"]
    vocabulaire, (constat,) = lire(tmp_path, texte)
    assert "ligne 1" in constat.message
    assert vocabulaire.termes["a"].libelle == "A"


def test_a_vocabulary_that_the_corpus_lacks_comes_from_the_fallback(tmp_path: Path) -> None:
    propre, repli = tmp_path / "_referentiels", tmp_path / "repli"
    for dossier, identifiant in ((propre, "propre"), (repli, "repli")):
        dossier.mkdir()
        (dossier / "themes.yml").write_text(f"- id: {identifiant}\n  libelle: X")
    (repli / "natures.yml").write_text("- id: outil\n  libelle: Outil")
    vocabulaires, diagnostics = charger(propre, repli)
    assert diagnostics == []
    assert list(vocabulaires["themes"].termes) == ["propre"]
    assert list(vocabulaires["natures"].termes) == ["outil"]
    assert "outil" not in vocabulaires["publics"]
    assert set(vocabulaires) == set(VOCABULAIRES)


def test_a_vocabulary_nested_without_end_is_named_and_does_not_kill_the_process(
    tmp_path: Path,
) -> None:
    """In its own process: libyaml recurses on the C stack, where a crash has no traceback."""
    for nom, bombe in {"themes": "[", "publics": "- ", "natures": "{a: "}.items():
        (tmp_path / f"{nom}.yml").write_text(bombe * 60_000)
    programme = (
        "import sys; from pathlib import Path; from capitalisation.vocabulary import charger; "
        "print([d.code for d in charger(Path(sys.argv[1]))[1]])"
    )
    execution = subprocess.run(
        [sys.executable, "-c", programme, str(tmp_path)], capture_output=True, text=True
    )
    assert (execution.returncode, execution.stdout) == (0, "['E070', 'E070', 'E070']\n")


# --- The project's own vocabularies --------------------------------------------------------


@pytest.fixture(scope="module")
def projet() -> dict[str, Vocabulaire]:
    vocabulaires, diagnostics = charger(REFERENTIELS)
    assert diagnostics == []
    return vocabulaires


def test_the_project_has_every_vocabulary_that_a_key_names(projet: dict[str, Vocabulaire]) -> None:
    assert [nom for nom, vocabulaire in projet.items() if not vocabulaire.termes] == []


def test_a_theme_typed_wrong_is_understood(projet: dict[str, Vocabulaire]) -> None:
    assert projet["themes"].proches("Logemant")[0] == "habitat-et-logement"


@pytest.mark.parametrize("nom", [nom for nom, (_, _, dossier) in VOCABULAIRES.items() if dossier])
def test_the_name_of_a_term_leads_to_it_and_to_no_other(
    nom: str, projet: dict[str, Vocabulaire]
) -> None:
    for terme in projet[nom].termes.values():
        for ecrit in (terme.id, terme.libelle, terme.sigle):
            assert not ecrit or projet[nom].proches(ecrit) == [terme.id], ecrit


def test_every_structure_of_the_project_has_a_known_type_and_a_known_place(
    projet: dict[str, Vocabulaire],
) -> None:
    territoires = Territoires()
    for terme in projet["structures"].termes.values():
        assert not terme.type or terme.type in projet["types-de-structures"], terme.id
        if terme.territoire:
            assert territoires.resoudre(terme.territoire).code, terme.id


def test_a_chain_of_terms_is_cut_and_named(tmp_path: Path) -> None:
    maillons = [f'- id: t{i}\n  libelle: "Terme {i}"\n  parent: t{i + 1}\n' for i in range(3000)]
    vocabulaire, diagnostics = lire(tmp_path, "".join(maillons) + "- id: t3000\n  libelle: Fin\n")
    assert {d.code for d in diagnostics} == {"E072"}
    assert len(vocabulaire.termes) == 3001
    assert max(len(list(t.ancetres)) for t in vocabulaire.termes.values()) < NIVEAUX_MAX


def test_aliases_cannot_keep_the_reader_busy(tmp_path: Path) -> None:
    """Three levels of a thousand aliases are a billion values."""
    mille = ", ".join(["x"] * 1000)
    bombe = f"- &a [{mille}]\n" + "".join(
        f"- &{b} [{', '.join([f'*{a}'] * 1000)}]\n" for a, b in ("ab", "bc")
    )
    depart = time.monotonic()
    vocabulaire, diagnostics = lire(tmp_path, bombe)
    assert time.monotonic() - depart < 5
    assert vocabulaire.termes == {}
    assert {d.code for d in diagnostics} == {"E070"}


def test_a_vocabulary_too_heavy_to_be_one_is_not_read(tmp_path: Path) -> None:
    _, (constat,) = lire(tmp_path, SIGNES.encode() + b"#" * FICHIER_MAX)
    assert (constat.code, constat.ligne) == ("E070", 1)
    assert constat.message == "ce vocabulaire pèse plus de 8 Mo"
