"""What files are known by: lists, by all that they show, and no story; entries, by theirs too."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from capitalisation.explore.guide import Guide, Question, Reponse
from capitalisation.publication import Publication
from capitalisation.views import Site
from capitalisation.views.digests import Empreintes
from tests.unit import petit

ICI = Publication("Base fictive", "")
FICHE = "inspiractions/fictive.md"
LETTRE = "_lettres/2026-01.md"
GUIDE = Guide(
    (Question("quoi", "Quoi ?", (Reponse("a", "A", "", {"themes": frozenset({"sommeil"})}),)),)
)


def connu(
    racine: Path,
    guide: Guide = GUIDE,
    jour: dt.date = petit.AUJOURDHUI,
    edition: str = "",
    publication: Publication = ICI,
    **fichiers: str,
) -> str:
    """Return what the lists of a small fictional base are known by."""
    textes: dict[str, str | bytes] = {
        FICHE: fichiers.get("fiche", petit.texte()),
        LETTRE: fichiers.get("lettre", "Un éditorial fictif.\n"),
    }
    corpus = petit.corpus(racine, textes).corpus
    assert corpus.editoriaux
    assert corpus.fiches
    site = Site(corpus, jour, edition=edition, guide=guide, publication=publication)
    empreinte = Empreintes(site, "").de_la_base("fictif")
    assert empreinte
    return empreinte


def test_an_edit_of_a_story_leaves_lists_as_they_were(tmp_path: Path) -> None:
    autre = petit.texte(corps="## Contexte et problématique\n\nUn autre récit, fictif.")
    assert connu(tmp_path, fiche=autre) == connu(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"fiche": petit.texte(titre="Autre titre fictif")},
        {"lettre": "Un autre éditorial fictif.\n"},
        {"lettre": "---\ntitre: Autre\n---\nUn éditorial fictif.\n"},
        {"guide": Guide(())},
        {"guide": Guide((Question("quoi", "Quoi ?", ()),))},
        {
            "guide": Guide(
                (
                    Question(
                        "quoi",
                        "Quoi ?",
                        (Reponse("a", "A", "", {"themes": frozenset({"ecologie"})}),),
                    ),
                )
            )
        },
        {"jour": petit.AUJOURDHUI + dt.timedelta(days=1)},
        {"edition": "https://exemple.org/edit/"},
        {"publication": Publication("Base fictive", "https://exemple.org/")},
    ],
)
def test_whatever_else_a_list_shows_changes_what_it_is_known_by(
    tmp_path: Path, change: dict[str, object]
) -> None:
    assert connu(tmp_path, **change) != connu(tmp_path)  # type: ignore[arg-type]


RECIT = "## Contexte et problématique\n\nUn récit fictif."


def entree_connue(racine: Path, **textes: str) -> str:
    """Return what the page of « fictive » is known by, beside those that `textes` tell."""
    siens = {"fictive": petit.texte(), "autre": petit.texte(corps=RECIT), **textes}
    fichiers: dict[str, str | bytes] = {f"inspiractions/{nom}.md": t for nom, t in siens.items()}
    corpus = petit.corpus(racine, fichiers).corpus
    assert corpus.fiches.keys() == siens.keys()
    empreintes = Empreintes(Site(corpus, petit.AUJOURDHUI), "")
    empreinte = empreintes.des_entrees([corpus.fiches["fictive"]], "fictif")
    assert empreinte
    return empreinte


def test_an_edit_of_another_story_leaves_an_entry_as_it_was(tmp_path: Path) -> None:
    autre = petit.texte(corps=f"{RECIT}\n\nUne phrase de plus.")
    assert entree_connue(tmp_path / "change", autre=autre) == entree_connue(tmp_path / "tel-quel")


@pytest.mark.parametrize(
    "change",
    [
        {"fictive": petit.texte(corps=f"{RECIT}\n\nUne phrase de plus.")},
        {"fictive": petit.texte(titre="Autre titre fictif")},
        {"autre": petit.texte(titre="Autre titre fictif", corps=RECIT)},
        # It says on its page who speaks of it.
        {"autre": petit.texte(corps=f"{RECIT}\n\nVoir [[fictive]].")},
        {"troisieme": petit.texte()},
    ],
)
def test_whatever_else_its_page_shows_changes_what_it_is_known_by(
    tmp_path: Path, change: dict[str, str]
) -> None:
    assert entree_connue(tmp_path / "change", **change) != entree_connue(tmp_path / "tel-quel")
