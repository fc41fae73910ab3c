"""What the form writes is what was typed, and what nobody touched stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from capitalisation import scripts, vocabulary
from capitalisation.body import analyser
from capitalisation.corpus import Chargement, Fiche, charger
from capitalisation.form import decrire
from capitalisation.form.sources import source
from capitalisation.frontmatter import lire
from capitalisation.model import SECTIONS_INSPIRACTION
from tests.conftest import FICHE, PROJET, REFERENTIELS

_ASSETS = PROJET / "overrides" / "assets"


@cache
def _modules() -> str:
    """The modules of the form that need no page, as one script each."""
    modules = scripts.lire(_ASSETS, "contribution", "recherche")
    return "".join(
        scripts.assembler(modules, f"contribution/{nom}") for nom in ("fichier", "corps", "regles")
    )


def dans_la_page(page: Page, fonction: str, argument: object) -> Any:
    """Run a function of (argument, modules by name) on an empty page."""
    if page.url != "about:blank" or not page.evaluate("'inspiraction' in window"):
        page.goto("about:blank")
        page.evaluate(_modules())
    # One text each way: hundreds of fiches pass much quicker than as values.
    rendu = page.evaluate(
        f"(texte) => JSON.stringify(({fonction})(JSON.parse(texte), window.inspiraction))",
        json.dumps(argument),
    )
    return json.loads(rendu)


@cache
def description() -> dict[str, Any]:
    return decrire(vocabulary.charger(REFERENTIELS)[0])


def ecrire(page: Page, fiches: list[dict[str, Any]]) -> list[str]:
    """Return the file of each fiche {genre, valeurs, corps, source?}, as the browser writes it."""
    textes: list[str] = dans_la_page(
        page,
        """({ genres, fiches }, m) => fiches.map(({ genre, valeurs, corps, source }) => {
          const sien = genres.find((g) => g.genre === genre);
          return m["contribution/fichier"].ecrire(sien, valeurs, corps, source);
        })""",
        {"genres": description()["genres"], "fiches": fiches},
    )
    return textes


def genre_de(nom: str) -> dict[str, Any]:
    return next(genre for genre in description()["genres"] if genre["genre"] == nom)


# --- Any text in any field ------------------------------------------------------------

VICIEUX = (
    "👩\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈", "Titre : sous-titre", "avant # après", "#", "'", '"',
    "\"guillemets\" et 'apostrophes'", "\\", "\\n", "C:\\dossier\\", "une\nligne\n\nautre\n",
    "\ttab\t", "\r\n", "a\u2028b", "a\u2029b", "\ufeffBOM", "---", "\n---\n", "...", "yes", "no",
    "true", "01001", "0o17", "1e3", "2026-11-22", "2018", "null", "~", " devant", "derrière ",
    "\u00a0", " \u202f! ", "[a", "{a: b}", "- tiret", "? q", "&ancre", "*renvoi", "!balise",
    "%", "@", "`", "|", ">", ",", "a, b", "]", "}", ": ", "\x00", "\x07\x1b[31m", "\x7f",
    "\x85", "a\x85b", "\x9f", "\ufffe", "\uffff", "\x1c", "é", "e\u0301", "\U0010ffff",
    "<!-- x -->", "titre:", "=", "<<", "[[a]]", "œ", "\u200b\u202e",
)  # fmt: skip
TEXTES = st.one_of(st.sampled_from(VICIEUX), st.text(max_size=60))


def remplie(champs: list[dict[str, Any]], textes: list[str]) -> dict[str, Any]:
    """Return values where each key holds the next text, lists two, blocks all their keys."""
    tour = iter(textes * 200)

    def une(champ: dict[str, Any]) -> Any:
        if champ["forme"] == "booleen":
            return True
        if champ["forme"] == "bloc":
            return {sous["nom"]: valeur(sous) for sous in champ["champs"]}
        return next(tour)

    def valeur(champ: dict[str, Any]) -> Any:
        return [une(champ), une(champ)] if champ["liste"] else une(champ)

    return {champ["nom"]: valeur(champ) for champ in champs}


def relue(valeur: Any) -> Any:
    """Return the values that the file must hold: what is blank is absent."""
    if isinstance(valeur, bool):
        return "true"
    if isinstance(valeur, str):
        return valeur if valeur.strip() else None
    if isinstance(valeur, list):
        return [v for item in valeur if (v := relue(item)) is not None] or None
    nets = {nom: relue(contenu) for nom, contenu in valeur.items()}
    return {nom: net for nom, net in nets.items() if net is not None} or None


@settings(max_examples=15, deadline=None)
@given(st.lists(TEXTES, min_size=1, max_size=40))
@example(list(VICIEUX))
def test_any_text_in_any_field_is_read_back_as_it_was(onglet: Page, textes: list[str]) -> None:
    fiches = [
        # Once with one text everywhere, once with different ones side by side.
        {"genre": genre["genre"], "valeurs": remplie(genre["champs"], suite), "corps": "Texte."}
        for genre in description()["genres"]
        for suite in ([textes], *([[t]] for t in textes))
        for suite in suite
    ]
    for fiche, ecrit in zip(fiches, ecrire(onglet, fiches), strict=True):
        lecture = lire(ecrit)
        assert lecture.constats == ()
        assert lecture.entete is not None
        assert lecture.entete.valeurs == (relue(fiche["valeurs"]) or {})
        assert lecture.entete.coupes == {}
        assert lecture.corps == "\nTexte.\n"


def test_other_readers_of_yaml_see_texts_too(onglet: Page) -> None:
    fiches = [
        {
            "genre": "inspiraction",
            "valeurs": {"titre": texte, "enseignements": [texte]},
            "corps": "",
        }
        for texte in VICIEUX
        if texte.strip()
    ]
    for fiche, ecrit in zip(fiches, ecrire(onglet, fiches), strict=True):
        assert yaml.safe_load(ecrit.split("\n---\n")[0]) == fiche["valeurs"]


def test_half_a_sign_is_written_as_a_replacement(onglet: Page) -> None:
    ecrit = dans_la_page(
        onglet,
        "([genre, titre, corps], m) => m['contribution/fichier'].ecrire(genre, { titre }, corps)",
        [genre_de("inspiraction"), "a\ud83db🙂", "c\ude00"],
    )
    assert ecrit == '---\ntitre: "a�b🙂"\n---\n\nc�\n'


def test_numbers_and_nothing(onglet: Page) -> None:
    valeurs = {
        "annee": 2021,
        "titre": "",
        "themes": [],
        "periode": {},
        "url": None,
        "sources": [{"titre": " "}],
    }
    assert ecrire(onglet, [{"genre": "ressource", "valeurs": valeurs, "corps": "\n \n"}]) == [
        "---\nannee: 2021\n---\n"
    ]


def test_a_full_fiche_is_written_as_the_others_are(onglet: Page) -> None:
    valeurs = {
        "statut": "publiee",
        "titre": "Action fictive : « l’atelier » #1",
        "resume": "Une première ligne.\nUne \"autre\".",
        "themes": ["isolement-social", "lien-social"],
        "territoires": ["Scaër (29)", "Maurepas, Rennes"],
        "date": "2026-01-15",
        "periode": {"fin": "2022-12", "debut": "2018"},
        "porteur": "institut-renaudot",
        "partenaires": ["ars-bretagne"],
        "leviers": [
            {"type": "partenariat", "texte": "Un levier."},
            {"texte": "Un autre.", "type": "contexte"},
        ],
        "enseignements": ["Un.", "Deux."],
        "transposer": {"budget": "Aucun.", "duree": "Un an."},
        "liens": [{"type": "prolonge", "vers": "semeurs-de-sante", "note": ""}],
        "sources": [
            {
                "titre": "Document fictif",
                "editeur": "Éditeur fictif",
                "annee": "2022",
                "url": "https://www.example.org/",
            }
        ],
        "licence": "CC-BY-SA-4.0",
        "image": {"fichier": "atelier.jpg", "alt": "Une table", "credit": "Crédit fictif"},
        "anciens_identifiants": ["ancien-nom"],
    }  # fmt: skip
    dossier = {
        "titre": "Dossier fictif",
        "numero": "7",
        "elements": [
            {"titre": "Une partie", "entrees": ["semeurs-de-sante", "true"]},
            {"titre": "Deux", "entrees": ["x"]},
        ],
    }
    interview = {
        "personnes": [{"nom": "Personne fictive"}],
        "date_entretien": "2021",
        "accord_personnes": False,
    }
    ecrits = ecrire(
        onglet,
        [
            {
                "genre": "inspiraction",
                "valeurs": valeurs,
                "corps": "\n\n    code\n\nTexte.  \n\n \n",
            },
            {"genre": "dossier", "valeurs": dossier, "corps": ""},
            {"genre": "interview", "valeurs": interview, "corps": "Texte."},
        ],
    )
    assert ecrits == [
        """\
