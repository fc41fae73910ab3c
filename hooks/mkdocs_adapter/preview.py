"""The live preview: a file of the site is made when it is asked for, from the entries as they are.

MkDocs draws the pages of docs/, copies styles and scripts, and watches nothing: a page of the core
is drawn as it is asked for, and what is made all together (a « salle »: the search, the data…), in
a process apart, so that pages never wait for it. An edit of an entry reads the corpus again, and
forgets what was made; the pages of docs/ are then drawn again when one of them is asked for.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import posixpath
import re
import shutil
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click
import jinja2
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from watchdog.events import FileModifiedEvent
from watchdog.observers.api import BaseObserver, EventEmitter

from capitalisation import diagnostics, sources
from capitalisation.corpus import REFERENTIELS
from capitalisation.diagnostics import chemin_affiche
from capitalisation.readings import Lectures
from capitalisation.typography import pluriel
from capitalisation.views import Page, toutes
from capitalisation.views import entries as vues

from . import context as contexte
from . import entries, paper, report, sharing
from .chantier import Chantier
from .drawing import Presse
from .report import en_clair
from .rooms import SALLES, Ouvrage, Salle

#: Seconds between two looks at the files, and how many times a look is waited for at least: at
#: 20,000 entries one takes a tenth of a second.
PAS, REPOS = 0.2, 4
#: Changes that are named, at most.
_NOMMES = 3
_INTACT = "L’aperçu montre toujours la version d’avant."
#: What a browser asks to know of the next state. MkDocs answers that, and nothing else.
_ATTENTE = re.compile(r"/livereload/[0-9]{1,19}/[0-9]{1,19}")
_PAQUET = re.compile(rf"{entries.PAQUETS}/([0-9]{{1,9}})\.gz")
_FRAGMENT = re.compile(r"pagefind/fragment/([0-9]{1,9})\.gz")


class Apercu:
    """What a preview shows: a state of the corpus, and what was made of it so far.

    One thread at a time draws, loads or starts a room: that which holds the lock.
    """

    def __init__(self) -> None:
        self._verrou = threading.Lock()
        self._vu: dict[str, sources.Etat] = {}
        self._sources: tuple[Path, ...] = ()
        self._fiches = Path()
        self._racine = Path()
        self._numero = 0
        self._ouvrages: dict[Salle, Ouvrage] = {}
        self._pages: dict[str, Page] = {}
        #: What MkDocs wrote, and whether it speaks of the corpus as it is.
        self._docs = Path()
        self._docs_a_jour = False
        #: What rooms wrote.
        self._dossier = Path()
        self._a_reprendre: Chantier | None = None
        #: What the files gave, from one state to the next: only those that changed are read again.
        self._lectures: Lectures | None = None
        #: What has MkDocs build, once there is a server.
        self._mkdocs: Callable[[], None] | None = None

    # --- The events of a build of MkDocs

    def ouvrir(self, config: MkDocsConfig) -> None:
        """Begin a build: in a folder of its own, so that what is shown stands until it is done."""
        self._racine = Path(config.site_dir)
        config.site_dir = str(self._nouveau_dossier())
        chantier = Chantier.de(config)
        if self._lectures:
            chantier.lectures = self._lectures
        self._lectures = chantier.lectures
        if self._a_reprendre:
            chantier.reprendre(self._a_reprendre)
        elif not self._vu:
            projet = chantier.racine_projet
            self._fiches = chantier.fiches
            self._sources = (chantier.fiches, *(projet / nom for nom in sources.DU_PROJET))
            self._vu = self._relever()

    def preparer(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        """Make ready what draws pages."""
        contexte.preparer(env, config, files)
        sharing.preparer(config)
        paper.Imprimerie(config)
        self._files = files

    def poser(self, config: MkDocsConfig) -> None:
        """Show what a build of MkDocs has just drawn."""
        anciennes, self._docs = self._docs, Path(config.site_dir)
        self._docs_a_jour = True
        self._config = config
        if anciennes.is_absolute():
            _jeter(anciennes)
        if self._a_reprendre is None:
            self._oublier()
            # The next preview opens the sooner.
            Chantier.de(config).lectures.garder()
            # What was read stays: what goes with each state is looked for beside it.
            gc.collect()
            gc.freeze()
        config.site_dir = str(self._dossier)

    def refuser(self, erreur: Exception) -> None:
        """End when the very first build fails: MkDocs would say in English that it does."""
        if self._mkdocs is None and isinstance(erreur, MkDocsException):
            if not isinstance(erreur, Abort):  # that only follows what was said
                click.echo(erreur, err=True)
            raise SystemExit(1)

    # --- The server

    def brancher(self, server: LiveReloadServer, builder: Callable[[], None]) -> LiveReloadServer:
        """Have `server` ask us for every file, and tell us of every change."""
        for chemin in list(server._watched_paths):
            server.unwatch(chemin)
        server.observer = BaseObserver(partial(_Veilleur, self._relever, self._vu), timeout=PAS)
        server.watch(str(self._fiches))
        self._serveur, self._mkdocs = server, builder
        self._epoque = server._visible_epoch
        server.builder = self._refaire
        server.set_app(self.repondre)
        click.echo(f"Aperçu : {server.url} (Ctrl-C pour l’arrêter)")
        return server

    def fermer(self) -> None:
        """Stop what is at work."""
        for ouvrage in self._ouvrages.values():
            ouvrage.arreter()

    def repondre(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request (WSGI)."""
        serveur = self._serveur
        chemin = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        montage = serveur.mount_path
        if _ATTENTE.fullmatch(chemin) or not f"{chemin}/".startswith(montage):
            return serveur.serve_request(environ, start_response)
        adresse = posixpath.normpath(f"/{chemin[len(montage) :]}").lstrip("/")
        fichier = adresse
        if not chemin[len(montage) :] or chemin.endswith("/"):
            fichier = f"{adresse}/index.html".lstrip("/")
        statut, epoque = "200 OK", self._epoque
        try:
            contenu, epoque = self._demander(fichier)
            dossier = f"{adresse}/index.html"
            if contenu is None and fichier == adresse and self._demander(dossier)[0] is not None:
                vers = urllib.parse.quote(f"{montage}{adresse}/")
                start_response("302 Found", [("Location", vers)])
                return []
            if contenu is None:
                statut, fichier = "404 Not Found", "404.html"
                contenu = _lire(self._docs, fichier) or b""
        except Exception as exc:  # a template or a module in the making: say so, and go on
            raison = f"« {fichier} » n’a pas pu être fait : {en_clair(exc)}"
            click.echo(raison)
            # A page, which comes back by itself once that is mended.
            statut, fichier = "500 Internal Server Error", "500.html"
            contenu = f'<!doctype html><meta charset="utf-8"><p>{escape(raison)}</p>'.encode()
        if fichier.endswith(".html"):
            contenu = serveur._inject_js_into_html(contenu, epoque)
        entetes = [("Content-Type", serveur._guess_type(fichier))]
        start_response(statut, [*entetes, ("Content-Length", str(len(contenu)))])
        return [contenu]

    # --- What is asked for

    def _demander(self, fichier: str) -> tuple[bytes | None, int]:
        """Return the content of `fichier`, None where there is none, and the state that it is of.

        Whoever waits for a room holds nobody up; what came meanwhile is then looked at anew.
        """
        while True:
            with self._verrou:
                trouve = self._faire(fichier)
                if not isinstance(trouve, Ouvrage):
                    return trouve, self._epoque
            trouve.attendre()

    def _faire(self, fichier: str) -> bytes | Ouvrage | None:
        if fichier.startswith("assets/") and (octets := _lire(self._docs, fichier)) is not None:
            return octets
        adresse = fichier.removesuffix("index.html")
        est_une_page = adresse != fichier
        chantier = Chantier.de(self._config)
        site = chantier.site
        morceaux = fichier.split("/")
        fiche = site.corpus.fiches.get(morceaux[1]) if len(morceaux) == 3 else None
        if fiche and est_une_page and fiche.adresse == adresse:
            return self._dessiner(vues.page(site, fiche))
        if fiche and morceaux[0] == "images":
            sienne = morceaux[2] in fiche.images
            return _lire(chantier.fiches / "images" / fiche.id, morceaux[2]) if sienne else None
        if sharing.sujet(chantier, fichier):
            (self._dossier / fichier).parent.mkdir(parents=True, exist_ok=True)
            sharing.dessiner(chantier, self._dossier, fichier)
        elif paquet := _PAQUET.fullmatch(fichier):
            if (numero := int(paquet[1])) >= len(chantier.paquets):
                return None
            siennes = [vues.composer(site, f) for f in chantier.paquets[numero].fiches]
            entries.emporter(self._config, numero, siennes)
        elif fragment := _FRAGMENT.fullmatch(fichier):
            if (rang := int(fragment[1])) >= len(chantier.lignes):
                return None
            chantier.recherche.situer(str(self._dossier))
            chantier.recherche.documenter([vues.composer(site, chantier.lignes[rang])])
        elif salle := next((s for s in SALLES if s.siens.fullmatch(fichier)), None):
            if salle.editoriale:
                self._mettre_a_jour_les_docs()
            ouvrage = self._ouvrages.get(salle)
            if ouvrage is None:
                ouvrage = self._ouvrages[salle] = Ouvrage(salle, self._config)
            if not ouvrage.fini:
                return ouvrage
        elif _lire(self._docs, fichier) is not None:
            self._mettre_a_jour_les_docs()
            return _lire(self._docs, fichier)
        elif est_une_page:
            if not self._pages:
                self._pages = {page.adresse: page for page in toutes(site)}
            page = self._pages.get(adresse)
            return self._dessiner(page) if page else None
        return _lire(self._dossier, fichier)

    def _dessiner(self, page: Page) -> bytes:
        html = Presse(self._config).dessiner(page, page.composer())
        return html.encode("utf-8", "xmlcharrefreplace")

    # --- What changes

    def _refaire(self) -> None:
        """Show what has changed; what stands in its way is said, and nothing changes then."""
        vu = self._relever()
        changes, self._vu = sources.changements(self._vu, vu), vu
        with self._verrou:
            try:
                if changes:
                    self._suivre(changes)
            except Exception as exc:  # the preview goes on, whatever is being written
                click.echo(f"{en_clair(exc)}\n{_INTACT}")
            # Browsers compare it with that of the page that they show, and ask for a newer one.
            self._epoque = self._serveur._wanted_epoch

    def _suivre(self, changes: dict[str, str]) -> None:
        debut = time.monotonic()
        nommes = [f"{chemin_affiche(Path(c))} ({quoi})" for c, quoi in changes.items()]
        reste = len(nommes) - _NOMMES
        if reste > 0:
            nommes[_NOMMES:] = [f"et {pluriel(reste, 'autre', 'autres')}"]
        click.echo(f"{time.strftime('%H:%M:%S')} {', '.join(nommes)}")
        if all(self._est_une_entree(Path(chemin)) for chemin in changes):
            reussi = self._recharger()
        else:
            reussi = self._construire()
        if reussi:
            click.echo(f"À jour, en {time.monotonic() - debut:.1f} s.".replace(".", ",", 1))
        else:
            click.echo(_INTACT)

    def _est_une_entree(self, fichier: Path) -> bool:
        """Whether it stands with the entries: all but the vocabularies, which everything uses."""
        if not fichier.is_relative_to(self._fiches):
            return False
        return fichier.relative_to(self._fiches).parts[0] != REFERENTIELS

    def _recharger(self) -> bool:
        """Read the entries again; return whether they can be shown."""
        config = self._config
        ancien, nouveau = Chantier.de(config), Chantier.nouveau(config)
        nouveau.lectures = ancien.lectures
        try:
            report.refuser_si_erreurs(nouveau.charger())
        except PluginError as exc:
            click.echo(_sans_promesse(str(exc)))
            return False
        nouveau.editoriales = ancien.editoriales
        nouveau.lier(config)
        try:
            self.preparer(config.theme.get_env(), config, self._files)
        except BaseException:
            ancien.lier(config)
            raise
        self._docs_a_jour = False
        self._oublier()
        config.site_dir = str(self._dossier)
        # The state before is held by nothing but itself.
        gc.collect()
        return True

    def _construire(self, chantier: Chantier | None = None) -> bool:
        """Have MkDocs draw the pages of docs/, of what `chantier` read or of what there is to read.

        Return whether they are shown; say what is wrong.
        """
        self._a_reprendre, montrees = chantier, self._docs
        assert self._mkdocs
        with _dits() as dits:
            try:
                self._mkdocs()
            except (Exception, SystemExit) as exc:
                if not dits:
                    dits.append(en_clair(exc))
        for dit in dits:
            click.echo(_sans_promesse(dit))
        # What MkDocs only warns of is shown all the same.
        return self._docs != montrees

    def _mettre_a_jour_les_docs(self) -> None:
        if not self._docs_a_jour:
            # One that fails is not tried again before something changes.
            self._docs_a_jour = True
            self._construire(Chantier.de(self._config))

    def _oublier(self) -> None:
        """Forget what was made of a state of the corpus that is no more."""
        self.fermer()
        if self._dossier.is_absolute():
            _jeter(self._dossier)
        self._ouvrages, self._pages = {}, {}
        self._dossier = self._nouveau_dossier()
        self._dossier.mkdir()

    def _nouveau_dossier(self) -> Path:
        self._numero += 1
        return self._racine / str(self._numero)

    def _relever(self) -> dict[str, sources.Etat]:
        return sources.relever(*self._sources)


