"""Links to other sites: found once each, asked politely, told in French. All hosts are fictional.

A server on this machine plays every site; `trouver` leads its name there.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from capitalisation.cli import main
from capitalisation.cli import review as commandes
from capitalisation.review import outside
from capitalisation.review.asking import (
    Demandeur,
    Ecartee,
    Lieu,
    Reponse,
    Sort,
    lieux_publics,
)
from tests.unit import petit

#: Path → code and new place. HEAD is refused under /sans-head.
PAGES = {
    "/ici": (200, ""),
    "/parti": (404, ""),
    "/efface": (410, ""),
    "/interdit": (403, ""),
    "/trop": (429, ""),
    "/panne": (503, ""),
    "/demenage": (301, "/ici"),
    "/demenage-ailleurs": (308, "http://autre.example/ici"),
    "/passager": (302, "/ici"),
    "/melange": (301, "/passager"),
    "/demenage-parti": (301, "/parti"),
    "/boucle": (301, "/boucle"),
    "/vers-prive": (302, "http://interne.example/secret"),
    "/vers-fichier": (302, "file:///etc/passwd"),
    "/vers-rien": (302, "http://["),
    "/accent": (301, "/caf\u00e9"),
    "/caf%C3%A9": (200, ""),
    "/sans-head": (200, ""),
}


class _Site(BaseHTTPRequestHandler):
    def _repondre(self) -> None:
        recus = self.server.recus  # type: ignore[attr-defined]
        hote = self.headers["Host"].partition(":")[0]
        recus.append((time.monotonic(), self.command, hote, self.path, self.headers["User-Agent"]))
        code, vers = PAGES.get(self.path.partition("?")[0], (404, ""))
        if self.path == "/sans-head" and self.command == "HEAD":
            code = 405
        self.send_response_only(code)
        if vers:
            self.send_header("Location", vers.encode().decode("latin-1"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = _repondre

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def serveur() -> Iterator[ThreadingHTTPServer]:
    serveur = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    serveur.recus = []  # type: ignore[attr-defined]
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.02})
    fil.start()
    yield serveur
    serveur.shutdown()
    fil.join()
    serveur.server_close()


@pytest.fixture
def demandeur(serveur: ThreadingHTTPServer) -> Demandeur:
    def trouver(hote: str, port: int) -> list[Lieu]:
        if hote == "interne.example":
            raise Ecartee("adresse d’un réseau privé")
        if hote == "inconnu.example":
            raise socket.gaierror
        return [("127.0.0.1", serveur.server_port)]

    return Demandeur("Inspiraction (fictif)", attente=2, pause=0, trouver=trouver)


# --- What became of a page ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("chemin", "sort", "vers"),
    [
        ("/ici", Sort.LA, ""),
        ("/parti", Sort.DISPARUE, ""),
        ("/efface", Sort.DISPARUE, ""),
        ("/demenage-parti", Sort.DISPARUE, ""),
        ("/interdit", Sort.REFUSEE, ""),
        ("/trop", Sort.REFUSEE, ""),
        ("/panne", Sort.INJOIGNABLE, ""),
        ("/boucle", Sort.INJOIGNABLE, ""),
        ("/demenage", Sort.DEPLACEE, "http://site.example/ici"),
        ("/demenage-ailleurs", Sort.DEPLACEE, "http://autre.example/ici"),
        ("/accent", Sort.DEPLACEE, "http://site.example/caf%C3%A9"),
        ("/passager", Sort.LA, ""),
        ("/melange", Sort.LA, ""),
        ("/sans-head", Sort.LA, ""),
        ("/vers-fichier", Sort.ECARTEE, ""),
        ("/vers-rien", Sort.INJOIGNABLE, ""),
        ("/café", Sort.LA, ""),
    ],
)
def test_each_answer_has_its_fate(demandeur: Demandeur, chemin: str, sort: Sort, vers: str) -> None:
    reponse = demandeur.demander(f"http://site.example{chemin}")
    assert (reponse.sort, reponse.vers) == (sort, vers)


def test_a_redirection_leads_to_no_private_machine(
    demandeur: Demandeur, serveur: ThreadingHTTPServer
) -> None:
    assert demandeur.demander("http://site.example/vers-prive").sort is Sort.ECARTEE
    hotes = {recu[2] for recu in serveur.recus}  # type: ignore[attr-defined]
    assert hotes == {"site.example"}


def test_a_site_is_asked_with_head_first_and_told_who_asks(
    demandeur: Demandeur, serveur: ThreadingHTTPServer
) -> None:
    demandeur.demander("http://site.example/ici")
    demandeur.demander("http://site.example/sans-head")
    recus = [recu[1:] for recu in serveur.recus]  # type: ignore[attr-defined]
    agent = "Inspiraction (fictif)"
    assert recus == [
        ("HEAD", "site.example", "/ici", agent),
        ("HEAD", "site.example", "/sans-head", agent),
        ("GET", "site.example", "/sans-head", agent),
    ]


@pytest.mark.parametrize(
    "adresse",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::127.0.0.1]/",
        "http://[fec0::1]/",
        "http://[::ffff:0:7f00:1]/",
        "http://224.0.0.1/",
        "http://100.64.0.1/",
        "ftp://site.example/",
        "file:///etc/passwd",
        "http://compte:motdepasse@site.example/",
        "http://site.example:0/",
        "http://site.example:99999/",
        "http://" + "a" * 70 + ".example/",
        "http://",
        "javascript:alert(1)",
    ],
)
def test_what_is_private_or_badly_written_is_never_asked(adresse: str) -> None:
    """With the true resolver: none of these needs the network to be refused."""
    assert Demandeur("x", attente=1, pause=0).demander(adresse).sort is Sort.ECARTEE


def test_a_name_with_one_private_address_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def deux(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", deux)
    with pytest.raises(Ecartee):
        lieux_publics("site.example", 80)


def test_an_unknown_site_and_a_closed_door_are_unreachable(demandeur: Demandeur) -> None:
    inconnu = demandeur.demander("http://inconnu.example/")
    assert inconnu == Reponse(Sort.INJOIGNABLE, "ce nom de site n’existe pas")
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    en_clair = demandeur.demander("https://site.example/ici")
    assert en_clair == Reponse(Sort.INJOIGNABLE, "certificat refusé")
    ferme = replace(demandeur, trouver=lambda _h, _p: [("127.0.0.1", port)])
    assert ferme.demander("http://site.example/").sort is Sort.INJOIGNABLE


@pytest.mark.parametrize("debut", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"\xff\x00" * 100])
def test_a_site_that_never_finishes_is_left(demandeur: Demandeur, debut: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ecoute:
        fini = threading.Event()

        def goutte_a_goutte() -> None:
            while not fini.is_set():
                try:
                    prise, _ = ecoute.accept()
                except OSError:
                    return
                with prise:
                    try:
                        prise.sendall(debut)
                        while debut.endswith(b": ") and not fini.wait(0.05):
                            prise.sendall(b"a")
                        fini.wait(0.6)
                    except OSError:
                        pass

        fil = threading.Thread(target=goutte_a_goutte, daemon=True)
        fil.start()
        port = ecoute.getsockname()[1]
        presse = replace(demandeur, attente=0.15, trouver=lambda _h, _p: [("127.0.0.1", port)])
        depart = time.monotonic()
        assert presse.demander("http://site.example/").sort is Sort.INJOIGNABLE
        assert time.monotonic() - depart < 5
        fini.set()


def test_pages_of_one_site_are_asked_one_after_the_other(
    demandeur: Demandeur, serveur: ThreadingHTTPServer
) -> None:
    poli = replace(demandeur, pause=0.1)
    adresses = [f"http://site.example/ici?{i}" for i in range(3)]
    autre = "http://autre.example/ici"
    reponses = poli.demander_tout([*adresses, autre], duree=20)
    assert set(reponses) == {*adresses, autre}
    moments = [r[0] for r in serveur.recus if "?" in r[3]]  # type: ignore[attr-defined]
    assert min(b - a for a, b in pairwise(moments)) >= 0.09


def test_the_whole_takes_no_longer_than_it_may(demandeur: Demandeur) -> None:
    lent = replace(demandeur, pause=30)
    depart = time.monotonic()
    reponses = lent.demander_tout([f"http://site.example/ici?{i}" for i in range(9)], duree=0.5)
    assert time.monotonic() - depart < 5
    assert len(reponses) == 1


# --- Where addresses are written ----------------------------------------------------------


@pytest.mark.parametrize(
    ("ligne", "attendues"),
    [
        ('url: "https://a.example/b"', ["https://a.example/b"]),
        ("Voir https://a.example/b, puis.", ["https://a.example/b"]),
        ("[texte](https://a.example/b_(c)).", ["https://a.example/b_(c)"]),
        ("(voir https://a.example)", ["https://a.example"]),
        (
            "<https://a.example/b#c> **http://d.example/**",
            ["https://a.example/b", "http://d.example/"],
        ),
        ("« https://a.example/é?x=1&y=2 »", ["https://a.example/é?x=1&y=2"]),
        ("https://… http:// ftp://a.example mailto:x@a.example", []),
        ("https://a.example/" + "x" * 3000, []),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(ligne: str, attendues: list[str]) -> None:
    assert list(outside.adresses(ligne)) == attendues


def test_a_long_line_is_searched_quickly() -> None:
    depart = time.monotonic()
    list(outside.adresses("https://a" * 50_000 + ")" * 50_000 + "." * 50_000))
    list(outside.adresses("(https://a.example)" * 20_000))
    assert time.monotonic() - depart < 2


@pytest.fixture
def fiches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    source = [{"titre": "T", "editeur": "E", "annee": 2022, "url": "http://site.example/parti"}]
    return petit.ecrire(
        tmp_path / "fiches",
        {
            "inspiractions/a.md": petit.texte(sources=source),
            "interviews/b.md": petit.texte(
                "interviews", "[ici](http://site.example/parti#x) http://site.example/ici",
                statut="brouillon",
            ),
            "inspiractions/illisible.md": b"\xff\xfe http://site.example/panne",
        },
    )  # fmt: skip


def test_each_address_is_found_once_with_all_its_places(fiches: Path) -> None:
    trouves = outside.liens(fiches)
    a, b = trouves["http://site.example/parti"]
    assert a[0] == "fiches/inspiractions/a.md"
    assert b[0] == "fiches/interviews/b.md"
    for chemin, ligne in (a, b):
        assert "site.example/parti" in Path(chemin).read_text("utf-8").split("\n")[ligne - 1]
    assert "https://www.example.org/asso" in trouves  # a structure's own site
    assert "http://site.example/panne" in trouves


# --- The report ---------------------------------------------------------------------------


def test_the_report_tells_what_to_do_and_where() -> None:
    lieux = [(f"fiches/{i}.md", i) for i in range(1, 6)]
    texte = outside.rapport(
        {"http://a.example/x": lieux, "http://b.example/y": lieux[:1], "http://c.example/": []},
        {
            "http://a.example/x": Reponse(Sort.DISPARUE, "code 404"),
            "http://b.example/y": Reponse(Sort.DEPLACEE, "définitif", "http://b.example/z"),
        },
    )
    assert texte.startswith("## Liens vers d’autres sites\n\n**2 adresses demandées")
    assert "2 à revoir. Le temps a manqué pour 1 autre.**" in texte
    assert texte.index("Pages disparues") < texte.index("Pages déplacées")
    assert "- <http://a.example/x> (code 404)" in texte
    assert "fiches/1.md:1, fiches/2.md:2, fiches/3.md:3 et 2 de plus" in texte
    assert "- <http://b.example/y> → <http://b.example/z>" in texte


def test_a_good_base_has_nothing_to_mend() -> None:
    texte = outside.rapport({"http://a.example/": []}, {"http://a.example/": Reponse(Sort.LA, "")})
    assert "rien à revoir" in texte
    assert "\n- " not in texte


def test_the_report_fits_in_an_issue() -> None:
    adresses = {f"http://a.example/{i}{'x' * 900}": [("fiches/a.md", 1)] for i in range(2000)}
    reponses = {a: Reponse(Sort.DISPARUE, "code 404") for a in adresses}
    texte = outside.rapport(adresses, reponses)
    assert len(texte) < 65_536
    assert "autres adresses, à voir" in texte


def test_what_another_site_says_cannot_write_the_report() -> None:
    for vers in ("http://x.example/\n# Titre", "javascript:alert(1)", "http://x> [a](b) @equipe"):
        texte = outside.rapport(
            {"http://a.example/": [("fiches/a|\n@b.md", 1)]},
            {"http://a.example/": Reponse(Sort.DEPLACEE, "définitif", vers)},
        )
        assert f"<{vers}>" not in texte
        assert "\n# Titre" not in texte
        assert "[a](b)" not in texte
        assert "@equipe" not in texte
        assert "@b" not in texte


def test_the_command_reports_and_never_fails(
    fiches: Path, demandeur: Demandeur, monkeypatch: pytest.MonkeyPatch
) -> None:
    agents: list[str] = []

    def faux(agent: str) -> Demandeur:
        agents.append(agent)
        return replace(demandeur, agent=agent)

    monkeypatch.setattr(commandes.asking, "Demandeur", faux)
    arguments = ["liens-externes", "--fiches", str(fiches), "--url", "https://site.example/base/"]
    resultat = CliRunner().invoke(main, arguments)
    assert resultat.exit_code == 0, resultat.output
    assert "### Pages disparues" in resultat.output
    assert "fiches/interviews/b.md:" in resultat.output
    assert agents == ["Inspiraction (verification des liens; +https://site.example/base/)"]


@pytest.mark.parametrize("arguments", [["--duree", "0"], ["--fiches", "absent"], ["en-trop"]])
def test_a_misused_command_is_the_only_failure(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["liens-externes", *arguments]).exit_code == 2


def test_addresses_of_a_folder_that_is_a_link_are_not_asked(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "x.md").write_text("https://prive.example/\n", encoding="utf-8")
    (tmp_path / "fiches").mkdir()
    (tmp_path / "fiches" / "dossiers").symlink_to(tmp_path / "notes")
    assert outside.liens(tmp_path / "fiches") == {}
