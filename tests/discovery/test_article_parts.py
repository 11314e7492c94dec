from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider.discovery.article_parts import ArticleParts, article_parts, is_later_part, may_have_parts

STORY = "https://example.org/news/storm-hits-coast"
TEXT = "<h1>Storm hits coast</h1><p>The storm came at night.</p>"


def page(body: str, url: str = STORY) -> HtmlResponse:
    return HtmlResponse(url, body=f"<html><body>{body}</body></html>".encode(), encoding="utf-8")


def later(body: str, url: str = STORY) -> dict[int, str]:
    parts = article_parts(page(TEXT + body, url))
    return {number: address.removeprefix(url) for number, address in parts.later.items()} if parts else {}


@pytest.mark.parametrize(
    ("pager", "pages"),
    [
        ('<p>1 <a href="/news/storm-hits-coast/2">2</a> <a href="/news/storm-hits-coast/3">3</a></p>', {2: "/2", 3: "/3"}),
        ('<link rel="next" href="/news/storm-hits-coast/2/">', {2: "/2/"}),
        ('<a rel="next" href="/news/storm-hits-coast?page=2">More</a>', {2: "?page=2"}),
        ('<a href="?page=2">2</a><a href="?page=3">3</a>', {2: "?page=2", 3: "?page=3"}),
        ('<a href="?page=1">2</a><a href="?page=2">3</a>', {2: "?page=1", 3: "?page=2"}),
        ('<a href="?page=1">Next ›</a>', {2: "?page=1"}),
        ('<a href="/news/storm-hits-coast-2.html">2</a>', {2: "-2.html"}),
        ('<a href="/news/storm-hits-coast/seite-2">Nächste Seite</a>', {2: "/seite-2"}),
        ('<a href="/news/storm-hits-coast/seite-2">Seite 2: Die Folgen</a>', {2: "/seite-2"}),
        ('<a href="/news/storm-hits-coast/2">次のページ</a>', {2: "/2"}),
        ('<div class="page-links"><a href="/news/storm-hits-coast/2"><svg></svg></a></div>', {2: "/2"}),
        ('<a href="/news/storm-hits-coast/2" aria-label="Page 2"><svg></svg></a>', {2: "/2"}),
        ('<base href="https://example.org/news/storm-hits-coast/"><a href="2">2</a>', {2: "/2"}),
    ],
)  # fmt: skip
def test_pagers_of_articles(pager: str, pages: dict[int, str]) -> None:
    assert later(pager) == pages


@pytest.mark.parametrize(
    "links",
    [
        # What links lead to: other articles, one of them with the same slug; comments; a list's pages; notes.
        '<a rel="next" href="/news/ferries-are-late">Ferries are late</a>',
        '<link rel="next" href="/news/storm-hits-coast-2">',
        '<a href="/news/storm-hits-coast-2">Storm hits coast: what we know</a>',
        '<ol id="comments"><li><a href="?page=2">2</a><a rel="next" href="?page=2">Next</a></li></ol>',
        '<a href="/news/storm-hits-coast/comment-page-2">2</a>',
        '<div class="related-stories"><a href="?page=2">2</a></div>',
        '<a href="/news?page=2">2</a><a href="/news/page/2/">Next page</a>',
        '<sup><a href="#note-2">2</a></sup>',
        '<a href="?replytocom=2">2</a><a href="?share=mail&nb=2">Share</a>',
        '<a href="/news/storm-hits-coast/3">3</a>',
        "".join(f'<a href="?page={number}">{number}</a>' for number in (2, 3, 83)),
    ],
)
def test_links_that_are_no_pagers_of_the_article(links: str) -> None:
    assert later(links) == {}


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://example.org/archives/12", '<a rel="next" href="/archives/13">Ferries are late</a>'),
        ("https://example.org/?p=12", '<a rel="next" href="/?p=13">Ferries are late</a><a href="/">Home</a>'),
        ("https://example.org/storm-2", '<a rel="prev" href="/storm">Storm</a>'),
        ("https://example.org/book/chapter-1", '<a rel="next" href="/book/chapter-2">Next</a>'),
    ],
)
def test_an_address_that_ends_with_a_number_is_mostly_an_articles_own(url: str, links: str) -> None:
    assert article_parts(page(TEXT + links, url)) is None


@pytest.mark.parametrize(
    ("url", "links", "first"),
    [
        (f"{STORY}/2", f'<a href="{STORY}">1</a> 2 <a href="{STORY}/3">3</a>', STORY),
        (f"{STORY}?page=2", f'<link rel="prev" href="{STORY}">', STORY),
        (f"{STORY}/3/", f'<link rel="prev" href="{STORY}/2/">', f"{STORY}/2/"),
        (f"{STORY}-2.html", f'<a href="{STORY}-1.html">1</a>', f"{STORY}-1.html"),
        (f"{STORY}/seite-2", f'<link rel="canonical" href="{STORY}">', STORY),
    ],
)
def test_a_later_page_names_the_one_before_it(url: str, links: str, first: str) -> None:
    parts = article_parts(page(TEXT + links, url))
    assert parts is not None
    assert parts.first == first
    assert is_later_part(page(TEXT + links, url))
    assert not is_later_part(page(TEXT, url))


def test_a_numbered_first_page_is_the_first() -> None:
    pager = f'1 <a href="{STORY}-2.html">2</a> <a href="{STORY}-3.html">3</a>'
    parts = article_parts(page(TEXT + pager, f"{STORY}-1.html"))
    assert parts is not None
    assert (parts.number, list(parts.later)) == (1, [2, 3])


def test_a_version_on_one_page_is_named() -> None:
    pager = f'<a href="{STORY}/2">2</a> <a href="{STORY}?page=all">View all</a> <a href="{STORY}/print">Print</a>'
    parts = article_parts(page(TEXT + pager))
    assert parts is not None
    assert parts.whole == f"{STORY}?page=all"


def test_a_later_page_is_read_by_what_is_known_of_the_first() -> None:
    known = article_parts(page(f'<a href="{STORY}/2">2</a>'))
    parts = article_parts(page(f'<a href="{STORY}/3">3</a>', f"{STORY}/2"), known)
    assert parts == ArticleParts(stem=known.stem if known else "", number=2, later={3: f"{STORY}/3"})
    assert article_parts(page("", "https://example.org/"), known) is None


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://example.org/%E5%8F%B0%E9%A2%A8", "/台風/2"),
        ("https://example.org/%E5%8F%B0%E9%A2%A8", "/%e5%8f%b0%e9%a2%a8/2"),
        ("https://example.org/t.php?id=7", "/t.php?id=7&amp;page=2"),
        ("https://example.org/t.php?id=7", "/t.php?page=2&amp;id=7"),
        ("https://example.org/News/Storm", "/news/storm?page=2"),
    ],
)
def test_addresses_are_found_in_each_spelling(url: str, href: str) -> None:
    response = page(f'<a href="{href}">2</a>', url)
    assert may_have_parts(response)
    assert article_parts(response) or "News" in url  # where letter case tells pages apart


@given(st.text(max_size=200))
def test_no_page_makes_it_raise(text: str) -> None:
    article_parts(page(f'<a href="?page=2{text}">{text}</a><a href="{text}">2</a>'))


def test_hostile_pages_take_no_time() -> None:
    start = time.perf_counter()
    for body in (
        "storm-hits-coast" * 9_000,
        'href="?' * 20_000,
        f'<a href="{STORY}?{"a&" * 20_000}',
        "href=?" + "a" * 99_999,
    ):
        article_parts(page(body))
    assert time.perf_counter() - start < 2
