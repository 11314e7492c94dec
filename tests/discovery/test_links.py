"""The links of a page, with their texts and places."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider.discovery.links import is_asset, page_links, read_links, site_of
from newsspider.discovery.types import Found, Place
from newsspider.page import read_page

HOME = "https://www.example.org/"


def links_of(body: str, url: str = HOME) -> list[Found]:
    return page_links(HtmlResponse(url, body=body.encode(), encoding="utf-8"))


def test_links_stand_once_and_in_order() -> None:
    found = links_of(
        '<base href="/en/"><a href="sea">Sea</a><a href="/a.pdf">PDF</a><a href="mailto:x@example.org">Mail</a>'
        '<a href="/2026/03/the-quay-opens-again?utm_source=x"><img src="i.jpg"></a><a href="http://[bad">Bad</a>'
        '<a href="/2026/03/the-quay-opens-again#top">The quay opens <b>again</b></a><a href="#end">Down</a>'
        '<a href="https://news.example.org/sky">Sky</a><a href="JavaScript:go()">Go</a><a href="/">Home</a>'
    )
    assert [(link.url, link.text) for link in found] == [
        ("https://www.example.org/en/sea", "Sea"),
        ("https://www.example.org/2026/03/the-quay-opens-again", "The quay opens again"),
        ("https://news.example.org/sky", "Sky"),
    ]


@pytest.mark.parametrize(
    ("markup", "place"),
    [
        ("{}", Place.CONTENT),
        ("<main><div class='menu-free'><p>{}</main>", Place.NAVIGATION),
        ("<nav><ul><li>{}</ul></nav>", Place.NAVIGATION),
        ("<div id='site-footer'><p>{}</div>", Place.FOOTER),
        ("<footer>{}</footer>", Place.FOOTER),
        ("<div class='widget-area'><ul><li>{}</ul></div>", Place.ASIDE),
        ("<div role='complementary'><div class='x'>{}</div></div>", Place.ASIDE),
        ("<aside><article><h3>{}</h3></article></aside>", Place.CONTENT),
        ("<body class='has-sidebar nav-open'><div><p>{}</body>", Place.CONTENT),
        ("<ul class='Breadcrumbs'><li>{}</ul>", Place.NAVIGATION),
    ],
)
def test_the_nearest_container_that_tells_names_the_place(markup: str, place: Place) -> None:
    (link,) = links_of(markup.format('<a href="/a">A</a>'))
    assert link.place is place


def test_the_better_place_and_the_longer_text_of_an_address_count() -> None:
    (link,) = links_of(
        '<nav><a href="/a" rel="nofollow">A</a></nav><h2><a href="/a">A long story</a></h2><footer><a href="/a">A</a>'
    )
    assert (link.text, link.place, link.is_headline, link.is_nofollow) == (
        "A long story",
        Place.CONTENT,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("markup", "headline"),
    [
        ("<h2><a href='/a'>A</a></h2>", True),
        ("<h2><span><a href='/a'>A</a></span></h2>", True),
        ("<a href='/a'><div><h3>A</h3></div></a>", True),
        ("<p><a href='/a'><b>A</b></a>", False),
    ],
)
def test_links_in_headings_and_headings_in_links_are_headlines(markup: str, *, headline: bool) -> None:
    assert [link.is_headline for link in links_of(markup)] == [headline]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<a href='/a'><img alt='The  quay'></a>", "The quay"),
        ("<a href='/a' title='Quay'></a>", "Quay"),
        ("<a href='/a' aria-label='Quay'><i></i></a>", "Quay"),
        ("<map><area href='/a' alt='North'></map>", "North"),
        ("<a href='/a'></a>", ""),
        (f"<a href='/a'>{'x' * 1000}</a>", "x" * 300),
    ],
)
def test_texts(markup: str, text: str) -> None:
    assert [link.text for link in links_of(markup)] == [text]


def test_a_page_that_is_read_already_is_not_parsed_again() -> None:
    response = HtmlResponse(HOME, body=b"<a href='/a'>A</a>")
    assert page_links(read_page(response)) == page_links(response)


def test_what_cannot_be_read_has_no_links() -> None:
    assert links_of("") == []


@pytest.mark.parametrize("path", ["a.jpg", "A.PDF", "x/y.tar.gz", "a.mp3?download=1", "data.json"])
def test_assets(path: str) -> None:
    assert is_asset(HOME + path)


def test_links_to_assets_are_told_apart_and_once() -> None:
    page = (
        '<base href="/en/"><link rel="stylesheet" href="/a.css"><img src="/i.jpg"><script src="/s.js"></script>'
        '<a href="/paper.PDF#page=2">Paper</a><a href="/paper.PDF">Again</a><a href="photo.jpg?w=2&utm_source=x">Photo</a>'
        '<map><area href="https://cdn.example/x.zip "></map><a href="/story">Story</a><a href="/index.php?file=a.pdf">Page</a>'
        '<a href="mailto:a@example.pdf">Mail</a><a href="http://[bad/a.pdf">Bad</a><a href="#a.pdf">Down</a><a>None</a>'
        '<a href="https://example.zip">Home</a>'
    )
    links = read_links(HtmlResponse(HOME, body=page.encode(), encoding="utf-8"))
    assert links.assets == [
        "https://www.example.org/paper.PDF",
        "https://www.example.org/en/photo.jpg?w=2",
        "https://cdn.example/x.zip",
    ]
    assert [link.text for link in links.pages] == ["Story", "Page", "Home"]


@pytest.mark.parametrize(
    "path", ["", "feed.xml", "a.html", "story.about.it", "pdf", "index.php?file=a.pdf", "v1.2"]
)
def test_pages_are_no_assets(path: str) -> None:
    assert not is_asset(HOME + path)
    assert not is_asset("https://example.zip")


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
def test_no_address_and_no_text_make_it_raise(href: str, text: str) -> None:
    links_of(f'<nav class="{text}"><a href="{href}">{text}</a></nav>')
    is_asset(href)


def test_a_page_of_links_takes_linear_time() -> None:
    deep = "<div class='a b c'>" * 100
    body = deep + "".join(f'<a href="/{"a-" * 90}{number}">{"word " * 20}</a>' for number in range(5_000))
    started = time.process_time()
    assert len(links_of(body)) == 5_000
    assert time.process_time() - started < 5
