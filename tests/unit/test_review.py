"""What a forge shows of a check, and who is asked to read what."""

from __future__ import annotations

import subprocess
from html import unescape
from pathlib import Path

import comrak
import nh3
import pytest

from capitalisation.diagnostics import Diagnostic
from capitalisation.review import reviewers
from capitalisation.review.escape import echapper
from capitalisation.review.summary import LIGNES_MAX, en_resume, par_importance
from capitalisation.typography import FINE
from tests.conftest import FICHE
from tests.unit import petit
from tests.unit.ligne import lancer

A, B = "fiches/inspiractions/a.md", "fiches/inspiractions/b.md"
ERREUR = Diagnostic(A, 12, "E019", "themes.2", "« x » est inconnu", "Écrivez « y ».")
AVERTISSEMENT = Diagnostic(A, 3, "A104", "", "un titre de niveau 1", "Écrivez ##")
CONSEIL = Diagnostic(A, 9, "C201", "", "des espaces", "Effacez-les.")
AILLEURS = Diagnostic(B, 1, "E042", "", "« [[z]] » ne mène à rien", "Corrigez le lien.")
ANCIEN = Diagnostic(B, 2, "A104", "", "un titre de niveau 1", "Écrivez ##")

#: What would be a link, an order, a mention, a picture or a new line of the table.
HOSTILES = [
    "a | b | c",
    "a\n\n# Titre\n\n| 1 | 2 |",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[cliquez](https://hostile.example/)",
    "![image](https://hostile.example/x.png)",
    "https://hostile.example/ et www.hostile.example",
    "@equipe regarde #12 et org/depot#3",
    "`code` **gras** _souligné_ ~~barré~~ $x$ \\",
    "&lt;b&gt; &amp; &#60;",
    "a\x1b[2Jb\u202ec\u2028d",
    r"\*gras\* \[a\](https://hostile.example/) \| b \\| c",
    "::error::pwn",
    "<!-- --> -->",
]


def html(markdown: str) -> str:
    options = comrak.ExtensionOptions()
    options.table = options.autolink = options.strikethrough = options.tasklist = True
    rendu = comrak.RenderOptions()
    rendu.unsafe_ = True
    return comrak.render_markdown(markdown, extension_options=options, render_options=rendu)


# --- Order --------------------------------------------------------------------------------


def test_errors_come_first_then_the_files_of_the_proposal() -> None:
    """GitHub shows ten annotations of a kind: the ones to mend must be among them."""
    tous = [CONSEIL, ANCIEN, AILLEURS, AVERTISSEMENT, ERREUR]
    assert par_importance(tous, {A}) == [ERREUR, AILLEURS, AVERTISSEMENT, ANCIEN, CONSEIL]
    assert par_importance(tous, {B})[:2] == [AILLEURS, ERREUR]
    assert par_importance(tous)[:2] == [ERREUR, AILLEURS]


# --- The summary --------------------------------------------------------------------------


def test_the_summary_begins_with_what_there_is_to_do() -> None:
    titre, _, phrase, *_ = en_resume([AVERTISSEMENT, CONSEIL, ERREUR], {A}).split("\n")
    assert titre == "## Vérification des fiches"
    assert phrase.startswith(
        "**1 erreur à corriger, 1 avertissement, 1 conseil** dans les fichiers"
    )


def test_each_finding_has_its_line_its_mend_and_its_page() -> None:
    resume = en_resume([ERREUR], {A}, "https://site.example/base/")
    assert (
        "| 12 | Erreur [E019](https://site.example/base/contribuer/erreurs/#e019) | "
        "themes.2 : « x » est inconnu | Écrivez « y ». |"
    ) in resume
    assert "| Erreur E019 |" in en_resume([ERREUR], {A})


def test_nothing_to_say_says_so_and_what_happens_next() -> None:
    resume = en_resume([], {A})
    assert "**Rien à signaler** dans les fichiers de cette proposition." in resume
    assert "|" not in resume
    assert "rien d’autre à faire" in resume


def test_what_stood_before_is_only_counted_unless_it_blocks() -> None:
    resume = en_resume([CONSEIL, AILLEURS, ANCIEN], {A})
    assert "**1 conseil** dans" in resume
    assert "Des erreurs dans d’autres fichiers" in resume
    assert "E042" in resume
    assert "A104" not in resume
    assert f"1 avertissement ou conseil dans 1 autre fichier{FINE}:" in resume
    assert "La vérification recommence seule" in resume


def test_without_git_every_file_counts_as_its_own() -> None:
    resume = en_resume([ERREUR, AILLEURS, ANCIEN])
    assert "**2 erreurs à corriger, 1 avertissement**." in resume
    assert resume.count("#### ") == 2


def test_the_file_that_blocks_is_shown_first() -> None:
    conseil = Diagnostic("fiches/a.md", 1, "C201", "", "x", "y")
    resume = en_resume([conseil, AILLEURS])
    assert resume.index("E042") < resume.index("C201")


def test_a_summary_stays_short_whatever_the_number_of_findings() -> None:
    constats = [
        Diagnostic(f"fiches/{i // 10}.md", i, "E019", "", "x" * 5000, "y" * 5000)
        for i in range(20_000)
    ]
    resume = en_resume(constats, None)
    assert len(resume.encode()) < 1024 * 1024
    assert resume.count("| Erreur ") == LIGNES_MAX
    assert f"Et 19{FINE}750 autres constats" in resume
    ailleurs = en_resume([ERREUR, *constats], {A})
    assert len(ailleurs.encode()) < 1024 * 1024


# --- Hostile text -------------------------------------------------------------------------


@pytest.mark.parametrize("texte", HOSTILES)
def test_what_a_contributor_wrote_is_shown_and_does_nothing(texte: str) -> None:
    constat = Diagnostic(f"fiches/{texte}.md", 1, "E030", texte, texte, texte)
    rendu = html(en_resume([constat], None))
    for interdit in ("<a ", "<img", "<script", "<code", "<em>", "<del", "<h1", "<hr"):
        assert interdit not in rendu
    assert rendu.count("<tr>") == 2
    assert rendu.count("<td") == 4
    assert "\x1b" not in rendu


@pytest.mark.parametrize("texte", HOSTILES)
def test_what_was_written_is_what_is_read(texte: str) -> None:
    visible = " ".join(texte.split())
    for signe in "\x1b\u202e\u2028":
        visible = visible.replace(signe, "�")
    lu = unescape(nh3.clean(html(f"- {echapper(texte)}"), tags=set(), attributes={}))
    assert lu.strip().replace("�", "") == visible.replace("�", "").strip()


@pytest.mark.parametrize("texte", ["@equipe", "voir #12", "org/depot#3"])
def test_nobody_is_called_by_the_text_of_a_fiche(texte: str) -> None:
    """GitHub looks for mentions in the text that Markdown leaves: nothing may follow the sign."""
    assert "@equipe" not in html(echapper(texte))
    assert not any(f"#{chiffre}" in html(echapper(texte)) for chiffre in "123")


# --- verifier -----------------------------------------------------------------------------


def git(*arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=Fictif", "-c", "user.email=fictif@example.org", *arguments],
        check=True,
        capture_output=True,
    )


@pytest.fixture
def depot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose last commit brings a faulty entry with an accent in its name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INSPIRACTION_URL", raising=False)
    fiches = petit.ecrire(
        tmp_path / "fiches", {"inspiractions/ancienne.md": FICHE.replace("2026-01-15", "hier")}
    )
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "Avant")
    (fiches / "inspiractions" / "neuve-é.md").write_text(
        FICHE.replace("2026-01-15", "2026-13-15"), encoding="utf-8"
    )
    git("add", ".")
    git("commit", "-q", "-m", "Proposition")
    return tmp_path


