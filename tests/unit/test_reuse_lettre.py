"""The letter: which entries a month holds, its editorial, the mail, the command."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from capitalisation.corpus import Corpus
from capitalisation.harvest import sitemap
from capitalisation.letter import issues, mail, rewriting
from capitalisation.letter.mail import POIDS_MAX, Courriel
from capitalisation.letter.months import Mois
from capitalisation.publication import Publication
from capitalisation.views import Page, Site
from capitalisation.views.letters import PAR_PAGE, LettreDuMois, LettresVue, pages
from tests.conftest import AUJOURDHUI, PROJET
from tests.unit import petit
from tests.unit.ligne import lancer

NOVEMBRE = Mois(2026, 11)
URL = "https://base.example/sous/"


def corpus(racine: Path, fichiers: dict[str, str | bytes]) -> Corpus:
    chargement = petit.corpus(racine / "fiches", fichiers)
    assert not [d for d in chargement.diagnostics if d.gravite == "erreur"], chargement.diagnostics
    return chargement.corpus


def datees(**dates: dict[str, str]) -> dict[str, str | bytes]:
    """One fictional entry for each name, with these keys."""
    return {
        f"inspiractions/{nom}.md": petit.texte(titre=f"Action fictive {nom}", **cles)
        for nom, cles in dates.items()
    }


def site(corpus: Corpus, jour: dt.date = AUJOURDHUI) -> Site:
    return Site(corpus, jour, publication=Publication("Base fictive", URL))


def ecrire(corpus: Corpus, mois: Mois = NOVEMBRE) -> Courriel:
    le_site = site(corpus)
    return mail.composer(le_site, le_site.lettres[mois], PROJET / "overrides")


def ids(fiches: tuple[object, ...]) -> list[str]:
    return [fiche.id for fiche in fiches]  # type: ignore[attr-defined]


# --- Months


@pytest.mark.parametrize(
    "texte", ["2026-13", "2026-00", "26-1", "2026-1", "0000-01", "2026-11-22", "٢٠٢٦-11", "", "nov"]
)
def test_what_is_no_month_is_none(texte: str) -> None:
    assert Mois.lire(texte) is None


def test_a_month_is_named_in_french() -> None:
    assert [Mois(2028, m).de_libelle for m in (2, 4, 8, 10)] == [
        "de février 2028", "d’avril 2028", "d’août 2028", "d’octobre 2028",
    ]  # fmt: skip
    assert Mois.lire("0987-01") == Mois(987, 1)
    assert Mois(987, 1).code == "0987-01"


def test_the_first_and_the_last_day_of_a_month_are_its_own(tmp_path: Path) -> None:
    lettres = issues.lettres(
        corpus(
            tmp_path,
            datees(
                premier={"date": "2028-02-01"},
                bissextile={"date": "2028-02-29"},
                avant={"date": "2028-01-31"},
                apres={"date": "2028-03-01"},
            ),
        ),
        dt.date(2028, 3, 1),
    )
    assert {mois.code: ids(lettre.nouvelles) for mois, lettre in lettres.items()} == {
        "2028-03": ["apres"],
        "2028-02": ["bissextile", "premier"],
        "2028-01": ["avant"],
    }
    assert list(lettres) == sorted(lettres, reverse=True)


def test_what_was_verified_in_a_later_month_comes_back_as_an_update(tmp_path: Path) -> None:
    lettres = issues.lettres(
        corpus(
            tmp_path,
            datees(
                relue={"date": "2026-09-10", "verifiee_le": "2026-11-03"},
                relueapres={"date": "2026-09-11", "verifiee_le": "2026-11-12"},
                mememois={"date": "2026-11-02", "verifiee_le": "2026-11-20"},
                avant={"date": "2026-11-05", "verifiee_le": "2026-08-01"},
            ),
        ),
        AUJOURDHUI,
    )
    assert list(lettres) == [NOVEMBRE, Mois(2026, 10), Mois(2026, 9)]
    assert [lettre.vide for lettre in lettres.values()] == [False, True, False]
    assert ids(lettres[NOVEMBRE].nouvelles) == ["avant", "mememois"]
    assert ids(lettres[NOVEMBRE].relues) == ["relueapres", "relue"]
    assert ids(lettres[Mois(2026, 9)].nouvelles) == ["relueapres", "relue"]
    assert lettres[NOVEMBRE].bilan == "2\u00a0nouvelles entrées et 2\u00a0mises à jour"


def test_a_letter_that_was_sent_keeps_its_page_when_its_entries_are_verified_again(
    tmp_path: Path,
) -> None:
    def publie(relue_le: str) -> dict[str, Page]:
        fiches = datees(x={"date": "2026-01-10", "verifiee_le": relue_le})
        le_site = site(corpus(tmp_path, fiches), dt.date(2026, 7, 1))
        return {page.adresse: page for page in pages(le_site)}

    assert publie("2026-03-10")["lettres/2026-03/"].gabarit == "lettre.html"
    ensuite = publie("2026-06-10")
    mars = ensuite["lettres/2026-03/"]
    vue = mars.composer()
    assert (vue.compte, vue.groupes, vue.editorial) == (0, (), None)
    assert (vue.precedente.mois, vue.suivante.mois) == ("janvier 2026", "juin 2026")
    assert mars.description.startswith("En mars 2026\u202f: plus aucune entrée.")
    juillet = ensuite["lettres/2026-07/"]
    assert juillet.description == "En juillet 2026\u202f: rien n’a encore paru."
    assert (juillet.composer().precedente.mois, juillet.composer().suivante) == ("juin 2026", None)
    # Neither the page of letters nor the map of the site leads where there is nothing.
    (annee,) = ensuite["lettres/"].composer().annees
    assert [x.mois for x in annee[1]] == ["juin 2026", "janvier 2026"]
    plan = sitemap.adresses(ensuite.values(), corpus(tmp_path, {}))
    assert [a.adresse for a in plan] == ["lettres/", "lettres/2026-06/", "lettres/2026-01/"]


def test_a_slip_in_a_year_makes_no_page_for_each_month_since(tmp_path: Path) -> None:
    fiches = datees(x={"date": "0206-11-02"}, y={"date": "2026-11-02"})
    lettres = issues.lettres(corpus(tmp_path, fiches), AUJOURDHUI)
    assert [mois.code for mois in lettres][-2:] == ["2016-11", "0206-11"]
    assert len(lettres) == 12 * issues.MEMOIRE + 2
    assert issues.lettres(corpus(tmp_path / "vide", {}), AUJOURDHUI) == {}


def test_no_letter_holds_a_draft_nor_tells_a_month_to_come(tmp_path: Path) -> None:
    fiches = datees(
        brouillon={"date": "2026-10-01", "statut": "brouillon"},
        prevue={"date": "2026-12-01"},
        parue={"date": "2026-11-01"},
    )
    fiches["_lettres/2026-12.md"] = "Un éditorial fictif, écrit d’avance."
    lettres = issues.lettres(corpus(tmp_path, fiches), AUJOURDHUI)
    assert {mois.code: ids(lettre.nouvelles) for mois, lettre in lettres.items()} == {
        "2026-11": ["parue"]
    }


def test_stories_come_before_notices_and_updates_apart(tmp_path: Path) -> None:
    fiches = datees(
        notice={"date": "2026-11-20", "statut": "notice"},
        recit={"date": "2026-11-02"},
        relue={"date": "2026-01-02", "verifiee_le": "2026-11-21", "statut": "notice"},
    )
    fiches["ressources/outil.md"] = petit.texte("ressources", date="2026-11-03")
    lettre = issues.lettres(corpus(tmp_path, fiches), AUJOURDHUI)[NOVEMBRE]
    assert [
        (genre.GENRE, [(r.code, ids(r.fiches)) for r in rubriques])
        for genre, rubriques in lettre.groupes
    ] == [
        ("inspiraction", [("recits", ["recit"]), ("notices", ["notice"]), ("relues", ["relue"])]),
        ("ressource", [("recits", ["outil"])]),
    ]


# --- Editorials


@pytest.mark.parametrize(
    ("nom", "texte", "ligne", "code"),
    [
        ("novembre.md", "Texte fictif.", 1, "E030"),
        ("2026-13.md", "Texte fictif.", 1, "E030"),
        ("2026-11.txt", "Texte fictif.", 1, "E032"),
        ("2026-11.md", "é".encode("latin-1"), 1, "E001"),
        ("2026-11.md", '---\ntitre: "Fictif\n---\n\nTexte fictif.\n', 2, "E004"),
        ("2026-11.md", "---\ntitre: Fictif\nchapo: Fictif\n---\n\nTexte.\n", 3, "E011"),
        ("2026-11.md", " ---\ntitre: Fictif\n---\n\nTexte.\n", 1, "E002"),
        ("2026-11.md", f"---\ntitre: {'a' * 141}\n---\n\nTexte.\n", 2, "E012"),
        ("2026-11.md", "---\ntitre: Fictif\n---\n\nVoir [[inconnue]].\n", 5, "E042"),
        ("2026-11.md", "Voir\n[[brouillon]].\n", 2, "E042"),
        ("2026-11.md", "Voir [là](page.html).\n", 1, "E044"),
        ("2026-11.md", "Texte.\n\n![Un atelier](atelier.jpg)\n", 3, "E053"),
        ("2026-11.md", "", 1, "E054"),
        ("2026-11.md", "---\ntitre: Fictif\n---\n", 4, "E054"),
        ("2026-11.md", "---\nauteurs: Fictif\n---\n\nTexte.\n", 2, "E015"),
        ("2026-11.md", "# Un titre fictif\n", 1, "A104"),
        ("2026-11.md", "TODO\n", 1, "A108"),
        ("2026-11.md", "Appelez le 01 99 00 12 34.\n", 1, "A130"),
    ],
)
def test_a_mistake_in_an_editorial_is_named_where_it_is(
    nom: str, texte: str | bytes, ligne: int, code: str, fiches: Path
) -> None:
    petit.ecrire(fiches, {**datees(brouillon={"statut": "brouillon"}), f"_lettres/{nom}": texte})
    resultat = lancer("verifier")
    assert f"fiches/_lettres/{nom}:{ligne}: {code} " in resultat.output
    assert resultat.exit_code == (1 if code.startswith("E") else 0)


def test_an_empty_editorial_is_told_its_other_mistakes_too(fiches: Path) -> None:
    petit.ecrire(fiches, {"_lettres/2026-11.md": "---\nchapo: Fictif\n---\n"})
    sortie = lancer("verifier").output
    assert "2026-11.md:2: E011 chapo" in sortie
    assert "2026-11.md:4: E054 " in sortie
    assert sortie.endswith("\n1 fichier vérifié : 2 erreurs.\n")


def test_an_editorial_may_be_a_text_and_nothing_more(fiches: Path) -> None:
    texte = "Un éditorial fictif.\n\n---\n\nVoir [[x]].\n"
    petit.ecrire(fiches, {**datees(x={}), "_lettres/2026-11.md": texte, "_lettres/LISEZ-MOI": ""})
    resultat = lancer("verifier")
    assert resultat.output == "2 fichiers vérifiés : rien à signaler.\n"
    assert lancer("verifier", "fiches/_lettres/2026-11.md").exit_code == 0
    assert lancer("verifier", "fiches/_lettres").exit_code == 0


# --- The mail

#: A hostile editorial: nothing of it may run, load or style anything.
HOSTILE = """\
---
titre: "</title><script>alert(1)</script> {{ 7 * 7 }}"
auteurs:
  - nom: "<img src=x onerror=alert(2)>"
