"""What no contributor should write: never a crash, never code on a page, always a finding."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capitalisation.body import analyser
from capitalisation.codes import CODES
from capitalisation.corpus import Chargement, charger
from capitalisation.markup import BALISES, PROFONDEUR_MAX, Convertisseur, Glossaire
from capitalisation.typography import typographier
from capitalisation.vocabulary import Terme
from tests.conftest import FICHE
from tests.unit import petit

#: The same examples at every run, on every machine, and none kept on disk.
REGLAGES = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# --- Files ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def racine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return petit.ecrire(tmp_path_factory.mktemp("hostile") / "fiches", {})


#: Words of an English library that must never reach a contributor.
ANGLAIS = re.compile(
    r"\b(should|must|expected|invalid|valid|required|field|input|found|error|unexpected|cannot"
    r"|None|Traceback|codec|byte)\b"
)


def verifier(racine: Path, *contenus: bytes, dossier: str = "inspiractions") -> Chargement:
    """Load these files and check that each finding is one that a person can use."""
    fichiers = {str(racine / dossier / f"x{i}.md"): c for i, c in enumerate(contenus)}
    for chemin, contenu in fichiers.items():
        Path(chemin).parent.mkdir(exist_ok=True)
        Path(chemin).write_bytes(contenu)
    try:
        chargement = charger(racine)
    finally:
        for chemin in fichiers:
            Path(chemin).unlink()
    lignes = {
        chemin: contenu.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        for chemin, contenu in fichiers.items()
    }
    for d in chargement.diagnostics:
        assert d.code in CODES
        assert 1 <= d.ligne <= lignes[d.chemin], d
        for phrase in (d.message, d.correction):
            propre = re.sub(r"«.*?»|\[.*\]|:.*", "", phrase, flags=re.DOTALL)
            assert len(propre.strip()) > 3, d
            assert not ANGLAIS.search(propre), d
    return chargement


@given(st.binary(max_size=300))
@settings(REGLAGES, max_examples=60)
def test_any_bytes_are_read_without_a_crash_and_refused(racine: Path, octets: bytes) -> None:
    assert verifier(racine, octets).corpus.fiches == {}


@given(st.text(max_size=200))
@settings(REGLAGES, max_examples=60)
def test_any_front_matter_is_read_without_a_crash(racine: Path, texte: str) -> None:
    verifier(racine, f"---\n{texte}\n---\n".encode(errors="replace"))


#: Signs that YAML, Markdown, HTML, Python or an editor give a meaning to.
SIGNES = [
    *'"\'#:[]{}&*!|>%@`,?-~=<>\\/\t\r\n \x00\x0b\x0c\x1b\x7f\x85\u00a0\u2028\u2029\u200b\ufeff',
    "\u202e", "é", "e\u0301", "𝟚", "👩‍👩‍👧", "---\n", "\n---\n", "...\n", "- ", "? ", ": ", " #",
    "&a ", "*a", "!!int ", "<<: ", "[[", "]]", "[[x]]", "{{ x }}", "{% x %}", "```\n", "~~~\n",
    "<!--", "-->", "<script>", "![](", "](", "[^1]", "[^1]: ", "## ", "# ", "|", "\r\n", "%0A",
    "::error::x", "null", "true", "9" * 30, "-1", "1e999", "2026-13-45", "\\u0000", "\\x1b",
]  # fmt: skip


@st.composite
def fiches_abimees(dessiner: st.DrawFn) -> str:
    """The valid fiche after a few accidents: cut, doubled, moved, or with a sign typed in."""
    texte = FICHE
    for _ in range(dessiner(st.integers(1, 4))):
        debut = dessiner(st.integers(0, len(texte)))
        fin = min(len(texte), debut + dessiner(st.integers(0, 60)))
        accident = dessiner(st.sampled_from(["coupe", "signe", "retire", "double", "lignes"]))
        if accident == "coupe":
            texte = texte[:debut]
        elif accident == "signe":
            texte = texte[:debut] + dessiner(st.sampled_from(SIGNES)) + texte[debut:]
        elif accident == "retire":
            texte = texte[:debut] + texte[fin:]
        elif accident == "double":
            texte = texte[:fin] + texte[debut:fin] + texte[fin:]
        else:
            lignes = texte.split("\n")
            i, j = (dessiner(st.integers(0, len(lignes) - 1)) for _ in range(2))
            lignes[i], lignes[j] = lignes[j], lignes[i]
            texte = "\n".join(lignes)
    return texte


@given(fiches_abimees())
@settings(REGLAGES, max_examples=250)
def test_a_damaged_fiche_is_read_without_a_crash(racine: Path, texte: str) -> None:
    verifier(racine, texte.encode())


@pytest.mark.parametrize("signe", SIGNES, ids=ascii)
def test_a_sign_typed_anywhere_in_a_fiche_is_no_crash(signe: str, racine: Path) -> None:
    """On a line of each shape: dashes, text, list, date, mapping, item, end."""
    lignes = FICHE.split("\n")
    abimees = [
        "\n".join([*lignes[:i], ligne, *lignes[i + 1 :]]).encode()
        for i in (0, 1, 3, 8, 9, 11, 17, 18)
        for ligne in (
            signe + lignes[i],
            lignes[i].replace(": ", f": {signe}", 1),
            lignes[i] + signe,
        )
    ]
    verifier(racine, *abimees)


def test_a_fiche_cut_at_any_line_says_what_is_missing(racine: Path) -> None:
    lignes = FICHE.split("\n")
    for i in range(len(lignes) - 2):
        assert verifier(racine, "\n".join(lignes[:i]).encode()).diagnostics, i


#: A value of the wrong shape, for every key.
FORMES = ["", "x", "[]", "{}", "[[x]]", "[{a: b}]", "{a: [b]}", "[null]", "- ", '"\\0"', "|\n  x"]


@pytest.mark.parametrize("dossier", ["inspiractions", "interviews", "dossiers", "ressources"])
@pytest.mark.parametrize("forme", FORMES)
def test_a_value_of_any_shape_in_any_key_is_no_crash(
    forme: str, dossier: str, racine: Path
) -> None:
    entete, _, corps = petit.texte(dossier).removeprefix("---\n").partition("\n---\n")
    cles = [ligne.split(":")[0] for ligne in entete.split("\n")]
    abimees = []
    for cle in (*cles, "liens", "periode", "image", "elements", "leviers", "auteurs"):
        gardees = [ligne for ligne in entete.split("\n") if not ligne.startswith(f"{cle}:")]
        abimees.append("\n".join(["---", *gardees, f"{cle}: {forme}", "---", corps]).encode())
    verifier(racine, *abimees, dossier=dossier)


# --- Time --------------------------------------------------------------------------------

#: Long lines that a backtracking search reads again and again, for hours: whoever reads them
#: once is done at once. Nothing is timed; a slow search would never let the suite end.
LENTEURS: dict[str, Callable[[], object]] = {
    "titre-plein-d-espaces": lambda: analyser("# a" + " " * 400_000 + "b", 1),
    "liens-ouverts": lambda: analyser("[a](" * 100_000, 1),
    "images-ouvertes": lambda: analyser("![a](" * 100_000, 1),
    "renvois-ouverts": lambda: analyser("[[a|" * 100_000, 1),
    "commentaires-ouverts": lambda: analyser("<!--" * 100_000, 1),
    "accents-graves": lambda: analyser("`a" * 100_000, 1),
    "espaces-au-milieu": lambda: typographier("a" + " " * 400_000 + "b"),
}


@pytest.mark.parametrize("nom", LENTEURS)
def test_a_line_made_to_slow_the_check_down_does_not(nom: str) -> None:
    LENTEURS[nom]()


def test_spaces_without_end_do_not_slow_the_whole_check_down(racine: Path) -> None:
    verifier(racine, FICHE.replace("Texte fictif.", "a" + " " * 400_000 + "b", 1).encode())


#: Bodies that each rule about text reads once, however long.
LONGUEURS = {
    "chiffres": "0" * 300_000,
    "telephones": "01 99 00 " * 40_000,
    "plus": "+32 " * 80_000,
    "arobases": "a@" * 150_000,
    "courriels": "a.b+c" * 60_000 + "@gmail",
    "a-completer": "* - (à compléter" * 20_000,
    "points": "…\n\n" * 80_000,
    "dieses": "#### \n" * 50_000,
    "niveaux": "## a\n#### b\n" * 20_000,
    "ancres": "[a](#b) " * 30_000,
    "images-et-guillemets": '![](a "' * 40_000,
    "fragments": "<!--StartFragment-->\n" * 10_000,
    "renvois-inconnus": "".join(f"[[nulle-part-{i}]] " for i in range(30_000)),
}


@pytest.mark.parametrize("nom", LONGUEURS)
def test_a_body_made_to_slow_a_rule_down_does_not(nom: str, racine: Path) -> None:
    texte = FICHE.replace("Texte fictif.", LONGUEURS[nom], 1).encode()
    verifier(racine, texte)


@pytest.mark.parametrize("cle", ["themes", "territoires", "partenaires"])
def test_thousands_of_wrong_terms_do_not_slow_the_check_down(cle: str, racine: Path) -> None:
    faux = [f"zz{i}" for i in range(5_000)]
    verifier(racine, petit.texte(**{cle: faux}).encode())


# --- Pages ---------------------------------------------------------------------------------

TITRES = {
    "id": "Un titre fictif",
    "piege": "</a><script>alert(1)</script><img src=x onerror=alert(1)>{{ config }}\"'",
}
CONVERTISSEUR = Convertisseur(
    lambda i: (f"../../{i}/", TITRES[i]) if i in TITRES else None,
    Glossaire(
        [
            Terme("dispositifs", "cls", "Contrat", '"><script>alert(1)</script>', sigle="CLS"),
            Terme("glossaire", "lien", "Lien", "' onmouseover='alert(1)"),
        ]
    ),
    racine="../../",
)

#: Attributes that our own HTML may carry, by tag; anything else came from a contributor.
ATTRIBUTS = {
    "a": {"href", "title", "id", "rel", "class", "data-definition"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "loading", "decoding"},
    "li": {"id"},
    "sup": {"id"},
    "ol": {"start"},
    "td": {"style", "colspan", "rowspan"},
    "th": {"style", "colspan", "rowspan", "scope"},
    "div": {"class", "role", "aria-label", "tabindex"},
    **{f"h{n}": {"id"} for n in range(2, 7)},
}


class Garde(HTMLParser):
    """Reads a page as a browser does, and notes all that has no place there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fautes: list[str] = []
        self.texte: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texte.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in BALISES or tag == "h1":
            self.fautes.append(f"<{tag}>")
        for nom, valeur in attrs:
            valeur = valeur or ""
            if nom not in ATTRIBUTS.get(tag, set()):
                self.fautes.append(f"<{tag} {nom}>")
            protocole = re.match(r"[\s\x00-\x1f]*([a-z][a-z0-9+.-]*):", valeur, re.IGNORECASE)
            if nom in ("href", "src") and protocole:
                permis = {"http", "https", "mailto"} if nom == "href" else set()
                if protocole[1].lower() not in permis:
                    self.fautes.append(f"{nom}={valeur}")
            if nom == "class" and not re.fullmatch(
                r"terme|tableau|aligne-(left|right|center)", valeur
            ):
                self.fautes.append(f"class={valeur}")
            if nom == "id":
                motif = r"[a-z0-9-]+" if tag[0] == "h" else r"fn(ref)?-[\w.%-]+"
                if not re.fullmatch(motif, valeur, re.DOTALL):
                    self.fautes.append(f"<{tag} id={valeur}>")

    def handle_comment(self, data: str) -> None:
        self.fautes.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.fautes.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.fautes.append(f"<?{data}>")


