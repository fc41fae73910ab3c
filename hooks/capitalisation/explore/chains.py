"""What comes of an action: chains of follow-ups, what completes an entry, what contrasts with it.

Three readings of the same typed links. An entry that prolongs, adapts or takes after another
came after it: such entries make chains, told from their origin. An entry that completes another
stands around it, in no order. A contrast is a pair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ..corpus import Corpus, Fiche
from ..links import LIBELLES_DE_LIENS, Declaration, declarations

ADRESSE = "enchainements/"
#: Kinds of links that lead from an entry to the one that it comes after.
SUITES = ("prolonge", "adapte", "s-inspire-de")
#: Branches are drawn in branches up to here; deeper, steps follow each other and name what
#: they come after, so that no telephone is too narrow.
BRANCHES_MAX = 3
#: From how many entries on a chain shows more than the links of an entry's own page do.
VAUT_LE_DETOUR = 3
#: Links told on one page; a chain is never cut.
LIENS_PAR_PAGE = 100


@dataclass(frozen=True, slots=True)
class Etape:
    """One entry of a chain, and the links by which it comes after others.

    The next step of the same run comes after it, unless `branches` hold several runs that do.
    `precedente` is the entry that the line comes from; a link to any other must name it.
    """

    fiche: Fiche
    precedente: Fiche | None
    liens: tuple[Declaration, ...]
    branches: tuple[tuple[Etape, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Chaine:
    """Entries that come of each other, each after all that it comes after.

    `voies` holds one run of steps for each entry that comes after none.
    """

    fiches: tuple[Fiche, ...]
    voies: tuple[tuple[Etape, ...], ...]
    liens: int

    @property
    def ancre(self) -> str:
        """Anchor on its page: it bears the name of the first origin, and stays."""
        return f"chaine-{self.fiches[0].id}"


@dataclass(frozen=True, slots=True)
class Ensemble:
    """An entry, and those that complete it."""

    fiche: Fiche
    complements: tuple[Declaration, ...]

    @property
    def ancre(self) -> str:
        return f"ensemble-{self.fiche.id}"


@dataclass(frozen=True, slots=True)
class Contraste:
    """Two entries set against each other, in the words of one or of both."""

    declarations: tuple[Declaration, ...]

    @property
    def fiches(self) -> tuple[Fiche, Fiche]:
        return self.declarations[0].de, self.declarations[0].vers


@dataclass(slots=True)
class Feuillet:
    """What one page tells."""

    chaines: list[Chaine] = field(default_factory=list)
    ensembles: list[Ensemble] = field(default_factory=list)
    contrastes: list[Contraste] = field(default_factory=list)


@dataclass(frozen=True)
class Enchainements:
    """All the typed links of a corpus, as they are told; `comptes` counts them by kind."""

    comptes: dict[str, int]
    chaines: tuple[Chaine, ...]
    ensembles: tuple[Ensemble, ...]
    contrastes: tuple[Contraste, ...]

    @cached_property
    def feuillets(self) -> tuple[Feuillet, ...]:
        """The pages: chains, then what completes, then contrasts; there is always a first."""
        feuillets = [Feuillet()]
        poids = 0

        def feuillet(liens: int) -> Feuillet:
            nonlocal poids
            if poids and poids + liens > LIENS_PAR_PAGE:
                feuillets.append(Feuillet())
                poids = 0
            poids += liens
            return feuillets[-1]

        for chaine in self.chaines:
            feuillet(chaine.liens).chaines.append(chaine)
        for ensemble in self.ensembles:
            feuillet(len(ensemble.complements)).ensembles.append(ensemble)
        for contraste in self.contrastes:
            feuillet(len(contraste.declarations)).contrastes.append(contraste)
        return tuple(feuillets)

    @cached_property
    def _adresses(self) -> dict[str, str]:
        """Anchor → its site-relative address."""
        adresses: dict[str, str] = {}
        for n, feuillet in enumerate(self.feuillets, 1):
            page = f"{ADRESSE}page/{n}/" if n > 1 else ADRESSE
            adresses |= {chaine.ancre: f"{page}#{chaine.ancre}" for chaine in feuillet.chaines}
            adresses |= {bloc.ancre: f"{page}#{bloc.ancre}" for bloc in feuillet.ensembles}
        return adresses

    @cached_property
    def _chaine_de(self) -> dict[str, Chaine]:
        return {f.id: chaine for chaine in self.chaines for f in chaine.fiches}

    @cached_property
    def complements(self) -> dict[str, int]:
        """Identifier → how many entries complete it, where some do."""
        return {e.fiche.id: len(e.complements) for e in self.ensembles}

    def adresse_de(self, fiche: Fiche) -> str:
        """Address of the chain of `fiche`, or "" where its own page says as much."""
        chaine = self._chaine_de.get(fiche.id)
        if not chaine or len(chaine.fiches) < VAUT_LE_DETOUR:
            return ""
        return self._adresses[chaine.ancre]

    def adresse_de_l_ensemble(self, fiche: Fiche) -> str:
        """Address of what completes `fiche`, which something does."""
        return self._adresses[f"ensemble-{fiche.id}"]


def enchainer(corpus: Corpus) -> Enchainements:
    """Return every chain, longest first, every group around an entry, every contrast."""
    suites: list[Declaration] = []
    autour: dict[str, list[Declaration]] = defaultdict(list)
    paires: dict[frozenset[str], list[Declaration]] = defaultdict(list)
    for declaration in declarations(corpus):
        if declaration.type in SUITES:
            suites.append(declaration)
        elif declaration.type == "complete":
            autour[declaration.vers.id].append(declaration)
        else:
            paires[frozenset((declaration.de.id, declaration.vers.id))].append(declaration)

    comptes = dict.fromkeys(LIBELLES_DE_LIENS, 0)
    for suite in suites:
        comptes[suite.type] += 1
    comptes["complete"] = sum(map(len, autour.values()))
    comptes["contraste-avec"] = len(paires)
    ensembles = [
        Ensemble(siens[0].vers, tuple(sorted(siens, key=lambda d: d.de.cle)))
        for siens in autour.values()
    ]
    contrastes = [Contraste(tuple(siens)) for siens in paires.values()]
    return Enchainements(
        comptes,
        tuple(sorted(_chaines(suites), key=lambda c: (-len(c.fiches), c.fiches[0].cle))),
        tuple(sorted(ensembles, key=lambda e: (-len(e.complements), e.fiche.cle))),
        tuple(sorted(contrastes, key=lambda c: c.fiches[0].cle)),
    )


def _temps(fiche: Fiche) -> tuple[str, str, str]:
    """Sort entries by when they began, else by when they were published."""
    publiee = fiche.meta.date.isoformat()
    return (fiche.meta.periode.debut if fiche.meta.periode else publiee), publiee, fiche.id


# --- Chains -------------------------------------------------------------------


def _chaines(suites: list[Declaration]) -> list[Chaine]:
    """Tell the entries that `suites` join. Linear in entries and links, but for sorting."""
    fiches = {f.id: f for d in suites for f in (d.de, d.vers)}
    liens: dict[str, list[Declaration]] = {i: [] for i in fiches}
    avant: dict[str, set[str]] = {i: set() for i in fiches}
    apres: dict[str, list[str]] = {i: [] for i in fiches}
    ordre = sorted(fiches, key=lambda i: _temps(fiches[i]))
    rangs = {i: rang for rang, i in enumerate(ordre)}
    for d in sorted(suites, key=lambda d: rangs[d.de.id]):
        liens[d.de.id].append(d)
        if d.vers.id not in avant[d.de.id]:
            avant[d.de.id].add(d.vers.id)
            apres[d.vers.id].append(d.de.id)
    origines = [i for i in ordre if not avant[i]]
    retours = _retours([*origines, *ordre], apres)

    # An entry is told once all that it comes after is, below the last of them.
    attente = {i: sum((o, i) not in retours for o in avant[i]) for i in fiches}
    enfants: dict[str, list[str]] = {}
    racines = [i for i in ordre if not attente[i]]
    racontees: list[str] = []
    pile = racines[::-1]
    while pile:
        ici = pile.pop()
        racontees.append(ici)
        enfants[ici] = []
        for suivante in apres[ici]:
            if (ici, suivante) in retours:
                continue
            attente[suivante] -= 1
            if not attente[suivante]:
                enfants[ici].append(suivante)
        pile += reversed(enfants[ici])

    groupe = _groupes(racontees, avant, apres)
    membres: dict[str, list[str]] = defaultdict(list)
    for i in racontees:
        membres[groupe[i]].append(i)
    departs: dict[str, list[str]] = defaultdict(list)
    for i in racines:
        departs[groupe[i]].append(i)
    dessin = _Dessin(fiches, liens, enfants)
    return [
        Chaine(
            tuple(fiches[i] for i in siens),
            tuple(dessin.voie(depart, None, 0) for depart in departs[nom]),
            sum(len(liens[i]) for i in siens),
        )
        for nom, siens in membres.items()
    ]


def _retours(departs: Iterable[str], apres: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Return the steps that lead back to where one comes from: without them nothing goes round.

    `prolonge` never goes round in a checked corpus; the other kinds may.
    """
    retours: set[tuple[str, str]] = set()
    en_chemin: dict[str, bool] = {}
    for depart in departs:
        if depart in en_chemin:
            continue
        en_chemin[depart] = True
        pile = [(depart, iter(apres[depart]))]
        while pile:
            ici, restes = pile[-1]
            for suivante in restes:
                if suivante not in en_chemin:
                    en_chemin[suivante] = True
                    pile.append((suivante, iter(apres[suivante])))
                    break
                if en_chemin[suivante]:
                    retours.add((ici, suivante))
            else:
                en_chemin[ici] = False
                pile.pop()
    return retours


