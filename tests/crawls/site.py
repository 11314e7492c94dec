"""A small news site on 127.0.0.1: pages of our own making, and a log of what was asked for."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

ARTICLES: Mapping[str, Mapping[str, str]] = json.loads(
    Path(__file__).with_name("articles.json").read_text("utf-8")
)
SECTIONS = {"/harbour/": "Harbour", "/world/": "World"}


@dataclass(frozen=True)
class Answer:
    """What the server says to one path."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    location: str | None = None


@dataclass
class Site:
    """A running site."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    answers_after_s: float = 0.0


def article_page(path: str, article: Mapping[str, str], base: str) -> str:
    """Return the HTML of an article: every second one has JSON-LD, every one a menu and a footer."""
    paragraphs = "".join(f"<p>{text}</p>\n" for text in article["body"].split("\n\n"))
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": article["headline"]}
    json_ld = f'<script type="application/ld+json">{json.dumps(data)}</script>' if article["linked"] else ""
    return (
        f'<!DOCTYPE html><html lang="{article["lang"]}"><head><meta charset="utf-8">'
        f"<title>{article['headline']} | Quay Post</title>{json_ld}"
        f'<meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{article["date"]}">'
        f'<link rel="canonical" href="{base}{path}"></head><body>{_MENU}'
        f"<main><article><h1>{article['headline']}</h1>\n{paragraphs}</article></main>{_FOOTER}</body></html>"
    )


def section_page(name: str, links: Mapping[str, str]) -> str:
    """Return the HTML of a page of links."""
    items = "".join(f'<li><a href="{path}">{text}</a></li>' for path, text in links.items())
    return f"<!DOCTYPE html><html lang='en'><head><title>{name} | Quay Post</title></head><body>{_MENU}<ul>{items}</ul>{_FOOTER}"


_MENU = (
    '<nav><a href="/">Home</a> <a href="/harbour/">Harbour</a> <a href="/world/">World</a> '
    '<a href="/login">Sign in</a> <a href="/closed/minutes-of-the-secret-harbour-meeting">Minutes</a></nav>'
)
_FOOTER = (
    '<footer><a href="/calendar/2026/03/">Calendar</a> <a href="/maze/a/b/">Maze</a> <a href="/tide.pdf">Tides</a>'
    ' <a href="/tides/today-in-figures-and-tables">Tides in figures</a> <a href="/lost-page-of-the-old-site">Old</a>'
    ' <a href="https://elsewhere.invalid/a-story-on-another-site">Elsewhere</a></footer>'
)


def answers(base: str) -> dict[str, Answer]:
    """Return what the site says, by path."""
    found = {"/robots.txt": Answer(b"User-agent: *\nDisallow: /closed/\n", content_type="text/plain")}
    for path, article in ARTICLES.items():
        found[path] = Answer(article_page(path, article, base).encode())
    for section, name in SECTIONS.items():
        links = {path: article["headline"] for path, article in ARTICLES.items() if path.startswith(section)}
        found[section] = Answer(section_page(name, links).encode())
    first = next(iter(ARTICLES))
    home = {
        first: ARTICLES[first]["headline"],
        f"{first}?utm_source=home": "Read more",
        "/moved/story-17423": "Moved",
    }
    found["/"] = Answer(section_page("Home", home).encode())
    # An address from before, and the same article at another address.
    found["/moved/story-17423"] = Answer(status=301, location=first)
    found[f"{first}?utm_source=home"] = found[first]
    found["/tides/today-in-figures-and-tables"] = Answer(b"12:04;3.1\n", content_type="text/csv")
    found["/closed/minutes-of-the-secret-harbour-meeting"] = Answer(b"<p>Nobody should read this.")
    return found


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, site: Site, *args: object) -> None:
        self.site = site
        super().__init__(*args)  # type: ignore[arg-type]  # the server's own

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        time.sleep(self.site.answers_after_s)
        answer = self.site.answers.get(self.path) or self._maze() or Answer(b"<h1>Not found</h1>", status=404)
        self.send_response(answer.status)
        if answer.location:
            self.send_header("Location", answer.location)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def _maze(self) -> Answer | None:
        """Return a page of an endless space of links: /maze/a/b/a/b/a/b/ ..."""
        if not self.path.startswith("/maze/"):
            return None
        return Answer(f'<title>Maze</title><a href="{self.path}a/b/">On</a>'.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing: what was asked for is in the log."""


@contextmanager
def local_site(answers_after_s: float = 0.0) -> Iterator[Site]:
    """Serve the site while the block runs."""
    site = Site(url="", answers_after_s=answers_after_s)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, site))
    site.url = f"http://127.0.0.1:{server.server_port}"
    site.answers.update(answers(site.url))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
