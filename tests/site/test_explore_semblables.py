"""Places alike and the guide on the real site: each number is counted again from the files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from html import unescape
from itertools import combinations, pairwise

import pytest
import yaml

from capitalisation.territories import Territoires
from tests.conftest import PROJET, REFERENTIELS
from tests.site.conftest import Construction
from tests.site.recompte import Entete, entetes, lignee

TABLES = PROJET / "hooks" / "capitalisation" / "donnees" / "territoires"
ILES = {
    "17004",
    "22016",
    "29082",
    "29083",
    "29084",
    "29155",
    "56009",
    "56069",
    "56085",
    "56086",
    "56087",
    "56088",
    "56114",
    "56152",
    "56241",
    "85113",
}


@cache
def table(nom: str) -> dict[str, dict[str, str]]:
    with (TABLES / nom).open(encoding="utf-8", newline="") as flux:
        lignes = csv.DictReader(flux, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {next(iter(ligne.values())): ligne for ligne in lignes}


def taille(n: int, *seuils: int) -> str:
    """« moins-de-2000-habitants », « 2000-a-9999-habitants », « 100000-habitants-et-plus »."""
    if n < seuils[0]:
        return f"moins-de-{seuils[0]}-habitants"
    for bas, haut in pairwise(seuils):
        if n < haut:
            return f"{bas}-a-{haut - 1}-habitants"
    return f"{seuils[-1]}-habitants-et-plus"


@cache
def traits_du_texte(texte: str) -> frozenset[str]:
    """The traits of a place as an entry writes it, from the lines of the referential."""
    # A quarter counts as its commune; the names themselves are resolved by other tests.
    code = "-".join(Territoires().resoudre(texte).code.split("-")[:2])
    pays, _, officiel = code.partition("-")
    if pays == "be" or not officiel:
        return frozenset()
    commune = table("france.tsv").get(officiel.upper())
    epci = table("epci.tsv").get(commune["epci"] if commune else officiel)
    traits = set()
    nature = epci["nature"] if epci else ""
    grande = nature.startswith(("métropole", "communauté urbaine", "établissement"))
    if epci:
        n = int(epci["population"])
        traits.add("intercommunalite-" + taille(n, 15_000, 50_000, 100_000, 250_000))
        if not commune:
            petite = nature == "communauté de communes" and n < 50_000
            traits.add("urbain" if grande else "rural" if petite else "entre-ville-et-campagne")
    if commune and commune["population"]:
        n = int(commune["population"])
        traits.add(taille(n, 2_000, 10_000, 20_000, 50_000, 100_000))
        campagne = nature in ("", "communauté de communes") or officiel in ILES
        if n >= 20_000 or (grande and n >= 2_000):
            traits.add("urbain")
        elif not grande and n < (5_000 if campagne else 2_000):
            traits.add("rural")
        else:
            traits.add("entre-ville-et-campagne")
    division = table("divisions.tsv").get(code)
    insee = division["insee"] if division else (commune or {}).get("departement", "")
    if not commune and epci:
        insee = table("divisions.tsv")[epci["division"]]["insee"]
    if insee.startswith(("97", "98")):
        traits.add("outre-mer")
    if officiel in ILES:
        traits.add("ile")
    return frozenset(traits)


def est_d_un_quartier(entete: Entete) -> bool:
    publics = lignee("publics", entete.get("publics") or [])
    dispositifs = lignee("dispositifs", entete.get("dispositifs") or [])
    return "habitants-des-quartiers-populaires" in publics or bool(
        dispositifs & {"politique-de-la-ville", "renouvellement-urbain"}
    )


def traits(entete: Entete) -> set[str]:
    siens = set().union(*(traits_du_texte(t) for t in entete["territoires"]))
    return siens | ({"quartier-prioritaire"} if est_d_un_quartier(entete) else set())


def comptes(page: str) -> dict[str, int]:
    """Address of each counted link of a page → its number."""
    lignes = re.findall(
        r'<li><a href="([^"#]+)">[^<]*(?:</a>)?\s*<span class="n">([\d\s\u202f]+)<', page
    )
    return {cible: int(re.sub(r"\D", "", n)) for cible, n in lignes}


def test_each_trait_counts_its_entries(reel: Construction) -> None:
    attendus = Counter(t for entete in entetes() for t in traits(entete))
    assert len(attendus) > 8
    montres = {
        cible.split("/")[-2]: n
        for cible, n in comptes(reel.lire("territoires-semblables/")).items()
        if re.fullmatch(r"\.\./territoires-semblables/[^/]+/", cible)
    }
    assert {t: n for t, n in montres.items() if n} == dict(attendus)
    for trait, n in attendus.items():
        cartes = re.findall(r'data-carte="([^"]+)"', toutes_les_pages(reel, trait))
        assert len(cartes) == len(set(cartes)) == n
        assert set(cartes) == {e["id"] for e in entetes() if trait in traits(e)}


def toutes_les_pages(reel: Construction, trait: str) -> str:
    dossier = reel.site / "territoires-semblables" / trait
    suites = [f"territoires-semblables/{trait}/page/{p.name}/" for p in dossier.glob("page/*")]
    return "".join(map(reel.lire, [f"territoires-semblables/{trait}/", *suites]))


def test_each_pair_of_traits_counts_the_entries_of_which_one_place_has_both(
    reel: Construction,
) -> None:
    attendus: Counter[frozenset[str]] = Counter()
    for entete in entetes():
        quartier = {"quartier-prioritaire"} if est_d_un_quartier(entete) else set()
        attendus.update(
            {
                frozenset(paire)
                for texte in entete["territoires"]
                if traits_du_texte(texte)
                for paire in combinations(
                    {
                        t
                        for t in traits_du_texte(texte) | quartier
                        if not t.startswith("intercommunalite")
                    },
                    2,
                )
            }
        )
    montres = {
        frozenset(cible.split("/")[-3:-1]): n
        for cible, n in comptes(reel.lire("territoires-semblables/")).items()
        if cible.count("/") == 4
    }
    assert len(montres) > 5
    assert montres.items() <= attendus.items()
    assert sorted(montres.values()) == sorted(attendus.values())[-len(montres) :]
    ecrites = {
        frozenset(page.split("/")[1:3])
        for page in reel.pages()
        if re.fullmatch(r"territoires-semblables/[^/]+/[^/]+/index\.html", page)
    }
    assert ecrites == set(attendus)


def test_the_source_and_its_year_are_shown(reel: Construction) -> None:
    for page in ("territoires-semblables/", "territoires-semblables/rural/"):
        texte = unescape(reel.lire(page))
        for ligne in table("sources.tsv").values():
            assert f"{ligne['pays']}, millésime {ligne['millesime']}" in texte
            assert ligne["credit"].replace(" ;", "\u202f;") in texte


def test_the_page_of_a_commune_leads_to_those_like_it(reel: Construction) -> None:
    page = reel.lire("territoires/fr-29274/")
    assert 'href="../../territoires-semblables/?lieu=fr-29274"' in page
    for trait in traits_du_texte("Scaër (29)"):
        assert f'href="../../territoires-semblables/{trait}/"' in page
    assert "territoires-semblables/?" not in reel.lire("territoires/fr-bre/")


# --- The guide


def guide() -> list[Entete]:
    return yaml.safe_load((REFERENTIELS / "guide.yml").read_text("utf-8"))


def convient(entete: Entete, reponse: Entete) -> bool:
    """Whether an entry has one of the values that an answer asks for."""
    transposer = entete.get("transposer") or {}
    parties = {
        "budget": transposer.get("budget"),
        "moyens-humains": transposer.get("moyens_humains"),
    }
    facteurs = [*(entete.get("leviers") or []), *(entete.get("freins") or [])]
    siens = {
        "genres": {entete["genre"]},
        "natures": {entete.get("nature")},
        "facteurs": {f["type"] for f in facteurs},
        "traits": traits(entete),
        **{
            v: lignee(v, entete.get(v) or [])
            for v in ("themes", "publics", "dispositifs", "demarches")
        },
    }
    return any(siens[cle] & set(reponse.get(cle, ())) for cle in siens) or any(
        parties.get(section, entete.get(section)) for section in reponse.get("sections", ())
    )


def test_the_first_question_counts_the_entries_of_each_answer(reel: Construction) -> None:
    page = reel.lire("guide/")
    attendus = {
        f"../guide/{reponse['id']}/": sum(convient(e, reponse) for e in entetes())
        for reponse in guide()[0]["reponses"]
    }
    assert {c: n for c, n in comptes(page).items() if c.startswith("../guide/")} == attendus


@pytest.mark.parametrize("reponse", guide()[0]["reponses"], ids=lambda r: r["id"])
def test_each_list_holds_entries_that_meet_both_answers_and_says_why(
    reel: Construction, reponse: Entete
) -> None:
    page = unescape(reel.lire(f"guide/{reponse['id']}/"))
    par_id = {e["id"]: e for e in entetes()}
    sections = re.split(r'<section class="guide-liste"', page)[1:]
    seconde = guide()[1]["reponses"]
    assert len(sections) == len(seconde)
    for section, autre in zip(sections, seconde, strict=True):
        qui = {e["id"] for e in entetes() if convient(e, reponse) and convient(e, autre)}
        montrees = re.findall(r'data-entree="([^"]+)"', section)
        assert len(montrees) == len(set(montrees)) == min(8, len(qui))
        assert set(montrees) <= qui
        titre = re.search(r'<h2 [^>]*>[^<]*<span class="n">(\d+)', section)
        assert titre
        assert int(titre[1]) == len(qui)
        raison = reponse["raison"][0].upper() + reponse["raison"][1:]
        raisons = re.findall(r'rangee-pourquoi">([^<]*)<', section)
        assert len(raisons) == len(montrees)
        assert set(raisons) <= {f"{raison}\u202f; {autre['raison']}."}
        assert all(identifiant in par_id for identifiant in montrees)
