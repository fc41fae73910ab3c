"""`corriger`: what is mechanical is mended, the rest of the file stays byte for byte."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from capitalisation.corpus import charger
from capitalisation.mending import Bilan, corriger, folder, writing
from capitalisation.mending.trial import essayer
from capitalisation.model import Inspiraction
from capitalisation.template import gabarit
from tests.conftest import FICHE, REFERENTIELS
from tests.unit import petit

TITRE = 'titre: "Action fictive : des cafés dans les hameaux"'


def avec(ancien: str, nouveau: str, texte: str = FICHE) -> str:
    assert ancien in texte
    return texte.replace(ancien, nouveau, 1)


@pytest.fixture
def racine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return petit.ecrire(tmp_path / "fiches", {})


def ecrire(racine: Path, chemin: str, contenu: str | bytes) -> Path:
    fichier = racine / chemin
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
    return fichier


def mender(racine: Path, contenu: str | bytes, dossier: str = "inspiractions") -> tuple[str, Bilan]:
    fichier = ecrire(racine, f"{dossier}/action-fictive.md", contenu)
    bilan = corriger(racine, None, None)
    return fichier.read_bytes().decode(), bilan


# --- One mend at a time -----------------------------------------------------------------------

#: name → (what stands in the fiche, what is written instead, what must come back)
MENDS: dict[str, tuple[str, str, str]] = {
    "deux-points": (TITRE, "titre: Diogène : un travail", 'titre: "Diogène : un travail"'),
    "deux-points et guillemets": (
        TITRE, 'titre: Le "bon" : un choix', 'titre: "Le \\"bon\\" : un choix"'),
    "espace absente": (TITRE, "titre:Action fictive", "titre: Action fictive"),
    "espace absente, liste": (
        "themes: [isolement-social]", "themes:[isolement-social]", "themes: [isolement-social]"),
    "espace absente, guillemets": (TITRE, 'titre:"Action fictive"', 'titre: "Action fictive"'),
    "crochet": (TITRE, "titre: [Creil] Dépister", 'titre: "[Creil] Dépister"'),
    "crochets": (TITRE, "titre: [Dépister à Creil]", 'titre: "[Dépister à Creil]"'),
    "accolade": (TITRE, "titre: {Creil} Dépister", 'titre: "{Creil} Dépister"'),
    "etoile": (TITRE, "titre: *Dépister ensemble", 'titre: "*Dépister ensemble"'),
    "exclamation": (TITRE, "titre: !Dépister ensemble", 'titre: "!Dépister ensemble"'),
    "pour-cent": (TITRE, "titre: % de santé", 'titre: "% de santé"'),
    "arobase": (TITRE, "titre: @toi de jouer", 'titre: "@toi de jouer"'),
    "accent-grave": (TITRE, "titre: `Dépister` tôt", 'titre: "Dépister tôt"'),
    "diese": (TITRE, "titre: Agir ensemble #1", 'titre: "Agir ensemble #1"'),
    "code": ('["Scaër (29)"]', "[01001]", '["01001"]'),
    "gras": (TITRE, 'titre: "**Agir** ensemble"', 'titre: "Agir ensemble"'),
    "italique": (TITRE, 'titre: "Agir *bien* ensemble"', 'titre: "Agir bien ensemble"'),
    "date-lettres": ("2026-01-15", '"15 janvier 2026"', '"2026-01-15"'),
    "date-premier": ("2026-01-15", "1er août 2025", "date: 2025-08-01"),
    "date-barres": ("2026-01-15", "15/01/2026", "date: 2026-01-15"),
    "date-courte": ("2026-01-15", "2020-1-5", "date: 2020-01-05"),
    "date-inversee": ("2026-01-15", "2020-15-01", "date: 2020-01-15"),
    "mois": ('debut: "2021"', 'debut: "mars 2021"', 'debut: "2021-03"'),
    "virgules": ("[isolement-social]", "isolement-social, sommeil",
                 "themes: [isolement-social, sommeil]"),
    "virgules et libelles": ("[isolement-social]", "Isolement social ; Sommeil",
                             "themes: [isolement-social, sommeil]"),
    "valeur seule": ("[habitants]", "habitants", "publics: [habitants]"),
    "quartier": ('["Scaër (29)"]', "Maurepas, Rennes", 'territoires: ["Maurepas, Rennes"]'),
    "deux lieux": ('["Scaër (29)"]', "Finistère, Wallonie",
                   'territoires: ["Finistère", "Wallonie"]'),
    "prose": ("statut:", 'enseignements: Prendre le temps, toujours.\nstatut:',
              'enseignements: ["Prendre le temps, toujours."]'),
    "cle connue sous un autre nom": ("themes:", "thematique:", "themes:"),
    "cle mal ecrite": ("resume:", "resumé:", "resume:"),
    "cle et liste et terme": ("themes: [isolement-social]", "tags: Isolement social, Ecologie",
                              "themes: [isolement-social, ecologie]"),
    "terme": ("[isolement-social]", '["Isolement Social"]', '["isolement-social"]'),
    "choix": ("statut: publiee", "statut: publié", "statut: publiee"),
    "territoire": ("Scaër (29)", "Scaërr", "Scaër (29)"),
    "niveau 1": ("## Objectifs", "# Objectifs", "## Objectifs"),
    "section": ("## Déroulement", "## Déroulemant :", "## Déroulement"),
    "section abregee": ("## Contexte et problématique", "## Contexte",
                        "## Contexte et problématique"),
    "marque de collage": (
        "Texte fictif.", "<!--StartFragment-->Texte<!--EndFragment-->", "\nTexte\n"),
    "espace de largeur nulle": ("Texte fictif.", "Te\u200bxte\u00ad fictif.", "Texte fictif."),
    "separateur": ("Texte fictif.", "Texte\u2028fictif.", "Texte fictif."),
    "apostrophe de Windows": ("Texte fictif.", "L\x92eau.", "L’eau."),
    "tabulation": ('  - texte: "Un', '\t- texte: "Un', '  - texte: "Un'),
    "espaces de fin": ("Texte fictif.", "Texte fictif.   ", "Texte fictif.\n"),
    "coupure de ligne": ("Texte fictif.", "Texte fictif.   \nSuite.", "Texte fictif.  \nSuite."),
}  # fmt: skip


@pytest.mark.parametrize("nom", MENDS)
def test_a_mechanical_mistake_is_mended_and_the_rest_is_left(nom: str, racine: Path) -> None:
    ancien, faute, attendu = MENDS[nom]
    texte = avec(ancien, faute)
    neuf, bilan = mender(racine, texte)
    assert attendu in neuf
    assert bilan.restent == []
    assert [(chemin, dit != "") for chemin, _, dit in bilan.faits] != []
    # Lines that hold no mistake are untouched, in the same order.
    touchees = set(faute.split("\n")) | {
        ligne for ligne in texte.split("\n") if any(f and f in ligne for f in faute.split("\n"))
    }
    gardees = [ligne for ligne in texte.split("\n") if ligne not in touchees]
    restantes = iter(neuf.split("\n"))
    assert all(ligne in restantes for ligne in gardees)


def test_a_sign_that_yaml_takes_for_itself_is_put_between_quotes(racine: Path) -> None:
    """The checker sees nothing there; a file that it names for something else is mended whole."""
    neuf, _ = mender(racine, avec(TITRE, "titre: &co Dépister   "))
    assert 'titre: "&co Dépister"\n' in neuf


def test_an_address_without_its_scheme(racine: Path) -> None:
    texte = petit.texte("ressources", url="www.fictif.example/kit")
    neuf, bilan = mender(racine, texte, "ressources")
    assert 'url: "https://www.fictif.example/kit"' in neuf
    assert bilan.restent == []


@pytest.mark.parametrize(
    ("ancien", "faute"),
    [
        ("2026-01-15", "2019-06-31"),
        ("2026-01-15", "2025-XX-XX"),
        ("2026-01-15", '"5 mars 2021 environ"'),
        ("publics: [habitants]", "publics: [habitants]\npublics: [jeunes]"),
        ("[isolement-social]", "[zzzzzz]"),
        ("Scaër (29)", "Saint-Denis"),
        ('"Un levier fictif."', '"Un [levier](https://example.org)"'),
        ('{debut: "2021", fin: "2022"}', "2021"),
        ("## Objectifs", "## Résultats et objectifs des habitants"),
        ("statut: publiee", "couleur: bleu\nstatut: publiee"),
        ("Texte fictif.", "Texte.\n\n<!-- À vérifier avec la mairie fictive -->"),
        ("Texte fictif.", "Texte.\n\n# Encore"),
        ("Texte fictif.", "Voir [[nulle-part]]."),
    ],
    ids=lambda texte: texte[:30],
)
def test_what_asks_for_a_choice_is_left_to_people(ancien: str, faute: str, racine: Path) -> None:
    texte = avec(ancien, faute)
    neuf, bilan = mender(racine, texte)
    assert neuf == texte
    assert bilan.faits == []
    assert bilan.restent != []


@pytest.mark.parametrize("debut", [" ", "\n\n", "\ufeff\n", " \n\t\n"])
def test_what_stands_before_the_hyphens_is_removed(debut: str, racine: Path) -> None:
    neuf, bilan = mender(racine, debut + FICHE)
    assert neuf == FICHE
    assert bilan.restent == []


def test_hyphens_that_close_are_brought_to_the_beginning_of_their_line(racine: Path) -> None:
    assert mender(racine, FICHE.replace("\n---\n", "\n  ---\n"))[0] == FICHE


@pytest.mark.parametrize(
    "octets",
    [
        FICHE.encode("cp1252"),
        FICHE.encode("utf-16"),
        b"\xff\xfe" + FICHE.replace("\n", "\r\n").encode("utf-16-le"),
        FICHE.encode("utf-8-sig"),
        FICHE.replace("\n", "\r\n").encode(),
        FICHE.replace("\n", "\r").encode(),
    ],
    ids=["Windows-1252", "UTF-16", "UTF-16 et CRLF", "BOM", "CRLF", "CR"],
)
def test_a_file_becomes_utf8_with_plain_line_ends(octets: bytes, racine: Path) -> None:
    fichier = ecrire(racine, "inspiractions/action-fictive.md", octets)
    bilan = corriger(racine, None, None)
    assert fichier.read_bytes() == FICHE.encode()
    assert bilan.restent == []


@pytest.mark.parametrize(
    "octets",
    [
        FICHE.encode("mac-roman"),
        FICHE.encode("cp850"),
        FICHE.encode("utf-16-le"),
        FICHE.encode() + "é".encode("cp1252"),
        FICHE.encode("utf-16")[:-1],
        bytes(range(256)),
    ],
    ids=["Mac", "DOS", "UTF-16 sans marque", "mêlé", "coupé", "n’importe quoi"],
)
def test_an_encoding_that_is_not_certain_is_left(octets: bytes, racine: Path) -> None:
    fichier = ecrire(racine, "inspiractions/action-fictive.md", octets)
    corriger(racine, None, None)
    assert fichier.read_bytes() == octets


def test_a_joiner_that_makes_an_emoji_is_kept(racine: Path) -> None:
    famille, coeur = "👩\u200d👩\u200d👧", "❤\ufe0f\u200d🔥"
    neuf, _ = mender(racine, avec("Texte fictif.", f"{famille} {coeur} a\u200db"))
    assert f"{famille} {coeur} ab" in neuf


def test_comments_order_and_quotes_of_the_front_matter_are_kept(racine: Path) -> None:
    texte = avec("themes: [isolement-social]", "# une note\nthematique:   'Isolement social' # vu")
    texte = avec(
        "demarches: [aller-vers]", "demarches:\n- 'Aller-vers'   # deux\n-   formation", texte
    )
    neuf, bilan = mender(racine, texte)
    assert "# une note\nthemes:   [isolement-social] # vu\n" in neuf
    assert "demarches:\n- 'aller-vers'   # deux\n-   formation\n" in neuf
    assert bilan.restent == []


def test_help_of_the_template_leaves_a_published_entry_and_stays_in_a_draft(racine: Path) -> None:
    valeurs = {"titre": "Action fictive", "themes": ["isolement-social"],
               "territoires": ["Scaër (29)"]}  # fmt: skip
    brouillon = gabarit(Inspiraction, valeurs)
    assert mender(racine, brouillon)[0] == brouillon
    publiee = brouillon.replace("statut: brouillon", "statut: publiee  # note d’une personne")
    neuf, _ = mender(racine, publiee.replace("## Objectifs", "<!-- à moi -->\n\n## Objectifs"))
    assert "#?" not in neuf
    assert "<!-- à moi -->" in neuf
    assert neuf.count("<!--") == 1
    assert "# note d’une personne" in neuf
    assert "\n\n\n" not in neuf


def test_a_help_sign_inside_a_text_is_no_help(racine: Path) -> None:
    texte = avec(
        "demarches:", "transposer:\n  budget: |\n    Un budget.\n    #? Et alors\ndemarches:"
    )
    assert "#? Et alors" in mender(racine, texte)[0]


def test_the_line_told_is_that_of_the_mended_file(racine: Path) -> None:
    texte = "\n\n" + avec("2026-01-15", "15/01/2026")
    _, bilan = mender(racine, texte)
    assert ("fiches/inspiractions/action-fictive.md", 9,
            "date «\u202f15/01/2026\u202f» → 2026-01-15") in bilan.faits  # fmt: skip


# --- No worse ---------------------------------------------------------------------------------


def test_a_mend_that_would_show_more_mistakes_is_given_up(racine: Path) -> None:
    """Once in UTF-8, the checker would see a theme that nobody knows."""
    octets = avec("[isolement-social]", "[zzzzzz]").encode("cp1252")
    fichier = ecrire(racine, "inspiractions/x.md", octets)
    bilan = corriger(racine, None, None)
    assert fichier.read_bytes() == octets
    assert [d.code for d in bilan.restent] == ["E001"]
    assert "Windows-1252" in bilan.laisses[0][2]


def test_what_can_be_mended_is_mended_beside_what_cannot(racine: Path) -> None:
    texte = avec("themes:", "auteur: Personne fictive\nthemes:", avec("2026-01-15", "15/01/2026"))
    neuf, bilan = mender(racine, texte)
    assert "date: 2026-01-15" in neuf
    assert "auteur: Personne fictive" in neuf
    assert [d.code for d in bilan.restent] == ["E011"]


def test_a_title_that_would_become_a_double_is_left_and_the_rest_of_the_corpus_too(
    racine: Path,
) -> None:
    ecrire(racine, "inspiractions/a.md", petit.texte(titre="Action fictive double"))
    faute = petit.texte(titre="Action fictive double").replace(
        'titre: "Action fictive double"', "titre:Action fictive double"
    )
    fichier = ecrire(racine, "inspiractions/b.md", faute)
    avant = Counter(Path(d.chemin).name + d.code for d in charger(racine).diagnostics)
    corriger(racine, None, None)
    apres = Counter(Path(d.chemin).name + d.code for d in charger(racine).diagnostics)
    assert apres <= avant
    assert fichier.read_text(encoding="utf-8") == faute


# --- Names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "nom",
    ["Action fictive.md", "Action-Fictivé !.md", "action-fictive", "action-fictive.MD",
     "ACTION_FICTIVE.Markdown", "action-fictive.md.txt"],
)  # fmt: skip
def test_a_file_takes_the_name_of_its_address(nom: str, racine: Path) -> None:
    ecrire(racine, f"inspiractions/{nom}", FICHE)
    bilan = corriger(racine, None, None)
    assert [f.name for f in (racine / "inspiractions").iterdir()] == ["action-fictive.md"]
    assert bilan.restent == []
    assert "renommé action-fictive.md" in bilan.faits[0][2]


def test_what_cites_a_renamed_entry_follows_and_its_images_too(racine: Path) -> None:
    ecrire(
        racine,
        "inspiractions/Café Papote.md",
        avec("Texte fictif.", '![Une table](a.jpg "Fictif, CC0")'),
    )
    ecrire(racine, "images/Café Papote/a.jpg", b"\xff\xd8\xff\xe0")
    cite = avec("Texte fictif.", "Voir [[Café Papote]], [[Café Papote|là]] et `[[x]]`.")
    cite = avec(
        "statut:", "liens:\n  - type: complete\n    vers: Café Papote # lien\nstatut:", cite
    )
    autre = ecrire(racine, "inspiractions/autre.md", cite.replace("hameaux", "bourgs"))
    elements = [{"titre": "Une partie", "entrees": ["Café Papote", "autre"]}]
    dossier = ecrire(
        racine, "dossiers/d.md", petit.texte("dossiers", titre="Dossier", elements=elements)
    )
    bilan = corriger(racine, None, None)
    assert "Voir [[cafe-papote]], [[cafe-papote|là]] et `[[x]]`." in autre.read_text("utf-8")
    assert "vers: cafe-papote # lien" in autre.read_text("utf-8")
    assert '"cafe-papote", "autre"' in dossier.read_text("utf-8")
    assert (racine / "images/cafe-papote/a.jpg").is_file()
    assert [d for d in bilan.restent if d.gravite == "erreur"] == []


def test_two_fiches_never_collide(racine: Path) -> None:
    ecrire(racine, "inspiractions/Fiche A.md", FICHE)
    ecrire(racine, "inspiractions/fiche_a.md", avec("Action fictive", "Autre action", FICHE))
    ecrire(racine, "inspiractions/Fiche B.md", avec("Action fictive", "Troisième", FICHE))
    ecrire(racine, "ressources/fiche-b.md", petit.texte("ressources", titre="Ressource fictive"))
    textes = {f.read_bytes() for f in racine.rglob("*.md")}
    bilan = corriger(racine, None, None)
    assert {f.read_bytes() for f in racine.rglob("*.md")} == textes
    noms = {f.name for f in (racine / "inspiractions").iterdir()}
    assert noms == {"fiche-a.md", "fiche_a.md", "Fiche B.md"}
    assert sum("déjà pris" in dit for _, _, dit in bilan.laisses) == 2


def test_a_name_that_an_entry_bore_is_taken(racine: Path) -> None:
    ecrire(racine, "inspiractions/a.md", avec("statut:", "anciens_identifiants: [b-c]\nstatut:"))
    ecrire(racine, "inspiractions/B C.md", avec("Action fictive", "Autre"))
    corriger(racine, None, None)
    assert (racine / "inspiractions/B C.md").is_file()


def test_a_file_that_is_no_fiche_keeps_its_name(racine: Path) -> None:
    ecrire(racine, "inspiractions/notes", "Des notes fictives.")
    ecrire(racine, "inspiractions/photo.jpg", b"\xff\xd8\xff\xe0")
    assert corriger(racine, None, None).faits == []


def test_images_take_the_case_of_the_disk_and_their_folder_the_name_of_the_entry(
    racine: Path,
) -> None:
    ecrire(racine, "images/Action Fictive/photo.jpg", b"\xff\xd8\xff\xe0")
    image = 'image: {fichier: "PHOTO.jpg", alt: "Une table", credit: "Fictif"}\nstatut:'
    texte = avec("statut:", image, avec("Texte fictif.", '![Une table](Photo.JPG "Fictif, CC0")'))
    neuf, bilan = mender(racine, texte)
    assert '![Une table](photo.jpg "Fictif, CC0")' in neuf
    assert 'fichier: "photo.jpg"' in neuf
    assert (racine / "images/action-fictive/photo.jpg").is_file()
    assert [d for d in bilan.restent if d.gravite == "erreur"] == []


# --- The disk ---------------------------------------------------------------------------------

FAUTIVE = avec("2026-01-15", "15/01/2026")


def test_nothing_is_written_when_asked_so(racine: Path) -> None:
    ecrire(racine, "inspiractions/Fiche A.md", FICHE)
    fichier = ecrire(racine, "inspiractions/b.md", FAUTIVE.replace("Action fictive", "Autre"))
    avant = {f: f.read_bytes() for f in racine.rglob("*") if f.is_file()}
    bilan = corriger(racine, None, None, a_blanc=True)
    assert {f: f.read_bytes() for f in racine.rglob("*") if f.is_file()} == avant
    assert "-date: 15/01/2026" in bilan.ecarts
    assert "+date: 2026-01-15" in bilan.ecarts
    assert any("renommer" in ligne and "fiche-a.md" in ligne for ligne in bilan.ecarts)
    assert bilan.restent == []
    assert fichier.exists()


def test_permissions_are_kept_and_nothing_is_left_behind(racine: Path) -> None:
    fichier = ecrire(racine, "inspiractions/x.md", FAUTIVE)
    fichier.chmod(0o640)
    corriger(racine, None, None)
    assert fichier.stat().st_mode & 0o777 == 0o640
    assert [f.name for f in fichier.parent.iterdir()] == ["x.md"]


def test_a_read_only_file_is_left_whole_and_said(racine: Path) -> None:
    fichier = ecrire(racine, "inspiractions/x.md", FAUTIVE)
    fichier.chmod(0o444)
    bilan = corriger(racine, None, None)
    assert fichier.read_text(encoding="utf-8") == FAUTIVE
    assert bilan.faits == []
    assert [(c, dit) for c, _, dit in bilan.laisses] == [
        ("fiches/inspiractions/x.md", "ne peut pas être écrit : l’accès est refusé")
    ]
    assert [d.code for d in bilan.restent] == ["E017"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is always full")
def test_a_full_disk_leaves_the_original_whole(
    racine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fichier = ecrire(racine, "inspiractions/x.md", FAUTIVE)
    # Every write goes to a device that is full: the error is the system's own.
    vrai = os.fdopen
    plein = os.open("/dev/full", os.O_WRONLY)
    monkeypatch.setattr(writing.os, "fdopen", lambda n, mode: (os.dup2(plein, n), vrai(n, mode))[1])
    bilan = corriger(racine, None, None)
    os.close(plein)
    assert fichier.read_text(encoding="utf-8") == FAUTIVE
    assert bilan.laisses[0][2] == "ne peut pas être écrit : il n’y a plus de place sur le disque"
    assert [f.name for f in fichier.parent.iterdir()] == ["x.md"]


def test_a_symbolic_link_is_never_followed(racine: Path, tmp_path: Path) -> None:
    ailleurs = ecrire(tmp_path, "ailleurs.md", FAUTIVE)
    (racine / "inspiractions" / "x.md").symlink_to(ailleurs)
    (racine / "inspiractions" / "Mal Nommé.md").symlink_to(ailleurs)
    corriger(racine, None, None)
    assert ailleurs.read_text(encoding="utf-8") == FAUTIVE
    assert (racine / "inspiractions" / "x.md").is_symlink()
    assert (racine / "inspiractions" / "Mal Nommé.md").is_symlink()


def test_only_what_is_asked_for_is_mended(racine: Path) -> None:
    a = ecrire(racine, "inspiractions/a.md", FAUTIVE)
    b = ecrire(racine, "inspiractions/b.md", FAUTIVE.replace("Action fictive", "Autre"))
    bilan = corriger(racine, {a}, None)
    assert "2026-01-15" in a.read_text(encoding="utf-8")
    assert "15/01/2026" in b.read_text(encoding="utf-8")
    assert bilan.restent == []


def test_the_project_s_own_fiches_have_nothing_to_mend() -> None:
    bilan = corriger(REFERENTIELS.parent, None, None, a_blanc=True)
    assert (bilan.faits, bilan.ecarts) == ([], [])


def test_fiches_renamed_together_still_cite_each_other(racine: Path) -> None:
    ecrire(racine, "inspiractions/Fiche A.md", FICHE + "\n[[Fiche B]]\n")
    autre = avec("Action fictive", "Autre fictive", FICHE)
    ecrire(racine, "inspiractions/Fiche B.md", autre + "\n[[Fiche A]]\n")
    bilan = corriger(racine, None, None)
    assert bilan.restent == []
    assert bilan.laisses == []
    assert (racine / "inspiractions/fiche-a.md").read_text().endswith("\n[[fiche-b]]\n")
    assert (racine / "inspiractions/fiche-b.md").read_text().endswith("\n[[fiche-a]]\n")


def test_a_file_that_only_cites_keeps_its_line_ends_and_its_mark(racine: Path) -> None:
    nomme = ecrire(racine, "inspiractions/Fiche A.md", FICHE)
    cite = avec("Action fictive", "Autre fictive", FICHE) + "\n[[Fiche A]]\n"
    fichier = ecrire(
        racine, "inspiractions/b.md", b"\xef\xbb\xbf" + cite.replace("\n", "\r\n").encode()
    )
    corriger(racine, {nomme}, None)
    attendu = cite.replace("[[Fiche A]]", "[[fiche-a]]").replace("\n", "\r\n")
    assert fichier.read_bytes() == b"\xef\xbb\xbf" + attendu.encode()


def test_a_folder_that_is_a_link_is_never_followed(racine: Path, tmp_path: Path) -> None:
    ailleurs = tmp_path / "ailleurs"
    fautive = avec("2026-01-15", "15/01/2026")
    ecrire(ailleurs, "x.md", fautive)
    ecrire(ailleurs, "Mal Nommé.md", b"\xef\xbb\xbf" + FICHE.encode())
    (racine / "dossiers").symlink_to(ailleurs)
    bilan = corriger(racine, None, None)
    assert [(d.chemin, d.code) for d in bilan.restent] == [("fiches/dossiers", "E032")]
    assert (ailleurs / "x.md").read_text(encoding="utf-8") == fautive
    assert sorted(f.name for f in ailleurs.iterdir()) == ["Mal Nommé.md", "x.md"]


def test_words_written_during_the_mend_are_kept(
    racine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fichier = ecrire(racine, "inspiractions/x.md", avec("2026-01-15", "15/01/2026"))

    def pendant_ce_temps(*arguments: Any) -> Any:
        with fichier.open("a", encoding="utf-8") as flux:
            flux.write("\nUne phrase fictive de plus.\n")
        return essayer(*arguments)

    monkeypatch.setattr(folder, "essayer", pendant_ce_temps)
    bilan = corriger(racine, None, None)
    assert fichier.read_text(encoding="utf-8").endswith("Une phrase fictive de plus.\n")
    assert "date: 15/01/2026" in fichier.read_text(encoding="utf-8")
    assert [dit for _, _, dit in bilan.laisses] == ["a changé pendant la correction : recommencez"]
    assert bilan.faits == []


@pytest.mark.parametrize(
    "texte",
    [
        FICHE + "\u200b a \n" * 40_000,
        avec("statut:", "freins: " + "\t" * 300_000 + "\nstatut:"),
        avec("statut:", "".join(f"clef{i}:valeur\n" for i in range(40)) + "statut:"),
        avec("statut:", "".join(f"clef{i}:valeur\n" for i in range(3000)) + "statut:"),
    ],
    ids=["invisibles", "tabulations", "cles-collees", "cles-collees-par-milliers"],
)
def test_thousands_of_mistakes_do_not_keep_anyone_waiting(texte: str, racine: Path) -> None:
    """Each took minutes, when a step looked at everything again for each mistake."""
    depart = time.monotonic()
    mender(racine, texte)
    assert time.monotonic() - depart < 20
