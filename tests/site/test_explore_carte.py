"""The maps of the real site: their numbers are those of their tables, and of the files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape

import pytest

from capitalisation.territories import Territoires
from tests.site import recompte
from tests.site.conftest import Construction

_LIEN = re.compile(r'<a class="atlas-r(\d)" href="[./]*territoires/([\w-]+)/"([^>]*)>')
_NOM = re.compile(r'aria-label="[^"]+\u202f: (\d+)\xa0entrées?"')
_LIGNE = re.compile(
    r'<th scope="row"><a href="[./]*territoires/([\w-]+)/">[^<]+</a></th>'
    r'<td>[^<]+</td><td class="nombre">(\d+)</td>'
)
_HORS = re.compile(r"(\d+)\xa0entrées? parlent? d’un territoire plus large")


def par_aire(entetes: Iterable[recompte.Entete]) -> tuple[dict[str, int], int]:
    """Entries by département, province or Brussels; those that stand in none."""
    comptes: Counter[str] = Counter()
    hors = 0
    for entete in entetes:
        lieux = [Territoires().resoudre(texte) for texte in entete["territoires"]]
        siennes = {
            lieu.code
            for nomme in lieux
            for lieu in (nomme, *nomme.parents)
            if lieu.type in ("departement", "province") or lieu.code == "be-bru"
        }
        comptes.update(siennes)
        hors += not siennes
    return dict(comptes), hors


def choisies(vocabulaire: str, terme: str) -> list[recompte.Entete]:
    return [
        entete
        for entete in recompte.entetes()
        if terme in recompte.lignee(vocabulaire, entete.get(vocabulaire) or [])
    ]


@pytest.mark.parametrize(
    ("page", "vocabulaire", "terme"),
    [
        ("territoires/", "", ""),
        ("", "", ""),
        ("themes/habitat-et-logement/", "themes", "habitat-et-logement"),
        ("dispositifs/clps/", "dispositifs", "clps"),
    ],
)
def test_the_map_the_table_and_the_files_say_the_same(
    page: str, vocabulaire: str, terme: str, reel: Construction
) -> None:
    entetes = choisies(vocabulaire, terme) if terme else recompte.entetes()
    attendus, hors = par_aire(entetes)
    html = unescape(reel.lire(page))
    liens = {
        code: int(nom[1])
        for _, code, reste in _LIEN.findall(html)
        if (nom := _NOM.search(reste))
    }  # fmt: skip
    assert liens == attendus
    assert {code: int(n) for code, n in _LIGNE.findall(html)} == attendus
    assert int(_HORS.search(html)[1]) == hors if hors else not _HORS.search(html)
    # More entries, a darker shade.
    rangs = {code: int(rang) for rang, code, _ in _LIEN.findall(html)}
    par_compte = sorted((compte, rangs[code]) for code, compte in attendus.items())
    assert [rang for _, rang in par_compte] == sorted(rangs[code] for code in attendus)


def test_the_legend_counts_every_area(reel: Construction) -> None:
    html = unescape(reel.lire("territoires/"))
    legende = re.search(r'<ul class="atlas-legende".*?</ul>', html, re.DOTALL)
    assert legende
    effectifs = [int(n) for n in re.findall(r"(\d+)\xa0territoires?", legende[0])]
    attendus, _ = par_aire(recompte.entetes())
    assert sum(effectifs[:-1]) == len(attendus)
    assert effectifs[-1] == html.count("nouvelle-fiche/?territoire=")


def test_a_small_map_costs_little(reel: Construction) -> None:
    """Seven thousand communes each show where they are."""
    avec = re.search(r'<div class="situation">.*?</div>', reel.lire("territoires/fr-29274/"), re.S)
    assert avec
    assert len(avec[0]) < 2000
    assert (reel.site / "assets/cartes/fond.svg").stat().st_size < 12_000
