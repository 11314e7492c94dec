"""Whether 04/05/2031 is of April or of May, by the other dates of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from newsspider.fields.dates.declared_dates import FoundDate, date_of_url
from newsspider.fields.facts import PageFacts
from newsspider.processors.written_dates import western_digits

# Two numbers of a month's size before a year: which is the month, only the page can say.
_AMBIGUOUS = re.compile(r"(?<![\d./-])(0?[1-9]|1[0-2])\s?[/-]\s?(0?[1-9]|1[0-2])\s?[/-]\s?\d{2,4}(?![\d/-])")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_MAX_TIMES = 40


def in_page_order(facts: PageFacts, date: FoundDate) -> FoundDate:
    """Return a date with day and month changed over where the page, or its address, names that day in full.

    Where it names the day as read as well, nothing is changed.
    """
    if not _AMBIGUOUS.search(western_digits(date.raw[:200])):
        return date
    year, month, day = date.iso[:10].split("-")
    other = f"{year}-{day}-{month}"
    days = set(_days(facts))
    if other not in days or date.iso[:10] in days:
        return date
    return replace(date, iso=other + date.iso[10:])


def _days(facts: PageFacts) -> Iterator[str]:
    page = facts.page
    for url_date in date_of_url(facts):
        yield url_date.iso
    told = [time.get("datetime") for time in page.elements.get("time", ())[:_MAX_TIMES]]
    told += [date for article in page.linked_data.own for date in (article.date_published, article.date_modified)]
    told += [
        content for name, contents in page.meta.items() if "time" in name or "date" in name for content in contents
    ]
    for text in told:
        if text and (match := _ISO_DAY.match(text.strip())):
            yield match[0]
