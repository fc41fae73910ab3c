"""Macros of the editorial pages: counters, lists of entries, and what the guide is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from capitalisation import export, reference, template
from capitalisation.export import documentation
from capitalisation.export.shape import VERSION
from capitalisation.form.description import RECITS
from capitalisation.model import GENRES, SECTIONS_OBLIGATOIRES, Entree
from capitalisation.typography import FINE, ancre

from .chantier import Chantier

#: Where a forge takes a new ticket, below the address of the repository.
_NOUVEAU_TICKET = {"github": "/issues/new/choose", "gitlab": "/-/issues/new"}


class Macros:
    """What a page of docs/ can call. An unknown name stops the build."""

    def __init__(self, env: Any) -> None:
        self._env = env  # mkdocs-macros-plugin's environment: `conf`, and `page` as it renders

    @property
    def _chantier(self) -> Chantier:
        return Chantier.de(self._env.conf)

    @property
    def _racine(self) -> str:
        """The way from the page that is being rendered to the root of the site."""
        return "../" * int(self._env.page.url.count("/"))

    def compte(self, genre: str = "") -> int:
        """Number of entries, of one kind (`inspiraction`, `interview`…) or in all."""
        site = self._chantier.site
        if not genre:
            return len(site.corpus.fiches)
        return {g.genre: g.compte for g in site.genres}[genre]

    def entrees(
        self,
        theme: str = "",
        territoire: str = "",
        dispositif: str = "",
        genre: str = "",
        nombre: int = 12,
    ) -> Markup:
        """List of entries as links, newest first, filtered by what is given.

        `theme` and `dispositif` are ids, `territoire` the code of a place.
        """
        site = self._chantier.site
        listes = []
        if theme:
            listes.append(site.index["themes"][theme].fiches)
        if dispositif:
            listes.append(site.index["dispositifs"][dispositif].fiches)
        if territoire:
            listes.append(site.lieux[territoire].fiches)
        if genre:
            classe = _genre(genre)
            listes.append(site.corpus.du_genre(classe))
        if not listes:
            raise ValueError("entrees() attend un thème, un territoire, un dispositif ou un genre")
        communes = set.intersection(*({f.id for f in liste} for liste in listes))
        retenues = [site.vues[f.id] for f in listes[0] if f.id in communes][:nombre]
        lien = Markup('<a href="{}{}">{}</a>')
        return _liste(lien.format(self._racine, v.adresse, v.titre) for v in retenues)

    def catalogue_des_erreurs(self) -> Markup:
        return reference.page_des_codes()

    def listes_de_mots(self) -> Markup:
        return reference.page_des_listes(self._chantier.site.corpus.vocabulaires)

    def reference_du_modele(self) -> Markup:
        return reference.page_du_modele()

    def version_des_donnees(self) -> str:
        return VERSION

    def fichiers_du_catalogue(self) -> Markup:
        return documentation.liste_des_fichiers(export.fichiers(self._chantier.site))

    def citation_du_catalogue(self) -> str:
        return export.citation(self._chantier.site)

    def proprietes_des_donnees(self) -> Markup:
        return documentation.page_des_proprietes()

    def colonnes_des_donnees(self) -> Markup:
        return documentation.page_des_colonnes()

    def a_revoir(self) -> Markup:
        return reference.page_a_revoir(self._chantier.site, self._racine)

    def questions_par_section(self, genre: str) -> Markup:
        """What helps to write the body of a kind: as the form says it, and the template."""
        classe = _genre(genre)
        if classe in RECITS:
            return _liste(q for _, questions in template.CORPS[classe] for q in questions)
        return Markup("\n").join(
            Markup('<h3 id="{}">{}{}</h3>\n{}').format(
                ancre(titre),
                titre,
                " (obligatoire)" if titre in SECTIONS_OBLIGATOIRES else "",
                _liste(questions),
            )
            for titre, questions in template.CORPS[classe]
        )

    def gabarit(self, genre: str) -> Markup:
        """The template of a kind to copy, dated from the build, folded: it is long."""
        classe = _genre(genre)
        return Markup(
            '<details id="modele-{genre}"><summary>Modèle{fine}: {libelle}, à enregistrer dans '
            '<code>fiches/{dossier}/</code></summary><pre tabindex="0"><code>{texte}</code></pre>'
            "</details>"
        ).format(
            genre=genre,
            fine=FINE,
            libelle=classe.LIBELLE,
            dossier=classe.DOSSIER,
            texte=template.gabarit(classe, {"date": self._chantier.date}),
        )

    def depot(self, texte: str) -> Markup:
        """A link to the repository, or `texte` alone where the project names none."""
        return _vers(self._chantier.depot, texte)

    def tickets(self, texte: str) -> Markup:
        """A link to where one writes a ticket; to the repository on a forge that we do not know."""
        chantier = self._chantier
        suite = _NOUVEAU_TICKET.get(chantier.forge, "")
        return _vers(chantier.depot and chantier.depot + suite, texte)


def _genre(nom: str) -> type[Entree]:
    return next(g for g in GENRES if nom == g.GENRE)


def _liste(lignes: Iterable[str]) -> Markup:
    items = (Markup("<li>{}</li>").format(ligne) for ligne in lignes)
    return Markup("<ul>{}</ul>").format(Markup("").join(items))


def _vers(adresse: str, texte: str) -> Markup:
    lien = Markup('<a href="{}" rel="external">{}</a>')
    return lien.format(adresse, texte) if adresse else Markup.escape(texte)