---

<script>alert(3)</script><style>p{display:none}</style><form action="x"><input></form>
<svg onload="alert(4)"></svg><iframe src="https://example.org/"></iframe>

<p class="x" style="position:fixed" onclick="alert(5)">Un paragraphe fictif.</p>

[lien](javascript:alert(6)) {{ 7 * 7 }} <a href="/ailleurs/">relatif</a>

![Une photo fictive](https://example.org/suivi.gif)

Un texte[^1] et [[recit]].

[^1]: Une note.
"""


def hostile(racine: Path) -> Corpus:
    fiches = datees(recit={"date": "2026-11-02", "resume": "<b>Un résumé</b> & fictif " * 3})
    chargement = petit.corpus(racine / "fiches", {**fiches, "_lettres/2026-11.md": HOSTILE})
    return chargement.corpus


class Lu(HTMLParser):
    """What a mail is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.balises: list[tuple[str, dict[str, str]]] = []
        self.texte = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append((tag, {nom: valeur or "" for nom, valeur in attrs}))

    def handle_data(self, data: str) -> None:
        self.texte += data

    @property
    def liens(self) -> list[str]:
        return [a["href"] for tag, a in self.balises if "href" in a]


def tient_en_courriel(html: str) -> Lu:
    """Hold a mail against what common clients ask for."""
    assert html.startswith("<!doctype html>")
    lu = Lu(html)
    tags = {tag for tag, _ in lu.balises}
    assert not tags & {"script", "style", "link", "form", "input", "svg", "iframe", "img", "video"}
    for tag, attributs in lu.balises:
        assert not {"class", "id", "src", "background"} & set(attributs), (tag, attributs)
        assert not [nom for nom in attributs if nom.startswith("on")]
        assert "url(" not in attributs.get("style", "")
        if tag in ("p", "h1", "h2", "h3", "h4", "a"):
            assert attributs.get("style"), (tag, attributs)
        if tag == "table" and "cellpadding" in attributs:
            assert attributs["role"] == "presentation"
    assert all(lien.startswith(("https://", "http://", "mailto:")) for lien in lu.liens)
    assert ("html", "fr") in [(tag, a.get("lang")) for tag, a in lu.balises]
    niveaux = [int(tag[1]) for tag, _ in lu.balises if re.fullmatch("h[1-6]", tag)]
    assert niveaux.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(niveaux))
    return lu


