"""Files that are taken again all at once, while no front matter changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_adapter import keeping
from mkdocs_adapter.chantier import Chantier
from mkdocs_adapter.tasks import Travail, executer

PAGES = ("themes/index.html", "themes/ecologie/index.html", "explorer/fond.svg")


class Construction:
    """A build of a few files, which are the same as long as `base` is."""

    def __init__(self, dossier: Path, numero: int, base: str | None) -> None:
        self.site = dossier / f"site-{numero}"
        self.demandes = 0
        self.ecrits: list[str] = []
        self.config: Any = SimpleNamespace(site_dir=str(self.site), extra={})
        self.chantier = Chantier(*[Path(dossier)] * 2, *[""] * 6, None)
        self.base = base
        self.chantier.empreintes = SimpleNamespace(  # type: ignore[assignment]
            de_la_base=lambda *quoi: base and f"{base}{'0' * 30}", de=lambda *quoi: self.cle(quoi)
        )
        self.chantier.site = SimpleNamespace(partager=lambda: None)  # type: ignore[assignment]
        self.chantier.lier(self.config)
        self.sans_cle = ""

    def cle(self, quoi: tuple[str]) -> str | None:
        return None if quoi[0] == self.sans_cle else quoi[0].encode().hex()

    def travaux(self) -> Iterator[Travail]:
        self.demandes += 1

        def ecrire(nom: str) -> None:
            def faire() -> bytes:
                self.ecrits.append(nom)
                return f"Fictif : {nom}".encode()

            self.chantier.poser(self.site / nom, faire, nom)

        for nom in PAGES:
            yield Travail(lambda nom=nom: ecrire(nom))

    def faire(self) -> Construction:
        config: MkDocsConfig = self.config
        self.mode(config)
        executer(self.chantier.a_refaire)
        for nom in PAGES:
            assert (self.site / nom).read_text("utf-8") == f"Fictif : {nom}"
        return self

    def mode(self, config: MkDocsConfig) -> None:
        executer(keeping.en_bloc(config, "fictif", self.travaux))


class DUnCoup(Construction):
    """The same, whose files are those of one piece of work."""

    def mode(self, config: MkDocsConfig) -> None:
        def ecrire() -> None:
            for travail in self.travaux():
                travail.faire()

        cle = self.base and f"{self.base}{'0' * 30}"
        executer([Travail(lambda: keeping.d_un_coup(config, cle, ecrire))])


#: The two ways to take files again all at once.
FACONS = pytest.mark.parametrize("facon", [Construction, DUnCoup])


@pytest.fixture(autouse=True)
def _ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, where what is written can be counted; and apart from the project."""
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0})
    monkeypatch.setenv("CAPITALISATION_CACHE", str(tmp_path / "cache"))


@FACONS
def test_while_the_base_is_the_same_nobody_is_asked_for_the_work(
    tmp_path: Path, facon: type[Construction]
) -> None:
    premiere = facon(tmp_path, 1, "ab").faire()
    assert (premiere.demandes, premiere.ecrits) == (1, [*PAGES])
    seconde = facon(tmp_path, 2, "ab").faire()
    assert (seconde.demandes, seconde.ecrits) == (0, [])
    # Another base: the work is asked for, and each file says for itself whether it is the same.
    autre = facon(tmp_path, 3, "cd").faire()
    assert (autre.demandes, autre.ecrits) == (1, [])


@FACONS
def test_what_the_reserve_has_lost_is_made_again(tmp_path: Path, facon: type[Construction]) -> None:
    facon(tmp_path, 1, "ab").faire()
    perdue = PAGES[1].encode().hex()
    (tmp_path / "cache" / "reserve" / perdue[:2] / perdue[2:]).unlink()
    seconde = facon(tmp_path, 2, "ab").faire()
    assert (seconde.demandes, seconde.ecrits) == (1, [PAGES[1]])
    assert facon(tmp_path, 3, "ab").faire().demandes == 0


@FACONS
@pytest.mark.parametrize("base", [None, "ab"])
def test_what_has_no_key_is_asked_for_each_time(
    tmp_path: Path, base: str | None, facon: type[Construction]
) -> None:
    for numero in range(2):
        construction = facon(tmp_path, numero, base)
        construction.sans_cle = PAGES[2] if base else ""
        construction.faire()
        assert construction.demandes == 1
        assert PAGES[2] in construction.ecrits or not base


@FACONS
def test_nothing_is_written_out_of_the_site(tmp_path: Path, facon: type[Construction]) -> None:
    premiere = facon(tmp_path, 1, "ab").faire()
    empreintes = premiere.chantier.empreintes
    assert empreintes
    liste = empreintes.de_la_base()
    assert liste
    reserve = premiere.chantier.reserve
    cle = PAGES[0].encode().hex()
    for ailleurs in ("../ailleurs.html", str(tmp_path / "ailleurs.html")):
        reserve.noter(liste, json.dumps([(ailleurs, cle)]))
        seconde = facon(tmp_path, 2, "ab").faire()
        assert seconde.demandes == 1
        assert not (tmp_path / "ailleurs.html").exists()
