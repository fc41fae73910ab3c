"""How entries stand to each other: typed links, citations, dossiers, what to read next."""

from __future__ import annotations

from pathlib import Path

import pytest

from capitalisation.corpus import Corpus
from capitalisation.diagnostics import erreurs
from capitalisation.links import A_LIRE_MAX, LIBELLES_DE_LIENS, Relations, Suites, relier
from tests.unit import petit

Liens = list[tuple[str, str, str]]


def corpus(racine: Path, fichiers: dict[str, str]) -> Corpus:
    chargement = petit.corpus(racine / "fiches", dict(fichiers))
    # An entry that leads to itself is an error, and still no relation.
    assert {d.code for d in erreurs(chargement.diagnostics)} <= {"E046"}
    return chargement.corpus


def relations(racine: Path, fichiers: dict[str, str]) -> dict[str, Relations]:
    return relier(corpus(racine, fichiers))


def a_lire_apres(identifiant: str, racine: Path, fichiers: dict[str, str]) -> list[str]:
    trouve = corpus(racine, fichiers)
    suites = Suites(trouve, relier(trouve))
    seules = ids(suites.apres(trouve.fiches[identifiant]))
    suites.reprendre(suites.tout_choisir())
    assert ids(suites.apres(trouve.fiches[identifiant])) == seules
    return seules


def liens(r: Relations) -> Liens:
    return [(lien.libelle, lien.fiche.id, lien.note) for lien in r.liens]


def ids(fiches: list) -> list[str]:
    return [f.id for f in fiches]


def test_every_type_of_link_of_the_model_can_be_shown_from_both_ends(tmp_path: Path) -> None:
    fichiers = {"inspiractions/origine.md": petit.texte()}
    for sorte in LIBELLES_DE_LIENS:
        lien = {"type": sorte, "vers": "origine", "note": f"Note {sorte}"}
        fichiers[f"inspiractions/{sorte}.md"] = petit.texte(liens=[lien])
    trouves = relations(tmp_path, fichiers)
    attendus: Liens = []
    for sorte, (direct, inverse) in LIBELLES_DE_LIENS.items():
        assert liens(trouves[sorte]) == [(direct, "origine", f"Note {sorte}")]
        attendus.append((inverse, sorte, f"Note {sorte}"))
    assert sorted(liens(trouves["origine"])) == sorted(attendus)


def test_the_inverse_of_a_link_is_not_the_link(tmp_path: Path) -> None:
    trouves = relations(
        tmp_path,
        {
            "inspiractions/a.md": petit.texte(liens=[{"type": "s-inspire-de", "vers": "b"}]),
            "inspiractions/b.md": petit.texte(),
        },
    )
    assert liens(trouves["a"]) == [("S’inspire de", "b", "")]
    assert liens(trouves["b"]) == [("A inspiré", "a", "")]


def test_a_symmetric_link_told_by_both_ends_is_shown_once(tmp_path: Path) -> None:
    trouves = relations(
        tmp_path,
        {
            "inspiractions/a.md": petit.texte(liens=[{"type": "contraste-avec", "vers": "b"}]),
            "inspiractions/b.md": petit.texte(liens=[{"type": "contraste-avec", "vers": "a"}]),
        },
    )
    assert liens(trouves["a"]) == [("Contraste avec", "b", "")]
    assert liens(trouves["b"]) == [("Contraste avec", "a", "")]


def test_each_end_of_a_symmetric_link_shows_its_own_words_first(tmp_path: Path) -> None:
    def contraste(vers: str, note: str | None) -> list[dict]:
        return [{"type": "contraste-avec", "vers": vers, "note": note}]

    trouves = relations(
        tmp_path,
        {
            "inspiractions/a.md": petit.texte(liens=contraste("b", "Dit a.")),
            "inspiractions/b.md": petit.texte(liens=contraste("a", "Dit b.")),
            "inspiractions/c.md": petit.texte(liens=contraste("d", "Dit c.")),
            "inspiractions/d.md": petit.texte(liens=contraste("c", None)),
        },
    )
    assert {nom: [(x.note, x.rapporte) for x in r.liens] for nom, r in trouves.items()} == {
        "a": [("Dit a.", False)],
        "b": [("Dit b.", False)],
        "c": [("Dit c.", False)],
        "d": [("Dit c.", True)],
    }


def test_an_entry_never_leads_to_itself(tmp_path: Path) -> None:
    fichiers = {
        "ressources/a.md": petit.texte(
            "ressources",
            liens=[{"type": "complete", "vers": "a"}],
            corps="Voir [[a]].",
        ),
        "inspiractions/b.md": petit.texte(),
    }
    trouves = relations(tmp_path, fichiers)
    assert liens(trouves["a"]) == []
    assert trouves["a"].cite_par == []
    assert a_lire_apres("a", tmp_path, fichiers) == ["b"]


