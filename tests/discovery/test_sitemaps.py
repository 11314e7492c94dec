from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Response

from newsspider.discovery.sitemaps import Sitemap, read_sitemap
from newsspider.discovery.types import Door, Found, Kind
from newsspider.http import Announcement

URL = "https://example.org/maps/sitemap.xml"
CORE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def read(markup: str | bytes) -> Sitemap | None:
    return read_sitemap(Response(URL, body=markup.encode() if isinstance(markup, str) else markup))


def pages(markup: str | bytes) -> tuple[Found, ...]:
    sitemap = read(markup)
    assert sitemap is not None
    assert sitemap.sitemaps == ()
    return sitemap.pages


def urlset(entries: str, namespaces: str = CORE) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {namespaces}>{entries}</urlset>'


PAGE = "<url><loc>https://example.org/storm</loc></url>"
SITEMAP_WITH_ONE_PAGE: Mapping[str, str | bytes] = {
    "plain": urlset(PAGE),
    "without a namespace": urlset(PAGE, ""),
    "with a wrong namespace": urlset(PAGE, 'xmlns="https://www.sitemaps.org/schemas/sitemap/0.84/"'),
    "with a prefix": f'<sm:urlset {CORE.replace("xmlns", "xmlns:sm")}>{PAGE.replace("</", "</sm:").replace("<u", "<sm:u").replace("<l", "<sm:l")}</sm:urlset>',
    "with a prefix that nobody declares": "<sm:urlset><sm:url><sm:loc>https://example.org/storm</sm:loc></sm:url></sm:urlset>",
    "behind a style sheet and comments": '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/s.xsl"?><!-- <urls> -->' + urlset(PAGE)[38:],
    "behind blank lines": "\n\n" + urlset(PAGE),
    "packed": gzip.compress(urlset(PAGE).encode()),
    "packed in members": gzip.compress(urlset(PAGE).encode()[:50]) + gzip.compress(urlset(PAGE).encode()[50:]),
    "packed, and cut off": gzip.compress(urlset(PAGE + " " * 100_000).encode())[:-10],
    "cut off": urlset(PAGE + "<url><loc>https://exa")[:-9],
    "in UTF-16": urlset(PAGE).replace("UTF-8", "UTF-16").encode("utf-16"),
    "with a relative address": urlset("<url><loc>/storm</loc></url>"),
    "with blanks and CDATA": urlset("<url><loc>\n <![CDATA[https://example.org/storm]]> \n</loc></url>"),
    "with tracking parameters": urlset("<url><loc>https://example.org/storm?utm_source=map#top</loc></url>"),
    "with entries that are none": urlset("<url/><url><loc/></url><url><loc>mailto:a</loc></url><url>x</url>" + PAGE),
    "with an entry twice": urlset(PAGE * 2),
    "a list of addresses": "https://example.org/storm\n",
    "a list with a byte order mark and blank lines": "\ufeff\r\nhttps://example.org/storm\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", SITEMAP_WITH_ONE_PAGE)
def test_reads_sitemaps_of_every_make(kind: str) -> None:
    assert pages(SITEMAP_WITH_ONE_PAGE[kind]) == (Found(url="https://example.org/storm", door=Door.SITEMAPS),)


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "application/xml", "application/x-gzip"])
def test_a_sitemap_is_one_whatever_its_type_says(content_type: str) -> None:
    response = HtmlResponse(URL, body=urlset(PAGE).encode(), headers={"Content-Type": content_type})
    assert read_sitemap(response) is not None


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Storm hits coast",
        "See https://example.org/storm for more",
        "<!doctype html><html><body><urlset></urlset>https://example.org/storm</body></html>",
        '<rss version="2.0"><channel><item><link>https://example.org/storm</link></item></channel></rss>',
        "User-agent: *\nSitemap: https://example.org/sitemap.xml",
        b"\x1f\x8b",
        b"\x1f\x8b" * 1_000,
        gzip.compress(bytes(100_000_000)),
    ],
)
def test_what_is_no_sitemap_is_none(body: str | bytes) -> None:
    assert read(body) is None


def test_when_a_page_changed() -> None:
    entry = "<url><lastmod>{}</lastmod><loc>/a</loc></url>"
    dates = [
        "2030-03-05T10:00:00+01:00",
        "2030-03-05",
        "2030-03-05T10:00Z",
        "gestern",
        "2030-02-31",
        "0000-00-00",
        "",
    ]
    told = [pages(urlset(entry.format(date)))[0].announcement for date in dates]
    known = [Announcement(source="sitemap", modified=date) for date in dates[:3]]
    assert told == [*known, None, None, None, None]


def test_a_news_sitemap_announces_articles() -> None:
    markup = urlset(
        "<url><loc>https://example.org/storm</loc><lastmod>2030-03-06</lastmod><news:news><news:publication>"
        "<news:name>Example News</news:name><news:language>zh-cn</news:language></news:publication>"
        "<news:publication_date>2030-03-05T10:00:00+01:00</news:publication_date>"
        "<news:title><![CDATA[Fish &amp; chips]]></news:title><news:keywords>fish, prices,fish</news:keywords></news:news>"
        "<image:image><image:title>No title</image:title><image:loc>/1.jpg</image:loc></image:image>"
        "<image:image><image:loc>/2.jpg</image:loc></image:image></url>",
        f"{CORE} {NEWS} {IMAGE}",
    )
    expected = Announcement(
        source="news-sitemap",
        headline="Fish & chips",
        published="2030-03-05T10:00:00+01:00",
        modified="2030-03-06",
        language="zh-CN",
        keywords=("fish", "prices"),
        image="https://example.org/1.jpg",
        publisher="Example News",
    )
    (found,) = pages(markup)
    assert (found.url, found.kind, found.text) == ("https://example.org/storm", Kind.ARTICLE, "Fish & chips")
    assert found.announcement == expected
    assert pages(markup.replace(NEWS, "").replace(IMAGE, ""))[0].announcement == expected
    assert pages(markup.replace(NEWS, NEWS.replace("http:", "https:")))[0].announcement == expected


