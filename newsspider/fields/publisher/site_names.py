"""The names that a site goes by: what is cut off titles, and what is a body among authors."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from newsspider.page.types import Page
from newsspider.processors.headlines import name_key
from newsspider.processors.urls import MAX_HOST_CHARS

_NAME_METAS = (
    "og:site_name", "application-name", "apple-mobile-web-app-title", "al:ios:app_name", "al:android:app_name",
    "twitter:app:name:iphone", "publisher", "dc.publisher", "citation_journal_title", "copyright",
    "cxenseparse:publisher", "sailthru.source", "cre", "source",
)  # fmt: skip
_MAX_NAME_CHARS = 60


def site_names(page: Page) -> Iterator[str]:
    """Yield the names that the page gives its site: in meta elements, linked data, and the parts of its host."""
    for name in _NAME_METAS:
        yield from (content for content in page.meta.get(name, ()) if len(content) <= _MAX_NAME_CHARS)
    for handle in page.meta.get("twitter:site", ()):
        yield handle.removeprefix("@")
    for article in page.linked_data.articles:
        if article.publisher:
            yield article.publisher.name
    yield from (publisher.name for publisher in page.linked_data.publishers)
    yield from _host_names(page)


def site_keys(page: Page) -> frozenset[str]:
    """Return the names' keys, by which names that are written in different ways are known."""
    return frozenset(filter(None, map(name_key, site_names(page))))


def _host_names(page: Page) -> Iterator[str]:
    addresses = [page.url, page.first_meta("og:url"), *page.links.get("canonical", ())[:1]]
    for host in dict.fromkeys(map(_host, filter(None, addresses))):
        labels = host[-MAX_HOST_CHARS:].split(".")
        for start in range(max(0, len(labels) - 1)):
            if name_key(labels[start]) not in ("www", "m", "amp", "co", "com"):
                yield ".".join(labels[start:])  # "news.example.org", "example.org"
                yield labels[start]  # "news", "example"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # "http://[" and the like
        return ""
