"""Search in a real browser: times and bytes of what a reader does, on a site already built.

A visit starts from an empty browser. The server compresses nothing and counts what it
sends, workers included; the probe (`sonde.js`) reads the time inside the page, when results
are painted. Every visit is made at full speed, then with a processor slowed down.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as ErreurDuNavigateur

from tests.chromium import OPTIONS, systeme

from .serveur import Disque, Serveur, servir

SONDE = (Path(__file__).parent / "sonde.js").read_text(encoding="utf-8")
#: Common words of the fictional corpus (`phrases.py`), each in a good part of its entries.
#: The last letter has no accent: Playwright types those without the key that is timed.
REQUETE = "quartier jeunes"
AUTRES = ("logements humides", "marché permanence", "parole des habitants")
#: How many times slower the processor of the main thread gets.
FREINS = (1, 4)
#: Seconds between two keys, of silence that end a step, and that a step may take.
FRAPPE = 0.08
CALME = 0.5
DELAI = 120.0
#: Seconds that a new window gets before it is used: the browser is still busy opening it.
REPOS = 1.0
#: Step → what the table says of it when it fails.
ETAPES = {
    "ouverture": "ouverture de la page",
    "premiere": "première requête",
    "autre": "autre requête",
    "filtre": "changement de filtre",
    "adresse": "arrivée par l’adresse",
    "parcours": "sans mots, deux filtres",
    "parcours_filtre": "sans mots, changement de filtre",
}


class PasDeNavigateur(Exception):
    """No browser can be started: nothing is measured."""


class EchecDEtape(Exception):
    """A step did not end as it should; the message says why."""


@dataclass(frozen=True)
class Cible:
    """Where an engine has its search: `donnees` are the paths of what only search loads."""

    sonde: str
    nom: str
    champ: str
    page: str
    donnees: tuple[str, ...]

    def est_donnee(self, chemin: str) -> bool:
        # The page of results itself is a page.
        return chemin.startswith(self.donnees) and not chemin.endswith(("/", ".html"))


CIBLE_NOUS = Cible("nous", "Inspir’action", "#q", "recherche/", ("pagefind/", "recherche/"))
CIBLE_ARCHIVE = Cible(
    "nous", "Son archive, du disque", "#q", "recherche/index.html", CIBLE_NOUS.donnees
)
CIBLE_MATERIAL = Cible(
    "material",
    "Material",
    ".md-search__input",
    "",
    ("search/", "assets/javascripts/workers/", "assets/javascripts/lunr/"),
)


@dataclass
class Releve:
    """What was measured of one engine at one speed: a list of values by name, one a run.

    `echecs` says why a visit stopped before its end.
    """

    nom: str
    frein: int
    octets: int
    fichiers: int
    valeurs: dict[str, list[float]] = field(default_factory=dict)
    echecs: dict[str, str] = field(default_factory=dict)

    def noter(self, nom: str, valeur: float) -> None:
        self.valeurs.setdefault(nom, []).append(valeur)

    def mediane(self, nom: str) -> float | None:
        return median(self.valeurs[nom]) if nom in self.valeurs else None

    def en_dict(self) -> dict[str, Any]:
        return {
            "moteur": self.nom,
            "frein": self.frein,
            "octets": self.octets,
            "fichiers": self.fichiers,
            "medianes": {nom: self.mediane(nom) for nom in self.valeurs},
            "valeurs": self.valeurs,
            "echecs": self.echecs,
        }


# --- The browser --------------------------------------------------------------


@contextmanager
def naviguer() -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own."""
    with sync_playwright() as playwright:
        try:
            navigateur = playwright.chromium.launch(executable_path=systeme(), args=OPTIONS)
        except ErreurDuNavigateur as exc:
            raise PasDeNavigateur(str(exc).splitlines()[0]) from exc
        yield navigateur
        navigateur.close()


def version_du_navigateur() -> str:
    """Start a browser and name it. Raises `PasDeNavigateur` when there is none."""
    with naviguer() as navigateur:
        return navigateur.version


# --- One visit ----------------------------------------------------------------


