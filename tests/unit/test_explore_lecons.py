"""Levers, obstacles and lessons as items: counts, crossings, what the browser loads, pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from capitalisation.explore import lessons_packs, profiles
from capitalisation.explore.lessons import Lecons, compter
from capitalisation.publication import Publication
from capitalisation.views import Page, Site, toutes
from capitalisation.views.digests import Empreintes
from capitalisation.views.recurrent import partout, sous_un_terme
from tests.conftest import AUJOURDHUI
from tests.unit import petit

TYPES = """\
- id: partenariat
  libelle: "Partenariat"
  definition: "Définition fictive."
- id: financement
  libelle: "Financement"
- id: jamais-dit
  libelle: "Type que personne ne cite"
"""


def facteur(texte: str, type_: str = "partenariat") -> dict[str, str]:
    return {"texte": texte, "type": type_}


FICHES: dict[str, str | bytes] = {
    "_referentiels/types-de-facteurs.yml": TYPES,
    "inspiractions/recente.md": petit.texte(
        titre="La « rue » fictive",
        date="2026-03-01",
        themes=["isolement-social", "lien-social"],
        territoires=["Scaër (29)", "Rennes"],
        dispositifs=["cls"],
        leviers=[facteur("L'appui : fictif."), facteur("Un autre appui fictif !")],
        freins=[facteur("Un frein fictif.", "financement")],
        enseignements=["Dire « oui » à l'essai fictif."],
    ),
    "inspiractions/ancienne.md": petit.texte(
        titre="Une ancienne action fictive",
        date="2025-03-01",
        themes=["lien-social"],
        territoires=["Charleroi"],
        freins=[facteur("Un manque fictif.")],
    ),
    "inspiractions/muette.md": petit.texte(
        titre="Une muette fictive", date="2025-02-01", themes=["alimentation"]
    ),
    "inspiractions/brouillon.md": petit.texte(
        titre="Un brouillon fictif",
        statut="brouillon",
        leviers=[facteur("Un appui qui n'est pas publié.")],
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    chargement = petit.corpus(tmp_path_factory.mktemp("lecons") / "fiches", FICHES)
    assert chargement.diagnostics == []
    return Site(chargement.corpus, AUJOURDHUI)


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Page]:
    return {p.adresse: p for p in toutes(site) if p.adresse.startswith("enseignements/")}


def adresses(items: Any) -> list[str]:
    return [item.adresse.removeprefix("inspiractions/") for item in items]


def test_each_sentence_is_an_item_in_the_order_of_lists_then_of_its_entry(site: Site) -> None:
    assert adresses(site.lecons.items) == [
        "recente/#levier-1", "recente/#levier-2", "recente/#frein-1", "recente/#enseignement-1",
        "ancienne/#frein-1",
    ]  # fmt: skip


def test_a_count_tells_sentences_from_entries(site: Site) -> None:
    decompte = compter(site.lecons.par_type["partenariat"])
    assert (decompte.leviers, decompte.freins, decompte.entrees) == (2, 1, 2)
    assert decompte.phrases == 3


def test_types_come_by_frequency_and_those_that_nobody_names_do_not(site: Site) -> None:
    assert [t.id for t in site.lecons.types] == ["partenariat", "financement"]


def test_a_sentence_counts_once_under_a_term_and_under_those_above_it(site: Site) -> None:
    themes = site.lecons.croisements["themes"]
    assert adresses(themes["isolement-social"]["partenariat"]) == [
        "recente/#levier-1", "recente/#levier-2",
    ]  # fmt: skip
    # « recente » names both the theme and its parent.
    assert adresses(themes["lien-social"]["partenariat"]) == [
        "recente/#levier-1", "recente/#levier-2", "ancienne/#frein-1",
    ]  # fmt: skip
    assert set(themes) == {"lien-social", "isolement-social"}
    assert {t: len(i) for t, i in site.lecons.croisements["dispositifs"]["cls"].items()} == {
        "partenariat": 2, "financement": 1,
    }  # fmt: skip


def test_a_citation_nests_guillemets_and_keeps_the_sentence(site: Site) -> None:
    premier, deuxieme, _, lecon, _ = site.lecons.items
    citer = replace(site, publication=Publication("Base fictive", "")).citer
    fin = (
        "extrait de\u202f: «\u202fLa “rue” fictive\u202f» [Inspir’action]. "
        "In\u202f: Base fictive, 1er mars 2026. CC BY-SA 4.0."
    )
    assert citer(premier) == f"«\u202fL’appui\u202f: fictif\u202f», {fin}"
    assert citer(deuxieme) == f"«\u202fUn autre appui fictif\u202f!\u202f», {fin}"
    assert citer(lecon) == f"«\u202fDire “oui” à l’essai fictif\u202f», {fin}"


# --- What the browser loads ----------------------------------------------------------


def test_the_index_and_the_packs_tell_the_same_sentences(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lessons_packs, "PAR_PAQUET", 2)
    paquets = {nom: dire() for nom, dire, _ in lessons_packs.paquets(site.lecons, site.citer)}
    index = paquets.pop("enseignements.gz")
    assert index["par_paquet"] == 2
    assert index["types"]["ids"] == ["financement", "partenariat"]
    # Types of the levers, of the obstacles, of the lessons, entry after entry.
    assert index["phrases"] == [[[1, 1], [0], [-1]], [[], [1], []]]
    assert list(paquets) == [f"enseignements/{n}.gz" for n in range(3)]
    lues = [
        (paquet["fiches"][rang]["adresse"] + "#" + ancre, texte, citation)
        for paquet in paquets.values()
        for rang, ancre, texte, citation in paquet["phrases"]
    ]
    assert [adresse for adresse, _, _ in lues] == [i.adresse for i in site.lecons.items]
    assert [citation for _, _, citation in lues] == [site.citer(item) for item in site.lecons.items]
    assert lues[0][1] == "L’appui\u202f: fictif."


def test_values_stand_below_their_parents_and_a_commune_is_its_departement(site: Site) -> None:
    index = lessons_packs.indexer(site.lecons)
    lieux = index["facettes"]["territoires"]
    noms = dict(zip(range(len(lieux["libelles"])), lieux["libelles"], strict=True))
    assert [(noms[n], noms.get(p)) for n, p in enumerate(lieux["parents"])] == [
        ("Belgique", None), ("Wallonie", "Belgique"), ("Hainaut", "Wallonie"),
        ("France", None), ("Bretagne", "France"),
        ("Finistère", "Bretagne"), ("Ille-et-Vilaine", "Bretagne"),
    ]  # fmt: skip
    assert [[noms[v] for v in siennes] for siennes in lieux["valeurs"]] == [
        ["Finistère", "Ille-et-Vilaine"], ["Hainaut"],
    ]  # fmt: skip
    themes = index["facettes"]["themes"]
    assert (themes["ids"], themes["parents"]) == (["lien-social", "isolement-social"], [-1, 0])


def test_traits_of_places_are_filters_in_their_families(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    traits = {
        t.id: t
        for t in (
            profiles.Trait("vaste", "Vaste", "habitants", "Fictif."),
            profiles.Trait("champs", "Champs", "milieu", "Fictif."),
            profiles.Trait("nulle-part", "Nulle part", "milieu", "Fictif."),
        )
    }
    siens = {"recente": ("vaste", "champs"), "ancienne": ("champs",)}
    monkeypatch.setattr(profiles, "TRAITS", traits)
    monkeypatch.setattr(profiles, "traits", lambda fiche: siens[fiche.id])
    milieu = lessons_packs.indexer(site.lecons)["facettes"]["milieu"]
    assert milieu["ids"] == ["vaste", "champs"]
    assert milieu["groupes"] == [profiles.FAMILLES["habitants"], profiles.FAMILLES["milieu"]]
    assert milieu["valeurs"] == [[0, 1], [1]]
    page = next(p for p in toutes(site) if p.adresse == "enseignements/")
    assert page.composer().liste.milieux


# --- Pages ---------------------------------------------------------------------------


def test_every_type_that_someone_names_has_its_page_and_lessons_have_theirs(
    pages: dict[str, Page],
) -> None:
    assert list(pages) == [
        "enseignements/", "enseignements/partenariat/", "enseignements/financement/",
        "enseignements/a-retenir/",
    ]  # fmt: skip
    assert pages["enseignements/partenariat/"].description == "Définition fictive."
    assert pages["enseignements/financement/"].description
    (phrase,) = pages["enseignements/a-retenir/"].composer().liste.phrases
    assert phrase.texte == "Dire «\u202foui\u202f» à l’essai fictif."


def test_bars_share_one_scale_and_a_cell_leads_to_its_sentences(pages: dict[str, Page]) -> None:
    vue = pages["enseignements/"].composer()
    assert [(t.terme.id, t.aide, t.gene) for t in vue.types] == [
        ("partenariat", 100, 50), ("financement", 0, 50),
    ]  # fmt: skip
    assert [(ligne.terme.id, ligne.niveau) for ligne in vue.themes.lignes] == [
        ("lien-social", 0), ("isolement-social", 1),
    ]  # fmt: skip
    assert [ligne.terme.id for ligne in vue.grands_themes.lignes] == ["lien-social"]
    cellules = vue.themes.lignes[1].cellules
    assert [(c.nombre, c.adresse) for c in cellules] == [
        (2, "enseignements/partenariat/?themes=isolement-social"),
        (1, "enseignements/financement/?themes=isolement-social"),
    ]  # fmt: skip


def test_what_recurs_is_told_apart_by_help_and_hindrance(site: Site) -> None:
    tout = partout(site)
    assert tout
    assert [(t.libelle, t.nombre) for t in tout.aide] == [("Partenariat", 2)]
    assert [(t.libelle, t.nombre) for t in tout.gene] == [("Partenariat", 1), ("Financement", 1)]
    dessous = sous_un_terme(site, site.index["themes"]["isolement-social"].terme)
    assert dessous
    assert dessous.decompte.phrases == 3
    assert [t.adresse for t in dessous.gene] == [
        "enseignements/financement/?sorte=frein&themes=isolement-social"
    ]
    assert dessous.adresse == "enseignements/?themes=isolement-social#phrases"
    assert sous_un_terme(site, site.index["themes"]["alimentation"].terme) is None
    assert sous_un_terme(site, site.index["publics"]["jeunes"].terme) is None


def test_a_corpus_that_says_nothing_still_has_its_pages(tmp_path: Path) -> None:
    chargement = petit.corpus(tmp_path / "fiches", {"inspiractions/x.md": petit.texte()})
    site = Site(chargement.corpus, AUJOURDHUI)
    vue = next(p for p in toutes(site) if p.adresse == "enseignements/").composer()
    assert (vue.types, vue.themes, vue.liste.phrases) == ((), None, ())
    assert partout(site) is None
    paquets = lessons_packs.paquets(Lecons.depuis(chargement.corpus), site.publication)
    assert [nom for nom, _, _ in paquets] == ["enseignements.gz"]


def test_a_long_list_is_cut_into_pages_and_loses_nothing(tmp_path: Path) -> None:
    phrases = [facteur(f"Appui fictif {n}.") for n in range(25)]
    fiches: dict[str, str | bytes] = {
        f"inspiractions/action-{n}.md": petit.texte(titre=f"Action fictive {n}", leviers=phrases)
        for n in range(3)
    }
    site = Site(petit.corpus(tmp_path / "fiches", fiches).corpus, AUJOURDHUI)
    siennes = [p for p in toutes(site) if p.adresse.startswith("enseignements/partenariat/")]
    assert [p.adresse for p in siennes] == [
        "enseignements/partenariat/", "enseignements/partenariat/page/2/",
    ]  # fmt: skip
    listes = [p.composer().liste for p in siennes]
    assert [p.adresse for liste in listes for p in liste.phrases] == [
        item.adresse for item in site.lecons.items
    ]
    assert {liste.decompte.phrases for liste in listes} == {75}


def test_a_list_is_known_by_what_its_sentences_are_made_of(tmp_path: Path) -> None:
    """Before they are quoted: a page that is kept is not composed."""
    adresse = "enseignements/partenariat/"

    def empreinte(nom: str, **change: Any) -> tuple[str | None, str]:
        dite = {"titre": "Une action fictive", "leviers": [facteur("Un appui fictif.")], **change}
        lu = petit.corpus(
            tmp_path / nom,
            {
                "_referentiels/types-de-facteurs.yml": TYPES,
                "inspiractions/dite.md": petit.texte(**dite),
                "inspiractions/muette.md": petit.texte(titre=f"Une muette fictive : {nom}"),
            },
        )
        site = Site(lu.corpus, AUJOURDHUI)
        page = next(p for p in toutes(site) if p.adresse == adresse)
        assert page.ingredients
        return Empreintes(site).de(page.ingredients()), repr(page.composer())

    connue, montree = empreinte("base")
    assert empreinte("autre entrée") == (connue, montree)
    for nom, change in {
        "phrase": {"leviers": [facteur("Un autre appui fictif.")]},
        "sorte": {"leviers": [], "freins": [facteur("Un appui fictif.")]},
        "rang": {"leviers": [facteur("Rien.", "financement"), facteur("Un appui fictif.")]},
        "titre": {"titre": "Une autre action fictive"},
        "date citée": {"date": "2025-01-02"},
    }.items():
        neuve, montre = empreinte(nom, **change)
        assert montre != montree, nom
        assert neuve not in (None, connue), nom
