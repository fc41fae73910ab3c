"""`archiver` and `construire --hors-ligne`: what is written, offered, reproduced and refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest

from capitalisation import archive
from capitalisation.archive import examiner
from capitalisation.typography import taille
from mkdocs_adapter import chantier
from tests.conftest import FICHE, PROJET
from tests.site.conftest import Construction, ecrire, une_fois

FICHES: dict[str, str | bytes] = {
    "inspiractions/action-fictive.md": FICHE.replace(
        "Texte fictif.", "Texte fictif ![Une photo fictive](Café.JPG), et [[autre-fictive]].", 1
    ).replace("statut: publiee", "statut: publiee\nanciens_identifiants: [action-d-avant]"),
    "inspiractions/autre-fictive.md": FICHE.replace("Action fictive", "Autre action fictive"),
    "images/action-fictive/Café.JPG": b"\xff\xd8\xff image fictive",
}


def commande(*arguments: str | Path, dossier: Path = PROJET, **variables: str) -> tuple[int, str]:
    """Run `capitalisation`; return its exit code and what it said."""
    environnement = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | variables
    fait = subprocess.run(
        [sys.executable, "-m", "capitalisation", *map(str, arguments)],
        cwd=dossier, env=environnement, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    return fait.returncode, fait.stdout + fait.stderr


@pytest.fixture(scope="module")
def reelle(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The project's own corpus: the site that offers its archive, and the archive unzipped."""

    def batir(dossier: Path) -> Construction:
        site = dossier / "site"
        code, dit = commande(
            "construire", "--hors-ligne", "--sortie", site, "--url", "https://exemple.test/",
            CAPITALISATION_SANS_PDF="1",
        )  # fmt: skip
        if code == 0:
            with zipfile.ZipFile(site / "donnees" / "inspiraction.zip") as zf:
                zf.extractall(dossier / "archive")
        return Construction(site, code, dit)

    site = une_fois(tmp_path_factory, "reelle", batir).site
    return site, site.parent / "archive"


@pytest.fixture(scope="module")
def petite(tmp_path_factory: pytest.TempPathFactory) -> Construction:
    """A fictional corpus in `fiches/`, and its archive `un.zip`, without the address of a site."""

    def batir(dossier: Path) -> Construction:
        fiches = ecrire(dossier / "fiches", FICHES)
        variables = {"PYTHONHASHSEED": "1", "TZ": "UTC"}
        dit = commande("archiver", "--fiches", fiches, "--sortie", dossier / "un.zip", "--url",
                       "http://127.0.0.1:8000/", **variables)  # fmt: skip
        return Construction(dossier, *dit)

    return une_fois(tmp_path_factory, "petite", batir)