def test_verifier_adds_the_summary_of_what_the_proposal_changes(depot: Path) -> None:
    page = depot / "page.md"
    page.write_text("Déjà là.\n", encoding="utf-8")
    resultat = lancer("verifier", "--format", "github", "--depuis", "HEAD^1", "--resume", page)
    assert resultat.exit_code == 1
    texte = page.read_text(encoding="utf-8")
    assert texte.startswith("Déjà là.\n## Vérification des fiches")
    assert texte.index("neuve-é.md") < texte.index("Des erreurs dans d’autres fichiers")
    assert texte.index("Des erreurs dans d’autres fichiers") < texte.index(
        "#### fiches/inspiractions/ancienne.md"
    )
    erreurs = [x for x in resultat.output.split("\n") if x.startswith("::error")]
    assert "neuve-é.md" in erreurs[0]
    assert "ancienne.md" in erreurs[-1]


@pytest.mark.parametrize("commit", ["HEAD^9", "inconnu", "--output=volé.txt", "a\x00b", ""])
def test_a_commit_that_git_does_not_know_does_not_stop_the_check(depot: Path, commit: str) -> None:
    avant = sorted(depot.iterdir())
    page = depot / "page.md"
    resultat = lancer("verifier", "--depuis", commit, "--resume", page)
    assert resultat.exit_code == 1
    texte = page.read_text(encoding="utf-8")
    assert "à corriger" in texte
    assert "fichiers de cette proposition" not in texte
    assert sorted(depot.iterdir()) == [*avant, page]


