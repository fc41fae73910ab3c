"""A folder takes the place of another: whole, or not at all, whoever is killed and when."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from capitalisation import locking, replacing, sources
from capitalisation.locking import Occupe
from capitalisation.replacing import a_la_place_de
from tests.conftest import FICHE
from tests.unit.ligne import lancer

FICHIERS = 5


@pytest.fixture(params=["exchange", "two renames"])
def facon(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways: where the system exchanges folders at once, and where it does not."""
    if request.param == "two renames":
        monkeypatch.setattr(replacing, "_echanger", lambda un, autre: False)
    return str(request.param)


def remplir(dossier: Path, texte: str) -> None:
    dossier.mkdir()
    for rang in range(FICHIERS):
        (dossier / f"{rang}.txt").write_text(texte)


def lire(dossier: Path) -> set[str]:
    fichiers = list(dossier.iterdir())
    assert len(fichiers) == FICHIERS
    return {f.read_text() for f in fichiers}


def noms(dossier: Path) -> list[str]:
    return sorted(f.name for f in dossier.iterdir())


def test_a_folder_takes_the_place_of_another(facon: str, tmp_path: Path) -> None:
    cible = tmp_path / "site"
    for texte in ("un", "deux", "trois"):
        with a_la_place_de(cible) as atelier:
            remplir(atelier.neuf, texte)
        assert lire(cible) == {texte}
        assert noms(tmp_path) == ["site"]


def test_a_file_takes_the_place_of_another(tmp_path: Path) -> None:
    cible = tmp_path / "dossier" / "base.zip"
    for texte in ("un", "deux"):
        with a_la_place_de(cible) as atelier:
            atelier.neuf.write_text(texte)
            (atelier.dossier / "site").mkdir()
        assert cible.read_text() == texte
        assert noms(cible.parent) == ["base.zip"]


def test_what_stops_leaves_everything_as_it_was(facon: str, tmp_path: Path) -> None:
    cible = tmp_path / "site"
    remplir(cible, "avant")

    def interrompre() -> None:
        with a_la_place_de(cible) as atelier:
            remplir(atelier.neuf, "après")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrompre()
    with pytest.raises(FileNotFoundError), a_la_place_de(cible):
        pass  # nothing was written
    assert lire(cible) == {"avant"}
    assert noms(tmp_path) == ["site"]


