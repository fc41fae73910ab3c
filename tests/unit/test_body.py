"""What a Markdown body holds, line by line, and what the rules say of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from capitalisation.body import Corps, Image, Titre, analyser
from capitalisation.corpus import Chargement
from capitalisation.markup import Convertisseur, Glossaire
from tests.conftest import JPEG
from tests.unit import petit


def corps(texte: str) -> Corps:
    return analyser(texte, 1)


# --- Parts -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ligne", "niveau", "texte"),
    [
        ("# Un", 1, "Un"),
        ("## Deux mots", 2, "Deux mots"),
        ("### Trois ###", 3, "Trois"),
        ("##   Large   ", 2, "Large"),
        ("## C# et F#", 2, "C# et F"),
        ("###### Six", 6, "Six"),
    ],
)
def test_a_heading_is_read_with_its_level(ligne: str, niveau: int, texte: str) -> None:
    assert corps(ligne).titres == (Titre(1, niveau, texte, True),)


@pytest.mark.parametrize("ligne", ["####### Sept", "##", "Texte # pas un titre", "#hashtag"])
def test_a_hash_that_makes_no_heading_is_left_alone(ligne: str) -> None:
    assert corps(ligne).titres == ()


#: Body → the headings with nothing under them.
VIDES = {
    "seul": ("## A", ["A"]),
    "rempli": ("## A\n\nTexte", []),
    "espaces": ("## A\n\n   \n\t\n", ["A"]),
    "suivi-d-un-autre": ("## A\n## B\nTexte", ["A"]),
    "rempli-par-le-dessous": ("## A\n### B\nTexte", []),
    "dessous-vide": ("## A\n### B", ["B"]),
    "commentaire-seul": ("## A\n<!-- Racontez ici -->", ["A"]),
    "commentaire-sur-deux-lignes": ("## A\n<!-- Racontez\nici -->\n", ["A"]),
    "commentaire-et-texte": ("## A\n<!-- x --> Texte", []),
    "code": ("## A\n```\nx = 1\n```", []),
    "liste": ("## A\n- un", []),
}


@pytest.mark.parametrize("nom", VIDES)
def test_a_heading_is_empty_when_readers_see_nothing_under_it(nom: str) -> None:
    texte, vides = VIDES[nom]
    assert [t.texte for t in corps(texte).titres if t.vide] == vides


@pytest.mark.parametrize(
    ("texte", "renvois"),
    [
        ("Voir [[a-b]] et [[c|le texte de c]].", ["a-b", "c"]),
        ("[[ a ]]", ["a"]),
        ("Le code `[[a]]` et ``[[b]]``.", []),
        ("```\n[[a]]\n```\n[[b]]", ["b"]),
        ("~~~\n[[a]]\n~~~\n[[b]]", ["b"]),
        ("````\n```\n[[a]]\n````\n[[b]]", ["b"]),
        ("```\n~~~\n[[a]]\n```\n[[b]]", ["b"]),
        ("[[]] [[a\nb]] [a] [[a]", []),
        ("[[[a]]]", ["a"]),
    ],
)
def test_references_are_found_outside_code(texte: str, renvois: list[str]) -> None:
    assert [identifiant for _, identifiant in corps(texte).renvois] == renvois


@pytest.mark.parametrize(
    ("texte", "liens"),
    [
        ("[a](https://x.org) [b](y.md 'titre')", ["https://x.org", "y.md"]),
        ("[a]: https://x.org\n[b]: y.md 'titre'", ["https://x.org", "y.md"]),
        ("![image](a.jpg)", []),
        ("[^1]: une note", []),
        ("`[a](b)`", []),
        ("[[a]](b)", []),
    ],
)
def test_links_are_found_with_their_target(texte: str, liens: list[str]) -> None:
    assert [cible for _, cible in corps(texte).liens] == liens


def test_images_are_found_with_their_alternative() -> None:
    assert corps('x ![ Un atelier ](a.jpg "Titre")\n![](b.png)').images == (
        Image(1, "Un atelier", "a.jpg", "Titre"),
        Image(2, "", "b.png"),
    )


@pytest.mark.parametrize(
    ("parenthese", "cible", "credit"),
    [
        ("a.jpg", "a.jpg", ""),
        (' a.jpg  "Ville, CC BY" ', "a.jpg", "Ville, CC BY"),
        ("a.jpg 'Ville'", "a.jpg", "Ville"),
        ('a.jpg "Ville (2021), CC BY"', "a.jpg", "Ville (2021), CC BY"),
        ('<mon atelier.jpg> "Ville"', "mon atelier.jpg", "Ville"),
        ("mon atelier.jpg", "mon atelier.jpg", ""),
        ('a.jpg ""', "a.jpg", ""),
        ("", "", ""),
    ],
)
def test_the_credit_of_an_image_is_its_title(parenthese: str, cible: str, credit: str) -> None:
    assert corps(f"![x]({parenthese}) et la suite").images == (Image(1, "x", cible, credit),)


def test_tags_and_comments_are_found() -> None:
    lu = corps("<DIV>\n<br/> x </div>\n<!-- a\n-->\n`<b>` 3 < 4 <u\nclass=x>")
    assert lu.balises == ((1, "div"), (2, "br"), (2, "div"), (5, "u"))
    assert lu.commentaires == (3,)


def test_lines_count_from_the_line_of_the_file_where_the_body_begins() -> None:
    lu = analyser("\n## A\n\n[[b]] ![c](c.jpg)\n<i>\n[d](d)\n", 20)
    assert lu.titres[0].ligne == 21
    assert lu.renvois[0][0] == lu.images[0].ligne == 23
    assert lu.balises[0][0] == 24
    assert lu.liens[0][0] == 25


# --- Rules -------------------------------------------------------------------------

CONTEXTE, OBJECTIFS, DEROULEMENT = (
    "## Contexte et problématique\n\nTexte fictif.\n\n",
    "## Objectifs\n\nTexte fictif.\n\n",
    "## Déroulement\n\nTexte fictif.\n\n",
)
TROIS = CONTEXTE + OBJECTIFS + DEROULEMENT

#: name of the file → (folder, keys, body, codes expected in order of line)
CORPS: dict[str, tuple[str, dict[str, object], str, list[str]]] = {
    "complete": ("inspiractions", {}, TROIS, []),
    "six-sections": (
        "inspiractions", {},
        TROIS + "## Partenaires et moyens\n\nX.\n\n## Résultats\n\nX.\n\n"
        "## Pour aller plus loin\n\nX.",
        [],
    ),
    "sous-titres-libres": ("inspiractions", {}, TROIS + "### Un détail\n\nX.", []),
    "section-deux-fois": ("inspiractions", {}, TROIS + "## Objectifs\n\nX.", ["E041"]),
    "section-inventee": ("inspiractions", {}, TROIS + "## Météo\n\nX.", ["E041"]),
    "rien": ("inspiractions", {}, "", ["E040", "E040", "E040"]),
    "notice-sans-section": ("inspiractions", {"statut": "notice"}, "", []),
    "brouillon-du-gabarit": (
        "inspiractions", {"statut": "brouillon"}, "## Objectifs\n\n<!-- Racontez ici -->", []
    ),
    "ressource-libre": ("ressources", {}, "## Météo\n\nX.", []),
    "dossier-libre": ("dossiers", {}, "Éditorial fictif.", []),
    "liens-complets": (
        "ressources", {},
        "[a](https://x.org) [b](HTTP://x.org) [c](mailto:a@x.org) [d](#sources)", []
    ),
    "lien-absolu": ("ressources", {}, "[a](/ressources/complete/)", ["E044"]),
    "lien-sans-protocole": ("ressources", {}, "[a](//x.org)", ["E044"]),
    "lien-javascript": ("ressources", {}, "[a](javascript:alert(1))", ["E044"]),
    "renvoi-connu": ("ressources", {}, "[[complete]] [[complete|ici]]", []),
    "renvoi-a-soi": ("ressources", {}, "[[renvoi-a-soi]]", []),
    "renvoi-a-un-brouillon": ("ressources", {}, "[[brouillon-du-gabarit]]", ["E042"]),
    "renvoi-entre-brouillons": (
        "ressources", {"statut": "brouillon"}, "[[brouillon-du-gabarit]]", []
    ),
    "renvoi-a-une-fiche-cassee": ("ressources", {}, "[[section-deux-fois]]", []),
    "deux-renvois": ("ressources", {}, "[[aaaa]] [[bbbb]]\n\n[[cccc]]", ["E042", "E042", "E042"]),
    "html-simple": ("ressources", {}, "H<sub>2</sub>O <kbd>Ctrl</kbd><br>", []),
    "html-une-fois-par-balise": (
        "ressources", {}, "<form>\n<form>\n<font>x</font>", ["A105", "A105"]
    ),
    "adresses-entre-chevrons": ("ressources", {}, "<https://x.org> <equipe@x.org>", []),
    "image-sans-rien": ("ressources", {}, "![](photo.jpg)", ["A106", "A110", "E050"]),
    "image-svg": ("ressources", {}, '![x](dessin.svg "y")', ["E052"]),
    "image-remontante": ("ressources", {}, '![x](../autre/photo.jpg "y")', ["E052"]),
    "image-cachee": ("ressources", {}, '![x](.photo.jpg "y")', ["E052"]),
    "image-de-windows": ("ressources", {}, '![x](images\\\\photo.jpg "y")', ["E052"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def chargement(tmp_path_factory: pytest.TempPathFactory) -> Chargement:
    fichiers: dict[str, str | bytes] = {
        f"{dossier}/{nom}.md": petit.texte(dossier, corps=texte, titre=f"Titre {nom}", **cles)
        for nom, (dossier, cles, texte, _) in CORPS.items()
    }
    fichiers["ressources/avec-image.md"] = petit.texte(
        "ressources",
        corps='![Un atelier](photo.jpg "Fictif")',
        titre="Titre de l’image",
        image={"fichier": "photo.jpg", "alt": "Un atelier", "credit": "Fictif"},
    )
    fichiers["images/avec-image/photo.jpg"] = JPEG
    return petit.corpus(tmp_path_factory.mktemp("corps") / "fiches", fichiers)


@pytest.mark.parametrize("nom", CORPS)
def test_a_body_gets_its_findings_and_no_other(nom: str, chargement: Chargement) -> None:
    siens = [d for d in chargement.diagnostics if d.chemin.endswith(f"/{nom}.md")]
    assert sorted(d.code for d in siens) == sorted(CORPS[nom][3]), siens


def test_an_image_in_the_folder_of_its_entry_is_accepted(chargement: Chargement) -> None:
    assert [d for d in chargement.diagnostics if d.chemin.endswith("avec-image.md")] == []


def test_a_relative_link_towards_an_entry_is_given_its_reference(
    chargement: Chargement,
) -> None:
    (constat,) = [d for d in chargement.diagnostics if d.chemin.endswith("lien-absolu.md")]
    assert "[[complete]]" in constat.correction


def test_a_reference_to_a_draft_says_that_it_is_a_draft(chargement: Chargement) -> None:
    (constat,) = [d for d in chargement.diagnostics if "renvoi-a-un-brouillon" in d.chemin]
    assert "brouillon" in constat.message
    assert "statut" in constat.correction


def test_an_image_written_in_html_is_taken_out_as_its_author_is_told(tmp_path: Path) -> None:
    """Nobody checked that its file exists: it must not become a broken image."""
    fichier = {"ressources/x.md": petit.texte("ressources", corps='<img src="a.jpg" alt="Ici">')}
    chargement = petit.corpus(tmp_path / "fiches", dict(fichier))
    (constat,) = chargement.diagnostics
    fiche = chargement.corpus.fiches["x"]
    page = Convertisseur(lambda i: None, Glossaire([]), "../../").convertir(
        fiche.corps, "../../images/x/", fiche.images
    )
    assert "retirée" in constat.message
    assert "<img" not in page.html
    assert "Ici" in page.html
