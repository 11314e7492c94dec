"""The site, served, and how well a crawl did on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.crawls.news_site.doors import open_doors
from tests.crawls.news_site.site import NewsSite
from tests.crawls.news_site.traps import PRIVATE_HOST, TRAPS, set_traps
from tests.crawls.servers import Answer, Log, Server, serving

HOST = "127.0.2.1"


@dataclass(frozen=True, slots=True)
class Score:
    """How a feed compares with what is on the site."""

    articles: int  # on the site
    found: int
    missing: Mapping[str, int]  # articles that were not found, by door
    wrong: tuple[str, ...]  # addresses in the feed that are no articles
    doubled: tuple[str, ...]  # addresses of articles that were in the feed before
    requests: int
    trapped: Mapping[str, int]  # requests that were lost, by trap

    @property
    def recall(self) -> float:
        """The share of the articles that were found."""
        return self.found / self.articles

    @property
    def precision(self) -> float:
        """The share of the feed that is an article of the site, each counted once."""
        rows = self.found + len(self.wrong) + len(self.doubled)
        return self.found / rows if rows else 0.0

    @property
    def requests_per_article(self) -> float:
        """How many requests it took to find an article."""
        return self.requests / self.found if self.found else float(self.requests)


@contextmanager
def news_site(seed: int = 1, name: str = HOST) -> Iterator[tuple[NewsSite, Server]]:
    """Serve the site with all its doors and traps, and beside it a private host that nobody should ask.

    Its addresses begin with `name`, which the client has to know; it listens on HOST.
    """
    site = NewsSite(HOST, seed)
    with serving({HOST: site, PRIVATE_HOST: lambda _: Answer(b"<p>The router's password is 1234.</p>")}) as server:
        site.base = f"http://{name}:{server.port}"
        open_doors(site)
        set_traps(site)
        yield site, server


def score(site: NewsSite, feed: Iterable[Mapping[str, Any]], log: Log) -> Score:
    """Return how a crawl's feed and requests compare with the site."""
    found: set[str] = set()
    wrong, doubled = [], []
    for row in feed:
        url = row["url"] or ""
        post = site.post_at(url)
        if post is None and url.removeprefix(site.base) not in site.unjudged:
            post = site.post_at(row.get("canonicalUrl") or "")  # of a version for print or AMP
            if post is None:
                wrong.append(url)
                continue
        if post is not None:
            (doubled.append(url) if post.path in found else found.add(post.path))
    missing = Counter(post.door for path, post in site.posts.items() if path not in found)
    targets = log.targets()
    trapped = Counter(trap for target in targets for trap in TRAPS if target.startswith(trap))
    return Score(len(site.posts), len(found), missing, tuple(wrong), tuple(doubled), len(targets), trapped)
