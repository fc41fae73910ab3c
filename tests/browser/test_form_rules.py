"""The browser says of a fiche what Python says of its file: same cases, same words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from capitalisation.body import analyser
from capitalisation.corpus import charger
from capitalisation.form.sources import source
from capitalisation.markup import ANCRES_RESERVEES
from capitalisation.rules.body import HTML_ADMIS
from tests.browser.test_form_writing import dans_la_page, description
from tests.conftest import PROJET
from tests.unit.test_rules_cases import AUJOURDHUI, CODES, LES_CAS, VOISINES, Cas, constats

#: Corrections that may propose a word near the one written: Python guesses it, the form has none
#: to guess, since terms, places and entries are chosen there from lists.
DEVINEES = frozenset(("E011", "E019", "E020", "E023", "E041", "E042", "E043"))
_PROPOSITION = re.compile(r"Vouliez-vous |Écrivez «|Écrivez ## |Choisissez parmi .*Vouliez-vous ")

_VERIFIER = """({ description, entrees, lieux, aujourdhui, cas }, m) => {
  const { verifier } = m["contribution/regles"];
  const connus = entrees && new Map(entrees);
  const cadre = { entrees: connus, lieux: (t) => lieux.includes(t), aujourdhui };
  return cas.map(({ genre, ...fiche }) =>
    verifier(description, description.genres.find((g) => g.genre === genre), fiche, cadre));
}"""


def verifier(page: Page, cas: list[dict[str, Any]], **autres: Any) -> list[list[dict[str, Any]]]:
    """Return what the browser says of each fiche {genre, id, valeurs, corps}."""
    trouves: list[list[dict[str, Any]]] = dans_la_page(page, _VERIFIER, cadre(cas=cas, **autres))
    return trouves


def cadre(**autres: Any) -> dict[str, Any]:
    """Return what a fiche is checked against."""
    return {
        "description": description(),
        "entrees": [[i, {"genre": "inspiraction", "titre": t}] for i, t in VOISINES.items()],
        "lieux": ["Scaër (29)"],
        "aujourdhui": AUJOURDHUI.isoformat(),
        **autres,
    }


def en_fiche(cas: Cas) -> dict[str, Any]:
    return {"genre": cas.genre, "id": cas.id, "valeurs": cas.valeurs, "corps": cas.corps}


@pytest.fixture(scope="module")
def reponses(onglet: Page) -> dict[str, list[dict[str, Any]]]:
    """What the browser says of every case, asked once."""
    dits = verifier(onglet, [en_fiche(cas) for cas in LES_CAS])
    return {cas.relatif: dit for cas, dit in zip(LES_CAS, dits, strict=True)}


@pytest.mark.parametrize("cas", LES_CAS, ids=lambda cas: cas.nom)
def test_both_sides_say_the_same(cas: Cas, reponses: dict[str, list[dict[str, Any]]]) -> None:
    attendus = sorted(
        (d.code, d.champ, d.ligne, _sans_ligne(d.message), d.correction)
        for d in constats()[cas.relatif]
    )
    trouves = sorted((*_place(c), c["message"], c["correction"]) for c in reponses[cas.relatif])
    assert [dit[:-1] for dit in trouves] == [dit[:-1] for dit in attendus]
    for (code, *_, correction), (*_, attendue) in zip(trouves, attendus, strict=True):
        if not (code in DEVINEES and _PROPOSITION.match(attendue)):
            assert correction == attendue


def _sans_ligne(message: str) -> str:
    """A113 names the line of the file where the first one stands; a form has no such line."""
    return re.sub(r", ligne \d+$", "", message)


def _place(c: dict[str, Any]) -> tuple[str, str, int]:
    # Of an invisible character, a line of the file says where it is; in the form, its key does.
    return c["code"], "" if c["code"] == "A101" else c["champ"], c["ligne"]


def test_the_browser_names_the_codes_that_it_knows(onglet: Page) -> None:
    codes = dans_la_page(onglet, "(a, m) => m['contribution/regles'].CODES", None)
    assert sorted(codes) == sorted(CODES)


def test_lists_written_on_both_sides_are_the_same(onglet: Page) -> None:
    balises, ancres = dans_la_page(
        onglet,
        "(a, m) => { const { HTML_ADMIS, ANCRES_RESERVEES } = m['contribution/regles-corps'];"
        " return [HTML_ADMIS, ANCRES_RESERVEES] }",
        None,
    )
    assert set(balises) == HTML_ADMIS
    assert set(ancres) == ANCRES_RESERVEES


def test_findings_come_in_the_order_of_the_model_then_of_the_body(onglet: Page) -> None:
    cas = next(cas for cas in LES_CAS if cas.nom == "beaucoup de choses à la fois")
    (dits,) = verifier(onglet, [{**en_fiche(cas), "id": "Un Nom"}])
    codes = [c["code"] for c in dits]
    assert codes[0] == "E030"
    cles = list(dict.fromkeys(c["champ"].split(".")[0] for c in dits if c["champ"]))
    assert cles == ["titre", "themes", "date", "liens", "sources"]
    lignes = [c["ligne"] for c in dits[len([c for c in dits if c["champ"]]) + 1 :]]
    assert lignes == sorted(lignes)
    assert lignes[0] == 1


def test_what_is_not_loaded_yet_is_not_judged(onglet: Page) -> None:
    cas = next(cas for cas in LES_CAS if cas.nom == "beaucoup de choses à la fois")
    fiche = en_fiche(cas)
    fiche["valeurs"] = {**fiche["valeurs"], "territoires": ["Zzqwx-les-Fictifs"]}
    (dits,) = verifier(onglet, [fiche], entrees=None)
    codes = {c["code"] for c in dits}
    assert {"E046", "E044"} <= codes
    assert not codes & {"E042", "E043", "E031", "A120"}
    inconnus = _VERIFIER.replace("lieux.includes(t)", "null")
    (dits,) = dans_la_page(onglet, inconnus, cadre(cas=[fiche]))
    assert "E020" not in {c["code"] for c in dits}


def test_an_entry_that_is_changed_keeps_its_name_and_its_title(onglet: Page) -> None:
    base = next(cas for cas in LES_CAS if cas.nom == "une Inspir’action complète")
    nom, titre = next(iter(VOISINES.items()))
    fiche = {**en_fiche(base), "id": nom, "valeurs": {**base.valeurs, "titre": titre}}
    nouvelle, changee = verifier(onglet, [fiche, {**fiche, "origine": nom}])
    assert [c["code"] for c in nouvelle] == ["E031"]
    assert changee == []


_LIGNES = st.sampled_from(
    (
        *("# Un", "## Deux", "### Trois ##", "###### Six", "##", "## #", "#x", "```", "````"),
        *("~~~", "<!--", "-->", "<!-- a --> b", "a <!-- b", "--> c", "<!--StartFragment-->", ""),
        *("  ", "x", "[[a]] et [[ b | c ]]", "`[[a]]` [[a", '![alt](a.jpg "Crédit")', "![a](b"),
        *("![](<un nom.jpg>)", "[x](y (z) t)", "[x]( <https://a.b> )", "[ref]: #ancre fin"),
        *("[^1]: note", "<DIV class=x>", "</p>", "<a", "3 < 4", "[a][b](c)", "![x](y 'z')"),
        *("    ```", "> ## cité"),
    )
)
#: Python and JavaScript do not agree that these are blank; A101 names them all the same.
_TEXTES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x1c\x1d\x1e\x1f\x85\ufeff"),
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.one_of(_LIGNES, _TEXTES), max_size=14).map("\n".join), max_size=30))
def test_both_sides_read_a_body_alike(onglet: Page, corps: list[str]) -> None:
    lus = dans_la_page(
        onglet,
        """(corps, m) => corps.map((texte) => {
          const { titres, renvois, liens, images, balises, commentaires, titresSansTexte } =
            m["contribution/corps"].analyser(texte);
          return [
            titres.map((t) => [t.ligne, t.niveau, t.texte, t.vide]),
            renvois.map((r) => [r.ligne, r.id]),
            liens.map((l) => [l.ligne, l.cible]),
            images.map((i) => [i.ligne, i.alt, i.cible, i.credit]),
            balises.map((b) => [b.ligne, b.nom]),
            commentaires,
            titresSansTexte,
          ];
        })""",
        corps,
    )
    attendus = [
        [
            [[t.ligne, t.niveau, t.texte, t.vide] for t in lu.titres],
            [list(r) for r in lu.renvois],
            [list(lien) for lien in lu.liens],
            [[i.ligne, i.alt, i.cible, i.credit] for i in lu.images],
            [list(b) for b in lu.balises],
            list(lu.commentaires),
            list(lu.titres_sans_texte),
        ]
        for lu in (analyser(texte, 1) for texte in corps)
    ]
    assert lus == attendus


def test_published_entries_are_the_same_to_both_sides(onglet: Page) -> None:
    charge = charger(PROJET / "fiches", aujourdhui=AUJOURDHUI)
    fiches = list(charge.corpus.fiches.values())
    cas = [
        {
            "genre": fiche.genre.GENRE,
            "id": fiche.id,
            "origine": fiche.id,
            "valeurs": source(fiche)["valeurs"],
            "corps": fiche.corps,
        }
        for fiche in fiches
    ]
    dits = verifier(
        onglet,
        cas,
        entrees=[[f.id, {"genre": f.genre.GENRE, "titre": f.meta.titre}] for f in fiches],
        lieux=[lieu for fiche in fiches for lieu in fiche.meta.territoires],
    )
    trouves = {
        (fiche.relatif, c["code"])
        for fiche, constats in zip(fiches, dits, strict=True)
        for c in constats
    }
    attendus = {
        (d.chemin.removeprefix("fiches/"), d.code) for d in charge.diagnostics if d.code in CODES
    }
    assert trouves == attendus


def test_what_only_the_review_sees_is_said_in_whole_sentences(onglet: Page) -> None:
    phrases = dans_la_page(onglet, "(a, m) => m['contribution/regles'].EN_RELECTURE", None)
    assert len(phrases) >= 5
    assert all(phrase[0].isupper() and phrase.endswith(".") for phrase in phrases)


HOSTILES = (
    "[" * 30_000, "<a" * 15_000, "`" * 30_000, "![" * 15_000, "[[a|" * 7_000, "#" * 30_000,
    "## a\nb\n" * 4_000, "\n" * 30_000, " " * 30_000 + "x", "http://." + "." * 30_000 + " ",
    "0 1" * 10_000, "<!--" * 7_000, "*a" * 15_000, "([" * 15_000, "](" * 15_000, "\u200b" * 30_000,
    "> " * 15_000, '![\"](' * 6_000, "à compléte" * 3_000, "01 99 00 " * 3_000, "a@" * 15_000,
)  # fmt: skip


def test_hostile_text_is_read_while_one_types(onglet: Page) -> None:
    base = next(cas for cas in LES_CAS if cas.nom == "une ressource complète")
    corps = [{**en_fiche(base), "corps": texte} for texte in HOSTILES]
    valeurs = [
        {
            **en_fiche(base),
            "valeurs": {**base.valeurs, "resume": texte, "url": texte, "date": texte},
        }
        for texte in HOSTILES
    ]
    durees = dans_la_page(
        onglet,
        f"""({{ cas, ...reste }}, m) => cas.map((un) => {{
          const debut = performance.now();
          ({_VERIFIER})({{ ...reste, cas: [un] }}, m);
          return performance.now() - debut;
        }})""",
        cadre(cas=corps + valeurs),
    )
    # A quadratic reading takes minutes; a slow machine takes tenths of a second.
    lents = [
        (texte[:8], round(d)) for texte, d in zip(HOSTILES * 2, durees, strict=True) if d > 3000
    ]
    assert lents == []