def test_a_citation_is_shown_once_on_the_entry_that_is_cited(tmp_path: Path) -> None:
    trouves = relations(
        tmp_path,
        {
            "ressources/a.md": petit.texte("ressources", corps="[[c]] puis [[c|encore]], `[[b]]`."),
            "ressources/b.md": petit.texte("ressources", corps="[[c]]", traduction_de="a"),
            "ressources/c.md": petit.texte("ressources"),
        },
    )
    assert ids(trouves["c"].cite_par) == ["a", "b"]
    assert ids(trouves["a"].cite_par) == ["b"]
    assert trouves["b"].cite_par == []


def test_an_entry_of_a_dossier_knows_its_neighbours_across_the_parts(tmp_path: Path) -> None:
    parties = [
        {"titre": "Première", "entrees": ["c", "a"]},
        {"titre": "Seconde", "entrees": ["b"]},
    ]
    trouves = relations(
        tmp_path,
        {
            "dossiers/d.md": petit.texte("dossiers", elements=parties),
            **{f"inspiractions/{nom}.md": petit.texte() for nom in "abc"},
        },
    )

    def place(nom: str) -> list[tuple[str, str, str | None, str | None]]:
        return [
            (
                p.dossier.id,
                p.partie,
                p.precedent.id if p.precedent else None,
                p.suivant.id if p.suivant else None,
            )
            for p in trouves[nom].dossiers
        ]

    assert place("c") == [("d", "Première", None, "a")]
    assert place("a") == [("d", "Première", "c", "b")]
    assert place("b") == [("d", "Seconde", "a", None)]
    assert place("d") == []


def test_a_draft_has_no_relation_and_is_in_none(tmp_path: Path) -> None:
    lien = {"type": "prolonge", "vers": "a"}
    trouves = relations(
        tmp_path,
        {
            "inspiractions/a.md": petit.texte(),
            "ressources/brouillon.md": petit.texte(
                "ressources", statut="brouillon", liens=[lien], corps="[[a]]"
            ),
        },
    )
    assert set(trouves) == {"a"}
    assert (trouves["a"].liens, trouves["a"].cite_par) == ([], [])


# --- What to read next ---------------------------------------------------------------


def lire_apres(racine: Path, autres: dict[str, dict], **origine) -> list[str]:
    """What is proposed after an entry, when the others have these keys."""
    fichiers = {f"inspiractions/{nom}.md": petit.texte(**cles) for nom, cles in autres.items()}
    fichiers["inspiractions/origine.md"] = petit.texte(**origine)
    return a_lire_apres("origine", racine, fichiers)


AILLEURS = {"themes": ["alimentation"], "territoires": ["Charleroi"]}


def test_nothing_shared_is_nothing_to_read(tmp_path: Path) -> None:
    assert lire_apres(tmp_path, {"a": AILLEURS}) == []


@pytest.mark.parametrize(
    "partage",
    [
        {"themes": ["isolement-social"]},
        {"territoires": ["Scaër (29)"]},
        {"territoires": ["Quimper"]},
        {"demarches": ["formation"]},
        {"dispositifs": ["cls"]},
        {"publics": ["jeunes"]},
    ],
    ids=lambda p: f"{next(iter(p))}-{next(iter(p.values()))[0]}",
)
def test_a_shared_trait_is_worth_reading(partage: dict, tmp_path: Path) -> None:
    origine = {"demarches": ["formation"], "dispositifs": ["cls"], "publics": ["jeunes"]}
    assert lire_apres(tmp_path, {"a": {**AILLEURS, **partage}, "b": AILLEURS}, **origine) == ["a"]


def test_a_shared_country_or_region_alone_is_not_worth_reading(tmp_path: Path) -> None:
    assert lire_apres(tmp_path, {"a": {**AILLEURS, "territoires": ["Rennes"]}}) == []


def test_more_in_common_comes_first(tmp_path: Path) -> None:
    autres = {
        "a-public": {**AILLEURS, "publics": ["jeunes"]},
        "b-theme": {**AILLEURS, "themes": ["isolement-social"]},
        "c-theme-et-lieu": {},
    }
    assert lire_apres(tmp_path, autres, publics=["jeunes"]) == [
        "c-theme-et-lieu", "b-theme", "a-public",
    ]  # fmt: skip


def test_a_rare_trait_says_more_than_a_common_one(tmp_path: Path) -> None:
    autres: dict[str, dict] = {
        f"commun-{i}": {**AILLEURS, "themes": ["isolement-social"]} for i in range(12)
    }
    autres["rare"] = {**AILLEURS, "themes": ["sommeil"]}
    assert lire_apres(tmp_path, autres, themes=["isolement-social", "sommeil"])[0] == "rare"


def test_four_are_enough_and_what_is_linked_already_is_left_out(tmp_path: Path) -> None:
    autres: dict[str, dict] = {nom: {} for nom in "abcdef"}
    proposes = lire_apres(tmp_path, autres, liens=[{"type": "complete", "vers": "b"}])
    assert len(proposes) == A_LIRE_MAX
    assert "b" not in proposes
    assert "origine" not in proposes


def test_the_same_corpus_always_gives_the_same_reading(tmp_path: Path) -> None:
    autres: dict[str, dict] = {nom: {"titre": f"Action fictive {nom}"} for nom in "fbdace"}
    assert lire_apres(tmp_path, autres) == ["a", "b", "c", "d"]
