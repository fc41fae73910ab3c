"""What was read before is not read again, and says nothing else than a reading from scratch."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from capitalisation import corpus as lecture_du_corpus
from capitalisation.corpus import Chargement, Fiche, charger
from capitalisation.readings import Lectures
from tests.conftest import AUJOURDHUI, JPEG
from tests.unit import petit
from tests.unit.test_corpus_parallele import _contenu, _fichiers

#: Another one tries other changes.
GRAINE = int(os.environ.get("GRAINE", "9"))
FAUTIFS = dict(list(_fichiers())[-40:])


def lire(racine: Path, lectures: Lectures | None = None, jour: dt.date = AUJOURDHUI) -> Chargement:
    return charger(racine, aujourdhui=jour, lectures=lectures)


def dit(chargement: Chargement) -> tuple[Any, ...]:
    fiches = chargement.corpus.fiches
    return (
        chargement.diagnostics,
        {nom: _contenu(fiche) for nom, fiche in fiches.items()},
        {nom: fiche.lieux for nom, fiche in fiches.items()},
        dict(chargement.lignes),
        chargement.corpus.fichiers,
    )


@pytest.fixture
def racine(tmp_path: Path) -> Path:
    return petit.ecrire(tmp_path / "fiches", {**FAUTIFS, "inspiractions/sage.md": petit.texte()})


@pytest.fixture
def ouverts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were opened, as they are."""
    noms: list[str] = []
    vrai = lecture_du_corpus.lire_octets

    def lire_octets(fichier: Path) -> Any:
        noms.append(fichier.name)
        return vrai(fichier)

    monkeypatch.setattr(lecture_du_corpus, "lire_octets", lire_octets)
    return noms


@pytest.fixture
def plus_tard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings are made a minute after what the clock says."""
    vraie = lecture_du_corpus.time.time_ns
    monkeypatch.setattr(lecture_du_corpus.time, "time_ns", lambda: vraie() + 60 * 10**9)


@pytest.mark.usefixtures("plus_tard")
def test_a_file_that_has_not_changed_is_not_opened(racine: Path, ouverts: list[str]) -> None:
    lectures = Lectures()
    premiere = lire(racine, lectures)
    ouverts.clear()
    seconde = lire(racine, lectures)
    assert ouverts == []
    assert dit(seconde) == dit(premiere)
    assert all(seconde.corpus.fiches[i] is f for i, f in premiere.corpus.fiches.items())
    ouverts.clear()
    (racine / "inspiractions/sage.md").write_text(petit.texte(titre="Titre changé"), "utf-8")
    troisieme = lire(racine, lectures)
    assert ouverts == ["sage.md"]
    assert troisieme.corpus.fiches["sage"].meta.titre == "Titre changé"
    assert dit(troisieme) == dit(lire(racine))


@pytest.mark.usefixtures("plus_tard")
def test_a_file_of_another_date_is_opened_and_not_read_again(
    racine: Path, ouverts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fresh clone gives all files a new date."""
    lectures = Lectures(racine.parent / "gardees")
    avant = dit(lire(racine, lectures))
    lectures.garder()
    for fichier in (racine / "inspiractions").iterdir():
        os.utime(fichier, (1, 1))
    monkeypatch.setattr(lecture_du_corpus.rules, "verifier_seule", _jamais)
    assert dit(lire(racine, Lectures(racine.parent / "gardees"))) == avant


def _jamais(*_: Any) -> Any:
    raise AssertionError("une fiche a été relue")


def test_a_file_changed_at_the_very_moment_of_its_reading_is_opened_again(racine: Path) -> None:
    """Its size and its date may be those of what was read."""
    fichier = racine / "inspiractions/sage.md"
    lectures = Lectures()
    lire(racine, lectures)
    vu = fichier.stat()
    fichier.write_text(petit.texte(titre="Autre   fictive"), "utf-8")
    os.utime(fichier, ns=(vu.st_atime_ns, vu.st_mtime_ns))
    assert lire(racine, lectures).corpus.fiches["sage"].meta.titre == "Autre   fictive"


@pytest.mark.usefixtures("plus_tard")
def test_the_day_the_images_and_the_words_of_the_field_count(racine: Path) -> None:
    demain = AUJOURDHUI + dt.timedelta(days=1)
    petit.ecrire(racine, {"inspiractions/future.md": petit.texte(date=demain.isoformat())})
    lectures = Lectures()

    def pareil(jour: dt.date) -> list[str]:
        lu = lire(racine, lectures, jour)
        assert dit(lu) == dit(lire(racine, None, jour))
        return [f"{Path(d.chemin).stem} {d.code}" for d in lu.diagnostics]

    assert "future A114" in pareil(AUJOURDHUI)
    assert "future A114" not in pareil(demain)
    # The clock may be set back.
    assert "future A114" in pareil(AUJOURDHUI)
    avant = pareil(AUJOURDHUI)
    (racine / "images/imagee/a.jpg").write_bytes(b"pas une image")
    assert set(pareil(AUJOURDHUI)) - set(avant) == {"imagee E052"}
    (racine / "images/imagee/a.jpg").unlink()
    assert set(pareil(AUJOURDHUI)) - set(avant) == {"imagee E050"}
    themes = racine / "_referentiels/themes.yml"
    themes.write_text(themes.read_text("utf-8").replace("isolement-social", "solitude"), "utf-8")
    assert "sage E019" in pareil(AUJOURDHUI)


