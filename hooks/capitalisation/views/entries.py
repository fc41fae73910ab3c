"""The page of one entry."""

from __future__ import annotations

from functools import cache, partial

from .. import dates, freshness
from ..corpus import Fiche
from ..licences import licence
from ..links import LIBELLES_DE_LIENS, Relations
from ..model import CONNAISSANCES, Dossier, Entree, Facteur, Interview, Ressource, Source
from ..typography import typographier
from .records import (
    ACCUEIL,
    AppartenanceVue,
    Couple,
    EnseignementVue,
    EntreeVue,
    FacteurVue,
    FicheLue,
    Licence,
    LienVue,
    Miette,
    Page,
    PartieVue,
)
from .site import Site

ACCES = {"libre": "Accès libre", "sur-demande": "Sur demande", "payant": "Payant"}
TRANSPOSER = {
    "prerequis": "Prérequis",
    "moyens_humains": "Moyens humains",
    "budget": "Budget",
    "duree": "Durée",
    "partenaires_cles": "Partenaires clés",
}


def page(site: Site, fiche: Fiche) -> Page:
    """Return the page of `fiche`."""
    vue = site.vues[fiche.id]
    fil = (
        ACCUEIL,
        Miette(vue.libelle_genre_pluriel, f"{fiche.genre.DOSSIER}/"),
        Miette(vue.titre, None),
    )
    return Page(
        adresse=fiche.adresse,
        gabarit="entree.html",
        titre=vue.titre,
        description=vue.resume,
        fil=fil,
        composer=lambda: composer(site, fiche),
        fiche=fiche,
    )


def composer(site: Site, fiche: Fiche) -> EntreeVue:
    """Return everything that the page of `fiche` shows."""
    meta = fiche.meta
    relations = site.relations[fiche.id]
    vues = site.vues
    return EntreeVue(
        fiche=vues[fiche.id],
        convertir=cache(partial(site.rendre, fiche)),
        lire=cache(partial(_lire, site, fiche)),
        liens=_liens(site, relations),
        adresse_enchainement=site.enchainements.adresse_de(fiche),
        adresse_frise=site.frise.adresse_de(fiche),
        cite_par=tuple(vues[f.id] for f in relations.cite_par),
        a_lire_aussi=tuple(vues[f.id] for f in site.suites.apres(fiche)),
        dossiers=tuple(
            AppartenanceVue(
                vues[a.dossier.id],
                a.partie,
                vues[a.precedent.id] if a.precedent else None,
                vues[a.suivant.id] if a.suivant else None,
            )
            for a in relations.dossiers
        ),
        parties=_parties(site, meta),
        fichier=f"fiches/{fiche.relatif}",
        lien_edition=f"{site.edition}{fiche.relatif}" if site.edition else "",
        a_revoir=freshness.a_revoir(meta, site.aujourdhui),
        anciennete=freshness.anciennete(freshness.derniere_verification(meta), site.aujourdhui),
    )


def _lire(site: Site, fiche: Fiche) -> FicheLue:
    """Return what the file of `fiche` alone says, typography done."""
    meta = fiche.meta
    facteurs = site.corpus.vocabulaires["types-de-facteurs"].termes

    def lister(nom: str, facteurs_du_modele: list[Facteur]) -> tuple[FacteurVue, ...]:
        return tuple(
            FacteurVue(f"{nom}-{i}", typographier(f.texte), facteurs.get(f.type))
            for i, f in enumerate(facteurs_du_modele, 1)
        )

    transposition = meta.transposer.model_dump() if meta.transposer else {}
    return FicheLue(
        leviers=lister("levier", meta.leviers),
        freins=lister("frein", meta.freins),
        enseignements=tuple(
            EnseignementVue(f"enseignement-{i}", typographier(texte))
            for i, texte in enumerate(meta.enseignements, 1)
        ),
        transposer=tuple(
            Couple(libelle, typographier(transposition[nom]))
            for nom, libelle in TRANSPOSER.items()
            if transposition.get(nom)
        ),
        sources=tuple(_source(s) for s in meta.sources),
        personnes=tuple(meta.personnes) if isinstance(meta, Interview) else (),
        nature=fiche.nature,
        acces=ACCES.get(meta.acces or "", "") if isinstance(meta, Ressource) else "",
        connaissance=CONNAISSANCES.get(meta.connaissance or "", ""),
        licence=Licence(*licence(meta.licence)),
        reference=site.reference(fiche),
        verifiee_le=dates.jour(meta.verifiee_le) if meta.verifiee_le else "",
        verifiee_par=site.corpus.terme("structures", meta.verifiee_par),
        manques=_manques(fiche) if meta.statut == "notice" else (),
    )


def _liens(site: Site, relations: Relations) -> tuple[tuple[str, tuple[LienVue, ...]], ...]:
    """Return the typed links under what they say: what comes of what first, as on their page."""
    par_libelle: dict[str, list[LienVue]] = {
        libelle: [] for libelles in LIBELLES_DE_LIENS.values() for libelle in libelles
    }
    for lien in relations.liens:
        vue = LienVue(site.vues[lien.fiche.id], typographier(lien.note), lien.rapporte)
        par_libelle[lien.libelle].append(vue)
    return tuple((libelle, tuple(liens)) for libelle, liens in par_libelle.items() if liens)


def _source(source: Source) -> Source:
    return source.model_copy(
        update={
            "titre": typographier(source.titre),
            "editeur": typographier(source.editeur),
            "reperage": typographier(source.reperage or ""),
        }
    )


def _parties(site: Site, meta: Entree) -> tuple[PartieVue, ...]:
    if not isinstance(meta, Dossier):
        return ()
    return tuple(
        PartieVue(
            typographier(partie.titre),
            f"partie-{i}",
            tuple(site.vues[e] for e in partie.entrees if e in site.vues),
        )
        for i, partie in enumerate(meta.elements, 1)
    )


def _manques(fiche: Fiche) -> tuple[str, ...]:
    """What a notice does not tell yet, in the words of its reader."""
    meta = fiche.meta
    if isinstance(meta, Interview):
        return ("Les propos recueillis pendant l’entretien",)
    attendus = [
        ("Le contexte, les objectifs et le déroulement", not fiche.analyse.titres),
        ("Ce qui a aidé (les leviers)", not meta.leviers),
        ("Ce qui a gêné (les freins)", not meta.freins),
        ("Ce qu’un autre territoire peut en retenir", not meta.enseignements),
        ("Quand l’action a eu lieu", meta.periode is None),
        ("Qui porte l’action", meta.porteur is None),
    ]
    if isinstance(meta, Ressource):
        attendus = [("À quoi la ressource sert, et comment s’en servir", not fiche.analyse.titres)]
    return tuple(texte for texte, manque in attendus if manque)
