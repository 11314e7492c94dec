"""What is read of a response before its fields are: the page, its body, and how values on it are meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrapy.http import Response, TextResponse

from newsspider.blocks import read_blocks
from newsspider.blocks.types import Blocks
from newsspider.body import Body, choose_body
from newsspider.errors import PageError
from newsspider.fields import Field, PageFacts
from newsspider.fields.dates.declared_dates import days_named
from newsspider.fields.facts import country_for
from newsspider.http import announcement_of, context_of, provenance_of
from newsspider.page import Page, read_page

_NO_BODY = Body(blocks=Blocks(texts=(), tags=(), elements=()), probabilities=(), chosen=())
# The keys of a loader's context that cleaning asks for, see newsspider.fields.field.
CONTEXT_KEYS = ("language", "country", "captured", "base_url", "days")


@dataclass(frozen=True, slots=True, eq=False)
class DaysNamed:
    """Returns the days that a page names in full, looked for when they are asked for."""

    facts: PageFacts

    def __call__(self) -> Iterable[str]:
        """Return the days, as days_named() does."""
        return days_named(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DaysNamed) and other.facts.page is self.facts.page

    def __hash__(self) -> int:
        return id(self.facts.page)


def page_and_body(response: TextResponse, captured: datetime | None = None) -> tuple[Page, Body]:
    """Return a response's page and its body. Raises PageError as extract() does."""
    page = read_page(response, captured)
    return page, choose_body(page, read_blocks(page))


def captured_at(response: Response) -> datetime | None:
    """Return when a response was fetched, as far as its archive or the add-on's middleware noted it."""
    noted = provenance_of(response)
    return (noted.captured if noted is not None else None) or context_of(response).captured


def facts_of(response: Response, captured: datetime | None = None) -> PageFacts:
    """Return what is known of a response's page; of what is no page (JSON, an image) its address and headers."""
    try:
        if isinstance(response, TextResponse):
            page, body = page_and_body(response, captured)
            return PageFacts(page, body, announcement_of(response))
    except PageError:
        pass
    language = (response.headers.get("Content-Language") or b"").decode("latin-1") or None
    page = Page(url=response.url or None, base_url=response.url or None, language=language, captured=captured)
    return PageFacts(page, _NO_BODY)


def language_of(facts: PageFacts, field: Field) -> str | None:
    """Return the language of a page by the rule of its field."""
    for candidate in field.rule(facts) if field.rule is not None else ():
        found = field.join_values(field.clean_values(candidate.value))
        if found:
            return str(found)
    return None


def context_of_page(facts: PageFacts) -> dict[str, Any]:
    """Return what cleaning has to know of a page, its language apart."""
    page = facts.page
    return {
        "captured": facts.captured,
        "base_url": page.base_url or page.url,
        "country": facts.country,
        "days": DaysNamed(facts),
    }


def context_of_fields(language: str | None, url: str | None) -> Mapping[str, Any]:
    """Return what cleaning can know where there is no page: by the language and the address of the item itself."""
    facts = PageFacts(Page(url=url, language=language), _NO_BODY)
    return {
        "language": language,
        "base_url": url,
        "country": country_for(language, url),
        "days": DaysNamed(facts),
    }
