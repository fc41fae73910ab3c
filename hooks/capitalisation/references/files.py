"""The file of a reference, carried by the very link that downloads it.

Twenty thousand entries would be sixty thousand files; a `data:` address works without a server,
without a script and from a disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .bibtex import bibtex
from .csl import csl_json
from .record import Reference
from .ris import ris

#: What an address may not hold as it is: https://url.spec.whatwg.org/#url-code-points. Letters
#: outside ASCII may stand, which makes French three times lighter. « % » comes first, before those
#: that the others bring.
_INTERDITS = "% \n\r\"#&'<>[\\]^`{|}"
_CODES = [(signe, f"%{ord(signe):02X}") for signe in _INTERDITS]
_CONTROLES = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Telechargement:
    """A file that a link holds: its name, how its format is called, who reads it, its address."""

    nom: str
    format: str
    usage: str
    adresse: str


def telechargements(reference: Reference) -> tuple[Telechargement, ...]:
    """Return the files of a reference, the most read first."""
    return tuple(
        Telechargement(
            f"{reference.cle}.{extension}",
            nom,
            usage,
            f"data:{media};charset=utf-8,{_donnees(texte)}",
        )
        for extension, nom, usage, media, texte in (
            (
                "ris",
                "RIS",
                "Zotero, EndNote",
                "application/x-research-info-systems",
                ris(reference),
            ),
            ("bib", "BibTeX", "LaTeX, JabRef", "application/x-bibtex", bibtex(reference)),
            (
                "csl.json",
                "CSL-JSON",
                "Pandoc, Zotero",
                "application/vnd.citationstyles.csl+json",
                csl_json([reference]),
            ),
        )
    )


def _donnees(texte: str) -> str:
    # A few searches of one sign each cost less than half of a look at every sign.
    for signe, code in _CODES:
        texte = texte.replace(signe, code)
    return _CONTROLES.sub(lambda m: f"%{ord(m[0]):02X}", texte)
