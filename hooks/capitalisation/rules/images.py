"""Rules about images."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..frontmatter import Constat
from ..typography import ancre, cle
from .frame import Cadre, Images, Piece

IMAGE_MAX = 300 * 1024
IMAGE_FORMATS = (".jpg", ".jpeg", ".png", ".webp")


def images(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """An image is a small file of a known format in the folder of its entry."""
    for image in piece.analyse.images:
        yield from _image(image.ligne, "", image.cible, cadre.images, piece)
        if not image.alt:
            yield Constat(
                image.ligne,
                "A106",
                "",
                "l’image n’a pas de texte alternatif",
                "Écrivez entre les crochets ce que montre l’image.",
            )
        elif _ne_dit_rien(image.alt, image.cible):
            yield _alternative_vague(image.ligne, "", image.alt)
        if not image.credit:
            yield Constat(
                image.ligne,
                "A110",
                "",
                "l’image n’a pas de crédit",
                "Ajoutez l’auteur et la licence entre guillemets après le nom du fichier : "
                '![…](atelier.jpg "Commune de Scaër, CC BY 4.0").',
            )
    fichier = piece.par_chemin.get(("image", "fichier"))
    if fichier:
        yield from _image(fichier.ligne, "image.fichier", fichier.valeur, cadre.images, piece)
    alt = piece.par_chemin.get(("image", "alt"))
    if alt and _ne_dit_rien(alt.valeur, fichier.valeur if fichier else ""):
        yield _alternative_vague(alt.ligne, "image.alt", alt.valeur)


def sans_image(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """The editorial of a letter is mailed: it reads whole where images are not shown."""
    for image in piece.analyse.images:
        yield Constat(
            image.ligne,
            "E053",
            "",
            f"l’éditorial d’une lettre ne montre pas d’image (« {image.cible[:60]} »)",
            "Dites avec des mots ce qu’elle montre, ou menez avec [[identifiant]] à l’entrée qui "
            "la montre.",
        )


def _image(ligne: int, champ: str, fichier: str, depot: Images, piece: Piece) -> Iterator[Constat]:
    """One finding at most: what keeps the image from being shown hides the rest."""
    if "/" in fichier or "\\" in fichier or fichier.startswith("."):
        yield Constat(
            ligne,
            "E052",
            champ,
            f"l’image « {fichier[:60]} » n’est pas un simple nom de fichier",
            f"Déposez l’image dans fiches/images/{piece.id}/ et n’écrivez que son nom.",
        )
    elif not fichier.lower().endswith(IMAGE_FORMATS):
        yield Constat(
            ligne,
            "E052",
            champ,
            f"le format de « {fichier[:60]} » n’est pas accepté",
            "Formats possibles : " + ", ".join(IMAGE_FORMATS) + ".",
        )
    elif fichier not in (noms := depot.de(piece.id)):
        meme = next((n for n in noms if n.lower() == fichier.lower()), "")
        yield Constat(
            ligne,
            "E050",
            champ,
            f"l’image « {fichier[:60]} » est introuvable dans fiches/images/{piece.id}/",
            f"Le fichier s’appelle {meme} : écrivez-le de même."
            if meme
            else "Déposez-y le fichier, ou corrigez son nom.",
        )
    elif (taille := noms[fichier]) > IMAGE_MAX:
        yield Constat(
            ligne,
            "E051",
            champ,
            f"l’image pèse {taille // 1024} ko, 300 ko au plus",
            "Réduisez-la à 1 600 pixels de large et enregistrez-la en JPEG ou en WebP.",
        )
    elif not _est_une_image(depot.premiers_octets(piece.id, fichier)):
        yield Constat(
            ligne,
            "E052",
            champ,
            f"« {fichier[:60]} » n’est pas une image JPEG, PNG ou WebP, malgré son nom",
            "Ouvrez-la dans un logiciel d’image et enregistrez-la en JPEG : "
            "changer la fin du nom ne suffit pas.",
        )
    elif not _NOM_SIMPLE.fullmatch(fichier):
        yield Constat(
            ligne,
            "A109",
            champ,
            f"le nom de l’image « {fichier[:60]} » contient une espace, une majuscule, un accent "
            "ou un signe",
            f"Renommez le fichier {_nom_simple(fichier)}, et écrivez ce nom ici.",
        )


_NOM_SIMPLE = re.compile(r"[a-z0-9][a-z0-9._-]*")


def _nom_simple(fichier: str) -> str:
    chemin = Path(fichier)
    return (ancre(chemin.stem) or "image") + chemin.suffix.lower()


def _est_une_image(octets: bytes) -> bool:
    """Whether a file that begins with `octets` is a JPEG, a PNG or a WebP.

    Source: https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern
    """
    return octets.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        octets[:4] == b"RIFF" and octets[8:12] == b"WEBP"
    )


#: Alternatives that say "this is an image", which the reader's software says already.
_VAGUES = re.compile(
    r"(?:une? |la |l )?(?:image|photos?|photographie|img|picture|illustration|visuel|"
    r"capture(?: d ecran)?|screenshot|sans titre|untitled|"
    r"(?:img|dsc|dscn|dscf|pxl|image|photo|capture d ecran|screenshot)(?: \w*\d)+)"
)


def _ne_dit_rien(alt: str, fichier: str) -> bool:
    recherche = cle(alt)
    return bool(
        _VAGUES.fullmatch(recherche) or recherche in (cle(fichier), cle(Path(fichier).stem))
    )


def _alternative_vague(ligne: int, champ: str, alt: str) -> Constat:
    return Constat(
        ligne,
        "A106",
        champ,
        f"« {alt[:60]} » ne dit pas ce que montre l’image",
        "Décrivez-la en une phrase, pour qui ne la voit pas.",
    )


def images_sans_entree(cadre: Cadre) -> Iterator[tuple[Path, Constat]]:
    """Every file under images/ is shown by the entry whose folder it is in.

    An entry that could not be read says so itself: its images are left alone.
    """
    dossiers = cadre.images.dossiers()
    entrees = {ancre(i): piece for i, piece in cadre.pieces.items()} if dossiers else {}
    for dossier in dossiers:
        if dossier.is_file():
            yield dossier, _oubliee(f"« {dossier.name} » n’est dans le dossier d’aucune entrée")
        elif ancre(dossier.name) not in entrees:
            if ancre(dossier.name) not in cadre.illisibles:
                yield dossier, _oubliee(f"aucune entrée ne s’appelle « {dossier.name} »")
        elif (noms := entrees[ancre(dossier.name)].demander(noms_cites)) is not None:
            for nom in cadre.images.de(dossier.name):
                if nom.lower() not in noms:
                    yield dossier / nom, _oubliee(f"l’entrée ne montre pas l’image « {nom} »")


def montre_des_images(piece: Piece) -> bool:
    """Whether what is found in `piece` may depend on the files beside it."""
    return piece.demander(noms_cites) != set()


def noms_cites(piece: Piece) -> set[str] | None:
    """Names of the images that `piece` shows, case aside; None when it cannot be read."""
    if not piece.lisible:
        return None
    noms = {image.cible.lower() for image in piece.analyse.images}
    principale = piece.par_chemin.get(("image", "fichier"))
    return noms | ({principale.valeur.lower()} if principale else set())


def _oubliee(message: str) -> Constat:
    return Constat(
        1,
        "A111",
        "",
        message,
        "Retirez-la du dossier images, ou montrez-la dans la fiche dont c’est le dossier.",
    )
