"""Files that are kept: taken again when they are what they were, made again when they are not."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from capitalisation import keeping
from capitalisation.keeping import Reserve

CLE = "ab" * 20
AUTRE = "cd" * 20


class Compteur:
    """Makes another page each time."""

    def __init__(self) -> None:
        self.fois = 0

    def __call__(self) -> bytes:
        self.fois += 1
        return b"page %d" % self.fois


@pytest.fixture
def compteur() -> Compteur:
    return Compteur()


@pytest.fixture
def reserve(tmp_path: Path) -> Reserve:
    return Reserve(tmp_path / "reserve")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "site" / "page" / "index.html"


def gardes(reserve: Reserve) -> list[Path]:
    return [f for f in reserve.dossier.rglob("*") if f.is_file()]


def test_a_page_is_made_once_and_keeps_its_date(
    reserve: Reserve, page: Path, tmp_path: Path, compteur: Compteur
) -> None:
    reserve.poser(CLE, page, compteur)
    date = page.stat().st_mtime_ns
    assert time.time() - 5 < date / 10**9 <= time.time()
    autre = tmp_path / "autre" / "page.html"
    Reserve(reserve.dossier).poser(CLE, autre, compteur)
    assert autre.read_bytes() == b"page 1"
    assert autre.stat().st_mtime_ns == date
    assert autre.samefile(page)
    # What is written over one of its names is not written into it.
    reserve.poser(AUTRE, autre, compteur)
    assert autre.read_bytes() == b"page 2"
    assert page.read_bytes() == b"page 1"


def test_what_has_no_key_is_made_each_time(
    reserve: Reserve, page: Path, compteur: Compteur
) -> None:
    reserve.poser(None, page, compteur)
    reserve.poser(None, page, compteur)
    assert page.read_bytes() == b"page 2"
    assert gardes(reserve) == []


def _tronquer_sans_le_dire(fichier: Path) -> None:
    date = fichier.stat().st_mtime_ns
    os.truncate(fichier, 3)
    os.utime(fichier, ns=(date, date))


@pytest.mark.parametrize(
    "abimer",
    [
        pytest.param(lambda f: f.write_bytes(b"autre chose"), id="another"),
        pytest.param(lambda f: f.write_bytes(b"PAGE 1"), id="same-size"),
        pytest.param(lambda f: os.truncate(f, 0), id="truncated"),
        pytest.param(_tronquer_sans_le_dire, id="truncated-with-its-date"),
    ],
)
def test_a_page_that_someone_changed_is_made_again(
    abimer: Callable[[Path], object],
    reserve: Reserve,
    page: Path,
    tmp_path: Path,
    compteur: Compteur,
) -> None:
    """The page of the site and the kept one are the same file."""
    reserve.poser(CLE, page, compteur)
    abimer(page)
    for nom in ("un", "deux"):
        reserve.poser(CLE, tmp_path / nom, compteur)
        assert (tmp_path / nom).read_bytes() == b"page 2"


@pytest.mark.parametrize("mettre", [shutil.copy2, os.symlink])
def test_a_file_of_another_page_is_not_taken(
    mettre: Callable[[Path, Path], object],
    reserve: Reserve,
    page: Path,
    tmp_path: Path,
    compteur: Compteur,
) -> None:
    """Not even with its date, as copying tools leave it."""
    reserve.poser(CLE, page, lambda: b"une page")
    la = reserve.dossier / AUTRE[:2] / AUTRE[2:]
    la.parent.mkdir()
    mettre(page, la)
    reserve.poser(AUTRE, tmp_path / "autre", compteur)
    assert (tmp_path / "autre").read_bytes() == b"page 1"


@pytest.mark.parametrize("erreur", [errno.EXDEV, errno.EMLINK, errno.EPERM])
def test_where_nothing_can_be_linked_pages_are_copied(
    erreur: int,
    reserve: Reserve,
    page: Path,
    tmp_path: Path,
    compteur: Compteur,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuser(*_: object) -> None:
        raise OSError(erreur, os.strerror(erreur))

    monkeypatch.setattr(os, "link", refuser)
    reserve.poser(CLE, page, compteur)
    copie = tmp_path / "copie"
    copie.write_bytes(b"avant")
    reserve.poser(CLE, copie, compteur)
    assert copie.read_bytes() == b"page 1"
    assert copie.stat().st_mtime_ns == page.stat().st_mtime_ns
    assert not copie.samefile(page)
    # No site is linked to what is copied: it is in use all the same.
    Reserve(reserve.dossier).poser(CLE, copie, compteur)
    reserve.menage()
    assert len(gardes(reserve)) == 1


def test_where_nothing_can_be_kept_pages_are_made_all_the_same(
    page: Path, tmp_path: Path, compteur: Compteur
) -> None:
    (tmp_path / "un-fichier").write_text("Rien à garder ici.")
    reserve = Reserve(tmp_path / "un-fichier")
    reserve.poser(CLE, page, compteur)
    assert page.read_bytes() == b"page 1"
    assert reserve.retrouver(AUTRE, lambda: "dit") == "dit"
    reserve.menage()
    reserve.oublier()


def test_what_is_kept_may_go_at_any_moment(
    reserve: Reserve, page: Path, compteur: Compteur
) -> None:
    reserve.poser(CLE, page, compteur)
    shutil.rmtree(reserve.dossier)
    for _ in range(2):
        reserve.poser(CLE, page, compteur)
        assert page.read_bytes() == b"page 2"


def test_what_cannot_be_made_leaves_nothing(reserve: Reserve, page: Path) -> None:
    def faire() -> bytes:
        raise ValueError("manque")

    with pytest.raises(ValueError, match="manque"):
        reserve.poser(CLE, page, faire)
    assert gardes(reserve) == []
    assert not page.exists()


def test_a_text_is_said_once(reserve: Reserve) -> None:
    dits = iter(("un", "deux", "trois"))
    assert reserve.retrouver(CLE, lambda: next(dits)) == "un"
    assert reserve.retrouver(CLE, lambda: next(dits)) == "un"
    [garde] = gardes(reserve)
    garde.write_text("xx")
    assert reserve.retrouver(CLE, lambda: next(dits)) == "deux"
    assert reserve.retrouver(None, lambda: next(dits)) == "trois"


def _plus_tard(dossier: Path) -> None:
    """Wait until the clock that disks go by has passed that of the programs."""
    temoin = dossier / "temoin"
    limite = time.time_ns() + keeping._RETARD
    temoin.touch()
    while temoin.stat().st_ctime_ns <= limite:
        temoin.touch()
    temoin.unlink()


def test_what_no_site_holds_is_thrown_away_in_time(
    reserve: Reserve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never outnumbers what is in use; what another site holds costs no room, and stays."""
    for numero in range(8):
        reserve.poser(f"{numero:040x}", tmp_path / "site" / str(numero), lambda: b"page")
    for numero in range(5):
        (tmp_path / "site" / str(numero)).unlink()
    _plus_tard(tmp_path)
    suivante = Reserve(reserve.dossier)
    for numero in (5, 6):
        suivante.poser(f"{numero:040x}", tmp_path / "autre" / str(numero), lambda: b"page")
    suivante.menage()
    assert len(gardes(reserve)) == 2 + 1 + 2
    monkeypatch.setattr(keeping, "PEREMPTION", 0)
    Reserve(reserve.dossier).menage()
    assert len(gardes(reserve)) == 2 + 1


def test_what_was_made_of_two_states_is_forgotten(
    reserve: Reserve, page: Path, tmp_path: Path, compteur: Compteur
) -> None:
    reserve.poser(AUTRE, tmp_path / "avant", lambda: b"avant")
    _plus_tard(tmp_path)
    suivante = Reserve(reserve.dossier)
    suivante.poser(CLE, page, compteur)
    suivante.oublier()
    assert page.read_bytes() == b"page 1"
    assert [f.read_bytes() for f in gardes(reserve)] == [b"avant"]