class _Veilleur(EventEmitter):
    """Tells the server that something is not as it was, and nothing more."""

    def __init__(
        self,
        relever: Callable[[], dict[str, sources.Etat]],
        vu: dict[str, sources.Etat],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._relever, self._vu = relever, vu

    def queue_events(self, timeout: float) -> None:
        # What the look itself takes: it may be held up by what is being drawn meanwhile.
        debut = time.thread_time()
        vu = self._relever()
        if vu != self._vu:
            self._vu = vu
            self.queue_event(FileModifiedEvent(self.watch.path))
        self.stopped_event.wait(max(timeout, REPOS * (time.thread_time() - debut)))


def _lire(dossier: Path, fichier: str) -> bytes | None:
    """Return what `fichier` holds, when it is a file of `dossier` and of nowhere else."""
    try:
        chemin = (dossier / fichier).resolve()
        if chemin.is_relative_to(dossier.resolve()):
            return chemin.read_bytes()
    except (OSError, ValueError):
        pass  # not there, or no name of a file at all
    return None


def _jeter(dossier: Path) -> None:
    """Remove a folder while other things are done."""
    threading.Thread(target=shutil.rmtree, args=(dossier, True), daemon=True).start()


@contextlib.contextmanager
def _dits() -> Iterator[list[str]]:
    """Give what MkDocs warns of meanwhile."""
    dits: list[str] = []
    recueil = logging.Handler(logging.WARNING)
    recueil.emit = lambda record: dits.append(record.getMessage())  # type: ignore[method-assign]
    journal = logging.getLogger("mkdocs")
    journal.addHandler(recueil)
    try:
        yield dits
    finally:
        journal.removeHandler(recueil)


def _sans_promesse(dit: str) -> str:
    """Return a finding without what a build alone can say of the site before.

    Nor with what the macros of docs/ add to theirs: where in their own code they were.
    """
    return dit.removeprefix(f"{diagnostics.INTACT}\n\n").partition("\n```\nTraceback")[0].strip()
