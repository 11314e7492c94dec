"""Values out of what a feed's parser gives: what is in it is looked at, and nothing taken on trust."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from newsspider.discovery.summaries import plain_line, summary_line
from newsspider.http import Announcement
from newsspider.language.tags import language_tag
from newsspider.processors.dates import iso_date

Record: TypeAlias = Mapping[str, Any]

_MAX_LINE_CHARS = 500
_MAX_URL_CHARS = 8_192
_MAX_AUTHORS, _MAX_KEYWORDS = 20, 50


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed: the address of its page, as the feed has it, and what it says of the page."""

    address: str
    announcement: Announcement


def record_of(value: object) -> Record:
    """Return a value that is a record, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def records_of(value: object) -> Iterator[Record]:
    """Yield the records of a list; none where it is no list."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from (dict(one) for one in value if isinstance(one, Mapping))


def line_of(record: Record, key: str) -> str | None:
    """Return a field's text as one line without markup, None where there is none.

    >>> line_of({"title": " Storm <b>hits</b> coast"}, "title"), line_of({"title": []}, "title")
    ('Storm hits coast', None)
    """
    value = record.get(key)
    return plain_line(value)[:_MAX_LINE_CHARS].strip() or None if isinstance(value, str) else None


def address_of(record: Record, key: str) -> str | None:
    """Return a field's text that is an address, as it is written."""
    value = record.get(key)
    return value.strip() or None if isinstance(value, str) and len(value) <= _MAX_URL_CHARS else None


def lines_of(values: Iterable[object], most: int) -> tuple[str, ...]:
    """Return the first `most` texts of a list, each as one line and once."""
    lines = (line_of({"": value}, "") for value in values)
    return tuple(dict.fromkeys(line for line in lines if line))[:most]


def announcement_of(
    record: Record, url: str | None, language: str | None, people: Iterable[Record], terms: Iterable[object]
) -> Announcement:
    """Return what all feeds say in the same way of an entry's page, at `url`: no dates and no picture."""
    keywords, summary = lines_of(terms, _MAX_KEYWORDS), record.get("summary")
    return Announcement(
        source="feed",
        headline=line_of(record, "title"),
        description=summary_line(summary, url) if isinstance(summary, str) else None,
        authors=lines_of((person.get("name") for person in people), _MAX_AUTHORS),
        language=language,
        section=keywords[0] if len(keywords) == 1 else None,
        keywords=keywords,
    )


def language_of(*written: str | None) -> str | None:
    """Return the first of some texts that names a language, as its tag."""
    return next((tag for text in written if text and (tag := language_tag(text))), None)


def date_of(written: str | None, language: str | None) -> str | None:
    """Return a date as written, None where it cannot be one.

    >>> date_of("Tue, 05 Mar 2030 10:00:00 +0100", "en"), date_of("Mon, 99 Foo 2030", "en")
    ('Tue, 05 Mar 2030 10:00:00 +0100', None)
    """
    return written if written and iso_date(written, language=language) else None
