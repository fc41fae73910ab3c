"""Maps: outlines, counts by area, classes, and the command that draws the outlines again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from capitalisation.corpus import Chargement
from capitalisation.maps import Contour, aires, classer, compter, feuilles, fond
from capitalisation.maps.refresh import AGRANDIS, OUTRE_MER, SourceInattendue, rafraichir
from capitalisation.maps.refresh.__main__ import main
from capitalisation.maps.refresh.topology import Anneau, simplifier, surface
from capitalisation.territories import Territoires
from capitalisation.views.maps import carte, situation
from tests.conftest import FICHE

Corpus = Callable[..., Chargement]

#: Collectivités of the Pacific, the Atlantic and the South: no outline, their name instead.
SANS_CONTOUR = {"fr-bl", "fr-cp", "fr-mf", "fr-nc", "fr-pf", "fr-pm", "fr-tf", "fr-wf"}


def fiche(*territoires: str) -> str:
    return FICHE.replace('["Scaër (29)"]', json.dumps(list(territoires), ensure_ascii=False))


def situees(corpus: Corpus, *lieux: tuple[str, ...]) -> Chargement:
    """A corpus with one fictional entry for each of these lists of places."""
    chargement = corpus({f"inspiractions/fictive-{i}.md": fiche(*t) for i, t in enumerate(lieux)})
    assert len(chargement.corpus.fiches) == len(lieux)
    return chargement


# --- Outlines ---------------------------------------------------------------------------------


def points(trace: str) -> Iterator[tuple[int, int]]:
    """The points of path data such as `M4 5l3-2 1 7z`, the only form that is written."""
    assert re.fullmatch(r"(M\d+ \d+l-?\d+( ?-?\d+)+z)+", trace)
    for anneau in trace.rstrip("z").split("z"):
        depart, pas = anneau.removeprefix("M").split("l")
        x, y = map(int, depart.split())
        yield x, y
        nombres = [int(n) for n in re.findall(r"-?\d+", pas)]
        for dx, dy in zip(nombres[::2], nombres[1::2], strict=True):
            x, y = x + dx, y + dy
            yield x, y


def contours() -> Iterator[tuple[Any, Contour]]:
    return ((feuille, contour) for feuille in feuilles() for contour in feuille.contours.values())


def test_each_departement_and_each_province_is_drawn() -> None:
    dessinees = {contour.code for _, contour in contours()}
    assert {lieu.code for lieu in aires()} - dessinees == SANS_CONTOUR
    assert dessinees <= {lieu.code for lieu in aires()}


def test_a_drawing_stays_in_its_box_and_holds_the_middle_of_each_area() -> None:
    for feuille, contour in contours():
        for trace in filter(None, (contour.trace, contour.legere)):
            xs, ys = zip(*points(trace), strict=True)
            assert min(xs) >= 0, contour.code
            assert min(ys) >= 0, contour.code
            assert max(xs) <= feuille.largeur, contour.code
            assert max(ys) <= feuille.hauteur, contour.code
        xs, ys = zip(*points(contour.trace), strict=True)
        assert min(xs) < contour.x < max(xs), contour.code
        assert min(ys) < contour.y < max(ys), contour.code
        assert contour.rayon >= 1, contour.code


def test_maps_are_light() -> None:
    assert sum(len(contour.trace) for _, contour in contours()) <= 40_000
    assert sum(len(contour.legere) for _, contour in contours()) <= 12_000
    assert len(fond()) <= 12_000


def test_places_are_where_they_are() -> None:
    ensemble = feuilles()[0].contours
    assert ensemble["fr-29"].x < ensemble["fr-35"].x < ensemble["fr-67"].x
    assert ensemble["be-van"].y < ensemble["be-wht"].y < ensemble["fr-02"].y < ensemble["fr-13"].y


# --- Counts -----------------------------------------------------------------------------------


def test_an_entry_counts_once_in_each_of_its_areas(corpus: Corpus) -> None:
    chargement = situees(
        corpus,
        ("Scaër (29)", "Quimper", "Rennes"),
        ("Finistère", "Maurepas, Rennes"),
        ("Charleroi", "Hainaut"),
        ("Jette", "Bruxelles-Capitale"),
        ("Bretagne",),
        ("Wallonie", "France"),
    )
    comptes = compter(chargement.corpus.fiches.values())
    assert comptes.par_aire == {"fr-29": 2, "fr-35": 2, "be-wht": 1, "be-bru": 1}
    assert comptes.hors == 2


def test_what_is_not_drawn_is_named(corpus: Corpus) -> None:
    chargement = situees(corpus, ("Nouméa",), ("Nouméa", "Mayotte"), ("Paris",))
    vue = carte(chargement.corpus.triees)
    assert vue
    assert [(ligne.nom, ligne.compte) for ligne in vue.sans_dessin] == [("Nouvelle-Calédonie", 2)]
    assert {(ligne.nom, ligne.compte) for ligne in vue.lignes} == {
        ("Nouvelle-Calédonie", 2),
        ("Mayotte", 1),
        ("Paris", 1),
    }
    seuls = {(e.nom, a.nom) for e in vue.encarts for a in e.aires}
    assert seuls == {("Paris et petite couronne", "Paris"), ("Mayotte", "Mayotte")}
    # Drawn twice, Paris has one link for the keyboard.
    assert [(a.nom, a.double) for a in vue.ensemble.aires] == [("Paris", True)]


def test_areas_without_entry_await_one_under_a_name_that_the_form_understands(
    corpus: Corpus,
) -> None:
    vue = carte(situees(corpus, ("Scaër (29)",), ("Namur (province)",)).corpus.triees)
    assert vue
    attendus = {lieu.code for lieu in aires()} - {"fr-29", "be-wna", "fr-cp", "fr-tf"}
    assert {Territoires().resoudre(v.ecriture).code for v in vue.sans_entree} == attendus


def test_a_map_of_one_entry_is_no_map(corpus: Corpus) -> None:
    chargement = situees(corpus, ("Scaër (29)",), ("Bretagne",), ("France",))
    assert carte(chargement.corpus.triees) is None


def test_a_small_map_leaves_out_the_insets_without_entry(corpus: Corpus) -> None:
    fiches = situees(corpus, ("Scaër (29)",), ("Mayotte",)).corpus.triees
    petite, grande = carte(fiches, legere=True), carte(fiches)
    assert petite
    assert grande
    assert [encart.nom for encart in petite.encarts] == ["Mayotte"]
    assert {encart.nom for encart in grande.encarts} >= {"Guadeloupe", "Mayotte", "Bruxelles"}


# --- Classes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comptes", "bornes"),
    [
        ([], []),
        ([3], [(3, 3, 1)]),
        ([1, 1, 2], [(1, 1, 2), (2, 2, 1)]),
        ([1, 2, 3, 4], [(1, 1, 1), (2, 2, 1), (3, 4, 2)]),
        ([1] * 9 + [2] * 4 + [8, 10, 26, 55], [(1, 1, 9), (2, 2, 4), (3, 19, 2), (20, 55, 2)]),
        ([7, 40, 41, 90], [(7, 9, 1), (10, 49, 2), (50, 90, 1)]),
    ],
)
def test_classes_have_round_bounds_and_hold_every_count(
    comptes: list[int], bornes: list[tuple[int, int, int]]
) -> None:
    classes = classer(comptes)
    assert [(c.debut, c.fin, c.aires) for c in classes] == bornes
    assert [c.rang for c in classes] == list(range(1, len(classes) + 1))


def test_classes_owe_nothing_to_the_order() -> None:
    comptes = [1, 300, 2, 2, 17, 45, 1, 90, 4, 3]
    assert classer(comptes) == classer(sorted(comptes))


# --- Where a place is -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lieu", "libelle", "codes"),
    [
        ("Scaër (29)", "Scaër (29), Finistère, France", ["fr-29"]),
        ("Lorient Agglomération", "Lorient Agglomération, Morbihan, France", ["fr-56"]),
        ("Bretagne", "Bretagne, France", ["fr-22", "fr-29", "fr-35", "fr-56"]),
        ("Jette", "Jette (Bruxelles-Capitale), Bruxelles-Capitale, Belgique", ["be-bru"]),
    ],
)
def test_a_place_is_shown_on_the_background(lieu: str, libelle: str, codes: list[str]) -> None:
    vue = situation(Territoires().resoudre(lieu))
    assert vue
    assert vue.fond
    assert vue.libelle == libelle
    assert vue.trace == "".join(feuilles()[0].contours[code].legere for code in codes)
    assert len(vue.trace) < 4000


def test_overseas_a_place_is_drawn_alone_or_not_at_all() -> None:
    mayotte = situation(Territoires().resoudre("Mamoudzou"))
    assert mayotte
    assert not mayotte.fond
    assert situation(Territoires().resoudre("Nouméa")) is None


# --- Simplifying ------------------------------------------------------------------------------


def test_neighbours_still_touch_once_simplified() -> None:
    frontiere: Anneau = [(10 + (y % 3) * 0.4, y) for y in range(21)]
    gauche: Anneau = [(0, 20), (0, 0), *frontiere, (0, 20)]
    droite: Anneau = [(20, 0), (20, 20), *reversed(frontiere), (20, 0)]
    ilot: Anneau = [(30, 0), (31, 0), (31, 1), (30, 0)]
    simples = simplifier({"gauche": [gauche], "droite": [droite, ilot]}, 1.0)
    communs = set(simples["gauche"][0]) & set(simples["droite"][0])
    assert {(10.0, 0), (10.8, 20)} <= communs
    assert len(communs) < len(frontiere)
    # Together they fill what they filled, with neither hole nor overlap; the islet is gone.
    assert [len(simples[code]) for code in ("gauche", "droite")] == [1, 1]
    assert sum(surface(simples[code][0]) for code in simples) == pytest.approx(400)


# --- The command ------------------------------------------------------------------------------


def aire(code: str, x: float, y: float, hasc: str = "FR.") -> dict[str, Any]:
    """A fictional square area of one degree."""
    carre = [[x, y], [x + 0.5, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    proprietes = {"adm1_code": code, "name": "Aire fictive", "gn_a1_code": code, "code_hasc": hasc}
    geometrie = {"type": "Polygon", "coordinates": [carre]}
    return {"type": "Feature", "properties": proprietes, "geometry": geometrie}


@pytest.fixture
def paquet(tmp_path: Path) -> Path:
    """A fictional package: the areas that have an inset, and two neighbours."""
    dossier = tmp_path / "package"
    (dossier / "src/js/data").mkdir(parents=True)
    france = ["971", "972", "973", "974", "75", "92", "93", "94", "29", "56"]
    aires_fr = [aire(f"FR.{code}", i, 45) for i, code in enumerate(france)]
    ecrire(dossier, "fra.json", [*aires_fr, aire("FR.", 45, -12, hasc="YT.")])
    ecrire(dossier, "bel.json", [aire("BE.BRU", 4, 50), aire("BE.WHT", 3, 50)])
    return dossier


def ecrire(dossier: Path, nom: str, features: list[dict[str, Any]]) -> None:
    texte = json.dumps({"type": "FeatureCollection", "features": features})
    (dossier / "src/js/data" / nom).write_text(texte, encoding="utf-8")


def test_the_same_package_gives_the_same_bytes(paquet: Path, tmp_path: Path) -> None:
    premiere, seconde = tmp_path / "1", tmp_path / "2"
    rafraichir(paquet, premiere)
    resultat = CliRunner().invoke(main, ["--package", str(paquet), "--sortie", str(seconde)])
    assert resultat.exit_code == 0, resultat.output
    for nom in ("feuilles.tsv", "contours.tsv", "degres.tsv"):
        assert (premiere / nom).read_bytes() == (seconde / nom).read_bytes()
    lignes = [x.split("\t") for x in (premiere / "contours.tsv").read_text("utf-8").splitlines()]
    codes = [(feuille, code) for feuille, code, *_ in lignes[1:]]
    attendus = {c for _, membres in AGRANDIS.values() for c in membres} | {
        "fr-29",
        "fr-56",
        "be-wht",
    }
    assert {code for feuille, code in codes if feuille == "ensemble"} == attendus
    assert {code for feuille, code in codes if feuille == code} == set(OUTRE_MER)
    for *_, trace, _legere in lignes[1:]:
        # A square: its middle point on one side is no corner.
        assert len(list(points(trace))) in (4, 5)


@pytest.mark.parametrize(
    ("fichier", "features", "dit"),
    [
        ("bel.json", [aire("BE.WHT", 3, 50)], "be-bru"),
        ("bel.json", [aire("BE.BRU", 4, 50), aire("BE.XYZ", 3, 50)], "BE.XYZ"),
        ("fra.json", [{"type": "Feature"}], "fra.json"),
    ],
)
def test_a_package_that_is_not_understood_writes_nothing(
    fichier: str, features: list[dict[str, Any]], dit: str, paquet: Path, tmp_path: Path
) -> None:
    ecrire(paquet, fichier, features)
    with pytest.raises(SourceInattendue, match=dit):
        rafraichir(paquet, tmp_path / "sortie")
    assert not (tmp_path / "sortie").exists()