# --- At random


def _melanger(racine: Path, hasard: random.Random) -> None:
    fichiers = sorted(racine.glob("*s/*.md"))
    fichier = hasard.choice(fichiers)
    geste: Callable[[], object] = hasard.choice(
        [
            lambda: fichier.unlink(),
            lambda: fichier.rename(fichier.with_stem(f"{fichier.stem}-{hasard.randrange(99)}")),
            lambda: fichier.rename(
                racine / hasard.choice(["ressources", "dossiers", "inspiractions"]) / fichier.name
            ),
            lambda: fichier.write_bytes(hasard.choice(fichiers).read_bytes()),
            lambda: fichier.write_bytes(
                fichier.read_bytes() + f"\nAjout fictif, [[{fichiers[0].stem}]].\n".encode()
            ),
            lambda: shutil.copy(fichier, fichier.with_stem(f"copie-{hasard.randrange(99)}")),
            lambda: (racine / "images/imagee/a.jpg").write_bytes(hasard.choice([JPEG, b"x"])),
            lambda: fichier.write_bytes(
                fichier.read_bytes().replace(b"fictif", hasard.choice([b"FICTIF", b"changeant"]))
            ),
        ]
    )
    geste()


@pytest.mark.parametrize("garde", [False, True], ids=["meme-programme", "autre-programme"])
def test_whatever_changes_a_reading_from_scratch_says_the_same(
    garde: bool, racine: Path, tmp_path: Path
) -> None:
    hasard = random.Random(GRAINE)
    lectures = Lectures(tmp_path / "gardees")
    for tour in range(25):
        for _ in range(hasard.randrange(4)):
            _melanger(racine, hasard)
        if garde:
            lectures.garder()
            lectures = Lectures(tmp_path / "gardees")
        assert dit(lire(racine, lectures)) == dit(lire(racine)), f"graine {GRAINE}, tour {tour}"


# --- Kept in files


class _Bombe:
    def __reduce__(self) -> Any:
        return os.system, ("touch explosion",)


@pytest.mark.parametrize(
    "contenu",
    [
        b"",
        b"n'importe quoi",
        pickle.dumps(_Bombe()),
        pickle.dumps(("", [("inspiractions/sage.md", _Bombe())])),
        pickle.dumps([1, 2, 3]),
        b"\x80\x05]" + b"]" * 200_000,
    ],
    ids=["vide", "autre", "bombe", "bombe-dedans", "liste", "profond"],
)
def test_what_someone_put_in_the_place_of_readings_is_left_alone(
    contenu: bytes, racine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    gardees = tmp_path / "gardees"
    lectures = Lectures(gardees)
    avant = dit(lire(racine, lectures))
    lectures.garder()
    for fichier in gardees.iterdir():
        fichier.write_bytes(contenu)
    assert dit(lire(racine, Lectures(gardees))) == avant
    assert not (tmp_path / "explosion").exists()


def test_a_truncated_file_of_readings_costs_time_only(racine: Path, tmp_path: Path) -> None:
    lectures = Lectures(tmp_path / "gardees")
    avant = dit(lire(racine, lectures))
    lectures.garder()
    for fichier in (tmp_path / "gardees").iterdir():
        fichier.write_bytes(fichier.read_bytes()[:-100])
    assert dit(lire(racine, Lectures(tmp_path / "gardees"))) == avant


def test_where_nothing_can_be_kept_nothing_is(racine: Path, tmp_path: Path) -> None:
    (tmp_path / "gardees").write_text("un fichier, pas un dossier", "utf-8")
    lectures = Lectures(tmp_path / "gardees")
    lire(racine, lectures)
    lectures.garder()
    assert (tmp_path / "gardees").is_file()


@pytest.mark.usefixtures("plus_tard")
def test_readings_of_another_corpus_or_program_are_not_taken(
    racine: Path, tmp_path: Path, ouverts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lectures = Lectures(tmp_path / "gardees")
    lire(racine, lectures)
    lectures.garder()
    monkeypatch.setattr("capitalisation.readings._du_programme", lambda: "une autre version")
    ouverts.clear()
    lire(racine, Lectures(tmp_path / "gardees"))
    assert "sage.md" in ouverts
    autre = tmp_path / "autre" / "fiches"
    shutil.copytree(racine, autre)
    lu = lire(autre, Lectures(tmp_path / "gardees"))
    assert {Path(d.chemin).parts[0] for d in lu.diagnostics} == {
        Path(d.chemin).parts[0] for d in lire(autre).diagnostics
    }


def test_an_edit_writes_again_only_the_part_that_it_is_in(racine: Path, tmp_path: Path) -> None:
    gardees = tmp_path / "gardees"
    lectures = Lectures(gardees)
    lire(racine, lectures)
    lectures.garder()
    avant = {f.name: f.stat().st_ino for f in gardees.iterdir()}
    lectures = Lectures(gardees)
    (racine / "inspiractions/sage.md").write_text(petit.texte(titre="Titre changé"), "utf-8")
    lire(racine, lectures)
    lectures.garder()
    fiche: Fiche = lire(racine, Lectures(gardees)).corpus.fiches["sage"]
    assert fiche.meta.titre == "Titre changé"
    apres = {f.name: f.stat().st_ino for f in gardees.iterdir()}
    assert len(avant) == len(apres) > 5
