"""The letters of the real base, counted again from its files, and those of a small one."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape
from pathlib import Path

import pytest

from capitalisation.dates import MOIS
from capitalisation.sitecheck import examiner
from capitalisation.territories import Territoires
from tests.site.conftest import Construction
from tests.site.recompte import Entete, entetes
from tests.unit.ligne import lancer

URL = "https://base.example/sous/"
GENRES = {"inspiraction": "inspiractions", "interview": "interviews", "dossier": "dossiers",
          "ressource": "ressources"}  # fmt: skip


def par_mois() -> dict[str, list[Entete]]:
    """AAAA-MM → what was published then, or verified then and published in an earlier month."""
    mois: dict[str, list[Entete]] = {}
    for entete in entetes():
        publiee = str(entete["date"])[:7]
        mois.setdefault(publiee, []).append(entete)
        relue = str(entete.get("verifiee_le") or "")[:7]
        if relue > publiee:
            mois.setdefault(relue, []).append(entete)
    return mois


LE_PLUS_RICHE = max(par_mois(), key=lambda mois: len(par_mois()[mois]))


def adresse(entete: Entete) -> str:
    return f"{GENRES[entete['genre']]}/{entete['id']}/"


def page_entiere(construction: Construction, mois: str) -> str:
    """Every page of a letter."""
    dossier = construction.site / "lettres" / mois
    return "".join(f.read_text("utf-8") for f in sorted(dossier.rglob("*.html")))


def test_every_entry_of_a_month_stands_once_in_its_letter(reel: Construction) -> None:
    for mois, siennes in par_mois().items():
        cartes = re.findall(r'data-carte="([^"]+)"', page_entiere(reel, mois))
        assert Counter(cartes) == dict.fromkeys((e["id"] for e in siennes), 1), mois


def test_a_letter_says_how_many_of_each_kind(reel: Construction) -> None:
    page = reel.lire(f"lettres/{LE_PLUS_RICHE}/")
    comptes = Counter(e["genre"] for e in par_mois()[LE_PLUS_RICHE])
    for genre, compte in comptes.items():
        titre = re.search(rf'<h2 id="titre-{genre}">.*?<span class="n">\s*(\d+)', page)
        assert titre
        assert int(titre[1]) == compte


def test_the_page_of_letters_leads_to_each_and_every_page_leads_to_it(reel: Construction) -> None:
    page = reel.lire("lettres/")
    assert re.findall(r'href="\.\./lettres/(\d{4}-\d{2})/"', page) == sorted(
        par_mois(), reverse=True
    )
    for lue in ("", "themes/", f"lettres/{LE_PLUS_RICHE}/"):
        assert re.search(r'<footer.*href="[./]*lettres/".*</footer>', reel.lire(lue), re.DOTALL)


def test_the_description_of_a_letter_is_typographed(reel: Construction) -> None:
    annee, mois = LE_PLUS_RICHE.split("-")
    description = re.search(
        r'<meta name="description" [^>]*content="([^"]*)"', reel.lire(f"lettres/{LE_PLUS_RICHE}/")
    )
    assert description
    assert description[1].startswith(f"En {MOIS[int(mois) - 1]} {annee}\u202f: ")


# --- The mail of the real base


@pytest.fixture(scope="module")
def courriel(tmp_path_factory: pytest.TempPathFactory) -> EmailMessage:
    dossier = tmp_path_factory.mktemp("lettre")
    resultat = lancer("lettre", LE_PLUS_RICHE, "--url", URL, "--sortie", dossier)
    assert resultat.exit_code == 0, resultat.output
    octets = (dossier / f"lettre-{LE_PLUS_RICHE}.eml").read_bytes()
    message = message_from_bytes(octets, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def corps(message: EmailMessage, sorte: str) -> str:
    partie = message.get_body((sorte,))
    assert partie is not None
    return str(partie.get_content()).replace("\r\n", "\n")


def test_every_link_of_the_mail_leads_to_a_page_of_the_site(
    reel: Construction, courriel: EmailMessage
) -> None:
    html = corps(courriel, "html")
    liens = [unescape(lien) for lien in re.findall(r'href="([^"]*)"', html)]
    texte = re.findall(r"^\s*(https?://\S+)$", corps(courriel, "plain"), re.MULTILINE)
    assert len(liens) > 50
    assert set(texte) == set(liens)
    for lien in set(liens):
        assert lien.startswith(URL)
        assert (reel.site / lien.removeprefix(URL) / "index.html").is_file(), lien


def test_what_the_mail_says_of_an_entry_is_what_its_file_says(courriel: EmailMessage) -> None:
    html = corps(courriel, "html")
    texte = simple(corps(courriel, "plain"))
    siennes = {adresse(e): e for e in par_mois()[LE_PLUS_RICHE]}
    blocs = re.findall(
        rf'<a href="{URL}([a-z]+/[^"/]+/)"[^>]*>([^<]*)</a></h\d>(.*?)(?=<h\d|<p[^>]*><a )',
        html,
        re.DOTALL,
    )
    assert len(blocs) > 20
    for cible, titre, suite in blocs:
        entete = siennes[cible]
        assert simple(titre) == simple(entete["titre"])
        dit = simple(re.sub("<[^>]+>", " ", suite))
        assert simple(entete["resume"]) in dit
        assert simple(Territoires().resoudre(entete["territoires"][0]).nom) in dit
        assert simple(entete["resume"]) in texte
    cites = re.findall(rf'href="{URL}([a-z]+/[^"/]+/)"', html)
    cites = [cible for cible in cites if not cible.startswith("lettres/")]
    assert set(cites) <= set(siennes)
    assert len(cites) == len(set(cites))
    restes = sum(int(n) for n in re.findall(r"Et (\d+) autres", html))
    assert len(cites) + restes + html.count("Et une autre") == len(siennes)


def test_the_mail_says_what_a_notice_is(courriel: EmailMessage) -> None:
    """Stories and notices are told apart, under each kind that has both."""
    texte = corps(courriel, "plain")
    recits, _, notices = texte.partition("Notices, à compléter")
    recits = recits.rpartition("À lire")[2]
    siennes = {f"{URL}{adresse(e)}": e["statut"] for e in par_mois()[LE_PLUS_RICHE]}
    cites = re.compile(r"https?://\S+")
    assert {siennes[lien] for lien in cites.findall(recits) if lien in siennes} == {"publiee"}
    premieres = cites.findall(notices.partition("====")[0])
    assert {siennes[lien] for lien in premieres if lien in siennes} == {"notice"}


def simple(texte: str) -> str:
    """Words alone: typography changes apostrophes and spaces."""
    return re.sub(r"\W+", " ", unescape(texte)).strip()


# --- A small base, with an editorial


def test_a_small_base_has_a_letter_a_month_and_no_more(publie: Construction) -> None:
    pages = sorted(f.parent.name for f in (publie.site / "lettres").glob("*/index.html"))
    assert pages == [f"2026-{mois:02}" for mois in range(1, 12)]
    dites = re.findall(r'href="\.\./lettres/(\d{4}-\d{2})/"', publie.lire("lettres/"))
    assert dites == ["2026-10", "2026-09", "2026-01"]
    octobre = publie.lire("lettres/2026-10/")
    assert sorted(re.findall(r'data-carte="([^"]+)"', octobre)) == ["octobre", "septembre"]
    assert "Mises à jour" in octobre
    assert "cachee" not in octobre
    assert 'rel="prev" href="../../lettres/2026-09/"' in octobre
    assert 'rel="next"' not in octobre
    mars = publie.lire("lettres/2026-03/")
    assert "plus aucune entrée. Celles que cette lettre annonçait" in mars
    voisines = re.findall(r'rel="(?:prev|next)" href="\.\./\.\./lettres/([^/]+)/"', mars)
    assert voisines == ["2026-01", "2026-09"]
    assert "lettres/2026-03/" not in publie.lire("sitemap.xml")
    assert "En cours" not in publie.lire("lettres/")
    assert "future" not in publie.lire("lettres/")


def test_an_editorial_opens_its_letter_and_breaks_nothing_of_its_page(publie: Construction) -> None:
    octobre = publie.lire("lettres/2026-10/")
    assert "Un titre &lt; fictif &amp; hostile\u202f: {{ 7 * 7 }}" in octobre
    assert octobre.index("titre-editorial") < octobre.index('id="titre-inspiraction"')
    assert "alert(1)" not in octobre
    assert 'href="../../inspiractions/septembre/"' in octobre
    # The feeds are built apart from these pages.
    assert [
        d for d in examiner(publie.site) if "lettre" in d.page and "flux" not in d.message
    ] == []


def test_nothing_of_the_folder_of_editorials_is_published_as_it_is(publie: Construction) -> None:
    assert not [f for f in publie.site.rglob("*") if "_lettres" in f.as_posix()]
    assert not (publie.site / "courriel").exists()


def test_the_page_that_tells_how_to_send_it_is_part_of_the_guide(reel: Construction) -> None:
    page = reel.lire("contribuer/lettre/")
    assert "capitalisation lettre 2026-11" in page
    assert Path(reel.site / "contribuer" / "lettre" / "index.html").is_file()
