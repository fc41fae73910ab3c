"""« Je voudrais… »: questions that are data, and the short list that their answers lead to.

The questions stand in `_referentiels/guide.yml`. Three plain steps: what an entry offers
(`OFFRES`), which answers it meets (`peser`), and the list (`choisir`), the most important
question first. The browser is given the second and does the third
(overrides/assets/explorer/paliers.js); a test gives both the same answers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml

from ..corpus import REFERENTIELS, Corpus, Fiche
from ..diagnostics import Diagnostic, cause, chemin_affiche
from ..model import GENRES, IDENTIFIANT
from ..safe_yaml import composer
from ..territories import en_bref
from ..typography import typographier
from ..vocabulary import Terme
from .profiles import TRAITS, traits

T = TypeVar("T")

FICHIER = "guide.yml"
FICHIER_MAX = 1024**2

#: A short list, and how few entries call for those that miss the least important answer.
MAXIMUM, ASSEZ = 8, 5

#: What an answer may ask → the vocabulary of its values.
VOCABULAIRES = {
    "themes": "themes",
    "publics": "publics",
    "dispositifs": "dispositifs",
    "demarches": "demarches",
    "natures": "natures",
    "facteurs": "types-de-facteurs",
}
#: Parts that an entry may hold, and where: a key of its front matter, and one inside.
SECTIONS = {
    "leviers": ("leviers", ""),
    "freins": ("freins", ""),
    "enseignements": ("enseignements", ""),
    "transposer": ("transposer", ""),
    "budget": ("transposer", "budget"),
    "moyens-humains": ("transposer", "moyens_humains"),
    "partenaires": ("partenaires", ""),
}
#: What an answer may ask → its only values.
LISTES: dict[str, Collection[str]] = {
    "genres": tuple(genre.GENRE for genre in GENRES),
    "sections": SECTIONS,
    "traits": TRAITS,
}
CLES = (*VOCABULAIRES, *LISTES)


@dataclass(frozen=True, slots=True)
class Reponse:
    """An answer; an entry meets it by one value of one key of `demande` at least.

    `raison` completes « cette entrée… »: « parle de logement ».
    """

    id: str
    libelle: str
    raison: str
    demande: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    libelle: str
    reponses: tuple[Reponse, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The questions, the most important first."""

    questions: tuple[Question, ...] = ()


# --- Entries and answers ----------------------------------------------------------------------

#: For each question, the answers that an entry meets: rank → how many keys it meets them by.
Forces = tuple[dict[int, int], ...]


def _lignee(termes: Iterable[Terme]) -> Iterator[str]:
    """A term counts for those above it."""
    for terme in termes:
        yield terme.id
        for ancetre in terme.ancetres:
            yield ancetre.id


def _sections(fiche: Fiche) -> Iterator[str]:
    for nom, (cle, sous) in SECTIONS.items():
        valeur = getattr(fiche.meta, cle)
        if getattr(valeur, sous, None) if sous else valeur:
            yield nom


#: Key of `CLES` → what an entry has of it.
OFFRES: dict[str, Callable[[Fiche], Iterable[str]]] = {
    "themes": lambda f: _lignee(f.themes),
    "publics": lambda f: _lignee(f.publics),
    "dispositifs": lambda f: _lignee(f.dispositifs),
    "demarches": lambda f: _lignee(f.demarches),
    "natures": lambda f: _lignee((f.nature,) if f.nature else ()),
    "facteurs": lambda f: [facteur.type for facteur in (*f.meta.leviers, *f.meta.freins)],
    "genres": lambda f: (f.genre.GENRE,),
    "sections": _sections,
    "traits": traits,
}


def peser(guide: Guide) -> Callable[[Fiche], Forces]:
    """Return what tells which answers an entry meets, and by how many keys."""
    # From what an entry has to the answers that ask for it: it has little, and they are many.
    demandes: dict[str, dict[str, list[int]]] = {}
    suites = []
    nombre = 0
    for question in guide.questions:
        suites.append(slice(nombre, nombre + len(question.reponses)))
        for reponse in question.reponses:
            for cle, valeurs in reponse.demande.items():
                for valeur in valeurs:
                    demandes.setdefault(cle, {}).setdefault(valeur, []).append(nombre)
            nombre += 1

    def forces(fiche: Fiche) -> Forces:
        comptes = [0] * nombre
        for cle, demandees in demandes.items():
            tenues: set[int] = set()
            for valeur in OFFRES[cle](fiche):
                if valeur in demandees:
                    tenues.update(demandees[valeur])
            for reponse in tenues:
                comptes[reponse] += 1
        return tuple(
            {rang: force for rang, force in enumerate(comptes[suite]) if force} for suite in suites
        )

    return forces


@dataclass(frozen=True, slots=True)
class Palier(Generic[T]):
    """Entries that meet the same answers, and the questions whose answers they do not meet."""

    sans: tuple[int, ...]
    entrees: tuple[T, ...]


