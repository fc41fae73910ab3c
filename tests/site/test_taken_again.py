"""What a build takes again from the one before: never an old page in a new site.

A small fictional base is changed at random, again and again; each time, the site that takes again
what it can is the one that takes nothing, byte for byte. `GRAINE=… make test
TESTS=tests/site/test_taken_again.py` draws the same changes; `TOURS=40` makes more of them.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import JPEG, PROJET
from tests.site.conftest import JOUR, Construction, ecrire, mkdocs_build
from tests.unit import petit

#: Rounds of several changes of entries, and as many of one change of what all pages share.
TOURS = int(os.environ.get("TOURS") or 2)
SANS_RECHERCHE = {"CAPITALISATION_SANS_RECHERCHE": "1"}
LIEUX = ("Scaër (29)", "Gourin (56)", "Charleroi", "Finistère", "Maurepas, Rennes (35)",
         "quartier maurepas, Rennes (35)")  # fmt: skip
THEMES = ("isolement-social", "lien-social", "alimentation", "ecologie", "sommeil")
MOTS = ("phare", "verger", "lavoir", "sentier", "grange", "fournil", "halle", "pressoir")
TYPES_DE_LIENS = ("prolonge", "adapte", "s-inspire-de", "complete", "contraste-avec")
Site = dict[str, str]


@dataclass
class Entree:
    """An entry of the base, as its file will be written.

    `renvois`: the links at the end of its body, as they are typed, and whom they name.
    """

    dossier: str
    cles: dict[str, Any]
    corps: str = ""
    renvois: list[tuple[str, str]] = field(default_factory=list)
    image: bytes = b""

    @property
    def texte(self) -> str:
        rubriques = "\n\n".join(
            f"## {titre}\n\nTexte fictif."
            for titre in ("Contexte et problématique", "Objectifs", "Déroulement")
        )
        liens = "\n\n".join(f"Voir {forme.format(vers)}." for forme, vers in self.renvois)
        return petit.texte(self.dossier, f"{rubriques}\n\n{self.corps}\n\n{liens}", **self.cles)


@dataclass
class Base:
    """A project and its entries, which change at random."""

    projet: Path
    hasard: random.Random
    entrees: dict[str, Entree] = field(default_factory=dict)
    reglages: dict[str, str] = field(default_factory=dict)
    editorial: str = "Un éditorial fictif."
    faits: int = 0

    # --- What changes are made of

    def mot(self) -> str:
        """A word that was never said."""
        self.faits += 1
        return f"{self.hasard.choice(MOTS)} fictif n° {self.faits}"

    def une(self, *dossiers: str) -> str:
        return self.hasard.choice(
            [i for i, e in sorted(self.entrees.items()) if not dossiers or e.dossier in dossiers]
        )

    def autre(self, que: str) -> str:
        return self.hasard.choice([i for i in sorted(self.entrees) if i != que])

    def cles(self, *dossiers: str) -> dict[str, Any]:
        return self.entrees[self.une(*dossiers)].cles

    def remplacer(self, ancien: str, nouveau: str | None) -> None:
        """Have the other entries name `nouveau`, or nothing, where they named `ancien`."""
        for identifiant, entree in self.entrees.items():
            cles = entree.cles
            cles["liens"] = [
                {**lien, "vers": nouveau if lien["vers"] == ancien else lien["vers"]}
                for lien in cles.get("liens", ())
                if nouveau != identifiant and (nouveau or lien["vers"] != ancien)
            ]
            for partie in cles.get("elements") or ():
                suite = [nouveau if i == ancien else i for i in partie["entrees"]]
                partie["entrees"] = [i for i in dict.fromkeys(suite) if i]
            cles["elements"] = [p for p in cles.get("elements") or () if p["entrees"]] or None
            if cles.get("traduction_de") == ancien:
                cles["traduction_de"] = nouveau
            entree.renvois = [
                (forme, nouveau if vers == ancien else vers)
                for forme, vers in entree.renvois
                if nouveau or vers != ancien
            ]

    def ajouter_une(self, dossier: str) -> str:
        mot = self.mot()
        identifiant = mot.replace(" ", "-").replace("°", "")
        self.entrees[identifiant] = Entree(dossier, {"titre": f"Texte fictif : {mot}"})
        return identifiant

    # --- Changes of entries

    def corps(self) -> None:
        forme = self.hasard.choice(
            (
                "Un paragraphe fictif : {}.", "### Titre fictif : {}\n\nTexte.", "> {}",
                "| a | b |\n| - | - |\n| {} | b |", "Littératie en santé, CLS et {}.",
                "<b>{}</b> <script>alert(1)</script>", "`{}` {{{{ 7 * 7 }}}}", "[[", "[[[{}]",
            )
        )  # fmt: skip
        self.entrees[self.une()].corps += "\n\n" + forme.format(self.mot())

    def renvoi(self) -> None:
        ici = self.une()
        forme = self.hasard.choice(("[[{}]]", "[[{}|un texte]]", "**[[ {} ]]**", "[[\n{}\n]]"))
        self.entrees[ici].renvois.append((forme, self.autre(ici)))

    def titre(self) -> None:
        self.cles()["titre"] = f"Texte fictif : {self.mot()}"

    def resume(self) -> None:
        self.cles()["resume"] = f"Résumé inventé pour les tests : {self.mot()}."

    def theme(self) -> None:
        self.cles()["themes"] = self.hasard.sample(THEMES, self.hasard.randint(1, 3))

    def dispositif(self) -> None:
        self.cles()["dispositifs"] = self.hasard.sample(("cls", "asv"), self.hasard.randint(0, 2))

    def lieu(self) -> None:
        self.cles()["territoires"] = self.hasard.sample(LIEUX[:5], self.hasard.randint(1, 2))

    def quartier_ecrit_autrement(self) -> None:
        for entree in self.entrees.values():
            lieux = entree.cles.get("territoires", [])
            if trouves := [lieu for lieu in lieux if "aurepas" in lieu]:
                entree.cles["territoires"] = [LIEUX[5 if trouves[0] == LIEUX[4] else 4]]

    def date(self) -> None:
        self.cles()["date"] = f"20{self.hasard.randint(19, 25)}-{self.hasard.randint(10, 12)}-15"

    def relecture(self) -> None:
        self.cles().update(verifiee_le=f"2026-0{self.hasard.randint(2, 9)}-01",
                           verifiee_par="asso-fictive")  # fmt: skip

    def lien(self) -> None:
        ici = self.une()
        lien = {"type": self.hasard.choice(TYPES_DE_LIENS), "vers": self.autre(ici)}
        self.entrees[ici].cles["liens"] = [lien | {"note": f"Note fictive : {self.mot()}."}]

    def traduction(self) -> None:
        ici = self.une()
        self.entrees[ici].cles["traduction_de"] = self.autre(ici)

    def image(self) -> None:
        self._illustrer(self.entrees[self.une()])

    def _illustrer(self, entree: Entree) -> None:
        entree.image = JPEG + b"\0" * self.hasard.randint(1, 9_000)
        entree.cles["image"] = {"fichier": "photo.jpg", "alt": self.mot(), "credit": "Personne"}

    def octets_de_l_image(self) -> None:
        avec = [e for _, e in sorted(self.entrees.items()) if e.image]
        if avec:
            self.hasard.choice(avec).image += b"\0" * self.hasard.randint(1, 99)

    def leviers(self) -> None:
        dits = [{"texte": f"Phrase fictive : {self.mot()}.", "type": "partenariat"}]
        self.cles("inspiractions").update(leviers=dits, enseignements=[f"Leçon : {self.mot()}."])

    def personnes(self) -> None:
        self.cles()["auteurs"] = [{"nom": f"Personne fictive, {self.mot()}"}]

    def porteur(self) -> None:
        porteurs = ("asso-fictive", "zebre-fictif", "ecole-fictive")
        self.cles("inspiractions")["porteur"] = self.hasard.choice(porteurs)

    def elements(self) -> None:
        ici = self.une("dossiers")
        choisies = self.hasard.sample([i for i in sorted(self.entrees) if i != ici], 4)
        self.entrees[ici].cles["elements"] = [
            {"titre": self.mot(), "entrees": choisies[:1]},
            {"titre": "Une partie fictive", "entrees": choisies[1:]},
        ]

    def notice(self) -> None:
        cles = self.cles("inspiractions")
        cles["statut"] = "publiee" if cles.get("statut") == "notice" else "notice"

    def lettre(self) -> None:
        self.editorial += f"\n\nEncore un mot : {self.mot()}."

    def renommer(self) -> None:
        """A new name, that answers at the old one or not."""
        ancien = self.une()
        entree = self.entrees.pop(ancien)
        nouveau = f"{ancien[:40]}-{self.faits}"
        self.faits += 1
        if self.hasard.random() < 0.5:
            entree.cles.setdefault("anciens_identifiants", []).append(ancien)
        self.entrees[nouveau] = entree
        self.remplacer(ancien, nouveau)

    def echanger(self) -> None:
        """One entry goes, another of its kind comes: all the counts are the same."""
        partie = self.une("inspiractions")
        del self.entrees[partie]
        self.remplacer(partie, None)
        self.ajouter_une("inspiractions")

    # --- Changes that reach another page by one thread only

    def temoins(self) -> None:
        """Write entries that have nothing in common but what `par_un_fil` pulls."""
        for identifiant, theme, lieu, cles in (
            ("citante", "sommeil", "Lille (59)", {}),
            ("devinette", "sommeil", "Nice (06)", {}),
            ("citee", "ecologie", "Marseille (13)", {"anciens_identifiants": ["renommee"]}),
            ("traduction", "alimentation", "Nantes (44)", {"traduction_de": "originale"}),
            ("originale", "lien-social", "Toulouse (31)", {"langue": "en"}),
            ("illustree", "ecologie", "Dijon (21)", {}),
            ("reliee", "sommeil", "Brest (29)", {}),
        ):
            cles = {"titre": f"Témoin fictif : {self.mot()}", "themes": [theme],
                    "territoires": [lieu], **cles}  # fmt: skip
            self.entrees[identifiant] = Entree("inspiractions", cles)
        self.entrees["citante"].renvois = [("[[{}]]", "citee")]
        self.entrees["devinette"].renvois = [("[[\n{}\n]]", "citee")]
        self._illustrer(self.entrees["illustree"])
        elements = [{"titre": "Une partie fictive", "entrees": ["reliee"]}]
        self.entrees["recueil"] = Entree("dossiers", {"titre": "Recueil", "elements": elements})

    def par_un_fil(self) -> None:
        """A title in a body, at an old address, in JSON-LD."""
        for identifiant in ("citee", "originale"):
            self.entrees[identifiant].cles["titre"] = f"Témoin fictif : {self.mot()}"

    def poids(self) -> None:
        """Front matters stay: the weight of a picture in feeds, of a book on its page."""
        self.entrees["illustree"].image += b"\0" * 99
        self.entrees["reliee"].corps += self.hasard.randbytes(6_000).hex(" ", 4)

    def nommer(self) -> None:
        """Front matters stay: who names it, on the page of an entry that is in another pack."""
        self.entrees["citante"].renvois.append(("[[{}]]", "traduction"))

    # --- Changes of what all pages share

    def ajouter(self) -> None:
        self.ajouter_une(self.hasard.choice(("inspiractions", "interviews", "ressources")))

    def supprimer(self) -> None:
        partie = self.une("inspiractions", "interviews")
        del self.entrees[partie]
        self.remplacer(partie, None)

    def changer_de_genre(self) -> None:
        ici = self.une("inspiractions")
        entree = self.entrees[ici]
        garde = ("titre", "resume", "themes", "territoires", "liens", "auteurs", "date")
        cles = {nom: entree.cles[nom] for nom in garde if nom in entree.cles}
        self.entrees[ici] = Entree("ressources", cles | {"anciens_identifiants": [ici]})

    def referentiel(self) -> None:
        nom, avant = self.hasard.choice(
            (
                ("themes", "Lien social"), ("dispositifs", "Contrat fictif entre des acteurs."),
                ("structures", "Association fictive"), ("glossaire", "Définition fictive de"),
            )
        )  # fmt: skip
        self._reecrire(f"fiches/_referentiels/{nom}.yml", avant, f"{avant} {self.mot()}")

    def gabarit(self) -> None:
        nom, avant = self.hasard.choice(
            (("partials/carte.html", "<article "), ("entree.html", "<article "),
             ("papier/epub/base.html", "<body"))
        )  # fmt: skip
        self._reecrire(f"overrides/{nom}", avant, f'{avant} title="{self.mot()}" ')

    def style(self) -> None:
        with (self.projet / "overrides/assets/css/site.css").open("a") as feuille:
            feuille.write(f'\n.x::before {{ content: "{self.mot()}"; }}\n')

    def configuration(self) -> None:
        self._reecrire("mkdocs.yml", "site_description: ", f"site_description: {self.mot()}, ")

    def nom(self) -> None:
        self._reecrire("mkdocs.yml", "site_name: ", f"site_name: {self.mot()}, ")

    def adresse(self) -> None:
        self.reglages["INSPIRACTION_URL"] = f"https://exemple-{self.faits}.test/base/"

    def depot(self) -> None:
        self.reglages["INSPIRACTION_DEPOT"] = f"https://gitlab.exemple-{self.faits}.test/base"

    def jour(self) -> None:
        """Two months later: what was to be read again, what a letter says, what is recent."""
        jour = int(self.reglages.get("SOURCE_DATE_EPOCH", JOUR)) + 61 * 86_400
        self.reglages["SOURCE_DATE_EPOCH"] = str(jour)

    def programme(self) -> None:
        """A sentence of our own code."""
        self._reecrire(
            "hooks/capitalisation/views/entries.py", '"Accès libre', f'"Accès libre, {self.mot()}'
        )

    def _reecrire(self, chemin: str, avant: str, apres: str) -> None:
        fichier = self.projet / chemin
        texte = fichier.read_text("utf-8")
        assert avant in texte, chemin
        fichier.write_text(texte.replace(avant, apres, 1), "utf-8")

    # --- The site

    def ecrire(self) -> Path:
        fichiers: dict[str, str | bytes] = {"_lettres/2026-01.md": self.editorial + "\n"}
        for identifiant, entree in self.entrees.items():
            fichiers[f"{entree.dossier}/{identifiant}.md"] = entree.texte
            if entree.image:
                fichiers[f"images/{identifiant}/photo.jpg"] = entree.image
        return ecrire(self.projet / "corpus", fichiers)

    def batir(self, site: Path, cache: Path, **variables: str) -> Construction:
        faite = mkdocs_build(
            site, self.ecrire(), projet=self.projet, CAPITALISATION_CACHE=str(cache),
            PYTHONPATH=str(self.projet / "hooks"), **(self.reglages | variables),
        )  # fmt: skip
        assert faite.code == 0, faite.journal
        return faite


#: Changes that leave alone what every page shows: counts, settings, templates, words.
FINS = (
    Base.corps, Base.renvoi, Base.titre, 
    Base.resume, Base.theme, Base.dispositif, Base.lieu, Base.quartier_ecrit_autrement, Base.date,
    Base.relecture, Base.lien, Base.traduction, Base.image, Base.octets_de_l_image, Base.leviers,
    Base.personnes, Base.porteur, Base.elements, Base.notice, Base.lettre, Base.renommer,
    Base.echanger,
)  # fmt: skip
#: Changes of how many entries there are.
COMPTES = (Base.ajouter, Base.supprimer, Base.changer_de_genre)
#: Each makes every page another: together, they would hide one another.
COMMUNS = (
    Base.referentiel, Base.gabarit, Base.style, Base.configuration, Base.nom, Base.adresse,
    Base.depot, Base.jour, Base.programme,
)  # fmt: skip
Changements = Sequence[Callable[[Base], None]]


def tirer(hasard: random.Random, tours: int) -> Iterator[Changements]:
    """Deal changes into rounds: those of entries all, those of what pages share as they come."""
    yield [Base.par_un_fil]
    yield [Base.poids]
    yield [Base.nommer]
    fins = [c for _ in range(-(-tours // 3)) for c in hasard.sample(FINS, len(FINS))]
    yield from (fins[tour::tours] for tour in range(tours))
    yield COMPTES
    communs = hasard.sample(COMMUNS, len(COMMUNS))
    yield from ([communs[tour % len(communs)]] for tour in range(tours))


#: The files that the core makes, but those of data.
DU_COEUR = (
    *("[!cd]*/*/index.html", "dossiers/*/*", "territoires/*/*.xml", "**/*.png"),
    *("explorer/entrees/*.gz", "formulaire/**/*.gz"),
)


def fichiers_de(racine: Path, *motifs: str) -> dict[str, int]:
    """Return the files that `motifs` name: path → number on the disk."""
    return {
        f.relative_to(racine).as_posix(): f.stat().st_ino
        for motif in motifs
        for f in racine.glob(motif)
        if f.is_file()
    }


def a_nouveau(avant: dict[str, int], apres: dict[str, int]) -> list[str]:
    """Return what was made again, packs of entries aside."""
    assert avant.keys() == apres.keys()
    return [nom for nom in sorted(apres) if avant[nom] != apres[nom] and "entrees/" not in nom]


def lire(site: Path) -> Site:
    return {
        f.relative_to(site).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in site.rglob("*")
        if f.is_file()
    }


def differents(a: Site, b: Site) -> list[str]:
    return sorted(nom for nom in a.keys() | b.keys() if a.get(nom) != b.get(nom))


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """A small base where entries name one another in every way."""
    projet = tmp_path / "projet"
    for dossier in ("hooks", "overrides", "docs"):
        shutil.copytree(PROJET / dossier, projet / dossier)
    shutil.copy(PROJET / "mkdocs.yml", projet)
    petit.ecrire(projet / "fiches", {})
    graine = int(os.environ.get("GRAINE") or random.SystemRandom().randrange(2**32))
    print(f"graine {graine}")
    base = Base(projet, random.Random(graine))
    for dossier in ("inspiractions",) * 6 + ("interviews", "ressources", "dossiers", "dossiers"):
        base.ajouter_une(dossier)
    base.temoins()
    base.cles("inspiractions")["territoires"] = [LIEUX[4]]
    for changement in (Base.elements, Base.lien, Base.traduction, Base.image,
                       Base.leviers):  # fmt: skip
        changement(base)
    return base


def test_what_is_taken_again_is_what_would_be_made(base: Base, tmp_path: Path) -> None:
    tours = list(tirer(base.hasard, TOURS))
    site, cache = tmp_path / "site", tmp_path / "cache"
    base.batir(site, cache, **SANS_RECHERCHE)
    avant, gardes = fichiers_de(site, *DU_COEUR), fichiers_de(cache / "reserve", "*/*")
    base.batir(site, cache, **SANS_RECHERCHE)
    assert fichiers_de(cache / "reserve", "*/*") == gardes
    # Only its conversion tells whom a body names over several lines.
    assert a_nouveau(avant, fichiers_de(site, *DU_COEUR)) == ["inspiractions/devinette/index.html"]
    # Someone corrects a page of the site: the next one is not of their hand.
    page = site / "inspiractions" / "citee" / "index.html"
    page.write_text(page.read_text("utf-8").replace("fictif", "FICTIF"), "utf-8")
    for rang, changements in enumerate(tours):
        for changement in changements:
            changement(base)
        # The last one with the index, whose documents come from bodies that pages do without.
        variables = SANS_RECHERCHE if rang < len(tours) - 1 else {}
        base.batir(site, cache, **variables)
        neuf = tmp_path / f"neuf-{rang}"
        (tmp_path / f"vide-{rang}").mkdir()
        # Templates that are compiled already hold nothing of the base.
        shutil.copytree(cache / "gabarits", tmp_path / f"vide-{rang}" / "gabarits")
        base.batir(neuf, tmp_path / f"vide-{rang}", **variables)
        noms = ", ".join(c.__name__ for c in changements)
        assert differents(lire(site), lire(neuf)) == [], f"tour {rang} : {noms}"
        shutil.rmtree(neuf)
