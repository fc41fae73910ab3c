"""What a contributor reads when a text does not name exactly one place."""

from __future__ import annotations

from .place import Lieu

#: How many candidates a message shows; the exception holds them all.
CANDIDATS_MONTRES = 8


class TerritoireErreur(ValueError):
    """A text that does not name exactly one place; the message, in French, shows how to mend it.

    `texte` is what was written.
    """

    def __init__(self, texte: str, message: str) -> None:
        self.texte = texte
        super().__init__(message)


class TerritoireInconnu(TerritoireErreur):
    """No place of that name or code.

    `candidats` are texts that each resolve to one place of a close name, the closest first.
    """

    def __init__(self, texte: str, candidats: list[str]) -> None:
        self.candidats = candidats
        super().__init__(texte, _inconnu(texte.strip(), candidats))


class TerritoireAmbigu(TerritoireErreur):
    """Several places of that name or code.

    `candidats` are all of them, the most peopled first; `ecritures` a text for each, in the same
    order, that resolves to it alone.
    """

    def __init__(self, texte: str, candidats: list[Lieu], ecritures: list[str]) -> None:
        self.candidats = candidats
        self.ecritures = ecritures
        super().__init__(texte, _ambigu(texte.strip(), ecritures))


def _inconnu(texte: str, candidats: list[str]) -> str:
    if not texte:
        return "Territoire vide."
    debut = f"« {texte} » : territoire inconnu."
    if candidats:
        return f"{debut} Vouliez-vous dire {_choix(candidats)} ?"
    if texte.isdigit():
        return f"{debut} Un code de commune est un code INSEE ou NIS, pas un code postal."
    return (
        f"{debut} Écrivez le nom ou le code d’une commune, d’une intercommunalité, d’un "
        "département, d’une province, d’une région ou d’un pays ; pour un quartier, "
        "« Maurepas, Rennes »."
    )


def _ambigu(texte: str, ecritures: list[str]) -> str:
    montrees = ecritures[:CANDIDATS_MONTRES]
    autres = len(ecritures) - len(montrees)
    suite = f" (et {autres} autre{'s' if autres > 1 else ''})" if autres else ""
    return f"« {texte} » désigne {len(ecritures)} territoires. Écrivez {_choix(montrees)}{suite}."


def _choix(textes: list[str]) -> str:
    *premiers, dernier = (f"« {texte} »" for texte in textes)
    return f"{', '.join(premiers)} ou {dernier}" if premiers else dernier
