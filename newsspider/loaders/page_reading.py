"""What is read of a response before its fields are: the page, its body, and how values on it are meant."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
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
from newsspider.page import Page, address_of, read_page

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_NO_BODY = Body(blocks=Blocks(texts=(), tags=(), elements=()), probabilities=(), chosen=())
# The keys of a loader's context that cleaning asks for, see newsspider.fields.field.
CONTEXT_KEYS = ("language", "country", "captured", "base_url", "days")

# What a loader takes.
_TAKEN = (
    "language",
    "country",
    "captured",
    "base_url",
    "days",
    "item",
    "selector",
    "response",
    "parent",
    "fields",
)
# "captured_at" and "captured" are alike by 0.84, "countries" and "country" by 0.75.
_LIKENESS = 0.8


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


def check_known(known: Mapping[str, Any]) -> None:
    """Raise ValueError, with the name, for what a spider says of a page and cannot be so.

    >>> check_known({"country": "Amerika"})
    Traceback (most recent call last):
    ...
    ValueError: country: 'Amerika' is not a code of ISO 3166, such as 'DE'
    """
    captured, country = known.get("captured"), known.get("country")
    if captured is not None and not (isinstance(captured, datetime) and captured.tzinfo is not None):
        raise ValueError(f"captured: {captured!r} is not a datetime with a time zone, such as datetime.now(UTC)")
    if country is not None and not (isinstance(country, str) and _COUNTRY.fullmatch(country)):
        raise ValueError(f"country: {country!r} is not a code of ISO 3166, such as 'DE'")


def warn_of_misspelt(context: Iterable[str]) -> None:
    """Warn of names in a loader's context that resemble one of ours: it may hold any others, for processors.

    The warning is for the line that made the loader.
    """
    for name in context:
        near = [] if name in _TAKEN else get_close_matches(name, _TAKEN, n=1, cutoff=_LIKENESS)
        if near:
            warnings.warn(f"{name}: did you mean {near[0]}? Nothing of a loader is called {name}", stacklevel=3)


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
    address = address_of(response)
    page = Page(url=address, base_url=address, language=language, captured=captured)
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


class KnownPage:
    """What a loader knows of the page that its values are from, kept in its context: by CONTEXT_KEYS.

    What a spider has put there stays.
    """

    def __init__(self, context: MutableMapping[str, Any]) -> None:
        self.context = context
        self.facts: PageFacts | None = None
        self.is_known = False
        self._told: dict[str, Any] = {}

    def learn(self, own_value: Callable[[str], str | None], language: Field | None) -> None:
        """Note what there is to know: of the response's page, else by the language and the URL that a spider gave.

        `own_value` returns what it gave to a field; `language` is the declaration of inLanguage.
        """
        self.is_known = True
        response, given = self.context.get("response"), own_value("inLanguage")
        if self.facts is None and response is not None:
            self.facts = facts_of(response, self.captured_at(response))
        if self.facts is None:
            self._note(context_of_fields(given, own_value("url")))
        else:
            self.note_facts(self.facts)
            found = given or (language_of(self.facts, language) if language is not None else None)
            self.note_language(found, is_given=given is not None)

    def note_facts(self, facts: PageFacts) -> None:
        """Note what a page tells, its language apart."""
        self.facts, self.is_known = facts, True
        self._note(context_of_page(facts))

    def note_language(self, language: str | None, *, is_given: bool) -> None:
        """Note the article's language; the region of one that a spider gave is the country then."""
        self._note({"language": language})
        country = country_for(language, None) if is_given else None
        if country is not None:
            self._note({"country": country})

    def given(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a spider itself has put into a loader's context of how values are meant."""
        known = ((key, context.get(key)) for key in CONTEXT_KEYS if key != "captured")  # which is of the page
        return {key: value for key, value in known if value is not None and value is not self._told.get(key)}

    def captured_at(self, response: Response) -> datetime | None:
        """Return when a response was fetched: what the context says, else what was noted of the response."""
        found: datetime | None = self.context.get("captured")
        return found or captured_at(response)

    def page_and_body(self, response: TextResponse, captured: datetime | None) -> tuple[Page, Body]:
        """Return a response's page and body, as they were read for values before. Raises PageError."""
        facts = self.facts
        if facts is None or response is not self.context.get("response") or facts.captured != captured:
            return page_and_body(response, captured)
        is_page = facts.page.root is not None or facts.page.text is not None
        return (facts.page, facts.body) if is_page else page_and_body(response, captured)

    def _note(self, told: Mapping[str, Any]) -> None:
        for key, value in told.items():
            known = self.context.get(key)
            if known is None or known is self._told.get(key):
                self.context[key] = value
            self._told[key] = value
