from __future__ import annotations

import pytest

from newsspider.fields.url import canonical, url
from newsspider.processors.urls import canonical_url
from tests.fields.made_pages import URL, first, html_page, json_ld, text_page


def test_the_response_says_where_the_page_was() -> None:
    assert first(url(html_page())) == (URL, "response")
    assert first(url(text_page("A line."))) is None


def test_sources_of_the_canonical_url_in_order() -> None:
    head = (
        '<link rel=canonical href="/a"><meta property="og:url" content="https://www.example.org/c">'
        + json_ld('{"@type": "NewsArticle", "url": "https://www.example.org/b"}')
    )  # fmt: skip
    assert [candidate.source for candidate in canonical(html_page(head=head))] == [
        "link:canonical",
        "json-ld",
        "meta:og:url",
    ]


@pytest.mark.parametrize(
    "href",
    [
        "https://www.other.example/news/storm-hits-coast",  # another site's
        "https://www.example.org/",  # the front page
        "/en/",
        "javascript:void(0)",
        "https://[",
        "",
        "{{ page.url }}",  # what a template has not filled in
        "https://www.example.org/${slug}",
        "https://www.example.org/undefined",
        "https://www.example.org/news/null?id=1",
    ],
)
def test_no_canonical_url_of_another_page(href: str) -> None:
    assert first(canonical(html_page(head=f'<link rel=canonical href="{href}">'))) is None


def test_a_word_that_ends_the_page_s_own_address_is_no_fault_of_a_template() -> None:
    own = "https://www.example.org/places/nan"
    assert first(canonical(html_page(head=f'<link rel=canonical href="{own}">', url=own + "?from=feed"))) == (
        own,
        "link:canonical",
    )


def test_a_base_of_another_site_leads_nowhere() -> None:
    head = '<base href="https://evil.example/"><link rel=canonical href="/storm">'
    assert first(canonical(html_page(head=head))) is None


def test_a_mobile_page_names_its_desktop_page() -> None:
    facts = html_page(head='<link rel=canonical href="https://www.example.org/a">', url="https://m.example.org/a")
    assert first(canonical(facts)) == ("https://www.example.org/a", "link:canonical")


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("www.example.org/c", "https://www.example.org/c"),
        ("example.org/c", "https://example.org/c"),
        ("c.html", "https://www.example.org/news/c.html"),
    ],
)
def test_the_pages_own_host_begins_no_path(href: str, found: str) -> None:
    page = html_page(head=f'<meta property="og:url" content="{href}">')
    (candidate,) = canonical(page)
    assert (canonical_url(candidate.value, page.page.url), candidate.source) == (found, "meta:og:url")


TEXT_BELOW = (
    "\n\nThe storm reached the harbour early on Monday and tore off the roof of the market hall, the town said.\n"
)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("URL: https://example.org/storm", "https://example.org/storm"),
        ("Page URL : https://example.org/storm", "https://example.org/storm"),
        ("網址：https://example.org/storm", "https://example.org/storm"),
        ("Enlace: https://example.org/", None),  # a front page
        ("https://example.org/other", None),  # may be any page's
        ("Photo: https://example.org/storm.jpg", None),
        ("Link: https://example.org/storm and more", None),
    ],
)
def test_the_head_of_a_dump_names_its_address(line: str, found: str | None) -> None:
    facts = text_page(f"Title: Storm hits coast\nDate: 2031-05-04\n{line}{TEXT_BELOW}")
    candidate = first(canonical(facts))
    assert candidate == ((found, "address-line") if found else None)


def test_addresses_further_down_in_a_dump_are_no_page_of_its_own() -> None:
    facts = text_page(f"Storm hits coast{TEXT_BELOW * 9}\nURL: https://example.org/storm\n")
    assert first(canonical(facts)) is None
