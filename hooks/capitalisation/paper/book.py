"""A book: entries put together to be read in order, whole, away from the site.

The record owes nothing to the form that the book takes. Every `id` in it is told from all the
others, and every link leads to such an `id` (« #entree-ID »), to an absolute address, or nowhere.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from posixpath import join, normpath

from markupsafe import Markup

from ..corpus import Fiche
from ..model import GENRES, Dossier
from ..publication import Publication
from ..typography import pluriel, typographier
from ..uris import en_uri
from ..views import EntreeVue, FicheVue, Site
from ..views.entries import composer
from ..views.records import Licence
from ..vocabulary import Terme

MOTS_CLES_MAX = 8


@dataclass(frozen=True, slots=True)
class Chapitre:
    """An entry, whole. `contenu` is its body, `page` its address on the site, or "".

    `images` are those that it shows, `images/ID/nom`.
    """

    ancre: str
    entree: EntreeVue
    contenu: Markup
    page: str
    images: tuple[str, ...]

    @property
    def fiche(self) -> FicheVue:
        return self.entree.fiche


@dataclass(frozen=True, slots=True)
class PartieDuLivre:
    """Chapters under a title; "" where the book has a single part."""

    ancre: str
    titre: str
    chapitres: tuple[Chapitre, ...]


@dataclass(frozen=True, slots=True)
class Livre:
    """`cle` tells it from the others, whatever its file is called: an address, or what it holds.

    `mention` is what stands above its title (« Dossier »).
    `numero` is "" but for a dossier that has one. `ouverture` is the dossier itself: its
    editorial, and all that its page holds. `dedans` are the identifiers of all its entries.
    `date` is that of the last change in the book, `page` the address of the page that it is made
    from, or "". `licence` is None where entries differ.
    """

    cle: str
    titre: str
    mention: str
    numero: str
    resume: str
    date: dt.date
    langue: str
    auteurs: tuple[str, ...]
    mots_cles: tuple[str, ...]
    licence: Licence | None
    ouverture: Chapitre | None
    parties: tuple[PartieDuLivre, ...]
    dedans: frozenset[str]
    publication: Publication
    page: str

    @property
    def chapitres(self) -> list[Chapitre]:
        """Every chapter in reading order, the opening first."""
        suite = [chapitre for partie in self.parties for chapitre in partie.chapitres]
        return [self.ouverture, *suite] if self.ouverture else suite

    @property
    def images(self) -> list[str]:
        """The images that it shows, `images/ID/nom`, each once."""
        return sorted(image for chapitre in self.chapitres for image in chapitre.images)

    @property
    def compte(self) -> str:
        """How many entries it holds, apart from its opening; "" for a dossier without any yet."""
        nombre = sum(len(p.chapitres) for p in self.parties)
        return pluriel(nombre, "entrée") if nombre else ""

    @property
    def contenance(self) -> str:
        """What its first page says: how many entries, and who carries the dossier."""
        porteur = self.ouverture.fiche.porteur if self.ouverture else None
        par = f"Porté par {porteur.libelle}" if porteur else ""
        return " · ".join(filter(None, (self.compte, par)))

    def vers(self, fiche: FicheVue) -> str:
        """Where a link to `fiche` leads: in the book, on the site, or "" (nowhere)."""
        if fiche.id in self.dedans:
            return f"#{ancre_de(fiche.id)}"
        return self.publication.page(fiche.adresse)


def ancre_de(identifiant: str) -> str:
    """The `id` of a chapter; what it holds adds « _ » and its own, and no identifier holds one."""
    return f"entree-{identifiant}"


# --- What books are made from -------------------------------------------------


def du_dossier(site: Site, fiche: Fiche) -> Livre:
    """Return the book of a dossier: its editorial, then its parts, each entry once."""
    meta = fiche.meta
    assert isinstance(meta, Dossier)
    vues: set[str] = {fiche.id}
    parties = []
    for partie in meta.elements:
        siennes = [
            site.corpus.fiches[i]
            for i in dict.fromkeys(partie.entrees)
            if i in site.corpus.fiches and i not in vues
        ]
        vues.update(f.id for f in siennes)
        if siennes:
            parties.append((typographier(partie.titre), siennes))
    # Renamed, it stays the same book.
    premiere_page = f"{Dossier.DOSSIER}/{fiche.premier_nom}/"
    return _composer(
        site,
        cle=site.publication.page(premiere_page) or f"inspiraction:{premiere_page}",
        titre=typographier(meta.titre),
        mention=fiche.genre.LIBELLE,
        resume=typographier(meta.resume),
        parties=parties,
        ouverture=fiche,
        page=fiche.adresse,
    )


def par_genre(fiches: Sequence[Fiche]) -> list[tuple[str, list[Fiche]]]:
    """Group entries by kind, in the order of the menus."""
    groupes = [(g.LIBELLE_PLURIEL, [f for f in fiches if f.genre is g]) for g in GENRES]
    return [(titre, siennes) for titre, siennes in groupes if siennes]


def par_theme(fiches: Sequence[Fiche], familles: Iterable[Terme]) -> list[tuple[str, list[Fiche]]]:
    """Group entries by the family of their first theme, in the order of `familles`."""
    groupes: dict[str, list[Fiche]] = {}
    for fiche in fiches:
        premier = fiche.themes[0]
        famille = [premier, *premier.ancetres][-1]
        groupes.setdefault(famille.id, []).append(fiche)
    return [(f.libelle, groupes[f.id]) for f in familles if f.id in groupes]


def livret(
    site: Site,
    parties: Sequence[tuple[str, Sequence[Fiche]]],
    *,
    titre: str,
    resume: str = "",
    page: str = "",
) -> Livre:
    """Return the booklet of some entries. `page` is the address of the list that it is made from.

    No entry stands in it twice.
    """
    suite = " ".join(fiche.id for _, siennes in parties for fiche in siennes)
    return _composer(
        site,
        cle=(page and site.publication.page(page)) or f"inspiraction:{suite}",
        titre=titre,
        mention="Livret",
        resume=resume,
        parties=parties,
        page=page,
    )


def _composer(
    site: Site,
    *,
    cle: str,
    titre: str,
    mention: str,
    resume: str,
    parties: Sequence[tuple[str, Sequence[Fiche]]],
    page: str,
    ouverture: Fiche | None = None,
) -> Livre:
    suite = [fiche for _, siennes in parties for fiche in siennes]
    toutes = [ouverture, *suite] if ouverture else suite
    dedans = {fiche.adresse: fiche for fiche in toutes}
    chapitres = {fiche.id: _chapitre(site, fiche, dedans) for fiche in toutes}
    licences = {c.entree.lue.licence for c in chapitres.values()}
    themes = Counter(t.libelle for f in toutes for t in f.themes)
    meta = ouverture.meta if ouverture else None
    auteurs = chapitres[ouverture.id].entree.lue.reference.auteurs if ouverture else ()
    return Livre(
        cle=cle,
        titre=titre,
        mention=mention,
        numero=str(meta.numero or "") if isinstance(meta, Dossier) else "",
        resume=resume,
        date=max(fiche.mise_a_jour for fiche in toutes),
        langue=meta.langue if meta else "fr",
        auteurs=auteurs or (site.publication.nom,),
        mots_cles=tuple(libelle for libelle, _ in themes.most_common(MOTS_CLES_MAX)),
        licence=licences.pop() if len(licences) == 1 else None,
        ouverture=chapitres[ouverture.id] if ouverture else None,
        parties=tuple(
            PartieDuLivre(f"partie-{rang}", titre, tuple(chapitres[f.id] for f in siennes))
            for rang, (titre, siennes) in enumerate(parties, 1)
        ),
        dedans=frozenset(chapitres),
        publication=site.publication,
        page=site.publication.page(page) if page else "",
    )


# --- Bodies -------------------------------------------------------------------

#: A tag of a converted body: well formed, attributes between double quotes.
_BALISE = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*"| [a-z-]+)*)(?: ?/)?>')
_ATTRIBUT = re.compile(r' ([a-z-]+)="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
#: What the site adds for its own pages: words that lead to its glossary.
_GLOSSAIRE = re.compile(r'<a class="terme"[^>]*>(.*?)</a>', re.DOTALL)
_ABSOLUE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_ELEMENT = re.compile(r"(levier|frein|enseignement)-([1-9]\d*)")


def _chapitre(site: Site, fiche: Fiche, dedans: dict[str, Fiche]) -> Chapitre:
    entree = composer(site, fiche)
    ancre = ancre_de(fiche.id)
    source = _GLOSSAIRE.sub(r"\1", entree.rendu.html)
    siens = set(_ID.findall(source))

    def suivre(lien: str) -> str:
        """Where a link of the body leads, seen from the book; "" when nowhere."""
        if _ABSOLUE.match(lien):
            return en_uri(lien)
        chemin, _, fragment = lien.partition("#")
        if not chemin:
            return f"#{ancre}_{fragment}" if fragment in siens else ""
        if chemin.startswith("//") or "?" in chemin:
            return ""
        # From the page of the entry, two folders below the root of the site.
        cible = normpath(join("/", fiche.adresse, chemin)).strip("/")
        if cible and "." not in cible.rpartition("/")[2]:
            cible += "/"
        if autre := dedans.get(cible):
            la_bas = _element(autre, fragment)
            return f"#{ancre_de(autre.id)}" + (f"_{la_bas}" if la_bas else "")
        page = site.publication.page(cible)
        return f"{page}#{fragment}" if page and fragment else page

    def balise(m: re.Match[str]) -> str:
        nom = m[1]
        attributs = dict(_ATTRIBUT.findall(m[2]))
        if "id" in attributs:
            attributs["id"] = f"{ancre}_{attributs['id']}"
        if nom == "a":
            href = suivre(html.unescape(attributs.pop("href", "")))
            attributs.pop("rel", None)
            if _ABSOLUE.match(href):
                attributs["class"] = "dehors"
            if href:
                attributs["href"] = html.escape(href)
        elif nom == "img":
            # The address in the book: `images/ID/nom`.
            attributs["src"] = attributs["src"].removeprefix("../../")
            attributs = {n: v for n, v in attributs.items() if n in ("src", "alt", "title")}
        elif nom == "div":
            # On a screen, a wide table scrolls in it.
            attributs = {"class": "tableau"} if attributs.get("class") == "tableau" else {}
        ecrits = "".join(f' {n}="{v}"' for n, v in attributs.items())
        return f"<{nom}{ecrits}>"

    return Chapitre(
        ancre=ancre,
        entree=entree,
        contenu=Markup(_BALISE.sub(balise, source)),
        page=site.publication.page(fiche.adresse),
        images=tuple(f"images/{fiche.id}/{nom}" for nom in sorted(fiche.images)),
    )


def _element(fiche: Fiche, fragment: str) -> str:
    """The lever, obstacle or lesson of `fiche` that `fragment` names; "" when there is none."""
    trouve = _ELEMENT.fullmatch(fragment)
    if not trouve:
        return ""
    sortes: dict[str, Sized] = {
        "levier": fiche.meta.leviers,
        "frein": fiche.meta.freins,
        "enseignement": fiche.meta.enseignements,
    }
    return fragment if int(trouve[2]) <= len(sortes[trouve[1]]) else ""
