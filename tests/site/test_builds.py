"""What a build does with a corpus: refuses, protects, and gives the same bytes twice."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from capitalisation.sitecheck import examiner
from tests.conftest import FICHE, PROJET
from tests.site.conftest import Construction, ecrire, mkdocs_build, une_fois
from tests.unit import petit

Construire = Callable[..., Construction]

HOSTILE = """
Avant {{ 7 * 7 }} et {% set x = 1 %} et {{ config.site_name }} après.

<script>alert("pirate")</script>

<img src="x" onerror="alert(1)" alt="texte de l’image">

[un lien](javascript:alert(1)) et <a href="JaVaScRiPt:alert(1)">un autre</a>

<iframe src="https://example.org/"></iframe><form action="https://example.org/"></form>

<div onclick="alert(1)" style="position:fixed">texte de la boîte</div>

<svg onload="alert(1)"></svg> ![pixel](https://example.org/pixel.png)

[[action-fictive|<b onmouseover=alert(1)>gras</b>]]
"""


PIXEL = b"\x89PNG\r\n\x1a\n fictif"
#: One corpus for all that can be looked at in the same site.
FICHES: dict[str, str | bytes] = {
    # A draft of these rules would refuse some of it; what passes must be harmless too.
    "inspiractions/action-fictive.md": FICHE.replace("Texte fictif.", HOSTILE, 1)
    .replace("![pixel](https://example.org/pixel.png)", "![Un pixel fictif](pixel.png)")
    .replace("javascript:alert(1)", "https://example.org/"),
    "images/action-fictive/pixel.png": PIXEL,
    "images/action-fictive/oubliee.png": PIXEL,
    "images/ailleurs/autre.png": PIXEL,
    "inspiractions/entete-hostile.md": FICHE.replace(
        "Action fictive : des cafés", "Action {{ 7*7 }} &amp; 3 < 4 > 2 : 'cafés'"
    ).replace("Un levier fictif.", "Un levier {% include 'x' %} & 1 < 2."),
    "inspiractions/secret-fictif.md": FICHE.replace("publiee", "brouillon").replace(
        "des cafés", "motsecretdubrouillon"
    ),
    "inspiractions/nouveau-nom.md": FICHE.replace("Action fictive", "Renommée fictive").replace(
        "statut:", "anciens_identifiants: [ancien-nom]\nstatut:"
    ),
    "dossiers/dossier-fictif.md": FICHE.replace("Action fictive", "Dossier fictif").replace(
        "statut:", "elements: [{titre: Partie fictive, entrees: [action-007]}]\nstatut:"
    ),
    **{
        f"inspiractions/action-{n:03}.md": FICHE.replace("des cafés", f"numéro {n:03}")
        for n in range(130)
    },
}


@pytest.fixture(scope="module")
def fictif(tmp_path_factory: pytest.TempPathFactory) -> Construction:
    return une_fois(
        tmp_path_factory,
        "fictif",
        lambda dossier: mkdocs_build(dossier / "site", ecrire(dossier / "fiches", FICHES)),
    )


def test_the_fictional_site_leads_nowhere_wrong(fictif: Construction) -> None:
    assert examiner(fictif.site) == []


def test_hostile_text_comes_out_harmless_and_readable(fictif: Construction) -> None:
    page = fictif.lire("inspiractions/action-fictive/")
    article = page[page.index("<article") : page.index("</article>")].lower()
    # As text, any of these is only read.
    balises = "".join(re.findall(r"<[^>]*>", article))
    for interdit in ("<script", "onerror", "onclick", "onload", "onmouseover", "javascript:",
                     "<iframe", "<form", "<svg onload", "position:fixed"):  # fmt: skip
        assert interdit not in balises, interdit
    for lisible in ("{{ 7 * 7 }}", "{% set x = 1 %}", "{{ config.site_name }}",
                    "texte de la boîte", "un lien", "texte de l’image"):  # fmt: skip
        assert lisible in page, lisible


def test_a_hostile_front_matter_is_only_text(fictif: Construction) -> None:
    for chemin in fictif.pages():
        page = fictif.lire(chemin)
        assert "Action 49" not in page
        assert "3 < 4" not in page, chemin
    page = fictif.lire("inspiractions/entete-hostile/")
    assert "Action {{ 7*7 }} &amp;amp; 3 &lt; 4" in page
    assert "{% include" in page


def test_a_fiche_cannot_ask_for_macros(construire: Construire) -> None:
    construction = construire(
        {"inspiractions/x.md": FICHE.replace("statut:", "render_macros: true\nstatut:")}
    )
    assert construction.code != 0
    assert "E011" in construction.journal


def test_an_error_stops_the_build_before_the_previous_site_is_touched(
    construire: Construire, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    (site / "themes").mkdir(parents=True)
    (site / "themes" / "index.html").write_text("une page du site d’avant", encoding="utf-8")
    avant = empreintes(site)
    construction = construire(
        {"inspiractions/action-fictive.md": FICHE.replace("themes:", "thematique:")}, site
    )
    assert construction.code != 0
    assert "E011" in construction.journal
    assert "le précédent est intact" in construction.journal
    assert "Traceback" not in construction.journal
    assert empreintes(site) == avant


def contenus(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what each file of a site holds, compressed ones as they are once open."""
    for fichier in site.rglob("*"):
        if not fichier.is_file():
            continue
        nom, octets = fichier.relative_to(site).as_posix(), fichier.read_bytes()
        if zipfile.is_zipfile(fichier):
            with zipfile.ZipFile(fichier) as zf:
                yield from ((f"{nom} : {dedans}", zf.read(dedans)) for dedans in zf.namelist())
        yield nom, gzip.decompress(octets) if octets.startswith(b"\x1f\x8b") else octets


def test_a_draft_reaches_nothing(fictif: Construction) -> None:
    vus = 0
    noms = set()
    for nom, contenu in contenus(fictif.site):
        noms.add(nom.partition(" : ")[0].rpartition(".")[2])
        assert "secret-fictif" not in nom
        assert b"secret-fictif" not in contenu, nom
        assert b"motsecretdubrouillon" not in contenu, nom
        vus += b"action-007" in contenu
    assert vus > 10
    # What holds compressed texts was opened.
    assert {"epub", "xlsx", "gz"} <= noms


def test_a_renamed_entry_keeps_its_old_address(fictif: Construction) -> None:
    page = fictif.lire("inspiractions/ancien-nom/")
    assert 'content="0; url=../../inspiractions/nouveau-nom/"' in page


def test_images_of_published_entries_are_there_and_no_other(fictif: Construction) -> None:
    page = fictif.lire("inspiractions/action-fictive/")
    assert 'src="../../images/action-fictive/pixel.png"' in page
    images = [f.name for f in (fictif.site / "images").rglob("*") if f.is_file()]
    assert images == ["pixel.png"]


def test_a_long_list_is_cut_into_pages_and_loses_nobody(fictif: Construction) -> None:
    for debut in ("inspiractions/", "themes/isolement-social/", "territoires/fr-29274/"):
        pages = [debut, f"{debut}page/2/", f"{debut}page/3/"]
        textes = [fictif.lire(p) for p in pages]
        for n in range(130):
            assert sum(f"inspiractions/action-{n:03}/" in t for t in textes) == 1, (debut, n)
        assert f'href="../../../{debut}page/3/"' in textes[1] or "page/3/" in textes[1]


def test_an_empty_corpus_gives_a_site_that_says_what_to_do(construire: Construire) -> None:
    construction = construire({})
    assert construction.code == 0, construction.journal
    assert "contribuer/" in construction.lire("themes/habitat-et-logement/")
    assert examiner(construction.site) == []


def test_search_can_be_left_out_to_know_what_it_costs(tmp_path: Path) -> None:
    """The build says so, makes all the rest, and keeps books where it is told."""
    fiches = ecrire(
        tmp_path / "fiches",
        {f"{genre}/{genre}-a.md": petit.texte(genre) for genre in ("inspiractions", "dossiers")},
    )
    cache = tmp_path / "cache"
    sans = mkdocs_build(
        tmp_path / "site",
        fiches,
        CAPITALISATION_SANS_RECHERCHE="1",
        CAPITALISATION_CACHE=str(cache),
    )
    assert sans.code == 0, sans.journal
    assert "Laissé de côté : la recherche : CAPITALISATION_SANS_RECHERCHE" in sans.journal
    assert not (sans.site / "pagefind").exists()
    assert not list(sans.site.glob("recherche/*.gz"))
    assert "Texte fictif" in sans.lire("inspiractions/inspiractions-a/")
    [livre] = sans.site.rglob("*.epub")
    assert any(livre.samefile(f) for f in (cache / "reserve").rglob("*"))


def test_two_builds_in_one_process_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing survives from one build to the next, as `mkdocs serve` needs."""
    programme = (
        "import sys\n"
        "from mkdocs.config import load_config\n"
        "from mkdocs.commands.build import build\n"
        "for site in sys.argv[1:]:\n"
        "    config = load_config('mkdocs.yml', site_dir=site, strict=True)\n"
        "    config.plugins.on_startup(command='build', dirty=False)\n"
        "    build(config)\n"
        "    config.plugins.on_shutdown()\n"
    )
    sites = [tmp_path / "un", tmp_path / "deux"]
    fiches = ecrire(tmp_path / "fiches", FICHES)
    resultat = subprocess.run(
        [sys.executable, "-c", programme, *map(str, sites)],
        cwd=PROJET,
        env=os.environ | {"CAPITALISATION_FICHES": str(fiches)},
        capture_output=True,
        encoding="utf-8",
    )
    assert resultat.returncode == 0, resultat.stderr
    un, deux = (empreintes(s) for s in sites)
    # A gzip member holds the hour at which MkDocs wrote it.
    un.pop("sitemap.xml.gz"), deux.pop("sitemap.xml.gz")
    assert un == deux


def avec_la_page(tmp_path: Path, nom: str, texte: str) -> Construction:
    """Build a copy of the project with one more editorial page, and one fictional fiche."""
    projet = tmp_path / "projet"
    for dossier in ("docs", "overrides", "hooks"):
        shutil.copytree(
            PROJET / dossier, projet / dossier, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copytree(PROJET / "fiches" / "_referentiels", projet / "fiches" / "_referentiels")
    (projet / "fiches" / "inspiractions").mkdir()
    (projet / "fiches" / "inspiractions" / "action-fictive.md").write_text(FICHE, "utf-8")
    configuration = (PROJET / "mkdocs.yml").read_text("utf-8")
    (projet / "mkdocs.yml").write_text(f"{configuration}  - Une page: {nom}\n", "utf-8")
    (projet / "docs" / nom).write_text(texte, "utf-8")
    return mkdocs_build(tmp_path / "site", projet=projet)


def test_an_editorial_page_counts_and_lists_entries_with_macros(tmp_path: Path) -> None:
    construction = avec_la_page(
        tmp_path,
        "essai.md",
        "---\nrender_macros: true\n---\n# Essai\n\nIl y a {{ compte() }} entrée.\n\n"
        '{{ entrees(theme="isolement-social", territoire="fr-bre", dispositif="cls") }}\n',
    )
    assert construction.code == 0, construction.journal
    page = construction.lire("essai/")
    assert "Il y a 1 entrée." in page
    assert '<li><a href="../inspiractions/action-fictive/">Action fictive' in page
    assert examiner(construction.site) == []


def test_an_unknown_macro_stops_the_build(tmp_path: Path) -> None:
    """An error never slips into a page in silence."""
    texte = "---\nrender_macros: true\n---\n# Essai\n\n{{ comptes() }}\n"
    assert avec_la_page(tmp_path, "essai.md", texte).code != 0


def test_two_pages_never_share_an_address(tmp_path: Path) -> None:
    """MkDocs would overwrite one with the other without a word, even in strict mode."""
    construction = avec_la_page(tmp_path, "glossaire.md", "# Un autre glossaire\n")
    assert construction.code != 0
    assert "Deux pages ont la même adresse « glossaire/ »" in construction.journal


def empreintes(site: Path) -> dict[str, str]:
    return {
        f.relative_to(site).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(site.rglob("*"))
        if f.is_file()
    }


def test_the_command_replaces_the_site_only_with_a_whole_one(tmp_path: Path) -> None:
    """`capitalisation construire` writes beside the site, then swaps."""
    ecrire(tmp_path / "fiches", {"inspiractions/action-fictive.md": FICHE})
    cible = tmp_path / "publie"
    cible.mkdir()
    for nom in ("index.html", "ancienne-page.html"):
        (cible / nom).write_text("ancienne")

    def lancer() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "capitalisation", "construire",
             "--fiches", str(tmp_path / "fiches"), "--sortie", str(cible)],
            cwd=PROJET, capture_output=True, encoding="utf-8",
        )  # fmt: skip

    fiche = tmp_path / "fiches" / "inspiractions" / "action-fictive.md"
    fiche.write_text(FICHE.replace("themes:", "thematique:"))
    refus = lancer()
    assert refus.returncode == 1
    assert "E011" in refus.stderr
    assert "Traceback" not in refus.stderr
    assert sorted(f.name for f in cible.iterdir()) == ["ancienne-page.html", "index.html"]
    fiche.write_text(FICHE)
    fait = lancer()
    assert fait.returncode == 0, fait.stderr
    assert (cible / "inspiractions" / "action-fictive" / "index.html").is_file()
    assert not (cible / "ancienne-page.html").exists()
    assert [f.name for f in tmp_path.iterdir() if f.name.startswith(".")] == []


def test_nothing_of_the_theme_is_published(fictif: Construction) -> None:
    """Wherever it is installed: in CI, in a folder of the project itself."""
    dossiers = {f.name for f in (fictif.site / "assets").iterdir()}
    assert dossiers == {
        "cartes", "contribution", "css", "explorer", "fonts", "icones", "js", "partage",
        "recherche", "selection", "tiers",
    }  # fmt: skip


# --- What is kept from one build to the next ---------------------------------------------


def test_what_data_say_of_entries_is_not_kept_for_another_address(tmp_path: Path) -> None:
    fiches = petit.ecrire(tmp_path / "fiches", {"ressources/a.md": petit.texte("ressources")})

    def donnees(nom: str, url: str, cache: str) -> dict[str, bytes]:
        site = tmp_path / nom
        faite = mkdocs_build(
            site, fiches, url=url, CAPITALISATION_CACHE=str(tmp_path / cache),
            CAPITALISATION_SANS_RECHERCHE="1",
        )  # fmt: skip
        assert faite.code == 0, faite.journal
        return {f.name: f.read_bytes() for f in (*(site / "donnees").glob("c*"), site / "oai.xml")}

    avant = donnees("avant", "https://exemple.org/ici/", "cache")
    apres = donnees("apres", "https://exemple.org/ailleurs/", "cache")
    assert apres == donnees("a-neuf", "https://exemple.org/ailleurs/", "autre-cache")
    assert len(apres) > 6
    assert not [nom for nom in avant if avant[nom] == apres[nom]]
