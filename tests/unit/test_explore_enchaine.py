"""Chains of entries and the timeline, on small fictional corpora."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from capitalisation.corpus import Corpus
from capitalisation.diagnostics import erreurs
from capitalisation.explore import chains, timeline
from capitalisation.explore.chains import BRANCHES_MAX, Chaine, Enchainements, Etape, enchainer
from capitalisation.explore.timeline import Frise, debut_exact, derouler, fin_exacte
from capitalisation.views import toutes
from capitalisation.views.site import Site
from tests.conftest import AUJOURDHUI
from tests.unit import petit

# --- Chains -------------------------------------------------------------------


def charger(racine: Path, entrees: dict[str, dict[str, Any]]) -> Corpus:
    """Entries by identifier; of each, the keys that differ."""
    fichiers: dict[str, str | bytes] = {
        f"inspiractions/{nom}.md": petit.texte(**cles) for nom, cles in entrees.items()
    }
    chargement = petit.corpus(racine / "fiches", fichiers)
    # A link to oneself or to nothing is an error of the corpus, and still no link.
    assert {d.code for d in erreurs(chargement.diagnostics)} <= {"E043", "E046"}
    return chargement.corpus


def lien(vers: str, sorte: str = "prolonge", note: str | None = None) -> dict[str, str]:
    return {"type": sorte, "vers": vers} | ({"note": note} if note else {})


def apres(*origines: str, debut: str = "2020", sorte: str = "prolonge") -> dict[str, Any]:
    return {"liens": [lien(o, sorte) for o in origines], "periode": {"debut": debut}}


def enchainements(racine: Path, entrees: dict[str, dict[str, Any]]) -> Enchainements:
    return enchainer(charger(racine, entrees))


def dessin(etapes: tuple[Etape, ...]) -> list[Any]:
    """A run as identifiers; the branches of a step as lists after it."""
    dessine: list[Any] = []
    for etape in etapes:
        dessine.append(etape.fiche.id)
        dessine += [dessin(branche) for branche in etape.branches]
    return dessine


def dessins(chaine: Chaine) -> list[list[Any]]:
    return [dessin(voie) for voie in chaine.voies]


def une(tout: Enchainements) -> Chaine:
    (chaine,) = tout.chaines
    return chaine


def test_a_chain_is_told_from_its_origin_whatever_the_kinds_and_the_names(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path,
        {
            "a": apres("m", sorte="s-inspire-de"),
            "m": apres("z", sorte="adapte"),
            "z": {},
            "b": apres("a"),
            "seule": {},
        },
    )
    assert dessins(une(tout)) == [["z", "m", "a", "b"]]
    assert une(tout).ancre == "chaine-z"
    assert tout.comptes["prolonge"] == tout.comptes["adapte"] == tout.comptes["s-inspire-de"] == 1


def test_what_comes_of_one_entry_is_told_by_branch_oldest_first(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path,
        {
            "origine": {},
            "a": apres("origine", debut="2022"),
            "b": apres("origine", debut="2021-03"),
            "c": apres("origine", debut="2021"),
            "suite-de-b": apres("b", debut="2024"),
        },
    )
    assert dessins(une(tout)) == [["origine", ["c"], ["b", "suite-de-b"], ["a"]]]


def test_without_a_period_the_day_of_publication_then_the_name_decide(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path,
        {
            "origine": {},
            "c": {"liens": [lien("origine")], "date": "2026-01-15"},
            "b": {"liens": [lien("origine")], "date": "2026-01-15"},
            "a": {"liens": [lien("origine")], "date": "2026-02-01"},
        },
    )
    assert dessins(une(tout)) == [["origine", ["b"], ["c"], ["a"]]]


def test_an_entry_that_comes_of_two_is_told_once_after_both(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path,
        {
            "origine": {},
            "a": apres("origine", debut="2021"),
            "b": apres("origine", debut="2022"),
            "fusion": apres("a", "b", debut="2019"),
        },
    )
    chaine = une(tout)
    assert dessins(chaine) == [["origine", ["a"], ["b", "fusion"]]]
    assert [f.id for f in chaine.fiches] == ["origine", "a", "b", "fusion"]
    fusion = chaine.voies[0][0].branches[1][1]
    assert fusion.precedente is not None
    assert fusion.precedente.id == "b"
    # The link that the line draws comes first; the other is still told.
    assert [d.vers.id for d in fusion.liens] == ["b", "a"]


def test_two_origins_that_meet_make_one_chain(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path,
        {
            "x": {"periode": {"debut": "2010"}},
            "y": {"periode": {"debut": "2005"}},
            "rencontre": apres("x", "y"),
        },
    )
    assert dessins(une(tout)) == [["y"], ["x", "rencontre"]]
    assert une(tout).ancre == "chaine-y"


def test_chains_apart_stay_apart_longest_first(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path, {"a": {}, "b": apres("a"), "c": {}, "d": apres("c"), "e": apres("d")}
    )
    assert [dessins(c) for c in tout.chaines] == [[["c", "d", "e"]], [["a", "b"]]]


def test_what_goes_round_is_told_once_with_all_its_links(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path,
        {
            "a": apres("c", debut="2020", sorte="adapte"),
            "b": apres("a", debut="2021", sorte="adapte"),
            "c": apres("b", debut="2022", sorte="adapte"),
            # Older than what it comes after: still told after it.
            "suite": apres("c", debut="1999"),
        },
    )
    chaine = une(tout)
    assert dessins(chaine) == [["a", "b", "c", "suite"]]
    assert [d.vers.id for d in chaine.voies[0][0].liens] == ["c"]
    assert chaine.voies[0][0].precedente is None
    assert chaine.liens == 4


def test_two_entries_that_take_after_each_other_begin_with_the_older(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path,
        {
            "a": apres("b", debut="2021", sorte="s-inspire-de"),
            "b": apres("a", debut="2019", sorte="adapte"),
        },
    )
    assert dessins(une(tout)) == [["b", "a"]]


def test_a_link_to_oneself_to_nothing_or_to_a_draft_is_no_chain(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path,
        {
            "a": {"liens": [lien("a", "adapte"), lien("nulle-part")]},
            "b": {"liens": [lien("ebauche"), lien("b", "complete")]},
            "ebauche": {"statut": "brouillon"},
        },
    )
    assert (tout.chaines, tout.ensembles, tout.contrastes) == ((), (), ())
    assert set(tout.comptes.values()) == {0}


def test_a_link_told_twice_counts_once_with_its_sentence(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path,
        {"a": {}, "b": {"liens": [lien("a"), lien("a", note="Phrase fictive."), lien("a")]}},
    )
    (declaration,) = une(tout).voies[0][1].liens
    assert declaration.note == "Phrase fictive."
    assert tout.comptes["prolonge"] == 1


def test_a_long_run_stays_flat_and_deep_branches_name_what_they_come_after(tmp_path: Path) -> None:
    """Each step has two after it: the deepest are told in a row, so that nothing gets narrow."""
    entrees: dict[str, dict[str, Any]] = {"n00": {}}
    for i in range(1, BRANCHES_MAX + 4):
        entrees[f"n{i:02}"] = apres(f"n{i - 1:02}", debut="2021")
        entrees[f"m{i:02}"] = apres(f"n{i - 1:02}", debut="2020")
    chaine = une(enchainements(tmp_path, entrees))

    def profondeur(etapes: tuple[Etape, ...]) -> int:
        return max((1 + profondeur(b) for e in etapes for b in e.branches), default=0)

    assert profondeur(chaine.voies[0]) == BRANCHES_MAX
    assert len(chaine.fiches) == len(entrees)
    voie = chaine.voies[0]
    while voie[-1].branches:
        voie = voie[-1].branches[-1]
    # n03, then m04 that it draws, then n04, which m04 stands before: it names n03 itself.
    assert [e.fiche.id for e in voie][:3] == ["n03", "m04", "n04"]
    assert [e.precedente.id if e.precedente else None for e in voie][:3] == ["n02", "n03", None]


@pytest.mark.parametrize("sorte", ["en-ligne", "en-rond"])
def test_thousands_of_entries_in_a_row_are_one_flat_run(sorte: str) -> None:
    """Nothing calls itself along a chain: Python would give up."""
    longueur = 5_000

    def fiche(rang: int) -> Any:
        precedente = rang - 1 if rang else longueur - 1
        suit = rang or sorte == "en-rond"
        liens = [SimpleNamespace(type="adapte", vers=str(precedente), note=None)] if suit else []
        debut = SimpleNamespace(debut=f"{rang:04}")
        meta = SimpleNamespace(titre="", date=AUJOURDHUI, periode=debut, liens=liens)
        return SimpleNamespace(id=str(rang), meta=meta, cle=("", str(rang)))

    corpus: Any = SimpleNamespace(fiches={str(rang): fiche(rang) for rang in range(longueur)})
    (voie,) = une(enchainer(corpus)).voies
    assert [e.fiche.id for e in voie] == [str(rang) for rang in range(longueur)]


def test_complements_stand_around_the_entry_and_contrasts_are_pairs(tmp_path: Path) -> None:
    tout = enchainements(
        tmp_path,
        {
            "centre": {},
            "b": {"titre": "Zèbre fictif", "liens": [lien("centre", "complete")]},
            "c": {"titre": "Âne fictif", "liens": [lien("centre", "complete", "Phrase.")]},
            "d": {"liens": [lien("b", "complete"), lien("centre", "contraste-avec", "Dit d.")]},
            "e": {},
            "centre-bis": {"liens": [lien("e", "contraste-avec")]},
        }
        | {"centre": {"liens": [lien("d", "contraste-avec", "Dit centre.")]}},
    )
    assert [(e.fiche.id, [d.de.id for d in e.complements]) for e in tout.ensembles] == [
        ("centre", ["c", "b"]), ("b", ["d"]),
    ]  # fmt: skip
    # Told from both ends, a contrast is one pair with two sentences.
    assert [[(d.de.id, d.note) for d in c.declarations] for c in tout.contrastes] == [
        [("centre", "Dit centre."), ("d", "Dit d.")], [("centre-bis", "")],
    ]  # fmt: skip
    assert (tout.comptes["complete"], tout.comptes["contraste-avec"]) == (3, 2)
    assert tout.chaines == ()


def test_pages_hold_whole_chains_and_anchors_know_their_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chains, "LIENS_PAR_PAGE", 3)
    entrees: dict[str, dict[str, Any]] = {"a": {}, "b": apres("a"), "c": apres("b")}
    entrees |= {"k": {}, "l": apres("k"), "m": apres("l")}
    entrees["n"] = {"liens": [lien("a", "complete")]}
    corpus = charger(tmp_path, entrees)
    tout = enchainer(corpus)
    assert [(len(f.chaines), len(f.ensembles)) for f in tout.feuillets] == [(1, 0), (1, 1)]
    assert tout.adresse_de(corpus.fiches["c"]) == "enchainements/#chaine-a"
    assert tout.adresse_de(corpus.fiches["k"]) == "enchainements/page/2/#chaine-k"
    assert tout.adresse_de(corpus.fiches["n"]) == ""
    assert tout.adresse_de_l_ensemble(corpus.fiches["a"]) == "enchainements/page/2/#ensemble-a"


def test_two_entries_alone_are_told_by_their_own_pages(tmp_path: Path) -> None:
    corpus = charger(tmp_path, {"a": {}, "b": apres("a")})
    assert enchainer(corpus).adresse_de(corpus.fiches["b"]) == ""


# --- Timeline -----------------------------------------------------------------


def frise(
    racine: Path, *periodes: tuple[str, str | None] | None, **cles: Any
) -> tuple[Frise, Corpus]:
    """The timeline of entries e0, e1… with these periods."""
    corpus = charger(
        racine,
        {
            f"e{i}": cles
            | ({"periode": {"debut": p[0]} | ({"fin": p[1]} if p[1] else {})} if p else {})
            for i, p in enumerate(periodes)
        },
    )
    return derouler(corpus), corpus


def nombres(frise: Frise) -> dict[int, tuple[int, int, list[str]]]:
    return {c.annee: (c.en_cours, c.sans_fin, [f.id for f in c.commencees]) for c in frise.colonnes}


def test_each_year_counts_what_is_under_way_and_lists_what_begins(tmp_path: Path) -> None:
    trouvee, _ = frise(
        tmp_path, ("2019", "2021"), ("2021-06-02", "2021-06-02"), ("2021-03", None), None,
        date="2022-05-04",
    )  # fmt: skip
    assert nombres(trouvee) == {
        2019: (1, 0, ["e0"]),
        2020: (1, 0, []),
        2021: (3, 1, ["e2", "e1"]),
        2022: (1, 1, []),
    }
    assert (trouvee.total, [f.id for f in trouvee.sans_periode]) == (3, ["e3"])


def test_the_numbers_are_those_of_the_years_of_the_search(tmp_path: Path) -> None:
    trouvee, corpus = frise(tmp_path, ("1998", None), ("2016", "2018"), ("2018", "2030"), None)
    for colonne in trouvee.colonnes:
        attendus = [
            f for f in corpus.fiches.values() if f.meta.periode and colonne.annee in f.annees
        ]
        assert colonne.en_cours == len(attendus), colonne.annee


def test_an_entry_published_before_it_begins_counts_its_first_year_only(tmp_path: Path) -> None:
    trouvee, corpus = frise(tmp_path, ("2030", None), date="2026-01-15")
    assert nombres(trouvee) == {2030: (1, 1, ["e0"])}
    assert (trouvee.barre(corpus.fiches["e0"]).debut, trouvee.barre(corpus.fiches["e0"]).fin) == (
        0,
        1,
    )


def test_years_long_ago_stand_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "ANNEES_MAX", 4)
    trouvee, corpus = frise(
        tmp_path, ("1890", "1895"), ("1950", "2025"), ("2020", "2024"), ("2026", "2026")
    )
    assert [(c.annee, c.avant, c.en_cours) for c in trouvee.colonnes] == [
        (2024, True, 3), (2024, False, 1), (2025, False, 0), (2026, False, 1),
    ]  # fmt: skip
    assert [f.id for f in trouvee.colonnes[0].commencees] == ["e0", "e1", "e2"]
    barres = [trouvee.barre(corpus.fiches[f"e{i}"]) for i in range(4)]
    assert [(b.debut, b.fin, b.avant) for b in barres] == [
        (0, 0.25, True), (0, 0.75, True), (0, 0.5, True), (0.75, 1, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("date", "debut", "fin"),
    [
        ("2018", 2018, 2019),
        ("2018-01", 2018, 2018 + 1 / 12),
        ("2018-12", 2018 + 11 / 12, 2019),
        ("2018-01-01", 2018, 2018 + 1 / 365),
        ("2020-12-31", 2020 + 365 / 366, 2021),
    ],
)
def test_a_date_is_as_wide_as_it_is_precise(date: str, debut: float, fin: float) -> None:
    assert (debut_exact(date), fin_exacte(date)) == (pytest.approx(debut), pytest.approx(fin))


def test_a_bar_goes_from_the_beginning_to_the_end_or_stays_open(tmp_path: Path) -> None:
    trouvee, corpus = frise(
        tmp_path, ("2018", "2021"), ("2019-07", "2019-12"), ("2021", None), date="2021-01-15"
    )
    barres = [trouvee.barre(corpus.fiches[f"e{i}"]) for i in range(3)]
    assert [(b.debut, b.fin, b.ouverte) for b in barres] == [
        (0, 1, False), (0.375, 0.5, False), (0.75, 1, True),
    ]  # fmt: skip


def test_many_entries_have_a_page_for_each_year_cut_when_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "PAR_PAGE", 2)
    trouvee, corpus = frise(tmp_path, ("2020", "2020"), *[("2021", "2021")] * 3)
    assert [
        (f.adresse, [x.id for c in f.colonnes for x in c.commencees]) for f in trouvee.feuillets
    ] == [
        ("frise/2020/", ["e0"]),
        ("frise/2021/", ["e1", "e2"]),
        ("frise/2021/page/2/", ["e3"]),
    ]
    assert trouvee.adresse_de(corpus.fiches["e3"]) == "frise/2021/page/2/#entree-e3"


def test_few_entries_stand_on_one_page(tmp_path: Path) -> None:
    trouvee, corpus = frise(tmp_path, ("2020", "2020"), ("2021", "2021"), None)
    assert [f.adresse for f in trouvee.feuillets] == ["frise/"]
    assert trouvee.adresse_de(corpus.fiches["e1"]) == "frise/#entree-e1"
    assert trouvee.adresse_de(corpus.fiches["e2"]) == ""


# --- Their pages --------------------------------------------------------------


def vues(corpus: Corpus) -> dict[str, Any]:
    site = Site(corpus, AUJOURDHUI)
    return {
        p.adresse: p.composer() for p in toutes(site) if p.adresse.startswith(("frise/", "encha"))
    }


def test_without_any_link_or_period_the_two_pages_still_stand(tmp_path: Path) -> None:
    trouvees = vues(charger(tmp_path, {"a": {}}))
    assert trouvees["enchainements/"].sections == ()
    assert [s.compte for s in trouvees["enchainements/"].sortes] == [0] * 5
    assert (trouvees["frise/"].colonnes, trouvees["frise/"].sans_periode) == ((), 1)


def test_a_link_that_no_line_draws_names_the_other_entry(tmp_path: Path) -> None:
    corpus = charger(
        tmp_path, {"a": {}, "b": apres("a"), "c": apres("b", "a", sorte="s-inspire-de")}
    )
    (chaine,) = vues(corpus)["enchainements/"].sections[0].blocs
    a, b, c = chaine.voies[0]
    assert [(lien.vers.id, lien.nomme) for lien in c.liens] == [("b", False), ("a", True)]
    assert (a.trait, b.trait, c.trait) == ("prolonge", "s-inspire-de", "")


def test_every_part_of_the_picture_stays_inside_it(tmp_path: Path) -> None:
    corpus = charger(
        tmp_path,
        {
            "a": {"periode": {"debut": "1890", "fin": "1891"}},
            "b": {"periode": {"debut": "2026-12-31", "fin": "2026-12-31"}, "date": "2026-01-15"},
            "c": {"periode": {"debut": "2001"}, "date": dt.date(2026, 1, 15).isoformat()},
        },
    )
    vue = vues(corpus)["frise/"]
    lignes = [ligne for section in vue.sections for ligne in section.lignes]
    assert len(lignes) == 3
    for ligne in lignes:
        x, largeur, fin = (float(re.sub("%$", "", v)) for v in (ligne.x, ligne.largeur, ligne.fin))
        assert 0 <= x < fin <= 100
        assert x + largeur <= 100.6
        assert largeur > 0.5
