"""The archive of a build, and the page that offers it."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from capitalisation import archive, scripts
from capitalisation.dates import jour
from capitalisation.typography import taille

from .chantier import Chantier
from .context import DONNEES
from .pages import ENTREES, SCRIPTS, modules

log = get_plugin_logger("capitalisation")
#: Hosts that lead nowhere from another machine.
_ICI = ("localhost", "127.0.0.1", "::1", "")


def ecrire(config: MkDocsConfig) -> None:
    """Write the archive that was asked for, then have the site offer it."""
    chantier = Chantier.de(config)
    if not chantier.archive:
        return
    site = Path(config.site_dir)
    apercu = archive.Apercu(
        version=importlib.metadata.version("inspiraction"),
        date=chantier.date,
        adresse=_adresse(config),
        entrees={genre.genre: genre.compte for genre in chantier.site.genres},
    )
    page = "donnees/index.html"
    try:
        faite = archive.ecrire(
            chantier.archive,
            site,
            apercu,
            avis=_avis(chantier, apercu),
            autres={**_scripts(chantier), page: _donnees(chantier, apercu).encode()},
        )
        if chantier.archive.is_relative_to(site):
            (site / page).write_text(_donnees(chantier, apercu, faite), encoding="utf-8")
    except OSError as exc:
        raise PluginError(
            f"L’archive n’a pas pu être écrite dans « {chantier.archive} » : {exc.strerror}. "
            "Vérifiez la place libre et le droit d’écrire dans ce dossier, puis recommencez."
        ) from exc
    log.info("Archive : %d fichiers.", faite.fichiers)


def _adresse(config: MkDocsConfig) -> str:
    adresse = config.site_url or ""
    return "" if urlsplit(adresse).hostname in (None, *_ICI) else adresse


def _scripts(chantier: Chantier) -> dict[str, bytes]:
    """The scripts of the site, with the transport of the archive."""
    siens = modules(chantier)
    siens["transport"] = siens["transport-hors-ligne"]
    return {f"{SCRIPTS}/{n}.js": scripts.assembler(siens, n).encode() for n in ENTREES}


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
