"""A small fictional corpus: its own short vocabularies, so that a load takes milliseconds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from capitalisation.corpus import Chargement, charger
from capitalisation.feeds import writing
from capitalisation.publication import Publication
from capitalisation.views import Site
from tests.conftest import AUJOURDHUI

_GENRES: dict[str, dict[str, Any]] = {
    "inspiractions": {},
    "interviews": {
        "titre": "Entretien fictif",
        "personnes": [{"nom": "Personne fictive"}],
        "accord_personnes": True,
    },
    "dossiers": {"titre": "Dossier fictif"},
    "ressources": {"titre": "Ressource fictive", "nature": "outil", "editeur": "Éditeur fictif"},
}
_CORPS = "\n\n".join(
    f"## {titre}\n\nTexte fictif."
    for titre in ("Contexte et problématique", "Objectifs", "Déroulement")
)

#: Real ids, so that FICHE (tests/conftest.py) is valid here too; the rest is fictional.
VOCABULAIRES = {
    "themes": """\
- id: lien-social
  libelle: "Lien social"
- id: isolement-social
  libelle: "Isolement social"
  definition: "Définition fictive."
  synonymes: ["solitude"]
  parent: lien-social
- id: alimentation
  libelle: "Alimentation"
- id: ecologie
  libelle: "Écologie"
- id: sommeil
  libelle: "Sommeil"
""",
    "dispositifs": """\
- id: cls
  libelle: "Contrat local de santé"
  sigle: "CLS"
  definition: "Contrat fictif entre des acteurs."
- id: asv
  libelle: "Atelier santé ville"
  sigle: "ASV"
""",
    "publics": '- id: habitants\n  libelle: "Habitants"\n- id: jeunes\n  libelle: "Jeunes"\n',
    "demarches": "- id: aller-vers\n  libelle: Aller-vers\n- id: formation\n  libelle: Formation\n",
    "cadres": """\
- id: plan-axes
  libelle: "Plan fictif"
- id: plan-axe-1
  libelle: "Axe 1 du plan fictif"
  synonymes: ["premier axe"]
  parent: plan-axes
""",
    "structures": """\
- id: asso-fictive
  libelle: "Association fictive"
  type: association
  territoire: "Scaër (29)"
  site: "https://www.example.org/asso"
- id: zebre-fictif
  libelle: "Zèbre fictif"
  territoire: "Marseille"
- id: ecole-fictive
  libelle: "École fictive"
- id: jamais-citee
  libelle: "Structure que personne ne cite"
""",
    "types-de-structures": '- id: association\n  libelle: "Association"\n',
    "types-de-facteurs": '- id: partenariat\n  libelle: "Partenariat"\n',
    "natures": '- id: outil\n  libelle: "Outil"\n',
    "glossaire": """\
- id: litteratie
  libelle: "Littératie en santé"
  definition: "Définition fictive de la littératie."
- id: mot-muet
  libelle: "Mot sans définition"
""",
}


def texte(dossier: str = "inspiractions", corps: str | None = None, **cles: Any) -> str:
    """Return a valid published fiche of the kind of `dossier`, with `cles` over its own keys.

    A key given as None is left out.
    """
    entete: dict[str, Any] = {
        "titre": "Action fictive",
        "resume": "Action inventée pour les tests, qui n’a eu lieu dans aucun territoire réel.",
        "themes": ["isolement-social"],
        "territoires": ["Scaër (29)"],
        "date": "2026-01-15",
        "sources": [{"titre": "Document fictif", "editeur": "Éditeur fictif", "annee": 2022}],
        "statut": "publiee",
        **_GENRES[dossier],
        **cles,
    }
    # JSON is YAML: what is tested is never what writes the test.
    lignes = [
        f"{nom}: {json.dumps(valeur, ensure_ascii=False)}"
        for nom, valeur in entete.items()
        if valeur is not None
    ]
    if corps is None:
        corps = _CORPS if dossier == "inspiractions" else "Texte fictif."
    return "---\n" + "\n".join(lignes) + f"\n---\n\n{corps}\n"


def ecrire(racine: Path, fichiers: dict[str, str | bytes]) -> Path:
    """Write the small vocabularies and `fichiers` (path below `racine` → content)."""
    vocabulaires = {f"_referentiels/{nom}.yml": t for nom, t in VOCABULAIRES.items()}
    (racine / "inspiractions").mkdir(parents=True, exist_ok=True)
    for chemin, contenu in {**vocabulaires, **fichiers}.items():
        fichier = racine / chemin
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
    return racine


def corpus(racine: Path, fichiers: dict[str, str | bytes]) -> Chargement:
    """Write and load the small corpus."""
    return charger(ecrire(racine, fichiers), aujourdhui=AUJOURDHUI)


def flux(site: Site, en_ligne: Publication) -> dict[str, bytes]:
    """Return every feed of `site`: address → content."""
    return {adresse: ecrire() for adresse, _, ecrire in writing.fichiers(site, en_ligne)}
