"""Every number of the pages of lessons, counted again from the files."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from capitalisation.search import packing
from tests.site.conftest import Construction
from tests.site.recompte import Entete, entetes, lignee, termes


@dataclass(frozen=True)
class Phrase:
    """A sentence as its file says it."""

    entree: str
    genre: str
    sorte: str
    rang: int
    texte: str
    type: str
    entete: Entete

    @property
    def adresse(self) -> str:
        return f"{self.genre}s/{self.entree}/#{self.sorte}-{self.rang}"

    def sous(self, vocabulaire: str) -> set[str]:
        """The terms of a vocabulary that it stands under."""
        return lignee(vocabulaire, self.entete.get(vocabulaire) or [])


@cache
def phrases() -> tuple[Phrase, ...]:
    """Every sentence of the published entries."""
    lues = []
    for entete in entetes():
        for sorte in ("levier", "frein", "enseignement"):
            for rang, dite in enumerate(entete.get(f"{sorte}s") or [], 1):
                texte, type_ = (
                    (dite["texte"], dite["type"]) if isinstance(dite, dict) else (dite, "")
                )
                lues.append(
                    Phrase(entete["id"], entete["genre"], sorte, rang, texte, type_, entete)
                )
    return tuple(lues)


def bilan(siennes: Iterable[Phrase]) -> str:
    """« 13 phrases dans 11 entrées »"""
    siennes = list(siennes)
    nombre, entrees = len(siennes), len({p.entree for p in siennes})
    return (
        f"{nombre} phrase{'s' if nombre > 1 else ''} "
        f"dans {entrees} entrée{'s' if entrees > 1 else ''}"
    )


def texte(fragment: str) -> str:
    """What a fragment of a page says, with plain spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", fragment)).split())


