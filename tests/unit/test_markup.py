"""A Markdown body → the HTML of a page, its headings, its plain text."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from capitalisation.markup import Convertisseur, Glossaire, Rendu, cibles
from capitalisation.vocabulary import Terme
from tests.conftest import PROJET

TITRES = {
    "cafes-fictifs": "Les cafés fictifs : aller vers",
    "signes": "Le _mot_ juste & <30 ans",
}
GLOSSAIRE = Glossaire(
    [
        Terme("dispositifs", "cls", "Contrat local de santé", "Contrat fictif.", sigle="CLS"),
        Terme("glossaire", "litteratie", "Littératie en santé", 'Savoir lire & "comprendre".'),
        Terme("glossaire", "pouvoir", "Pouvoir d’agir", "Définition fictive."),
        Terme("glossaire", "muet", "Mot muet"),
    ]
)


def trouver(identifiant: str) -> tuple[str, str] | None:
    titre = TITRES.get(identifiant)
    return (f"../../inspiractions/{identifiant}/", titre) if titre else None


CONVERTISSEUR = Convertisseur(trouver, GLOSSAIRE, racine="../../")


def rendu(texte: str) -> Rendu:
    return CONVERTISSEUR.convertir(texte, "../../images/x/", {"a.jpg"})


def page(texte: str) -> str:
    return rendu(texte).html


def aplati(texte: str) -> str:
    return re.sub(r">\n+<", "><", page(texte)).strip()


# --- Markdown ----------------------------------------------------------------------

#: Markdown → HTML, white space between tags aside.
MARKDOWN = {
    "paragraphe": ("Un *deux* **trois**.", "<p>Un <em>deux</em> <strong>trois</strong>.</p>"),
    "liste": ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
    "liste-qui-commence-a-trois": ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    "definition": ("Mot\n:   Sens", "<dl><dt>Mot</dt><dd>Sens</dd></dl>"),
    "citation": ("> Un mot", "<blockquote><p>Un mot</p></blockquote>"),
    "liste-sans-ligne-vide": ("Un :\n- a\n- b", "<p>Un\u202f:</p><ul><li>a</li><li>b</li></ul>"),
    "liste-dans-la-liste": (
        "- a\n  - b",
        "<ul><li>a\n<ul><li>b</li></ul></li></ul>",
    ),
    "adresse-nue": (
        "Voir https://example.org/a.",
        '<p>Voir <a href="https://example.org/a" rel="noopener">https://example.org/a</a>.</p>',
    ),
    "barre": ("~~mot~~", "<p><del>mot</del></p>"),
    "code": ("`l'id : x`", "<p><code>l'id : x</code></p>"),
    "html-simple": ("H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>"),
    "courriel": (
        "[écrire](mailto:a@example.org)",
        '<p><a href="mailto:a@example.org" rel="noopener">écrire</a></p>',
    ),
    "lien": (
        '[a](https://example.org "Titre")',
        '<p><a href="https://example.org" title="Titre" rel="noopener">a</a></p>',
    ),
}


@pytest.mark.parametrize("nom", MARKDOWN)
def test_markdown_becomes_html(nom: str) -> None:
    texte, html = MARKDOWN[nom]
    assert aplati(texte) == html


@pytest.mark.parametrize("cloture", ["```", "~~~", "````"])
def test_a_fenced_block_is_code_where_nothing_is_a_link_or_a_heading(cloture: str) -> None:
    """The checker passes over these lines (body.py): the page must do the same."""
    lu = rendu(f"{cloture}\n# titre\n\n[[cafes-fictifs]] l'*a* : b\n{cloture}\n\nFin.")
    assert "<pre>" in lu.html
    assert lu.sommaire == ()
    assert "# titre\n\n[[cafes-fictifs]] l'*a* : b" in lu.html


@pytest.mark.parametrize("vide", ["", "  \n\n\t", "\u200b"])
def test_an_empty_body_gives_nothing(vide: str) -> None:
    assert not rendu(vide).html.strip()
    assert rendu(vide).sommaire == ()


def test_one_body_leaves_nothing_to_the_next() -> None:
    page("Note[^1].\n\n[^1]: Une note.\n\n[ref]: https://example.org")
    assert page("Note[^1] [ref] x.") == "<p>Note[^1] [ref] x.</p>"


def test_the_same_body_always_gives_the_same_page() -> None:
    texte = "## Titre\n\nNote[^1], CLS.\n\n[^1]: Une note."
    assert page(texte) == page(texte)


# --- References ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("[[cafes-fictifs]]", ">Les cafés fictifs\u202f: aller vers</a>"),
        ("[[ cafes-fictifs ]]", 'href="../../inspiractions/cafes-fictifs/"'),
        ("[[cafes-fictifs|ces cafés]]", ">ces cafés</a>"),
        ("[[inconnue]]", "<p>[[inconnue]]</p>"),
        ("`[[cafes-fictifs]]`", "<code>[[cafes-fictifs]]</code>"),
        ("**[[cafes-fictifs|x]]**", "<strong><a "),
        ("a [[cafes-fictifs|x]] b [[cafes-fictifs|y]] c", ">y</a> c"),
    ],
)
def test_a_reference_becomes_a_link_to_the_entry(texte: str, attendu: str) -> None:
    assert attendu in page(texte)


def test_a_title_is_shown_in_a_reference_as_it_was_written() -> None:
    assert ">Le _mot_ juste &amp; &lt;30 ans</a>" in page("[[signes]]")


# --- Headings -----------------------------------------------------------------------


def test_headings_get_an_anchor_and_the_second_level_makes_the_contents() -> None:
    lu = rendu("## Résultats : oui\n\n### Un détail\n\n## L'*après*")
    assert [(t.ancre, t.titre) for t in lu.sommaire] == [
        ("resultats-oui", "Résultats\u202f: oui"),
        ("l-apres", "L’après"),
    ]
    assert '<h2 id="resultats-oui">' in lu.html
    assert '<h3 id="un-detail">' in lu.html


def test_a_level_one_heading_goes_down_to_level_two() -> None:
    assert page("# Encore") == '<h2 id="encore">Encore</h2>'


def test_two_headings_of_one_name_get_two_anchors() -> None:
    assert [t.ancre for t in rendu("## A\n\n## A\n\n## A 2\n\n## !").sommaire] == [
        "a", "a-2", "a-2-2", "section",
    ]  # fmt: skip


def _ancres_du_gabarit() -> list[str]:
    """Every fixed id of the page of an entry, and the numbered ones that views give."""
    dossier = PROJET / "overrides"
    gabarits = [
        *(dossier / nom for nom in ("gabarit.html", "entree.html")),
        # Those of exploration and of data stand on pages that show no body.
        *(
            g
            for g in (dossier / "partials").rglob("*.html")
            if g.parent.name != "explorer" and g.name != "donnees.html"
        ),
    ]
    fixes = {
        ancre
        for gabarit in gabarits
        for ancre in re.findall(r'\bid="([a-z0-9-]+)"', gabarit.read_text(encoding="utf-8"))
    }
    numerotees = {"levier-1", "frein-1", "enseignement-1", "partie-1"}
    titres = {f"titre-{nom}" for nom in ("leviers", "freins")}
    return sorted(fixes | numerotees | titres)


@pytest.mark.parametrize("ancre", [*_ancres_du_gabarit(), "fn-a", "fnref-a"])
def test_a_heading_never_takes_an_anchor_of_the_page_around_it(ancre: str) -> None:
    (titre,) = rendu(f"## {ancre.replace('-', ' ')}").sommaire
    assert titre.ancre != ancre


# --- Images, tables, notes ------------------------------------------------------------


def test_an_image_comes_from_the_folder_of_its_entry() -> None:
    html = page('![Un "atelier" > fictif](a.jpg "Titre")')
    assert 'src="../../images/x/a.jpg"' in html
    assert 'alt="Un &quot;atelier&quot; &gt; fictif"' in html
    assert 'loading="lazy"' in html


@pytest.mark.parametrize("nom", ["Café.JPG", "l'été & nous.jpg"])
def test_an_image_is_found_whatever_its_name(nom: str) -> None:
    rendu = CONVERTISSEUR.convertir(f"![Un atelier](<{nom}>)", "../../images/x/", {nom})
    source = re.search(r'<img[^>]* src="\.\./\.\./images/x/([^"]*)"', rendu.html)
    assert source, rendu.html
    assert source[1].isascii()
    assert unquote(source[1]) == nom


def test_an_image_without_alternative_has_an_empty_one() -> None:
    assert 'alt=""' in page('<img src="a.jpg">')


@pytest.mark.parametrize(
    "source",
    ["https://example.org/a.jpg", "../b/a.jpg", "//example.org/a.jpg", "data:image/png,x", "b.jpg"],
)
@pytest.mark.parametrize("image", ["![Un atelier]({})", '<img src="{}" alt="Un atelier">'])
def test_an_image_that_is_not_the_entry_s_own_becomes_its_alternative(
    source: str, image: str
) -> None:
    assert page(f"Avant {image.format(source)} après") == ("<p>Avant <em>Un atelier</em> après</p>")


def test_a_table_scrolls_in_a_box_that_the_keyboard_reaches() -> None:
    html = aplati("| A | B |\n|:--|--:|\n| 1 | 2 |\n\nx\n\n| C |\n|---|\n| 3 |")
    boites = re.findall(
        r'<div class="tableau" role="region" aria-label="([^"]+)" tabindex="0">', html
    )
    assert len(boites) == 2
    assert html.count("</table></div>") == 2
    assert html.count('scope="col"') == html.count("<th") - html.count("<thead") == 3
    assert '<td class="aligne-right">2</td>' in html


def test_a_note_and_its_call_lead_to_each_other() -> None:
    html = page("Un fait[^a].\n\n[^a]: Sa source.")
    assert 'id="fnref-a"' in html
    assert 'href="#fn-a"' in html
    assert 'id="fn-a"' in html
    assert 'href="#fnref-a"' in html
    assert "Revenir à l’appel de la note 1" in html


# --- Typography -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("L'été : oui !", "L’été⎵: oui⎵!"),
        ("Le `l'id : x` : oui", "<code>l'id : x</code>⎵: oui"),
        ("    l'id : x", "<pre><code>l'id : x"),
        ('[a](https://example.org "l\'été : x")', 'title="l\'été : x"'),
        ("**Oui** !", "<strong>Oui</strong>⎵!"),
        ("l'**atelier**", "l’<strong>atelier</strong>"),
        ("« **oui** »", "«⎵<strong>oui</strong>⎵»"),
    ],
)
def test_text_gets_french_typography_and_code_does_not(texte: str, attendu: str) -> None:
    assert attendu.replace("⎵", "\u202f") in page(texte)


# --- Glossary ---------------------------------------------------------------------------


def termes(texte: str) -> list[str]:
    return re.findall(r'<a class="terme"[^>]*>([^<]*)</a>', page(texte))


@pytest.mark.parametrize(
    ("texte", "marques"),
    [
        ("Le CLS de Scaër.", ["CLS"]),
        ("Le cls et les CLSM.", []),
        ("Littératie en santé. La littératie en santé.", ["Littératie en santé"]),
        ("Le pouvoir d'agir.", ["pouvoir d’agir"]),
        ("Le pouvoir d’agir.", ["pouvoir d’agir"]),
        ("Un mot muet.", []),
        ("## Le CLS\n\nLe CLS.", ["CLS"]),
        ("[Le CLS](https://example.org) puis un CLS", ["CLS"]),
        ("`CLS` et\n\n    CLS\n", []),
        ("Le contrat local de santé.", []),
    ],
)
def test_the_first_mention_of_a_term_leads_to_the_glossary(texte: str, marques: list[str]) -> None:
    assert termes(texte) == marques


def test_a_term_carries_its_definition_as_plain_text() -> None:
    html = page("Le CLS et la littératie en santé.")
    assert 'href="../../glossaire/#cls"' in html
    assert 'data-definition="Contrat local de santé. Contrat fictif."' in html
    assert 'data-definition="Savoir lire &amp; &quot;comprendre&quot;."' in html


def test_without_a_glossary_the_text_is_left_as_it_is() -> None:
    sans = Convertisseur(trouver, Glossaire([]), racine="../../")
    assert sans.convertir("Le CLS.").html == "<p>Le CLS.</p>"


@pytest.mark.parametrize(
    "avant", ["", "`", "``a ", "[", "\\", "<p>", "| a |\n| - |\n| ", "    ", "- "]
)
@pytest.mark.parametrize(
    "renvoi",
    [
        "[[{}]]",
        "[[ {} ]]",
        "[[{}|un texte]]",
        "[[{}\\|un texte]]",
        "[[\n{}\n]]",
        "[[{}]",
        "[[{}",
        "[\u200b[{}]]",
        "[[{}]]]",
        "[[[{}]]]",
        "[[a]] [[{}]]",
        "[[[[{}]]]]",
        "[ [{}]]",
        '<a href="{}" data-wikilink="true">un texte</a>',
    ],
)
@pytest.mark.parametrize(
    "nom",
    ["cafes-fictifs", "cafes&#45;fictifs", "cafes\\-fictifs", "cafes%2Dfictifs",
     "ca\u200bfes-fictifs", "autre"],
)  # fmt: skip
def test_all_that_a_body_may_name_is_told_beforehand_or_nothing_is(
    avant: str, renvoi: str, nom: str
) -> None:
    """A page that is kept depends on the titles that its body shows."""
    corps = f"{avant}{renvoi.format(nom)} suite, b` |"
    demandees: set[str] = set()

    def noter(identifiant: str) -> tuple[str, str] | None:
        demandees.add(identifiant)
        return trouver(identifiant)

    Convertisseur(noter, GLOSSAIRE, racine="../../").convertir(corps)
    dites = cibles(corps)
    assert dites is None or demandees & TITRES.keys() <= dites


def test_a_body_as_people_write_it_tells_whom_it_names() -> None:
    corps = "Voir [[cafes-fictifs]], puis [[ signes |celle-ci]].\n\n- [une autre](../a/)\n"
    assert cibles(corps) == {"cafes-fictifs", "signes"}
    assert cibles("Rien.") == set()