def test_a_summary_that_cannot_be_written_is_said_in_french(depot: Path) -> None:
    resultat = lancer("verifier", "--resume", depot / "absent" / "page.md")
    assert resultat.exit_code == 2
    assert "ne peut pas être écrit" in resultat.output


def test_the_codes_lead_to_the_site_that_the_environment_names(
    depot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPIRACTION_URL", "https://site.example/")
    lancer("verifier", "--resume", depot / "page.md")
    assert "(https://site.example/contribuer/erreurs/#e017)" in (depot / "page.md").read_text(
        "utf-8"
    )


# --- Who reads what -----------------------------------------------------------------------


def relecteurs(tmp_path: Path, texte: str, fiches: dict[str, str | bytes]) -> str:
    corpus = petit.corpus(tmp_path / "fiches", fiches).corpus
    fichier = tmp_path / "relecteurs.yml"
    fichier.write_text(texte, encoding="utf-8")
    lus = reviewers.lire(fichier, corpus.vocabulaires["themes"].termes)
    return reviewers.codeowners(lus, corpus)


def test_an_entry_goes_to_those_of_its_themes_and_of_their_parents(tmp_path: Path) -> None:
    texte = relecteurs(
        tmp_path,
        'fiches: ["@tous"]\ntout: "@base"\nvocabulaires: ["@org/mots"]\nthemes:\n'
        '  lien-social: ["@lien"]\n  sommeil: ["@nuit", "@lien"]\n',
        {
            "inspiractions/a.md": petit.texte(themes=["isolement-social"]),
            "inspiractions/b.md": petit.texte(themes=["sommeil", "lien-social"]),
            "inspiractions/c.md": petit.texte(themes=["alimentation"]),
        },
    )
    assert [x for x in texte.splitlines() if not x.startswith("#")] == [
        "* @base",
        "/fiches/ @tous",
        "/fiches/_referentiels/ @org/mots",
        "/fiches/inspiractions/a.md @lien",
        "/fiches/inspiractions/b.md @nuit @lien",
    ]


def test_nobody_named_makes_a_file_that_asks_nobody(tmp_path: Path) -> None:
    texte = relecteurs(tmp_path, "# rien\n", {"inspiractions/a.md": petit.texte()})
    assert all(ligne.startswith("#") for ligne in texte.splitlines())
    assert reviewers.lire(tmp_path / "absent.yml", {}) == reviewers.Relecteurs()


def test_every_mistake_of_the_list_is_said_with_its_line(tmp_path: Path) -> None:
    fautif = (
        'fiches: ["compte"]\ninconnu: ["@x"]\nthemes:\n  sommeil: ["@a b"]\n'
        '  soleil: ["@x"]\n  sommeil: ["@c"]\nguide: ["fictif@example.org"]\ntout: {a: b}\n'
    )
    with pytest.raises(reviewers.Refus) as refus:
        relecteurs(tmp_path, fautif, {})
    lignes = str(refus.value).splitlines()
    assert sorted(int(x.rpartition(".yml:")[2].partition(":")[0]) for x in lignes) == [
        1, 2, 4, 5, 6, 7, 8,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "texte",
    ["- a\n", "fiches: [", "[" * 5000, "a: &a [*a]", "? [a]\n: b", "\x00", "fiches: 3\x1b[2J"],
)
def test_a_list_that_is_not_one_is_refused_in_a_sentence(tmp_path: Path, texte: str) -> None:
    with pytest.raises(reviewers.Refus) as refus:
        relecteurs(tmp_path, texte, {})
    assert "relecteurs.yml" in str(refus.value)
    assert "\x1b" not in str(refus.value)


def test_the_name_of_a_file_cannot_hand_the_project_to_someone(tmp_path: Path) -> None:
    texte = relecteurs(
        tmp_path,
        'themes:\n  sommeil: ["@nuit"]\n',
        {
            "inspiractions/x\n* @voleur.md": petit.texte(themes=["sommeil"]),
            "inspiractions/* @voleur.md": petit.texte(themes=["sommeil"]),
        },
    )
    assert "voleur" not in texte
