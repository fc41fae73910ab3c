"""The published base: it passes its own checks, and every page leads where it says."""

from __future__ import annotations

import os
import re
from functools import cache
from operator import attrgetter
from urllib.parse import urljoin

import pytest

from capitalisation.corpus import Corpus, Fiche, charger
from capitalisation.indexes import par_terme
from capitalisation.model import Dossier, Inspiraction
from capitalisation.sitecheck import examiner
from tests.conftest import AUJOURDHUI, PROJET
from tests.site.conftest import Construction


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    chargement = charger(PROJET / "fiches", aujourdhui=AUJOURDHUI)
    assert chargement.diagnostics == []
    return chargement.corpus


@cache
def liens(construction: Construction, adresse: str) -> frozenset[str]:
    """Site-relative addresses that a page links to, without anchors or queries."""
    page = construction.lire(adresse)
    cibles = re.findall(r'<a\b[^>]*\bhref="([^"#?]*)', page)
    return frozenset(
        urljoin(f"/{adresse}", cible).lstrip("/") for cible in cibles if "://" not in cible
    )


@cache
def liens_de_la_liste(construction: Construction, adresse: str) -> frozenset[str]:
    """The links of a list, on all the pages that it is cut into."""
    pages = [f"{adresse}page/{f.name}/" for f in (construction.site / adresse).glob("page/*")]
    return frozenset().union(*(liens(construction, page) for page in (adresse, *pages)))


def test_the_site_has_no_dead_link_no_double_id_and_asks_nothing_of_another_host(
    reel: Construction,
) -> None:
    assert examiner(reel.site) == []


def test_styles_ask_nothing_of_another_host(reel: Construction) -> None:
    for style in reel.site.rglob("*.css"):
        for cible in re.findall(r"url\(\s*[\"']?([^\"')]+)", style.read_text("utf-8")):
            assert not re.match(r"(https?:)?//", cible), (style, cible)
            if not cible.startswith("data:"):
                assert (style.parent / cible.split("?")[0].split("#")[0]).is_file(), cible


def test_the_addresses_that_others_count_on_answer(reel: Construction) -> None:
    for adresse in [
        "recherche",
        "inspiractions",
        "interviews",
        "dossiers",
        "ressources",
        "themes",
        "territoires",
        "dispositifs",
        "publics",
        "demarches",
        "structures",
        "glossaire",
        "contribuer",
        "contribuer/erreurs",
        "contribuer/modele",
        "a-propos",
        "accessibilite",
        "inspiractions/semeurs-de-sante",
        "dossiers/au-dela-des-murs",
        "themes/habitat-et-logement",
        "territoires/fr",
        "territoires/fr-bre",
        "territoires/fr-29",
        "territoires/fr-29274",
        "territoires/be-wht",
        "dispositifs/cls",
        "publics/habitants",
        "demarches/aller-vers",
        "cadres/wapps-axe-2-2",
        "structures/institut-renaudot",
    ]:
        assert (reel.site / adresse / "index.html").is_file(), adresse
    assert (reel.site / "404.html").is_file()


def test_from_an_entry_all_it_belongs_to_is_one_click_away_and_back(
    reel: Construction, corpus: Corpus
) -> None:
    dossiers = [f for f in corpus.fiches.values() if isinstance(f.meta, Dossier)]
    for fiche in corpus.fiches.values():
        partis = liens(reel, fiche.adresse)
        attendus = {
            *(t.adresse for t in (*fiche.themes, *fiche.dispositifs, *fiche.publics)),
            *(t.adresse for t in (*fiche.demarches, *fiche.cadres, *fiche.structures)),
            *(lieu.adresse for lieu in fiche.lieux_et_parents),
            *(d.adresse for d in dossiers if _contient(d, fiche)),
        }
        assert attendus <= partis, (fiche.id, attendus - partis)
        for adresse in attendus:
            assert fiche.adresse in liens_de_la_liste(reel, adresse), (adresse, fiche.id)


