"""What files say of entries, kept from one build to the next: never what is no more."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from capitalisation import export, slices
from capitalisation.harvest import oai
from capitalisation.model import PAR_DOSSIER
from capitalisation.publication import Publication
from capitalisation.slices import Tranches
from capitalisation.views import Site
from tests.unit import petit

ICI = Publication("Base fictive", "https://exemple.org/base/")
#: Changes of a base, one after the other, each followed by a comparison.
TOURS = int(os.environ.get("TOURS") or 25)


@pytest.fixture(autouse=True)
def _petites_tranches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small base is of one slice: these make several of it."""
    monkeypatch.setattr(slices, "PAR_TRANCHE", 4)


def site_de(racine: Path, fichiers: dict[str, str | bytes], publication: Publication = ICI) -> Site:
    for fichier in racine.rglob("*.md"):
        fichier.unlink()
    charge = petit.corpus(racine, fichiers)
    return Site(charge.corpus, petit.AUJOURDHUI, publication=publication)


def tranches_de(site: Site, dossier: Path | None) -> Tranches:
    formes = export.formes(site) | {oai.NOM: oai.forme(site, site.publication)}
    return Tranches(site.corpus, formes, dossier, repr(site.publication))


def ecrits(site: Site, tranches: Tranches) -> dict[str, bytes]:
    """Every file that is made of slices."""
    faits = {f.nom: b"".join(f.octets()) for f in export.fichiers(site, tranches)}
    if site.corpus.fiches:
        faits[oai.NOM] = b"".join(oai.notices(site, oai.Depot(ICI, "a@exemple.org"), tranches))
    return faits


def construire(site: Site, dossier: Path) -> tuple[dict[str, bytes], int]:
    """Return the files of a build, and how many slices it made."""
    tranches = tranches_de(site, dossier)
    manquantes = tranches.manquantes
    for tranche in manquantes:
        tranches.faire(tranche)
    faits = ecrits(site, tranches)
    tranches.ranger()
    return faits, len(manquantes)


def base(nombre: int = 40) -> dict[str, str | bytes]:
    dossiers = list(PAR_DOSSIER)
    return {
        f"{dossiers[n % 4]}/fictive-{n:03}.md": petit.texte(dossiers[n % 4], titre=f"Fictive {n}")
        for n in range(nombre)
    }


# --- The same bytes, whatever happens to a base -------------------------------------------


def test_after_any_change_files_are_those_of_a_clean_build(tmp_path: Path) -> None:
    """Set GRAINE to a seed that failed, TOURS to try more."""
    graine = int(os.environ.get("GRAINE") or random.SystemRandom().randrange(2**32))
    hasard = random.Random(graine)
    fichiers, publication = base(), ICI
    refaites = 0
    connus: dict[str, bytes] = {}
    for tour in range(TOURS):
        quoi, publication = changer(hasard, fichiers, publication, tour)
        site = site_de(tmp_path / "fiches", fichiers, publication)
        faits, faites = construire(site, tmp_path / "cache")
        refaites += faites
        # All at once: what is kept of one build must not help the other.
        for nom, octets in ecrits(site, tranches_de(site, None)).items():
            assert faits[nom] == octets, f"{nom}, GRAINE={graine}, tour {tour} : {quoi}"
        for fichier in export.fichiers(site, tranches_de(site, tmp_path / "cache")):
            if depend := fichier.depend():
                octets = connus.setdefault(f"{fichier.nom} {depend}", faits[fichier.nom])
                assert faits[fichier.nom] == octets, f"{fichier.nom}, GRAINE={graine}, tour {tour}"
    assert connus
    assert refaites < TOURS * len(tranches_de(site, None).tranches)


