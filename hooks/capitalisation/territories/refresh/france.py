"""France, from the npm package `@etalab/decoupage-administratif`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from capitalisation.territories.names import cle
from capitalisation.territories.place import OUTRE_MER_DEPARTEMENTAL
from capitalisation.typography import typographier

from .epci_names import FORMES, nom_epci
from .source import Enregistrement, Ligne, SourceInattendue, iso, lire

#: INSEE région → ISO 3166-2:FR (standard of 2020 and later: Corse is 20R).
ISO_REGIONS = {
    "11": "idf", "24": "cvl", "27": "bfc", "28": "nor", "32": "hdf", "44": "ges", "52": "pdl",
    "53": "bre", "75": "naq", "76": "occ", "84": "ara", "93": "pac", "94": "20r",
}  # fmt: skip

#: INSEE département → ISO 3166-2:FR where the two differ.
ISO_DEPARTEMENTS = {
    "75": "75c", "975": "pm", "977": "bl", "978": "mf", "984": "tf", "986": "wf", "987": "pf",
    "988": "nc", "989": "cp",
}  # fmt: skip

NATURES_OUTRE_MER = {
    "984": "territoire d’outre-mer",
    "988": "collectivité d’outre-mer à statut particulier",
    "989": "possession française",
}


def _departement(departement: Enregistrement) -> str:
    code: str = departement["code"]
    return f"fr-{ISO_DEPARTEMENTS.get(code, code).lower()}"


def _nature_departement(departement: Enregistrement) -> str:
    if departement["zone"] == "drom":
        return OUTRE_MER_DEPARTEMENTAL
    if departement["zone"] == "com":
        return NATURES_OUTRE_MER.get(departement["code"], "collectivité d’outre-mer")
    return ""


class France:
    """The French package, read once; each method gives the lines of one compact file."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        donnees = dossier / "data"
        communes = lire(donnees / "communes.json")
        self.actuelles = {c["code"]: c for c in communes if c["type"] == "commune-actuelle"}
        self.rattachees = [c for c in communes if c["type"] != "commune-actuelle"]
        self.departements = {d["code"]: d for d in lire(donnees / "departements.json")}
        self.regions = [r for r in lire(donnees / "regions.json") if r["zone"] == "metro"]
        self.epci = lire(donnees / "epci.json")
        self.ept = lire(donnees / "ept.json")
        self._verifier()

    def _verifier(self) -> None:
        for commune in self.actuelles.values():
            if commune["departement"] not in self.departements:
                raise SourceInattendue(f"Commune {commune['code']} : département inconnu.")
        for groupe in (self.epci, self.ept):
            membres = Counter(m["code"] for epci in groupe for m in epci["membres"])
            for code, fois in membres.items():
                if code not in self.actuelles:
                    raise SourceInattendue(f"Commune {code} : membre d’un EPCI, mais inconnue.")
                if fois > 1:
                    raise SourceInattendue(f"Commune {code} : membre de {fois} EPCI.")

    def divisions(self) -> Iterable[Ligne]:
        """Country, régions and départements, with the inhabitants of their communes."""
        habitants = self._habitants(self.actuelles)
        regions = self._par_region(habitants)
        yield ("fr", "pays", "", "", "", str(habitants.total()), "France", "")
        for region in self.regions:
            code = f"fr-{iso(ISO_REGIONS, region['code'], 'Région')}"
            nombre = str(regions[code] or "")
            yield (code, "region", "", "fr", "", nombre, typographier(region["nom"]), "")
        for insee, departement in self.departements.items():
            yield (
                _departement(departement),
                "departement",
                _nature_departement(departement),
                self._region(departement),
                insee,
                str(habitants[insee] or ""),
                typographier(departement["nom"]),
                "",
            )

    def intercommunalites(self) -> Iterable[Ligne]:
        """EPCI, then the EPT, which stand inside the Métropole du Grand Paris."""
        siren = {m["code"]: epci["code"] for epci in self.epci for m in epci["membres"]}
        for epci in (*self.epci, *self.ept):
            codes = [m["code"] for m in epci["membres"]]
            englobants = {siren[c] for c in codes} - {epci["code"]} if epci["type"] == "EPT" else ()
            if len(englobants) > 1:
                raise SourceInattendue(f"EPT {epci['code']} : à cheval sur plusieurs EPCI.")
            if epci["type"] not in FORMES:
                raise SourceInattendue(f"EPCI {epci['code']} : forme {epci['type']} inconnue.")
            yield (
                epci["code"],
                FORMES[epci["type"]],
                self._division(codes),
                "".join(englobants),
                str(self._habitants(codes).total()),
                nom_epci(epci["nom"], epci["type"]),
            )

    def communes(self) -> Iterable[Ligne]:
        """Communes of today; in Grand Paris the EPCI is the EPT, which leads to the métropole."""
        siren = {m["code"]: e["code"] for e in (*self.epci, *self.ept) for m in e["membres"]}
        for code, commune in self.actuelles.items():
            yield (
                code,
                typographier(commune["nom"]),
                commune["departement"],
                siren.get(code, ""),
                str(commune.get("population", "")),
            )

    def communes_rattachees(self) -> Iterable[Ligne]:
        """Communes déléguées and associées, arrondissements municipaux: names of today's communes.

        One that has both the name and the code of its commune adds nothing and is left out.
        """
        for rattachee in self.rattachees:
            commune = rattachee.get("chefLieu") or rattachee["commune"]
            if commune not in self.actuelles:
                raise SourceInattendue(f"{rattachee['code']} : commune {commune} inconnue.")
            meme_nom = cle(rattachee["nom"]) == cle(self.actuelles[commune]["nom"])
            if not (meme_nom and rattachee["code"] == commune):
                yield rattachee["code"], typographier(rattachee["nom"]), commune

    def _habitants(self, communes: Iterable[str]) -> Counter[str]:
        """Inhabitants of these communes, by INSEE département."""
        habitants: Counter[str] = Counter()
        for commune in map(self.actuelles.__getitem__, communes):
            habitants[commune["departement"]] += commune.get("population", 0)
        return habitants

    def _par_region(self, habitants: Counter[str]) -> Counter[str]:
        regions: Counter[str] = Counter()
        for departement, nombre in habitants.items():
            regions[self._region(self.departements[departement])] += nombre
        return regions

    def _region(self, departement: Enregistrement) -> str:
        if departement["zone"] != "metro":
            return "fr"
        return f"fr-{iso(ISO_REGIONS, departement['region'], 'Région')}"

    def _division(self, communes: Iterable[str]) -> str:
        """Smallest division where more than half of these communes' inhabitants live.

        An EPCI may straddle départements and régions; this stands for the seat, which the
        package does not give, and keeps the parents a single line.
        """
        habitants = self._habitants(communes)
        divisions = {_departement(self.departements[d]): n for d, n in habitants.items()}
        divisions |= self._par_region(habitants)
        majorite = habitants.total() / 2
        return next((code for code, nombre in divisions.items() if nombre > majorite), "fr")

    def source(self) -> Ligne:
        """Name, version and year of the package, licence, credit."""
        paquet = lire(self.dossier / "package.json")
        lisez_moi = self.dossier / "README.md"
        texte = lisez_moi.read_text(encoding="utf-8") if lisez_moi.is_file() else ""
        millesime = re.search(rf"\| *(\d{{4}}) *\| *{re.escape(paquet['version'])} *\|", texte)
        return (
            "France",
            f"npm {paquet['name']} {paquet['version']}",
            millesime[1] if millesime else "",
            "Licence Ouverte 2.0",
            "Insee (code officiel géographique, populations légales), DGCL (EPCI), Etalab",
            "https://github.com/datagouv/decoupage-administratif",
        )
