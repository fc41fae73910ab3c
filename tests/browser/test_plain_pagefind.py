"""What plain Pagefind misses, found here: the failures measured on its version 1.5.2.

The same fictional texts stand on two sites: plain pages indexed by Pagefind as it comes,
asked through its own script; and ours. Each test first shows the failure on the first.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pagefind_bin
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import servir
from tests.browser.pages import chercher, comptes, pret, remarques, resultats
from tests.conftest import REFERENTIELS
from tests.site.conftest import mkdocs_build
from tests.unit import petit

#: id → what the fiche says; all of it is fictional.
FICHES: dict[str, dict[str, Any]] = {
    "adhesion": {"titre": "Fiche fictive sur l’adhésion", "annees": "2021"},
    "coeur": {"titre": "Fiche fictive au cœur des choses", "annees": "2022"},
    "mediatrice": {"titre": "Une médiatrice fictive", "annees": "2021"},
    "jardin": {"titre": "Un jardin fictif", "territoires": ["Scaër (29)"], "annees": "2020"},
    "verger": {"titre": "Un verger fictif", "themes": ["discriminations"], "annees": "2020"},
    "verhaal": {"titre": "Een verzonnen verhaal", "langue": "nl", "annees": "2021"},
    "pastilles": {"titre": "Pastilles fictives", "dispositifs": ["cls", "asv"]},
}
SIGLES = {"cls": "CLS", "asv": "ASV"}


@dataclass
class DeuxSites:
    """The same texts, twice: `nu` asks plain Pagefind, `page` is our search page."""

    page: Page
    hote: str

    def nu(self, requete: str | None, **options: Any) -> list[str]:
        """Return the ids that plain Pagefind gives, through its own script."""
        self.page.goto(self.hote + "nu/jardin.html")
        adresses = self.page.evaluate(
            """async ([requete, options]) => {
              const pagefind = await import('/nu/pagefind/pagefind.js');
              const { results } = await pagefind.search(requete, options);
              return Promise.all(results.map(async (r) => (await r.data()).url));
            }""",
            [requete, options],
        )
        return [Path(a).stem for a in adresses]

    def notre(self, requete: str) -> list[str]:
        self.page.goto(self.hote + "notre/recherche/")
        chercher(self.page, requete)
        return resultats(self.page)


@pytest.fixture(scope="module")
def hote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    racine = tmp_path_factory.mktemp("deux-sites")
    fiches = racine / "fiches" / "inspiractions"
    fiches.mkdir(parents=True)
    shutil.copytree(REFERENTIELS, racine / "fiches" / "_referentiels")
    (racine / "hote" / "nu").mkdir(parents=True)
    for identifiant, dit in FICHES.items():
        cles = {c: v for c, v in dit.items() if c != "annees"}
        if annees := dit.get("annees"):
            cles["periode"] = {"debut": annees, "fin": annees}
        (fiches / f"{identifiant}.md").write_text(petit.texte(**cles), encoding="utf-8")
        (racine / "hote" / "nu" / f"{identifiant}.html").write_text(_page_nue(dit), "utf-8")
    (racine / "hote" / "nu" / "404.html").write_text(
        '<html lang="fr"><body><h1>Page fictive introuvable</h1></body></html>', "utf-8"
    )
    construction = mkdocs_build(racine / "hote" / "notre", racine / "fiches")
    assert construction.code == 0, construction.journal
    nu = racine / "hote" / "nu"
    subprocess.run([pagefind_bin.get_executable(), "--site", nu, "--silent"], check=True)
    with servir(racine / "hote") as adresse:
        yield adresse


def _page_nue(dit: dict[str, Any]) -> str:
    """A page as Pagefind's own guide marks it: filters, a sort key, badges side by side."""
    theme = dit.get("themes", ["isolement-social"])[0]
    lieu = dit.get("territoires", ["Creil (60)"])[0]
    pastilles = "".join(f"<span>{SIGLES[d]}</span>" for d in dit.get("dispositifs", []))
    annee = f'<p data-pagefind-sort="annee">{a}</p>' if (a := dit.get("annees")) else ""
    return (
        f'<html lang="{dit.get("langue", "fr")}"><body><h1>{dit["titre"]}</h1>'
        f"<p>Résumé fictif.</p>{pastilles}{annee}"
        f'<p data-pagefind-filter="theme">{theme}</p><p data-pagefind-filter="lieu">{lieu}</p>'
        "</body></html>"
    )


