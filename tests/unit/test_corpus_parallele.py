"""A corpus that several processes read is the one that a single process reads."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from capitalisation import links, parallel
from capitalisation.corpus import Chargement, Corpus, Fiche
from tests.conftest import JPEG
from tests.unit import petit

#: Enough files for workers to be started.
NOMBRE = 520


def _fichiers() -> Iterator[tuple[str, str | bytes]]:
    """Entries that lead to one another, and one of each mistake that two entries make together."""
    corps = (
        "## Contexte et problématique\n\nVoir [[action-{0}]] et [les buts](#objectifs).\n\n"
        "## Objectifs\n\nTexte fictif {0}.\n\n## Déroulement\n\nTexte fictif."
    )
    for i in range(NOMBRE):
        yield (
            f"inspiractions/action-{i:03}.md",
            petit.texte(
                titre=f"Action fictive {i}",
                territoires=["Maurepas, Rennes", "Scaër (29)"][: 1 + i % 2],
                periode={"debut": "2019"} if i % 3 else None,
                corps=corps.format(f"{i // 2:03}"),
            ),
        )
    long = " ".join(f"parlerons{i} de choses fictives" for i in range(60))
    fautes: dict[str, dict[str, Any]] = {
        "absente": {"corps": "Voir [[personne]] et [là](#nulle-part)."},
        "ancre": {"corps": "[Là](#nulle-part), et [ailleurs](autre.md)."},
        "cache": {"statut": "brouillon"},
        "vers-cache": {"liens": [{"type": "adapte", "vers": "cache"}]},
        "rond": {"liens": [{"type": "prolonge", "vers": "rond-2"}]},
        "rond-2": {"liens": [{"type": "prolonge", "vers": "rond"}]},
        "soi": {"liens": [{"type": "complete", "vers": "soi"}]},
        "ancien": {"anciens_identifiants": ["action-003"]},
        "jumeau": {"corps": long},
        "jumeau-2": {"corps": long + " fin."},
        "lieu": {"territoires": ["Nulle part sur Rien"]},
        "imagee": {"corps": '![Une table](a.jpg "Fictif, CC0")'},
        "demesuree": {"corps": "Texte fictif. " * 1_500},
        "fausse": {"date": "2019-06-31", "corps": "Texte\u200b fictif, 06 00 00 00 00."},
    }
    for nom, cles in fautes.items():
        yield f"dossiers/{nom}.md", petit.texte("dossiers", **{"titre": f"Dossier {nom}", **cles})
    yield "ressources/memes.md", petit.texte("ressources", titre="Dossier jumeau")
    yield "ressources/action-007.md", petit.texte("ressources", titre="Même identifiant")
    yield "ressources/illisible.md", "é".encode("latin-1")
    yield "ressources/sans-en-tete.md", "Texte fictif."
    yield "images/imagee/a.jpg", JPEG
    yield "images/imagee/oubliee.jpg", JPEG


@pytest.fixture(scope="module")
def racine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return petit.ecrire(tmp_path_factory.mktemp("parallele") / "fiches", dict(_fichiers()))


def _lire(racine: Path, monkeypatch: pytest.MonkeyPatch, coeurs: int) -> Chargement:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(coeurs)), raising=False)
    return petit.corpus(racine, {})


def _contenu(fiche: Fiche) -> dict[str, Any]:
    return {champ.name: getattr(fiche, champ.name) for champ in fields(fiche)} | {
        "ecrites": fiche.meta.model_fields_set,
        "json": fiche.meta.model_dump(mode="json", exclude_unset=True),
        "lieux_entiers": [(lieu.nom, lieu.complet, lieu.parents) for lieu in fiche.lieux],
    }


def _suites(corpus: Corpus) -> list[list[str]]:
    suites = links.Suites(corpus, links.relier(corpus))
    suites.reprendre(suites.tout_choisir())
    return [[suite.id for suite in suites.apres(fiche)] for fiche in corpus.fiches.values()]


def test_workers_find_and_read_what_one_process_does(
    racine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seul, ensemble = _lire(racine, monkeypatch, 1), _lire(racine, monkeypatch, 2)
    assert ensemble.diagnostics == seul.diagnostics
    codes = {d.code for d in seul.diagnostics}
    assert codes >= {
        *("E001", "E002", "E017", "E020", "E031", "E033", "E042", "E043", "E044", "E045", "E046"),
        *("E047", "E048", "A101", "A111", "A120", "A121", "A130"),
    }
    assert dict(ensemble.lignes) == dict(seul.lignes)
    assert list(ensemble.corpus.fiches) == list(seul.corpus.fiches)
    for lue, attendue in zip(
        ensemble.corpus.fiches.values(), seul.corpus.fiches.values(), strict=True
    ):
        assert _contenu(lue) == _contenu(attendue)
    premiers, seconds = (_suites(chargement.corpus) for chargement in (seul, ensemble))
    assert premiers == seconds


def test_what_a_lost_worker_had_to_do_is_done_all_the_same() -> None:
    ici = os.getpid()

    def travail(nombre: int) -> int:
        if nombre == 700 and os.getpid() != ici:
            os.kill(os.getpid(), signal.SIGKILL)
        return nombre * 2

    assert list(parallel.par_lots(travail, range(1000))) == [n * 2 for n in range(1000)]


def test_reading_leaves_to_the_collector_what_it_found(tmp_path: Path) -> None:
    """A preview freezes what it shows, and reads again at every edit: thawing costs it a second."""
    lire = {"inspiractions/fictive.md": petit.texte()}
    petit.corpus(tmp_path / "libre", lire)
    assert gc.get_freeze_count() == 0
    gc.freeze()
    try:
        fige = gc.get_freeze_count()
        petit.corpus(tmp_path / "fige", lire)
        assert gc.get_freeze_count() >= fige / 2
    finally:
        gc.unfreeze()
    assert gc.isenabled()
