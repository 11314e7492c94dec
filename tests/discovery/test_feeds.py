from __future__ import annotations

import gzip
import json
import time
import warnings
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Response

from newsspider.discovery.feeds import Feed, read_feed
from newsspider.discovery.types import Door, Found, Kind
from newsspider.http import Announcement

URL = "https://example.org/news/feed.xml"


def read(markup: str | bytes, url: str = URL, **headers: str) -> Feed | None:
    body = markup.encode() if isinstance(markup, str) else markup
    return read_feed(Response(url, body=body, headers=headers))


def entries(markup: str | bytes) -> tuple[Found, ...]:
    feed = read(markup)
    assert feed is not None
    return feed.entries


def told(markup: str | bytes) -> Announcement:
    (found,) = entries(markup)
    assert found.announcement is not None
    return found.announcement


def rss(items: str, head: str = "", namespaces: str = "") -> str:
    return f'<rss version="2.0" {namespaces}><channel><title>T</title><link>https://example.org/</link>{head}{items}</channel></rss>'


ITEM = "<item><title>Storm</title><link>https://example.org/storm</link></item>"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
FEED_WITH_ONE_ENTRY: Mapping[str, str | bytes] = {
    "RSS 0.90": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
    "<channel><title>T</title></channel>" + ITEM + "</rdf:RDF>",
    "RSS 0.91 with its document type": '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
    ' "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>' + ITEM + "</channel></rss>",
    "RSS 1.0": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    "<channel/>" + ITEM + "</rdf:RDF>",
    "RSS 2.0": rss(ITEM),
    "Atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Storm</title>'
    '<link rel="alternate" type="text/html" href="https://example.org/storm"/></entry></feed>',
    "Atom 1.0": f'<feed {ATOM}><entry><title>Storm</title><link href="https://example.org/storm"/></entry></feed>',
    "Atom with a prefix": '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Storm</a:title>'
    '<a:link href="https://example.org/storm"/></a:entry></a:feed>',
    "JSON Feed": '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "https://example.org/storm", "title": "Storm"}]}',
    "UTF-16": rss(ITEM).encode("utf-16"),
    "gzip": gzip.compress(rss(ITEM).encode()),
    "with a byte order mark and blank lines": "\ufeff\n\n" + rss(ITEM),
    "behind a warning of PHP's": "<br />\n<b>Warning</b>: Undefined index: x on line 3<br />" + rss(ITEM),
    "cut off": rss(ITEM)[:-20] + "<item><title>Fl",
    "without its namespaces": rss(ITEM.replace("</item>", "<dc:creator>Ana</dc:creator></item>")),
    "with a control character": rss(ITEM.replace("Storm", "Sto\x02rm", 1)),
    "with an element that is left open": rss(ITEM.replace("Storm", "Storm<br>", 1)),
}  # fmt: skip


@pytest.mark.parametrize("kind", FEED_WITH_ONE_ENTRY)
def test_reads_feeds_of_every_make(kind: str) -> None:
    (found,) = entries(FEED_WITH_ONE_ENTRY[kind])
    assert (found.url, found.text) == ("https://example.org/storm", "Storm")
    assert (found.kind, found.door, found.is_next) == (Kind.ARTICLE, Door.FEEDS, False)
    assert found.announcement is not None
    assert (found.announcement.source, found.announcement.headline) == ("feed", "Storm")


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/plain", "application/octet-stream"])
def test_a_feed_is_one_whatever_its_type_says(content_type: str) -> None:
    response = HtmlResponse(URL, body=rss(ITEM).encode(), headers={"Content-Type": content_type})
    assert read_feed(response) is not None


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Storm hits coast",
        "<!doctype html><html><head><title>x</title></head><body><rss></rss></body></html>",
        "<html><body>A &lt;rss&gt; element begins with <rss version='2.0'></body></html>",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/a</loc></url></urlset>',
        '{"items": []}',
        '{"version": 1}',
        "[" * 100_000,
        '{"a":' * 100_000,
        b"\x1f\x8b",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_feed_is_none(body: str | bytes) -> None:
    assert read(body) is None


