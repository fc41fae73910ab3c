"""Files that an earlier build made, taken again by the next: the same ingredients, the same file.

A kept file and the site's are one and the same on the disk, under two names: it costs no room, and
keeps its date, which browsers and copying tools go by. Whoever writes in one writes in the other,
so each bears a mark by which that is noticed, and nobody here writes into a file that stands.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

#: Days that a file which no site holds any more is kept.
PEREMPTION = 30
#: A mark is a number of these in a second, 100 nanoseconds: NTFS counts no finer.
_PAS = 100
_SECONDE = 1_000_000_000
#: Nanoseconds by which the clock that disks go by may be late.
_RETARD = 20_000_000


class Reserve:
    """A folder of files, each under a key that says all that it is made of.

    Where it cannot be read, written or linked to, files are made again, or copied: it never fails.
    """

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self._debut = time.time_ns() - _RETARD

    def poser(self, cle: str | None, cible: Path, faire: Callable[[], bytes]) -> None:
        """Write at `cible` what is kept under `cle`, or what `faire` makes, which is kept.

        `cle` is hexadecimal; without one, nothing is looked for nor kept. The folder of `cible` is
        made. Raises OSError, and what `faire` raises.
        """
        if cle and self.reprendre(cle, cible):
            return
        ici, gardee = os.fspath(cible), self._place(cle)
        _ouvrir(os.path.dirname(ici))
        octets = faire()
        _ecrire(ici, octets)
        if gardee:
            with contextlib.suppress(OSError):
                _ouvrir(os.path.dirname(gardee))
                _marquer(ici, gardee, len(octets))
                _doubler(ici, gardee)

    def reprendre(self, cle: str, cible: str | Path) -> bool:
        """Write at `cible` what is kept under `cle`; say whether it was there, and whole.

        The folder of `cible` is made then. Raises OSError when that cannot be.
        """
        ici, gardee = os.fspath(cible), self._place(cle)
        if not _intacte(gardee):
            return False
        _ouvrir(os.path.dirname(ici))
        try:
            _doubler(gardee, ici)
        except OSError:
            return False
        return True

    def retrouver(self, cle: str | None, dire: Callable[[], str]) -> str:
        """Return the text that is kept under `cle`, or what `dire` says, which is kept."""
        if cle is None or (texte := self.lire(cle)) is None:
            texte = dire()
            if cle:
                self.noter(cle, texte)
        return texte

    def lire(self, cle: str) -> str | None:
        """Return the text that is kept under `cle`, if there is one."""
        gardee = self._place(cle)
        if _intacte(gardee):
            with contextlib.suppress(OSError, UnicodeDecodeError):
                texte = Path(gardee).read_text("utf-8")
                _user(gardee)
                return texte
        return None

    def noter(self, cle: str, texte: str) -> None:
        """Keep `texte` under `cle`, where something can be kept."""
        gardee = self._place(cle)
        neuve = _a_cote(gardee)
        with contextlib.suppress(OSError):
            octets = texte.encode()
            _ouvrir(os.path.dirname(neuve))
            _ecrire(neuve, octets)
            _marquer(neuve, gardee, len(octets))
            os.replace(neuve, gardee)

    def menage(self) -> None:
        """Throw away what has been in no site for a month.

        What this build used, or another site holds, stays; of the rest, no more than that.
        """
        servies, autres = 0, []
        for fichier, etat in self._fichiers():
            if self._sert(etat):
                servies += 1
            elif etat.st_nlink == 1:
                autres.append((etat.st_ctime_ns, fichier))
        autres.sort(reverse=True)
        limite = self._debut - PEREMPTION * 86_400 * _SECONDE
        for rang, (date, fichier) in enumerate(autres):
            if rang >= servies or date < limite:
                with contextlib.suppress(OSError):
                    os.unlink(fichier)

    def oublier(self) -> None:
        """Throw away what this build used: what it is made of changed meanwhile."""
        for fichier, etat in self._fichiers():
            if self._sert(etat):
                with contextlib.suppress(OSError):
                    os.unlink(fichier)

    def _sert(self, etat: os.stat_result) -> bool:
        # One link more, or less, is a change of state: its date is that of the last use.
        return etat.st_ctime_ns >= self._debut

    def _place(self, cle: str | None) -> str:
        return f"{self.dossier}/{cle[:2]}/{cle[2:]}" if cle else ""

    def _fichiers(self) -> Iterator[tuple[str, os.stat_result]]:
        # Two hundred and fifty-six folders: some disks are slow to find a name among many.
        for tiroir in (f"{self.dossier}/{numero:02x}" for numero in range(256)):
            with contextlib.suppress(OSError), os.scandir(tiroir) as entrees:
                for entree in entrees:
                    yield entree.path, entree.stat(follow_symlinks=False)


# Paths are text here: there are a hundred thousand of them.


def _ouvrir(dossier: str) -> None:
    """Make a folder; most stand in one that is there."""
    try:
        os.mkdir(dossier)
    except FileExistsError:
        return
    except FileNotFoundError:
        os.makedirs(dossier, exist_ok=True)


def _ecrire(cible: str, octets: bytes) -> None:
    """Write a new file: one that stands may be kept, or be in another site."""
    try:
        # Nearly always there is none, and one call says so and makes it.
        with open(cible, "xb") as fichier:
            fichier.write(octets)
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(cible)
        Path(cible).write_bytes(octets)


def _doubler(source: str, cible: str) -> None:
    """Give `source` a second name, `cible`, or copy it where that cannot be. Raises OSError."""
    try:
        os.link(source, cible)
    except FileExistsError:
        os.unlink(cible)
        os.link(source, cible)
    except OSError:
        # Another disk, a system without links. A copy takes its name once it is whole.
        neuve = _a_cote(cible)
        try:
            shutil.copyfile(source, neuve)
            shutil.copystat(source, neuve)
            os.replace(neuve, cible)
        finally:
            with contextlib.suppress(OSError):
                os.unlink(neuve)
        _user(source)


def _a_cote(cible: str) -> str:
    """Where a file is written that will take the place of `cible`; two of us may be at work."""
    return f"{cible}.{os.getpid()}.neuve"


def _user(fichier: str) -> None:
    """Note that it is used: what is linked to says so by itself."""
    os.utime(fichier, ns=(time.time_ns(), os.stat(fichier).st_mtime_ns))


# --- The mark
#
# It stands in the fraction of the second of the last change, which anyone who writes in the file
# changes, as one who puts another in its place does: the file is then made again.


def _marque(gardee: str, taille: int) -> int:
    somme = hashlib.blake2b(f"{os.path.basename(gardee)} {taille}".encode(), digest_size=8)
    return int.from_bytes(somme.digest()) % (_SECONDE // _PAS) * _PAS


def _marquer(fichier: str, gardee: str, taille: int) -> None:
    maintenant = time.time_ns()
    # The second before: nothing is dated from the future.
    ecoulees = maintenant // _SECONDE - 1
    os.utime(fichier, ns=(maintenant, ecoulees * _SECONDE + _marque(gardee, taille)))


def _intacte(gardee: str) -> bool:
    try:
        etat = os.lstat(gardee)
    except OSError:
        return False
    return etat.st_mtime_ns % _SECONDE == _marque(gardee, etat.st_size)
