"""Fictional corpora of any size, laid out as `fiches/`: same seed, same bytes.

An entry depends on its rank, the seed and the size only. Terms follow a skewed
distribution (some themes are everywhere, some are rare), territories follow the
population, links go mostly to a few well-known entries: that is what indexes and
"cited by" lists meet in a real base. Every entry says that it is fictional.

A corpus has no `_referentiels` of its own: it uses the project's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

from capitalisation import vocabulary
from capitalisation.model import SECTIONS_INSPIRACTION, SECTIONS_OBLIGATOIRES
from capitalisation.territories import Lieu, TerritoireErreur, Territoires
from capitalisation.typography import ancre

from .phrases import QUESTIONS, SUJETS, Prose

GRAINE = 2026
#: Entries of each kind in a hundred.
PROPORTIONS = {"inspiractions": 80, "interviews": 8, "dossiers": 3, "ressources": 9}
NOMS = {
    "inspiractions": "Action fictive",
    "interviews": "Entretien fictif",
    "dossiers": "Dossier fictif",
    "ressources": "Ressource fictive",
}
#: Inspir'actions that are notices, short and without a story, in a hundred.
NOTICES = 6
AVERTISSEMENT = (
    "*Texte fictif, engendré par un programme pour mesurer la construction du site : "
    "rien de ce qui suit n’a eu lieu.*"
)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry before it is written: all that the others need to cite it."""

    rang: int
    dossier: str
    id: str
    titre: str
    commune: Lieu


T = TypeVar("T", bound=Hashable)


class Sac(Generic[T]):
    """A bag of things to draw from, some more often than others."""

    def __init__(self, choses: Sequence[T], poids: Sequence[float]) -> None:
        self.choses = choses
        self._cumul = list(accumulate(poids))

    def un(self, alea: Random) -> T:
        return alea.choices(self.choses, cum_weights=self._cumul)[0]

    def plusieurs(self, alea: Random, nombre: int) -> list[T]:
        """Draw `nombre` distinct things, fewer when the bag runs short."""
        tires: dict[T, None] = {}
        for _ in range(nombre * 6):
            if len(tires) == min(nombre, len(self.choses)):
                break
            tires[self.un(alea)] = None
        return list(tires)


def _zipf(choses: Sequence[T], alea: Random, exposant: float = 0.9) -> Sac[T]:
    melange = list(choses)
    alea.shuffle(melange)
    return Sac(melange, [1 / rang**exposant for rang in range(1, len(melange) + 1)])


class Fabrique:
    """Writes corpora with the vocabularies of `referentiels`."""

    def __init__(self, referentiels: Path, graine: int = GRAINE) -> None:
        self.graine = graine
        vocabulaires, _ = vocabulary.charger(referentiels)
        alea = Random(f"{graine}:vocabulaires")
        self.termes = {
            nom: _zipf(sorted(vocabulaire.termes), alea)
            for nom, vocabulaire in vocabulaires.items()
            if vocabulaire.termes
        }
        self.sigles = [
            t.sigle
            for nom in ("glossaire", "dispositifs")
            for t in vocabulaires[nom].termes.values()
            if t.sigle
        ]
        themes = list(vocabulaires["themes"].termes.values())
        self.libelles = [t.libelle for t in themes]
        self.synonymes = [s for t in themes for s in t.synonymes]
        self.demarches = [f"« {t.libelle} »" for t in vocabulaires["demarches"].termes.values()]
        self._territoires = Territoires()
        self.lieux = _sacs_de_lieux(self._territoires)
        self._ecritures: dict[str, str] = {}

    # --- The whole

    def ecrire(self, racine: Path, taille: int) -> None:
        """Write a corpus of `taille` entries under `racine`, which must not exist."""
        places = self.places(taille)
        for dossier in PROPORTIONS:
            (racine / dossier).mkdir(parents=True)
        for place in places:
            texte = _Fiche(self, place, places).texte()
            (racine / place.dossier / f"{place.id}.md").write_text(
                texte, encoding="utf-8", newline="\n"
            )

    def places(self, taille: int) -> list[Place]:
        """Names and kinds of the entries, kinds spread evenly."""
        cent = [dossier for dossier, part in PROPORTIONS.items() for _ in range(part)]
        Random(f"{self.graine}:genres").shuffle(cent)
        places = []
        for rang in range(taille):
            alea = Random(f"{self.graine}:{rang}:titre")
            dossier = cent[rang % len(cent)]
            commune = self.lieux["commune"].un(alea)
            titre = f"{NOMS[dossier]} {rang:05d} : {alea.choice(SUJETS)}, {commune.nom}"
            places.append(Place(rang, dossier, ancre(titre)[:80].strip("-"), titre, commune))
        return places

    def ecriture(self, lieu: Lieu) -> str:
        """Return the place as contributors write it: its name, or its code when that is unclear."""
        if lieu.code not in self._ecritures:
            try:
                clair = self._territoires.resoudre(lieu.complet).code == lieu.code
            except TerritoireErreur:
                clair = False
            self._ecritures[lieu.code] = lieu.complet if clair else lieu.code
        return self._ecritures[lieu.code]