def test_an_entry_of_rss_whole() -> None:
    item = (
        "<item><title>Fish &amp;amp; chips: &lt;b&gt;new&lt;/b&gt; prices</title><link>https://example.org/fish?utm_source=rss</link>"
        "<description>&lt;p&gt;Prices rise.&lt;/p&gt;</description><dc:creator><![CDATA[Ana Ruiz]]></dc:creator>"
        "<dc:creator>Ben Kurz</dc:creator><pubDate>Tue, 05 Mar 2030 10:00:00 +0100</pubDate><category>Food</category>"
        "<category>Prices</category><media:thumbnail url='/small.jpg' width='80'/><media:group>"
        "<media:content url='/mid.jpg' medium='image' width='640'/><media:content url='/big.jpg' type='image/jpeg' width='1280'/>"
        "<media:content url='/film.mp4' medium='video' width='1920'/></media:group></item>"
    )
    markup = rss(item, "<language>en-us</language>", f"{DC} {MEDIA}")
    assert entries(markup)[0].url == "https://example.org/fish"
    assert told(markup) == Announcement(
        source="feed",
        headline="Fish & chips: new prices",
        description="Prices rise.",
        authors=("Ana Ruiz", "Ben Kurz"),
        published="Tue, 05 Mar 2030 10:00:00 +0100",
        language="en-US",
        keywords=("Food", "Prices"),
        image="https://example.org/big.jpg",
    )


def test_an_entry_of_atom_whole() -> None:
    markup = f"""<feed {ATOM} xml:base="https://example.org/news/" xml:lang="de"><title>T</title>
      <link rel="hub" href="https://hub.example/"/><link rel="next" href="?page=2"/><link rel="prev-archive" href="/archive/9"/>
      <link rel="self" href="feed.xml"/>
      <entry xml:lang="fr"><title type="html">A &amp;lt; B</title><link rel="enclosure" type="image/png" href="/a.png"/>
      <link rel="alternate" type="application/pdf" href="/a.pdf"/><link href="a.html"/><author><name>Ana Ruiz</name></author>
      <published>2030-03-05T10:00:00+01:00</published><updated>2030-03-06T10:00:00Z</updated><category term="world"/>
      <summary>Two letters.</summary></entry></feed>"""
    assert told(markup) == Announcement(
        source="feed",
        headline="A < B",
        description="Two letters.",
        authors=("Ana Ruiz",),
        published="2030-03-05T10:00:00+01:00",
        modified="2030-03-06T10:00:00Z",
        language="fr",
        section="world",
        keywords=("world",),
        image="https://example.org/a.png",
    )
    feed = read(markup)
    assert feed is not None
    assert feed.entries[0].url == "https://example.org/news/a.html"
    assert (feed.title, feed.hub) == ("T", "https://hub.example/")
    assert [(more.url, more.kind, more.is_next) for more in feed.more] == [
        ("https://example.org/news/?page=2", Kind.FEED, True),
        ("https://example.org/archive/9", Kind.FEED, True),
    ]


def test_an_item_of_json_feed_whole() -> None:
    item = {
        "id": 7, "url": "/a", "external_url": "https://other.example/x", "title": "Storm", "summary": "It came.",
        "date_published": "2030-03-05T10:00:00+01:00", "date_modified": "2030-03-06T10:00:00Z",
        "authors": [{"name": "Ana Ruiz"}, {"url": "https://example.org/ben"}], "tags": ["storm", "coast", 3],
        "image": "/i.jpg", "language": "nl",
    }  # fmt: skip
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "language": "en",
        "items": [item, "no item"],
    }
    value |= {"next_url": "feed2.json", "hubs": [{"type": "WebSub", "url": "https://hub.example/"}]}
    assert told(json.dumps(value)) == Announcement(
        source="feed",
        headline="Storm",
        description="It came.",
        authors=("Ana Ruiz",),
        published="2030-03-05T10:00:00+01:00",
        modified="2030-03-06T10:00:00Z",
        language="nl",
        keywords=("storm", "coast"),
        image="https://example.org/i.jpg",
    )
    feed = read(json.dumps(value))
    assert feed is not None
    assert feed.hub == "https://hub.example/"
    assert [more.url for more in feed.more] == ["https://example.org/news/feed2.json"]


