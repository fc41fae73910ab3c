"""The picture that other sites show beside a link: kind, title, place · dispositif · year.

Twenty thousand of them are drawn in one build: a picture is a pile of bands, those that many share
are drawn and packed once, a word once for all the titles that hold it, and sixteen colours are
packed two to a byte. The same subject gives the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..typography import typographier, une_ligne
from ..views.records import FicheVue, GenreVue
from .typesetting import DEGRES, ELLIPSE, Dessin, Police, lignes

if TYPE_CHECKING:
    from PIL.Image import Image

#: The shape that Open Graph readers ask for, 1.91 to 1, large enough for their large card. At
#: 1200 × 630 a picture takes half as long again, and weighs as much more, for no word more.
#: https://developers.facebook.com/docs/sharing/webmasters/images
LARGEUR, HAUTEUR = 960, 504
SERIF, SANS = "serif-romain.woff2", "atkinson-romain.woff2"

#: Two pixels more on the left, at 0: packed, they make the byte that begins each row of a PNG.
_MARGE = 2
_GAUCHE, _DROITE = _MARGE + 74, _MARGE + 896
#: Titles stand between these heights, their accents and their tails a little beyond.
_HAUT, _BAS = 112, 400
_DEBORD = 17
#: What a title follows and what it precedes: where their bands begin and end, and their baselines.
_MENTION, _LIGNE_MENTION = (50, _HAUT - _DEBORD), 84
_PIED, _LIGNE_PIED = (430, 480), 463
_LIGNES_MAX = 4
#: Sizes of a title, in pixels, and the most lines it may take at each.
_TAILLES = ((68, 2), (58, 3), (50, 4), (44, _LIGNES_MAX))
_INTERLIGNE = 1.16
_SEPARATEUR = " · "

#: Where the colours stand in a palette: background, then ramps, then what is flat.
_ENCRE, _ACCENT, _DOUX = 0, DEGRES, 2 * DEGRES
_MOTIF, _FILET, _BANDE = 13, 14, 15


@dataclass(frozen=True, slots=True)
class Sujet:
    """What a picture says, typography done. `genre` gives its colours; "" is the site itself."""

    genre: str
    mention: str
    titre: str
    pied: str = ""

    @property
    def en_mots(self) -> str:
        """The picture for whoever does not see it."""
        texte = f"{self.mention} : {self.titre}" if self.mention else self.titre
        return typographier(f"{texte.rstrip('.')}. {self.pied}" if self.pied else texte)


def de_fiche(fiche: FicheVue) -> Sujet:
    """Return what the picture of an entry says."""
    meta = fiche.meta
    mention = fiche.libelle_genre
    if numero := getattr(meta, "numero", None):
        mention += f" n°\u00a0{numero}"
    if fiche.nature:
        mention += _SEPARATEUR + fiche.nature.libelle
    if fiche.statut == "notice":
        mention += _SEPARATEUR + "notice"
    dispositif = next((t.sigle or t.libelle for t in fiche.dispositifs), "")
    quand = fiche.periode_texte or str(getattr(meta, "annee", None) or "")
    pied = _SEPARATEUR.join(filter(None, (fiche.lieux_en_bref, dispositif, quand)))
    return Sujet(fiche.genre, mention, une_ligne(fiche.titre), pied)


def du_genre(genre: GenreVue) -> Sujet:
    """Return what the picture of the pages about a kind says."""
    return Sujet(genre.genre, genre.libelle_pluriel, genre.definition)


# --- Colours: those of overrides/assets/css/site.css, in their light form

_PAPIER, _NOIR, _GRIS, _SABLE, _TRAIT = "#FBF8F3", "#1B2426", "#4A5557", "#F3ECDF", "#D9D2C6"


@dataclass(frozen=True, slots=True)
class Teintes:
    fond: str = _PAPIER
    encre: str = _NOIR
    accent: str = "#0B5351"
    doux: str = _GRIS
    motif: str = _SABLE
    filet: str = _TRAIT

    def palette(self) -> bytes:
        """The sixteen colours, three bytes each, where `_ENCRE`… say."""
        fond = _rvb(self.fond)
        couleurs = [fond]
        for encre in map(_rvb, (self.encre, self.accent, self.doux)):
            couleurs += [
                tuple(round(f + (e - f) * n / DEGRES) for f, e in zip(fond, encre, strict=True))
                for n in range(1, DEGRES + 1)
            ]
        couleurs += map(_rvb, (self.motif, self.filet, self.accent))
        return bytes(octet for couleur in couleurs for octet in couleur)


_TEINTES = {
    "": Teintes("#0B5351", "#FBF8F3", "#FFA184", "#D3E6E2", "#146562", "#3F807C"),
    "inspiraction": Teintes(accent="#B83A1B"),
    "interview": Teintes(accent="#6A2B63"),
    "dossier": Teintes("#0B5351", "#FBF8F3", "#A9E0D7", "#D3E6E2", "#146562", "#3F807C"),
    "ressource": Teintes(accent="#7A4E00"),
}


def _rvb(couleur: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(couleur[1:]))


# --- The picture


@dataclass(frozen=True, slots=True)
class Bande:
    """Rows of a picture, from `haut` to `bas`, packed so that others may stand around them."""

    haut: int
    bas: int
    octets: bytes
    somme: int


#: A line to write: its font, its text, its baseline and its colours.
Ligne = tuple[Police, str, int, int]


class Atelier:
    """What draws pictures: `polices` is the folder of our fonts, `nom` the name of the site.

    Raises ImportError without Pillow, OSError or NotImplementedError when it cannot read the fonts.
    """

    def __init__(self, polices: Path, nom: str) -> None:
        self._titres = [(Police(polices / SERIF, t, 600), n) for t, n in _TAILLES]
        self._mention = Police(polices / SANS, 29, 700)
        self._marque = Police(polices / SANS, 29, 700)
        self._pied = Police(polices / SANS, 25, 400)
        self._nom = self._marque.lisible(nom)
        self._fonds = {genre: self._fond(genre) for genre in _TEINTES}
        self._palettes = {genre: teintes.palette() for genre, teintes in _TEINTES.items()}
        # As many as there are places for a title: some twenty by kind.
        self._nue = cache(self._bande)
        self._en_tete = lru_cache(maxsize=256)(self._mentionner)

    def png(self, sujet: Sujet) -> bytes:
        """Return the picture of `sujet`: PNG, sixteen colours."""
        genre, bas = sujet.genre, 0
        bandes: list[Bande] = []
        for bande in (
            self._en_tete(genre, sujet.mention),
            # A title in a script that our fonts lack leaves at least its kind.
            self._titrer(genre, sujet.titre) or self._titrer(genre, sujet.mention),
            self._bande(genre, *_PIED, (self._pied, self._au_pied(sujet.pied), _LIGNE_PIED, _DOUX)),
        ):
            if bande:
                bandes += self._nue(genre, bas, bande.haut), bande
                bas = bande.bas
        return _png((*bandes, self._nue(genre, bas, HAUTEUR)), self._palettes[genre])

    def _mentionner(self, genre: str, mention: str) -> Bande:
        police = self._mention
        siennes, _ = lignes(police.lisible(mention), police, _DROITE - _GAUCHE, 1)
        return self._bande(
            genre, *_MENTION, *((police, ligne, _LIGNE_MENTION, _ACCENT) for ligne in siennes)
        )

    def _titrer(self, genre: str, titre: str) -> Bande | None:
        """Set a title at the largest size that holds it; None for one that nothing is left of."""
        titre = self._titres[0][0].lisible(titre)
        if not titre:
            return None
        for police, maximum in self._titres:
            siennes, entier = lignes(titre, police, _DROITE - _GAUCHE, maximum)
            if entier:
                break
        pas = round(police.taille * _INTERLIGNE)
        haut = _HAUT + (_BAS - _HAUT - pas * len(siennes)) // 2
        return self._bande(
            genre,
            haut - _DEBORD,
            haut + pas * len(siennes) + _DEBORD,
            *(
                (police, ligne, haut + pas * rang + police.taille, _ENCRE)
                for rang, ligne in enumerate(siennes)
            ),
        )

    def _au_pied(self, pied: str) -> str:
        """The foot, its first part (where) cut short when it would meet the name of the site."""
        largeur = _DROITE - _GAUCHE - self._marque.mesurer(self._nom) - 40
        police = self._pied
        pied = police.lisible(pied)
        if police.mesurer(pied) <= largeur:
            return pied
        debut, separateur, fin = pied.partition(_SEPARATEUR)
        fin = ELLIPSE + separateur + fin
        while debut and police.mesurer(debut + fin) > largeur:
            debut = debut[:-1].rstrip(" ,(")
        return debut + fin

    def _bande(self, genre: str, haut: int, bas: int, *lignes: Ligne) -> Bande:
        """Write `lignes` on the background of a kind: the rows that they take of those given."""
        mots = [mot for ligne in lignes for mot in self._mots(*ligne)]
        if mots:
            # Half of what a title may take is nobody's ink: bare rows are packed already.
            haut = max(haut, min(y for _, _, _, y in mots))
            bas = min(bas, max(y + encre.height for encre, _, _, y in mots))
        image = self._fonds[genre].crop((0, haut, _MARGE + LARGEUR, bas))
        for encre, ou, x, y in mots:
            image.paste(encre, (x, y - haut), ou)
        return _empaqueter(image, haut)

    def _mots(
        self, police: Police, texte: str, y: int, rampe: int, x: float = _GAUCHE
    ) -> Iterator[Dessin]:
        """Yield how words look, and where they stand on the picture."""
        for mot, place in police.mots(texte):
            if dessin := police.dessin(mot, rampe):
                encre, ou, dx, dy = dessin
                yield encre, ou, round(x + place) + dx, y + dy

    def _fond(self, genre: str) -> Image:
        from PIL import Image

        image = Image.new("P", (_MARGE + LARGEUR, HAUTEUR))
        _apostrophe(image, 610 + 18j, 3.4, _MOTIF)
        image.paste(_BANDE, (_MARGE, 0, _MARGE + 22, HAUTEUR))
        image.paste(_FILET, (_GAUCHE, 420, _DROITE, 422))
        x = _DROITE - self._marque.mesurer(self._nom)
        for caractere, place in self._marque.placer(self._nom):
            rampe = _ACCENT if caractere == "’" else _ENCRE
            for encre, ou, a, b in self._mots(
                self._marque, caractere, _LIGNE_PIED, rampe, x + place
            ):
                image.paste(encre, (a, b), ou)
        return image


#: The modulus of Adler-32.
_ADLER = 65_521

#: The mark of the site, as overrides/assets/icones/inspiraction.svg draws it: cubic curves, each
#: from where the last one ends. x + y·j.
_TRACE = (
    47, 20, 20j, 46j, 71j, 18 + 89j, 41 + 89j, 45 + 89j, 48 + 89j, 51 + 88j, 47 + 105j, 34 + 118j,
    14 + 126j, 16 + 131j, 19 + 136j, 21 + 140j, 67 + 125j, 100 + 89j, 100 + 47j, 100 + 18j, 77, 47,
)  # fmt: skip


def _apostrophe(image: Image, origine: complex, echelle: float, couleur: int) -> None:
    from PIL import ImageDraw

    points = []
    for i in range(0, len(_TRACE) - 1, 3):
        a, b, c, d = _TRACE[i : i + 4]
        for t in (n / 32 for n in range(32)):
            u = 1 - t
            courbe = a * u**3 + 3 * b * u * u * t + 3 * c * u * t * t + d * t**3
            points.append(origine + echelle * courbe)
    ImageDraw.Draw(image).polygon([(p.real, p.imag) for p in points], fill=couleur)


def _empaqueter(image: Image, haut: int) -> Bande:
    """Pack rows, two pixels a byte, as a part of a stream: nothing in it points to another part.

    Source: https://www.rfc-editor.org/rfc/rfc1951
    """
    rangs = image.tobytes("raw", "P;4")
    presse = zlib.compressobj(2, zlib.DEFLATED, -zlib.MAX_WBITS)
    octets = presse.compress(rangs) + presse.flush(zlib.Z_FULL_FLUSH)
    return Bande(haut, haut + image.height, octets, zlib.adler32(rangs))


def _png(bandes: Sequence[Bande], palette: bytes) -> bytes:
    """Pile up `bandes`.

    Source: https://www.w3.org/TR/png-3/ and, of the stream in it,
    https://www.rfc-editor.org/rfc/rfc1950
    """
    largeur_octets = 1 + LARGEUR // 2
    a, b = 1, 0
    for bande in bandes:
        # The sum of a whole from those of its parts: no row is read twice.
        siens = (bande.bas - bande.haut) * largeur_octets
        b = (b + (bande.somme >> 16) + siens * (a - 1)) % _ADLER
        a = (a + (bande.somme & 0xFFFF) - 1) % _ADLER
    flux = b"".join(
        (b"\x78\x01", *(bande.octets for bande in bandes), b"\x03\0", struct.pack(">HH", b, a))
    )
    entete = struct.pack(">IIBBBBB", LARGEUR, HAUTEUR, 4, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(donnees))
        + nom
        + donnees
        + struct.pack(">I", zlib.crc32(nom + donnees))
        for nom, donnees in ((b"IHDR", entete), (b"PLTE", palette), (b"IDAT", flux), (b"IEND", b""))
    )
