"""The archive of a build, and the page that offers it."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from capitalisation import archive, scripts
from capitalisation.dates import jour
from capitalisation.diagnostics import cause
from capitalisation.parallel import OuvrierPerdu
from capitalisation.typography import taille

from .chantier import Chantier
from .context import DONNEES
from .pages import ENTREES, modules

_DEBUT = '<a class="evitement"'
#: Windows shows the files of a zip as if they were in a folder, and opens one of them alone: the
#: style sheet, which hides this, is then missing.
_A_DECOMPRESSER = (
    '<p class="a-decompresser"><b>Décompressez d’abord tout le fichier</b>\u202f: fermez cette '
    "fenêtre, faites un clic droit sur le fichier .zip, puis «\u202fExtraire tout\u202f». Ouvrez "
    "ensuite index.html dans le dossier obtenu.</p>"
)


def ecrire(config: MkDocsConfig) -> None:
    """Write the archive that was asked for, then have the site offer it."""
    chantier = Chantier.de(config)
    if not chantier.archive:
        return
    site = Path(config.site_dir)
    apercu = archive.Apercu(
        version=importlib.metadata.version("inspiraction"),
        date=chantier.date,
        adresse=chantier.adresse,
        entrees={genre.genre: genre.compte for genre in chantier.site.genres},
    )
    page = "donnees/index.html"
    try:
        faite = archive.ecrire(
            chantier.archive,
            site,
            apercu,
            avis=_avis(chantier, apercu),
            autres={
                **_scripts(chantier),
                page: _donnees(chantier, apercu).encode(),
                "index.html": _accueil(site),
            },
        )
        if chantier.archive.is_relative_to(site):
            (site / page).write_text(_donnees(chantier, apercu, faite), encoding="utf-8")
    except OuvrierPerdu as exc:
        raise PluginError(str(exc)) from exc
    except OSError as exc:
        raise PluginError(
            f"L’archive n’a pas pu être écrite dans « {chantier.archive.parent} » : "
            f"{cause(exc)}. Choisissez un dossier où vous pouvez écrire, puis recommencez."
        ) from exc


def _accueil(site: Path) -> bytes:
    """The home page, which says what to do when it is opened inside the zip, alone."""
    page = (site / "index.html").read_text(encoding="utf-8")
    return page.replace(_DEBUT, f"{_A_DECOMPRESSER}\n{_DEBUT}", 1).encode()


def _scripts(chantier: Chantier) -> dict[str, bytes]:
    """The scripts of the site, with the transport of the archive."""
    siens = modules(chantier)
    siens["recherche/transport"] = siens["recherche/transport-hors-ligne"]
    return {
        f"assets/{n}.js": scripts.alleger(scripts.assembler(siens, n)).encode() for n in ENTREES
    }


def _avis(chantier: Chantier, apercu: archive.Apercu) -> Callable[[str], str]:
    assert chantier.gabarits
    gabarit = chantier.gabarits.get_template("partials/avis-archive.html")

    @cache
    def avis(racine: str) -> str:
        return gabarit.render(racine=racine, archive=apercu, date=jour(apercu.date))

    return avis


def _donnees(
    chantier: Chantier, apercu: archive.Apercu, faite: archive.Archive | None = None
) -> str:
    """The page « Données », as it stands in the archive, or on the site with `faite` to offer."""
    assert chantier.gabarits
    vue = SimpleNamespace(
        date=jour(apercu.date),
        jour=apercu.date.isoformat(),
        adresse=apercu.adresse,
        genres=chantier.site.genres,
        version=apercu.version,
        offerte=faite and SimpleNamespace(
            adresse=archive.SUR_LE_SITE,
            nom=f"inspiraction-{apercu.date.isoformat()}.zip",
            taille=taille(faite.taille),
            empreinte=faite.empreinte,
            fichiers=faite.fichiers,
        ),
    )  # fmt: skip
    page = chantier.gabarits.get_template(DONNEES)
    return page.render(chantier.page_donnees | {"archive": vue})