def test_version_1_0_of_json_feed_has_one_author_and_some_ids_are_addresses() -> None:
    items = [{"id": "https://example.org/a", "author": {"name": "Ana Ruiz"}}, {"id": "no-address"}]
    assert told(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})).authors == ("Ana Ruiz",)


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<guid>https://example.org/a?x=1&amp;y=2</guid>", "https://example.org/a?x=1&y=2"),
        ("<guid isPermaLink='true'><![CDATA[https://example.org/a]]></guid>", "https://example.org/a"),
        ("<guid isPermaLink='false'>https://example.org/?p=7</guid>", None),
        ("<guid>tag-7</guid>", None),
        ("<guid isPermaLink='false'>https://example.org/?p=7</guid><link>/a</link>", "https://example.org/a"),
        ("<link>https://example.org/a</link><guid>https://example.org/b</guid>", "https://example.org/a"),
        ("<link>../a</link>", "https://example.org/a"),
        ("<link>https://count.example/r/7</link><guid>https://example.org/a</guid>", "https://example.org/a"),
        (
            "<link>https://count.example/r/7</link><fb:origLink>https://example.org/a</fb:origLink>",
            "https://example.org/a",
        ),
        ("<link>https://other.example/a</link>", "https://other.example/a"),
        ("<atom:link rel='alternate' href='/a'/>", "https://example.org/a"),
        ("<link>javascript:void(0)</link>", None),
        ("<link>  </link>", None),
        ("", None),
    ],
)
def test_the_address_of_an_entry(item: str, url: str | None) -> None:
    namespaces = 'xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" xmlns:atom="http://www.w3.org/2005/Atom"'
    found = entries(rss(f"<item><title>Storm</title>{item}</item>", namespaces=namespaces))
    assert [one.url for one in found] == ([url] if url else [])


@pytest.mark.parametrize(
    ("dates", "published", "modified"),
    [
        ("<pubDate>Mon, 99 Foo 2030 10:00:00</pubDate>", None, None),
        ("<pubDate>0000-00-00</pubDate>", None, None),
        ("<pubDate>yesterday</pubDate>", None, None),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", None, None),
        ("<dc:date>2030-03-05</dc:date>", "2030-03-05", None),
        (
            "<pubDate>Tue, 05 Mar 2030 10:00:00 GMT</pubDate><atom:updated>2030-03-06</atom:updated>",
            "Tue, 05 Mar 2030 10:00:00 GMT",
            "2030-03-06",
        ),
    ],
)
def test_dates_are_as_written_and_wrong_ones_are_none(
    dates: str, published: str | None, modified: str | None
) -> None:
    item = f"<item><link>/a</link>{dates}</item>"
    announcement = told(rss(item, namespaces=f'{DC} xmlns:atom="http://www.w3.org/2005/Atom"'))
    assert (announcement.published, announcement.modified) == (published, modified)


def test_a_date_is_read_in_the_language_of_its_feed() -> None:
    item = "<item><link>/a</link><pubDate>5 mars 2030 10:00</pubDate></item>"
    assert told(rss(item, "<language>fr</language>")).published == "5 mars 2030 10:00"


def test_atom_without_a_date_of_publication_gives_none() -> None:
    entry = '<entry><link href="/a"/><updated>2030-03-06T10:00:00Z</updated></entry>'
    announcement = told(f"<feed {ATOM}>{entry}</feed>")
    assert (announcement.published, announcement.modified) == (None, "2030-03-06T10:00:00Z")


def test_what_comments_say_is_not_of_their_page() -> None:
    items = "".join(
        f"<item><title>Re: {n}</title><link>https://example.org/storm#comment-{n}</link></item>" for n in range(2)
    )
    shared = "<item><title>One</title><link>/live</link></item><item><title>Two</title><link>/live</link></item>"
    found = entries(rss(items + shared))
    assert [(one.url, one.text, one.announcement) for one in found] == [
        ("https://example.org/storm", "", None),
        ("https://example.org/live", "", None),
    ]


def test_an_entry_that_stands_there_twice_is_found_once() -> None:
    assert told(rss(ITEM * 2)).headline == "Storm"


def test_fragments_that_count_readers_are_left_out() -> None:
    item = ITEM.replace("/storm<", "/storm#xtor=RSS-1<")
    assert told(rss(item)).headline == "Storm"
    assert entries(rss(item))[0].url == "https://example.org/storm"


def test_bytes_say_more_of_their_encoding_than_declarations() -> None:
    markup = '<?xml version="1.0" encoding="UTF-8"?>' + rss(ITEM.replace("Storm", "Küste"))
    assert told(markup.encode("latin-1")).headline == "Küste"
    assert told(markup.replace("UTF-8", "ISO-8859-1")).headline == "Küste"
    russian = '<?xml version="1.0" encoding="windows-1251"?>' + rss(ITEM.replace("Storm", "Буря"))
    assert told(russian.encode("cp1251")).headline == "Буря"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
QUADRATIC_BOMB = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 100_000}">]>'


@pytest.mark.parametrize("doctype", [BOMB, QUADRATIC_BOMB, '<!DOCTYPE rss SYSTEM "file:///etc/hostname">'])
def test_entity_bombs_are_harmless(doctype: str) -> None:
    start = time.process_time()
    announcement = told(doctype + rss(ITEM.replace("Storm", "&j;" + "&a;" * 10_000)))
    assert len(announcement.headline or "") <= 500
    assert time.process_time() - start < 2


