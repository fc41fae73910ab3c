"""Every page that is built: what it lets in, and that it holds nothing else."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree

import site_hooks
from capitalisation.policy import empreinte
from mkdocs_adapter import context as contexte
from mkdocs_adapter.paper import VARIABLE_SANS_LIVRES
from tests.site.conftest import Construction, mkdocs_build
from tests.unit import petit

Lire = Callable[[str], bytes]
ARCHIVE = "donnees/inspiraction.zip"
#: The one script of most pages, a second one where something is asked before the page is whole.
SCRIPTS_MAX = 4
DIRECTIVES = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
}


@pytest.fixture(params=["reel", "publie", "archive"])
def lieu(request: pytest.FixtureRequest) -> Iterator[tuple[list[str], Lire, bool]]:
    """The pages of a site or of an archive, what reads its files, whether it is an archive.

    `reel` has every kind of page, `publie` an old address and letters.
    """
    hors_ligne = request.param == "archive"
    site: Construction = request.getfixturevalue("publie" if hors_ligne else request.param)
    if not hors_ligne:
        yield site.pages(), lambda nom: (site.site / nom).read_bytes(), False
        return
    with zipfile.ZipFile(site.site / ARCHIVE) as archive:
        yield [n for n in archive.namelist() if n.endswith(".html")], archive.read, True


def test_a_page_lets_in_what_it_holds_and_nothing_else(
    lieu: tuple[list[str], Lire, bool],
) -> None:
    noms, lire, hors_ligne = lieu
    fautes: dict[str, list[str]] = {}
    vus: set[str] = set()
    for nom in noms:
        page = lire(nom)
        arbre = etree.HTML(page.decode())
        if trouvees := [*_politique(arbre, page, vus, hors_ligne), *_contenu(arbre)]:
            fautes[nom] = trouvees
    assert fautes == {}
    # It would have been seen.
    assert len(vus) >= 3


def _politique(
    arbre: etree._Element, page: bytes, vus: set[str], hors_ligne: bool
) -> Iterator[str]:
    tete = arbre.find("head")
    assert tete is not None
    metas = arbre.xpath("//meta[@http-equiv='Content-Security-Policy']")
    if metas != [tete[0]]:
        yield f"{len(metas)} politiques, et <{tete[0].tag}> d’abord"
        return
    if b'<meta charset="utf-8">' not in page[:1024]:
        yield "l’encodage est dit trop loin"
    directives = {d.split()[0]: d.split()[1:] for d in metas[0].get("content").split(";")}
    attendues = DIRECTIVES | ({"form-action": {"file:"}} if hors_ligne else {})
    permises = {
        balise: {s for s in directives[nom] if s.startswith("'sha256-")}
        for balise, nom in (("script", "script-src"), ("style", "style-src"))
    }
    if arbre.find(".//div[@id='formulaire']") is not None:
        attendues["img-src"] = DIRECTIVES["img-src"] | {"blob:"}
    dites = {nom: {s for s in sources if s[1:7] != "sha256"} for nom, sources in directives.items()}
    if dites != attendues:
        yield f"la politique est {metas[0].get('content')}"
    for balise, empreintes in permises.items():
        # What is run, and what is run in the archive only: data are neither.
        ecrits = {
            f"'{empreinte((e.text or '').encode())}'"
            for e in arbre.iter(balise)
            if not e.get("src") and e.get("type") != "application/ld+json"
        }
        vus |= ecrits
        if ecrits - empreintes:
            yield f"un <{balise}> n’a pas son empreinte dans la politique"
        # The archive leaves out what asks a server.
        if empreintes - ecrits and not hors_ligne:
            yield f"la politique permet un <{balise}> qui n’est pas là"
        if len(empreintes) > SCRIPTS_MAX:
            yield f"{len(empreintes)} empreintes"


def _contenu(arbre: etree._Element) -> Iterator[str]:
    if arbre.xpath("string(//meta[@name='referrer']/@content)") != "strict-origin":
        yield "les autres sites verraient quelle page on lisait"
    for element in arbre.iter(etree.Element):
        for attribut, valeur in element.items():
            if attribut.startswith("on") or attribut in ("style", "srcdoc"):
                yield f"<{element.tag} {attribut}>"
            protocole = re.match(r"[\s\x00-\x1f]*([a-z][a-z0-9+.-]*):", valeur, re.IGNORECASE)
            if attribut in ("href", "src", "action", "formaction", "data") and protocole:
                permis = {"http", "https", "mailto"} if element.tag in ("a", "link") else set()
                # A reference is a file that its link holds.
                if element.tag == "a" and element.get("download"):
                    permis = {"data"}
                if protocole[1].lower() not in permis:
                    yield f"<{element.tag} {attribut}={valeur[:40]}>"
        if element.get("target") and not {"noopener", "noreferrer"} <= set(
            element.get("rel", "").split()
        ):
            yield f"<{element.tag} target={element.get('target')}> sans rel"


def test_files_that_pages_share_are_the_ones_that_pages_name(
    lieu: tuple[list[str], Lire, bool],
) -> None:
    noms, lire, hors_ligne = lieu
    empreintes: dict[str, str] = {}
    sceaux = 0
    for nom in noms:
        for element in etree.HTML(lire(nom).decode()).xpath(
            "//script[@src] | //link[@rel='stylesheet']"
        ):
            sceau = element.get("integrity")
            if hors_ligne:
                # From a disk, Chromium and Firefox refuse whatever bears one.
                assert sceau is None, nom
                continue
            chemin = unquote(urlsplit(element.get("src") or element.get("href")).path)
            fichier = posixpath.normpath(posixpath.join(posixpath.dirname(nom), chemin))
            # 404.html is read at any address: it names files from the root.
            fichier = fichier.removeprefix("/base/").removeprefix("/")
            if fichier not in empreintes:
                empreintes[fichier] = empreinte(lire(fichier))
            assert sceau == empreintes[fichier], (nom, fichier)
            sceaux += 1
    assert hors_ligne or sceaux > 5 * len(noms) - 1


def test_scripts_of_pages_are_not_files_of_the_site(reel: Construction) -> None:
    assert not (reel.site / "assets" / "incorpores").exists()


def test_servers_that_read_headers_are_told_the_rest(reel: Construction) -> None:
    lignes = reel.lire("_headers").splitlines()
    # https://docs.netlify.com/routing/headers/: a path, then its headers, set in.
    assert lignes[0] == "/*"
    entetes = dict(ligne.removeprefix("  ").split(": ") for ligne in lignes[1:])
    assert entetes == {
        "Content-Security-Policy": "frame-ancestors 'self'",
        "X-Content-Type-Options": "nosniff",
    }


def test_the_preview_can_reload_its_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for nom in (contexte.VARIABLE_APERCU, VARIABLE_SANS_LIVRES):
        monkeypatch.setenv(nom, "")
    site_hooks.on_startup("serve", dirty=False)
    apercu = mkdocs_build(tmp_path / "site", petit.ecrire(tmp_path / "fiches", {}))
    assert "script-src 'self' 'unsafe-inline';" in apercu.lire("")