def lire(markdown: str) -> tuple[list[str], str]:
    """Return what has no place on the page of `markdown`, and the text that people read."""
    garde = Garde()
    garde.feed(CONVERTISSEUR.convertir(markdown, "../../images/x/", {"a.jpg"}).html)
    garde.close()
    return garde.fautes, " ".join("".join(garde.texte).split())


#: Hostile Markdown → text that must still be read on the page ("" when there is none).
HOSTILES = {
    "script": ("<script>alert(1)</script>", ""),
    "script-en-ligne": ("Un <script>alert(1)</script> mot", "Un mot"),
    "script-coupe": ("<scr<script>ipt>alert(1)</script>", ""),
    "script-en-casse-melee": ("<ScRiPt >alert(1)</sCrIpT >Lu", "Lu"),
    "script-svg": ("<svg><script>alert(1)</script></svg>Lu", "Lu"),
    "style": ("<style>*{display:none}</style>Lu", "Lu"),
    "style-en-ligne": ('<p style="position:fixed;inset:0">Lu</p>', "Lu"),
    "style-de-cellule": (
        '<table><tr><td style="text-align:left;background:url(//x)">Lu</td></tr></table>', "Lu",
    ),
    "evenement": ('<b onclick="alert(1)" ONMOUSEOVER=alert(1)>Lu</b>', "Lu"),
    "evenement-sur-un-lien": ('<a href="https://x.org" onclick="alert(1)">Lu</a>', "Lu"),
    "evenement-sur-l-image-de-la-fiche": ('<img src="a.jpg" alt="x" onerror="alert(1)">Lu', "Lu"),
    "evenement-sans-espace": ("<img/src=x/onerror=alert(1)>", ""),
    "evenement-sur-image": ('![x](a.jpg"onerror="alert(1))', ""),
    "evenement-dans-un-titre": ('[Lu](https://x.org "a\\" onmouseover=\\"alert(1)")', "Lu"),
    "evenement-dans-alt": ('![" onerror="alert(1)](a.jpg)', ""),
    "lien-javascript": ("[Lu](javascript:alert(1))", "Lu"),
    "lien-javascript-majuscules": ("[Lu](JaVaScRiPt:alert(1))", "Lu"),
    "lien-javascript-entites": ("[Lu](&#106;&#x61;vascript&colon;alert(1))", "Lu"),
    "lien-javascript-coupe": ("<a href='java&#10;script:alert(1)'>Lu</a>", "Lu"),
    "lien-javascript-tabulation": ("<a href='java\tscript:alert(1)'>Lu</a>", "Lu"),
    "lien-javascript-controle": ("<a href='\x01javascript:alert(1)'>Lu</a>", "Lu"),
    "lien-javascript-reference": ("[Lu][1]\n\n[1]: javascript:alert(1)", "Lu"),
    "lien-javascript-chevrons": ("[Lu](<javascript:alert(1)>)", "Lu"),
    "lien-javascript-automatique": ("<javascript:alert(1)> Lu", "Lu"),
    "lien-vbscript": ("[Lu](vbscript:msgbox(1))", "Lu"),
    "lien-data": ("[Lu](data:text/html;base64,PHNjcmlwdD4=)", "Lu"),
    "renvoi-contrefait": (
        '<a href="?&lt;script&gt;alert(1)&lt;/script&gt;" data-wikilink="true">Lu</a>', "Lu",
    ),
    "renvoi-contrefait-dans-un-attribut": (
        """<img src="a.jpg" alt='<a href="id" data-wikilink="true">" onerror="alert(1)</a>'>Lu""",
        "Lu",
    ),
    "renvoi-a-du-html": ("[[<img src=x onerror=alert(1)>]] Lu", "[[<img src=x onerror=alert(1)>]]"),
    "renvoi-au-texte-html": ("[[nulle-part|<b onclick=alert(1)>Lu</b>]]", "Lu"),
    "renvoi-qui-ferme-l-attribut": ('[["><script>alert(1)</script>|Lu]]', "Lu"),
    "lien-fichier": ("[Lu](file:///etc/passwd)", "Lu"),
    "image-javascript": ("![Lu](javascript:alert(1))", "Lu"),
    "image-data": ("![Lu](data:image/svg+xml,<svg onload=alert(1)>)", ""),
    "image-srcset": ('<img src="a.jpg" srcset="//x.org/a.jpg">Lu', "Lu"),
    "cadre": ('<iframe src="https://x.org"></iframe>Lu', "Lu"),
    "cadre-srcdoc": ('<iframe srcdoc="<script>alert(1)</script>"></iframe>Lu', "Lu"),
    "objet": ('<object data="x"><embed src="x"></object>Lu', "Lu"),
    "formulaire": ('<form action="//x.org"><input name="mdp"><button>Lu</button></form>', "Lu"),
    "svg": ('<svg onload="alert(1)"><a xlink:href="javascript:alert(1)">x</a></svg>Lu', "Lu"),
    "math": ('<math href="javascript:alert(1)">Lu</math>', ""),
    "base": ('<base href="//x.org/">Lu', "Lu"),
    "meta": ('<meta http-equiv="refresh" content="0;url=//x.org">Lu', "Lu"),
    "lien-de-style": ('<link rel="stylesheet" href="//x.org/a.css">Lu', "Lu"),
    "media": ('<video src="//x.org"></video><audio src="//x.org"></audio>Lu', "Lu"),
    "id-de-la-page": ('<p id="contenu">Lu</p><a id="leviers">x</a>', "Lu"),
    "classe": ('<p class="menu">Lu</p>', "Lu"),
    "nom": ('<a name="contenu">Lu</a><img name="getElementById">', "Lu"),
    "cible": ('<a href="https://x.org" target="_top" ping="//x.org">Lu</a>', "Lu"),
    "attribut-data": ('<div data-entree="x" contenteditable tabindex="1">Lu</div>', "Lu"),
    "xml": ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y "z">]>Lu', ""),
    "cdata": ("<![CDATA[<script>alert(1)</script>]]>Lu", ""),
    "gabarit-html": ("<template><script>alert(1)</script></template>Lu", "Lu"),
    "noscript": ('<noscript><p title="</noscript><img src=x onerror=alert(1)>">Lu', ""),
    "mutation": ('<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>', ""),
    "mutation-2": ('<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">', ""),
    "commentaire": ("<!-- <script>alert(1)</script> -->Lu", "Lu"),
    "commentaire-conditionnel": ("<!--[if IE]><script>alert(1)</script><![endif]-->Lu", "Lu"),
    "entites": ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
    "entites-numeriques": ("&#60;script&#62;alert(1)", "<script>alert(1)"),
    "code": ("`<script>alert(1)</script>`", "<script>alert(1)</script>"),
    "bloc-de-code": ("    <script>alert(1)</script>", "<script>alert(1)</script>"),
    "balises-ouvertes": ("<b><i><u><table><tr><td>Lu", "Lu"),
    "balises-croisees": ("<b><i>Lu</b></i></p></div></article>", "Lu"),
    "fermantes-seules": ("</div></article></main></body></html>Lu", "Lu"),
    "titre-html": ('<h1 id="x" onclick="alert(1)">Lu</h1>', "Lu"),
    "titre-piege": ('## "><script>alert(1)</script> Lu', "Lu"),
    "sigle-piege": ('*[Lu]: "><script>alert(1)</script>\n\nLu', "Lu"),
    "sigle-regex": ("*[(a+)+$]: x\n\n*[.*]: x\n\n*[\\]: x\n\nLu", "Lu"),
    "note-piege": ('Lu[^"><script>]\n\n[^"><script>]: <img src=x onerror=alert(1)>', "Lu"),
    "note-en-rond": ("Lu[^1]\n\n[^1]: Encore[^1]", "Lu"),
    "table-piege": ('| <script>alert(1)</script> |\n|---|\n| <b onclick="x">Lu</b> |', "Lu"),
    "table-dans-un-titre": ('<a href="/x" title="<table><img src=x onerror=y>">Lu</a>', "Lu"),
    "glossaire-dans-un-titre": ("<a href='/x' title='> CLS <img src=x onerror=y>'>Lu</a>", "Lu"),
    "glossaire-dans-alt": ("![CLS > lien](a.jpg) Lu", "Lu"),
    "titre-dans-un-titre": ("<a href='/x' title='<h2>x</h2> </> '>Lu</a>", "Lu"),
    "image-dans-un-titre": ("<a href='/x' title='<img src=\"a.jpg\">'>Lu</a>", "Lu"),
    "definition-piege": ("Le CLS et le lien.", "Le CLS et le lien."),
    "renvoi-piege": ("[[id|<img src=x onerror=alert(1)>]] Lu", "Lu"),
    "renvoi-script": ("[[id|<script>alert(1)</script>]] Lu", "Lu"),
    "renvoi-guillemets": ('[[id|" onclick="alert(1)]]', '" onclick="alert(1)'),
    "renvoi-inconnu": ('[["><script>alert(1)</script>]] Lu', "Lu"),
    "renvoi-vers-un-titre-piege": ("[[piege]] Lu", "Lu"),
    "renvoi-dans-un-lien": ("[[[id]]](javascript:alert(1)) Lu", "Lu"),
    "jinja": ("Lu {{ config }} {% for x in y %}{# z #}", "Lu {{ config }} {% for x in y %}{# z #}"),
    "jinja-dans-un-lien": ("[{{ 7*7 }}](<https://x.org/{{ 7*7 }}>)", "{{ 7*7 }}"),
    "jinja-dans-un-renvoi": ("[[id|{{ 7*7 }}]]", "{{ 7*7 }}"),
    "python": ("Lu `__import__('os')` ${x} #{x} <%= x %>", "Lu __import__('os') ${x} #{x}"),
    "attributs-markdown": ("Lu {: onclick=alert(1) id=contenu}", "Lu"),
    "nul": ("L\x00u <scr\x00ipt>alert(1)</scr\x00ipt>", "Lu"),
    "bidi": ("Lu \u202e<script>alert(1)</script>", "Lu"),
    "reserve-de-markdown": ("Lu \x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03", "Lu"),
}  # fmt: skip


