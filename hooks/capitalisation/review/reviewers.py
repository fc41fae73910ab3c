"""Who reads what, by theme → CODEOWNERS, which forges know only by path.

Entries stand in folders by kind: their themes give the paths, so the file is made, not
written. In CODEOWNERS the last line that fits wins: from the widest to the narrowest.
Source: https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ..corpus import Corpus
from ..diagnostics import cause, chemin_affiche
from ..model import IDENTIFIANT
from ..safe_yaml import composer
from ..textfile import FICHIER_MAX
from ..vocabulary import Terme

FICHIER = "relecteurs.yml"

#: Key of `relecteurs.yml` → paths of the project, the widest first.
PARTIES: dict[str, tuple[str, ...]] = {
    "tout": ("*",),
    "guide": ("/docs/",),
    "fiches": ("/fiches/",),
    "vocabulaires": ("/fiches/_referentiels/",),
}

#: An account, or a team of an organisation. No e-mail address: this file is public.
_COMPTE = re.compile(r"@[A-Za-z0-9][A-Za-z0-9-]{0,38}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?")
_COMPTES_MAX = 20

_TETE = """\
# Fait par « capitalisation relecteurs » depuis fiches/_referentiels/relecteurs.yml :
# ne le modifiez pas ici.
"""


class Refus(ValueError):
    """The mapping cannot be used. The message says every reason, one a line, with its place."""


@dataclass(frozen=True)
class Relecteurs:
    """Accounts by part of the project, and by theme id."""

    parties: dict[str, tuple[str, ...]] = field(default_factory=dict)
    themes: dict[str, tuple[str, ...]] = field(default_factory=dict)


def lire(fichier: Path, themes: dict[str, Terme]) -> Relecteurs:
    """Read the mapping; a missing or empty file names nobody. Raises `Refus`."""
    if not fichier.is_file():
        return Relecteurs()
    ici = chemin_affiche(fichier)
    try:
        with fichier.open("rb") as flux:
            brut = flux.read(FICHIER_MAX + 1)
    except OSError as exc:
        raise Refus(f"{ici} : ne peut pas être lu ({cause(exc)}).") from exc
    if len(brut) > FICHIER_MAX:
        raise Refus(f"{ici} : pèse plus de {FICHIER_MAX // 1024} ko.")
    try:
        racine = composer(brut.decode("utf-8-sig"))
    except (yaml.YAMLError, ValueError) as exc:
        marque = getattr(exc, "problem_mark", None)
        ligne = marque.line + 1 if marque else 1
        raise Refus(
            f"{ici}:{ligne}: n’est pas lisible. Vérifiez les guillemets et le décalage des lignes."
        ) from exc
    refus: list[str] = []

    def refuser(noeud: yaml.Node, message: str) -> None:
        refus.append(f"{ici}:{noeud.start_mark.line + 1}: {message}")

    def couples(noeud: yaml.Node, connus: Container[str]) -> dict[str, yaml.Node]:
        if isinstance(noeud, yaml.ScalarNode) and not noeud.value:
            return {}
        if not isinstance(noeud, yaml.MappingNode):
            refuser(noeud, 'une clé et des comptes sont attendus : cle: ["@compte"]')
            return {}
        lus: dict[str, yaml.Node] = {}
        for cle, valeur in noeud.value:
            nom = cle.value if isinstance(cle, yaml.ScalarNode) else ""
            if nom not in connus:
                refuser(cle, f"« {_montrer(nom)} » est inconnu ici.")
            elif nom in lus:
                refuser(cle, f"« {nom} » est écrit deux fois.")
            else:
                lus[nom] = valeur
        return lus

    def comptes(noeud: yaml.Node) -> tuple[str, ...]:
        if isinstance(noeud, yaml.ScalarNode) and not noeud.value:
            return ()
        elements = noeud.value if isinstance(noeud, yaml.SequenceNode) else [noeud]
        if len(elements) > _COMPTES_MAX:
            refuser(noeud, f"{_COMPTES_MAX} comptes au plus.")
            return ()
        lus = []
        for element in elements:
            valeur = element.value if isinstance(element, yaml.ScalarNode) else ""
            if _COMPTE.fullmatch(valeur):
                lus.append(valeur)
            else:
                refuser(
                    element,
                    f'« {_montrer(valeur)} » n’est pas un compte. Écrivez "@compte" ou '
                    '"@organisation/equipe", entre guillemets.',
                )
        return tuple(dict.fromkeys(lus))

    lues = couples(racine, (*PARTIES, "themes")) if racine else {}
    par_theme = couples(lues.pop("themes"), themes) if "themes" in lues else {}
    relecteurs = Relecteurs(
        {nom: comptes(noeud) for nom, noeud in lues.items()},
        {nom: comptes(noeud) for nom, noeud in par_theme.items()},
    )
    if refus:
        raise Refus("\n".join(refus))
    return relecteurs


def _montrer(texte: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in texte[:60])


def entete(relecteurs: Relecteurs) -> str:
    """Return the part of the file that depends on no entry."""
    lignes = [
        f"{chemin} {' '.join(relecteurs.parties[nom])}\n"
        for nom, chemins in PARTIES.items()
        if relecteurs.parties.get(nom)
        for chemin in chemins
    ]
    return "".join((_TETE, *lignes))


def codeowners(relecteurs: Relecteurs, corpus: Corpus) -> str:
    """Return the whole file: the parts of the project, then each entry whose theme is read.

    A theme without readers is read by those of its nearest parent that has some.
    """
    lignes = []
    # A name that breaks the rules of names could hold a line of its own: it was reported.
    for fiche in sorted(corpus.fiches.values(), key=lambda f: f.relatif):
        siens = [c for theme in fiche.themes for c in _du_theme(theme, relecteurs)]
        if siens and IDENTIFIANT.fullmatch(fiche.id):
            lignes.append(f"/fiches/{fiche.relatif} {' '.join(dict.fromkeys(siens))}\n")
    return "".join((entete(relecteurs), *lignes))


def _du_theme(theme: Terme, relecteurs: Relecteurs) -> tuple[str, ...]:
    for terme in (theme, *theme.ancetres):
        if comptes := relecteurs.themes.get(terme.id):
            return comptes
    return ()
