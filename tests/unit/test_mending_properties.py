"""`corriger` on thousands of mutated fiches: never worse, never twice, never a word less."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capitalisation.corpus import charger
from capitalisation.mending import corriger
from capitalisation.mending.decoding import decoder
from capitalisation.typography import sans_invisibles
from tests.conftest import FICHE
from tests.unit import petit

#: The same examples at every run, on every machine, and none kept on disk.
REGLAGES = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

PIEGES = (
    "\u200b", "\u2028", "\u202e", "\x85", "\x92", "\x0b", "\x00", "\ufeff", "\u00ad", "\u00a0",
    "\t", "\r\n", "\n", "\n\n", "   \n", " : ", ":", " #1", "[", "]", "{", "}", "- ", "? ", "| ",
    "&a ", "*a ", "!x ", "@", "%", "`", '"', "'", "\\", "**", "---\n", " ---\n", "<!--", "-->",
    "<!--StartFragment-->", "#? aide\n", "# Objectifs\n", "## Objectif\n", "[[x]]", "👩\u200d👧",
    "www.exemple.example", "15 mars 2021", "2020-15-01", "01001", "publié", "titre:x\n",
    "thematique: Sommeil, ecologie\n", "auteur: Fictif\n", "tags: zzzzz\n", "é", "```\n",
)  # fmt: skip

mutations = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.one_of(st.sampled_from(PIEGES), st.integers(1, 30), st.text(max_size=6)),
    ),
    min_size=1,
    max_size=6,
)


def muter(texte: str, quoi: list[tuple[float, str | int]]) -> str:
    """Insert a trap, or cut a few characters, at each place (from 0 to 1)."""
    for ou, piege in quoi:
        place = int(ou * len(texte))
        suite = place + piege if isinstance(piege, int) else place
        texte = texte[:place] + (piege if isinstance(piege, str) else "") + texte[suite:]
    return texte or " "


@pytest.fixture(scope="module")
def racine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return petit.ecrire(tmp_path_factory.mktemp("corriger") / "fiches", {})


def constats(racine: Path) -> dict[str, Counter[str]]:
    par_fichier: dict[str, Counter[str]] = defaultdict(Counter)
    for d in charger(racine).diagnostics:
        par_fichier[d.chemin][d.code] += 1
    return par_fichier


@given(
    mutations,
    st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.sampled_from(["x.md", "x.md", "Fiche É.md", "x"]),
)
@settings(REGLAGES, max_examples=200)
def test_a_mutated_fiche_is_never_worse_and_a_second_time_nothing_is_done(
    racine: Path, quoi: list[tuple[float, str | int]], encodage: str, nom: str
) -> None:
    fichier = racine / "inspiractions" / nom
    fichier.write_bytes(muter(FICHE, quoi).encode(encodage, "replace"))
    try:
        avant = Counter({c: n for f in constats(racine).values() for c, n in f.items()})
        corriger(racine, None, None)
        apres = Counter({c: n for f in constats(racine).values() for c, n in f.items()})
        assert apres.total() <= avant.total()
        assert set(apres) <= set(avant)
        textes = {f.name: f.read_bytes() for f in fichier.parent.iterdir()}
        assert corriger(racine, None, None).faits == []
        assert {f.name: f.read_bytes() for f in fichier.parent.iterdir()} == textes
    finally:
        for f in fichier.parent.iterdir():
            f.unlink()


def mots(texte: str) -> Counter[str]:
    """The words of a text, without what is not read: invisible characters, clipboard marks."""
    texte = re.sub(r"<!--\s*(?:Start|End)Fragment\s*-->", "", texte)
    return Counter(re.findall(r"\w+", sans_invisibles(re.sub(r"[\x0b\x0c\x1c-\x1f]", " ", texte))))


#: C1 controls become the Windows character that they were: said and tested apart.
prose = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x85" + "".join(
        map(chr, range(0x80, 0xA0))
    )),
    max_size=60,
)  # fmt: skip
pieges_de_prose = st.lists(
    st.one_of(prose, st.sampled_from([p for p in PIEGES if not re.search(r"[\x80-\x9f\r]", p)])),
    max_size=6,
).map("".join)


@given(titre=pieges_de_prose, corps=pieges_de_prose)
@settings(REGLAGES, max_examples=150)
def test_no_word_is_ever_lost(racine: Path, titre: str, corps: str) -> None:
    """Keys, terms and dates are replaced on purpose, headings respelt: they are not put here."""
    titre = " ".join(titre.split("\n"))
    texte = FICHE.replace('"Action fictive : des cafés dans les hameaux"', titre)
    corps = re.sub(r"^#{1,2} .*$", "", corps, flags=re.MULTILINE)
    texte = texte.replace("Texte fictif.", corps, 1)
    fichier = racine / "inspiractions" / "x.md"
    fichier.write_bytes(texte.encode())
    try:
        corriger(racine, None, None)
        assert mots(texte) <= mots(fichier.read_text(encoding="utf-8"))
    finally:
        fichier.unlink()


@given(st.binary(max_size=400))
@settings(REGLAGES, max_examples=200)
def test_any_bytes_are_mended_without_a_crash_or_left(racine: Path, octets: bytes) -> None:
    fichier = racine / "inspiractions" / "x.md"
    fichier.write_bytes(octets)
    try:
        corriger(racine, None, None)
        assert fichier.read_bytes() == octets or decoder(octets) is not None
    finally:
        fichier.unlink()


@given(st.text(max_size=200))
@settings(REGLAGES, max_examples=200)
def test_a_front_matter_of_any_text_is_mended_without_a_crash(racine: Path, texte: str) -> None:
    fichier = racine / "inspiractions" / "x.md"
    fichier.write_bytes(f"---\n{texte}\n---\n".encode(errors="replace"))
    try:
        corriger(racine, None, None)
        assert corriger(racine, None, None).faits == []
    finally:
        fichier.unlink()
