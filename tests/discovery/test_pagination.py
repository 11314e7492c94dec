from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider.discovery.pagination import next_pages
from newsspider.discovery.types import Door, Found, Kind
from newsspider.language.word_lists import words_by_language

HERE = "https://example.org/world/"


def urls(body: str, url: str = HERE) -> list[str]:
    response = HtmlResponse(url, body=f"<html><body>{body}</body></html>".encode(), encoding="utf-8")
    return [found.url.removeprefix("https://example.org") for found in next_pages(response)]


def pager(*links: str) -> str:
    return f"<div class='pagination'>{' '.join(links)}</div>"


def numbers(pattern: str, *pages: int) -> str:
    return pager(*(f"<a href='{pattern.format(page)}'>{page}</a>" for page in pages))


def test_what_is_found_costs_no_depth() -> None:
    response = HtmlResponse(HERE, body=b"<link rel=next href='/world/page/2/'><a>x</a>", encoding="utf-8")
    assert next_pages(response) == [
        Found(url="https://example.org/world/page/2/", kind=Kind.LISTING, door=Door.LINKS, is_next=True)
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<link rel='next' href='/world/page/2/'>",
        "<a rel='nofollow NEXT' href='page/2/'>x</a>",
        numbers("/world/page/{}/", 1, 2, 3, 20),
        "<a href='/world/page/2/'>Older posts</a>",
        "<a href='/world/page/2/'>« Older Entries</a>",
        "<a href='/world/page/2/'><span>Nächste Seite</span> →</a>",
        "<a href='/world/page/2/'>次へ ›</a>",
        "<a href='/world/page/2/' aria-label='Next page'><svg></svg></a>",
        pager("<a class='next page-numbers' href='/world/page/2/'></a>"),
        pager("<a href='/world/page/2/'>»</a>"),
        "<button data-url='/world/page/2/'>Load more</button>",
        "<button class='load-more' data-href='/world/page/2/'><i></i></button>",
        "<a class='loadmore' href='/world/page/2/'>+</a>",
        "<a href='/world/page/2/#list'>Show more</a><a href='/world/page/2/'>Show more</a>",
    ],
)
def test_the_second_page_of_a_listing(body: str) -> None:
    assert urls(body) == ["/world/page/2/"]


@pytest.mark.parametrize(
    ("pattern", "url", "expected"),
    [
        ("/world/page/{}/", "https://example.org/world/page/3/", "/world/page/4/"),
        ("/world/page/{}", "https://example.org/world", "/world/page/2"),
        ("?page={}", "https://example.org/world/?page=3", "/world/?page=4"),
        ("?paged={}&cat=7", "https://example.org/?cat=7&paged=3", "/?paged=4&cat=7"),
        ("?paged={}&cat=7", "https://example.org/?cat=7", "/?paged=2&cat=7"),
        ("/world/{}", "https://example.org/world/", "/world/2"),
        ("/world/{}", "https://example.org/world/3", "/world/4"),
        ("/welt/seite-{}.html", "https://example.org/welt/seite-3.html", "/welt/seite-4.html"),
        ("/world/page{}/", "https://example.org/world/", "/world/page2/"),
        ("/p/{}", "https://example.org/", "/p/2"),
        ("/2031/05/page/{}/", "https://example.org/2031/05/page/3/", "/2031/05/page/4/"),
        ("/tag/storm/page/{}", "https://example.org/tag/storm", "/tag/storm/page/2"),
    ],
)
def test_numbered_pages_name_the_one_behind(pattern: str, url: str, expected: str) -> None:
    assert urls(numbers(pattern, 1, 2, 3, 4, 5, 20), url) == [expected]


@pytest.mark.parametrize("section", ["events", "calendar", "agenda", "2031"])
def test_the_name_of_a_section_decides_nothing(section: str) -> None:
    url = f"https://example.org/{section}/"
    assert urls("<a href='?page=2'>Next</a>", url) == [f"/{section}/?page=2"]
    assert urls(numbers("?page={}", 2029, 2031), f"{url}?page=2030") == [f"/{section}/?page=2031"]


def test_numbers_may_begin_at_zero_and_count_entries() -> None:
    from_zero = pager(*(f"<a href='?page={n - 1}'>{n}</a>" for n in range(1, 9)))
    assert urls(from_zero) == ["/world/?page=1"]
    assert urls(from_zero, HERE + "?page=3") == ["/world/?page=4"]
    offsets = pager(*(f"<a href='?start={20 * (n - 1)}'>{n}</a>" for n in range(1, 9)))
    assert urls(offsets) == ["/world/?start=20"]
    assert urls(offsets, HERE + "?start=40") == ["/world/?start=60"]


def test_a_gap_in_the_numbers_is_passed() -> None:
    assert urls(numbers("?page={}", 1, 10, 20), HERE + "?page=2") == ["/world/?page=10"]


def test_arrows_to_the_last_page_are_passed() -> None:
    links = (
        "<a href='/world/page/20/'>»»</a>",
        "<a href='/world/page/2/'>»</a>",
        "<a href='/world/page/2/'>2</a>",
    )
    assert urls(pager(*links)) == ["/world/page/2/"]


