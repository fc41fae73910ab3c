"""Front matter as contributors write it → raw values, lines of the file, findings."""

from __future__ import annotations

import pytest

from capitalisation.frontmatter import EnTete, Lecture, en_pointille, lire


def lecture(entete: str, corps: str = "") -> Lecture:
    return lire(f"---\n{entete}\n---\n{corps}")


def entete(texte: str) -> EnTete:
    lu = lecture(texte)
    assert lu.constats == ()
    assert lu.entete is not None
    return lu.entete


def constats(texte: str) -> list[tuple[int, str, str]]:
    return [(c.ligne, c.code, c.champ) for c in lecture(texte).constats]


# --- Values ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "brut",
    ["01001", "010", "2019-06-31", "2026-01-15", "yes", "No", "on", "true", "1e3", "0x1F", "12:30",
     "1_000", ".5", "-3", "Éric", "nul", "2A004", "10.1000/x", "a#b", "https://example.org/a:b"],
)  # fmt: skip
def test_a_value_stays_as_it_was_written(brut: str) -> None:
    assert entete(f"cle: {brut}").valeurs == {"cle": brut}


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ('"Un : deux #3"', "Un : deux #3"),
        ("'l''atelier'", "l'atelier"),
        (r'"une\nligne"', "une\nligne"),
        ('"01001"', "01001"),
        ('""', ""),
        ('"null"', "null"),
        ('"~"', "~"),
        (">\n  plié\n  en deux", "plié en deux\n"),
        ("|-\n  gardé\n  tel quel", "gardé\ntel quel"),
        ("un texte\n  sur deux lignes", "un texte sur deux lignes"),
        ("[a, 'b, c', 1]", ["a", "b, c", "1"]),
        ("\n- a\n-\n- b", ["a", None, "b"]),
        ("{x: 1, y: [2]}", {"x": "1", "y": ["2"]}),
    ],
)
def test_every_yaml_shape_gives_text_lists_and_mappings(ecrit: str, lu: object) -> None:
    assert entete(f"cle: {ecrit}").valeurs == {"cle": lu}


@pytest.mark.parametrize("vide", ["", "~", "null", "Null", "NULL", "# un commentaire"])
def test_a_key_without_value_is_empty(vide: str) -> None:
    assert entete(f"cle: {vide}\nautre: x").valeurs == {"cle": None, "autre": "x"}


def test_an_empty_front_matter_has_no_key() -> None:
    assert entete("").valeurs == {}
    assert entete("# rien qu’un commentaire").valeurs == {}


def test_a_yaml_tag_runs_nothing_and_gives_text() -> None:
    valeur = entete("cle: !!python/object/apply:os.getcwd []").valeurs["cle"]
    assert valeur == []
    assert entete("cle: !!int 01001").valeurs == {"cle": "01001"}


# --- Lines ----------------------------------------------------------------------

LONG = """\
# un commentaire
titre: "Un titre
  sur deux lignes"
resume: >
  Plié
  en deux

themes: [a,
  b]
leviers:
  - texte: "x"
    type: y

  - type: z
periode: {debut: "2021",
  fin: "2022"}
fin: x"""


@pytest.mark.parametrize(
    ("chemin", "ligne"),
    [
        (("titre",), 3),
        (("resume",), 5),
        (("themes",), 9),
        (("themes", 1), 10),
        (("leviers",), 11),
        (("leviers", 0), 12),
        (("leviers", 0, "type"), 13),
        (("leviers", 1, "type"), 15),
        (("periode", "debut"), 16),
        (("periode", "fin"), 17),
        (("fin",), 18),
    ],
)
def test_a_value_is_found_on_its_line_of_the_file(
    chemin: tuple[str | int, ...], ligne: int
) -> None:
    assert entete(LONG).ligne(chemin) == ligne


def test_what_is_absent_stands_on_the_line_of_its_nearest_parent() -> None:
    lu = entete(LONG)
    assert lu.ligne(("leviers", 1, "texte")) == 15
    assert lu.ligne(("leviers", 7, "texte")) == 11
    assert lu.ligne(("absente",)) == 1


