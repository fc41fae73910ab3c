"""A corpus mended: check, rename, mend, write, and check again; at most three times."""

from __future__ import annotations

import difflib
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..corpus import IMAGES, Chargement, charger
from ..diagnostics import Diagnostic, cause, chemin_affiche
from ..model import PAR_DOSSIER
from ..textfile import FICHIER_MAX
from .decoding import decoder
from .edits import Journal, appliquer, montrer
from .names import Noms, Renommage, citations, dossiers_d_images
from .trial import essayer, pas_pire
from .workshop import Atelier
from .writing import ecrire, renommer

#: Names, then contents, then what only the whole corpus could tell.
PASSES_MAX = 3
_RETABLI = "corrigé, il aurait plus d’erreurs : il reste tel qu’il était"
_BOM = b"\xef\xbb\xbf"


@dataclass
class Bilan:
    """What was done, what was left, and the findings that remain.

    `faits` and `laisses` are (path, line, sentence); `ecarts` the lines of the diff, when nothing
    is written.
    """

    faits: list[tuple[str, int, str]] = field(default_factory=list)
    laisses: list[tuple[str, int, str]] = field(default_factory=list)
    ecarts: list[str] = field(default_factory=list)
    restent: list[Diagnostic] = field(default_factory=list)
    fichiers: set[str] = field(default_factory=set)


def corriger(
    racine: Path, garder: set[Path] | None, repli: Path | None, *, a_blanc: bool = False
) -> Bilan:
    """Mend the corpus under `racine`, or the files to `garder` of it; write nothing if `a_blanc`.

    `repli` is where the vocabularies are that `racine` lacks.
    """
    travail = _Travail(racine, garder, a_blanc)
    chargement = charger(racine, repli=repli)
    for _ in range(PASSES_MAX):
        if not travail.passer(chargement) or a_blanc:
            break
        chargement = charger(racine, repli=repli)
    return travail.conclure(chargement)


