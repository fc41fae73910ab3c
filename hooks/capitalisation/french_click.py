"""Click speaks French: contributors never meet an English message.

Click marks its messages for gettext but ships no translation. Ours replace its
`_` where it looks it up; a message that a later version adds stays in English.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

_FINE = "\u202f"


class _Guillemets(str):
    """A message that quotes as French does what Click quoted as Python does."""

    def format(self, *places: object, **noms: object) -> str:
        return re.sub(
            r"""'([^'\n]*)'|"([^"\n]*)\"""",
            lambda cite: f"«{_FINE}{cite[1] or cite[2] or ''}{_FINE}»",
            super().format(*places, **noms),
        )


MESSAGES = {
    "Usage:": f"Emploi{_FINE}:",
    "Options": f"Options{_FINE}",
    "Commands": f"Commandes{_FINE}",
    "Positional arguments": f"Arguments{_FINE}",
    "Show this message and exit.": "Affiche cette aide.",
    "Error: {message}": _Guillemets(f"Erreur{_FINE}: {{message}}"),
    "Try '{command} {option}' for help.": f"Pour l’aide{_FINE}: {{command}} {{option}}",
    "Try {command} {option} for help.": f"Pour l’aide{_FINE}: {{command}} {{option}}",
    "No such command {name!r}.": "La commande {name!r} n’existe pas.",
    "No such option {name!r}.": "L’option {name!r} n’existe pas.",
    "Missing command.": "Il manque une commande.",
    "Missing argument": "Il manque un argument",
    "Missing option": "Il manque une option",
    "Missing parameter": "Il manque un paramètre",
    "Missing {param_type}": "Il manque {param_type}",
    "Invalid value: {message}": f"Valeur refusée{_FINE}: {{message}}",
    "Invalid value for {param_hint}: {message}": f"Valeur refusée pour {{param_hint}}{_FINE}: "
    "{message}",
    "{value!r} is not {choice}.": f"{{value!r}} n’est pas possible{_FINE}; choisissez {{choice}}.",
    "{value!r} is not one of {choices}.": f"{{value!r}} n’est pas possible{_FINE}; choisissez "
    "parmi {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} n’est pas un nombre.",
    "{value} is not in the range {range}.": "{value} n’est pas dans ces bornes, {range}.",
    "{name} {filename!r} does not exist.": "{filename!r} n’existe pas.",
    "{name} {filename!r} is a file.": "{filename!r} est un fichier, il faut un dossier.",
    "{name} {filename!r} is a directory.": "{filename!r} est un dossier.",
    "{name} {filename!r} is not readable.": "{filename!r} ne peut pas être lu.",
    "{name} {filename!r} is not writable.": "{filename!r} ne peut pas être modifié.",
    "Choose from:\n\t{choices}": f"Choisissez parmi{_FINE}:\n\t{{choices}}",
    "Got unexpected extra argument ({args})": f"Argument en trop{_FINE}: {{args}}",
    "Got unexpected extra arguments ({args})": f"Arguments en trop{_FINE}: {{args}}",
    "Option {name!r} requires an argument.": "L’option {name!r} attend une valeur.",
    "Option {name!r} does not take a value.": "L’option {name!r} n’attend pas de valeur.",
    "default: {default}": f"par défaut{_FINE}: {{default}}",
    "Aborted!": "Interrompu.",
    "(Did you mean one of: {possibilities}?)": f"(peut-être{_FINE}: {{possibilities}})",
    "Did you mean {possibility}?": f"Vouliez-vous écrire {{possibility}}{_FINE}?",
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")


def traduire() -> None:
    """Give Click its French messages."""
    for nom in _MODULES:
        module: Any = import_module(f"click.{nom}")
        if hasattr(module, "_"):
            module._ = _message
        if hasattr(module, "ngettext"):
            module.ngettext = _pluriel


def _message(texte: str) -> str:
    return MESSAGES.get(texte, texte)


def _pluriel(singulier: str, pluriel: str, nombre: int) -> str:
    return _message(singulier if nombre < 2 else pluriel)
