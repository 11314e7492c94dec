"""The names that a byline element holds."""

from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from newsspider.fields.authors.byline_names import leads_to_author, names_in_byline


def names_in(markup: str, language: str | None = "en") -> list[str]:
    return names_in_byline([fragment_fromstring(markup)], language)


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="byline"><span>The Quay Post</span> <span class="fn">&nbsp;|&nbsp;By <a>Ana Ruiz</a></span></p>',
        '<div class="author"><span>Ana Ruiz</span><span>Deputy Editor, Quaylines</span><span>@ana</span></div>',
        '<p itemprop="author">by <span itemprop="name" content="Ana Ruiz">ANA R.</span></p>',
    ],
)
def test_a_site_a_role_and_a_short_form_are_no_authors(markup: str) -> None:
    assert names_in(markup) == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("markup", "language", "names"),
    [
        ('<div class="byline">By Ana Ruiz and Madonna</div>', "en", ["Ana Ruiz", "Madonna"]),
        ('<div class="byline">By <a>Ana Ruiz</a> and <a>Madonna</a></div>', "en", ["Ana Ruiz", "Madonna"]),
        ('<div class="byline">By Ana Ruiz, Courtown</div>', "en", ["Ana Ruiz"]),
        ('<div class="byline">Von Ana Ruiz und Nena</div>', "de", ["Ana Ruiz", "Nena"]),
        ('<div class="byline">Von Ana Ruiz und Spanien</div>', "de", ["Ana Ruiz"]),
        ('<div class="byline">Oleh Dewi Lestari, Suparman</div>', "id", ["Dewi Lestari", "Suparman"]),
        ('<div class="byline">Oleh Dewi Lestari, Jakarta</div>', "id", ["Dewi Lestari"]),
    ],
)
def test_single_names_behind_a_full_one(markup: str, language: str, names: list[str]) -> None:
    assert names_in(markup, language) == names


def test_elements_of_one_byline_name_each_once() -> None:
    elements = [fragment_fromstring(f"<a>{name}</a>") for name in ("AR", "Ana Ruiz", "Eva Gil", "Ana Ruiz")]
    assert names_in_byline(elements, None) == ["Ana Ruiz", "Eva Gil"]
    assert names_in_byline([], "en") == []


def test_only_links_lead_to_authors() -> None:
    assert leads_to_author(fragment_fromstring('<a href="/author/ana-ruiz">x</a>'))
    assert not leads_to_author(fragment_fromstring('<b href="/author/ana-ruiz">x</b>'))
    assert not leads_to_author(fragment_fromstring("<a>x</a>"))
