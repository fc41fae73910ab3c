"""The contributors' guide: what it takes from the model, where it leads, what people copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from mkdocs.config import load_config

from capitalisation.corpus import Chargement
from capitalisation.fields import champs
from capitalisation.form.description import ETAPES, LIBELLES
from capitalisation.freshness import REVUE_MOIS
from capitalisation.model import (
    GENRES,
    SECTIONS_INSPIRACTION,
    SECTIONS_OBLIGATOIRES,
    Entree,
    Inspiraction,
)
from capitalisation.rules.images import IMAGE_MAX
from capitalisation.template import CORPS
from capitalisation.typography import ancre
from mkdocs_adapter.chantier import Chantier
from mkdocs_adapter.macros import Macros
from tests.conftest import PROJET
from tests.site.conftest import Construction

GUIDE = PROJET / "docs" / "contribuer"


class _Page(HTMLParser):
    """What a reader gets of the content of a page: its text, its links, its templates."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.mots: list[str] = []
        self.liens: list[str] = []
        self.titres: dict[str, str] = {}
        self.modeles: dict[str, str] = {}
        self._titre = self._modele = ""
        self._dans_code = False
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = {nom: valeur or "" for nom, valeur in attrs}
        if tag == "a":
            self.liens.append(attributs.get("href", ""))
        elif re.fullmatch("h[1-6]", tag):
            self._titre = attributs.get("id", "")
        elif tag == "details":
            self._modele = attributs.get("id", "")
        elif tag == "pre":
            self._dans_code = True

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch("h[1-6]", tag):
            self._titre = ""
        elif tag == "details":
            self._modele = ""
        elif tag == "pre":
            self._dans_code = False

    def handle_data(self, data: str) -> None:
        self.mots.append(data)
        if self._titre:
            self.titres[self._titre] = self.titres.get(self._titre, "") + data
        if self._modele and self._dans_code:
            self.modeles[self._modele] = self.modeles.get(self._modele, "") + data

    @property
    def texte(self) -> str:
        return _simple("".join(self.mots))


def _simple(texte: str) -> str:
    """The words alone: the build puts French spaces where sources have plain ones."""
    return " ".join(texte.split())


def _page(site: Construction, nom: str) -> _Page:
    return _Page(site.lire(f"contribuer/{nom}/" if nom else "contribuer/"))


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.GENRE)
def test_each_kind_has_a_page_that_asks_what_the_form_and_the_template_ask(
    genre: type[Entree], reel: Construction
) -> None:
    page = _page(reel, genre.GENRE)
    source = _simple((GUIDE / f"{genre.GENRE}.md").read_text("utf-8"))
    for _, questions in CORPS[genre]:
        for question in questions:
            assert _simple(question) in page.texte
            assert _simple(question) not in source, "copied: it would grow old"


def test_each_section_of_an_inspiraction_has_its_anchor_and_says_whether_it_is_required(
    reel: Construction,
) -> None:
    titres = _page(reel, "inspiraction").titres
    for section in SECTIONS_INSPIRACTION:
        exige = " (obligatoire)" if section in SECTIONS_OBLIGATOIRES else ""
        assert titres[ancre(section)] == section + exige


def _adresses(page: _Page, depuis: str) -> set[str]:
    """Site addresses that a page leads to, anchors aside."""
    base = f"http://site.fictif/{depuis}"
    cibles = (urlsplit(urljoin(base, lien)) for lien in page.liens)
    return {c.path.lstrip("/") for c in cibles if c.hostname == "site.fictif"}


def test_the_hub_leads_to_every_page_of_the_guide_and_to_the_form_first(
    reel: Construction,
) -> None:
    accueil = _page(reel, "")
    pages = {f"contribuer/{f.stem}/" for f in GUIDE.glob("*.md") if f.stem != "index"}
    assert pages <= _adresses(accueil, "contribuer/")
    dedans = [lien for lien in accueil.liens if not lien.startswith(("../", "#"))]
    assert dedans[0] == "nouvelle-fiche/"


@pytest.mark.parametrize("genre", GENRES, ids=lambda g: g.GENRE)
def test_the_template_that_people_copy_is_a_draft_with_only_its_blanks_to_fill(
    genre: type[Entree], reel: Construction, corpus: Callable[..., Chargement]
) -> None:
    modele = _page(reel, "github").modeles[f"modele-{genre.GENRE}"]
    chemin = f"{genre.DOSSIER}/fiche-fictive.md"
    constats = corpus({chemin: modele}).diagnostics
    assert {(c.code, c.champ) for c in constats} == {("E014", "themes"), ("E014", "territoires")}
    rempli = modele.replace("\nthemes:\n", "\nthemes: [isolement-social]\n")
    rempli = rempli.replace("\nterritoires:\n", '\nterritoires: ["Scaër (29)"]\n')
    assert corpus({chemin: rempli}).diagnostics == []


def test_the_figures_of_the_guide_are_those_of_the_rules(reel: Construction) -> None:
    siens = champs(Inspiraction)
    texte = _page(reel, "inspiraction").texte
    for nom in ("titre", "resume"):
        champ = siens[(nom,)]
        assert f"{champ.label}. De {champ.mini} à {champ.maxi} caractères." in texte
    assert f"{siens[('leviers', '*', 'texte')].maxi} caractères au plus" in texte
    assert f"{IMAGE_MAX // 1024} ko au plus" in _page(reel, "droits").texte
    assert REVUE_MOIS == 18
    assert "Dix-huit mois" in _page(reel, "relecture").texte


def test_the_guide_names_the_steps_and_the_statuses_as_the_form_does() -> None:
    sources = _simple(" ".join(f.read_text("utf-8") for f in sorted(GUIDE.glob("*.md"))))
    etapes = re.findall(r"étape « ([^»]+) »", sources)
    assert len(etapes) >= 3
    assert set(etapes) <= {etape.titre for etape in ETAPES}
    statuts = re.findall(r"statut « ([^»]+) »", sources)
    assert len(statuts) >= 2
    connus = {re.split(r"[ \u202f]?: ", dit)[0] for dit in LIBELLES["statut"].values()}
    assert set(statuts) <= connus


@pytest.mark.parametrize(
    ("depot", "attendu"),
    [
        ("https://github.com/exemple/base", "https://github.com/exemple/base/issues/new/choose"),
        ("https://gitlab.example/a/b", "https://gitlab.example/a/b/-/issues/new"),
        ("https://forge.example/a/b", "https://forge.example/a/b"),
        ("https://forge.example/a?x=1&y=<b>", "https://forge.example/a?x=1&amp;y=&lt;b&gt;"),
        ("", ""),
    ],
)
def test_a_ticket_is_one_click_away_whatever_the_forge(depot: str, attendu: str) -> None:
    config = load_config(str(PROJET / "mkdocs.yml"), repo_url=depot)
    Chantier.ouvrir(config)
    dit = str(Macros(SimpleNamespace(conf=config)).tickets("Un ticket"))
    assert dit == (f'<a href="{attendu}" rel="external">Un ticket</a>' if attendu else "Un ticket")


def test_the_pictures_of_the_guide_show_and_say_what_they_show(reel: Construction) -> None:
    page = reel.lire("contribuer/github/")
    images = re.findall(r'<img alt="([^"]+)"[^>]*src="\.\./images/([^"]+)"', page)
    assert len(images) == 4
    for alt, nom in images:
        assert len(alt) > 40
        octets = (reel.site / "contribuer" / "images" / nom).read_bytes()
        assert octets[:3] == b"\xff\xd8\xff"
        assert len(octets) < 120_000
