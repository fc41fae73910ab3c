"""Asks OSV which of our components have a known flaw, and says in French what to do.

Run by `make audit`, and each week in CI, where it warns and stops nothing. Components: the
packages of the locks, those of the editor, and the scripts that the site redistributes; their
names and versions are all that leaves this machine. Exit codes: 0 nothing is known, 1 something
is to be looked at, or OSV could not be asked.
Source: https://google.github.io/osv.dev/api/, https://ossf.github.io/osv-schema/
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from capitalisation.review.escape import echapper
from capitalisation.typography import pluriel, typographier

RACINE = Path(__file__).resolve().parents[1]
OSV = "https://api.osv.dev"
#: Seconds for one answer, and for them all; bytes of an answer; flaws that are told one by one.
ATTENTE, DUREE_MAX = 15, 60
OCTETS_MAX = 8_000_000
FAILLES_MAX = 50
SUITE = "La page « Entretenir le site » du guide (docs/contribuer/entretenir.md) dit comment."


def main() -> int:
    rapport, graves = auditer(composants())
    print(rapport)
    if graves and os.environ.get("GITHUB_ACTIONS"):
        # Shown on the page of the run.
        print(f"::warning title=Failles connues::{graves}", file=sys.stderr)
    return 1 if graves else 0


def composants() -> dict[str, str]:
    """Return what to ask for: package URL → how to change it."""
    trouves = {}
    for nom in ("requirements.txt", "requirements-dev.txt"):
        for paquet, version in re.findall(
            r"^([a-z0-9.-]+)==([\w.]+)", (RACINE / nom).read_text("utf-8"), re.M
        ):
            commande = f"make lock UV=--upgrade-package={paquet}"
            trouves[f"pkg:pypi/{paquet}@{version}"] = f"`{commande}`, puis `make licences`"
    verrou = json.loads((RACINE / ".vscode/package-lock.json").read_text("utf-8"))
    for chemin, paquet in verrou["packages"].items():
        if nom := chemin.rpartition("node_modules/")[2]:
            purl = f"pkg:npm/{quote(nom)}@{paquet['version']}"
            trouves[purl] = "`npm update --prefix .vscode --package-lock-only --ignore-scripts`"
    reglages = tomllib.loads((RACINE / ".ci/licences.toml").read_text("utf-8"))
    for fichier in reglages["fichiers"]:
        noms = ", ".join(f"`{chemin}`" for chemin in fichier["chemins"])
        trouves[fichier["paquet"]] = (
            f"remplacez {noms} par le même fichier de la nouvelle version, puis `.ci/licences.toml`"
        )
    return trouves


def auditer(a_demander: dict[str, str], osv: str = OSV) -> tuple[str, str]:
    """Return a report in Markdown, and in a few words what is to be looked at, or ""."""
    titre = "## Failles connues des composants\n\n"
    fin = time.monotonic() + DUREE_MAX
    try:
        failles = [(purl, _lire(osv, nom, fin)) for purl, nom in _noms(osv, a_demander, fin)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        # Whatever goes wrong there is no fault of a change here.
        raison = echapper(f"{type(exc).__name__} {exc}", 200)
        graves = "OSV n’a pas pu être interrogé : rien n’a été vérifié."
        texte = f"{titre}**{graves}** Relancez ce travail plus tard.\n\nRaison : {raison}"
        return typographier(texte), typographier(graves)
    combien = pluriel(len(a_demander), "composant demandé", "composants demandés")
    debut = f"{titre}{combien} à OSV (osv.dev)."
    if not failles:
        return typographier(f"{debut} Aucune faille connue."), ""
    graves = pluriel(len(failles), "faille connue", "failles connues")
    lignes = [_dire(purl, faille, a_demander[purl]) for purl, faille in failles]
    conseil = (
        "Lisez chacune : beaucoup ne touchent pas ce que le projet fait du composant. Si elle le "
        f"touche, prenez la version qui la corrige et lancez `make test`. {SUITE}"
    )
    texte = f"{debut} **{graves}.**\n\n" + "\n".join(lignes) + f"\n\n{conseil}"
    return typographier(texte), typographier(f"{graves}. Voyez le résumé de ce travail.")


def _noms(osv: str, a_demander: dict[str, str], fin: float) -> Iterator[tuple[str, str]]:
    """Yield each component that has a flaw with the name of one, at most `FAILLES_MAX`."""
    purls = list(a_demander)
    demande = json.dumps({"queries": [{"package": {"purl": purl}} for purl in purls]}).encode()
    reponses = _demander(f"{osv}/v1/querybatch", fin, demande)["results"]
    trouvees = [
        (purl, str(faille["id"]))
        for purl, reponse in zip(purls, reponses, strict=True)
        for faille in reponse.get("vulns", ())
    ]
    yield from trouvees[:FAILLES_MAX]


def _lire(osv: str, nom: str, fin: float) -> dict[str, Any]:
    return _demander(f"{osv}/v1/vulns/{quote(nom, safe='')}", fin)


def _demander(adresse: str, fin: float, demande: bytes | None = None) -> dict[str, Any]:
    reste = fin - time.monotonic()
    if reste <= 0:
        raise TimeoutError("OSV met trop de temps à répondre")
    requete = urllib.request.Request(adresse, demande, {"Content-Type": "application/json"})
    with urllib.request.urlopen(requete, timeout=min(ATTENTE, reste)) as reponse:
        octets = reponse.read(OCTETS_MAX)
    lu = json.loads(octets)
    if not isinstance(lu, dict):
        raise ValueError("réponse inattendue")
    return lu


def _dire(purl: str, faille: dict[str, Any], comment: str) -> str:
    """A flaw as an item of a list: OSV is a stranger, its words stay text."""
    composant, _, version = purl.partition("/")[2].replace("%40", "@").rpartition("@")
    noms = [str(faille["id"]), *map(str, faille.get("aliases", ()))]
    corrigee = sorted(
        {
            str(evenement["fixed"])
            for affecte in faille.get("affected", ())
            if affecte.get("package", {}).get("name", "").lower() == composant
            for etendue in affecte.get("ranges", ())
            if etendue.get("type") != "GIT"
            for evenement in etendue.get("events", ())
            if "fixed" in evenement
        }
    )
    resume = str(faille.get("summary") or faille.get("details") or "sans résumé")
    remede = f"Corrigée dans {echapper(', '.join(corrigee))} : {comment}." if corrigee else (
        "Aucune version ne la corrige encore : suivez-la, ou passez-vous du composant."
    )  # fmt: skip
    return (
        f"- **{echapper(composant)} {version}**, {echapper(', '.join(noms[:3]))} : "
        f"{echapper(resume, 200)}. {remede}"
    )


if __name__ == "__main__":
    sys.exit(main())