def _sacs_de_lieux(territoires: Territoires) -> dict[str, Sac[Lieu]]:
    """Places by type: communes by population, the others evenly."""
    par_type: dict[str, list[Lieu]] = {}
    for code in territoires.codes():
        if lieu := territoires.lieu(code):
            par_type.setdefault(lieu.type, []).append(lieu)
    # The Belgian source gives no population: 20,000 inhabitants is the average.
    return {
        genre: Sac(lieux, [(x.population or 20_000) if genre == "commune" else 1 for x in lieux])
        for genre, lieux in par_type.items()
    }


# --- One entry ----------------------------------------------------------------


class _Fiche:
    """One entry being written."""

    def __init__(self, fabrique: Fabrique, place: Place, places: Sequence[Place]) -> None:
        self.f = fabrique
        self.place = place
        self.places = places
        self.alea = alea = Random(f"{fabrique.graine}:{place.rang}:{len(places)}")
        self.notice = place.dossier == "inspiractions" and alea.random() * 100 < NOTICES
        communes = [x.nom for x in fabrique.lieux["commune"].plusieurs(alea, 4)]
        self.prose = Prose(
            alea,
            {
                "COMMUNE": communes,
                "SIGLE": fabrique.sigles,
                "THEME": fabrique.libelles,
                "SYNONYME": fabrique.synonymes,
                "DEMARCHE": fabrique.demarches,
            },
        )

    def texte(self) -> str:
        return "\n".join(("---", *self._entete(), "---", "", self._corps(), ""))

    def _termes(self, vocabulaire: str, mini: int, maxi: int) -> list[str]:
        nombre = self.alea.randint(mini, maxi)
        return self.f.termes[vocabulaire].plusieurs(self.alea, nombre)

    def _autre(self, garder: Callable[[Place], bool] = lambda _: True) -> Place | None:
        """An earlier entry, the first ones more often: a base has its references."""
        for _ in range(8):
            if self.place.rang == 0:
                break
            autre = self.places[int(self.place.rang * self.alea.random() ** 2)]
            if garder(autre):
                return autre
        return None

    # --- Front matter

    def _entete(self) -> Iterator[str]:
        alea, prose = self.alea, self.prose
        annee = alea.randint(2012, 2025)
        structures = self._termes("structures", 2, 5)
        debut = f"Fiche fictive {self.place.rang:05d}, pour mesurer la construction du site."
        yield f'titre: "{self.place.titre}"'
        yield f'resume: "{debut} {_couper(prose.paragraphe(2), 390 - len(debut))}"'
        yield f"themes: [{', '.join(self._termes('themes', 1, 4))}]"
        yield f"territoires: [{', '.join(self._territoires())}]"
        yield f"dispositifs: [{', '.join(self._termes('dispositifs', 0, 2))}]"
        yield f"publics: [{', '.join(self._termes('publics', 1, 3))}]"
        yield f"demarches: [{', '.join(self._termes('demarches', 1, 3))}]"
        mois, jour = alea.randint(1, 12), alea.randint(1, 28)
        yield f"date: {alea.randint(annee, 2025)}-{mois:02d}-{jour:02d}"
        if self.place.rang % 97 == 5:
            yield f"anciens_identifiants: [ancienne-adresse-fictive-{self.place.rang:05d}]"
        if self.place.dossier == "dossiers":
            yield f"coordination: {structures[0]}"
            yield from self._elements()
        elif not self.notice:
            yield f'periode: {{debut: "{annee}", fin: "{annee + alea.randint(0, 4)}"}}'
            yield f"porteur: {structures[0]}"
        if self.place.dossier == "interviews":
            yield from self._personnes(annee)
        if self.place.dossier == "ressources":
            yield from self._ressource(annee)
        if self.place.dossier in ("inspiractions", "interviews") and not self.notice:
            yield f"partenaires: [{', '.join(structures[1:])}]"
            yield from self._recit()
        yield from self._liens()
        yield "sources:"
        for n in range(alea.choice((1, 1, 2))):
            yield f'  - titre: "Rapport fictif {annee}, tome {n + 1}"'
            yield '    editeur: "Éditeur fictif"'
            yield f"    annee: {annee}"
            yield f'    reperage: "Partie {alea.randint(1, 9)}, page {alea.randint(2, 180)}"'
        if alea.random() < 0.5:
            yield f"verifiee_le: {alea.randint(annee, 2025)}-06-15"
            yield f"verifiee_par: {structures[0]}"
        yield "licence: CC-BY-SA-4.0"
        yield f"statut: {'notice' if self.notice else 'publiee'}"

    def _territoires(self) -> list[str]:
        """Mostly one commune, sometimes more, sometimes a wider place."""
        alea, tous = self.alea, self.f.lieux
        sorte = alea.choices(
            ("commune", "departement", "epci", "region", "province", "pays"),
            (70, 10, 7, 6, 2, 5),
        )[0]
        if sorte == "commune":
            autres = alea.choices((0, 1, 2), (75, 18, 7))[0]
            lieux = [self.place.commune, *tous["commune"].plusieurs(alea, autres)]
        else:
            lieux = [tous[sorte].un(alea)]
        return [f'"{self.f.ecriture(lieu)}"' for lieu in dict.fromkeys(lieux)]

    def _elements(self) -> Iterator[str]:
        """Neighbouring entries, as an editor gathers them, told ones first."""
        alea = self.alea
        debut = alea.randrange(max(1, len(self.places) - 60))
        proches = [p for p in self.places[debut : debut + 60] if p.dossier != "dossiers"]
        choisis = alea.sample(proches, min(len(proches), alea.randint(6, 20)))
        yield f"numero: {1 + self.place.rang % 999}"
        parts = {
            "Inspir’actions": [p for p in choisis if p.dossier == "inspiractions"],
            "Pour aller plus loin": [p for p in choisis if p.dossier != "inspiractions"],
        }
        if choisis:
            yield "elements:"
        for titre, membres in parts.items():
            if membres:
                yield f'  - titre: "{titre}"'
                yield "    entrees:"
                yield from (f"      - {p.id}" for p in membres)

    def _personnes(self, annee: int) -> Iterator[str]:
        yield "personnes:"
        for n in range(self.alea.choice((1, 1, 2))):
            yield f'  - nom: "Personne Fictive {self.place.rang:05d}-{n + 1}"'
            yield '    fonction: "fonction fictive"'
            yield '    structure: "Structure fictive"'
        yield f'date_entretien: "{annee}"'
        yield "accord_personnes: true"

    def _ressource(self, annee: int) -> Iterator[str]:
        yield f"nature: {self._termes('natures', 1, 1)[0]}"
        yield 'editeur: "Éditeur fictif"'
        yield f"annee: {annee}"
        yield f'url: "https://ressource-{self.place.rang:05d}.example/"'
        yield f"acces: {self.alea.choice(('libre', 'libre', 'sur-demande', 'payant'))}"

    def _recit(self) -> Iterator[str]:
        alea, phrase = self.alea, self.prose.phrase
        for nom, maxi in (("leviers", 4), ("freins", 3)):
            yield f"{nom}:"
            for _ in range(alea.randint(1, maxi)):
                yield f'  - texte: "{phrase()} {phrase()}"'
                yield f"    type: {self._termes('types-de-facteurs', 1, 1)[0]}"
        yield "enseignements:"
        yield from (f'  - "{phrase()}"' for _ in range(alea.randint(1, 4)))
        if alea.random() < 0.7:
            yield "transposer:"
            for nom in ("prerequis", "moyens_humains", "budget", "duree", "partenaires_cles"):
                if alea.random() < 0.7 or nom == "duree":
                    yield f'  {nom}: "{phrase()}"'
        sortes = ("experientielle", "experientielle", "evaluee", "probante")
        yield f"connaissance: {alea.choice(sortes)}"

    def _liens(self) -> Iterator[str]:
        cibles = {}
        for _ in range(self.alea.choices((0, 1, 2), (55, 35, 10))[0]):
            if (autre := self._autre()) and autre.id not in cibles:
                cibles[autre.id] = self.alea.choice(
                    ("prolonge", "adapte", "s-inspire-de", "complete", "contraste-avec")
                )
        if cibles:
            yield "liens:"
        for cible, sorte in cibles.items():
            yield f"  - type: {sorte}"
            yield f"    vers: {cible}"
            yield f'    note: "Lien fictif : {_couper(self.prose.phrase(), 200)}"'

    # --- Body

    def _corps(self) -> str:
        alea = self.alea
        morceaux = [AVERTISSEMENT]
        if self.notice:
            morceaux.append(self.prose.paragraphe(5) + self._renvoi(0.8))
            return "\n\n".join(morceaux)
        titres = self._titres()
        # A section ends with a whole block: some words too many each time.
        mots = alea.randint(400, 600) - 26 * len(titres)
        parts = [alea.uniform(0.6, 1.6) for _ in titres]
        for titre, part in zip(titres, parts, strict=True):
            morceaux.append(f"## {titre}")
            morceaux += self._section(math.ceil(mots * part / sum(parts)))
        return "\n\n".join(morceaux)

    def _titres(self) -> list[str]:
        alea = self.alea
        match self.place.dossier:
            case "inspiractions":
                return [
                    s
                    for s in SECTIONS_INSPIRACTION
                    if s in SECTIONS_OBLIGATOIRES or alea.random() < 0.8
                ]
            case "interviews":
                return alea.sample(QUESTIONS, 6)
            case "dossiers":
                return ["Édito", "Ce que disent les territoires", "Ce qui reste à faire"]
            case _:
                return ["Ce qu’on y trouve", "Pour qui", "Comment s’en servir"]

    def _section(self, mots: int) -> Iterator[str]:
        """Blocks of Markdown up to some `mots` words: prose above all, as in real entries."""
        alea, prose = self.alea, self.prose
        while mots > 0:
            match alea.choices(range(7), (58, 18, 9, 6, 5, 2, 2))[0]:
                case 0:
                    bloc = prose.paragraphe(alea.randint(2, 4)) + self._renvoi(0.16)
                case 1:
                    puces = (f"- {prose.phrase()}" for _ in range(alea.randint(3, 5)))
                    bloc = prose.phrase()[:-1] + " :\n\n" + "\n".join(puces)
                case 2:
                    bloc = f"**{prose.remplir('{but}')}.** {prose.paragraphe(2)}"
                case 3:
                    bloc = f"### {prose.remplir('{objet}')}\n\n{prose.paragraphe(2)}"
                case 4:
                    adresse = f"https://exemple-{alea.randint(1, 400)}.example/page"
                    bloc = f"{prose.phrase()} Voir [{prose.remplir('{objet}')}]({adresse})."
                case 5:
                    bloc = f"> {prose.phrase()} {prose.phrase()}"
                case _:
                    lignes = "\n".join(
                        prose.remplir("| {acteur} | {nombre} | {moyen} |") for _ in range(4)
                    )
                    bloc = f"| Qui | Combien | Moyens |\n| --- | ---: | --- |\n{lignes}"
            mots -= len(bloc.split())
            yield bloc

    def _renvoi(self, chance: float) -> str:
        if self.alea.random() > chance:
            return ""
        autre = self._autre()
        return f" L’équipe s’est appuyée sur [[{autre.id}]]." if autre else ""


def _couper(texte: str, longueur: int) -> str:
    """Return whole words of `texte`, at most `longueur` characters with the final stop."""
    if len(texte) <= longueur:
        return texte
    return texte[: longueur - 1].rsplit(" ", 1)[0].rstrip(" ,;:«") + "…"
