"""The news site is what it says: every door names its articles, every article reads as one, and no trap does."""

from __future__ import annotations

import gzip
import http.client
import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape

import pytest

from newsspider import extract_html
from tests.crawls.news_site.pages import Post
from tests.crawls.news_site.serving import Score, news_site, score
from tests.crawls.news_site.site import NewsSite
from tests.crawls.servers import Asked, Server

# Where each door is; all others are a section or list of the same name.
DOORS = {
    "home": ["/"],
    "politics": ["/politics/", *(f"/politics/?page={number}" for number in (2, 3, 4))],
    "culture": ["/culture/", "/culture/older/2/", "/culture/older/3/"],
    "archives": ["/archives/", *(f"/archives/page/{number}/" for number in (2, 3, 4))],
    "rss": ["/feeds/news.rss"],
    "feed-as-html": ["/weather/feed/"],
    "rdf": ["/feeds/index.rdf"],
    "atom": ["/atom.xml"],
    "atom-next": ["/atom/2.xml"],
    "json-feed": ["/feed.json"],
    "news-sitemap": ["/news-sitemap.xml"],
    "sitemap-gz": ["/sitemap-1.xml.gz"],
    "sitemap": ["/sitemap-2.xml"],
    "sitemap-txt": ["/sitemap.txt"],
    "item-list": ["/topics/"],
    "months": [f"/by-month/2026/{month:02}/" for month in range(1, 7)],
    "amp": ["/amp-pages/"],
    "print-version": ["/print-version-pages/"],
}
ROUND = {"redirect": "/r/{}", "meta-refresh": "/go/{}"}


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[NewsSite, Server]]:
    with news_site() as running:
        yield running


def body_of(site: NewsSite, target: str) -> str:
    answer = site(Asked(site.host, target, {}))
    assert answer.status == 200, target
    body = gzip.decompress(answer.body) if target.endswith(".gz") else answer.body
    return unescape(body.decode())


def names(text: str, post: Post) -> bool:
    """Return whether a text names a post's address, as a whole."""
    return re.search(re.escape(post.path) + r"(?![\w./-]|&p=)", text) is not None


def test_each_door_names_its_posts(served: tuple[NewsSite, Server]) -> None:
    site, _ = served
    doors = {post.door for post in site.posts.values()} - {"related", *ROUND}
    for door in sorted(doors):
        pages = "\n".join(body_of(site, target) for target in DOORS.get(door, [f"/{door}/"]))
        unnamed = [
            post.path
            for post in site.posts_of(door)
            if not (names(pages, post) or f"{post.path}/" in pages or f"{post.path};" in pages)
        ]
        assert not unnamed, door
    for door, form in ROUND.items():
        for post in site.posts_of(door):
            assert form.format(post.story.number) in body_of(site, "/")


def test_no_other_page_names_a_post_of_a_feed_or_sitemap(served: tuple[NewsSite, Server]) -> None:
    site, _ = served
    doors = (
        "rss",
        "feed-as-html",
        "rdf",
        "atom",
        "json-feed",
        "news-sitemap",
        "sitemap-gz",
        "sitemap",
        "item-list",
    )
    for door in doors:
        for other in {post.door for post in site.posts.values()} - {door, "related", *ROUND}:
            pages = "\n".join(body_of(site, target) for target in DOORS.get(other, [f"/{other}/"]))
            assert [post.path for post in site.posts_of(door) if names(pages, post)] == [], (door, other)


def test_posts_read_as_articles(served: tuple[NewsSite, Server]) -> None:
    site, _ = served
    posts = list(site.posts.values())
    forms = {(post.form, post.story.language): post for post in posts} | {post.door: post for post in posts}
    for post in {post.path: post for post in forms.values()}.values():
        article = extract_html(site(Asked(site.host, post.path, {})).body, site.url(post))
        assert article.headline == post.story.headline
        assert article.articleBody == "\n\n".join(post.paragraphs)
        assert article.metadata is not None
        assert (article.metadata.probability or 0) > 0.5, post


def test_every_writing_of_an_address_shows_its_post(served: tuple[NewsSite, Server]) -> None:
    site, _ = served
    [home, *_] = site.posts_of("home")
    [shop, *_] = site.posts_of("shop")
    for post, tail in [
        (home, ""), (home, "/"), (home, "?utm_source=x&fbclid=1"), (home, "/index.html"), (home, ";jsessionid=A0"),
        (shop, ""), (shop, "&PHPSESSID=1"), (shop, "&replytocom=4"),
    ]:  # fmt: skip
        assert site.post_at(site.url(post) + tail) == post, tail
        assert b"<h1" in site(Asked(site.host, post.path + tail, {})).body
    assert site.post_at(f"{site.base}/politics/") is None
    assert site.post_at("http://127.0.0.1/x") is None
    assert site(Asked(site.host, "/nothing-of-that-name", {})).status == 404


def test_traps_lead_on_without_end(served: tuple[NewsSite, Server]) -> None:
    site, _ = served
    for start in ("/calendar/2026/11/", "/list?sort=new", "/count/1", "/deep/", "/find?q=sea"):
        target = start
        for _ in range(5):
            links = re.findall(r'<a href="([^"]*)"', body_of(site, target).partition("<main>")[2])
            path = unescape(links[0])
            target = path if path.startswith("/") else target + path
            assert target.split("?")[0].startswith(start.split("?")[0].rstrip("0123456789/"))
    assert site(Asked(site.host, "/loop/a-story-that-moved-again", {})).headers["Location"].startswith("/loop/b")


def test_pictures_call_themselves_html(served: tuple[NewsSite, Server]) -> None:
    site, _ = served
    answer = site(Asked(site.host, "/pictures/sunset-over-the-old-harbour-1.html", {}))
    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.body.startswith(b"\xff\xd8\xff")


def test_the_second_day_brings_new_and_changed_posts() -> None:
    with news_site(seed=7) as (site, server):
        before = dict(site.posts)
        doors = ["rss", "home", "politics", "sitemap", "weather", "shop", "archives", "json-feed"]
        new = site.publish(doors)
        changed = site.change(["sitemap-gz", "atom"])
        assert len(site.posts) == len(before) + len(doors)
        for post in new:
            assert site.posts_of(post.door)[0] == post
            pages = body_of(site, DOORS.get(post.door, [f"/{post.door}/"])[0])
            assert post.story.headline in pages or names(pages, post)
        for post in changed:
            assert post.paragraphs != before[post.path].paragraphs
        with closing(http.client.HTTPConnection(site.host, server.port, timeout=60)) as connection:
            headers = {"If-Modified-Since": "Sat, 21 Nov 2026 00:00:00 GMT"}
            for post, status in [(changed[0], 200), (site.posts_of("games")[0], 304)]:
                connection.request("GET", post.path, headers=headers)
                with connection.getresponse() as answer:
                    answer.read()
                    assert answer.status == status


def test_a_feed_is_scored(served: tuple[NewsSite, Server]) -> None:
    site, server = served
    server.log.clear()
    first, second, *_ = site.posts_of("home")
    feed = [
        {"url": site.url(first)},
        {"url": site.url(first) + "/"},
        {"url": f"{site.base}/amp/x", "canonicalUrl": site.url(second)},
        {"url": f"{site.base}/privacy"},
        {"url": site.base + next(iter(site.unjudged))},
    ]
    found = score(site, feed, server.log)
    assert isinstance(found, Score)
    assert (found.found, len(found.wrong), len(found.doubled)) == (2, 1, 1)
    assert found.precision == 0.5
    assert sum(found.missing.values()) == len(site.posts) - 2
