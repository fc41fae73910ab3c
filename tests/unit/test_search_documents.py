"""An entry → what Pagefind reads of it, what readers are shown, and its row of the catalogue."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capitalisation.corpus import Chargement
from capitalisation.search import pagefind
from capitalisation.search.catalogue import cataloguer
from capitalisation.search.documents import (
    MARQUE,
    MOTS_VIDES,
    Document,
    blocs_de_texte,
    documenter,
    feminins,
    lisser,
    propre,
)
from capitalisation.search.pagefind import ErreurPagefind, Indexation, fichier_de
from capitalisation.views import Site, entries
from tests.conftest import PROJET
from tests.unit import petit

AUJOURDHUI = dt.date(2026, 11, 22)
FINE = "\u202f"


def documents(chargement: Chargement) -> dict[str, Document]:
    site = Site.depuis(chargement.corpus, AUJOURDHUI)
    vues = (entries.composer(site, f) for f in chargement.corpus.fiches.values())
    return {d.adresse: d for d in map(documenter, vues)}


def document(racine: Path, **cles: Any) -> Document:
    fichiers: dict[str, str | bytes] = {"inspiractions/une-fiche.md": petit.texte(**cles)}
    return documents(petit.corpus(racine, fichiers))["inspiractions/une-fiche/"]


def blocs(doc: Document) -> list[tuple[float, str]]:
    lignes = re.findall(r'<\w+[^>]* data-pagefind-weight="([\d.]+)">(.*?)</\w+>', doc.html)
    return [(float(poids), texte) for poids, texte in lignes]


def poids(doc: Document, mot: str) -> float:
    """The greatest weight under which `mot` is indexed."""
    return max((p for p, texte in blocs(doc) if mot in texte.split()), default=0)


# --- Smoothing


@pytest.mark.parametrize(
    ("publie", "indexe"),
    [
        ("l’habitat", "habitat"),
        ("(d’Échirolles)", "(Échirolles)"),
        ("qu’habiter", "habiter"),
        ("aujourd’hui", "aujourd'hui"),
        ("cœur", "coeur"),
        ("Œuvrer", "Oeuvrer"),
        ("2018–2022", "2018-2022"),
        ("habitant·es", "habitants"),
        ("élu·e·s,", "élus,"),
        ("l’usager·ère", "usager"),
        ("coordinateur·rice", "coordinateur"),
        ("à", MARQUE + "à"),
        ("porte-à-porte", f"porte-{MARQUE}à-porte"),
        ("Val-d’Oise", "Val-d'Oise"),
        ("___PAGEFIND_WEIGHT___10", "_PAGEFIND_WEIGHT_10"),
        (f"l’État{FINE}: oui", "État : oui"),
    ],
)
def test_a_word_is_smoothed(publie: str, indexe: str) -> None:
    assert lisser(publie) == indexe


@given(st.text())
def test_smoothing_keeps_the_number_of_words(texte: str) -> None:
    # JavaScript splits the published text, Pagefind the smoothed one: they must agree.
    publie = propre(texte)
    javascript = re.compile(
        "[^\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+"
    )
    assert len(lisser(publie).split()) == len(javascript.findall(publie))


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("des coordinateur·rice·s", "coordinatrices"),
        ("un·e médiateur·trice", "médiatrice"),
        ("l’usager·ère", "usagère"),
        ("les professionnel·les", "professionnelles"),
        ("chercheur·euse", "chercheuse"),
        ("chercheur·se", "chercheuse"),
        ("heureux·se", "heureuse"),
        ("régionaux·ales", "régionales"),
        ("actif·ve", "active"),
    ],
)
def test_inclusive_forms_give_their_feminine(texte: str, attendu: str) -> None:
    assert attendu in list(feminins(texte))


def test_blocks_of_a_body_never_fuse() -> None:
    source = "<h2 id='a'>Titre</h2><ul><li>un</li><li>deux <em>trois</em></li></ul><p>a<br>b</p>"
    assert blocs_de_texte(source) == ["Titre", "un", "deux trois", "a b"]


def test_the_browser_smooths_with_the_same_empty_words() -> None:
    script = (PROJET / "overrides/assets/recherche/requete.js").read_text(encoding="utf-8")
    liste = re.search(r"MOTS_VIDES = new Set\(\((.*?)\)\.split", script, re.DOTALL)
    assert liste
    assert set("".join(re.findall(r'"([^"]*)"', liste[1])).split()) == MOTS_VIDES
    assert f'const MARQUE = "{MARQUE}";' in script


# --- One document


def test_the_title_weighs_most_and_the_body_least(tmp_path: Path) -> None:
    doc = document(
        tmp_path,
        titre="Vergers partagés",
        resume="Des voisins fictifs plantent ensemble des pommiers dans un quartier inventé.",
        enseignements=["Prévoir longtemps."],
        corps="## Contexte et problématique\n\nLes abeilles reviennent.\n",
    )
    ordre = [poids(doc, mot) for mot in ("Vergers", "pommiers", "Prévoir", "abeilles", "solitude")]
    assert ordre == sorted(ordre, reverse=True)
    assert min(ordre) > 0
    assert poids(doc, "Isolement") >= poids(doc, "pommiers")


def test_an_entry_is_found_by_names_that_its_text_lacks(tmp_path: Path) -> None:
    doc = document(tmp_path, dispositifs=["cls"], cadres=["plan-axe-1"], territoires=["Creil (60)"])
    for mot in (
        "CLS",
        "Contrat",
        "Axe",
        "premier",
        "Oise",
        "Hauts-" + MARQUE + "de-France",
        "60",
        "Lien",
    ):
        assert poids(doc, mot), mot
        assert mot not in doc.contenu.split()


def test_synonyms_repeat_no_word_of_the_entry(tmp_path: Path) -> None:
    doc = document(tmp_path, titre="Contre la solitude")
    assert sum("solitude" in texte.split() for _, texte in blocs(doc)) == 1


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    doc = document(tmp_path, titre='Un <mark data-pagefind-weight="10">titre</mark> & piégé')
    assert "<mark" not in doc.html
    assert doc.contenu.startswith('Un <mark data-pagefind-weight="10">titre</mark> & piégé\n')


def test_the_shown_text_keeps_its_typography(tmp_path: Path) -> None:
    doc = document(tmp_path, titre="L'œuvre de l'habitat : agir")
    assert doc.contenu.startswith(f"L’œuvre de l’habitat{FINE}: agir\n")
    assert doc.meta["title"] == f"L’œuvre de l’habitat{FINE}: agir"


# --- The index


def test_fragments_get_their_published_text_back(tmp_path: Path) -> None:
    docs = documents(
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
    )
    for doc in docs.values():
        fichier = tmp_path / "documents" / fichier_de(doc.adresse)
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(doc.html, encoding="utf-8")
    sortie = tmp_path / "site" / "pagefind"
    Indexation(tmp_path / "documents", sortie).attendre()
    resultats = pagefind.rendre_la_typographie(sortie, docs)
    assert set(resultats) == set(docs)
    for adresse, identifiant in resultats.items():
        fragment = json.loads(pagefind._lire(sortie / "fragment" / f"{identifiant}.pf_fragment"))
        assert fragment["url"] == adresse
        assert fragment["content"] == docs[adresse].contenu
    assert not list(sortie.glob("*ui*"))
    # A second build leaves nothing of the first behind.
    Indexation(tmp_path / "documents", sortie).attendre()
    assert len(list((sortie / "fragment").iterdir())) == len(docs)


def test_a_failure_of_pagefind_is_told_in_french(tmp_path: Path) -> None:
    with pytest.raises(ErreurPagefind, match="n’a pas pu être fait"):
        Indexation(tmp_path / "absent", tmp_path / "pagefind").attendre()


# --- The catalogue


def test_the_catalogue_has_a_row_an_entry_by_title(tmp_path: Path) -> None:
    chargement = petit.corpus(
        tmp_path,
        {
            "inspiractions/b.md": petit.texte(
                titre="Zone fictive", territoires=["Creil (60)", "Scaër (29)"], statut="notice"
            ),
            "ressources/a.md": petit.texte("ressources", titre="Épicerie fictive", annee=2019),
        },
    )
    fiches = chargement.corpus.fiches.values()
    resultats = {f.adresse: f"fr_{f.id * 7}" for f in fiches}
    catalogue = json.loads(json.dumps(cataloguer(fiches, resultats)))
    facettes = catalogue["facettes"]
    assert (catalogue["prefixe"], catalogue["ids"]) == ("fr_", "aaaaaaa bbbbbbb")
    assert catalogue["notices"] == "01"
    assert [facettes["types"]["ids"][n] for n in facettes["types"]["lignes"]] == [
        "ressource",
        "inspiraction",
    ]
    assert facettes["annees"]["periodes"] == [2019, 2022]
    themes = facettes["themes"]
    enfant = themes["ids"].index("isolement-social")
    assert themes["ids"][themes["parents"][enfant]] == "lien-social"
    lieux = facettes["territoires"]
    creil = lieux["ids"].index("fr-60175")
    parents = [lieux["ids"][n] for n in lieux["parents"][creil]]
    assert parents[0] == "fr-60"  # its EPCI counts, but the tree shows it under its département
    assert lieux["ids"].index(parents[1]) in lieux["effaces"]
    assert len(lieux["lignes"][1]) == 2


def test_an_empty_corpus_has_a_catalogue() -> None:
    catalogue = cataloguer([], {})
    assert (catalogue["ids"], catalogue["dates"]) == ("", [])
