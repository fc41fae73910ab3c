"""RIS. Whatever a contributor typed, one entry makes one record: no value opens a line.

Source: « RIS Format Specifications » (Research Information Systems).
"""

from __future__ import annotations

from .record import Reference


def ris(reference: Reference) -> str:
    """Return the RIS record of `reference`, UTF-8, lines ended by CRLF."""
    r = reference
    etiquettes = (
        ("TY", r.formes.ris),
        ("ID", r.cle),
        ("TI", r.titre),
        *(("AU", auteur) for auteur in r.auteurs),
        ("T2" if r.formes.ris == "WEB" else "PB", r.editeur),
        ("PY", r.annee),
        ("DA", r.jour.strftime("%Y/%m/%d/") if r.jour else ""),
        ("M3", r.sorte),
        ("IS", r.numero),
        ("AB", r.resume),
        *(("KW", mot) for mot in r.mots_cles),
        ("LA", r.langue),
        ("UR", r.url),
        ("DO", r.doi),
        ("SN", r.isbn),
        ("N1", r.note),
    )
    lignes = [f"{nom}  - {valeur}" for nom, valeur in etiquettes if valeur]
    return "\r\n".join((*lignes, "ER  - ", ""))
