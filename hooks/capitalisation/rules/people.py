"""Rules about people: their agreement, and what lets strangers reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..frontmatter import Constat, en_pointille
from ..model import Interview
from .frame import Cadre, Piece


def accord_des_personnes(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """An interview is published once the people have agreed."""
    if piece.genre is not Interview or piece.entete is None or piece.statut != "publiee":
        return
    accord = str(piece.entete.valeurs.get("accord_personnes") or "").strip().lower()
    if accord in _NON:
        yield Constat(
            piece.entete.ligne(("statut",)),
            "E061",
            "accord_personnes",
            "l’interview est publiée sans l’accord des personnes",
            "Ajoutez accord_personnes: true quand chacune a relu et accepté, "
            "ou gardez statut: brouillon.",
        )


#: No agreement: nothing said, or no, in the words that the model reads; another word is no answer
#: at all, and the model says so.
_NON = frozenset(("", "false", "f", "no", "n", "off", "0"))


def telephones(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """A phone number soon rings at somebody else's; helplines (08…) are for everyone."""
    for ligne, champ, _ in _trouves(_TELEPHONE, piece):
        yield Constat(
            ligne,
            "A130",
            champ,
            "un numéro de téléphone est écrit ici",
            "Retirez-le : les personnes changent de poste, et le standard d’une structure "
            "se trouve sur son site.",
        )


def courriels(piece: Piece, cadre: Cadre) -> Iterator[Constat]:
    """The mailbox of a person has no place in a public file; that of a structure may."""
    for ligne, champ, trouve in _trouves(_COURRIEL, piece):
        yield Constat(
            ligne,
            "A131",
            champ,
            f"une adresse électronique personnelle ({trouve.lower()}) est écrite ici",
            "Retirez-la, ou donnez l’adresse de la structure : les personnes changent de poste, "
            "et ce fichier est public.",
        )


def _trouves(motif: re.Pattern[str], piece: Piece) -> Iterator[tuple[int, str, str]]:
    """Yield (line, key or "", match), once a line of the body and once a value."""
    # Nearly every file has none: a look at the whole spares the pieces.
    if (motif is _COURRIEL and "@" not in piece.texte) or not motif.search(piece.texte):
        return
    for chemin, ligne, valeur, _ in piece.proses:
        if m := motif.search(_sans_adresses(valeur)):
            yield ligne, en_pointille(chemin), m.group()
    for numero, texte in enumerate(piece.corps.split("\n"), piece.ligne_corps):
        if m := motif.search(_sans_adresses(texte)):
            yield numero, "", m.group()


def _sans_adresses(texte: str) -> str:
    return _ADRESSE.sub(" ", texte) if "://" in texte else texte


_ADRESSE = re.compile(r"https?://\S+")

_BLANC = r"[ .\u00a0\u202f-]"
#: French and Belgian numbers, national or international. Separators must be alike, so that
#: « 01.02.2021 10 » is a date and a count; a longer run of figures is another kind of number.
#: Source: https://www.itu.int/rec/T-REC-E.123
_TELEPHONE = re.compile(
    # The first sign first, what may not precede it next: so most texts are read in a glance.
    r"[+0](?<![\w+/-][+0])(?<!\d[ .,\u00a0\u202f][+0])(?:"
    rf"(?:(?<=\+)|(?<=0)0)33{_BLANC}?(?:\(0\) ?)?[1-9]({_BLANC}?)\d\d(?:\1\d\d){{3}}"
    rf"|(?<=0)[1-79]({_BLANC}?)\d\d(?:\2\d\d){{3}}"
    rf"|(?:(?<=\+)|(?<=0)0)32{_BLANC}?(?:\(0\) ?)?\d{{1,3}}"
    r"(?:[ ./\u00a0\u202f-]?\d{2,3}){2,3}"
    r"|(?<=0)(?![89]00)\d{1,3} ?[/ .\u00a0\u202f] ?\d{2,3}([ .\u00a0\u202f])\d\d\3\d\d"
    r")(?![\w/]|[ .,\u00a0\u202f-]?\d)"
)

#: Mailboxes that people have at home, by the hosts that lend them.
_COURRIEL = re.compile(
    r"(?<=[\w.+-])@(?:(?:gmail|googlemail|icloud|me|mac|aol)\.com"
    r"|(?:hotmail|outlook|live|msn|yahoo|ymail|gmx)\.(?:com|fr|be|net)"
    r"|(?:orange|wanadoo|free|sfr|neuf|bbox|numericable|aliceadsl|club-internet)\.fr"
    r"|laposte\.net|proton(?:mail)?\.(?:com|me)|pm\.me"
    r"|(?:skynet|telenet|scarlet|belgacom|voo|proximus)\.be)(?![\w-]|\.\w)",
    re.IGNORECASE,
)
