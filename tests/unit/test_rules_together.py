"""Rules about all the entries at once: cycles, titles and texts told twice, images nobody shows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from capitalisation.diagnostics import Diagnostic
from tests.conftest import JPEG
from tests.unit import petit


def constats(racine: Path, fichiers: dict[str, str | bytes]) -> list[Diagnostic]:
    return petit.corpus(racine / "fiches", fichiers).diagnostics


# --- prolonge ---------------------------------------------------------------------


def prolongements(liens: Iterable[str]) -> dict[str, str | bytes]:
    """ "ab" is an entry a that prolongs b."""
    vers: dict[str, list[str]] = {}
    for de, a in liens:
        vers.setdefault(de, []).append(a)
        vers.setdefault(a, [])
    return {
        f"inspiractions/{nom}.md": petit.texte(
            titre=f"Action fictive {nom}",
            liens=[{"type": "prolonge", "vers": autre} for autre in autres],
        )
        for nom, autres in vers.items()
    }


@pytest.mark.parametrize(
    ("liens", "chaines"),
    [
        (["ab", "bc", "ac"], []),
        (["ba", "ab"], ["a → b → a"]),
        (["ca", "ab", "bc"], ["a → b → c → a"]),
        (["ab", "bc", "cb", "cd"], ["b → c → b"]),
        (["ab", "ba", "cd", "dc", "bc"], ["a → b → a", "c → d → c"]),
        (["ab", "bc", "ca", "ac"], ["a → c → a"]),
    ],
)
def test_a_round_of_prolongements_is_named_once_by_its_shortest_way(
    liens: list[str], chaines: list[str], tmp_path: Path
) -> None:
    trouves = constats(tmp_path, prolongements(liens))
    assert [d.code for d in trouves] == ["E047"] * len(chaines)
    for constat, chaine in zip(trouves, chaines, strict=True):
        assert constat.chemin.endswith(f"/{chaine[0]}.md")
        assert constat.message.endswith(f" : {chaine}")


def test_the_finding_stands_on_the_link_that_goes_round(tmp_path: Path) -> None:
    fichiers = prolongements(["ab", "ac", "ca"])
    (constat,) = constats(tmp_path, fichiers)
    assert constat.champ == "liens.2.vers"


def test_another_type_of_link_may_go_both_ways(tmp_path: Path) -> None:
    fichiers = {
        nom: str(texte).replace("prolonge", "complete")
        for nom, texte in prolongements(["ab", "ba"]).items()
    }
    assert constats(tmp_path, dict(fichiers)) == []


def test_a_long_round_is_told_without_its_whole_length(tmp_path: Path) -> None:
    noms = [chr(c) for c in range(ord("a"), ord("z") + 1)]
    tour = [f"{x}{y}" for x, y in zip(noms, [*noms[1:], "a"], strict=True)]
    (constat,) = constats(tmp_path, prolongements(tour))
    assert constat.message.endswith("a → b → c → d → e → f → … → a")


# --- Titles and texts -------------------------------------------------------------


def test_a_title_told_twice_is_named_on_each_later_entry(tmp_path: Path) -> None:
    titres = {"a": "Les cafés d’ici", "b": "les CAFES d'ici", "c": "Autre", "d": "Les cafés d’ici"}
    fichiers = {f"ressources/{n}.md": petit.texte("ressources", titre=t) for n, t in titres.items()}
    trouves = constats(tmp_path, dict(fichiers))
    assert [(d.chemin[-4:], d.code, d.ligne) for d in trouves] == [
        ("b.md", "A120", 2),
        ("d.md", "A120", 2),
    ]
    assert all(d.message.endswith("ressources/a.md") for d in trouves)


def test_a_translation_keeps_the_title_of_its_original(tmp_path: Path) -> None:
    fichiers = {
        "ressources/a.md": petit.texte("ressources"),
        "ressources/b.md": petit.texte("ressources", langue="nl", traduction_de="a"),
    }
    assert constats(tmp_path, dict(fichiers)) == []


MOTS = [f"mot{i:03} fictif assez long" for i in range(60)]


def texte(change: dict[int, str] | None = None, longueur: int = 60) -> str:
    mots = [(change or {}).get(i, mot) for i, mot in enumerate(MOTS[:longueur])]
    return "## Un titre\n\n" + " ".join(mots).replace("mot", "un mot particulier ")


#: Body of the second entry → whether it is that of the first, but for a little.
REPRISES = {
    "le-meme": (texte(), True),
    "une-phrase-en-moins": (texte({9: ""}), True),
    "deux-mots-changes": (texte({12: "autre", 40: "encore autre"}), True),
    "une-autre-mise-en-page": (texte().replace(" un mot", "\n\nun mot").upper(), True),
    "la-moitie": (texte(longueur=25), False),
    "un-mot-sur-deux-change": (texte({i: f"change {i}" for i in range(0, 60, 2)}), False),
    "un-autre-texte": ("Un autre récit fictif." * 40, False),
}


@pytest.mark.parametrize("nom", REPRISES)
def test_a_text_told_again_is_named_on_the_later_entry(nom: str, tmp_path: Path) -> None:
    corps, dit = REPRISES[nom]
    fichiers = {
        "ressources/a.md": petit.texte("ressources", titre="Titre A", corps=texte()),
        "ressources/b.md": petit.texte("ressources", titre="Titre B", corps=corps),
    }
    trouves = constats(tmp_path, dict(fichiers))
    assert [(d.chemin[-4:], d.code) for d in trouves] == ([("b.md", "A121")] if dit else [])


def test_a_short_text_or_what_everyone_writes_is_no_copy(tmp_path: Path) -> None:
    """Twenty-five entries hold the same long notice, each beside a story of its own."""
    notice = " ".join(f"Cette notice fictive comporte la mention {i}." for i in range(20))
    fichiers: dict[str, str | bytes] = {}
    for i in range(25):
        propre = " ".join(f"L’action{i} fictive raconte son épisode {i}-{j}." for j in range(20))
        fichiers[f"ressources/long-{i}.md"] = petit.texte(
            "ressources", titre=f"Long {i}", corps=f"{notice}\n\n{propre}"
        )
        fichiers[f"ressources/court-{i}.md"] = petit.texte("ressources", titre=f"Court {i}")
    assert constats(tmp_path, fichiers) == []


def test_a_copy_with_its_title_is_one_finding_and_a_translation_none(tmp_path: Path) -> None:
    fichiers = {
        "ressources/a.md": petit.texte("ressources", corps=texte()),
        "ressources/b.md": petit.texte("ressources", corps=texte()),
        "ressources/c.md": petit.texte(
            "ressources", titre="Een titel", corps=texte(), langue="nl", traduction_de="a"
        ),
    }
    assert [d.code for d in constats(tmp_path, dict(fichiers))] == ["A120"]


# --- Images -----------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n fictif"
WEBP = b"RIFF\x00\x00\x00\x00WEBP fictif"
IMAGE = {"fichier": "photo.jpg", "alt": "Une table fictive", "credit": "Fictif"}


@pytest.mark.parametrize(
    ("octets", "dits"),
    [
        (JPEG, []),
        (PNG, []),
        (WEBP, []),
        (b"", ["E052"]),
        (b"GIF89a fictif", ["E052"]),
        (b"<svg onload='x'></svg>", ["E052"]),
        (b"RIFF\x00\x00\x00\x00WAVE", ["E052"]),
    ],
)
def test_an_image_is_what_its_first_bytes_say(
    octets: bytes, dits: list[str], tmp_path: Path
) -> None:
    fichiers = {
        "ressources/x.md": petit.texte("ressources", image=IMAGE),
        "images/x/photo.jpg": octets,
    }
    assert [d.code for d in constats(tmp_path, dict(fichiers))] == dits


@pytest.mark.parametrize(
    ("nom", "propose"),
    [
        ("Photo.jpg", "photo.jpg"),
        ("photo.JPG", "photo.jpg"),
        ("été.jpg", "ete.jpg"),
        ("mon atelier.jpg", "mon-atelier.jpg"),
        ("l'été (1).jpg", "l-ete-1.jpg"),
        ("photo_1-b.v2.jpg", ""),
    ],
)
def test_the_name_of_an_image_is_an_address(nom: str, propose: str, tmp_path: Path) -> None:
    fichiers = {
        "ressources/x.md": petit.texte("ressources", image={**IMAGE, "fichier": nom}),
        f"images/x/{nom}": JPEG,
    }
    trouves = constats(tmp_path, dict(fichiers))
    assert [(d.code, d.champ) for d in trouves] == ([("A109", "image.fichier")] if propose else [])
    assert all(propose in d.correction for d in trouves)


@pytest.mark.parametrize(
    "corps", ["![Une table](mon atelier.jpg)", "![Une table](<mon atelier.jpg>)"]
)
def test_an_image_with_a_space_in_its_name_is_seen_in_the_text(corps: str, tmp_path: Path) -> None:
    fichiers = {
        "ressources/x.md": petit.texte("ressources", corps=corps.replace(")", ' "Fictif")')),
        "images/x/mon atelier.jpg": JPEG,
    }
    assert [d.code for d in constats(tmp_path, dict(fichiers))] == ["A109"]


@pytest.mark.parametrize(
    ("alt", "vague"),
    [
        ("photo", True),
        ("Image", True),
        ("IMG_2034", True),
        ("DSC 0042", True),
        ("Capture d’écran 2021", True),
        ("photo.jpg", True),
        ("La photo", True),
        ("Une photo de la table", False),
        ("Image satellite de Scaër", False),
        ("Atelier", False),
    ],
)
def test_an_alternative_says_what_the_image_shows(alt: str, vague: bool, tmp_path: Path) -> None:
    fichiers = {
        "ressources/x.md": petit.texte(
            "ressources", image={**IMAGE, "alt": alt}, corps=f'![{alt}](photo.jpg "Fictif")'
        ),
        "images/x/photo.jpg": JPEG,
    }
    trouves = [(d.code, d.champ) for d in constats(tmp_path, dict(fichiers))]
    assert trouves == ([("A106", "image.alt"), ("A106", "")] if vague else [])


def test_what_no_entry_shows_is_named_where_it_is(tmp_path: Path) -> None:
    fichiers = {
        "ressources/x.md": petit.texte("ressources", image=IMAGE),
        "inspiractions/brouillon.md": petit.texte(
            statut="brouillon", corps='![Une table](Table.jpg "Fictif")'
        ),
        "inspiractions/cassee.md": "sans en-tête",
        "inspiractions/en-cp1252.md": "été".encode("cp1252"),
        "images/x/photo.jpg": JPEG,
        "images/x/oubliee.jpg": JPEG,
        "images/x/.cachee": b"",
        "images/brouillon/table.jpg": JPEG,
        "images/cassee/photo.jpg": JPEG,
        "images/en-cp1252/photo.jpg": JPEG,
        "images/personne/photo.jpg": JPEG,
        "images/seule.jpg": JPEG,
        "images/.gitkeep": b"",
    }
    trouves = [d for d in constats(tmp_path, dict(fichiers)) if d.code == "A111"]
    racine = tmp_path / "fiches" / "images"
    assert [Path(d.chemin).relative_to(racine).as_posix() for d in trouves] == [
        "personne", "seule.jpg", "x/oubliee.jpg",
    ]  # fmt: skip
    assert [d.ligne for d in trouves] == [1, 1, 1]


def test_a_link_in_the_folder_of_images_is_not_followed(tmp_path: Path) -> None:
    dehors = tmp_path / "dehors"
    dehors.mkdir()
    (dehors / "photo.jpg").write_bytes(JPEG)
    images = tmp_path / "fiches" / "images"
    images.mkdir(parents=True)
    (images / "x").symlink_to(dehors)
    trouves = constats(tmp_path, {"ressources/x.md": petit.texte("ressources", image=IMAGE)})
    assert [d.code for d in trouves] == ["E050"]
