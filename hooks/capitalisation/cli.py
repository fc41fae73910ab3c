"""The `capitalisation` command: check a corpus, build, preview and archive its site.

Exit codes: 0 all is well, 1 the corpus has errors, 2 the command was misused.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import click

from . import archive, reference
from . import diagnostics as diag
from .corpus import REFERENTIELS, charger
from .dates import jour
from .diagnostics import Diagnostic
from .french_click import traduire
from .model import GENRES, PAR_DOSSIER
from .typography import pluriel, taille

#: The last second of the year 2107, in UTC: a zip knows no later one.
EPOQUE_MAX = 4_354_819_199
AIDE = {"help_option_names": ["-h", "--help", "--aide"]}
FORMATS = ("texte", "json", "github", "gitlab")


traduire()


@click.group(context_settings=AIDE)
def main() -> None:
    """Inspir’action : vérifier des fiches et construire le site."""
    # Messages are French whatever the machine's locale: an old console must not crash on « é ».
    for flux in (sys.stdout, sys.stderr):
        if hasattr(flux, "reconfigure"):
            flux.reconfigure(encoding="utf-8", errors="replace")


# --- verifier -----------------------------------------------------------------


@main.command(context_settings=AIDE)
@click.argument("chemins", nargs=-1, type=click.Path(path_type=Path), metavar="[CHEMIN]...")
@click.option(
    "--format", "forme", type=click.Choice(FORMATS), default="texte", help="Forme du résultat."
)
@click.option("--detail", is_flag=True, help="Montre aussi la ligne en cause.")
def verifier(chemins: tuple[Path, ...], forme: str, detail: bool) -> None:
    """Vérifie des fiches et leurs vocabulaires : tous les constats en une fois.

    CHEMIN : une fiche, un dossier de fiches, ou un corpus entier. Sans CHEMIN,
    le dossier « fiches » d’ici.
    """
    demandes = chemins or (Path("fiches"),)
    for chemin in demandes:
        if not chemin.exists():
            raise click.UsageError(f"« {chemin} » n’existe pas.")
    constats: list[Diagnostic] = []
    lignes: dict[str, list[str]] = {}
    fichiers = 0
    for racine, garder in _par_corpus(demandes):
        chargement = charger(racine, repli=_referentiels_du_projet())
        retenus = [d for d in chargement.diagnostics if _concerne(d, garder)]
        constats += retenus
        lignes |= chargement.lignes
        fichiers += chargement.corpus.fichiers if garder is None else len(garder)
    constats = sorted(set(constats))
    _afficher(constats, forme, lignes if detail else None, fichiers)
    sys.exit(1 if diag.erreurs(constats) else 0)


def _par_corpus(chemins: Sequence[Path]) -> list[tuple[Path, set[Path] | None]]:
    """Group what is asked by corpus: (root, files to keep, or None for all of it).

    A fiche is always checked inside its corpus: its links lead to the others.
    """
    groupes: dict[Path, set[Path] | None] = {}
    for chemin in chemins:
        chemin = Path(os.path.abspath(chemin))
        if chemin.is_dir():
            racine, garder = _racine_du_dossier(chemin)
        else:
            dossier = chemin.parent
            racine = dossier.parent if dossier.name in (*PAR_DOSSIER, REFERENTIELS) else dossier
            garder = {chemin}
        deja = groupes.get(racine, set())
        groupes[racine] = None if deja is None or garder is None else deja | garder
    return list(groupes.items())


def _racine_du_dossier(dossier: Path) -> tuple[Path, set[Path] | None]:
    if dossier.name in (*PAR_DOSSIER, REFERENTIELS):
        return dossier.parent, set(dossier.iterdir())
    projet = dossier / "fiches"
    return (projet if (dossier / "mkdocs.yml").is_file() and projet.is_dir() else dossier), None


def _concerne(diagnostic: Diagnostic, garder: set[Path] | None) -> bool:
    return garder is None or Path(os.path.abspath(diagnostic.chemin)) in garder


def _referentiels_du_projet() -> Path:
    """The project's own vocabularies: here, or beside the installed sources."""
    ici = Path("fiches", REFERENTIELS)
    return ici if ici.is_dir() else _projet() / "fiches" / REFERENTIELS


def _afficher(
    constats: list[Diagnostic],
    forme: str,
    lignes: dict[str, list[str]] | None,
    fichiers: int,
) -> None:
    if forme == "json":
        click.echo(diag.en_json(constats))
    elif forme == "github":
        if constats:
            click.echo(diag.en_github(constats))
    elif forme == "gitlab":
        click.echo(diag.en_gitlab(constats))
    else:
        if constats:
            click.echo(diag.en_texte(constats, lignes))
            click.echo()
        click.echo(diag.resume(constats, fichiers))


# --- construire, archiver, servir ---------------------------------------------


