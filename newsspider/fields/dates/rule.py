"""When the article was published and when it was changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.fields.dates.date_elements import date_elements
from newsspider.fields.dates.date_lines import date_lines
from newsspider.fields.dates.day_order import in_page_order
from newsspider.fields.dates.declared_dates import (
    FoundDate,
    best_first,
    date_of_url,
    declared_dates,
    found_date,
    texts_of_changes,
    unmarked_times,
)
from newsspider.fields.dates.labels import Kind, kind_of_label, labelled_parts
from newsspider.fields.headline.rule import headline
from newsspider.fields.near_headline import lines_around, lines_under_headline
from newsspider.fields.reading_language import reading_language
from newsspider.lines.date_lines import is_unspaced_sentence
from newsspider.page.types import Page

# Years of four digits: 03.04.21 can be read three ways.
_WHOLE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_MAX_SHOWN_CHARS = 90
_MAX_SMALL_WORDS = (
    8  # "This story is from 9 May 2031", "by Ana Ruiz · May 9, 2031 at 3:00 am · one comment so far"
)
_WEB_YEAR = "1990"  # what is older was put online later, and a line that tells more is about the past
_MIN_TELLING_WORDS = 3
_DIGIT = re.compile(r"\d")


def date_published(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield the publication date's candidates as written, best first.

    Where the first witness gives the day alone or no offset, another that agrees with it and says more
    comes before it.
    """
    yield from (_candidate(page, witness) for witness in _published(page, body))


def date_modified(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield the candidates of the date of the last change as written, best first."""
    found = chain(best_first(declared_dates(page, body, "modified")), _shown(page, body, "modified"))
    yield from (_candidate(page, witness) for witness in found)


def _candidate(page: Page, witness: FoundDate) -> Candidate[str]:
    ordered = in_page_order(page, witness)
    if ordered.iso == witness.iso:
        return Candidate(witness.raw, witness.rule)
    return Candidate(ordered.iso, witness.rule, written=witness.raw)


def _published(page: Page, body: Body) -> Iterator[FoundDate]:
    data = declared_dates(page, body, "published")
    if data:
        yield from _shown_before(page, body, data[0])
    else:  # a <time> that nothing marks may be another story's: what stands at the headline comes first
        lines = _unchanged(page, body, lines_under_headline(body))
        data = list(_witnesses(page, body, _of_kind(lines, "published")))
    data = best_first([*data, *unmarked_times(page, body)])
    yield from data
    visible = chain(_shown(page, body, "published"), _in_elements(page, body)) if not data else iter(())
    last = next(visible, None)
    if last is not None:
        yield last
        yield from visible
    elif not data:
        yield from date_of_url(page)


def _shown_before(page: Page, body: Body, told: FoundDate) -> Iterator[FoundDate]:
    """Yield the date under the headline if it lies days before the one that the page tells machines.

    No text is dated before it appears, while pages that move to another system tell machines the day of the
    move: of 9 such dates in 740 pages 8 were right. A day alone is the difference between two time zones.
    """
    latest = date.fromisoformat(told.iso[:10]) - timedelta(days=1)
    lines = [
        line for line in lines_under_headline(body) if len(line) <= _MAX_SHOWN_CHARS and _WHOLE_YEAR.search(line)
    ]
    shown = next(_witnesses(page, body, _of_kind(lines, "published")), None)
    if shown and date.fromisoformat(shown.iso[:10]) < latest:
        yield shown


def _in_elements(page: Page, body: Body) -> Iterator[FoundDate]:
    """Yield the dates of elements named so: a pass over the whole page, where nothing cheaper names a date."""
    chosen = next(headline(page, body), None)
    for text in _unchanged(page, body, date_elements(page, chosen.value if chosen else None)):
        yield from found_date(page, text, "date-element")


def _shown(page: Page, body: Body, kind: Kind) -> Iterator[FoundDate]:
    if page.text is None:
        lines = chain(lines_under_headline(body), lines_around(body))
        yield from _witnesses(
            page, body, _of_kind(lines if kind == "modified" else _unchanged(page, body, lines), kind)
        )
    else:
        found = date_lines(body, language=reading_language(page, body))
        yield from _witnesses(page, body, (line.text for line in found if (line.kind or "published") == kind))


def _unchanged(page: Page, body: Body, lines: Iterable[str]) -> Iterator[str]:
    changed = texts_of_changes(page, body)
    return (line for line in lines if line not in changed)


def _witnesses(page: Page, body: Body, lines: Iterable[str]) -> Iterator[FoundDate]:
    for line in lines:
        found = found_date(page, line, "date-line", reading_language(page, body))
        yield from (shown for shown in found if shown.iso >= _WEB_YEAR or not _tells(line))


def _tells(line: str) -> bool:
    """Return whether a line says more than when: "The act was signed into law on August 14, 1935"."""
    return sum(word[0].islower() for word in line.split()) >= _MIN_TELLING_WORDS


def _of_kind(lines: Iterable[str], kind: Kind) -> Iterator[str]:
    """Yield the parts of lines that hold a date of a kind; a line that is a label alone is the next one's."""
    last = ""
    for line in lines:
        if _DIGIT.search(line) and not _is_sentence(line):
            before = kind_of_label(last)
            yield from (part for label, part in labelled_parts(line) if (label or before or "published") == kind)
        last = line


def _is_sentence(line: str) -> bool:
    """Return whether a line with a date tells of something that happened then: most of its words are small.

    In scripts without spaces long lines do.
    """
    small = sum(word[0].islower() for word in line.split())
    return small > _MAX_SMALL_WORDS or is_unspaced_sentence(line)
