"""Whatever stops a build, and whenever: the previous site is whole, and the next build succeeds."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import JPEG, PROJET
from tests.site.conftest import JOUR, Construction, une_fois
from tests.unit import petit

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")

#: The kills of one chain; there are two, side by side.
ARRETS = 25
#: Seconds after which something hangs.
SANS_FIN = 120
INTACT = "Le site n’a pas été construit, le précédent est intact."
CAPITALISATION = (sys.executable, "-m", "capitalisation")
Site = dict[str, str]


def corpus(racine: Path, titre: str) -> Path:
    """A very small corpus, of two dossiers: their books are drawn by workers."""
    return petit.ecrire(
        racine,
        {
            "inspiractions/x.md": petit.texte(
                titre=titre,
                image={"fichier": "x.jpg", "alt": "Rue fictive", "credit": "Photographe fictif"},
            ),
            "images/x/x.jpg": JPEG,
            "dossiers/d.md": petit.texte("dossiers"),
            "dossiers/e.md": petit.texte("dossiers", titre="Autre dossier fictif"),
            "_lettres/2026-01.md": "Un éditorial fictif.\n",
        },
    )


@dataclass(frozen=True)
class Commande:
    """A command under way: its process, and the mark that its helpers bear, as do all others of
    the same target."""

    processus: subprocess.Popen[str]
    marque: str

    def attendre(self, evenement: Callable[[], object]) -> None:
        """Wait for an event, or for the end of the command."""
        limite = time.monotonic() + SANS_FIN
        while not evenement() and self.processus.poll() is None:
            assert time.monotonic() < limite
            time.sleep(0.002)

    def finir(self) -> tuple[int, str]:
        """Wait for its end; return its code, and what it said."""
        dit, _ = self.processus.communicate(timeout=SANS_FIN)
        assert "Traceback" not in dit, dit
        return self.processus.returncode, dit.replace("\u202f", " ")

    def siens(self) -> dict[int, str]:
        """Its processes that are alive: number → command line."""
        trouves = {}
        for dossier in Path("/proc").iterdir():
            try:
                if dossier.name.isdigit() and self.marque in (dossier / "environ").read_text():
                    trouves[int(dossier.name)] = (dossier / "cmdline").read_text()
            except (OSError, UnicodeDecodeError):
                continue
        return trouves


def lancer(fiches: Path, cible: Path) -> Commande:
    """Start `construire --hors-ligne`, or `archiver`; what it writes depends on `fiches` alone."""
    marque = f"essai-de-{cible}-fin"
    environnement = os.environ | {
        "SOURCE_DATE_EPOCH": JOUR,
        "CAPITALISATION_SANS_PDF": "1",
        "CAPITALISATION_VERSIONS": str(fiches / "absent.json"),
        "MARQUE": marque,
    }
    commande = ("construire", "--hors-ligne") if cible.suffix != ".zip" else ("archiver",)
    processus = subprocess.Popen(
        [*CAPITALISATION, *commande, "--fiches", fiches, "--sortie", cible],
        cwd=PROJET,
        env=environnement,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    return Commande(processus, marque)


def lire(site: Path) -> Site:
    """Each file of a site and what it holds, byte for byte."""
    return {
        f.relative_to(site).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in site.rglob("*")
        if f.is_file()
    }


def noms(dossier: Path) -> set[str]:
    return {f.name for f in dossier.iterdir()}


@pytest.fixture(scope="module")
def modeles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two corpora, `f0` and `f1`, and their sites, `s0` and `s1`, that nothing interrupted.

    `duree` holds how long the shorter build took, in seconds.
    """

    def batir(dossier: Path) -> Construction:
        durees = []
        for rang in (0, 1):
            fiches = corpus(dossier / f"f{rang}", f"Action fictive numéro {rang}")
            debut = time.monotonic()
            code, dit = lancer(fiches, dossier / f"s{rang}").finir()
            durees.append(time.monotonic() - debut)
            assert code == 0, dit
        (dossier / "duree").write_text(str(min(durees)))
        return Construction(dossier, 0, "")

    return une_fois(tmp_path_factory, "atomique", batir).site


