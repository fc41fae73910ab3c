"""Feeds of small fictional corpora: what never changes, what is dropped, in what order."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest

from capitalisation.archive import pages
from capitalisation.feeds import MAX
from capitalisation.model import Personne
from capitalisation.publication import Publication
from capitalisation.views import Site
from tests.conftest import AUJOURDHUI, JPEG
from tests.unit import petit

EN_LIGNE = Publication("Site fictif", "https://exemple.test/")


def fichiers(
    racine: Path, fiches: dict[str, str | bytes], en_ligne: Publication = EN_LIGNE
) -> dict[str, bytes]:
    """Every feed of a corpus by its address."""
    chargement = petit.corpus(racine, fiches)
    assert [d for d in chargement.diagnostics if d.gravite == "erreur"] == []
    return petit.flux(Site(chargement.corpus, AUJOURDHUI), en_ligne)


def atom(fichiers: dict[str, bytes], page: str = "") -> Any:
    lu = feedparser.parse(fichiers[f"{page}flux.xml"], sanitize_html=False)
    assert lu.bozo == 0
    return lu


def ids(fichiers: dict[str, bytes], page: str = "") -> dict[str, str]:
    return {x.title: x.id for x in atom(fichiers, page).entries}


def test_a_rename_or_another_address_of_the_site_makes_nothing_new(tmp_path: Path) -> None:
    """Names that an entry bore stand from the oldest on."""
    dossier = petit.texte("dossiers", elements=[{"titre": "Partie", "entrees": ["c"]}])

    def une(anciens: list[str]) -> str:
        return petit.texte(titre="Action suivie", anciens_identifiants=anciens or None)

    avant = fichiers(
        tmp_path / "1",
        {"inspiractions/a.md": une([]), "dossiers/d.md": petit.texte("dossiers")},
    )
    apres = fichiers(
        tmp_path / "2",
        {
            "inspiractions/c.md": une(["a", "b"]),
            "dossiers/e.md": dossier.replace(
                'statut: "publiee"', 'statut: "publiee"\nanciens_identifiants: ["d"]'
            ),
        },
        Publication("Autre nom", "https://ailleurs.test/sous/"),
    )
    assert ids(avant) == ids(apres)
    assert len(set(ids(avant).values())) == 2
    for ancien, nouveau in (("", ""), ("dossiers/d/", "dossiers/e/"), ("themes/isolement-social/",
                             "themes/isolement-social/")):  # fmt: skip
        assert atom(avant, ancien).feed.id == atom(apres, nouveau).feed.id
    assert atom(avant, "").feed.id != atom(avant, "dossiers/d/").feed.id
    liens = [x.link for x in atom(apres).entries]
    assert "https://ailleurs.test/sous/inspiractions/c/" in liens


def test_the_newest_come_first_by_what_readers_should_hear_of(tmp_path: Path) -> None:
    lus = fichiers(
        tmp_path,
        {
            "inspiractions/vieille.md": petit.texte(titre="Vieille", date="2024-01-01"),
            "inspiractions/relue.md": petit.texte(
                titre="Relue", date="2024-01-01", verifiee_le="2026-06-01",
                verifiee_par="asso-fictive",
            ),
            "inspiractions/b-meme-jour.md": petit.texte(titre="Même jour B", date="2026-05-05"),
            "inspiractions/a-meme-jour.md": petit.texte(titre="Même jour A", date="2026-05-05"),
            "inspiractions/brouillon.md": petit.texte(
                titre="Brouillon", statut="brouillon", date="2026-11-01", themes=["sommeil"]
            ),
        },
    )  # fmt: skip
    lu = atom(lus)
    assert [x.title for x in lu.entries] == ["Relue", "Même jour A", "Même jour B", "Vieille"]
    assert (lu.entries[0].published, lu.entries[0].updated) == (
        "2024-01-01T00:00:00Z",
        "2026-06-01T00:00:00Z",
    )
    # That of the newest entry, never that of the clock.
    assert lu.feed.updated == "2026-06-01T00:00:00Z"
    assert not any(b"Brouillon" in contenu for contenu in lus.values())
    assert "themes/sommeil/flux.xml" not in lus
    assert "interviews/flux.xml" not in lus


def test_a_feed_ends_at_fifty_entries_and_is_the_same_each_time(tmp_path: Path) -> None:
    fiches: dict[str, str | bytes] = {
        f"inspiractions/action-{rang:02}.md": petit.texte(
            titre=f"Action fictive {rang:02}", date=f"2026-{rang % 10 + 1:02}-{rang // 10 + 1:02}"
        )
        for rang in range(MAX + 5)
    }
    lus = fichiers(tmp_path, fiches)
    entrees = atom(lus).entries
    assert len(entrees) == MAX == 50
    jours = sorted((f"2026-{r % 10 + 1:02}-{r // 10 + 1:02}" for r in range(MAX + 5)), reverse=True)
    assert [x.published[:10] for x in entrees] == jours[:MAX]
    assert fichiers(tmp_path, fiches) == lus


HOSTILE = 'A ]]> <script>x</script> & "b" \x07\x0b\ufffe\x1b[31m &lt;i&gt; <?pi?>'


def test_hostile_text_stays_text_and_never_breaks_a_feed(tmp_path: Path) -> None:
    propre = 'A ]]> <script>x</script> & "b" [31m &lt;i&gt; <?pi?>'
    corpus = petit.corpus(tmp_path, {"inspiractions/hostile.md": petit.texte()}).corpus
    fiche = corpus.fiches["hostile"]
    # The checker refuses some of these signs: feeds do not count on it.
    meta = fiche.meta.model_copy(
        update={
            "titre": HOSTILE,
            "resume": HOSTILE,
            "enseignements": [HOSTILE],
            "auteurs": [Personne(nom=HOSTILE)],
            "langue": "nl",
        }
    )
    corpus = replace(corpus, fiches={"hostile": replace(fiche, meta=meta)})
    lus = petit.flux(Site(corpus, AUJOURDHUI), EN_LIGNE)
    (x,) = atom(lus).entries
    (item,) = json.loads(lus["flux.json"])["items"]
    assert x.title == item["title"] == propre
    assert x.summary == item["summary"] == propre
    assert x.author == item["authors"][0]["name"] == propre
    for html in (x.content[0].value, item["content_html"]):
        assert "<script" not in html
        assert "<li>A ]]&gt; &lt;script&gt;" in html
        assert "&amp;lt;i&amp;gt;" in html
    assert item["language"] == x.title_detail.language == "nl"


def test_a_feed_names_every_author_the_licence_and_the_picture(tmp_path: Path) -> None:
    lus = fichiers(
        tmp_path,
        {
            "inspiractions/illustree.md": petit.texte(
                auteurs=[{"nom": "Première Personne-Fictive"}, {"nom": "Seconde Fictive"}],
                licence="CC-BY-4.0",
                image={"fichier": "photo.jpg", "alt": "Un atelier", "credit": "Fictif"},
            ),
            "images/illustree/photo.jpg": JPEG,
        },
    )
    (x,) = atom(lus).entries
    (item,) = json.loads(lus["flux.json"])["items"]
    assert [a.name for a in x.authors] == ["Première Personne-Fictive", "Seconde Fictive"]
    assert x.rights == item["_licence"]["name"] == "CC BY 4.0"
    photo = "https://exemple.test/images/illustree/photo.jpg"
    (enclosure,) = x.enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (
        photo, "image/jpeg", str(len(JPEG))
    )  # fmt: skip
    assert item["image"] == photo
    licences = [lien.href for lien in x.links if lien.rel == "license"]
    assert licences == [item["_licence"]["url"]] == ["https://creativecommons.org/licenses/by/4.0/"]


def test_a_base_without_an_entry_has_no_feed(tmp_path: Path) -> None:
    assert fichiers(tmp_path, {}) == {}


@pytest.mark.parametrize("element", ["p", "li"])
def test_an_archive_leads_to_no_feed(element: str) -> None:
    html = (
        '<link rel="alternate" type="application/atom+xml" title="A" href="flux.xml">\n'
        f'<{element}>Avant</{element}><{element} data-en-ligne class="suivre"><a href="flux.xml">'
        f"Suivre</a></{element}>\n<{element}>Après</{element}>"
    )
    assert pages.hors_ligne(html, "index.html", "", pages.vers({})) == (
        f"<{element}>Avant</{element}><{element}>Après</{element}>"
    )