def test_the_draft_is_read_by_a_parser_of_mail(tmp_path: Path) -> None:
    fiches = datees(recit={"date": "2026-11-02"})
    fiches["_lettres/2026-11.md"] = '---\ntitre: "Un été fictif"\n---\n\nTexte fictif.\n'
    courriel = ecrire(corpus(tmp_path, fiches))
    octets = courriel.message.as_bytes()
    message = message_from_bytes(octets, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    assert message.get_content_type() == "multipart/alternative"
    assert message["Subject"] == "Base fictive, lettre de novembre 2026\u202f: Un été fictif"
    assert message["X-Unsent"] == "1"
    assert {"From", "To", "Date", "Cc"} & set(message.keys()) == set()
    texte, html = message.iter_parts()
    for partie, sorte in ((texte, "text/plain"), (html, "text/html")):
        assert partie.get_content_type() == sorte
        assert partie.get_content_charset() == "utf-8"
        assert partie["Content-Transfer-Encoding"] == "quoted-printable"
        assert partie.defects == []
    assert html.get_content().replace("\r\n", "\n") == courriel.html
    assert texte.get_content().replace("\r\n", "\n") == courriel.texte
    assert max(map(len, octets.split(b"\r\n"))) <= 78
    assert courriel.message.as_bytes() == octets


def test_a_hostile_editorial_does_nothing_in_a_mail(tmp_path: Path) -> None:
    courriel = ecrire(hostile(tmp_path))
    lu = tient_en_courriel(courriel.html)
    assert "javascript:" not in courriel.html
    assert "position:fixed" not in courriel.html
    assert "{{ 7 * 7 }}" in lu.texte
    assert "example.org/suivi.gif" not in courriel.html
    assert "Une photo fictive" in lu.texte
    assert f"{URL}inspiractions/recit/" in lu.liens
    assert "https://base.example/ailleurs/" in lu.liens
    assert "\n" not in courriel.objet
    assert "<script>" not in re.sub(r"titre.*", "", courriel.html)


def test_a_hostile_editorial_does_nothing_on_its_page(tmp_path: Path) -> None:
    (page,) = [p for p in pages(site(hostile(tmp_path))) if p.adresse == "lettres/2026-11/"]
    vue = page.composer()
    assert isinstance(vue, LettreDuMois)
    assert vue.editorial
    lu = Lu(str(vue.editorial.contenu))
    assert {tag for tag, _ in lu.balises} <= {"p", "a", "em", "sup", "hr", "ol", "li", "div"}
    assert not [a for _, a in lu.balises if {"style", "class", "onclick"} & set(a)]
    assert "../../inspiractions/recit/" in lu.liens


def test_the_plain_text_is_folded_with_links_on_their_own_lines(tmp_path: Path) -> None:
    fiches = datees(recit={"date": "2026-11-02", "resume": "Un résumé fictif, un peu long. " * 10})
    fiches["_lettres/2026-11.md"] = "Un [lien](https://www.example.org/a) et [[recit]].\n"
    texte = ecrire(corpus(tmp_path, fiches)).texte
    lignes = texte.split("\n")
    assert max(map(len, lignes)) <= 76
    assert {ligne.strip() for ligne in lignes if "://" in ligne} == {
        URL,
        f"{URL}lettres/",
        f"{URL}lettres/2026-11/",
        f"{URL}inspiractions/recit/",
        "https://www.example.org/a",
    }


def test_an_editorial_keeps_its_shape_in_plain_text() -> None:
    html = (
        "<p>Un<br>texte <a href='#fn-1'>1</a>.</p><ul><li>premier<ol start='3'><li>trois</li>"
        "</ol></li><li>second</li></ul><blockquote><p>Cité &amp; dit.</p></blockquote>"
        "<table>\n<thead>\n<tr>\n<th></th> <th>Nombre</th>\n</tr>\n</thead>\n<tbody>\n<tr>"
        "<td>Mai</td><td><a href='a/'>1<br>2</a></td></tr>\n"
        "<tr><td>Juin</td><td></td></tr></tbody></table>"
        "<p>Une suite.</p><pre>a\n  b</pre>"
    )
    assert rewriting.en_texte(html, URL) == (
        "Un\ntexte [1].\n\n- premier\n  3. trois\n- second\n\n> Cité & dit.\n\n"
        f" | Nombre\nMai | 1 2\nJuin |\n{URL}a/\n\nUne suite.\n\na\n  b"
    )


def test_the_titles_of_an_editorial_are_underlined_in_plain_text() -> None:
    html = (
        "<h2>Une <em>partie</em></h2><p>Texte.</p><h3>Une autre</h3><h4></h4><p>Texte.</p>"
        "<h2><a href='a/'></a></h2>"
        f"<blockquote><h2>{'long ' * 20}</h2></blockquote><ul><li><h3>Cité</h3></li></ul>"
    )
    assert rewriting.en_texte(html, URL) == (
        "Une partie\n----------\n\nTexte.\n\nUne autre\n~~~~~~~~~\n\nTexte.\n\n"
        f"{URL}a/\n\n"
        f"> {('long ' * 15).strip()}\n> {('long ' * 5).strip()}\n> {'-' * 74}\n\n- Cité\n  ~~~~"
    )


# --- A rich month


def riche(racine: Path, nombre: int, editorial: str = "") -> Corpus:
    """`nombre` entries of one month, of the longest titles and summaries, of two kinds."""
    long = "é" * 130
    fiches: dict[str, str | bytes] = {
        "inspiractions/x.md": petit.texte(date="2026-11-02", titre=long, resume="Été " * 99),
        "ressources/y.md": petit.texte("ressources", date="2026-11-02", resume="Été " * 99),
    }
    if editorial:
        fiches["_lettres/2026-11.md"] = editorial
    un = corpus(racine, fiches)
    x, y = un.fiches["x"], un.fiches["y"]
    copies = [replace(x if i % 2 else y, id=f"fictive-{i:04}") for i in range(nombre)]
    return replace(un, fiches={fiche.id: fiche for fiche in copies})


def test_a_month_of_two_thousand_entries_stands_whole_on_its_pages(tmp_path: Path) -> None:
    le_site = site(riche(tmp_path, 2000))
    siennes = [p for p in pages(le_site) if p.adresse.startswith("lettres/2026-11/")]
    vues = [page.composer() for page in siennes]
    par_page = [[f.id for g in v.groupes for r in g.rubriques for f in r.fiches] for v in vues]
    assert Counter(i for page in par_page for i in page) == dict.fromkeys(le_site.corpus.fiches, 1)
    assert max(map(len, par_page)) == PAR_PAGE
    assert len({page.adresse for page in siennes}) == len({page.titre for page in siennes}) == 10


@pytest.mark.parametrize(
    ("nombre", "editorial"),
    [(2000, ""), (2000, "Un éditorial fictif. " * 800), (3, ("**é** " * 2_000 + "\n") * 10)],
    ids=["2000", "2000 et un éditorial", "un éditorial sans fin"],
)
def test_a_mail_always_fits_and_says_how_many_it_leaves_out(
    nombre: int, editorial: str, tmp_path: Path
) -> None:
    le_corpus = riche(tmp_path, nombre, editorial)
    courriel = ecrire(le_corpus)
    assert courriel.poids <= POIDS_MAX
    assert len(courriel.html.encode()) <= POIDS_MAX
    html = message_from_bytes(courriel.message.as_bytes(), policy=default).get_body(("html",))
    assert html is not None
    assert len(html.as_bytes()) <= POIDS_MAX
    lu = tient_en_courriel(courriel.html)
    cites = re.compile(rf"{URL}(?:inspiractions|ressources)/(fictive-\d+)/")
    dits = [m[1] for lien in lu.liens if (m := cites.fullmatch(lien))]
    assert len(set(dits)) == len(dits)
    restes = [
        int(n.replace("\u202f", "")) for n in re.findall(r"Et ([\d\u202f]+) autres", lu.texte)
    ]
    assert len(dits) + sum(restes) == nombre
    assert [m[1] for m in cites.finditer(courriel.texte)] == dits
    assert re.findall(r"Et ([\d\u202f]+) autres", courriel.texte) == [
        f"{n:,}".replace(",", "\u202f") for n in restes
    ]
    assert ("Lire l’éditorial en ligne" in courriel.texte) == (len(editorial) > 100_000)


# --- The page of all the letters


def test_the_letters_stand_by_year_and_the_current_month_says_so(tmp_path: Path) -> None:
    fiches = datees(
        ancienne={"date": "2025-12-31"}, un={"date": "2026-11-01"}, deux={"date": "2026-01-01"}
    )
    toutes, *lettres = pages(site(corpus(tmp_path, fiches)))
    vue = toutes.composer()
    assert isinstance(vue, LettresVue)
    assert [(annee, [(x.mois, x.en_cours) for x in siennes]) for annee, siennes in vue.annees] == [
        (2026, [("novembre 2026", True), ("janvier 2026", False)]),
        (2025, [("décembre 2025", False)]),
    ]
    milieu = next(p for p in lettres if p.adresse == "lettres/2026-01/").composer()
    assert (milieu.precedente.adresse, milieu.suivante.adresse) == (
        "lettres/2025-12/", "lettres/2026-11/",
    )  # fmt: skip


# --- The command


@pytest.fixture
def le_22_novembre(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    monkeypatch.delenv("INSPIRACTION_URL", raising=False)


@pytest.mark.usefixtures("le_22_novembre")
class TestCommande:
    def test_it_writes_three_files_and_names_them(self, fiches: Path, tmp_path: Path) -> None:
        petit.ecrire(fiches, datees(recit={"date": "2026-11-02"}))
        resultat = lancer(
            "lettre", "2026-11", "--fiches", fiches, "--url", URL, "--sortie", tmp_path / "ici"
        )
        assert resultat.exit_code == 0, resultat.output
        noms = [f"lettre-2026-11.{suffixe}" for suffixe in ("html", "txt", "eml")]
        assert resultat.output.split("\n")[:3] == [f"ici/{nom}" for nom in noms]
        assert "1\u00a0nouvelle entrée" in resultat.output
        assert "Ce mois n’est pas fini" in resultat.output
        html, texte, eml = ((tmp_path / "ici" / nom).read_bytes() for nom in noms)
        message = message_from_bytes(eml, policy=default)
        assert isinstance(message, EmailMessage)
        corps = message.get_body(("html",))
        assert corps
        assert corps.get_content().replace("\r\n", "\n").encode() == html
        assert f"{URL}inspiractions/recit/".encode() in texte

    @pytest.mark.parametrize("mois", ["2026-13", "26-1", "2026", "novembre"])
    def test_what_is_no_month_exits_2(self, mois: str, fiches: Path) -> None:
        resultat = lancer("lettre", mois, "--fiches", fiches, "--url", URL)
        assert resultat.exit_code == 2
        assert f"« {mois} » n’est pas un mois. Écrivez-le AAAA-MM" in resultat.output

    def test_what_is_no_address_exits_2(self, fiches: Path) -> None:
        assert lancer("lettre", "2026-11", "--fiches", fiches, "--url", "base").exit_code == 2

    def test_a_month_without_anything_exits_1_and_tells_the_last_that_has(
        self, fiches: Path, tmp_path: Path
    ) -> None:
        petit.ecrire(fiches, datees(recit={"date": "2026-08-02", "verifiee_le": "2026-10-02"}))
        sortie = ("--fiches", fiches, "--url", URL, "--sortie", tmp_path / "ici")
        resultat = lancer("lettre", "2026-11", *sortie)
        assert resultat.exit_code == 1
        assert "Rien n’a été publié ni mis à jour en novembre 2026" in resultat.output
        assert "Le dernier mois qui ait une lettre : 2026-10." in resultat.output
        for mois in ("2026-09", "2026-07", "2026-12"):
            assert lancer("lettre", mois, *sortie).exit_code == 1
        assert not (tmp_path / "ici").exists()
        # An editorial alone is something to say.
        petit.ecrire(fiches, {"_lettres/2026-11.md": "Un éditorial fictif.\n"})
        assert lancer("lettre", "2026-11", *sortie).exit_code == 0

    def test_a_corpus_with_errors_exits_1_and_names_them(self, fiches: Path) -> None:
        petit.ecrire(fiches, datees(recit={"date": "2026-13-02"}))
        resultat = lancer("lettre", "2026-11", "--fiches", fiches, "--url", URL)
        assert resultat.exit_code == 1
        assert "fiches/inspiractions/recit.md:6: E017 date" in resultat.output

    @pytest.mark.parametrize("url", ["http://127.0.0.1:8000/", "http://localhost/", None])
    def test_a_site_without_public_address_exits_1_and_says_how_to_mend(
        self, url: str | None, fiches: Path
    ) -> None:
        petit.ecrire(fiches, datees(recit={"date": "2026-11-02"}))
        donnee = ("--url", url) if url else ()
        resultat = lancer("lettre", "2026-11", "--fiches", fiches, *donnee)
        assert resultat.exit_code == 1
        assert "INSPIRACTION_URL" in resultat.output

    def test_the_address_of_the_environment_is_that_of_the_site(
        self, fiches: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("INSPIRACTION_URL", "https://base.example/ailleurs")
        petit.ecrire(fiches, datees(recit={"date": "2026-11-02"}))
        lancer("lettre", "2026-11", "--fiches", fiches, "--sortie", tmp_path)
        texte = (tmp_path / "lettre-2026-11.txt").read_text("utf-8")
        assert "https://base.example/ailleurs/inspiractions/recit/" in texte
        assert "Inspir’action" in texte
