"""The names of EPCI, which the source writes behind an acronym of their legal form."""

from __future__ import annotations

import re

from capitalisation.typography import typographier

#: The package's `type` → legal form.
FORMES = {
    "CC": "communauté de communes",
    "CA": "communauté d’agglomération",
    "CU": "communauté urbaine",
    "METRO": "métropole",
    "MET69": "métropole",
    "EPT": "établissement public territorial",
}

_SIGLE = re.compile(r"(?:CC|CA|CU|METRO|MET69|EPT) ")
_DIT_SA_FORME = re.compile(
    r"\b(?:agglo\w*|(?:euro)?m[ée]tropole|communaut[ée]s?|intercom)\b", re.IGNORECASE
)
_COMPLEMENT = re.compile(r"(?:de|du|des|d['’])\b ?", re.IGNORECASE)


def nom_epci(nom: str, forme: str) -> str:
    """The name as one writes it: « CC Faucigny - Glières » → « Communauté de communes … ».

    A name that already says agglomération, métropole or communauté stands alone:
    « CA Lorient Agglomération » → « Lorient Agglomération ». `forme` is the package's
    `type` (CC, CA, CU, METRO, MET69, EPT).
    """
    nom = re.sub(r"\s+", " ", _SIGLE.sub("", nom, count=1)).strip()
    nom = re.sub(r"(\w)- (?=\w)", r"\1-", nom)
    nom = re.sub(r"^\"(.+)\"$", r"\1", nom)
    nom = re.sub(r"(?:''|\")(.+?)(?:''|\")", r"« \1 »", nom)
    nom = re.sub(r"\b([CS])oeur", r"\1œur", nom)
    nom = typographier(nom).rstrip("'")
    if forme in ("METRO", "MET69", "EPT"):
        return nom
    if _DIT_SA_FORME.search(nom) and not _COMPLEMENT.match(nom):
        return nom
    if nom.startswith("Intercommunale "):
        nom = nom.replace("Intercommunale", "intercommunale", 1)
    return f"{FORMES[forme].capitalize()} {nom}"
