"""What was wrong between the rooms of what one takes away, once they stood together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from capitalisation import paper
from capitalisation.paper import Atelier
from capitalisation.paper.making import EPUB, PDF
from capitalisation.publication import Publication
from capitalisation.replacing import en_entier
from capitalisation.views import Site
from capitalisation.xml import sans_interdits
from tests.conftest import AUJOURDHUI, JPEG, PROJET
from tests.unit import petit
from tests.unit.ligne import lancer


def test_a_feed_leads_to_a_picture_whatever_its_name(tmp_path: Path) -> None:
    """A name with a space is only advised against: the address must hold all the same."""
    image = {"fichier": "une photo.jpg", "alt": "Photo fictive", "credit": "Personne fictive"}
    corpus = petit.corpus(
        tmp_path,
        {"inspiractions/a.md": petit.texte(image=image), "images/a/une photo.jpg": JPEG},
    ).corpus
    en_ligne = Publication("Site fictif", "https://exemple.test/")
    fichiers = petit.flux(Site(corpus, AUJOURDHUI), en_ligne)
    adresse = "https://exemple.test/images/a/une%20photo.jpg"
    assert json.loads(fichiers["flux.json"])["items"][0]["image"] == adresse
    assert f'href="{adresse}"' in fichiers["flux.xml"].decode()


def test_a_book_makes_no_empty_link_of_a_licence_that_it_does_not_know(tmp_path: Path) -> None:
    corpus = petit.corpus(
        tmp_path, {"inspiractions/a.md": petit.texte(licence="Licence fictive 1.0")}
    ).corpus
    site = Site(corpus, AUJOURDHUI, publication=Publication("Base fictive", ""))
    livre = paper.livret(site, [("", corpus.triees)], titre="Livret fictif")
    atelier = Atelier(PROJET / "overrides", tmp_path / "images")
    for forme in (PDF, EPUB):
        dit = "".join(forme.textes(livre, atelier).values())
        assert "Licence fictive 1.0" in dit
        assert 'href=""' not in dit


def test_what_xml_cannot_hold_is_dropped_and_nothing_else() -> None:
    assert sans_interdits("a\x00\x0b\ud800\ufffeb") == "ab"
    gardes = "\t\n\r\x7fé\u202f\ue000\ufffd🎉"
    assert sans_interdits(gardes) == gardes


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    cible = tmp_path / "nouveau" / "lettre.eml"
    with en_entier(cible) as sortie:
        sortie.write(b"avant")

    def echouer() -> None:
        with en_entier(cible) as sortie:
            sortie.write(b"la moiti")
            raise OSError("disque plein")

    with pytest.raises(OSError, match="disque plein"):
        echouer()
    assert [f.name for f in cible.parent.iterdir()] == ["lettre.eml"]
    assert cible.read_bytes() == b"avant"


@pytest.mark.parametrize("commande", [["lettre", "2026-01"], ["livret", "--theme", "sommeil"]])
def test_an_address_that_is_none_is_refused_in_french(commande: list[str]) -> None:
    resultat = lancer(*commande, "--url", "http://[")
    assert resultat.exit_code == 2
    assert "n’est pas une adresse" in resultat.stderr