class _Travail:
    """The passes over one corpus. Paths are absolute."""

    def __init__(self, racine: Path, garder: set[Path] | None, a_blanc: bool) -> None:
        self.racine = racine
        self.garder = garder
        self.a_blanc = a_blanc
        self._bilan = Bilan()
        self._faits: dict[str, list[tuple[int, str]]] = defaultdict(list)  # by path as shown
        self._laisses: dict[tuple[str, int, str], None] = {}  # in order, each once
        self._mendes: dict[Path, Counter[str]] = defaultdict(Counter)  # of a dry run
        self._avant: dict[Path, tuple[bytes, Counter[str]]] = {}
        self._lus: dict[Path, bytes] = {}
        self._ici: dict[Path, Path] = {}  # a fiche as it was checked → where it is now
        self._figes: set[Path] = set()
        self._retablis: set[Path] = set()
        self._deplace = False

    def conclure(self, chargement: Chargement) -> Bilan:
        """Return what was done, and what remains of what this last check found."""
        bilan = self._bilan
        bilan.faits = [(chemin, *fait) for chemin, faits in self._faits.items() for fait in faits]
        bilan.fichiers = {chemin for chemin, faits in self._faits.items() if faits}
        bilan.laisses = list(self._laisses)
        for constat in chargement.diagnostics:
            fichier = self._chemin(constat)
            if self._mendes[fichier][constat.code] > 0:  # a dry run: it would be mended
                self._mendes[fichier][constat.code] -= 1
            elif self._voulu(fichier):
                bilan.restent.append(constat)
        return bilan

    def passer(self, chargement: Chargement) -> bool:
        """Do all that can be done from these findings; return whether the disk changed."""
        par_fichier: dict[Path, Counter[str]] = defaultdict(Counter)
        for constat in chargement.diagnostics:
            par_fichier[self._chemin(constat)][constat.code] += 1
        if self._retablir(par_fichier):
            return True
        atelier = Atelier(self.racine, chargement)
        self._deplace = False
        self._lus, self._ici = {}, {}
        noms = self._renommer(atelier, par_fichier)
        neufs = dict(self._citer(atelier, noms)) if noms else {}
        # The contents of what was renamed are mended on the next pass, under its new name.
        attendent = self._figes | set(self._ici.values())
        for fichier in self._a_corriger(par_fichier):
            if fichier not in attendent and atelier.est_une_place(fichier):
                self._corriger(atelier, fichier, par_fichier[fichier], neufs)
        return self._ecrire(neufs, par_fichier) or self._deplace

    def _chemin(self, constat: Diagnostic) -> Path:
        # Not resolve: a link is a file of its own here.
        return Path(os.path.abspath(constat.chemin))

    def _voulu(self, fichier: Path) -> bool:
        return self.garder is None or fichier in self.garder

    def _a_corriger(self, par_fichier: dict[Path, Counter[str]]) -> list[Path]:
        """Files with a finding, and those that begin with a byte-order mark, which has none."""
        fichiers = {f for f in par_fichier if f.suffix == ".md" and self._voulu(f)}
        for fichier in self._fiches():
            if self._voulu(fichier) and _debut(fichier) == _BOM:
                fichiers.add(fichier)
        return sorted(fichiers)

    def _fiches(self) -> Iterator[Path]:
        dossiers = [d for nom in PAR_DOSSIER if (d := self.racine / nom).is_dir()]
        for dossier in dossiers or [self.racine]:
            if not dossier.is_symlink():
                yield from (f for f in dossier.iterdir() if f.suffix == ".md")

    # --- Contents ---

    def _corriger(
        self,
        atelier: Atelier,
        fichier: Path,
        compte: Counter[str],
        neufs: dict[Path, bytes],
    ) -> None:
        """Mend one file into `neufs`, and note it."""
        try:
            if fichier.is_symlink() or not fichier.is_file():
                return
            octets = neufs.get(fichier) or self._lire(fichier)
        except OSError as exc:
            self._laisser(fichier, f"ne peut pas être lu : {cause(exc)}")
            return
        decode = decoder(octets) if len(octets) <= FICHIER_MAX else None
        if decode is None:
            return
        avant = atelier.compter(fichier, octets)
        essai = essayer(decode, lambda texte: atelier.feuille(fichier, texte), avant)
        if essai is None:
            faits = " ; ".join(dit for dit, _ in decode.faits)
            self._laisser(fichier, f"{faits} : d’autres erreurs apparaîtraient, rien n’est changé")
            return
        fait, laisses = essai
        for groupe in sorted(laisses):
            self._laisser(fichier, f"{groupe} : la correction ferait apparaître d’autres erreurs")
        neuf = fait.texte.encode()
        if neuf == octets:
            return
        neufs[fichier] = neuf
        for ligne, dit in fait.journal.phrases(fait.texte):
            self._noter(fichier, ligne, dit)
        if self.a_blanc:
            self._mendes[fichier] += avant - fait.compte

    def _lire(self, fichier: Path) -> bytes:
        """Return what a file holds, and remember it: what is written must come of it."""
        self._lus[fichier] = _octets(fichier)
        return self._lus[fichier]

    def _ecrire(self, neufs: dict[Path, bytes], par_fichier: dict[Path, Counter[str]]) -> bool:
        ecrit = False
        for fichier, octets in neufs.items():
            if self.a_blanc:
                self._bilan.ecarts += _ecart(fichier, octets)
                continue
            ancien = self._lus[fichier]
            try:
                if _octets(fichier) != ancien:
                    # Somebody is writing in it: their words come first.
                    self._oublier(fichier)
                    self._laisser(fichier, "a changé pendant la correction : recommencez")
                    self._figes.add(fichier)
                    continue
                ecrire(fichier, octets)
            except OSError as exc:
                self._oublier(fichier)
                self._laisser(fichier, f"ne peut pas être écrit : {cause(exc)}")
                self._figes.add(fichier)
                continue
            self._avant.setdefault(fichier, (ancien, par_fichier.get(fichier, Counter())))
            ecrit = True
        return ecrit

    def _retablir(self, par_fichier: dict[Path, Counter[str]]) -> bool:
        """Put back the files in which the whole corpus makes the checker find worse.

        One that fares no better as it was pays for another: two titles that a mend made alike,
        say. It is mended again.
        """
        retabli = False
        for fichier, (octets, avant) in list(self._avant.items()):
            if pas_pire(par_fichier.get(fichier, Counter()), avant):
                continue
            if fichier in self._retablis:
                self._figes.discard(fichier)
                self._laisses.pop((chemin_affiche(fichier), 1, _RETABLI), None)
                del self._avant[fichier]
                continue
            self._retablis.add(fichier)
            self._figes.add(fichier)
            try:
                ecrire(fichier, octets)
            except OSError as exc:
                self._laisser(fichier, f"ne peut pas être rétabli : {cause(exc)}")
                continue
            self._oublier(fichier)
            self._laisser(fichier, _RETABLI)
            retabli = True
        return retabli

    # --- Names ---

    def _renommer(self, atelier: Atelier, par_fichier: dict[Path, Counter[str]]) -> dict[str, str]:
        """Rename fiches and folders of images; return the identifiers that changed."""
        changes: dict[str, str] = {}
        mal_nommes = [
            f
            for f, compte in sorted(par_fichier.items())
            if compte.keys() & {"E030", "E032"} and self._voulu(f) and f not in self._figes
        ]
        noms = Noms(self.racine, atelier) if mal_nommes else None
        for fichier in mal_nommes:
            if not atelier.est_une_place(fichier) or fichier.is_symlink() or not fichier.is_file():
                continue
            if par_fichier[fichier]["E032"] and not _serait_propre(atelier, fichier):
                continue
            propose = noms.fiche(fichier) if noms else None
            if isinstance(propose, str):
                self._laisser(fichier, propose)
            elif propose and self._deplacer(propose, par_fichier):
                ancien, nouveau = fichier.stem, propose.nouveau.stem
                if not self.a_blanc:
                    self._ici[fichier] = propose.nouveau
                if ancien != nouveau:
                    changes[ancien] = nouveau
                    atelier.pieces.renommer(ancien, nouveau, propose.nouveau)
                    self._suivre(ancien, nouveau, par_fichier)
        sans_image = [f.stem for f, compte in par_fichier.items() if compte["E050"]]
        for renommage in dossiers_d_images(self.racine, sans_image) if sans_image else ():
            self._deplacer(renommage, par_fichier)
        return changes

    def _suivre(self, ancien: str, nouveau: str, par_fichier: dict[Path, Counter[str]]) -> None:
        """Have the images of a renamed fiche follow it."""
        images = self.racine / IMAGES
        dossier = images / ancien
        if dossier.is_dir() and not dossier.is_symlink() and not images.is_symlink():
            self._deplacer(Renommage(dossier, images / nouveau), par_fichier)

    def _deplacer(self, renommage: Renommage, par_fichier: dict[Path, Counter[str]]) -> bool:
        ancien, nouveau = renommage.ancien, renommage.nouveau
        if not self.a_blanc:
            try:
                renommer(ancien, nouveau)
            except FileExistsError:
                self._laisser(ancien, f"le nom {nouveau.name} est déjà pris")
                return False
            except OSError as exc:
                self._laisser(ancien, f"ne peut pas être renommé : {cause(exc)}")
                return False
            self._deplace = True
            if ancien in par_fichier:
                par_fichier[nouveau] = par_fichier.pop(ancien)
                if self.garder is not None:
                    self.garder.add(nouveau)
        self._noter(ancien, 1, f"renommé {nouveau.name}")
        if self.a_blanc:
            self._bilan.ecarts.append(
                f"renommer {montrer(chemin_affiche(ancien))} → {montrer(nouveau.name)}"
            )
            self._mendes[ancien] += Counter({"E030": 1, "E032": 1})
        return True

    def _citer(self, atelier: Atelier, noms: dict[str, str]) -> Iterator[tuple[Path, bytes]]:
        """Yield the files that cite a renamed entry, with its new name and nothing else new."""
        for lu in atelier.fichiers():
            texte = atelier.texte(lu)
            if not any(signe in texte for signe in ("[[", "vers:", "entrees:", "traduction_de:")):
                continue
            journal = Journal()
            neuf = appliquer(texte, citations(atelier.feuille(lu, texte), noms), journal)
            fichier = self._ici.get(lu, lu)
            if neuf == texte or (octets := self._comme_avant(fichier, texte, neuf)) is None:
                continue
            for ligne, dit in journal.phrases(neuf):
                self._noter(fichier, ligne, dit)
            yield fichier, octets

    def _comme_avant(self, fichier: Path, texte: str, neuf: str) -> bytes | None:
        """Return `neuf` in the bytes of `fichier`: its mark and its line ends, if it has one kind.

        None when the file is no longer the one that was checked.
        """
        try:
            octets = self._lire(fichier)
            decode = decoder(octets)
        except OSError as exc:
            self._laisser(fichier, f"ne peut pas être lu : {cause(exc)}")
            return None
        if decode is None or decode.texte != texte:
            self._laisser(fichier, "a changé pendant la correction : recommencez")
            return None
        if octets.count(b"\r\n") == octets.count(b"\n") == octets.count(b"\r"):
            neuf = neuf.replace("\n", "\r\n")
        return (_BOM if octets.startswith(_BOM) else b"") + neuf.encode()

    # --- Words ---

    def _noter(self, fichier: Path, ligne: int, dit: str) -> None:
        self._faits[chemin_affiche(fichier)].append((ligne, dit))

    def _laisser(self, fichier: Path, dit: str) -> None:
        self._laisses[chemin_affiche(fichier), 1, dit] = None

    def _oublier(self, fichier: Path) -> None:
        self._faits.pop(chemin_affiche(fichier), None)


