"""Dates of which nothing says whether the day or the month stands first."""

from __future__ import annotations

from collections.abc import Mapping

from newsspider.fields.dates.declared_dates import announced_dates, days_named, other_reading
from newsspider.fields.dates.late_dates import KINDS
from newsspider.fields.facts import PageFacts, country_for
from newsspider.language.calendars import is_month_first
from newsspider.language.tags import base_language


def unsure_dates(facts: PageFacts, sources: Mapping[str, str]) -> Mapping[str, list[str]]:
    """Return what is to be told of such dates that a feed or a row gave, by the name of their field.

    `sources` has the rule that gave each field's value. The country of a page says how its dates are written, a
    language that has one order everywhere, and a day that the page names in full.
    """
    language = base_language(facts.language)
    country = facts.country or country_for(facts.language, None)
    if country is not None or (language and not is_month_first(language)):
        return {}
    found = {}
    for name, kind in KINDS.items():
        for date in announced_dates(facts, kind):
            other = other_reading(date.iso, date.raw) if sources.get(name) == date.source else None
            if other not in (None, date.iso[:10]) and not {other, date.iso[:10]} & set(days_named(facts)):
                found[name] = [f"{date.source}: {date.raw!r} is read as {date.iso[:10]}, and may be {other}"]
    return found