def choisir(lignes: Iterable[tuple[T, Forces]], choix: Sequence[int | None]) -> list[Palier[T]]:
    """Return the short list for the answers chosen, one a question (None: no matter).

    Those that meet every answer come first. When they are fewer than `ASSEZ`, come those
    that miss the last question, then the one before it, and so on, as long as the first
    answer is met, or while there is none at all. Inside a level: by how many keys, then in
    the order of `lignes`.
    """
    posees = [(q, rang) for q, rang in enumerate(choix) if rang is not None]
    niveaux: dict[tuple[int, ...], list[tuple[int, T]]] = {}
    for entree, siennes in lignes:
        force = 0
        sans: tuple[int, ...] = ()
        for q, rang in posees:
            if tenue := siennes[q].get(rang):
                force += tenue
            else:
                sans = (*sans, q)
        if force:
            niveaux.setdefault(sans, []).append((-force, entree))
    paliers: list[Palier[T]] = []
    total = 0
    # The last question weighs 1, the one before it 2, then 4: no answer outweighs a more
    # important one.
    for sans in sorted(niveaux, key=lambda s: sum(2 ** (len(choix) - q) for q in s)):
        if total and (total >= ASSEZ or posees[0][0] in sans):
            break
        gardees = sorted(niveaux[sans], key=lambda e: e[0])[: MAXIMUM - total]
        paliers.append(Palier(sans, tuple(entree for _, entree in gardees)))
        total += len(gardees)
    return paliers


def paquet(corpus: Corpus, guide: Guide) -> dict[str, Any]:
    """Return the questions and the entries, in list order.

    An entry: [rank of its kind, id, title, 1 for a notice, places, then, for each question,
    ranks and forces of the answers that it meets, one after the other].
    """
    genres = {genre: rang for rang, genre in enumerate(GENRES)}
    forces = peser(guide)
    return {
        "maximum": MAXIMUM,
        "assez": ASSEZ,
        "genres": [[genre.GENRE, genre.LIBELLE, genre.DOSSIER] for genre in GENRES],
        "questions": [
            [q.id, q.libelle, [[r.id, r.libelle, r.raison] for r in q.reponses]]
            for q in guide.questions
        ],
        "entrees": [
            [
                genres[fiche.genre],
                fiche.id,
                typographier(fiche.meta.titre),
                int(fiche.meta.statut == "notice"),
                en_bref(fiche.lieux),
                *([n for couple in q.items() for n in couple] for q in forces(fiche)),
            ]
            for fiche in corpus.triees
        ],
    }


# --- The file ---------------------------------------------------------------------------------


def charger(corpus: Corpus, repli: Path | None = None) -> tuple[Guide, list[Diagnostic]]:
    """Read the guide of `corpus`, or that of `repli`; never raises on bad content.

    The guide of `repli` was written for other vocabularies: what this corpus does not know of
    it is left out without a word, and so is a question that keeps no answer.
    """
    fichier = corpus.racine / REFERENTIELS / FICHIER
    sien = os.path.lexists(fichier)
    if not sien:
        if repli is None or not (repli / FICHIER).is_file():
            return Guide(), []
        fichier = repli / FICHIER
    lecture = _Lecture(corpus, chemin_affiche(fichier), sien)
    return Guide(tuple(lecture.questions(fichier))), lecture.diagnostics


