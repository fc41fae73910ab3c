"""An entry as a bibliography takes it: its fields, once, for every format.

A ressource is cited as what it is, under its own publisher, year and address, and its notice
after it; the other kinds are texts of this site.

Names are one text, « Prénom et nom » or a body: they are never cut, since whoever guesses where a
family name begins is wrong one day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..corpus import Fiche
from ..licences import licence, uri
from ..model import Dossier, Entree, Interview, Personne, Ressource
from ..publication import Publication
from ..typography import typographier, une_ligne
from ..uris import uri_du_doi


@dataclass(frozen=True, slots=True)
class Formes:
    """What a work is in each format.

    `csl`: an item type of CSL 1.0.2; `zotero`: an item type of Zotero; `dcmi`: a term of the DCMI
    Type Vocabulary.
    """

    bibtex: str
    ris: str
    csl: str
    zotero: str
    dcmi: str


_PAGE = Formes("online", "WEB", "webpage", "webpage", "Text")
_ENTRETIEN = Formes("misc", "WEB", "interview", "interview", "Text")
_COLLECTION = Formes("online", "WEB", "webpage", "webpage", "Collection")
_RAPPORT = Formes("techreport", "RPRT", "report", "report", "Text")
_VIDEO = Formes("misc", "VIDEO", "motion_picture", "videoRecording", "MovingImage")
#: Nature of a ressource → what it is in each format; another nature is `_AUTRE`.
_NATURES = {
    **dict.fromkeys(
        (
            *("guide", "fiche-pratique", "dossier-documentaire", "etude", "rapport", "livret"),
            *("avis-ou-contribution", "texte-officiel"),
        ),
        _RAPPORT,
    ),
    **dict.fromkeys(
        ("site", "catalogue", "annuaire", "base-de-donnees", "lettre-d-information"), _PAGE
    ),
    **dict.fromkeys(("video", "web-serie", "webinaire"), _VIDEO),
    "podcast": Formes("misc", "SOUND", "broadcast", "podcast", "Sound"),
    "ouvrage": Formes("book", "BOOK", "book", "book", "Text"),
    # Its review is not known, only who publishes it: BibTeX's @article asks for the review.
    "article": Formes("misc", "JOUR", "article-journal", "journalArticle", "Text"),
    "actes": Formes("proceedings", "CONF", "book", "book", "Text"),
    "memoire-ou-these": Formes("misc", "THES", "thesis", "thesis", "Text"),
    "revue": Formes("misc", "JFULL", "periodical", "document", "Text"),
}
_AUTRE = Formes("misc", "GEN", "document", "document", "Text")


@dataclass(frozen=True, slots=True)
class Reference:
    """The fields of a bibliography, typography done; "" and () where there is nothing.

    `sorte` is what a reader calls it. `contenant` is the site, for a text of this site. `jour` is
    None when only the year is known, `annee` may be ""; `revue_le` is the day of a later check.
    `url` leads to the work and `page` to the entry, the same for a text of this site. `notice` is
    the entry itself, where the reference is that of another work.
    """

    cle: str
    formes: Formes
    sorte: str
    titre: str
    auteurs: tuple[str, ...]
    editeur: str
    contenant: str
    annee: str
    jour: dt.date | None
    revue_le: dt.date | None
    numero: str
    resume: str
    mots_cles: tuple[str, ...]
    lieux: tuple[str, ...]
    langue: str
    url: str
    page: str
    doi: str
    isbn: str
    licence: str
    licence_url: str
    note: str
    notice: Reference | None

    @property
    def uri_du_doi(self) -> str:
        """Where the DOI leads; "" when there is none."""
        return uri_du_doi(self.doi) if self.doi else ""


def referencer(fiche: Fiche, publication: Publication) -> Reference:
    """Return the reference of what `fiche` holds: the work of a ressource, else its text."""
    meta = fiche.meta
    notice = referencer_la_page(fiche, publication)
    if not isinstance(meta, Ressource):
        return notice
    return Reference(
        cle=notice.cle,
        formes=_NATURES.get(meta.nature, _AUTRE),
        sorte=_ligne(fiche.nature.libelle) if fiche.nature else fiche.genre.LIBELLE,
        titre=notice.titre,
        # Whoever wrote the record did not write the work.
        auteurs=(),
        editeur=_ligne(meta.editeur),
        contenant="",
        annee=str(meta.annee or ""),
        jour=None,
        revue_le=None,
        numero="",
        resume=notice.resume,
        mots_cles=notice.mots_cles,
        lieux=notice.lieux,
        langue=meta.langue,
        url=meta.url or "",
        page=notice.page,
        doi=meta.doi or "",
        isbn=meta.isbn or "",
        # That of the work is not known.
        licence="",
        licence_url="",
        note=_ligne(f"Notice : {notice.page}") if notice.page else "",
        notice=notice,
    )


def referencer_la_page(fiche: Fiche, publication: Publication) -> Reference:
    """Return the reference of the text of `fiche`, which this site publishes."""
    meta = fiche.meta
    page = publication.page(fiche.adresse)
    formes, sorte = _PAGE, fiche.genre.LIBELLE
    if isinstance(meta, Ressource) or meta.statut == "notice":
        # What it presents was said or written elsewhere, by others.
        sorte = "Notice"
    elif isinstance(meta, Interview):
        formes, sorte = _ENTRETIEN, "Entretien"
    elif isinstance(meta, Dossier):
        formes = _COLLECTION
    nom_de_la_licence, _ = licence(meta.licence)
    editeur = _ligne(publication.nom)
    return Reference(
        cle=fiche.id,
        formes=formes,
        sorte=sorte,
        titre=_ligne(meta.titre),
        auteurs=tuple(_ligne(personne.nom) for personne in signataires(meta)),
        editeur=editeur,
        contenant=editeur,
        annee=str(meta.date.year),
        jour=meta.date,
        revue_le=fiche.mise_a_jour if fiche.mise_a_jour > meta.date else None,
        numero=str(meta.numero or "") if isinstance(meta, Dossier) else "",
        resume=_ligne(meta.resume),
        mots_cles=tuple(_ligne(t.libelle) for t in (*fiche.themes, *fiche.dispositifs)),
        lieux=tuple(lieu.complet for lieu in fiche.lieux),
        langue=meta.langue,
        url=page,
        page=page,
        doi="",
        isbn="",
        licence=_ligne(nom_de_la_licence),
        licence_url=uri(meta.licence),
        note="",
        notice=None,
    )


def signataires(meta: Entree) -> Sequence[Personne]:
    """Return who signs the page of an entry, the same in citations, feeds, books and data.

    Whoever speaks is the author of an interview: who asked is not always known. A notice only
    tells of them.
    """
    if isinstance(meta, Interview) and meta.statut != "notice":
        return meta.personnes
    return meta.auteurs


def _ligne(texte: str) -> str:
    """Return `texte` on one line, as it is published."""
    return typographier(une_ligne(texte))
