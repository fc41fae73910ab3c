"""Text of a fiche → front matter with line numbers, and body.

Values are kept as the contributor wrote them: a scalar is its raw text, so that
`01001` stays `01001` and `2019-06-31` reaches the model, which says what is
wrong with it. YAML's own guesses (octal numbers, dates, `yes`) never happen.

Reading never raises: what is wrong comes back as findings. When the YAML cannot
be parsed, every line that looks like one of the common mistakes is named; the
parser's own complaint is the last resort.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from .safe_yaml import TropProfond, composer

#: Path of a value inside the front matter: ("leviers", 0, "type").
Chemin = tuple[str | int, ...]
#: A text of the front matter: its path, that path with `*` for each item number, its line, itself.
TexteEcrit = tuple[Chemin, Chemin, int, str]

TAILLE_MAX = 64 * 1024


@dataclass(frozen=True, slots=True)
class Constat:
    """A finding inside one file, before the file's path is known."""

    ligne: int
    code: str
    champ: str
    message: str
    correction: str


@dataclass(frozen=True, slots=True)
class EnTete:
    """A parsed front matter.

    `valeurs`: raw scalars as text, empty ones as None, lists and mappings.
    `lignes`: path of a value → its line in the file, counted from 1.
    `coupes`: path of a text that an unquoted ` #` cuts → the part that is lost.
    `sans_guillemets`: paths of plain scalars (neither quoted nor block).
    `creux`: some key or item holds nothing.
    `textes`: every text, in the order of the file.
    `reparees`: lines that YAML could not read, mended in a copy so that the others be
    checked all the same; what is wrong with them is already said.
    """

    valeurs: dict[str, Any] = field(default_factory=dict)
    lignes: dict[Chemin, int] = field(default_factory=dict)
    coupes: dict[Chemin, str] = field(default_factory=dict)
    sans_guillemets: frozenset[Chemin] = frozenset()
    creux: bool = False
    textes: list[TexteEcrit] = field(default_factory=list)
    reparees: frozenset[int] = frozenset()

    def ligne(self, chemin: Chemin) -> int:
        """Return the line of `chemin`, or of its nearest known parent, or 1."""
        while chemin:
            if chemin in self.lignes:
                return self.lignes[chemin]
            chemin = chemin[:-1]
        return 1


@dataclass(frozen=True, slots=True)
class Lecture:
    """A file cut in two. `entete` is None when it cannot be read.

    `ligne_corps` is the line of the file where `corps` begins, counted from 1.
    """

    entete: EnTete | None
    corps: str
    ligne_corps: int
    constats: tuple[Constat, ...]


#: The delimiter line of a front matter, as python-frontmatter defines it.
LIMITE = YAMLHandler.FM_BOUNDARY


def lire(texte: str) -> Lecture:
    """Split `texte` into front matter and body, and parse the front matter.

    `texte` has `\n` line ends and no byte-order mark.
    """
    ouverture = LIMITE.match(texte)
    if ouverture is None:
        return _sans_entete(texte)
    fermeture = LIMITE.search(texte, ouverture.end())
    if fermeture is None:
        return Lecture(None, "", 1, (_non_ferme(texte),))
    entete, constats = _analyser(
        texte[ouverture.end() : fermeture.start()],
        premiere_ligne=texte.count("\n", 0, ouverture.end()) + 1,
    )
    ligne_corps = texte.count("\n", 0, fermeture.end()) + 1
    return Lecture(entete, texte[fermeture.end() :], ligne_corps, tuple(constats))


def _sans_entete(texte: str) -> Lecture:
    lignes = texte.split("\n", 20)
    position = next((i for i, ligne in enumerate(lignes) if ligne.strip() == "---"), None)
    if position is None:
        message = "la fiche n’a pas d’en-tête"
        correction = "Commencez le fichier par une ligne ---, les clés, puis une autre ligne ---."
        return Lecture(None, "", 1, (Constat(1, "E002", "", message, correction),))
    if lignes[position] != lignes[position].lstrip():
        message = "il y a une espace avant les trois tirets qui ouvrent l’en-tête"
    else:
        message = "l’en-tête ne commence pas à la première ligne du fichier"
    correction = "Les trois tirets --- doivent être les premiers caractères du fichier."
    return Lecture(None, "", 1, (Constat(position + 1, "E002", "", message, correction),))