def changer(
    hasard: random.Random, fichiers: dict[str, str | bytes], publication: Publication, tour: int
) -> tuple[str, Publication]:
    """Change one thing of the base; return what, and the site that it is now published on."""
    chemin = hasard.choice(sorted(f for f in fichiers if f.endswith(".md")))
    dossier, _, nom = chemin.partition("/")
    identifiant = nom.removesuffix(".md")
    autre = hasard.choice(sorted(f for f in fichiers if f.endswith(".md")))
    lien = {"type": "prolonge", "vers": autre.partition("/")[2].removesuffix(".md")}
    vers = hasard.choice(list(PAR_DOSSIER))
    neuf = f"nouvelle-{tour}"

    def ecrire(**cles: Any) -> None:
        fichiers[chemin] = petit.texte(dossier, **cles)

    def renommer(**cles: Any) -> None:
        del fichiers[chemin]
        fichiers[f"{dossier}/{neuf}.md"] = petit.texte(dossier, **cles)

    def changer_de_genre() -> None:
        del fichiers[chemin]
        fichiers[f"{vers}/{nom}"] = petit.texte(vers, titre=f"Passée en {vers}, fictive")

    def renommer_un_theme() -> None:
        themes = petit.VOCABULAIRES["themes"].replace("Isolement social", f"Isolement {tour}")
        fichiers["_referentiels/themes.yml"] = themes

    changements: dict[str, Callable[[], Any]] = {
        "titre": lambda: ecrire(titre=f"Titre fictif {tour}"),
        "texte": lambda: ecrire(corps=f"## Contexte et problématique\n\nFictif {tour}."),
        "thème": lambda: ecrire(themes=[hasard.choice(["ecologie", "sommeil"])]),
        "lieu": lambda: ecrire(territoires=[hasard.choice(["Charleroi", "La Réunion", "Brest"])]),
        "date": lambda: ecrire(date=f"2025-0{hasard.randrange(1, 10)}-11"),
        "lien": lambda: ecrire(liens=[lien]),
        "dossier": lambda: fichiers.__setitem__(
            "dossiers/fictif.md",
            petit.texte("dossiers", elements=[{"titre": "Fictive", "entrees": [lien["vers"]]}]),
        ),
        "ajout": lambda: fichiers.__setitem__(f"ressources/{neuf}.md", petit.texte("ressources")),
        "retrait": lambda: fichiers.pop(chemin),
        "nouveau nom": renommer,
        "nouveau nom dit": lambda: renommer(anciens_identifiants=[identifiant]),
        "autre genre": changer_de_genre,
        "vocabulaire": renommer_un_theme,
        "rien": lambda: None,
    }
    if tour % 10 == 9:
        return "adresse", Publication("Base fictive", f"https://exemple.org/{tour}/")
    quoi = hasard.choice(list(changements))
    changements[quoi]()
    return f"{quoi}, {chemin}", publication


def test_each_thing_that_a_file_says_is_seen_to_change(tmp_path: Path) -> None:
    fichiers = base(12)
    lie = petit.texte(liens=[{"type": "prolonge", "vers": "fictive-005"}])
    fichiers["inspiractions/liee.md"] = lie
    construire(site_de(tmp_path / "fiches", fichiers), tmp_path / "cache")
    # The one that is linked to changes of kind, and so of address: the other record says it.
    del fichiers["interviews/fictive-005.md"]
    fichiers["ressources/fictive-005.md"] = petit.texte("ressources")
    site = site_de(tmp_path / "fiches", fichiers)
    faits, _ = construire(site, tmp_path / "cache")
    relation = b"<dc:relation>https://exemple.org/base/ressources/fictive-005/</dc:relation>"
    assert relation in faits[oai.NOM]
    fichiers["_referentiels/themes.yml"] = petit.VOCABULAIRES["themes"].replace(
        "Isolement social", "Isolement fictif"
    )
    site = site_de(tmp_path / "fiches", fichiers)
    faits, _ = construire(site, tmp_path / "cache")
    assert all(
        b"Isolement fictif" in faits[nom] and b"Isolement social" not in faits[nom]
        for nom in ("catalogue.json", "catalogue.csv", "catalogue.bib", oai.NOM)
    )


@pytest.mark.parametrize("nouveau", ["dossiers/fictive-020.md", "inspiractions/fictive-020-b.md"])
def test_a_file_that_only_moves_is_said_where_it_is(tmp_path: Path, nouveau: str) -> None:
    fichiers = base()
    ancien = "inspiractions/fictive-020.md"
    construire(site_de(tmp_path / "fiches", fichiers), tmp_path / "cache")
    fichiers[nouveau] = fichiers.pop(ancien)
    site = site_de(tmp_path / "fiches", fichiers)
    faits, _ = construire(site, tmp_path / "cache")
    assert f"/{nouveau.removesuffix('.md')}/".encode() in faits["catalogue.json"]
    assert f"/{ancien.removesuffix('.md')}/".encode() not in faits["catalogue.json"]


def test_an_edit_makes_one_slice_again_and_an_arrival_two_at_most(tmp_path: Path) -> None:
    fichiers = base()
    site = site_de(tmp_path / "fiches", fichiers)
    _, faites = construire(site, tmp_path / "cache")
    assert faites == len(tranches_de(site, None).tranches) > 4
    fichiers["inspiractions/fictive-020.md"] = petit.texte(titre="Fictive, changée")
    assert construire(site_de(tmp_path / "fiches", fichiers), tmp_path / "cache")[1] == 1
    fichiers["inspiractions/fictive-020-bis.md"] = petit.texte(titre="Fictive, ajoutée")
    assert construire(site_de(tmp_path / "fiches", fichiers), tmp_path / "cache")[1] in (1, 2)
    assert construire(site_de(tmp_path / "fiches", fichiers), tmp_path / "cache")[1] == 0


