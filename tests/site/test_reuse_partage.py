"""What engines and other sites read of the real site: each value is read again from the files."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from capitalisation.typography import typographier
from tests.site.conftest import Construction
from tests.site.recompte import DOSSIERS, Entete, entetes, termes

#: What a page of each kind is, and what it cannot do without.
TYPES: dict[str, tuple[str, set[str]]] = {
    "inspiraction": ("Article", set()),
    "interview": ("Article", {"genre"}),
    "dossier": ("Collection", set()),
    "ressource": ("WebPage", {"mainEntity"}),
}
DE_TOUTES = {
    "abstract", "publisher", "datePublished", "dateModified", "inLanguage", "license",
    "isAccessibleForFree", "about", "spatialCoverage", "citation", "isPartOf",
}  # fmt: skip


_DITS = re.compile(
    r'<head>.*?</head>|<nav class="fil".*?</nav>|<script type="application/ld\+json">.*?</script>',
    re.DOTALL,
)


class Tete(HTMLParser):
    """The metas of a page, its data, and the breadcrumbs that one sees."""

    def __init__(self) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.blocs: list[str] = []
        self.fil: list[str] = []
        self._ou = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        valeurs = {nom: valeur or "" for nom, valeur in attrs}
        if tag == "meta" and (nom := valeurs.get("property") or valeurs.get("name")):
            self.metas.append((nom, valeurs["content"]))
        elif tag == "script" and valeurs.get("type") == "application/ld+json":
            self.blocs.append("")
            self._ou = "bloc"
        elif tag == "nav":
            self._ou = "fil" if valeurs.get("class") == "fil" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "nav"):
            self._ou = ""

    def handle_data(self, data: str) -> None:
        if self._ou == "bloc":
            self.blocs[-1] += data
        elif self._ou == "fil" and data.strip():
            self.fil.append(data.strip())


@cache
def tete(site: Path, page: str) -> Tete:
    lue = Tete()
    # All that is looked for, and little else: the rest of a page takes long to read.
    lue.feed("".join(_DITS.findall((site / page).read_text("utf-8"))))
    return lue


def noeuds(site: Path, page: str) -> list[dict[str, Any]]:
    (bloc,) = tete(site, page).blocs
    lu = json.loads(bloc)
    assert lu["@context"] == "https://schema.org"
    graphe: list[dict[str, Any]] = lu["@graph"]
    return graphe


def nom_de(noeud: dict[str, Any]) -> str:
    """What it is called: an article by its headline."""
    return str(noeud.get("headline") or noeud["name"])


def page_de(entete: Entete) -> str:
    dossier = next(d for d, genre in DOSSIERS.items() if genre == entete["genre"])
    return f"{dossier}/{entete['id']}/index.html"


@pytest.fixture(scope="module")
def partagees(reel: Construction) -> list[str]:
    """Every page that has an address of its own."""
    return [page for page in reel.pages() if page != "404.html"]


def test_each_page_says_what_it_is_and_where_it_stands(
    reel: Construction, partagees: list[str]
) -> None:
    for page in partagees:
        premier, *autres = noeuds(reel.site, page)
        assert premier["@type"]
        assert nom_de(premier), page
        fil = tete(reel.site, page).fil
        assert [a["@type"] for a in autres] == (["BreadcrumbList"] if fil else []), page
        if fil:
            etapes = autres[0]["itemListElement"]
            assert [e["name"] for e in etapes] == fil, page
            assert [e["position"] for e in etapes] == list(range(1, len(fil) + 1))
    assert len(partagees) > len(entetes())


def test_a_site_that_is_not_published_names_no_machine(
    reel: Construction, partagees: list[str]
) -> None:
    for page in partagees:
        assert "127.0.0.1" not in tete(reel.site, page).blocs[0], page


def test_each_entry_is_described_as_its_file_tells_it(reel: Construction) -> None:
    for entete in entetes():
        comparer(reel, entete)


def comparer(reel: Construction, entete: Entete) -> None:
    """Each value of the data of a page, and that of its file."""
    dit = noeuds(reel.site, page_de(entete))[0]
    sorte, siennes = TYPES[entete["genre"]]
    assert dit["@type"] == sorte
    assert dit.keys() >= DE_TOUTES | siennes

    def noms(cle: str) -> list[str]:
        return [nom_de(noeud) for noeud in dit.get(cle, [])]

    def libelles(*listes: str) -> list[str]:
        return [
            typographier(termes(nom)[i]["libelle"]) for nom in listes for i in entete.get(nom, [])
        ]

    assert nom_de(dit) == typographier(entete["titre"])
    assert (sorte == "Article") == ("headline" in dit)
    assert dit["abstract"] == typographier(entete["resume"])
    jours = [str(entete[c]) for c in ("date", "verifiee_le") if entete.get(c)]
    assert (dit["datePublished"], dit["dateModified"]) == (str(entete["date"]), max(jours))
    assert dit["inLanguage"] == entete.get("langue", "fr")
    assert dit.get("creativeWorkStatus") == ("Notice" if entete["statut"] == "notice" else None)
    interrogees = [typographier(p["nom"]) for p in entete.get("personnes", [])]
    notice = entete["statut"] == "notice"
    assert noms("about") == [*(interrogees if notice else []), *libelles("themes")]
    assert noms("keywords") == libelles("dispositifs", "demarches", "cadres")
    assert [a["audienceType"] for a in dit.get("audience", [])] == libelles("publics")
    assert len(noms("spatialCoverage")) == len(entete["territoires"])
    # A preview has no address; the licence has its own.
    assert dit["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert dit["publisher"]["name"] == "Inspir’action"
    assert dit["isAccessibleForFree"] is True
    structures = termes("structures")
    porteur = entete.get("porteur") or entete.get("coordination")
    assert dit.get("sourceOrganization", {}).get("name") == (
        typographier(structures[porteur]["libelle"]) if porteur else None
    )
    ecrit_par = [typographier(p["nom"]) for p in entete.get("auteurs", [])]
    partenaires = [typographier(structures[i]["libelle"]) for i in entete.get("partenaires", [])]
    dite = bool(interrogees) and not notice
    assert noms("author") == (interrogees if dite else ecrit_par)
    assert noms("contributor") == [*(ecrit_par if dite else []), *partenaires]
    assert [(s["name"], s["publisher"]["name"], s["datePublished"], s.get("url"))
            for s in dit.get("citation", [])] == [
        (typographier(s["titre"]), typographier(s["editeur"]), str(s["annee"]), s.get("url"))
        for s in entete.get("sources", [])
    ]  # fmt: skip
    if periode := entete.get("periode"):
        debut, fin = periode["debut"], periode.get("fin")
        attendu = debut if fin == debut else f"{debut}/{fin or '..'}"
        assert dit["temporalCoverage"] == attendu
    else:
        assert "temporalCoverage" not in dit
    par_id = {e["id"]: e for e in entetes()}
    assert sorted([*noms("isBasedOn"), *noms("mentions")]) == sorted(
        typographier(par_id[i]["titre"])
        for i in {lien["vers"] for lien in entete.get("liens", [])}
        if i in par_id
    )
    contenants = {
        typographier(e["titre"])
        for e in entetes()
        if any(entete["id"] in p["entrees"] for p in e.get("elements", []))
    }
    assert set(noms("isPartOf")[1:]) == contenants
    if entete["genre"] == "dossier":
        parties = [i for p in entete.get("elements", []) for i in p["entrees"] if i in par_id]
        assert noms("hasPart") == [typographier(par_id[i]["titre"]) for i in parties]
        assert [p["position"] for p in dit.get("hasPart", [])] == list(range(1, len(parties) + 1))
    if entete["genre"] == "ressource":
        oeuvre = dit["mainEntity"]
        assert oeuvre["name"] == typographier(entete["titre"])
        assert oeuvre["description"] == typographier(entete["resume"])
        chiffres = {p["propertyID"]: p["value"] for p in oeuvre.get("identifier", [])}
        if "isbn" in oeuvre:
            chiffres["ISBN"] = oeuvre["isbn"]
        assert chiffres == {cle.upper(): entete[cle] for cle in ("doi", "isbn") if cle in entete}
        assert oeuvre["publisher"]["name"] == typographier(entete["editeur"])
        assert oeuvre.get("url") == entete.get("url")
        assert oeuvre.get("datePublished") == (str(entete["annee"]) if "annee" in entete else None)
        libre = {"libre": True, "payant": False}.get(entete.get("acces", ""))
        assert oeuvre.get("isAccessibleForFree") == libre


def test_terms_places_and_the_glossary_say_what_they_define(reel: Construction) -> None:
    theme = noeuds(reel.site, "themes/isolement-social/index.html")[0]
    assert theme["@type"] == "CollectionPage"
    assert theme["about"]["@type"] == "DefinedTerm"
    assert theme["about"]["name"] == termes("themes")["isolement-social"]["libelle"]
    assert theme["about"]["termCode"] == "isolement-social"
    commune = noeuds(reel.site, "territoires/fr-29274/index.html")[0]["about"]
    assert (commune["name"], commune["identifier"]) == ("Scaër", "INSEE 29274")
    assert [p["name"] for p in commune["containedInPlace"]] == [
        "Quimperlé Communauté", "Finistère", "Bretagne", "France",
    ]  # fmt: skip
    mots = noeuds(reel.site, "glossaire/index.html")[0]["mainEntity"]["hasDefinedTerm"]
    definis = [t for nom in ("glossaire", "dispositifs") for t in termes(nom).values()]
    assert {m["name"] for m in mots} == {
        typographier(t["libelle"]) for t in definis if t.get("definition")
    }
    assert all(m["description"] for m in mots)
    assert noeuds(reel.site, "index.html")[0]["@type"] == "WebSite"


def test_the_data_set_offers_the_files_that_are_there(reel: Construction) -> None:
    jeu = noeuds(reel.site, "donnees/index.html")[0]
    assert jeu["@type"] == "Dataset"
    assert 50 <= len(jeu["description"]) <= 5000  # what engines take
    assert jeu["dateModified"] == max(
        str(e[c]) for e in entetes() for c in ("date", "verifiee_le") if e.get(c)
    )
    presentes = {
        hashlib.sha256(f.read_bytes()).hexdigest(): f"{f.stat().st_size} B"
        for f in (reel.site / "donnees").iterdir()
        if f.is_file()
    }
    for fichier in jeu.get("distribution", []):
        assert presentes[fichier["sha256"]] == fichier["contentSize"], fichier["name"]


# --- Open Graph


def test_each_page_has_a_picture_that_is_there(reel: Construction, partagees: list[str]) -> None:
    for page in partagees:
        metas = dict(tete(reel.site, page).metas)
        _, _, chemin = metas["og:image"].partition("://")
        fichier = reel.site / chemin.partition("/")[2]
        with fichier.open("rb") as flux:
            debut = flux.read(24)
        assert debut.startswith(b"\x89PNG"), page
        taille = (int(metas["og:image:width"]), int(metas["og:image:height"]))
        assert struct.unpack(">II", debut[16:]) == taille
        assert metas["og:image:alt"]
        assert metas["twitter:card"] == "summary_large_image"
        assert metas["og:url"].startswith("http")
        assert metas["og:title"]
    assert "og:image" not in dict(tete(reel.site, "404.html").metas)


def test_each_entry_has_a_picture_of_its_own_and_nothing_else_has(reel: Construction) -> None:
    images = {f.stem: f.read_bytes() for f in (reel.site / "assets" / "partage").glob("*.png")}
    assert images.keys() == {e["id"] for e in entetes()}
    assert len(set(images.values())) == len(images)
    for entete in entetes():
        metas = tete(reel.site, page_de(entete)).metas
        dit = dict(metas)
        assert dit["og:type"] == "article"
        assert dit["og:description"] == typographier(entete["resume"])
        assert dit["og:image"].endswith(f"/assets/partage/{entete['id']}.png")
        assert typographier(entete["titre"]).rstrip(".") in dit["og:image:alt"]
        assert dit["article:published_time"] == str(entete["date"])
        assert dit["article:modified_time"] == max(
            str(entete[cle]) for cle in ("date", "verifiee_le") if entete.get(cle)
        )
        pluriel = {"inspiraction": "Inspir’actions"}.get(
            entete["genre"], f"{entete['genre'].capitalize()}s"
        )
        assert dit["article:section"] == pluriel
        mots = [v for nom, v in metas if nom == "article:tag"]
        assert mots == [
            typographier(termes(nom)[i]["libelle"])
            for nom in ("themes", "dispositifs")
            for i in entete.get(nom, [])
        ]
    assert dict(tete(reel.site, "index.html").metas)["og:type"] == "website"