class Visite:
    """A reader with an empty browser: each step is timed, and what it cost noted."""

    def __init__(
        self, contexte: BrowserContext, serveur: Serveur | Disque, cible: Cible, releve: Releve
    ) -> None:
        self.serveur, self.cible, self.releve = serveur, cible, releve
        self.page: Page = contexte.new_page()
        self.page.set_default_timeout(DELAI * 1000)
        self.page.add_init_script(f"({SONDE})({json.dumps(cible.sonde)})")
        if releve.frein > 1:
            outils = contexte.new_cdp_session(self.page)
            outils.send("Emulation.setCPUThrottlingRate", {"rate": releve.frein})
        self.etape = ""
        serveur.oublier()
        time.sleep(REPOS)

    def ouvrir(self, nom: str, chemin: str, *, resultats: bool = True) -> dict[str, Any]:
        """Load a page; with `resultats`, timed from the start to the results that it shows."""
        self.etape = nom
        self.page.goto(self.serveur.adresse + chemin)
        releve = self._attendre("") if resultats else self._calme()
        self.releve.noter(f"{nom}_tache_ms", releve["tache"])
        if releve["peinture"] is not None:
            self.releve.noter(f"{nom}_peinture_ms", releve["peinture"])
        return releve

    def taper(self, nom: str, requete: str) -> dict[str, Any]:
        """Enter the field, replace what it holds, key by key; timed from the last key."""
        self.etape = nom
        self._guetter(requete)
        self.page.click(self.cible.champ)
        self.page.keyboard.press("Control+A")
        debut = time.monotonic()
        for rang, lettre in enumerate(requete, 1):
            # At an even pace, whatever a key takes: a pause in the typing is a query.
            time.sleep(max(0, debut + rang * FRAPPE - time.monotonic()))
            self.page.keyboard.type(lettre)
        releve = self._attendre("touche")
        self.releve.noter(f"{nom}_tache_ms", releve["tache"])
        self.releve.noter(f"{nom}_entree_ms", releve["moment"]["instant"] - releve["entree"])
        return releve

    def cocher(self, nom: str, selecteur: str) -> dict[str, Any]:
        """Click a filter; the query stays."""
        self.etape = nom
        case = self.page.locator(selecteur).first
        case.scroll_into_view_if_needed()
        self._guetter(self.page.input_value(self.cible.champ).strip())
        case.click()
        releve = self._attendre("clic")
        self.releve.noter(f"{nom}_tache_ms", releve["tache"])
        return releve

    def noter_les_donnees(self, releve: dict[str, Any], frappe: float = 0) -> None:
        """Bytes until the results were there, then in all; the page itself left out.

        What is not search data belongs to the page when it came before any key.
        """
        donnees, total = self.cible.est_donnee, self.serveur.total
        for suffixe, jusqua in (
            ("octets", releve["moment"]["horloge"]),
            ("octets_en_tout", float("inf")),
        ):
            octets = total(donnees, jusqua=jusqua)
            if frappe:
                octets += total(lambda c: not donnees(c), apres=frappe, jusqua=jusqua)
            self.releve.noter(f"{self.etape}_{suffixe}", octets)

    def _guetter(self, requete: str) -> None:
        self.page.evaluate("requete => __banc.guetter(requete)", requete)

    def _attendre(self, depart: str) -> dict[str, Any]:
        """Wait for the results of a step, then for the rest; note the times of both."""
        # One call, and no other while the page works: asking it would slow it down.
        if not self.page.evaluate(f"__banc.finir({CALME * 1000}, {DELAI * 1000})"):
            raise EchecDEtape(f"pas dix résultats au bout de {DELAI:.0f} s")
        releve = self._calme()
        moment = releve["moment"]
        if releve["etat"] != "pret":
            raise EchecDEtape(f"la page dit « {releve['etat']} »")
        debut = releve[depart] if depart else 0
        self.releve.noter(f"{self.etape}_ms", moment["instant"] - debut)
        self.releve.noter(f"{self.etape}_resultats", moment["nombre"])
        if releve["facettes"] > debut:
            comptees = max(releve["facettes"], moment["instant"])
            self.releve.noter(f"{self.etape}_facettes_ms", comptees - debut)
        return releve

    def _calme(self) -> dict[str, Any]:
        """Wait until the server is silent; return what the probe saw."""
        if not self.serveur.attendre(CALME, DELAI):
            raise EchecDEtape(f"le serveur répond encore au bout de {DELAI:.0f} s")
        releve: dict[str, Any] = self.page.evaluate("__banc.releve()")
        return releve


def _mots(visite: Visite, _: str) -> None:
    """The first query of a visit, other ones, then a filter where there are some."""
    donnees, facettes = visite.cible.est_donnee, visite.cible.sonde == "nous"
    visite.ouvrir("ouverture", visite.cible.page, resultats=facettes)
    visite.releve.noter("page_octets", visite.serveur.total(lambda c: not donnees(c)))
    visite.releve.noter("ouverture_octets", visite.serveur.total(donnees))
    frappe = time.time()
    visite.noter_les_donnees(visite.taper("premiere", REQUETE), frappe)
    for requete in AUTRES:
        visite.taper("autre", requete)
    if facettes:
        visite.cocher("filtre", 'fieldset[data-facette="themes"] input')


