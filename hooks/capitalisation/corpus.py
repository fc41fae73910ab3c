"""A folder of fiches → one immutable Corpus, and every finding about it.

Each file is read once. Nothing raises on bad content; a caller decides what to
do with the errors. Drafts are checked and then left out: no later stage ever
sees a `brouillon`.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from pathlib import Path

from . import rules, sources, vocabulary
from .body import Corps
from .diagnostics import Diagnostic, chemin_affiche
from .fingerprint import empreinte
from .frontmatter import Constat, nouveaux
from .letter import editorials
from .letter.editorials import Editorial
from .model import PAR_DOSSIER, Dossier, Entree, Inspiraction
from .parallel import par_lots
from .reading import ouvrir
from .readings import Lecture, Lectures
from .rules import Cadre, Images, Lieux, Piece
from .territories import Lieu, Territoires
from .textfile import lire_octets
from .typography import ancre, cle
from .vocabulary import Terme, Vocabulaire

#: A file by its path under the corpus, itself, and the kind of what it holds.
Place = tuple[str, Path, type[Entree]]

REFERENTIELS = "_referentiels"
IMAGES = "images"

#: Facets of an entry → the key of the model that holds them.
FACETTES = ("themes", "dispositifs", "publics", "demarches", "cadres")


@dataclass(frozen=True, eq=False)
class Fiche:
    """One published entry, its terms and places resolved.

    `corps` is its Markdown, `entete` its front matter as it is written, hyphens included.
    """

    id: str
    genre: type[Entree]
    relatif: str
    meta: Entree
    entete: str
    corps: str
    analyse: Corps
    lieux: tuple[Lieu, ...]
    themes: tuple[Terme, ...]
    dispositifs: tuple[Terme, ...]
    publics: tuple[Terme, ...]
    demarches: tuple[Terme, ...]
    cadres: tuple[Terme, ...]
    porteur: Terme | None
    partenaires: tuple[Terme, ...]
    nature: Terme | None

    @property
    def adresse(self) -> str:
        """Site-relative address of the entry's page."""
        return f"{self.genre.DOSSIER}/{self.id}/"

    @property
    def premier_nom(self) -> str:
        """The identifier that it bore first, which never changes: the oldest ones come first."""
        return next(iter(self.meta.anciens_identifiants), self.id)

    @property
    def structures(self) -> tuple[Terme, ...]:
        """Bearer, then partners, each once."""
        return tuple(dict.fromkeys((*((self.porteur,) if self.porteur else ()), *self.partenaires)))

    @cached_property
    def empreinte(self) -> str:
        """What tells it from any other entry, and from itself before an edit."""
        return empreinte((self.relatif, self.entete, self.corps))

    @cached_property
    def cle(self) -> tuple[str, str]:
        """What lists by title are sorted by."""
        return cle(self.meta.titre), self.id

    @cached_property
    def images(self) -> frozenset[str]:
        """Names of the image files that the entry shows; the rules have seen that they exist."""
        dans_le_corps = {image.cible for image in self.analyse.images}
        return frozenset(dans_le_corps | ({self.meta.image.fichier} if self.meta.image else set()))

    @cached_property
    def lieux_et_parents(self) -> tuple[Lieu, ...]:
        """Every place that the entry is listed under, each once."""
        return tuple(dict.fromkeys(p for lieu in self.lieux for p in (*lieu.parents, lieu)))

    @cached_property
    def mise_a_jour(self) -> dt.date:
        """The day of its last change that readers should hear of: published, or verified."""
        return max(self.meta.date, self.meta.verifiee_le or self.meta.date)

    @cached_property
    def annees(self) -> tuple[int, ...]:
        """Years that the entry speaks of: its period, else its first source, else its date."""
        meta = self.meta
        if meta.periode:
            debut = int(meta.periode.debut[:4])
            fin = int(meta.periode.fin[:4]) if meta.periode.fin else max(debut, meta.date.year)
            return tuple(range(debut, min(fin, debut + 60) + 1))
        annee = getattr(meta, "annee", None)
        if annee:
            return (annee,)
        return (meta.sources[0].annee,) if meta.sources else (meta.date.year,)


