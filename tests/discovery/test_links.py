"""Links worth following, best first."""

from __future__ import annotations

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider.discovery import links as module
from newsspider.discovery.links import Likeness, link_likeness, ranked_links, site_of

SITE = frozenset({"example.org"})


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/2026/03/04/quay-reopens", "Quay reopens"),
        ("/news/quay-reopens-after-three-years-of-work", ""),
        ("/wirtschaft/artikel-4711823.html", "Hafen"),
        ("/a/8f14e45fceea167a5a36dedd4bea2543.shtml", "Quay"),
        ("/%D8%A7%D9%84%D8%B3%D9%88%D9%82-%D9%8A%D9%81%D8%AA%D8%AD-%D8%A3%D8%A8%D9%88%D8%A7%D8%A8%D9%87", "السوق"),
    ],
)
def test_articles_are_known_by_their_addresses(path: str, text: str) -> None:
    assert link_likeness(f"https://example.org{path}", text) is Likeness.ARTICLE


@pytest.mark.parametrize(
    ("path", "text"), [("/", "Home"), ("/politics/", "Politics"), ("/world/europe", "Europe")]
)
def test_sections_come_last(path: str, text: str) -> None:
    assert link_likeness(f"https://example.org{path}", text) is Likeness.SECTION


@pytest.mark.parametrize(
    "path",
    [
        "/login", "/account/settings", "/search?q=quay", "/tag/quay", "/news/page/7", "/news?page=7", "/calendar/2026/03/",
        "/2026/03/", "/2026/03/04", "/events/?month=3", "/a/b/a/b/a/b/a/b/", "/a/story-about-it?replytocom=3",
        "/x" * 11, "/" + "long" * 120, "/list?a=1&b=2&c=3&d=4", "/wp-json/posts",
    ],
)  # fmt: skip
def test_junk_and_traps_are_not_followed(path: str) -> None:
    assert link_likeness(f"https://example.org{path}", "A text of five whole words") is None


def test_links_are_ranked_and_stand_once() -> None:
    body = (
        '<base href="/en/"><a href="sea">Sea</a><a href="/a.pdf">PDF</a><a href="mailto:x@example.org">Mail</a>'
        '<a href="/2026/03/the-quay-opens-again?utm_source=x"><img src="i.jpg"></a><a href="http://[bad">Bad</a>'
        '<a href="/2026/03/the-quay-opens-again#top">The quay opens again after years</a>'
        '<a href="https://news.example.org/sky">Sky</a><a href="https://elsewhere.org/a">A</a><a href="">Here</a>'
    )
    page = HtmlResponse("https://www.example.org/", body=body.encode())
    assert [(link.url, link.likeness) for link in ranked_links(page, SITE)] == [
        ("https://www.example.org/2026/03/the-quay-opens-again", Likeness.ARTICLE),
        ("https://www.example.org/en/sea", Likeness.SECTION),
        ("https://news.example.org/sky", Likeness.SECTION),
        ("https://www.example.org/en/", Likeness.SECTION),
    ]


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.bbc.example.co.uk/a", "example.co.uk"),
        ("http://localhost:8080/", "localhost:8080"),
        ("https://one.blogspot.com/", "one.blogspot.com"),
        ("http://[::1]:80/", "[::1]:80"),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_sites(url: str, site: str) -> None:
    assert site_of(url) == site


@given(st.text(), st.text())
def test_no_path_and_no_text_make_it_raise(path: str, text: str) -> None:
    link_likeness(f"https://example.org/{path}", text)


def test_a_page_of_links_takes_linear_time() -> None:
    body = "".join(f'<a href="/{"a-" * 90}{number}">{"word " * 20}</a>' for number in range(5_000))
    page = HtmlResponse("https://example.org/", body=body.encode())
    started = time.process_time()
    assert len(ranked_links(page, SITE)) == 5_000
    assert time.process_time() - started < 5
