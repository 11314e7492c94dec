"""Hosts of one kind each: plain sites of any size, hosts that stall, fail or forbid, and answers that are bad input."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from html import escape

from tests.crawls.prose import Story, story_of
from tests.crawls.servers import Answer, Asked, Host, Sending

LISTED = 50  # links on a page of a plain site's list


class PlainSite:
    """A site of any number of articles, made as they are asked for, and one list of them, newest first."""

    def __init__(self, articles: int, seed: int = 0, robots: Answer | None = None) -> None:
        self.articles, self.seed = articles, seed
        self.robots = robots or Answer(status=404)

    def __call__(self, asked: Asked) -> Answer:
        """Return what the site says to a request."""
        path = asked.target.partition("?")[0]
        if path == "/robots.txt":
            return self.robots
        if path == "/" or path.startswith("/page/"):
            return self._list(int(path.strip("/").removeprefix("page/") or 1))
        number = path.rpartition("-")[2]
        if number.isdigit() and 0 < int(number) <= self.articles:
            story = story_of(self.seed, int(number))
            if path == path_of(story):
                return Answer(_article(story), has_etag=True, modified=story.published)
        return Answer(b"<h1>Not found</h1>", 404)

    def paths(self) -> set[str]:
        """Return the paths of all articles."""
        return {path_of(story_of(self.seed, number)) for number in range(1, self.articles + 1)}

    def _list(self, number: int) -> Answer:
        first = (number - 1) * LISTED + 1
        shown = [story_of(self.seed, at) for at in range(first, min(first + LISTED, self.articles + 1))]
        if not shown and number > 1:
            return Answer(b"<h1>Not found</h1>", 404)
        items = "".join(f'<li><a href="{path_of(story)}">{escape(story.headline)}</a></li>' for story in shown)
        more = f'<a rel="next" href="/page/{number + 1}/">Next</a>' if first + LISTED <= self.articles else ""
        body = f'<!DOCTYPE html><html lang="en"><title>News</title><body><ul>{items}</ul>{more}</body></html>'
        return Answer(body.encode(), has_etag=True)


def path_of(story: Story) -> str:
    """Return the path of a story on a plain site."""
    return f"/news/{story.slug}-{story.number}"


def _article(story: Story) -> bytes:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(story.headline)}</title>'
        '<meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{story.published.isoformat()}"></head>'
        f'<body><nav><a href="/">News</a></nav><article><h1>{escape(story.headline)}</h1>'
        f'<p class="byline">By {escape(story.author)}</p>{paragraphs}</article><footer>© 2026</footer></body></html>'
    ).encode()


def stalling(_: Asked) -> Answer:
    """Accept every request and answer none."""
    return Answer(sending=Sending.NEVER)


def fifty_hosts(articles: int = 30) -> dict[str, Host]:
    """Return fifty hosts on loopback addresses: every third stalls (16), the others have `articles` each."""
    hosts: dict[str, Host] = {}
    for number in range(1, 51):
        stalls = number % 3 == 0
        hosts[f"127.0.1.{number}"] = stalling if stalls else PlainSite(articles, seed=number)
    return hosts


def many_hosts(count: int, articles: int) -> dict[str, PlainSite]:
    """Return plain sites on as many loopback addresses."""
    return {
        f"127.1.{number // 250}.{number % 250 + 1}": PlainSite(articles, seed=number) for number in range(count)
    }


def sending(host: Host, how: Sending, only: str = "/news/") -> Host:
    """Return the host with answers to paths that begin with `only` going out in another way."""

    def answer(asked: Asked) -> Answer:
        whole = host(asked)
        if not asked.target.startswith(only):
            return whole
        return Answer(whole.body, whole.status, whole.content_type, sending=how)

    return answer


def busy(host: Host, status: int, times: int, retry_after: str) -> Host:
    """Return the host after it has refused `times` requests beside robots.txt with 429 or 503 and a Retry-After."""
    counter = itertools.count(1)

    def answer(asked: Asked) -> Answer:
        if asked.target != "/robots.txt" and next(counter) <= times:
            return Answer(b"<h1>Too busy</h1>", status, headers={"Retry-After": retry_after})
        return host(asked)

    return answer


def robots(text: str, status: int = 200, content_type: str = "text/plain") -> Answer:
    """Return a robots.txt."""
    return Answer(text.encode(), status, content_type)


# Forms of robots.txt, each with whether a crawler may fetch a plain site's articles.
ROBOTS: Mapping[str, tuple[Answer, bool]] = {
    "missing": (Answer(status=404), True),
    "forbidden": (Answer(status=403), True),  # RFC 9309: 4xx is as if there were none
    "server-error": (Answer(status=503), False),  # RFC 9309: as if all were forbidden
    "html": (
        robots("<html><body><h1>Welcome</h1><p>Disallow: /</p></body></html>", content_type="text/html"),
        True,
    ),
    "five-megabytes": (robots("User-agent: *\nAllow: /\n" + "# Nothing to see here.\n" * 220_000), True),
    "forbids-all": (robots("User-agent: *\nDisallow: /\n"), False),
    "forbids-others": (robots("User-agent: otherbot\nDisallow: /\n\nUser-agent: *\nDisallow: /closed/\n"), True),
    "binary": (Answer(bytes(range(256)) * 20, content_type="text/plain"), True),
}


def _bomb() -> bytes:
    entities = "".join(
        f'<!ENTITY e{number} "{f"&e{number - 1};" * 10 if number else "bomb " * 10}">' for number in range(10)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss version="2.0"><channel><title>&e9;</title>'
        "<item><title>&e9;</title><link>/news/x</link></item></channel></rss>"
    ).encode()


_SITEMAP = (
    '<?xml version="1.0" encoding="UTF-8"?><{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>'
)


def _index_of_itself(asked: Asked) -> Answer:
    base = f"http://{asked.headers.get('host', asked.host)}"
    number = int("".join(filter(str.isdigit, asked.target)) or 0)
    rows = "".join(
        f"<sitemap><loc>{base}/loop{other}.xml</loc></sitemap>" for other in (number, number + 1, number * 7 % 13)
    )
    return Answer(_SITEMAP.format("sitemapindex", rows).encode(), content_type="application/xml")


def _large_sitemap(asked: Asked) -> Answer:
    base = f"http://{asked.headers.get('host', asked.host)}"
    rows = "".join(f"<url><loc>{base}/gone/story-{number}</loc></url>" for number in range(20_000))
    return Answer(_SITEMAP.format("urlset", rows).encode(), content_type="application/xml")


def _items(*links: str) -> bytes:
    rows = "".join(
        f"<item><title>A story</title>{link}<pubDate>the 45th of May</pubDate></item>" for link in links
    )
    return f'<rss version="2.0"><channel><title>News</title>{rows}</channel></rss>'.encode()


def _fixed(body: bytes, content_type: str = "application/rss+xml") -> Callable[[Asked], Answer]:
    return lambda _: Answer(body, content_type=content_type)


# Feeds and sitemaps that are bad input, by name: none of them may end a crawl or hold it up.
BAD_ANNOUNCEMENTS: Mapping[str, Callable[[Asked], Answer]] = {
    "feed-is-html": _fixed(b"<html><body><p>This feed has moved.</p></body></html>"),
    "feed-is-empty": _fixed(b""),
    "feed-is-cut": _fixed(_items("<link>/news/a</link>")[:-40]),
    "feed-has-no-links": _fixed(_items("", "", "<link/>")),
    "feed-has-wrong-links": _fixed(_items("<link>http://[::1</link>", "<link>javascript:alert(1)</link>", "<link>mailto:a@b</link>")),
    "feed-is-a-bomb": _fixed(_bomb()),
    "feed-is-50-megabytes": lambda _: Answer(_items("<link>/news/a</link>").ljust(50_000_000), content_type="application/rss+xml"),
    "sitemap-in-wrong-namespace": _fixed(b'<urlset xmlns="urn:x"><url><loc>/news/a</loc></url></urlset>', "application/xml"),
    "sitemap-is-binary": _fixed(bytes(range(256)) * 100, "application/xml"),
    "sitemap-of-20000": _large_sitemap,
    "sitemaps-in-a-loop": _index_of_itself,
}  # fmt: skip