def _projet() -> Path:
    """The folder of mkdocs.yml: here, above, or the one this package was installed from."""
    ici = Path.cwd()
    for dossier in (ici, *ici.parents, Path(__file__).resolve().parents[2]):
        if (dossier / "mkdocs.yml").is_file() and (dossier / "hooks" / "site_hooks.py").is_file():
            return dossier
    raise click.UsageError("Lancez la commande depuis le dossier du projet (celui de mkdocs.yml).")


def _corpus_demande(fiches: Path | None, projet: Path) -> Path:
    racine = fiches.resolve() if fiches else projet / "fiches"
    if not racine.is_dir():
        raise click.UsageError(f"Le dossier de fiches « {racine} » n’existe pas.")
    return racine


def _environnement(racine: Path) -> dict[str, str]:
    """What MkDocs is told: the corpus to read, and to spare people its theme's notice."""
    environnement = dict(os.environ)
    # MkDocs takes an empty date for one that it cannot read.
    if epoque := environnement.pop("SOURCE_DATE_EPOCH", ""):
        if not re.fullmatch(r"[0-9]{1,12}", epoque) or int(epoque) > EPOQUE_MAX:
            raise click.UsageError(
                f"SOURCE_DATE_EPOCH vaut « {epoque[:20]} » : c’est un nombre de secondes depuis "
                "1970. Corrigez cette variable, ou retirez-la."
            )
        environnement["SOURCE_DATE_EPOCH"] = epoque
    return environnement | {"CAPITALISATION_FICHES": str(racine), "NO_MKDOCS_2_WARNING": "1"}


_FICHES = click.option(
    "--fiches", type=click.Path(path_type=Path), help="Un autre dossier de fiches."
)
_URL = click.option("--url", help="L’adresse où le site sera publié.")


@main.command(context_settings=AIDE)
@_FICHES
@click.option("--sortie", type=click.Path(path_type=Path), help="Où écrire le site (site/).")
@_URL
@click.option(
    "--hors-ligne", is_flag=True, help="Y joint l’archive à emporter, que la page Données propose."
)
def construire(fiches: Path | None, sortie: Path | None, url: str | None, hors_ligne: bool) -> None:
    """Construit le site. S’il y a des erreurs, le site précédent reste intact."""
    projet = _projet()
    debut = time.monotonic()
    corpus = _corpus_demande(fiches, projet)
    cible = (sortie or projet / "site").resolve()
    neuf = cible.with_name(f".{cible.name}.neuf")
    shutil.rmtree(neuf, ignore_errors=True)
    a_joindre = neuf / archive.SUR_LE_SITE if hors_ligne else None
    if raison := _construire(projet, corpus, neuf, url, a_joindre):
        shutil.rmtree(neuf, ignore_errors=True)
        click.echo(f"{raison}\n\n{diag.INTACT}", err=True)
        sys.exit(1)
    _remplacer(cible, neuf)
    pages = sum(1 for _ in cible.rglob("*.html"))
    duree = f"{time.monotonic() - debut:.1f}".replace(".", ",")
    click.echo(f"{pages} pages, en {duree} s : {cible}")
    if hors_ligne:
        _annoncer(cible / archive.SUR_LE_SITE)


@main.command(context_settings=AIDE)
@_FICHES
@click.option(
    "--sortie", type=click.Path(path_type=Path), help="Où écrire l’archive (inspiraction.zip)."
)
@_URL
@click.option(
    "--verifier",
    "a_verifier",
    type=click.Path(path_type=Path),
    metavar="FICHIER.zip",
    help="N’écrit rien : dit si cette archive est intacte.",
)
def archiver(
    fiches: Path | None, sortie: Path | None, url: str | None, a_verifier: Path | None
) -> None:
    """Écrit l’archive du site : un fichier zip qui s’ouvre et se fouille sans connexion."""
    if a_verifier:
        if fiches or sortie or url:
            raise click.UsageError("--verifier s’emploie seul.")
        _verifier_l_archive(a_verifier)
        return
    projet = _projet()
    corpus = _corpus_demande(fiches, projet)
    cible = (sortie or projet / archive.NOM).resolve()
    if cible.suffix.lower() != ".zip" or cible.is_dir():
        raise click.UsageError(f"« {cible} » : donnez le nom d’un fichier qui finit par .zip.")
    # Beside its target, as the site is: there is room there, and a rename is enough.
    try:
        cible.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".inspiraction-", dir=cible.parent) as dossier:
            neuve = Path(dossier, archive.NOM)
            raison = _construire(projet, corpus, Path(dossier, "site"), url, neuve)
            # MkDocs ends with what it has to say: a warning refuses what was already written.
            if not raison:
                os.replace(neuve, cible)
    except OSError as exc:
        raison = f"Écrire dans « {cible.parent} » : {diag.cause(exc)}."
    if raison:
        intacte = "L’archive n’a pas été écrite, la précédente est intacte."
        click.echo(f"{raison}\n\n{intacte}", err=True)
        sys.exit(1)
    _annoncer(cible)