def _non_ferme(texte: str) -> Constat:
    lignes = texte.split("\n")
    fin = next(
        (i for i, ligne in enumerate(lignes[1:], 2) if not ligne.strip() or ligne.startswith("#")),
        len(lignes),
    )
    return Constat(
        fin,
        "E003",
        "",
        "l’en-tête n’est pas fermé",
        "Ajoutez une ligne de trois tirets --- entre la dernière clé et le texte.",
    )


def nouveaux(constats: Iterable[Constat], entete: EnTete) -> list[Constat]:
    """Findings on lines that nothing was said of: a mended line is not judged by its mend."""
    return [c for c in constats if c.ligne not in entete.reparees]


# --- YAML ---------------------------------------------------------------------


def _analyser(brut: str, premiere_ligne: int) -> tuple[EnTete | None, list[Constat]]:
    """Parse `brut`, whose first line is line `premiere_ligne` of the file."""
    # YAML ends a line at these too, editors do not: the lines that people see would shift.
    for fin in "\x85\u2028\u2029":
        brut = brut.replace(fin, " ")
    lignes = brut.split("\n")
    decalage = premiere_ligne
    tabulations = [
        Constat(
            decalage + i,
            "E005",
            "",
            "cette ligne de l’en-tête contient une tabulation",
            "Remplacez la tabulation par des espaces.",
        )
        for i, ligne in enumerate(lignes)
        if "\t" in ligne
    ]
    if tabulations:
        return None, tabulations
    if len(brut) > TAILLE_MAX:
        return None, [_illisible(decalage, "l’en-tête est trop long")]
    fautes: list[Constat] = []
    try:
        noeud = composer(brut)
    except TropProfond:
        return None, [_illisible(decalage, "l’en-tête est trop imbriqué")]
    except (yaml.YAMLError, ValueError) as exc:
        noeud, lignes, fautes = expliquer(lignes, decalage, exc)
        if not isinstance(noeud, yaml.MappingNode):
            return None, fautes
    if noeud is None:
        return EnTete(), []
    if not isinstance(noeud, yaml.MappingNode):
        colles = [
            trouve[0]
            for i, ligne in enumerate(lignes)
            if _CLE_COLLEE.match(ligne) and (trouve := _reconnaitre(ligne, decalage + i))
        ]
        return None, colles or [
            Constat(
                decalage + 1,
                "E010",
                "",
                "l’en-tête n’est pas une suite de clés et de valeurs",
                'Écrivez une clé par ligne, comme titre: "Ma fiche".',
            )
        ]
    entete, constats = _Constructeur(lignes, decalage).construire(noeud)
    if fautes and entete:
        entete = replace(entete, reparees=frozenset(c.ligne for c in fautes))
        constats = [c for c in constats if c.ligne not in entete.reparees]
    return entete, fautes + constats


