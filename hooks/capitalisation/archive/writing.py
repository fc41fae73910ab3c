"""The zip: the same site gives the same bytes, and only a whole archive takes its place."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from .. import parallel
from ..dates import jour
from ..replacing import en_entier
from ..typography import FINE, pluriel, typographier
from . import binding, names, pages, search

MANIFESTE = "MANIFESTE.json"
LISEZ_MOI = "LISEZ-MOI.txt"
#: The comment of the zip, its last bytes: the SHA-256, in hexadecimal, of all the others.
SCEAU = 64
#: Files made ahead at most: many cores would pile up the whole site before it is compressed.
EN_VOL = 1000
#: Read by servers, by robots or by other sites, and of no use on a disk.
_EN_LIGNE = re.compile(
    r"404\.html|suivre/index\.html|assets/recherche/introuvable\.(?:css|js)|adresses\.gz"
    r"|sitemap(?:-\d+)?\.xml(?:\.gz)?|robots\.txt|llms\.txt|oai\.xml|_(?:redirects|headers)"
    r"|(?:.+/)?flux\.(?:xml|json|css)|assets/partage/.+|donnees/dcat\.jsonld"
)


@dataclass(frozen=True, slots=True)
class Apercu:
    """What an archive says of itself: generator's version, day of the base, living site, entries.

    `adresse` is "" when the living site is not known; `entrees`: kind → number.
    """

    version: str
    date: dt.date
    adresse: str
    entrees: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip once written: its file, its size in bytes, its SHA-256, how many files it holds."""

    chemin: Path
    taille: int
    empreinte: str
    fichiers: int


def ecrire(
    cible: Path,
    site: Path,
    apercu: Apercu,
    *,
    avis: Callable[[str], str],
    autres: Mapping[str, bytes],
) -> Archive:
    """Write the archive of the site in folder `site` to `cible`.

    `avis` gives the notice of a page from the way to the root of the site (« ../../ »);
    `autres` are files that take the place of the site's own, pages included. Raises OSError;
    the previous archive stays until the new one is whole.
    """
    # Listed before anything is written: the archive may be going into this very site.
    fichiers = [f for f in site.rglob("*") if f.is_file() and f != cible]
    a_ecrire = _fichiers(site, fichiers, avis, autres)
    with en_entier(cible) as sortie:
        nombre = _remplir(sortie, a_ecrire, apercu)
        taille = sortie.tell()
        empreinte = _sceller(sortie, taille)
    return Archive(cible, taille, empreinte, nombre)


def _fichiers(
    site: Path, siens: list[Path], avis: Callable[[str], str], autres: Mapping[str, bytes]
) -> list[tuple[str, Callable[[], bytes]]]:
    """Every file of the archive by name, sorted, and what makes it."""
    tous = {fichier.relative_to(site).as_posix() for fichier in siens} | set(autres)
    noms = sorted(n for n in tous if not _EN_LIGNE.fullmatch(n) and not search.est_une_donnee(n))
    relies = binding.relier(noms)
    deplaces = {**names.renommer(n for n in noms if n not in relies), **relies}
    suivre = pages.vers(deplaces)

    def lire(nom: str) -> bytes:
        return autres[nom] if nom in autres else (site / nom).read_bytes()

    def page(nom: str) -> str:
        racine = "../" * nom.count("/")
        return pages.hors_ligne(lire(nom).decode("utf-8"), nom, avis(racine), suivre)

    def cahier(siennes: list[str]) -> bytes:
        feuillets = [(relies[nom].partition("#")[2], page(nom)) for nom in siennes]
        return binding.composer(feuillets).encode()

    def fichier(nom: str) -> bytes:
        return page(nom).encode() if nom.endswith(".html") else lire(nom)

    cahiers: dict[str, list[str]] = {}
    for nom, place in sorted(relies.items(), key=lambda relie: binding.ordre(relie[0])):
        cahiers.setdefault(place.partition("#")[0], []).append(nom)
    faits = [(deplaces.get(nom, nom), partial(fichier, nom)) for nom in noms if nom not in relies]
    faits += [(nom, partial(cahier, siennes)) for nom, siennes in cahiers.items()]
    return sorted([*faits, *search.scripts(site, suivre)], key=lambda fait: fait[0])