@dataclass(frozen=True, eq=False)
class Corpus:
    """Every published entry by identifier, sorted, with the vocabularies they use."""

    racine: Path
    fiches: dict[str, Fiche]
    vocabulaires: dict[str, Vocabulaire]
    fichiers: int
    #: What opens the letter of a month: AAAA-MM → editorial.
    editoriaux: dict[str, Editorial] = field(default_factory=dict)

    @cached_property
    def triees(self) -> list[Fiche]:
        """Every entry as lists show them: told before noticed, newest first, then by title."""
        return sorted(
            self.fiches.values(),
            key=lambda f: (
                f.meta.statut == "notice",
                -f.meta.date.toordinal(),
                f.cle,
            ),
        )

    def du_genre(self, genre: type[Entree]) -> list[Fiche]:
        """Return the entries of one kind, in the order of `triees`."""
        return [f for f in self.triees if f.genre is genre]

    @property
    def derniere_date(self) -> dt.date | None:
        """The latest day on which an entry was published or read again."""
        metas = [fiche.meta for fiche in self.fiches.values()]
        return max((d for m in metas for d in (m.date, m.verifiee_le) if d), default=None)

    def terme(self, vocabulaire: str, identifiant: str | None) -> Terme | None:
        return self.vocabulaires[vocabulaire].termes.get(identifiant or "")


@dataclass(frozen=True)
class Chargement:
    """What a folder holds: the corpus, and all the findings, sorted."""

    corpus: Corpus
    diagnostics: list[Diagnostic]
    lignes: Mapping[str, list[str]]


@contextmanager
def _sans_ramassage() -> Iterator[None]:
    """Spare the collector: what is read stays, and it would go through all of it again and again.

    At 20,000 entries it took a quarter of the time. What was read is then among what is old, which
    it seldom looks at, without having been looked through once. Whoever has frozen something, as a
    preview does, keeps it so: thawing takes all.
    """
    actif, deja = gc.isenabled(), gc.get_freeze_count()
    gc.disable()
    try:
        yield
    finally:
        if not deja:
            gc.freeze()
            gc.unfreeze()
        if actif:
            gc.enable()


@_sans_ramassage()
def charger(
    racine: Path,
    *,
    repli: Path | None = None,
    aujourdhui: dt.date | None = None,
    lectures: Lectures | None = None,
) -> Chargement:
    """Read, check and assemble the corpus under `racine`.

    `repli` is the referential folder used for the vocabularies that `racine`
    lacks; `aujourdhui` is the day that no date comes after (today without one);
    `lectures` remembers what was read before, and is told what is read now. A
    folder that has none of the four kinds is read as a loose folder of
    Inspir'actions, so that anyone can check a few files anywhere.
    """
    vocabulaires, diagnostics = vocabulary.charger(racine / REFERENTIELS, repli)
    lectures = lectures or Lectures()
    vocabulaires, lieux = lectures.ouvrir(
        chemin_affiche(racine), vocabulaires, Lieux(Territoires())
    )
    cadre = Cadre(
        vocabulaires=vocabulaires,
        lieux=lieux,
        images=Images(racine / IMAGES),
        aujourdhui=aujourdhui or dt.date.today(),
    )
    fichiers = list(_fichiers(racine, diagnostics))
    pieces: list[Piece] = []
    lues: dict[str, Lecture] = {}
    lectures_faites = _lire(racine, cadre, fichiers, lectures)
    for (_, fichier, _), lecture in zip(fichiers, lectures_faites, strict=True):
        diagnostics += lecture.constats
        piece = lecture.piece
        if piece is None:
            cadre.illisibles.add(fichier.stem)
            continue
        pieces.append(piece)
        premiere = cadre.pieces.setdefault(piece.id, piece)
        if premiere is piece:
            lues[piece.id] = lecture
        else:
            diagnostics.append(_double(piece, premiere))

    croises = chain(
        ((p, c) for p in pieces if p.lisible for c in rules.verifier_liens(p, cadre)),
        rules.verifier_ensemble(cadre),
    )
    for piece, constat in croises:
        if piece.entete:
            diagnostics += _diagnostics(piece.chemin, nouveaux([constat], piece.entete))
    for fichier, constat in rules.images_sans_entree(cadre):
        diagnostics += _situer(fichier, [constat])
    examines = list(editorials.charger(racine, cadre))
    for fichier, _, trouves in examines:
        diagnostics += _situer(fichier, trouves)
    editoriaux = [editorial for _, editorial, _ in examines if editorial]

    fiches = {
        piece.id: _fiche(lues[piece.id], piece, cadre)
        for piece in sorted(cadre.pieces.values(), key=lambda p: p.id)
        if isinstance(piece.meta, Entree) and piece.meta.statut != "brouillon"
    }
    corpus = Corpus(
        racine,
        fiches,
        vocabulaires,
        len(pieces) + len(examines),
        {e.mois: e for e in editoriaux},
    )
    ouverts = (*pieces, *(e.piece for e in editoriaux)) if diagnostics else ()
    return Chargement(corpus, sorted(diagnostics), Lignes(ouverts))