class _Constructeur:
    """Turns a YAML node tree into an `EnTete`, noting lines and findings on the way."""

    def __init__(self, lignes: list[str], decalage: int) -> None:
        self.lignes = lignes
        self.decalage = decalage
        self.dieses = any("#" in ligne for ligne in lignes)
        self.positions: dict[Chemin, int] = {}
        self.coupes: dict[Chemin, str] = {}
        self.simples: set[Chemin] = set()
        self.creux = False
        self.textes: list[TexteEcrit] = []
        self.constats: list[Constat] = []
        self.vus: set[int] = set()

    def construire(self, racine: yaml.MappingNode) -> tuple[EnTete | None, list[Constat]]:
        self.positions[()] = racine.start_mark.line + self.decalage
        valeurs = self._valeur(racine, (), ())
        if any(c.code == "E004" for c in self.constats):
            return None, self.constats
        entete = EnTete(
            valeurs,
            self.positions,
            self.coupes,
            frozenset(self.simples),
            self.creux,
            self.textes,
        )
        return entete, self.constats

    def _valeur(self, noeud: yaml.Node, chemin: Chemin, motif: Chemin) -> Any:
        """Return what `noeud` holds; its line is noted already."""
        # A node met twice comes from an alias: a way to write a bomb, never a fiche.
        if id(noeud) in self.vus:
            self.constats.append(
                _illisible(
                    noeud.start_mark.line + self.decalage,
                    "les ancres et les renvois YAML (& et *) ne sont pas acceptés",
                )
            )
            return None
        self.vus.add(id(noeud))
        if isinstance(noeud, yaml.ScalarNode):
            return self._scalaire(noeud, chemin, motif)
        if isinstance(noeud, yaml.MappingNode):
            return self._bloc(noeud, chemin, motif)
        motif = (*motif, "*")
        valeurs = []
        for i, element in enumerate(noeud.value):
            sien = (*chemin, i)
            self.positions[sien] = element.start_mark.line + self.decalage
            valeurs.append(self._valeur(element, sien, motif))
        return valeurs

    def _bloc(self, noeud: yaml.MappingNode, chemin: Chemin, motif: Chemin) -> dict[str, Any]:
        bloc: dict[str, Any] = {}
        for noeud_cle, noeud_valeur in noeud.value:
            nom = str(noeud_cle.value) if isinstance(noeud_cle, yaml.ScalarNode) else "?"
            ligne = noeud_cle.start_mark.line + self.decalage
            sien = (*chemin, nom)
            if nom in bloc:
                self.constats.append(
                    Constat(
                        ligne,
                        "E009",
                        en_pointille(sien),
                        f"la clé « {nom} » est déjà écrite ligne {self.positions[sien]}",
                        "Gardez une seule des deux, ou réunissez leurs valeurs.",
                    )
                )
                continue
            self.positions[sien] = ligne
            bloc[nom] = self._valeur(noeud_valeur, sien, (*motif, nom))
        return bloc

    def _scalaire(self, noeud: yaml.ScalarNode, chemin: Chemin, motif: Chemin) -> str | None:
        texte: str = noeud.value
        if not noeud.style:  # the C parser says "" of a plain scalar, Python None
            self.simples.add(chemin)
            if texte and self.dieses:
                reste = self.lignes[noeud.end_mark.line][noeud.end_mark.column :]
                if reste.lstrip().startswith("#"):
                    self.coupes[chemin] = reste.strip()
            if texte in _RIEN:
                self.creux = True
                return None
        elif not texte or texte.isspace():
            self.creux = True
        self.textes.append((chemin, motif, self.positions[chemin], texte))
        return texte


_RIEN = frozenset(("", "~", "null", "Null", "NULL"))


def en_pointille(chemin: Chemin) -> str:
    """Return the path as people write it: leviers.2.type (items counted from 1)."""
    return ".".join(str(e + 1) if isinstance(e, int) else e for e in chemin)


# --- Explaining what cannot be parsed -----------------------------------------

_CLE = re.compile(r"(\s*(?:- )*)([^\W\d]\w*):(?:\s+|$)")
_CLE_COLLEE = re.compile(r"(\s*(?:- )*)([^\W\d]\w*):(?!//)(\S.*)$")
_TIRET = re.compile(r"(\s*(?:- )+)")
_DEUX_POINTS = re.compile(r"\s?:(?:\s|$)")
_RESERVES = "[]{}&*!%@`|>,?"
#: More mistakes than anyone makes in one front matter; bounds the work on hostile text.
ESSAIS_MAX = 60