def _groupes(
    noms: list[str], avant: dict[str, set[str]], apres: dict[str, list[str]]
) -> dict[str, str]:
    """Return for each entry the name of its chain: the first of `noms` that links lead to it."""
    groupe: dict[str, str] = {}
    for nom in noms:
        if nom in groupe:
            continue
        groupe[nom] = nom
        pile = [nom]
        while pile:
            ici = pile.pop()
            for voisine in (*avant[ici], *apres[ici]):
                if voisine not in groupe:
                    groupe[voisine] = nom
                    pile.append(voisine)
    return groupe


@dataclass(frozen=True, slots=True)
class _Dessin:
    """Told entries → runs of steps and their branches."""

    fiches: dict[str, Fiche]
    liens: dict[str, list[Declaration]]
    enfants: dict[str, list[str]]

    def voie(self, depart: str, precedente: str | None, profondeur: int) -> tuple[Etape, ...]:
        """Return the run that begins with `depart`; it calls itself at most BRANCHES_MAX deep."""
        etapes: list[Etape] = []
        ici, suivantes = depart, self.enfants[depart]
        while len(suivantes) == 1:
            etapes.append(self._etape(ici, precedente))
            precedente, ici = ici, suivantes[0]
            suivantes = self.enfants[ici]
        if profondeur < BRANCHES_MAX:
            branches = tuple(self.voie(s, ici, profondeur + 1) for s in suivantes)
            return (*etapes, self._etape(ici, precedente, branches))
        etapes.append(self._etape(ici, precedente))
        pile = [(s, ici) for s in reversed(suivantes)]
        while pile:
            suivante, origine = pile.pop()
            derniere = etapes[-1].fiche.id
            etapes.append(self._etape(suivante, origine if origine == derniere else None))
            pile += [(s, suivante) for s in reversed(self.enfants[suivante])]
        return tuple(etapes)

    def _etape(
        self, ici: str, precedente: str | None, branches: tuple[tuple[Etape, ...], ...] = ()
    ) -> Etape:
        d_abord = sorted(self.liens[ici], key=lambda d: d.vers.id != precedente)
        origine = self.fiches[precedente] if precedente else None
        return Etape(self.fiches[ici], origine, tuple(d_abord), branches)