class Lignes(Mapping[str, list[str]]):
    """The lines of every file that could be opened, by its path; cut when they are asked for."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = {piece.chemin: piece for piece in pieces}

    def __getitem__(self, chemin: str) -> list[str]:
        piece = self._pieces[chemin]
        return (piece.debut + piece.corps).split("\n")

    def __iter__(self) -> Iterator[str]:
        return iter(self._pieces)

    def __len__(self) -> int:
        return len(self._pieces)


def _lire(
    racine: Path, cadre: Cadre, fichiers: list[Place], lectures: Lectures
) -> Iterator[Lecture]:
    """Yield the reading of each of `fichiers`: only those that may have changed are opened."""
    lectures.limiter(nom for nom, _, _ in fichiers)
    gardees = [lectures.de(nom, fichier, cadre) for nom, fichier, _ in fichiers]
    a_lire = [f for f, gardee in zip(fichiers, gardees, strict=True) if gardee is None]
    neuves = par_lots(partial(_examiner, racine, cadre, lectures), a_lire)
    for (nom, _, _), gardee in zip(fichiers, gardees, strict=True):
        yield gardee or lectures.noter(nom, next(neuves))


def _examiner(racine: Path, cadre: Cadre, lectures: Lectures, place: Place) -> Lecture:
    """Read and check one file by itself, if it does not hold what it held.

    Its piece is left without what only these rules needed.
    """
    relatif, fichier, genre = place
    vu = time.time_ns()
    lu = lire_octets(fichier)
    if isinstance(lu, Constat):
        return Lecture((0, 0, 0, 0), vu, b"", cadre.aujourdhui, constats=_situer(fichier, [lu]))
    octets, etat = lu
    somme = hashlib.sha256(octets).digest()
    lecture = Lecture(sources.etat(etat), vu, somme, cadre.aujourdhui)
    if lectures.connue(relatif, somme, fichier.stem, cadre):
        return lecture
    piece, constats = ouvrir(fichier, genre, racine, octets)
    if piece is None:
        lecture.constats = _situer(fichier, constats)
        return lecture
    if piece.entete is None:
        constats += rules.nom_de_fichier(piece, cadre)
    else:
        constats += nouveaux(rules.verifier_seule(piece, cadre), piece.entete)
    rules.interroger(piece)
    if isinstance(piece.meta, Entree):
        lecture.codes = cadre.lieux.codes(piece.meta.territoires)
    if rules.montre_des_images(piece):
        lecture.images = cadre.images.faits(piece.id)
    lecture.constats = _diagnostics(piece.chemin, constats)
    lecture.piece = copy(piece)
    return lecture


# --- Files --------------------------------------------------------------------


def _fichiers(racine: Path, diagnostics: list[Diagnostic]) -> Iterator[Place]:
    """Yield the entry files under `racine` in a fixed order; name those that are misplaced."""
    en_vrac = not any((racine / dossier).is_dir() for dossier in PAR_DOSSIER)
    for enfant in _contenu(racine):
        lien = enfant.is_symlink() and enfant.name in (*PAR_DOSSIER, IMAGES, REFERENTIELS)
        if not lien and (enfant.name.startswith((".", "_")) or enfant.name == IMAGES):
            continue
        if en_vrac and not lien:
            yield from _fichier(enfant, enfant.name, Inspiraction, diagnostics)
        elif lien:
            # What it leads to may be anywhere on the machine.
            message = f"« {enfant.name} » est un lien, pas un dossier"
            correction = "Placez ici le dossier lui-même, avec ses fichiers."
            diagnostics += _situer(Path(enfant), [Constat(1, "E032", "", message, correction)])
        elif enfant.is_dir() and enfant.name in PAR_DOSSIER:
            for fichier in _contenu(enfant):
                nom = f"{enfant.name}/{fichier.name}"
                yield from _fichier(fichier, nom, PAR_DOSSIER[enfant.name], diagnostics)
        elif not enfant.name.upper().startswith(("README", "LISEZ")):
            diagnostics += _situer(
                Path(enfant),
                [
                    Constat(
                        1,
                        "E034",
                        "",
                        f"« {enfant.name} » n’est pas à sa place",
                        "Rangez la fiche dans " + ", ".join(PAR_DOSSIER) + ".",
                    )
                ],
            )


def _contenu(dossier: str | os.PathLike[str]) -> list[os.DirEntry[str]]:
    """Return what a folder holds, by name; what each is, the system said at the same time."""
    with os.scandir(dossier) as contenu:
        return sorted(contenu, key=attrgetter("name"))


def _fichier(
    fichier: os.DirEntry[str], nom: str, genre: type[Entree], diagnostics: list[Diagnostic]
) -> Iterator[Place]:
    if fichier.name.startswith("."):
        return
    chemin = Path(fichier)
    if fichier.is_symlink() or not fichier.is_file():
        message = "ce n’est pas un fichier ordinaire"
        correction = "Placez la fiche elle-même ici, sans lien ni sous-dossier."
    elif not fichier.name.endswith(".md"):
        message = f"« {fichier.name} » n’est pas un fichier .md"
        correction = (
            f"Déplacez l’image dans fiches/{IMAGES}/IDENTIFIANT/."
            if chemin.suffix.lower() in (*rules.IMAGE_FORMATS, ".gif", ".svg")
            else f"Renommez-le : {ancre(chemin.stem) or 'ma-fiche'}.md"
        )
    else:
        yield nom, chemin, genre
        return
    diagnostics += _situer(chemin, [Constat(1, "E032", "", message, correction)])


def _situer(fichier: Path, constats: list[Constat]) -> list[Diagnostic]:
    return _diagnostics(chemin_affiche(fichier), constats)


def _diagnostics(chemin: str, constats: list[Constat] | Iterator[Constat]) -> list[Diagnostic]:
    return [Diagnostic(chemin, c.ligne, c.code, c.champ, c.message, c.correction) for c in constats]


# --- Findings about several files ---------------------------------------------


def _double(piece: Piece, premiere: Piece) -> Diagnostic:
    return Diagnostic(
        piece.chemin,
        1,
        "E031",
        "",
        f"l’identifiant « {piece.id} » est déjà celui de {premiere.chemin}",
        "Renommez l’un des deux fichiers.",
    )


# --- Assembly -----------------------------------------------------------------


def _fiche(lecture: Lecture, piece: Piece, cadre: Cadre) -> Fiche:
    """Return the entry of `piece`, made once for one reading."""
    if lecture.fiche is None:
        lecture.fiche = _assembler(piece, cadre, cadre.lieux.retrouves(lecture.codes))
    return lecture.fiche


def _assembler(piece: Piece, cadre: Cadre, lieux: tuple[Lieu, ...]) -> Fiche:
    """Resolve what can be; unknown terms were reported, and leave a hole here."""
    meta = piece.meta
    assert isinstance(meta, Entree)

    def termes(vocabulaire: str, identifiants: list[str]) -> tuple[Terme, ...]:
        connus = cadre.vocabulaires[vocabulaire].termes
        return tuple(dict.fromkeys(connus[i] for i in identifiants if i in connus))

    def terme(vocabulaire: str, identifiant: str | None) -> Terme | None:
        return cadre.vocabulaires[vocabulaire].termes.get(identifiant or "")

    porteur = meta.porteur or (meta.coordination if isinstance(meta, Dossier) else None)
    return Fiche(
        id=piece.id,
        genre=type(meta),
        relatif=piece.relatif,
        meta=meta,
        entete=piece.debut,
        corps=piece.corps,
        analyse=piece.analyse,
        lieux=lieux,
        themes=termes("themes", meta.themes),
        dispositifs=termes("dispositifs", meta.dispositifs),
        publics=termes("publics", meta.publics),
        demarches=termes("demarches", meta.demarches),
        cadres=termes("cadres", meta.cadres),
        porteur=terme("structures", porteur),
        partenaires=termes("structures", meta.partenaires),
        nature=terme("natures", getattr(meta, "nature", None)),
    )
