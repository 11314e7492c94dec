from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider.discovery.site_doors import common_doors, page_doors
from newsspider.discovery.types import Door, Found, Kind

ALL = frozenset(Door)


def doors(markup: str, url: str = "https://example.org/") -> list[Found]:
    return page_doors(HtmlResponse(url, body=markup.encode(), encoding="utf-8"))


@pytest.mark.parametrize(
    ("markup", "url", "kind"),
    [
        ("<link rel='alternate' type='application/rss+xml' title='News' href='/feed/'>", "/feed/", Kind.FEED),
        ("<link rel='ALTERNATE home' type='Application/Atom+XML; charset=utf-8' href='/x'>", "/x", Kind.FEED),
        ("<link rel='alternate' type='application/feed+json' href='/feed.json'>", "/feed.json", Kind.FEED),
        ("<link rel='alternate' type='application/json' href='/feed.json'>", "/feed.json", Kind.FEED),
        ("<link rel='feed' href='/x'>", "/x", Kind.FEED),
        ("<link rel='sitemap' type='application/xml' href='/map'>", "/map", Kind.SITEMAP),
        ("<a href='/world/rss.xml'>RSS</a>", "/world/rss.xml", Kind.FEED),
        ("<a href='/world/feed/'>RSS</a>", "/world/feed/", Kind.FEED),
        ("<a href='/rss'>RSS</a>", "/rss", Kind.FEED),
        ("<a href='/world.rss'>RSS</a>", "/world.rss", Kind.FEED),
        ("<a href='/?feed=rss2'>RSS</a>", "/?feed=rss2", Kind.FEED),
        ("<a href='/world?format=feed&type=rss'>RSS</a>", "/world?format=feed&type=rss", Kind.FEED),
        ("<a type='application/rss+xml' href='/x'>RSS</a>", "/x", Kind.FEED),
        ("<a href='/news-sitemap.xml'>Sitemap</a>", "/news-sitemap.xml", Kind.SITEMAP),
        ("<a href='/sitemap_index.xml.gz'>Sitemap</a>", "/sitemap_index.xml.gz", Kind.SITEMAP),
        ("<a href='/sitemap'>Sitemap</a>", "/sitemap", Kind.LISTING),
        ("<a href='/help/sitemap.html'>Sitemap</a>", "/help/sitemap.html", Kind.LISTING),
        ("<base href='/de/'><link rel='alternate' type='application/rss+xml' href='feed'>", "/de/feed", Kind.FEED),
    ],
)
def test_doors_that_pages_name(markup: str, url: str, kind: Kind) -> None:
    (found,) = doors(markup)
    assert (found.url, found.kind) == (f"https://example.org{url}", kind)
    expected = {Kind.FEED: Door.FEEDS, Kind.SITEMAP: Door.SITEMAPS, Kind.LISTING: Door.LINKS}
    assert found.door is expected[kind]


@pytest.mark.parametrize(
    "markup",
    [
        "<link rel='alternate' hreflang='de' href='/de/'>",
        "<link rel='stylesheet' type='text/css' href='/feed.css'>",
        "<link rel='alternate' type='application/json' href='/wp-json/wp/v2/posts/7'>",
        "<link rel='alternate' type='application/json+oembed' href='/oembed?url=x'>",
        "<link rel='alternate' type='application/rss+xml' href='/comments/feed/'>",
        "<link rel='alternate' type='application/rss+xml' href='/?feed=comments-rss2'>",
        "<link rel='alternate' type='application/rss+xml'>",
        "<link rel='alternate' type='application/rss+xml' href='http://['>",
        "<link rel='alternate' type='application/rss+xml' href='https://example.org/'>",
        "<a href='/news/feeding-the-storm'>A</a><a href='/press/feedback'>B</a><a>C</a><a href='#rss'>D</a>",
        "<a href='https://other.example/feed/'>Another site's</a>",
        "<a href='/news/sitemaps-explained'>How sitemaps work</a>",
    ],
)
def test_other_links_are_no_doors(markup: str) -> None:
    assert doors(markup) == []


def test_declared_feeds_come_first_and_may_be_on_another_host() -> None:
    markup = (
        "<a href='/world/feed/'>World</a><link rel='alternate' type='application/rss+xml' title='All  news' "
        "href='https://feeds.example.net/example'><a href='/world/feed/'>World</a>"
    )
    assert [(found.url, found.text) for found in doors(markup)] == [
        ("https://feeds.example.net/example", "All news"),
        ("https://example.org/world/feed/", "World"),
    ]


def test_common_places_are_asked_for_best_first() -> None:
    found = common_doors("https://example.org:8000/", ALL)
    assert {one.kind for one in found} == {Kind.SITEMAP, Kind.FEED}
    assert next(one.url for one in found if one.kind is Kind.FEED) == "https://example.org:8000/feed/"
    assert found[0].url == "https://example.org:8000/sitemap.xml"
    assert all(one.url.startswith("https://example.org:8000/") for one in found)


def test_common_places_of_one_door_or_none() -> None:
    assert {one.door for one in common_doors("https://example.org/", frozenset({Door.FEEDS}))} == {Door.FEEDS}
    assert common_doors("https://example.org/", frozenset({Door.LINKS})) == []
    assert common_doors("no address", ALL) == []


def test_a_site_in_a_folder_is_looked_for_there_last() -> None:
    urls = [one.url for one in common_doors("https://example.org/blog/index.html", frozenset({Door.SITEMAPS}))]
    assert urls[0] == "https://example.org/sitemap.xml"
    assert "https://example.org/blog/sitemap.xml" in urls[len(urls) // 2 :]


@pytest.mark.parametrize(
    "part", ["<a href='/feed/'>x</a>", "<link rel=alternate type='application/rss+xml' href=x>", "<a href='/"]
)
def test_takes_linear_time(part: str) -> None:
    start = time.process_time()
    assert len(doors(part * 20_000)) <= 1
    assert time.process_time() - start < 5


@given(st.text(), st.text())
def test_never_raises(path: str, query: str) -> None:
    doors(
        f"<a href='/feed/{path}?{query}'>x</a><link rel='alternate feed' type='application/rss+xml' href='{path}'>"
    )
    common_doors(f"https://example.org/{path}", ALL)
    common_doors(path, ALL)