---
titre: "Action fictive : « l’atelier » #1"
resume: "Une première ligne.\\nUne \\"autre\\"."
themes: [isolement-social, lien-social]
territoires: ["Scaër (29)", "Maurepas, Rennes"]
date: 2026-01-15
periode: {debut: "2018", fin: "2022-12"}
porteur: institut-renaudot
partenaires: [ars-bretagne]
leviers:
  - texte: "Un levier."
    type: partenariat
  - texte: "Un autre."
    type: contexte
enseignements:
  - "Un."
  - "Deux."
transposer:
  budget: "Aucun."
  duree: "Un an."
liens:
  - type: prolonge
    vers: semeurs-de-sante
sources:
  - titre: "Document fictif"
    editeur: "Éditeur fictif"
    annee: 2022
    url: "https://www.example.org/"
statut: publiee
licence: "CC-BY-SA-4.0"
image:
  fichier: "atelier.jpg"
  alt: "Une table"
  credit: "Crédit fictif"
anciens_identifiants: [ancien-nom]
---

    code

Texte.\x20\x20
""",
        """\
---
titre: "Dossier fictif"
numero: 7
elements:
  - titre: "Une partie"
    entrees:
      - semeurs-de-sante
      - "true"
  - titre: "Deux"
    entrees:
      - x
