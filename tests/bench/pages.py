"""What the pages weigh and when one can use them, on a site already built, in a real browser.

A visit starts from an empty browser whose processor is slowed down. A page can be used when
all that it asked for has come and no long task is left: it has a bound on both, which the
table says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser

from .recherche import CALME, DELAI, FREINS, EchecDEtape, naviguer
from .serveur import Serveur, servir

OCTETS_MAX, INTERACTIF_MAX = 1_000_000, 3_000
#: Long tasks, noted from the start of the page: none is told of after the fact.
_VEILLE = """
window.__taches = [];
new PerformanceObserver((liste) => {
  for (const tache of liste.getEntries()) window.__taches.push(tache.startTime + tache.duration);
}).observe({ type: "longtask", buffered: true });
"""
_RELEVE = """() => Math.max(
  performance.getEntriesByType("navigation")[0].loadEventEnd,
  ...performance.getEntriesByType("resource").map((r) => r.responseEnd),
  ...window.__taches,
)"""


@dataclass(frozen=True)
class Page:
    """Median of the visits of one page: bytes received, files, milliseconds until it is usable."""

    chemin: str
    octets: int
    fichiers: int
    interactif: float

    def en_dict(self) -> dict[str, Any]:
        return asdict(self)


def chemins(site: Path) -> Iterator[str]:
    """The pages to weigh: the heaviest of each folder, and those that the browser fills."""
    lourdes: dict[str, Path] = {}
    for fichier in sorted(site.rglob("index.html")):
        dossier = fichier.relative_to(site).parts[0] if fichier.parent != site else ""
        # The list itself, and the heaviest of the pages below it.
        sorte = dossier if fichier.parent.parent == site else f"{dossier}/*"
        if sorte not in lourdes or fichier.stat().st_size > lourdes[sorte].stat().st_size:
            lourdes[sorte] = fichier
    for fichier in lourdes.values():
        relatif = fichier.parent.relative_to(site).as_posix()
        yield "" if relatif == "." else f"{relatif}/"
    quelques = sorted(d.name for d in (site / "inspiractions").iterdir() if d.is_dir())
    quelques = [nom for nom in quelques if nom != "page"]
    yield f"comparer/?ids={','.join(quelques[:4])}"
    yield f"ma-selection/?ids={','.join(quelques[:20])}"


def mesurer(site: Path, runs: int, dire: Callable[[str], None]) -> list[Page]:
    """Visit every page `runs` times. Raises `PasDeNavigateur`."""
    pages = []
    with servir(site) as serveur, naviguer() as navigateur:
        for chemin in chemins(site):
            visites = [_visiter(navigateur, serveur, chemin) for _ in range(runs)]
            pages.append(
                Page(
                    chemin or "accueil",
                    visites[0][0],
                    visites[0][1],
                    median(interactif for _, _, interactif in visites),
                )
            )
            dire(f"  {pages[-1].chemin} : {pages[-1].interactif:.0f} ms")
    return pages


def _visiter(navigateur: Browser, serveur: Serveur, chemin: str) -> tuple[int, int, float]:
    with navigateur.new_context(viewport={"width": 1280, "height": 900}) as contexte:
        page = contexte.new_page()
        page.set_default_timeout(DELAI * 1000)
        page.add_init_script(_VEILLE)
        contexte.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": FREINS[-1]})
        serveur.oublier()
        page.goto(serveur.adresse + chemin)
        if not serveur.attendre(CALME, DELAI):
            raise EchecDEtape(f"{chemin} : le serveur répond encore au bout de {DELAI:.0f} s")
        interactif: float = page.evaluate(_RELEVE)
        envois = list(serveur.envois)
    octets = sum(octets for _, _, octets in envois)
    return octets, len({chemin for _, chemin, _ in envois}), interactif
