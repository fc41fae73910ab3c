"""What robots and portals read, written beside the site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from capitalisation.harvest import headers, moved, oai, robots, sitemap
from capitalisation.harvest.sitemap import Adresse
from capitalisation.search import packing
from capitalisation.search.addresses import adresses

from . import report
from .chantier import Chantier
from .tasks import Travail

#: Of no use in an archive, which has no 404.html: it stands apart from the data of the search.
ADRESSES = "adresses.gz"


def travaux(config: MkDocsConfig) -> Iterator[Travail]:
    """Yield the writing of the static repository, which needs no page of docs/."""
    chantier, dossier = Chantier.de(config), Path(config.site_dir)

    def moissonner() -> None:
        with (dossier / oai.NOM).open("wb") as sortie:
            sortie.writelines(oai.notices(chantier.site, _depot(config), chantier.tranches))

    if _demande(chantier, dossier) and chantier.url and chantier.site.corpus.fiches:
        yield Travail(moissonner)


def ecrire(config: MkDocsConfig) -> None:
    """Write what servers, robots and portals read; those two get nothing without an address.

    A preview has it all, as it has its own address: whoever builds sees the site whole.
    """
    chantier = Chantier.de(config)
    dossier = Path(config.site_dir)
    if not _demande(chantier, dossier):
        return
    ecrire_adresses(config)
    if regles := "".join(moved.regles(chantier.redirections, chantier.en_ligne)):
        (dossier / moved.NOM).write_text(regles, encoding="utf-8")
    (dossier / headers.NOM).write_text(headers.ENTETES, encoding="utf-8")
    if not chantier.url:
        # MkDocs writes a map that names no page.
        for nom in (sitemap.NOM, f"{sitemap.NOM}.gz"):
            (dossier / nom).unlink(missing_ok=True)
        return
    corpus = chantier.site.corpus
    plan = [
        # The home page shows the latest entries; nothing says when the others were written.
        *(Adresse(a, None if a else corpus.derniere_date) for a, _ in chantier.editoriales),
        *sitemap.adresses(chantier.annonces, corpus),
    ]
    sitemap.ecrire(dossier, plan, chantier.en_ligne)
    textes = {
        "robots.txt": robots.robots(chantier.en_ligne),
        "llms.txt": robots.llms(
            chantier.site, chantier.en_ligne, config.site_description or "", chantier.donnees
        ),
    }
    for nom, texte in textes.items():
        (dossier / nom).write_text(texte, encoding="utf-8")
    depot = _depot(config)
    if depot.manque and chantier.adresse and chantier.site.corpus.fiches:
        report.laisser_de_cote(
            f"dans {oai.NOM}, la personne à qui les portails peuvent écrire : {depot.manque} "
            "(INSPIRACTION_CONTACT)."
        )


def _demande(chantier: Chantier, dossier: Path) -> bool:
    """Whether the site is asked for: an archive alone holds nothing of this."""
    return not chantier.archive or chantier.archive.is_relative_to(dossier)


def ecrire_adresses(config: MkDocsConfig) -> None:
    """Write what 404.html proposes addresses from."""
    chantier = Chantier.de(config)
    packing.ecrire(Path(config.site_dir) / ADRESSES, _adresses(chantier))


def _adresses(chantier: Chantier) -> dict[str, Any]:
    """The entries, the lists, the pages of docs/."""
    listes = ((p.adresse, p.titre) for p in chantier.annonces if p.adresse.count("/") == 1)
    autres = [*listes, *(page for page in chantier.editoriales if page[0])]
    return {"edition": chantier.recherche.edition, **adresses(chantier.lignes, autres)}


def _depot(config: MkDocsConfig) -> oai.Depot:
    """The static repository; where nobody is named to write to, nobody is made up."""
    en_ligne, extra = Chantier.de(config).en_ligne, config.extra
    return oai.Depot(en_ligne, extra.get("contact") or "", extra.get("passerelle") or "")
