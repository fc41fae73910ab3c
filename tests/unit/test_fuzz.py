"""20,000 files that nobody would write: each is read to its end, named in French, left alone."""

from __future__ import annotations

import faulthandler
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from capitalisation.codes import CODES
from capitalisation.corpus import charger
from tests.conftest import AUJOURDHUI, FICHE
from tests.unit import petit

FICHIERS = 20_000
LOTS = 8
DOSSIER = 500
#: Far more than a batch takes: a search that never ends is what this ends.
SECONDES_MAX = 300
GENRES = ("inspiractions", "interviews", "dossiers", "ressources")

#: Signs that YAML, Markdown, HTML, a terminal or an editor give a meaning to.
PIEGES = [
    b"---\n", b"\n---\n", b"...\n", b": ", b" #", b"#? ", b"- ", b"? ", b"| ", b">-\n", b"&a ",
    b"*a ", b"!!binary ", b"!!python/object ", b"<<: *a\n", b"%TAG ! x\n", b"[", b"]", b"{", b"}",
    b"[[", b"]]", b"[[x|", b"'", b'"', b"\\", b"\\u202e", b"\t", b"\r", b"\r\n", b"\x00", b"\x0b",
    b"\x1b[2J", b"\x7f", b"\xff", b"\xc3", b"\xe2\x80", b"\xf0\x9f", b"\xed\xa0\x80",
    b"\xef\xbb\xbf", "\u2028".encode(), "\u200b".encode(), "\u202e".encode(), "\x85".encode(),
    "\u00a0".encode(), "e\u0301".encode(), "👩‍👧".encode(), b"## ", b"#### x\n", b"######\n",
    b"```\n", b"~~~~\n", b"<!--", b"<!--StartFragment-->", b"-->", b"<script>", b"![](",
    b'![x](a.jpg "', b"[x](#y)", b"](#", b"[x]: #y\n", b"[^1]", b"https://", b"a@orange.fr",
    b"01 99 00 12 34", b"+32", b"TODO", b"\xe2\x80\xa6\n", b"9" * 40, b"2026-15-01", b"null", b"~",
    b"true", b"titre: x\n", b"liens: [{type: prolonge}]\n", b"elements: [[x]]\n", b"image: x\n",
    b"date: []\n", b"periode: {debut: []}\n", b"a: " * 30, b"- " * 60, b"[" * 60, b"> " * 40,
    b" " * 200, b"\n" * 50, b"{{ x }}", b"${x}", b"::error::x",
]  # fmt: skip

ENTIERES = [
    FICHE.encode(),
    *(
        petit.texte(
            genre,
            corps="[[x0]] [la suite](#levier-1) ![x](a.jpg)\n\n## Un titre\n\nTexte fictif.",
            leviers=[{"texte": "Un levier fictif.", "type": "partenariat"}],
            liens=[{"type": "prolonge", "vers": "x1"}],
        ).encode()
        for genre in GENRES
    ),
]


def place(alea: Random, octets: bytearray) -> int:
    return alea.randrange(len(octets) + 1)


def piege(octets: bytearray, alea: Random) -> None:
    ou = place(alea, octets)
    octets[ou:ou] = alea.choice(PIEGES)


def octet_change(octets: bytearray, alea: Random) -> None:
    if octets:
        octets[alea.randrange(len(octets))] = alea.randrange(256)


def bit_change(octets: bytearray, alea: Random) -> None:
    if octets:
        octets[alea.randrange(len(octets))] ^= 1 << alea.randrange(8)


def coupe(octets: bytearray, alea: Random) -> None:
    del octets[place(alea, octets) :]


def retire(octets: bytearray, alea: Random) -> None:
    debut = place(alea, octets)
    del octets[debut : debut + alea.randrange(1, 80)]


def double(octets: bytearray, alea: Random) -> None:
    debut = place(alea, octets)
    octets[debut:debut] = octets[debut : debut + alea.randrange(1, 80)]


def lignes(octets: bytearray, alea: Random) -> None:
    """A line is doubled, lost, moved, or set off by a space."""
    par_ligne = octets.split(b"\n")
    i, j = (alea.randrange(len(par_ligne)) for _ in range(2))
    par_ligne[i : i + 1] = alea.choice(
        ([par_ligne[i]] * 2, [], [par_ligne[j]], [b" " + par_ligne[i]], [par_ligne[i].lower()])
    )
    octets[:] = b"\n".join(par_ligne)


ACCIDENTS: list[Callable[[bytearray, Random], None]] = [
    piege, piege, octet_change, bit_change, coupe, retire, double, lignes, lignes,
]  # fmt: skip


def fichier(alea: Random) -> bytes:
    """One file in ten is made of anything; the others are a fiche after some accidents."""
    if alea.random() < 0.1:
        morceaux = (
            alea.choice(PIEGES) if alea.random() < 0.6 else alea.randbytes(4) for _ in "x" * 20
        )
        return b"---\n" * alea.randrange(2) + b"".join(morceaux)
    octets = bytearray(alea.choice(ENTIERES))
    for _ in range(alea.randrange(1, 6)):
        alea.choice(ACCIDENTS)(octets, alea)
    return bytes(octets)


@pytest.fixture
def sans_fin() -> Iterator[None]:
    """A hang ends with the stack that shows where, instead of never ending."""
    faulthandler.dump_traceback_later(SECONDES_MAX, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.mark.usefixtures("sans_fin")
@pytest.mark.parametrize("lot", range(LOTS))
def test_no_file_stops_the_checker_nor_is_changed_by_it(lot: int, tmp_path: Path) -> None:
    alea = Random(lot)
    for tour in range(FICHIERS // LOTS // DOSSIER):
        racine = petit.ecrire(tmp_path / str(tour) / "fiches", {})
        ecrits = {}
        for i in range(DOSSIER):
            chemin = racine / alea.choice(GENRES) / f"x{i}.md"
            ecrits[chemin] = fichier(alea)
            chemin.parent.mkdir(exist_ok=True)
            chemin.write_bytes(ecrits[chemin])
        chargement = charger(racine, aujourdhui=AUJOURDHUI)

        assert {d.code for d in chargement.diagnostics} <= set(CODES)
        assert all(d.message.strip() and d.correction.strip() for d in chargement.diagnostics)
        assert len({d.chemin for d in chargement.diagnostics}) > DOSSIER / 2
        for chemin, octets in ecrits.items():
            assert chemin.read_bytes() == octets
            chemin.unlink()
