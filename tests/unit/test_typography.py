"""French typography of what is published, and plain forms of what is compared."""

from __future__ import annotations

import pytest

from capitalisation.typography import (
    ancre,
    cle,
    entre_guillemets,
    pluriel,
    sans_invisibles,
    typographier,
)

FINE, INSECABLE = "\u202f", "\u00a0"

#: As typed → as published; ⎵ stands for the narrow no-break space.
TYPOGRAPHIE = {
    "apostrophe": ("l'atelier d'aujourd'hui", "l’atelier d’aujourd’hui"),
    "apostrophe-deja-bonne": ("l’atelier", "l’atelier"),
    "minutes": ("5' de marche", "5' de marche"),
    "mots-entre-apostrophes": ("dire 'oui' ici", "dire 'oui' ici"),
    "point-virgule": ("un ; deux", "un⎵; deux"),
    "deux-points": ("Diogène : un travail", "Diogène⎵: un travail"),
    "exclamation": ("Bravo !", "Bravo⎵!"),
    "interrogation": ("Et vous ?", "Et vous⎵?"),
    "double-signe": ("Vraiment ?! Oui !", "Vraiment⎵?! Oui⎵!"),
    "trois-signes": ("Bravo !!!", "Bravo⎵!!!"),
    "signe-et-parenthese": ("(oui !)", "(oui⎵!)"),
    "signe-et-points-de-suspension": ("Et alors ?…", "Et alors⎵?…"),
    "espace-insecable-large": (f"un{INSECABLE}: deux", "un⎵: deux"),
    "deux-espaces": ("un  : deux", "un⎵: deux"),
    "guillemets": ("dire « oui » ici", "dire «⎵oui⎵» ici"),
    "guillemets-colles": ("«oui»", "«⎵oui»"),
    "guillemets-et-signe": ("« oui » : non", "«⎵oui⎵»⎵: non"),
    "guillemets-dans-guillemets": ("« a « b » c »", "«⎵a «⎵b⎵» c⎵»"),
    "suspension": ("et puis...", "et puis…"),
    "quatre-points": ("et puis....", "et puis...."),
    "heure": ("à 12:30, ou 12h", "à 12:30, ou 12h"),
    "adresse": ("https://example.org/a:b?c!d", "https://example.org/a:b?c!d"),
    "rien-a-coller": ("a:b c;d", "a:b c;d"),
    "fin-de-ligne": ("un :\ndeux", "un⎵:\ndeux"),
    "avant-une-balise": ("un :<br>", "un⎵:<br>"),
    "vide": ("", ""),
}


@pytest.mark.parametrize("nom", TYPOGRAPHIE)
def test_a_text_is_published_with_french_signs_and_spaces(nom: str) -> None:
    tape, publie = TYPOGRAPHIE[nom]
    assert typographier(tape) == publie.replace("⎵", FINE)


@pytest.mark.parametrize("nom", TYPOGRAPHIE)
def test_doing_it_twice_changes_nothing_more(nom: str) -> None:
    une_fois = typographier(TYPOGRAPHIE[nom][0])
    assert typographier(une_fois) == une_fois


@pytest.mark.parametrize(
    ("texte", "forme"),
    [
        ("L’Île-d’Œuvre", "l ile d oeuvre"),
        ("l'ile d oeuvre", "l ile d oeuvre"),
        ("  Santé\u00a0mentale  ", "sante mentale"),
        ("Ex æquo, Straße", "ex aequo strasse"),
        ("E\u0301le\u0300ve", "eleve"),
        ("ÉLÈVE", "eleve"),
        ("Cœur, CŒUR", "coeur coeur"),
        ("2ᵉ étage n°3", "2e etage n 3"),
        ("médiateur·rice", "mediateur rice"),
        ("!?", ""),
        ("健康", ""),
    ],
)
def test_two_ways_to_write_a_word_share_one_key(texte: str, forme: str) -> None:
    assert cle(texte) == forme


@pytest.mark.parametrize(
    ("texte", "adresse"),
    [
        ("Résultats", "resultats"),
        ("Contexte et problématique", "contexte-et-problematique"),
        ("  Qu’est-ce ?  ", "qu-est-ce"),
        ("---", ""),
    ],
)
def test_the_address_of_a_text_has_lower_case_digits_and_hyphens(texte: str, adresse: str) -> None:
    assert ancre(texte) == adresse


@pytest.mark.parametrize(
    ("avec", "sans"),
    [
        ("pro\u200bmo\u00adtion", "promotion"),
        ("\ufeffun\u2060", "un"),
        ("un\u2028deux\u2029trois", "un deux trois"),
        ("un\x00\x08\x0c\x1f\x7f", "un"),
        ("un\tdeux\ntrois\r", "un\tdeux\ntrois\r"),
        ("un\u00a0deux\u202ftrois é 👩", "un\u00a0deux\u202ftrois é 👩"),
        ("👩\u200d👩\u200d👧 ❤\ufe0f\u200d🔥", "👩\u200d👩\u200d👧 ❤\ufe0f\u200d🔥"),
        ("a\u200db 👩\u200d", "ab 👩"),
        ("\u200d👩", "👩"),
    ],
)
def test_only_what_nobody_sees_is_taken_out(avec: str, sans: str) -> None:
    assert sans_invisibles(avec) == sans


@pytest.mark.parametrize("nombre", [0, 1])
def test_french_says_zero_and_one_in_the_singular(nombre: int) -> None:
    assert pluriel(nombre, "fichier") == f"{nombre} fichier"
    assert pluriel(nombre, "fichier lu", "fichiers lus") == f"{nombre} fichier lu"


def test_french_says_two_in_the_plural() -> None:
    assert pluriel(2, "fichier") == "2 fichiers"
    assert pluriel(2, "fichier lu", "fichiers lus") == "2 fichiers lus"


@pytest.mark.parametrize(
    ("texte", "cite"),
    [
        ("Des cafés fictifs", "«\u202fDes cafés fictifs\u202f»"),
        ("«\u202fOuvrir\u202f», un café", "«\u202f“Ouvrir”, un café\u202f»"),
    ],
)
def test_guillemets_inside_guillemets_are_of_the_second_kind(texte: str, cite: str) -> None:
    assert entre_guillemets(texte) == cite