@pytest.mark.parametrize("separateur", ["\u2028", "\u2029", "\u0085"])
@pytest.mark.parametrize("ligne", ['titre: "Un{}titre"', "titre: Un{}titre", "titre: Un titre{}"])
def test_an_unseen_line_separator_does_not_shift_the_lines(separateur: str, ligne: str) -> None:
    """YAML counts these as line ends; editors and GitHub do not."""
    lu = lecture(ligne.format(separateur * 3) + "\nstatut: publiee\nstatut: publiee")
    assert lu.entete is not None
    assert lu.entete.ligne(("statut",)) == 3
    assert [(c.ligne, c.code) for c in lu.constats] == [(4, "E009")]


@pytest.mark.parametrize("separateur", ["\u2028", "\u2029", "\u0085"])
def test_an_unseen_line_separator_at_the_end_is_no_crash(separateur: str) -> None:
    lu = lecture("titre: Un titre\nstatut: publiee" + separateur * 4)
    assert lu.entete is not None
    assert lu.entete.valeurs["titre"] == "Un titre"


# --- Where the body begins --------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "corps", "ligne"),
    [
        ("---\na: b\n---\nTexte\n", "Texte\n", 4),
        ("---\na: b\n---\n\n\nTexte", "Texte", 6),
        ("---\na: b\n---", "", 3),
        ("-----  \na: b\n----\t\nTexte", "Texte", 4),
        ("---\n\na: b\n\n---\nUn\n\n---\n\nDeux", "Un\n\n---\n\nDeux", 6),
        ('---\na: "x --- y"\n---\nTexte', "Texte", 4),
    ],
)
def test_the_body_is_what_follows_the_second_line_of_dashes(
    texte: str, corps: str, ligne: int
) -> None:
    lu = lire(texte)
    assert lu.entete is not None
    assert lu.corps.lstrip("\n") == corps
    assert lu.ligne_corps + len(lu.corps) - len(lu.corps.lstrip("\n")) == ligne


@pytest.mark.parametrize(
    ("texte", "code", "ligne"),
    [
        ("", "E002", 1),
        ("Texte", "E002", 1),
        ("--\na: b\n--\n", "E002", 1),
        ("\n---\na: b\n---\n", "E002", 2),
        ("# Titre\n\n---\na: b\n---\n", "E002", 3),
        ("  ---\na: b\n---\n", "E002", 1),
        ("---\na: b\n\nTexte\n", "E003", 3),
        ("---\na: b\n## Contexte\n", "E003", 3),
        ("---\na: b\n --- \n\nTexte", "E003", 4),
        ("---", "E003", 1),
    ],
)
def test_a_front_matter_that_is_not_between_dashes_is_named(
    texte: str, code: str, ligne: int
) -> None:
    lu = lire(texte)
    assert lu.entete is None
    assert [(c.code, c.ligne) for c in lu.constats] == [(code, ligne)]


# --- What is lost, what is not quoted ----------------------------------------------


@pytest.mark.parametrize(
    ("ligne", "perdu"),
    [
        ("cle: Agir ensemble #1", "#1"),
        ("cle: Agir   # ensemble", "# ensemble"),
        ('cle: "Agir ensemble #1"', None),
        ('cle: "Agir" # dit exprès', None),
        ("cle: [a, b] # dit exprès", None),
        ("cle: Agir#1", None),
        ("# cle: x\ncle: Agir", None),
        ("cle: # vide", None),
    ],
)
def test_the_text_that_a_hash_cuts_is_known(ligne: str, perdu: str | None) -> None:
    assert entete(ligne).coupes.get(("cle",)) == perdu


def test_values_without_quotes_are_known() -> None:
    lu = entete("a: 01001\nb: \"01001\"\nc: ['01001', 01002]\nd: |\n  01001")
    assert lu.sans_guillemets == {("a",), ("c", 1)}


# --- Findings -----------------------------------------------------------------------