def lettres(dit: str) -> str:
    """Letters and figures alone: typography aside, two texts are the same."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", dit).replace("...", ""))


FACTEURS = [p for p in phrases() if p.type]
#: Addresses of the pages of types, and what they list.
LISTES: dict[str, Callable[[Phrase], Any]] = {
    f"enseignements/{type_}/": (lambda p, type_=type_: p.type == type_)
    for type_ in sorted({p.type for p in FACTEURS})
} | {"enseignements/a-retenir/": lambda p: p.sorte == "enseignement"}


def test_there_is_something_to_count() -> None:
    assert len(FACTEURS) > 100
    assert len(LISTES) > 10


def test_what_recurs_is_counted_by_type(reel: Construction) -> None:
    page = reel.lire("enseignements/")
    table = re.search(r'<table class="tableau revient">.*?</table>', page, re.S)
    assert table
    lus = {}
    for ligne in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table[0], re.S):
        type_ = re.search(r'href="\.\./enseignements/([\w-]+)/"', ligne)
        entete, *nombres = re.split(r"<td", ligne)
        assert type_
        lus[type_[1]] = (texte(entete), *(int(texte("<td" + n)) for n in nombres))
    attendus = {
        type_: (
            f"{termes('types-de-facteurs')[type_]['libelle']} "
            + bilan(p for p in FACTEURS if p.type == type_),
            sum(p.type == type_ and p.sorte == "levier" for p in FACTEURS),
            sum(p.type == type_ and p.sorte == "frein" for p in FACTEURS),
        )
        for type_ in {p.type for p in FACTEURS}
    }
    assert lus == attendus
    totaux = [leviers + freins for _, leviers, freins in lus.values()]
    assert totaux == sorted(totaux, reverse=True)
    assert f": {bilan(p for p in phrases() if not p.type)}." in texte(page)
    assert bilan(phrases()) in texte(page)


@pytest.mark.parametrize(
    ("rang", "vocabulaire", "retenus"),
    [
        (0, "themes", lambda terme: not terme.get("parent")),
        (1, "themes", lambda terme: True),
        (2, "dispositifs", lambda terme: True),
    ],
    ids=["grands-themes", "themes", "dispositifs"],
)
def test_each_cell_of_a_crossing_counts_its_sentences(
    rang: int, vocabulaire: str, retenus: Callable[[Entete], bool], reel: Construction
) -> None:
    tables = re.findall(
        r'<table class="tableau croisement">.*?</table>', reel.lire("enseignements/"), re.S
    )
    cellules = re.findall(
        rf'href="\.\./enseignements/([\w-]+)/\?{vocabulaire}=([\w-]+)">(\d+)</a>', tables[rang]
    )
    attendues = Counter(
        (p.type, terme)
        for p in FACTEURS
        for terme in p.sous(vocabulaire)
        if retenus(termes(vocabulaire)[terme])
    )
    assert {(type_, terme): int(n) for type_, terme, n in cellules} == attendues
    # Each type crosses each term of which something is said: what has no number is empty.
    lignes = len({terme for _, terme in attendues})
    assert tables[rang].count("<td") == lignes * (len(LISTES) - 1)
    assert tables[rang].count(">aucune<") == tables[rang].count("<td") - len(cellules)


@pytest.mark.parametrize("adresse", LISTES)
def test_a_list_holds_its_sentences_word_for_word(adresse: str, reel: Construction) -> None:
    page = reel.lire(adresse)
    siennes = [p for p in phrases() if LISTES[adresse](p)]
    lues = re.findall(r'<p class="phrase-texte"><a href="\.\./\.\./([^"]+)">(.*?)</a>', page, re.S)
    assert len(siennes) <= 60
    assert {(a, lettres(texte(t))) for a, t in lues} == {
        (p.adresse, lettres(p.texte)) for p in siennes
    }
    assert len(lues) == len(siennes)
    assert bilan(siennes) in texte(page)
    definition = termes("types-de-facteurs").get(siennes[0].type, {}).get("definition")
    assert not definition or lettres(definition) in lettres(texte(page))


def test_what_recurs_is_told_on_the_home_page(reel: Construction) -> None:
    verifier(reel.lire(""), FACTEURS)


@pytest.mark.parametrize("vocabulaire", ["themes", "dispositifs"])
def test_what_recurs_is_told_under_a_term(vocabulaire: str, reel: Construction) -> None:
    for terme in termes(vocabulaire):
        page = reel.lire(f"{vocabulaire}/{terme}/")
        siennes = [p for p in FACTEURS if terme in p.sous(vocabulaire)]
        if siennes:
            verifier(page, siennes, f"&amp;{vocabulaire}={terme}")
            assert f'enseignements/?{vocabulaire}={terme}#phrases"' in page
        else:
            assert 'class="recurrents"' not in page


def verifier(page: str, siennes: list[Phrase], filtre: str = "") -> None:
    """The block of a page shows the four types that help, or hinder, the most."""
    debut = texte(page[: page.index('<div class="recurrents">')])
    entrees = len({p.entree for p in siennes})
    assert debut.endswith(
        f"{entrees} entrée{'s disent' if entrees > 1 else ' dit'} ce qui a aidé ou gêné, "
        f"en {len(siennes)} phrase{'s' if len(siennes) > 1 else ''}."
    )
    for sorte in ("levier", "frein"):
        comptes = Counter(p.type for p in siennes if p.sorte == sorte)
        lus = re.findall(
            rf'enseignements/([\w-]+)/\?sorte={sorte}{filtre}">[^<]+</a> <span class="n">(\d+)',
            page,
        )
        assert {type_: int(n) for type_, n in lus}.items() <= comptes.items()
        assert [int(n) for _, n in lus] == sorted(comptes.values(), reverse=True)[:4]


def test_the_browser_loads_the_same_sentences(reel: Construction) -> None:
    dossier = reel.site / "explorer"
    index = packing.lire(dossier / "enseignements.gz")
    sortes = Counter(
        (sorte, index["types"]["ids"][type_] if type_ >= 0 else "")
        for siennes in index["phrases"]
        for sorte, ses_types in zip(("levier", "frein", "enseignement"), siennes, strict=True)
        for type_ in ses_types
    )
    assert sortes == Counter((p.sorte, p.type) for p in phrases())
    lues = [
        (paquet["fiches"][rang]["adresse"] + "#" + ancre, lettres(dit))
        for fichier in (dossier / "enseignements").glob("*.gz")
        for paquet in [packing.lire(fichier)]
        for rang, ancre, dit, _ in paquet["phrases"]
    ]
    assert sorted(lues) == sorted((p.adresse, lettres(p.texte)) for p in phrases())


def test_an_entry_leads_from_the_type_of_a_sentence_to_those_like_it(reel: Construction) -> None:
    for fiche in {p.entree: p for p in FACTEURS}.values():
        page = reel.lire(f"{fiche.genre}s/{fiche.entree}/")
        siens = re.findall(r'class="facteur-type"><span><a href="\.\./\.\./([^"]+)">', page)
        attendus = [f"enseignements/{p.type}/" for p in FACTEURS if p.entree == fiche.entree]
        assert siens == attendus


def test_a_citation_quotes_the_sentence_and_names_its_entry(reel: Construction) -> None:
    page = reel.lire("enseignements/a-retenir/")
    citations = [texte(c) for c in re.findall(r'<p class="citation">(.*?)</p>', page, re.S)]
    siennes = [p for p in phrases() if p.sorte == "enseignement"]
    assert len(citations) == len(siennes)
    for p in siennes:
        assert any(
            lettres(c).startswith(lettres(p.texte)) and lettres(p.entete["titre"]) in lettres(c)
            for c in citations
        ), p.adresse
