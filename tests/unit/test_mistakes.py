"""What contributors really get wrong, one mistake at a time: one finding, on its line.

The list comes from 44,800 file versions of two French sites that live from pull
requests; those that are about several files, or about a name, stand below the table.
Every fiche here is fictional.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capitalisation.corpus import Chargement
from tests.conftest import FICHE, JPEG

Corpus = Callable[..., Chargement]


def avec(ancien: str, nouveau: str) -> str:
    """The valid fiche with one thing changed."""
    assert ancien in FICHE
    return FICHE.replace(ancien, nouveau, 1)


TITRE = 'titre: "Action fictive : des cafés dans les hameaux"'

#: name → (text of the fiche, code, line, what the message or the mend must say)
FAUTES: dict[str, tuple[str, str, int, str]] = {
    "deux-points-sans-guillemets": (
        avec(TITRE, "titre: Action fictive : des cafés"), "E006", 2, "guillemets"),
    "espace-manquante-apres-la-cle": (avec(TITRE, "titre:Action fictive"), "E007", 2, "espace"),
    "tabulation": (avec('  - texte: "Un levier', '\t- texte: "Un levier'), "E005", 12, "espaces"),
    "titre-qui-commence-par-un-crochet": (
        avec(TITRE, "titre: [Creil] Action fictive"), "E008", 2, "guillemets"),
    "titre-entre-crochets": (avec(TITRE, "titre: [Action fictive de Creil]"), "E016", 2, "texte"),
    "tabulation-apres-la-cle": (avec("date: 2026", "date:\t2026"), "E005", 9, "espaces"),
    "espace-avant-les-tirets": (" " + FICHE, "E002", 1, "espace"),
    "tirets-de-fin-absents": (FICHE.replace("\n---\n", "\n", 1), "E003", 19, "---"),
    "pas-d-en-tete": ("## Contexte et problématique\n\nTexte fictif.\n", "E002", 1, "---"),
    "markdown-dans-une-valeur": (avec("titre: \"Action", 'titre: "**Action**'), "E026", 2, "**"),
    "lien-dans-une-valeur": (
        avec('"Un levier fictif."', '"Un [levier](https://example.org)"'), "E026", 12, "[levier]"),
    "mois-15": (avec("2026-01-15", "2020-15-01"), "E017", 9, "2020-01-15"),
    "31-juin": (avec("2026-01-15", "2019-06-31"), "E017", 9, "calendrier"),
    "date-a-completer": (avec("2026-01-15", "2025-XX-XX"), "E017", 9, "AAAA-MM-JJ"),
    "premier-du-mois": (avec("2026-01-15", "1er juin 2019"), "E017", 9, "2019-06-01"),
    "date-francaise": (avec("2026-01-15", "15/01/2026"), "E017", 9, "2026-01-15"),
    "date-en-lettres": (avec("2026-01-15", '"15 janvier 2026"'), "E017", 9, "2026-01-15"),
    "cle-en-double": (
        avec("publics: [habitants]", "publics: [habitants]\npublics: [jeunes]"), "E009", 8,
        "ligne 7"),
    "cle-proche": (avec("themes:", "thematique:"), "E011", 4, "« themes »"),
    "cle-inventee": (avec("statut:", "couleur: bleu\nstatut:"), "E011", 18, "couleur"),
    "virgules-au-lieu-d-une-liste": (
        avec("[habitants]", "habitants, jeunes"), "E015", 7, "[habitants, jeunes]"),
    "theme-avec-majuscule": (
        avec("[isolement-social]", "[Isolement social]"), "E019", 4, "isolement-social"),
    "theme-avec-accent": (
        avec("[isolement-social]", "[précarité]"), "E019", 4, "« precarite »"),
    "theme-en-capitales": (
        avec("[isolement-social]", "[ISOLEMENT SOCIAL]"), "E019", 4, "« isolement-social »"),
    "theme-mal-tape": (
        avec("[isolement-social]", "[Logemant]"), "E019", 4, "dire : habitat-et-logement"),
    "theme-inconnu": (avec("[isolement-social]", "[zzzzzz]"), "E019", 4, "themes.yml"),
    "cle-obligatoire-absente": (
        avec('territoires: ["Scaër (29)"]\n', ""), "E013", 1, "territoires"),
    "titre-absent": (avec(TITRE + "\n", ""), "E013", 1, "titre"),
    "valeur-vide": (avec("themes: [isolement-social]", "themes:"), "E014", 4, "vide"),
    "commentaire-qui-coupe-le-titre": (
        avec(TITRE, "titre: Action fictive #1"), "E025", 2, "#1"),
    "code-sans-guillemets": (avec('"Scaër (29)"', "01001"), "E024", 5, '"01001"'),
    "territoire-inconnu": (avec("Scaër (29)", "Scaërr"), "E020", 5, "Scaër (29)"),
    "territoire-ambigu": (avec("Scaër (29)", "Saint-Denis"), "E021", 5, "Saint-Denis (93)"),
    "titre-court": (avec("Action fictive : des cafés dans les hameaux", "Café"), "E012", 2, "5"),
    "statut-accentue": (avec("statut: publiee", "statut: publiée"), "E023", 18, "publiee"),
    "periode-a-l-envers": (avec('"2021", fin: "2022"', '"2022", fin: "2021"'), "E018", 10, "2021"),
    "periode-en-un-mot": (
        avec('{debut: "2021", fin: "2022"}', "2021"), "E016", 10, "debut"),
    "sans-source": (
        FICHE[: FICHE.index("sources:")] + FICHE[FICHE.index("statut:") :], "E060", 14, "sources"),
    "section-absente": (avec("## Objectifs\n\nTexte fictif.\n\n", ""), "E040", 20, "Objectifs"),
    "section-vide": (avec("## Objectifs\n\nTexte fictif.", "## Objectifs"), "E040", 25, "vide"),
    "section-mal-ecrite": (avec("## Objectifs", "## Objectif"), "E041", 25, "## Objectifs"),
    "sections-dans-le-desordre": (
        avec("## Objectifs\n\nTexte fictif.\n\n## Déroulement",
             "## Déroulement\n\nTexte fictif.\n\n## Objectifs"), "E041", 29, "ordre"),
    "renvoi-inconnu": (
        avec("Texte fictif.", "Voir [[action-fictiv]]."), "E042", 23, "action-fictive"),
    "lien-relatif": (
        avec("Texte fictif.", "Voir [ici](autre-fiche.md)."), "E044", 23, "[["),
    "image-absente": (
        avec("Texte fictif.", '![Une table](photo.jpg "Fictif")'), "E050", 23, "photo.jpg"),
    "image-d-ailleurs": (
        avec("Texte fictif.", '![Une table](https://example.org/a.jpg "Fictif")'), "E052", 23,
        "nom"),
    "image-d-un-autre-format": (
        avec("Texte fictif.", '![Une table](photo.gif "Fictif")'), "E052", 23, ".webp"),
    "caractere-invisible": (
        avec("Texte fictif.", "Texte\u200b fictif."), "A101", 23, "U+200B"),
    "espace-sans-largeur-dans-le-titre": (
        avec("Action fictive", "Action\u200b fictive"), "A101", 2, "U+200B"),
    "caractere-invisible-en-toutes-lettres": (
        avec("Action fictive", "Action\\u200b fictive"), "A101", 2, "U+200B"),
    "sens-de-lecture-renverse": (
        avec("Texte fictif.", "Texte\u200b \u202efictif."), "A101", 23, "renverse le sens"),
    "separateur-de-ligne": (avec("Texte fictif.", "Texte\u2028fictif."), "A101", 23, "U+2028"),
    "collage-de-presse-papiers": (
        avec("Texte fictif.", "<!--StartFragment-->Texte fictif."), "A102", 23, "commentaire"),
    "collage-du-debut-a-la-fin": (
        avec("Texte fictif.", "<!--StartFragment-->\n\nTexte fictif.\n\n<!--EndFragment-->"),
        "A102", 23, "copier-coller"),
    "collage-dans-une-valeur": (
        avec('"Un levier', '"<!--StartFragment-->Un levier'), "E026", 12, "texte simple"),
    "aide-du-gabarit": (
        avec("themes:", "#? De un à cinq thèmes.\nthemes:"), "A108", 4,
        "une ligne d’aide du gabarit (#?) est restée dans l’en-tête"),
    "aides-du-gabarit": (
        avec("themes:", "  #? De un à cinq\n#? thèmes.\nthemes:"), "A108", 4, "2 lignes d’aide"),
    "commentaire-du-gabarit": (
        avec("Texte fictif.", "Texte fictif.\n\n<!-- Racontez ici -->"), "A102", 25, "commentaire"),
    "html-colle": (
        avec("Texte fictif.", '<div style="x">Texte</div>\n\nTexte fictif.'), "A105", 23, "<div>"),
    "titre-vide": (avec("Texte fictif.", "Texte fictif.\n\n## "), "A107", 25, "vide"),
    "titre-vide-ferme": (avec("Texte fictif.", "Texte fictif.\n\n### ###"), "A107", 25, "vide"),
    "niveau-de-titre-saute": (
        avec("Texte fictif.", "#### Détail\n\nTexte."), "A107", 23, "### Détail"),
    "titre-de-niveau-1": (avec("Texte fictif.", "# Encore\n\nTexte."), "A104", 23, "## Encore"),
    "fins-de-ligne-windows": (FICHE.replace("\n", "\r\n"), "A103", 1, "CRLF"),
    "espaces-de-fin": (avec("Texte fictif.", "Texte fictif.   "), "C201", 23, "espaces"),
    "ancre-yaml": (avec("[isolement-social]", "&a [isolement-social, *a]"), "E004", 4, "ancres"),
}  # fmt: skip


@pytest.mark.parametrize("nom", FAUTES)
def test_one_mistake_gives_one_finding_on_its_line(nom: str, corpus: Corpus) -> None:
    texte, code, ligne, dit = FAUTES[nom]
    constats = corpus({"inspiractions/action-fictive.md": texte}).diagnostics
    assert [(d.code, d.ligne) for d in constats] == [(code, ligne)], constats
    assert dit in constats[0].message + constats[0].correction
    assert constats[0].chemin.endswith("inspiractions/action-fictive.md")


def test_a_comment_of_ones_own_in_the_front_matter_is_fine(corpus: Corpus) -> None:
    texte = avec("themes:", "# à revoir avec l’équipe\nthemes:")
    assert corpus({"inspiractions/action-fictive.md": texte}).diagnostics == []


def test_the_fiche_that_mistakes_are_put_in_has_none(corpus: Corpus) -> None:
    assert corpus({"inspiractions/action-fictive.md": FICHE}).diagnostics == []


@pytest.mark.parametrize(
    ("nom", "code"),
    [
        ("Action fictive.md", "E030"),
        ("action-Fictive.md", "E030"),
        ("action-fictivé.md", "E030"),
        ("action-fictive!.md", "E030"),
        ("action-fictive", "E032"),
        ("action-fictive.txt", "E032"),
    ],
)
def test_a_file_name_that_is_no_address_is_named(nom: str, code: str, corpus: Corpus) -> None:
    constats = corpus({f"inspiractions/{nom}": FICHE}).diagnostics
    assert [d.code for d in constats] == [code]
    assert "action-fictive" in constats[0].correction


def test_a_name_that_windows_keeps_for_itself_is_named(corpus: Corpus) -> None:
    (constat,) = corpus({"inspiractions/aux.md": FICHE}).diagnostics
    assert (constat.code, constat.correction) == ("E030", "Renommez le fichier : fiche-aux.md")


def test_a_fiche_outside_the_four_folders_is_named(corpus: Corpus) -> None:
    constats = corpus({"actions/action-fictive.md": FICHE}).diagnostics
    assert [d.code for d in constats] == ["E034"]


def test_an_identifier_is_unique_over_all_kinds(corpus: Corpus) -> None:
    ressource = FICHE.replace("statut:", 'nature: outil\nediteur: "Fictif"\nstatut:')
    chargement = corpus(
        {"inspiractions/action-fictive.md": FICHE, "ressources/action-fictive.md": ressource}
    )
    assert [d.code for d in chargement.diagnostics] == ["E031"]


def test_an_image_path_that_differs_by_case_is_named(corpus: Corpus) -> None:
    constats = corpus(
        {
            "inspiractions/action-fictive.md": avec(
                "Texte fictif.", '![Une table](Photo.JPG "Fictif")'
            ),
            "images/action-fictive/photo.jpg": JPEG,
        }
    ).diagnostics
    assert [(d.code, d.ligne) for d in constats] == [("E050", 23)]
    assert "photo.jpg" in constats[0].correction


def test_a_heavy_screenshot_is_refused(corpus: Corpus) -> None:
    constats = corpus(
        {
            "inspiractions/action-fictive.md": avec(
                "Texte fictif.", '![Une liste de dates](ecran.png "Fictif")'
            ),
            "images/action-fictive/ecran.png": b"0" * 3_900_000,
        }
    ).diagnostics
    assert [(d.code, d.ligne) for d in constats] == [("E051", 23)]


def test_bytes_that_are_not_utf8_are_named_on_their_line(corpus: Corpus) -> None:
    constats = corpus({"inspiractions/x.md": FICHE.encode("cp1252")}).diagnostics
    assert [(d.code, d.ligne) for d in constats] == [("E001", 2)]


def test_a_byte_order_mark_is_accepted(corpus: Corpus) -> None:
    assert corpus({"inspiractions/x.md": "\ufeff" + FICHE}).diagnostics == []


def test_a_symbolic_link_is_never_followed(corpus: Corpus, tmp_path) -> None:
    (tmp_path / "secret.md").write_text(FICHE)
    (tmp_path / "fiches" / "inspiractions").mkdir(parents=True)
    (tmp_path / "fiches" / "inspiractions" / "x.md").symlink_to(tmp_path / "secret.md")
    chargement = corpus({})
    assert [d.code for d in chargement.diagnostics] == ["E032"]
    assert not chargement.corpus.fiches


def test_an_interview_needs_the_agreement_of_its_people(corpus: Corpus) -> None:
    entretien = FICHE.replace("statut:", 'personnes:\n  - nom: "Personne fictive"\nstatut:')
    entretien = entretien[: entretien.index("## Contexte")]
    constats = corpus({"interviews/x.md": entretien}).diagnostics
    assert [d.code for d in constats] == ["E061"]


def test_a_dossier_cannot_hold_a_draft(corpus: Corpus) -> None:
    dossier = FICHE.replace(
        "statut:", 'elements:\n  - titre: "Une partie"\n    entrees: [brouillon-fictif]\nstatut:'
    )
    chargement = corpus(
        {
            "dossiers/dossier-fictif.md": dossier[: dossier.index("## Contexte")],
            "inspiractions/brouillon-fictif.md": FICHE.replace("publiee", "brouillon").replace(
                "Action fictive", "Brouillon fictif"
            ),
        }
    )
    assert [(d.code, d.ligne) for d in chargement.diagnostics] == [("E043", 20)]


def test_a_broken_fiche_gives_its_whole_list_at_once(corpus: Corpus) -> None:
    """One deliberately broken fiche, and every finding in order."""
    texte = """\
