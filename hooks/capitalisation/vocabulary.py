"""Referentials: the controlled vocabularies of `_referentiels/*.yml`.

A vocabulary is a list of terms; a term has an id that fiches use, a French
label, and the other words that mean the same (synonyms, acronym, gendered
forms), which serve did-you-mean, search, tooltips and the glossary.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from rapidfuzz import fuzz, process

from .diagnostics import Diagnostic, cause, chemin_affiche
from .model import Identifiant, Texte, Url
from .safe_yaml import composer
from .typography import cle, typographier

#: Vocabulary (file stem) → singular label, plural label, and folder of its pages ("" = none).
VOCABULAIRES: dict[str, tuple[str, str, str]] = {
    "themes": ("Thème", "Thèmes", "themes"),
    "dispositifs": ("Dispositif", "Dispositifs", "dispositifs"),
    "publics": ("Public", "Publics", "publics"),
    "demarches": ("Démarche", "Démarches", "demarches"),
    "cadres": ("Cadre de référence", "Cadres de référence", "cadres"),
    "structures": ("Structure", "Structures", "structures"),
    "types-de-facteurs": ("Type de facteur", "Types de facteurs", ""),
    "types-de-structures": ("Type de structure", "Types de structures", ""),
    "natures": ("Nature", "Natures", ""),
    "glossaire": ("Terme", "Glossaire", ""),
}


class _TermeLu(BaseModel):
    """The shape of a term in a referential file."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    id: Identifiant
    libelle: Texte
    definition: str = ""
    synonymes: tuple[str, ...] = ()
    sigle: str = ""
    feminin: tuple[str, ...] = ()
    parent: Identifiant | None = None
    # structures only
    type: Identifiant | None = None
    territoire: str = ""
    site: Url | None = None


@dataclass(frozen=True, slots=True)
class Terme:
    """One term of a vocabulary. `parent` is a term of the same vocabulary, or None."""

    vocabulaire: str
    id: str
    libelle: str
    definition: str = ""
    synonymes: tuple[str, ...] = ()
    sigle: str = ""
    feminin: tuple[str, ...] = ()
    parent: Terme | None = None
    type: str = ""
    territoire: str = ""
    site: str = ""

    def __hash__(self) -> int:
        # Every page looks terms up: what they say, and their parents', is not read for that.
        return hash(self.id)

    @property
    def adresse(self) -> str:
        """Site-relative address of the term's page; "" when its vocabulary has none."""
        dossier = VOCABULAIRES[self.vocabulaire][2]
        if self.vocabulaire == "glossaire":
            return f"glossaire/#{self.id}"
        return f"{dossier}/{self.id}/" if dossier else ""

    @property
    def formes(self) -> tuple[str, ...]:
        """Every way to write the term: label, acronym, synonyms, gendered forms."""
        formes = (self.libelle, self.sigle, *self.synonymes, *self.feminin)
        return tuple(dict.fromkeys(f for f in formes if f))

    @property
    def ancetres(self) -> Iterator[Terme]:
        """The term's parents, nearest first."""
        terme = self.parent
        while terme:
            yield terme
            terme = terme.parent


@dataclass(frozen=True)
class Vocabulaire:
    """The terms of one referential, in the order of the file."""

    nom: str
    termes: dict[str, Terme] = field(default_factory=dict)

    def __contains__(self, identifiant: object) -> bool:
        return identifiant in self.termes

    @cached_property
    def _par_forme(self) -> dict[str, str]:
        formes: dict[str, str] = {}
        for terme in self.termes.values():
            for forme in (terme.id, *terme.formes):
                formes.setdefault(cle(forme), terme.id)
        return formes

    def identifiant(self, texte: str) -> str | None:
        """Return the id of the term that `texte` names: its id, its label, its acronym…"""
        return texte if texte in self.termes else self._par_forme.get(cle(texte))

    def proches(self, texte: str, nombre: int = 3) -> list[str]:
        """Return the ids that `texte` may mean, best first; [] when nothing is near.

        An exact match on a label, a synonym or an acronym comes alone.
        """
        if exact := self.identifiant(texte):
            return [exact]
        recherche = cle(texte)
        trouves = process.extract(
            recherche, self._par_forme.keys(), scorer=fuzz.WRatio, limit=40, score_cutoff=72
        )
        notes: dict[str, float] = {}
        for forme, _, _ in trouves:
            identifiant = self._par_forme[forme]
            notes[identifiant] = max(notes.get(identifiant, 0), _ressemblance(recherche, forme))
        assez = max(60.0, max(notes.values(), default=0) - _ECART)
        return [i for i in sorted(notes, key=lambda i: -notes[i]) if notes[i] >= assez][:nombre]


