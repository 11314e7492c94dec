"""Where the article lies: its address, the address that identifies it, and its stable identifier."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.page.types import Page
from newsspider.processors.urls import absolute_url, canonical_url, is_home_url, same_site


def url(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the address that the page was fetched from."""
    if facts.page.url:
        yield Candidate(facts.page.url, "response")


def canonical(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the addresses that the page gives as its own, best first.

    Another site's address and a front page's are left out, whoever names them: the first is a syndicated
    or mistaken canonical, the second a template's.
    """
    page = facts.page
    for candidate in _named(page):
        absolute = canonical_url(candidate.value, page.base_url or page.url)
        if absolute and _can_be_own(absolute, page.url):
            yield candidate


def article_id(canonical: str | None, url: str | None, digest: str | None) -> str | None:
    """Return the article's stable identifier: the canonical URL, else the URL, else the digest of its bytes.

    >>> article_id(None, "https://example.org/a?utm_medium=feed", "sha256:00ff")
    'https://example.org/a'
    >>> article_id(None, None, "sha256:00ff")
    'sha256:00ff'
    """
    return canonical or (canonical_url(url) if url else None) or digest


def _named(page: Page) -> Iterator[Candidate[str]]:
    for href in page.links.get("canonical", ()):
        yield Candidate(href, "link:canonical")
    for article in page.linked_data.own:
        if article.url and not article.url.startswith(("#", "_:")):  # identifiers inside the page
            yield Candidate(article.url, article.syntax)
    for content in page.meta.get("og:url", ()):
        yield Candidate(content, "meta:og:url")


def _can_be_own(candidate: str, page_url: str | None) -> bool:
    own = absolute_url(page_url) if page_url else None
    if own is None:
        return not is_home_url(candidate)
    if candidate == own:
        return True
    return same_site(candidate, own) and (not is_home_url(candidate) or is_home_url(own))
