"""Others' ways through a site: `python benchmarks/crawl_peers.py PEER URL ADDRESS` prints what they find, as JSON.

The names of hosts lead to the address: some peers refuse URLs of addresses, and addresses of the loopback network.

A script that needs nothing of this package, so that it runs where a peer is installed that wants other versions.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable
from typing import Any


def trafilatura_sitemaps(url: str) -> list[str]:
    """Return what trafilatura's search for sitemaps finds."""
    from trafilatura.sitemaps import sitemap_search  # noqa: PLC0415

    return list(sitemap_search(url, sleep_time=0, config=_trafilatura_config()))


def trafilatura_feeds(url: str) -> list[str]:
    """Return what trafilatura's search for feeds finds."""
    from trafilatura.feeds import find_feed_urls  # noqa: PLC0415

    return list(find_feed_urls(url, sleep_time=0, config=_trafilatura_config()))


def trafilatura_crawl(url: str) -> list[str]:
    """Return the pages that trafilatura's crawler gets to know; it leaves what is an article to its user."""
    from trafilatura.spider import focused_crawler  # noqa: PLC0415

    config = _trafilatura_config()
    config["DEFAULT"]["SLEEP_TIME"] = "0"
    todo, known = focused_crawler(url, max_seen_urls=1000, max_known_urls=5000, config=config)
    return sorted({*todo, *known})


def _trafilatura_config() -> Any:
    """Return trafilatura's own settings with access to loopback addresses."""
    from trafilatura.settings import use_config  # noqa: PLC0415

    config = use_config()
    config["DEFAULT"]["SSRF_PROTECTION"] = "False"
    return config


def newspaper4k(url: str) -> list[str]:
    """Return the pages that newspaper4k builds its source of, and reads a text of."""
    import newspaper  # noqa: PLC0415

    source = newspaper.build(url, memorize_articles=False, fetch_images=False, number_threads=1)
    found = []
    for article in source.articles:
        try:
            article.download()
            article.parse()
        except (newspaper.ArticleException, newspaper.exceptions.ArticleBinaryDataException):
            continue
        if article.text:
            found.append(article.url)
    return found


PEERS: dict[str, Callable[[str], list[str]]] = {
    "trafilatura_sitemaps": trafilatura_sitemaps,
    "trafilatura_feeds": trafilatura_feeds,
    "trafilatura_crawl": trafilatura_crawl,
    "newspaper4k": newspaper4k,
}


def main() -> None:
    """Print what a peer finds."""
    name, url, address = sys.argv[1:]
    lookup: Callable[..., Any] = socket.getaddrinfo
    socket.getaddrinfo = lambda _, *args, **kwargs: lookup(address, *args, **kwargs)
    print(json.dumps(PEERS[name](url)))


if __name__ == "__main__":
    main()
