"""What recurs among levers and obstacles, in a few lines: on the home page, under a term."""

from __future__ import annotations

from ..explore.lessons import ADRESSE, Item, Sorte, adresse_du_type, compter
from ..vocabulary import Terme
from .records import Recurrent, Recurrents
from .site import Site

#: Types of factors on each side.
PREMIERS = 4


def partout(site: Site) -> Recurrents | None:
    """Return what recurs in the whole corpus; None where nothing is said."""
    return _recurrents(site, site.lecons.par_type, "", ADRESSE)


def sous_un_terme(site: Site, terme: Terme) -> Recurrents | None:
    """Return what recurs under a term that types are crossed with; None without anything."""
    nom = terme.vocabulaire
    par_type = site.lecons.croisements.get(nom, {}).get(terme.id, {})
    demande = f"{nom}={terme.id}"
    return _recurrents(site, par_type, f"&{demande}", f"{ADRESSE}?{demande}#phrases")


def _recurrents(
    site: Site, par_type: dict[str, list[Item]], filtre: str, adresse: str
) -> Recurrents | None:
    sortes = {type_: [item.sorte for item in items] for type_, items in par_type.items()}

    def premiers(sorte: Sorte) -> tuple[Recurrent, ...]:
        trouves = [
            Recurrent(terme.libelle, nombre, f"{adresse_du_type(terme)}?sorte={sorte}{filtre}")
            # The most frequent of all come first among equals.
            for terme in site.lecons.types
            if (nombre := sortes.get(terme.id, []).count(sorte))
        ]
        return tuple(sorted(trouves, key=lambda t: -t.nombre)[:PREMIERS])

    if not par_type:
        return None
    decompte = compter(item for items in par_type.values() for item in items)
    return Recurrents(premiers("levier"), premiers("frein"), decompte, adresse)
