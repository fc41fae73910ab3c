"""One build: what it read, what it made of it, and where its parts are kept.

A `Chantier` lives from `on_config` to `on_post_build`, tied to the
configuration object that MkDocs makes anew for every build: nothing survives.
That of a preview lives until an entry changes, and another takes its place.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from mkdocs.config.defaults import MkDocsConfig

from capitalisation import export, fingerprint
from capitalisation.corpus import Chargement, Fiche, charger
from capitalisation.explore import guide, packs
from capitalisation.explore.packs import Paquet
from capitalisation.export import Ecrit, Version
from capitalisation.harvest import oai
from capitalisation.keeping import Reserve
from capitalisation.publication import Publication, adresse_publique
from capitalisation.readings import Lectures
from capitalisation.sharing.picture import Atelier, Sujet
from capitalisation.slices import Tranches
from capitalisation.views import (
    Annonce,
    Page,
    Site,
    des_entrees,
    listes,
    redirections,
    toutes,
)
from capitalisation.views.digests import Empreintes

from .search import Recherche
from .tasks import Travail

_CLE = "capitalisation"
#: Another corpus than the project's own, asked for on the command line.
VARIABLE_FICHES = "CAPITALISATION_FICHES"
#: Where to write the archive, when one was asked for.
VARIABLE_ARCHIVE = "CAPITALISATION_ARCHIVE"
#: Where to keep what the next build may take again, when it is not in the project.
VARIABLE_CACHE = "CAPITALISATION_CACHE"


# Without repr: the plugin of macros writes the configuration down, and would write all entries.
@dataclass(repr=False)
class Chantier:
    """The state of one build.

    `url` is where the site is served, `adresse` the same, "" when it is not published; `forge` is
    "github", "gitlab", or "" for a site of another kind.
    """

    racine_projet: Path
    fiches: Path
    nom: str
    url: str
    adresse: str
    depot: str
    forge: str
    edition: str
    archive: Path | None
    #: The files of the project that pages are made with, as they were before any was read.
    fabrique: str = ""
    chargement: Chargement | None = None
    guide: guide.Guide = field(default_factory=guide.Guide)
    #: The pages of docs/ that a search engine may show, as they are drawn: (address, title).
    editoriales: list[tuple[str, str]] = field(default_factory=list)
    #: The files of data, once written.
    donnees: list[Ecrit] = field(default_factory=list)
    #: The pictures for other sites that were asked for: site-relative address → what it says; and
    #: what draws them.
    images: dict[str, Sujet] = field(default_factory=dict)
    atelier: Atelier | None = None
    #: What tells a file from any other; a preview, which makes what it is asked for, has none.
    empreintes: Empreintes | None = None
    #: Where files were written and under which keys they are kept, when somebody asks for it.
    poses: list[tuple[str, str | None]] | None = None
    #: The work on files that were to be taken again, and were not all there.
    a_refaire: list[Travail] = field(default_factory=list)
    #: The version of the data, then those before it.
    versions: tuple[Version, ...] = ()
    #: What draws a page once more, when the archive is there: templates, and its context.
    gabarits: jinja2.Environment | None = None
    page_donnees: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        #: What earlier builds made. It knows by its own age what this one uses.
        self.reserve = Reserve(self.cache / "reserve")

    @classmethod
    def ouvrir(cls, config: MkDocsConfig) -> Chantier:
        """Start a build and tie it to `config`."""
        chantier = cls.nouveau(config)
        chantier.lier(config)
        return chantier

    @classmethod
    def nouveau(cls, config: MkDocsConfig) -> Chantier:
        """Return a build that `config` describes, and that nothing was read for yet."""
        projet = Path(config.config_file_path).parent
        depot = (config.repo_url or "").rstrip("/")
        forge = config.extra.get("forge") or _forge(depot)
        site = config.site_url or ""
        return cls(
            racine_projet=projet,
            fiches=Path(os.environ.get(VARIABLE_FICHES) or projet / "fiches").resolve(),
            nom=config.site_name,
            url=site,
            adresse=adresse_publique(site),
            depot=depot,
            forge=forge,
            edition=f"{depot}{'/-' if forge == 'gitlab' else ''}/edit/main/fiches/"
            if depot
            else "",
            archive=Path(a) if (a := os.environ.get(VARIABLE_ARCHIVE)) else None,
            fabrique=releve(projet),
        )

    def lier(self, config: MkDocsConfig) -> None:
        """Be the build that is under way with `config`."""
        config.extra[_CLE] = self

    @classmethod
    def de(cls, config: MkDocsConfig) -> Chantier:
        """Return the build that is under way with `config`."""
        chantier = config.extra[_CLE]
        assert isinstance(chantier, cls)
        return chantier

    def charger(self) -> Chargement:
        """Read the corpus, once."""
        if self.chargement is None:
            projet = self.racine_projet / "fiches" / "_referentiels"
            chargement = charger(self.fiches, repli=projet, lectures=self.lectures)
            self.guide, constats = guide.charger(chargement.corpus, projet)
            tous = sorted([*chargement.diagnostics, *constats])
            self.chargement = replace(chargement, diagnostics=tous)
        return self.chargement

    def reprendre(self, autre: Chantier) -> None:
        """Take the corpus that `autre` read, and what was computed of it: nothing has changed."""
        self.chargement, self.guide, self.site = autre.charger(), autre.guide, autre.site

    @cached_property
    def lectures(self) -> Lectures:
        """What the files gave to the build before, and give to this one."""
        return Lectures(self.cache / "lectures")

    @cached_property
    def site(self) -> Site:
        corpus = self.charger().corpus
        return Site(
            corpus,
            self.date,
            edition=self.edition,
            guide=self.guide,
            publication=self.publication,
        )

    @cached_property
    def date(self) -> dt.date:
        """The day of the build; for an archive, that of the base: it owes nothing to the clock.

        SOURCE_DATE_EPOCH says another: https://reproducible-builds.org/specs/source-date-epoch/
        """
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
        aujourdhui = dt.date.today()
        if self.archive and (derniere := self.charger().corpus.derniere_date):
            # A date to come is a slip, or a plan: the base is not of that day yet.
            return min(derniere, aujourdhui)
        return aujourdhui

    @property
    def publication(self) -> Publication:
        """The site as what travels names it: never by the address of the machine that made it."""
        return Publication(self.nom, self.adresse)

    @property
    def en_ligne(self) -> Publication:
        """The site as what stays on it names it: by its address, be it that of a preview."""
        return Publication(self.nom, self.url)

    @property
    def cache(self) -> Path:
        """The folder of what the next build may take again; whoever empties it loses time alone."""
        return Path(os.environ.get(VARIABLE_CACHE) or self.racine_projet / ".cache")

    @property
    def se_nomme(self) -> bool:
        """Whether pages say their own address: those of an archive never say a preview's."""
        return bool(self.adresse or (self.url and not self.archive))

    @cached_property
    def entrees(self) -> list[Page]:
        """The pages of entries."""
        return list(des_entrees(self.site))

    @cached_property
    def listes(self) -> list[Page]:
        """The pages that gather entries."""
        return list(listes(self.site))

    @cached_property
    def redirections(self) -> list[Page]:
        """What stands where entries were."""
        return list(redirections(self.site))

    @cached_property
    def annonces(self) -> list[Page | Annonce]:
        """What is said of every page; those of lists are not laid out again for that."""
        if self.empreintes is None:
            return list(toutes(self.site))
        dites = self.reserve.retrouver(
            self.empreintes.de_la_base("annonces"),
            lambda: json.dumps(
                [(p.adresse, p.gabarit, p.titre, p.maj and p.maj.isoformat()) for p in self.listes]
            ),
        )
        siennes = (
            Annonce(adresse, gabarit, titre, maj and dt.date.fromisoformat(maj))
            for adresse, gabarit, titre, maj in json.loads(dites)
        )
        return [*self.entrees, *siennes, *self.redirections]

    @cached_property
    def paquets(self) -> list[Paquet]:
        """The entries in the order of the work on them."""
        return packs.ranger(self.site.corpus)

    @cached_property
    def lignes(self) -> list[Fiche]:
        """The entries in the order of their ranks in the index."""
        return [fiche for paquet in self.paquets for fiche in paquet.fiches]

    @cached_property
    def tranches(self) -> Tranches:
        """What files of data say of entries, and what portals are told of them."""
        formes = export.formes(self.site) | {oai.NOM: oai.forme(self.site, self.en_ligne)}
        reglages = repr((self.publication, self.en_ligne))
        return Tranches(self.site.corpus, formes, self.cache / "tranches", reglages)

    @cached_property
    def recherche(self) -> Recherche:
        return Recherche(self.site, self.lignes)

    def poser(self, cible: Path, faire: Callable[[], bytes], *quoi: object) -> None:
        """Write at `cible` what `faire` makes of `quoi`, or made of it once.

        `quoi`, with what is common to all files, says all that it depends on, which file it is
        included. Raises OSError, and what `faire` raises.
        """
        cle = self._cle(*quoi)
        self.reserve.poser(cle, cible, faire)
        if self.poses is not None:
            self.poses.append((str(cible), cle))

    def retrouver(self, dire: Callable[[], str], *quoi: object) -> str:
        """Return what `dire` says of `quoi`, or said of it once."""
        return self.reserve.retrouver(self._cle(*quoi), dire)

    def _cle(self, *quoi: object) -> str | None:
        return self.empreintes.de(*quoi) if self.empreintes else None

    @cached_property
    def version(self) -> str:
        """A short name of our styles and scripts, so that browsers reload what changed."""
        empreinte = hashlib.sha256()
        for fichier in sorted((self.racine_projet / "overrides" / "assets").rglob("*")):
            if fichier.suffix in (".css", ".js"):
                empreinte.update(fichier.read_bytes())
        return empreinte.hexdigest()[:8]


def releve(projet: Path) -> str:
    """Return the fingerprint of templates, styles, scripts, fonts and settings. Raises OSError."""
    reglages = (projet / "mkdocs.yml").read_text("utf-8")
    return fingerprint.empreinte([fingerprint.des_fichiers(projet / "overrides"), reglages])


def _forge(depot: str) -> str:
    """Return the kind of site where the repository is, as its host says it, or ""."""
    hote = urlsplit(depot).hostname or ""
    return next((forge for forge in ("github", "gitlab") if forge in hote), "")