def _contient(dossier: Fiche, fiche: Fiche) -> bool:
    assert isinstance(dossier.meta, Dossier)
    return any(fiche.id in partie.entrees for partie in dossier.meta.elements)


def test_every_entry_page_names_its_blocks(reel: Construction, corpus: Corpus) -> None:
    for fiche in corpus.fiches.values():
        page = reel.lire(fiche.adresse)
        assert f'data-entree="{fiche.id}"' in page
        assert re.search(r"<aside[^>]*aria-label=\"Carte d[’'&#39;]+identité\"", page), fiche.id
        for bloc, present in (
            ("leviers", fiche.meta.leviers),
            ("freins", fiche.meta.freins),
            ("enseignements", fiche.meta.enseignements),
        ):
            assert (f'id="{bloc}"' in page) == bool(present), (fiche.id, bloc)


def test_an_entry_leads_to_the_form_filled_with_it_and_to_its_file(reel: Construction) -> None:
    page = reel.lire("inspiractions/semeurs-de-sante/")
    assert 'href="../../contribuer/nouvelle-fiche/?modifier=semeurs-de-sante"' in page
    assert "/edit/main/fiches/inspiractions/semeurs-de-sante.md" in page


def test_the_corpus_is_what_the_reports_allow(corpus: Corpus) -> None:
    """Rules of the sources that a program can see: sources told, no phone, no e-mail."""
    actions = [f for f in corpus.fiches.values() if f.genre is Inspiraction]
    assert len(corpus.fiches) >= 100
    assert len(actions) >= 70
    assert len([f for f in actions if f.meta.statut == "publiee"]) >= 35
    for fiche in corpus.fiches.values():
        texte = (PROJET / "fiches" / fiche.relatif).read_text("utf-8")
        assert all(s.reperage for s in fiche.meta.sources), fiche.id
        assert not re.search(r"(?<!\d)0\d(?:[ .]\d\d){4}", texte), fiche.id
        assert not re.search(r"[\w.]+@[\w-]+\.(?:be|brussels|com|eu|fr|info|net|org)\b", texte), (
            fiche.id
        )


def test_a_theme_gathers_entries(corpus: Corpus) -> None:
    """A theme in use has two entries or more, or is a part of a theme that has."""
    comptes = par_terme(corpus, "themes", attrgetter("themes"))
    seuls = [i for i, theme in comptes.items() if theme.compte == 1 and not theme.terme.parent]
    assert seuls == []


def test_the_first_view_is_light(reel: Construction) -> None:
    """Under 150 kB with fonts: page, styles, scripts and fonts of an entry."""
    page = "inspiractions/semeurs-de-sante/"
    html = reel.lire(page)
    charges = re.findall(r'<(?:link|script)\b[^>]*(?:href|src)="([^"?]+\.(?:css|js|woff2))\b', html)
    poids = len(html.encode())
    for cible in set(charges):
        poids += os.path.getsize(reel.site / urljoin(f"/{page}", cible).lstrip("/"))
    assert poids < 150_000, poids


def test_the_project_needs_nothing_outside_itself() -> None:
    for fichier in (*PROJET.glob("*.*"), *(PROJET / "hooks").rglob("*.py")):
        if fichier.suffix in (".py", ".toml", ".yml", ".md") and fichier.is_file():
            assert "../shared" not in fichier.read_text("utf-8"), fichier


def test_each_page_is_told_from_the_others_by_the_title_of_its_tab(reel: Construction) -> None:
    """A theme and a démarche, a département and its town may bear the same name."""
    pages: dict[str, list[str]] = {}
    for fichier in reel.site.rglob("*.html"):
        page = fichier.read_text("utf-8")
        titre = re.search(r"<title>(.*?)</title>", page, re.S)
        assert titre, fichier
        parties = titre[1].split(" · ")
        assert len(set(parties)) == len(parties), titre[1]
        pages.setdefault(titre[1], []).append(str(fichier.relative_to(reel.site)))
    assert {t: p for t, p in pages.items() if len(p) > 1} == {}
