"""The live preview: real processes, real requests, fictional entries."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from capitalisation.cli import main
from tests.conftest import JPEG, PROJET
from tests.site.apercu import Apercu, apercevoir, port_libre
from tests.site.conftest import mkdocs_build
from tests.unit import petit

pytestmark = pytest.mark.xdist_group("apercu")

FICHES: dict[str, str | bytes] = {
    "inspiractions/nouveau-nom.md": petit.texte(
        titre="Action fictive renommée", territoires=["Charleroi"],
        anciens_identifiants=["nom-d-avant"],
    ),
    "inspiractions/illustree.md": petit.texte(
        titre="Action fictive illustrée",
        corps="## Contexte et problématique\n\n![Vue fictive](vue.jpg \"Commune fictive\")\n\n"
        "## Objectifs\n\nTexte.\n\n## Déroulement\n\nTexte fictif, voir [[nouveau-nom]].\n",
    ),
    "images/illustree/vue.jpg": JPEG,
    "interviews/parole.md": petit.texte("interviews"),
    "dossiers/dossier.md": petit.texte(
        "dossiers", elements=[{"titre": "Partie fictive", "entrees": ["illustree", "nouveau-nom"]}]
    ),
    "ressources/outil.md": petit.texte("ressources", date="2026-10-31"),
}  # fmt: skip


@pytest.fixture(scope="module")
def fiches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return petit.ecrire(tmp_path_factory.mktemp("apercu") / "fiches", FICHES)


@pytest.fixture(scope="module")
def apercu(fiches: Path) -> Iterator[Apercu]:
    with apercevoir(fiches, fiches.parent / "travail") as apercu:
        yield apercu
        verifier_la_fin(apercu, signal.SIGINT)


def verifier_la_fin(apercu: Apercu, arret: int) -> None:
    """It ends when told to, says so, in French and briefly, and leaves nothing on the disk."""
    assert apercu.finir(arret) == 0
    assert list(apercu.temporaire.iterdir()) == []
    assert apercu.dit().endswith("Aperçu arrêté.\n")
    assert not re.search("INFO|WARNING|ERROR|Traceback|Serving|Abort", apercu.dit())


def sans_apercu(page: bytes) -> bytes:
    """A page without what a preview adds to it: the script that reloads it, what lets it run."""
    page = re.sub(rb"<script>\nvar livereload.*?</script>", b"", page, flags=re.DOTALL)
    return re.sub(rb"(script-src 'self')[^;]*", rb"\1", page)


def test_each_file_is_what_a_build_would_write(
    apercu: Apercu, fiches: Path, tmp_path: Path
) -> None:
    site = mkdocs_build(
        tmp_path / "site", fiches, url=apercu.adresse, CAPITALISATION_SANS_LIVRES="1"
    )
    assert site.code == 0, site.journal
    autres = []
    for fichier in sorted(f for f in site.site.rglob("*") if f.is_file()):
        chemin = fichier.relative_to(site.site).as_posix()
        code, corps, _ = apercu.demander("/" + chemin.removesuffix("index.html"))
        if code != 200 or sans_apercu(corps) != sans_apercu(fichier.read_bytes()):
            autres.append((chemin, code))
    assert autres == []


def test_a_folder_leads_to_its_page_and_nothing_leads_elsewhere(apercu: Apercu) -> None:
    for chemin, vers in (
        ("/themes", "/themes/"),
        ("/inspiractions/nouveau-nom", "/inspiractions/nouveau-nom/"),
        ("//themes", "/themes/"),
        ("/a%0d%0aSet-Cookie:x/../themes", "/themes/"),
    ):
        code, _, entetes = apercu.demander(chemin)
        assert (code, entetes["Location"]) == (302, vers)


def test_no_path_leads_out_of_the_site(apercu: Apercu, fiches: Path) -> None:
    secret = "secret fictif"
    (fiches.parent / "secret.txt").write_text(secret)
    ici = apercu.temporaire / "secret.txt"
    ici.write_text(secret)
    (fiches / "images" / "nouveau-nom").mkdir()
    chemins = [
        "/../secret.txt", "/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt",
        "/assets/../../secret.txt", "/assets/..%5c..%5csecret.txt", f"/{fiches.parent}/secret.txt",
        f"/%2f{fiches.parent}/secret.txt", "/images/illustree/..%2f..%2f..%2fsecret.txt",
        "/images/illustree/../../inspiractions/illustree.md", "/images/illustree/autre.jpg",
        "/images/../inspiractions/illustree.md", "/inspiractions/illustree.md", "/%00", "/a%00b/",
        "/assets/%00", "/" + "a" * 5_000, "/" + "a/" * 5_000, "/assets/" + "%c3%a9" * 300 + ".css",
        "/%ff%fe/", "/explorer/entrees/999999999.gz", "/explorer/entrees/-1.gz",
        "/pagefind/fragment/99999999999999999999.gz", "/pagefind/fragment/999999999.gz",
        "/pagefind/../../secret.txt", "/recherche/../../../secret.txt", "/1/index.html",
        "/donnees/..%2f..%2fsecret.txt", "/formulaire/..%2f..%2fsecret.gz", "/livereload/../../1",
        "/livereload/%2e%2e/%2e%2e/secret.txt", "/livereload/../secret.txt",
    ]  # fmt: skip
    for chemin in chemins:
        code, corps, _ = apercu.demander(chemin)
        assert code == 404, chemin
        assert secret.encode() not in corps
    # These are one step above the root, and the root has no parent.
    assert apercu.code("../../themes/") == 200
    ici.unlink()
    # More than a server reads of an address.
    assert apercu.code("a" * 70_000) == 414
    assert apercu.code("inspiractions/nouveau-nom/") == 200
    assert "Traceback" not in apercu.dit()


def nombre(a_propos: str) -> int:
    """How many entries the page « À propos » says that there are."""
    trouve = re.search(r"(\d+)\s*(?:&nbsp;)?entrées", a_propos)
    assert trouve
    return int(trouve[1])


def test_each_change_is_shown_and_nothing_else(apercu: Apercu, fiches: Path) -> None:
    fiche = fiches / "inspiractions" / "illustree.md"
    page = "inspiractions/illustree/"
    texte = fiche.read_text("utf-8")

    # Its page, the lists that name it, the data, the pages of docs/.
    nouveau = texte.replace("Action fictive illustrée", "Action fictive changée")
    assert nouveau != texte
    apercu.lire("donnees/catalogue.json")
    with apercu.change():
        fiche.write_text(nouveau, "utf-8")
    for chemin in (page, "inspiractions/", "", "donnees/catalogue.json", "flux.xml"):
        lue = apercu.lire(chemin)
        assert "Action fictive changée" in lue, chemin
        assert "Action fictive illustrée" not in lue, chemin
    assert "inspiractions/illustree.md (modifié)" in apercu.dit()

    # A mistake is named, and leaves what was shown; then it is mended.
    with apercu.change():
        fiche.write_text(nouveau.replace("themes:", "thematique:"), "utf-8")
    dit = apercu.dit()
    assert re.search(r"illustree\.md:\d+: E\d+", dit)
    assert "L’aperçu montre toujours la version d’avant." in dit
    assert "Action fictive changée" in apercu.lire(page)
    with apercu.change():
        fiche.write_text(nouveau.replace("changée", "réparée"), "utf-8")
    assert "Action fictive réparée" in apercu.lire(page)

    # An image in the place of another.
    with apercu.change():
        (fiches / "images" / "illustree" / "vue.jpg").write_bytes(JPEG + b" une autre")
    assert apercu.demander("/images/illustree/vue.jpg")[1] == JPEG + b" une autre"

    # One that leads elsewhere is refused, and not followed.
    vue = fiches / "images" / "illustree" / "vue.jpg"
    dehors = fiches.parent / "dehors.jpg"
    dehors.write_bytes(JPEG + b" secret fictif")
    with apercu.change():
        vue.unlink()
        vue.symlink_to(dehors)
    assert b"secret" not in apercu.demander("/images/illustree/vue.jpg")[1]
    with apercu.change():
        vue.unlink()
        vue.write_bytes(JPEG)
    assert apercu.demander("/images/illustree/vue.jpg")[1] == JPEG

    # A new entry; then another name, which the former leads to; then none.
    neuve = fiches / "inspiractions" / "neuve.md"
    assert apercu.code("inspiractions/neuve/") == 404
    avant = nombre(apercu.lire("a-propos/"))
    with apercu.change():
        neuve.write_text(petit.texte(titre="Action fictive neuve"), "utf-8")
    assert apercu.code("inspiractions/neuve/") == 200
    assert nombre(apercu.lire("a-propos/")) == avant + 1
    with apercu.change():
        neuve.unlink()
        renommee = fiches / "inspiractions" / "renommee.md"
        renommee.write_text(
            petit.texte(titre="Action fictive neuve", anciens_identifiants=["neuve"]), "utf-8"
        )
    assert "url=../../inspiractions/renommee/" in apercu.lire("inspiractions/neuve/")
    with apercu.change():
        renommee.unlink()
    assert apercu.code("inspiractions/neuve/") == 404
    assert apercu.code("inspiractions/renommee/") == 404

    # Many at once.
    with apercu.change():
        for n in range(5):
            (fiches / "ressources" / f"serie-{n}.md").write_text(
                petit.texte("ressources", titre=f"Ressource fictive de série {n}"), "utf-8"
            )
    while apercu.code("ressources/serie-4/") != 200:
        assert apercu.processus.poll() is None
    assert all(apercu.code(f"ressources/serie-{n}/") == 200 for n in range(5))
    assert "Traceback" not in apercu.dit()


def test_vocabularies_are_followed_too(apercu: Apercu, fiches: Path) -> None:
    themes = fiches / "_referentiels" / "themes.yml"
    with apercu.change():
        themes.write_text(
            themes.read_text("utf-8").replace('"Sommeil"', '"Sommeil fictif"'), "utf-8"
        )
    assert "Sommeil fictif" in apercu.lire("themes/")
    assert "Sommeil fictif" in apercu.lire("themes/sommeil/")


def test_it_stops_when_the_system_asks_and_leaves_nothing(fiches: Path, tmp_path: Path) -> None:
    with apercevoir(fiches, tmp_path) as apercu:
        assert list(apercu.temporaire.iterdir())
        verifier_la_fin(apercu, signal.SIGTERM)


def test_a_corpus_with_errors_is_refused_in_french(tmp_path: Path) -> None:
    fiches = petit.ecrire(tmp_path / "fiches", {"inspiractions/x.md": "---\ntitre: [\n---\n"})
    fini = subprocess.run(
        [
            *(sys.executable, "-m", "capitalisation", "servir"),
            *("--fiches", str(fiches), "--adresse", f"127.0.0.1:{port_libre()}"),
        ],
        cwd=PROJET,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    assert fini.returncode == 1
    assert re.search(r"x\.md:\d+: E\d+", fini.stderr)
    assert not re.search("Traceback|Abort|ERROR|INFO", fini.stdout + fini.stderr)


def test_an_address_where_nobody_can_listen_is_refused_in_french(tmp_path: Path) -> None:
    def servir(adresse: str) -> str:
        fini = CliRunner().invoke(main, ["servir", "--adresse", adresse])
        assert fini.exit_code == 2
        return " ".join(fini.output.split())

    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        adresse = f"127.0.0.1:{prise.getsockname()[1]}"
        assert f"« {adresse} » ne peut pas être prise" in servir(adresse)
    for adresse in ("8000", ":8000", "127.0.0.1", "127.0.0.1:port", "127.0.0.1:99999"):
        assert "n’est pas une adresse où écouter" in servir(adresse)
