"""JSON Feed, Atom and RSS: what their specifications ask for, of articles of all kinds."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser
import pytest
from lxml import etree
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from newsspider.discovery.feeds import read_feed
from newsspider.errors import SettingError
from newsspider.feeds.atom_feed import AtomExporter
from newsspider.feeds.json_feed import JsonFeedExporter
from newsspider.feeds.markdown import MarkdownExporter
from newsspider.feeds.rss_feed import RssExporter
from newsspider.items import Article, Author, Image, Media, Publisher

FULL = Article(
    url="https://example.org/a",
    id="https://example.org/a",
    headline="Storm & sea\x00",
    description="A storm.",
    authors=[Author(name="Ana Ruiz", url="https://example.org/ana"), Author(name="dpa")],
    datePublished="2026-11-03T09:40:00+05:30",
    dateModified="2026-11-04",
    inLanguage="en-GB",
    articleSection="News",
    keywords=["sea", "News"],
    articleBody="One.",
    articleBodyHtml="<p>One &amp; two.</p>",
    mainImage=Image(url="https://example.org/1.png"),
    images=[Image(url="https://example.org/1.png", caption="The sea"), Image(caption="no address")],
    audios=[Media(url="https://example.org/play?id=3")],
)
BARE = Article(articleBody="Only text.", publisher=Publisher(name="Example News"))
DUMP = {"headline": "x", "authors": ["Bo"], "datePublished": "yesterday", "images": ["https://example.org/2.jpg"]}
ITEMS = (FULL, BARE, DUMP, {"id": "sha256:" + "0" * 64, "headline": "y"})


def written(exporter: Any, *items: Any, **kwargs: Any) -> bytes:
    file = io.BytesIO()
    running = exporter(file, **kwargs)
    running.start_exporting()
    for item in items:
        running.export_item(item)
    running.finish_exporting()
    return file.getvalue()


def is_moment(text: str) -> bool:
    return datetime.fromisoformat(text).tzinfo is not None and len(text) >= len("2026-11-03T09:40:00Z")


def test_a_json_feed_is_valid() -> None:
    home = "https://example.org/"
    feed = json.loads(written(JsonFeedExporter, *ITEMS, title="News", home_page_url=home, encoding="utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["home_page_url"]) == ("News", home)
    assert len({item["id"] for item in feed["items"]}) == len(ITEMS)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert "content_html" in item or "content_text" in item
        assert all(is_moment(item[name]) for name in ("date_published", "date_modified") if name in item)
        assert all(author["name"] for author in item.get("authors", ()))
        assert all(one["url"] and "/" in one["mime_type"] for one in item.get("attachments", ()))


def test_a_json_feed_says_what_the_article_says() -> None:
    full, bare, dump, _ = json.loads(written(JsonFeedExporter, *ITEMS))["items"]
    assert full["authors"] == [{"name": "Ana Ruiz", "url": "https://example.org/ana"}, {"name": "dpa"}]
    assert (full["language"], full["tags"], full["summary"]) == ("en-GB", ["News", "sea"], "A storm.")
    assert full["attachments"] == [
        {"url": "https://example.org/1.png", "mime_type": "image/png", "title": "The sea"},
        {"url": "https://example.org/play?id=3", "mime_type": "audio/mpeg"},
    ]
    assert full["date_published"] == "2026-11-03T09:40:00+05:30"
    assert full["date_modified"] == "2026-11-04T00:00:00+00:00"
    assert (bare["content_text"], bare["authors"]) == ("Only text.", [{"name": "Example News"}])
    assert "date_published" not in dump
    assert json.loads(written(JsonFeedExporter))["items"] == []


ATOM = "{http://www.w3.org/2005/Atom}"


def test_an_atom_feed_is_valid() -> None:
    options = {"title": "News", "home_page_url": "https://example.org/", "encoding": "utf-8"}
    data = written(AtomExporter, *ITEMS, **options)
    root = etree.fromstring(data)
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert is_moment(element.findtext(f"{ATOM}updated") or "")
    assert root.findtext(f"{ATOM}updated") == "2026-11-04T00:00:00+00:00"
    for entry in root.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert len(entry.findall(f"{ATOM}content")) == 1
    assert data == written(AtomExporter, *ITEMS, **options)


def test_readers_of_atom_find_the_full_text() -> None:
    feed = feedparser.parse(written(AtomExporter, *ITEMS))
    assert not feed.bozo
    full, bare, *_ = feed.entries
    assert (full.title, full.link, full.id) == (
        "Storm & sea\ufffd",
        "https://example.org/a",
        "https://example.org/a",
    )
    assert [content.value for content in full.content] == ["<p>One &amp; two.</p>"]
    assert full.content[0].language == "en-GB"
    assert [(one.href, one.type) for one in full.enclosures] == [
        ("https://example.org/1.png", "image/png"),
        ("https://example.org/play?id=3", "audio/mpeg"),
    ]
    assert [tag.term for tag in full.tags] == ["News", "sea"]
    assert (bare.content[0].value, bare.author) == ("Only text.", "Example News")


def test_an_rss_feed_is_valid() -> None:
    options = {"title": "News", "home_page_url": "https://example.org/", "language": "en", "encoding": "utf-8"}
    data = written(RssExporter, *ITEMS, feed_url="https://example.org/rss.xml", **options)
    root = etree.fromstring(data)
    (channel,) = root
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    assert [len(channel.findall(name)) for name in ("title", "link", "description", "language")] == [1, 1, 1, 1]
    items = channel.findall("item")
    assert len(items) == len(ITEMS)
    for item in items:
        assert item.find("title") is not None or item.find("description") is not None
        assert item.findtext("guid")
        # https://www.rssboard.org/rss-profile: readers take one of each.
        for name in (
            "link",
            "guid",
            "pubDate",
            "description",
            "{http://purl.org/rss/1.0/modules/content/}encoded",
        ):
            assert len(item.findall(name)) <= 1
        for enclosure in item.iter("enclosure"):
            assert set(enclosure.keys()) == {"url", "type", "length"}
    assert data == written(RssExporter, *ITEMS, feed_url="https://example.org/rss.xml", **options)


def test_an_rss_feed_links_to_its_site_and_to_itself_only_where_no_article_says_which_that_is() -> None:
    own = "https://feeds.example.net/rss.xml"

    def link(*items: Any) -> str | None:
        return etree.fromstring(written(RssExporter, *items, feed_url=own)).findtext("channel/link")

    assert link(*ITEMS) == "https://example.org/"
    assert link(Article(headline="Storm")) == link() == own


def test_what_a_feed_says_of_itself_comes_before_its_articles_as_far_as_it_is_known_then() -> None:
    channel = etree.fromstring(written(RssExporter, FULL, BARE, title="News", language="en"))[0]
    assert [part.tag for part in channel] == ["title", "link", "description", "language", "item", "item"]
    channel = etree.fromstring(written(RssExporter, BARE, FULL, BARE))[0]
    assert [part.tag for part in channel] == ["title", "description", "item", "item", "item", "link"]
    feed = etree.fromstring(written(AtomExporter, FULL, home_page_url="https://example.org/"))
    assert [etree.QName(part).localname for part in feed] == ["id", "title", "link", "entry", "updated"]


def test_an_rss_feed_declares_the_names_of_others_once() -> None:
    odd = Article(headline='<rss xmlns:dc="http://purl.org/dc/elements/1.1/">', authors=[Author(name="Ana Ruiz")])
    data = written(RssExporter, FULL, odd, feed_url="https://example.org/rss.xml")
    assert data.count(b"xmlns:") == 4 + 1  # and that in the headline
    assert data.index(b"<channel>") > data.index(b"xmlns:media")
    feed = feedparser.parse(data)
    assert (feed.entries[1].title, feed.entries[1].author) == (odd.headline, "Ana Ruiz")


def test_readers_of_rss_find_the_full_text() -> None:
    feed = feedparser.parse(written(RssExporter, *ITEMS))
    assert not feed.bozo
    full, bare, *_ = feed.entries
    assert (full.title, full.link, full.id) == (
        "Storm & sea\ufffd",
        "https://example.org/a",
        "https://example.org/a",
    )
    assert full.published_parsed[:5] == (2026, 11, 3, 4, 10)
    assert [content.value for content in full.content] == ["<p>One &amp; two.</p>"]
    assert full.summary == "A storm."
    assert [author.name for author in full.authors] == ["Ana Ruiz", "dpa"]
    assert [one.href for one in full.enclosures] == ["https://example.org/play?id=3"]
    assert [one["url"] for one in full.media_content] == ["https://example.org/1.png"]
    assert [tag.term for tag in full.tags] == ["News", "sea"]
    assert (bare.content[0].value, bare.author) == ("<p>Only text.</p>", "Example News")


def test_our_own_crawl_reads_the_feeds() -> None:
    for exporter, kind in ((RssExporter, "application/rss+xml"), (AtomExporter, "application/atom+xml")):
        response = Response(
            "https://example.org/feed", body=written(exporter, FULL), headers={"Content-Type": kind}
        )
        feed = read_feed(response)
        assert feed is not None
        assert [entry.url for entry in feed.entries] == ["https://example.org/a"]


@pytest.mark.parametrize("exporter", [JsonFeedExporter, AtomExporter, RssExporter])
def test_a_feed_takes_what_any_of_them_says_of_itself_and_nothing_else(exporter: Any) -> None:
    written(
        exporter, title="News", feed_id="urn:a", description="All", language="en", icon="https://example.org/i"
    )
    with pytest.raises(SettingError, match="'home_page' is not known; did you mean home_page_url"):
        written(exporter, home_page="https://example.org/")


def test_a_feed_of_rss_has_one_link_whichever_article_has_an_address() -> None:
    named = Article(articleBody="Text.", publisher=Publisher(name="Example News", url="https://news.example/"))
    for items, link in (((BARE, FULL, FULL), "https://example.org/"), ((BARE, named), "https://news.example/")):
        root = etree.fromstring(written(RssExporter, *items))
        assert [element.text for element in root.findall("channel/link")] == [link]


def test_an_item_that_is_no_article_gets_no_author_and_keeps_its_fields_in_markdown() -> None:
    item = {"after": "https://example.org/a"}
    (entry,) = json.loads(written(JsonFeedExporter, item))["items"]
    assert "authors" not in entry
    assert written(MarkdownExporter, item).decode() == '---\nafter: "https://example.org/a"\n---\n'
    assert b"creator" not in written(RssExporter, item)
    assert b"<name>unknown</name>" in written(AtomExporter, item)  # which must have one


def test_an_rss_feed_without_an_address_links_to_the_site_of_its_first_article() -> None:
    def links(*items: Any, **options: str) -> list[str]:
        (channel,) = etree.fromstring(written(RssExporter, *items, **options))
        return [str(one.text) for one in channel.findall("link")]

    assert links(FULL, BARE) == ["https://example.org/"]
    assert links(FULL, home_page_url="https://example.net/") == ["https://example.net/"]
    assert links() == []


@pytest.mark.parametrize("exporter", [MarkdownExporter, RssExporter, AtomExporter, JsonFeedExporter])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "http://[") for name in ("url", "images", "videos", "mainImage")),
        *((name, "half \ud800 a character") for name in ("url", "images", "articleBodyHtml")),
    ],
)
def test_no_entry_is_lost_for_an_address_or_a_text_that_is_broken(exporter: Any, name: str, value: str) -> None:
    data = written(exporter, {"headline": "Storm", name: value}, {"headline": "Rain"}, encoding="utf-8")
    assert b"Storm" in data
    assert b"Rain" in data


@dataclass
class Story:
    title: str
    text: str
    published: str
    headline: str | None = None
    link: str = "https://example.org/a"
    note: str | None = None


NAMES = {"title": "headline", "text": "articleBody", "published": "datePublished", "link": "url", "none": "id"}
OUR_NAMES = {
    "headline": "Storm",
    "articleBody": "It came.",
    "datePublished": "2026-11-03",
    "url": "https://example.org/a",
}


@pytest.mark.parametrize("exporter", [RssExporter, AtomExporter, JsonFeedExporter])
@pytest.mark.parametrize("extra", [object(), b"\xff"])
def test_no_entry_without_an_address_is_lost_for_a_field_of_its_own(exporter: Any, extra: object) -> None:
    item = {"headline": "Storm", "extra": extra}
    feeds = [written(exporter, {**item}) for _ in range(2)]
    assert b"Storm" in feeds[0]
    assert feeds[0] == feeds[1]


@pytest.mark.parametrize("exporter", [MarkdownExporter, RssExporter, AtomExporter, JsonFeedExporter])
def test_items_are_read_under_the_names_of_their_project(exporter: Any) -> None:
    file = io.BytesIO()
    crawler = get_crawler(settings_dict={"NEWSSPIDER_FIELD_NAMES": NAMES})
    running = build_from_crawler(exporter, crawler, file, encoding="utf-8")
    running.start_exporting()
    running.export_item(Story("Storm", "It came.", "2026-11-03", headline="another project's"))
    running.finish_exporting()
    assert file.getvalue() == written(exporter, OUR_NAMES, encoding="utf-8")
    assert b"It came." in file.getvalue()


def test_names_can_change_places() -> None:
    crawler = get_crawler(settings_dict={"NEWSSPIDER_FIELD_NAMES": {"url": "id", "id": "url", "headline": "x"}})
    running = build_from_crawler(JsonFeedExporter, crawler, io.BytesIO())
    assert running.article_form({"url": "7", "id": "https://example.org/", "headline": "a"}) == {
        "id": "7",
        "url": "https://example.org/",
        "x": "a",
    }


def test_a_field_that_is_left_alone_is_none_of_an_articles() -> None:
    crawler = get_crawler(settings_dict={"NEWSSPIDER_FIELD_NAMES": {"authors": None}})
    file = io.BytesIO()
    exporter = build_from_crawler(JsonFeedExporter, crawler, file)
    exporter.start_exporting()
    exporter.export_item({"headline": "Storm", "authors": ["By Ana Ruiz"]})
    exporter.finish_exporting()
    (entry,) = json.loads(file.getvalue())["items"]
    assert (entry["title"], "authors" in entry) == ("Storm", False)
