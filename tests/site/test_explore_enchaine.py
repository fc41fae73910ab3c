"""The chains and the timeline of the real base, counted again from its files."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import unquote

from tests.site.conftest import Construction
from tests.site.recompte import Entete, entetes


def annees(entete: Entete) -> range:
    """The years of a period: to its end, else to the year of publication."""
    periode = entete["periode"]
    debut = int(periode["debut"][:4])
    fin = periode.get("fin") or max(str(entete["date"]), periode["debut"])
    return range(debut, int(fin[:4]) + 1)


def liens() -> list[tuple[str, str, str, str]]:
    """Every link between published entries: (kind, from, to, sentence)."""
    connues = {e["id"] for e in entetes()}
    return [
        (lien["type"], e["id"], lien["vers"], lien.get("note", ""))
        for e in entetes()
        for lien in e.get("liens", ())
        if lien["vers"] in connues
    ]


def texte(source: str) -> str:
    """The words of a piece of a page, or of a sentence, with plain spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", source))).strip()


def test_the_page_of_chains_counts_the_links_of_the_files(reel: Construction) -> None:
    page = reel.lire("enchainements/")
    trouves = {
        sorte: int((re.search(r"(\d+)\D*lien", texte(definition)) or ["", "0"])[1])
        for sorte, definition in re.findall(
            r'<div class="trait-([a-z-]+)"><dt>.*?</dt><dd>(.*?)</dd>', page
        )
    }
    comptes = Counter(sorte for sorte, *_ in liens())
    assert trouves == {
        sorte: comptes[sorte]
        for sorte in ("prolonge", "adapte", "s-inspire-de", "complete", "contraste-avec")
    }
    assert sum(trouves.values()) >= 62


def test_every_link_is_told_with_its_sentence_on_the_page_and_on_both_entries(
    reel: Construction,
) -> None:
    dossiers = {e["id"]: f"{e['genre']}s" for e in entetes()}
    ensemble = texte(reel.lire("enchainements/"))
    for sorte, de, vers, note in liens():
        note = texte(note)
        assert note
        assert note in ensemble, (de, vers)
        for ici, autre in ((de, vers), (vers, de)):
            page = reel.lire(f"{dossiers[ici]}/{ici}/")
            section = page.partition('class="liens-types"')[2].partition("</section>")[0]
            elements = re.findall(r"<li.*?</li>", section, re.DOTALL)
            siens = [e for e in elements if f"{dossiers[autre]}/{autre}/" in e]
            assert any(note in texte(e) for e in siens), (sorte, ici, autre)
            # On the other page, the sentence says whose words it is.
            assert all(("Elle en dit" in e) == (ici == vers) for e in siens if note in texte(e))


def test_entries_of_a_chain_of_three_lead_to_it(reel: Construction) -> None:
    voisines: dict[str, set[str]] = {}
    for sorte, de, vers, _ in liens():
        if sorte in ("prolonge", "adapte", "s-inspire-de"):
            voisines.setdefault(de, set()).add(vers)
            voisines.setdefault(vers, set()).add(de)

    def groupe(depart: str) -> set[str]:
        vus, reste = {depart}, [depart]
        while reste:
            nouvelles = voisines.get(reste.pop(), set()) - vus
            vus |= nouvelles
            reste += nouvelles
        return vus

    chaines = {frozenset(groupe(nom)) for nom in voisines}
    page = reel.lire("enchainements/")
    blocs = re.findall(
        r'<section class="enchaine-bloc" id="(chaine-[^"]+)"(.*?)</section>', page, re.S
    )
    assert {
        frozenset(re.findall(r'etape-titre"><a href="\.\./[a-z]+/([^/"]+)/"', bloc))
        for _, bloc in blocs
    } == chaines
    for e in entetes():
        lie = re.search(r'enchainements/#(chaine-[^"]+)"', reel.lire(f"{e['genre']}s/{e['id']}/"))
        assert bool(lie) == (len(groupe(e["id"])) >= 3), e["id"]
        if lie:
            assert f'id="{unquote(lie[1])}"' in page


def test_the_timeline_counts_the_years_of_the_files(reel: Construction) -> None:
    datees = [e for e in entetes() if e.get("periode")]
    en_cours = Counter(annee for e in datees for annee in annees(e))
    sans_fin = Counter(a for e in datees if not e["periode"].get("fin") for a in annees(e))
    debuts = Counter(int(e["periode"]["debut"][:4]) for e in datees)
    page = reel.lire("frise/")
    lignes = [
        [texte(case) for case in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", ligne)]
        for ligne in re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)
    ]
    trouves = {
        int(annee.removeprefix("Chercher en ")): tuple(map(int, nombres))
        for annee, *nombres in lignes
    }
    assert trouves == {
        annee: (debuts[annee], en_cours[annee], sans_fin[annee])
        for annee in range(min(en_cours), max(en_cours) + 1)
    }
    # The picture says what the table says.
    image = re.findall(r"<title>(\d+)\s*:\s*(\d+)\s", unescape(page))
    assert {int(a): int(n) for a, n in image} == dict(en_cours)
    sections = re.findall(
        r'<section class="frise-section" aria-labelledby="annee-(\d+)">(.*?)</section>', page, re.S
    )
    assert {
        int(annee): sorted(re.findall(r'id="entree-([^"]+)"', section))
        for annee, section in sections
    } == {
        annee: sorted(e["id"] for e in datees if int(e["periode"]["debut"][:4]) == annee)
        for annee in debuts
    }
    assert f"{len(entetes()) - len(datees)} entrées ne disent pas quand" in texte(page)


def test_the_period_of_an_entry_leads_to_its_line(reel: Construction) -> None:
    page = reel.lire("frise/")
    for e in entetes():
        lien = re.search(r'href="[./]*frise/#([^"]+)"', reel.lire(f"{e['genre']}s/{e['id']}/"))
        assert bool(lien) == bool(e.get("periode")), e["id"]
        if lien:
            assert f'id="{lien[1]}"' in page