@pytest.mark.parametrize("nom", HOSTILES)
def test_a_hostile_body_gives_a_page_that_runs_nothing(nom: str) -> None:
    markdown, _ = HOSTILES[nom]
    assert lire(markdown)[0] == []
    assert lire(f"Avant.\n\n{markdown}\n\n| A |\n|---|\n| 1 |\n\nCLS")[0] == []


@pytest.mark.parametrize("nom", [nom for nom, (_, lu) in HOSTILES.items() if lu])
def test_the_text_of_a_hostile_body_stays_readable(nom: str) -> None:
    markdown, lu = HOSTILES[nom]
    assert lu in lire(markdown)[1]


@pytest.mark.parametrize("nom", HOSTILES)
def test_what_precedes_a_hostile_body_is_not_lost(nom: str) -> None:
    assert lire(f"Avant le texte.\n\n{HOSTILES[nom][0]}")[1].startswith("Avant le texte.")


MORCEAUX = [
    '<a href="?&lt;script&gt;" data-wikilink="true">',
    "[[?<script>",
    "[[<b onclick=x>|",
    "]]",
    *(m for m, _ in HOSTILES.values()),
    *SIGNES,
    *(
        "<",
        ">",
        "</",
        "/>",
        "<a ",
        "<img ",
        " href=",
        " onerror=",
        "javascript:",
        "<td style=",
        "=",
    ),
    *(
        "\n\n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n    ",
        "\n:   ",
        "\n*[CLS]: ",
        "\n| a | b |\n|---|---|\n",
    ),
    *("CLS", "lien", "[[id]]", "[[id|", "](#fn:1)", "<li id=fn:1>", "**", "_", "`", "\\"),
]