---
""",
        """\
---
personnes:
  - nom: "Personne fictive"
date_entretien: "2021"
accord_personnes: false
---

Texte.
""",
    ]


# --- An entry that one changes --------------------------------------------------------


@pytest.fixture(scope="module")
def reelles() -> list[Fiche]:
    return list(charger(PROJET / "fiches").corpus.fiches.values())


def changement(fiche: Fiche, **autres: Any) -> dict[str, Any]:
    sienne = source(fiche)
    return {
        "genre": fiche.genre.GENRE,
        "valeurs": {**sienne["valeurs"], **autres},
        "corps": fiche.corps,
        "source": sienne,
    }


def test_an_unchanged_form_gives_every_published_entry_byte_for_byte(
    onglet: Page, reelles: list[Fiche]
) -> None:
    attendus = [fiche.entete + fiche.corps for fiche in reelles]
    assert len(attendus) > 150
    assert ecrire(onglet, [changement(f) for f in reelles]) == attendus
    # The form edits the sections one by one, and fills in what the model supposes.
    recolles = recoller(onglet, [(f.genre.GENRE, f.corps) for f in reelles])
    fiches = [
        {**changement(f, langue="fr", licence="CC-BY-SA-4.0", cadres=[]), "corps": corps}
        for f, corps in zip(reelles, recolles, strict=True)
        if not {"langue", "licence", "cadres"} & set(source(f)["valeurs"])
    ]
    garde = {f.entete + f.corps for f in reelles}
    assert all(ecrit in garde for ecrit in ecrire(onglet, fiches))


_AUTRES = {
    "booleen": True, "entier": "2001", "jour": "2001-02-03", "date-partielle": "2001",
    "choix": "x-fictif", "identifiant": "x-fictif", "adresse": "https://www.example.org/fictif",
    "texte": "Texte fictif : #1",
}  # fmt: skip


def _autre(champ: dict[str, Any]) -> Any:
    """Another value for a key, a fictional one."""
    bloc = champ["forme"] == "bloc"
    une = {s["nom"]: _autre(s) for s in champ["champs"]} if bloc else _AUTRES[champ["forme"]]
    return [une] if champ["liste"] else une


#: Every sixteenth key of each entry: among so many entries, each key is changed in several.
UN_SUR = 16


def test_one_changed_key_changes_its_lines_only(onglet: Page, reelles: list[Fiche]) -> None:
    essais = [
        (fiche, champ["nom"], valeur)
        for rang, fiche in enumerate(reelles)
        for numero, champ in enumerate(genre_de(fiche.genre.GENRE)["champs"])
        if (rang + numero) % UN_SUR == 0
        for valeur in (_autre(champ), None)
    ]
    changements = [changement(f, **{nom: valeur}) for f, nom, valeur in essais]
    for (fiche, nom, valeur), change, ecrit in zip(
        essais, changements, ecrire(onglet, changements), strict=True
    ):
        ancien = fiche.entete + fiche.corps
        if morceau := dict(change["source"]["morceaux"]).get(nom):
            avant, apres = ancien.split(f"\n{morceau}", 1)
            assert ecrit.startswith(f"{avant}\n")
            assert ecrit.endswith(apres)
        else:
            lignes, ecrites = ancien.split("\n"), ecrit.split("\n")
            plus = len(ecrites) - len(lignes)
            place = next((n for n, une in enumerate(lignes) if une != ecrites[n]), 0)
            assert ecrites[:place] + ecrites[place + plus :] == lignes
        lues, avant_lues = lire(ecrit).entete, lire(ancien).entete
        assert lues is not None
        assert avant_lues is not None
        attendues = {**avant_lues.valeurs, nom: relue(valeur) if valeur else []}
        assert _pleines(lues.valeurs) == _pleines(attendues), (fiche.id, nom)


def _pleines(valeurs: dict[str, Any]) -> dict[str, Any]:
    return {nom: valeur for nom, valeur in valeurs.items() if valeur}


def test_a_changed_entry_has_no_new_finding(
    onglet: Page, reelles: list[Fiche], tmp_path: Path
) -> None:
    resume = (
        "Résumé fictif, écrit par un essai : il remplace celui de l’entrée, le temps d’un test."
    )
    fiches = [changement(f, resume=f"{resume} {f.id}", connaissance="evaluee") for f in reelles]
    for fiche, ecrit in zip(reelles, ecrire(onglet, fiches), strict=True):
        fichier = tmp_path / "fiches" / fiche.relatif
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(ecrit, encoding="utf-8", newline="")
    trouves = charger(tmp_path / "fiches", repli=REFERENTIELS).diagnostics
    avant = charger(PROJET / "fiches").diagnostics
    assert {(d.code, d.champ) for d in trouves} <= {(d.code, d.champ) for d in avant}


ENTETE_COMMENTE = FICHE.replace(
    "---\ntitre", "---\n# Fiche fictive, commentée\nporteur:\ntitre", 1
).replace(
    "themes: [isolement-social]\n",
    "# Classement\nthemes:   [ 'isolement-social' ]   # le premier\n\n",
).replace("leviers:\n", "leviers: # ce qui aide\n  # le premier\n").replace(
    "sources:\n", "freins: []\n# Les sources\nsources:\n"
)  # fmt: skip


def _commentee(corpus: Callable[..., Chargement], texte: str = ENTETE_COMMENTE) -> Fiche:
    charge = corpus({"inspiractions/x-fictive.md": texte})
    assert charge.diagnostics == []
    return charge.corpus.fiches["x-fictive"]


def test_comments_order_and_quotes_stay(onglet: Page, corpus: Callable[..., Chargement]) -> None:
    fiche = _commentee(corpus)
    (meme, titre, levier, sans, porteur, frein) = ecrire(
        onglet,
        [
            changement(fiche),
            changement(fiche, titre="Titre fictif"),
            changement(fiche, leviers=[{"texte": "Autre levier fictif.", "type": "contexte"}]),
            changement(fiche, leviers=[]),
            changement(fiche, porteur="institut-renaudot"),
            changement(fiche, freins=[{"texte": "Un frein fictif.", "type": "contexte"}]),
        ],
    )
    assert meme == ENTETE_COMMENTE
    ligne = next(x for x in ENTETE_COMMENTE.split("\n") if x.startswith("titre"))
    assert titre == ENTETE_COMMENTE.replace(ligne, 'titre: "Titre fictif"')
    ancien = (
        "leviers: # ce qui aide\n  # le premier\n"
        '  - texte: "Un levier fictif."\n    type: partenariat\n'
    )
    assert levier == ENTETE_COMMENTE.replace(
        ancien, 'leviers:\n  - texte: "Autre levier fictif."\n    type: contexte\n  # le premier\n'
    )
    assert sans == ENTETE_COMMENTE.replace(ancien, "  # le premier\n")
    assert porteur == ENTETE_COMMENTE.replace("porteur:\n", "porteur: institut-renaudot\n")
    assert frein == ENTETE_COMMENTE.replace(
        "freins: []\n", 'freins:\n  - texte: "Un frein fictif."\n    type: contexte\n'
    )
    for ecrit in (titre, levier, sans, porteur, frein):
        assert lire(ecrit).constats == ()


def test_a_new_key_comes_after_its_neighbour_and_before_the_comments(
    onglet: Page, corpus: Callable[..., Chargement]
) -> None:
    fiche = _commentee(corpus, ENTETE_COMMENTE.replace("freins: []\n", ""))
    (ecrit,) = ecrire(onglet, [changement(fiche, connaissance="evaluee")])
    assert "    type: partenariat\nconnaissance: evaluee\n# Les sources\nsources:\n" in ecrit


def test_a_text_in_a_block_is_rewritten_whole(
    onglet: Page, corpus: Callable[..., Chargement]
) -> None:
    debut, fin = FICHE.split("resume: ", 1)
    texte = (
        f"{debut}resume: |\n  Un résumé fictif sur plusieurs lignes, assez long pour les règles.\n"
        f"  # ceci est du texte\n\n  porteur: aussi\n# un commentaire\n{fin.split(chr(10), 1)[1]}"
    )
    fiche = _commentee(corpus, texte)
    meme, autre = ecrire(onglet, [changement(fiche), changement(fiche, resume="Autre résumé.")])
    assert meme == texte
    assert autre == f'{debut}resume: "Autre résumé."\n# un commentaire\n{fin.split(chr(10), 1)[1]}'


@pytest.mark.parametrize(
    "entete",
    [
        FICHE.replace("titre:", '"titre" :', 1).replace("resume:", "# Classé ainsi\n'resume':", 1),
        '---\n{titre: Une fiche fictive, resume: "Un résumé fictif, assez long pour que'
        ' les règles le prennent.", themes: [isolement-social],'
        ' territoires: ["Scaër (29)"], date: 2026-01-15, sources: [{titre: Document fictif,'
        " editeur: Éditeur fictif, annee: 2022}], statut: notice}\n---\n\nTexte.\n",
    ],
    ids=["guillemets", "accolades"],
)
def test_keys_that_are_not_plain_lines_are_written_once(
    entete: str, onglet: Page, corpus: Callable[..., Chargement]
) -> None:
    charge = corpus({"inspiractions/x-fictive.md": entete})
    fiche = charge.corpus.fiches.get("x-fictive")
    assert fiche is not None, charge.diagnostics
    meme, change = ecrire(onglet, [changement(fiche), changement(fiche, titre="Changé")])
    assert meme == entete
    avant, apres = lire(entete).entete, lire(change)
    assert avant is not None
    assert apres.entete is not None
    assert apres.constats == ()
    assert _textes(apres.entete.valeurs) == _textes({**avant.valeurs, "titre": "Changé"})
    assert change.count("# Classé ainsi") == entete.count("# Classé ainsi")


def _textes(valeur: Any) -> Any:
    """The same values, where a number and its text are one."""
    if isinstance(valeur, dict):
        return {nom: _textes(une) for nom, une in valeur.items()}
    return [_textes(une) for une in valeur] if isinstance(valeur, list) else str(valeur)


@pytest.mark.parametrize(
    ("ancien", "corps", "nouveau"),
    [
        ("\nTexte\n", "Texte changé $& $1", "\nTexte changé $& $1\n"),
        ("\n\n  code\n\n\n", "  autre\n", "\n\n  autre\n\n\n"),
        ("\nTexte", "Autre", "\nAutre"),
        ("", "Nouveau", "\nNouveau\n"),
        ("\nTexte\n", "", ""),
    ],
)
def test_a_changed_body_keeps_its_edges(
    ancien: str, corps: str, nouveau: str, onglet: Page
) -> None:
    sienne = {
        "ouverture": "---\n", "morceaux": [["titre", "titre: x\n"]], "fermeture": "---\n",
        "valeurs": {"titre": "x"}, "corps": ancien,
    }  # fmt: skip
    fiche = {"genre": "inspiraction", "valeurs": {"titre": "x"}, "corps": corps, "source": sienne}
    assert ecrire(onglet, [fiche]) == [f"---\ntitre: x\n---\n{nouveau}"]


# --- The sections ---------------------------------------------------------------------


def recoller(page: Page, corps: list[tuple[str, str]]) -> list[str]:
    textes: list[str] = dans_la_page(
        page,
        """({ genres, corps }, m) => corps.map(([nom, texte]) => {
          const { couper, recoller } = m["contribution/corps"];
          const genre = genres.find((g) => g.genre === nom);
          return recoller(couper(genre, texte));
        })""",
        {"genres": description()["genres"], "corps": corps},
    )
    return textes


def couper(page: Page, texte: str) -> dict[str, Any]:
    parties: dict[str, Any] = dans_la_page(
        page, "({ genre, texte }, m) => m['contribution/corps'].couper(genre, texte)",
        {"genre": genre_de("inspiraction"), "texte": texte},
    )  # fmt: skip
    return parties


def test_every_published_body_is_cut_and_joined_again(onglet: Page, reelles: list[Fiche]) -> None:
    recolles = recoller(onglet, [(f.genre.GENRE, f.corps) for f in reelles])
    assert recolles == [f.corps.strip("\n") for f in reelles]


def test_sections_are_cut_at_the_titles_of_the_model(onglet: Page) -> None:
    texte = (
        "Avant.\n\n## Objectifs\n\nUn.\n\n## Inconnue\n\nDeux.\n\n"
        "## Contexte et problématique\n\nTrois.\n\n```\n## Déroulement\n```\n\n"
        "<!--\n## Déroulement\n-->\n\n## Résultats ##\n\n### Sous\n\nQuatre."
    )
    parties = couper(onglet, texte)
    textes = {s["titre"]: s["texte"] for s in parties["sections"]}
    assert parties["avant"] == "Avant."
    assert list(textes)[:2] == ["Contexte et problématique", "Objectifs"]
    assert textes["Objectifs"].startswith("Un.\n\n## Inconnue\n\nDeux.\n\n## Contexte et probl")
    assert textes["Objectifs"].endswith("## Déroulement\n-->")
    assert textes["Résultats"] == "### Sous\n\nQuatre."
    assert [t for t in textes.values() if t] == [textes["Objectifs"], textes["Résultats"]]


MAL_ECRIT = """\
Un chapeau fictif.
##   Contexte et problématique ##


