"""What a stranger may propose: one table, attack → what it is made of and what is said of it.

`constat` is the code of the finding that names the attack; "" where the text is let in, and does
no harm. All of it is fictional, and no file here is meant for anything but these tests.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from capitalisation.textfile import FICHIER_MAX
from tests.conftest import FICHE, JPEG

#: As long as a body may be: the fiche around it takes the rest.
PLACE = FICHIER_MAX - 2_000


def plein(motif: str, octets: int = PLACE) -> str:
    return motif * (octets // len(motif.encode()))


def en_lignes(motif: str, longueur: int = 19_000, octets: int = PLACE) -> str:
    """Repeat `motif` in lines as long as they may be."""
    return plein(plein(motif, longueur) + "\n", octets)


@dataclass(frozen=True)
class Attaque:
    """`corps` takes the place of the first text of a fiche, `entete` that of one of its keys."""

    constat: str
    corps: str = ""
    entete: str = ""

    def fiche(self, nom: str) -> str:
        # A title of its own: that one is said of another attack would hide nothing here.
        texte = FICHE.replace("Action fictive :", f"Action fictive {nom} :")
        if self.corps:
            texte = texte.replace("Texte fictif.", self.corps, 1)
        if self.entete:
            cle = self.entete.partition(":")[0]
            lignes = [x for x in texte.split("\n") if not x.startswith(f"{cle}:")]
            texte = "\n".join([lignes[0], self.entete, *lignes[1:]])
        return texte


#: Markdown and HTML that a parser, a sanitiser or a pattern reads again and again.
CORPS = {
    # Named, and read by nothing more.
    "ligne-sans-fin": Attaque("E048", plein("a")),
    "crochets": Attaque("E048", "[" * 10_000 + "]" * 10_000 + "a" * 20_000),
    "adresse-sans-fin": Attaque("E048", "https://a.b/" + ")" * (PLACE - 20)),
    "lien-de-chevrons": Attaque("E048", "[a](" + "<" * (PLACE - 10)),
    "lien-d-espaces": Attaque("E048", "[a](" + " " * (PLACE - 10)),
    "image-en-base-64": Attaque("E048", f"![x](data:image/png;base64,{plein('iVBO', 90_000)})"),
    "citations": Attaque("E048", ">" * 10_000 + "a"),
    "citations-dans-des-listes": Attaque("E048", "> - " * 4_000 + "a"),
    "divisions": Attaque("E048", en_lignes("<div>")),
    "divisions-espacees": Attaque("E048", plein("<div>\n\n")),
    "gras-a-reprendre": Attaque(
        "E048", "".join(f"<b c={i}>" for i in range(1_500)) + plein("\n\na", 150_000)
    ),
    "table-de-milliers-de-colonnes": Attaque(
        "E048", "|" + "a|" * 9_000 + "\n|" + "-|" * 9_000 + "\n" + "|a\n" * 50
    ),
    "table-a-completer": Attaque(
        "E048", "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + "\n" + plein("|a\n", 200_000)
    ),
    "cent-mille-liens": Attaque("E001", "[[nulle-part]] " * 100_000),
    # Read to the end, as fast as any other text.
    "crochets-emboites": Attaque("", "[a " * 5_000 + "]" * 5_000),
    "parentheses": Attaque("", "(" * 9_000 + "a" + ")" * 9_000),
    "emphases": Attaque("", en_lignes("*a **b ", octets=60_000)),
    "accents-graves": Attaque("", "".join("e" + "`" * i + "\n" for i in range(1, 350))),
    "definitions": Attaque("", "[a]: https://a.b/" + "x" * 9_000 + "\n\n" + plein("[a]\n", 9_000)),
    "notes": Attaque("", "\n\n".join(f"[^{i}]: [^{i + 1}]" for i in range(2_000)) + "\n\n[^0]"),
    "titres-semblables": Attaque("", plein("### a\n", 240_000)),
    "listes": Attaque("", "".join("  " * i + "- a\n" for i in range(300))),
    "listes-en-ligne": Attaque("", "- " * 9_000 + "a"),
    "entites": Attaque("", en_lignes("&", octets=60_000)),
    "balises-en-gras": Attaque("", "<b>" * 1_000 + "a"),
    # Each is a finding about a line, and all are told.
    "liens-inconnus": Attaque("E042", plein("[[nulle-part]]\n", 120_000)),
    "liens-relatifs": Attaque("E044", plein("[a](../../etc/passwd)\n", 60_000)),
}

#: Text that would act, or mislead, if it were believed.
TEXTES = {
    "jinja": Attaque("", "Lu {{ 7 * 99991 }} {% for x in y %}{{ config }}{# z #}"),
    "script": Attaque("A105", "<script>alert('pris')</script>\n\nLu."),
    "svg": Attaque("A105", "<svg onload=\"alert('pris')\"><a href='javascript:x'>x</a></svg>"),
    "base-et-meta": Attaque(
        "A105", '<base href="//pris.example/"><meta http-equiv="refresh" content="0">'
    ),
    "formulaire": Attaque("A105", '<form action="//pris.example"><input name="x"></form>'),
    "attributs": Attaque(
        "", '<b style="position:fixed" onclick="alert(\'pris\')" class="menu">Lu</b>'
    ),
    "javascript": Attaque("E044", "[Lu](javascript:alert('pris'))"),
    "javascript-en-entites": Attaque("E044", "[Lu](&#106;avascript&colon;alert('pris'))"),
    "vbscript": Attaque("E044", "[Lu](vbscript:pris)"),
    "donnees": Attaque("E044", "[Lu](data:text/html;base64,PHNjcmlwdD4=)"),
    "lien-vers-le-disque": Attaque("E044", "[Lu](file:///etc/passwd)"),
    "traversee": Attaque("E044", "[Lu](../../../etc/passwd)"),
    "traversee-encodee": Attaque("E044", "[Lu](%2e%2e/%2e%2e/etc/passwd)"),
    "traversee-inverse": Attaque("E044", "[Lu](..\\..\\etc\\passwd)"),
    "traversee-d-un-renvoi": Attaque("E042", "[[../../etc/passwd]]"),
    "renvoi-homographe": Attaque("E042", "[[jin\u0458a]]"),
    "image-traversee": Attaque("E052", '![Vue fictive](../../secret.jpg "Commune fictive")'),
    "image-absolue": Attaque("E052", '![Vue fictive](/etc/secret.jpg "Commune fictive")'),
    "image-encodee": Attaque("E050", '![Vue fictive](%2e%2e%2fsecret.jpg "Commune fictive")'),
    "image-inverse": Attaque("E052", '![Vue fictive](..\\secret.jpg "Commune fictive")'),
    "image-nul": Attaque("E050", "![Vue fictive](secret\x00.jpg)"),
    "image-svg": Attaque("E052", '![Vue fictive](dessin.svg "Commune fictive")'),
    "renversement": Attaque("A101", "Lu \u202etxet tuaf\u202c."),
    "isolat": Attaque("A101", "Lu \u2067faux\u2069."),
    "largeur-nulle": Attaque("A101", "L\u200bu."),
    "etiquettes": Attaque("A101", "Lu" + "".join(chr(0xE0000 + ord(x)) for x in "obey") + "."),
    "selecteurs": Attaque("A101", "Lu" + "".join(map(chr, range(0xE0100, 0xE0110))) + "."),
    "remplissage": Attaque("A101", "Lu\u3164\u115f."),
    "accents-sans-fin": Attaque("", "Lu e" + "\u0301" * 5_000),
    "espaces-qui-trompent": Attaque("", "Lu\u2003\u00a0\u3000Lu."),
    "tableur": Attaque("", "=cmd|' /C calc'!A0"),
}

RESUME = 'ouvre le résumé d’une action fictive, inventée pour les tests."'

#: YAML made to grow, to hide, or to name something of the machine.
ENTETES = {
    "crochets": Attaque("E004", entete="freins: " + "[" * 10_000),
    "crochets-fermes": Attaque("E004", entete="freins: " + "[" * 10_000 + "]" * 10_000),
    "accolades": Attaque("E004", entete="freins: " + "{a: " * 10_000),
    "tirets": Attaque("E004", entete="freins:\n  " + "- " * 10_000),
    "bombe": Attaque(
        "E004",
        entete="a0: &a0 [x, x]\n"
        + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)),
    ),
    "ancres": Attaque("E004", entete="publics: &a [habitants]\ndemarches: *a"),
    "fusion": Attaque("E004", entete="periode: &a {debut: '2021'}\nimage:\n  <<: *a"),
    "etiquette-python": Attaque("E011", entete="pris: !!python/object/apply:os.system [id]"),
    "trop-long": Attaque("E004", entete="titre: " + "a" * 70_000),
    "cent-mille-termes": Attaque("E004", entete=f"themes: [{'zz, ' * 50_000}x]"),
    "lieux-inconnus": Attaque(
        "E020", entete=f"territoires: [{', '.join(f'zz{i}' for i in range(6_000))}]"
    ),
    "liens": Attaque(
        "E043",
        entete="liens:\n" + "".join(f"- {{type: prolonge, vers: n{i}}}\n" for i in range(1_500)),
    ),
    "lien-traversee": Attaque("E043", entete="liens: [{type: prolonge, vers: ../../etc/passwd}]"),
    "traduction-traversee": Attaque("E043", entete="traduction_de: ../../etc/passwd"),
    "ancien-traversee": Attaque("E023", entete="anciens_identifiants: [../../etc/passwd]"),
    "image-traversee": Attaque("E052", entete="image: {fichier: ../x.jpg, alt: Une vue fictive}"),
    "adresse-javascript": Attaque(
        "E027",
        entete='sources: [{titre: T, editeur: E, annee: 2022, url: "javascript:alert(1)"}]',
    ),
    "titre-script": Attaque("E026", entete='titre: "<script>alert(1)</script> une action fictive"'),
    "titre-invisible": Attaque("A101", entete='titre: "Une\\u202e action \\u2066 fictive"'),
    "jinja": Attaque(
        "",
        entete='resume: "{{ 7 * 99991 }} {% raw %} ouvrent un résumé d’action fictive, inventée."',
    ),
    "tableur": Attaque(
        "",
        entete='resume: "=HYPERLINK(1;2) est le début du résumé d’une action fictive."',
    ),
}


#: Alone, so that little is enough to tell a search that grows as the square of the text.
LENTS = {
    "marques-emboitees": Attaque(
        "E026", entete='titre: "' + " **a __a" * 3_500 + "x" + "a__ a**" * 3_500 + '"'
    ),
    "termes-inconnus": Attaque(
        "E019", entete=f"themes: [{', '.join(f'zz{i}' for i in range(7_500))}]"
    ),
    "chevrons": Attaque("", plein("[a](" + "<" * 19_900 + "\n")),
    "espaces": Attaque("", plein("[a](" + " " * 19_900 + "b\n")),
}


def trou(octets: int) -> Callable[[Path], None]:
    """A file of that size, which takes no place on the disk."""

    def ecrire(fichier: Path) -> None:
        with fichier.open("wb") as flux:
            flux.truncate(octets)

    return ecrire


def contenu(octets: bytes) -> Callable[[Path], None]:
    def ecrire(fichier: Path) -> None:
        fichier.write_bytes(octets)

    return ecrire


def vers(cible: str) -> Callable[[Path], None]:
    return lambda fichier: fichier.symlink_to(cible)


_CADRE = struct.pack(">II", 60_000, 60_000)
#: Path below the corpus → (how it is made, code, or "" when nothing is said of it).
FICHIERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "inspiractions/enorme.md": (trou(200 * 1024**2), "E001"),
    "inspiractions/binaire.md": (contenu(bytes(range(256)) * 100), "E001"),
    "inspiractions/utf-16.md": (contenu(FICHE.encode("utf-16")), "E001"),
    "inspiractions/nul.md": (contenu(FICHE.replace("Texte", "Te\0xte").encode()), "A101"),
    "inspiractions/latin.md": (contenu(FICHE.encode("cp1252", "ignore")), "E001"),
    "inspiractions/lien.md": (vers("/etc/passwd"), "E032"),
    "inspiractions/lien-en-rond.md": (vers("lien-en-rond.md"), "E032"),
    "inspiractions/peripherique.md": (vers("/dev/zero"), "E032"),
    "inspiractions/tube.md": (lambda f: os.mkfifo(f), "E032"),
    "inspiractions/dossier.md": (Path.mkdir, "E032"),
    "inspiractions/x..%2f..%2fsortie.md": (contenu(FICHE.encode()), "E030"),
    "inspiractions/x..\\sortie.md": (contenu(FICHE.encode()), "E030"),
    "inspiractions/p\u0430ris.md": (contenu(FICHE.encode()), "E030"),
    "inspiractions/e\u0301te.md": (contenu(FICHE.encode()), "E030"),
    "inspiractions/\u00e9te.md": (contenu(FICHE.encode()), "E030"),
    "inspiractions/a\u202egpj.md": (contenu(FICHE.encode()), "E030"),
    "inspiractions/con.md": (contenu(FICHE.encode()), "E030"),
    "inspiractions/dessin.svg": (contenu(b"<svg onload='alert(1)'/>"), "E032"),
    "interviews": (vers("/etc"), "E032"),
    "_lettres/2026-10.md": (vers("/etc/passwd"), "E032"),
    "_lettres/2026-11.md": (lambda f: os.mkfifo(f), "E032"),
    "_lettres/2026-09.md": (contenu((">" * 9_000 + " Lu.").encode()), "E048"),
    "_referentiels/themes.yml": (vers("/etc/passwd"), "E070"),
    "_referentiels/publics.yml": (lambda f: os.mkfifo(f), "E070"),
    "_referentiels/guide.yml": (vers("/dev/zero"), "E070"),
    "_referentiels/structures.yml": (trou(200 * 1024**2), "E070"),
    "_referentiels/demarches.yml": (contenu(b"- " * 20_000), "E070"),
    "_referentiels/glossaire.yml": (contenu(b"- id: h\xd0\xbe\n  libelle: Homographe\n"), "E070"),
    "_referentiels/cadres.yml": (
        contenu(b"- &a [x]\n" + b"- [*a, *a, *a]\n" * 9), "E070",
    ),
}  # fmt: skip
#: Images of the entry `images`, which shows them all.
IMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "enorme.jpg": (trou(200 * 1024**2), "E051"),
    "svg.png": (contenu(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "E052"),
    "html.jpg": (contenu(b"<html><script>alert(1)</script>"), "E052"),
    "dessin.svg": (contenu(b"<svg/>"), "E052"),
    "lien.jpg": (vers("/etc/passwd"), "E050"),
    "tube.jpg": (lambda f: os.mkfifo(f), "E050"),
    "dossier.jpg": (Path.mkdir, "E050"),
    "bombe.png": (
        contenu(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + _CADRE + b"\x08\x06\0\0\0"), "",
    ),
    "bonne.jpg": (contenu(JPEG), ""),
}  # fmt: skip
