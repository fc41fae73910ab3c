"""Whether a build made what it was asked for: the measure of one that skipped pages is a lie."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from .constructions import Site
from .fictif import GRAINE
from .mesure import EchecDeConstruction

#: Entries whose text is looked for in their page.
ECHANTILLON = 5
#: Words in a row that prove a text.
MOTS = 8


def peser(site: Path, donnees: tuple[str, ...]) -> Site:
    """Weigh a built site; `donnees` are the paths of what only its search loads."""
    octets = fichiers = pages = recherche = fichiers_de_recherche = 0
    for dossier, _, noms in os.walk(site):
        for nom in noms:
            chemin = Path(dossier, nom)
            taille = chemin.stat().st_size
            octets += taille
            fichiers += 1
            pages += nom.endswith(".html")
            if chemin.relative_to(site).as_posix().startswith(donnees) and chemin.suffix != ".html":
                recherche += taille
                fichiers_de_recherche += 1
    return Site(octets, fichiers, pages, recherche or None, fichiers_de_recherche)


def verifier(sources: Path, site: Path) -> None:
    """Raise `EchecDeConstruction` unless every entry has its page, and some their text."""
    toutes = list(entrees(sources))
    manquent = [fiche for fiche in toutes if not page(site, fiche).is_file()]
    if manquent:
        raise EchecDeConstruction(
            f"{len(manquent)} entrée(s) sur {len(toutes)} sans page, dont {manquent[0].name} : "
            "une construction qui en saute ne se compare à rien."
        )
    for fiche in Random(GRAINE).sample(toutes, min(ECHANTILLON, len(toutes))):
        attendu, lu = _extrait(fiche), _mots(_sans_balises(page(site, fiche)))
        if attendu not in lu:
            raise EchecDeConstruction(f"La page de {fiche.name} n’a pas son texte : « {attendu} ».")


def entrees(sources: Path) -> Iterator[Path]:
    """The Markdown files of the corpus, in order; what an engine adds beside is none of them."""
    for dossier in sorted(sources.iterdir()):
        if dossier.is_dir() and not dossier.name.startswith("_"):
            yield from sorted(dossier.glob("*.md"))


def page(site: Path, fiche: Path) -> Path:
    return site / fiche.parent.name / fiche.stem / "index.html"


def modifier(fiche: Path, texte: str) -> None:
    """Add a paragraph to the body of an entry."""
    with fiche.open("a", encoding="utf-8") as sortie:
        sortie.write(f"\n{texte}\n")


def montrer(page: Path, texte: str) -> None:
    """Raise `EchecDeConstruction` unless `page` shows `texte`."""
    if texte not in page.read_text(encoding="utf-8"):
        raise EchecDeConstruction(f"Après la modification, {page} n’a pas « {texte} ».")


def _extrait(fiche: Path) -> str:
    """Some words of the first plain paragraph of an entry, past what all entries say."""
    corps = fiche.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    paragraphes = [ligne for ligne in corps.splitlines() if re.match(r"[^\W\d_]", ligne)]
    return " ".join(_mots(paragraphes[0]).split()[:MOTS])


def _sans_balises(fichier: Path) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", fichier.read_text(encoding="utf-8")))


def _mots(texte: str) -> str:
    """The words alone: engines set the marks between them each in its way."""
    return " ".join(re.findall(r"\w+", texte))