@pytest.fixture
def place(modeles: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder with a whole site in it, `site`: the first one's."""
    dossier = tmp_path / "place"
    shutil.copytree(modeles / "s0", dossier / "site")
    yield dossier
    assert noms(dossier) == {"site"}, "something was left beside the site"


# --- Kills -------------------------------------------------------------------------------------


def tuer(commande: Commande, maniere: str) -> None:
    """Stop it as a system, a terminal, or a person without patience do."""
    processus = commande.processus
    if maniere == "groupe":
        os.killpg(processus.pid, signal.SIGKILL)
    elif maniere == "parent":
        processus.kill()
    elif maniere == "terminal":
        os.killpg(processus.pid, signal.SIGINT)
    else:
        processus.terminate()


@pytest.mark.parametrize(
    "chaine",
    [pytest.param(n, marks=pytest.mark.xdist_group(f"arrets-{n}")) for n in (1, 2)],
)
def test_fifty_kills_leave_fifty_whole_sites(
    chaine: int, modeles: Path, place: Path, record_property: Callable[[str, object], None]
) -> None:
    """Two chains of kills, most at moments drawn over the duration of a build, some as it ends.

    Each build is of the other corpus than the site that stands: a mixture would be seen.
    """
    graine = int(os.environ.get("GRAINE") or random.SystemRandom().randrange(2**32))
    hasard = random.Random(graine)
    sites = [lire(modeles / "s0"), lire(modeles / "s1")]
    duree = float((modeles / "duree").read_text())
    cible, neuf = place / "site", place / ".site.neuf" / "site"

    def change() -> bool:
        """The new site is there; what is left to do is to remove the old one."""
        try:
            return cible.stat().st_ino != avant
        except FileNotFoundError:
            return True

    evenements: list[Callable[[], object]] = [
        neuf.exists,
        (neuf / "index.html").exists,
        (neuf / "donnees" / "inspiraction.zip").exists,
        change,
    ]
    arrets, publies, manieres = 0, 0, ["groupe", "parent", "terminal", "poliment"]
    la = 0
    for essai in range(ARRETS * 2):
        if arrets == ARRETS:
            break
        avant = cible.stat().st_ino
        debut = time.monotonic()
        commande = lancer(modeles / f"f{1 - la}", cible)
        maniere = hasard.choice(manieres)
        if essai % 6 == 5:
            commande.attendre(evenements[essai // 6 % len(evenements)])
            moment = hasard.uniform(0, 0.1) if essai % 12 == 5 else 0.0
        else:
            moment = hasard.uniform(0, duree)
        try:
            commande.processus.wait(moment)
            # It was faster than those that were measured.
            duree = min(duree, time.monotonic() - debut)
        except subprocess.TimeoutExpired:
            tuer(commande, maniere)
            arrets += 1
        dit, _ = commande.processus.communicate(timeout=SANS_FIN)
        ici = f"graine {graine}, arrêt {arrets}, {maniere}, {moment:.3f} s"
        vu = lire(cible)
        assert vu in sites, ici
        if commande.processus.returncode == 1:
            # Python itself may be stopped as it starts, and says so in its own words: it has opened
            # no file of ours.
            if not re.search(r"Fatal Python error|Traceback", dit) or "/capitalisation/" in dit:
                assert dit == f"La construction a été interrompue.\n\n{INTACT}\n", ici
            assert vu == sites[la], ici
        if vu != sites[la]:
            publies, la = publies + (commande.processus.returncode != 0), 1 - la
    assert arrets == ARRETS
    record_property(
        "bilan",
        f"Chaîne {chaine}, graine {graine} : {arrets} arrêts, {arrets} sites entiers, dont "
        f"{publies} que l’arrêt a trouvés déjà remplacés.",
    )
    commande = lancer(modeles / f"f{1 - la}", cible)
    code, dit = commande.finir()
    assert code == 0, dit
    assert lire(cible) == sites[1 - la]
    assert commande.siens() == {}


def test_a_build_whose_engine_or_search_is_killed_says_so(modeles: Path, place: Path) -> None:
    """The system kills whoever takes the most memory; MkDocs then says nothing at all."""
    for qui, attendu in (
        ("mkdocs", "Le système a arrêté la construction, sans doute faute de mémoire."),
        ("--service", "L’index de recherche n’a pas pu être fait."),
    ):
        commande = lancer(modeles / "f1", place / "site")
        trouves: list[int] = []

        def trouver(
            commande: Commande = commande, qui: str = qui, trouves: list[int] = trouves
        ) -> bool:
            if (place / ".site.neuf" / "site").exists():
                trouves[:] = [
                    n for n, ligne in commande.siens().items() if qui in ligne.split("\0")
                ]
            return bool(trouves)

        commande.attendre(trouver)
        os.kill(trouves[0], signal.SIGKILL)
        code, dit = commande.finir()
        assert code == 1, dit
        assert attendu in dit
        assert INTACT in dit
    assert lire(place / "site") == lire(modeles / "s0")


# --- Others at work ----------------------------------------------------------------------------


def test_two_builds_at_once_and_a_preview(modeles: Path, place: Path) -> None:
    """The second build is told of the first; the preview disturbs neither."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        adresse = f"127.0.0.1:{prise.getsockname()[1]}"
    apercu = subprocess.Popen(
        [*CAPITALISATION, "servir", "--adresse", adresse, "--fiches", modeles / "f1"],
        cwd=PROJET,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        premiere = lancer(modeles / "f1", place / "site")
        premiere.attendre((place / ".site.neuf" / "site").exists)
        # It does not go on while the other looks: a small site is soon made.
        os.killpg(premiere.processus.pid, signal.SIGSTOP)
        code, dit = lancer(modeles / "f0", place / "site").finir()
        os.killpg(premiere.processus.pid, signal.SIGCONT)
        assert code == 1
        assert re.search(
            rf"« site » est déjà en cours d’écriture depuis \d\d h \d\d "
            rf"\(processus {premiere.processus.pid}, ",
            dit,
        )
        assert INTACT in dit
        code, dit = premiere.finir()
        assert code == 0, dit
        assert lire(place / "site") == lire(modeles / "s1")
        limite = time.monotonic() + SANS_FIN
        while True:
            try:
                page = urllib.request.urlopen(f"http://{adresse}/inspiractions/x/").read()
                break
            except OSError:
                assert time.monotonic() < limite
                assert apercu.poll() is None
                time.sleep(0.1)
        assert "Action fictive numéro 1" in page.decode()
    finally:
        os.killpg(apercu.pid, signal.SIGKILL)
        apercu.wait()


def test_what_changes_during_a_build_is_named_and_nothing_is_published(
    tmp_path: Path, modeles: Path, place: Path
) -> None:
    fiches = corpus(tmp_path / "fiches", "Action fictive numéro 1")
    commande = lancer(fiches, place / "site")
    commande.attendre((place / ".site.neuf" / "site").exists)
    (fiches / "inspiractions" / "x.md").write_text(petit.texte(titre="Autre action fictive"))
    (fiches / "images" / "x" / "x.jpg").write_bytes(JPEG + b"!")
    (fiches / "dossiers" / "e.md").unlink()
    (fiches / "inspiractions" / "y.md").write_text(petit.texte(titre="Action fictive de plus"))
    themes = fiches / "_referentiels" / "themes.yml"
    (fiches / "neuf").write_bytes(themes.read_bytes())
    (fiches / "neuf").replace(themes)
    with (fiches / "_lettres" / "2026-01.md").open("a") as editorial:
        editorial.write("Une phrase fictive.\n")
    code, dit = commande.finir()
    assert code == 1
    assert dit.startswith("6 fichiers ont changé pendant la construction")
    for chemin, quoi in (
        ("inspiractions/x.md", "modifié"), ("images/x/x.jpg", "modifié"),
        ("dossiers/e.md", "supprimé"), ("inspiractions/y.md", "ajouté"),
        ("_referentiels/themes.yml", "modifié"), ("_lettres/2026-01.md", "modifié"),
    ):  # fmt: skip
        assert f"/{chemin} ({quoi})\n" in dit
    assert dit.endswith(f"Recommencez quand plus personne n’y touche.\n\n{INTACT}\n")
    assert lire(place / "site") == lire(modeles / "s0")


# --- Disks -------------------------------------------------------------------------------------


@pytest.fixture
def disque(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mount a disk of so many kilobytes, where that is allowed."""
    point = tmp_path / "disque"
    point.mkdir()

    def monter(ko: int) -> Path:
        taille = f"size={ko}k"
        essai = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", taille, "tmpfs", point], capture_output=True
        )
        if essai.returncode:
            pytest.skip("disks cannot be mounted here")
        return point

    yield monter
    subprocess.run(["umount", point], capture_output=True)


@pytest.mark.parametrize("part", [0.05, 0.85])
def test_a_full_disk_is_told_and_loses_nothing(
    part: float, modeles: Path, disque: Callable[[int], Path]
) -> None:
    """Full as the first pages are written, and as the archive is."""
    poids = int(subprocess.check_output(["du", "-sk", modeles / "s1"]).split()[0])
    la = disque(int(poids * part) + 16)
    (la / "site").mkdir()
    (la / "site" / "index.html").write_text("le site précédent")
    code, dit = lancer(modeles / "f1", la / "site").finir()
    assert code == 1
    assert "il n’y a plus de place sur le disque" in dit
    assert dit.endswith(f"\n\n{INTACT}\n")
    assert noms(la) == {"site"}
    assert noms(la / "site") == {"index.html"}
    assert (la / "site" / "index.html").read_text() == "le site précédent"


def test_a_folder_where_nobody_may_write_is_named(tmp_path: Path, modeles: Path) -> None:
    """/sys takes no file, even from root."""
    for cible in (Path("/sys/site"), Path("/sys/base.zip")):
        code, dit = lancer(modeles / "f1", cible).finir()
        assert code == 1
        assert re.match(r"Lire ou écrire « /sys/.* » : l’accès est refusé\. ", dit), dit


def test_a_whole_disk_is_no_place_for_a_site(modeles: Path, disque: Callable[[int], Path]) -> None:
    code, dit = lancer(modeles / "f1", disque(100)).finir()
    assert code == 2
    assert "donnez à --sortie un dossier de ce disque" in dit


# --- The archive -------------------------------------------------------------------------------


def test_an_archive_that_is_stopped_leaves_the_previous_one(modeles: Path, tmp_path: Path) -> None:
    dossier = tmp_path / "a"
    dossier.mkdir()
    cible = dossier / "base.zip"
    cible.write_bytes(b"l'archive d'avant")
    commande = lancer(modeles / "f1", cible)
    commande.attendre((dossier / ".base.zip.neuf" / "base.zip").exists)
    commande.processus.terminate()
    code, dit = commande.finir()
    assert (code, dit) == (
        1,
        "La construction a été interrompue.\n\n"
        "L’archive n’a pas été écrite, la précédente est intacte.\n",
    )
    assert cible.read_bytes() == b"l'archive d'avant"
    assert noms(dossier) == {"base.zip"}
