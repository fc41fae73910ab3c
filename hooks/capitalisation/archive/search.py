"""The data of the search, of the form and of exploration → scripts.

A page opened from a disk can read no file, but it runs scripts.

A script registers the bytes of one file, in base64, under its name. The texts of results go
by packs: twenty thousand entries must not make as many scripts.
Read by overrides/assets/recherche/transport-hors-ligne.js.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from ..search import packing
from .pages import Suivre

#: Texts of results in a pack, by rank: as many in transport-hors-ligne.js.
PAR_PAQUET = 20
_TEXTES = "pagefind/fragment"
#: Entries as a selection takes them away (views/explore/picked.py).
_ENTREES = "explorer/entrees/"
#: From the page of an entry to the root of the site.
_RACINE = "../../"
_IMAGE = re.compile(r'(?<= src=")[^"]*(?=")')


def est_une_donnee(nom: str) -> bool:
    """True of the files of the site that scripts replace."""
    return nom.startswith("pagefind/") or (
        nom.startswith(("recherche/", "formulaire/", "explorer/")) and nom.endswith(".gz")
    )


def scripts(site: Path, suivre: Suivre) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name of each script, and what makes it; `suivre` says where images are."""
    for motif in ("recherche/*.gz", "formulaire/**/*.gz", "explorer/**/*.gz", "pagefind/index/*"):
        for fichier in site.glob(motif):
            nom = fichier.relative_to(site).as_posix()
            lire = fichier.read_bytes
            if nom.startswith(_ENTREES):
                lire = partial(_illustrer, fichier, suivre)
            yield f"{nom}.js", partial(_inscrire, nom, lire)
    total = sum(1 for _ in site.glob(f"{_TEXTES}/*.gz"))
    for paquet, debut in enumerate(range(0, total, PAR_PAQUET)):
        nom = f"{_TEXTES}/{paquet}.gz"
        rangs = range(debut, min(debut + PAR_PAQUET, total))
        yield f"{nom}.js", partial(_inscrire, nom, partial(_regrouper, site, rangs))


def _illustrer(fichier: Path, suivre: Suivre) -> bytes:
    """A pack of entries, whose images bear the names that they have in the archive."""
    paquet = packing.lire(fichier)
    renommees = False
    for entree in paquet["entrees"].values():
        dossier = entree["adresse"].rstrip("/")
        corps = _IMAGE.sub(partial(_suivie, suivre, dossier), entree["corps"])
        renommees |= corps != entree["corps"]
        entree["corps"] = corps
        if image := entree["image"]:
            adresse = suivre(_RACINE + image[0], dossier).removeprefix(_RACINE)
            renommees |= adresse != image[0]
            image[0] = adresse
    # Few images need another name: the other packs are those of the site, to the byte.
    return packing.comprimer(paquet) if renommees else fichier.read_bytes()


def _suivie(suivre: Suivre, dossier: str, image: re.Match[str]) -> str:
    return suivre(image[0], dossier)


def _regrouper(site: Path, rangs: range) -> bytes:
    lus = [packing.lire(site / _TEXTES / f"{rang}.gz") for rang in rangs]
    fragments = [fragment for lu in lus for fragment in lu["fragments"]]
    return packing.comprimer({"edition": lus[0]["edition"], "fragments": fragments})


def _inscrire(nom: str, lire: Callable[[], bytes]) -> bytes:
    return b'inspiraction.fichiers["%b"]="%b";\n' % (nom.encode(), base64.b64encode(lire()))