@given(st.lists(st.sampled_from(MORCEAUX) | st.text(max_size=8), max_size=14))
@settings(REGLAGES, max_examples=350)
def test_no_mixture_of_hostile_pieces_runs_anything(morceaux: list[str]) -> None:
    markdown = "".join(morceaux)
    assert lire(markdown)[0] == []


# --- Nesting without end ------------------------------------------------------------------

EMPILEMENTS = {
    "citations": "> " * 400 + "Lu",
    "listes": "\n".join("    " * i + "- Lu" for i in range(280)),
    "definitions": "Lu\n:   sens\n" * 600,
    "divisions": "<div>\n\n" * 1_000 + "Lu",
    "gras": "<b>" * 3_000 + "Lu",
    "tables-html": "<table><tr><td>" * 500 + "Lu",
    "etoiles": "*" * 3_000 + "Lu",
    "emphases": "*a **b " * 500 + "Lu",
    "crochets": "[" * 400 + "Lu" + "](https://x.org)" * 400,
    "renvois": "[[" * 200 + "Lu",
    "notes": "Lu[^0]\n\n" + "\n\n".join(f"[^{i}]: [^{i + 1}]" for i in range(300)),
    "titres": "## Lu\n" * 800,
    "accents-graves": "`" * 3_000 + "\nLu",
}


