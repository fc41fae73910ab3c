"""What the selection loads, on the real base: every entry, and what its file says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from capitalisation.explore import packs
from capitalisation.search import packing
from tests.site import recompte
from tests.site.conftest import Construction

#: What a page loads before it shows ten entries, at worst each in a file of its own.
DIX_ENTREES = 1_000_000


@pytest.fixture(scope="module")
def paquets(reel: Construction) -> list[dict[str, Any]]:
    dossier = reel.site / "explorer" / "entrees"
    return [packing.lire(dossier / f"{n}.gz") for n in range(len(list(dossier.iterdir())))]


def test_the_page_knows_how_many_files_there_are(
    reel: Construction, paquets: list[dict[str, Any]]
) -> None:
    for page in ("ma-selection/", "comparer/"):
        assert f'data-paquets="{len(paquets)}"' in reel.lire(page)
    assert {paquet["paquets"] for paquet in paquets} == {len(paquets)}


def test_every_published_entry_is_in_its_file_and_says_what_its_source_says(
    paquets: list[dict[str, Any]],
) -> None:
    entrees = {
        e["id"]: (n, e) for n, paquet in enumerate(paquets) for e in paquet["entrees"].values()
    }
    assert entrees.keys() == {e["id"] for e in recompte.entetes()}
    for entete in recompte.entetes():
        n, emportee = entrees[entete["id"]]
        assert n == packs.numero(entete["id"], len(paquets))
        lignes = {cle: valeurs for cle, _, valeurs in emportee["lignes"]}
        assert emportee["genre"] == entete["genre"]
        assert emportee["notice"] == (entete["statut"] == "notice")
        assert plat(emportee["titre"]) == plat(entete["titre"])
        assert plat(emportee["resume"]) == plat(entete["resume"])
        for cle in ("leviers", "freins"):
            attendus = [
                [plat(f["texte"]), recompte.termes("types-de-facteurs")[f["type"]]["libelle"]]
                for f in entete.get(cle, [])
            ]
            assert [[plat(t), type_] for t, _, type_ in lignes[cle]] == attendus
        assert [plat(t) for t, _, _ in lignes["enseignements"]] == [
            plat(t) for t in entete.get("enseignements", [])
        ]
        for cle in ("themes", "dispositifs", "publics", "demarches"):
            libelles = [recompte.termes(cle)[i]["libelle"] for i in entete.get(cle, [])]
            assert [t for t, _, _ in lignes[cle]] == libelles
        assert [s[1] for s in lignes["sources"]] == [s.get("url", "") for s in entete["sources"]]
        assert f"{{{entete['id']},\n" in emportee["bibtex"]
        assert f"ID  - {entete['id']}\r\n" in emportee["ris"]


def plat(texte: str) -> str:
    """A text without what typography changes."""
    return re.sub(r"[\s\u00a0\u202f]+", "", texte.replace("’", "'").replace("…", "..."))


def test_the_text_of_an_entry_is_that_of_its_page(
    reel: Construction, paquets: list[dict[str, Any]]
) -> None:
    for paquet in paquets:
        for emportee in paquet["entrees"].values():
            corps = re.sub(
                r"(</?h)([3-6])(?=[ >])", lambda m: f"{m[1]}{int(m[2]) - 1}", emportee["corps"]
            )
            assert corps in reel.lire(emportee["adresse"])


def test_ten_entries_stay_light(reel: Construction) -> None:
    poids = sorted(f.stat().st_size for f in (reel.site / "explorer/entrees").iterdir())
    assert sum((poids * 10)[-10:]) < DIX_ENTREES


def test_without_javascript_the_pages_lead_to_the_lists(reel: Construction) -> None:
    for page in ("ma-selection/", "comparer/"):
        sans_script = re.search(r"<noscript>(.*?)</noscript>", reel.lire(page), re.DOTALL)
        assert sans_script
        assert 'href="../themes/"' in sans_script[1]
