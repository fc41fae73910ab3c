"""A text → the words that the index holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capitalisation.search.words import MARQUE, MOTS_VIDES, cle, cles, mots

FINE = "\u202f"


#: Text → its words, empty ones in brackets; the browser is given the same cases.
CAS = [
    ("l’habitat", "habitat"),
    ("l'habitat", "habitat"),
    ("(d’Échirolles)", "echirolles"),
    ("qu’habiter", "habiter"),
    ("jusqu’au bout", "[au] bout"),
    ("aujourd’hui", "aujourd hui"),
    ("Val-d’Oise", "val oise"),
    ("cœur", "coeur"),
    ("Œuvrer", "oeuvrer"),
    ("CŒUR", "coeur"),
    ("ex æquo", "ex aequo"),
    ("ﬁche", "fiche"),
    ("2018–2022", "2018 2022"),
    ("habitant·es", "habitants"),
    ("habitant.es", "habitants"),
    ("habitant.e.s", "habitants"),
    ("habitant-e-s", "habitants"),
    ("habitant(e)s", "habitants"),
    ("habitant•es", "habitants"),
    ("élu·e·s,", "elus"),
    ("tou·te·s", "tous"),
    ("l’usager·ère", "usager"),
    ("coordinateur·rice", "coordinateur"),
    ("coordinateur/trice", "coordinateur"),
    ("médico-social", "medico social"),
    ("porte-à-porte", "porte [a] porte"),
    ("à", "[a]"),
    ("L’A.R.S.", "ars"),
    ("R.S.A", "rsa"),
    (f"10{FINE}000 habitants", "10000 habitants"),
    ("1 234 567", "1234567"),
    ("en 2020 150 personnes", "[en] 2020 150 personnes"),
    ("fin.Le début", "fin [le] debut"),
    (f"l’État{FINE}: oui", "etat oui"),
    ("sante\u0301", "sante"),
    ("covid-19", "covid 19"),
    ("<b>gras</b>", "[b] gras [b]"),
    ("___A_PAGEFIND", "[a] pagefind"),
    ("«\u00a0»", ""),
]


@pytest.mark.parametrize(("texte", "attendu"), CAS)
def test_a_text_is_cut_into_words(texte: str, attendu: str) -> None:
    crochets = (f"[{m.removeprefix(MARQUE)}]" if m.startswith(MARQUE) else m for m in cles(texte))
    assert " ".join(crochets) == attendu


def test_empty_words_keep_their_place_under_another_name() -> None:
    assert cles("agir pour la santé") == ["agir", MARQUE + "pour", MARQUE + "la", "sante"]
    assert {cle(mot) for mot in MOTS_VIDES} == MOTS_VIDES


def test_a_word_remembers_how_it_was_written() -> None:
    assert [mot.forme for mot in mots("d’Échirolles, habitant·es")] == ["Échirolles", "habitants"]


@pytest.mark.parametrize("signe", ["", ".", "·", "/", "-", "("])
def test_a_word_without_end_is_only_a_word(signe: str) -> None:
    """Read again from each of its letters, it would hold the build for minutes."""
    assert cles("a" * 200_000 + signe) == ["a" * 200_000]


@given(st.text())
def test_words_hold_nothing_that_an_indexer_reads_as_a_sign(texte: str) -> None:
    for mot in cles(texte):
        assert mot
        assert mot == mot.lower()
        assert all(c.isalnum() for c in mot), mot


@given(st.text())
def test_a_word_of_the_index_is_its_own_word(texte: str) -> None:
    for mot in cles(texte):
        assert cles(mot.removeprefix(MARQUE)) == [mot]