def _remplir(
    sortie: IO[bytes], fichiers: list[tuple[str, Callable[[], bytes]]], apercu: Apercu
) -> int:
    """Write the zip; return how many files it holds."""
    empreintes: dict[str, str] = {}
    with zipfile.ZipFile(sortie, "w") as archive:

        def ajouter(nom: str, contenu: bytes) -> None:
            empreintes[nom] = hashlib.sha256(contenu).hexdigest()
            archive.writestr(entree(nom, apercu.date), contenu)

        ajouter(LISEZ_MOI, _lisez_moi(apercu))
        for debut in range(0, len(fichiers), EN_VOL):
            tranche = fichiers[debut : debut + EN_VOL]
            faires = [faire for _, faire in tranche]
            contenus = parallel.appliquer(_faire, faires, seuil=200, lot=25)
            for (nom, _), contenu in zip(tranche, contenus, strict=True):
                ajouter(nom, contenu)
        archive.writestr(entree(MANIFESTE, apercu.date), _manifeste(apercu, empreintes))
        archive.comment = b"0" * SCEAU
    return len(empreintes) + 1


def _sceller(sortie: IO[bytes], taille: int) -> str:
    """End the zip by the SHA-256 of all that stands before; return that of the whole."""
    sortie.seek(0)
    empreinte = empreinte_jusqu_a(sortie, taille - SCEAU)
    sceau = empreinte.hexdigest().encode()
    sortie.write(sceau)
    sortie.flush()
    empreinte.update(sceau)
    return empreinte.hexdigest()


def empreinte_jusqu_a(octets: IO[bytes], fin: int) -> hashlib._Hash:
    """Return the SHA-256 of the bytes before `fin`, from where the file stands."""
    empreinte = hashlib.sha256()
    while morceau := octets.read(min(1 << 20, fin - octets.tell())):
        empreinte.update(morceau)
    return empreinte


def _faire(faire: Callable[[], bytes]) -> bytes:
    return faire()


def entree(nom: str, date: dt.date) -> zipfile.ZipInfo:
    """The header of a file, which owes nothing to the clock nor to the disk."""
    # A zip knows no year before 1980 nor after 2107.
    annee = min(max(date.year, 1980), 2107)
    info = zipfile.ZipInfo(nom, (annee, date.month, date.day, 0, 0, 0))
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _lisez_moi(apercu: Apercu) -> bytes:
    """Three lines for whoever unzips, as old Windows editors read them."""
    lignes = (
        f"Inspir’action, archive du {jour(apercu.date)} "
        f"({pluriel(sum(apercu.entrees.values()), 'entrée')})",
        "",
        "1. Décompressez d’abord tout le fichier (clic droit, « Extraire tout »), où vous voulez.",
        "2. Ouvrez index.html d’un double-clic : le site et sa recherche marchent sans connexion.",
        f"3. Le site à jour est ici : {apercu.adresse}"
        if apercu.adresse
        else "3. L’archive montre la base de ce jour-là et ne se met pas à jour toute seule.",
        "",
        "Textes sous licence CC BY-SA 4.0, sauf mention contraire.",
        "",
    )
    # The narrow space is not in every font of an old Windows; the plain no-break one is.
    return typographier("\r\n".join(lignes)).replace(FINE, "\u00a0").encode("utf-8-sig")


def _manifeste(apercu: Apercu, empreintes: Mapping[str, str]) -> bytes:
    donnees = {
        "titre": "Inspir’action, archive hors ligne",
        "version": apercu.version,
        "date": apercu.date.isoformat(),
        "adresse": apercu.adresse,
        "entrees": dict(apercu.entrees),
        "fichiers": empreintes,
    }
    return (json.dumps(donnees, ensure_ascii=False, indent=1) + "\n").encode()
