"""The browser reads every word of Pagefind's index, and nothing else."""

from __future__ import annotations

import gzip
import math
from collections import Counter, defaultdict
from pathlib import Path

import cbor2

from capitalisation.search.packing import lire
from tests.browser.conftest import Visite
from tests.browser.pages import dans_les_modules
from tests.site.conftest import Construction

LIRE = """async (debuts, modules) => {
  const index = await modules.index.ouvrir();
  const lus = [];
  for (const debut of debuts) {
    for (const mot of await index.motsEn(debut)) {
      const { rangs, sommes, forts } = mot.occurrences;
      lus.push([mot.texte, [...rangs].map((rang, n) => {
        const suite = [];
        mot.ajouterPlaces(rang, 1, suite);
        const un = (reste) => suite.filter((_, n) => n % 2 === reste);
        return [rang, un(0), un(1), sommes[n], forts[n]];
      })]);
    }
  }
  return lus;
}"""


def indexes(site: Path) -> dict[str, list[list[object]]]:
    """Word → what the index holds of it, read by a reference library."""
    table = lire(site / "recherche" / "index.gz")
    mots = {}
    for _, _, nom in table["morceaux"]:
        octets = (site / "pagefind" / "index" / f"{nom}.pf_index").read_bytes()
        (suite,) = cbor2.loads(gzip.decompress(octets)[len(b"pagefind_dcd") :])
        for mot, pages, *_ in suite:
            rang, lignes = 0, []
            for ecart, signes, *_ in pages:
                rang += ecart
                poids, derniere, places, lus = 1.0, 0, [], []
                for signe in signes:
                    if signe < 0:
                        poids, derniere = (-signe - 1) / 24, 0
                    else:
                        derniere += signe
                        places.append(derniere)
                        lus.append(poids)
                lignes.append([rang, places, lus])
            mots[mot] = lignes
    return mots


def proches(lus: list[float], attendus: list[float]) -> bool:
    """Tell whether the numbers are the same, past the rounding of the browser's own arrays.

    Not pytest.approx: a hundred thousand of them take it a quarter of a minute.
    """
    return all(
        math.isclose(lu, attendu, rel_tol=1e-5) for lu, attendu in zip(lus, attendus, strict=True)
    )


def test_every_word_of_the_index_is_read(visite: Visite, reel: Construction) -> None:
    attendus = indexes(reel.site)
    assert len(attendus) > 3000
    debuts = sorted({mot[:2] for mot in attendus})
    lus = dans_les_modules(visite.aller("a-propos/"), LIRE, debuts)
    par_mot = defaultdict(list)
    for mot, lignes in lus:
        par_mot[mot].append(lignes)
    assert par_mot.keys() == attendus.keys()
    for mot, (lignes, *autres) in par_mot.items():
        assert autres in ([], [lignes]), mot  # a word of one sign begins itself and others
        for lu, attendu in zip(lignes, attendus[mot], strict=True):
            assert lu[:2] == attendu[:2], mot
            repetitions = Counter(lu[2])
            somme = sum(poids * (1 + math.log(n)) for poids, n in repetitions.items())
            assert proches(lu[2], attendu[2]), mot
            assert proches(lu[3:], [somme, max(lu[2])]), mot


def test_a_word_is_found_by_itself_wherever_a_piece_of_the_index_ends(
    visite: Visite, reel: Construction
) -> None:
    """The bounds of the pieces are cut short: « isol » ends the one that holds « isolement »."""
    table = lire(reel.site / "recherche" / "index.gz")
    mots = sorted(indexes(reel.site))
    derniers = [
        max(m for m in mots if m <= dernier or m.startswith(dernier))
        for _, dernier, _ in table["morceaux"]
    ]
    assert len(derniers) > 3
    page = visite.aller("a-propos/")
    for mot in derniers:
        lus = dans_les_modules(page, LIRE, [mot])
        assert mot in [m for m, _ in lus]
