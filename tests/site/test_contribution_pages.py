"""Real builds: the entries to be read again, and the schemas that editors read."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import jsonschema
import pytest

from capitalisation.model import GENRES
from capitalisation.sitecheck import examiner
from tests.conftest import FICHE
from tests.site.conftest import Construction, ecrire, mkdocs_build, une_fois
from tests.unit import petit


@pytest.fixture(scope="module")
def vieillie(tmp_path_factory: pytest.TempPathFactory) -> Construction:
    """A site whose entries are of several ages on 22 November 2026."""

    def datee(date: str, *autres: str) -> str:
        return FICHE.replace("date: 2026-01-15", "\n".join((f"date: {date}", *autres)))

    fichiers = {
        "_referentiels/structures.yml": petit.VOCABULAIRES["structures"],
        "inspiractions/ancienne-fictive.md": datee("2024-11-22", "porteur: asso-fictive"),
        "inspiractions/relue-fictive.md": datee("2020-01-15", "verifiee_le: 2025-05-22"),
        "inspiractions/bientot-fictive.md": datee("2025-07-01"),
        "inspiractions/recente-fictive.md": datee("2026-01-15"),
    }

    def batir(dossier: Path) -> Construction:
        fiches = ecrire(dossier / "fiches", fichiers)
        return mkdocs_build(dossier / "site", fiches)

    return une_fois(tmp_path_factory, "vieillie", batir)


@pytest.fixture(scope="module")
def recente(tmp_path_factory: pytest.TempPathFactory) -> Construction:
    """A published site on a forge of its own, with its archive and nothing to read again."""

    def batir(dossier: Path) -> Construction:
        return mkdocs_build(
            dossier / "site",
            petit.ecrire(dossier / "fiches", {"inspiractions/action-fictive.md": petit.texte()}),
            url="https://example.org/base/",
            archive=dossier / "archive.zip",
            INSPIRACTION_DEPOT="https://git.association.example/sante/base",
            INSPIRACTION_FORGE="gitlab",
        )

    return une_fois(tmp_path_factory, "recente", batir)


def test_maintainers_read_what_is_due_oldest_first_then_what_comes(vieillie: Construction) -> None:
    page = vieillie.lire("contribuer/a-revoir/")
    maintenant, bientot = page[page.index('id="maintenant"') :].split('id="bientot"')
    liens = re.compile(r'<tr><td><a href="\.\./\.\./inspiractions/([a-z-]+)/">')
    assert liens.findall(maintenant) == ["ancienne-fictive", "relue-fictive"]
    assert liens.findall(bientot) == ["bientot-fictive"]
    assert "Jamais vérifiée, publiée le 22 novembre 2024, il y a 2 ans" in maintenant
    assert "Vérifiée le 22 mai 2025, il y a 18 mois" in maintenant
    assert '<a href="../../structures/asso-fictive/">Association fictive</a>' in maintenant
    for morceau in (maintenant, bientot):
        assert "<caption>" in morceau
        assert '<th scope="col">' in morceau
    assert examiner(vieillie.site) == []


def test_the_entry_says_it_to_its_reader_and_whom_to_ask(vieillie: Construction) -> None:
    def avis(identifiant: str) -> str:
        page = vieillie.lire(f"inspiractions/{identifiant}/")
        trouve = re.search(r'<section class="avis a-revoir".*?</section>', page, re.DOTALL)
        return re.sub(r"</?time[^>]*>", "", trouve[0]).replace("&nbsp;", " ") if trouve else ""

    ancienne = avis("ancienne-fictive")
    assert 'aria-labelledby="a-revoir"' in ancienne
    assert 'id="a-revoir"' in ancienne
    assert "depuis sa publication, le 22 novembre 2024, il y a 2 ans" in ancienne
    assert '<a href="../../structures/asso-fictive/">' in ancienne
    assert "contribuer/nouvelle-fiche/?modifier=ancienne-fictive" in ancienne
    relue = avis("relue-fictive")
    assert "la dernière fois le 22 mai 2025, il y a 18 mois" in relue
    assert "structures/" not in relue
    assert avis("bientot-fictive") == avis("recente-fictive") == ""


def test_nothing_to_read_again_is_said_in_a_sentence(recente: Construction) -> None:
    page = recente.lire("contribuer/a-revoir/")
    assert "Aucune entrée n’est à revoir au 22 novembre 2026." in page
    assert "Aucune autre entrée ne sera à revoir d’ici au 22 février 2027." in page
    assert "<table" not in page


def test_the_schemas_are_published_with_their_address_and_go_in_the_archive(
    recente: Construction,
) -> None:
    with zipfile.ZipFile(recente.site.parent / "archive.zip") as zip_:
        for genre in GENRES:
            nom = f"donnees/schemas/{genre.GENRE}.json"
            texte = (recente.site / nom).read_text("utf-8")
            schema = json.loads(texte)
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["$id"] == f"https://example.org/base/{nom}"
            assert "asso-fictive" in schema["$defs"]["structures"]["enum"]
            assert zip_.read(nom).decode() == texte


def test_the_page_about_editors_leads_to_the_schemas(reel: Construction) -> None:
    page = reel.lire("contribuer/editeur/")
    for genre in GENRES:
        assert f'href="../../donnees/schemas/{genre.GENRE}.json"' in page
        schema = json.loads(reel.lire(f"donnees/schemas/{genre.GENRE}.json"))
        assert "$id" not in schema  # a site that stands nowhere names no address


def test_a_forge_whose_name_does_not_say_what_it_is_can_be_told(recente: Construction) -> None:
    formulaire = recente.lire("contribuer/nouvelle-fiche/")
    assert 'data-forge="gitlab" data-depot="https://git.association.example/sante/base"' in (
        formulaire
    )
    page = recente.lire("inspiractions/action-fictive/")
    fichier = "sante/base/-/edit/main/fiches/inspiractions/action-fictive.md"
    assert f"https://git.association.example/{fichier}" in page
    assert "Ouvrir son fichier sur GitLab" in page