def _serait_propre(atelier: Atelier, fichier: Path) -> bool:
    """Tell whether a file that the checker did not read is a fiche without a mistake, mended."""
    try:
        octets = _octets(fichier)
    except OSError:
        return False
    decode = decoder(octets) if len(octets) <= FICHIER_MAX else None
    if decode is None or not decode.texte.lstrip().startswith("---"):
        return False
    essai = essayer(decode, lambda t: atelier.feuille(fichier, t), Counter({"E030": 1}))
    return essai is not None


def _octets(fichier: Path) -> bytes:
    """What a file holds, cut one byte after the size that fiches may have."""
    with fichier.open("rb") as flux:
        return flux.read(FICHIER_MAX + 1)


def _debut(fichier: Path) -> bytes:
    """The first three bytes of a file; none of what is no ordinary file."""
    try:
        if fichier.is_symlink() or not fichier.is_file():
            return b""
        with fichier.open("rb") as flux:
            return flux.read(3)
    except OSError:
        return b""


def _ecart(fichier: Path, octets: bytes) -> list[str]:
    """The unified diff of a file and what it would be, fit for a terminal."""
    try:
        avant = fichier.read_bytes().decode("utf-8", "replace")
    except OSError:
        return []
    chemin = chemin_affiche(fichier)
    lignes = difflib.unified_diff(
        avant.split("\n"),
        octets.decode().split("\n"),
        f"{chemin} (avant)",
        f"{chemin} (après)",
        lineterm="",
    )
    return [montrer(ligne) for ligne in lignes]