def profondeur(html: str) -> int:
    """How many elements stand inside one another, at most."""
    ouvertes = plus = 0
    for fermante, nom in re.findall(r"<(/?)([a-z][a-z0-9]*)", html):
        if nom not in ("br", "hr", "img"):
            ouvertes += -1 if fermante else 1
            plus = max(plus, ouvertes)
    assert ouvertes == 0
    return plus


@pytest.mark.parametrize("nom", EMPILEMENTS)
def test_nesting_without_end_is_no_crash_and_leaves_nothing_behind(nom: str) -> None:
    """Its author sees a poor page; the other pages of the same build are untouched."""
    temoin = "Un **mot**, [[id]] et une note[^1].\n\n[^1]: Note."
    attendu = CONVERTISSEUR.convertir(temoin)
    convertisseur = Convertisseur(
        lambda i: (f"../../{i}/", TITRES[i]) if i in TITRES else None, Glossaire([]), "../../"
    )
    rendu = convertisseur.convertir(EMPILEMENTS[nom])
    assert "Lu" in rendu.html
    # A table, of four elements, stands in a box of ours.
    assert profondeur(rendu.html) <= PROFONDEUR_MAX * 5 // 4
    assert convertisseur.convertir(temoin) == attendu


@pytest.mark.parametrize("nom", EMPILEMENTS)
def test_nesting_without_end_is_checked_without_a_crash(nom: str, racine: Path) -> None:
    verifier(racine, FICHE.replace("Texte fictif.", EMPILEMENTS[nom], 1).encode())


