"""Values of the front matter: each finding leads to its node, and a code to its mend.

A mend is made when there is one way to make it. Between two candidates a person chooses.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import yaml
from rapidfuzz import fuzz, process

from ..fields import en_yaml, modele_de
from ..frontmatter import entre_guillemets
from ..rules.frame import PROPOSITIONS_MAX
from ..territories import Lieu
from ..typography import ancre, cle
from ..validation import cles_proches, date_devinee
from .edits import Retouche, extrait
from .sheet import Feuille, Valeur

#: As alike as a word and its misspelling: « Logemant » and « Logement » have 87.
PROCHE = 80

Mend = Callable[[Feuille, Valeur], Iterator[Retouche]]


def valeurs(feuille: Feuille) -> Iterator[Retouche]:
    """Propose what mends the findings about keys and values."""
    cherches = 0
    for constat in feuille.constats:
        mend = _PAR_CODE.get(constat.code)
        if mend is _terme:
            # Looked for among all the terms, again at each turn.
            cherches += 1
            mend = mend if cherches <= PROPOSITIONS_MAX else None
        valeur = feuille.valeurs.get(constat.champ) if mend else None
        if mend and valeur:
            yield from mend(feuille, valeur)
    yield from _signes_de_yaml(feuille)


def _retouche(feuille: Feuille, valeur: Valeur, neuf: str, dit: str) -> Retouche:
    debut, fin = feuille.place(valeur.noeud)
    return Retouche(debut, fin, neuf, dit, str(valeur.chemin[0]))


def _remplacer(feuille: Feuille, valeur: Valeur, neuf: str, quoi: str) -> Iterator[Retouche]:
    """Write `neuf` in the quotes that the value has, or in those that it needs."""
    if not isinstance(valeur.noeud, yaml.ScalarNode) or valeur.noeud.style in ("|", ">"):
        return
    source = _source(feuille, valeur)
    style = source[:1]
    if style == "'" and "'" not in neuf:
        ecrit = f"'{neuf}'"
    elif style in ("'", '"'):
        ecrit = entre_guillemets(neuf)
    else:
        ecrit = neuf if re.fullmatch(r"[\w.-]+", neuf) and neuf[0].isalnum() else en_yaml(neuf)
    dit = f"{quoi} {extrait(str(valeur.noeud.value))} → {neuf}"
    yield _retouche(feuille, valeur, ecrit, dit)


def _source(feuille: Feuille, valeur: Valeur) -> str:
    debut, fin = feuille.place(valeur.noeud)
    return feuille.texte[debut:fin]


def _texte(valeur: Valeur) -> str:
    return str(valeur.noeud.value) if isinstance(valeur.noeud, yaml.ScalarNode) else ""


# --- Keys -------------------------------------------------------------------------------------


def _cle(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    """A key close to a single one of the model, that the block does not have yet."""
    nom = str(valeur.chemin[-1])
    candidats = cles_proches(modele_de(feuille.piece.genre, valeur.chemin[:-1]), nom)
    if len(candidats) != 1 or valeur.cle is None:
        return
    (neuf,) = candidats
    freres = {v.chemin for v in feuille.valeurs.values()}
    if (*valeur.chemin[:-1], neuf) in freres:
        return
    debut, fin = feuille.place(valeur.cle)
    groupe = str((*valeur.chemin[:-1], neuf)[0])
    yield Retouche(debut, fin, neuf, f"clé {extrait(nom)} → {neuf}", groupe)


# --- Words of a list --------------------------------------------------------------------------


def _terme(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    champ, ecrit = valeur.champ, _texte(valeur)
    vocabulaire = feuille.cadre.vocabulaires.get(champ.vocabulaire) if champ else None
    if vocabulaire is None:
        return
    candidats = vocabulaire.proches(ecrit)
    if len(candidats) != 1:
        return
    terme = vocabulaire.termes[candidats[0]]
    # `proches` also knows a term by a part of it: a word would be lost.
    if max(fuzz.ratio(cle(ecrit), cle(forme)) for forme in (terme.id, *terme.formes)) >= PROCHE:
        yield from _remplacer(feuille, valeur, terme.id, champ.label.lower() if champ else "")


def _choix(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    champ, ecrit = valeur.champ, _texte(valeur)
    if champ is None or not champ.choix:
        return
    trouves = process.extract(
        cle(ecrit), {c: cle(c) for c in champ.choix}, scorer=fuzz.ratio, score_cutoff=PROCHE
    )
    if len(trouves) == 1:
        yield from _remplacer(feuille, valeur, trouves[0][2], champ.nom)


def _entree(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    """An entry named with its capitals, its accents, or its `.md`."""
    ecrit = _texte(valeur).strip()
    identifiant = ancre(ecrit.removesuffix(".md"))
    if identifiant != ecrit and identifiant in feuille.cadre.pieces:
        yield from _remplacer(feuille, valeur, identifiant, "entrée")


# --- Dates ------------------------------------------------------------------------------------

_MOIS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
         "octobre", "novembre", "decembre")  # fmt: skip
_SANS_RESTE = re.compile(r"\d{4} \d{1,2} \d{1,2}|\d{1,2} \d{1,2} \d{4}|\d{1,2}(?:er)? [a-z]+ \d{4}")


def _date(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    champ, ecrit = valeur.champ, _texte(valeur)
    if champ is None:
        return
    neuve = date_devinee(ecrit) if _SANS_RESTE.fullmatch(cle(ecrit)) else ""
    if not neuve and champ.forme == "date-partielle":
        neuve = _mois(cle(ecrit))
    if neuve:
        yield from _remplacer(feuille, valeur, neuve, champ.nom)


def _mois(texte: str) -> str:
    """Return AAAA-MM from "mars 2021", "03 2021" or "2021 3", or ""."""
    annee = mois = 0
    if trouve := re.fullmatch(r"(\d{4}) (\d{1,2})", texte):
        annee, mois = int(trouve[1]), int(trouve[2])
    elif trouve := re.fullmatch(r"(\d{1,2}) (\d{4})", texte):
        annee, mois = int(trouve[2]), int(trouve[1])
    elif (trouve := re.fullmatch(r"([a-z]+) (\d{4})", texte)) and trouve[1] in _MOIS:
        annee, mois = int(trouve[2]), _MOIS.index(trouve[1]) + 1
    try:
        return dt.date(annee, mois, 1).isoformat()[:7]
    except ValueError:
        return ""


# --- Lists ------------------------------------------------------------------------------------


def _liste(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    """One text where a list is due: cut at its commas, unless they belong to a sentence."""
    champ, ecrit, noeud = valeur.champ, _texte(valeur), valeur.noeud
    if (
        champ is None
        or champ.bloc
        or not ecrit.strip()
        or getattr(noeud, "style", "") in ("|", ">")
    ):
        return
    morceaux = [m.strip() for m in re.split(r"[,;]", ecrit) if m.strip()]
    if champ.vocabulaire == "territoires":
        lieux = feuille.cadre.lieux
        if isinstance(lieux(ecrit), Lieu) or not all(isinstance(lieux(m), Lieu) for m in morceaux):
            morceaux = [ecrit.strip()]  # « Maurepas, Rennes » is one place
    elif champ.libre:
        morceaux = [ecrit.strip()]
    if morceaux:
        ecrire = entre_guillemets if champ.libre else _item
        liste = "[" + ", ".join(map(ecrire, morceaux)) + "]"
        yield _retouche(feuille, valeur, liste, f"{champ.nom} : {extrait(ecrit)} → {liste}")


def _item(texte: str) -> str:
    return texte if re.fullmatch(r"[^\W\d_][\w -]*", texte) else entre_guillemets(texte)


# --- Places -----------------------------------------------------------------------------------


def _territoire(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    ecrit = _texte(valeur)
    candidats = getattr(feuille.cadre.lieux(ecrit), "candidats", [])
    if len(candidats) == 1 and isinstance(candidats[0], str):
        (candidat,) = candidats
        sans_precision = re.sub(r"\s*\([^()]*\)$", "", candidat)
        proche = max(fuzz.ratio(cle(ecrit), cle(c)) for c in (candidat, sans_precision))
        if proche >= PROCHE:
            yield from _remplacer(feuille, valeur, candidat, "territoire")


# --- Quotes, marks, addresses -----------------------------------------------------------------


def _citer(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    """Put between quotes a code that would be read as another number."""
    source = _source(feuille, valeur)
    dit = f"{_nom(valeur)} : guillemets ajoutés autour de {extrait(source)}"
    yield _retouche(feuille, valeur, entre_guillemets(source), dit)


def _texte_entre_crochets(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    """A title that begins and ends with a bracket is a list to YAML; quotes make it a text."""
    champ, source = valeur.champ, _source(feuille, valeur)
    suite = isinstance(valeur.noeud, yaml.CollectionNode) and source[:1] in ("[", "{")
    if champ and suite and champ.libre and not champ.liste and "\n" not in source:
        yield from _citer(feuille, valeur)


def _jusqu_au_bout(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    """Put between quotes a text with what a ` #` cuts off it, up to the end of its line."""
    debut, fin = feuille.place(valeur.noeud)
    bout = feuille.texte.find("\n", fin)
    bout = len(feuille.texte) if bout < 0 else bout
    entier = feuille.texte[debut:bout].rstrip()
    if "\n" in entier or not entier:
        return
    dit = f"{_nom(valeur)} : guillemets ajoutés autour de {extrait(entier)}"
    yield Retouche(debut, debut + len(entier), entre_guillemets(entier), dit, str(valeur.chemin[0]))


def _signes_de_yaml(feuille: Feuille) -> Iterator[Retouche]:
    """`titre: !Nouveau guide` loses its first word in silence, so does `&`."""
    for valeur in feuille.valeurs.values():
        simple = isinstance(valeur.noeud, yaml.ScalarNode) and not valeur.noeud.style
        libre = valeur.champ is not None and valeur.champ.libre
        if simple and libre and _source(feuille, valeur)[:1] in ("!", "&"):
            yield from _jusqu_au_bout(feuille, valeur)


def _nom(valeur: Valeur) -> str:
    return valeur.champ.nom if valeur.champ else str(valeur.chemin[-1])


_MARQUES = re.compile(
    r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*|(?<!\w)__(?=\S)([^_]+?)(?<=\S)__(?!\w)"
    r"|(?<!\w)\*(\w[^*]*\w)\*(?!\w)|`([^`]+)`"
)
#: Bold in italic in code, and more than anyone nests.
_MARQUES_IMBRIQUEES = 8


def _marques(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    """Remove bold, italic and code marks; a link or HTML would lose what they hold."""
    ecrit, source = _texte(valeur), _source(feuille, valeur)
    if re.search(r"\]\(|<|\[\[", ecrit) or source[:1] in ("|", ">"):
        return
    neuf = source
    for _ in range(_MARQUES_IMBRIQUEES):
        neuf = _MARQUES.sub(lambda m: m[m.lastindex or 0], neuf)
    if neuf != source:
        yield _retouche(feuille, valeur, neuf, f"{_nom(valeur)} : marques de Markdown retirées")


_SANS_HTTPS = re.compile(r"www\.[^\s<>\"':/]+\.[^\s<>\"']+", re.IGNORECASE)


def _adresse(feuille: Feuille, valeur: Valeur) -> Iterator[Retouche]:
    ecrit = _texte(valeur)
    if _SANS_HTTPS.fullmatch(ecrit):
        yield from _remplacer(feuille, valeur, f"https://{ecrit}", _nom(valeur))


_PAR_CODE: dict[str, Mend] = {
    "E011": _cle,
    "E015": _liste,
    "E016": _texte_entre_crochets,
    "E017": _date,
    "E019": _terme,
    "E020": _territoire,
    "E023": _choix,
    "E024": _citer,
    "E025": _jusqu_au_bout,
    "E026": _marques,
    "E027": _adresse,
    "E043": _entree,
}
