"""Dates of which nothing says whether the day or the month stands first."""

from __future__ import annotations

from collections.abc import Mapping

from newsspider.fields.dates.declared_dates import days_named, other_reading
from newsspider.fields.dates.late_dates import KINDS
from newsspider.fields.facts import PageFacts, country_for
from newsspider.language.calendars import is_month_first
from newsspider.language.tags import base_language

_MAX_RAW_CHARS = 80


def unsure_dates(
    facts: PageFacts, sources: Mapping[str, str], as_written: Mapping[str, str | None]
) -> Mapping[str, list[str]]:
    """Return what is to be told of the dates that were chosen, by the name of their field.

    `sources` has the rule that gave each field's value, `as_written` the value before it was read. A date that the
    loader was given is sure. The country of a page says how its dates are written, a language that has one order
    everywhere, and a day that the page names in full.
    """
    language = base_language(facts.language)
    country = facts.country or country_for(facts.language, None)
    if country is not None or (language and not is_month_first(language)):
        return {}
    found = {}
    for name in KINDS:
        date, raw = facts.chosen.get(name), as_written.get(name)
        if sources.get(name) in (None, "loader") or not date or not raw:
            continue
        day, other = date[:10], other_reading(date, raw)
        if other not in (None, day) and not {other, day} & set(days_named(facts)):
            shown = " ".join(raw.split())[:_MAX_RAW_CHARS]
            found[name] = [f"{sources[name]}: {shown!r} is read as {day}, and may be {other}"]
    return found