class _Liens(HTMLParser):
    """What a page leads to, and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.liens: list[str] = []
        self.charges: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        valeurs = {nom: valeur or "" for nom, valeur in attrs}
        if tag in ("a", "form"):
            self.liens += [valeurs[n] for n in ("href", "action") if n in valeurs]
        elif tag == "link":
            muet = valeurs.get("rel", "").startswith(("canonical", "license", "schema."))
            self.charges += [] if muet else [valeurs["href"]]
        elif "refresh" in valeurs.get("http-equiv", ""):
            self.liens.append(valeurs["content"].partition("url=")[2])
        else:
            self.charges += [valeurs["src"]] if "src" in valeurs else []


def adresses(racine: Path) -> Iterator[tuple[Path, str, bool]]:
    """Yield page, address inside the archive, whether the page loads it."""
    for page in racine.rglob("*.html"):
        lecteur = _Liens()
        lecteur.feed(page.read_text("utf-8"))
        for charge, suite in ((False, lecteur.liens), (True, lecteur.charges)):
            for adresse in suite:
                if charge or not urlsplit(adresse).scheme:
                    yield page, adresse, charge


def test_each_address_of_the_archive_names_a_file_and_a_place_in_it(
    reelle: tuple[Path, Path],
) -> None:
    _, racine = reelle
    ids = {page: set(re.findall(r'\sid="([^"]*)"', page.read_text("utf-8")))
           for page in racine.rglob("*.html")}  # fmt: skip
    vues = 0
    for page, adresse, charge in adresses(racine):
        morceaux = urlsplit(adresse)
        assert not morceaux.scheme, (page, adresse)
        assert not morceaux.netloc, (page, adresse)
        vues += 1
        cible = page.parent / unquote(morceaux.path) if morceaux.path else page
        assert cible.is_file(), (page, adresse)
        assert cible.resolve().is_relative_to(racine.resolve()), (page, adresse)
        if morceaux.fragment and not charge:
            assert unquote(morceaux.fragment) in ids[cible.resolve()], (page, adresse)
    assert vues > 10_000


def test_the_archive_holds_every_page_and_says_where_it_comes_from(
    reelle: tuple[Path, Path],
) -> None:
    site, racine = reelle
    principal = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
    en_ligne = Counter(
        h1 for page in site.rglob("*.html")
        if page.relative_to(site).as_posix() not in ("404.html", "suivre/index.html")
        for h1 in principal.findall(page.read_text("utf-8"))
    )  # fmt: skip
    assert len(en_ligne) > 500
    titres: Counter[str] = Counter()
    for page in racine.rglob("*.html"):
        nom, texte = page.relative_to(racine).as_posix(), page.read_text("utf-8")
        titres.update(principal.findall(texte))
        pied = texte[texte.rindex("<footer") :]
        assert re.search(r"Archive du <time datetime=\"\d{4}-\d\d-\d\d\">", pied), nom
        assert 'href="https://exemple.test/"' in pied, nom
        assert "data-en-ligne" not in texte
        feuillets = texte.count('<section class="feuillet"')
        assert texte.count("<h1") == (feuillets or 1)
        if feuillets == 0:
            assert (site / nom).is_file()
    assert titres == en_ligne
    for page in site.rglob("*.html"):
        assert "Archive du" not in page.read_text("utf-8")
    for nom in ("LISEZ-MOI.txt", "index.html", "donnees/index.html", "assets/css/impression.css"):
        assert (racine / nom).is_file()
    assert list((racine / "assets/fonts").glob("*.woff2"))


def test_the_licences_of_what_others_made_travel_with_it(reelle: tuple[Path, Path]) -> None:
    """Their authors ask for it: Apache 2.0 (4a), MIT, BSD, OFL (2)."""
    textes = [f.relative_to(PROJET / "overrides") for f in PROJET.glob("overrides/**/*LICENCE*")]
    assert len(textes) >= 5
    for racine in reelle:
        for texte in textes:
            assert (racine / texte).read_bytes() == (PROJET / "overrides" / texte).read_bytes()


def test_scripts_of_the_archive_ask_nothing_of_a_server(reelle: tuple[Path, Path]) -> None:
    site, racine = reelle
    assert any("fetch(" in f.read_text("utf-8") for f in site.rglob("assets/**/*.js"))
    scripts = list(racine.rglob("assets/**/*.js"))
    assert scripts
    for script in scripts:
        assert "fetch(" not in script.read_text("utf-8"), script.name


def test_names_are_short_and_plain(reelle: tuple[Path, Path]) -> None:
    _, racine = reelle
    for fichier in racine.rglob("*"):
        nom = fichier.relative_to(racine).as_posix()
        assert nom.isascii()
        assert len(nom) <= 150


def test_the_data_of_the_search_weigh_at_most_half_as_much_again(
    reelle: tuple[Path, Path],
) -> None:
    site, racine = reelle

    def poids(dossier: Path) -> int:
        donnees = [*dossier.glob("recherche/*.gz*"), *dossier.glob("pagefind/*/*")]
        assert len(donnees) > 10
        return sum(f.stat().st_size for f in donnees)

    assert poids(racine) <= 1.5 * poids(site)
    assert sum(1 for f in racine.rglob("*") if f.is_file()) < sum(
        1 for f in site.rglob("*") if f.is_file()
    )


def test_the_site_offers_the_archive_that_stands_there(reelle: tuple[Path, Path]) -> None:
    site, racine = reelle
    octets = (site / "donnees" / "inspiraction.zip").read_bytes()
    page = (site / "donnees" / "index.html").read_text("utf-8")
    assert re.search(r'<a class="bouton" href="\.\./donnees/inspiraction\.zip" download=', page)
    assert hashlib.sha256(octets).hexdigest() in page
    assert taille(len(octets)) in page
    jour = examiner(site / "donnees" / "inspiraction.zip").date
    assert jour
    assert f'<time datetime="{jour.isoformat()}">' in page
    dedans = (racine / "donnees" / "index.html").read_text("utf-8")
    assert "Vous lisez une archive" in dedans
    assert "inspiraction.zip" not in dedans


def test_an_archive_owes_nothing_to_the_folder_the_clock_nor_the_machine(
    petite: Construction, tmp_path: Path
) -> None:
    ici, un = petite.site / "fiches", petite.site / "un.zip"
    assert un.stat().st_size in range(100_000, 10**8)
    # Elsewhere: written in another order, other dates on the disk, another place to work in.
    ailleurs = tmp_path / "Été #2" / "fiches"
    for fichier in sorted((f for f in ici.rglob("*") if f.is_file()), reverse=True):
        copie = ailleurs / fichier.relative_to(ici)
        copie.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(fichier, copie)
        os.utime(copie, (10**9, 10**9))
    travail = tmp_path / "travail"
    travail.mkdir()
    code, dit = commande(
        "archiver", "--fiches", ailleurs, "--sortie", tmp_path / "deux.zip",
        PYTHONHASHSEED="2", TZ="Pacific/Kiritimati", LC_ALL="C", TMPDIR=str(travail),
        SOURCE_DATE_EPOCH="",
    )  # fmt: skip
    assert code == 0, dit
    assert un.read_bytes() == (tmp_path / "deux.zip").read_bytes()
    # What it shows by its name and address works under them.
    with zipfile.ZipFile(un) as zf:
        (image,) = [n for n in zf.namelist() if n.startswith("images/")]
        assert image.isascii()
        page = zf.read("inspiractions/action-fictive/index.html").decode()
        assert f'src="../../{image}"' in page
        ancienne = zf.read("inspiractions/action-d-avant/index.html").decode()
        assert 'url=../../inspiractions/action-fictive/index.html"' in ancienne


@pytest.mark.parametrize(
    ("aujourdhui", "attendue"),
    [
        (dt.date(2026, 12, 31), dt.date(2026, 1, 15)),
        (dt.date(2099, 12, 31), dt.date(2026, 1, 15)),
        # A fiche of a day to come does not take the base there.
        (dt.date(2026, 1, 3), dt.date(2026, 1, 3)),
    ],
)
def test_the_date_of_an_archive_is_that_of_its_base(
    aujourdhui: dt.date, attendue: dt.date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    horloge = SimpleNamespace(
        date=SimpleNamespace(today=lambda: aujourdhui), datetime=dt.datetime, UTC=dt.UTC
    )
    monkeypatch.setattr(chantier, "dt", horloge)
    en_cours = chantier.Chantier(
        racine_projet=PROJET,
        nom="",
        url="",
        fiches=ecrire(tmp_path / "fiches", FICHES),
        adresse="",
        depot="",
        forge="",
        edition="",
        archive=tmp_path / "a.zip",
    )
    assert en_cours.date == attendue
    # The day asked for is the day told.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert replace(en_cours).date == dt.date(2027, 1, 15)


def test_the_site_without_archive_says_so(reel: SimpleNamespace) -> None:
    page = reel.lire("donnees/")
    assert "sans son archive" in page
    assert ".zip" not in page


def test_an_archive_of_a_site_without_address_leads_nowhere(petite: Construction) -> None:
    assert "l’adresse du site" in petite.journal
    with zipfile.ZipFile(petite.site / "un.zip") as zf:
        accueil = zf.read("index.html").decode()
        assert 'href="donnees/index.html"' in accueil[accueil.index("pied-archive") :]
        for nom in zf.namelist():
            if not nom.startswith("contribuer/"):  # which says how to look at the site at home
                assert b"127.0.0.1" not in zf.read(nom), nom


def test_a_mistake_leaves_the_previous_archive(tmp_path: Path) -> None:
    fiches = ecrire(tmp_path / "fiches", FICHES)
    (fiches / "inspiractions" / "autre-fictive.md").write_text(
        FICHE.replace("statut: publiee", "statut: publie"), encoding="utf-8"
    )
    cible = tmp_path / "a.zip"
    cible.write_bytes(b"l'archive d'avant")
    code, dit = commande("archiver", "--fiches", fiches, "--sortie", cible)
    assert code == 1
    assert "autre-fictive.md:" in dit
    assert dit.rstrip().endswith("L’archive n’a pas été écrite, la précédente est intacte.")
    assert "Traceback" not in dit
    assert cible.read_bytes() == b"l'archive d'avant"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["a.zip", "fiches"]


def test_a_warning_of_the_build_leaves_the_previous_archive(tmp_path: Path) -> None:
    """MkDocs refuses at the very end, when all is written."""
    projet = tmp_path / "projet"
    for nom in ("hooks", "overrides", "docs", "fiches/_referentiels"):
        shutil.copytree(PROJET / nom, projet / nom)
    shutil.copy(PROJET / "mkdocs.yml", projet)
    with (projet / "docs" / "a-propos.md").open("a", encoding="utf-8") as page:
        page.write("\n\nUn [lien mort](absente.md).\n")
    cible = tmp_path / "a.zip"
    cible.write_bytes(b"l'archive d'avant")
    code, dit = commande("archiver", "--sortie", cible, dossier=projet)
    assert code == 1
    assert "absente.md" in dit
    assert "INFO" not in dit
    assert cible.read_bytes() == b"l'archive d'avant"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["a.zip", "projet"]


@pytest.mark.parametrize(
    "arguments", [("--sortie", "mkdocs.yml"), ("--url", "exemple.test"), ("--url", "ftp://x/")]
)
def test_a_misuse_is_said_before_anything_is_done(arguments: tuple[str, str]) -> None:
    avant = (PROJET / "mkdocs.yml").read_bytes()
    code, dit = commande("archiver", *arguments)
    assert code == 2
    assert arguments[1] in dit
    assert (PROJET / "mkdocs.yml").read_bytes() == avant


def test_a_folder_that_cannot_be_written_is_said_in_french(tmp_path: Path) -> None:
    fiches = ecrire(tmp_path / "fiches", FICHES)
    (tmp_path / "fichier").write_text("là où il faudrait un dossier")
    code, dit = commande("archiver", "--fiches", fiches, "--sortie", tmp_path / "fichier" / "a.zip")
    assert code == 1
    assert "un fichier se trouve là où il faudrait un dossier" in dit
    assert "Traceback" not in dit


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="un signal des systèmes Unix")
def test_killed_while_it_writes_it_leaves_the_previous_archive(
    reelle: tuple[Path, Path], tmp_path: Path
) -> None:
    cible = tmp_path / "a.zip"
    cible.write_bytes(b"l'archive d'avant")
    ecrire = (
        "import sys; from pathlib import Path; import datetime as dt\n"
        "from capitalisation import archive\n"
        "from capitalisation.archive import writing\n"
        "vraie = writing.entree\n"
        "def entree(nom, date):\n"
        "    if nom.startswith('themes/'): print('ici', flush=True); sys.stdin.read()\n"
        "    return vraie(nom, date)\n"
        "writing.entree = entree\n"
        "apercu = archive.Apercu('1', dt.date(2026, 1, 1), '', {})\n"
        "archive.ecrire(Path(sys.argv[1]), Path(sys.argv[2]), apercu, avis=str, autres={})\n"
    )
    processus = subprocess.Popen(
        [sys.executable, "-c", ecrire, str(cible), str(reelle[0])],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert processus.stdout
    assert processus.stdout.readline() == "ici\n"
    processus.send_signal(signal.SIGKILL)
    processus.communicate()
    assert cible.read_bytes() == b"l'archive d'avant"
    # What it left beside is no hindrance to the next.
    apercu = archive.Apercu("1", dt.date(2026, 1, 1), "", {})
    archive.ecrire(cible, reelle[0], apercu, avis=str, autres={})
    assert examiner(cible).ecarts == []


@pytest.mark.parametrize("epoque", ["hier", "-1", "1" * 40, "٣"])
def test_an_epoch_that_is_none_is_said_in_french(epoque: str, tmp_path: Path) -> None:
    code, dit = commande("archiver", "--sortie", tmp_path / "a.zip", SOURCE_DATE_EPOCH=epoque)
    assert code == 2
    assert "SOURCE_DATE_EPOCH" in dit
    assert "Traceback" not in dit


# --- --verifier


def test_verifier_says_that_an_archive_is_whole(reelle: tuple[Path, Path]) -> None:
    code, dit = commande("archiver", "--verifier", reelle[0] / "donnees" / "inspiraction.zip")
    assert code == 0
    assert re.fullmatch(
        r"inspiraction\.zip est intacte : \d+ fichiers, base du \d+ \w+ 20\d\d, version [\d.]+\.\n",
        dit,
    )


def test_verifier_names_what_was_changed_removed_and_added(
    reelle: tuple[Path, Path], tmp_path: Path
) -> None:
    abimee = tmp_path / "abimee.zip"
    with (
        zipfile.ZipFile(reelle[0] / "donnees" / "inspiraction.zip") as lue,
        zipfile.ZipFile(abimee, "w") as ecrite,
    ):
        for info in lue.infolist():
            contenu = bytearray(lue.read(info))
            if info.filename == "glossaire/index.html":
                contenu[len(contenu) // 2] ^= 1
            if info.filename != "themes/index.html":
                ecrite.writestr(info, bytes(contenu))
        ecrite.writestr("themes/ajout.html", "ajout fictif")
    code, dit = commande("archiver", "--verifier", abimee)
    assert code == 1
    assert dit.splitlines() == [
        "glossaire/index.html : a été modifié",
        "themes/ajout.html : a été ajouté",
        "themes/index.html : manque",
        "",
        "abimee.zip n’est pas intacte : 3 écarts.",
    ]


@pytest.mark.parametrize(
    "arguments", [("--verifier", "absente.zip"), ("--verifier", "absente.zip", "--url", "x")]
)
def test_verifier_says_how_it_is_used(arguments: tuple[str, ...], tmp_path: Path) -> None:
    code, dit = commande("archiver", *arguments)
    assert code == 2
    assert "Traceback" not in dit