def _annoncer(chemin: Path) -> None:
    """Say what was written, and what only its maker can mend."""
    dit = archive.manifeste(chemin)
    with chemin.open("rb") as octets:
        empreinte = hashlib.file_digest(octets, "sha256").hexdigest()
    click.echo(
        f"Archive du {jour(dt.date.fromisoformat(dit['date']))} : {chemin} "
        f"({taille(chemin.stat().st_size)}, {pluriel(len(dit['fichiers']) + 1, 'fichier')})\n"
        f"SHA-256 : {empreinte}"
    )
    if not dit["adresse"]:
        click.echo(
            "Elle ne dit pas où est le site à jour : donnez l’adresse du site avec --url, "
            "ou dans mkdocs.yml (site_url)."
        )


def _verifier_l_archive(chemin: Path) -> None:
    if not chemin.is_file():
        raise click.UsageError(f"« {chemin} » n’existe pas, ou n’est pas un fichier.")
    try:
        examen = archive.examiner(chemin)
    except OSError as exc:
        raise click.UsageError(f"« {chemin} » ne peut pas être lu : {diag.cause(exc)}.") from exc
    for ecart in examen.ecarts:
        # The names come from the zip: none may write on the terminal what it likes.
        nom = "".join(c if c.isprintable() else "�" for c in ecart.fichier or chemin.name)
        click.echo(f"{nom} : {ecart.message}")
    if examen.ecarts:
        click.echo(f"\n{chemin.name} n’est pas intacte : {pluriel(len(examen.ecarts), 'écart')}.")
        sys.exit(1)
    assert examen.date
    click.echo(
        f"{chemin.name} est intacte : {pluriel(examen.fichiers, 'fichier')}, "
        f"base du {jour(examen.date)}, version {examen.version}."
    )


def _construire(
    projet: Path, corpus: Path, site: Path, url: str | None, a_joindre: Path | None
) -> str:
    """Have MkDocs write the site, and the archive to `a_joindre`; return why it failed, or ""."""
    environnement = _environnement(corpus)
    if url:
        adresse = urlsplit(url)
        if adresse.scheme not in ("http", "https") or not adresse.hostname:
            raise click.UsageError(f"« {url} » n’est pas une adresse : https://exemple.org/")
        environnement["INSPIRACTION_URL"] = url
    if a_joindre:
        environnement["CAPITALISATION_ARCHIVE"] = str(a_joindre)
    if sys.stderr.isatty():
        click.echo("Vérification, puis construction…", err=True)
    # MkDocs reads and checks the corpus itself: one reading is enough.
    resultat = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=projet,
        env=environnement,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    return _raison(resultat.stderr) if resultat.returncode else ""


def _raison(journal: str) -> str:
    """Return what MkDocs' log says of a failure: findings, warnings, or an internal error."""
    lignes = journal.strip().splitlines()
    if lignes and "No space left on device" in lignes[-1]:
        return "Il n’y a plus de place sur le disque. Libérez-en, puis recommencez."
    if "Traceback (most recent call last):" in lignes:
        return (
            f"Le programme s’est arrêté sur une erreur interne : {lignes[-1]}\n"
            "Ce n’est pas la faute d’une fiche. Signalez-le dans les tickets du dépôt du projet, "
            "avec ce que montre « mkdocs build --strict »."
        )
    graves = ("WARNING", "ERROR", "Abort")
    debut = next((i for i, ligne in enumerate(lignes) if ligne.startswith(graves)), 0)
    dites = [ligne for ligne in lignes[debut:] if not ligne.startswith("INFO")]
    texte = "\n".join(dites).removeprefix("ERROR   -  ")
    return texte.removeprefix(f"{diag.INTACT}\n\n")


def _remplacer(cible: Path, neuf: Path) -> None:
    """Put the new site in the place of the old one, in two renames."""
    ancien = cible.with_name(f".{cible.name}.ancien")
    shutil.rmtree(ancien, ignore_errors=True)
    if cible.exists():
        cible.rename(ancien)
    neuf.rename(cible)
    shutil.rmtree(ancien, ignore_errors=True)


@main.command(context_settings=AIDE)
@_FICHES
@click.option("--adresse", default="127.0.0.1:8000", show_default=True, help="Où écouter.")
def servir(fiches: Path | None, adresse: str) -> None:
    """Montre le site, et le refait à chaque modification."""
    projet = _projet()
    racine = _corpus_demande(fiches, projet)
    commande = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", adresse]
    try:
        sys.exit(subprocess.run(commande, cwd=projet, env=_environnement(racine)).returncode)
    except KeyboardInterrupt:
        sys.exit(0)


# --- schema -------------------------------------------------------------------


@main.command(context_settings=AIDE)
@click.argument("genre", type=click.Choice([g.GENRE for g in GENRES]))
def schema(genre: str) -> None:
    """Écrit le schéma JSON de l’en-tête d’une sorte d’entrée."""
    classe = next(g for g in GENRES if genre == g.GENRE)
    click.echo(json.dumps(reference.schema_json(classe), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
