"""An entry → what Pagefind reads of it, what readers are shown, and its row of the catalogue."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from capitalisation.corpus import Chargement
from capitalisation.search import merging, pagefind
from capitalisation.search.catalogue import (
    apercu,
    cataloguer,
    facettes,
    parcourir,
    signes,
    trier,
)
from capitalisation.search.documents import Document, blocs_de_texte, documenter
from capitalisation.search.documents import edition as edition_du_corpus
from capitalisation.search.lexicon import lexique
from capitalisation.search.packing import lire
from capitalisation.search.pagefind import ErreurPagefind, Indexation
from capitalisation.search.terms import FAMILLES, definitions, equivalences, lieux, places, termes
from capitalisation.search.words import MARQUE
from capitalisation.views import Site, entries
from capitalisation.vocabulary import Terme, Vocabulaire
from tests.unit import petit

AUJOURDHUI = dt.date(2026, 11, 22)
FINE = "\u202f"


def documents(chargement: Chargement) -> dict[str, Document]:
    site = Site(chargement.corpus, AUJOURDHUI)
    vues = (entries.composer(site, f) for f in chargement.corpus.fiches.values())
    return {d.adresse: d for d in map(documenter, vues)}


def document(racine: Path, **cles: Any) -> Document:
    fichiers: dict[str, str | bytes] = {"inspiractions/une-fiche.md": petit.texte(**cles)}
    return documents(petit.corpus(racine, fichiers))["inspiractions/une-fiche/"]


def blocs(doc: Document) -> list[tuple[float, str]]:
    lignes = re.findall(r'<p data-pagefind-weight="([\d.]+)">(.*?)</p>', doc.html)
    return [(float(poids), texte) for poids, texte in lignes]


def poids(doc: Document, mot: str) -> float:
    """The greatest weight under which `mot` is indexed."""
    return max((p for p, texte in blocs(doc) if mot in texte.split()), default=0)


# --- One document


def test_blocks_of_a_body_never_fuse() -> None:
    source = "<h2 id='a'>Titre</h2><ul><li>un</li><li>deux <em>trois</em></li></ul><p>a<br>b</p>"
    assert blocs_de_texte(source) == ["Titre", "un", "deux trois", "a b"]


def test_the_title_weighs_most_and_the_body_least(tmp_path: Path) -> None:
    doc = document(
        tmp_path,
        titre="Vergers partagés",
        resume="Des voisins fictifs plantent ensemble des pommiers dans un quartier inventé.",
        enseignements=["Prévoir longtemps."],
        corps="## Contexte et problématique\n\nLes abeilles reviennent.\n",
    )
    ordre = [poids(doc, mot) for mot in ("vergers", "pommiers", "prevoir", "abeilles", "solitude")]
    assert ordre == sorted(ordre, reverse=True)
    assert min(ordre) > 0
    assert poids(doc, "isolement") >= poids(doc, "pommiers")


def test_an_entry_is_found_by_names_that_its_text_lacks(tmp_path: Path) -> None:
    doc = document(tmp_path, dispositifs=["cls"], cadres=["plan-axe-1"], territoires=["Creil (60)"])
    for mot in (
        "cls",
        "contrat",
        "axe",
        "premier",
        "oise",
        "hauts",
        "60",
        "lien",
    ):
        assert poids(doc, mot), mot
        assert mot not in doc.contenu.split()


def test_synonyms_repeat_no_word_of_the_entry(tmp_path: Path) -> None:
    doc = document(tmp_path, titre="Contre la solitude")
    assert sum("solitude" in texte.split() for _, texte in blocs(doc)) == 1


def test_a_notice_weighs_a_little_less_than_a_told_entry(tmp_path: Path) -> None:
    racontee = document(tmp_path / "a", titre="Vergers partagés")
    notice = document(tmp_path / "b", titre="Vergers partagés", statut="notice")
    assert 0.8 * poids(racontee, "vergers") < poids(notice, "vergers") < poids(racontee, "vergers")


def test_no_phrase_runs_from_one_text_into_the_next(tmp_path: Path) -> None:
    doc = document(tmp_path, titre="Vergers partagés")
    assert all(texte.endswith(" " + MARQUE) for _, texte in blocs(doc))


def test_pagefind_is_given_no_language_to_stem_words_with(tmp_path: Path) -> None:
    assert '<html lang="zxx">' in document(tmp_path).html


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    doc = document(tmp_path, titre='Un <mark data-pagefind-weight="10">titre</mark> & piégé')
    assert "<mark" not in doc.html
    assert doc.contenu.startswith('Un <mark data-pagefind-weight="10">titre</mark> & piégé\n')


def test_the_shown_text_keeps_its_typography(tmp_path: Path) -> None:
    doc = document(tmp_path, titre="L'œuvre de l'habitat : agir")
    assert doc.contenu.startswith(f"L’œuvre de l’habitat{FINE}: agir\n")
    assert doc.meta["title"] == f"L’œuvre de l’habitat{FINE}: agir"


# --- The index


def indexer(docs: list[Document], sortie: Path, octets_max: int = 1 << 20) -> dict[str, Any]:
    indexation = Indexation(sortie, octets_max)
    for rang, doc in enumerate(docs):
        indexation.ajouter(pagefind.message(rang, f"/{doc.adresse}", doc.html), 1)
        pagefind.publier(sortie, rang, doc, "fictive")
    indexation.lancer()
    return indexation.attendre()


def test_fragments_get_their_published_text_back(tmp_path: Path) -> None:
    docs = list(
        documents(
            petit.corpus(
                tmp_path / "fiches",
                {
                    "inspiractions/une.md": petit.texte(
                        titre="Au cœur de l'habitat ?", publics=["jeunes"]
                    ),
                    "ressources/deux.md": petit.texte(
                        "ressources", titre="Un outil·une idée", corps=""
                    ),
                },
            )
        ).values()
    )
    sortie = tmp_path / "site" / "pagefind"
    table = indexer(docs, sortie)
    assert table["total"] == 2
    for rang, doc in enumerate(docs):
        paquet = lire(sortie / "fragment" / f"{rang}.gz")
        (fragment,) = paquet["fragments"]
        assert (fragment["url"], fragment["content"]) == (doc.adresse, doc.contenu)
        assert paquet["edition"] == "fictive"
    pieces = {f"{nom}.pf_index" for _, _, nom in table["morceaux"]}
    assert pieces == {f.name for f in (sortie / "index").iterdir()}
    assert not [*sortie.glob("*.js"), *sortie.glob("*.css"), *sortie.glob("wasm*")]
    # A second build leaves nothing of the first behind.
    indexer(docs[:1], sortie)
    assert [f.name for f in (sortie / "fragment").iterdir()] == ["0.gz"]


def test_ranks_follow_the_order_in_which_documents_are_given(tmp_path: Path) -> None:
    page = '<html lang="zxx"><body><p>{}</p></body></html>'
    noms = [f"mot{n:02}" for n in (7, 3, 11, 0, 9, 1, 5)]
    indexation = Indexation(tmp_path / "pagefind")
    for rang, nom in enumerate(noms):
        indexation.ajouter(pagefind.message(rang, f"/{nom}/", page.format(nom)), 1)
    indexation.lancer()
    indexation.attendre()
    (morceau,) = (tmp_path / "pagefind" / "index").iterdir()
    rangs = {mot: pages[0][0] for mot, pages, *_ in merging.lire(morceau)}
    assert {nom: rangs[nom] for nom in noms} == {nom: rang for rang, nom in enumerate(noms)}


def test_a_large_base_read_in_parts_gives_the_index_of_one_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ranges of one piece, pieces of a few places: every seam is met.
    monkeypatch.setattr(merging, "PLACES", 40)
    monkeypatch.setattr(merging, "PAR_PLAGE", 1)
    rares = [f"mot{n}" for n in range(40)]
    textes = {
        f"inspiractions/n{n:02}.md": petit.texte(
            titre=f"Fiche fictive {n}", corps=f"Un texte de {rares[n % 7]} et {rares[-n]}.\n\n" * 9
        )
        for n in range(40)
    }
    docs = list(documents(petit.corpus(tmp_path / "fiches", textes)).values())
    taille = max(len(pagefind.message(0, "", doc.html)) for doc in docs)

    def mots(nom: str, octets_max: int) -> tuple[int, dict[str, Any]]:
        table = indexer(docs, tmp_path / nom, octets_max)
        lus: dict[str, Any] = {}
        avant = ""
        for premier, _, piece in table["morceaux"]:
            siens = merging.lire(tmp_path / nom / "index" / f"{piece}.pf_index")
            # The browser looks for a word in the last piece that does not begin after it.
            assert avant < premier <= siens[0][0] <= siens[-1][0]
            avant = siens[-1][0]
            lus |= {mot: suite for mot, *suite in siens}
        assert table["total"] == 40
        assert {d.name for d in (tmp_path / nom).iterdir()} == {"index", "fragment"}
        return len(table["morceaux"]), lus

    _, entier = mots("entier", 1 << 20)
    for nom, octets_max in (("deux", taille * 20), ("chacun", 1)):
        nombre, lus = mots(nom, octets_max)
        assert lus == entier
        assert nombre > 5


def test_a_failure_of_pagefind_is_told_in_french(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("là où il faudrait un dossier")
    with pytest.raises(ErreurPagefind, match="n’a pas pu être fait"):
        indexer([], tmp_path / "fichier" / "pagefind")


def test_another_corpus_makes_another_edition(tmp_path: Path) -> None:
    def edition(dossier: str, **cles: Any) -> str:
        textes = {"inspiractions/une.md": petit.texte(**cles)}
        return edition_du_corpus(petit.corpus(tmp_path / dossier, textes).corpus)

    assert edition("a", titre="Fictif") == edition("b", titre="Fictif")
    assert edition("a", titre="Fictif") != edition("c", titre="Fictive")


# --- The catalogue


def nombres(texte: str) -> list[int]:
    """What `signes` wrote."""
    codes = [ord(c) for c in texte]
    return [c - 48 if c < 0xD800 else c - 48 - 0x800 for c in codes]


def valeurs(tete: dict[str, Any], colonnes: dict[str, Any], ligne: int) -> list[str]:
    """The ids that a row of the catalogue has in a facet."""
    longueurs = nombres(colonnes["nombres"])
    premieres, ecarts = (iter(nombres(colonnes[nom])) for nom in ("premieres", "ecarts"))
    lignes = []
    for longueur in longueurs:
        rangs = list(itertools.islice(premieres, min(1, longueur)))
        lignes.append(rangs)
        for _ in range(longueur - 1):
            rangs.append(rangs[-1] + next(ecarts))
    assert not [*premieres, *ecarts]
    return [tete["ids"][rang] for rang in lignes[ligne]]


def comptes(tete: dict[str, Any]) -> dict[str, int]:
    """Named value → how many entries have it."""
    return dict(zip(tete["ids"], nombres(tete["comptes"]), strict=False))


def test_the_catalogue_has_a_row_an_entry(tmp_path: Path) -> None:
    chargement = petit.corpus(
        tmp_path,
        {
            "inspiractions/b.md": petit.texte(
                titre="Zone fictive",
                territoires=["Creil (60)", "Scaër (29)"],
                statut="notice",
                periode={"debut": "2018", "fin": "2020"},
            ),
            "ressources/a.md": petit.texte("ressources", titre="Épicerie fictive", annee=2019),
        },
    )
    lignes = [chargement.corpus.fiches[i] for i in "ba"]
    site = Site(chargement.corpus, AUJOURDHUI)
    grands, petits = places(site)
    siennes = facettes(lignes, [*grands, *petits], len(grands))
    tetes = json.loads(json.dumps(apercu(lignes, siennes, [])["facettes"]))
    colonnes = json.loads(json.dumps(cataloguer(siennes)))
    assert tetes.keys() == colonnes.keys()
    assert valeurs(tetes["types"], colonnes["types"], 0) == ["inspiraction"]
    assert valeurs(tetes["types"], colonnes["types"], 1) == ["ressource"]
    assert valeurs(tetes["annees"], colonnes["annees"], 0) == ["2020", "2019", "2018"]
    assert comptes(tetes["annees"]) == {"2020": 1, "2019": 2, "2018": 1}
    themes = tetes["themes"]
    enfant = themes["ids"].index("isolement-social")
    assert themes["ids"][nombres(themes["parents"])[enfant] - 1] == "lien-social"
    assert valeurs(themes, colonnes["themes"], 0) == ["isolement-social"]
    # A parent counts what its children have, each entry once.
    assert comptes(themes)["lien-social"] == comptes(themes)["isolement-social"] == 2

    lieux_ = tetes["territoires"]
    assert lieux_["ids"] == [lieu.code for lieu in grands]
    assert (comptes(lieux_)["fr-60"], comptes(lieux_)["fr-29"]) == (1, 2)
    tous = [*lieux_["ids"], *(ligne[2].split("/")[1] for ligne in lieux(site)["termes"])]
    siens = valeurs({"ids": tous}, colonnes["territoires"], 0)
    assert sorted(siens) == ["fr-29274", "fr-60175"]
    creil = tous.index("fr-60175")
    assert tous[nombres(lieux_["parents"])[creil] - 1] == "fr-60"
    # Its EPCI counts, but the tree shows the commune under its département.
    epci = nombres(lieux(site)["epci"])[creil - len(grands)] - 1 + len(grands)
    assert tous[epci].startswith("fr-2")
    assert epci in lieux_["effaces"]
    assert nombres(lieux_["comptes"])[epci] == 1


def test_values_that_are_listed_together_are_in_the_order_of_their_names(tmp_path: Path) -> None:
    communes = ["Vannes (56)", "Étel (56)", "Auray (56)", "Paris", "Écully", "Zuydcoote"]
    chargement = petit.corpus(
        tmp_path, {"inspiractions/a.md": petit.texte(territoires=communes, themes=["tabac"])}
    )
    _, petits = places(Site(chargement.corpus, AUJOURDHUI))
    noms = [lieu.nom for lieu in petits if lieu.type == "commune" and lieu.code.startswith("fr-56")]
    assert noms == ["Auray", "Étel", "Vannes"]


def test_browsing_shows_told_entries_first_then_the_latest_then_titles(tmp_path: Path) -> None:
    chargement = petit.corpus(
        tmp_path,
        {
            "inspiractions/notice.md": petit.texte(
                titre="Abri fictif", statut="notice", date="2026-02-01"
            ),
            "inspiractions/un.md": petit.texte(titre="Zone fictive", date="2026-01-15"),
            "inspiractions/deux.md": petit.texte(titre="Épicerie fictive", date="2000-01-11"),
            "inspiractions/trois.md": petit.texte(titre="Étage fictif", date="1999-01-01"),
            "inspiractions/quatre.md": petit.texte(titre="Écluse fictive", date="2026-01-15"),
        },
    )
    ids = ("notice", "un", "deux", "trois", "quatre")
    lignes = [chargement.corpus.fiches[i] for i in ids]
    donnees = trier(lignes)
    assert nombres(donnees["notices"]) == [1, 0, 0, 0, 0]
    assert nombres(donnees["titres"]) == [0, 4, 2, 3, 1]
    # Days since 2000; what is older is as old.
    assert nombres(donnees["dates"]) == [9528, 9511, 10, 0, 9511]
    assert [f.id for f in parcourir(lignes)] == ["quatre", "un", "deux", "trois", "notice"]


def test_the_first_entries_are_shown_from_the_start_of_their_text(tmp_path: Path) -> None:
    """What a result shows when no word was asked for, and hardly more."""
    docs = documents(
        petit.corpus(tmp_path, {"inspiractions/a.md": petit.texte(resume="Mot " * 60 + "fin.")})
    )
    (doc,) = docs.values()
    entier, debut = doc.fragment(), doc.debut()
    assert {**debut, "content": ""} == {**entier, "content": ""}
    assert entier["content"].startswith(debut["content"])
    assert debut["content"].split("\n")[0] == doc.meta["title"]
    assert 30 < debut["content"].count("Mot") <= 40


@pytest.mark.parametrize("suite", [[], [0, 1, 95, 6000], [55247, 55248, 60000]])
def test_numbers_are_signs_that_text_may_hold(suite: list[int]) -> None:
    texte = signes(suite)
    assert len(texte) == len(suite)
    assert nombres(json.loads(json.dumps(texte))) == suite
    assert texte.encode("utf-8").decode("utf-8") == texte


def test_an_empty_corpus_has_a_catalogue() -> None:
    vides = facettes([], [], 0)
    assert apercu([], vides, [])["total"] == 0
    assert cataloguer(vides)["themes"] == {"nombres": "", "premieres": "", "ecarts": ""}
    assert trier([]) == {"notices": "", "dates": "", "titres": ""}


# --- The lexicon and the terms


def test_the_lexicon_gives_each_word_once_as_it_is_most_written() -> None:
    nombres = Counter({"médiation": 9, "Médiation": 2, "mediation": 1, "Creil": 1})
    donnees = lexique(nombres, [])
    # Digits count bits: 12 entries are four, one entry is one.
    assert (donnees["mots"], donnees["poids"]) == ("Creil médiation", "14")


def test_the_lexicon_knows_the_words_of_the_vocabularies() -> None:
    terme = Terme("themes", "litteratie", "Littératie en santé", synonymes=("illettrisme", "60 %"))
    donnees = lexique(Counter({"santé": 3}), [terme])
    assert donnees["mots"] == "illettrisme Littératie santé"
    assert donnees["poids"] == "002"


def test_the_same_words_give_the_same_lexicon() -> None:
    formes = [("Élan", 1), ("élan", 1), ("ELAN", 1)]
    assert lexique(Counter(dict(formes)), []) == lexique(Counter(dict(formes[::-1])), [])


def test_terms_hold_what_a_search_needs(tmp_path: Path) -> None:
    chargement = petit.corpus(
        tmp_path,
        {"inspiractions/a.md": petit.texte(dispositifs=["cls"], territoires=["Creil (60)"])},
    )
    site = Site(chargement.corpus, AUJOURDHUI)
    donnees = json.loads(json.dumps(termes(site)))
    assert len(donnees["familles"]) == len(FAMILLES)
    par_adresse = {ligne[2]: ligne for ligne in donnees["termes"]}
    cls = par_adresse["dispositifs/cls/"]
    assert (cls[1], cls[3], cls[4]) == ("Contrat local de santé", 1, ["CLS"])
    assert donnees["familles"][cls[0]] == "Dispositif"
    assert par_adresse["territoires/fr-60/"][5] == ["60"]
    communes = {ligne[2]: ligne for ligne in lieux(site)["termes"]}
    creil = communes["territoires/fr-60175/"]
    assert (creil[1], creil[3], creil[4]) == ("Creil (60)", 1, ["Creil"])
    assert not communes.keys() & par_adresse.keys()
    assert "oise" in equivalences(site)["lieux"]
    # Nothing leads to a page that the site does not have.
    assert all(par_adresse)
    assert set(definitions(site)) <= set(par_adresse)


def test_an_acronym_means_its_label_and_a_synonym_does_not(tmp_path: Path) -> None:
    chargement = petit.corpus(tmp_path, {"inspiractions/a.md": petit.texte()})
    vocabulaires = dict(chargement.corpus.vocabulaires)
    jeunes = Terme(
        "publics", "jeunes", "Jeunes", synonymes=("mineurs",),
        feminin=("lycéen", "lycéenne", "lycéen·ne", "sage-femme", "maïeuticien·ne"),
    )  # fmt: skip
    vocabulaires["publics"] = Vocabulaire("publics", {"jeunes": jeunes})
    corpus = replace(chargement.corpus, vocabulaires=vocabulaires)
    formes = equivalences(Site(corpus, AUJOURDHUI))["termes"]
    # Cut into words as the index is, empty words marked.
    assert [f"contrat local {MARQUE}de sante", "cls"] in formes
    assert ["jeunes"] in formes
    assert ["lyceen", "lyceenne", "lyceen"] in formes
    assert ["sage femme", "maieuticien"] in formes
    assert not any("mineurs" in ligne for ligne in formes)
