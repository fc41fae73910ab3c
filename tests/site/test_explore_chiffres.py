"""Every number of the observatory and of the blind spots, counted again from the files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from capitalisation.territories import Lieu, Territoires
from tests.site import recompte
from tests.site.conftest import Construction

GENRES = {
    "inspiractions/": "inspiraction",
    "interviews/": "interview",
    "dossiers/": "dossier",
    "ressources/": "ressource",
}
CONNAISSANCES = {
    "experientielle": "Savoir d’expérience",
    "evaluee": "Action évaluée",
    "probante": "Données probantes",
    None: "Non indiqué",
}
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

#: What is counted → the entries that stand there.
Groupes = dict[str, list[recompte.Entete]]

TERRITOIRES = Territoires()


@cache
def places(nom: str) -> tuple[Lieu, ...]:
    lieu = TERRITOIRES.resoudre(nom)
    return (*lieu.parents, lieu)


def codes(entree: recompte.Entete) -> set[str]:
    """The places of an entry and all those that hold them."""
    return {lieu.code for nom in entree["territoires"] for lieu in places(nom)}


def themes(entree: recompte.Entete) -> set[str]:
    return recompte.lignee("themes", entree["themes"])


def grouper(cles_de: Callable[[recompte.Entete], Iterable[str]]) -> Groupes:
    groupes: Groupes = defaultdict(list)
    for entree in recompte.entetes():
        for cle in cles_de(entree):
            groupes[cle].append(entree)
    return groupes


def termes(vocabulaire: str, dessous: bool | None = None) -> Groupes:
    """Address of a term → its entries. `dessous`: only terms with a parent, or without."""
    groupes = grouper(lambda e: recompte.lignee(vocabulaire, e.get(vocabulaire, [])))
    return {
        f"{vocabulaire}/{i}/": groupes.get(i, [])
        for i, terme in recompte.termes(vocabulaire).items()
        if dessous is None or bool(terme.get("parent")) is dessous
    }


def lieux(*types: str) -> Groupes:
    """Name of a place, with what it stands in, → its entries."""
    groupes = grouper(codes)
    return {
        lieu.nom: groupes.get(lieu.code, [])
        for lieu in TERRITOIRES.divisions()
        if (lieu.type in types or ("region" in types and len(lieu.parents) == 1))
        # Two French lands have no inhabitants.
        and lieu.code not in ("fr-cp", "fr-tf")
    }


def porteurs() -> Groupes:
    structures = recompte.termes("structures")
    types = recompte.termes("types-de-structures")

    def type_de(entree: recompte.Entete) -> list[str]:
        porteur = entree.get("porteur") or entree.get("coordination")
        if not porteur:
            return ["Sans porteur indiqué"]
        sorte = structures[porteur].get("type")
        return [types[sorte]["libelle"] if sorte else "Type de structure non indiqué"]

    return grouper(type_de)


def annees(entree: recompte.Entete) -> list[str]:
    periode = entree.get("periode")
    if not periode:
        return []
    debut = int(str(periode["debut"])[:4])
    fin = periode.get("fin")
    derniere = int(str(fin)[:4]) if fin else max(debut, int(str(entree["date"])[:4]))
    return [str(annee) for annee in range(debut, derniere + 1)]


def mois(entree: recompte.Entete) -> list[str]:
    annee, rang, _ = str(entree["date"]).split("-")
    return [f"{MOIS[int(rang) - 1]} {annee}"]


def age(entree: recompte.Entete) -> list[str]:
    derniere = dt.date.fromisoformat(str(entree.get("verifiee_le") or entree["date"]))
    jour = dt.date.today()
    ecoules = (jour.year - derniere.year) * 12 + jour.month - derniere.month
    ecoules -= jour.day < derniere.day
    if ecoules < 6:
        return ["Moins de 6 mois"]
    if ecoules < 12:
        return ["De 6 à 12 mois"]
    return ["De 12 à 18 mois" if ecoules < 18 else "18 mois et plus\u202f: à revoir"]


def dit(entree: recompte.Entete) -> Iterable[str]:
    if entree["genre"] != "inspiraction":
        return
    for cle, libelle in (
        ("leviers", "Ce qui a aidé (leviers)"),
        ("freins", "Ce qui a gêné (freins)"),
        ("enseignements", "Ce qu’il faut en retenir"),
        ("transposer", "Ce qu’il faut pour le refaire ailleurs"),
        ("periode", "Quand l’action a eu lieu"),
        ("porteur", "Qui porte l’action"),
        ("publics", "À qui elle s’adresse"),
    ):
        if entree.get(cle):
            yield libelle


#: Table → what its lines count, by address when they lead somewhere, else by label.
ATTENDUS: dict[str, Callable[[], Groupes]] = {
    "genres": lambda: grouper(lambda e: [a for a, g in GENRES.items() if g == e["genre"]]),
    "themes": lambda: termes("themes", dessous=False),
    "sous-themes": lambda: termes("themes", dessous=True),
    "publics": lambda: termes("publics"),
    "demarches": lambda: termes("demarches"),
    "dispositifs": lambda: termes("dispositifs"),
    "cadres": lambda: termes("cadres"),
    "pays": lambda: lieux("pays"),
    "regions": lambda: lieux("region"),
    "departements": lambda: lieux("departement", "province"),
    "porteurs": porteurs,
    "connaissances": lambda: grouper(lambda e: [CONNAISSANCES[e.get("connaissance")]]),
    "publications": lambda: grouper(mois),
    "annees": lambda: grouper(annees),
    "completude": lambda: grouper(dit),
    "fraicheur": lambda: grouper(age),
}
#: Tables of which the shares are not those of the whole base.
TOTAUX: dict[str, Callable[[], int]] = {
    "annees": lambda: sum(bool(e.get("periode")) for e in recompte.entetes()),
    "completude": lambda: sum(e["genre"] == "inspiraction" for e in recompte.entetes()),
}


#: A line of a table: address, label, what it stands in; then its numbers.
LIGNE = re.compile(
    r'<tr><th scope="row"><span class="rang"><span class="rang-nom">'
    r'(?:<a href="\.\./([^"]*)">)?([^<]*?)(?:</a>)?'
    r'(?: <span class="rang-precision">([^<]*)</span>)?</span>(.*?)</tr>',
    re.DOTALL,
)


@cache
def tableaux(reel: Construction) -> dict[str, list[tuple[str, str, str, list[str]]]]:
    """Identifier of a table → its lines on the page: address, label, what it stands in, numbers."""
    sections = re.findall(
        r'<section class="mesure" aria-labelledby="([^"]+)">(.*?)</section>',
        reel.lire("observatoire/"),
        re.DOTALL,
    )
    return {
        nom: [
            (
                adresse,
                unescape(libelle),
                unescape(dans),
                re.findall(r'"nombre">([^<]+)<', suite),
            )
            for adresse, libelle, dans, suite in LIGNE.findall(section)
        ]
        for nom, section in sections
    }


def en_pour_cent(nombre: int, total: int) -> str:
    part = Decimal(100 * nombre) / Decimal(total)
    return str(part.quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", ",")


def test_every_table_is_counted_here(reel: Construction) -> None:
    assert list(tableaux(reel)) == list(ATTENDUS)


@pytest.mark.parametrize("nom", ATTENDUS)
def test_a_table_gives_what_the_files_give(nom: str, reel: Construction) -> None:
    groupes = ATTENDUS[nom]()
    total = TOTAUX.get(nom, lambda: len(recompte.entetes()))()
    lignes = tableaux(reel)[nom]
    par_adresse = next(iter(groupes)).endswith("/")
    affiches = {href if par_adresse else libelle: nombres for href, libelle, _, nombres in lignes}
    assert len(affiches) == len(lignes)
    for cle, nombres in affiches.items():
        entrees = groupes.get(cle, [])
        notices = sum(e["statut"] == "notice" for e in entrees)
        attendu = [str(len(entrees)), str(notices), en_pour_cent(len(entrees), total)]
        assert nombres == attendu, (nom, cle)
    assert set(groupes) <= set(affiches), nom


@pytest.mark.parametrize("nom", ATTENDUS)
def test_a_download_holds_its_table(nom: str, reel: Construction) -> None:
    octets = (reel.site / "observatoire" / f"{nom}.csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    assert octets.count(b"\n") == octets.count(b"\r\n")
    texte = io.StringIO(octets.decode("utf-8-sig"), newline="")
    entete, *lignes = csv.reader(texte, delimiter=";")
    assert entete[-3:] == ["Entrées", "dont notices", "Part (%)"]
    precise = len(entete) == 5
    assert lignes == [
        [libelle, *([dans] if precise else []), *nombres]
        for _, libelle, dans, nombres in tableaux(reel)[nom]
    ]
    assert f'href="../observatoire/{nom}.csv"' in reel.lire("observatoire/")


def test_the_figures_of_the_head_are_those_of_the_files(reel: Construction) -> None:
    entrees = recompte.entetes()
    notices = sum(e["statut"] == "notice" for e in entrees)
    structures = {
        s
        for e in entrees
        for s in (e.get("porteur") or e.get("coordination"), *e.get("partenaires", []))
        if s
    }
    territoires = set().union(*map(codes, entrees))
    attendus = [len(entrees), len(entrees) - notices, notices, len(territoires), len(structures)]
    chiffres = re.search(r'aria-label="En bref">.*?</section>', reel.lire("observatoire/"), re.S)
    assert chiffres
    assert [int(n) for n in re.findall(r"(\d+)(?:</a>)?</dd>", chiffres[0])] == attendus


# --- Blind spots


@cache
def croises() -> Counter[tuple[str, str, str]]:
    """(theme, facet, value) → entries."""
    compte: Counter[tuple[str, str, str]] = Counter()
    for entree in recompte.entetes():
        valeurs = [("territoires", code) for code in codes(entree)]
        valeurs += [("publics", p) for p in recompte.lignee("publics", entree.get("publics", []))]
        compte.update((theme, *valeur) for theme in themes(entree) for valeur in valeurs)
    return compte


RACINES = [i for i, t in recompte.termes("themes").items() if not t.get("parent")]


def cellules(page: str) -> list[tuple[str, dict[str, list[str]], str, str]]:
    """The links of the grids: where to, what is asked, accessible name, text."""
    liens = re.findall(r'<td><a (?:class="vide-case" )?href="([^"]*)" aria-label="([^"]*)">', page)
    textes = re.findall(r"<td><a [^>]*>([^<]*)</a>", page)
    assert len(liens) == len(textes) > 0
    return [
        (urlsplit(unescape(href)).path, parse_qs(urlsplit(unescape(href)).query), unescape(nom), t)
        for (href, nom), t in zip(liens, textes, strict=True)
    ]


@pytest.mark.parametrize("adresse", ["", "sante-environnement/", "prevention-et-depistage/"])
def test_a_cell_says_how_many_entries_stand_there(adresse: str, reel: Construction) -> None:
    page = reel.lire(f"angles-morts/{adresse}")
    comptes = croises()
    vues: set[tuple[str, str, str]] = set()
    for chemin, demande, nom, texte in cellules(page):
        if chemin.endswith("recherche/"):
            (theme,) = demande.pop("themes")
            ((facette, (valeur,)),) = demande.items()
            assert int(texte) == comptes[theme, facette, valeur] > 0, nom
            assert re.match(rf"{texte}\u00a0entrées?\u202f: ", nom)
        else:
            assert chemin.endswith("contribuer/nouvelle-fiche/")
            assert demande.pop("genre") == ["inspiraction"]
            (theme,) = demande.pop("theme")
            ((cle, (valeur,)),) = demande.items()
            facette = f"{cle}s"
            if cle == "territoire":
                valeur = places(valeur)[-1].code
            assert comptes[theme, facette, valeur] == 0, nom
            assert texte == "+"
            assert nom.startswith("Proposer une fiche\u202f: ")
        vues.add((theme, facette, valeur))
    rangees = {theme for theme, _, _ in vues}
    racine = adresse.rstrip("/")
    assert rangees == (
        {i for i in recompte.termes("themes") if racine in recompte.lignee("themes", [i]) - {i}}
        if racine
        else set(RACINES)
    )
    colonnes = {valeur for _, _, valeur in vues}
    assert len(vues) == len(rangees) * len(colonnes)
    # Every région that an entry names is there, and every public that is part of no other.
    assert {c for e in recompte.entetes() for c in codes(e) if TERRITOIRES.lieu(c) and
            TERRITOIRES.lieu(c).type == "region"} <= colonnes  # fmt: skip
    assert {i for i, t in recompte.termes("publics").items() if not t.get("parent")} <= colonnes


def test_the_summary_of_each_theme_counts_its_cells(reel: Construction) -> None:
    page = reel.lire("angles-morts/")
    connus: Counter[tuple[str, str]] = Counter()
    tous: Counter[tuple[str, str]] = Counter()
    for chemin, demande, _, _ in cellules(page):
        ((theme,),) = (demande[c] for c in ("themes", "theme") if c in demande)
        quoi = "publics" if {"public", "publics"} & set(demande) else "territoires"
        tous[theme, quoi] += 1
        connus[theme, quoi] += chemin.endswith("recherche/")
    bilans = re.search(r'<ul class="bilans">.*?</ul>', page, re.DOTALL)
    assert bilans
    lus = re.findall(
        r'angles-morts/([^/"]+)/"'
        r".*?(\d+)&nbsp;territoires? sur (\d+).*?(\d+)&nbsp;publics? sur (\d+)",
        bilans[0],
        re.DOTALL,
    )
    assert {theme for theme, *_ in lus} == set(RACINES)
    for theme, *nombres in lus:
        cles = [(theme, "territoires"), (theme, "publics")]
        assert [int(n) for n in nombres] == [c[k] for k in cles for c in (connus, tous)], theme
        sienne = unescape(reel.lire(f"angles-morts/{theme}/"))
        assert re.search(rf"<b>{nombres[0]}\s\w+ sur {nombres[1]}, {nombres[2]}\s", sienne), theme
    somme = [sum(int(n) for n in (nombres[0], nombres[2])) for _, *nombres in lus]
    assert somme == sorted(somme)


def absents(reel: Construction, nom: str) -> tuple[str, str]:
    """The summary and the links of a list of what nobody tells, "" when there is none."""
    motif = rf'<summary>([^<]*)</summary>\n<ul class="manques" id="sans-{nom}">(.*?)</ul>'
    liste = re.search(motif, reel.lire("angles-morts/"), re.DOTALL)
    return (unescape(liste[1]), liste[2]) if liste else ("", "")


@pytest.mark.parametrize("nom", ["themes", "publics", "demarches", "dispositifs"])
def test_the_terms_that_nobody_tells_are_those_of_no_entry(nom: str, reel: Construction) -> None:
    vides = [a.split("/")[1] for a, entrees in termes(nom).items() if not entrees]
    resume, liens = absents(reel, nom)
    assert re.findall(rf"&amp;{nom[:-1]}=([^\"]+)\"", liens) == vides
    compte = f": {len(vides)} sur {len(recompte.termes(nom))}" if vides else ""
    assert resume.endswith(compte)


def test_the_departements_that_nobody_tells_are_those_of_no_entry(reel: Construction) -> None:
    groupes = lieux("departement", "province")
    vides = [nom for nom, entrees in groupes.items() if not entrees]
    resume, liens = absents(reel, "departements")
    assert resume.endswith(f": {len(vides)} sur {len(groupes)}")
    assert [unescape(n) for n in re.findall(r"</span>([^<]+)</a>", liens)] == vides


def test_the_actions_to_complete_are_those_without_lever_nor_obstacle(reel: Construction) -> None:
    attendues = {
        e["id"]
        for e in recompte.entetes()
        if e["genre"] == "inspiraction" and not e.get("leviers") and not e.get("freins")
    }
    pages = [p for p in reel.pages() if p.startswith("a-completer/")]
    trouvees = [i for p in pages for i in re.findall(r"\?modifier=([a-z0-9-]+)\"", reel.lire(p))]
    assert len(trouvees) == len(set(trouvees))
    assert set(trouvees) == attendues
    assert f"{len(attendues)}&nbsp;Inspir’actions ne disent" in reel.lire("angles-morts/")
    assert f"{len(attendues)}&nbsp;Inspir’actions." in reel.lire("a-completer/")
