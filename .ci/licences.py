"""Writes LICENCES-TIERS.md: what the project takes from others, what for, under which licence.

Run by `make licences`. Names come from the lock files, licences from the packages that are
installed, and what they do not say from `.ci/licences.toml`. It refuses, all at once, what has
no licence known or accepted there.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from capitalisation.typography import typographier

RACINE = Path(__file__).resolve().parents[1]
VERROUS = ("requirements.txt", "requirements-dev.txt")
PAGE = "LICENCES-TIERS.md"
REGLAGES = ".ci/licences.toml"
#: What a classifier says without a doubt; « BSD License » is three licences.
CLASSIFIEURS = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
ENTETE = f"""\
# Licences des composants repris d’autres projets

Cette page est écrite par « make licences », d’après les verrous (`requirements.txt`, `requirements-dev.txt`), les paquets installés et `{REGLAGES}` : ne la modifiez pas à la main.

Le code du projet est sous licence MIT. Toutes les licences ci-dessous permettent à un tel projet d’employer ces composants ; il les prend tels quels, sauf les polices, réduites et renommées quand leur licence le demande. « OR » laisse le choix de la licence, « AND » les demande toutes.
"""  # noqa: E501
SUR_LE_SITE = """\
## Ce que le site redistribue

Le texte de chaque licence accompagne le fichier, sur le site comme dans l’archive. L’index de la recherche ne contient que nos données : aucun programme de Pagefind n’est publié. Les référentiels géographiques ont leurs licences dans `hooks/capitalisation/donnees`, et la page « Mentions légales » les cite.

| fichier | projet | version | licence | texte |
|---|---|---|---|---|
"""  # noqa: E501
POUR_CONSTRUIRE = """\
## Ce qui construit le site

Ces paquets sont installés par « make site ». Rien de leur code n’est publié avec le site.

| paquet | licence | à quoi il sert |
|---|---|---|
"""
POUR_TRAVAILLER = """\
## Ce qui sert à travailler au projet

Ces paquets sont installés par « make test » : ils vérifient le site, et n’en font pas partie.

| paquet | licence | à quoi il sert |
|---|---|---|
"""


def main() -> int:
    reglages = tomllib.loads((RACINE / REGLAGES).read_text("utf-8"))
    verrous = [demandes(RACINE / nom) for nom in VERROUS]
    erreurs: list[str] = []
    page = rediger(*verrous, reglages, erreurs)
    if erreurs:
        print(*map(typographier, sorted(set(erreurs))), sep="\n", file=sys.stderr)
        print(typographier(f"\n{PAGE} est intacte."), file=sys.stderr)
        return 1
    (RACINE / PAGE).write_text(page, encoding="utf-8")
    print(typographier(f"{PAGE} : {len(verrous[-1])} paquets."))
    return 0


def rediger(
    site: Mapping[str, list[str]],
    tout: Mapping[str, list[str]],
    reglages: Mapping[str, Any],
    erreurs: list[str],
) -> str:
    """Return the page; what it cannot say is added to `erreurs`.

    `site`, `tout`: what `demandes` reads in each lock.
    """
    acceptees = set(reglages["acceptees"])

    def licence(nom: str) -> str:
        dite, lue = _licence(nom), str(reglages["licences"].get(nom, ""))
        expression = dite or lue
        if dite and lue and dite != lue:
            erreurs.append(
                f"{nom} : il dit {dite}, et {REGLAGES} ([licences]) dit {lue}. Corrigez-le."
            )
        elif not expression:
            erreurs.append(
                f"{nom} : licence inconnue. Lisez-la dans le paquet, puis ajoutez-la à {REGLAGES} "
                "([licences])."
            )
        elif not _acceptee(expression, acceptees):
            erreurs.append(
                f"{nom} : la licence {expression} n’est pas acceptée. Prenez un autre paquet ; si "
                f"elle convient à un projet sous licence MIT, ajoutez-la à {REGLAGES} (acceptees)."
            )
        return expression

    def usage(nom: str, par: list[str]) -> str:
        if par:
            return f"apporté par {', '.join(par)}"
        if nom not in reglages["usages"]:
            erreurs.append(f"{nom} : dites à quoi il sert dans {REGLAGES} ([usages]).")
        return str(reglages["usages"].get(nom, ""))

    def lignes(paquets: Mapping[str, list[str]]) -> Iterator[str]:
        for nom, par in paquets.items():
            yield f"| {nom} | {licence(nom)} | {usage(nom, par)} |\n"

    def fichiers() -> Iterator[str]:
        for f in reglages["fichiers"]:
            if not _acceptee(f["licence"], acceptees):
                erreurs.append(f"{f['nom']} : la licence {f['licence']} n’est pas acceptée.")
            noms = ", ".join(f"`{chemin}`" for chemin in f["chemins"])
            version = f["paquet"].rpartition("@")[2]
            yield f"| {noms} | {f['nom']} | {version} | {f['licence']} | `{f['texte']}` |\n"

    directs = {nom for nom, par in tout.items() if not par}
    for nom in sorted((reglages["usages"].keys() - directs) | (reglages["licences"].keys() - tout)):
        erreurs.append(f"{nom} : le projet ne le demande plus. Retirez-le de {REGLAGES}.")
    dev = {nom: par for nom, par in tout.items() if nom not in site}
    parties = (
        ENTETE,
        SUR_LE_SITE + "".join(fichiers()),
        POUR_CONSTRUIRE + "".join(lignes(site)),
        POUR_TRAVAILLER + "".join(lignes(dev)),
    )
    return typographier("\n".join(parties))


def demandes(verrou: Path) -> dict[str, list[str]]:
    """The packages of a lock, each with those that bring it in (« # via »).

    Nobody brings in what the project asks for itself.
    """
    paquets: dict[str, list[str]] = {}
    for bloc in re.split(r"^(?=[a-z0-9])", verrou.read_text("utf-8"), flags=re.M)[1:]:
        nom = bloc.partition("==")[0]
        par = re.findall(r"^    # (?:via |  )([\w.-]+)$", bloc, re.M)
        paquets[nom] = [] if "(pyproject.toml)" in bloc else sorted({*paquets.get(nom, ()), *par})
    return paquets


def _licence(nom: str) -> str:
    """What an installed package says of its licence, as an SPDX expression, or ""."""
    try:
        donnees = importlib.metadata.metadata(nom)
    except importlib.metadata.PackageNotFoundError:
        return ""
    for dit in (donnees.get("License-Expression"), donnees.get("License")):
        try:
            return str(canonicalize_license_expression(dit or ""))
        except InvalidLicenseExpression:
            continue
    ranges = [c.rpartition(" :: ")[2] for c in donnees.get_all("Classifier", []) if "License" in c]
    return CLASSIFIEURS.get(ranges[0], "") if len(ranges) == 1 else ""


def _acceptee(expression: str, acceptees: set[str]) -> bool:
    """Whether one of the choices of an expression is accepted whole: « A OR B AND C »."""
    return any(
        all(nom in acceptees for nom in choix.split(" AND ")) for choix in expression.split(" OR ")
    )


if __name__ == "__main__":
    sys.exit(main())