Texte fictif.\x20\x20
Ligne deux.
\u00a0


## Objectifs
Collé au titre.
## Déroulement

## Partenaires et moyens

* a
* b"""


def test_changing_a_section_leaves_the_others_as_they_are_written(onglet: Page) -> None:
    (ecrits,) = dans_la_page(
        onglet,
        """({ genre, textes }, m) => textes.map((texte) => {
          const { couper, recoller } = m["contribution/corps"];
          const avec = (rang, dit) => {
            const parties = couper(genre, texte);
            parties.sections[rang].texte = dit;
            return recoller(parties);
          };
          return [recoller(couper(genre, texte)), avec(1, "Changé."), avec(1, ""),
            avec(2, "Rempli."), avec(5, "Ajouté.")];
        })""",
        {"genre": genre_de("inspiraction"), "textes": [MAL_ECRIT]},
    )
    assert ecrits == [
        MAL_ECRIT,
        MAL_ECRIT.replace("Collé au titre.", "Changé."),
        MAL_ECRIT.replace("## Objectifs\nCollé au titre.\n", ""),
        MAL_ECRIT.replace("## Déroulement\n", "## Déroulement\n\nRempli.\n"),
        f"{MAL_ECRIT}\n\n## Pour aller plus loin\n\nAjouté.",
    ]


_LIGNES = st.sampled_from(
    (
        *("## Objectifs", "## Contexte et problématique", "## Résultats", "## Inconnue", "# Un"),
        *("### Trois", "```", "~~~~", "<!--", "-->", "<!-- x --> y", "Texte.", "", "  "),
        *("    code", "##", "\u00a0", "## Déroulement #"),
    )
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.one_of(_LIGNES, st.text(max_size=12)), max_size=14), max_size=30))
def test_no_word_of_a_body_is_lost(onglet: Page, corps: list[list[str]]) -> None:
    textes = ["\n".join(lignes).replace("\r", "") for lignes in corps]
    une_fois = recoller(onglet, [("inspiraction", t) for t in textes])
    assert recoller(onglet, [("inspiraction", t) for t in une_fois]) == une_fois
    for texte, recolle in zip(textes, une_fois, strict=True):
        assert _lignes_utiles(recolle) == _lignes_utiles(texte)


def _lignes_utiles(texte: str) -> list[str]:
    """Every line that says something; the titles of the model go when nothing is under them."""
    titres = {t.ligne: t.texte for t in analyser(texte, 1).titres if t.niveau == 2}
    return [
        ligne
        for numero, ligne in enumerate(texte.split("\n"), 1)
        if ligne.strip() and titres.get(numero) not in SECTIONS_INSPIRACTION
    ]
