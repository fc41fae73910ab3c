"""Entries as one takes them away: their files, their references, their lines and their Markdown."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from capitalisation import references
from capitalisation.corpus import Corpus
from capitalisation.explore import packs
from capitalisation.publication import Publication
from capitalisation.views import Site, entries
from capitalisation.views.explore import exports, picked
from tests.conftest import JPEG
from tests.unit import petit

PUBLICATION = Publication("Base fictive", "https://base.example.org/")
SANS_ADRESSE = Publication("Base fictive", "")
HOSTILE = 'Le "coût" & 50 % de {rien} : #1_a$ ~^\\textbf\n'
CORPS = """\
## Un titre

Voir [[outil]] et [plus bas](#une-partie).

### Une partie

![Un atelier fictif](photo.jpg "Fictif") Texte[^1].

[^1]: Note fictive.
"""

FICHES: dict[str, str | bytes] = {
    "inspiractions/hameaux.md": petit.texte(
        titre="Des cafés : l'essai",
        dispositifs=["cls"],
        porteur="asso-fictive",
        partenaires=["ecole-fictive"],
        periode={"debut": "2021", "fin": "2022"},
        leviers=[{"texte": "Un levier fictif.", "type": "partenariat"}],
        enseignements=["=1+1 reste un texte fictif."],
        transposer={"duree": "Trois ans fictifs."},
        auteurs=[{"nom": "Autrice Fictive"}, {"nom": "Fictif, and Cie"}],
        anciens_identifiants=["cafes-d-avant"],
        verifiee_le="2026-10-01",
        verifiee_par="asso-fictive",
        corps=CORPS,
    ),
    "images/hameaux/photo.jpg": JPEG,
    "inspiractions/hostile.md": petit.texte(
        titre=HOSTILE, resume="@fictif, " * 8, corps=CORPS[:12]
    ),
    "inspiractions/brouillon.md": petit.texte(titre="Un brouillon fictif", statut="brouillon"),
    "interviews/parole.md": petit.texte(
        "interviews",
        personnes=[{"nom": "Personne Fictive", "fonction": "coordinatrice", "structure": "Asso"}],
    ),
    "dossiers/collection.md": petit.texte(
        "dossiers", numero=7, elements=[{"titre": "Partie fictive", "entrees": ["outil"]}]
    ),
    "ressources/outil.md": petit.texte(
        "ressources",
        titre="Un outil fictif",
        annee=2019,
        url="https://example.org/a_b%20{c}",
        doi="10.1000/fictif",
        isbn="978-2-00-000000-0",
        acces="libre",
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    chargement = petit.corpus(tmp_path_factory.mktemp("selection") / "fiches", FICHES)
    return Site(chargement.corpus, dt.date(2026, 11, 22), publication=PUBLICATION)


def emportee(
    site: Site, identifiant: str, publication: Publication = PUBLICATION
) -> dict[str, Any]:
    autre = replace(site, publication=publication)
    return picked.emporter(entries.composer(autre, site.corpus.fiches[identifiant]), publication)


def ligne(entree: dict[str, Any], cle: str) -> list[tuple[str, str, str]]:
    return next(valeurs for nom, _, valeurs in entree["lignes"] if nom == cle)


# --- Files ------------------------------------------------------------------------


def test_the_file_of_an_identifier_is_that_of_the_published_function() -> None:
    # Vectors of FNV-1a, 32 bits: http://www.isthe.com/chongo/src/fnv/test_fnv.c
    for texte, empreinte in (("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)):
        assert packs.numero(texte, 2**32) == empreinte


def test_every_entry_is_in_the_one_file_that_its_identifier_leads_to(tmp_path: Path) -> None:
    fichiers: dict[str, str | bytes] = {
        f"inspiractions/n{i:03}.md": petit.texte(titre=f"Action fictive {i:03}") for i in range(90)
    }
    fichiers["inspiractions/brouillon.md"] = petit.texte(statut="brouillon")
    corpus: Corpus = petit.corpus(tmp_path / "fiches", fichiers).corpus
    paquets = packs.ranger(corpus)
    assert len(paquets) == packs.nombre(corpus.fiches) == -(-90 // packs.PAR_PAQUET)
    ranges = {f.id: n for n, paquet in enumerate(paquets) for f in paquet.fiches}
    assert ranges == {i: packs.numero(i, len(paquets)) for i in corpus.fiches}
    assert sum(len(p.fiches) for p in paquets) == 90
    assert all(paquet.fiches for paquet in paquets)


def test_a_former_identifier_leads_to_the_entry(site: Site) -> None:
    (paquet,) = packs.ranger(site.corpus)
    vues = [entries.composer(site, fiche) for fiche in paquet.fiches]
    lu = picked.empaqueter(vues, paquet.renvois, 1, site.publication)
    assert lu["renvois"] == {"cafes-d-avant": "hameaux"}
    assert lu["entrees"].keys() == site.corpus.fiches.keys()
    assert "brouillon" not in lu["entrees"]
    assert lu["paquets"] == 1


# --- What is said of an entry -----------------------------------------------------


def test_all_entries_answer_the_same_questions_in_the_same_order(site: Site) -> None:
    for identifiant in site.corpus.fiches:
        cles = [(cle, libelle) for cle, libelle, _ in emportee(site, identifiant)["lignes"]]
        assert cles == list(picked.LIBELLES.items())


def test_an_entry_says_what_its_page_says(site: Site) -> None:
    hameaux = emportee(site, "hameaux")
    assert hameaux["titre"] == "Des cafés\u202f: l’essai"
    assert (hameaux["lieu"], hameaux["annee"]) == ("Scaër (29)", "2021–2022")
    assert ligne(hameaux, "territoires") == [("Scaër (29)", "territoires/fr-29274/", "")]
    assert ligne(hameaux, "themes") == [("Isolement social", "themes/isolement-social/", "")]
    assert ligne(hameaux, "porteur")[0][0] == "Association fictive"
    assert ligne(hameaux, "leviers") == [("Un levier fictif.", "", "Partenariat")]
    assert ligne(hameaux, "freins") == []
    assert ligne(hameaux, "transposer") == [("Trois ans fictifs.", "", "Durée")]
    assert ligne(hameaux, "verifiee") == [("1er octobre 2026", "", "Association fictive")]
    assert ligne(emportee(site, "parole"), "personnes") == [
        ("Personne Fictive", "", "coordinatrice, Asso")
    ]
    assert ligne(emportee(site, "collection"), "elements") == [
        ("Un outil fictif", "ressources/outil/", "Partie fictive")
    ]
    assert ligne(emportee(site, "outil"), "reference") == [
        ("Outil", "https://example.org/a_b%20{c}", "Éditeur fictif, 2019, accès libre")
    ]


def test_in_a_booklet_the_headings_of_a_text_stand_below_its_title(site: Site) -> None:
    corps = emportee(site, "hameaux")["corps"]
    assert '<h3 id="un-titre">Un titre</h3>' in corps
    assert '<h4 id="une-partie">Une partie</h4>' in corps
    assert "<h2" not in corps
    assert 'src="../../images/hameaux/photo.jpg"' in corps


def test_the_citation_is_that_of_the_page(site: Site) -> None:
    assert emportee(site, "parole")["citation"] == (
        "Personne Fictive. «\u202fEntretien fictif\u202f» [Entretien, en ligne]. "
        "In\u202f: Base fictive, 15 janvier 2026. CC BY-SA 4.0. "
        "Disponible à l’adresse\u202f: https://base.example.org/interviews/parole/"
    )
    assert emportee(site, "parole", SANS_ADRESSE)["citation"].endswith("CC BY-SA 4.0.")


# --- BibTeX and RIS ---------------------------------------------------------------


def reference(site: Site, identifiant: str) -> references.Reference:
    return references.referencer(site.corpus.fiches[identifiant], PUBLICATION)


def test_bibtex_of_an_action(site: Site) -> None:
    assert references.bibtex(reference(site, "hameaux")) == (
        "@online{hameaux,\n"
        "  title = {{Des cafés~: l’essai}},\n"
        "  author = {{Autrice Fictive} and {Fictif, and Cie}},\n"
        "  organization = {Base fictive},\n"
        "  year = {2026},\n"
        "  type = {Inspir’action},\n"
        "  abstract = {Action inventée pour les tests, qui n’a eu lieu dans aucun territoire "
        "réel.},\n"
        "  keywords = {Isolement social, Contrat local de santé},\n"
        "  language = {fr},\n"
        "  url = {https://base.example.org/inspiractions/hameaux/},\n"
        "  month = jan\n"
        "}\n"
    )


def test_bibtex_escapes_all_that_tex_reads(site: Site) -> None:
    bibtex = references.bibtex(reference(site, "hostile"))
    assert (
        r'title = {{Le "coût" \& 50 \% de {\textbraceleft}rien{\textbraceright}~: \#1\_a\$ '
        r"{\textasciitilde}{\textasciicircum}{\textbackslash}textbf}}," in bibtex
    )


def test_no_title_can_close_a_bibtex_record(site: Site) -> None:
    for identifiant in site.corpus.fiches:
        bibtex = references.bibtex(reference(site, identifiant))
        profondeur, fins = 0, []
        for place, signe in enumerate(bibtex):
            profondeur += (signe == "{") - (signe == "}")
            if signe == "}" and profondeur == 0:
                fins.append(place)
        assert fins == [len(bibtex) - 2], identifiant


def test_ris_of_a_ressource_is_that_of_the_work(site: Site) -> None:
    assert references.ris(reference(site, "outil")).split("\r\n") == [
        "TY  - GEN",
        "ID  - outil",
        "TI  - Un outil fictif",
        "PB  - Éditeur fictif",
        "PY  - 2019",
        "M3  - Outil",
        "AB  - Action inventée pour les tests, qui n’a eu lieu dans aucun territoire réel.",
        "KW  - Isolement social",
        "LA  - fr",
        "UR  - https://example.org/a_b%20{c}",
        "DO  - 10.1000/fictif",
        "SN  - 978-2-00-000000-0",
        "N1  - Notice\u202f: https://base.example.org/ressources/outil/",
        "ER  - ",
        "",
    ]
    assert "url = {https://example.org/a_b%20%7Bc%7D}" in references.bibtex(
        reference(site, "outil")
    )


def test_whoever_speaks_is_the_author_of_an_interview(site: Site) -> None:
    ris = references.ris(reference(site, "parole"))
    assert ris.startswith("TY  - WEB\r\nID  - parole\r\nTI  - Entretien fictif\r\n")
    assert "AU  - Personne Fictive\r\n" in ris
    assert "T2  - Base fictive\r\n" in ris
    assert "DA  - 2026/01/15/\r\nM3  - Entretien\r\n" in ris
    assert references.bibtex(reference(site, "parole")).startswith("@misc{parole,")


def test_the_number_of_a_dossier_is_cited(site: Site) -> None:
    assert "\r\nIS  - 7\r\n" in references.ris(reference(site, "collection"))
    assert "number = {7}" in references.bibtex(reference(site, "collection"))


def test_no_text_can_end_a_ris_record(site: Site, tmp_path: Path) -> None:
    titre = "Titre fictif\nER  - \nTY  - BOOK\u2028ER  - "
    corpus = petit.corpus(
        tmp_path / "fiches", {"inspiractions/x.md": petit.texte(titre=titre)}
    ).corpus
    ris = references.ris(references.referencer(corpus.fiches["x"], PUBLICATION))
    assert ris.count("\r\nER  - ") == 1
    assert len(ris.splitlines()) == ris.count("\r\n")


# --- CSV and Markdown -------------------------------------------------------------


def test_a_line_of_csv_reads_back_under_its_columns(site: Site) -> None:
    entete = exports.entete(picked.LIBELLES.values())
    lignes = entete + emportee(site, "hameaux")["csv"] + emportee(site, "hostile")["csv"]
    assert lignes.count("\r\n") == lignes.count("\n") == 3
    hameaux, hostile = csv.DictReader(io.StringIO(lignes, newline=""), delimiter=";")
    assert hameaux["Identifiant"] == "hameaux"
    assert hameaux["Thèmes"] == "Isolement social"
    assert hameaux["Leviers"] == "Un levier fictif. (Partenariat)"
    assert hameaux["Adresse"] == "https://base.example.org/inspiractions/hameaux/"
    # What a spreadsheet would compute is a text.
    assert hameaux["À retenir"] == "'=1+1 reste un texte fictif."
    assert hostile["Résumé"].startswith("'@fictif, @fictif")


def test_markdown_shows_the_signs_that_it_would_read(site: Site) -> None:
    hameaux, hostile = emportee(site, "hameaux")["markdown"], emportee(site, "hostile")["markdown"]
    assert hameaux.startswith("## Des cafés\u202f: l’essai\n\nAction inventée")
    assert "- **Territoires\u202f:** Scaër (29)\n" in hameaux
    assert "### Leviers\n\n- Un levier fictif. (Partenariat)\n" in hameaux
    assert "### À retenir\n\n- \\=1+1 reste" in hameaux
    assert hameaux.endswith("<https://base.example.org/inspiractions/hameaux/>\n")
    assert hostile.startswith('## Le "coût" \\& 50 % de {rien}\u202f: \\#1\\_a$ \\~^\\\\textbf\n')