#: Ten thousand structures, with all that is said of them.
FICHIER_MAX = 8 * 1024**2

#: Vocabulary → identifiers that would take the address of another page:
#: `/enseignements/a-retenir/` holds the lessons, which have no type.
RESERVES = {"types-de-facteurs": ("a-retenir",)}
#: Levels of terms: more than anyone browses.
NIVEAUX_MAX = 20

#: How far below the best a term may be and still be worth proposing.
_ECART = 15


def _ressemblance(recherche: str, forme: str) -> float:
    """How alike two forms are, from 0 to 100, as wholes or by a whole word of `forme`.

    Without it a short form hidden inside a longer word wins: « gem » in « logemant ».
    """
    mots = forme.split()
    return max(
        fuzz.ratio(recherche, forme),
        0.95 * max(fuzz.ratio(recherche, mot) for mot in mots or [""]),
        0.9 * fuzz.token_set_ratio(recherche, forme),
    )


def charger(
    dossier: Path, repli: Path | None = None
) -> tuple[dict[str, Vocabulaire], list[Diagnostic]]:
    """Load every vocabulary from `dossier`, or from `repli` where `dossier` lacks the file.

    Never raises on bad content: findings come back beside what could be read.
    """
    vocabulaires: dict[str, Vocabulaire] = {}
    diagnostics: list[Diagnostic] = []
    # A folder that is a link may lead anywhere on the machine: `corpus` says that it is one.
    dossiers = [d for d in (dossier, repli) if d and (d is repli or not d.is_symlink())]
    for nom in VOCABULAIRES:
        fichiers = (d / f"{nom}.yml" for d in dossiers)
        fichier = next((f for f in fichiers if os.path.lexists(f)), None)
        if fichier is None:
            vocabulaires[nom] = Vocabulaire(nom)
            continue
        vocabulaires[nom], constats = _lire(nom, fichier)
        diagnostics += constats
    return vocabulaires, diagnostics