def test_the_last_page_has_none() -> None:
    last = numbers("/world/page/{}/", 1, 2, 3) + "<a class='prev' href='/world/page/2/'>Newer posts</a>"
    assert urls(last, HERE + "page/3/") == []


def test_pagers_that_count_down_are_followed_by_what_they_declare() -> None:
    assert urls("<a rel='next' href='/world/page/36/'>Older</a>", HERE + "page/37/") == ["/world/page/36/"]


def test_wordpress_calls_older_pages_previous() -> None:
    navigation = (
        "<div class='nav-links'><div class='nav-previous'><a href='/world/page/4/'>Older posts</a></div>"
        "<div class='nav-next'><a href='/world/page/2/'>Newer posts</a></div></div>"
    )
    assert urls(navigation, HERE + "page/3/") == ["/world/page/4/"]


def test_older_posts_by_a_mark_in_time() -> None:
    link = "<a class='blog-pager-older-link' href='/search?updated-max=2030-03-05T10:00&max-results=20'>Older Posts</a>"
    assert urls(link, "https://example.org/") == ["/search?updated-max=2030-03-05T10:00&max-results=20"]


CALENDAR = (
    "<table>" + "".join(f"<td><a href='/2031/05/{day:02}/'>{day}</a></td>" for day in range(1, 31)) + "</table>"
)


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (CALENDAR, "https://example.org/2031/05/"),
        (CALENDAR.replace("table", "div").replace("td", "p"), "https://example.org/2031/05/"),
        ("<a rel='next' href='/events/month/2031-06/'>Next</a>", "https://example.org/events/month/2031-05/"),
        ("<a href='/calendar/june-2031'>Next</a>", "https://example.org/calendar/may-2031"),
        ("<a href='/calendar/20310601'>Next</a>", "https://example.org/calendar/20310501"),
        ("<a href='?m=203106'>Next</a>", "https://example.org/?m=203105"),
        ("<a href='?at=2031-06'>Next</a>", "https://example.org/"),
        ("<a href='/2031/06/'>»</a><a class='next' href='/2031/06/'>Jun</a>", "https://example.org/2031/05/"),
        (pager("<a class='next' href='?month=6&year=2031'>Next</a>"), "https://example.org/?month=5&year=2031"),
        (numbers("?day={}", 1, 2, 3), "https://example.org/"),
        (numbers("/2031/{}/", 1, 2, 3), "https://example.org/2031/"),
    ],
)
def test_never_a_calendar(body: str, url: str) -> None:
    assert urls(body, url) == []


@pytest.mark.parametrize(
    "body",
    [
        "<a href='#'>Next</a><a href='#page-2'>2</a><a href='javascript:next()'>Next</a>",
        "<a href='https://other.example/page/2/'>Older posts</a>",
        "<a href='/a/storm'>Next stop: the coast</a>",
        "<ul><li><a href='/a/1'>Show more</a></li><li><a href='/a/2'>Show more</a></li></ul>",
        "<a href='/archives/203'>203</a><a href='?p=203'>Storm</a>",
        "<a href='/world/'>2</a>",
        "<a href='/culture/page/2/'>2</a>",
        "<a href='?page=2&sort=asc'>2</a>",
        "<a href='http://['>2</a><a href='?page=99999999999999999999'>2</a><a>2</a><a href=''>2</a>",
    ],
)
def test_other_links_are_no_next_page(body: str) -> None:
    assert urls(body) == []


def test_every_language_has_its_words() -> None:
    words = words_by_language("language/data/pagination")
    assert words["next"].keys() == words["older"].keys()
    for kind in words.values():
        for language, texts in kind.items():
            for text in texts:
                assert urls(f"<a href='?page=2'>{text.upper() if language == 'en' else text} »</a>") == [
                    "/world/?page=2"
                ], text


HOSTILE: Mapping[str, Callable[[int], str]] = {
    "links": lambda n: "<a class='next' href='?page=2'>2</a>" * n,
    "nested": lambda n: "<div class='pagination'>" * n + "<a href='?page=2'>2</a>",
    "long address": lambda n: f"<a href='/{'1/' * n}'>2</a><a rel=next href='/{'page/2' * n}'>2</a>",
    "parameters": lambda n: f"<a href='?{'page=2&' * n}'>2</a>",
    "long text": lambda n: f"<a href='?page=2'>{'» ' * n}</a>",
    "texts": lambda n: "<a href='?page=2'>" + "<b>2</b>" * n + "</a>",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_takes_linear_time(kind: str) -> None:
    start = time.process_time()
    urls(HOSTILE[kind](10_000))
    assert time.process_time() - start < 5


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.sampled_from(["2", "next", "older", "»", ""]), st.text(max_size=5))
    )
)
def test_never_raises(links: list[tuple[str, str, str]]) -> None:
    urls("".join(f'<a class="{mark}" href="{href}">{text}</a>' for href, text, mark in links))
    for href, _, _ in links:
        urls("<a href='?page=2'>2</a>", f"https://example.org/{href}")