@pytest.fixture
def deux(navigateur: Browser, hote: str) -> Iterator[DeuxSites]:
    contexte = navigateur.new_context()
    page = contexte.new_page()
    page.set_default_timeout(15_000)
    yield DeuxSites(page, hote)
    contexte.close()


@pytest.mark.parametrize(
    ("requete", "attendu"),
    [
        pytest.param("adhésion", "adhesion", id="a typographic apostrophe"),
        pytest.param("coeur", "coeur", id="a ligature"),
        pytest.param("médiateur", "mediatrice", id="the other gender"),
        pytest.param("racisme", "verger", id="a synonym of the vocabularies"),
        pytest.param("ASV", "pastilles", id="badges side by side"),
        pytest.param("atelier santé ville", "pastilles", id="the long form of an acronym"),
        pytest.param("Finistère", "jardin", id="the département of a commune"),
        pytest.param("verhaal", "verhaal", id="an entry in another language"),
        pytest.param("jadrin", "jardin", id="a typing mistake"),
    ],
)
def test_found_here_and_missed_by_plain_pagefind(
    requete: str, attendu: str, deux: DeuxSites
) -> None:
    assert attendu not in deux.nu(requete)
    assert attendu in deux.notre(requete)


def test_words_that_stand_on_two_pages_give_both_and_it_is_said(deux: DeuxSites) -> None:
    assert deux.nu("jardin verger") == []
    assert set(deux.notre("jardin verger")) == {"jardin", "verger"}
    assert "Aucune entrée ne réunit tous ces mots" in remarques(deux.page)


def test_an_unknown_word_does_not_give_words_that_begin_like_it(deux: DeuxSites) -> None:
    assert "jardin" in deux.nu("jardinxyzw")
    assert deux.notre("jardinxyzw") == []


def test_an_excluded_word_is_excluded(deux: DeuxSites) -> None:
    assert "jardin" in deux.nu("fictif -jardin")
    assert "verger" in deux.notre("fictif -jardin")
    assert "jardin" not in resultats(deux.page)


def test_a_facet_with_a_choice_still_counts_its_other_values(deux: DeuxSites) -> None:
    deux.page.goto(deux.hote + "nu/jardin.html")
    compte = deux.page.evaluate(
        """async () => {
          const pagefind = await import('/nu/pagefind/pagefind.js');
          await pagefind.filters();
          const { filters } = await pagefind.search(
            null, { filters: { theme: "discriminations" } });
          return filters.theme['isolement-social'];
        }"""
    )
    assert compte == 0
    deux.page.goto(deux.hote + "notre/recherche/?themes=discriminations")
    pret(deux.page)
    autres = {v: n for v, n in comptes(deux.page, "themes").items() if v != "discriminations"}
    assert autres
    assert max(autres.values()) == len(FICHES) - 1


def test_sorting_loses_no_page(deux: DeuxSites) -> None:
    assert "pastilles" not in deux.nu(None, sort={"annee": "asc"})
    for tri in ("date", "titre", "pertinence"):
        deux.page.goto(f"{deux.hote}notre/recherche/?tri={tri}")
        pret(deux.page)
        assert set(resultats(deux.page)) == set(FICHES), tri


def test_only_entries_are_results(deux: DeuxSites) -> None:
    assert "404" in deux.nu("introuvable")
    assert deux.notre("introuvable") == []
