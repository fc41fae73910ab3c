"""What the form of the site is made of: the model whole, places that resolve, files cut by key."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from capitalisation.corpus import charger
from capitalisation.fields import champs
from capitalisation.form import PAR_PAQUET, decrire, entrees, lieux, paquets, source
from capitalisation.form.description import ETAPES
from capitalisation.model import GENRES, SECTIONS_INSPIRACTION
from capitalisation.territories import Territoires
from tests.conftest import FICHE, PROJET

CORPUS = charger(PROJET / "fiches").corpus
DESCRIPTION = decrire(CORPUS.vocabulaires)


@pytest.mark.parametrize("genre", GENRES, ids=lambda genre: genre.GENRE)
def test_every_key_of_the_model_is_asked_once_and_in_the_order_of_the_file(genre: type) -> None:
    decrit = next(g for g in DESCRIPTION["genres"] if g["genre"] == genre.GENRE)
    attendues = [motif[0] for motif in champs(genre) if len(motif) == 1]
    assert [champ["nom"] for champ in decrit["champs"]] == attendues
    demandees = Counter(cle for etape in decrit["etapes"] for cle in etape["cles"])
    assert demandees == Counter(attendues)


def test_no_step_names_a_key_that_no_kind_has() -> None:
    connues = {motif[0] for genre in GENRES for motif in champs(genre)}
    assert {cle for etape in ETAPES for cle in etape.cles} <= connues


def test_a_key_carries_what_its_control_needs() -> None:
    par_nom = {champ["nom"]: champ for champ in DESCRIPTION["genres"][0]["champs"]}
    assert (
        par_nom["titre"] | {"mini": 5, "maxi": 140, "requis": True, "libre": True}
        == (par_nom["titre"])
    )
    assert [sous["nom"] for sous in par_nom["leviers"]["champs"]] == ["texte", "type"]
    assert par_nom["leviers"]["champs"][1]["vocabulaire"] == "types-de-facteurs"
    assert par_nom["periode"]["champs"][0]["forme"] == "date-partielle"
    assert par_nom["date"]["forme"] == "jour"
    annee = next(s for s in par_nom["sources"]["champs"] if s["nom"] == "annee")
    assert (annee["forme"], annee["mini"], annee["maxi"]) == ("entier", 1900, 2100)
    assert par_nom["enseignements"]["exemple"].startswith("Prendre le temps")
    assert par_nom["connaissance"]["choix"]["evaluee"] == "Action évaluée"


def test_only_an_inspiraction_is_cut_into_sections_and_each_has_its_questions() -> None:
    inspiraction, *autres = DESCRIPTION["genres"]
    assert [s["titre"] for s in inspiraction["sections"]] == list(SECTIONS_INSPIRACTION)
    assert [s["requis"] for s in inspiraction["sections"]] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert all(section["questions"] for section in inspiraction["sections"])
    assert inspiraction["recit"] is None
    for genre in autres:
        assert genre["sections"] == []
        assert genre["recit"]["questions"]


def test_every_choice_reads_in_french() -> None:
    def choix(champs_decrits: list[dict]) -> list[dict]:
        return [
            c["choix"] | {"": c["nom"]}
            for champ in champs_decrits
            for c in (champ, *choix_dessous(champ))
            if c["choix"]
        ]

    def choix_dessous(champ: dict) -> list[dict]:
        return champ.get("champs", [])

    for genre in DESCRIPTION["genres"]:
        for valeurs in choix(genre["champs"]):
            bruts = [v for v, dit in valeurs.items() if v and v == dit]
            assert not bruts, valeurs[""]


def test_every_place_is_offered_once_and_what_is_written_resolves_to_it() -> None:
    territoires = Territoires()
    offerts = lieux(territoires)
    ecrits = [nom for nom, _ in offerts["autres"]]
    communes = [
        f"{nom} ({suffixe})"
        for suffixe, noms in offerts["communes"].items()
        for nom in noms.split("|")
    ]
    resolus = Counter(territoires.resoudre(texte).code for texte in (*ecrits, *communes))
    assert resolus == Counter(territoires.codes())
    assert offerts["grandes"][:3] == ["Paris (75)", "Marseille (13)", "Lyon (69)"]
    assert set(offerts["grandes"]) <= {*communes, *ecrits}


def test_the_pieces_of_a_file_joined_again_are_the_file() -> None:
    assert CORPUS.fiches
    for fiche in CORPUS.fiches.values():
        coupee = source(fiche)
        texte = (
            coupee["ouverture"]
            + "".join(lignes for _, lignes in coupee["morceaux"])
            + coupee["fermeture"]
            + coupee["corps"]
        )
        assert texte == (CORPUS.racine / fiche.relatif).read_text(encoding="utf-8")
        assert {nom for nom, _ in coupee["morceaux"]} == set(coupee["valeurs"]), fiche.id


@pytest.mark.parametrize(
    "entete",
    [
        FICHE.replace("titre: ", '"titre": ', 1).replace("statut:", "'statut' :"),
        FICHE.replace("statut: publiee", "# note fictive\nstatut: publiee # fictif"),
        FICHE.replace(
            '  - texte: "Un levier fictif."', "  # fictif\n  - texte: 'Un levier fictif.'"
        ),
        FICHE.replace(
            'resume: "Action inventée pour les tests :',
            'resume: "Action inventée pour les tests,\n\n  en plusieurs lignes :',
        ),
        "---\n\n# Fiche fictive\n" + FICHE.removeprefix("---\n"),
        FICHE.replace("statut: publiee\n---\n", "statut: publiee\n-----  \n\n"),
    ],
    ids=[
        "cle-entre-guillemets",
        "commentaire",
        "apostrophes",
        "plusieurs-lignes",
        "en-tete",
        "fermeture",
    ],
)
def test_a_file_in_another_style_is_cut_without_loss(corpus, entete: str) -> None:  # type: ignore[no-untyped-def]
    chargement = corpus({"inspiractions/fictive.md": entete})
    coupee = source(chargement.corpus.fiches["fictive"])
    morceaux = "".join(lignes for _, lignes in coupee["morceaux"])
    assert coupee["ouverture"] + morceaux + coupee["fermeture"] + coupee["corps"] == entete
    assert [nom for nom, _ in coupee["morceaux"]][:2] == ["titre", "resume"]
    assert {nom for nom, _ in coupee["morceaux"]} == set(coupee["valeurs"])


def test_an_entry_is_found_in_the_pack_of_its_rank() -> None:
    fiches = list(CORPUS.fiches.values())
    tous = paquets(fiches)
    assert [len(p) for p in tous[:-1]] == [PAR_PAQUET] * (len(tous) - 1)
    for rang, (identifiant, genre, titre) in enumerate(entrees(fiches)):
        trouvee = source(tous[rang // PAR_PAQUET][rang % PAR_PAQUET])
        assert (trouvee["id"], trouvee["genre"]) == (identifiant, genre)
        assert trouvee["valeurs"]["titre"] == titre


def test_a_draft_is_in_no_pack(corpus) -> None:  # type: ignore[no-untyped-def]
    chargement = corpus(
        {
            "inspiractions/brouillon-fictif.md": FICHE.replace("publiee", "brouillon"),
            "inspiractions/fictive.md": FICHE,
        }
    )
    fiches = list(chargement.corpus.fiches.values())
    assert [identifiant for identifiant, *_ in entrees(fiches)] == ["fictive"]
    assert [[fiche.id for fiche in paquet] for paquet in paquets(fiches)] == [["fictive"]]


def test_both_sides_pack_alike() -> None:
    script = Path(PROJET, "overrides/assets/contribution/donnees.js").read_text(encoding="utf-8")
    assert f"const PAR_PAQUET = {PAR_PAQUET};" in script
