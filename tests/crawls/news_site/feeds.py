"""Feeds and sitemaps of the site, each in the form that software of its kind writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from html import escape

from tests.crawls.news_site.pages import SITE_NAME, Post

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"

Address = Callable[[Post], str]  # the absolute URL of a post


def rss(posts: Sequence[Post], address: Address) -> bytes:
    """Return an RSS 2.0 feed."""
    items = "".join(
        f"<item><title>{escape(post.story.headline)}</title><link>{escape(address(post))}</link>"
        f"<pubDate>{format_datetime(post.story.published)}</pubDate><dc:creator>{escape(post.story.author)}</dc:creator>"
        f"<description>{escape(post.story.summary)}</description>"
        f'<guid isPermaLink="false">{post.story.number}</guid></item>'
        for post in posts
    )
    return (
        f'{_XML}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{SITE_NAME}</title>'
        f"<description>News</description><language>en</language>{items}</channel></rss>"
    ).encode()


def rdf(posts: Sequence[Post], address: Address) -> bytes:
    """Return an RSS 1.0 feed."""
    items = "".join(
        f'<item rdf:about="{escape(address(post))}"><title>{escape(post.story.headline)}</title>'
        f"<link>{escape(address(post))}</link><dc:date>{post.story.published.isoformat()}</dc:date></item>"
        for post in posts
    )
    return (
        f'{_XML}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="/"><title>{SITE_NAME}</title></channel>'
        f"{items}</rdf:RDF>"
    ).encode()


def atom(posts: Sequence[Post], address: Address, next_url: str | None = None) -> bytes:
    """Return an Atom feed; `next_url` is its next page (RFC 5005)."""
    following = f'<link rel="next" href="{escape(next_url)}"/>' if next_url else ""
    entries = "".join(
        f'<entry><title>{escape(post.story.headline)}</title><link rel="alternate" href="{escape(address(post))}"/>'
        f"<id>urn:post:{post.story.number}</id><updated>{post.modified.isoformat()}</updated>"
        f"<published>{post.story.published.isoformat()}</published><author><name>{escape(post.story.author)}</name></author>"
        f"<summary>{escape(post.story.summary)}</summary></entry>"
        for post in posts
    )
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>{SITE_NAME}</title><id>urn:{SITE_NAME}</id>'
        f"{following}{entries}</feed>"
    ).encode()


def json_feed(posts: Sequence[Post], address: Address) -> bytes:
    """Return a JSON Feed 1.1."""
    items = [
        {
            "id": str(post.story.number),
            "url": address(post),
            "title": post.story.headline,
            "summary": post.story.summary,
            "date_published": post.story.published.isoformat(),
            "authors": [{"name": post.story.author}],
        }
        for post in posts
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": SITE_NAME, "items": items}).encode()


def sitemap(posts: Sequence[Post], address: Address, pages: Sequence[str] = ()) -> bytes:
    """Return a sitemap of posts and other pages."""
    rows = [(address(post), f"<lastmod>{post.modified.isoformat()}</lastmod>") for post in posts]
    rows += [(url, "") for url in pages]
    urls = "".join(f"<url><loc>{escape(url)}</loc>{more}</url>" for url, more in rows)
    return f'{_XML}<urlset xmlns="{_SITEMAP}">{urls}</urlset>'.encode()


def news_sitemap(posts: Sequence[Post], address: Address) -> bytes:
    """Return a sitemap for news, with title, date and language of each post."""
    urls = "".join(
        f"<url><loc>{escape(address(post))}</loc><news:news><news:publication><news:name>{SITE_NAME}</news:name>"
        f"<news:language>{post.story.language}</news:language></news:publication>"
        f"<news:publication_date>{post.story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(post.story.headline)}</news:title></news:news></url>"
        for post in posts
    )
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    return f'{_XML}<urlset xmlns="{_SITEMAP}" xmlns:news="{news}">{urls}</urlset>'.encode()


def sitemap_index(urls: Sequence[str]) -> bytes:
    """Return an index of sitemaps."""
    rows = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in urls)
    return f'{_XML}<sitemapindex xmlns="{_SITEMAP}">{rows}</sitemapindex>'.encode()
