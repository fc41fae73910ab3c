"""One definition of a key, and everything that is made from it: messages, schema, reference."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from capitalisation import reference
from capitalisation.fields import Champ, champ_de, champs, en_yaml, modele_de
from capitalisation.frontmatter import Chemin, lire
from capitalisation.model import GENRES, Entree, Facteur, Inspiraction, Interview, Ressource
from capitalisation.territories import Territoires
from capitalisation.validation import cles_proches, valider
from capitalisation.vocabulary import VOCABULAIRES, charger
from tests.conftest import PROJET, REFERENTIELS

#: Every key once, with the first kind that has it.
TOUS = [
    pytest.param(genre, champ, id=f"{genre.GENRE}-{'.'.join(map(str, champ.motif))}")
    for rang, genre in enumerate(GENRES)
    for champ in champs(genre).values()
    if not any(champ.motif in champs(autre) for autre in GENRES[:rang])
]


def lu(yaml: str) -> Any:
    lecture = lire(f"---\n{yaml}\n---\n")
    assert lecture.constats == ()
    assert lecture.entete is not None
    return lecture.entete


def bloc_valide(champs_du_bloc: list[Champ]) -> dict[str, Any]:
    """A mapping made of nothing but the examples of its required keys."""
    return {c.nom: c.exemple for c in champs_du_bloc if c.requis}


def enfants(genre: type[Entree], motif: Chemin) -> list[Champ]:
    return [c for c in champs(genre).values() if c.motif[:-1] == motif]


# --- Every key ------------------------------------------------------------------


@pytest.mark.parametrize(("genre", "champ"), TOUS)
def test_every_key_has_a_french_name_a_help_and_an_example(
    genre: type[Entree], champ: Champ
) -> None:
    assert champ.label[0].isupper()
    assert champ.label != champ.nom
    assert champ.aide.endswith(".")
    assert champ.exemple not in ("…", "", None, [], {})
    anglais = r"\b(the|of|is|are|with|must|should|where|who|when|title|name)\b"
    assert not re.search(anglais, f"{champ.label} {champ.aide}", re.IGNORECASE)


@pytest.mark.parametrize(("genre", "champ"), TOUS)
def test_every_example_is_accepted_where_it_is_proposed(genre: type[Entree], champ: Champ) -> None:
    """The example, inside mappings made of examples, up to the root of the front matter."""
    valeur = champ.exemple
    motif = champ.motif
    while len(motif) > 1:
        nom, motif = str(motif[-1]), motif[:-1]
        liste = motif[-1] == "*"
        valeur = {**bloc_valide(enfants(genre, motif)), nom: valeur}
        if liste:
            valeur, motif = [valeur], motif[:-1]
    texte = {**bloc_valide(enfants(genre, ())), str(motif[0]): valeur}
    entete = lu("\n".join(f"{nom}: {en_yaml(v)}" for nom, v in texte.items()))
    entree, constats = valider(genre, entete)
    assert constats == []
    assert entree is not None


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("invente", [("inventee",), ("leviers", "*", "inventee")])
def test_an_invented_key_is_refused_everywhere(genre: type[Entree], invente: Chemin) -> None:
    texte = bloc_valide(enfants(genre, ()))
    if len(invente) == 1:
        texte["inventee"] = "x"
    else:
        texte["leviers"] = [{"texte": "Un levier fictif.", "type": "contexte", "inventee": "x"}]
    _, constats = valider(genre, lu("\n".join(f"{n}: {en_yaml(v)}" for n, v in texte.items())))
    assert [c.code for c in constats] == ["E011"]


@pytest.fixture(scope="module")
def termes() -> dict[str, set[str]]:
    vocabulaires, _ = charger(REFERENTIELS)
    return {nom: set(v.termes) for nom, v in vocabulaires.items()}


@pytest.mark.parametrize(
    ("genre", "champ"),
    [p for p in TOUS if isinstance(p.values[1], Champ) and p.values[1].vocabulaire],
)
def test_an_example_uses_a_term_of_its_vocabulary(
    genre: type[Entree], champ: Champ, termes: dict[str, set[str]]
) -> None:
    exemples = champ.exemple if isinstance(champ.exemple, list) else [champ.exemple]
    if champ.vocabulaire == "territoires":
        assert all(Territoires().resoudre(e).code for e in exemples)
    elif champ.vocabulaire == "entrees":
        assert all(list((PROJET / "fiches").glob(f"*/{e}.md")) for e in exemples)
    else:
        assert champ.vocabulaire in VOCABULAIRES
        assert set(exemples) <= termes[champ.vocabulaire]


def test_a_value_is_refused_when_it_is_not_one_of_the_few_that_a_key_takes() -> None:
    for genre in GENRES:
        for champ in champs(genre).values():
            if champ.choix and len(champ.motif) == 1:
                texte = {**bloc_valide(enfants(genre, ())), champ.nom: "zzz"}
                entete = lu("\n".join(f"{n}: {en_yaml(v)}" for n, v in texte.items()))
                (constat,) = valider(genre, entete)[1]
                assert constat.code == "E023"
                assert all(valeur in constat.correction for valeur in champ.choix)


# --- Shapes -----------------------------------------------------------------------

#: A bad value of a key → code of the finding, and what it must say.
VALEURS = {
    "titre-long": (Inspiraction, "titre", "x" * 141, "E012", "140"),
    "resume-court": (Inspiraction, "resume", "x" * 49, "E012", "50"),
    "titre-d-espaces": (Inspiraction, "titre", "       ", "E014", "vide"),
    "titre-entoure-d-espaces": (Inspiraction, "titre", "   CLS     ", "E012", "3"),
    "six-themes": (Inspiraction, "themes", ["a", "b", "c", "d", "e", "f"], "E028", "5"),
    "aucun-territoire": (Inspiraction, "territoires", [], "E028", "1"),
    "theme-vide-dans-la-liste": (Inspiraction, "themes", ["a", None], "E014", "vide"),
    "bloc-au-lieu-de-texte": (Inspiraction, "titre", {"fr": "Un titre"}, "E016", "texte"),
    "texte-au-lieu-de-blocs": (Inspiraction, "leviers", ["Un levier"], "E016", "bloc"),
    "texte-au-lieu-de-liste-de-blocs": (Inspiraction, "auteurs", "Fictif", "E015", "[{nom:"),
    "bloc-au-lieu-d-une-liste": (Inspiraction, "themes", {"a": "b"}, "E015", "[valeur"),
    "point-virgule": (Inspiraction, "publics", "jeunes; habitants", "E015", "[jeunes, habitants]"),
    "annee-en-lettres": (Ressource, "annee", "deux mille", "E016", "entier"),
    "annee-trop-grande": (Ressource, "annee", "20211", "E016", "grand"),
    "adresse-sans-protocole": (Ressource, "url", "www.example.org", "E027", "https://"),
    "adresse-avec-espace": (Ressource, "url", "https://exa mple.org", "E027", "espace"),
    "adresse-dangereuse": (Ressource, "url", "javascript:alert(1)", "E027", "https://"),
    "accord-en-lettres": (Interview, "accord_personnes", "oui, toutes", "E016", "true"),
    "isbn": (Ressource, "isbn", "abc", "E016", "978"),
    "doi": (Ressource, "doi", "https://doi.org/10.1000/x", "E016", "10."),
    "langue-majuscule": (Inspiraction, "langue", "FR", "E023", "« fr »"),
}  # fmt: skip


@pytest.mark.parametrize("nom", VALEURS)
def test_a_bad_value_gives_one_finding_that_says_what_is_expected(nom: str) -> None:
    genre, cle, valeur, code, dit = VALEURS[nom]
    texte = {**bloc_valide(enfants(genre, ())), cle: valeur}
    entete = lu("\n".join(f"{n}: {json.dumps(v, ensure_ascii=False)}" for n, v in texte.items()))
    constats = valider(genre, entete)[1]
    assert [(c.code, c.champ.split(".")[0]) for c in constats] == [(code, cle)], constats
    assert dit in constats[0].message + constats[0].correction


def test_an_optional_key_left_empty_is_an_absent_key() -> None:
    base = bloc_valide(enfants(Inspiraction, ()))
    for champ in enfants(Inspiraction, ()):
        if not champ.requis:
            texte = "\n".join(f"{n}: {en_yaml(v)}" for n, v in base.items())
            entree, constats = valider(Inspiraction, lu(f"{texte}\n{champ.nom}:"))
            assert constats == [], champ.nom
            assert entree is not None


def test_a_missing_key_deep_inside_is_named_on_the_line_of_its_block() -> None:
    base = "\n".join(
        f"{n}: {en_yaml(v)}" for n, v in bloc_valide(enfants(Inspiraction, ())).items()
    )
    ligne = base.count("\n") + 4
    entete = lu(f"{base}\nsources:\n  - titre: x\n    editeur: y\n")
    assert [(c.code, c.champ, c.ligne) for c in valider(Inspiraction, entete)[1]] == [
        ("E013", "sources.1.annee", ligne)
    ]


@pytest.mark.parametrize(
    ("ecrite", "comprise"),
    [
        ("title", "titre"), ("Titre", "titre"), ("tags", "themes"), ("thèmes", "themes"),
        ("theme", "themes"), ("Mots-clés", "themes"), ("commune", "territoires"),
        ("auteur", "auteurs"), ("leviers_", "leviers"), ("status", "statut"),
        ("résumé", "resume"), ("photo", "image"), ("obstacles", "freins"),
    ],
)  # fmt: skip
def test_a_key_close_to_ours_is_understood(ecrite: str, comprise: str) -> None:
    assert cles_proches(Inspiraction, ecrite)[0] == comprise


@pytest.mark.parametrize("ecrite", ["couleur", "layout", "x", ""])
def test_a_key_close_to_none_proposes_none(ecrite: str) -> None:
    assert cles_proches(Inspiraction, ecrite) == []


# --- Finding a key by its path ------------------------------------------------------


def test_a_key_is_found_by_its_path_with_item_numbers() -> None:
    trouve = champ_de(Inspiraction, ("leviers", 3, "type"))
    assert trouve is not None
    assert trouve.vocabulaire == "types-de-facteurs"
    assert modele_de(Inspiraction, ("leviers", 3)) is Facteur
    assert modele_de(Inspiraction, ()) is Inspiraction
    item = champ_de(Inspiraction, ("themes", 0))
    assert item is not None
    assert item.nom == "themes"


@pytest.mark.parametrize("chemin", [("inventee",), ("titre", "x"), ("leviers", 0, "x")])
def test_an_unknown_path_finds_no_key(chemin: Chemin) -> None:
    assert champ_de(Inspiraction, chemin) is None
    assert modele_de(Inspiraction, chemin) is None


# --- YAML of an example -------------------------------------------------------------


@pytest.mark.parametrize(
    "valeur",
    ["mot", "un-mot", "01001", "true", "null", "no", "Un : deux #3", 'des "guillemets"', "c:\\x",
     "", "[a]", "- a", "@moi", "2026-11-22", "12", ["a", "b, c"],
     {"a": "b: c", "d": ["e"]}],
)  # fmt: skip
def test_what_is_written_as_yaml_is_read_back(valeur: Any) -> None:
    assert lu(f"cle: {en_yaml(valeur)}").valeurs == {"cle": valeur}


def test_a_boolean_is_written_as_yaml_writes_it() -> None:
    assert (en_yaml(True), en_yaml(False), en_yaml(7)) == ("true", "false", "7")


# --- JSON Schema --------------------------------------------------------------------


def _objets(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *schema.get("$defs", {}).values()]


@pytest.mark.parametrize("genre", GENRES)
def test_the_schema_has_the_keys_of_the_model_and_no_other(genre: type[Entree]) -> None:
    schema = reference.schema_json(genre)
    premiers = enfants(genre, ())
    assert list(schema["properties"]) == [c.nom for c in premiers]
    assert set(schema["required"]) == {c.nom for c in premiers if c.requis}
    for objet in _objets(schema):
        assert objet["additionalProperties"] is False


@pytest.mark.parametrize("genre", GENRES)
def test_the_schema_carries_the_french_label_help_and_example_of_every_key(
    genre: type[Entree],
) -> None:
    schema = reference.schema_json(genre)
    assert genre.LIBELLE in schema["title"]
    labels = {(c.nom, c.label, c.aide) for c in champs(genre).values()}
    decrites = {
        (nom, p["title"], p["description"])
        for objet in _objets(schema)
        for nom, p in objet["properties"].items()
        if p["examples"]
    }
    assert decrites == labels


def test_the_schema_is_plain_json_that_names_its_standard() -> None:
    for genre in GENRES:
        schema = reference.schema_json(genre)
        assert json.loads(json.dumps(schema)) == schema
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


# --- Reference pages ------------------------------------------------------------------


def test_the_page_of_the_model_names_every_key_of_every_kind(tmp_path: Path) -> None:
    page = str(reference.page_du_modele())
    for genre in GENRES:
        assert f"fiches/{genre.DOSSIER}/" in page
        for champ in champs(genre).values():
            cle = " › ".join(str(e) for e in champ.motif if e != "*")
            assert f"<code>{cle}</code>" in page


def test_the_page_of_the_model_says_what_is_required_and_what_is_possible() -> None:
    page = str(reference.page_du_modele())
    lignes = dict(re.findall(r"<tr><th scope=\"row\"><code>([^<]+)</code></th>(.*?)</tr>", page))
    assert "(obligatoire)" in lignes["titre"]
    assert "(obligatoire)" not in lignes["porteur"]
    assert "publiee, notice, brouillon" in lignes["statut"]
    assert "Contexte et problématique (obligatoire)" in page
    assert "<li>Résultats</li>" in page