def test_a_second_rename_that_fails_puts_the_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, when a program holds a page of the new site open."""
    cible = tmp_path / "site"
    remplir(cible, "avant")
    renommer = Path.rename

    def refuser(self: Path, vers: Path) -> Path:
        if self.parent.name == ".site.neuf":
            raise PermissionError(13, "", str(self))
        return renommer(self, vers)

    monkeypatch.setattr(replacing, "_echanger", lambda un, autre: False)
    monkeypatch.setattr(Path, "rename", refuser)
    with pytest.raises(PermissionError), a_la_place_de(cible) as atelier:
        remplir(atelier.neuf, "après")
    assert lire(cible) == {"avant"}
    assert noms(tmp_path) == ["site"]


def test_a_hundred_kills_leave_a_whole_folder(
    facon: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """The swap alone, again and again: its moments are too short for kills of whole builds."""
    graine = random.SystemRandom().randrange(2**32)
    record_property("bilan", f"Cent arrêts pendant l’échange ({facon}) : graine {graine}.")
    hasard = random.Random(graine)
    cible = tmp_path / "site"
    remplir(cible, "0")
    renommer = Path.rename

    def lentement(self: Path, vers: Path) -> Path:
        """Between the two renames is when a kill finds no site."""
        renomme = renommer(self, vers)
        time.sleep(0.002)
        return renomme

    monkeypatch.setattr(Path, "rename", lentement)

    def remplacer_sans_fin(depuis: int, dire: int) -> None:
        rang = depuis
        while rang := rang + 1:
            with a_la_place_de(cible) as atelier:
                remplir(atelier.neuf, str(rang))
            os.write(dire, b".")

    derniers, mis_de_cote = "0", 0
    for _ in range(100):
        fait, dire = os.pipe()
        processus = multiprocessing.get_context("fork").Process(
            target=remplacer_sans_fin, args=(int(derniers), dire)
        )
        processus.start()
        os.close(dire)
        assert os.read(fait, 1) == b"."
        time.sleep(hasard.uniform(0, 0.01))
        processus.kill()
        processus.join()
        os.close(fait)
        mis_de_cote += not cible.exists()
        # The next command, even one that fails.
        with pytest.raises(ZeroDivisionError), a_la_place_de(cible):
            raise ZeroDivisionError
        [texte] = lire(cible)
        assert int(texte) > int(derniers), graine
        assert noms(tmp_path) == ["site"], graine
        derniers = texte
    assert (mis_de_cote > 0) == (facon == "two renames")
    record_property("bilan", f"Sites que l’arrêt a trouvés mis de côté ({facon}) : {mis_de_cote}.")


def test_the_next_command_puts_back_a_site_that_was_only_set_aside(
    fiches: Path, tmp_path: Path
) -> None:
    """The command is the worst one: it builds nothing."""
    (fiches / "inspiractions").mkdir(exist_ok=True)
    (fiches / "inspiractions" / "x.md").write_text(FICHE.replace("2026-01-15", "2026-13-15"))
    ancien = tmp_path / ".public.ancien"
    ancien.mkdir()
    (ancien / "index.html").write_text("le site précédent")
    (tmp_path / ".public.neuf").mkdir()
    (tmp_path / ".public.neuf" / "index.html").write_text("une moitié de site")
    (tmp_path / ".public.verrou").write_text("1 2026-11-22T10:00 une-autre-machine\n")
    resultat = lancer("construire", "--fiches", fiches, "--sortie", tmp_path / "public")
    assert resultat.exit_code == 1
    assert (tmp_path / "public" / "index.html").read_text() == "le site précédent"
    assert noms(tmp_path) == ["fiches", "public"]


# --- One at a time ---------------------------------------------------------------------------


def test_who_comes_second_is_told_who_is_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.1)
    cible = tmp_path / "site"
    with a_la_place_de(cible) as atelier:
        remplir(atelier.neuf, "du premier")
        with pytest.raises(Occupe) as refus, a_la_place_de(cible):
            pytest.fail("two at once")
        with a_la_place_de(tmp_path / "autre") as autre:
            remplir(autre.neuf, "d’un autre")
    assert re.search(
        r"« site » est déjà en cours d’écriture depuis \d\d h \d\d \(processus \d+, sur la "
        r"machine « .+ »\)\. Attendez que ce soit fini, puis recommencez\.",
        str(refus.value),
    )
    assert lire(cible) == {"du premier"}
    assert lire(tmp_path / "autre") == {"d’un autre"}
    assert noms(tmp_path) == ["autre", "site"]


@pytest.mark.parametrize("dit", ["", "zut", "12 hier ici", "12 2026-11-22T10:00", "\0\xff" * 600])
def test_a_lock_that_says_nothing_clear_is_a_lock_all_the_same(
    dit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0)
    verrou = tmp_path / ".site.verrou"
    verrou.write_text(dit)
    with verrou.open() as tenu:
        fcntl.flock(tenu, fcntl.LOCK_EX)
        with pytest.raises(Occupe, match=r"« site » est déjà en cours d’écriture\. "):  # noqa: SIM117
            with a_la_place_de(tmp_path / "site"):
                pytest.fail("two at once")


def test_many_who_want_the_same_place_have_it_in_turn(tmp_path: Path) -> None:
    """The lock is removed as it is released: none must hold a file that is there no more."""
    cible, temoin = tmp_path / "site", tmp_path / "temoin"

    def prendre() -> None:
        for _ in range(20):
            with a_la_place_de(cible) as atelier:
                temoin.touch(exist_ok=False)
                remplir(atelier.neuf, "un des leurs")
                temoin.unlink()

    contexte = multiprocessing.get_context("fork")
    processus = [contexte.Process(target=prendre) for _ in range(4)]
    for un in processus:
        un.start()
    for un in processus:
        un.join()
    assert [un.exitcode for un in processus] == [0] * 4
    assert noms(tmp_path) == ["site"]


# --- What a site is made from ------------------------------------------------------------------


def test_files_that_change_are_told_apart(tmp_path: Path) -> None:
    remplir(tmp_path / "a", "texte")
    (tmp_path / "seul.yml").write_text("seul")
    (tmp_path / "lien").symlink_to("nulle-part")
    racines = (tmp_path / "a", tmp_path / "seul.yml", tmp_path / "absent", tmp_path / "lien")
    avant = sources.relever(*racines)
    assert len(avant) == FICHIERS + 1
    assert sources.changements(avant, sources.relever(*racines)) == {}
    (tmp_path / "a" / ".0.txt.swp").write_text("un éditeur")
    (tmp_path / "a" / "0.txt").write_text("autre")
    (tmp_path / "a" / "1.txt").unlink()
    (tmp_path / "a" / "5.txt").write_text("texte")
    (tmp_path / "neuf.yml").write_text("seul")
    (tmp_path / "neuf.yml").replace(tmp_path / "seul.yml")
    assert {
        Path(c).name: quoi
        for c, quoi in sources.changements(avant, sources.relever(*racines)).items()
    } == {"0.txt": "modifié", "1.txt": "supprimé", "5.txt": "ajouté", "seul.yml": "modifié"}