def _adresse(visite: Visite, _: str) -> None:
    adresse = f"{visite.cible.page}?{urlencode({'q': REQUETE})}"
    visite.noter_les_donnees(visite.ouvrir("adresse", adresse))


def _parcours(visite: Visite, filtres: str) -> None:
    visite.noter_les_donnees(visite.ouvrir("parcours", f"{visite.cible.page}?{filtres}"))
    visite.cocher("parcours_filtre", 'fieldset[data-facette="themes"] input:not(:checked)')


#: What is done with each engine; a visit gets the filters that the page shows first.
VISITES: dict[str, dict[str, Callable[[Visite, str], None]]] = {
    "nous": {"mots": _mots, "adresse": _adresse, "parcours": _parcours},
    "material": {"mots": _mots, "adresse": _adresse},
}


# --- The whole ----------------------------------------------------------------


def mesurer(site: Path, cible: Cible, runs: int, dire: Callable[[str], None]) -> list[Releve]:
    """Measure search on a built site, at each speed of `FREINS`."""
    releves = [Releve(cible.nom, frein, *_peser(site, cible)) for frein in FREINS]
    ouvrir = nullcontext(Disque(site)) if cible == CIBLE_ARCHIVE else servir(site)
    with ouvrir as serveur, naviguer() as navigateur:
        filtres = _reperer(navigateur, serveur, cible, releves)
        for run in range(runs):
            for releve in releves:
                debut = time.perf_counter()
                for nom, visite in VISITES[cible.sonde].items():
                    # What failed once would fail again, and take its time.
                    if nom not in releve.echecs:
                        _visiter(navigateur, serveur, cible, releve, nom, visite, filtres)
                lent = f", processeur ÷ {releve.frein}" if releve.frein > 1 else ""
                dire(
                    f"  recherche, {run + 1}/{runs}, {cible.nom}{lent} : "
                    f"{time.perf_counter() - debut:.0f} s"
                )
    return releves


def _visiter(
    navigateur: Browser,
    serveur: Serveur | Disque,
    cible: Cible,
    releve: Releve,
    nom: str,
    visiter: Callable[[Visite, str], None],
    filtres: str = "",
) -> None:
    """Make one visit; a step that fails ends it, and `releve` says why."""
    etape = nom
    try:
        with navigateur.new_context(
            viewport={"width": 1280, "height": 900}, locale="fr-FR"
        ) as contexte:
            visite = Visite(contexte, serveur, cible, releve)
            try:
                visiter(visite, filtres)
            finally:
                etape = visite.etape
    except (EchecDEtape, ErreurDuNavigateur) as exc:
        releve.echecs[nom] = f"{ETAPES.get(etape, etape)} : {str(exc).splitlines()[0]}"


def _reperer(
    navigateur: Browser, serveur: Serveur | Disque, cible: Cible, releves: list[Releve]
) -> str:
    """A first visit, not measured: two filters as an address, the first of two facets.

    Without them the visit that needs them is not made, and `releves` say why.
    """
    filtres: list[tuple[str, str]] = []

    def regarder(visite: Visite, _: str) -> None:
        visite.ouvrir("ouverture", cible.page, resultats=cible.sonde == "nous")
        for facette in ("themes", "publics") if cible.sonde == "nous" else ():
            case = visite.page.locator(f'fieldset[data-facette="{facette}"] input').first
            nom, valeur = case.get_attribute("name"), case.get_attribute("value")
            filtres.append((nom or facette, valeur or ""))

    reperage = Releve(cible.nom, 1, 0, 0)
    _visiter(navigateur, serveur, cible, reperage, "parcours", regarder)
    for releve in releves:
        releve.echecs |= reperage.echecs
    return urlencode(filtres)


def _peser(site: Path, cible: Cible) -> tuple[int, int]:
    """Bytes and files of the search data of a site: those of its own folders."""
    octets = fichiers = 0
    for prefixe in cible.donnees:
        for dossier, _, noms in os.walk(site / prefixe):
            for nom in noms:
                chemin = Path(dossier, nom)
                if cible.est_donnee(chemin.relative_to(site).as_posix()):
                    octets += chemin.stat().st_size
                    fichiers += 1
    return octets, fichiers
