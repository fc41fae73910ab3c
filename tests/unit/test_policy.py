"""The policy of a page: the hashes of browsers, and what a disk or a cahier changes of it."""

from __future__ import annotations

from capitalisation.policy import empreinte, permettre, politique, sur_disque

#: The example of the specification: https://www.w3.org/TR/CSP3/#external-hash
BONJOUR = "alert('Hello, world.');"
SHA = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="


def directives(texte: str) -> dict[str, list[str]]:
    return {d.split()[0]: d.split()[1:] for d in texte.split(";")}


def test_a_hash_is_the_one_that_browsers_compute() -> None:
    assert empreinte(BONJOUR.encode()) == SHA


def test_nothing_is_allowed_but_what_a_page_needs() -> None:
    assert directives(politique(BONJOUR)) == {
        "default-src": ["'none'"],
        "script-src": ["'self'", f"'{SHA}'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
    assert directives(politique(images="blob:"))["img-src"] == ["'self'", "data:", "blob:"]


def test_a_preview_may_add_a_script_of_any_text() -> None:
    # Beside a hash, browsers pay no heed to « unsafe-inline ».
    scripts = directives(politique(BONJOUR, apercu=True))["script-src"]
    assert scripts == ["'self'", "'unsafe-inline'"]


def test_a_page_of_the_archive_changes_its_own_policy_alone() -> None:
    texte = "<p>form-action 'self', script-src 'self', style-src 'self'</p>"
    page = permettre(sur_disque(f"{politique()}{texte}"), script=BONJOUR, style=BONJOUR)
    assert page.endswith(texte)
    changees = directives(page.removesuffix(texte))
    assert changees["form-action"] == ["file:"]
    assert changees["script-src"] == changees["style-src"] == ["'self'", f"'{SHA}'"]
