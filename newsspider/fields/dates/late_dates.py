"""Dates that a page gives and its article cannot have, since they lie after the page was fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace

from newsspider.fields.dates.declared_dates import FoundDate, announced_dates, date_of_url, declared_dates
from newsspider.fields.dates.rule import date_published
from newsspider.fields.facts import PageFacts
from newsspider.lines.date_labels import Kind
from newsspider.processors.dates import iso_date

KINDS: Mapping[str, Kind] = {"datePublished": "published", "dateModified": "modified"}
_MAX_RAW_CHARS = 80
_MAX_MESSAGES = 5


def late_dates(facts: PageFacts) -> Mapping[str, list[str]]:
    """Return what is to be told of such dates, by the name of their field; nothing of a page of unknown age."""
    captured = facts.captured
    if captured is None:
        return {}
    unbounded = copy(facts)  # with what was found out already
    unbounded.page = replace(facts.page, captured=None)
    found = {}
    for name, kind in KINDS.items():
        late = dict.fromkeys(date for date in _dates(unbounded, name, kind) if _is_late(date, facts))
        messages = [_message(date, facts) for date in late][:_MAX_MESSAGES]
        if messages:
            found[name] = messages
    return found


def _dates(facts: PageFacts, name: str, kind: Kind) -> Iterator[FoundDate]:
    yield from declared_dates(facts, kind)
    yield from announced_dates(facts, kind)
    if kind == "published" and facts.chosen.get(name) is None:  # what is only shown, too
        yield from date_of_url(facts)
        for candidate in date_published(facts):
            yield from (FoundDate(iso, candidate.value, candidate.source) for iso in _iso(candidate.value, facts))


def _iso(raw: str, facts: PageFacts) -> Iterator[str]:
    iso = iso_date(raw, language=facts.language, country=facts.country, captured=facts.captured)
    if iso is not None:
        yield iso


def _is_late(date: FoundDate, facts: PageFacts) -> bool:
    return next(_iso(date.raw, facts), None) is None


def _message(date: FoundDate, facts: PageFacts) -> str:
    raw = " ".join(date.raw.split())[:_MAX_RAW_CHARS]
    return f"{date.source}: {raw!r} is later than the page was fetched, {facts.captured:%Y-%m-%d %H:%M}"