def _lire(nom: str, fichier: Path) -> tuple[Vocabulaire, list[Diagnostic]]:
    chemin = chemin_affiche(fichier)

    def signaler(ligne: int, code: str, champ: str, message: str, correction: str) -> None:
        diagnostics.append(Diagnostic(chemin, ligne, code, champ, message, correction))

    diagnostics: list[Diagnostic] = []
    if fichier.is_symlink() or not fichier.is_file():
        lien = f"« {fichier.name} » n’est pas un fichier ordinaire"
        signaler(1, "E070", "", lien, "Placez ici le vocabulaire lui-même, sans lien.")
        return Vocabulaire(nom), diagnostics
    try:
        with fichier.open("rb") as flux:
            brut = flux.read(FICHIER_MAX + 1)
        if len(brut) > FICHIER_MAX:
            poids = f"ce vocabulaire pèse plus de {FICHIER_MAX // 1024**2} Mo"
            signaler(1, "E070", "", poids, "Retirez les termes dont aucune fiche ne se sert.")
            return Vocabulaire(nom), diagnostics
        noeud = composer(brut.decode("utf-8-sig"))
    except OSError as exc:
        illisible = f"ce vocabulaire ne peut pas être ouvert : {cause(exc)}"
        signaler(1, "E070", "", illisible, "Remettez le fichier, puis recommencez.")
        return Vocabulaire(nom), diagnostics
    except (yaml.YAMLError, ValueError) as exc:
        marque = getattr(exc, "problem_mark", None)
        signaler(
            marque.line + 1 if marque else 1,
            "E070",
            "",
            "ce vocabulaire n’est pas lisible",
            "Vérifiez les guillemets et le décalage des lignes.",
        )
        return Vocabulaire(nom), diagnostics
    if not isinstance(noeud, yaml.SequenceNode):
        signaler(1, "E070", "", "ce vocabulaire n’est pas une liste de termes", "- id: …")
        return Vocabulaire(nom), diagnostics

    lus: dict[str, tuple[_TermeLu, int]] = {}
    vus: set[int] = set()
    for element in noeud.value:
        ligne = element.start_mark.line + 1
        try:
            lu = _TermeLu.model_validate(_simple(element, vus))
        except ValidationError as exc:
            champ = ".".join(str(e) for e in exc.errors()[0]["loc"])
            signaler(
                ligne,
                "E070",
                champ,
                "ce terme est incomplet ou contient une clé inconnue",
                "Clés possibles : " + ", ".join(_TermeLu.model_fields) + ".",
            )
            continue
        if lu.id in RESERVES.get(nom, ()):
            signaler(
                ligne,
                "E071",
                "id",
                f"« {lu.id} » est déjà le nom d’une page du site",
                "Donnez à ce terme un autre identifiant.",
            )
            continue
        if lu.id in lus:
            signaler(
                ligne,
                "E071",
                "id",
                f"le terme « {lu.id} » est déjà défini ligne {lus[lu.id][1]}",
                "Donnez-lui un autre identifiant, ou réunissez les deux termes.",
            )
            continue
        lus[lu.id] = (lu, ligne)

    termes: dict[str, Terme] = {}
    for identifiant in _parents_d_abord(lus):
        lu, ligne = lus[identifiant]
        parent = termes.get(lu.parent or "")
        if lu.parent and not parent:
            signaler(
                ligne,
                "E072",
                "parent",
                f"le terme parent « {lu.parent} » n’existe pas, ou tourne en rond",
                "Donnez l’identifiant d’un autre terme de ce fichier.",
            )
        elif parent and sum(1 for _ in parent.ancetres) + 2 > NIVEAUX_MAX:
            signaler(
                ligne,
                "E072",
                "parent",
                f"le terme parent « {lu.parent} » est déjà au dernier des {NIVEAUX_MAX} niveaux",
                "Donnez l’identifiant d’un terme moins profond.",
            )
            parent = None
        termes[identifiant] = Terme(
            vocabulaire=nom,
            parent=parent,
            libelle=typographier(lu.libelle),
            definition=typographier(lu.definition),
            synonymes=tuple(typographier(s) for s in lu.synonymes),
            site=lu.site or "",
            type=lu.type or "",
            **lu.model_dump(include=_REPRIS),
        )
    return Vocabulaire(nom, {i: termes[i] for i in lus}), diagnostics


def _parents_d_abord(lus: dict[str, tuple[_TermeLu, int]]) -> Iterator[str]:
    """Yield every id, each after its parent where it has one; a circle is entered somewhere.

    Without recursion: a file may chain all its terms.
    """
    faits: set[str] = set()
    for identifiant in lus:
        chaine: list[str] = []
        while identifiant in lus and identifiant not in faits:
            faits.add(identifiant)
            chaine.append(identifiant)
            identifiant = lus[identifiant][0].parent or ""
        yield from reversed(chaine)


_REPRIS = {"id", "sigle", "feminin", "territoire"}


def _simple(noeud: yaml.Node, vus: set[int]) -> Any:
    """Raw values of a node: scalars as text, so that `sigle: NO` stays NO.

    None for a node of `vus`: it comes from an alias, a way to write a bomb, never a term.
    """
    if id(noeud) in vus:
        return None
    vus.add(id(noeud))
    if isinstance(noeud, yaml.MappingNode):
        return {str(c.value): _simple(v, vus) for c, v in noeud.value}
    if isinstance(noeud, yaml.SequenceNode):
        return [_simple(v, vus) for v in noeud.value]
    return noeud.value