def test_an_image_sitemap_tells_the_first_picture() -> None:
    entry = "<url><loc>/a</loc><image:image><image:loc>https://img.example/1.jpg</image:loc></image:image></url>"
    (found,) = pages(urlset(entry, f"{CORE} {IMAGE}"))
    assert (found.url, found.kind) == ("https://example.org/a", Kind.PAGE)
    assert found.announcement == Announcement(source="sitemap", image="https://img.example/1.jpg")


def test_an_index_names_sitemaps() -> None:
    sitemap = read(
        f"<sitemapindex {CORE}><sitemap><loc>posts.xml.gz</loc><lastmod>2030-03-05</lastmod></sitemap>"
        "<sitemap><loc>https://example.org/?sitemap=news&part=2</loc></sitemap></sitemapindex>"
    )
    assert sitemap is not None
    assert sitemap.pages == ()
    assert [(found.url, found.kind, found.door) for found in sitemap.sitemaps] == [
        ("https://example.org/maps/posts.xml.gz", Kind.SITEMAP, Door.SITEMAPS),
        ("https://example.org/?sitemap=news&part=2", Kind.SITEMAP, Door.SITEMAPS),
    ]
    assert sitemap.sitemaps[0].announcement == Announcement(source="sitemap", modified="2030-03-05")


def test_addresses_with_bare_ampersands_are_kept_whole() -> None:
    found = pages(urlset("<url><loc>https://example.org/?p=1&lang=en&copy=2&amp;x=3</loc></url>"))
    assert found[0].url == "https://example.org/?p=1&lang=en&copy=2&x=3"


def test_references_of_html_are_resolved() -> None:
    news = "<news:news><news:title>Caf&eacute;&nbsp;&amp; bar</news:title></news:news>"
    assert pages(urlset(PAGE.replace("</url>", news + "</url>")))[0].text == "Café & bar"


def test_entity_bombs_are_harmless() -> None:
    doctype = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    assert len(pages(f"{doctype}]><urlset><url><loc>/&j;</loc></url>{PAGE}</urlset>")) == 2
    assert read(f"{doctype}<urlset>{PAGE}</urlset>") is None  # which never ends


def test_a_bomb_is_unpacked_in_part() -> None:
    bomb = gzip.compress(urlset(PAGE + " " * 200_000_000).encode())
    start = time.process_time()
    found = pages(bomb)
    assert len(found) == 1
    assert time.process_time() - start < 5


def test_fifty_thousand_pages_take_seconds_at_most() -> None:
    entry = "<url><loc>https://example.org/news/{0}-storm-hits-the-coast</loc><lastmod>2030-03-05T10:00:{1:02}+01:00</lastmod></url>"
    markup = urlset("".join(entry.format(n, n % 60) for n in range(50_000))).encode()
    start = time.process_time()
    assert len(pages(markup)) == 50_000
    assert time.process_time() - start < len(markup) / 4e5  # 0.3 s a megabyte on an idle machine


def test_a_list_of_fifty_thousand_addresses() -> None:
    assert len(pages("\n".join(f"https://example.org/{n}" for n in range(50_000)))) == 50_000


HOSTILE: Mapping[str, Callable[[int], str]] = {
    "nested entries": lambda n: "<urlset>" + "<url>" * (n // 5),
    "entries without end": lambda n: "<urlset>" + "<url><loc>/a</loc>" * (n // 19),
    "many children": lambda n: "<urlset><url>" + "<a>x</a>" * (n // 8) + "</url></urlset>",
    "nested children": lambda n: "<urlset><url>" + "<a>" * (n // 3),
    "siblings": lambda n: "<urlset>" + "<x/>" * (n // 4) + PAGE,
    "ampersands": lambda n: "<urlset><url><loc>" + "&" * n,
    "angle brackets": lambda n: "<urlset>" + "<" * n,
    "declarations": lambda n: "<!DOCTYPE x [" + "<!ENTITY " * (n // 9) + "<urlset>",
    "one long line": lambda n: "https://example.org/" + "a" * n,
    "news": lambda n: "<urlset><url>" + "<news><title>x</title></news>" * (n // 29) + "</url></urlset>",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_sitemaps_take_linear_time(kind: str) -> None:
    start = time.process_time()
    read(HOSTILE[kind](1_000_000))
    assert time.process_time() - start < 3


PARTS = [
    "<urlset>", "</urlset>", "<url>", "</url>", "<loc>", "</loc>", "https://example.org/a", "http://[", "/a", "<lastmod>",
    "2030-03-05", "9999-99-99", "<news:news>", "<news:title>", "<news:keywords>", "<image:image><image:loc>", "<sitemap>", "<![CDATA[",
    "]]>", "&", "&a;", "&#0;", "<!-- ", "<?x", "<!DOCTYPE a [", "]>", "\x00", "<x:y z='1'>", "é",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.lists(st.sampled_from(PARTS), max_size=30).map(lambda parts: "<urlset>" + "".join(parts)), st.text()
    )
)
def test_never_raises(markup: str) -> None:
    read(markup.encode("utf-8", "replace"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.booleans(), st.integers(0, 200))
def test_never_raises_on_bytes(body: bytes, is_packed: bool, cut: int) -> None:
    read(gzip.compress(b"<urlset>" + body)[: -cut or None] if is_packed else body)