---
titre: "CLS"
resum: "Trop court"
themes: [Isolement social, zzzzzz]
territoires: ["Scaërr", "Saint-Denis"]
dispositifs: cls, asv
date: 2026-13-01
periode: {debut: "2022", fin: "2021"}
leviers:
  - texte: "Un **levier** fictif."
    type: partenaria
liens:
  - type: inspire
    vers: nulle-part
statut: publiee
---

# Titre

## Objectifs

Voir [[nulle-part]] et [là](autre.md).

## Contexte et problématique

<script>alert(1)</script>
"""
    constats = corpus({"inspiractions/fiche-cassee.md": texte}).diagnostics
    assert [(d.ligne, d.code, d.champ) for d in constats] == [
        (2, "E012", "titre"),
        (3, "E011", "resum"),
        (4, "E019", "themes.1"),
        (4, "E019", "themes.2"),
        (5, "E020", "territoires.1"),
        (5, "E021", "territoires.2"),
        (6, "E015", "dispositifs"),
        (7, "E017", "date"),
        (8, "E018", "periode.fin"),
        (10, "E026", "leviers.1.texte"),
        (11, "E019", "leviers.1.type"),
        (13, "E023", "liens.1.type"),
        (14, "E043", "liens.1.vers"),
        (15, "E060", "sources"),
        (17, "E040", ""),
        (18, "A104", ""),
        (22, "E042", ""),
        (22, "E044", ""),
        (24, "E041", ""),
        (26, "A105", ""),
    ]


def test_a_line_that_yaml_cannot_read_hides_no_other_mistake(corpus: Corpus) -> None:
    """It is said once, whatever its mend in the copy would be worth; the rest is checked."""
    texte = (
        FICHE.replace('titre: "', "titre: Un début : ", 1)
        .replace("themes: [", "themes:[inconnu, ", 1)
        .replace("demarches:", "demarche:", 1)
        .replace("Texte fictif.", "Voir [[nulle-part]].", 1)
    )
    lignes = texte.split("\n")
    constats = corpus({"inspiractions/x.md": texte}).diagnostics
    assert [(d.code, lignes[d.ligne - 1].split(":")[0]) for d in constats] == [
        ("E006", "titre"),
        ("E007", "themes"),
        ("E011", "demarche"),
        ("E042", "Voir [[nulle-part]]."),
    ]


def test_an_entry_that_cannot_be_read_is_no_fault_of_those_that_name_it(corpus: Corpus) -> None:
    (constat,) = corpus(
        {
            "inspiractions/x.md": FICHE.replace("Texte fictif.", "Voir [[cassee]].", 1),
            "inspiractions/cassee.md": FICHE.removeprefix("---\n"),
        }
    ).diagnostics
    assert constat.code == "E002"
    assert constat.chemin.endswith("cassee.md")