def test_a_workbook_owes_nothing_to_the_story_of_an_entry(tmp_path: Path) -> None:
    fichiers = base(8)

    def depend() -> tuple[object, ...] | None:
        site = site_de(tmp_path / "fiches", fichiers)
        construire(site, tmp_path / "cache")
        tranches = tranches_de(site, tmp_path / "cache")
        return next(iter(export.fichiers(site, tranches))).depend()

    avant = depend()
    assert avant
    fichiers["inspiractions/fictive-004.md"] = petit.texte(
        titre="Fictive 4", corps="## Contexte et problématique\n\nUn autre récit fictif."
    )
    assert depend() == avant
    fichiers["inspiractions/fictive-004.md"] = petit.texte(titre="Fictive, changée")
    assert depend() != avant


def test_what_is_lost_of_a_slice_is_not_known(tmp_path: Path) -> None:
    site = site_de(tmp_path / "fiches", base())
    construire(site, tmp_path / "cache")
    for tranche in (tmp_path / "cache").glob("*/*"):
        tronquer(tranche)
        break
    tranches = tranches_de(site, tmp_path / "cache")
    assert next(iter(export.fichiers(site, tranches))).depend() is None


# --- A folder that anything may happen to -------------------------------------------------


def tronquer(fichier: Path) -> None:
    fichier.write_bytes(fichier.read_bytes()[:-7])


def vider(fichier: Path) -> None:
    fichier.write_bytes(b"")


def changer_un_octet(fichier: Path) -> None:
    octets = bytearray(fichier.read_bytes())
    octets[len(octets) // 2] ^= 1
    fichier.write_bytes(octets)


def mentir_sur_la_taille(fichier: Path) -> None:
    octets = fichier.read_bytes()
    fichier.write_bytes(b"\xff" * 8 + octets[8:])


def remplacer_par_un_autre(fichier: Path) -> None:
    fichier.write_bytes(b"\x00" * 4096)


def remplacer_par_un_dossier(fichier: Path) -> None:
    fichier.unlink()
    fichier.mkdir()


@pytest.mark.parametrize(
    "abimer",
    [
        tronquer,
        vider,
        changer_un_octet,
        mentir_sur_la_taille,
        remplacer_par_un_autre,
        remplacer_par_un_dossier,
    ],
    ids=lambda abimer: abimer.__name__,
)
def test_what_is_damaged_is_made_again(tmp_path: Path, abimer: Callable[[Path], None]) -> None:
    site = site_de(tmp_path / "fiches", base())
    avant, _ = construire(site, tmp_path / "cache")
    for gardee in (tmp_path / "cache").glob("*/*"):
        abimer(gardee)
    assert construire(site, tmp_path / "cache")[0] == avant


def test_where_nothing_can_be_kept_files_are_the_same(tmp_path: Path) -> None:
    site = site_de(tmp_path / "fiches", base())
    avant, _ = construire(site, tmp_path / "cache")
    (tmp_path / "fichier").write_text("fictif", encoding="utf-8")
    faits, faites = construire(site, tmp_path / "fichier" / "cache")
    assert (faits, faites) == (avant, 0)


def test_a_folder_that_is_emptied_during_a_build_loses_time_alone(tmp_path: Path) -> None:
    site = site_de(tmp_path / "fiches", base())
    avant, _ = construire(site, tmp_path / "cache")
    tranches = tranches_de(site, tmp_path / "cache")
    assert not tranches.manquantes
    for gardee in (tmp_path / "cache").glob("*/*"):
        gardee.unlink()
    assert ecrits(site, tranches) == avant


def test_only_what_a_base_may_ask_for_again_is_kept(tmp_path: Path) -> None:
    fichiers = base()
    cache = tmp_path / "cache"
    for tour in range(6):
        fichiers["inspiractions/fictive-020.md"] = petit.texte(titre=f"Fictive, fois {tour}")
        site = site_de(tmp_path / "fiches", fichiers)
        construire(site, cache)
        assert len(list(cache.glob("*/*"))) == len(tranches_de(site, None).tranches)
    for tour in range(6):
        ailleurs = Publication("Base fictive", f"https://exemple.org/{tour}/")
        construire(site_de(tmp_path / "fiches", fichiers, ailleurs), cache)
    assert len(list(cache.iterdir())) == slices.GENERATIONS
    # That of the last build is among them.
    assert construire(site_de(tmp_path / "fiches", fichiers, ailleurs), cache)[1] == 0