def expliquer(
    lignes: list[str], decalage: int, exc: Exception
) -> tuple[yaml.Node | None, list[str], list[Constat]]:
    """Name every line that keeps the front matter from being read.

    The parser tells where it stumbles; a line there that looks like a known
    mistake is named, mended in a copy, and the copy is read again. So one mistake
    does not hide the next, and a correct line is never blamed. The copy comes back
    with its root node, which is None when it still cannot be read.
    """
    copie = list(lignes)
    noeud: yaml.Node | None = None
    constats: list[Constat] = []
    mendes: set[int] = set()
    for _ in range(ESSAIS_MAX):
        for i in _suspectes(exc, len(copie)):
            trouve = None if i in mendes else _reconnaitre(copie[i], decalage + i)
            if trouve:
                constat, copie[i] = trouve
                constats.append(constat)
                mendes.add(i)
                break
        else:
            constats.append(_illisible(*_ou(exc, len(copie), decalage)))
            break
        try:
            noeud = composer("\n".join(copie))
            break
        except (yaml.YAMLError, ValueError) as suivante:
            exc = suivante
    return noeud, copie, sorted(constats, key=lambda c: c.ligne)


def _suspectes(exc: Exception, nombre: int) -> list[int]:
    """The lines where a mistake may stand, most likely first."""
    marques = (getattr(exc, "problem_mark", None), getattr(exc, "context_mark", None))
    lignes = [m.line for m in marques if m]
    lignes += [ligne - 1 for ligne in lignes[:1]]
    return [i for i in dict.fromkeys(lignes) if 0 <= i < nombre]


def _ou(exc: Exception, nombre: int, decalage: int) -> tuple[int, str]:
    """Where the front matter stops being readable, and what to say of it."""
    contexte = getattr(exc, "context_mark", None)
    if contexte and "quoted scalar" in str(getattr(exc, "context", "")):
        return decalage + contexte.line, "un guillemet ouvert ici n’est pas refermé"
    marque = getattr(exc, "problem_mark", None) or contexte
    if marque is None:  # a character that YAML forbids: it only tells its place in the text
        return decalage + 1, "l’en-tête contient un caractère interdit"
    return decalage + min(marque.line, nombre - 1), "l’en-tête n’est plus lisible à partir d’ici"


def _reconnaitre(ligne: str, numero: int) -> tuple[Constat, str] | None:
    """Return the known mistake that `ligne` makes, and the line mended; None without one."""
    if collee := _CLE_COLLEE.match(ligne):
        debut, nom, valeur = collee.groups()
        constat = Constat(
            numero,
            "E007",
            nom,
            f"il manque une espace après « {nom}: »",
            f"Écrivez {nom}: puis une espace, puis la valeur.",
        )
        return constat, f"{debut}{nom}: {entre_guillemets(valeur)}"
    cle = _CLE.match(ligne)
    nom = cle[2] if cle else ""
    debut = ligne[: cle.end()] if cle else (m[0] if (m := _TIRET.match(ligne)) else "")
    valeur = ligne[len(debut) :].strip()
    if not debut or not valeur or valeur[0] in "\"'#" or _est_une_suite(valeur):
        return None
    if valeur[0] in _RESERVES:
        constat = Constat(
            numero,
            "E008",
            nom,
            f"la valeur de « {nom} » commence par {valeur[0]}, un caractère réservé"
            if nom
            else f"la valeur commence par {valeur[0]}, un caractère réservé",
            f'Entourez toute la valeur de guillemets : {nom + ": " if nom else "- "}"…".',
        )
    elif _DEUX_POINTS.search(valeur):
        constat = Constat(
            numero,
            "E006",
            nom,
            "la valeur contient deux-points suivis d’une espace",
            f'Entourez toute la valeur de guillemets : {nom + ": " if nom else "- "}"…".',
        )
    else:
        return None
    return constat, f"{debut}{entre_guillemets(valeur)}"


def _est_une_suite(valeur: str) -> bool:
    """`[…]` or `{…}`, whole on its line: the mistake is elsewhere."""
    try:
        return valeur[0] in "[{" and isinstance(composer(valeur), yaml.CollectionNode)
    except (yaml.YAMLError, ValueError):
        return False


def entre_guillemets(valeur: str) -> str:
    echappe = valeur.strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{echappe}"'


def _illisible(ligne: int, message: str) -> Constat:
    return Constat(
        ligne,
        "E004",
        "",
        message,
        "Vérifiez les guillemets, les crochets et le décalage des lignes ; "
        "entourez les textes de guillemets droits.",
    )
