"""From what a contributor writes to exactly one place, or to an error that shows the way.

    >>> territoires = Territoires()
    >>> territoires.resoudre("scaer (finistère)").code
    'fr-29274'

Accents, case, hyphens, apostrophes, leading article and « St » aside, a text may be:

- a code: `29`, `FR-29`, `FR-BRE`, `29274` (INSEE or NIS), `be-52011`, a SIREN;
- a name: « Bretagne », « Scaër », « Lorient Agglomération », « Plaine Commune »;
- a name and what tells it from its namesakes: « Scaër (29) », « Vienne (département) »,
  « Province de Namur », « Ville de Bruxelles », « CC de Blaye »;
- a quarter and its commune: « Maurepas, Rennes ».

One name, several places: a country, a région or an overseas département wins over communes; a
commune over an EPCI; a commune of today over a former one; the commune over the département
that has no other (Paris). Everything else is ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from ..typography import typographier
from .errors import TerritoireAmbigu, TerritoireInconnu
from .names import cle, cle_large
from .place import LIBELLES, OUTRE_MER_DEPARTEMENTAL, TYPES, Lieu
from .referential import DONNEES, Referentiel

PROCHES_MAX = 5

Garde = Callable[[Lieu], bool]


# --- Forms of a text --------------------------------------------------------------------------

#: Words for the kind of a place, besides its type and its legal form.
_SYNONYMES = {
    "commune": ("ville",),
    "departement": ("dept",),
    "epci": ("epci", "agglomeration", "agglo"),
    "communaute de communes": ("cc",),
    "communaute d agglomeration": ("ca",),
    "communaute urbaine": ("cu",),
    "etablissement public territorial": ("ept",),
    "collectivite d outre mer": ("com",),
    cle(OUTRE_MER_DEPARTEMENTAL): ("region",),
}
_MOTS_DE_FORME = sorted(
    {
        *(cle(libelle) for libelle in LIBELLES.values() if libelle != "quartier"),
        *(mot for forme, synonymes in _SYNONYMES.items() for mot in (forme, *synonymes)),
        "metropole",
    },
    key=lambda mot: (-len(mot), mot),
)

# Codes and forms are looked for in keys, where a hyphen is a space.
_CODE = re.compile(r"(fr|be)(?: ([0-9a-z]+))?")
_CODE_DEPARTEMENT = re.compile(r"\d{2,3}|2[ab]")
_CODE_COMMUNE = re.compile(r"\d[\dab]\d{3}")
_SIREN = re.compile(r"\d{3} ?\d{3} ?\d{3}")
_FORME = re.compile(rf"(?:(?:la|le|l) )?({'|'.join(_MOTS_DE_FORME)}) (.+)")
_PRECISION = re.compile(r"(.+)\(([^()]+)\)\s*", re.DOTALL)
_QUARTIER = re.compile(r"^quartiers? (?=.)")


def _formes(lieu: Lieu) -> set[str]:
    """Keys of the words that say what kind of place this is."""
    formes = {cle(LIBELLES[lieu.type]), lieu.type, cle(lieu.type_libelle)}
    return formes | {mot for forme in formes for mot in _SYNONYMES.get(forme, ())}


def _quartier(nom: str, commune: Lieu) -> Lieu | None:
    """The quarter of that name; « quartier du Blosne », « Le Blosne » have one address."""
    ancre = cle_large(_QUARTIER.sub("", cle(nom))).replace(" ", "-")
    if not ancre:
        return None
    propre = typographier(" ".join(nom.split()))
    return Lieu(
        code=f"{commune.code}-{ancre}",
        nom=propre[0].upper() + propre[1:],
        type="quartier",
        parents=(*commune.parents, commune),
    )


def _prime(lieu: Lieu) -> bool:
    """True for the places whose name wins over that of a commune."""
    return lieu.type in ("pays", "region") or lieu.nature == OUTRE_MER_DEPARTEMENTAL


def _importance(lieu: Lieu) -> tuple[bool, int, str]:
    """Sort key, the most peopled first. The Belgian source gives no population, but its communes
    have 20,000 inhabitants on average against 2,000: they come before. A quarter counts as its
    commune."""
    habitants = (lieu.parents[-1] if lieu.type == "quartier" else lieu).population
    return habitants is not None, -(habitants or 0), lieu.code


def _tous(_: Lieu) -> bool:
    return True


def _parmi(codes: set[str]) -> Garde:
    """Keeps the places that stand in one of those codes."""
    return lambda lieu: any(parent.code in codes for parent in lieu.parents)


def _et(une: Garde, autre: Garde) -> Garde:
    return lambda lieu: une(lieu) and autre(lieu)


@cache
def _referentiel(dossier: Path) -> Referentiel:
    return Referentiel(dossier)


# --- Resolution -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Territoires:
    """The territorial referential; loaded at the first question, once per process."""

    _dossier: Path = DONNEES

    @property
    def _ref(self) -> Referentiel:
        return _referentiel(self._dossier)

    def lieu(self, code: str) -> Lieu | None:
        """The place of that code (`fr-29274`, `be-wht`), `None` when there is none.

        A quarter is not in the referential: its code alone does not give its name.
        """
        return self._ref.lieu(code)

    def codes(self) -> Iterator[str]:
        """Code of every place of the referential: some 37,000."""
        return self._ref.codes()

    def communes(self) -> Iterator[tuple[str, str, str, int]]:
        """Code, name, suffix (« 29 », « Hainaut ») and inhabitants of every commune."""
        return self._ref.communes()

    def divisions(self) -> Iterator[Lieu]:
        """Every place that is not a commune: countries, régions, départements, provinces, EPCI."""
        return self._ref.divisions()

    def resoudre(self, texte: str) -> Lieu:
        """The one place that the text names (see the module for the forms).

        Raises `TerritoireAmbigu` when it names several, `TerritoireInconnu` when none.
        """
        propre = " ".join(texte.split())
        lieux = self._chercher(propre)
        if len(lieux) == 1:
            return lieux[0]
        if lieux:
            lieux.sort(key=_importance)
            raise TerritoireAmbigu(texte, lieux, [self.ecriture(lieu) for lieu in lieux])
        raise TerritoireInconnu(texte, [self.ecriture(lieu) for lieu in self._proches(propre)])

    def ecriture(self, lieu: Lieu) -> str:
        """The simplest text that resolves to that place: « Scaër (29) », « Province de Namur »."""
        libelle = f"{lieu.nom} ({lieu.type_libelle})"
        textes: tuple[str, ...]
        if lieu.type == "commune" and lieu.nom != lieu.parents[-1].nom:
            textes = (lieu.complet, libelle)
        elif lieu.type == "commune":
            textes = (libelle, lieu.complet)
        elif lieu.type == "quartier":
            textes = (lieu.complet,)
        else:
            situe = f"{lieu.nom} ({lieu.parents[-1].nom})" if lieu.parents else lieu.nom
            textes = (lieu.nom, *self._ref.autres_noms(lieu.code), libelle, situe)
        return next((t for t in textes if self._chercher(t) == [lieu]), lieu.code.upper())

    # --- One form after the other ---

    def _chercher(self, texte: str, garde: Garde = _tous) -> list[Lieu]:
        """The places that the text may name and that `garde` keeps; none is not an error here."""
        return self._sans_virgule(texte, garde) or self._par_virgule(texte, garde)

    def _sans_virgule(self, texte: str, garde: Garde = _tous) -> list[Lieu]:
        for chercher in (
            self._par_code,
            self._par_nom_exact,
            self._par_precision,
            self._par_nom,
            self._par_forme,
        ):
            if lieux := chercher(texte, garde):
                return lieux
        return []

    def _par_code(self, texte: str, garde: Garde = _tous) -> list[Lieu]:
        code = cle(texte)
        codes: list[str] = []
        if trouve := _CODE.fullmatch(code):
            pays, officiel = trouve.groups()
            codes = [f"{pays}-{officiel}" if officiel else pays]
            if pays == "fr" and officiel and not self._ref.lieu(codes[0]):
                codes = self._par_insee(officiel)
        elif _CODE_DEPARTEMENT.fullmatch(code):
            codes = self._par_insee(code)
        elif _CODE_COMMUNE.fullmatch(code):
            # The INSEE and the NIS gave the same five digits to 500 communes: both are meant.
            francaise = [f"fr-{code}"] if self._ref.lieu(f"fr-{code}") else None
            codes = [*(francaise or self._par_insee(code)), f"be-{code}"]
        elif _SIREN.fullmatch(code):
            codes = [f"fr-{code.replace(' ', '')}"]
        return self._lieux(codes, garde)

    def _par_insee(self, insee: str) -> list[str]:
        """Where an INSEE code leads that is no address: a département's, a déléguée's."""
        ref, insee = self._ref, insee.upper()
        code = ref.departements.get(insee) or ref.rattachees.get(insee)
        return [code] if code else []

    def _par_nom_exact(self, texte: str, garde: Garde = _tous) -> list[Lieu]:
        """The first rank alone: most texts need no other, and each has an index to make."""
        return self._premiers([self._ref.noms.get(cle(texte), "").split()], garde)

    def _par_nom(self, texte: str, garde: Garde = _tous) -> list[Lieu]:
        """The first rank of places that bear the name, once `garde` has chosen among them."""
        return self._premiers(self._rangs(cle(texte)), garde)

    def _premiers(self, rangs: Iterable[list[str]], garde: Garde) -> list[Lieu]:
        for codes in rangs:
            lieux = self._lieux(codes, garde)
            if retenus := [lieu for lieu in lieux if _prime(lieu)] or self._sans_doublon(lieux):
                return retenus
        return []

    def _rangs(self, nom: str) -> Iterator[list[str]]:
        """Codes of the places that bear that name (a key), the strongest claim first."""
        ref = self._ref
        large = cle_large(nom)
        yield ref.noms.get(nom, "").split()
        yield ref.noms_epci.get(nom, "").split()
        yield [*ref.noms.get(large, "").split(), *ref.noms_larges.get(large, "").split()]
        yield ref.noms_epci.get(large, "").split()
        yield ref.noms_rattaches.get(nom, "").split()
        yield ref.noms_rattaches.get(large, "").split()

    def _sans_doublon(self, lieux: list[Lieu]) -> list[Lieu]:
        """Without the départements that are one commune, when it is there under the same name."""
        communes = {
            (parent.code, lieu.nom)
            for lieu in lieux
            if lieu.type == "commune"
            for parent in lieu.parents
        }
        uniques = self._ref.departements_d_une_commune
        return [x for x in lieux if not (x.code in uniques and (x.code, x.nom) in communes)]

    def _par_forme(self, texte: str, garde: Garde = _tous) -> list[Lieu]:
        """« Province de Namur », « Ville de Bruxelles », « CC de Blaye »."""
        if not (trouve := _FORME.fullmatch(cle(texte))):
            return []
        forme, nom = trouve.groups()
        return self._par_nom(nom, _et(garde, lambda lieu: forme in _formes(lieu)))

    def _par_precision(self, texte: str, garde: Garde = _tous) -> list[Lieu]:
        """« Scaër (29) », « Scaër (Finistère) », « Vienne (département) »."""
        if not (trouve := _PRECISION.fullmatch(texte)):
            return []
        nom, precision = trouve.groups()
        forme, vises = cle(precision), self._codes_vises(precision)
        dedans = _parmi(vises)
        # « Corrèze (19) » is the commune in the département, not the département itself.
        return self._sans_virgule(
            nom, _et(garde, lambda lieu: forme in _formes(lieu) or dedans(lieu))
        ) or self._sans_virgule(nom, _et(garde, lambda lieu: lieu.code in vises))

    def _codes_vises(self, texte: str) -> set[str]:
        """Codes of all the places of that code or name, whichever would win."""
        if lieux := self._par_code(texte):
            return {lieu.code for lieu in lieux}
        return {code for codes in self._rangs(cle(texte)) for code in codes}

    def _par_virgule(self, texte: str, garde: Garde = _tous) -> list[Lieu]:
        """« Maurepas, Rennes »: a quarter; « Vienne, Isère »: the commune in that département.

        « Seraing, Liège » may be either, since Liège is a commune and a province.
        """
        gauche, virgule, droite = texte.rpartition(",")
        if not virgule or not gauche.strip():
            return []
        trouves: dict[str, Lieu] = {}
        for autour in self._chercher(droite):
            if autour.type == "commune":
                quartier = _quartier(gauche, autour)
                lieux = [quartier] if quartier and garde(quartier) else []
            else:
                lieux = self._chercher(gauche, _et(garde, _parmi({autour.code})))
            trouves |= {lieu.code: lieu for lieu in lieux}
        return list(trouves.values())

    def _lieux(self, codes: Iterable[str], garde: Garde) -> list[Lieu]:
        lieux = (self._ref.lieu(code) for code in dict.fromkeys(codes))
        return [lieu for lieu in lieux if lieu and garde(lieu)]

    # --- Close names ---

    def _proches(self, texte: str) -> list[Lieu]:
        """At most five places whose name is close to the text, the closest first."""
        if trouve := _PRECISION.fullmatch(texte):
            nom, vises = trouve[1], self._codes_vises(trouve[2])
            return self._noms_proches(nom, _parmi(vises)) or self._noms_proches(nom)
        gauche, virgule, droite = texte.rpartition(",")
        if not virgule or not gauche.strip():
            return self._noms_proches(texte)
        if vises := {lieu.code for lieu in self._chercher(droite)}:
            return self._noms_proches(gauche, _parmi(vises)) or self._noms_proches(gauche)
        communes = (lieu for lieu in self._noms_proches(droite) if lieu.type == "commune")
        return [quartier for commune in communes if (quartier := _quartier(gauche, commune))]

    def _noms_proches(self, texte: str, garde: Garde = _tous) -> list[Lieu]:
        nom = cle(texte)
        if forme := _FORME.fullmatch(nom):
            nom = forme[2]
        noms = [*self._ref.noms, *self._ref.noms_epci]
        notes = {
            trouve: note
            for trouve, note, _ in process.extract(
                nom, noms, scorer=fuzz.ratio, score_cutoff=77, limit=30
            )
        }
        if len(nom) >= 4:
            # « Rhône-Alpes » is a part of « Auvergne-Rhône-Alpes », however far its letters.
            notes |= {n: max(notes.get(n, 0), 80) for n in noms if f" {nom} " in f" {n} "}
        lieux: dict[str, tuple[float, Lieu]] = {}
        for trouve, note in notes.items():
            for lieu in self._par_nom(trouve, garde):
                lieux[lieu.code] = max(note, lieux.get(lieu.code, (0, lieu))[0]), lieu
        meilleure = max((note for note, _ in lieux.values()), default=0)
        classes = sorted(
            ((note, lieu) for note, lieu in lieux.values() if note > meilleure - 10),
            key=lambda x: (-x[0], TYPES.index(x[1].type), _importance(x[1])),
        )
        return [lieu for _, lieu in classes[:PROCHES_MAX]]
