"""A letter as a mail: HTML that common clients show, its plain-text twin, and a draft of both.

Gmail cuts a message whose HTML weighs more than 102 kB, and hides the end: the letter says less
until it fits. What is weighed is the part as it travels, the heaviest of its forms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import cached_property
from pathlib import Path

import jinja2
from markupsafe import Markup

from ..markup import Convertisseur, Glossaire
from ..typography import typographier
from ..views.letters import ADRESSE, auteurs
from ..views.site import Site
from . import digest, rewriting
from .digest import Groupe, Palier
from .issues import Lettre

POIDS_MAX = 102_000
GABARIT = "courriel/lettre.html"
#: What an opened mail shows in the list of messages, beside its subject.
_APERCU_MAX = 110


@dataclass(frozen=True)
class Contenu:
    """What both forms of the mail say; addresses are complete."""

    nom: str
    objet: str
    titre: str
    bilan: str
    apercu: str
    page: str
    accueil: str
    lettres: str
    titre_editorial: str
    auteurs: str
    #: The HTML of the editorial: "" without one, or where it would not fit.
    editorial: str
    editorial_en_ligne: bool
    groupes: tuple[Groupe, ...]


@dataclass(frozen=True)
class Courriel:
    """The two forms of a letter; `mois` is AAAA-MM."""

    mois: str
    objet: str
    html: str
    texte: str

    @cached_property
    def message(self) -> EmailMessage:
        """The draft: nobody is named in it, whoever sends it is its sender."""
        message = EmailMessage(policy=SMTP)
        message["Subject"] = self.objet
        # Outlook opens as a draft what says that it was never sent (x-unsent, in its own CDO).
        message["X-Unsent"] = "1"
        message["Content-Language"] = "fr"
        message.set_content(self.texte, charset="utf-8", cte="quoted-printable")
        message.add_alternative(self.html, subtype="html", charset="utf-8", cte="quoted-printable")
        # The same letter gives the same bytes. Quoted-printable text never holds « =_ ».
        empreinte = hashlib.sha256((self.html + self.texte).encode()).hexdigest()[:24]
        message.set_boundary(f"=_lettre-{empreinte}")
        return message

    @property
    def poids(self) -> int:
        """What its HTML weighs as it travels, in bytes."""
        html = self.message.get_body(("html",))
        assert html is not None
        return len(html.as_bytes())


def composer(site: Site, lettre: Lettre, gabarits: Path) -> Courriel:
    """Return the mail of `lettre`, as full as it may be; the site must have a public address.

    `gabarits` is the folder of our templates.
    """
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(gabarits),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    gabarit = env.get_template(GABARIT)
    editorial = _editorial(site, lettre)
    stylee = Markup(rewriting.en_courriel(editorial, site.publication.page(lettre.adresse)))
    for palier in digest.PALIERS:
        contenu = _contenu(site, lettre, palier, editorial)
        html = gabarit.render(
            c=contenu, editorial=stylee if palier.editorial else "", autres=digest.autres
        )
        if len(html.encode()) > POIDS_MAX:
            continue
        courriel = Courriel(lettre.mois.code, contenu.objet, html, en_texte(contenu))
        if courriel.poids <= POIDS_MAX:
            return courriel
    raise AssertionError("the lightest letter holds a few lines")


def _editorial(site: Site, lettre: Lettre) -> str:
    """The HTML of the editorial, as our sanitiser gives it, its links complete."""
    if lettre.editorial is None:
        return ""

    def trouver(identifiant: str) -> tuple[str, str] | None:
        vue = site.vues.get(identifiant)
        return (site.publication.page(vue.adresse), vue.titre) if vue else None

    convertisseur = Convertisseur(trouver, Glossaire([]), racine="")
    return convertisseur.convertir(lettre.editorial.corps).html


def _contenu(site: Site, lettre: Lettre, palier: Palier, editorial: str) -> Contenu:
    ici = site.publication
    page = ici.page(lettre.adresse)
    titre = typographier(lettre.editorial.titre) if lettre.editorial else ""
    titre = digest.en_clair(titre)
    objet = f"{ici.nom}, {lettre.titre[0].lower()}{lettre.titre[1:]}"
    premieres = [digest.en_clair(site.vues[f.id].titre) for f in lettre.nouvelles[:2]]
    return Contenu(
        nom=ici.nom,
        objet=digest.en_clair(typographier(f"{objet} : {titre}" if titre else objet)),
        titre=lettre.titre,
        bilan=lettre.bilan,
        apercu=_couper(". ".join(dit for dit in (lettre.bilan, *premieres) if dit)),
        page=page,
        accueil=ici.page(""),
        lettres=ici.page(ADRESSE),
        titre_editorial=titre,
        auteurs=digest.en_clair(auteurs(lettre)),
        editorial=editorial if palier.editorial else "",
        editorial_en_ligne=bool(editorial) and not palier.editorial,
        groupes=digest.groupes(site, lettre, palier),
    )


def _couper(texte: str) -> str:
    if len(texte) <= _APERCU_MAX:
        return texte
    return texte[:_APERCU_MAX].rpartition(" ")[0].rstrip(" ,;:.") + "…"


# --- The plain-text twin ----------------------------------------------------------------------


def en_texte(contenu: Contenu) -> str:
    """Return what the HTML says, folded, links on lines of their own."""
    return "\n\n".join(bloc for bloc in _blocs(contenu) if bloc) + "\n"


def _blocs(c: Contenu) -> Iterator[str]:
    yield "\n".join((*_titre(c.titre, "="), c.nom))
    if c.bilan:
        yield f"{c.bilan}."
    yield f"Lire cette lettre en ligne\u202f:\n{c.page}"
    if c.titre_editorial:
        yield "\n".join(_titre(c.titre_editorial, "-"))
    yield rewriting.en_texte(c.editorial, c.page)
    if c.editorial_en_ligne:
        yield f"Lire l’éditorial en ligne\u202f:\n{c.page}"
    if c.auteurs and c.editorial:
        yield "\n".join(rewriting.plier(c.auteurs))
    for groupe in c.groupes:
        yield "\n".join(_titre(f"{groupe.libelle} ({groupe.compte})", "="))
        for rubrique in groupe.rubriques:
            if rubrique.titre:
                yield "\n".join(_titre(rubrique.titre, "-"))
            for entree in rubrique.resumees:
                lignes = (entree.titre, entree.reperes, entree.resume)
                plies = [pli for ligne in lignes for pli in rewriting.plier(ligne)]
                yield "\n".join((*plies, entree.adresse))
            for entree in rubrique.nommees:
                dit = f"{entree.titre} ({entree.reperes})" if entree.reperes else entree.titre
                yield "\n".join((*rewriting.plier(dit, "- ", "  "), f"  {entree.adresse}"))
            if rubrique.reste:
                yield f"{digest.autres(rubrique.reste)}\u202f:\n{c.page}"
    yield "\n".join((*_titre(c.nom, "="), c.accueil))
    yield f"Toutes les lettres\u202f:\n{c.lettres}"
    yield "Textes sous licence CC BY-SA 4.0, sauf mention contraire."


def _titre(titre: str, trait: str) -> list[str]:
    return rewriting.souligner(rewriting.plier(titre), trait)