FAUTES = {
    "liste-au-lieu-de-cles": ("- a\n- b", [(2, "E010", "")]),
    "phrase-au-lieu-de-cles": ("Ma fiche", [(2, "E010", "")]),
    "une-seule-cle-collee": ("titre:Ma fiche", [(2, "E007", "titre")]),
    "deux-tabulations": ("a: b\n\tc: d\ne: f\n\tg: h", [(3, "E005", ""), (5, "E005", "")]),
    "trois-fois-la-meme-cle": ("a: 1\na: 2\nb: 3\na: 4", [(3, "E009", "a"), (5, "E009", "a")]),
    "double-dans-un-bloc": ("a:\n  - b: 1\n    b: 2", [(4, "E009", "a.1.b")]),
    "meme-nom-dans-deux-blocs": ("a:\n  - b: 1\n  - b: 2", []),
    "deux-fautes-a-la-fois": (
        "titre: Un : deux\nstatut:publiee\nimage: *moi",
        [(2, "E006", "titre"), (3, "E007", "statut"), (4, "E008", "image")],
    ),
    "dans-un-tiret": ("leviers:\n  - texte: Un : deux", [(3, "E006", "texte")]),
    "guillemet-ouvert": ('a: b\ntitre: "Ma fiche\nc: d', [(3, "E004", "")]),
    "crochet-ouvert": ("a: b\nthemes: [a, b\nc: d", [(3, "E008", "themes")]),
    "renvoi-yaml": ("a: &x [1]\nb: *x", [(2, "E004", "")]),
    "decalage": ("a:\n    b: 1\n  c: 2", [(4, "E004", "")]),
}


@pytest.mark.parametrize("nom", FAUTES)
def test_a_mistake_in_the_yaml_is_named_on_its_line(nom: str) -> None:
    texte, attendu = FAUTES[nom]
    assert constats(texte) == attendu


#: Correct lines that look like mistakes: nobody may be asked to change them.
INNOCENTS = {
    "liste-sur-deux-lignes": "themes: [isolement-social,\n  alimentation]",
    "liste-imbriquee": 'elements: [{titre: "Une partie", entrees: [a, b]}]',
    "bloc-sur-deux-lignes": 'periode: {debut: "2021",\n  fin: "2022"}',
    "texte-plie-avec-deux-points": "resume: >\n  Un collectif fictif : des habitants.",
    "texte-garde-avec-deux-points": "resume: |\n  Un collectif fictif : des habitants.",
    "texte-plie-avec-cle": "resume: >-\n  note:important et rien d’autre.",
    "guillemets-sur-deux-lignes": 'resume: "Un collectif\n  fictif : des habitants."',
    "bloc-avec-deux-points": 'periode: {debut: "2021", fin: "2022"}',
    "commentaire": "# Un : deux",
    "adresse": "url: https://example.org/a:b",
}


@pytest.mark.parametrize("nom", INNOCENTS)
def test_a_correct_line_is_never_blamed_for_the_mistake_of_another(nom: str) -> None:
    innocent = INNOCENTS[nom]
    assert constats(innocent) == []
    fautive = 2 + innocent.count("\n") + 1
    assert constats(f"{innocent}\ntitre: Un : deux") == [(fautive, "E006", "titre")]


def test_a_duplicate_key_says_where_the_first_one_is_and_keeps_it() -> None:
    lu = lecture("a: 1\nb: 2\na: 3")
    assert lu.entete is not None
    assert lu.entete.valeurs == {"a": "1", "b": "2"}
    assert "ligne 2" in lu.constats[0].message


# --- Bombs ----------------------------------------------------------------------------

BOMBES = {
    "renvois-en-cascade": "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c]",
    "crochets": "titre: " + "[" * 20_000,
    "crochets-fermes": "titre: " + "[" * 5_000 + "]" * 5_000,
    "accolades": "titre: " + "{a: " * 5_000,
    "tirets": "titre:\n  " + "- " * 5_000 + "x",
    "decalages": "\n".join(" " * i + "a:" for i in range(300)),
    "crochets-caches-par-des-guillemets": "titre: " + '["]", ' * 5_000 + "x" + "]" * 5_000,
    "crochets-caches-par-des-commentaires": "titre: " + "[ # ]\n  " * 5_000 + "x" + "]" * 5_000,
    "longueur": "titre: " + "x" * 70_000,
}


@pytest.mark.parametrize("nom", BOMBES)
def test_a_front_matter_made_to_exhaust_the_machine_is_refused(nom: str) -> None:
    lu = lecture(BOMBES[nom])
    assert lu.entete is None
    assert {c.code for c in lu.constats} == {"E004"}


@pytest.mark.parametrize(
    ("chemin", "ecrit"),
    [((), ""), (("titre",), "titre"), (("leviers", 1, "type"), "leviers.2.type")],
)
def test_a_path_is_written_as_people_count(chemin: tuple[str | int, ...], ecrit: str) -> None:
    assert en_pointille(chemin) == ecrit
