"""References: in French, for reference managers, in the head of pages, in lists."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import bibtexparser
import pytest
import rispy

from capitalisation import references
from capitalisation.archive.pages import hors_ligne, vers
from capitalisation.corpus import Corpus
from capitalisation.publication import Publication
from capitalisation.references import Reference
from capitalisation.sitecheck import examiner
from capitalisation.views import Site, entries, toutes
from capitalisation.views.explore import exports, picked
from tests.conftest import AUJOURDHUI
from tests.unit import petit

PUBLICATION = Publication("Base fictive", "https://base.example.org/")
SANS_ADRESSE = Publication("Base fictive", "")
#: All that a format could take for its own: quotes, tags, entities, TeX, percents, ends of lines.
HOSTILE = (
    'Le « coût » d\'un "<b>essai</b>" & {rien}} : 50 % de #1_a$ ~^\\end ]]> +%22 &quot;\n'
    "TY  - BOOK\r\nER  - \n@book{x,"
)

FICHES: dict[str, str | bytes] = {
    "inspiractions/hameaux.md": petit.texte(
        titre="Des cafés : l'essai",
        dispositifs=["cls"],
        territoires=["Scaër (29)", "Rennes"],
        auteurs=[{"nom": n} for n in ("Autrice Fictive", "Fictif, and Cie", "Jean de la Fict")],
        verifiee_le="2026-10-01",
        licence="CC0-1.0",
        enseignements=["Une leçon fictive."],
    ),
    "inspiractions/hostile.md": petit.texte(
        titre=HOSTILE, resume=HOSTILE, auteurs=[{"nom": HOSTILE}], licence="LicenceRef-<fictive>"
    ),
    "inspiractions/reperee.md": petit.texte(titre="Une action repérée fictive", statut="notice"),
    "interviews/parole.md": petit.texte(
        "interviews",
        personnes=[{"nom": "Personne Fictive"}, {"nom": "Autre Personne-Fictive"}],
        auteurs=[{"nom": "Qui a écrit"}],
    ),
    "interviews/a-venir.md": petit.texte(
        "interviews", personnes=[{"nom": "Personne Fictive"}], statut="notice"
    ),
    "dossiers/collection.md": petit.texte("dossiers", numero=7),
    "ressources/outil.md": petit.texte(
        "ressources",
        titre="Un outil fictif",
        annee=2019,
        url="https://example.org/a_b%20{c}?d=1&e=2",
        doi="10.1000/fictif",
        isbn="978-2-00-000000-0",
        auteurs=[{"nom": "Qui a écrit la notice"}],
        enseignements=["Une leçon fictive de l’outil."],
    ),
    "ressources/papier.md": petit.texte("ressources", titre="Un papier fictif"),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return petit.corpus(tmp_path_factory.mktemp("citer") / "fiches", FICHES).corpus


def reference(corpus: Corpus, identifiant: str, sur: Publication = PUBLICATION) -> Reference:
    return references.referencer(corpus.fiches[identifiant], sur)


def texte(corpus: Corpus, identifiant: str, sur: Publication = PUBLICATION) -> str:
    return references.francaise(reference(corpus, identifiant, sur)).texte


# --- In French --------------------------------------------------------------------


def test_an_action_is_cited_with_its_authors_its_check_and_its_licence(corpus: Corpus) -> None:
    assert texte(corpus, "hameaux") == (
        "Autrice Fictive, Fictif, and Cie et Jean de la Fict. "
        "«\u202fDes cafés\u202f: l’essai\u202f» [Inspir’action, en ligne]. In\u202f: Base fictive, "
        "15 janvier 2026 (version vérifiée le 1er octobre 2026). CC0 1.0. "
        "Disponible à l’adresse\u202f: https://base.example.org/inspiractions/hameaux/"
    )


def test_an_interview_is_by_those_who_speak_and_its_notice_is_not(corpus: Corpus) -> None:
    assert texte(corpus, "parole").startswith(
        "Personne Fictive et Autre Personne-Fictive. «\u202fEntretien fictif\u202f» [Entretien,"
    )
    assert texte(corpus, "a-venir").startswith("«\u202fEntretien fictif\u202f» [Notice, en ligne]")
    assert "Fictive" not in references.ris(reference(corpus, "a-venir"))
    assert texte(corpus, "reperee").startswith(
        "«\u202fUne action repérée fictive\u202f» [Notice, en ligne]. In\u202f: Base fictive, 15"
    )


def test_a_dossier_says_its_number(corpus: Corpus) -> None:
    assert "«\u202fDossier fictif\u202f» [Dossier n°\u00a07, en ligne]. In" in texte(
        corpus, "collection"
    )


def test_a_work_is_cited_as_itself_then_by_its_notice(corpus: Corpus) -> None:
    assert texte(corpus, "outil") == (
        "Un outil fictif [Outil, en ligne]. Éditeur fictif, 2019. "
        "ISBN\u00a0978-2-00-000000-0. DOI\u00a010.1000/fictif. "
        "Disponible à l’adresse\u202f: https://example.org/a_b%20{c}?d=1&e=2. "
        "Notice\u202f: Base fictive, 15 janvier 2026. CC BY-SA 4.0. "
        "Disponible à l’adresse\u202f: https://base.example.org/ressources/outil/"
    )
    assert texte(corpus, "papier", SANS_ADRESSE) == (
        "Un papier fictif [Outil]. Éditeur fictif. "
        "Notice\u202f: Base fictive, 15 janvier 2026. CC BY-SA 4.0."
    )


def test_a_site_without_address_names_none(corpus: Corpus) -> None:
    for identifiant in corpus.fiches:
        r = reference(corpus, identifiant, SANS_ADRESSE)
        ecrits = [
            *(references.ris(r), references.bibtex(r), references.csl_json([r])),
            *(references.coins(r), references.francaise(r).texte),
            *(contenu for _, contenu in references.metadonnees(r)),
        ]
        assert not any("base.example.org" in ecrit for ecrit in ecrits)
    assert texte(corpus, "collection", SANS_ADRESSE) == (
        "«\u202fDossier fictif\u202f» [Dossier n°\u00a07]. "
        "In\u202f: Base fictive, 15 janvier 2026. CC BY-SA 4.0."
    )


def test_the_pieces_tell_what_is_a_title_and_where_the_day_of_reading_stands(
    corpus: Corpus,
) -> None:
    pieces = references.francaise(reference(corpus, "outil")).morceaux
    roles = [(m.role, m.texte) for m in pieces if m.role]
    assert roles == [
        ("titre", "Un outil fictif"),
        ("consulte", ""),
        ("adresse", "https://example.org/a_b%20{c}?d=1&e=2"),
        ("titre", "Base fictive"),
        ("consulte", ""),
        ("adresse", "https://base.example.org/ressources/outil/"),
    ]
    # After the date of what is read, and before what identifies it.
    jour = [m.role for m in pieces].index("consulte")
    assert pieces[jour - 1].texte.endswith("2019")
    assert pieces[jour + 1].texte.startswith(". ISBN")


def test_a_sentence_is_quoted_from_the_page_that_says_it(corpus: Corpus) -> None:
    assert references.extrait(
        "Une leçon fictive.", references.origine(reference(corpus, "hameaux"))
    ).startswith("«\u202fUne leçon fictive\u202f», extrait de\u202f: Autrice Fictive, ")
    # The notice says it, not the work.
    assert references.extrait(
        "Une leçon fictive.", references.origine(reference(corpus, "outil"))
    ) == (
        "«\u202fUne leçon fictive\u202f», extrait de\u202f: Qui a écrit la notice. "
        "«\u202fUn outil fictif\u202f» [Notice, en ligne]. In\u202f: Base fictive, "
        "15 janvier 2026. CC BY-SA 4.0. Disponible à l’adresse\u202f: "
    )


def test_all_that_is_taken_away_gives_the_same_reference(corpus: Corpus) -> None:
    site = Site(corpus, AUJOURDHUI, publication=PUBLICATION)
    pages = {p.fiche.id: p for p in toutes(site) if p.fiche}
    for fiche in corpus.fiches.values():
        vue = pages[fiche.id].composer()
        emportee = picked.emporter(vue, site.publication)
        assert emportee["citation"] == vue.citation.texte == texte(corpus, fiche.id)
        assert emportee["csl"] == references.csl(vue.lue.reference)
    # The lists of lessons quote sentences by the same rule.
    phrases = next(p for p in toutes(site) if p.adresse == "enseignements/a-retenir/").composer()
    assert {p.citation for p in phrases.liste.phrases} == {
        references.extrait(lecon, references.origine(reference(corpus, identifiant)))
        for identifiant, lecon in (
            ("hameaux", "Une leçon fictive."),
            ("outil", "Une leçon fictive de l’outil."),
        )
    }


def test_markdown_sets_titles_apart_and_escapes_the_rest(corpus: Corpus) -> None:
    site = Site(corpus, AUJOURDHUI, publication=PUBLICATION)
    vue = entries.composer(site, corpus.fiches["outil"])
    assert picked.emporter(vue, site.publication)["markdown"].endswith(
        "Référence\u202f: *Un outil fictif* \\[Outil, en ligne\\]. Éditeur fictif, 2019. "
        "ISBN\u00a0978-2-00-000000-0. DOI\u00a010.1000/fictif. "
        "Disponible à l’adresse\u202f: <https://example.org/a_b%20{c}?d=1&e=2>. "
        "Notice\u202f: *Base fictive*, 15 janvier 2026. CC BY-SA 4.0. "
        "Disponible à l’adresse\u202f: <https://base.example.org/ressources/outil/>\n"
    )
    hostile = exports.markdown(
        next(p for p in toutes(site) if p.fiche is corpus.fiches["hostile"]).composer(),
        (),
        references.francaise(reference(corpus, "hostile")),
    )
    assert "<b>" not in hostile


# --- Files ------------------------------------------------------------------------


def fichiers(r: Reference) -> dict[str, str]:
    """The name of each file that the links of a page hold, and its text."""
    lus = {}
    for t in references.telechargements(r):
        adresse = html.unescape(html.escape(t.adresse))
        entete, _, donnees = adresse.partition(",")
        assert entete.startswith("data:application/")
        assert entete.endswith(";charset=utf-8")
        assert not set(adresse) & set(" \t\r\n\"'<>#`{}|\\^[]")
        lus[t.nom] = unquote(donnees, errors="strict")
    return lus


def test_the_links_of_a_page_hold_its_files(corpus: Corpus) -> None:
    for identifiant in corpus.fiches:
        r = reference(corpus, identifiant)
        assert fichiers(r) == {
            f"{identifiant}.ris": references.ris(r),
            f"{identifiant}.bib": references.bibtex(r),
            f"{identifiant}.csl.json": references.csl_json([r]),
        }


def test_no_text_breaks_a_file(corpus: Corpus) -> None:
    r = reference(corpus, "hostile")
    ris, bibtex, csl = fichiers(r).values()
    (fiche,) = rispy.loads(ris)
    assert fiche["title"] == r.titre
    assert fiche["authors"] == [r.titre]
    lu = bibtexparser.parse_string(bibtex)
    assert (len(lu.entries), lu.failed_blocks) == (1, [])
    assert lu.entries[0].key == "hostile"
    (objet,) = json.loads(csl)
    assert (objet["title"], objet["author"]) == (r.titre, [{"literal": r.titre}])
    assert "\n" not in r.titre


def test_csl_tells_pages_interviews_and_works_apart(corpus: Corpus) -> None:
    assert references.csl(reference(corpus, "parole")) == {
        "id": "parole",
        "type": "interview",
        "genre": "Entretien",
        "title": "Entretien fictif",
        "author": [{"literal": "Personne Fictive"}, {"literal": "Autre Personne-Fictive"}],
        "container-title": "Base fictive",
        "issued": {"date-parts": [[2026, 1, 15]]},
        "abstract": "Action inventée pour les tests, qui n’a eu lieu dans aucun territoire réel.",
        "keyword": "Isolement social",
        "language": "fr",
        "URL": "https://base.example.org/interviews/parole/",
    }
    outil = references.csl(reference(corpus, "outil"))
    assert (outil["type"], outil["publisher"]) == ("document", "Éditeur fictif")
    assert outil["issued"] == {"date-parts": [[2019]]}
    assert "container-title" not in outil
    assert "author" not in outil
    assert "issued" not in references.csl(reference(corpus, "papier"))
    assert references.csl(reference(corpus, "hameaux"))["type"] == "webpage"
    assert references.csl(reference(corpus, "collection"))["number"] == "7"


def test_an_article_whose_review_is_not_known_names_none(corpus: Corpus) -> None:
    fiche = corpus.fiches["outil"]
    article = replace(fiche, meta=fiche.meta.model_copy(update={"nature": "article"}))
    r = references.referencer(article, PUBLICATION)
    assert "journal" not in references.bibtex(r)
    assert "\r\nPB  - Éditeur fictif\r\n" in references.ris(r)
    assert "container-title" not in references.csl(r)
    assert "citation_journal_title" not in dict(references.metadonnees(r))


# --- In pages ---------------------------------------------------------------------


def metas(r: Reference) -> dict[str, Any]:
    """The elements of the head: one content by name, or a list of several."""
    lues: dict[str, list[str]] = {}
    for nom, contenu in references.metadonnees(r):
        lues.setdefault(nom, []).append(contenu)
    return {nom: siennes[0] if len(siennes) == 1 else siennes for nom, siennes in lues.items()}


def test_the_head_of_a_page_tells_what_zotero_must_make_of_it(corpus: Corpus) -> None:
    assert metas(reference(corpus, "hameaux")) == {
        "z.itemType": "webpage",
        "citation_title": "Des cafés\u202f: l’essai",
        "citation_author": ["Autrice Fictive", "Fictif, and Cie", "Jean de la Fict"],
        "citation_publication_date": "2026/01/15",
        "citation_online_date": "2026/01/15",
        "citation_public_url": "https://base.example.org/inspiractions/hameaux/",
        "citation_abstract_html_url": "https://base.example.org/inspiractions/hameaux/",
        "citation_language": "fr",
        "citation_keywords": "Isolement social; Contrat local de santé",
        "prism.publicationName": "Base fictive",
        "DC.title": "Des cafés\u202f: l’essai",
        "DC.creator": ["Autrice Fictive", "Fictif, and Cie", "Jean de la Fict"],
        "DC.publisher": "Base fictive",
        "DC.date": "2026-01-15",
        "DCTERMS.modified": "2026-10-01",
        "DC.type": "Text",
        "DC.identifier": "https://base.example.org/inspiractions/hameaux/",
        "DC.language": "fr",
        "DC.description": "Action inventée pour les tests, qui n’a eu lieu dans aucun territoire "
        "réel.",
        "DC.subject": ["Isolement social", "Contrat local de santé"],
        "DC.coverage": ["Scaër (29)", "Rennes (35)"],
        "DC.rights": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    assert metas(reference(corpus, "parole"))["z.itemType"] == "interview"
    assert metas(reference(corpus, "collection"))["DC.type"] == "Collection"


def test_the_page_of_a_ressource_describes_the_work(corpus: Corpus) -> None:
    lues = metas(reference(corpus, "outil"))
    assert lues["z.itemType"] == "document"
    assert lues["citation_public_url"] == "https://example.org/a_b%20{c}?d=1&e=2"
    assert lues["citation_abstract_html_url"] == "https://base.example.org/ressources/outil/"
    assert lues["citation_publication_date"] == lues["DC.date"] == "2019"
    assert lues["citation_publisher"] == lues["DC.publisher"] == "Éditeur fictif"
    assert lues["citation_doi"] == "10.1000/fictif"
    assert lues["DC.identifier"][1:] == ["doi:10.1000/fictif", "urn:ISBN:978-2-00-000000-0"]
    # Neither its authors nor its licence are known; the site did not publish it.
    for nom in ("citation_author", "DC.creator", "DC.rights", "prism.publicationName"):
        assert nom not in lues


@pytest.mark.parametrize(
    ("nature", "type_", "institution"),
    [("guide", "report", True), ("site", "webpage", False), ("podcast", "podcast", False)],
)
def test_a_work_is_what_its_nature_says(
    corpus: Corpus, nature: str, type_: str, institution: bool
) -> None:
    fiche = corpus.fiches["outil"]
    autre = replace(fiche, meta=fiche.meta.model_copy(update={"nature": nature}))
    lues = metas(references.referencer(autre, PUBLICATION))
    assert lues["z.itemType"] == type_
    assert ("citation_technical_report_institution" in lues) is institution


def test_coins_read_back(corpus: Corpus) -> None:
    assert reference(corpus, "outil").isbn
    for identifiant in corpus.fiches:
        r = reference(corpus, identifiant)
        coins = references.coins(r)
        assert coins.isascii()
        lus = parse_qsl(coins, strict_parsing=True)
        assert lus[:2] == [
            ("ctx_ver", "Z39.88-2004"),
            ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ]
        champs = dict(lus)
        assert champs["rft.title"] == r.titre
        assert champs["rft.type"] == r.formes.zotero
        assert champs.get("rft.date", "") == (r.jour.isoformat() if r.jour else r.annee)
        assert tuple(v for nom, v in lus if nom == "rft.creator") == r.auteurs
        isbn = r.isbn and f"urn:ISBN:{r.isbn}"
        assert [v for nom, v in lus if nom == "rft_id"] == [
            v for v in (r.url, r.doi and f"info:doi/{r.doi}", isbn) if v
        ]


# --- What reads the pages ---------------------------------------------------------


def test_a_file_in_a_link_is_no_dead_link_and_a_page_in_one_is(tmp_path: Path) -> None:
    page = (
        '<!doctype html><html lang="fr"><head><link rel="schema.DC" href="http://purl.org/dc/">'
        '</head><body><h1>Page fictive</h1><a href="{}"{}>Lien</a></body></html>'
    )
    (tmp_path / "index.html").write_text(page.format("data:text/plain,fictif", ' download="x.ris"'))
    assert examiner(tmp_path) == []
    (tmp_path / "index.html").write_text(page.format("data:text/html,fictif", ""))
    assert len(examiner(tmp_path)) == 1


def test_the_archive_keeps_the_files_of_links_as_they_are(corpus: Corpus) -> None:
    (ris, *_) = references.telechargements(reference(corpus, "hostile"))
    lien = f'<a href="{html.escape(ris.adresse)}" download="hostile.ris">RIS</a>'
    page = f'<html><body>{lien}<a href="../x/">X</a></body></html>'
    lue = hors_ligne(page, "inspiractions/hostile/index.html", "", vers({}))
    assert lien in lue
    assert '<a href="../x/index.html">' in lue