# --- Values ----------------------------------------------------------------------------------

VALEURS_HOSTILES = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b>gras</b>",
    "[x](javascript:alert(1))", "![x](y)", "**x y**", "`x`", "[[id]]", "# x",
]  # fmt: skip


@pytest.mark.parametrize("valeur", VALEURS_HOSTILES)
@pytest.mark.parametrize("cle", ["titre", "resume"])
def test_markup_in_a_value_is_an_error(cle: str, valeur: str, racine: Path) -> None:
    texte = petit.texte(**{cle: f"{valeur} {'fictif ' * 12}"})
    codes = {d.code for d in verifier(racine, texte.encode()).diagnostics}
    assert codes == {"E026"}


@pytest.mark.parametrize("corps", ["[[a|" * 100_000, "a <![CDATA[" * 40_000])
def test_a_body_made_to_exhaust_the_markdown_parser_is_shown_as_plain_text(corps: str) -> None:
    """Read as Markdown, each would take hours: that the test ends is what it shows."""
    rendu = CONVERTISSEUR.convertir(corps)
    assert corps[:8].replace("<", "&lt;") in rendu.html


@pytest.mark.parametrize("signe", ["[ ", "![", "[a](", "<a", "<a ", "</a", "*a "])
def test_a_value_full_of_open_signs_is_read_quickly(signe: str, racine: Path) -> None:
    """Each sign was followed to the end of the text, in vain: seconds for one title."""
    depart = time.monotonic()
    titre = json.dumps(signe * (60_000 // len(signe)))
    verifier(racine, re.sub("(?m)^titre: .*", lambda _: f"titre: {titre}", FICHE).encode())
    assert time.monotonic() - depart < 2


def test_a_film_is_not_read_to_its_end(racine: Path) -> None:
    fichier = racine / "inspiractions" / "film.md"
    with fichier.open("wb") as flux:
        flux.truncate(1 << 40)  # a hole: it takes no place on the disk
    try:
        (constat,) = charger(racine).diagnostics
    finally:
        fichier.unlink()
    assert (constat.code, constat.ligne) == ("E001", 1)
    assert "1073741824 ko" in constat.message
