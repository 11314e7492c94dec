"""Where the article lies: its address, the address that identifies it, and its stable identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LINKED_DATA, Each, Field
from newsspider.fields.forms import Correctable, text_form
from newsspider.page.types import Page
from newsspider.processors.urls import absolute_url, canonical_url, is_home_url, same_site

# What a template has not filled in: "{{ page.url }}", "${url}", "/undefined", "/[object Object]".
# Where the page's own address ends so, it is a word: "/places/nan".
_UNFILLED = re.compile(
    r"\{[{%]|[$#]\{|<[%?]|%7B%7B|/(?:undefined|null|nan|none|false|\[object(?: |%20)object\])/?(?:$|[?#])",
    re.IGNORECASE,
)


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
    for named in _address_of_dump(facts) if facts.is_dump else _named(page):
        if _UNFILLED.search(named.value) and not _UNFILLED.search(page.url or ""):
            continue
        whole = _with_scheme(named.value, page.url)
        candidate = named if whole == named.value else named.changed("with_scheme", whole)
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


def _address_of_dump(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield what the first lines of a dump say its address is: "URL: https://example.org/storm"."""
    if facts.dump_head.address:
        yield Candidate(facts.dump_head.address, "address-line")


def _with_scheme(value: str, page_url: str | None) -> str:
    """Return an address with a scheme where it begins with the page's own host, as no path does."""
    host = value.partition("/")[0]
    if not page_url or "." not in host or ":" in value[: len(host) + 2]:
        return value
    scheme = page_url.partition(":")[0]
    return f"{scheme}://{value}" if same_site(f"{scheme}://{host}/", page_url) else value


def _can_be_own(candidate: str, page_url: str | None) -> bool:
    own = absolute_url(page_url) if page_url else None
    if own is None:
        return not is_home_url(candidate)
    if candidate == own:
        return True
    return same_site(candidate, own) and (not is_home_url(candidate) or is_home_url(own))


URL = Field(
    name="url",
    rule=url,
    clean=(Each(absolute_url, BASE_URL),),
    form=text_form("url", Correctable.NOT),
    description="Where the page was fetched.",
    doc_form="absolute http(s) URL",
    sources="`response` (T)",
    limits="absent if a dump names none",
)


CANONICAL_URL = Field(
    name="canonicalUrl",
    rule=canonical,
    clean=(Each(canonical_url, BASE_URL),),
    form=text_form("url"),
    description="The address that the site calls the article's own.",
    doc_form="absolute http(s) URL without fragment and tracking parameters",
    sources=f'`link:canonical`, {LINKED_DATA}, `meta:og:url`, `address-line` (T: "URL: ..." at its head)',
    limits=(
        "never on another registered domain and never a front page, so that a syndicated copy keeps its "
        "own address; absent if the page names none"
    ),
)


ID = Field(
    name="id",
    form=text_form("id", Correctable.NOT),
    description="The canonical URL, else the URL, else the digest of the page's bytes.",
    doc_form="`canonicalUrl`, or else `url`, or else `sha256:` and the digest of the page's bytes",
    sources="made from the three",
    limits=(
        "without a canonical URL, two addresses of one article give two identifiers; if "
        "[duplicates](crawling.md#duplicates) are looked for, an article with the canonical URL of an earlier, "
        "different article is identified by its own URL"
    ),
)