def test_no_file_is_read(tmp_path: object) -> None:
    path = f"{tmp_path}/secret"
    with open(path, "w") as file:  # noqa: PTH123
        file.write("secret")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{path}"><!ENTITY % y SYSTEM "file://{path}"> %y;]>'
    assert "secret" not in repr(read(doctype + rss(ITEM.replace("Storm", "&x;"))))
    assert read(path) is None


HOSTILE: Mapping[str, Callable[[int], bytes]] = {
    "nested entries": lambda n: b"<rss><channel>" + b"<item>" * (n // 6),
    "nested blocks": lambda n: b"<rss><channel><item><description>" + b"<div>" * (n // 5),
    "attributes": lambda n: b"<rss><channel><item><title " + b'a="b" ' * (n // 6),
    "open sections": lambda n: b"<rss><channel><item>" + b"<![CDATA[" * (n // 9),
    "ampersands": lambda n: b"<rss><channel><item><title>" + b"&" * n,
    "authors": lambda n: b"<rss><channel><item>" + b"<author>a</author>" * (n // 18) + b"</item></channel></rss>",
    "declarations": lambda n: b"<!DOCTYPE x [" + b"<!ENTITY " * (n // 9) + b"<rss version='2.0'>",
    "angle brackets": lambda n: b"<rss><channel><item><title>" + b"<" * n,
    "guids": lambda n: b"<rss><channel><item><guid>" + b"> <![CDATA[ https://" * (n // 20),
    "tokens": lambda n: b"<rss><channel><item><title>" + b"a<b " * (n // 4),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_feeds_take_linear_time(kind: str) -> None:
    start = time.process_time()
    read(HOSTILE[kind](60_000))
    assert time.process_time() - start < 5  # 0.4 s and less on an idle machine; quadratic ones take minutes


@pytest.mark.slow
def test_fifty_megabytes_are_cut_behind_an_entry() -> None:
    text = "storm " * 800
    items = "".join(
        f"<item><title>S{n}</title><link>/{n}</link><content>{text}</content></item>" for n in range(10_000)
    )
    markup = rss(items).encode()
    assert len(markup) > 45_000_000
    start = time.process_time()
    found = entries(markup)
    assert time.process_time() - start < 20  # 1.3 s on an idle machine
    assert 1_500 < len(found) < 3_000
    assert [one.url for one in found] == [f"https://example.org/{n}" for n in range(len(found))]


@pytest.mark.slow
def test_a_large_feed_that_is_no_xml_is_cut_behind_an_entry() -> None:
    items = "".join(f"<item><title>S & {n}</title><link>/{n}</link></item>" for n in range(60_000))
    found = entries(rss(items))
    assert 5_000 < len(found) < 10_000
    assert found[-1].text == f"S & {len(found) - 1}"


def test_a_feed_without_the_end_of_an_entry_within_bounds_is_none() -> None:
    assert read(rss("<item><title>" + "a" * 11_000_000)) is None


MARKUP = st.lists(
    st.sampled_from([
        "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>",
        "</entry>", "<title>", "<title type='html'>", "</title>", "<link>", "<link href='a'/>", "<link rel='next' href='//['/>",
        "http://[", "<guid>", "<guid isPermaLink='x'>", "<pubDate>", "2030-02-31", "<![CDATA[", "]]>", "&", "&#x110000;", "&#0;", "<!--",
        "<?xml version='1.0' encoding='x'?>", "<!DOCTYPE", "<category/>", "<author><name>", "\x00", "\ud800".encode("utf-8", "replace").decode(),
        "<media:content url='' width='9'/>", "<enclosure url='a.jpg'/>", "<description>", "<p>", "<a href='a'>", "Storm",
    ]),
    max_size=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(MARKUP.map(lambda parts: ("<rss>" + "".join(parts)).encode()), st.binary(max_size=300)))
def test_never_raises(body: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_feed(Response(URL, body=body))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
)
KEYS = [
    "id",
    "url",
    "external_url",
    "title",
    "summary",
    "authors",
    "author",
    "tags",
    "date_published",
    "image",
    "language",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON), max_size=3), JSON, JSON)
def test_json_never_raises(items: list[dict[str, object]], hubs: object, more: object) -> None:
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": items,
        "hubs": hubs,
        "next_url": more,
        "title": more,
    }
    assert read(json.dumps(value)) is not None
