"""Under which licence the article may be used, where the page states one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LINKED_DATA, Each, Field
from newsspider.fields.forms import LINE
from newsspider.page.types import Page
from newsspider.processors.text import one_line
from newsspider.processors.urls import absolute_url

_METAS = ("dcterms.license", "dc.rights.license", "dc.license", "citation_license", "cc:license")
_ADDRESS = re.compile(r"(?:https?:)?/", re.IGNORECASE)  # how an address begins, also one without a host
_MAX_CHARS = 200  # of a licence's name; longer ones are its text, or what else there is to say
_OF_A_PICTURE = ("figure", "figcaption", "picture")


def license_of_page(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the article's licence, best first: its address, else its name."""
    page = facts.page
    for article in page.linked_data.own:
        if article.license:
            yield Candidate(article.license, article.syntax)
    for href in page.links.get("license", ()):
        if url := absolute_url(href, page.base_url):
            yield Candidate(url, "link:license")
    for name in _METAS:
        if content := page.first_meta(name):
            yield Candidate(content, f"meta:{name}")
    for url in _linked(page):
        yield Candidate(url, "a:license")


def _linked(page: Page) -> Iterator[str]:
    """Yield where links to a licence lead, except those of pictures, which have licences of their own.

    https://html.spec.whatwg.org/#link-type-license
    """
    for link in page.hinted.get("license", ()):
        is_meant = "license" in (link.get("rel") or "").lower().split()
        if not is_meant or next(link.iterancestors(*_OF_A_PICTURE), None) is not None:
            continue
        if url := absolute_url(link.get("href") or "", page.base_url):
            yield url


def clean_license(raw: str, base: str | None = None) -> str | None:
    """Return a licence's address, absolute, or its name in one line; None for a longer text.

    >>> clean_license("/terms", "https://example.org/a"), clean_license(" CC BY  4.0 ")
    ('https://example.org/terms', 'CC BY 4.0')
    """
    written = one_line(raw)
    if written and _ADDRESS.match(written):
        return absolute_url(written, base)
    return written if written and len(written) <= _MAX_CHARS else None


LICENSE = Field(
    name="license",
    rule=license_of_page,
    clean=(Each(clean_license, BASE_URL),),
    form=LINE,
    description="The licence's address, else its name.",
    doc_form="one line: the licence's absolute address, or else its name as written",
    sources=(
        f"{LINKED_DATA} (`license`), `link:license`, `meta:*` (dcterms.license and the like), `a:license` "
        "(a link with `rel=license` to an address like a licence's, except of images)"
    ),
    limits="only what the page states: no copyright notice, and no link without `rel=license`",
)
