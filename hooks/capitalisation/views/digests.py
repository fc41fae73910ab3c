"""A digest of whatever a file of the site is made of: the same one in every build.

It must change with all that the file shows: a record is read to its last field, and what nobody
taught to read is refused. What comes back everywhere is read once: an entry, by its file.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import marshal
from collections.abc import Callable, Iterable
from functools import cached_property
from operator import attrgetter, methodcaller
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from pydantic import BaseModel

from ..corpus import Fiche
from ..feeds import Flux
from ..markup import cibles
from ..territories import Lieu
from ..vocabulary import Terme
from .records import EntreeVue
from .site import Site

#: Written as they are.
_SIMPLES = frozenset((str, int, float, bool, type(None), bytes))
#: The one form of marshal where a value is written the same wherever it comes from.
_VERSION = 2


class SansEmpreinte(TypeError):
    """Something of which no digest says all."""


class Empreintes:
    """Makes the digests of one site; `communs` is what every file of it depends on."""

    def __init__(self, site: Site, *communs: str) -> None:
        self._site = site
        self._connues: dict[int, bytes] = {}
        self._entrees: dict[str, bytes] = {}
        # Terms and places are named below, not read.
        self._communs = _somme((*communs, repr(site.corpus.vocabulaires)))
        notices = []
        for fiche in site.corpus.fiches.values():
            notice = _somme((fiche.id, fiche.genre.GENRE, fiche.relatif, fiche.entete))
            # The site holds these as long as it lives: nothing else bears their number.
            self._connues[id(fiche.meta)] = self._connues[id(site.vues[fiche.id])] = notice
            self._connues[id(fiche)] = _somme((notice, fiche.empreinte))
            notices.append(notice)
        self._notices = _somme(tuple(notices))

    def connaitre(self, objet: object) -> None:
        """Read once `objet`, which lasts as long as this. Raises SansEmpreinte."""
        self._connues[id(objet)] = _somme(self._lire(objet))

    def de(self, *quoi: Any) -> str | None:
        """Return the digest of `quoi`, in hexadecimal, or None when none would say all of it."""
        try:
            return _somme((self._communs, self._lire(quoi))).hex()
        except SansEmpreinte:
            return None

    def de_la_base(self, *quoi: Any) -> str | None:
        """Return the digest of `quoi` and of all that lists are made of.

        That is the day, what the base says of itself, and every front matter; no list shows
        anything of the story of an entry.
        """
        return self.de(self._base, *quoi) if self._base else None

    def des_entrees(self, fiches: Iterable[Fiche], *quoi: Any) -> str | None:
        """Return the digest of `quoi` and of all that the pages of `fiches` are made of.

        Of other entries they show front matters, and that these name them in their stories.
        """
        relations = self._site.relations
        siennes = [
            (fiche, [autre.id for autre in relations[fiche.id].cite_par]) for fiche in fiches
        ]
        return self.de_la_base(siennes, *quoi)

    @cached_property
    def _base(self) -> str | None:
        site = self._site
        editoriaux = [(e.mois, e.piece.debut, e.corps) for e in site.corpus.editoriaux.values()]
        base = (site.aujourdhui, site.edition, site.publication, site.guide, editoriaux)
        return self.de(self._notices, base)

    def _lire(self, objet: Any) -> Any:
        """Return `objet` as what marshal writes: simple values, in tuples."""
        sorte = type(objet)
        if sorte in _SIMPLES:
            return objet
        if sorte is tuple or sorte is list:
            return tuple([x if type(x) in _SIMPLES else self._lire(x) for x in objet])
        if connue := self._connues.get(id(objet)):
            return connue
        if sorte is EntreeVue:
            return self._entree(objet)
        return sorte.__qualname__, self._lire((_LECTEURS.get(sorte) or _apprendre(sorte))(objet))

    def _entree(self, vue: EntreeVue) -> bytes:
        """Everything that is shown of an entry, once: its page and its pack ask for it."""
        identifiant = vue.fiche.id
        if identifiant not in self._entrees:
            fiche = self._site.corpus.fiches[identifiant]
            if (nommees := cibles(fiche.corps)) is None:
                raise SansEmpreinte(fiche.relatif)
            if fiche.meta.traduction_de:
                nommees.add(fiche.meta.traduction_de)
            # The body: its text, and the entries whose titles and addresses stand in it.
            autres = [self._site.vues.get(autre) for autre in sorted(nommees)]
            self._entrees[identifiant] = _somme(self._lire((fiche, autres, _AUTOUR(vue))))
        return self._entrees[identifiant]


def _somme(valeur: Any) -> bytes:
    return hashlib.blake2b(marshal.dumps(valeur, _VERSION), digest_size=20).digest()


#: What its file says is not looked at: that is all in the digest of the file.
_AUTOUR = attrgetter(
    *(c.name for c in dataclasses.fields(EntreeVue) if c.name not in ("convertir", "lire"))
)
_LECTEURS: dict[type, Callable[[Any], Any]] = {
    # All terms, and all places but quarters, which bear the name that an entry gives them, are
    # among what is common to every file.
    Terme: attrgetter("vocabulaire", "id"),
    Lieu: attrgetter("code", "nom"),
    # Pages announce feeds, and show nothing of what these hold.
    Flux: attrgetter("page", "sorte", "titre", "id"),
    Markup: str,
    dt.date: methodcaller("isoformat"),
    frozenset: lambda objet: tuple(sorted(objet)),
    dict: lambda objet: tuple(objet.items()),
    SimpleNamespace: lambda objet: tuple(vars(objet).items()),
}


def _apprendre(sorte: type) -> Callable[[Any], Any]:
    """Return what reads an object of this sort, to its last field."""
    if dataclasses.is_dataclass(sorte):
        lecteur: Callable[[Any], Any] = attrgetter(*(c.name for c in dataclasses.fields(sorte)))
    elif issubclass(sorte, BaseModel):
        lecteur = _LECTEURS[SimpleNamespace]
    elif issubclass(sorte, tuple):
        lecteur = tuple
    elif issubclass(sorte, type):
        lecteur = attrgetter("__qualname__")
    else:
        raise SansEmpreinte(sorte.__qualname__)
    _LECTEURS[sorte] = lecteur
    return lecteur