class _Lecture:
    """One reading of the file, and what it finds."""

    def __init__(self, corpus: Corpus, chemin: str, sien: bool) -> None:
        self._corpus = corpus
        self._chemin = chemin
        self._sien = sien
        self.diagnostics: list[Diagnostic] = []
        #: A node met again comes from an alias: a way to write a bomb, never a question.
        self._vus: set[int] = set()

    def _dire(self, ligne: int, code: str, champ: str, message: str, correction: str) -> None:
        self.diagnostics.append(Diagnostic(self._chemin, ligne, code, champ, message, correction))

    def questions(self, fichier: Path) -> Iterator[Question]:
        if fichier.is_symlink() or not fichier.is_file():
            message = "le guide n’est pas un fichier ordinaire"
            self._dire(1, "E070", "", message, "Placez ici le fichier lui-même, sans lien.")
            return
        try:
            with fichier.open("rb") as flux:
                brut = flux.read(FICHIER_MAX + 1)
            if len(brut) > FICHIER_MAX:
                raise ValueError
            racine = composer(brut.decode("utf-8-sig"))
        except OSError as exc:
            message = f"le guide ne peut pas être ouvert : {cause(exc)}"
            self._dire(1, "E070", "", message, "Vérifiez le fichier.")
            return
        except (yaml.YAMLError, ValueError) as exc:
            marque = getattr(exc, "problem_mark", None)
            ligne = marque.line + 1 if marque else 1
            correction = "Vérifiez les guillemets et le décalage des lignes."
            self._dire(ligne, "E070", "", "le guide n’est pas lisible", correction)
            return
        if racine is None:
            return  # an empty file asks nothing
        for ligne, bloc, _ in self._blocs(racine, "questions", ("id", "question", "reponses")):
            reponses = tuple(self._reponses(bloc["reponses"]))
            if reponses:
                libelle = typographier(self._texte(bloc["question"]))
                yield Question(self._texte(bloc["id"]), libelle, reponses)
            elif self._sien:
                message = "cette question n’a pas de réponse lisible"
                self._dire(ligne, "E070", "reponses", message, "Donnez-en deux au moins.")

    def _reponses(self, noeud: yaml.Node) -> Iterator[Reponse]:
        attendues = ("id", "libelle", "raison")
        for ligne, bloc, sues in self._blocs(noeud, "réponses", attendues, CLES):
            demande = {cle: self._valeurs(cle, bloc[cle]) for cle in CLES if cle in bloc}
            demande = {cle: ids for cle, ids in demande.items() if ids}
            if demande:
                identifiant, libelle, raison = (self._texte(bloc[cle]) for cle in attendues)
                yield Reponse(identifiant, typographier(libelle), typographier(raison), demande)
            elif self._sien and sues and not any(cle in bloc for cle in CLES):
                message = "cette réponse ne demande rien : aucune entrée n’y répondrait"
                self._dire(ligne, "E070", "", message, "Ajoutez : " + ", ".join(CLES) + "…")

    def _blocs(
        self,
        noeud: yaml.Node,
        noms: str,
        attendues: tuple[str, ...],
        permises: tuple[str, ...] = (),
    ) -> Iterator[tuple[int, dict[str, yaml.Node], bool]]:
        """Yield the mappings of a list, whole, each id once: line, keys, whether all are known."""
        if not isinstance(noeud, yaml.SequenceNode) or not self._neuf(noeud):
            message = f"une liste de {noms} est attendue ici"
            self._dire(noeud.start_mark.line + 1, "E070", "", message, "- id: …")
            return
        vus: set[str] = set()
        for element in noeud.value:
            ligne = element.start_mark.line + 1
            if not isinstance(element, yaml.MappingNode) or not self._neuf(element):
                message = f"une liste de {noms} est attendue ici"
                self._dire(ligne, "E070", "", message, "- id: …")
                continue
            bloc: dict[str, yaml.Node] = {}
            sues = True
            for cle, valeur in element.value:
                nom = str(cle.value)
                if nom in (*attendues, *permises) and nom not in bloc:
                    bloc[nom] = valeur
                else:
                    double = nom in bloc
                    message = f"« {nom[:60]} » est {'écrit deux fois' if double else 'inconnu ici'}"
                    correction = "Clés possibles : " + ", ".join((*attendues, *permises)) + "."
                    self._dire(cle.start_mark.line + 1, "E011", nom[:60], message, correction)
                    sues = False
            manquantes = [c for c in attendues if c not in bloc or not self._dit(c, bloc[c])]
            if manquantes:
                correction = f"Écrivez {', '.join(manquantes)}."
                self._dire(ligne, "E070", manquantes[0], "il manque une clé", correction)
                continue
            identifiant = self._texte(bloc["id"])
            if not IDENTIFIANT.fullmatch(identifiant):
                message = f"« {identifiant[:60]} » n’est pas un identifiant"
                correction = "Des minuscules sans accent, des chiffres, des tirets."
                self._dire(ligne, "E070", "id", message, correction)
            elif identifiant in vus:
                message = f"« {identifiant} » est déjà pris dans cette liste"
                self._dire(ligne, "E071", "id", message, "Donnez-lui un autre identifiant.")
            else:
                vus.add(identifiant)
                yield ligne, bloc, sues

    def _neuf(self, noeud: yaml.Node) -> bool:
        neuf = id(noeud) not in self._vus
        self._vus.add(id(noeud))
        return neuf

    def _dit(self, cle: str, noeud: yaml.Node) -> bool:
        """True when a key says something: answers are a list, read later; the others, words."""
        return bool(noeud.value) if cle == "reponses" else bool(self._texte(noeud))

    def _texte(self, noeud: yaml.Node) -> str:
        return noeud.value.strip() if isinstance(noeud, yaml.ScalarNode) else ""

    def _valeurs(self, cle: str, noeud: yaml.Node) -> frozenset[str]:
        """The values of a key that exist; the others are named."""
        lus: set[str] = set()
        if not self._neuf(noeud):
            return frozenset()
        for element in noeud.value if isinstance(noeud, yaml.SequenceNode) else (noeud,):
            valeur = self._texte(element)
            if valeur in self._connues(cle):
                lus.add(valeur)
            elif self._sien:
                message = f"« {valeur[:60]} » n’existe pas"
                ligne = element.start_mark.line + 1
                self._dire(ligne, "E019", cle, message, self._proches(cle, valeur))
        return frozenset(lus)

    def _connues(self, cle: str) -> Collection[str]:
        if cle in LISTES:
            return LISTES[cle]
        return self._corpus.vocabulaires[VOCABULAIRES[cle]].termes

    def _proches(self, cle: str, valeur: str) -> str:
        if cle in LISTES:
            return "Valeurs possibles : " + ", ".join(LISTES[cle]) + "."
        proches = self._corpus.vocabulaires[VOCABULAIRES[cle]].proches(valeur[:60])
        if proches:
            return "Vouliez-vous dire : " + ", ".join(proches) + " ?"
        return f"Choisissez un identifiant de {VOCABULAIRES[cle]}.yml."
